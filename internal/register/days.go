package register

import (
	"fmt"

	ent "entente"
	"entente/internal/law/treaty"
)

// Day is a day on which something of an instrument of the register changes.
type Day struct {
	Instrument ent.InstrumentID
	State      ent.StateCode
	On         ent.Date
	What       string
}

// Days returns the days, from a day on, on which the standing of a State that acted about
// an instrument changes: it comes into force for it, its withdrawal takes effect.
func Days(lib *treaty.Library, in *treaty.Instrument, from ent.Date) []Day {
	seen := map[ent.StateCode]bool{}
	var out []Day
	table, _ := treaty.ParseActs(in.Acts)
	for _, a := range append(table, in.Record...) {
		if seen[a.State] {
			continue
		}
		seen[a.State] = true
		for at := lib.Status(a.State, in.ID, from).Until; at != 0; {
			s := lib.Status(a.State, in.ID, at)
			out = append(out, Day{in.ID, a.State, at, becomes(in.ID, a.State, s.Standing)})
			at = s.Until
		}
	}
	return out
}

func becomes(id ent.InstrumentID, c ent.StateCode, s treaty.Standing) string {
	switch s {
	case treaty.Party:
		return fmt.Sprintf("%s enters into force for %s", id, c)
	case treaty.ProvisionalParty:
		return fmt.Sprintf("%s is applied provisionally by %s", id, c)
	case treaty.Withdrawn:
		return fmt.Sprintf("%s ceases to bind %s", id, c)
	case treaty.Contested:
		return fmt.Sprintf("whether %s binds %s becomes contested", id, c)
	}
	return fmt.Sprintf("%s: %s becomes %s", id, c, s)
}
