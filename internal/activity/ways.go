package activity

import (
	"entente/internal/law/norm"
	"fmt"
	"slices"
	"strings"

	ent "entente"
)

// Finder finds an activity by its id; nil where none is on record.
type Finder func(id string) *Activity

// Among returns the finder of a list.
func Among(all []Activity) Finder {
	byID := make(map[string]*Activity, len(all))
	for i := range all {
		byID[all[i].ID] = &all[i]
	}
	return func(id string) *Activity { return byID[id] }
}

// Needs returns the ids of the activities that it waits for.
func (a *Activity) Needs() []string {
	var out []string
	for _, e := range a.Of("waits") {
		out = append(out, ent.Fold(e.Values["activity"]))
	}
	return out
}

// order is how far an activity has come.
var order = map[State]int{Planned: 0, Started: 1, Ended: 2, Closed: 3}

// ways adds what stands in the way: activities that have not come far enough, blockers that are not
// resolved.
func (g *gating) ways(find Finder) {
	if find == nil {
		find = func(string) *Activity { return nil }
	}
	for _, e := range g.a.Of("waits") {
		id := ent.Fold(e.Values["activity"])
		r := Reason{Key: "need " + id, Name: "waits for " + id, Due: g.a.Start}
		x := find(id)
		switch {
		case x == nil:
			r.Light, r.Text = Amber, "no such activity is on record, or it may not be seen"
		case x.State == Cancelled:
			r.Light, r.Text = Red, x.Title+" was cancelled"
		case order[x.State] >= order[State(e.Values["so-far"])]:
			r.Text = fmt.Sprintf("%s is %s", x.Title, x.State)
		default:
			r.Light, r.Text = Amber, fmt.Sprintf("%s is %s, and must have %s", x.Title, x.State, e.Values["so-far"])
			if g.On >= g.a.Start {
				r.Light = Red
			}
		}
		g.forAll(r)
	}
	for _, e := range g.a.Of("blockers") {
		r := Reason{Key: fmt.Sprintf("blocker %d", e.N), Name: "blocker", Light: Amber, Text: e.Values["what"], Due: e.Day("due")}
		switch resolved := e.Day("resolved"); {
		case resolved != 0 && resolved <= g.On:
			r.Light, r.Text = Green, r.Text+fmt.Sprintf(" (resolved on %s)", resolved)
		case e.Values["stops"] == "yes":
			r.Light = Red
		}
		if o := e.Values["owner"]; o != "" && r.Light != Green {
			r.Text += "; " + o + " sees to it"
		}
		if s := e.Participant("state"); s != "" {
			g.add(s, r)
		} else {
			g.forAll(r)
		}
	}
}

// forAll adds a reason for every participant.
func (g *gating) forAll(r Reason) {
	for i := range g.Lines {
		g.add(g.Lines[i].State, r)
	}
}

// units replaces what is asked as evidence by what is on record of the units themselves, where any is.
func (g *gating) units(c *Check, r *Reason) {
	var open, against []string
	all := g.a.Of(c.Units)
	for _, e := range all {
		name := strings.TrimSpace(e.Values["state"] + " " + e.Values["unit"])
		until := e.Day("until")
		switch e.Values["result"] {
		case "clear":
			if until != 0 && until < g.a.End {
				open = append(open, fmt.Sprintf("%s is clear until %s only", name, until))
			}
		case "waiting", "":
			open = append(open, name+" waits")
		default:
			against = append(against, name+" is "+e.Values["result"])
		}
	}
	switch {
	case len(all) == 0:
	case len(against) > 0:
		r.Light, r.Final, r.Open, r.Text = Red, true, false, strings.Join(against, "; ")+": it gets nothing until it is cleared, or is taken off the list"
	case len(open) > 0:
		r.Text = strings.Join(open, "; ")
	case !slices.ContainsFunc(g.a.Clearances, func(x Clearance) bool { return x.Key == r.Key }):
		r.Light, r.Open, r.Text = Green, false, fmt.Sprintf("%d units are clear", len(all))
	}
}

// national names what the State's own law asks of one in its role, as far as that is on record.
func (g *gating) national(s ent.StateCode, r *Reason) {
	l := g.line(s)
	if l == nil || r.Light == Green {
		return
	}
	var own []string
	for _, n := range g.lib.Book.Norms {
		if n.Class == norm.Domestic && slices.Contains(n.States, s) && slices.Contains(n.Bearer, l.Role) {
			own = append(own, n.Title)
			r.Cites = append(r.Cites, n.Source.Cites...)
		}
	}
	if len(own) == 0 {
		r.Text += "; no norm of its own law is on record here"
		return
	}
	r.Text += "; its own law, as far as it is on record: " + strings.Join(own, "; ")
}
