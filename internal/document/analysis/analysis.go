// Package analysis is the whole reading of an agreement's text: its structure, clauses,
// kind and binding effect, gaps against the playbook, and what its sentences lay down.
package analysis

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/document"
	"entente/internal/document/akn"
	"entente/internal/document/clause"
	"entente/internal/document/compare"
	"entente/internal/document/proposal"
	"entente/internal/document/reading"
	"entente/internal/law/treaty"
)

// Analysis is the answer to `document`; its field names are those of the contract.
type Analysis struct {
	Title       string           `json:"title"`
	Languages   []string         `json:"languages"`
	Kind        string           `json:"kind"`
	Binding     clause.Verdict   `json:"binding"`
	Instrument  ent.InstrumentID `json:"instrument,omitempty"` // of the library, by its title
	Parties     []ent.StateCode  `json:"parties"`
	Makers      Makers           `json:"makers"`
	Dates       document.Dates   `json:"dates"`
	Articles    []Article        `json:"articles"`
	Annexes     []Annex          `json:"annexes"`
	Clauses     []clause.Found   `json:"clauses"`
	Gaps        []clause.Gap     `json:"gaps"`
	Obligations []Obligation     `json:"obligations"`
	Problems    []clause.Problem `json:"problems"`
	Why         Why              `json:"why"`

	Definitions []document.Definition `json:"definitions"`
	References  []document.Reference  `json:"references"`
	Closings    []document.Closing    `json:"closings"`
	Signatures  []Signature           `json:"signatures"`

	Warnings []string `json:"warnings"`

	Document  *document.Document  `json:"-"`
	Proposals []proposal.Proposal `json:"-"`
	Review    clause.Review       `json:"-"`
}

// Why gives the reasons for kind and binding effect.
type Why struct {
	Kind    []string      `json:"kind"`
	Binding []clause.Sign `json:"binding"`
}

// Article is one article in a list; Paragraphs counts them.
type Article struct {
	Language   string `json:"language"`
	Number     string `json:"number"`
	Heading    string `json:"heading"`
	Annex      string `json:"annex,omitempty"` // in which it stands; empty: the agreement itself
	Within     string `json:"within,omitempty"`
	Paragraphs int    `json:"paragraphs"`
}

// Obligation is what a sentence lays down, for a person to accept, change or reject.
type Obligation struct {
	ID       string `json:"id"`
	Language string `json:"language"`
	Article  string `json:"article"`
	Bearer   string `json:"bearer"`
	Modality string `json:"modality"`
	Text     string `json:"text"`
	Clock    string `json:"clock,omitempty"`
}

// Read reads the bytes of a file and analyses them. Errors are those of package reading.
func Read(ctx context.Context, name string, text []byte, o reading.Options, lib *treaty.Library) (*Analysis, error) {
	d, err := structure(ctx, name, text, o, lib)
	if err != nil {
		return nil, err
	}
	return Of(d), nil
}

func structure(ctx context.Context, name string, text []byte, o reading.Options, lib *treaty.Library) (*document.Document, error) {
	src, err := reading.Read(ctx, name, bytes.NewReader(text), int64(len(text)), o)
	if err != nil {
		return nil, err
	}
	if src.Media == "application/akn+xml" {
		d, _, err := akn.Read(io.Reader(bytes.NewReader(text)))
		return d, err
	}
	return document.Structure(src, lib), nil
}

// Of analyses a document.
func Of(d *document.Document) *Analysis {
	proposed := make(chan []proposal.Proposal, 1)
	go func() { proposed <- proposal.Propose(d, d.Parties) }()
	r := clause.Examine(d)
	a := &Analysis{Title: d.Title, Languages: d.Languages, Kind: r.Kind.Kind, Binding: r.Binding.Verdict, Parties: []ent.StateCode{}, Dates: d.Dates, Articles: []Article{},
		Clauses: r.Clauses, Gaps: r.Gaps, Problems: r.Problems, Obligations: []Obligation{}, Why: Why{r.Kind.Because, r.Binding.Because}, Warnings: d.Warnings, Document: d, Review: r}
	a.Instrument, a.Definitions, a.References, a.Closings = d.Instrument, d.Definitions, d.References, d.Closings
	a.facts(d)
	for i := range d.Articles {
		x := &d.Articles[i]
		a.Articles = append(a.Articles, Article{x.Language, x.Number, x.Heading, x.Annex, x.Within, len(x.Paragraphs)})
	}
	a.Proposals = <-proposed
	for i := range a.Proposals {
		p := &a.Proposals[i]
		o := Obligation{ID: p.ID, Language: p.Language, Article: p.Article, Bearer: Bearer(p.Bearer), Modality: string(p.Modality), Text: p.Sentence}
		if p.Clock != nil {
			o.Clock = p.Clock.Text
		}
		a.Obligations = append(a.Obligations, o)
	}
	return a
}

// Bearer names whom a rule binds: the State where the text names one, else its role.
func Bearer(b proposal.Bearer) string {
	for _, s := range []string{string(b.Code), b.Role, b.Name} {
		if s != "" {
			return s
		}
	}
	return ""
}

// Column is the text as one of those to be compared, with the clauses found in its articles.
func (a *Analysis) Column(label string) compare.Column {
	c := compare.Column{Label: label, Document: a.Document, Clauses: map[int][]string{}}
	for i := range a.Document.Articles {
		x := &a.Document.Articles[i]
		for _, f := range a.Clauses {
			if article, _, _ := strings.Cut(f.Article, "("); f.Language == x.Language && article == x.Number && !slices.Contains(c.Clauses[i], string(f.Clause)) {
				c.Clauses[i] = append(c.Clauses[i], string(f.Clause))
			}
		}
	}
	return c
}
