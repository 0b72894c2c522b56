package law

import (
	"math"

	ent "entente"
	"entente/internal/law/fact"
	"entente/internal/law/spelling"
)

// Matter is what somebody wants to know the law of.
type Matter struct {
	Title        string
	Kind         string
	On           ent.Date
	Territory    ent.StateCode
	Place        *Place
	Participants []Participant
	Facts        fact.Set
	Positions    map[ent.NormID]string
}

// Place is a point on the earth in degrees.
type Place struct {
	Lat, Lon float64
}

// Participant is a State or organisation in a role. Asked marks those whose
// conduct the question is about. Bound names the instruments of a hypothetical State.
type Participant struct {
	State ent.StateCode
	Role  string
	Asked bool
	Bound []ent.InstrumentID
}

// The most that a matter may hold.
const (
	MaxParticipants = 64
	MaxFacts        = 2000
)

// Check returns what is wrong with a matter built by a program; a matter read from
// text has been checked with line numbers already. All faults are of kind Invalid.
func (l *Library) Check(m *Matter) error {
	k := l.Vocabulary.Kind(m.Kind)
	switch {
	case k == nil:
		return ent.Errorf(ent.Invalid, "kind: no kind %q%s", m.Kind, spelling.Hint(m.Kind, l.Vocabulary.KindNames()))
	case m.On == 0:
		return ent.Errorf(ent.Invalid, "on: the day is missing")
	case len(m.Participants) == 0 || len(m.Participants) > MaxParticipants:
		return ent.Errorf(ent.Invalid, "participants: there must be 1 to %d", MaxParticipants)
	case len(m.Facts) > MaxFacts:
		return ent.Errorf(ent.Invalid, "facts: more than %d", MaxFacts)
	case m.Place != nil && !m.Place.valid():
		return ent.Errorf(ent.Invalid, "place: latitude is -90 to 90, longitude -180 to 180")
	}
	for _, p := range m.Participants {
		if !l.Vocabulary.HasRole(p.Role) {
			return ent.Errorf(ent.Invalid, "participants: no role %q%s", p.Role, spelling.Hint(p.Role, l.Vocabulary.RoleNames()))
		}
		if len(p.Bound) > 0 && !p.State.Hypothetical() {
			return ent.Errorf(ent.Invalid, "participants: bound is for States that do not exist (XAA to XZZ); what %s is bound by stands on record", p.State)
		}
	}
	for n := range m.Facts {
		if l.Vocabulary.Fact(n) == nil {
			return ent.Errorf(ent.Invalid, "facts: no fact %q%s", n, spelling.Hint(n, l.Vocabulary.FactNames()))
		}
	}
	return nil
}

func (p *Place) valid() bool {
	return !math.IsNaN(p.Lat) && !math.IsNaN(p.Lon) && math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180
}

// Position returns the position taken on a disputed norm: the user's, else the default.
func (l *Library) Position(m *Matter, n ent.NormID) string {
	if p, ok := m.Positions[n]; ok {
		return p
	}
	return l.Vocabulary.DefaultPosition(n)
}
