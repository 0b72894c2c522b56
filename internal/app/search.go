package app

import (
	"context"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/document/compare"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/review"
	"entente/internal/search"
	"entente/internal/search/source"
)

// articlesOf reads the texts on record for the index, all of them, whoever asks: what is
// found is shown by its marking.
func articlesOf(desk *review.Desk) func(context.Context, *record.Version) ([]source.Article, error) {
	return func(ctx context.Context, v *record.Version) ([]source.Article, error) {
		ctx = access.With(ctx, access.Operator("search"))
		k, err := register.TextOf(v)
		if err != nil {
			return nil, err
		}
		a, err := desk.Analysis(ctx, k)
		if kind := ent.KindOf(err); kind == ent.Invalid || kind == ent.Unavailable {
			return nil, nil // a map, a picture, or what takes too long
		} else if err != nil {
			return nil, err
		}
		column := a.Column("")
		var out []source.Article
		for i := range a.Document.Articles {
			x := &a.Document.Articles[i]
			out = append(out, source.Article{Language: x.Language, Number: x.Number, Heading: x.Heading, Text: compare.Lines(x), Clauses: column.Clauses[i],
				Ref: "/documents/" + string(k.Instrument) + "?text=" + k.Hash + "#" + review.Anchor(x.Language, x.Number)})
		}
		return out, nil
	}
}

// Question is a search as a surface asks it.
type Question struct {
	Text        string
	On          ent.Date // only of instruments in force on the day; 0: as Text says
	From, Limit int
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

func find(ctx context.Context, s *search.Service, lib *law.Library, q Question) (search.Page, error) {
	terms, err := search.Parse(q.Text, source.Names(lib.Treaties))
	if err != nil {
		return search.Page{}, err
	}
	if q.On != 0 {
		if terms.InForce != 0 && terms.InForce != q.On {
			return search.Page{}, ent.Errorf(ent.Invalid, "the query asks for what is in force on %s, --on for %s; give one of them", terms.InForce, q.On)
		}
		terms.InForce = q.On
	}
	query := search.Query{Terms: terms, From: q.From, Limit: q.Limit, Sees: q.Sees}
	if terms.InForce != 0 {
		query.Standing = source.Standing(lib.Treaties, terms.Parties, terms.InForce)
	}
	return s.Search(ctx, query)
}
