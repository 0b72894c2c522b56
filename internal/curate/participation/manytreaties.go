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
	rd := &manyReading{reading: reading{names: names}, id: treatyID, seen: map[string]bool{}, found: map[ent.StateCode]*manyState{}}
	if err := sheet.Read(text, []string{"stateID", "treatyID", "StateSignature", "StateRatification", "StateForce"}, rd.row); err != nil {
		return Table{}, nil, err
	}
	if len(rd.found) == 0 {
		return Table{}, nil, ent.Errorf(ent.NotFound, "no row of a treaty %q%s", treatyID, spelling.Hint(treatyID, slices.Sorted(maps.Keys(rd.seen))))
	}
	for _, code := range slices.Sorted(maps.Keys(rd.found)) {
		rd.finish(code, rd.found[code])
	}
	return rd.table, rd.problems, nil
}

type manyState struct {
	line                   int
	signed, deposit, force ent.Date
}

type manyReading struct {
	reading
	id    string
	seen  map[string]bool
	found map[ent.StateCode]*manyState
}

func (m *manyReading) row(r sheet.Row) error {
	m.seen[r.Get("treatyID")] = true
	if r.Get("treatyID") != m.id {
		return nil
	}
	if r.Fault != "" {
		m.problem(r.Line, "%s; the row was left out", r.Fault)
		return nil
	}
	code, ok := m.code(r.Line, r.Get("stateID"))
	if !ok {
		return nil
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
	return nil
}

func (m *manyReading) day(line int, code ent.StateCode, column, text string) ent.Date {
	if text == "" || strings.HasPrefix(text, "9999") || strings.HasPrefix(text, "0001") { // placeholders of the sheet
		return 0
	}
	d, err := sheet.Day(text)
	if err != nil {
		m.problem(line, "%s: %s: %v; it was left out", code, column, err)
	}
	return d
}

func (m *manyReading) finish(code ent.StateCode, s *manyState) {
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
		m.table.Add(code, Act{Verb: verb, On: s.deposit})
	}
}
