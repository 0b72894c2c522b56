package participation

import (
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/spelling"
	"entente/internal/law/treaty"
)

// ReadManyTreaties reads the parties of one treaty from the parties sheet of
// the manytreaties data. Where a State has a row per depositary (London,
// Moscow, Washington) the earliest day of each act counts. The sheet does not
// say how a State consented: a day in force before the day of deposit is a
// succession, a deposit without signature an accession, else a ratification.
// Its StateEnd repeats the end of the treaty and is not read.
func ReadManyTreaties(r io.Reader, treatyID string, names Names) (Table, []Problem, error) {
	rd := &manyReading{reading: reading{names: names}, id: treatyID, seen: map[string]bool{}, found: map[ent.StateCode]*manyState{}}
	if err := readByHeader(r, []string{"stateID", "treatyID", "StateSignature", "StateRatification", "StateForce"}, rd.row); err != nil {
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

func (m *manyReading) row(line int, get func(string) string) error {
	if err := m.count(line); err != nil {
		return err
	}
	m.seen[get("treatyID")] = true
	if get("treatyID") != m.id {
		return nil
	}
	code, ok := m.code(line, get("stateID"))
	if !ok {
		return nil
	}
	s := m.found[code]
	if s == nil {
		s = &manyState{line: line}
		m.found[code] = s
	}
	for _, f := range []struct {
		column string
		day    *ent.Date
	}{{"StateSignature", &s.signed}, {"StateRatification", &s.deposit}, {"StateForce", &s.force}} {
		if d := m.day(line, code, f.column, get(f.column)); d != 0 && (*f.day == 0 || d < *f.day) {
			*f.day = d
		}
	}
	return nil
}

func (m *manyReading) day(line int, code ent.StateCode, column, text string) ent.Date {
	if text == "" || strings.HasPrefix(text, "9999") || strings.HasPrefix(text, "0001") { // placeholders of the sheet
		return 0
	}
	d, err := ent.ParseDate(text)
	if err != nil {
		m.problem(line, "%s: %s %q is not a day; it was left out", code, column, text)
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

// readByHeader reads CSV whose first line names the columns and gives each row
// to the function, which asks for a column by its name.
func readByHeader(r io.Reader, need []string, row func(line int, get func(string) string) error) error {
	c := csv.NewReader(bounded(r))
	c.ReuseRecord, c.LazyQuotes = true, true
	head, err := c.Read()
	if err != nil {
		return ent.Errorf(ent.Invalid, "line 1: no header of columns")
	}
	at := map[string]int{}
	for i, h := range head {
		at[strings.TrimPrefix(h, "\ufeff")] = i
	}
	for _, n := range need {
		if _, ok := at[n]; !ok {
			return ent.Errorf(ent.Invalid, "line 1: no column %q", n)
		}
	}
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := c.FieldPos(0)
		if err := row(line, func(name string) string { return strings.TrimSpace(cells[at[name]]) }); err != nil {
			return err
		}
	}
}
