package entente

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for s, ok := range map[string]bool{"2024-02-29": true, "2023-02-29": false, "1900-02-29": false, "2000-02-29": true, "0001-01-01": true, "9999-12-31": true,
		"0000-01-01": false, "2024-13-01": false, "2024-00-10": false, "2024-1-1": false, "24-01-01": false, "2024-01-01T00": false, "２０２４-01-01": false, "": false} {
		d, err := ParseDate(s)
		if (err == nil) != ok || ok && d.String() != s {
			t.Errorf("%q: %v, %v", s, d, err)
		}
		if err != nil && !errors.Is(err, ErrInvalid) {
			t.Errorf("%q: the error is not of kind Invalid", s)
		}
	}
}

func TestMonthsKeepTheEnd(t *testing.T) {
	for _, c := range []struct {
		on   string
		n    int
		want string
	}{{"2024-01-31", 1, "2024-02-29"}, {"2023-01-31", 1, "2023-02-28"}, {"2024-03-31", -1, "2024-02-29"}, {"2024-11-30", 3, "2025-02-28"},
		{"9999-12-01", 5, "9999-12-31"}, {"0001-01-15", -1, "0001-01-01"}, {"2024-05-15", -17, "2022-12-15"}} {
		d, _ := ParseDate(c.on)
		if got := d.AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s + %d months = %s, want %s", c.on, c.n, got, c.want)
		}
	}
}

func TestDatesAgreeWithTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.IntRange(int(MinDate), int(MaxDate)).Draw(t, "day"))
		back, err := ParseDate(d.String())
		if err != nil || back != d {
			t.Fatalf("%s reads back as %s, %v", d, back, err)
		}
		n := rapid.IntRange(-800, 800).Draw(t, "n")
		want := d.time().AddDate(0, 0, n)
		if y := want.Year(); y >= 1 && y <= 9999 && d.AddDays(n).String() != want.Format(time.DateOnly) {
			t.Fatalf("%s + %d days = %s, want %s", d, n, d.AddDays(n), want.Format(time.DateOnly))
		}
	})
}

func TestPeriod(t *testing.T) {
	p := Period{10, 20}
	for d, want := range map[Date]bool{9: false, 10: true, 19: true, 20: false} {
		if p.Contains(d) != want {
			t.Errorf("day %d: %v", d, !want)
		}
	}
	if !(Period{}).Contains(5) {
		t.Error("a period without limits contains every day")
	}
}

func TestHypotheticalStates(t *testing.T) {
	for c, want := range map[StateCode]bool{"XAA": true, "XZZ": true, "XA": false, "USA": false, "X1A": false, "xab": false} {
		if c.Hypothetical() != want {
			t.Errorf("%s: %v", c, !want)
		}
	}
}

func TestErrorKinds(t *testing.T) {
	err := Errorf(NotFound, "no %s", "such")
	if !errors.Is(err, ErrNotFound) || errors.Is(err, ErrInvalid) || KindOf(err) != NotFound || KindOf(errors.New("x")) != Internal || err.Error() != "no such" {
		t.Errorf("%v is of kind %v", err, KindOf(err))
	}
}

func TestNewDateAgreesWithTheCalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y, m, d := rapid.IntRange(2, 9998).Draw(t, "year"), rapid.IntRange(-20, 30).Draw(t, "month"), rapid.IntRange(-400, 400).Draw(t, "day")
		want := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		if want.Year() < 1 || want.Year() > 9999 {
			return
		}
		if got := NewDate(y, m, d).String(); got != want.Format(time.DateOnly) {
			t.Fatalf("%d-%d-%d = %s, want %s", y, m, d, got, want.Format(time.DateOnly))
		}
	})
}
