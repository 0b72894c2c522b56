package history

import (
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
)

// drawParts makes a day of which parts may be unknown.
func drawParts(t *rapid.T, name string) parts {
	blank := rapid.SampledFrom([]string{"xx", "-9", ""})
	p := parts{year: strconv.Itoa(rapid.IntRange(1999, 2001).Draw(t, name+" year")), month: blank.Draw(t, name+" no month"), day: blank.Draw(t, name+" no day")}
	if rapid.IntRange(0, 4).Draw(t, name+" knows the month") > 0 {
		m := rapid.IntRange(1, 12).Draw(t, name+" month")
		p.month = strconv.Itoa(m)
		if rapid.Bool().Draw(t, name+" knows the day") {
			p.day = strconv.Itoa(rapid.IntRange(1, 28).Draw(t, name+" day"))
		}
	}
	return p
}

// possible are the days that parts leave open, found one by one.
func (p parts) possible() []ent.Date {
	var out []ent.Date
	y, _ := strconv.Atoi(p.year)
	for d := ent.NewDate(y, 1, 1); d < ent.NewDate(y+1, 1, 1); d++ {
		is := func(known string, from, to int) bool {
			n, err := strconv.Atoi(d.String()[from:to])
			want, none := strconv.Atoi(known)
			return err == nil && (none != nil || want < 0 || n == want)
		}
		if is(p.month, 5, 7) && is(p.day, 8, 10) {
			out = append(out, d)
		}
	}
	return out
}

// The range holds exactly the first and last days that can have been: each that can lies in it,
// and each of its four ends is one that can.
func TestRangesHoldWhatCanHaveBeen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, l := drawParts(t, "first"), drawParts(t, "last")
		first, err1 := f.span()
		last, err2 := l.span()
		if err1 != nil || err2 != nil {
			t.Fatalf("%v %v", err1, err2)
		}
		start, end, fuzzy, err := bracket(first, last)
		var begins, ends []ent.Date
		lasts := l.possible()
		for _, b := range f.possible() {
			if e := lasts[len(lasts)-1]; b <= e {
				begins, ends = append(begins, b), append(ends, max(b, lasts[0]), e)
			}
		}
		if (len(begins) == 0) != (err != nil) {
			t.Fatalf("%v to %v: %d days on which it can have begun, and %v", f, l, len(begins), err)
		}
		if err != nil {
			return
		}
		begun, ended := start, end
		if fuzzy != nil {
			begun, ended = fuzzy.Begun, fuzzy.Ended
		}
		if start != slices.Min(begins) || begun != slices.Max(begins) || ended != slices.Min(ends) || end != slices.Max(ends) {
			t.Fatalf("%v to %v: began %s to %s, ended %s to %s", f, l, start, begun, ended, end)
		}
		if fuzzy != nil && start == begun && ended == end {
			t.Fatalf("%v to %v: fuzzy, though both days are known", f, l)
		}
	})
}

func TestPartsOfADay(t *testing.T) {
	for _, c := range []struct {
		parts
		want string
	}{
		{parts{"1984", "2", "xx"}, "1984-02-01 1984-02-29"}, {parts{"1983", "12", "-9"}, "1983-12-01 1983-12-31"}, {parts{"1983", "xx", "xx"}, "1983-01-01 1983-12-31"},
		{parts{"1983", "02", "09"}, "1983-02-09 1983-02-09"}, {parts{"1984", "2", "29"}, "1984-02-29 1984-02-29"},
		{parts{"1983", "2", "29"}, `1983-02 has no day "29"`}, {parts{"1983", "2", "0"}, `1983-02 has no day "0"`}, {parts{"1983", "13", "1"}, `"13" is no month`},
		{parts{"-9", "2", "1"}, "no year"}, {parts{"83", "2", "1"}, `"83" is no year between 1648 and 2100`}, {parts{"1983", "xx", "3"}, "a day, 3, of no month"},
		{parts{"1983", "1", "99999999999"}, `1983-01 has no day "99999999999"`}, {parts{"1983", "1", "-3"}, `1983-01 has no day "-3"`},
	} {
		s, err := c.span()
		got := s.from.String() + " " + s.last.String()
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.parts, got, c.want)
		}
	}
}

func TestProgrammesWithoutDays(t *testing.T) {
	day := func(m, d int) ent.Date { return ent.NewDate(2012, m, d) }
	for _, c := range []struct {
		days [][2]ent.Date
		want string
	}{
		{[][2]ent.Date{{day(2, 1), day(3, 1)}, {day(1, 5), day(1, 9)}}, "2012-01-05 2012-03-01"},
		{[][2]ent.Date{{0, 0}}, "2011-10-01 2012-09-30, begun by 2012-09-30, ended from 2011-10-01"},
		{[][2]ent.Date{{day(2, 1), 0}, {day(3, 1), day(12, 1)}}, "2012-02-01 2012-12-01"},
		{[][2]ent.Date{{day(3, 1), day(4, 1)}, {0, day(2, 2)}, {day(3, 1), 0}}, "2011-10-01 2012-09-30, begun by 2012-02-02, ended from 2012-04-01"},
		{[][2]ent.Date{{0, ent.NewDate(2011, 5, 1)}}, "2011-05-01 2011-05-01"},
	} {
		p := program{year: 2012}
		for _, d := range c.days {
			p.add(d[0], d[1])
		}
		start, end, f, err := bracket(p.first, p.last)
		if err != nil {
			t.Fatal(err)
		}
		got := start.String() + " " + end.String()
		if f != nil {
			got += ", begun by " + f.Begun.String() + ", ended from " + f.Ended.String()
		}
		if got != c.want {
			t.Errorf("%v: %s, want %s", c.days, got, c.want)
		}
	}
}
