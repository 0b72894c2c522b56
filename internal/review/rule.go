package review

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/norm"
	"entente/internal/register"
)

// rule makes the norm of an accepted proposal. What it lays down is told in the words that
// were accepted; a condition in words stays in them.
func (s *step) rule(r *Review, it *Item, e *Effect) (*register.Rule, error) {
	p := &r.Proposed
	n := law.Own{Instrument: s.opened.Instrument, Article: p.Article}
	n.ID, n.Title, n.Modality, n.Class = e.ID, brief(r.Words(), 110), norm.Modality(p.Modality), norm.Treaty
	n.Bearer, n.Between, n.States, n.Kinds, n.When.Source = e.Bearer, e.Between, e.States, e.Kinds, e.When
	n.Source = norm.Source{Cites: []string{fmt.Sprintf("%s %s", s.opened.Instrument, p.Article)}, Confidence: ent.Verified, Note: "read in " + s.opened.ID}
	if r.Modality != "" {
		n.Modality = norm.Modality(r.Modality)
	}
	if s.opened.Analysis.Binding == "non-binding" {
		n.Class = norm.Policy
	}
	if n.ID == "" {
		n.ID = s.name(it)
	}
	effect(&n, r, e)
	text, err := yaml.Marshal([]law.Own{n})
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
func effect(n *law.Own, r *Review, e *Effect) {
	words := brief(r.Words(), 400)
	switch n.Modality {
	case norm.Obligation:
		d := norm.Duty{Duty: words, To: e.To, Due: norm.Clock{Source: e.Due}}
		if c := r.Proposed.Clock; c != nil {
			d.DueText = c.Text
		}
		n.Duties = []norm.Duty{d}
	case norm.Prohibition:
		if e.When == "" || n.Class == norm.Policy {
			n.Outcome, n.Conditions = "conditional", []norm.Requirement{{Text: words}}
		}
	}
}

// name is the id of the norm: that of an earlier review of the sentence, else of the
// instrument and the article, with a number when that is taken.
func (s *step) name(it *Item) ent.NormID {
	if it.Review != nil && it.Review.Norm != "" {
		return it.Review.Norm
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
	taken := func(id ent.NormID) bool {
		return s.lib.Book.Norm(id) != nil || slices.ContainsFunc(s.rules, func(r register.Rule) bool { return r.ID == id })
	}
	id := ent.NormID(base)
	for n := 2; taken(id); n++ {
		id = ent.NormID(fmt.Sprintf("%s.%d", base, n))
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
