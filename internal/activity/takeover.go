package activity

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/record"
)

// Tally is what taking over history did, or would do: how many activities were new, how many
// were on record and say something else now, and how many were on record just so.
type Tally struct {
	New     int `json:"new"`
	Changed int `json:"changed"`
	Same    int `json:"same"`
}

// TakeOver puts history on record: activities of the past, closed, each with the source that
// it was taken from. It can be done again: what is on record just so stays, and what the
// source says otherwise now is superseded. All of it is looked at before anything is put on
// record, in steps of at most record.MaxChanges, after each of which progress is told (nil:
// nobody). Errors are of kind Invalid for what cannot be kept or has no source, and Conflict
// for an id that an activity of the institution's own bears.
func (b *Book) TakeOver(ctx context.Context, by ent.Actor, list []Activity, progress func(done, of int64)) (Tally, error) {
	changes, t, err := b.compare(ctx, by, list)
	if err != nil {
		return Tally{}, err
	}
	done := 0
	for part := range slices.Chunk(changes, record.MaxChanges) {
		if _, err := b.store.Append(ctx, by, part...); err != nil {
			return Tally{}, err
		}
		if done += len(part); progress != nil {
			progress(int64(done), int64(len(changes)))
		}
	}
	return t, nil
}

// Compare says what TakeOver would do, and fails as it would.
func (b *Book) Compare(ctx context.Context, by ent.Actor, list []Activity) (Tally, error) {
	_, t, err := b.compare(ctx, by, list)
	return t, err
}

func (b *Book) compare(ctx context.Context, by ent.Actor, list []Activity) ([]record.Change, Tally, error) {
	var t Tally
	all, err := b.All(ctx, time.Time{})
	if err != nil {
		return nil, t, err
	}
	old := make(map[string]*Activity, len(all))
	for i := range all {
		old[all[i].ID] = &all[i]
	}
	var changes []record.Change
	seen := make(map[string]bool, len(list))
	for i := range list {
		if seen[list[i].ID] {
			return nil, t, ent.Errorf(ent.Invalid, "activity %s stands twice in what is taken over", list[i].ID)
		}
		seen[list[i].ID] = true
		c, err := b.historic(by, list[i], old[list[i].ID])
		switch {
		case err != nil:
			return nil, t, err
		case c == nil:
			t.Same++
			continue
		case c.Replaces == record.New:
			t.New++
		default:
			t.Changed++
		}
		changes = append(changes, *c)
	}
	return changes, t, nil
}

// historic returns how an activity of the past goes on record beside what is there already
// (nil: nothing); nil when it says the same.
func (b *Book) historic(by ent.Actor, a Activity, old *Activity) (*record.Change, error) {
	a.Drafter, a.State = by, Closed
	a.plain()
	switch err := a.Check(b.world); {
	case err != nil:
		return nil, ent.Errorf(ent.Invalid, "%s: %v", a.ID, err)
	case a.Source == "":
		return nil, ent.Errorf(ent.Invalid, "activity %s: history says from where it is taken (source)", a.ID)
	case old != nil && (old.Source == "" || old.State != Closed):
		return nil, ent.Errorf(ent.Conflict, "%s is on record as an activity of your own, %s; history does not take its place", a.ID, old.State)
	}
	body, err := yaml.Marshal(a)
	if err != nil {
		return nil, fmt.Errorf("activity %s: %w", a.ID, err)
	}
	c := &record.Change{Kind: KindActivity, ID: a.ID, Valid: ent.Period{From: a.Start, Until: a.End + 1}, Body: body, Replaces: record.New}
	if old == nil {
		return c, nil
	}
	same, err := sameHistory(a, *old)
	if err != nil || same {
		return nil, err
	}
	c.Replaces, c.Reason = old.Seq, "taken over again from "+a.Source
	if len(c.Reason) > record.MaxReason {
		c.Reason = "taken over again from its source"
	}
	return c, nil
}

// sameHistory reports whether two say the same, whoever took them over and when.
func sameHistory(a, b Activity) (bool, error) {
	var texts [2][]byte
	for i, x := range []Activity{a, b} {
		x.Drafter, x.Entries = "", slices.Clone(x.Entries)
		for j := range x.Entries {
			x.Entries[j].By, x.Entries[j].On = "", 0
		}
		var err error
		if texts[i], err = yaml.Marshal(x); err != nil {
			return false, fmt.Errorf("activity %s: %w", x.ID, err)
		}
	}
	return bytes.Equal(texts[0], texts[1]), nil
}
