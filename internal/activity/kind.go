// Package activity is what partners do together, from plan to after-action: exercises, training,
// deployments, task forces, meetings, crisis response, peace operations. A kind of activity is a
// declaration (corpus/activities.yaml); an activity is planned, cleared, run and learned from,
// and a gate says at any moment whether it is ready, for each participant and with reasons from
// the law and the record.
package activity

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"entente/corpus"

	ent "entente"
	"entente/internal/coverage"
	"entente/internal/law"
)

// Kind declares a kind of activity.
type Kind struct {
	ID       string            `yaml:"id" json:"id"`
	Name     string            `yaml:"name" json:"name"`
	Meaning  string            `yaml:"meaning" json:"meaning"`
	Matter   string            `yaml:"matter" json:"matter,omitempty"` // as which the law is asked; empty: it is not
	Supplies map[string]string `yaml:"supplies" json:"-"`              // fact: start, end
	Host     string            `yaml:"host" json:"host,omitempty"`     // role of the one in whose territory it is
	Guests   []string          `yaml:"guests,flow" json:"guests"`      // roles of those who come
	Steps    []Step            `yaml:"steps" json:"steps"`
	Checks   []Check           `yaml:"checks" json:"checks"`
	Sections []Section         `yaml:"sections" json:"sections,omitempty"`
	Sorts    []Sort            `yaml:"sorts" json:"sorts,omitempty"`
}

// Sort is a sort of the kind, with the facts that it tells the law.
type Sort struct {
	ID    string         `yaml:"id" json:"id"`
	Name  string         `yaml:"name" json:"name"`
	Facts map[string]any `yaml:"facts" json:"facts,omitempty"`
}

// Sort returns a sort of the kind; nil where there is none.
func (k *Kind) Sort(id string) *Sort {
	for i := range k.Sorts {
		if k.Sorts[i].ID == id {
			return &k.Sorts[i]
		}
	}
	return nil
}

// Step is one of the life cycle, so long before or after the start or the end.
type Step struct {
	ID     string `yaml:"id" json:"id"`
	Name   string `yaml:"name" json:"name"`
	Of     string `yaml:"of" json:"of"` // start, end
	Months int    `yaml:"months" json:"months,omitempty"`
	Days   int    `yaml:"days" json:"days,omitempty"`
	Basis  string `yaml:"basis" json:"basis"` // law, policy, practice

	After []string `yaml:"after,flow" json:"after,omitempty"` // the steps that must be done before
}

// Check is something that the gate looks at: an issue that must be settled between guest and
// host, evidence that somebody records, or a day until which something holds.
type Check struct {
	ID       string           `yaml:"id" json:"id"`
	Name     string           `yaml:"name" json:"name"`
	Issue    coverage.IssueID `yaml:"issue" json:"issue,omitempty"`
	Evidence string           `yaml:"evidence" json:"evidence,omitempty"`
	National bool             `yaml:"national" json:"national,omitempty"` // the State's own law says what is asked: the norms on record are named
	Units    string           `yaml:"units" json:"units,omitempty"`       // the section whose units must all be clear until the end, where it has any
	Until    string           `yaml:"until" json:"until,omitempty"`       // a fact: the last day of what it rests on
	Of       string           `yaml:"of" json:"of"`                       // guests, host, all, or a role among the guests
	Must     bool             `yaml:"must" json:"must"`                   // without it the gate is red
	Before   int              `yaml:"before" json:"before"`               // days before the start on which evidence must be there
	Basis    string           `yaml:"basis" json:"basis"`
}

// Kinds returns the shipped kinds in their order. They are not to be changed.
var Kinds = sync.OnceValues(func() ([]Kind, error) {
	lib, err := corpus.Library()
	if err != nil {
		return nil, err
	}
	kinds, faults := Read(corpus.Files, lib)
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return kinds, nil
})

// KindOf returns a shipped kind; an error of kind Invalid names those there are.
func KindOf(id string) (*Kind, error) {
	kinds, err := Kinds()
	if err != nil {
		return nil, err
	}
	var ids []string
	for i := range kinds {
		if kinds[i].ID == id {
			return &kinds[i], nil
		}
		ids = append(ids, kinds[i].ID)
	}
	return nil, ent.Errorf(ent.Invalid, "%q is no kind of activity; the kinds are %v", id, ids)
}

// Read reads activities.yaml of a corpus and asks that what it names is there. It returns
// every fault it finds.
func Read(fsys fs.FS, lib *law.Library) ([]Kind, []*corpus.Fault) {
	const name = "activities.yaml"
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	var f struct {
		Version int    `yaml:"version"`
		Shared  any    `yaml:"shared"` // what several kinds name
		Kinds   []Kind `yaml:"kinds"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	l := &lint{lib: lib, file: name}
	if l.issues, err = coverage.Issues(); err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	for i := range f.Kinds {
		l.kind(&f.Kinds[i])
	}
	return f.Kinds, l.faults
}

type lint struct {
	lib    *law.Library
	issues []coverage.Issue
	file   string
	at     string
	seen   []string
	faults []*corpus.Fault
}

func (l *lint) fault(format string, args ...any) {
	l.faults = append(l.faults, &corpus.Fault{File: l.file, Text: l.at + ": " + fmt.Sprintf(format, args...)})
}

func (l *lint) kind(k *Kind) {
	l.at = "kind " + k.ID
	if k.ID == "" || slices.Contains(l.seen, k.ID) {
		l.fault("a kind needs an id of its own")
	}
	l.seen = append(l.seen, k.ID)
	if k.Name == "" || k.Meaning == "" || len(k.Steps) == 0 || len(k.Checks) == 0 {
		l.fault("name, meaning, steps and checks are needed")
	}
	if k.Matter != "" {
		l.matter(k)
	}
	var ids []string
	for i := range k.Steps {
		s := &k.Steps[i]
		if s.ID == "" || slices.Contains(ids, s.ID) || s.Name == "" || s.Of != "start" && s.Of != "end" || !basis(s.Basis) {
			l.fault("step %q: an id of its own, a name, of (start, end) and basis (law, policy, practice) are needed", s.ID)
		}
		for _, x := range s.After {
			if !slices.Contains(ids, x) {
				l.fault("step %s: after %q, which does not stand before it", s.ID, x)
			}
		}
		ids = append(ids, s.ID)
	}
	ids = nil
	for i := range k.Checks {
		l.check(k, &k.Checks[i])
		if slices.Contains(ids, k.Checks[i].ID) {
			l.fault("two checks %q", k.Checks[i].ID)
		}
		ids = append(ids, k.Checks[i].ID)
	}
	ids = nil
	for _, x := range k.Sorts {
		if x.ID == "" || x.Name == "" || slices.Contains(ids, x.ID) {
			l.fault("sort %q: an id of its own and a name are needed", x.ID)
		}
		for f := range x.Facts {
			if l.lib.Vocabulary.Fact(f) == nil {
				l.fault("sort %s: no fact %q", x.ID, f)
			}
		}
		ids = append(ids, x.ID)
	}
	ids = nil
	for i := range k.Sections {
		l.section(&k.Sections[i])
		if slices.Contains(ids, k.Sections[i].ID) {
			l.fault("two sections %q", k.Sections[i].ID)
		}
		ids = append(ids, k.Sections[i].ID)
	}
}

func (l *lint) matter(k *Kind) {
	m := l.lib.Vocabulary.Kind(k.Matter)
	if m == nil {
		l.fault("no kind of matter %q", k.Matter)
		return
	}
	for _, r := range append(slices.Clone(k.Guests), k.Host) {
		if r != "" && !slices.Contains(m.Roles, r) {
			l.fault("the matter %s has no role %q", k.Matter, r)
		}
	}
	for name, from := range k.Supplies {
		if l.lib.Vocabulary.Fact(name) == nil || from != "start" && from != "end" {
			l.fault("supplies: %q from %q is no fact from start or end", name, from)
		}
	}
}

func (l *lint) check(k *Kind, c *Check) {
	switch {
	case c.ID == "" || c.Name == "" || !basis(c.Basis):
		l.fault("check %q: id, name and basis (law, policy, practice) are needed", c.ID)
	case count(c.Issue != "", c.Evidence != "", c.Until != "") != 1:
		l.fault("check %q: either an issue, evidence or until", c.ID)
	case c.Until != "" && (l.lib.Vocabulary.Fact(c.Until) == nil || l.lib.Vocabulary.Fact(c.Until).Type != "date"):
		l.fault("check %q: until: %q is no fact that is a day", c.ID, c.Until)
	case c.Issue != "" && !slices.ContainsFunc(l.issues, func(x coverage.Issue) bool { return x.ID == c.Issue }):
		l.fault("check %q: no issue %q", c.ID, c.Issue)
	case c.Units != "" && (c.Evidence == "" || !slices.ContainsFunc(k.Sections, func(s Section) bool { return s.ID == c.Units })):
		l.fault("check %q: units: the kind keeps no %q, or no evidence is asked for", c.ID, c.Units)
	case !slices.Contains(append([]string{"guests", "host", "all"}, k.Guests...), c.Of):
		l.fault("check %q: of %q is none of guests, host, all, and no role of the guests", c.ID, c.Of)
	case c.Of == "guests" && len(k.Guests) == 0 || c.Of == "host" && k.Host == "":
		l.fault("check %q: the kind has no %s", c.ID, c.Of)
	}
}

func count(all ...bool) int {
	n := 0
	for _, x := range all {
		if x {
			n++
		}
	}
	return n
}

func basis(s string) bool { return s == "law" || s == "policy" || s == "practice" }
