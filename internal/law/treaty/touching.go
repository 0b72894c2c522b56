package treaty

import (
	"maps"
	"slices"
	"sync"
	"sync/atomic"

	ent "entente"
)

// lookups find instruments by whom and what they concern. They are made when they are first
// asked for, and serve the libraries made of this one too, which know what has changed since.
type lookups struct {
	once      sync.Once
	made      atomic.Bool
	ids       []ent.InstrumentID // of the library that made them
	ofState   [][]int32          // by the State's number: places in ids
	universal []int32            // what binds everybody, or every Member of the United Nations
}

// mostSince is how many instruments may have changed before the lookups are made anew.
const mostSince = 250

// follow gives a library made of another its lookups: those of the other while little has
// changed since they were made.
func (n *Library) follow(l *Library, changed []ent.InstrumentID) {
	n.look = &lookups{}
	if !l.look.made.Load() || len(l.since)+len(changed) > mostSince {
		return
	}
	n.look, n.since = l.look, maps.Clone(l.since)
	if n.since == nil {
		n.since = make(map[ent.InstrumentID]bool, len(changed))
	}
	for _, id := range changed {
		n.since[id] = true
	}
}

func (l *Library) lookups() *lookups {
	l.look.once.Do(func() {
		k := l.look
		k.ids, k.ofState = l.ids, make([][]int32, l.world.Size())
		for i, id := range l.ids {
			e := l.entries[id]
			for _, list := range [][]uint16{e.who, e.silent} {
				for _, n := range list {
					k.ofState[n] = append(k.ofState[n], int32(i))
				}
			}
			if e.in.universal() {
				k.universal = append(k.universal, int32(i))
			}
		}
		k.made.Store(true)
	})
	return l.look
}

// Touching returns the instruments that one of the States has, or had, to do with, in the order
// of ids: it has a standing, or acted, or the State that continues it did; a State that does not
// exist has to do with what binds everybody. No other instrument stands in any way between them.
func (l *Library) Touching(states ...ent.StateCode) []ent.InstrumentID {
	k := l.lookups()
	var numbers []uint16
	var at []int32
	everybody := false
	for _, c := range states {
		everybody = everybody || c.Hypothetical()
		for _, code := range []ent.StateCode{c, l.world.Person(c)} {
			if n, ok := l.world.Number(code); ok && !slices.Contains(numbers, n) {
				numbers, at = append(numbers, n), append(at, k.ofState[n]...)
			}
		}
	}
	if everybody {
		at = append(at, k.universal...)
	}
	slices.Sort(at)
	at = slices.Compact(at)
	out := make([]ent.InstrumentID, len(at))
	for i, x := range at {
		out[i] = k.ids[x]
	}
	return l.sinceThen(out, func(e *entry) bool {
		return everybody && e.in.universal() || slices.ContainsFunc(numbers, e.concerns)
	})
}

// sinceThen brings a list that the lookups gave up to date; belongs is asked of what has changed.
func (l *Library) sinceThen(list []ent.InstrumentID, belongs func(*entry) bool) []ent.InstrumentID {
	if len(l.since) == 0 {
		return list
	}
	list = slices.DeleteFunc(list, func(id ent.InstrumentID) bool { return l.since[id] })
	was := len(list)
	for id := range l.since {
		if e := l.entries[id]; e != nil && belongs(e) {
			list = append(list, id)
		}
	}
	if len(list) > was {
		slices.Sort(list)
	}
	return list
}

// Applying returns the instruments that apply the articles of another between their own
// parties, in the order of ids. The list is not to be changed.
func (l *Library) Applying(of ent.InstrumentID) []ent.InstrumentID { return l.applied[of] }

// apply notes whose articles instruments that were added apply.
func (l *Library) apply(added []entry) {
	more := map[ent.InstrumentID][]ent.InstrumentID{}
	for i := range added {
		if in := added[i].in; in.Family.Applies != "" && l.entries[in.ID] == &added[i] {
			more[in.Family.Applies] = append(more[in.Family.Applies], in.ID)
		}
	}
	for of, ids := range more {
		l.applied[of] = slices.Sorted(slices.Values(slices.Concat(l.applied[of], ids)))
	}
}

// applyNot forgets whose articles instruments apply that are gone.
func (l *Library) applyNot(gone map[ent.InstrumentID]bool) {
	for of, ids := range l.applied {
		if slices.ContainsFunc(ids, func(id ent.InstrumentID) bool { return gone[id] }) {
			l.applied[of] = slices.DeleteFunc(slices.Clone(ids), func(id ent.InstrumentID) bool { return gone[id] })
		}
	}
}

// concerns reports whether a State has a standing or acted.
func (e *entry) concerns(n uint16) bool { return e.of(n) != nil || slices.Contains(e.silent, n) }

// universal reports whether the instrument binds even a State that does not exist.
func (in *Instrument) universal() bool {
	return in.Participants == All || ent.Fold(in.Participants) == "UN" || in.ID == "UNC"
}
