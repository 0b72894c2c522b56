package force_test

import (
	"strings"
	"testing"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity"
	"entente/internal/activity/activitytest"
	"entente/internal/activity/force"
)

func taskForce(t *testing.T, states []ent.StateCode, entries ...[]string) *activity.Activity {
	t.Helper()
	return activitytest.Keep(t, "joint-task-force", states[0], "sending", states, entries...)
}

func cell(t *testing.T, m *force.Matrix, task string, s ent.StateCode) force.Cell {
	t.Helper()
	for _, r := range m.Rows {
		if r.Task == task {
			for _, c := range r.Cells {
				if c.State == s {
					return c
				}
			}
		}
	}
	t.Fatalf("no cell %s, %s", task, s)
	return force.Cell{}
}

// Each State may do what the treaties that bind it leave it; see the parties of each.
func TestLaw(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	m, err := force.Of(lib, taskForce(t, []ent.StateCode{"DEU", "USA", "FIN", "GBR"}), ent.NewDate(2026, 3, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		task  string
		state ent.StateCode
		want  force.Says
	}{
		{"mines", "DEU", force.Never},
		{"mines", "USA", force.Silent},
		{"mines", "FIN", force.Silent}, // left on 2026-01-10
		{"cluster", "DEU", force.Never},
		{"cluster", "FIN", force.Silent},
		{"cluster", "USA", force.Silent},
		{"cluster-request", "GBR", force.Never},
		{"riot-control", "USA", force.Never},
		{"blinding", "DEU", force.Never},
		{"incendiary", "USA", force.Conditions},
		{"incendiary", "GBR", force.Never},
		{"hand-over", "USA", force.Never},
		{"hand-over-death", "DEU", force.Never},
		{"hand-over-death", "USA", force.Silent},
		{"hand-over-disappearance", "DEU", force.Never},
		{"hand-over-disappearance", "USA", force.Silent},
		{"court", "DEU", force.Conditions},
		{"court", "USA", force.Never},
	} {
		if got := cell(t, m, c.task, c.state); got.Says != c.want {
			t.Errorf("%s, %s: %s, want %s: %+v", c.task, c.state, got.Says, c.want, got.Sources)
		}
	}
	if len(m.Missing) != 6 || m.Rows[0].Says != force.Never {
		t.Errorf("%v, first %s", m.Missing, m.Rows[0].Says)
	}
}

// Rules of engagement and caveats come on top of the law, never below it; the most restrictive wins.
func TestMostRestrictive(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	a := taskForce(t, []ent.StateCode{"DEU", "USA"},
		[]string{"contingents", "state", "DEU", "unit", "a brigade", "from", "2026-03-01"},
		[]string{"contingents", "state", "USA", "unit", "a brigade", "from", "2026-03-01", "until", "2026-06-30"},
		[]string{"command", "state", "DEU", "relationship", "OPCON", "holder", "commander of the force", "from", "2026-03-01"},
		[]string{"rules", "task", "mines", "says", "yes"},
		[]string{"rules", "task", "Pursue across the border", "says", "on approval", "holder", "commander of the force"},
		[]string{"caveats", "state", "DEU", "task", "pursue across the border", "says", "no", "holder", "senior national representative", "from", "2026-04-01"},
		[]string{"caveats", "state", "DEU", "task", "hand-over-death", "says", "on national approval"})
	m, err := force.Of(lib, a, ent.NewDate(2026, 5, 1))
	if err != nil {
		t.Fatal(err)
	}
	const pursue = "Pursue across the border"
	for task, want := range map[string][2]force.Says{"mines": {force.Never, force.Allowed}, pursue: {force.Never, force.Ask}, "hand-over-death": {force.Never, force.Silent}} {
		for i, s := range []ent.StateCode{"DEU", "USA"} {
			if got := cell(t, m, task, s); got.Says != want[i] {
				t.Errorf("%s, %s: %s, want %s", task, s, got.Says, want[i])
			}
		}
	}
	if c := cell(t, m, pursue, "DEU"); c.Sources[0].Who != "senior national representative" || len(c.Sources) != 3 {
		t.Errorf("%+v", c)
	}
	if len(m.Command) != 1 || len(m.Missing) != 1 || !strings.HasPrefix(m.Missing[0], "USA") {
		t.Errorf("%+v, %v", m.Command, m.Missing)
	}
	// before the caveat holds, and after a contingent left
	if m, err = force.Of(lib, a, ent.NewDate(2026, 3, 15)); err != nil || cell(t, m, pursue, "DEU").Says != force.Ask {
		t.Errorf("%+v, %v", m, err)
	}
	if m, err = force.Of(lib, a, ent.NewDate(2026, 7, 1)); err != nil || len(m.States) != 1 {
		t.Errorf("%+v, %v", m, err)
	}
}
