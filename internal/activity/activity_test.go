package activity_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity"
	"entente/internal/law"
	"entente/internal/storage"
)

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func day(text string) ent.Date {
	d, err := ent.ParseDate(text)
	if err != nil {
		panic(err)
	}
	return d
}

// keenSword is a field exercise of two allies in the territory of one.
func keenSword() activity.Activity {
	return activity.Activity{ID: "KEEN-SWORD-2026", Kind: "exercise", Title: "Keen Sword", Start: day("2026-10-20"), End: day("2026-11-01"), Territory: "JPN",
		Participants: []activity.Participant{{State: "JPN", Role: "host"}, {State: "USA", Role: "sending"}},
		Facts:        map[string]any{"consent.given": true, "consent.by_competent_organ": true, "consent.genuine": true, "consent.covers_activity": true, "exercise.foreign_troops": true, "exercise.status_settled": true}}
}

func reason(t *testing.T, g *activity.Gate, s ent.StateCode, key string) *activity.Reason {
	t.Helper()
	for i := range g.Lines {
		for j := range g.Lines[i].Reasons {
			if r := &g.Lines[i].Reasons[j]; g.Lines[i].State == s && r.Key == key {
				return r
			}
		}
	}
	t.Fatalf("the gate says nothing of %s for %s: %+v", key, s, g.Lines)
	return nil
}

func TestShippedKinds(t *testing.T) {
	kinds, err := activity.Kinds()
	if err != nil || len(kinds) != 12 {
		t.Fatalf("%d kinds, %v", len(kinds), err)
	}
}

func TestFaultyKindIsNamed(t *testing.T) {
	for text, says := range map[string]string{
		"kinds: [{id: x, name: X, meaning: y, matter: nonsense, steps: [{id: a, name: A, of: start, basis: law}], checks: [{id: c, name: C, evidence: e, of: all, basis: law}]}]":                 "no kind of matter",
		"kinds: [{id: x, name: X, meaning: y, matter: exercise, host: emperor, steps: [{id: a, name: A, of: start, basis: law}], checks: [{id: c, name: C, evidence: e, of: host, basis: law}]}]": "no role",
		"kinds: [{id: x, name: X, meaning: y, steps: [{id: a, name: A, of: noon, basis: law}], checks: [{id: c, name: C, evidence: e, of: all, basis: law}]}]":                                    "step",
		"kinds: [{id: x, name: X, meaning: y, steps: [{id: a, name: A, of: start, basis: law}], checks: [{id: c, name: C, issue: weather, of: all, basis: law}]}]":                                "no issue",
		"kinds: [{id: x, name: X, meaning: y, steps: [{id: a, name: A, of: start, basis: law}], checks: [{id: c, name: C, issue: status, evidence: e, of: all, basis: law}]}]":                    "either",
		"kinds: [{id: x, name: X, meaning: y, steps: [{id: a, name: A, of: start, basis: law}], checks: [{id: c, name: C, evidence: e, of: guests, basis: law}]}]":                                "has no guests",
		"kinds: [{id: x, name: X, meaning: y, colour: red}]": "colour",
		"kinds: [{id: x, name: X, meaning: y, steps: [{id: a, name: A, of: start, basis: law}], checks: [{id: c, name: C, evidence: e, of: all, basis: law}, {id: c, name: C, evidence: e, of: all, basis: law}]}]": "two checks",
	} {
		_, faults := activity.Read(fstest.MapFS{"activities.yaml": {Data: []byte("version: 1\n" + text)}}, library(t))
		if len(faults) == 0 || !strings.Contains(faults[0].Error(), says) {
			t.Errorf("%s: %v", says, faults)
		}
	}
}

// The days of the life cycle follow from start and end; a step that was moved keeps both days.
func TestLife(t *testing.T) {
	a := keenSword()
	a.Steps = []activity.StepTaken{{Step: "mpc", On: day("2026-05-04")}, {Step: "ipc", Done: day("2026-01-10")}}
	life, err := a.Life(day("2026-04-01"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]activity.Dated{}
	for _, s := range life {
		got[s.ID] = s
	}
	for id, want := range map[string]struct{ planned, on, state string }{
		"concept": {"2025-07-20", "2025-07-20", "overdue"}, "ipc": {"2025-12-20", "2025-12-20", "late"}, "mpc": {"2026-04-20", "2026-05-04", "open"}, "fpc": {"2026-07-20", "2026-07-20", "open"},
		"hot-wash": {"2026-11-04", "2026-11-04", "open"}, "aar-draft": {"2026-12-01", "2026-12-01", "open"}, "aar": {"2027-01-30", "2027-01-30", "open"},
	} {
		if s := got[id]; s.Planned.String() != want.planned || s.On.String() != want.on || s.State != want.state {
			t.Errorf("%s: planned %s, on %s, %s; want %v", id, s.Planned, s.On, s.State, want)
		}
	}
}

// A gate says per participant what is settled, by which rule, and what is missing.
func TestGate(t *testing.T) {
	lib, a := library(t), keenSword()
	g, err := a.Gate(lib, day("2026-06-01"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := reason(t, g, "USA", "check status"); r.Light != activity.Green || !strings.Contains(r.Text, "JP-SOFA") || r.With != "JPN" {
		t.Errorf("status of forces: %+v", r)
	}
	if r := reason(t, g, "USA", "check approval"); r.Light != activity.Amber || r.Due != day("2026-09-20") {
		t.Errorf("approval, months ahead: %+v", r)
	}
	if g.Light == activity.Red || g.For != a.Start {
		t.Errorf("months ahead: %s for %s", g.Light, g.For)
	}
	g, err = a.Gate(lib, day("2026-09-20"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := reason(t, g, "USA", "check approval"); r.Light != activity.Red || g.Light != activity.Red {
		t.Errorf("approval, thirty days ahead: %+v", r)
	}
	a.Clearances = []activity.Clearance{{Key: "check approval", State: "USA", On: day("2026-09-01"), Until: day("2026-10-25"), Evidence: "no approval is needed", By: "legal.one"}}
	if g, err = a.Gate(lib, day("2026-09-20"), nil); err != nil || reason(t, g, "USA", "check approval").Light != activity.Green {
		t.Errorf("recorded: %v", err)
	}
	if g, err = a.Gate(lib, day("2026-10-26"), nil); err != nil || reason(t, g, "USA", "check approval").Light != activity.Red {
		t.Errorf("on a day after that until which it holds: %v", err)
	}
}

// What the law prohibits is red and stays so, whoever overrides it.
func TestProhibitedCannotBeOverridden(t *testing.T) {
	lib, a := library(t), keenSword()
	a.Facts = map[string]any{"consent.given": false, "mandate.sc_authorisation": false}
	a.Overrides = []activity.Override{{Key: "law", State: "USA", On: day("2026-09-01"), Reason: "x", By: "approver.one"}}
	g, err := a.Gate(lib, day("2026-06-01"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := reason(t, g, "USA", "law"); r.Light != activity.Red || !r.Final || !strings.Contains(r.Text, "prohibited") {
		t.Errorf("%+v", r)
	}
}

// A hole in the status of forces is red where the kind says that it must be settled, and an
// approver's override turns it amber.
func TestHoleAndOverride(t *testing.T) {
	lib := library(t)
	a := activity.Activity{ID: "EXAMPLE-1", Kind: "exercise", Title: "an exercise", Start: day("2026-10-20"), End: day("2026-10-30"), Territory: "MNG",
		Participants: []activity.Participant{{State: "MNG", Role: "host"}, {State: "BRA", Role: "sending"}}, Facts: keenSword().Facts}
	g, err := a.Gate(lib, day("2026-06-01"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := reason(t, g, "BRA", "check status"); r.Light != activity.Red || !strings.Contains(r.Text, "no rule") {
		t.Errorf("%+v", r)
	}
	a.Overrides = []activity.Override{{Key: "check status", State: "BRA", On: day("2026-06-01"), Reason: "an exchange of notes is signed on the first day", By: "approver.one"}}
	if g, err = a.Gate(lib, day("2026-06-01"), nil); err != nil || reason(t, g, "BRA", "check status").Light != activity.Amber {
		t.Errorf("overridden: %v", err)
	}
}

// A peace operation whose mandate lapses on the way turns its gate red on that day, not before.
func TestMandateLapses(t *testing.T) {
	lib := library(t)
	a := activity.Activity{ID: "OPERATION-1", Kind: "peace-operation", Title: "an operation", Start: day("2026-01-01"), End: day("2026-12-31"), Territory: "CAF",
		Participants: []activity.Participant{{State: "CAF", Role: "host"}, {State: "UN", Role: "organisation"}, {State: "BGD", Role: "troop-contributing"}},
		Facts:        map[string]any{"consent.given": true, "consent.by_competent_organ": true, "consent.genuine": true, "consent.covers_activity": true, "mandate.expires_on": "2026-06-30"}}
	for _, c := range []string{"mou", "approval", "due-diligence"} {
		a.Clearances = append(a.Clearances, activity.Clearance{Key: "check " + c, State: "BGD", On: day("2025-12-01"), Evidence: "on file", By: "legal.one"})
	}
	light := func(on string) activity.Light {
		g, err := a.Gate(lib, day(on), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range g.Lines {
			if l.State == "BGD" {
				return l.Light
			}
		}
		return activity.Red
	}
	if before, after := light("2026-06-30"), light("2026-07-01"); before == activity.Red || after != activity.Red {
		t.Errorf("%s on the last day, %s on the next", before, after)
	}
}

func book(t *testing.T) *activity.Book {
	t.Helper()
	s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "a.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return activity.New(s, library(t).Treaties.World())
}

// An activity starts when its gate is not red; who planned it overrides nothing.
func TestLifeOnRecord(t *testing.T) {
	ctx, lib, b := context.Background(), library(t), book(t)
	a := keenSword()
	if err := b.Plan(ctx, "planner.one", a); err != nil {
		t.Fatal(err)
	}
	if err := b.Plan(ctx, "planner.one", a); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("planned twice: %v", err)
	}
	start := func() error {
		x, err := b.Find(ctx, a.ID, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		g, err := x.Gate(lib, a.Start, nil)
		if err != nil {
			t.Fatal(err)
		}
		return b.Go(ctx, "planner.one", a.ID, activity.Started, g, "")
	}
	if err := start(); !errors.Is(err, ent.ErrConflict) || !strings.Contains(err.Error(), "National approval") {
		t.Errorf("started on red: %v", err)
	}
	if err := b.Override(ctx, a.ID, activity.Override{Key: "check approval", State: "USA", On: a.Start, Reason: "x", By: "planner.one"}); !errors.Is(err, ent.ErrForbidden) {
		t.Errorf("overridden by who planned it: %v", err)
	}
	for _, c := range []string{"approval", "clearance"} {
		if err := b.Clear(ctx, a.ID, activity.Clearance{Key: "check " + c, State: "USA", On: a.Start, Evidence: "note", By: "planner.one"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := start(); err != nil {
		x, _ := b.Find(ctx, a.ID, time.Time{})
		g, _ := x.Gate(lib, a.Start, nil)
		t.Fatalf("%v %+v", err, g)
	}
	if err := b.Go(ctx, "planner.one", a.ID, activity.Closed, nil, "x"); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("closed before it ended: %v", err)
	}
	if err := errors.Join(b.Go(ctx, "planner.one", a.ID, activity.Ended, nil, ""), b.Go(ctx, "planner.one", a.ID, activity.Closed, nil, "book the port earlier")); err != nil {
		t.Fatal(err)
	}
	if err := b.Take(ctx, "planner.one", a.ID, activity.StepTaken{Step: "aar", Done: a.End}); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("changed after it was closed: %v", err)
	}
}

// What cannot be is refused, and changes nothing.
func TestRefused(t *testing.T) {
	ctx, b := context.Background(), book(t)
	for _, spoil := range []func(*activity.Activity){
		func(a *activity.Activity) { a.ID = "lower" }, func(a *activity.Activity) { a.Kind = "picnic" }, func(a *activity.Activity) { a.Title = " " }, func(a *activity.Activity) { a.End = a.Start - 1 },
		func(a *activity.Activity) { a.Participants = a.Participants[:1] }, func(a *activity.Activity) { a.Participants[1].State = "ZZZ" }, func(a *activity.Activity) { a.Participants[1].State = "JPN" },
		func(a *activity.Activity) { a.Participants[1].Role = "" }, func(a *activity.Activity) { a.Territory = "ZZZ" }, func(a *activity.Activity) { a.Steps = []activity.StepTaken{{Step: "siesta"}} },
	} {
		a := keenSword()
		spoil(&a)
		if err := b.Plan(ctx, "planner.one", a); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%+v: %v", a, err)
		}
	}
	a := keenSword()
	if err := b.Plan(ctx, "planner.one", a); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		b.Clear(ctx, a.ID, activity.Clearance{Key: "check weather", State: "USA", On: 1, Evidence: "x", By: "p"}), b.Clear(ctx, a.ID, activity.Clearance{Key: "check approval", State: "FRA", On: 1, Evidence: "x", By: "p"}),
		b.Clear(ctx, a.ID, activity.Clearance{Key: "check approval", State: "USA", On: 2, Until: 1, Evidence: "x", By: "p"}), b.Clear(ctx, a.ID, activity.Clearance{Key: "check approval", State: "USA", On: 1, By: "p"}),
		b.Override(ctx, a.ID, activity.Override{Key: "check approval", State: "USA", By: "q"}), b.Take(ctx, "p", a.ID, activity.StepTaken{Step: "mpc"}), b.Take(ctx, "p", a.ID, activity.StepTaken{Step: "siesta", Done: 1}),
	} {
		if !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%v", err)
		}
	}
	if x, err := b.Find(ctx, a.ID, time.Time{}); err != nil || len(x.Clearances)+len(x.Overrides)+len(x.Steps) != 0 {
		t.Errorf("%+v %v", x, err)
	}
}

// A plan is read as it was written, days among its facts too; what is not a plan is refused.
func TestReadPlan(t *testing.T) {
	a, err := activity.ReadPlan([]byte("id: X-1\nkind: peace-operation\ntitle: x\nstart: 2026-01-01\nend: 2026-12-31\nparticipants: [{state: UN, role: organisation}, {state: BGD, role: troop-contributing}]\nfacts: {mandate.expires_on: 2026-06-30}\n"))
	if err != nil || a.Facts["mandate.expires_on"] != "2026-06-30" {
		t.Errorf("%+v %v", a, err)
	}
	for _, bad := range []string{"", "id: [", "colour: red", "id: X\n---\nid: Y", "id: X\nstate: closed", "- id: X"} {
		if _, err := activity.ReadPlan([]byte(bad)); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzReadPlan(f *testing.F) {
	f.Add([]byte("id: X-1\nkind: exercise\ntitle: x\nstart: 2026-01-01\nend: 2026-12-31\nparticipants: [{state: FIN, role: host}]\nfacts: {a: 2026-06-30, b: [1, 2]}\n"))
	f.Add([]byte("&a [*a]"))
	w := library(f).Treaties.World()
	f.Fuzz(func(t *testing.T, text []byte) {
		a, err := activity.ReadPlan(text)
		if err != nil {
			return
		}
		if a.Check(w) != nil {
			return
		}
		if g, err := a.Gate(library(t), a.Start, nil); err == nil && len(g.Lines) != len(a.Participants) {
			t.Errorf("%d lines for %d participants", len(g.Lines), len(a.Participants))
		}
	})
}

// BenchmarkGate asks the gate of an exercise of twelve participants.
func BenchmarkGate(b *testing.B) {
	lib := library(b)
	a := keenSword()
	a.Territory, a.Participants = "NOR", []activity.Participant{{State: "NOR", Role: "host"}}
	for _, s := range []ent.StateCode{"USA", "GBR", "FRA", "DEU", "FIN", "SWE", "DNK", "NLD", "CAN", "POL", "EST"} {
		a.Participants = append(a.Participants, activity.Participant{State: s, Role: "other-sending"})
	}
	a.Participants[1].Role = "sending"
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Gate(lib, a.Start, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// What it waits for and what stands in its way turn the gate; units on record take the place of the
// evidence that they were vetted.
func TestWays(t *testing.T) {
	lib := library(t)
	a := keenSword()
	a.State = activity.Planned
	other := &activity.Activity{ID: "PORT-VISIT", Title: "Port visit", State: activity.Planned}
	find := func(id string) *activity.Activity { return map[string]*activity.Activity{"PORT-VISIT": other}[id] }
	enter := func(section string, values map[string]string) {
		t.Helper()
		if err := a.Enter("planner.one", a.Start, section, values); err != nil {
			t.Fatal(err)
		}
	}
	light := func(on, key string) string {
		t.Helper()
		g, err := a.Gate(lib, day(on), find)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range g.Lines {
			for _, r := range l.Reasons {
				if r.Key == key && l.State == "USA" {
					return r.Light.String()
				}
			}
		}
		return "none"
	}
	enter("waits", map[string]string{"activity": "port-visit", "so-far": "ended"})
	enter("waits", map[string]string{"activity": "GHOST", "so-far": "ended"})
	enter("blockers", map[string]string{"what": "the port is closed", "stops": "yes", "state": "USA", "resolved": "2026-09-01"})
	enter("blockers", map[string]string{"what": "no fuel yet", "stops": "no", "owner": "logistics"})
	for _, c := range []struct{ on, key, want string }{
		{"2026-06-01", "need PORT-VISIT", "amber"}, {a.Start.String(), "need PORT-VISIT", "red"}, {"2026-06-01", "need GHOST", "amber"},
		{"2026-06-01", "blocker 3", "red"}, {"2026-09-01", "blocker 3", "green"}, {"2026-09-01", "blocker 4", "amber"},
	} {
		if got := light(c.on, c.key); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.on, c.key, got, c.want)
		}
	}
	if other.State = activity.Closed; light(a.Start.String(), "need PORT-VISIT") != "green" {
		t.Error("it waits for what is closed")
	}
	if other.State = activity.Cancelled; light("2026-06-01", "need PORT-VISIT") != "red" {
		t.Error("it does not wait for what was cancelled")
	}
	life, err := a.Life(day("2026-01-01"))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range life {
		if s.ID == "mpc" && (len(s.Waits) != 1 || len(s.Early) != 0) || s.ID == "concept" && len(s.Waits) != 0 {
			t.Errorf("%+v", s)
		}
	}
	a.Steps = []activity.StepTaken{{Step: "ipc", On: day("2026-09-30")}, {Step: "concept", Done: day("2025-06-01")}}
	if life, err = a.Life(day("2026-01-01")); err != nil {
		t.Fatal(err)
	}
	for _, s := range life {
		if s.ID == "mpc" && len(s.Early) != 1 || s.ID == "ipc" && len(s.Waits) != 0 {
			t.Errorf("%+v", s)
		}
	}
}

func TestUnitsVetted(t *testing.T) {
	lib := library(t)
	for _, c := range []struct {
		result, until, want string
		final               bool
	}{{"clear", "2027-12-31", "green", false}, {"clear", "2026-12-02", "red", false}, {"waiting", "", "red", false}, {"not cleared", "", "red", true}, {"suspended", "", "red", true}, {"", "", "red", false}} {
		a := &activity.Activity{ID: "COURSE-1", Kind: "training", Title: "Course", Start: day("2026-12-01"), End: day("2026-12-20"), Territory: "POL", State: activity.Planned,
			Participants: []activity.Participant{{State: "FIN", Role: "assisting"}, {State: "UKR", Role: "assisted"}}}
		if c.result != "" {
			if err := a.Enter("planner.one", a.Start, "recipients", map[string]string{"state": "UKR", "unit": "1st battalion", "result": c.result, "from": "2026-01-01", "until": c.until}); err != nil {
				t.Fatal(err)
			}
		}
		g, err := a.Gate(lib, day("2026-11-30"), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range g.Lines[0].Reasons {
			if r.Key == "check vetting" && (r.Light.String() != c.want || r.Final != c.final) {
				t.Errorf("%q until %q: %s, final %v: %s", c.result, c.until, r.Light, r.Final, r.Text)
			}
		}
	}
}

// An alliance that owes help says so at the gate of collective defence.
func TestAlliances(t *testing.T) {
	a := &activity.Activity{ID: "DEFENCE-1", Kind: "collective-defence", Title: "An example", Start: day("2026-11-20"), End: day("2026-12-20"), State: activity.Planned, Participants: []activity.Participant{{State: "FIN", Role: "victim"}, {State: "SWE", Role: "ally"}},
		Facts: map[string]any{"attack.armed_attack": true, "attack.perpetrator": "state", "attack.victim_declared": true, "attack.victim_requested": true}}
	g, err := a.Gate(library(t), day("2026-11-21"), nil)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, l := range g.Lines {
		for _, r := range l.Reasons {
			if r.Key == "alliance NAT" {
				n++
				t.Log(l.State, r.Text)
			}
		}
	}
	if n != 2 {
		t.Errorf("%d lines tell of the North Atlantic Treaty", n)
	}
}

// The sort of an activity tells the law what it is; what the plan itself states goes before it.
func TestSorts(t *testing.T) {
	lib := library(t)
	a := &activity.Activity{ID: "FIRES-1", Kind: "crisis-response", Sort: "natural-disaster", Title: "Fires", Start: day("2026-08-01"), End: day("2026-08-20"), Territory: "SWE", State: activity.Planned,
		Participants: []activity.Participant{{State: "SWE", Role: "affected"}, {State: "FIN", Role: "assisting"}}}
	m, err := a.Matter(lib, a.Start)
	if err != nil || m.Facts["crisis.kind"].Word() != "natural-disaster" {
		t.Errorf("%+v, %v", m, err)
	}
	a.Facts = map[string]any{"crisis.kind": "man-made-disaster"}
	if m, err = a.Matter(lib, a.Start); err != nil || m.Facts["crisis.kind"].Word() != "man-made-disaster" {
		t.Errorf("%+v, %v", m, err)
	}
	if a.Sort = "flood of words"; ent.KindOf(a.Check(lib.Treaties.World())) != ent.Invalid {
		t.Error("a sort that is none was taken")
	}
}

// The gate names what a State's own law asks before its forces go, as far as that is on record.
func TestNationalApproval(t *testing.T) {
	a := keenSword()
	a.State, a.Territory = activity.Planned, "NOR"
	a.Participants = []activity.Participant{{State: "NOR", Role: "host"}, {State: "DEU", Role: "sending"}, {State: "PRT", Role: "other-sending"}}
	g, err := a.Gate(library(t), day("2026-06-01"), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r := reason(t, g, "DEU", "check approval"); !strings.Contains(r.Text, "Bundestag") || len(r.Cites) == 0 {
		t.Errorf("%+v", r)
	}
	if r := reason(t, g, "PRT", "check approval"); !strings.Contains(r.Text, "no norm of its own law is on record") {
		t.Errorf("%+v", r)
	}
}
