// Package participation reads the lists that tell which State signed, ratified
// or left a treaty, as depositaries and scholars publish them, and prints each
// as the acts table of an instrument in the corpus. A list is evidence, not
// law: nothing in it is dropped or mended in silence. A name that no State
// bears, a day that does not exist and a row that contradicts itself are told
// as problems, with their line, to the person who imports.
package participation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/treaty"
)

// Names knows which State or organisation a spelling means.
type Names interface {
	// Code returns the code of the State that bears the name.
	Code(name string) (ent.StateCode, bool)
}

// Act is one dated act: on is the day on which the depositary received it,
// effective the day on which the list says that it took effect, if it says so.
type Act struct {
	Verb          treaty.Verb
	On, Effective ent.Date
}

// String prints the act as in a table: "ratified 2003-01-31 eff 2003-05-01".
func (a Act) String() string {
	s := string(a.Verb) + " " + a.On.String()
	if a.Effective != 0 {
		s += " eff " + a.Effective.String()
	}
	return s
}

// Row is the line of one State.
type Row struct {
	State ent.StateCode
	Acts  []Act
	Note  string
}

// String prints the row as in a table.
func (r Row) String() string {
	parts := make([]string, len(r.Acts))
	for i, a := range r.Acts {
		parts[i] = a.String()
	}
	s := fmt.Sprintf("%-4s %s", r.State, strings.Join(parts, "; "))
	if r.Note != "" {
		s += "  # " + r.Note
	}
	return s
}

// Table holds the acts of all States about one treaty, sorted by code.
// AsOf is the latest day named in the list: no list knows what came after.
type Table struct {
	Rows []Row
	AsOf ent.Date
}

// String prints the table as the `acts` of an instrument, a line per State.
func (t Table) String() string {
	var b strings.Builder
	for _, r := range t.Rows {
		b.WriteString(r.String() + "\n")
	}
	return b.String()
}

// Of returns the row of the State, nil when it has none.
func (t *Table) Of(c ent.StateCode) *Row {
	i, ok := slices.BinarySearchFunc(t.Rows, c, func(r Row, c ent.StateCode) int { return cmp.Compare(r.State, c) })
	if !ok {
		return nil
	}
	return &t.Rows[i]
}

// Add puts acts to the row of the State, in the order of their days. An act
// that is there already is not put again.
func (t *Table) Add(c ent.StateCode, acts ...Act) {
	i, ok := slices.BinarySearchFunc(t.Rows, c, func(r Row, c ent.StateCode) int { return cmp.Compare(r.State, c) })
	if !ok {
		t.Rows = slices.Insert(t.Rows, i, Row{State: c})
	}
	r := &t.Rows[i]
	for _, a := range acts {
		if !slices.Contains(r.Acts, a) {
			r.Acts = append(r.Acts, a)
		}
		t.AsOf = max(t.AsOf, a.On)
	}
	slices.SortStableFunc(r.Acts, func(a, b Act) int { return cmp.Compare(a.On, b.On) })
}

// Plain returns the table without the declared days of effect that follow from
// the day of the act by the treaty's own rule, so that only those remain that
// say something of their own. Successions keep theirs.
func (t Table) Plain(rule func(on ent.Date) ent.Date) Table {
	out := Table{AsOf: t.AsOf, Rows: slices.Clone(t.Rows)}
	for i, r := range out.Rows {
		out.Rows[i].Acts = slices.Clone(r.Acts)
		for j, a := range r.Acts {
			if a.Verb != treaty.Succeeded && a.Effective == rule(a.On) {
				out.Rows[i].Acts[j].Effective = 0
			}
		}
	}
	return out
}

// Problem is what a person must look at before the table is used. Name is the name that
// no State bears, where it is that.
type Problem struct {
	Line int
	Text string
	Name string
}

// String names the line and the problem.
func (p Problem) String() string { return fmt.Sprintf("line %d: %s", p.Line, p.Text) }

// reading gathers the table and the problems of one list.
type reading struct {
	names    Names
	table    Table
	problems []Problem
}

func (r *reading) problem(line int, format string, args ...any) {
	r.problems = append(r.problems, Problem{Line: line, Text: fmt.Sprintf(format, args...)})
}

// code resolves the name, or tells that nobody bears it.
func (r *reading) code(line int, name string) (ent.StateCode, bool) {
	c, ok := r.names.Code(name)
	if !ok {
		r.problem(line, "no State or organisation is called %q; its row was left out", name)
		r.problems[len(r.problems)-1].Name = name
	}
	return c, ok
}
