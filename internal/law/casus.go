package law

import (
	"fmt"
	"math"

	ent "entente"
	"entente/internal/law/condition"
	"entente/internal/law/norm"
)

// casus says of every alliance concerned whether its duty to assist arises.
func (a *assembly) casus() {
	seen := map[ent.NormID]bool{}
	for _, x := range a.listed {
		if !x.n.Casus || seen[x.n.ID] {
			continue
		}
		seen[x.n.ID] = true
		if c, ok := a.casusOf(x.n); ok {
			a.f.Casus = append(a.f.Casus, c)
		}
	}
}

func (a *assembly) casusOf(n *norm.Compiled) (Casus, bool) {
	c := Casus{Instrument: n.Place.Instrument, Triggered: "no"}
	concerned := false
	for p, r := range a.results[n.Index] {
		if r == nil {
			continue
		}
		concerned = concerned || a.concerned(n, p)
		word, why := a.triggered(n, p, r)
		if casusRank[word] > casusRank[c.Triggered] || c.Why == "" {
			c.Triggered, c.Why = word, why
		}
	}
	return c, concerned
}

var casusRank = map[string]int{"no": 0, "undetermined": 1, "contested": 2, "yes": 3}

func (a *assembly) concerned(n *norm.Compiled, p int) bool {
	for _, q := range a.m.Participants {
		if s, _ := a.view.Standing(q.State, n.Place.Instrument); s.String() != "none" {
			return true
		}
	}
	return false
}

func (a *assembly) triggered(n *norm.Compiled, p int, r *result) (string, string) {
	bearer := a.m.Participants[p].State
	switch {
	case r.state == Met && r.tie.contested:
		return "contested", r.tie.why
	case r.state == Met:
		return "yes", fmt.Sprintf("the conditions are fulfilled for %s", bearer)
	case r.state == Unknown && a.positionsDiffer(n, p):
		return "contested", "the answer depends on the position taken on a disputed norm, and none was chosen"
	case r.state == Unknown && r.tie.contested:
		return "contested", r.tie.why
	case r.state == Unknown:
		return "undetermined", "a fact that decides is not known"
	case r.bound == condition.False:
		return "no", r.tie.why
	case r.unless == condition.True:
		return "no", "an exception applies"
	}
	return "no", fmt.Sprintf("a condition of %s is not fulfilled", n.ID)
}

// positionsDiffer reports whether an unsettled position, if taken one way or the
// other, would settle the norm.
func (a *assembly) positionsDiffer(n *norm.Compiled, p int) bool {
	for id, list := range a.lib.Vocabulary.Positions {
		if a.lib.position(a.m, id) != "unsettled" {
			continue
		}
		states := map[State]bool{}
		for _, pos := range list {
			if pos.ID == "unsettled" {
				continue
			}
			m := *a.m
			m.Positions = map[ent.NormID]string{id: pos.ID}
			for k, v := range a.m.Positions {
				if k != id {
					m.Positions[k] = v
				}
			}
			e := a.lib.newEvaluation(&m)
			e.run(nil)
			states[e.results[n.Index][p].state] = true
		}
		if len(states) > 1 && states[Met] {
			return true
		}
	}
	return false
}

// shares divides a claim of a third party (NATO SOFA VIII(5)(e)): one sending State
// alone responsible, 25 per cent host and 75 per cent sending State; several, equal
// parts, the host half a part where it is not itself responsible.
func (a *assembly) shares() {
	n := a.lib.Book.Norm("SOFA-8-5")
	amount, ok := a.m.Facts["claim.amount"]
	if n == nil || !ok || a.met(n, -1) != condition.True {
		return
	}
	hosts := a.roles["host"]
	responsible, known := a.responsible()
	if len(hosts) == 0 || !known {
		return
	}
	host := a.m.Participants[hosts[0]].State
	weights := shareWeights(host, responsible)
	total := 0.0
	for _, w := range weights {
		total += w.part
	}
	for _, w := range weights {
		cents := math.Round(amount.Number * w.part / total * 100)
		a.f.Shares = append(a.f.Shares, Share{w.state, cents / 100, amount.Currency})
	}
}

type weight struct {
	state ent.StateCode
	part  float64
}

func shareWeights(host ent.StateCode, responsible []ent.StateCode) []weight {
	sending := 0
	for _, s := range responsible {
		if s != host {
			sending++
		}
	}
	hostPart := 0.0
	switch {
	case contains(responsible, host):
		hostPart = 1
	case sending == 1:
		return []weight{{host, 0.25}, {responsible[0], 0.75}}
	default:
		hostPart = 0.5
	}
	out := []weight{{host, hostPart}}
	for _, s := range responsible {
		if s != host {
			out = append(out, weight{s, 1})
		}
	}
	return out
}

// responsible returns the States responsible; where the damage cannot be attributed
// and none was named, every sending State here is concerned.
func (a *assembly) responsible() ([]ent.StateCode, bool) {
	v, ok := a.m.Facts["claim.responsible"]
	var out []ent.StateCode
	for _, w := range v.Words {
		out = append(out, ent.StateCode(w))
	}
	if ok && len(out) > 0 {
		return out, true
	}
	if t := a.m.Facts["claim.not_attributable"]; t.Yes {
		for _, r := range []string{"sending", "other-sending"} {
			for _, i := range a.roles[r] {
				out = append(out, a.m.Participants[i].State)
			}
		}
	}
	return out, len(out) > 0
}
