package access

import (
	"slices"
	"strings"

	ent "entente"
)

// Levels are the classifications, the lowest first.
var Levels = []string{"PUBLIC", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"}

// Level returns the rank of a classification, from 0.
func Level(name string) (int, bool) {
	i := slices.Index(Levels, strings.ToUpper(strings.TrimSpace(name)))
	return i, i >= 0
}

// Marking is a classification and, when it is not for all who are cleared, to which States
// and organisations it may go. What may go to an organisation may go to its members.
type Marking struct {
	Level int
	Rel   []ent.StateCode // sorted; empty: to all who are cleared
}

// None is releasable to nobody: two lists that have no State in common.
const None ent.StateCode = "NONE"

// ParseMarking reads "SECRET" or "SECRET//REL TO USA, JPN"; empty is public. A marking that
// cannot be read is an error, and whatever bears it is for nobody.
func ParseMarking(s string) (Marking, error) {
	if strings.TrimSpace(s) == "" {
		return Marking{}, nil
	}
	name, caveats, _ := strings.Cut(s, "//")
	l, ok := Level(name)
	if !ok {
		return Marking{}, ent.Errorf(ent.Invalid, "%q is no classification; the classifications are %s", strings.TrimSpace(name), strings.Join(Levels, ", "))
	}
	m := Marking{Level: l}
	if strings.TrimSpace(caveats) == "" {
		return m, nil
	}
	list, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(caveats)), "REL TO ")
	for _, c := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		m.Rel = append(m.Rel, ent.StateCode(c))
	}
	if !ok || len(m.Rel) == 0 || strings.Contains(list, "/") {
		return Marking{}, ent.Errorf(ent.Invalid, "%q is no caveat; write REL TO USA, JPN", strings.TrimSpace(caveats))
	}
	m.Rel = sorted(m.Rel)
	return m, nil
}

func sorted(codes []ent.StateCode) []ent.StateCode {
	slices.Sort(codes)
	return slices.Compact(codes)
}

// String prints the marking as ParseMarking reads it.
func (m Marking) String() string {
	s := Levels[m.Level]
	if len(m.Rel) > 0 {
		w := make([]string, len(m.Rel))
		for i, c := range m.Rel {
			w[i] = string(c)
		}
		s += "//REL TO " + strings.Join(w, ", ")
	}
	return s
}

// Kept is the marking as the record keeps it: empty when it is public and for all, so that
// the log's entry can be plain.
func (m Marking) Kept() string {
	if m.Level == 0 && len(m.Rel) == 0 {
		return ""
	}
	return m.String()
}

// World tells which organisations there are and who is their member. The treaty engine's
// world is one.
type World interface {
	Codes() []ent.StateCode
	Organisations() []string
	IsOrganisation(ent.StateCode) bool
	Member(c ent.StateCode, organisation string, on ent.Date) bool
}

// Realm knows to whom a list of States and organisations releases something on a day. The
// zero Realm knows no organisation: each code stands for itself.
type Realm struct {
	World World
	Today func() ent.Date
}

// Groups returns the organisations that a State is a member of today.
func (r *Realm) Groups(nation ent.StateCode) []ent.StateCode {
	if r.World == nil || nation == "" {
		return nil
	}
	var out []ent.StateCode
	for _, o := range r.World.Organisations() {
		if r.World.Member(nation, o, r.Today()) {
			out = append(out, ent.StateCode(o))
		}
	}
	return out
}

// reach returns everybody to whom a list releases: the codes themselves, and the members of
// those that are organisations.
func (r *Realm) reach(list []ent.StateCode) []ent.StateCode {
	out := slices.Clone(list)
	for _, o := range list {
		if r.World == nil || !r.World.IsOrganisation(o) {
			continue
		}
		for _, c := range r.World.Codes() {
			if r.World.Member(c, string(o), r.Today()) {
				out = append(out, c)
			}
		}
	}
	return sorted(out)
}

// Means returns what is wrong with a marking that somebody wants to give, as an error of
// kind Invalid: a code that is neither a State nor an organisation.
func (r *Realm) Means(m Marking) error {
	if r.World == nil {
		return nil
	}
	codes := r.World.Codes()
	for _, c := range m.Rel {
		if !slices.Contains(codes, c) && !r.World.IsOrganisation(c) {
			return ent.Errorf(ent.Invalid, "%s is neither a State nor an organisation; to whom may it be released?", c)
		}
	}
	return nil
}

// Join returns the marking of what is made of both: the higher classification, releasable
// to those to whom both are.
func (r *Realm) Join(a, b Marking) Marking {
	out := Marking{Level: max(a.Level, b.Level)}
	switch {
	case len(a.Rel) == 0 || slices.Equal(a.Rel, b.Rel):
		out.Rel = b.Rel
	case len(b.Rel) == 0:
		out.Rel = a.Rel
	default:
		out.Rel = r.both(a.Rel, b.Rel)
	}
	return out
}

// both returns those to whom two lists release, in the shorter form where there is one.
func (r *Realm) both(a, b []ent.StateCode) []ent.StateCode {
	x, y := r.reach(a), r.reach(b)
	var common []ent.StateCode
	for _, c := range x {
		if slices.Contains(y, c) {
			common = append(common, c)
		}
	}
	switch {
	case len(common) == 0:
		return []ent.StateCode{None}
	case len(common) == len(x):
		return a
	case len(common) == len(y):
		return b
	}
	return common
}
