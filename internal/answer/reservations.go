package answer

import (
	ent "entente"
	"entente/internal/law/reservation"
	"entente/internal/law/treaty"
)

// Reservations is the answer to `reservations`: those that stand on a day, and what each does
// between its maker and each other party.
type Reservations struct {
	Instrument   ent.InstrumentID `json:"instrument"`
	Title        string           `json:"title"`
	On           ent.Date         `json:"on"`
	Regime       string           `json:"regime,omitempty"` // prohibited, listed, general, silent; empty: not on record
	Article      string           `json:"article,omitempty"`
	Note         string           `json:"note,omitempty"`
	Reservations []Reservation    `json:"reservations"`
	AsOf         ent.Date         `json:"as_of,omitempty"`
}

// Reservation is one of them.
type Reservation struct {
	State      ent.StateCode  `json:"state"`
	Name       string         `json:"name"`
	On         ent.Date       `json:"on"`
	Article    string         `json:"article,omitempty"`
	Text       string         `json:"text"`
	Source     string         `json:"source"`
	Confidence ent.Confidence `json:"confidence"`
	Counts     map[string]int `json:"counts"` // of parties, by effect
	Toward     []Toward       `json:"toward"`
}

// Toward is its effect toward one party.
type Toward struct {
	State     ent.StateCode `json:"state"`
	Name      string        `json:"name"`
	Effect    string        `json:"effect"` // accepted, silent, pending, objected, precluded
	Until     ent.Date      `json:"until,omitempty"`
	Objected  ent.Date      `json:"objected,omitempty"`
	Objection string        `json:"objection,omitempty"`
	Cites     string        `json:"cites"`
}

// OfReservations answers `reservations`.
func OfReservations(l *treaty.Library, instrument string, on ent.Date) (*Reservations, error) {
	id, err := l.Find(instrument)
	if err != nil {
		return nil, err
	}
	in := l.Instrument(id)
	name := func(c ent.StateCode) string {
		if s := l.World().State(c); s != nil {
			return s.Name
		}
		return string(c)
	}
	out := &Reservations{Instrument: id, Title: in.Title, On: on, Regime: in.Reservations.Regime, Article: in.Reservations.Article, Note: in.Reservations.Note, Reservations: []Reservation{}, AsOf: in.Participation.AsOf}
	for _, m := range reservation.On(l, id, on) {
		r := Reservation{State: m.State, Name: name(m.State), On: m.On, Article: m.Article, Text: m.Text, Source: m.Source, Confidence: m.Confidence, Counts: map[string]int{}, Toward: []Toward{}}
		for _, t := range m.Toward {
			x := Toward{State: t.State, Name: name(t.State), Effect: string(t.Effect), Until: t.Until, Cites: t.Effect.Cites()}
			if t.Objection != nil {
				x.Objected, x.Objection = t.Objection.On, t.Objection.Text
			}
			r.Counts[x.Effect]++
			r.Toward = append(r.Toward, x)
		}
		out.Reservations = append(out.Reservations, r)
	}
	return out, nil
}
