package treaty

import (
	"fmt"
	"slices"
	"sort"

	ent "entente"
	"entente/internal/law/duration"
)

// Status is what a State is to an instrument on a day, and why. Since is the first
// day of the standing, Until the first day on which it no longer holds; zero when not known.
type Status struct {
	State        ent.StateCode
	Instrument   ent.InstrumentID
	On           ent.Date
	Standing     Standing
	Since, Until ent.Date
	Reservations []string
	Why          []Reason
	AsOf         ent.Date
	Questions    []string
}

// Standing returns only what a State is to an instrument on a day.
func (l *Library) Standing(c ent.StateCode, id ent.InstrumentID, on ent.Date) Standing {
	e := l.entries[id]
	if e == nil {
		return None
	}
	if c.Hypothetical() {
		return e.hypothetical(on)
	}
	s, _ := spanAt(l.spansOf(e, c, on), on)
	return s.what
}

// hypothetical tells how an instrument that binds everybody, or every Member of the
// United Nations, stands to a State that does not exist.
func (e *entry) hypothetical(on ent.Date) Standing {
	if e.in.universal() && on >= e.force.day && !e.over(on) {
		return Party
	}
	return None
}

// acting returns the code under which the acts of a State stand on a day: its own or,
// for a State that another continues, that other's while the former still existed;
// "" when it no longer existed. note says so.
func (l *Library) acting(e *entry, c ent.StateCode, on ent.Date) (code ent.StateCode, note string) {
	p := l.world.Person(c)
	n, known := l.world.Number(c)
	if p == c || known && e.of(n) != nil {
		return c, ""
	}
	s := l.world.State(c)
	if s.Until != 0 && on >= s.Until {
		return "", fmt.Sprintf("%s ceased to exist on %s; %s continues it", s.Name, s.Until, p)
	}
	return p, fmt.Sprintf("the acts of %s stand under %s, which continues it", s.Name, p)
}

// spansOf returns the spans of a State as they are to be read on a day.
func (l *Library) spansOf(e *entry, c ent.StateCode, on ent.Date) []span {
	n, ok := l.world.Number(c)
	if ok {
		if s := e.of(n); s != nil {
			return s
		}
	}
	if s := l.world.State(c); s == nil || s.ContinuedBy == "" {
		return nil
	}
	code, _ := l.acting(e, c, on)
	if code == "" {
		return nil
	}
	return e.of(number(l.world, code))
}

// historyOf returns the history with its reasons, and a note on whose acts they are.
func (l *Library) historyOf(e *entry, c ent.StateCode, on ent.Date) (*history, string) {
	code, note := l.acting(e, c, on)
	if code == "" {
		return nil, note
	}
	if _, ok := l.world.Number(code); !ok {
		return nil, note
	}
	return l.explain(e, code), note
}

// Status returns the standing with its dates and reasons.
func (l *Library) Status(c ent.StateCode, id ent.InstrumentID, on ent.Date) Status {
	e := l.entries[id]
	st := Status{State: c, Instrument: id, On: on}
	if e == nil {
		return st
	}
	st.AsOf = e.in.Participation.AsOf
	if c.Hypothetical() {
		st.Standing = e.hypothetical(on)
		st.Why = []Reason{{"a State that does not exist: a Member of the United Nations, bound by the Charter and custom alone", "vocabulary"}}
		return st
	}
	h, note := l.historyOf(e, c, on)
	if h != nil {
		l.describe(&st, e, h)
		l.tellTerm(&st, e)
	} else {
		st.Why = append(st.Why, l.absence(e, c, on))
	}
	if note != "" {
		st.Why = append(st.Why, Reason{note, "custom (State succession)"})
	}
	l.compare(&st, e)
	return st
}

func (l *Library) describe(st *Status, e *entry, h *history) {
	s, i := spanAt(h.spans, st.On)
	st.Standing, st.Since = s.what, s.from
	if i+1 < len(h.spans) {
		st.Until = h.spans[i+1].from
	}
	if i < 0 {
		st.Since = 0
		st.Why = append(st.Why, Reason{"no act on record by this day", string(e.in.ID)})
	}
	for j, r := range h.reasons {
		if i >= 0 && h.concerns(i, int32(j)) {
			st.Why = append(st.Why, r)
		}
	}
	if len(h.spans) > 0 && s.what == None && i >= 0 {
		st.Since = s.from
	}
	st.Reservations = h.reservations(st.On)
	if s.what == Undetermined {
		st.Questions = append(st.Questions, h.reasons[h.begun[i]].Text)
	}
	if i >= 0 && slices.Contains(h.clash, s.from) {
		st.Questions = append(st.Questions, "which reading of the acts on record is right; correct the act that is not")
	}
}

// concerns reports whether a reason belongs to the history up to the span after the present one.
func (h *history) concerns(i int, reason int32) bool {
	if i+2 < len(h.spans) {
		return reason < h.begun[i+2]
	}
	return true
}

// absence explains why a State that never acted is not bound.
func (l *Library) absence(e *entry, c ent.StateCode, on ent.Date) Reason {
	if !l.world.Exists(c, on) {
		return Reason{"the State does not exist on this day", "custom (State succession)"}
	}
	if e.in.Of != "" {
		return Reason{"the law of " + string(e.in.Of) + " binds that State only", string(e.in.ID)}
	}
	if s := l.world.State(c); s != nil {
		for _, p := range s.Succeeds {
			if n, ok := l.world.Number(l.world.Person(p.State)); ok && e.of(n) != nil && p.Kind == "separation" {
				return Reason{fmt.Sprintf("its predecessor %s acted, but no succession by this State is on record; whether it is bound without one is disputed", p.State), "VCSST 34"}
			}
		}
	}
	return Reason{"no act on record", string(e.in.ID)}
}

// compare tells where the day computed by the rule and the day declared by the depositary differ.
func (l *Library) compare(st *Status, e *entry) {
	f := e.force
	if f.computed != 0 && f.declared != 0 && f.computed != f.declared {
		st.Why = append(st.Why, Reason{fmt.Sprintf("the acts on record give %s as the day of entry into force of the instrument, the depositary declared %s", f.computed, f.declared),
			string(e.in.ID) + " " + e.in.EntryIntoForce.Article})
	}
	if st.AsOf != 0 && st.On > st.AsOf {
		st.Why = append(st.Why, Reason{fmt.Sprintf("the list of participants is complete to %s; later acts only as far as they were seen", st.AsOf), e.in.Participation.Source})
	}
}

func (h *history) reservations(on ent.Date) []string {
	var out []string
	for _, a := range h.acts {
		if a.On > on {
			continue
		}
		switch a.Act {
		case Reservation:
			out = append(out, a.Text)
		case ReservationWithdrawn:
			out = without(out, a.Text)
		}
	}
	return out
}

func without(list []string, text string) []string {
	var out []string
	for _, s := range list {
		if s != text && text != "" {
			out = append(out, s)
		}
	}
	return out
}

// Member is one line of the list of participants.
type Member struct {
	State    ent.StateCode
	Standing Standing
	Since    ent.Date
}

// Parties returns who is party, applies provisionally or is contested on the day,
// in the order of codes.
func (l *Library) Parties(id ent.InstrumentID, on ent.Date) []Member {
	e := l.entries[id]
	if e == nil {
		return nil
	}
	var out []Member
	for i, n := range e.who {
		if s, _ := spanAt(e.at(i), on); bound(s.what) {
			out = append(out, Member{l.world.Numbered(n), s.what, s.from})
		}
	}
	return out
}

// Changes returns the days on which the standing of any State to the instrument changes, in order.
func (l *Library) Changes(id ent.InstrumentID) []ent.Date {
	e := l.entries[id]
	if e == nil {
		return nil
	}
	seen := map[ent.Date]bool{}
	for _, s := range e.spans {
		seen[s.from] = true
	}
	days := make([]ent.Date, 0, len(seen))
	for d := range seen {
		days = append(days, d)
	}
	sort.Slice(days, func(i, j int) bool { return days[i] < days[j] })
	return days
}

// SuspensionClaimed reports whether the standing is contested because the State
// itself claims to have suspended the instrument (VCLT 57, 65), rather than for another reason.
func (l *Library) SuspensionClaimed(c ent.StateCode, id ent.InstrumentID, on ent.Date) bool {
	e := l.entries[id]
	if e == nil {
		return false
	}
	code, _ := l.acting(e, c, on)
	claimed := false
	for _, a := range e.actsOf(code) {
		if a.On <= on && (a.Act == Suspends || a.Act == ContestedAct || a.Act == Resumed) {
			claimed = a.Act == Suspends
		}
	}
	return claimed
}

// ExitEffect returns the day on which a notice of withdrawal received on the day
// takes effect by the instrument's own rule, at the end of a term where it stops a term
// from being renewed; where the instrument has none, twelve months later (VCLT 56(2)). Zero when the instrument is unknown or cannot be left.
func (l *Library) ExitEffect(id ent.InstrumentID, received ent.Date) ent.Date {
	e := l.entries[id]
	if e == nil {
		return 0
	}
	if w := e.in.Withdrawal; w != nil && w.Excluded && (e.in.Duration == nil || e.in.Duration.Renewal != duration.Automatic) {
		return 0
	}
	return e.noticeEffect(received)
}
