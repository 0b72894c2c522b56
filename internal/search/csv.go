package search

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// columns are those of the table of WriteCSV.
var columns = []string{"place", "kind", "id", "title", "instrument", "article", "language", "version", "parties", "clauses", "marking", "in_force", "score", "passage", "address"}

// WriteCSV writes what is on the page as a table for other programs, one result a row;
// places are counted on from the results left out. A cell that a spreadsheet would take for
// a formula has an apostrophe before it.
func (p *Page) WriteCSV(w io.Writer, from int) error {
	t := csv.NewWriter(w)
	t.Write(columns) // what fails is told at the end
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
		row := []string{strconv.Itoa(from + i + 1), h.Kind, id, h.Title, string(h.Instrument), h.Article, h.Language, h.Version, strings.Join(parties, " "), strings.Join(h.Clauses, " "), h.Classified,
			string(h.Standing), strconv.FormatFloat(h.Score, 'f', 3, 64), strings.Join(passages, " … "), h.Ref}
		for k := range row {
			row[k] = harmless(row[k])
		}
		t.Write(row)
	}
	t.Flush()
	return t.Error()
}

// harmless keeps a spreadsheet from taking a cell for a formula.
func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
