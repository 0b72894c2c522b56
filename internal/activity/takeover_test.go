package activity_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/record"
)

// past is history: exercises of two States, one a year.
func past(n int) []activity.Activity {
	out := make([]activity.Activity, n)
	for i := range out {
		out[i] = activity.Activity{ID: fmt.Sprintf("OLD-%d", i), Kind: "exercise", Title: "Old Exercise", Start: ent.NewDate(1980, 1, 1+i), End: ent.NewDate(1980, 2, 1+i), State: activity.Closed,
			Fuzzy:        &activity.Fuzzy{Begun: ent.NewDate(1980, 1, 15+i), Ended: ent.NewDate(1980, 2, 1+i)},
			Participants: []activity.Participant{{State: "NOR", Role: "participant"}, {State: "DNK", Role: "participant"}}, Source: fmt.Sprintf("table, row %d", i)}
	}
	return out
}

func takeOver(t *testing.T, b *activity.Book, by ent.Actor, list []activity.Activity, want activity.Tally) {
	t.Helper()
	would, err := b.Compare(context.Background(), by, list)
	if err != nil || would != want {
		t.Errorf("would be %+v, %v; want %+v", would, err, want)
	}
	got, err := b.TakeOver(context.Background(), by, list, nil)
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

// History goes on record once; the same again changes nothing, by whomever and whenever, and
// what the source says otherwise now is superseded with a reason.
func TestTakeOver(t *testing.T) {
	ctx, b := context.Background(), book(t)
	course := map[string]string{"title": "Map reading", "state": "NOR", "unit": "1st Battalion"}
	list := past(3)
	list[2].Kind = "training"
	if err := list[2].Enter("a.one", day("2026-01-01"), "courses", course); err != nil {
		t.Fatal(err)
	}
	takeOver(t, b, "a.one", list, activity.Tally{New: 3})

	again := past(4)
	again[2].Kind = "training"
	if err := again[2].Enter("b.two", day("2026-05-05"), "courses", course); err != nil {
		t.Fatal(err)
	}
	takeOver(t, b, "b.two", again, activity.Tally{New: 1, Same: 3})
	again[1].Title, again[3].Fuzzy = "Old Exercise by another name", nil
	takeOver(t, b, "b.two", again, activity.Tally{Changed: 2, Same: 2})
	takeOver(t, b, "b.two", again, activity.Tally{Same: 4})

	for i, want := range []string{"Old Exercise", "Old Exercise by another name", "Old Exercise", "Old Exercise"} {
		a, err := b.Find(ctx, fmt.Sprintf("OLD-%d", i), time.Time{})
		if err != nil || a.Title != want || a.State != activity.Closed {
			t.Errorf("%d: %+v, %v", i, a, err)
		}
	}
	if a, err := b.Find(ctx, "OLD-2", time.Time{}); err != nil || a.Drafter != "a.one" || a.Entries[0].By != "a.one" {
		t.Errorf("what says the same was put on record again: %+v, %v", a, err)
	}
}

// What cannot be kept leaves the record as it is, and the rest with it.
func TestTakeOverRefusesAll(t *testing.T) {
	ctx, b := context.Background(), book(t)
	own := keenSword()
	if err := b.Plan(ctx, "planner.one", own); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		spoil func(*activity.Activity)
		kind  error
		want  string
	}{
		"no source":      {func(a *activity.Activity) { a.Source = "" }, ent.ErrInvalid, "from where it is taken"},
		"one id twice":   {func(a *activity.Activity) { a.ID = "OLD-0" }, ent.ErrInvalid, "stands twice"},
		"alone":          {func(a *activity.Activity) { a.Participants = a.Participants[:1] }, ent.ErrInvalid, "two to 60 participants"},
		"begun too late": {func(a *activity.Activity) { a.Fuzzy.Begun = a.End + 1 }, ent.ErrInvalid, "outside of"},
		"ended too soon": {func(a *activity.Activity) { a.Fuzzy.Ended = a.Start - 1 }, ent.ErrInvalid, "outside of"},
		"one's own":      {func(a *activity.Activity) { a.ID = own.ID }, ent.ErrConflict, "on record as an activity of your own, planned"},
	} {
		list := past(2)
		c.spoil(&list[1])
		if _, err := b.TakeOver(ctx, "a.one", list, nil); !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if all, err := b.All(ctx, time.Time{}); err != nil || len(all) != 1 {
		t.Errorf("%d activities, %v", len(all), err)
	}
	own.ID, own.Source = "MINE-1", "a table"
	if err := b.Plan(ctx, "planner.one", own); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("planned with a source: %v", err)
	}
}

// More than one step of the record holds is taken over in several, and progress is told.
func TestTakeOverInSteps(t *testing.T) {
	b := book(t)
	list := make([]activity.Activity, record.MaxChanges+5)
	for i := range list {
		list[i] = past(1)[0]
		list[i].ID = fmt.Sprintf("OLD-%d", i)
	}
	var steps []string
	got, err := b.TakeOver(context.Background(), "a.one", list, func(done, of int64) { steps = append(steps, fmt.Sprintf("%d/%d", done, of)) })
	if err != nil || got.New != len(list) || strings.Join(steps, " ") != "10000/10005 10005/10005" {
		t.Errorf("%+v, %v, %v", got, steps, err)
	}
}

// Nothing is asked of the past: it has no gate and no steps.
func TestHistoryHasNoGate(t *testing.T) {
	a := past(1)[0]
	g, err := a.Gate(library(t), day("2026-01-01"), nil)
	if err != nil || g.Light != activity.Green || len(g.Lines) != 2 || len(g.Lines[0].Reasons) != 0 {
		t.Errorf("%+v, %v", g, err)
	}
	if life, err := a.Life(day("2026-01-01")); err != nil || len(life) != 0 {
		t.Errorf("%v, %v", life, err)
	}
}
