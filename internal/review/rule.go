package review

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/document/proposal"
	"entente/internal/register"
)

// written is a norm in the form of the corpus (docs/CURATORS.md), with what a review gives.
type written struct {
	ID         string     `yaml:"id"`
	Instrument string     `yaml:"instrument"`
	Article    string     `yaml:"article"`
	Title      string     `yaml:"title"`
	Modality   string     `yaml:"modality"`
	Class      string     `yaml:"class"`
	Bearer     []string   `yaml:"bearer,flow"`
	Between    []string   `yaml:"between,omitempty,flow"`
	States     []string   `yaml:"states,omitempty,flow"`
	Kinds      []string   `yaml:"kinds,flow"`
	When       string     `yaml:"when,omitempty"`
	Outcome    string     `yaml:"outcome,omitempty"`
	Conditions []textOnly `yaml:"conditions,omitempty"`
	Duties     []owed     `yaml:"duties,omitempty"`
	Source     sourced    `yaml:"source"`
}

type textOnly struct {
	Text string `yaml:"text"`
}

type owed struct {
	Duty    string `yaml:"duty"`
	To      string `yaml:"to,omitempty"`
	Due     string `yaml:"due,omitempty"`
	DueText string `yaml:"due_text,omitempty"`
}

type sourced struct {
	Cites      []string `yaml:"cites,flow"`
	Confidence string   `yaml:"confidence"`
	Note       string   `yaml:"note,omitempty"`
}

// rule makes the norm of an accepted proposal. What it lays down is told in the words that
// were accepted; a condition in words stays in them.
func (s *step) rule(r *Review, it *Item, e *Effect) (*register.Rule, error) {
	p := &r.Proposed
	n := written{ID: string(e.ID), Instrument: string(s.opened.Instrument), Article: p.Article, Title: brief(r.Words(), 110), Modality: string(p.Modality), Class: "treaty",
		Bearer: e.Bearer, Between: e.Between, Kinds: e.Kinds, When: e.When,
		Source: sourced{[]string{fmt.Sprintf("%s %s", s.opened.Instrument, p.Article)}, "verified", "read in " + s.opened.ID}}
	if r.Modality != "" {
		n.Modality = string(r.Modality)
	}
	if s.opened.Analysis.Binding == "non-binding" {
		n.Class = "policy"
	}
	for _, c := range e.States {
		n.States = append(n.States, string(c))
	}
	if n.ID == "" {
		n.ID = s.name(it)
	}
	n.effect(r, e)
	text, err := yaml.Marshal([]written{n})
	if err != nil {
		return nil, err
	}
	rules, err := register.ReadNorms(text)
	if err != nil {
		return nil, err
	}
	return &rules[0], nil
}

// effect says what follows when the norm is met. Only a prohibition whose condition stands in
// the condition language prohibits; without one it is a condition in the words of the text.
func (n *written) effect(r *Review, e *Effect) {
	switch proposal.Modality(n.Modality) {
	case proposal.Obligation:
		o := owed{Duty: brief(r.Words(), 400), To: e.To, Due: e.Due}
		if c := r.Proposed.Clock; c != nil {
			o.DueText = c.Text
		}
		n.Duties = []owed{o}
	case proposal.Prohibition:
		if e.When == "" || n.Class == "policy" {
			n.Outcome, n.Conditions = "conditional", []textOnly{{brief(r.Words(), 400)}}
		}
	}
}

// name is the id of the norm: that of an earlier review of the sentence, else of the
// instrument and the article, with a number when that is taken.
func (s *step) name(it *Item) string {
	if it.Review != nil && it.Review.Norm != "" {
		return string(it.Review.Norm)
	}
	article := strings.Trim(strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToUpper(r)
		}
		return '-'
	}, it.Article), "-")
	for strings.Contains(article, "--") {
		article = strings.ReplaceAll(article, "--", "-")
	}
	base := strings.Trim(fmt.Sprintf("%s-%s", s.opened.Instrument, article), "-")
	if len(base) > 54 {
		base = base[:54]
	}
	taken := func(id string) bool {
		return s.lib.Book.Norm(ent.NormID(id)) != nil || slices.ContainsFunc(s.rules, func(r register.Rule) bool { return string(r.ID) == id })
	}
	id := base
	for n := 2; taken(id); n++ {
		id = fmt.Sprintf("%s.%d", base, n)
	}
	return id
}

// brief shortens a sentence at a word.
func brief(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n-1])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return cut + "…"
}
