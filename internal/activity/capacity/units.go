// Package capacity follows what partners are helped to build: what a unit received, and how far the
// goals that were agreed are reached.
package capacity

import (
	"cmp"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/activity"
)

// Received is something that a unit got.
type Received struct {
	Activity string         `json:"activity"`
	Title    string         `json:"title"`
	From     ent.Date       `json:"from,omitempty"`
	Until    ent.Date       `json:"until,omitempty"`
	By       []string       `json:"by"` // the participants that gave it
	Course   activity.Entry `json:"course"`
	Vetting  string         `json:"vetting"` // what stood on record of the unit on the first day
}

// Unit is a unit with all that it ever got, the last first.
type Unit struct {
	State    ent.StateCode    `json:"state"`
	Name     string           `json:"name"`
	Received []Received       `json:"received"`
	Vetted   []activity.Entry `json:"vetted"` // as a recipient unit of an activity
}

// Units traces what units got: those whose name has all the words, of a State when one is given.
// It returns at most limit units by State and name, and whether there are more.
func Units(all []activity.Activity, state ent.StateCode, words string, limit int) ([]Unit, bool) {
	found := map[string]*Unit{}
	want := strings.Fields(strings.ToLower(words))
	unit := func(e *activity.Entry) *Unit {
		s, name := e.Participant("state"), strings.Join(strings.Fields(e.Values["unit"]), " ")
		if state != "" && s != state || name == "" {
			return nil
		}
		folded := strings.ToLower(name)
		for _, w := range want {
			if !strings.Contains(folded, w) {
				return nil
			}
		}
		key := string(s) + " " + folded
		if found[key] == nil {
			found[key] = &Unit{State: s, Name: name, Received: []Received{}, Vetted: []activity.Entry{}}
		}
		return found[key]
	}
	for i := range all {
		x := &all[i]
		for j := range x.Entries {
			e := &x.Entries[j]
			switch e.Section {
			case "recipients":
				if u := unit(e); u != nil {
					u.Vetted = append(u.Vetted, *e)
				}
			case "courses":
				if u := unit(e); u != nil {
					u.Received = append(u.Received, received(x, e))
				}
			}
		}
	}
	out := make([]Unit, 0, len(found))
	for _, u := range found {
		for i := range u.Received {
			u.Received[i].Vetting = u.vetting(u.Received[i].From)
		}
		slices.SortStableFunc(u.Received, func(x, y Received) int { return cmp.Compare(y.From, x.From) })
		out = append(out, *u)
	}
	slices.SortFunc(out, func(x, y Unit) int { return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(x.Name, y.Name)) })
	return out[:min(len(out), limit)], len(out) > limit
}

// received is what an entry says that a unit got. Where it has no days, those of the activity hold.
func received(x *activity.Activity, e *activity.Entry) Received {
	r := Received{Activity: x.ID, Title: x.Title, From: e.Day("from"), Until: e.Day("until"), Course: *e}
	if r.From == 0 {
		r.From = x.Start
	}
	if r.Until == 0 {
		r.Until = max(x.End, r.From)
	}
	r.By = givers(x, e.Participant("state"), true)
	if len(r.By) == 0 {
		r.By = givers(x, e.Participant("state"), false)
	}
	return r
}

// givers are those who take part besides the recipient; those alone whose role it is to give.
func givers(x *activity.Activity, to ent.StateCode, role bool) []string {
	k, err := activity.KindOf(x.Kind)
	out := []string{}
	for _, p := range x.Participants {
		if p.State != to && (!role || err == nil && slices.Contains(k.Guests, p.Role)) {
			out = append(out, string(p.State))
		}
	}
	return out
}

// vetting is what stood on record of the unit on a day: the last result before that held.
func (u *Unit) vetting(on ent.Date) string {
	best, day := "no vetting on record", ent.Date(0)
	for i := range u.Vetted {
		e := &u.Vetted[i]
		from, until := e.Day("from"), e.Day("until")
		switch {
		case from == 0 || from > on || from < day:
		case until != 0 && until < on:
			best, day = e.Values["result"]+", lapsed on "+until.String(), from
		default:
			best, day = e.Values["result"]+", "+from.String(), from
		}
	}
	return best
}
