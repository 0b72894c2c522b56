package treaty

import (
	"fmt"

	ent "entente"
)

// Relation is how an instrument stands between two or more States on a day.
type Relation struct {
	Instrument ent.InstrumentID
	InForce    bool
	Contested  bool
	Clash      bool // it is contested because acts on record contradict one another
	Unknown    bool // the record does not tell whether one of them is bound
	Concerned  bool // one of them is, was, or has consented to be, bound
	Since      ent.Date
	ModifiedBy []string
	Why        string
	Cites      string
}

// bindings answers the standing of a State; a View may add what hypothetical States are bound by.
type bindings interface {
	StandingSince(c ent.StateCode, id ent.InstrumentID, on ent.Date) (Standing, ent.Date)
}

// StandingSince returns what a State is to an instrument on a day, and since when.
func (l *Library) StandingSince(c ent.StateCode, id ent.InstrumentID, on ent.Date) (Standing, ent.Date) {
	e := l.entries[id]
	if e == nil {
		return None, 0
	}
	if c.Hypothetical() {
		return e.hypothetical(on), e.force.day
	}
	s, _ := spanAt(l.spansOf(e, c, on), on)
	return s.what, s.from
}

// Between returns how one instrument stands among all the States named: in force
// only if it is so between each pair (VCLT 20-21, 30).
func (l *Library) Between(states []ent.StateCode, id ent.InstrumentID, on ent.Date) Relation {
	return l.between(l, states, id, on)
}

func (l *Library) between(b bindings, states []ent.StateCode, id ent.InstrumentID, on ent.Date) Relation {
	e := l.entries[id]
	r := Relation{Instrument: id, InForce: e != nil}
	if e == nil {
		return r
	}
	for _, c := range states {
		l.oneOf(&r, b, e, c, on)
	}
	if r.InForce {
		l.eachPair(&r, b, e, states, on)
	}
	return r
}

func (l *Library) oneOf(r *Relation, b bindings, e *entry, c ent.StateCode, on ent.Date) {
	what, since := b.StandingSince(c, e.in.ID, on)
	if what == None {
		if !c.Hypothetical() {
			_, i := spanAt(l.spansOf(e, c, on), on)
			r.Concerned = r.Concerned || i >= 0
		}
	} else {
		r.Concerned = true
	}
	switch what {
	case Party, ProvisionalParty:
		r.Since = max(r.Since, since)
	case Contested:
		r.Contested, r.Since = true, max(r.Since, since)
		if readings := l.readingsOf(e, c, on); readings != nil {
			r.Clash, r.ModifiedBy = true, append(r.ModifiedBy, readings...)
		}
	default:
		r.Unknown = what == Undetermined && (r.InForce || r.Unknown)
		if r.InForce {
			r.Why, r.Cites = l.whyNot(e, c, what, since, on), string(e.in.ID)
		}
		r.InForce = false
	}
	if r.InForce && e.hasRecord(c, Reservation) {
		h := history{acts: e.actsOf(c)}
		for _, t := range h.reservations(on) {
			r.ModifiedBy = append(r.ModifiedBy, string(c)+": "+t)
		}
	}
}

func (l *Library) whyNot(e *entry, c ent.StateCode, what Standing, since, on ent.Date) string {
	switch what {
	case Signatory:
		spans := l.spansOf(e, c, on)
		if _, i := spanAt(spans, on); i >= 0 && i+1 < len(spans) && spans[i+1].what == Party {
			return fmt.Sprintf("not in force for %s before %s", c, spans[i+1].from)
		}
		return fmt.Sprintf("%s has not (yet) become bound", c)
	case Undetermined:
		return fmt.Sprintf("the record does not tell whether %s is bound on this day", c)
	case Withdrawn:
		return fmt.Sprintf("%s is no longer bound since %s", c, since)
	}
	spans := l.spansOf(e, c, on)
	if s, i := spanAt(spans, on); i > 0 && spans[i-1].what == Party {
		return fmt.Sprintf("no longer in force for %s since %s", c, s.from)
	}
	for _, s := range spans {
		if s.from > on && s.what == Party {
			return fmt.Sprintf("%s is not party on this day; it was bound only from %s", c, s.from)
		}
	}
	return fmt.Sprintf("%s is not party", c)
}

// eachPair applies what differs between particular parties.
func (l *Library) eachPair(r *Relation, b bindings, e *entry, states []ent.StateCode, on ent.Date) {
	for i, a := range states {
		for _, c := range states[i+1:] {
			for k := range e.in.Pairs {
				l.applyPair(r, b, &e.in.Pairs[k], a, c, on)
			}
			l.applyObjections(r, e, a, c, on)
			l.applyObjections(r, e, c, a, on)
		}
	}
}

func (l *Library) applyPair(r *Relation, b bindings, p *PairRule, x, y ent.StateCode, on ent.Date) {
	if p.From > on || p.Until != 0 && on >= p.Until {
		return
	}
	if p.OnlyTowardPartiesTo != "" {
		for _, pair := range [2][2]ent.StateCode{{x, y}, {y, x}} {
			if pair[0] == p.State {
				l.condition(r, b, p, pair[1], on)
			}
		}
		return
	}
	if !samePair(p.Between, x, y) {
		return
	}
	if p.CutFrom != 0 && on >= p.CutFrom {
		r.InForce, r.Why, r.Cites = false, p.Text, p.Source
	}
	if p.ContestedFrom != 0 && on >= p.ContestedFrom {
		r.Contested, r.Since = true, max(r.Since, p.ContestedFrom)
		r.ModifiedBy = append(r.ModifiedBy, p.Readings...)
	}
}

// condition asks whether the other State is party to the instrument on which a
// reservation depends; where it is not, the instrument is not in force between the two.
func (l *Library) condition(r *Relation, b bindings, p *PairRule, other ent.StateCode, on ent.Date) {
	what, since := b.StandingSince(other, p.OnlyTowardPartiesTo, on)
	switch what {
	case Party, ProvisionalParty:
		r.Since = max(r.Since, since)
	case Contested:
		r.Contested = true
	default:
		r.InForce, r.Cites = false, string(r.Instrument)
		r.Why = fmt.Sprintf("%s is bound only toward parties to %s, and %s is none: %s", p.State, p.OnlyTowardPartiesTo, other, p.Text)
	}
}

// hasRecord reports whether the record holds such an act of the State.
func (e *entry) hasRecord(c ent.StateCode, v Verb) bool {
	for i := range e.in.Record {
		if e.in.Record[i].State == c && e.in.Record[i].Act == v {
			return true
		}
	}
	return false
}

func samePair(pair []ent.StateCode, x, y ent.StateCode) bool {
	return len(pair) == 2 && (pair[0] == x && pair[1] == y || pair[0] == y && pair[1] == x)
}

// applyObjections cuts a pair where x objected to a reservation of y and opposed the
// entry into force between them (VCLT 20(4)(b)); other objections modify the relation (21(3)).
func (l *Library) applyObjections(r *Relation, e *entry, x, y ent.StateCode, on ent.Date) {
	for i := range e.in.Record {
		a := &e.in.Record[i]
		if a.State != x || a.Act != Objection || a.On > on || !names(a.Toward, y) || a.Until != 0 && on >= a.Until {
			continue
		}
		if a.Precludes {
			r.InForce, r.Why, r.Cites = false, fmt.Sprintf("%s objected to a reservation of %s and opposed entry into force between them: %s", x, y, a.Text), "VCLT 20(4)(b)"
		} else {
			r.ModifiedBy = append(r.ModifiedBy, fmt.Sprintf("%s objected to a reservation of %s: %s", x, y, a.Text))
		}
	}
}

func names(list []ent.StateCode, c ent.StateCode) bool {
	for _, s := range list {
		if s == c {
			return true
		}
	}
	return false
}

// View is a library seen on one day, with the instruments that hypothetical States are bound by.
type View struct {
	lib   *Library
	on    ent.Date
	bound map[ent.StateCode]map[ent.InstrumentID]bool
}

// On returns the view of the library on a day. bound names the instruments of hypothetical States.
func (l *Library) On(on ent.Date, bound map[ent.StateCode][]ent.InstrumentID) *View {
	v := &View{lib: l, on: on, bound: map[ent.StateCode]map[ent.InstrumentID]bool{}}
	for c, ids := range bound {
		v.bound[c] = map[ent.InstrumentID]bool{}
		for _, id := range ids {
			v.bound[c][id] = true
		}
	}
	return v
}

// StandingSince returns what a State is to an instrument in this view on a day, and since when.
func (v *View) StandingSince(c ent.StateCode, id ent.InstrumentID, on ent.Date) (Standing, ent.Date) {
	if v.bound[c][id] {
		if e := v.lib.entries[id]; e != nil && !e.over(on) && (e.force.day == 0 || on >= e.force.day) {
			return Party, e.force.day
		}
		return None, 0
	}
	return v.lib.StandingSince(c, id, on)
}

// Standing returns what a State is to an instrument in this view.
func (v *View) Standing(c ent.StateCode, id ent.InstrumentID) (Standing, ent.Date) {
	return v.StandingSince(c, id, v.on)
}

// Between returns how an instrument stands among the States in this view.
func (v *View) Between(states []ent.StateCode, id ent.InstrumentID) Relation {
	return v.lib.between(v, states, id, v.on)
}

// Day returns the day of the view.
func (v *View) Day() ent.Date { return v.on }

// Library returns the library behind the view.
func (v *View) Library() *Library { return v.lib }
