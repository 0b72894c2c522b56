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

// ReadSwissParties reads the parties of one treaty from the scope tables of
// the Swiss classified compilation of federal law, by its number. The tables
// name States in German, and between them territories that are no parties of
// their own; those are passed over. The day in force is kept where it differs
// from the day of deposit; [Table.Plain] takes off what the treaty's own rule yields.
func ReadSwissParties(text, number string, names Names) (Table, []Problem, error) {
	rd := &swissReading{reading: reading{names: names}, number: number, seen: map[string]bool{}}
	need := []string{"sr_number", "state_de", "instrument", "deposited", "in_force"}
	if err := sheet.Read(text, need, rd.row); err != nil {
		return Table{}, nil, err
	}
	if !rd.seen[number] {
		return Table{}, nil, ent.Errorf(ent.NotFound, "no row of a treaty %q%s", number, spelling.Hint(number, slices.Sorted(maps.Keys(rd.seen))))
	}
	return rd.table, rd.problems, nil
}

type swissReading struct {
	reading
	number string
	seen   map[string]bool
}

func (s *swissReading) row(r sheet.Row) error {
	line, get := r.Line, r.Get
	s.seen[get("sr_number")] = true
	if get("sr_number") != s.number {
		return nil
	}
	if r.Fault != "" {
		s.problem(line, "%s; the row was left out", r.Fault)
		return nil
	}
	name := germanName(get("state_de"))
	if germanTerritories[name] {
		return nil
	}
	code, ok := german[name]
	if !ok {
		if code, ok = s.code(line, name); !ok {
			return nil
		}
	}
	deposited, err := sheet.Day(get("deposited"))
	if err != nil {
		s.problem(line, "%s: the day of deposit: %v; the row was left out", code, err)
		return nil
	}
	force, err := sheet.Day(get("in_force"))
	if err != nil {
		s.problem(line, "%s: the day in force: %v", code, err)
	}
	a := Act{Verb: swissVerb(get("instrument"), deposited, force), On: deposited}
	if force != deposited {
		a.Effective = force
	}
	if old := s.table.Of(code); old != nil {
		s.problem(line, "%s: a second row (%s beside %s); the earlier day was kept", code, a, old.Acts[0])
		if a.On < old.Acts[0].On {
			old.Acts = []Act{a}
		}
		return nil
	}
	s.table.Add(code, a)
	return nil
}

// swissVerb: whatever the table calls it, consent that was in force before it was deposited is a succession.
func swissVerb(instrument string, deposited, force ent.Date) treaty.Verb {
	switch {
	case force != 0 && force < deposited, instrument == "succession":
		return treaty.Succeeded
	case instrument == "accession":
		return treaty.Acceded
	case instrument == "signature":
		return treaty.Definitive
	}
	return treaty.Ratified
}

// germanName takes off what the printed tables put around a name: footnote
// letters before it, the heading of a column, the name of a territory after it.
func germanName(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	for _, p := range []string{"Beitritt ", "Nachfolgeerklärung ", "Unterzeichnung "} {
		s = strings.TrimPrefix(s, p)
	}
	if len(s) > 2 && s[1] == ' ' && s[0] >= 'a' && s[0] <= 'z' {
		s = s[2:]
	}
	return strings.ReplaceAll(s, "’", "'")
}
