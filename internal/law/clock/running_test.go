package clock

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
)

func d(s string) ent.Date {
	x, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return x
}

func TestRunning(t *testing.T) {
	week := &Calendar{ID: "W", From: d("2026-01-01"), Until: d("2027-01-01"), Free: []ent.Date{d("2026-04-06")}}
	sitting := &Calendar{ID: "S", From: d("2026-01-01"), Until: d("2026-07-01"), Only: []ent.Date{d("2026-01-12"), d("2026-01-13"), d("2026-01-20")}}
	find := func(id string) *Calendar { return map[string]*Calendar{"W": week, "S": sitting}[id] }
	for _, c := range []struct {
		start, term, on string
		events          []Event
		end, word       string
	}{
		{"2026-01-31", "1 month", "2026-02-01", nil, "2026-02-28", "runs"},
		{"2026-01-31", "30 days", "2026-03-02", nil, "2026-03-02", "ended"},
		{"2026-01-01", "2 weeks", "2026-01-02", nil, "2026-01-15", "runs"},
		{"2025-03-01", "1 year", "2026-01-01", nil, "2026-03-01", "runs"},
		{"2026-04-02", "2 W days", "2026-04-02", nil, "2026-04-07", "runs"},
		{"2026-01-10", "2 S days", "2026-01-10", nil, "2026-01-13", "runs"},
		{"2026-01-10", "4 S days", "2026-01-10", nil, "", "unknown"},
		{"2026-01-10", "2 X days", "2026-01-10", nil, "", "unknown"},
		{"2025-12-01", "2 W days", "2026-01-10", nil, "", "unknown"},
		{"2026-01-01", "10 days", "2026-01-08", []Event{{What: "suspend", On: d("2026-01-05")}}, "", "suspended"},
		{"2026-01-01", "10 days", "2026-01-09", []Event{{What: "suspend", On: d("2026-01-05")}, {What: "resume", On: d("2026-01-08")}}, "2026-01-14", "runs"},
		{"2026-01-01", "10 days", "2026-01-09", []Event{{What: "suspend", On: d("2026-01-20")}}, "2026-01-11", "runs"},
		{"2026-01-10", "2 S days", "2026-01-25", []Event{{What: "suspend", On: d("2026-01-13")}, {What: "resume", On: d("2026-01-14")}}, "2026-01-20", "ended"},
		{"2026-01-01", "6 months", "2026-08-01", []Event{{What: "hold", On: d("2026-05-01")}}, "", "held"},
		{"2026-01-01", "6 months", "2026-09-01", []Event{{What: "hold", On: d("2026-05-01")}, {What: "release", On: d("2026-08-15")}}, "2026-08-15", "ended"},
		{"2026-01-01", "6 months", "2026-06-01", []Event{{What: "hold", On: d("2026-05-01")}, {What: "release", On: d("2026-05-15")}}, "2026-07-01", "runs"},
		{"2026-01-01", "6 months", "2026-08-01", []Event{{What: "hold", On: d("2026-07-15")}}, "2026-07-01", "ended"},
		{"2026-01-01", "6 months", "2026-06-01", []Event{{What: "revoke", On: d("2026-05-01")}}, "", "revoked"},
		{"2026-01-01", "6 months", "2026-04-01", []Event{{What: "revoke", On: d("2026-05-01")}}, "2026-07-01", "runs"},
	} {
		term, err := ParseTerm(c.term)
		if err != nil {
			t.Fatal(err)
		}
		s, err := (&Running{d(c.start), term, c.events}).At(d(c.on), find)
		end := ""
		if s.End != 0 {
			end = s.End.String()
		}
		if err != nil || end != c.end || s.Word != c.word || (s.End == 0 && s.Word != "revoked") != (s.Missing != "") {
			t.Errorf("%s from %s on %s %v: %s %s (missing %q), %v; want %s %s", c.term, c.start, c.on, c.events, end, s.Word, s.Missing, err, c.end, c.word)
		}
	}
}

func TestEventsThatCannotBe(t *testing.T) {
	for _, events := range [][]Event{
		{{What: "resume", On: d("2026-02-01")}}, {{What: "release", On: d("2026-02-01")}}, {{What: "suspend", On: d("2025-02-01")}}, {{What: "hold"}},
		{{What: "suspend", On: d("2026-02-01")}, {What: "suspend", On: d("2026-02-02")}}, {{What: "stop", On: d("2026-02-01")}},
	} {
		_, err := (&Running{d("2026-01-01"), Term{N: 1, Unit: "months"}, events}).At(d("2027-01-01"), nil)
		if !errors.Is(err, ent.ErrConflict) && !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%v: %v", events, err)
		}
	}
	for _, s := range []string{"", "days", "x days", "-1 days", "3 moons", "3 A B days", "200000 days", "3 A months"} {
		if term, err := ParseTerm(s); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%q: %v, %v", s, term, err)
		}
	}
}

// A suspension moves the end by exactly its own length, whatever the term, and terms are
// read as they are printed.
func TestSuspensionMovesTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := Term{N: rapid.IntRange(1, 400).Draw(t, "n"), Unit: rapid.SampledFrom([]string{"days", "weeks", "months", "years"}).Draw(t, "unit")}
		if again, err := ParseTerm(term.String()); err != nil || again != term {
			t.Fatalf("%s is read as %s, %v", term, again, err)
		}
		start := ent.NewDate(rapid.IntRange(1950, 2050).Draw(t, "year"), 1, rapid.IntRange(1, 365).Draw(t, "day"))
		plain, err := (&Running{Start: start, Term: term}).At(start, nil)
		if err != nil {
			t.Fatal(err)
		}
		at := start.AddDays(rapid.IntRange(0, int(plain.End-start)).Draw(t, "suspended"))
		length := rapid.IntRange(0, 3000).Draw(t, "for")
		moved, err := (&Running{start, term, []Event{{What: "suspend", On: at}, {What: "resume", On: at.AddDays(length)}}}).At(ent.MaxDate, nil)
		if err != nil || moved.End != plain.End.AddDays(length) {
			t.Fatalf("%s from %s suspended on %s for %d: %s, %v; without %s", term, start, at, length, moved.End, err, plain.End)
		}
	})
}
