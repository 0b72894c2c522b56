package treaty

import (
	"errors"
	"fmt"
	"sort"

	ent "entente"
	"entente/internal/law/spelling"
)

// All is the value of Instrument.Participants for what binds or addresses every State.
const All = "ALL"

// Library is an immutable snapshot of instruments and the world they bind. It is
// safe for use by many goroutines.
type Library struct {
	world   *World
	entries map[ent.InstrumentID]*entry
	alias   map[string]ent.InstrumentID
	groups  map[string][]ent.InstrumentID
	ids     []ent.InstrumentID
}

// Problem is a fault in an instrument that a curator must mend.
type Problem struct {
	Instrument ent.InstrumentID
	Table      int // line within the acts table, when it is there
	Text       string
}

// Error names the instrument and the fault.
func (p *Problem) Error() string {
	if p.Table > 0 {
		return fmt.Sprintf("%s: acts, line %d: %s", p.Instrument, p.Table, p.Text)
	}
	return fmt.Sprintf("%s: %s", p.Instrument, p.Text)
}

// NewLibrary computes the library from instruments. groups are ids that stand for
// several instruments. Problems are reported together; the library leaves out
// only the acts that could not be read.
func NewLibrary(w *World, instruments []Instrument, groups map[string][]ent.InstrumentID) (*Library, []*Problem) {
	l := &Library{world: w, entries: make(map[ent.InstrumentID]*entry, len(instruments)), alias: make(map[string]ent.InstrumentID, len(instruments)),
		groups: map[string][]ent.InstrumentID{}}
	for g, m := range groups {
		l.groups[ent.Fold(g)] = m
	}
	var problems []*Problem
	for i := range instruments {
		problems = append(problems, l.add(&instruments[i])...)
	}
	sort.Slice(l.ids, func(i, j int) bool { return l.ids[i] < l.ids[j] })
	return l, problems
}

func (l *Library) add(in *Instrument) []*Problem {
	var problems []*Problem
	fault := func(line int, format string, args ...any) {
		problems = append(problems, &Problem{in.ID, line, fmt.Sprintf(format, args...)})
	}
	if l.entries[in.ID] != nil {
		fault(0, "stands twice")
		return problems
	}
	acts, errs := ParseActs(in.Acts)
	for _, err := range errs {
		var le *LineError
		errors.As(err, &le)
		fault(le.Line, "%s", le.Text)
	}
	e := &entry{in: in, acts: l.merge(acts, in.Record)}
	for _, a := range e.acts {
		if l.world.byCode[a.State] == nil && !l.world.IsOrganisation(a.State) {
			fault(0, "an act of %q, which is no State%s", a.State, l.world.hint(string(a.State)))
		}
	}
	e.special = len(in.Pairs) > 0
	for _, a := range e.acts {
		e.special = e.special || a.Act == Objection && a.Precludes
	}
	e.computeForce(l.world)
	l.entries[in.ID] = e
	l.ids = append(l.ids, in.ID)
	l.alias[string(in.ID)] = in.ID
	for _, a := range in.Aliases {
		if old, ok := l.alias[ent.Fold(a)]; ok && old != in.ID {
			fault(0, "the alias %q stands for %s too", a, old)
		}
		l.alias[ent.Fold(a)] = in.ID
	}
	e.compute(l.world)
	return problems
}

// merge joins the table with the acts that have words of their own; where both tell
// the same act of the same State on the same day, the record stands.
func (l *Library) merge(table, record []Act) []Act {
	type key struct {
		s ent.StateCode
		v Verb
		d ent.Date
	}
	seen := make(map[key]bool, len(record))
	for _, a := range record {
		seen[key{a.State, a.Act, a.On}] = true
	}
	out := make([]Act, 0, len(table)+len(record))
	for _, a := range table {
		if !seen[key{a.State, a.Act, a.On}] {
			out = append(out, a)
		}
	}
	return append(out, record...)
}

// compute builds the history of every State that acted or takes part.
func (e *entry) compute(w *World) {
	by := map[ent.StateCode][]Act{}
	for _, a := range e.acts {
		by[a.State] = append(by[a.State], a)
	}
	switch {
	case e.in.Participants != "":
		e.computeParticipants(w, by)
	case e.in.Of != "" && len(by) == 0:
		b := &builder{e: e, h: history{state: e.in.Of}}
		if d := e.force.day; d != 0 {
			b.begin(d, Party, b.reason("its own law, in force from "+d.String(), b.cite("")))
		}
		if e.in.Ended != 0 {
			b.endInstrument(e.in.Ended)
		}
		e.parties = append(e.parties, b.h)
	}
	for s, acts := range by {
		e.parties = append(e.parties, e.build(s, w.byCode[s], acts))
	}
	sort.Slice(e.parties, func(i, j int) bool { return e.parties[i].state < e.parties[j].state })
}

// computeParticipants binds the members of an organisation for as long as they are
// members and the instrument is in force. States with acts of their own are left to those.
func (e *entry) computeParticipants(w *World, own map[ent.StateCode][]Act) {
	for _, c := range w.codes {
		if own[c] != nil {
			continue
		}
		periods := w.Membership(c, e.in.Participants)
		text, cite := "member of "+e.in.Participants, "membership"
		if e.in.Participants == All {
			s := w.byCode[c]
			periods, text, cite = []ent.Period{{From: s.From, Until: s.Until}}, "addresses every State", string(e.in.ID)
		}
		if h := e.membershipHistory(c, periods, text, cite); len(h.spans) > 0 {
			e.parties = append(e.parties, h)
		}
	}
}

func (e *entry) membershipHistory(c ent.StateCode, periods []ent.Period, text, cite string) history {
	b := &builder{e: e, h: history{state: c}}
	start := e.force.day
	if start == 0 && e.in.Participants != All {
		start = first(e.in.Adopted)
	}
	for _, p := range periods {
		from := max(p.From, start)
		if p.Until != 0 && p.Until <= from || e.in.Ended != 0 && from >= e.in.Ended {
			continue
		}
		b.begin(from, Party, b.reason(fmt.Sprintf("%s since %s", text, orBeginning(p.From)), cite))
		if end := p.Until; end != 0 {
			b.begin(end, Withdrawn, b.reason(fmt.Sprintf("no longer %s from %s", text, end), cite))
		}
	}
	if e.in.Ended != 0 {
		b.endInstrument(e.in.Ended)
	}
	return b.h
}

func orBeginning(d ent.Date) string {
	if d == 0 {
		return "the beginning of the record"
	}
	return d.String()
}

// World returns the States and organisations of the library.
func (l *Library) World() *World { return l.world }

// IDs returns the ids of all instruments in order.
func (l *Library) IDs() []ent.InstrumentID { return l.ids }

// Instrument returns the instrument with the id, nil when there is none.
func (l *Library) Instrument(id ent.InstrumentID) *Instrument {
	if e := l.entries[id]; e != nil {
		return e.in
	}
	return nil
}

// EntryIntoForce returns the day by the instrument's own rule, the day its
// depositary declared, and the day that the engine follows; zero when unknown or not yet.
func (l *Library) EntryIntoForce(id ent.InstrumentID) (computed, declared, followed ent.Date) {
	e := l.entries[id]
	if e == nil {
		return 0, 0, 0
	}
	return e.force.computed, e.force.declared, e.force.day
}

// Find returns the id for an id or alias. A group is an error that names its
// members; an unknown name is an error that names the nearest.
func (l *Library) Find(s string) (ent.InstrumentID, error) {
	k := ent.Fold(s)
	if id, ok := l.alias[k]; ok {
		return id, nil
	}
	if m, ok := l.groups[k]; ok {
		return "", ent.Errorf(ent.Invalid, "%q stands for several instruments; name one of %v", s, m)
	}
	names := make([]string, 0, len(l.alias))
	for n := range l.alias {
		names = append(names, n)
	}
	sort.Strings(names)
	return "", ent.Errorf(ent.Invalid, "no instrument %q%s", s, spelling.Hint(s, names))
}

// Expand returns the members of a group, or the one instrument the name stands for.
func (l *Library) Expand(s string) ([]ent.InstrumentID, error) {
	if m, ok := l.groups[ent.Fold(s)]; ok {
		return m, nil
	}
	id, err := l.Find(s)
	return []ent.InstrumentID{id}, err
}
