// Package coverage answers, for any States, any days and each of the issues that agreements on
// security cooperation have to settle, which rule controls between each two of them, and where
// none does. Which rules settle which issue is data: corpus/issues.yaml. A pair is asked in both
// directions, for the force of the one in the territory of the other is not the force of the
// other at home.
//
// A hole says that the library holds no rule, not that the States made none: an agreement that
// nobody put on record is not seen. Nothing here knows a clock or a store.
package coverage

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"go.yaml.in/yaml/v3"

	"entente/corpus"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/norm"
)

// IssueID names an issue: status, jurisdiction, claims.
type IssueID string

// Issue is something that two States have to settle when they cooperate.
type Issue struct {
	ID       IssueID  `yaml:"id"`
	Name     string   `yaml:"name"`
	Question string   `yaml:"question"`
	First    string   `yaml:"first"`  // the role of the State named first
	Second   string   `yaml:"second"` // and of the other
	Clauses  []string `yaml:"clauses,flow"`
	Without  Without  `yaml:"without"`
	Own      Own      `yaml:"own"`
	Rules    []Rule   `yaml:"rules"`
}

// Without is what holds where no rule does.
type Without struct {
	Text       string           `yaml:"text"`
	Norms      []ent.NormID     `yaml:"norms,flow"`
	Instrument ent.InstrumentID `yaml:"instrument"`
	Article    string           `yaml:"article"`
	Source     norm.Source      `yaml:"source"`
}

// Own says by what the norms of an institution's own agreements belong to an issue.
type Own struct {
	Effects []string `yaml:"effects,flow"` // jurisdiction, custody: what they lay down
	Kinds   []string `yaml:"kinds,flow"`   // the kinds of matter they name
}

// Rule is a provision that settles an issue between the States it binds.
type Rule struct {
	Instrument ent.InstrumentID `yaml:"instrument"`
	Article    string           `yaml:"article"`
	Norms      []ent.NormID     `yaml:"norms,flow"`
	Binds      string           `yaml:"binds"` // both, first or second
	OnlyFirst  []ent.StateCode  `yaml:"only_first,flow"`
	OnlySecond []ent.StateCode  `yaml:"only_second,flow"`
	Partial    string           `yaml:"partial"`
	From       ent.Date         `yaml:"from"`
	Until      ent.Date         `yaml:"until"`
	Source     norm.Source      `yaml:"source"`
	Note       string           `yaml:"note"`

	Applying ent.InstrumentID `yaml:"-"` // the instrument whose articles are applied through this one
}

// Issues returns the shipped issues in their order. They are not to be changed.
var Issues = sync.OnceValues(func() ([]Issue, error) {
	lib, err := corpus.Library()
	if err != nil {
		return nil, err
	}
	issues, faults := Read(corpus.Files, lib)
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return issues, nil
})

// Read reads issues.yaml of a corpus and asks that every rule stands in the library, with its
// article, its norms and its source. It returns every fault it finds.
func Read(fsys fs.FS, lib *law.Library) ([]Issue, []*corpus.Fault) {
	const name = "issues.yaml"
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	var f struct {
		Issues []Issue `yaml:"issues"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	l := &lint{lib: lib, file: name}
	for i := range f.Issues {
		l.issue(&f.Issues[i])
	}
	return f.Issues, l.faults
}

type lint struct {
	lib    *law.Library
	file   string
	seen   []IssueID
	at     string
	faults []*corpus.Fault
}

func (l *lint) fault(format string, args ...any) {
	l.faults = append(l.faults, &corpus.Fault{File: l.file, Text: l.at + ": " + fmt.Sprintf(format, args...)})
}

func (l *lint) issue(x *Issue) {
	l.at = "issue " + string(x.ID)
	if x.ID == "" || slices.Contains(l.seen, x.ID) {
		l.fault("an issue needs an id of its own")
	}
	l.seen = append(l.seen, x.ID)
	if x.Name == "" || x.Question == "" || len(x.Rules) == 0 {
		l.fault("name, question and rules are needed")
	}
	for _, r := range []string{x.First, x.Second} {
		if !l.lib.Vocabulary.HasRole(r) {
			l.fault("no role %q", r)
		}
	}
	for _, k := range x.Own.Kinds {
		if l.lib.Vocabulary.Kind(k) == nil {
			l.fault("own: no kind %q", k)
		}
	}
	for _, e := range x.Own.Effects {
		if e != "jurisdiction" && e != "custody" {
			l.fault("own: effect %q is none of jurisdiction, custody", e)
		}
	}
	l.without(x)
	for i := range x.Rules {
		l.at = fmt.Sprintf("issue %s, %s", x.ID, x.Rules[i].Instrument)
		l.rule(&x.Rules[i])
		l.order(x.Rules[:i], &x.Rules[i])
	}
}

func (l *lint) without(x *Issue) {
	w := &x.Without
	if w.Text == "" || len(w.Norms) == 0 && w.Instrument == "" && len(w.Source.Cites) == 0 {
		l.fault("without: text and where it stands are needed: norms, an instrument or a source")
	}
	l.norms(w.Norms, "")
	if w.Instrument != "" {
		l.article(w.Instrument, w.Article)
	}
}

func (l *lint) rule(r *Rule) {
	if r.Binds == "" {
		r.Binds = "both"
	}
	if !slices.Contains([]string{"both", "first", "second"}, r.Binds) {
		l.fault("binds %q is none of both, first, second", r.Binds)
	}
	if len(r.Source.Cites) == 0 || !slices.Contains([]ent.Confidence{ent.Verified, ent.Known, ent.Unsure}, r.Source.Confidence) {
		l.fault("source.cites and source.confidence are needed")
	}
	if r.Until != 0 && r.Until <= r.From {
		l.fault("ends before it begins")
	}
	for _, c := range slices.Concat(r.OnlyFirst, r.OnlySecond) {
		if l.lib.Treaties.World().State(c) == nil {
			l.fault("no State %q", c)
		}
	}
	l.article(r.Instrument, r.Article)
	l.norms(r.Norms, r.Instrument)
}

// article asks that the provision stands in the instrument.
func (l *lint) article(id ent.InstrumentID, article string) {
	in := l.lib.Treaties.Instrument(id)
	if in == nil {
		l.fault("no instrument %q", id)
		return
	}
	for _, p := range in.Provisions {
		if p.Article == article {
			return
		}
	}
	l.fault("%s has no provision %q", id, article)
}

// norms asks that the norms stand in the library, and that they are of the instrument.
func (l *lint) norms(ids []ent.NormID, of ent.InstrumentID) {
	for _, id := range ids {
		switch n := l.lib.Book.Norm(id); {
		case n == nil:
			l.fault("no norm %q", id)
		case of != "" && n.Place.Instrument != of:
			l.fault("norm %s is of %s", id, n.Place.Instrument)
		}
	}
}

// order asks that the special stands before the general: what supplements an instrument
// before that instrument.
func (l *lint) order(before []Rule, r *Rule) {
	in := l.lib.Treaties.Instrument(r.Instrument)
	if in == nil {
		return
	}
	for i := range before {
		if slices.Contains(in.Family.Supplements, before[i].Instrument) {
			l.fault("it supplements %s and must stand before it", before[i].Instrument)
		}
	}
}
