package clause

import (
	"math"
	"slices"

	"entente/internal/document"
)

// Gap is a clause that the playbook of the kind asks for and that was not found.
type Gap struct {
	Clause    ID     `json:"clause"`
	Level     string `json:"level"` // must: a defect; should: worth asking for
	Risk      string `json:"risk"`
	Suggested string `json:"suggested"` // wording of ours to start from; never put in unasked
}

// The levels of a gap.
const (
	Must   = "must"
	Should = "should"
)

// Deviation tells how far a text is from its playbook: 3 for each clause that must be there
// and is not, 1 for each that should, 3 for each that should not be there and is, times the
// weight of the kind.
type Deviation struct {
	Score         float64 `json:"score"`
	MissingMust   int     `json:"missing_must"`
	MissingShould int     `json:"missing_should"`
	Unexpected    []ID    `json:"unexpected"`
	Weight        float64 `json:"weight"`
}

// Gaps lists what an agreement of a kind lacks, defects first, each in the order of the
// taxonomy. Clauses that only a binding text needs are asked for unless the text is clearly
// without binding effect.
func Gaps(kind string, binding Verdict, found []Found) []Gap {
	return must().Gaps(kind, binding, found)
}

// Gaps is as the function of that name, with the playbooks of this library.
func (l *Library) Gaps(kind string, binding Verdict, found []Found) []Gap {
	p := l.Playbook(kind)
	asked := func(level, ifBinding []ID) []ID {
		if binding == NonBinding {
			return level
		}
		return slices.Concat(level, ifBinding)
	}
	out := []Gap{}
	for _, x := range []struct {
		level string
		ids   []ID
	}{{Must, asked(p.Must, p.BindingMust)}, {Should, asked(p.Should, p.BindingShould)}} {
		for i := range l.Clauses {
			c := &l.Clauses[i]
			// a text that binds needs no statement that it does not
			if !slices.Contains(x.ids, c.ID) || has(found, c.ID) || c.ID == "NON-BINDING" && binding == Treaty {
				continue
			}
			out = append(out, Gap{c.ID, x.level, c.Risk, c.Suggested[0].Text})
		}
	}
	return out
}

func has(found []Found, id ID) bool {
	return slices.ContainsFunc(found, func(f Found) bool { return f.Clause == id })
}

// Deviation measures a text against the playbook of a kind.
func (l *Library) Deviation(kind string, gaps []Gap, found []Found) Deviation {
	p := l.Playbook(kind)
	d := Deviation{Weight: p.Weight, Unexpected: []ID{}}
	for _, g := range gaps {
		if g.Level == Must {
			d.MissingMust++
		} else {
			d.MissingShould++
		}
	}
	for _, id := range p.Not {
		if has(found, id) {
			d.Unexpected = append(d.Unexpected, id)
		}
	}
	sum := 3*d.MissingMust + d.MissingShould + 3*len(d.Unexpected)
	d.Score = math.Round(10*float64(sum)*p.Weight) / 10
	return d
}

// Review is everything that this package tells of an agreement.
type Review struct {
	Kind      KindReading `json:"kind"`
	Binding   Bindingness `json:"binding"`
	Clauses   []Found     `json:"clauses"`
	Gaps      []Gap       `json:"gaps"`
	Problems  []Problem   `json:"problems"`
	Deviation Deviation   `json:"deviation"`
}

// Examine reads an agreement: its clauses, kind, binding effect, gaps and problems.
func Examine(doc *document.Document) Review { return must().Examine(doc) }

// Examine is as the function of that name, with the data of this library.
func (l *Library) Examine(doc *document.Document) Review {
	r := Review{Clauses: l.Detect(doc), Binding: l.Binding(doc)}
	r.Kind = l.Kind(doc, r.Clauses)
	r.Gaps = l.Gaps(r.Kind.Kind, r.Binding.Verdict, r.Clauses)
	r.Problems = l.Problems(doc, r.Kind.Kind, r.Binding, r.Clauses)
	r.Deviation = l.Deviation(r.Kind.Kind, r.Gaps, r.Clauses)
	return r
}
