package duration

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
)

func day(s string) ent.Date {
	if s == "" {
		return 0
	}
	d, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// An agreement of one year, renewed by itself, ninety days' notice.
var yearly = Rule{For: Delay{Years: 1}, Renewal: Automatic, Notice: Delay{Days: 90}}

func TestTerms(t *testing.T) {
	genocide := Rule{For: Delay{Years: 10}, Renewal: Automatic, Each: Delay{Years: 5}, Notice: Delay{Months: 6}}
	arms := Rule{For: Delay{Years: 10}, Renewal: Agreement}
	monthEnd := Rule{For: Delay{Months: 1}, Renewal: Automatic}
	for _, c := range []struct {
		name             string
		rule             Rule
		start, on        string
		extended         []Extension
		from, until, end string // of the term; the last day for a notice
	}{
		{"first year", yearly, "2016-11-23", "2017-01-01", nil, "2016-11-23", "2017-11-23", "2017-08-24"},
		{"third year", yearly, "2016-11-23", "2019-11-22", nil, "2018-11-23", "2019-11-23", "2019-08-24"},
		{"fourth year", yearly, "2016-11-23", "2019-11-23", nil, "2019-11-23", "2020-11-23", "2020-08-24"},
		{"before it began", yearly, "2016-11-23", "2016-11-22", nil, "", "", ""},
		{"ten years", genocide, "1951-01-12", "1961-01-11", nil, "1951-01-12", "1961-01-12", "1960-07-11"},
		{"five more", genocide, "1951-01-12", "1961-01-12", nil, "1961-01-12", "1966-01-12", "1965-07-11"},
		{"many fives", genocide, "1951-01-12", "2026-11-23", nil, "2026-01-12", "2031-01-12", "2030-07-11"},
		{"not extended", arms, "2011-02-05", "2021-02-05", nil, "", "", ""},
		{"extended", arms, "2011-02-05", "2021-02-05", []Extension{{On: day("2021-02-03"), Until: day("2026-02-05")}}, "2021-02-05", "2026-02-05", ""},
		{"extended, and over", arms, "2011-02-05", "2026-02-05", []Extension{{On: day("2021-02-03"), Until: day("2026-02-05")}}, "", "", ""},
		{"extended without limit", arms, "1970-03-05", "2400-01-01", []Extension{{On: day("1995-05-11"), From: day("1980-03-05")}}, "1980-03-05", "", ""},
		{"extended late: the gap", arms, "2000-01-01", "2010-03-01", []Extension{{On: day("2010-06-01"), Until: day("2012-01-01")}}, "", "", ""},
		{"extended late: again", arms, "2000-01-01", "2010-06-01", []Extension{{On: day("2010-06-01"), Until: day("2012-01-01")}}, "2010-06-01", "2012-01-01", ""},
		{"without limit", Rule{}, "1988-06-01", "2019-01-01", nil, "1988-06-01", "", ""},
		{"to a day", Rule{Until: day("2026-01-01"), Renewal: Never}, "2021-09-01", "2025-12-31", nil, "2021-09-01", "2026-01-01", ""},
		{"months do not drift", monthEnd, "2025-12-31", "2026-03-30", nil, "2026-02-28", "2026-03-31", "2026-03-30"},
	} {
		term, ok := c.rule.TermOn(day(c.start), day(c.on), c.extended)
		if err := c.rule.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if want := (Term{day(c.from), day(c.until), day(c.end)}); term != want || ok != (c.from != "") {
			t.Errorf("%s: %s to %s, notice by %s, %v; want %s %s %s", c.name, term.Start, term.End, term.Last, ok, c.from, c.until, c.end)
		}
	}
}

func TestNoticeInTimeAndTooLate(t *testing.T) {
	for received, want := range map[string]string{"2019-08-23": "2019-11-23", "2019-08-24": "2019-11-23", "2019-08-25": "2020-11-23", "2019-11-22": "2020-11-23", "2010-01-01": "2017-11-23"} {
		if got := yearly.EndFor(day("2016-11-23"), day(received)); got != day(want) {
			t.Errorf("received on %s: %s, want %s", received, got, want)
		}
	}
	if got := (&Rule{For: Delay{Years: 1}, Renewal: Never}).EndFor(1, 5); got != 0 {
		t.Errorf("where it is not renewed by itself: %s", got)
	}
}

func TestWordsAndFaults(t *testing.T) {
	if s := yearly.String(); s != "for 1 year, then renewed by itself for 1 year at a time unless a party gives notice 90 days before the end of a term" {
		t.Error(s)
	}
	for want, r := range map[string]Rule{"from": {From: "tomorrow"}, "not \"yearly\"": {For: Delay{Years: 1}, Renewal: "yearly"}, "write one": {For: Delay{Years: 1}, Until: 5, Renewal: Never},
		"say how": {For: Delay{Years: 1}}, "without a term": {Renewal: Never}, "length": {Until: 5, Renewal: Automatic}, "write withdrawal": {For: Delay{Years: 1}, Renewal: Never, Notice: Delay{Days: 1}}} {
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", r, err, want)
		}
	}
}

// Before is the last day whose delay has run by a day, whatever the delay.
func TestBeforeIsTheLastDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Delay{Days: rapid.IntRange(0, 400).Draw(t, "days"), Months: rapid.IntRange(0, 30).Draw(t, "months"), Years: rapid.IntRange(0, 5).Draw(t, "years"),
			From: rapid.SampledFrom([]string{"", MonthOfDeposit}).Draw(t, "from"), Then: rapid.SampledFrom([]string{"", FirstOfNextMonth}).Draw(t, "then")}
		on := ent.NewDate(rapid.IntRange(1900, 2100).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"))
		b := d.Before(on)
		if d.After(b) > on || d.After(b.AddDays(1)) <= on {
			t.Fatalf("%s before %s: %s", d, on, b)
		}
	})
}
