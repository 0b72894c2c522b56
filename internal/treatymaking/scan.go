package treatymaking

import (
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
	"entente/internal/matter"
)

// Scan is what the law engine said, on a day, of an agreement and of what it is to allow:
// which norms stand against it, which questions a lawyer must answer, and which earlier
// instruments in force among its parties it must be read beside (VCLT 30).
type Scan struct {
	Law     string    `yaml:"law" json:"law"` // hash of the library asked
	Matters []Weighed `yaml:"matters" json:"matters"`
	Earlier []Earlier `yaml:"earlier,omitempty" json:"earlier"`
}

// Weighed is one matter of a scan.
type Weighed struct {
	Title     string          `yaml:"title" json:"title"`
	Outcome   finding.Outcome `yaml:"outcome" json:"outcome"`
	Against   []Against       `yaml:"against,omitempty" json:"against,omitempty"`
	Questions []string        `yaml:"questions,omitempty" json:"questions,omitempty"`
}

// Against is a norm that takes effect against it for a bearer.
type Against struct {
	Norm    ent.NormID    `yaml:"norm" json:"norm"`
	Title   string        `yaml:"title" json:"title"`
	Article string        `yaml:"article" json:"article"`
	Bearer  ent.StateCode `yaml:"bearer" json:"bearer"`
	Class   norm.Class    `yaml:"class" json:"class"`
}

// Earlier is an instrument in force between two or more of the parties.
type Earlier struct {
	Instrument ent.InstrumentID `yaml:"instrument" json:"instrument"`
	Title      string           `yaml:"title" json:"title"`
	Between    []ent.StateCode  `yaml:"between,flow" json:"between"`
}

// barred names the first conflict with a peremptory norm, "" when there is none.
func (s *Scan) barred() string {
	return s.first(func(a *Against) bool { return a.Class == norm.JusCogens })
}

// prohibited names the first conflict with any norm.
func (s *Scan) prohibited() string { return s.first(func(*Against) bool { return true }) }

func (s *Scan) first(is func(*Against) bool) string {
	for _, m := range s.Matters {
		for i := range m.Against {
			if a := &m.Against[i]; is(a) {
				return fmt.Sprintf("%s: %s, %s (%s)", m.Title, a.Norm, a.Title, a.Article)
			}
		}
	}
	return ""
}

// open names the questions of the agreement itself that nobody has answered.
func (s *Scan) open() string {
	if len(s.Matters) == 0 {
		return ""
	}
	return strings.Join(s.Matters[0].Questions, "; ")
}

// Tell sums the scan up in a line: how many matters had which outcome.
func (s *Scan) Tell() string {
	n := map[finding.Outcome]int{}
	for _, m := range s.Matters {
		n[m.Outcome]++
	}
	var parts []string
	for _, o := range []finding.Outcome{finding.Prohibited, finding.Undetermined, finding.Conditional, finding.Permitted} {
		if n[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[o], o))
		}
	}
	return strings.Join(parts, ", ")
}

// Run asks the law engine of the agreement itself and of each activity that it is to
// allow. Errors are those of a matter that cannot be read.
func (f *File) Run(lib *law.Library, on ent.Date) (*Scan, error) {
	s := &Scan{Law: lib.Hash}
	m, err := f.Matter(lib, on)
	if err != nil {
		return nil, err
	}
	matters := []*law.Matter{m}
	for i, text := range f.Activities {
		m, err := matter.Read(lib, fmt.Sprintf("activity %d", i+1), []byte(text), on)
		if err != nil {
			return nil, err
		}
		matters = append(matters, m)
	}
	for _, m := range matters {
		w, err := weigh(lib, m)
		if err != nil {
			return nil, err
		}
		s.Matters = append(s.Matters, *w)
	}
	s.Matters[0].Questions = f.conflicts(lib, on)
	s.Earlier = f.earlier(lib, on)
	return s, nil
}

// conflicts lists the questions about conflicts with other law that only a lawyer who
// knows the text can answer, as long as the case does not (--fact).
func (f *File) conflicts(lib *law.Library, on ent.Date) []string {
	names := []string{"agreement.conflicts_with_peremptory_norm", "agreement.conflicts_with_charter", "agreement.conflicts_with_earlier"}
	if lib.Treaties.Standing(f.For, "NAT", on) == treaty.Party {
		names = append(names, "agreement.conflicts_with_alliance")
	}
	var out []string
	for _, n := range names {
		if d := lib.Vocabulary.Fact(n); d != nil && f.Facts[n] == "" {
			out = append(out, n+": "+d.Ask)
		}
	}
	return out
}

func weigh(lib *law.Library, m *law.Matter) (*Weighed, error) {
	r, err := finding.Decide(lib, m)
	if err != nil {
		return nil, err
	}
	w := &Weighed{Title: m.Title, Outcome: r.Outcome}
	for _, n := range r.Norms {
		c := lib.Book.Norm(n.Norm)
		if n.State != law.Met || c == nil || c.Class == norm.Policy || !against(r, n.Modality, c) {
			continue
		}
		w.Against = append(w.Against, Against{n.Norm, n.Title, string(n.Instrument) + " " + n.Article, n.Bearer, c.Class})
	}
	for _, q := range r.Questions {
		w.Questions = append(w.Questions, q.Fact+": "+q.Ask)
	}
	return w, nil
}

// against reports whether a norm that takes effect stands against the matter: a
// prohibition does, and a conflict rule whose own outcome is a prohibition.
func against(r *finding.Finding, modality string, c *norm.Compiled) bool {
	return modality == string(norm.Prohibition) || modality == string(norm.ConflictRule) && r.Outcome == finding.Prohibited && string(c.Outcome) == string(finding.Prohibited)
}

// earlier lists the instruments in force between two or more of the parties that bind not
// most of the world: alliances, status, logistics, security of information, and those of
// the register. A bilateral list is short; of a wide circle each is named with its parties.
func (f *File) earlier(lib *law.Library, on ent.Date) []Earlier {
	var out []Earlier
	for _, id := range lib.Treaties.IDs() {
		in := lib.Treaties.Instrument(id)
		if id == f.Instrument || in.Participants != "" || !in.Binding || universal(len(lib.Treaties.Parties(id, on))) {
			continue
		}
		var bound []ent.StateCode
		for _, p := range f.Parties {
			if slices.ContainsFunc(f.Parties, func(q ent.StateCode) bool {
				return p != q && lib.Treaties.Between([]ent.StateCode{p, q}, id, on).InForce
			}) {
				bound = append(bound, p)
			}
		}
		if len(bound) > 1 {
			out = append(out, Earlier{id, in.Title, bound})
		}
	}
	return out
}

// universal tells instruments of the whole community of States, whose norms the engine
// applies by itself, from those that particular States made with each other.
func universal(parties int) bool { return parties > 60 }
