package app

import (
	"context"
	"encoding/json"
	"fmt"

	ent "entente"
	"entente/internal/duty"
	"entente/internal/law/finding"
)

// Track puts the open duties of a finding on record, for an owner to see to, under the
// finding's marking; those that are there already are left as they are. It returns the ids
// of the new ones. An error of kind Conflict says that there is none to be put there.
func (a *App) Track(ctx context.Context, by ent.Actor, id, owner string) ([]string, error) {
	o, err := a.Opinions.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	var f finding.Finding
	if err := json.Unmarshal([]byte(o.Finding), &f); err != nil {
		return nil, fmt.Errorf("finding %s: %w", id, err)
	}
	have, err := a.tracked(ctx, o.On)
	if err != nil {
		return nil, err
	}
	var out []duty.Duty
	for i := range f.Duties {
		x := &f.Duties[i]
		d := duty.Duty{Text: x.Duty, Bearer: x.Bearer, To: x.To, Owner: owner, Source: sourceIn(id, x.Norm), Legal: x.Legal, Due: x.Due}
		if x.State == "done" || have[same(&d)] {
			continue
		}
		have[same(&d)] = true
		out = append(out, d)
	}
	if len(out) == 0 {
		return nil, ent.Errorf(ent.Conflict, "the finding %s raises no duty that is open and not on the list", id)
	}
	if ctx, err = a.like(ctx, o.Classified); err != nil {
		return nil, err
	}
	return a.Duties.Add(ctx, by, out...)
}

// tracked returns which duties are on record.
func (a *App) tracked(ctx context.Context, on ent.Date) (map[string]bool, error) {
	all, err := a.Duties.List(ctx, on)
	if err != nil {
		return nil, err
	}
	out := map[string]bool{}
	for i := range all {
		out[same(&all[i].Duty)] = true
	}
	return out, nil
}

// sourceIn names a norm as a finding applied it.
func sourceIn(id string, n ent.NormID) string { return fmt.Sprintf("%s, finding %s", n, id) }

// same tells duties of a finding apart.
func same(d *duty.Duty) string { return fmt.Sprintf("%s|%s|%s|%s", d.Source, d.Bearer, d.To, d.Text) }
