package sheet

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/spelling"
)

// MaxRows is the most rows that one list may have.
const MaxRows = 500_000

// Row is one row of a list, its cells trimmed of blanks. Cells is good until the next row.
type Row struct {
	Line  int // on which it begins, from 1
	Cells []string
	Fault string // why it does not fit the header; empty when it does
	head  []string
}

// Get returns the cell in the column, empty when the list has no such column.
func (r Row) Get(column string) string {
	if k := slices.Index(r.head, column); k >= 0 && k < len(r.Cells) {
		return r.Cells[k]
	}
	return ""
}

var separators = []rune{',', ';', '\t'}

// Read reads a list whose first row names its columns and calls row for each of the
// others. The separator is the one, of comma, semicolon and tab, with which the header has
// every column needed. Rows that are empty are passed over. Errors are of kind Invalid,
// with their line, and tell what is wrong with the list as a whole.
func Read(text string, need []string, row func(Row) error) error {
	separator, head, err := header(text, need)
	if err != nil {
		return err
	}
	return rows(text, separator, head, row)
}

// ReadTable reads a list as Read does, whose header need only satisfy a check.
func ReadTable(text string, check func(head []string) error, row func(Row) error) error {
	var first error
	for _, s := range separators {
		head, err := firstRow(text, s)
		if err == nil {
			err = check(head)
		}
		if err == nil {
			return rows(text, s, head, row)
		}
		first = cmp.Or(first, err)
	}
	return first
}

func firstRow(text string, separator rune) ([]string, error) {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord = separator, -1
	head, err := c.Read()
	if errors.Is(err, io.EOF) {
		return nil, ent.Errorf(ent.Invalid, "line 1: no header of columns")
	}
	if err != nil {
		return nil, quoting(err)
	}
	for i := range head { // blanks around a name are nobody's intent
		head[i] = strings.TrimSpace(head[i])
	}
	return head, nil
}

// header finds the separator with which every column needed is there.
func header(text string, need []string) (rune, []string, error) {
	var fault error
	var best []string
	least := len(need) + 1
	for _, s := range separators {
		head, err := firstRow(text, s)
		if err != nil {
			fault = cmp.Or(fault, err)
			continue
		}
		missing := 0
		for _, n := range need {
			if !slices.Contains(head, n) {
				missing++
			}
		}
		if missing == 0 {
			return s, head, twice(head)
		}
		if missing < least {
			best, least = head, missing
		}
	}
	for _, n := range need {
		if best != nil && !slices.Contains(best, n) {
			return 0, nil, ent.Errorf(ent.Invalid, "line 1: no column %q%s; needed are %s, set apart by commas, semicolons or tabs", n, spelling.Hint(n, best), strings.Join(need, ", "))
		}
	}
	return 0, nil, fault
}

// twice tells a column whose name stands twice: nobody knows which one is meant.
func twice(head []string) error {
	for i, h := range head {
		if h != "" && slices.Contains(head[:i], h) {
			return ent.Errorf(ent.Invalid, "line 1: the column %q stands twice", h)
		}
	}
	return nil
}

func rows(text string, separator rune, head []string, row func(Row) error) error {
	c := csv.NewReader(strings.NewReader(text))
	c.Comma, c.FieldsPerRecord, c.ReuseRecord = separator, -1, true
	for n := -1; ; n++ {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return quoting(err)
		}
		if n < 0 {
			continue
		}
		line, _ := c.FieldPos(0)
		if n >= MaxRows {
			return ent.Errorf(ent.Invalid, "line %d: more than %d rows; split the list", line, MaxRows)
		}
		if err := row(trimmed(line, cells, head)); err != nil {
			return err
		}
	}
}

func trimmed(line int, cells, head []string) Row {
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	r := Row{Line: line, Cells: cells, head: head}
	if len(cells) != len(head) {
		r.Fault = fmt.Sprintf("it has %s, and the header has %d", columns(len(cells)), len(head))
	}
	return r
}

func columns(n int) string {
	if n == 1 {
		return "1 column"
	}
	return fmt.Sprintf("%d columns", n)
}

// quoting tells a fault of quotation marks in words that a person can act on.
func quoting(err error) error {
	var p *csv.ParseError
	switch {
	case !errors.As(err, &p):
		return ent.Errorf(ent.Invalid, "%v", err)
	case errors.Is(p.Err, csv.ErrBareQuote):
		return ent.Errorf(ent.Invalid, "line %d: a quotation mark inside a field; put the field in quotation marks and write the mark twice", p.Line)
	case errors.Is(p.Err, csv.ErrQuote):
		return ent.Errorf(ent.Invalid, "line %d: a field in quotation marks that begins in this row does not end as one should; a mark inside it is written twice", p.StartLine)
	}
	return ent.Errorf(ent.Invalid, "line %d: %v", p.Line, p.Err)
}
