package treaty

import (
	"slices"
	"sync"

	ent "entente"
)

// lookups find instruments by whom and what they concern. They are made when they are first
// asked for, once a library.
type lookups struct {
	once    sync.Once
	ofState [][]int32                               // by the State's number: places in the list of ids
	applied map[ent.InstrumentID][]ent.InstrumentID // by the instrument whose articles are applied
}

func (l *Library) lookups() *lookups {
	l.look.once.Do(func() {
		k := l.look
		k.ofState, k.applied = make([][]int32, l.world.Size()), map[ent.InstrumentID][]ent.InstrumentID{}
		for i, id := range l.ids {
			e := l.entries[id]
			add := func(n uint16) {
				if of := k.ofState[n]; len(of) == 0 || of[len(of)-1] != int32(i) {
					k.ofState[n] = append(of, int32(i))
				}
			}
			for _, n := range e.who {
				add(n)
			}
			for j := range e.in.Record {
				if n, ok := l.world.Number(e.in.Record[j].State); ok {
					add(n)
				}
			}
			if a := e.in.Family.Applies; a != "" {
				k.applied[a] = append(k.applied[a], id)
			}
		}
	})
	return l.look
}

// Touching returns the instruments that one of the States has, or had, to do with, in the order
// of ids: it has a standing, or acted, or the State that continues it did. No other instrument
// stands in any way between them.
func (l *Library) Touching(states ...ent.StateCode) []ent.InstrumentID {
	k := l.lookups()
	var at []int32
	for _, c := range states {
		if c.Hypothetical() {
			return l.ids // which may be bound by what binds everybody
		}
		for _, code := range []ent.StateCode{c, l.world.Person(c)} {
			if n, ok := l.world.Number(code); ok {
				at = append(at, k.ofState[n]...)
			}
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	out := make([]ent.InstrumentID, len(at))
	for i, x := range at {
		out[i] = l.ids[x]
	}
	return out
}

// Applying returns the instruments that apply the articles of another between their own parties.
func (l *Library) Applying(of ent.InstrumentID) []ent.InstrumentID { return l.lookups().applied[of] }
