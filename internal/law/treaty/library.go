package treaty

import (
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/spelling"
	"entente/internal/law/world"
)

// All is the value of Instrument.Participants for what binds or addresses every State.
const All = "ALL"

// Library is an immutable snapshot of instruments and the world they bind. It is
// safe for use by many goroutines.
type Library struct {
	world   *world.World
	entries map[ent.InstrumentID]*entry
	alias   map[string]ent.InstrumentID
	groups  map[string][]ent.InstrumentID
	ids     []ent.InstrumentID
	applied map[ent.InstrumentID][]ent.InstrumentID // by the instrument whose articles are applied
	look    *lookups
	since   map[ent.InstrumentID]bool // what has changed since the lookups were made
}

// Problem is a fault in an instrument that a curator must mend.
type Problem struct {
	Instrument ent.InstrumentID
	Table      int // line within the acts table, when it is there
	Text       string
	Other      ent.InstrumentID // that has a name in common, when that is all; the library can be used
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
func NewLibrary(w *world.World, instruments []Instrument, groups map[string][]ent.InstrumentID) (*Library, []*Problem) {
	l := &Library{world: w, entries: make(map[ent.InstrumentID]*entry, len(instruments)), alias: make(map[string]ent.InstrumentID, len(instruments)),
		groups: map[string][]ent.InstrumentID{}, applied: map[ent.InstrumentID][]ent.InstrumentID{}, look: &lookups{}}
	for g, m := range groups {
		l.groups[ent.Fold(g)] = m
	}
	entries, problems := computeAll(w, instruments)
	for i := range entries {
		problems = append(problems, l.add(&entries[i])...)
	}
	l.apply(entries)
	sort.Slice(l.ids, func(i, j int) bool { return l.ids[i] < l.ids[j] })
	return l, problems
}

// With returns a library in which the instruments given stand beside those of this one,
// or take the place of those with the same id; this one stays as it is. The cost is that
// of the instruments given, and of copying the lists of names.
func (l *Library) With(instruments ...Instrument) (*Library, []*Problem) {
	ids := make([]ent.InstrumentID, len(instruments))
	for i := range instruments {
		ids[i] = instruments[i].ID
	}
	n := l.Without(ids...)
	entries, problems := computeAll(l.world, slices.Clone(instruments))
	for i := range entries {
		problems = append(problems, n.add(&entries[i])...)
	}
	n.apply(entries)
	slices.Sort(n.ids)
	return n, problems
}

// Without returns a library in which the instruments named do not stand.
func (l *Library) Without(ids ...ent.InstrumentID) *Library {
	n := &Library{world: l.world, entries: maps.Clone(l.entries), alias: maps.Clone(l.alias), groups: l.groups, ids: slices.Clone(l.ids), applied: maps.Clone(l.applied)}
	n.follow(l, ids)
	gone := make(map[ent.InstrumentID]bool, len(ids))
	for _, id := range ids {
		gone[id] = n.remove(id)
	}
	n.ids = slices.DeleteFunc(n.ids, func(x ent.InstrumentID) bool { return gone[x] })
	n.applyNot(gone)
	return n
}

// remove takes an instrument and its names out, all but its place in the list of ids.
func (l *Library) remove(id ent.InstrumentID) bool {
	e := l.entries[id]
	if e == nil {
		return false
	}
	delete(l.entries, id)
	for _, a := range append([]string{string(id)}, e.in.Aliases...) {
		if l.alias[ent.Fold(a)] == id {
			delete(l.alias, ent.Fold(a))
		}
	}
	return true
}

// computeAll works out every instrument, on all processors.
func computeAll(w *world.World, instruments []Instrument) ([]entry, []*Problem) {
	entries := make([]entry, len(instruments))
	found := make([][]*Problem, runtime.GOMAXPROCS(0))
	var wg sync.WaitGroup
	for k := range found {
		wg.Add(1)
		go func() {
			defer wg.Done()
			c := &computation{world: w}
			for i := k; i < len(instruments); i += len(found) {
				entries[i].in = &instruments[i]
				c.instrument(&entries[i])
			}
			found[k] = c.problems
		}()
	}
	wg.Wait()
	return entries, slices.Concat(found...)
}

// computation works out instruments one after another, using its memory again.
type computation struct {
	world    *world.World
	acts     []Act
	problems []*Problem
}

func (c *computation) fault(id ent.InstrumentID, line int, format string, args ...any) {
	c.problems = append(c.problems, &Problem{Instrument: id, Table: line, Text: fmt.Sprintf(format, args...)})
}

func (c *computation) instrument(e *entry) {
	in := e.in
	var errs []error
	c.acts, errs = act.Append(c.acts[:0], in.Acts)
	for _, err := range errs {
		var le *act.LineError
		errors.As(err, &le)
		c.fault(in.ID, le.Line, "%s", le.Text)
	}
	for _, a := range in.Record {
		if err := a.Act.Check(); err != nil {
			c.fault(in.ID, 0, "record: %s: %v", a.State, err)
		}
	}
	c.acts = act.Merge(c.acts, in.Record)
	known := c.acts[:0]
	e.special = len(in.Pairs) > 0
	for _, a := range c.acts {
		if _, ok := c.world.Number(a.State); !ok {
			c.fault(in.ID, 0, "an act of %q, which is no State%s", a.State, c.world.Hint(string(a.State)))
			continue
		}
		e.special = e.special || a.Act == Objection && a.Precludes
		known = append(known, a)
	}
	c.acts = known
	slices.SortStableFunc(c.acts, func(x, y Act) int { return int(number(c.world, x.State)) - int(number(c.world, y.State)) })
	if in.Duration != nil {
		if err := in.Duration.Check(); err != nil {
			c.fault(in.ID, 0, "%v", err)
			in.Duration = nil
		}
		e.course = newCourse(c.world, in, c.acts)
	}
	e.force = e.forceOf(c.world, c.acts, nil)
	e.contradict(c.world, c.acts)
	e.compute(c.world, c.acts)
}

// add registers a computed instrument under its id and aliases.
func (l *Library) add(e *entry) []*Problem {
	in := e.in
	var problems []*Problem
	if l.entries[in.ID] != nil {
		return []*Problem{{Instrument: in.ID, Text: "stands twice"}}
	}
	l.entries[in.ID] = e
	l.ids = append(l.ids, in.ID)
	l.alias[string(in.ID)] = in.ID
	for _, a := range in.Aliases {
		if old, ok := l.alias[ent.Fold(a)]; ok && old != in.ID {
			problems = append(problems, &Problem{Instrument: in.ID, Text: fmt.Sprintf("the alias %q stands for %s too", a, old), Other: old})
		}
		l.alias[ent.Fold(a)] = in.ID
	}
	return problems
}

// compute builds the spans of every State that acted or takes part; acts stand State by State.
func (e *entry) compute(w *world.World, acts []Act) {
	everything := func() []Act { return acts }
	others := e.participants(w)
	b := &builder{quiet: true}
	keep := func(n uint16, own []Act, member bool) {
		if spans := e.standings(b, w, w.Numbered(n), own, everything, member).spans; len(spans) > 0 {
			e.spans = append(e.spans, spans...)
			e.who, e.ends = append(e.who, n), append(e.ends, uint32(len(e.spans)))
		} else if len(own) > 0 {
			e.silent = append(e.silent, n)
		}
	}
	act.Each(acts, func(own []Act) {
		n := number(w, own[0].State)
		for len(others) > 0 && others[0] < n {
			keep(others[0], nil, true)
			others = others[1:]
		}
		member := len(others) > 0 && others[0] == n
		if member {
			others = others[1:]
		}
		keep(n, own, member && !act.Moves(own))
	})
	for _, n := range others {
		keep(n, nil, true)
	}
	e.who, e.ends, e.spans = slices.Clip(e.who), slices.Clip(e.ends), slices.Clip(e.spans)
}

// standings works out the history of one State: by its acts, or by what it is a member of;
// where acts contradict one another, by each way of reading them. The builder is used
// again: the history holds until its next use.
func (e *entry) standings(b *builder, w *world.World, c ent.StateCode, own []Act, all func() []Act, member bool) *history {
	ways := e.ways(w, own, all)
	if len(ways) == 0 {
		return e.history(b, w, c, own, member)
	}
	hs := make([]*history, len(ways))
	for i := range ways {
		hs[i] = e.under(ways[i].force).history(&builder{quiet: b.quiet, alone: b.alone}, w, c, ways[i].Acts, member)
	}
	return e.join(ways, hs, b.quiet)
}

// under returns the instrument with another day of entry into force.
func (e *entry) under(f force) *entry {
	if f == e.force {
		return e
	}
	n := *e
	n.force = f
	return &n
}

func (e *entry) history(b *builder, w *world.World, c ent.StateCode, own []Act, member bool) *history {
	b.e, b.state = e, w.State(c)
	b.h.spans, b.h.begun = b.h.spans[:0], b.h.begun[:0]
	if member {
		b.membership(w, c)
	} else {
		b.build(own)
	}
	return &b.h
}

// participants returns the numbers of the States that are bound without acts of their
// own: members of an organisation, all States, or the State whose law it is.
func (e *entry) participants(w *world.World) []uint16 {
	var out []uint16
	switch {
	case e.in.Participants != "":
		for i := range w.Codes() {
			out = append(out, uint16(i))
		}
	case e.in.Of != "" && e.in.Acts == "":
		if n, ok := w.Number(e.in.Of); ok {
			out = append(out, n)
		}
	}
	return out
}

// membership binds a State for as long as it is a member of the organisation that the
// instrument follows, and the instrument is in force.
func (b *builder) membership(w *world.World, c ent.StateCode) {
	e := b.e
	periods, text, cite := w.Membership(c, e.in.Participants), "member of "+e.in.Participants, "membership"
	switch s := w.State(c); {
	case e.in.Participants == "":
		periods, text, cite = []ent.Period{{From: e.force.day}}, "its own law, in force", string(e.in.ID)
		if e.force.day == 0 {
			periods = nil
		}
	case e.in.Participants == All:
		periods, text, cite = []ent.Period{{From: s.From, Until: s.Until}}, "addresses every State", string(e.in.ID)
	}
	start := e.force.day
	if start == 0 && e.in.Participants != All {
		start = e.in.Adopted
	}
	for _, p := range periods {
		from := max(p.From, start)
		if p.Until != 0 && p.Until <= from || e.in.Ended != 0 && from >= e.in.Ended {
			continue
		}
		b.begin(from, Party, b.because(func() (string, string) { return fmt.Sprintf("%s since %s", text, orBeginning(p.From)), cite }))
		if end := p.Until; end != 0 {
			b.begin(end, Withdrawn, b.because(func() (string, string) { return fmt.Sprintf("no longer %s from %s", text, end), cite }))
		}
	}
	b.endings()
}

// explain makes the history of a State with its acts and reasons, nil when there is none.
func (l *Library) explain(e *entry, c ent.StateCode) *history {
	if e.of(number(l.world, c)) == nil {
		return nil
	}
	own := e.actsOf(c)
	member := !act.Moves(own) && (len(own) == 0 || slices.Contains(e.participants(l.world), number(l.world, c)))
	h := e.standings(&builder{}, l.world, c, own, func() []Act { return e.allActs(l.world) }, member)
	h.acts = own
	return h
}

// allActs reads the acts of every State, State by State.
func (e *entry) allActs(w *world.World) []Act {
	acts, _ := ParseActs(e.in.Acts)
	acts = slices.DeleteFunc(act.Merge(acts, e.in.Record), func(a Act) bool {
		_, known := w.Number(a.State)
		return !known
	})
	slices.SortStableFunc(acts, func(x, y Act) int { return int(number(w, x.State)) - int(number(w, y.State)) })
	return acts
}

// actsOf reads the acts of one State from the table and the record.
func (e *entry) actsOf(c ent.StateCode) []Act {
	var lines strings.Builder
	for rest := e.in.Acts; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		if t := strings.TrimLeft(line, " \t"); strings.HasPrefix(t, string(c)) && len(t) > len(c) && (t[len(c)] == ' ' || t[len(c)] == '\t') {
			lines.WriteString(line + "\n")
		}
	}
	acts, _ := ParseActs(lines.String())
	var record []Act
	for _, a := range e.in.Record {
		if a.State == c {
			record = append(record, a)
		}
	}
	return act.Merge(acts, record)
}

func orBeginning(d ent.Date) string {
	if d == 0 {
		return "the beginning of the record"
	}
	return d.String()
}

// World returns the States and organisations of the library.
func (l *Library) World() *world.World { return l.world }

// IDs returns the ids of all instruments in order.
func (l *Library) IDs() []ent.InstrumentID { return l.ids }

// Settled returns the last day on which the standing of some State to the instrument
// changes; MaxDate where that hangs on a term that runs, or on acts that contradict one
// another; zero where nobody acted.
func (l *Library) Settled(id ent.InstrumentID) ent.Date {
	e := l.entries[id]
	if e == nil {
		return 0
	}
	if e.course != nil || e.dubious || e.contradicts {
		return ent.MaxDate
	}
	last := ent.Date(0)
	for i := range e.spans {
		last = max(last, e.spans[i].from)
	}
	return last
}

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

// Named returns the instrument of an id or alias, false where none bears it.
func (l *Library) Named(s string) (ent.InstrumentID, bool) {
	id, ok := l.alias[ent.Fold(s)]
	return id, ok
}

// Find returns the id for an id or alias. A group is an error that names its
// members; an unknown name is an error that names the nearest.
func (l *Library) Find(s string) (ent.InstrumentID, error) {
	if id, ok := l.Named(s); ok {
		return id, nil
	}
	k := ent.Fold(s)
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

// number is that of a State which is in the table.
func number(w *world.World, c ent.StateCode) uint16 {
	n, _ := w.Number(c)
	return n
}
