package treatymaking

import (
	"fmt"
	"slices"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/fact"
	"entente/internal/law/treaty"
	"entente/internal/matter"
)

// Matter returns what the record of the case says, on a day, as a matter of kind
// agreement, so that the law engine tells the duties that follow: interim obligation,
// transmission, laying before a parliament, registration, publication.
func (f *File) Matter(lib *law.Library, on ent.Date) (*law.Matter, error) {
	m := &law.Matter{Title: f.Title, Kind: "agreement", On: on, Facts: fact.Set{}}
	for _, p := range f.Parties {
		role := "party"
		if lib.Treaties.World().IsOrganisation(p) {
			role = "organisation"
		}
		m.Participants = append(m.Participants, law.Participant{State: p, Role: role, Asked: p == f.For})
	}
	said := f.facts(lib.Treaties, on)
	for name, v := range f.Facts {
		said = append(said, [2]string{name, v})
	}
	slices.SortStableFunc(said, func(a, b [2]string) int { return cmpString(a[0], b[0]) })
	for _, s := range said {
		if err := matter.Set(lib, m, s[0], s[1]); err != nil {
			return nil, fmt.Errorf("case %s, fact %s: %w", f.Instrument, s[0], err)
		}
	}
	return m, lib.Check(m)
}

func cmpString(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// facts are those that follow from the case and its steps up to the day. What is not on
// record is left out, so that the engine takes it for unknown.
func (f *File) facts(lib *treaty.Library, on ent.Date) [][2]string {
	var out [][2]string
	say := func(name, value string) { out = append(out, [2]string{name, value}) }
	say("agreement.kind", f.Kind)
	switch f.Binding {
	case Treaty:
		say("agreement.binding", "true")
	case NonBinding:
		say("agreement.binding", "false")
	}
	say("agreement.subject_to_ratification", fmt.Sprint(f.Ratification))
	past := func(t *Taken) bool { return t.State == f.For && t.On <= on }
	if t := f.last(Signed, past); t != nil {
		say("agreement.signed_on", t.On.String())
		if t.Office != "" {
			say("agreement.signed_by", t.Office)
			say("agreement.full_powers", fmt.Sprint(powers(f, &t.Step, "") == nil || f.last(Confirmed, past) != nil))
		}
	}
	if t := f.last(Approval, func(t *Taken) bool { return t.Stage == "laid" && t.On <= on }); t != nil {
		say("agreement.laid_before_parliament_on", t.On.String())
	}
	if t := f.last(Registered, func(t *Taken) bool { return t.On <= on }); t != nil {
		say("agreement.registered_on", t.On.String())
	}
	if f.last(Provisions, past) != nil {
		say("agreement.provisionally_applied", "true")
	}
	if d := f.inForce(lib); d != 0 {
		say("agreement.in_force_on", d.String())
	}
	return out
}

// inForce returns the day on which the agreement enters into force for the own State,
// zero when the acts on record do not tell.
func (f *File) inForce(lib *treaty.Library) ent.Date {
	_, _, day := lib.EntryIntoForce(f.Instrument)
	if day != 0 && lib.Standing(f.For, f.Instrument, day) == treaty.Party {
		return day
	}
	for _, d := range lib.Changes(f.Instrument) {
		if lib.Standing(f.For, f.Instrument, d) == treaty.Party {
			return d
		}
	}
	return 0
}
