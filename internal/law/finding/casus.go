package finding

import (
	"fmt"
	"math"
	"slices"

	ent "entente"
	"entente/internal/law"
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
	for p, r := range a.Results[n.Index] {
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
	for _, q := range a.Matter.Participants {
		if s, _ := a.View.Standing(q.State, n.Place.Instrument); s.String() != "none" {
			return true
		}
	}
	return false
}

func (a *assembly) triggered(n *norm.Compiled, p int, r *law.Result) (string, string) {
	bearer := a.Matter.Participants[p].State
	switch {
	case r.State == law.Met && r.Tie.Contested:
		return "contested", r.Tie.Why
	case r.State == law.Met:
		return "yes", fmt.Sprintf("the conditions are fulfilled for %s", bearer)
	case r.State == law.Unknown && a.positionsDiffer(n, p):
		return "contested", "the answer depends on the position taken on a disputed norm, and none was chosen"
	case r.State == law.Unknown && r.Tie.Contested:
		return "contested", r.Tie.Why
	case r.State == law.Unknown:
		return "undetermined", "a fact that decides is not known"
	case r.Bound == condition.False:
		return "no", r.Tie.Why
	case r.Unless == condition.True:
		return "no", "an exception applies"
	}
	return "no", fmt.Sprintf("a condition of %s is not fulfilled", n.ID)
}

// positionsDiffer reports whether an unsettled position, if taken one way or the
// other, would settle the norm.
func (a *assembly) positionsDiffer(n *norm.Compiled, p int) bool {
	for id, list := range a.Library.Vocabulary.Positions {
		if a.Library.Position(a.Matter, id) != "unsettled" {
			continue
		}
		states := map[law.State]bool{}
		for _, pos := range list {
			if pos.ID == "unsettled" {
				continue
			}
			m := *a.Matter
			m.Positions = map[ent.NormID]string{id: pos.ID}
			for k, v := range a.Matter.Positions {
				if k != id {
					m.Positions[k] = v
				}
			}
			e := a.Library.Evaluation(&m)
			e.Run(nil)
			states[e.Results[n.Index][p].State] = true
		}
		if len(states) > 1 && states[law.Met] {
			return true
		}
	}
	return false
}

// Sharing are the norms by which a paid claim of a third party is shared. They are not to be changed.
var Sharing = []ent.NormID{"SOFA-8-5", "JP-18-5", "KR-23-5"}

// shares divides a claim of a third party by Parts.
func (a *assembly) shares() {
	amount, ok := a.Matter.Facts["claim.amount"]
	met := slices.ContainsFunc(Sharing, func(id ent.NormID) bool {
		n := a.Library.Book.Norm(id)
		return n != nil && a.Met(n, -1) == condition.True
	})
	if !ok || !met {
		return
	}
	hosts := a.Roles["host"]
	responsible, known := a.responsible()
	if len(hosts) == 0 || !known {
		return
	}
	parts := Parts(a.Matter.Participants[hosts[0]].State, responsible)
	total := 0
	for _, p := range parts {
		total += p.Of
	}
	for _, p := range parts {
		cents := math.Round(amount.Number * float64(p.Of) / float64(total) * 100)
		a.f.Shares = append(a.f.Shares, Share{p.State, cents / 100, amount.Currency})
	}
}

// Part is what one State bears of a claim, in parts of the sum of all.
type Part struct {
	State ent.StateCode
	Of    int
}

// Parts divides a claim between the host, first, and the States responsible, which may include it
// (NATO SOFA VIII(5)(e); Japan SOFA XVIII(5)(e); Korea SOFA XXIII(5)(e)): one sending State alone
// responsible, a quarter to the host and the rest to it; several, equal parts, the host half a part
// where it is not itself responsible.
func Parts(host ent.StateCode, responsible []ent.StateCode) []Part {
	out := []Part{{host, 1}}
	each := 2
	switch {
	case slices.Contains(responsible, host):
		out[0].Of = 2
	case len(responsible) == 1:
		each = 3
	}
	for _, s := range responsible {
		if s != host {
			out = append(out, Part{s, each})
		}
	}
	return out
}

// responsible returns the States responsible; where the damage cannot be attributed
// and none was named, every sending State here is concerned.
func (a *assembly) responsible() ([]ent.StateCode, bool) {
	v, ok := a.Matter.Facts["claim.responsible"]
	var out []ent.StateCode
	for _, w := range v.Words {
		out = append(out, ent.StateCode(w))
	}
	if ok && len(out) > 0 {
		return out, true
	}
	if t := a.Matter.Facts["claim.not_attributable"]; t.Yes {
		for _, r := range []string{"sending", "other-sending"} {
			for _, i := range a.Roles[r] {
				out = append(out, a.Matter.Participants[i].State)
			}
		}
	}
	return out, len(out) > 0
}
