package app

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"entente/internal/search"
	"entente/internal/spreadsheet"
)

// WriteFound writes what a search found as a table for other programs, one result a row;
// places are counted on from the results left out.
func WriteFound(w io.Writer, p *search.Page, from int) error {
	t := spreadsheet.New(w, "place", "kind", "id", "title", "instrument", "article", "language", "version", "parties", "clauses", "marking", "in_force", "score", "passage", "address")
	for i := range p.Hits {
		h := &p.Hits[i]
		parties := make([]string, len(h.Parties))
		for k, c := range h.Parties {
			parties[k] = string(c)
		}
		passages := make([]string, len(h.Passages))
		for k := range h.Passages {
			passages[k] = strings.Join(strings.Fields(h.Passages[k].Text), " ")
		}
		id := h.ID
		if h.Part > 0 {
			id += fmt.Sprintf(" (part %d)", h.Part)
		}
		t.Row(strconv.Itoa(from+i+1), h.Kind, id, h.Title, string(h.Instrument), h.Article, h.Language, h.Version, strings.Join(parties, " "), strings.Join(h.Clauses, " "), h.Classified,
			string(h.Standing), strconv.FormatFloat(h.Score, 'f', 3, 64), strings.Join(passages, " … "), h.Ref)
	}
	return t.Close()
}
