package treaty

import (
	"slices"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/stretch"
)

func (s Standing) holding() stretch.Holding {
	switch s {
	case Party, ProvisionalParty:
		return stretch.Holds
	case Contested:
		return stretch.HoldsContested
	case Undetermined:
		return stretch.HoldsUnknown
	}
	return stretch.HoldsNot
}

// Phase is a time during which a State has one standing; a zero Until is no end.
type Phase struct {
	From, Until ent.Date
	Standing    Standing
}

// Phases returns what the State was to the instrument over time, in order; none for a State or
// an instrument that is not in the tables. It answers for all days what Standing answers for one.
func (l *Library) Phases(c ent.StateCode, id ent.InstrumentID) []Phase {
	e := l.entries[id]
	if e == nil {
		return nil
	}
	end := ent.Date(0)
	spans := l.spansOf(e, c, ent.MinDate)
	if n, ok := l.world.Number(c); !ok || e.of(n) == nil {
		if s := l.world.State(c); s != nil { // the acts stand under the State that continues it
			end = s.Until
		}
	}
	var out []Phase
	for i, s := range spans {
		p := Phase{s.from, end, s.what}
		if i+1 < len(spans) && (end == 0 || spans[i+1].from < end) {
			p.Until = spans[i+1].from
		}
		if p.Until == 0 || p.From < p.Until {
			out = append(out, p)
		}
	}
	return out
}

// Stretches returns the times during which the instrument holds the State, or may hold it, in order.
func (l *Library) Stretches(c ent.StateCode, id ent.InstrumentID) []stretch.Stretch {
	var out []stretch.Stretch
	for _, p := range l.Phases(c, id) {
		if h := p.Standing.holding(); h != stretch.HoldsNot {
			out = append(out, stretch.Stretch{From: p.From, Until: p.Until, Holds: h})
		}
	}
	return out
}

// ActsOf returns the acts of the State on record about the instrument, in the order of their days.
func (l *Library) ActsOf(c ent.StateCode, id ent.InstrumentID) []Act {
	e := l.entries[id]
	if e == nil {
		return nil
	}
	if n, ok := l.world.Number(c); !ok || e.of(n) == nil {
		c = l.world.Person(c)
	}
	acts := e.actsOf(c)
	slices.SortStableFunc(acts, act.ByDay)
	return acts
}

// Together returns the times during which the instrument is in force between two States, or
// may be, in order. It answers for all days what Between answers for one.
func (l *Library) Together(a, b ent.StateCode, id ent.InstrumentID) []stretch.Stretch {
	both := stretch.Meet(nil, l.Stretches(a, id), l.Stretches(b, id))
	if len(both) == 0 || !l.entries[id].special {
		return both
	}
	return l.asked(both, a, b, l.entries[id])
}

// Special reports whether the instrument stands between some States otherwise than the
// standing of each would say: by a reservation, an objection or a dispute.
func (l *Library) Special(id ent.InstrumentID) bool {
	return l.entries[id] != nil && l.entries[id].special
}

// asked asks Between on each day on which the relation may change, and joins the answers.
func (l *Library) asked(both []stretch.Stretch, a, b ent.StateCode, e *entry) []stretch.Stretch {
	days := l.turns(a, b, e)
	var out []stretch.Stretch
	for _, s := range both {
		for from := s.From; from < s.Ends(); {
			until := s.Ends()
			if i, _ := slices.BinarySearch(days, from+1); i < len(days) && days[i] < until {
				until = days[i]
			}
			part := stretch.Stretch{From: from, Holds: s.Holds}
			if until <= ent.MaxDate {
				part.Until = until
			}
			switch r := l.Between([]ent.StateCode{a, b}, e.in.ID, from); {
			case r.InForce && r.Contested:
				part.Holds = stretch.HoldsContested
			case r.InForce:
				part.Holds = stretch.Holds
			case !r.Unknown:
				part.Holds = stretch.HoldsNot
			}
			out = stretch.Join(out, part)
			from = until
		}
	}
	return out
}

// turns returns the days on which what is particular to two States may begin or end, in order.
func (l *Library) turns(a, b ent.StateCode, e *entry) []ent.Date {
	var days []ent.Date
	for _, p := range e.in.Pairs {
		days = append(days, p.From, p.Until, p.CutFrom, p.ContestedFrom)
		if p.OnlyTowardPartiesTo != "" {
			for _, c := range []ent.StateCode{a, b} {
				for _, s := range l.Stretches(c, p.OnlyTowardPartiesTo) {
					days = append(days, s.From, s.Until)
				}
			}
		}
	}
	for _, r := range e.in.Record {
		if r.Act == Objection {
			days = append(days, r.On, r.Until)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// Participants returns how many States and organisations the instrument has ever had to do with.
func (l *Library) Participants(id ent.InstrumentID) int {
	if e := l.entries[id]; e != nil {
		return len(e.who)
	}
	return 0
}
