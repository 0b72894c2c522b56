package register

import (
	"fmt"

	ent "entente"
	"entente/internal/law/duration"
	"entente/internal/law/treaty"
)

// Day is a day on which something of an instrument of the register changes, or the last on
// which something can be done about it. State is empty when it concerns all parties.
type Day struct {
	Instrument ent.InstrumentID `json:"instrument"`
	State      ent.StateCode    `json:"state,omitempty"`
	On         ent.Date         `json:"on"`
	What       string           `json:"what"`
	Alarms     []int            `json:"alarms"` // days before it on which to remind
	Key        string           `json:"-"`      // of the instrument's days; the same when the day moves
}

// Days returns the days, from a day on, on which the standing of a State that acted about
// an instrument changes (it comes into force for it, its withdrawal takes effect), and the
// days of its term: its end, and the last for a notice.
func Days(lib *treaty.Library, in *treaty.Instrument, from ent.Date) []Day {
	seen := map[ent.StateCode]bool{}
	var out []Day
	table, _ := treaty.ParseActs(in.Acts)
	for _, a := range append(table, in.Record...) {
		if seen[a.State] {
			continue
		}
		seen[a.State] = true
		for n, at := 1, lib.Status(a.State, in.ID, ent.MinDate).Until; at != 0; n++ {
			s := lib.Status(a.State, in.ID, at)
			if at > from {
				out = append(out, Day{in.ID, a.State, at, becomes(in.ID, a.State, s.Standing), []int{30, 7}, fmt.Sprintf("%s-%d", a.State, n)})
			}
			at = s.Until
		}
	}
	return append(out, window(lib, in.ID, from)...)
}

// window returns the days of the term that runs on a day: the last on which a notice that
// it is not to be renewed comes in time, with a reminder as long before as the notice is
// (that is, twice the notice before the end), and the end of the term.
func window(lib *treaty.Library, id ent.InstrumentID, on ent.Date) []Day {
	t, rule, ok := lib.Term(id, on)
	if !ok || t.End == 0 {
		return nil
	}
	var out []Day
	if t.Last >= on && t.Last != 0 {
		out = append(out, Day{Instrument: id, On: t.Last, What: fmt.Sprintf("last day to give notice that %s is not renewed on %s", id, t.End), Alarms: []int{int(t.Last - rule.Notice.Before(t.Last)), 7}, Key: "notice-" + t.Start.String()})
	}
	end := Day{Instrument: id, On: t.End, What: fmt.Sprintf("%s ends unless the parties extend it", id), Alarms: []int{365, 180, 30}, Key: "end-" + t.Start.String()}
	switch rule.Renewal {
	case duration.Automatic:
		end.What, end.Alarms = fmt.Sprintf("%s is renewed by itself unless notice was given", id), []int{7}
	case duration.Never:
		end.What = fmt.Sprintf("%s ends", id)
	}
	return append(out, end)
}

func becomes(id ent.InstrumentID, c ent.StateCode, s treaty.Standing) string {
	switch s {
	case treaty.Party:
		return fmt.Sprintf("%s enters into force for %s", id, c)
	case treaty.ProvisionalParty:
		return fmt.Sprintf("%s is applied provisionally by %s", id, c)
	case treaty.Withdrawn:
		return fmt.Sprintf("%s ceases to bind %s", id, c)
	case treaty.Contested:
		return fmt.Sprintf("whether %s binds %s becomes contested", id, c)
	case treaty.None:
		return fmt.Sprintf("%s ceases to be in force for %s", id, c)
	}
	return fmt.Sprintf("%s: %s becomes %s", id, c, s)
}
