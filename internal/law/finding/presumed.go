package finding

import (
	"slices"
	"sort"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/condition"
)

// Presumed is a fact that was not stated and whose silence some norms take for an
// answer: that a consent has no end, that an agreement has not ended. A finding that
// rests on it holds as long as nobody says otherwise.
type Presumed struct {
	Fact  string       `json:"fact"`
	Ask   string       `json:"ask"`
	Norms []ent.NormID `json:"norms"`
}

// presumed lists the silence on which the finding rests: the facts that would have
// left a norm open had the conditions not asked whether they are on record.
func (a *assembly) presumed() {
	strict := a.Library.Evaluation(a.Matter)
	strict.PresumeNothing = true
	strict.Run(a.Library.Active(a.Matter))
	b := &assembly{Evaluation: strict, f: a.f, listed: a.listed}
	norms := map[string][]ent.NormID{}
	note := func(facts []string, id ent.NormID) {
		for _, f := range facts {
			if a.Library.Index.Recorded[f] && !slices.Contains(norms[f], id) {
				norms[f] = append(norms[f], id)
			}
		}
	}
	for _, x := range a.listed {
		r := strict.Results[x.n.Index][x.p]
		if r.State == law.Unknown && x.r.State != law.Unknown {
			note(b.influential(x.n, r, x.p), x.n.ID)
		}
		if x.r.State == law.Met && a.Eval(x.n.ProhibitedIf, x.p, condition.True) != condition.Unknown {
			note(b.hangingOn(x.n.ProhibitedIf, x.p), x.n.ID)
		}
	}
	for f, ids := range norms {
		a.f.Presumed = append(a.f.Presumed, Presumed{f, a.Library.Vocabulary.Fact(f).Ask, ids})
	}
	sort.Slice(a.f.Presumed, func(i, j int) bool {
		return a.Library.Index.FactOrder[a.f.Presumed[i].Fact] < a.Library.Index.FactOrder[a.f.Presumed[j].Fact]
	})
}
