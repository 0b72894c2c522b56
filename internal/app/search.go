package app

import (
	"context"
	"net/url"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/document/analysis"
	"entente/internal/document/clause"
	"entente/internal/document/compare"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/review"
	"entente/internal/search"
	"entente/internal/search/source"
)

// longText is how long one text may take to be read for the index: others wait meanwhile.
const longText = 30 * time.Second

// reader reads the texts on record for the index. A map, a picture, or what takes too long,
// has no articles. That a text is read no further because whoever wanted it went away says
// nothing about it.
func reader(r *register.Register, desk *review.Desk) func(context.Context, *record.Version) (*source.Reading, error) {
	return func(ctx context.Context, v *record.Version) (*source.Reading, error) {
		ctx = access.With(ctx, access.Operator("search")) // all of them, whoever asks: what is found is shown by its marking
		k, err := register.TextOf(v)
		if err != nil {
			return nil, err
		}
		bounded, cancel := context.WithTimeout(ctx, longText)
		defer cancel()
		a, err := desk.Analysis(bounded, k)
		switch kind := ent.KindOf(err); {
		case err == nil:
			return readingOf(k, a), nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case kind == ent.Invalid || bounded.Err() != nil:
			return &source.Reading{}, nil
		case kind == ent.Unavailable: // the store, or the reading of this text: asked apart
			_, missing := r.File(ctx, &k.Text)
			return &source.Reading{}, missing
		}
		return nil, err
	}
}

// readingOf takes from an analysis what is found by search.
func readingOf(k *register.Kept, a *analysis.Analysis) *source.Reading {
	out := &source.Reading{}
	column := a.Column("")
	at := "/documents/" + url.PathEscape(string(k.Instrument)) + "?text=" + url.QueryEscape(k.ID)
	for i := range a.Document.Articles {
		x := &a.Document.Articles[i]
		out.Articles = append(out.Articles, source.Article{Language: x.Language, Number: x.Number, Annex: x.Annex, Heading: x.Heading, Text: compare.Lines(x), Clauses: column.Clauses[i],
			Ref: at + "#" + review.Anchor(x.Language, x.Number)})
	}
	var texts []string
	for _, p := range a.Document.Preamble {
		texts, out.Language = append(texts, p.Text), p.Language
	}
	for _, p := range a.Document.Annexes {
		texts = append(texts, p.Heading, p.Text)
	}
	if len(a.Document.Languages) != 1 {
		out.Language = "" // several: words as they are written
	}
	out.Outside = strings.Join(texts, "\n")
	return out
}

// Question is a search as a surface asks it.
type Question struct {
	Text        string
	On          ent.Date // only of instruments in force on the day; 0: as Text says
	From, Limit int
	Facets      bool             // counts by kind, clause, language and marking
	Sees        search.Clearance // of what whoever asks may see, this only; nil: all of it, and for the operator what is not marked
}

// Find answers a search over the shipped law and what is on record, as whoever asks may see
// them.
func (a *App) Find(ctx context.Context, q Question) (search.Page, error) {
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return search.Page{}, err
	}
	see, narrower := a.Records.Sight(ctx), q.Sees
	if p := access.From(ctx); narrower != nil || !p.Operates() {
		q.Sees = func(marking string) bool { return see(marking) && (narrower == nil || narrower(marking)) }
	}
	p, err := find(ctx, a.Search, lib, q)
	if err != nil {
		return p, err
	}
	return p, a.shown(ctx, p.Hits)
}

// shown reads what was found and is classified, so that it is on record who saw it.
func (a *App) shown(ctx context.Context, hits []search.Hit) error {
	for i := range hits {
		h := &hits[i]
		if h.Classified == "" {
			continue
		}
		asks := []record.Query{{Kind: register.KindInstrument, ID: string(h.Instrument)}, {Kind: register.KindAct, Subject: string(h.Instrument)}}
		if text, _, ok := strings.Cut(h.ID, "#"); ok {
			asks = []record.Query{{Kind: register.KindText, ID: text}}
		} else if h.Kind == search.Duty {
			asks = []record.Query{{Kind: duty.KindDuty, ID: h.ID}}
		}
		for _, q := range asks {
			q.Bare = true
			if _, err := a.Records.Find(ctx, q); err != nil {
				return err
			}
		}
	}
	return nil
}

// FindShipped answers a search over the shipped law alone, from memory.
func FindShipped(ctx context.Context, lib *law.Library, q Question) (search.Page, error) {
	s := &search.Service{Index: search.NewMemory(), Law: source.Shipped(lib)}
	return find(ctx, s, lib, q)
}

// namesOf are the names that filters may give: those of the library, and the clauses.
func namesOf(lib *law.Library) (*search.Names, error) {
	clauses, err := clause.Shipped()
	if err != nil {
		return nil, err
	}
	names := source.Names(lib.Treaties)
	for i := range clauses.Clauses {
		names.Clauses = append(names.Clauses, string(clauses.Clauses[i].ID))
	}
	return names, nil
}

func find(ctx context.Context, s *search.Service, lib *law.Library, q Question) (search.Page, error) {
	names, err := namesOf(lib)
	if err != nil {
		return search.Page{}, err
	}
	terms, err := search.Parse(q.Text, names)
	if err != nil {
		return search.Page{}, err
	}
	if q.On != 0 {
		if terms.InForce != 0 && terms.InForce != q.On {
			return search.Page{}, ent.Errorf(ent.Invalid, "the query asks for what is in force on %s, --on for %s; give one of them", terms.InForce, q.On)
		}
		terms.InForce = q.On
	}
	query := search.Query{Terms: terms, From: q.From, Limit: q.Limit, Sees: q.Sees, Facets: q.Facets}
	if terms.InForce != 0 {
		query.Standing = source.Standing(lib.Treaties, terms.Parties, terms.InForce)
	}
	return s.Search(ctx, query)
}
