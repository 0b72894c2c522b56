package participation

import (
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/spelling"
	"entente/internal/law/treaty"
)

// ReadManyTreaties reads the parties of one treaty from the parties sheet of
// the manytreaties data. Where a State has a row per depositary (London,
// Moscow, Washington) the earliest day of each act counts. The sheet does not
// say how a State consented: a day in force before the day of deposit is a
// succession, a deposit without signature an accession, else a ratification.
// Its StateEnd repeats the end of the treaty and is not read.
func ReadManyTreaties(text, treatyID string, names Names) (Table, []Problem, error) {
	all := &manySheet{names: names, only: treatyID, byID: map[string]*ManyTreaty{}}
	if err := sheet.Read(text, manyColumns, all.row); err != nil {
		return Table{}, nil, err
	}
	m := all.byID[treatyID]
	if m == nil || len(m.found) == 0 {
		return Table{}, nil, ent.Errorf(ent.NotFound, "no row of a treaty %q%s", treatyID, spelling.Hint(treatyID, slices.Sorted(maps.Keys(all.byID))))
	}
	m.finish(false)
	return m.table, m.problems, nil
}

var manyColumns = []string{"stateID", "treatyID", "StateSignature", "StateRatification", "StateForce"}

// ManyTreaty is a treaty of the sheet: what its rows say of it as a whole, and its parties.
// Where its rows contradict one another, that is told as a problem: the title is that of
// the first row, and a day is empty, for nobody can say.
type ManyTreaty struct {
	ID, Title              string
	Line                   int    // of its first row
	Signature, Force, Term string // as they stand in the sheet
	reading
	found map[ent.StateCode]*manyState
	given map[string]string // by column, what the first row says of the whole; nil where nobody asks
	told  map[string]bool   // columns in which rows contradict one another
}

// Table returns the acts of its parties.
func (m *ManyTreaty) Table() Table { return m.table }

// Problems returns what a person must look at.
func (m *ManyTreaty) Problems() []Problem { return m.problems }

// ReadEveryManyTreaty reads all treaties of the parties sheet, in the order of their first
// rows, as ReadManyTreaties does each. The day in force is kept with each act of consent; a
// party of which the sheet knows no deposit is bound from that day.
func ReadEveryManyTreaty(text string, names func(treatyID string) Names) ([]*ManyTreaty, error) {
	all := &manySheet{each: names, byID: map[string]*ManyTreaty{}}
	if err := sheet.Read(text, append([]string{"Title", "Signature", "Force", "Term"}, manyColumns...), all.row); err != nil {
		return nil, err
	}
	for _, m := range all.order {
		m.finish(true)
	}
	return all.order, nil
}

type manyState struct {
	line                   int
	signed, deposit, force ent.Date
}

// manySheet is the sheet being read: one treaty of it, or all.
type manySheet struct {
	only  string
	names Names
	each  func(treatyID string) Names
	byID  map[string]*ManyTreaty
	order []*ManyTreaty
}

func (s *manySheet) row(r sheet.Row) error {
	id := r.Get("treatyID")
	m := s.byID[id]
	if m == nil {
		m = &ManyTreaty{ID: id, Line: r.Line, reading: reading{names: s.names}, found: map[ent.StateCode]*manyState{}}
		if s.each != nil {
			m.names, m.given, m.told = s.each(id), map[string]string{}, map[string]bool{}
		}
		s.byID[id], s.order = m, append(s.order, m)
	}
	if s.only == "" || s.only == id {
		m.row(r)
	}
	return nil
}

func (m *ManyTreaty) row(r sheet.Row) {
	if r.Fault != "" {
		m.problem(r.Line, "%s; the row was left out", r.Fault)
		return
	}
	if m.given != nil {
		m.whole(r)
	}
	code, ok := m.code(r.Line, r.Get("stateID"))
	if !ok {
		return
	}
	s := m.found[code]
	if s == nil {
		s = &manyState{line: r.Line}
		m.found[code] = s
	}
	for _, f := range []struct {
		column string
		day    *ent.Date
	}{{"StateSignature", &s.signed}, {"StateRatification", &s.deposit}, {"StateForce", &s.force}} {
		if d := m.day(r.Line, code, f.column, r.Get(f.column)); d != 0 && (*f.day == 0 || d < *f.day) {
			*f.day = d
		}
	}
}

// whole compares what a row says of the treaty as a whole with the rows before it.
func (m *ManyTreaty) whole(r sheet.Row) {
	for _, f := range []struct {
		column string
		to     *string
	}{{"Title", &m.Title}, {"Signature", &m.Signature}, {"Force", &m.Force}, {"Term", &m.Term}} {
		column, to := f.column, f.to
		first, seen := m.given[column]
		switch text := r.Get(column); {
		case !seen:
			m.given[column], *to = text, text
		case text != first && !m.told[column]:
			m.told[column] = true
			m.problem(r.Line, "%s: %q, where a row before has %q", column, text, first)
			if column != "Title" {
				*to = ""
			}
		}
	}
}

// NoDay reports whether the sheet means by the text that there is no day.
func NoDay(text string) bool {
	return text == "" || strings.HasPrefix(text, "9999") || strings.HasPrefix(text, "0001")
}

func (m *ManyTreaty) day(line int, code ent.StateCode, column, text string) ent.Date {
	if NoDay(text) {
		return 0
	}
	d, err := sheet.Day(text)
	if err != nil {
		m.problem(line, "%s: %s: %v; it was left out", code, column, err)
	}
	return d
}

// finish makes acts of the days of each State; with force, those in force are kept.
func (m *ManyTreaty) finish(force bool) {
	for _, code := range slices.Sorted(maps.Keys(m.found)) {
		s := m.found[code]
		if force && s.deposit == 0 && s.force != 0 {
			if s.signed != 0 {
				m.table.Add(code, Act{Verb: treaty.Signed, On: s.signed})
			}
			m.table.Add(code, Act{Verb: treaty.BoundFrom, On: s.force})
			continue
		}
		m.state(code, s, force)
	}
}

func (m *ManyTreaty) state(code ent.StateCode, s *manyState, force bool) {
	switch {
	case s.deposit == 0 && s.signed == 0:
		m.problem(s.line, "%s: neither signature nor deposit; the row was left out", code)
		return
	case s.deposit != 0 && s.force != 0 && s.force < s.deposit:
		m.table.Add(code, Act{treaty.Succeeded, s.deposit, s.force})
		return
	}
	verb := treaty.Ratified
	if s.signed == 0 || s.signed >= s.deposit && s.deposit != 0 {
		if s.signed > s.deposit {
			m.problem(s.line, "%s: signed on %s, after its deposit of %s; taken as an accession", code, s.signed, s.deposit)
		}
		s.signed, verb = 0, treaty.Acceded
	}
	if s.signed != 0 {
		m.table.Add(code, Act{Verb: treaty.Signed, On: s.signed})
	}
	if s.deposit != 0 {
		a := Act{Verb: verb, On: s.deposit}
		if force && s.force > s.deposit {
			a.Effective = s.force
		}
		m.table.Add(code, a)
	}
}
