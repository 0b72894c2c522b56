package duration

import (
	"fmt"
	"strings"

	ent "entente"
)

// Delay is a span of time counted from a day, in the manner of a treaty's own clause.
type Delay struct {
	Days   int    `yaml:"days,omitempty"`
	Months int    `yaml:"months,omitempty"`
	Years  int    `yaml:"years,omitempty"`
	From   string `yaml:"from,omitempty"` // month-of-deposit: the first day of the Nth month after the month of deposit
	Then   string `yaml:"then,omitempty"` // first-of-next-month: move on to the first day of the following month
}

// The two words that Delay.From and Delay.Then may hold besides nothing.
const (
	MonthOfDeposit   = "month-of-deposit"
	FirstOfNextMonth = "first-of-next-month"
)

// IsZero reports whether there is no delay: the same day.
func (d Delay) IsZero() bool { return d == Delay{} }

// After returns the day that the clause yields for an event on the day.
func (d Delay) After(on ent.Date) ent.Date {
	if d.From == MonthOfDeposit {
		return on.MonthStart(d.Months + 12*d.Years).AddDays(d.Days)
	}
	t := on.AddMonths(d.Months + 12*d.Years).AddDays(d.Days)
	if d.Then == FirstOfNextMonth {
		t = t.MonthStart(1)
	}
	return t
}

// String tells the delay in words.
func (d Delay) String() string {
	if d.IsZero() {
		return "the same day"
	}
	var parts []string
	for _, p := range []struct {
		n    int
		unit string
	}{{d.Years, "year"}, {d.Months, "month"}, {d.Days, "day"}} {
		if p.n == 1 {
			parts = append(parts, "1 "+p.unit)
		} else if p.n != 0 {
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.unit))
		}
	}
	s := strings.Join(parts, " and ")
	switch {
	case d.From == MonthOfDeposit:
		return fmt.Sprintf("the first day of month %d after the month of deposit", d.Months+12*d.Years)
	case d.Then == FirstOfNextMonth:
		return "the first day of the month after " + s
	}
	return s
}

// Before returns the last day that lies the whole delay before another: a notice of 90
// days for the end of a term that runs up to and with that day can be received on it.
func (d Delay) Before(on ent.Date) ent.Date {
	t := on.AddDays(-d.Days)
	for t < ent.MaxDate && d.After(t.AddDays(1)) <= on {
		t = t.AddDays(1)
	}
	for t > ent.MinDate && d.After(t) > on {
		t = t.AddDays(-1)
	}
	return t
}
