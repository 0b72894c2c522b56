package app

import (
	"context"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/law"
)

// Which narrows a portfolio; what is empty does not.
type Which struct {
	Kind  string
	State activity.State
	Party ent.StateCode
	Gate  string // green, amber, red: of those that have a gate
	Words string // all of which stand in id, title, series or owner

	History bool // with what was taken over from data about the past
}

// Row is an activity in a portfolio with how ready it is. What was closed or cancelled has no
// gate: Light is then green and Gated false.
type Row struct {
	activity.Activity
	Light activity.Light `json:"gate"`
	Gated bool           `json:"gated"`
}

// Portfolio returns activities by their starts, as they stand on a day, as known at a moment.
func (a *App) Portfolio(ctx context.Context, w Which, on ent.Date, known time.Time) ([]Row, error) {
	all, err := a.Activities.All(ctx, known)
	if err != nil {
		return nil, err
	}
	lib, err := a.Library(ctx, known)
	if err != nil {
		return nil, err
	}
	var taken []activity.Activity
	for i := range all {
		if w.takes(&all[i]) {
			taken = append(taken, all[i])
		}
	}
	lights, _, err := a.gates.Of(ctx, lib, on, taken, activity.Among(all))
	if err != nil {
		return nil, err
	}
	out := make([]Row, 0, len(taken))
	for i := range taken {
		r := Row{Activity: taken[i], Gated: taken[i].Gated()}
		if r.Gated {
			r.Light = lights[r.ID].Light
		}
		if w.Gate == "" || r.Gated && r.Light.String() == w.Gate {
			out = append(out, r)
		}
	}
	return out, nil
}

// takes reports whether it is among those asked for, whatever its gate.
func (w *Which) takes(x *activity.Activity) bool {
	if !w.History && x.Source != "" || w.Kind != "" && x.Kind != w.Kind || w.State != "" && x.State != w.State ||
		w.Party != "" && !slices.ContainsFunc(x.Participants, func(p activity.Participant) bool { return p.State == w.Party }) {
		return false
	}
	for _, word := range strings.Fields(strings.ToLower(w.Words)) {
		if !strings.Contains(strings.ToLower(x.ID+" "+x.Title+" "+x.Series+" "+x.Owner), word) {
			return false
		}
	}
	return true
}

// Plan puts an activity on record, once the law knows its facts and roles.
func (a *App) Plan(ctx context.Context, by ent.Actor, x *activity.Activity) error {
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	if err := x.Check(lib.Treaties.World()); err != nil {
		return err
	}
	if _, err := x.Matter(lib, x.Start); err != nil {
		return err
	}
	return a.Activities.Plan(ctx, by, *x)
}

// Ready returns an activity with its gate on a day, as known at a moment.
func (a *App) Ready(ctx context.Context, id string, on ent.Date, known time.Time) (*activity.Activity, *activity.Gate, error) {
	x, lib, err := a.under(ctx, id, known)
	if err != nil {
		return nil, nil, err
	}
	around := map[string]*activity.Activity{}
	for _, other := range x.Needs() {
		switch y, err := a.Activities.Find(ctx, other, known); {
		case err == nil:
			around[other] = y
		case ent.KindOf(err) != ent.NotFound:
			return nil, nil, err
		}
	}
	g, err := x.Gate(lib, on, func(id string) *activity.Activity { return around[id] })
	return x, g, err
}

// Lessons returns the earlier activities of the same series that were closed with what they taught,
// the last first.
func (a *App) Lessons(ctx context.Context, x *activity.Activity, known time.Time) ([]activity.Activity, error) {
	if x.Series == "" {
		return nil, nil
	}
	all, err := a.Activities.All(ctx, known)
	if err != nil {
		return nil, err
	}
	var out []activity.Activity
	for i := len(all) - 1; i >= 0 && len(out) < 5; i-- {
		if y := &all[i]; y.Series == x.Series && y.ID != x.ID && y.Start <= x.Start && y.Lessons != "" {
			out = append(out, *y)
		}
	}
	return out, nil
}

// under returns an activity with the law, both as known at a moment.
func (a *App) under(ctx context.Context, id string, known time.Time) (*activity.Activity, *law.Library, error) {
	x, err := a.Activities.Find(ctx, id, known)
	if err != nil {
		return nil, nil, err
	}
	lib, err := a.Library(ctx, known)
	return x, lib, err
}

// Override records an approver's override of a red reason of the gate. An error of kind
// Conflict says that the gate has no such reason, or that the law prohibits it.
func (a *App) Override(ctx context.Context, id string, o activity.Override) error {
	_, g, err := a.Ready(ctx, id, o.On, time.Time{})
	if err != nil {
		return err
	}
	for _, l := range g.Lines {
		for _, r := range l.Reasons {
			switch {
			case l.State != o.State || r.Key != o.Key || r.Light != activity.Red:
			case r.Final:
				return ent.Errorf(ent.Conflict, "the law prohibits it for %s: %s; nobody can override that", l.State, r.Text)
			default:
				return a.Activities.Override(ctx, id, o)
			}
		}
	}
	return ent.Errorf(ent.Conflict, "the gate of %s has no red reason %q for %s", id, o.Key, o.State)
}
