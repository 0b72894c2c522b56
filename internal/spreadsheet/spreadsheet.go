// Package spreadsheet writes tables for other programs: comma-separated values (RFC 4180),
// in which no cell is taken for a formula.
package spreadsheet

import (
	"encoding/csv"
	"io"
	"strings"
)

// Table is a table that is being written, one row after the other.
type Table struct{ w *csv.Writer }

// New begins a table with the names of its columns.
func New(w io.Writer, columns ...string) *Table {
	t := &Table{csv.NewWriter(w)}
	t.Row(columns...)
	return t
}

// Row adds a row. A cell that a spreadsheet would take for a formula has an apostrophe before
// it. What fails is told by Close.
func (t *Table) Row(cells ...string) {
	row := make([]string, len(cells))
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			c = "'" + c
		}
		row[i] = c
	}
	t.w.Write(row)
}

// Close writes what is left, and tells whether all of it was written.
func (t *Table) Close() error {
	t.w.Flush()
	return t.w.Error()
}
