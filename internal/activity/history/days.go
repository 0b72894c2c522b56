package history

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/curate/sheet"
)

// parts are year, month and day as they are written; a part that is not known is empty, xx or -9.
type parts struct{ year, month, day string }

func unknown(s string) bool {
	return s == "" || s == "-9" || strings.Trim(strings.ToLower(s), "x") == ""
}

// nothing reports whether no part says anything.
func (p parts) nothing() bool { return p.year == "" && p.month == "" && p.day == "" }

// span is the days between which one lies, both included.
type span struct{ from, last ent.Date }

// span returns the days that the parts leave open. An error names the part that is none.
func (p parts) span() (span, error) {
	y, err := strconv.Atoi(p.year)
	switch {
	case unknown(p.year):
		return span{}, fmt.Errorf("no year")
	case err != nil || y < sheet.FirstYear || y > sheet.LastYear:
		return span{}, fmt.Errorf("%q is no year between %d and %d", p.year, sheet.FirstYear, sheet.LastYear)
	case unknown(p.month) && unknown(p.day):
		return span{ent.NewDate(y, 1, 1), ent.NewDate(y, 12, 31)}, nil
	case unknown(p.month):
		return span{}, fmt.Errorf("a day, %s, of no month", p.day)
	}
	m, err := strconv.Atoi(p.month)
	if err != nil || m < 1 || m > 12 {
		return span{}, fmt.Errorf("%q is no month", p.month)
	}
	first := ent.NewDate(y, m, 1)
	if unknown(p.day) {
		return span{first, first.MonthStart(1) - 1}, nil
	}
	d, err := strconv.Atoi(p.day)
	on := first.AddDays(d - 1)
	if err != nil || d < 1 || on >= first.MonthStart(1) {
		return span{}, fmt.Errorf("%d-%02d has no day %q", y, m, p.day)
	}
	return span{on, on}, nil
}

var (
	slashed = regexp.MustCompile(`^(\d{1,2}|xx)/(\d{1,2}|xx)/(\d{2}|\d{4})$`) // month, day, year
	dashed  = regexp.MustCompile(`^(\d{4})-(\d{2}|xx)-(\d{2}|xx)$`)
)

// written reads a day as the tables write it, month/day/year or year-month-day; false when it
// is in neither form.
func written(text string) (parts, bool) {
	text = strings.ToLower(text)
	if m := slashed.FindStringSubmatch(text); m != nil {
		return parts{m[3], m[1], m[2]}, true
	}
	if m := dashed.FindStringSubmatch(text); m != nil {
		return parts{m[1], m[2], m[3]}, true
	}
	return parts{}, false
}

// agrees reports whether the day as written says the same as the parts, in as far as both
// say something. Of a year of two digits only these are compared.
func (p parts) agrees(text string) bool {
	w, ok := written(text)
	if !ok {
		return true
	}
	same := func(a, b string) bool {
		return unknown(a) || unknown(b) || strings.TrimLeft(a, "0") == strings.TrimLeft(b, "0")
	}
	year := p.year
	if len(w.year) == 2 && len(year) == 4 {
		year = year[2:]
	}
	return same(w.year, year) && same(w.month, p.month) && same(w.day, p.day)
}

// bracket joins what is known of the first and of the last day: one cannot have begun after
// it ended. Fuzzy is nil when both are known. An error says that it ended before it began.
func bracket(first, last span) (start, end ent.Date, fuzzy *activity.Fuzzy, err error) {
	if first.from > last.last {
		return 0, 0, nil, fmt.Errorf("it ends on %s, before it begins on %s", last.last, first.from)
	}
	start, end = first.from, last.last
	begun, ended := min(first.last, end), max(last.from, start)
	if begun != start || ended != end {
		fuzzy = &activity.Fuzzy{Begun: begun, Ended: ended}
	}
	return start, end, fuzzy, nil
}

// program joins the days of the rows of a programme. A row without a day lay, for all that is
// known, in the fiscal year of the report: from 1 October to 30 September (31 U.S.C. 1102).
type program struct {
	year        int
	first, last span // of the whole
}

// add adds a row, with its first and last day; zero: not known.
func (p *program) add(from, until ent.Date) {
	opens, closes := ent.NewDate(p.year-1, 10, 1), ent.NewDate(p.year, 9, 30)
	first, last := span{from, from}, span{until, until}
	switch {
	case from == 0 && until == 0:
		first, last = span{opens, closes}, span{opens, closes}
	case from == 0:
		first = span{min(opens, until), until}
	case until == 0:
		last = span{from, max(closes, from)}
	}
	if p.first.from == 0 {
		p.first, p.last = first, last
		return
	}
	p.first = span{min(p.first.from, first.from), min(p.first.last, first.last)}
	p.last = span{max(p.last.from, last.from), max(p.last.last, last.last)}
}
