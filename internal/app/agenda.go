package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/law"
)

// Limits of an agenda.
const (
	quarter  = 92 // days
	foreseen = 60 // days after the meeting until which what falls due is spoken of
	points   = 40 // of one sort
)

// Agenda builds the agenda of a meeting from the record as it stands on a day: decisions of earlier
// meetings that are not carried out, duties, gates and steps of what the same partners do
// together, and what changed in the law between them since the meeting before.
func (a *App) Agenda(ctx context.Context, m *activity.Activity, on ent.Date, known time.Time) (*activity.Agenda, error) {
	all, err := a.Activities.All(ctx, known)
	if err != nil {
		return nil, err
	}
	out := &activity.Agenda{Since: m.Start.AddDays(-quarter), Items: []activity.Point{}}
	for _, p := range m.Participants {
		out.Among = append(out.Among, p.State)
	}
	series := map[string]bool{m.ID: true}
	for i := range all {
		x := &all[i]
		if m.Series == "" || x.Series != m.Series || x.Start >= m.Start || x.State == activity.Cancelled {
			continue
		}
		series[x.ID] = true
		if out.After == "" || x.End > out.Since {
			out.Since, out.After = x.End, x.ID
		}
	}
	if err := a.duties(ctx, m, series, on, out); err != nil {
		return nil, err
	}
	lib, err := a.Library(ctx, known)
	if err != nil {
		return nil, err
	}
	if err := a.together(lib, all, m, on, out); err != nil {
		return nil, err
	}
	changed(lib, out, m.Start)
	for i := range out.Items {
		p := &out.Items[i]
		p.Taken = slices.ContainsFunc(m.Of("agenda"), func(e activity.Entry) bool { return e.Values["source"] == p.Source })
	}
	return out, nil
}

// put adds points of one sort to an agenda, the soonest first.
func put(g *activity.Agenda, list []activity.Point) {
	slices.SortStableFunc(list, func(x, y activity.Point) int { return cmp.Compare(x.Day, y.Day) })
	g.Items = append(g.Items, list[:min(len(list), points)]...)
}

// duties adds the duties of those who meet, and first those that meetings of the series decided.
func (a *App) duties(ctx context.Context, m *activity.Activity, series map[string]bool, on ent.Date, out *activity.Agenda) error {
	items, err := a.Duties.List(ctx, on)
	if err != nil {
		return err
	}
	var decided, owed []activity.Point
	for i := range items {
		d := &items[i]
		if d.State == "done" || d.State == "late" {
			continue
		}
		p := activity.Point{Sort: activity.OfDuty, Text: d.Text, Source: "duty " + d.ID, Day: d.End, Late: d.State == "overdue", Ref: "/calendar"}
		_, of, ok := strings.Cut(d.Source, " of ")
		switch {
		case ok && series[of]:
			p.Sort = activity.OfDecision
			decided = append(decided, p)
		case slices.Contains(out.Among, d.Bearer) && d.End != 0 && d.End <= m.End.AddDays(foreseen):
			owed = append(owed, p)
		}
	}
	put(out, decided)
	put(out, owed)
	return nil
}

// together adds what those who meet do together besides: gates that are not green, steps that are
// late or near.
func (a *App) together(lib *law.Library, all []activity.Activity, m *activity.Activity, on ent.Date, out *activity.Agenda) error {
	var gates, steps []activity.Point
	find := activity.Among(all)
	for i := range all {
		x := &all[i]
		if x.ID == m.ID || !x.Gated() || common(x, out.Among) < 2 {
			continue
		}
		g, err := x.Gate(lib, on, find)
		if err != nil {
			return err
		}
		if g.Light != activity.Green {
			gates = append(gates, activity.Point{Sort: activity.OfGate, Text: fmt.Sprintf("%s is %s: %s", x.Title, g.Light, first(g)), Source: "gate of " + x.ID, Day: x.Start, Late: g.Light == activity.Red, Ref: "/activities/" + x.ID})
		}
		life, err := x.Life(on)
		if err != nil {
			return err
		}
		for _, s := range life {
			if s.Done == 0 && s.On <= m.End.AddDays(foreseen) {
				steps = append(steps, activity.Point{Sort: activity.OfStep, Text: fmt.Sprintf("%s: %s", x.Title, s.Name), Source: fmt.Sprintf("step %s of %s", s.ID, x.ID), Day: s.On, Late: s.State == "overdue", Ref: "/activities/" + x.ID})
			}
		}
	}
	slices.SortStableFunc(gates, func(x, y activity.Point) int { return cmp.Compare(btoi(y.Late), btoi(x.Late)) })
	put(out, gates)
	put(out, steps)
	return nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// first is the worst reason of a gate.
func first(g *activity.Gate) string {
	for _, l := range g.Lines {
		if l.Light == g.Light && len(l.Reasons) > 0 {
			r := l.Reasons[0]
			return fmt.Sprintf("%s, %s: %s", l.State, r.Name, r.Text)
		}
	}
	return ""
}

// common is how many of some States take part.
func common(x *activity.Activity, states []ent.StateCode) int {
	n := 0
	for _, p := range x.Participants {
		if slices.Contains(states, p.State) {
			n++
		}
	}
	return n
}

// changed adds what became law, or ceased to be, for those who meet, since the day from which on the
// agenda looks until the meeting.
func changed(lib *law.Library, g *activity.Agenda, until ent.Date) {
	var list []activity.Point
	for _, s := range g.Among {
		for _, id := range lib.Treaties.Touching(s) {
			for _, p := range lib.Treaties.Phases(s, id) {
				if p.From > g.Since && p.From <= until {
					list = append(list, activity.Point{Sort: activity.OfLaw, Text: fmt.Sprintf("%s: %s to %s from %s on", s, p.Standing, lib.Treaties.Instrument(id).Title, p.From), Source: fmt.Sprintf("%s, %s", id, s), Day: p.From, Ref: "/register/" + string(id)})
				}
			}
		}
	}
	put(g, list)
}
