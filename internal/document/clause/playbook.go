package clause

import (
	"fmt"
	"slices"
)

// Other is the kind of an agreement that is of no kind with a playbook of its own.
const Other = "other"

// Playbook is what an agreement of a kind needs. Must and Should, May and Not are levels of
// clauses; BindingMust and BindingShould count only where the text may bind in law.
type Playbook struct {
	Kind          string         `yaml:"kind" json:"kind"`
	Name          string         `yaml:"name" json:"name"`
	Title         []string       `yaml:"title" json:"-"`       // cues by which a title tells the kind
	NamedNot      []string       `yaml:"named_not" json:"-"`   // cues of a title against it
	Marks         map[ID]float64 `yaml:"marks" json:"-"`       // clauses that tell the kind, and how much
	Weight        float64        `yaml:"weight" json:"weight"` // how heavy a deviation weighs
	Must          []ID           `yaml:"must" json:"must"`
	Should        []ID           `yaml:"should" json:"should"`
	May           []ID           `yaml:"may" json:"may"`
	Not           []ID           `yaml:"not" json:"not"`
	BindingMust   []ID           `yaml:"binding_must" json:"binding_must"`
	BindingShould []ID           `yaml:"binding_should" json:"binding_should"`
	Checks        []string       `yaml:"checks" json:"checks"`
}

// check asks that a playbook names clauses there are, none at two levels.
func (p *Playbook) check(l *Library) error {
	var seen []ID
	for _, list := range [][]ID{p.Must, p.Should, p.May, p.Not, p.BindingMust, p.BindingShould} {
		for _, id := range list {
			if l.Clause(id) == nil || slices.Contains(seen, id) {
				return fmt.Errorf("playbooks: %s: %s is no clause, or stands twice", p.Kind, id)
			}
			seen = append(seen, id)
		}
	}
	for id := range p.Marks {
		if l.Clause(id) == nil {
			return fmt.Errorf("playbooks: %s: the mark %s is no clause", p.Kind, id)
		}
	}
	for _, name := range p.Checks {
		if checks[name] == nil {
			return fmt.Errorf("playbooks: %s: there is no check %q", p.Kind, name)
		}
	}
	if p.Kind == "" || p.Weight <= 0 {
		return fmt.Errorf("playbooks: %q needs a kind and a weight above 0", p.Kind)
	}
	return nil
}
