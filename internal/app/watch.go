package app

import (
	"cmp"
	"context"
	"slices"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/activity/readiness"
)

// watchman is who puts on record that a gate turned.
const watchman ent.Actor = "entente.gates"

// Rerun is what came of looking at all gates again.
type Rerun struct {
	readiness.Work
	Turns []*activity.Turn `json:"turns"` // the gates that say something else than before, the worst first
}

// Rerun looks at the gates of all activities as they stand on a day, and puts on record those
// that turned. Each is asked under the law as everybody sees it who may read the activity. It
// works out only those whom what changed since may concern.
func (a *App) Rerun(ctx context.Context, on ent.Date) (*Rerun, error) {
	ctx = access.With(ctx, access.Operator(watchman))
	all, err := a.Activities.All(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	before, err := a.Activities.Turns(ctx, 0, time.Time{})
	if err != nil {
		return nil, err
	}
	markings := map[string]bool{}
	for i := range all {
		markings[all[i].Classified] = true
	}
	out := &Rerun{Turns: []*activity.Turn{}}
	for marking := range markings {
		if err := a.rerun(ctx, marking, all, on, before, out); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(out.Turns, func(x, y *activity.Turn) int {
		return cmp.Or(cmp.Compare(y.To, x.To), cmp.Compare(x.Activity, y.Activity))
	})
	return out, nil
}

// rerun looks at the activities under one marking, as everybody sees them and what they wait for who
// may read them.
func (a *App) rerun(ctx context.Context, marking string, all []activity.Activity, on ent.Date, before map[string]*activity.Turn, out *Rerun) error {
	m, err := access.ParseMarking(marking)
	if err != nil {
		return nil // nobody can read what bears it
	}
	lib, err := a.LibraryFor(ctx, m, time.Time{})
	if err != nil {
		return err
	}
	var list, seen []activity.Activity
	for i := range all {
		if all[i].Classified == marking {
			list = append(list, all[i])
		}
		if a.Guard.Within(all[i].Classified, m) {
			seen = append(seen, all[i])
		}
	}
	find := activity.Among(seen)
	gates, w, err := a.gates.Of(ctx, lib, on, list, find)
	if err != nil {
		return err
	}
	out.Activities, out.Concerned, out.Asked = out.Activities+w.Activities, out.Concerned+w.Concerned, out.Asked+w.Asked
	var turns []*activity.Turn
	for i := range list {
		x := &list[i]
		g, ok := gates[x.ID]
		if b := before[x.ID]; !x.Gated() || !ok || b != nil && b.Mark == g.Mark && b.Classified == marking {
			continue
		}
		gate, err := x.Gate(lib, on, find)
		if err != nil {
			return err
		}
		if t := x.Turn(before[x.ID], gate); t != nil {
			turns = append(turns, t)
		}
	}
	out.Turns = append(out.Turns, turns...)
	return a.Activities.Keep(access.Marked(ctx, m), watchman, before, turns)
}

// Watch looks at the gates again whenever law, agreements or activities change and whenever a
// day begins, resting between, until the context ends. What fails is told once, until
// something else fails.
func (a *App) Watch(ctx context.Context, rest time.Duration, today func() ent.Date, failed func(error)) {
	seen, day, last := int64(-2), ent.Date(0), ""
	for {
		seq, err := a.lastChange(ctx)
		if on := today(); err == nil && (seq != seen || on != day) {
			if _, err = a.Rerun(ctx, on); err == nil {
				seen, day, last = seq, on, ""
			}
		}
		if err != nil && ctx.Err() == nil && err.Error() != last {
			last = err.Error()
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
	}
}

// lastChange is the place in the log of the last version on which gates depend.
func (a *App) lastChange(ctx context.Context) (int64, error) {
	size, err := a.Store.Size(ctx)
	if err != nil {
		return 0, err
	}
	return a.Store.LastOf(ctx, size-1, append(slices.Clone(lawKinds), activity.KindActivity)...)
}

// Turns returns the gates that turned since a day, by the time of the record, the last first; of
// those that were looked at for the first time the red ones alone.
func (a *App) Turns(ctx context.Context, since ent.Date, known time.Time) ([]*activity.Turn, error) {
	day, err := time.Parse(time.DateOnly, since.String())
	if err != nil {
		return nil, err
	}
	from, err := a.Store.SeqAt(ctx, day)
	if err != nil {
		return nil, err
	}
	all, err := a.Activities.Turns(ctx, max(0, from+1), known)
	if err != nil {
		return nil, err
	}
	out := []*activity.Turn{}
	for _, t := range all {
		if !t.First || t.To == activity.Red {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(x, y *activity.Turn) int { return cmp.Compare(y.Seq, x.Seq) })
	return out, nil
}
