package capacity

import (
	"cmp"
	"math/big"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/activity"
)

// Goal is a partnership goal as it was assessed last, in its cycle of two years.
type Goal struct {
	State      ent.StateCode `json:"state"`
	Cycle      string        `json:"cycle"` // its first year
	Goal       string        `json:"goal"`
	Measure    string        `json:"measure,omitempty"`
	Target     string        `json:"target,omitempty"`
	Reached    string        `json:"reached,omitempty"`
	Percent    int           `json:"percent"` // of the target, -1 where it is not known
	Assessed   ent.Date      `json:"assessed,omitempty"`
	Assessment string        `json:"assessment,omitempty"`
	Evidence   string        `json:"evidence,omitempty"`
	Activity   string        `json:"activity"` // which keeps it
	Late       bool          `json:"late"`     // not assessed in the last year of its cycle, or the cycle is over and it is not achieved
}

// Through is the last year of its cycle.
func (g *Goal) Through() string {
	d, err := ent.ParseDate(g.Cycle + "-01-01")
	if err != nil {
		return "?"
	}
	return d.AddMonths(12).String()[:4]
}

// Goals returns the goals of partners, of one when a State is given, by partner, cycle and goal. Of a
// goal that stands in several activities the last assessment counts.
func Goals(all []activity.Activity, state ent.StateCode, on ent.Date) []Goal {
	last := map[string]Goal{}
	for i := range all {
		for _, e := range all[i].Of("goals") {
			g := goal(&all[i], &e, on)
			key := string(g.State) + " " + g.Cycle + " " + strings.ToLower(g.Goal)
			if was, ok := last[key]; state != "" && g.State != state || ok && was.Assessed > g.Assessed {
				continue
			}
			last[key] = g
		}
	}
	out := make([]Goal, 0, len(last))
	for _, g := range last {
		out = append(out, g)
	}
	slices.SortFunc(out, func(x, y Goal) int {
		return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(y.Cycle, x.Cycle), cmp.Compare(x.Goal, y.Goal))
	})
	return out
}

// goal reads a goal as it stands on a day.
func goal(a *activity.Activity, e *activity.Entry, on ent.Date) Goal {
	v := e.Values
	g := Goal{State: e.Participant("state"), Cycle: v["cycle"], Goal: v["goal"], Measure: v["measure"], Target: v["target"], Reached: v["reached"], Percent: -1,
		Assessed: e.Day("day"), Assessment: v["assessment"], Evidence: v["evidence"], Activity: a.ID}
	if target, reached := e.Number("target"), e.Number("reached"); target != nil && reached != nil && target.Sign() > 0 {
		p := new(big.Rat).Mul(new(big.Rat).Quo(reached, target), big.NewRat(100, 1))
		f, _ := p.Float64()
		g.Percent = max(0, int(f))
	}
	if begin, err := ent.ParseDate(g.Cycle + "-01-01"); err == nil {
		second, end := begin.AddMonths(12), begin.AddMonths(24)
		g.Late = on >= end && g.Assessment != "achieved" && g.Assessment != "dropped" || on >= second.AddMonths(6) && g.Assessed < second
	}
	return g
}
