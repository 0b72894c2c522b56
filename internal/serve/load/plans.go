package load

import (
	"context"
	"fmt"

	ent "entente"
	"entente/internal/activity"
)

// planners are States that plan much together.
var planners = []ent.StateCode{"USA", "GBR", "DEU", "FRA", "POL", "NOR", "SWE", "EST", "LVA", "LTU", "DNK", "NLD", "BEL", "CAN", "ESP", "ITA", "PRT", "GRC", "TUR", "ROU", "BGR", "CZE", "SVK", "HUN", "JPN", "KOR", "AUS", "PHL", "THA", "IDN", "BRA", "KEN", "GHA", "SEN", "MAR", "EGY", "JOR", "UKR", "MDA", "GEO", "CHE", "AUT", "IRL", "FIN"}

// Plan puts so many activities on record, of two to five participants and several kinds, in the
// two years after today.
func (h *House) Plan(ctx context.Context, n int) error {
	consent := map[string]any{"consent.given": true, "consent.by_competent_organ": true, "consent.genuine": true, "consent.covers_activity": true}
	kinds := []struct{ kind, host, guest string }{{"exercise", "host", "sending"}, {"deployment", "host", "sending"}, {"training", "assisted", "assisting"}, {"meeting", "participant", "participant"}, {"exercise", "host", "sending"}}
	for i := range n {
		k := kinds[i%len(kinds)]
		a := &activity.Activity{ID: fmt.Sprintf("PLAN-%05d", i), Kind: k.kind, Title: fmt.Sprintf("%s No. %d (example)", k.kind, i), Owner: "planning-desk", Start: h.Today.AddDays(i % 730), Facts: map[string]any{}}
		a.End = a.Start.AddDays(1 + i%20)
		at := func(j int) ent.StateCode { return planners[(i*7+j*(1+i/len(planners)%11))%len(planners)] }
		a.Participants = []activity.Participant{{State: at(0), Role: k.host}}
		if k.kind != "meeting" {
			a.Territory = at(0)
		}
		if k.kind == "exercise" || k.kind == "deployment" {
			a.Facts = consent
		}
		for j := 1; j <= 1+i%4; j++ {
			if s := at(j); !seated(a, s) {
				a.Participants = append(a.Participants, activity.Participant{State: s, Role: k.guest})
			}
		}
		if len(a.Participants) < 2 {
			a.Participants = append(a.Participants, activity.Participant{State: planners[(i*7+1)%len(planners)], Role: k.guest})
		}
		if err := h.App.Plan(ctx, "load", a); err != nil {
			return err
		}
	}
	return nil
}

func seated(a *activity.Activity, s ent.StateCode) bool {
	for _, p := range a.Participants {
		if p.State == s {
			return true
		}
	}
	return false
}
