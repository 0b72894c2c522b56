// Package clause reads an agreement as a treaty lawyer checks it: which clauses it has and
// where, what kind of agreement it is, whether it binds in law, and what is missing for an
// agreement of that kind.
//
// Clauses are found by the words of corpus/clauses.yaml, in five languages, and by weights
// learned from articles labelled by hand. Each finding says which words carried it, so that a
// reader can disagree. Nothing here decides for a lawyer: scores are how often a finding of
// that score was right on texts that were not learned from. docs/clauses.md has the figures.
package clause

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"entente/corpus"
)

// ID names a clause of the taxonomy: CUSTODY, EIF, VISITOR/INSPECT.
type ID string

// Clause is one entry of the taxonomy.
type Clause struct {
	ID         ID                  `yaml:"id" json:"id"`
	Name       string              `yaml:"name" json:"name"`
	Definition string              `yaml:"definition" json:"definition"`
	Risk       string              `yaml:"risk" json:"risk"` // why it matters when missing
	Suggested  []Wording           `yaml:"suggested" json:"suggested"`
	Mention    bool                `yaml:"mention" json:"-"` // one strong cue makes the clause, however brief
	Cues       map[string]CueLists `yaml:"cues" json:"-"`    // by language, BCP 47
}

// Wording is a text to start from, written by us. When is empty for the usual form.
type Wording struct {
	When string `yaml:"when,omitempty" json:"when,omitempty"`
	Text string `yaml:"text" json:"text"`
}

// CueLists are the words by which a clause is known in one language.
type CueLists struct {
	Heading []string `yaml:"heading"` // in the heading of an article
	Strong  []string `yaml:"strong"`  // alone make the clause likely
	Weak    []string `yaml:"weak"`    // go with it
	Against []string `yaml:"against"` // speak against it
}

// Library is the taxonomy, the playbooks and the detector made of them. It does not change.
type Library struct {
	Clauses   []Clause
	Playbooks []Playbook
	index     map[ID]int
	cues      map[string]*matcher // by language
	titles    []*matcher          // of playbooks: what a title says for it, and against it
	binding   *matcher
	model     *model
}

// NewLibrary reads clauses and playbooks as the corpus keeps them, and the learned weights.
// It names every fault of the data that it finds first.
func NewLibrary(clauses, playbooks, weights []byte) (*Library, error) {
	l := &Library{index: map[ID]int{}, cues: map[string]*matcher{}}
	if err := decode("clauses", clauses, &struct{ Clauses *[]Clause }{&l.Clauses}); err != nil {
		return nil, err
	}
	var words BindingCues
	if err := decode("playbooks", playbooks, &struct {
		Playbooks *[]Playbook
		Binding   *BindingCues
	}{&l.Playbooks, &words}); err != nil {
		return nil, err
	}
	var err error
	if l.binding, err = words.matcher(); err != nil {
		return nil, err
	}
	for i, c := range l.Clauses {
		if _, twice := l.index[c.ID]; twice || c.ID == "" || c.Definition == "" || c.Risk == "" || len(c.Suggested) == 0 || len(c.Cues) == 0 {
			return nil, fmt.Errorf("clauses: %q needs an id of its own, a definition, a risk, a suggested wording and cues", c.ID)
		}
		l.index[c.ID] = i
	}
	for i := range l.Playbooks {
		if err := l.Playbooks[i].check(l); err != nil {
			return nil, err
		}
	}
	if err := l.readTitles(); err != nil {
		return nil, err
	}
	for _, lang := range l.languages() {
		m, err := newMatcher(l.Clauses, lang)
		if err != nil {
			return nil, err
		}
		l.cues[lang] = m
	}
	l.model, err = readModel(weights, l.index)
	return l, err
}

// readTitles makes the matchers of titles, two for each playbook.
func (l *Library) readTitles() error {
	for _, p := range l.Playbooks {
		for _, cues := range [][]string{p.Title, p.NamedNot} {
			m, err := newMatcher([]Clause{{ID: ID(p.Kind), Cues: map[string]CueLists{"": {Strong: cues}}}}, "")
			if err != nil {
				return fmt.Errorf("playbooks: %w", err)
			}
			l.titles = append(l.titles, m)
		}
	}
	return nil
}

func decode(what string, text []byte, into any) error {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// languages lists the languages that any clause has cues in, in order of their tags.
func (l *Library) languages() []string {
	var out []string
	for _, c := range l.Clauses {
		for lang := range c.Cues {
			if !slices.Contains(out, lang) {
				out = append(out, lang)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Clause returns the entry of an id, nil when there is none.
func (l *Library) Clause(id ID) *Clause {
	if i, ok := l.index[id]; ok {
		return &l.Clauses[i]
	}
	return nil
}

// Playbook returns the playbook of a kind, that of other kinds when it has none.
func (l *Library) Playbook(kind string) *Playbook {
	for _, k := range []string{kind, Other} {
		for i := range l.Playbooks {
			if l.Playbooks[i].Kind == k {
				return &l.Playbooks[i]
			}
		}
	}
	return &Playbook{Kind: Other}
}

// Shipped returns the library of the corpus that the program carries; an error means that it
// was built from faulty data.
var Shipped = sync.OnceValues(func() (*Library, error) {
	clauses, err := corpus.Files.ReadFile("clauses.yaml")
	if err != nil {
		return nil, err
	}
	playbooks, err := corpus.Files.ReadFile("playbooks.yaml")
	if err != nil {
		return nil, err
	}
	return NewLibrary(clauses, playbooks, shippedWeights)
})
