package duty_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-ical"

	ent "entente"
	"entente/internal/duty"
	"entente/internal/law/clock"
	"entente/internal/storage"
)

func day(s string) ent.Date {
	d, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func book(t *testing.T) *duty.Book {
	t.Helper()
	s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return duty.New(s)
}

// A duty counted in a calendar has no day until the calendar is on record and reaches far
// enough; then it has; then it is fulfilled with evidence.
func TestDutyOfACalendar(t *testing.T) {
	ctx := context.Background()
	b := book(t)
	ids, err := b.Add(ctx, "officer", duty.Duty{Text: "lay before Parliament", Start: day("2026-11-02"), Term: "3 UK-SITTING days", Legal: true})
	if err != nil {
		t.Fatal(err)
	}
	state := func(on string) (end, state, missing string) {
		items, err := b.List(ctx, day(on))
		if err != nil || len(items) != 1 {
			t.Fatalf("%v, %v", items, err)
		}
		if items[0].End != 0 {
			end = items[0].End.String()
		}
		return end, items[0].State, items[0].Missing
	}
	if end, st, missing := state("2026-11-10"); end != "" || st != "unknown" || !strings.Contains(missing, "UK-SITTING") {
		t.Errorf("without the calendar: %s %s %s", end, st, missing)
	}
	c := &clock.Calendar{ID: "UK-SITTING", From: day("2026-11-01"), Until: day("2026-11-06"), Only: []ent.Date{day("2026-11-03"), day("2026-11-04")}}
	if err := b.AddCalendar(ctx, "officer", c, ""); err != nil {
		t.Fatal(err)
	}
	if end, st, missing := state("2026-11-10"); end != "" || st != "unknown" || !strings.Contains(missing, "after 2026-11-05") {
		t.Errorf("with a calendar that is too short: %s %s %s", end, st, missing)
	}
	c.Until, c.Only = day("2026-12-01"), append(c.Only, day("2026-11-17"))
	if err := b.AddCalendar(ctx, "officer", c, "the House published more days"); err != nil {
		t.Fatal(err)
	}
	if end, st, _ := state("2026-11-10"); end != "2026-11-17" || st != "open" {
		t.Errorf("with the calendar: %s %s", end, st)
	}
	if end, st, _ := state("2026-11-18"); end != "2026-11-17" || st != "overdue" {
		t.Errorf("the day after: %s %s", end, st)
	}
	if err := b.Change(ctx, "officer", ids[0], "fulfilled", func(d *duty.Duty) { d.Done = day("2026-11-18") }); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("done without evidence: %v", err)
	}
	if err := b.Change(ctx, "officer", ids[0], "fulfilled", func(d *duty.Duty) { d.Done, d.Evidence = day("2026-11-18"), "journal of the House" }); err != nil {
		t.Fatal(err)
	}
	if _, st, _ := state("2026-11-19"); st != "late" {
		t.Errorf("done a day late: %s", st)
	}
	if err := b.Change(ctx, "officer", "D-NOTHING", "x", func(*duty.Duty) {}); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("a duty that is not there: %v", err)
	}
	for _, d := range []duty.Duty{{}, {Text: "x", Due: 1, Start: 1, Term: "1 day"}, {Text: "x", Start: 1}, {Text: "x", Start: 1, Term: "soon"}, {Text: "x", Due: 5, Events: []clock.Event{{What: "hold", On: 6}}}} {
		if _, err := b.Add(ctx, "officer", d); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%+v: %v", d, err)
		}
	}
}

// The calendar that is written can be read by a reader of calendars, whatever stands in a duty.
func TestICalendarIsReadBack(t *testing.T) {
	long := strings.Repeat("Übung, \"langer\" Text; mit allem: \\ und\nneuer Zeile ", 20)
	items := []duty.Item{
		{ID: "D-A", Seq: 4, Duty: duty.Duty{Text: long, Bearer: "FIN", Legal: true}, End: day("2026-12-31"), State: "open"},
		{ID: "D-B", Duty: duty.Duty{Text: "done"}, End: day("2026-01-31"), State: "done"},
		{ID: "D-C", Duty: duty.Duty{Text: "no day"}, State: "suspended"},
	}
	var out bytes.Buffer
	if err := duty.WriteICal(&out, "test", time.Unix(0, 0), duty.Entries(items)); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(out.String(), "\r\n") {
		if len(line) > 75 {
			t.Fatalf("a line of %d bytes: %s", len(line), line)
		}
	}
	cal, err := ical.NewDecoder(&out).Decode()
	if err != nil {
		t.Fatal(err)
	}
	events := cal.Events()
	if len(events) != 2 {
		t.Fatalf("%d entries, want 2", len(events))
	}
	summary, err := events[0].Props.Text(ical.PropSummary)
	start := events[0].Props.Get(ical.PropDateTimeStart)
	if err != nil || summary != "FIN: "+long || start.Value != "20261231" || start.Params.Get("VALUE") != "DATE" || len(events[0].Children) != 2 || len(events[1].Children) != 0 {
		t.Errorf("%q, %v, %+v", summary, err, start)
	}
	out.Reset()
	if err := duty.WriteICal(&out, "test", time.Unix(0, 0), nil); err != nil || !strings.HasPrefix(out.String(), "BEGIN:VCALENDAR\r\n") {
		t.Errorf("an empty calendar: %q, %v", out.String(), err)
	}
}
