package app

import (
	"context"
	"strings"
	"sync"
	"time"

	ent "entente"
	"entente/corpus"
	"entente/internal/appraisal"
	"entente/internal/document"
	"entente/internal/document/analysis"
	"entente/internal/law"
	"entente/internal/law/treaty"
	"entente/internal/review"
)

// Criteria are the criteria by which instruments are weighed.
var Criteria = sync.OnceValues(func() ([]appraisal.Criterion, error) {
	text, err := corpus.Files.ReadFile("criteria.yaml")
	if err != nil {
		return nil, err
	}
	return appraisal.Read(text)
})

// Weigh weighs instruments against one another by their texts on record, and where there is
// none by the provisions as the library words them. See appraisal.Weigh. Without reviews
// there are no texts.
func Weigh(ctx context.Context, lib *law.Library, reviews *review.Desk, ids []ent.InstrumentID, weights map[string]float64, on ent.Date, known time.Time) (*appraisal.Appraisal, error) {
	criteria, err := Criteria()
	if err != nil {
		return nil, err
	}
	var subjects []appraisal.Subject
	for _, id := range ids {
		found, err := lib.Treaties.Find(string(id))
		if err != nil {
			return nil, err
		}
		s := appraisal.Subject{ID: found, Ours: ofProvisions(lib.Treaties.Instrument(found))}
		if reviews != nil {
			o, err := reviews.Open(ctx, found, "", known)
			switch {
			case err == nil:
				s.Text = o.Analysis
			case ent.KindOf(err) != ent.NotFound:
				return nil, err
			}
		}
		subjects = append(subjects, s)
	}
	return appraisal.Weigh(lib, criteria, weights, subjects, on)
}

// ofProvisions analyses the provisions of an instrument as the library words them.
func ofProvisions(in *treaty.Instrument) *analysis.Analysis {
	if len(in.Provisions) == 0 {
		return nil
	}
	d := &document.Document{Title: in.Title, Languages: []string{"en"}}
	for _, p := range in.Provisions {
		number, _, _ := strings.Cut(p.Article, "(")
		d.Articles = append(d.Articles, document.Article{Language: "en", Number: number, Paragraphs: []document.Paragraph{{Text: p.Text}}})
	}
	return analysis.Of(d)
}
