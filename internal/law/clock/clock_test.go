package clock

import (
	"strings"
	"testing"

	ent "entente"
)

type events map[string]string

func (e events) Day(n string) ent.Date {
	d, err := ent.ParseDate(e[n])
	if err != nil {
		return 0
	}
	return d
}

func (e events) Year(n string) int {
	if n == "reporting.year" && e[n] != "" {
		return 2025
	}
	return 0
}

func (e events) ExitEffect() ent.Date { return e.Day("exit") }

// Calendar knows the working days of one place, without the 15th of September, from 2025-09-01 to the end of the year.
func (e events) Calendar(id string) *Calendar {
	if id != "HERE" && id != WorkingDays {
		return nil
	}
	return &Calendar{ID: id, From: ent.NewDate(2025, 9, 1), Until: ent.NewDate(2026, 1, 1), Free: []ent.Date{ent.NewDate(2025, 9, 15)}}
}

func TestClocks(t *testing.T) {
	e := events{"day": "2026-03-10", "agreement.signed_on": "2025-09-10", "agreement.in_force_on": "2025-10-10", "reporting.year": "2025", "exit": "2026-01-10", "a.end": "2025-12-31"}
	for src, want := range map[string]string{
		"agreement.signed_on + 15 days":                        "2025-09-25",
		"end of the month after agreement.signed_on":           "2025-10-31",
		"end of the month after a.end":                         "2026-01-31",
		"agreement.in_force_on + 120 days":                     "2026-02-07",
		"31 May after day":                                     "2027-05-31",
		"30 April after reporting.year":                        "2026-04-30",
		"31 May after agreement.signed_on":                     "2026-05-31",
		"agreement.signed_on + 10 working days":                "2025-09-25",
		"agreement.signed_on + 10 HERE days":                   "2025-09-25",
		"agreement.signed_on + 1 HERE working day":             "2025-09-11",
		"agreement.signed_on - 3 HERE days":                    "2025-09-05",
		"agreement.signed_on + 0 HERE days":                    "2025-09-10",
		"agreement.signed_on + 1 month + 1 HERE days":          "2025-10-13",
		"day + 24 hours":                                       "2026-03-11",
		"day + 72 hours + 1 month":                             "2026-04-13",
		"day + 2 days + 60 days":                               "2026-05-11",
		"day - 42 days":                                        "2026-01-27",
		"day + 3 years":                                        "2029-03-10",
		"day + 2 weeks":                                        "2026-03-24",
		"exit effect":                                          "2026-01-10",
		"later of agreement.signed_on, exit effect":            "2026-01-10",
		"earlier of agreement.signed_on + 1 month, 2025-10-01": "2025-10-01",
		"not.given + 3 days":                                   "",
		"later of day, not.given":                              "",
		"31 May after not.given":                               "",
		"2024-02-29":                                           "2024-02-29",
	} {
		c, err := Parse(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got, missing := c.At(e); got.String() != want || missing != "" {
			t.Errorf("%s = %q (missing %q), want %q", src, got, missing, want)
		}
	}
}

// Without the calendar that a clock counts by there is no day, and the calendar is named.
func TestNoDayWithoutTheCalendar(t *testing.T) {
	e := events{"day": "2025-09-10", "late": "2025-12-30"}
	for src, want := range map[string]string{
		"day + 21 UK-SITTING days":            "the calendar UK-SITTING",
		"day + 21 sitting days":               "the calendar SITTING-DAYS",
		"day + 10 UN-WORKING working days":    "the calendar UN-WORKING",
		"later of day, day + 10 THERE days":   "the calendar THERE",
		"day + 90 HERE days":                  "the calendar HERE after 2025-12-31",
		"day - 20 HERE days":                  "the calendar HERE before 2025-09-01",
		"day + 10 THERE days + 2 HERE days":   "the calendar THERE",
		"earlier of day + 1 X days, not.said": "the calendar X",
	} {
		c, err := Parse(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		if got, missing := c.At(e); got != 0 || missing != want || len(c.Calendars()) == 0 {
			t.Errorf("%s = %q, missing %q, want %q", src, got, missing, want)
		}
	}
}

func TestClockFaults(t *testing.T) {
	for src, says := range map[string]string{"": "missing", "tomorrow": "neither", "day + x days": "number", "day + 3 moons": "unit", "day + 3 X": "unit", "day + 3 working": "unit", "day + 3 Here days": "unit", "31 Mai after day": "month",
		"31 May before day": "after", "later of day": "comma", "day day": "unexpected", "2025-02-30": "exist", strings.Repeat("later of ", 20): "deep", strings.Repeat("a", 600): "500"} {
		if _, err := Parse(src); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.40q: %v, want %q", src, err, says)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"day + 3 days", "later of a.b, 31 May after c.d - 2 months", "end of the month after day", "day + 3 HERE working days", "day - 2 sitting days"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if c, err := Parse(s); err == nil {
			c.At(events{"day": "2026-03-10"})
		}
	})
}
