// Package difference tells what changed from one state of the law to another, and whom it
// concerns, so that what was worked out before is worked out anew only where it must be.
package difference

import (
	"reflect"
	"slices"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/treaty"
)

// Difference is what changed between two libraries.
type Difference struct {
	All         bool                   // it may concern everybody: a norm, a calendar, or an instrument that binds all
	Instruments []ent.InstrumentID     // that changed, by id
	States      map[ent.StateCode]bool // whose standing or acts changed, organisations included
}

// Concerns reports whether it may concern one of the States and organisations.
func (d *Difference) Concerns(states ...ent.StateCode) bool {
	return d.All || slices.ContainsFunc(states, func(s ent.StateCode) bool { return d.States[s] })
}

// Between compares two libraries that were made of the same shipped law. What it leaves out did
// not change; of what it names, some may come to the same.
func Between(old, now *law.Library) *Difference {
	d := &Difference{States: map[ent.StateCode]bool{}}
	if old == now {
		return d
	}
	if !sameNorms(old, now) || !old.SameCalendars(now) {
		d.All = true
	}
	x, y := old.Treaties.IDs(), now.Treaties.IDs()
	for len(x)+len(y) > 0 {
		switch {
		case len(y) == 0 || len(x) > 0 && x[0] < y[0]:
			d.instrument(old.Treaties, now.Treaties, x[0])
			x = x[1:]
		case len(x) == 0 || y[0] < x[0]:
			d.instrument(old.Treaties, now.Treaties, y[0])
			y = y[1:]
		default:
			d.instrument(old.Treaties, now.Treaties, x[0])
			x, y = x[1:], y[1:]
		}
	}
	return d
}

// instrument adds an instrument, if it changed, with those whom that concerns.
func (d *Difference) instrument(old, now *treaty.Library, id ent.InstrumentID) {
	x, y := old.Instrument(id), now.Instrument(id)
	if x == y {
		return
	}
	d.Instruments = append(d.Instruments, id)
	whole := x == nil || y == nil || !sameTerms(x, y)
	found := false
	w := now.World()
	each := func(c ent.StateCode) {
		was, is := old.Phases(c, id), now.Phases(c, id)
		before, after := old.ActsOf(c, id), now.ActsOf(c, id)
		if len(was)+len(is)+len(before)+len(after) == 0 {
			return
		}
		found = true
		if whole || !slices.Equal(was, is) || !reflect.DeepEqual(before, after) {
			d.States[c] = true
		}
	}
	for _, c := range w.Codes() {
		each(c)
	}
	for _, o := range w.Organisations() {
		each(ent.StateCode(o))
	}
	binds := func(in *treaty.Instrument) bool { return in != nil && in.Participants == treaty.All }
	if binds(x) || binds(y) || !found {
		d.All = true
	}
}

// sameTerms reports whether two states of an instrument differ in the acts about it alone.
func sameTerms(x, y *treaty.Instrument) bool {
	a, b := *x, *y
	a.Acts, a.Record, b.Acts, b.Record = "", nil, "", nil
	return reflect.DeepEqual(a, b)
}

// sameNorms reports whether two libraries have the same norms.
func sameNorms(old, now *law.Library) bool {
	if old.Book == now.Book {
		return true
	}
	x, y := old.Book.Norms, now.Book.Norms
	if len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] && x[i].Norm != y[i].Norm && !reflect.DeepEqual(x[i].Norm, y[i].Norm) {
			return false
		}
	}
	return true
}
