package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/app"
	"entente/internal/law/treaty"
)

// exercise plans one in the territory of the first.
func exercise(ctx context.Context, t *testing.T, a *app.App, id string, states ...ent.StateCode) {
	t.Helper()
	x := activity.Activity{ID: id, Kind: "exercise", Title: "Exercise " + id, Owner: "planning-desk", Start: ent.NewDate(2027, 6, 1), End: ent.NewDate(2027, 6, 9), Territory: states[0], Participants: []activity.Participant{{State: states[0], Role: "host"}},
		Facts: map[string]any{"consent.given": true, "consent.by_competent_organ": true, "consent.genuine": true, "consent.covers_activity": true}}
	for _, s := range states[1:] {
		x.Participants = append(x.Participants, activity.Participant{State: s, Role: "sending"})
	}
	if err := a.Plan(ctx, "planner.one", &x); err != nil {
		t.Fatal(err)
	}
}

// An act that changes the standing of two States is followed by the gates of what they take part
// in, and by no other; those that come out otherwise are on record with whom they concern.
func TestGatesFollowTheLaw(t *testing.T) {
	ctx, a := context.Background(), opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	on := ent.NewDate(2026, 11, 1)
	exercise(ctx, t, a, "ONE", "FIN", "JPN")
	exercise(ctx, t, a, "TWO", "FIN", "SWE")
	for i := range 20 {
		exercise(ctx, t, a, fmt.Sprintf("OTHER-%d", i), "DEU", "FRA", "POL")
	}
	r, err := a.Rerun(ctx, on)
	if err != nil || r.Activities != 22 || r.Asked != 22 || len(r.Turns) != 22 || !r.Turns[0].First {
		t.Fatalf("the first time: %+v, %v", r, err)
	}
	if r, err = a.Rerun(ctx, on); err != nil || r.Asked != 0 || len(r.Turns) != 0 {
		t.Fatalf("nothing changed: %+v, %v", r, err)
	}
	// Finland leaves the agreements on the status of forces, which the program ships: the gates of
	// what it takes part in are asked again, and the one that stood on them turns
	for _, id := range []ent.InstrumentID{"NATO-SOFA", "PFP-SOFA"} {
		if err := a.Register.Record(ctx, "officer", id, treaty.Act{State: "FIN", Act: treaty.Withdrew, On: ent.NewDate(2026, 1, 15), Effective: ent.NewDate(2027, 1, 15)}); err != nil {
			t.Fatal(err)
		}
	}
	if r, err = a.Rerun(ctx, on); err != nil || r.Activities != 22 || r.Concerned != 2 || r.Asked != 2 || len(r.Turns) != 1 || r.Turns[0].Activity != "TWO" {
		t.Fatalf("a withdrawal: %+v, %v", r, err)
	}
	for _, x := range r.Turns {
		if !slices.Contains(x.Concerns, "planning-desk") || !slices.Contains(x.Concerns, "planner.one") || len(x.Lines) == 0 || x.First {
			t.Errorf("%+v", x)
		}
	}
	// what is taken over is what would be worked out
	rows, err := a.Portfolio(ctx, app.Which{}, on, time.Time{})
	if err != nil || len(rows) != 22 {
		t.Fatal(len(rows), err)
	}
	for _, row := range rows {
		_, g, err := a.Ready(ctx, row.ID, on, time.Time{})
		if err != nil || g.Light != row.Light {
			t.Errorf("%s: %s, worked out %v, %v", row.ID, row.Light, g.Light, err)
		}
	}
	// an activity that changes is asked again, and a day that begins asks all
	if err := a.Activities.Clear(ctx, "TWO", activity.Clearance{Key: "check approval", State: "SWE", On: on, Evidence: "decided", By: "approver.one"}); err != nil {
		t.Fatal(err)
	}
	if r, err = a.Rerun(ctx, on); err != nil || r.Asked != 1 || len(r.Turns) != 1 || !slices.Contains(r.Turns[0].Concerns, "approver.one") {
		t.Errorf("after a clearance: %+v, %v", r, err)
	}
	if r, err = a.Rerun(ctx, ent.NewDate(2027, 5, 31)); err != nil || r.Asked != 22 || len(r.Turns) != 22 || r.Turns[0].To != activity.Red {
		t.Errorf("on the last day before: %+v, %v", r, err)
	}
	turns, err := a.Turns(ctx, 1, time.Time{})
	if err != nil || len(turns) != 22 || turns[0].On != ent.NewDate(2027, 5, 31) {
		t.Errorf("%d turns, %v", len(turns), err)
	}
	h, err := a.Records.History(ctx, activity.KindGate, "TWO")
	if err != nil || len(h) != 4 {
		t.Errorf("%d versions of the gate, %v", len(h), err)
	}
}

// An activity that is classified waits for one that is not: its gate, which only those cleared for it
// read, knows it; the other way round the gate says that it may not be seen.
func TestWaitsAcrossMarkings(t *testing.T) {
	ctx, a := access.With(context.Background(), access.Operator("planner.one")), opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	secret, err := access.MarkedAs(ctx, "SECRET")
	if err != nil {
		t.Fatal(err)
	}
	exercise(ctx, t, a, "OPEN", "FIN", "SWE")
	exercise(secret, t, a, "HIDDEN", "FIN", "SWE")
	for _, x := range [][2]string{{"OPEN", "HIDDEN"}, {"HIDDEN", "OPEN"}} {
		if err := a.Enter(ctx, "planner.one", ent.NewDate(2026, 11, 1), x[0], "waits", map[string]string{"activity": x[1], "so-far": "ended"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := a.Rerun(ctx, ent.NewDate(2027, 6, 1)); err != nil {
		t.Fatal(err)
	}
	turns, err := a.Activities.Turns(ctx, 0, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]string{"OPEN": "it may not be seen", "HIDDEN": "Exercise OPEN is planned"} {
		text := fmt.Sprint(turns[id].Lines)
		if !strings.Contains(text, want) || id == "OPEN" && strings.Contains(text, "Exercise HIDDEN") {
			t.Errorf("%s: %s", id, text)
		}
	}
}
