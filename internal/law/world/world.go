// Package world is the table of States and organisations: their names, how they came and
// went, who continues or succeeds whom, and who was a member of what on which day.
package world

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	ent "entente"
	"entente/internal/law/spelling"
)

// State is a State or former State. A zero From means: as far back as the records go.
type State struct {
	Code        ent.StateCode `yaml:"code"`
	Name        string        `yaml:"name"`
	Aliases     []string      `yaml:"aliases,omitempty,flow"`
	From        ent.Date      `yaml:"from,omitempty"`
	Until       ent.Date      `yaml:"until,omitempty"`
	ContinuedBy ent.StateCode `yaml:"continued_by,omitempty"`
	Succeeds    []Succession  `yaml:"succeeds,omitempty,flow"`
	Within      string        `yaml:"within,omitempty"`
	Note        string        `yaml:"note,omitempty"`
	Source      string        `yaml:"source,omitempty"`

	Confidence ent.Confidence `yaml:"confidence,omitempty"`
}

// Succession names a predecessor and how the State followed it: continuer,
// separation, union, new or absorption.
type Succession struct {
	State ent.StateCode `yaml:"state"`
	Kind  string        `yaml:"kind"`
	On    ent.Date      `yaml:"on,omitempty"`
}

// Organisation is an international organisation with its dated membership.
type Organisation struct {
	ID      string   `yaml:"id"`
	Name    string   `yaml:"name"`
	Aliases []string `yaml:"aliases,omitempty,flow"`
	Members string   `yaml:"members"`
	Founded ent.Date `yaml:"founded,omitempty"`
	Note    string   `yaml:"note,omitempty"`
	Source  string   `yaml:"source,omitempty"`
	AsOf    ent.Date `yaml:"as_of,omitempty"`

	Confidence ent.Confidence `yaml:"confidence,omitempty"`
}

// World is the table of States and organisations.
type World struct {
	byCode  map[ent.StateCode]*State
	byName  map[string]ent.StateCode
	codes   []ent.StateCode
	orgs    map[string]*Organisation
	members map[string]map[ent.StateCode][]ent.Period
	orgIDs  []string
	numbers map[ent.StateCode]uint16 // states in the order of their codes, then organisations
	who     []ent.StateCode
}

// New builds the table; it returns every fault it finds: a code or name used
// twice, a successor or member that is no State, periods out of order.
func New(states []State, orgs []Organisation) (*World, []error) {
	w := &World{byCode: map[ent.StateCode]*State{}, byName: map[string]ent.StateCode{}, orgs: map[string]*Organisation{},
		members: map[string]map[ent.StateCode][]ent.Period{}}
	var faults []error
	for i := range states {
		s := &states[i]
		if w.byCode[s.Code] != nil {
			faults = append(faults, fmt.Errorf("state %s stands twice", s.Code))
			continue
		}
		w.byCode[s.Code] = s
		w.codes = append(w.codes, s.Code)
		for _, n := range append([]string{string(s.Code), s.Name}, s.Aliases...) {
			faults = w.name(faults, n, s.Code)
		}
	}
	sort.Slice(w.codes, func(i, j int) bool { return w.codes[i] < w.codes[j] })
	for _, c := range w.codes {
		faults = append(faults, w.checkState(w.byCode[c])...)
	}
	for i := range orgs {
		faults = append(faults, w.addOrganisation(&orgs[i])...)
	}
	w.number()
	return w, faults
}

// number gives every State and organisation a small number, so that a library of
// many instruments stays small.
func (w *World) number() {
	w.numbers = map[ent.StateCode]uint16{}
	add := func(c ent.StateCode) {
		w.numbers[c] = uint16(len(w.who))
		w.who = append(w.who, c)
	}
	for _, c := range w.codes {
		add(c)
	}
	ids := slices.Clone(w.orgIDs)
	slices.Sort(ids)
	for _, id := range ids {
		add(ent.StateCode(id))
	}
}

func (w *World) name(faults []error, name string, code ent.StateCode) []error {
	k := ent.Fold(name)
	if old, ok := w.byName[k]; ok && old != code {
		return append(faults, fmt.Errorf("the name %q stands for %s and for %s", name, old, code))
	}
	w.byName[k] = code
	return faults
}

func (w *World) checkState(s *State) []error {
	var faults []error
	for _, p := range s.Succeeds {
		if w.byCode[p.State] == nil {
			faults = append(faults, fmt.Errorf("state %s: its predecessor %s is not in the table", s.Code, p.State))
		}
	}
	if s.ContinuedBy != "" && w.byCode[s.ContinuedBy] == nil {
		faults = append(faults, fmt.Errorf("state %s: %s, which continues it, is not in the table", s.Code, s.ContinuedBy))
	}
	if s.Until != 0 && s.Until <= s.From {
		faults = append(faults, fmt.Errorf("state %s: ends before it begins", s.Code))
	}
	return faults
}

func (w *World) addOrganisation(o *Organisation) []error {
	var faults []error
	m := map[ent.StateCode][]ent.Period{}
	for i, line := range strings.Split(o.Members, "\n") {
		line, _, _ = strings.Cut(line, "#")
		code, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if code == "" {
			continue
		}
		if w.byCode[ent.StateCode(code)] == nil {
			faults = append(faults, fmt.Errorf("organisation %s, line %d: no State %q", o.ID, i+1, code))
			continue
		}
		for _, part := range strings.Split(rest, ";") {
			p, err := parsePeriod(part)
			if err != nil {
				faults = append(faults, fmt.Errorf("organisation %s, line %d: %w", o.ID, i+1, err))
				continue
			}
			m[ent.StateCode(code)] = append(m[ent.StateCode(code)], p)
		}
	}
	if w.orgs[ent.Fold(o.ID)] != nil {
		faults = append(faults, fmt.Errorf("organisation %s stands twice", o.ID))
	}
	w.orgs[ent.Fold(o.ID)], w.members[ent.Fold(o.ID)] = o, m
	w.orgIDs = append(w.orgIDs, o.ID)
	return faults
}

func parsePeriod(s string) (ent.Period, error) {
	f := strings.Fields(s)
	if len(f) != 1 && len(f) != 2 {
		return ent.Period{}, fmt.Errorf("%q is not a period; write a first day and, when it ended, the first day no longer", strings.TrimSpace(s))
	}
	var p ent.Period
	var err error
	if p.From, err = ent.ParseDate(f[0]); err != nil {
		return p, err
	}
	if len(f) == 2 {
		if p.Until, err = ent.ParseDate(f[1]); err == nil && p.Until <= p.From {
			err = fmt.Errorf("%s: ends before it begins", strings.TrimSpace(s))
		}
	}
	return p, err
}

// State returns the State with the code, nil when there is none.
func (w *World) State(c ent.StateCode) *State { return w.byCode[c] }

// Codes returns all codes in order.
func (w *World) Codes() []ent.StateCode { return w.codes }

// Organisations returns the ids of all organisations.
func (w *World) Organisations() []string { return w.orgIDs }

// Find returns the code for a code, name or alias of a State or hypothetical
// State, or for an organisation; an error of kind NotFound names the nearest.
func (w *World) Find(s string) (ent.StateCode, error) {
	k := ent.Fold(s)
	if c, ok := w.byName[k]; ok {
		return c, nil
	}
	if c := ent.StateCode(k); c.Hypothetical() {
		return c, nil
	}
	if o, ok := w.orgs[k]; ok {
		return ent.StateCode(o.ID), nil
	}
	return "", ent.Errorf(ent.Invalid, "no State %q%s", s, w.Hint(s))
}

// Hint names the nearest code or name to one that is not in the table, empty when none is near.
func (w *World) Hint(s string) string {
	var names []string
	if len(s) <= 3 {
		for _, c := range w.codes {
			names = append(names, string(c))
		}
		return spelling.Hint(s, names)
	}
	for n := range w.byName {
		names = append(names, n)
	}
	sort.Strings(names)
	if n := spelling.Nearest(s, names); n != "" {
		return fmt.Sprintf(" (nearest: %q, %s)", w.byCode[w.byName[n]].Name, w.byName[n])
	}
	return ""
}

// IsOrganisation reports whether the code is that of an organisation.
func (w *World) IsOrganisation(c ent.StateCode) bool { return w.orgs[ent.Fold(string(c))] != nil }

// Member reports whether the State is a member of the organisation on the day. A
// hypothetical State is a member of the UN and of nothing else.
func (w *World) Member(c ent.StateCode, org string, on ent.Date) bool {
	if c.Hypothetical() {
		return ent.Fold(org) == "UN"
	}
	if !w.Exists(c, on) {
		return false
	}
	for _, p := range w.members[ent.Fold(org)][w.Person(c)] {
		if p.Contains(on) {
			return true
		}
	}
	return false
}

// Membership returns the periods of membership of the State in the organisation.
func (w *World) Membership(c ent.StateCode, org string) []ent.Period {
	return w.members[ent.Fold(org)][c]
}

// Exists reports whether the State exists on the day.
func (w *World) Exists(c ent.StateCode, on ent.Date) bool {
	s := w.byCode[c]
	if s == nil {
		return c.Hypothetical() || w.IsOrganisation(c)
	}
	return ent.Period{From: s.From, Until: s.Until}.Contains(on)
}

// Person returns the code under which the acts of the State stand: that of the
// State which continues it, else its own.
func (w *World) Person(c ent.StateCode) ent.StateCode {
	for n := 0; n < 4; n++ {
		s := w.byCode[c]
		if s == nil || s.ContinuedBy == "" {
			return c
		}
		c = s.ContinuedBy
	}
	return c
}

// Code returns the code of the State or organisation that bears the name.
func (w *World) Code(name string) (ent.StateCode, bool) {
	k := ent.Fold(name)
	if c, ok := w.byName[k]; ok {
		return c, true
	}
	if o, ok := w.orgs[k]; ok {
		return ent.StateCode(o.ID), true
	}
	for id, o := range w.orgs {
		if ent.Fold(o.Name) == k {
			return ent.StateCode(w.orgs[id].ID), true
		}
	}
	return "", false
}

// Number returns the small number of a State or organisation, from 0; ok is false when it
// is not in the table.
func (w *World) Number(c ent.StateCode) (n uint16, ok bool) {
	n, ok = w.numbers[c]
	return n, ok
}

// Numbered returns the State or organisation of a number.
func (w *World) Numbered(n uint16) ent.StateCode { return w.who[n] }

// Size is how many numbers there are.
func (w *World) Size() int { return len(w.who) }
