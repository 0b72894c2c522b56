package law

import (
	"slices"
	"sync"

	ent "entente"
	"entente/internal/law/condition"
	"entente/internal/law/norm"
)

// Index is what is worked out once of all norms, so that a matter need not.
type Index struct {
	atomOf    []int             // per norm: the atom that asks whether it is met, -1 when none does
	uses      [][]int           // per norm: the atoms of all its conditions
	Texts     func() []string   // per atom: it in words
	byBearer  []bool            // per atom: it speaks of the bearer
	Listing   []*norm.Compiled  // the norms in the order of the vocabulary
	order     []string          // per norm: the legal order in which it speaks
	Disputed  []bool            // per norm: there are positions on it
	FactOrder map[string]int    // per fact: its place in the vocabulary
	TrueOf    map[string]int    // the atom that asks a yes-no fact
	Recorded  map[string]bool   // per fact: a condition asks whether it is on record
	Raised    map[string][]bool // per kind of matter, per norm: the kind brings it up
	needed    map[string][]bool // the same with all norms they refer to
	needs     [][]int           // per norm: itself and all norms it refers to, directly or not
	Asking    map[string][]int  // per fact: the norms that ask it
}

func (l *Library) buildIndex() {
	x := &l.Index
	n := len(l.Book.Norms)
	x.atomOf, x.uses, x.order, x.Disputed = make([]int, n), make([][]int, n), make([]string, n), make([]bool, n)
	met := map[ent.NormID]int{}
	x.TrueOf, x.FactOrder, x.Recorded = map[string]int{}, map[string]int{}, map[string]bool{}
	for i := range l.Vocabulary.Facts {
		x.FactOrder[l.Vocabulary.Facts[i].Name] = i
	}
	x.Texts = sync.OnceValue(func() []string {
		var out []string
		for _, a := range l.Book.Table.Atoms() {
			out = append(out, a.String())
		}
		return out
	})
	for i, a := range l.Book.Table.Atoms() {
		x.byBearer = append(x.byBearer, ofBearer(&a))
		switch a.Kind {
		case condition.NormMet:
			met[ent.NormID(a.Name)] = i
		case condition.FactOnRecord:
			x.Recorded[a.Name] = true
		case condition.FactTrue:
			x.TrueOf[a.Name] = i
		}
	}
	for i, c := range l.Book.Norms {
		x.atomOf[i] = -1
		if a, ok := met[c.ID]; ok {
			x.atomOf[i] = a
		}
		x.uses[i] = usedAtoms(c)
		x.order[i] = l.orderOf(c)
		x.Disputed[i] = len(l.Vocabulary.Positions[c.ID]) > 0
	}
	for _, p := range l.Vocabulary.Norms {
		if c := l.Book.Norm(p.ID); c != nil {
			x.Listing = append(x.Listing, c)
		}
	}
	l.indexNeeds()
	l.indexKinds()
}

// indexNeeds notes which norms must be evaluated for a norm, and which ask a fact.
func (l *Library) indexNeeds() {
	x := &l.Index
	x.needs, x.Asking = make([][]int, len(l.Book.Norms)), map[string][]int{}
	for i, c := range l.Book.Norms {
		x.needs[i] = []int{i}
		for _, id := range c.Refs() {
			if r := l.Book.Norm(id); r != nil {
				for _, j := range x.needs[r.Index] {
					if !slices.Contains(x.needs[i], j) {
						x.needs[i] = append(x.needs[i], j)
					}
				}
			}
		}
		for _, f := range c.Facts {
			x.Asking[f] = append(x.Asking[f], i)
		}
	}
}

// Active returns the norms that a matter can be decided with: those its kind brings
// up, those that ask a fact that was stated, and all they refer to.
func (l *Library) Active(m *Matter) []bool {
	out := slices.Clone(l.Index.needed[m.Kind])
	for f := range m.Facts {
		for _, i := range l.Index.Asking[f] {
			for _, j := range l.Index.needs[i] {
				out[j] = true
			}
		}
	}
	return out
}

// indexKinds notes which norms each kind of matter brings up.
func (l *Library) indexKinds() {
	l.Index.Raised, l.Index.needed = map[string][]bool{}, map[string][]bool{}
	for i := range l.Vocabulary.Kinds {
		k := &l.Vocabulary.Kinds[i]
		raised := make([]bool, len(l.Book.Norms))
		for j, c := range l.Book.Norms {
			raised[j] = slices.Contains(k.Norms, c.ID) || slices.Contains(c.Kinds, k.ID)
		}
		needed := make([]bool, len(raised))
		for j, up := range raised {
			for _, n := range l.Index.needs[j] {
				needed[n] = needed[n] || up
			}
		}
		l.Index.Raised[k.ID], l.Index.needed[k.ID] = raised, needed
	}
}

// usedAtoms returns the atoms that any condition of the norm asks.
func usedAtoms(c *norm.Compiled) []int {
	all := []norm.Condition{c.Applies, c.When, c.Unless, c.ProhibitedIf}
	for i := range c.Conditions {
		all = append(all, c.Conditions[i].If)
	}
	for i := range c.Duties {
		all = append(all, c.Duties[i].If)
	}
	for i := range c.Dates {
		all = append(all, c.Dates[i].If)
	}
	for i := range c.Jurisdiction {
		all = append(all, c.Jurisdiction[i].If)
	}
	for i := range c.Custody {
		all = append(all, c.Custody[i].If)
	}
	var out []int
	for _, k := range all {
		if k.Program == nil {
			continue
		}
		for i := range k.Program.Len() {
			if a := k.Program.Node(i).Leaf; a >= 0 && !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

func ofBearer(a *condition.Atom) bool {
	if a.Name == "bearer" || a.Name == "other" || a.Other == "bearer" || a.Other == "other" {
		return true
	}
	return slices.Contains(a.Values, "bearer") || slices.Contains(a.Values, "other")
}
