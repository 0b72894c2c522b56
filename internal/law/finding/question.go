package finding

import (
	"slices"
	"sort"
	"strings"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/condition"
	"entente/internal/law/fact"
	"entente/internal/law/norm"
)

// questions lists the facts that would settle what is open, the most decisive
// first. A fact that cannot change the answer is not asked.
func (a *assembly) questions() {
	weight := map[string]int{}
	decides := map[string][]ent.NormID{}
	for _, x := range a.listed {
		w := a.matters(x)
		if a.unexamined(x) {
			continue
		}
		if x.r.State != law.Unknown || w == 0 {
			continue
		}
		for _, f := range a.influential(x.n, x.r, x.p) {
			weight[f] += w * a.power(x, f)
			if !slices.Contains(decides[f], x.n.ID) {
				decides[f] = append(decides[f], x.n.ID)
			}
		}
	}
	a.barQuestions(weight, decides)
	a.forumQuestions(weight, decides)
	for f, norms := range decides {
		d := a.Library.Vocabulary.Fact(f)
		a.f.Questions = append(a.f.Questions, Question{f, d.Ask, string(d.Type), d.Values, norms})
	}
	order := a.Library.Index.FactOrder
	sort.Slice(a.f.Questions, func(i, j int) bool {
		x, y := a.f.Questions[i].Fact, a.f.Questions[j].Fact
		if weight[x] != weight[y] {
			return weight[x] > weight[y]
		}
		return order[x] < order[y]
	})
}

// barQuestions adds the facts on which it hangs whether a norm that takes effect, or
// may, also prohibits.
func (a *assembly) barQuestions(weight map[string]int, decides map[string][]ent.NormID) {
	for _, x := range a.listed {
		if x.n.ProhibitedIf.Program == nil || x.r.State != law.Met && x.r.State != law.Unknown || a.matters(x) == 0 || a.unexamined(x) {
			continue
		}
		for _, f := range a.hangingOn(x.n.ProhibitedIf, x.p) {
			weight[f] += 9
			if !slices.Contains(decides[f], x.n.ID) {
				decides[f] = append(decides[f], x.n.ID)
			}
		}
	}
}

// forumQuestions adds, while nobody's jurisdiction is settled, the facts on which
// the entries of the norms on jurisdiction hang.
func (a *assembly) forumQuestions(weight map[string]int, decides map[string][]ent.NormID) {
	if j := a.f.Jurisdiction; j == nil || j.Primary != "" || j.Exclusive != "" {
		return
	}
	for _, x := range a.listed {
		if x.r.State != law.Met && x.r.State != law.Unknown {
			continue
		}
		for i := range x.n.Jurisdiction {
			c := x.n.Jurisdiction[i].If
			for _, f := range a.hangingOn(c, x.p) {
				weight[f] += 3
				if !slices.Contains(decides[f], x.n.ID) {
					decides[f] = append(decides[f], x.n.ID)
				}
			}
		}
	}
}

// hangingOn returns the facts not stated on which one condition hangs.
func (a *assembly) hangingOn(c norm.Condition, p int) []string {
	if c.Program == nil || a.Eval(c, p, condition.True) != condition.Unknown {
		return nil
	}
	only := &norm.Compiled{Norm: &norm.Norm{When: c}}
	open, twice := a.openAtoms(only, p)
	var out []string
	for _, i := range open {
		if !twice || a.flips(only, &law.Result{Bound: condition.True}, p, open, i) {
			out = a.factsOf(out, a.Atoms[i], p, map[ent.NormID]bool{})
		}
	}
	return out
}

// answerKinds are the kinds whose answer is not the outcome but jurisdiction, a
// share or a clock.
var answerKinds = []string{"claim", "agreement", "treaty-exit", "allegation"}

// matters weighs a norm that is unknown: 0 when it cannot change the answer any more.
func (a *assembly) matters(x listed) int {
	if a.Matter.Kind == "offence" {
		return a.mattersToForum(x)
	}
	if slices.Contains(answerKinds, a.Matter.Kind) || len(x.n.Jurisdiction) > 0 {
		return 3
	}
	decided := a.f.For[x.p].Outcome == Prohibited
	switch {
	case x.n.Outcome == "prohibited" && x.n.Class != norm.Policy:
		if decided {
			return 0
		}
		return 9
	case decided:
		return 0
	case x.n.Casus:
		return 9
	}
	return 1
}

// mattersToForum weighs a norm in a matter whose answer is who has jurisdiction:
// once that is settled nothing more is asked.
func (a *assembly) mattersToForum(x listed) int {
	j := a.f.Jurisdiction
	switch {
	case j != nil && (j.Primary != "" || j.Exclusive != ""):
		return 0
	case len(x.n.Jurisdiction) > 0:
		return 9
	}
	return 1
}

// power is 2 when one answer to the fact alone settles the norm, else 1.
func (a *assembly) power(x listed, f string) int {
	d := a.Library.Vocabulary.Fact(f)
	if d.Type != fact.Bool {
		return 1
	}
	for _, yes := range []bool{true, false} {
		if a.settles(x, f, yes) {
			return 2
		}
	}
	return 1
}

func (a *assembly) settles(x listed, f string, yes bool) bool {
	i, ok := a.Library.Index.TrueOf[f]
	return ok && a.reevaluate(x.n, x.r, x.p, map[int]condition.Truth{i: condition.Of(yes)}) != condition.Unknown
}

// reevaluate answers a norm again with some atoms settled.
func (a *assembly) reevaluate(n *norm.Compiled, r *law.Result, p int, set map[int]condition.Truth) condition.Truth {
	old := map[int]condition.Truth{}
	for i, v := range set {
		old[i] = a.Leaves[p][i]
		a.Leaves[p][i] = v
	}
	applies := a.Eval(n.Applies, p, condition.True)
	when := a.Eval(n.When, p, condition.True)
	unless := a.Eval(n.Unless, p, condition.False)
	for i, v := range old {
		a.Leaves[p][i] = v
	}
	return condition.And(condition.And(r.Bound, applies), condition.And(when, unless.Not()))
}

// influential returns the facts not stated on which an unknown norm still hangs,
// also through the norms it refers to.
func (a *assembly) influential(n *norm.Compiled, r *law.Result, p int) []string {
	return a.hanging(n, r, p, map[ent.NormID]bool{})
}

func (a *assembly) hanging(n *norm.Compiled, r *law.Result, p int, seen map[ent.NormID]bool) []string {
	if seen[n.ID] {
		return nil
	}
	seen[n.ID] = true
	var out []string
	open, twice := a.openAtoms(n, p)
	for _, i := range open {
		if !twice || a.flips(n, r, p, open, i) {
			out = a.factsOf(out, a.Atoms[i], p, seen)
		}
	}
	if r.By != nil && r.State == law.Unknown {
		out = a.factsOfNorm(out, r.By.Norm, p, seen)
	}
	return out
}

func (a *assembly) factsOf(out []string, at condition.Atom, p int, seen map[ent.NormID]bool) []string {
	if at.Kind == condition.NormMet {
		return a.factsOfNorm(out, ent.NormID(at.Name), p, seen)
	}
	names := []string{at.Name, at.Other}
	if at.Kind == condition.PlaceIn {
		names = []string{"attack.area"}
	}
	for _, f := range names {
		f, _, _ = strings.Cut(f, " ")
		if a.Library.Vocabulary.Fact(f) == nil || slices.Contains(out, f) {
			continue
		}
		if _, ok := a.Matter.Facts[f]; !ok {
			out = append(out, f)
		}
	}
	return out
}

func (a *assembly) factsOfNorm(out []string, id ent.NormID, p int, seen map[ent.NormID]bool) []string {
	n := a.Library.Book.Norm(id)
	if n == nil {
		return out
	}
	for q, r := range a.Results[n.Index] {
		if r == nil || r.State != law.Unknown || a.Results[n.Index][p] != nil && q != p {
			continue
		}
		for _, f := range a.hanging(n, r, q, seen) {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

// openAtoms returns the atoms on which the norm still hangs: those not known that are
// reached from the root of an unknown condition through unknown nodes alone. Where a
// condition asks an atom twice, that may name too many; flips then decides.
func (a *assembly) openAtoms(n *norm.Compiled, p int) (open []int, twice bool) {
	for _, c := range []norm.Condition{n.Applies, n.When, n.Unless} {
		if c.Program == nil {
			continue
		}
		for _, i := range a.Hanging(c, p) {
			if slices.Contains(open, i) {
				twice = true
				continue
			}
			open = append(open, i)
		}
	}
	return open, twice
}

// maxCompletions bounds how many atoms are completed in every way when the
// influence of one of them is asked; beyond it the atom counts as influential.
const maxCompletions = 10

// flips reports whether, in some completion of the open atoms, the one atom decides the norm.
func (a *assembly) flips(n *norm.Compiled, r *law.Result, p int, open []int, atom int) bool {
	if len(open) > maxCompletions || r.Bound == condition.Unknown {
		return true
	}
	at := slices.Index(open, atom)
	set := map[int]condition.Truth{}
	for bits := range 1 << len(open) {
		if bits>>at&1 == 1 {
			continue
		}
		for k, i := range open {
			set[i] = condition.Of(bits>>k&1 == 1)
		}
		no := a.reevaluate(n, r, p, set)
		set[atom] = condition.True
		if a.reevaluate(n, r, p, set) != no {
			return true
		}
	}
	return false
}
