// Package answer gives the answers to `status`, `parties` and `between` the form
// that the contract promises, for every surface alike.
package answer

import (
	ent "entente"
	"entente/internal/law/treaty"
)

// Reason is one line of why.
type Reason = treaty.Reason

// Status is what a State is to an instrument on a day.
type Status struct {
	State        ent.StateCode    `json:"state"`
	Instrument   ent.InstrumentID `json:"instrument"`
	Title        string           `json:"title"`
	On           ent.Date         `json:"on"`
	Status       string           `json:"status"`
	Since        ent.Date         `json:"since"`
	Until        ent.Date         `json:"until"`
	Reservations []string         `json:"reservations"`
	Why          []Reason         `json:"why"`
	Questions    []string         `json:"questions,omitempty"`
	AsOf         ent.Date         `json:"as_of"`
}

// Parties is who is bound by an instrument on a day; Count counts parties alone.
type Parties struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Title      string           `json:"title"`
	On         ent.Date         `json:"on"`
	Count      int              `json:"count"`
	Parties    []Party          `json:"parties"`
	InForce    ent.Date         `json:"in_force"`
	AsOf       ent.Date         `json:"as_of"`
	Source     string           `json:"source"`
	Complete   bool             `json:"complete"`
}

// Party is one participant.
type Party struct {
	State  ent.StateCode `json:"state"`
	Name   string        `json:"name"`
	Status string        `json:"status"`
	Since  ent.Date      `json:"since"`
}

// Between is what is in force among all the States named, and what is not.
type Between struct {
	On         ent.Date        `json:"on"`
	States     []ent.StateCode `json:"states"`
	InForce    []InForce       `json:"in_force"`
	NotInForce []NotInForce    `json:"not_in_force"`
}

// InForce is an instrument in force, or contested, among the States.
type InForce struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Title      string           `json:"title"`
	Status     string           `json:"status"`
	Since      ent.Date         `json:"since"`
	ModifiedBy []string         `json:"modified_by"`
}

// NotInForce is an instrument that concerns one of the States and is not in force among all.
type NotInForce struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Title      string           `json:"title"`
	Why        string           `json:"why"`
}

// OfStatus answers `status`. State and instrument are names as a person writes them.
func OfStatus(l *treaty.Library, state, instrument string, on ent.Date) (*Status, error) {
	c, err := l.World().Find(state)
	if err != nil {
		return nil, err
	}
	id, err := l.Find(instrument)
	if err != nil {
		return nil, err
	}
	s := l.Status(c, id, on)
	return &Status{State: c, Instrument: id, Title: l.Instrument(id).Title, On: on, Status: s.Standing.String(), Since: s.Since, Until: s.Until,
		Reservations: orEmpty(s.Reservations), Why: orEmpty(s.Why), Questions: s.Questions, AsOf: s.AsOf}, nil
}

// OfParties answers `parties`.
func OfParties(l *treaty.Library, instrument string, on ent.Date) (*Parties, error) {
	id, err := l.Find(instrument)
	if err != nil {
		return nil, err
	}
	in := l.Instrument(id)
	_, _, day := l.EntryIntoForce(id)
	out := &Parties{Instrument: id, Title: in.Title, On: on, Parties: []Party{}, InForce: day, AsOf: in.Participation.AsOf,
		Source: in.Participation.Source, Complete: in.Participation.Complete}
	for _, m := range l.Parties(id, on) {
		p := Party{m.State, string(m.State), m.Standing.String(), m.Since}
		if s := l.World().State(m.State); s != nil {
			p.Name = s.Name
		}
		out.Parties = append(out.Parties, p)
		if m.Standing == treaty.Party {
			out.Count++
		}
	}
	return out, nil
}

// OfBetween answers `between`; instrument "" asks about all of them.
func OfBetween(l *treaty.Library, states []string, instrument string, on ent.Date) (*Between, error) {
	out := &Between{On: on, InForce: []InForce{}, NotInForce: []NotInForce{}}
	seen := map[ent.StateCode]bool{}
	for _, s := range states {
		c, err := l.World().Find(s)
		if err != nil {
			return nil, err
		}
		if seen[c] {
			return nil, ent.Errorf(ent.Invalid, "%s is named twice", c)
		}
		seen[c] = true
		out.States = append(out.States, c)
	}
	if len(out.States) < 2 {
		return nil, ent.Errorf(ent.Invalid, "between needs two or more States")
	}
	ids := l.Touching(out.States...)
	if instrument != "" {
		one, err := l.Expand(instrument)
		if err != nil {
			return nil, err
		}
		ids = one
	}
	for _, id := range ids {
		out.add(l, id, instrument != "")
	}
	return out, nil
}

func (b *Between) add(l *treaty.Library, id ent.InstrumentID, always bool) {
	in := l.Instrument(id)
	r := l.Between(b.States, id, b.On)
	switch {
	case r.InForce && (in.Participants != treaty.All || always):
		status := "in-force"
		if r.Contested {
			status = "contested"
		}
		b.InForce = append(b.InForce, InForce{id, in.Title, status, r.Since, orEmpty(r.ModifiedBy)})
	case !r.InForce && (always || r.Concerned && in.Of == ""):
		b.NotInForce = append(b.NotInForce, NotInForce{id, in.Title, r.Why})
	}
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
