package flow

import (
	"strings"

	"entente/internal/document"
)

// Table is a table of a page or Word document, until its last row is known.
type Table struct {
	rows [][][]document.Block // row, cell, paragraph
}

// Row begins a row.
func (t *Table) Row() { t.rows = append(t.rows, nil) }

// Cell begins a cell of the last row.
func (t *Table) Cell() {
	if len(t.rows) == 0 {
		t.Row()
	}
	r := &t.rows[len(t.rows)-1]
	*r = append(*r, nil)
}

// Drop takes the last row away.
func (t *Table) Drop() {
	if n := len(t.rows); n > 0 {
		t.rows = t.rows[:n-1]
	}
}

// Add puts a paragraph in the last cell; false when none is open.
func (t *Table) Add(b document.Block) bool {
	if len(t.rows) == 0 || len(t.rows[len(t.rows)-1]) == 0 {
		return false
	}
	r := t.rows[len(t.rows)-1]
	r[len(r)-1] = append(r[len(r)-1], b)
	return true
}

// Write adds the table to the flow. Columns of prose, as of an agreement in two languages
// side by side or of a page laid out as a table, are read one after the other; of any other
// table each row is a block, its cells parted by a line.
func (t *Table) Write(w *Flow) {
	if n := t.prose(); n > 0 {
		for c := range n {
			for _, r := range t.rows {
				if c < len(r) {
					for _, b := range r[c] {
						w.Add(b)
					}
				}
			}
		}
		return
	}
	for _, r := range t.rows {
		var cells []string
		some := false
		for _, c := range r {
			var s []string
			for _, b := range c {
				if p := w.Plain(b.Text); p != "" {
					s = append(s, p)
				}
			}
			some = some || len(s) > 0
			cells = append(cells, strings.Join(s, " "))
		}
		if some {
			w.Add(document.Block{Text: strings.Join(cells, " | ")})
		}
	}
}

// prose is the number of columns when the table is running text beside running text: one
// column, or each of up to four has 40 words and 8 in the average cell that is not empty;
// 0 for a table of entries.
func (t *Table) prose() int {
	words, cells := map[int]int{}, map[int]int{}
	columns, paragraphs := 0, 0
	for _, r := range t.rows {
		columns = max(columns, len(r))
		for c, cell := range r {
			paragraphs = max(paragraphs, len(cell))
			n := 0
			for _, b := range cell {
				n += len(strings.Fields(b.Text))
			}
			if n > 0 {
				words[c] += n
				cells[c]++
			}
		}
	}
	if columns == 1 {
		return 1
	}
	for c := range columns {
		if words[c] < 40 || words[c] < 8*cells[c] || columns > 4 {
			return 0
		}
	}
	return columns
}
