// Package reservation tells what reservations do between each two parties: who said
// nothing, who objected, and to what effect. Law: Vienna Convention on the Law of Treaties
// (VCLT), articles 20 to 22.
package reservation

import (
	"slices"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/treaty"
)

// Effect is what a reservation does between the State that made it and another party.
type Effect string

// The effects. Each names its rule with Cites.
const (
	Accepted  Effect = "accepted"  // the instrument itself allows it: the provisions apply as reserved
	Silent    Effect = "silent"    // no objection in time is on record: accepted, if none was raised
	Pending   Effect = "pending"   // the other can still object in time
	Objected  Effect = "objected"  // in force between them, less the provisions reserved
	Precluded Effect = "precluded" // the other opposed entry into force: not in force between them
)

// Cites is the rule of an effect.
func (e Effect) Cites() string {
	switch e {
	case Accepted:
		return "VCLT 20(1), 21(1)"
	case Silent:
		return "VCLT 20(5), 21(1)"
	case Pending:
		return "VCLT 20(5)"
	case Objected:
		return "VCLT 20(4)(b), 21(3)"
	case Precluded:
		return "VCLT 20(4)(b)"
	}
	return ""
}

// allowed reports whether the instrument itself allows the reservation, which then needs no
// acceptance (VCLT 20(1)).
func allowed(r *treaty.Regime, a *act.Act) bool {
	return r.Regime == "listed" && a.Article != "" && slices.Contains(r.Allowed, a.Article)
}

// silence is after how many months, from the notice of a reservation or the own consent to be
// bound, whichever is later, a State that said nothing is held to have accepted (VCLT 20(5)).
const silence = 12

// Made is a reservation of a State that stands on a day, and what it does toward each other
// party, in the order of their codes.
type Made struct {
	act.Act
	Toward []Toward
}

// Toward is what a reservation does toward one party.
type Toward struct {
	State     ent.StateCode
	Effect    Effect
	Until     ent.Date // of Pending: the last day on which an objection is in time
	Objection *act.Act // of Objected and Precluded
}

// Count is how many parties a reservation has an effect toward.
func (m *Made) Count(e Effect) int {
	n := 0
	for i := range m.Toward {
		if m.Toward[i].Effect == e {
			n++
		}
	}
	return n
}

// On returns the reservations to an instrument that stand on a day, of States that are bound
// by it then, in the order of their days. The months of silence count from the day of the
// reservation, since the day of its notice is seldom on record. Where the
// instrument asks all or an organ to accept (VCLT 20(2)-(3)), and where objections are not on
// record, this is not seen.
func On(l *treaty.Library, id ent.InstrumentID, on ent.Date) []Made {
	in := l.Instrument(id)
	if in == nil {
		return nil
	}
	parties := l.Parties(id, on)
	since := consents(in, on)
	var out []Made
	for i := range in.Record {
		a := &in.Record[i]
		if a.Act != act.Reservation || a.On > on || gone(in.Record, a, on) || !slices.ContainsFunc(parties, func(m treaty.Member) bool { return m.State == a.State }) {
			continue
		}
		m := Made{Act: *a}
		for _, p := range parties {
			if p.State != a.State && (len(a.Toward) == 0 || slices.Contains(a.Toward, p.State)) {
				m.Toward = append(m.Toward, toward(in, a, p, since[p.State], on))
			}
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Made) int { return int(a.On - b.On) })
	return out
}

// consents returns the day on which each State last expressed its consent to be bound.
func consents(in *treaty.Instrument, on ent.Date) map[ent.StateCode]ent.Date {
	table, _ := treaty.ParseActs(in.Acts) // it was read without faults when the library was made
	out := map[ent.StateCode]ent.Date{}
	for _, list := range [][]act.Act{table, in.Record} {
		for i := range list {
			if a := &list[i]; a.Act.Consents() && a.On <= on {
				out[a.State] = max(out[a.State], a.On)
			}
		}
	}
	return out
}

// gone reports whether a reservation was withdrawn by the day (VCLT 22): one of the same words
// or of the same article, or, where neither is told, each that the State had made.
func gone(record []act.Act, a *act.Act, on ent.Date) bool {
	if a.Until != 0 && on >= a.Until {
		return true
	}
	for i := range record {
		w := &record[i]
		if w.Act != act.ReservationWithdrawn || w.State != a.State || w.On < a.On || w.On > on {
			continue
		}
		if w.Text == a.Text || w.Article != "" && w.Article == a.Article || w.Text == "" && w.Article == "" {
			return true
		}
	}
	return false
}

func toward(in *treaty.Instrument, a *act.Act, p treaty.Member, consent, on ent.Date) Toward {
	t := Toward{State: p.State, Effect: Silent}
	for i := range in.Record {
		o := &in.Record[i]
		if o.Act != act.Objection || o.State != p.State || o.On > on || o.Until != 0 && on >= o.Until || !slices.Contains(o.Toward, a.State) || o.Article != "" && a.Article != "" && o.Article != a.Article {
			continue
		}
		t.Objection = o
		if t.Effect = Objected; o.Precludes {
			t.Effect = Precluded
			return t
		}
	}
	if t.Objection != nil || a.On == 0 {
		return t
	}
	if allowed(&in.Reservations, a) {
		t.Effect = Accepted
		return t
	}
	if consent == 0 {
		consent = p.Since // a successor's, or not told: at the latest then
	}
	if end := max(a.On, consent).AddMonths(silence); on <= end {
		t.Effect, t.Until = Pending, end
	}
	return t
}
