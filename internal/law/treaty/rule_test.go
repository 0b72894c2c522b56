package treaty

import (
	"testing"

	"pgregory.net/rapid"

	ent "entente"
)

func day(s string) ent.Date {
	d, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestDelays(t *testing.T) {
	for _, c := range []struct {
		name  string
		d     Delay
		on, f string
	}{
		{"Rome 126: first of the month after the 60th day", Delay{Days: 60, Then: FirstOfNextMonth}, "2002-04-11", "2002-07-01"},
		{"Rome, the Philippines", Delay{Days: 60, Then: FirstOfNextMonth}, "2011-08-30", "2011-11-01"},
		{"Ottawa 17: first day of the sixth month after the month of deposit", Delay{Months: 6, From: MonthOfDeposit}, "1998-09-16", "1999-03-01"},
		{"CCM, Vanuatu", Delay{Months: 6, From: MonthOfDeposit}, "2025-09-05", "2026-03-01"},
		{"Geneva Conventions: six months", Delay{Months: 6}, "1950-04-21", "1950-10-21"},
		{"Arms Trade Treaty: ninety days", Delay{Days: 90}, "2014-09-25", "2014-12-24"},
		{"CWC: 180 days", Delay{Days: 180}, "1996-10-31", "1997-04-29"},
		{"Ottawa 20: six months, not 180 days", Delay{Months: 6}, "2025-06-27", "2025-12-27"},
		{"Rome 127: one year", Delay{Years: 1}, "2018-03-17", "2019-03-17"},
		{"end of month is kept", Delay{Months: 6}, "2025-08-31", "2026-02-28"},
		{"Budapest: first of the month after three months", Delay{Months: 3, Then: FirstOfNextMonth}, "2004-03-18", "2004-07-01"},
		{"no delay", Delay{}, "2023-04-04", "2023-04-04"},
	} {
		if got := c.d.After(day(c.on)); got != day(c.f) {
			t.Errorf("%s: %s after %s is %s, want %s", c.name, c.d, c.on, got, c.f)
		}
	}
}

func TestDelayNeverGoesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Delay{Days: rapid.IntRange(0, 400).Draw(t, "days"), Months: rapid.IntRange(0, 30).Draw(t, "months"), Years: rapid.IntRange(0, 30).Draw(t, "years")}
		if rapid.Bool().Draw(t, "first") {
			d.Then = FirstOfNextMonth
		}
		a := ent.Date(rapid.IntRange(1, 3000000).Draw(t, "a"))
		b := a.AddDays(rapid.IntRange(0, 2000).Draw(t, "later"))
		if d.After(a) < a || d.After(b) < d.After(a) {
			t.Fatalf("%v: %s → %s, %s → %s", d, a, d.After(a), b, d.After(b))
		}
	})
}
