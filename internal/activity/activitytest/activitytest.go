// Package activitytest makes activities for tests.
package activitytest

import (
	ent "entente"
	"entente/internal/activity"
)

// Keep returns an activity of States in one role, with entries, each written as a section, then
// field, value, and so on.
func Keep(t interface{ Fatal(...any) }, kind string, territory ent.StateCode, role string, states []ent.StateCode, entries ...[]string) *activity.Activity {
	a := &activity.Activity{ID: "EXAMPLE-1", Kind: kind, Title: "an example", Start: ent.NewDate(2026, 3, 1), End: ent.NewDate(2026, 9, 30), Territory: territory}
	for _, s := range states {
		a.Participants = append(a.Participants, activity.Participant{State: s, Role: role})
	}
	for _, e := range entries {
		values := map[string]string{}
		for i := 1; i+1 < len(e); i += 2 {
			values[e[i]] = e[i+1]
		}
		if err := a.Enter("planner.one", a.Start, e[0], values); err != nil {
			t.Fatal(err)
		}
	}
	return a
}
