package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/duty"
	"entente/internal/record"
)

// decisions is the section whose entries become duties.
const decisions = "decisions"

// Enter adds an entry to a section of an activity. A decision that has an owner and a day is
// put on the list of duties in the same step, under the activity's marking.
func (a *App) Enter(ctx context.Context, by ent.Actor, on ent.Date, id, section string, values map[string]string) error {
	x, err := a.Activities.Find(ctx, id, time.Time{})
	if err != nil {
		return err
	}
	if ctx, err = a.like(ctx, x.Classified); err != nil {
		return err
	}
	return a.Activities.ChangeWith(ctx, by, id, "entered: "+section, func(n *activity.Activity) ([]record.Change, error) {
		if err := n.Enter(by, on, section, values); err != nil {
			return nil, err
		}
		d := decided(n, &n.Entries[len(n.Entries)-1])
		if d == nil {
			return nil, nil
		}
		c, err := duty.First(d)
		return []record.Change{c}, err
	})
}

// Correct writes an entry of an activity anew; values nil strikes it. A duty that came of a
// decision stays as it is: it has a life of its own by then.
func (a *App) Correct(ctx context.Context, by ent.Actor, on ent.Date, id string, n int, values map[string]string, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ent.Errorf(ent.Invalid, "say why the entry is corrected or struck; it stays on record")
	}
	return a.Activities.Change(ctx, by, id, fmt.Sprintf("entry %d: %s", n, reason), func(x *activity.Activity) error { return x.Correct(by, on, n, values) })
}

// decided returns the duty that a decision raises, nil when it raises none.
func decided(a *activity.Activity, e *activity.Entry) *duty.Duty {
	if e.Section != decisions || e.Values["owner"] == "" || e.Day("due") == 0 {
		return nil
	}
	return &duty.Duty{Text: e.Values["text"], Bearer: e.Participant("bearer"), Owner: e.Values["owner"], Due: e.Day("due"), Source: fmt.Sprintf("%s; decision %d of %s", e.Values["basis"], e.N, a.ID)}
}
