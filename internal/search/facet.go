package search

import (
	"cmp"
	"slices"
	"strings"
)

// Facet tells how many of the documents found have a value of a filter.
type Facet struct {
	Field string `json:"field"` // kind, clause, language, class
	Value string `json:"value"`
	Count int    `json:"count"`
}

// facets are the filters by which results are counted, in the order in which they are told.
var facets = []string{"kind", "clause", "language", "class"}

// counted returns the tokens by which a document is counted, its marking among them.
func (d *Doc) counted() []string {
	out := []string{Counted + "kind:" + d.Kind}
	for _, c := range d.Clauses {
		out = append(out, Counted+"clause:"+c)
	}
	if d.Language != "" {
		out = append(out, Counted+"language:"+d.Language)
	}
	if d.Classified != "" {
		out = append(out, Marking+d.Classified)
	}
	return out
}

// Facets counts the documents found by the tokens of the chunks, which are those that begin
// with Counted and with Marking. What is hidden is not among those found.
func (r *Ranking) Facets(chunks []Chunk) ([]Facet, error) {
	counts := map[Facet]int{}
	for _, c := range chunks {
		field, value, ok := strings.Cut(strings.TrimPrefix(c.Token, Counted), ":")
		if strings.HasPrefix(c.Token, Marking) {
			field, value, ok = "class", strings.TrimPrefix(c.Token, Marking), true
		}
		if !ok {
			continue
		}
		n := 0
		err := Decode(c.Chunk, c.Data, func(doc uint32, _ uint8) {
			if r.Found.Has(doc) {
				n++
			}
		})
		if err != nil {
			return nil, err
		}
		if n > 0 {
			counts[Facet{Field: field, Value: value}] += n
		}
	}
	out := make([]Facet, 0, len(counts))
	for f, n := range counts {
		f.Count = n
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b Facet) int {
		return cmp.Or(slices.Index(facets, a.Field)-slices.Index(facets, b.Field), b.Count-a.Count, strings.Compare(a.Value, b.Value))
	})
	return out, nil
}
