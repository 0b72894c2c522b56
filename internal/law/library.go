// Package law applies norms to a matter: it asks the record who is bound, and of
// every norm whether it concerns the matter, whether its condition holds, whether an
// exception applies and whether another norm takes its place; for one matter, or for
// many in columns of bits. Package finding makes the answer of it. Neither knows a
// clock, file or network: the day is part of the matter, the law is a snapshot.
package law

import (
	"reflect"
	"slices"
	"sort"

	ent "entente"
	"entente/internal/law/area"
	"entente/internal/law/clock"
	"entente/internal/law/fact"
	"entente/internal/law/norm"
	"entente/internal/law/spelling"
	"entente/internal/law/treaty"
)

// Library is an immutable snapshot of the law: instruments with all acts, norms,
// vocabulary and areas. It is safe for use by many goroutines.
type Library struct {
	Treaties   *treaty.Library
	Vocabulary *fact.Vocabulary
	Areas      *area.Set
	Book       *norm.Book
	Hash       string // sha256 of the corpus it was made from

	calendars map[string]*clock.Calendar
	Index     Index
}

// New joins the parts into a library and compiles the norms. Faults are for a curator.
func New(t *treaty.Library, v *fact.Vocabulary, a *area.Set, norms []norm.Norm, hash string) (*Library, []*norm.Fault) {
	l := &Library{Treaties: t, Vocabulary: v, Areas: a, Hash: hash}
	ids := map[string]bool{}
	for i := range norms {
		ids[string(norms[i].ID)] = true
	}
	book, faults := norm.Compile(norms, v, &schema{l, ids})
	l.Book = book
	l.buildIndex()
	return l, faults
}

// With returns the library with the same norms over other instruments, so that the law
// that is shipped and an institution's own agreements are one library.
func (l *Library) With(t *treaty.Library, hash string) *Library {
	n := *l
	n.Treaties, n.Hash = t, hash
	return &n
}

// Own is a norm of an institution's own agreement, and where it stands.
type Own struct {
	norm.Norm  `yaml:",inline"`
	Instrument ent.InstrumentID `yaml:"instrument"`
	Article    string           `yaml:"article"`
}

// WithNorms returns the library with more norms, those of an institution's own agreements.
// Faults are for whoever wrote them; a norm with a fault is left out.
func (l *Library) WithNorms(own []Own, hash string) (*Library, []*norm.Fault) {
	n := *l
	v := *l.Vocabulary
	v.Norms = slices.Clip(v.Norms)
	norms := make([]norm.Norm, len(own))
	ids := map[string]bool{}
	for _, c := range l.Book.Norms {
		ids[string(c.ID)] = true
	}
	for i := range own {
		norms[i] = own[i].Norm
		ids[string(own[i].ID)] = true
		v.Norms = append(v.Norms, fact.Place{ID: own[i].ID, Instrument: own[i].Instrument, Article: own[i].Article})
	}
	v.Index()
	var faults []*norm.Fault
	n.Vocabulary, n.Hash, n.Index = &v, hash, Index{}
	n.Book, faults = l.Book.With(norms, &v, &schema{&n, ids})
	n.buildIndex()
	return &n, faults
}

// WithCalendars returns the library with calendars of working or sitting days, by id.
// Without the calendar it needs a clock yields no day. The hash must name them too, for
// findings depend on them.
func (l *Library) WithCalendars(calendars map[string]*clock.Calendar, hash string) *Library {
	n := *l
	n.calendars, n.Hash = calendars, hash
	return &n
}

// schema answers the type check of the condition language from the vocabulary.
type schema struct {
	lib   *Library
	norms map[string]bool
}

// FactType returns the declared type and values of a fact.
func (s *schema) FactType(name string) (string, []string, bool) {
	if d := s.lib.Vocabulary.Fact(name); d != nil {
		return string(d.Type), d.Values, true
	}
	return "", nil, false
}

// Known reports whether a name of the class is declared.
func (s *schema) Known(class, name string) bool {
	w := s.lib.Treaties.World()
	switch class {
	case "role":
		return s.lib.Vocabulary.HasRole(name)
	case "state":
		c := ent.StateCode(name)
		return w.State(c) != nil || c.Hypothetical() || w.IsOrganisation(c)
	case "organisation":
		return w.IsOrganisation(ent.StateCode(name))
	case "instrument":
		return s.lib.Treaties.Instrument(ent.InstrumentID(name)) != nil
	case "area":
		return s.lib.Areas.Has(name)
	case "norm":
		return s.norms[name]
	}
	return false
}

// PositionOf reports whether the norm may be read in that way.
func (s *schema) PositionOf(n, position string) bool {
	return s.lib.Vocabulary.HasPosition(ent.NormID(n), position)
}

// Nearest returns the nearest declared name of the class.
func (s *schema) Nearest(class, name string) string {
	w := s.lib.Treaties.World()
	var names []string
	switch class {
	case "role":
		names = s.lib.Vocabulary.RoleNames()
	case "fact":
		names = s.lib.Vocabulary.FactNames()
	case "state":
		for _, c := range w.Codes() {
			names = append(names, string(c))
		}
	case "organisation":
		names = w.Organisations()
	case "instrument":
		for _, id := range s.lib.Treaties.IDs() {
			names = append(names, string(id))
		}
	case "area":
		names = s.lib.Areas.IDs()
	case "norm":
		for n := range s.norms {
			names = append(names, n)
		}
		sort.Strings(names)
	}
	return spelling.Nearest(name, names)
}

// orderOf returns the legal order in which the norm speaks: that of its instrument,
// save that a norm of class policy speaks as policy.
func (l *Library) orderOf(n *norm.Compiled) string {
	switch n.Class {
	case norm.Policy:
		return "policy"
	case norm.Domestic:
		return "domestic"
	case norm.Regional:
		return "regional"
	}
	if in := l.Treaties.Instrument(n.Place.Instrument); in != nil && slices.Contains(Orders, in.LegalOrder) && in.LegalOrder != "policy" {
		return in.LegalOrder
	}
	return "international"
}

// Order returns the legal order in which the norm speaks.
func (l *Library) Order(n *norm.Compiled) string { return l.Index.order[n.Index] }

// Orders are the legal orders, each answered for itself.
var Orders = []string{"international", "regional", "domestic", "policy"}

// SameCalendars reports whether the two have the same calendars.
func (l *Library) SameCalendars(o *Library) bool { return reflect.DeepEqual(l.calendars, o.calendars) }
