package coverage

import (
	"slices"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/stretch"
	"entente/internal/law/world"
)

// State is how an issue stands between two States.
type State uint8

// The states, the worst first. Absent: one of the two does not exist.
const (
	Absent State = iota
	Hole
	Unknown
	Contested
	Partial
	Covered
)

var stateWords = [...]string{"absent", "hole", "unknown", "contested", "partial", "covered"}

// String returns the word of the state.
func (s State) String() string { return stateWords[s] }

// Control is a rule that holds: its place among the rules of the issue, how it holds, and
// the days for which it holds, which may reach beyond those asked about.
type Control struct {
	Rule int32
	stretch.Stretch
}

// Span is a time during which an issue stands in one way; Until is the first day no longer.
// The first of Controls controls; the others stand beside it.
type Span struct {
	From, Until ent.Date
	State       State
	Controls    []Control
}

// Map is how the issues stand between every two of some States over a time. It is computed as
// it is asked, pair by pair, and may be asked by many at once.
type Map struct {
	States []ent.StateCode
	From   ent.Date
	Until  ent.Date // the first day no longer
	Issues []Issue

	lib    *law.Library
	ids    []ent.InstrumentID
	holds  [][][]stretch.Stretch // per instrument, per State
	bits   [][]uint64            // per State: the instruments that hold it at some time
	rules  [][]rule              // per issue
	exists [][]stretch.Stretch   // per State, nil: always
}

// rule is a rule with its names looked up.
type rule struct {
	instrument, unless    int // places in ids; unless -1: none
	binds                 byte
	onlyFirst, onlySecond []bool // per State, nil: any
	from, until           ent.Date
	partial               bool
}

// Of prepares the map of the issues between the States over the days from the first to the
// last. The States are codes of the library; none may stand twice.
func Of(lib *law.Library, issues []Issue, states []ent.StateCode, first, last ent.Date) (*Map, error) {
	if last < first {
		return nil, ent.Errorf(ent.Invalid, "the last day, %s, is before the first, %s", last, first)
	}
	if len(states) < 2 {
		return nil, ent.Errorf(ent.Invalid, "name two or more States")
	}
	m := &Map{States: states, From: first, Until: last + 1, lib: lib}
	for i, c := range states {
		s := lib.Treaties.World().State(c)
		if s == nil {
			return nil, ent.Errorf(ent.Invalid, "%s is no State on record; coverage is between States that exist", c)
		}
		if slices.Contains(states[:i], c) {
			return nil, ent.Errorf(ent.Invalid, "%s is named twice", c)
		}
		m.exists = append(m.exists, existence(s, m.From, m.Until))
	}
	for _, x := range issues {
		m.addIssue(x)
	}
	m.gather()
	return m, nil
}

// existence returns the time for which a State exists, nil when that is all of the time asked about.
func existence(s *world.State, from, until ent.Date) []stretch.Stretch {
	if s.From <= from && (s.Until == 0 || s.Until >= until) {
		return nil
	}
	return []stretch.Stretch{{From: s.From, Until: s.Until, Holds: stretch.Holds}}
}

func (m *Map) addIssue(x Issue) {
	x.Rules = expand(m.lib, &x)
	rules := make([]rule, len(x.Rules))
	for i := range x.Rules {
		r := &x.Rules[i]
		rules[i] = rule{instrument: m.number(r.Instrument), unless: -1, binds: r.Binds[0], onlyFirst: m.only(r.OnlyFirst), onlySecond: m.only(r.OnlySecond),
			from: r.From, until: r.Until, partial: r.Partial != ""}
		if r.Applying != "" {
			rules[i].unless = m.number(r.Applying)
		}
		if rules[i].until == 0 {
			rules[i].until = ent.MaxDate + 1
		}
	}
	m.Issues, m.rules = append(m.Issues, x), append(m.rules, rules)
}

func (m *Map) number(id ent.InstrumentID) int {
	if i := slices.Index(m.ids, id); i >= 0 {
		return i
	}
	m.ids = append(m.ids, id)
	return len(m.ids) - 1
}

func (m *Map) only(states []ent.StateCode) []bool {
	if len(states) == 0 {
		return nil
	}
	out := make([]bool, len(m.States))
	for i, c := range m.States {
		out[i] = slices.Contains(states, c)
	}
	return out
}

// gather asks which instruments hold which State when.
func (m *Map) gather() {
	words := (len(m.ids) + 63) / 64
	m.bits = make([][]uint64, len(m.States))
	for i := range m.bits {
		m.bits[i] = make([]uint64, words)
	}
	for k, id := range m.ids {
		of := make([][]stretch.Stretch, len(m.States))
		for i, c := range m.States {
			if of[i] = m.within(m.lib.Treaties.Stretches(c, id)); len(of[i]) > 0 {
				m.bits[i][k/64] |= 1 << (k % 64)
			}
		}
		m.holds = append(m.holds, of)
	}
}

// within leaves out what lies wholly outside the days asked about.
func (m *Map) within(s []stretch.Stretch) []stretch.Stretch {
	return slices.DeleteFunc(s, func(x stretch.Stretch) bool {
		return x.From >= m.Until || x.Until != 0 && x.Until <= m.From
	})
}

// Pair returns how each issue stands for the ith State toward the jth.
func (m *Map) Pair(i, j int) [][]Span {
	p := m.newPair()
	p.meet(i, j)
	return p.toward(i, j)
}

// Each goes through every two States once, in both directions: out is how the issues stand
// for the ith toward the jth, back for the jth toward the ith.
func (m *Map) Each(f func(i, j int, out, back [][]Span)) {
	p := m.newPair()
	for i := range m.States {
		for j := i + 1; j < len(m.States); j++ {
			p.meet(i, j)
			f(i, j, p.toward(i, j), p.toward(j, i))
		}
	}
}

// Members returns the States that exist on the day.
func Members(lib *law.Library, on ent.Date) []ent.StateCode {
	w := lib.Treaties.World()
	return slices.DeleteFunc(slices.Clone(w.Codes()), func(c ent.StateCode) bool { return !w.Exists(c, on) })
}
