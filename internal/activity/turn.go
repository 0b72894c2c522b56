package activity

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/record"
)

// KindGate is the kind of thing on record that tells how the gate of an activity stood when it
// was last seen to turn; its id is that of the activity.
const KindGate record.Kind = "gate"

// Turn is that the gate of an activity turned, or was looked at for the first time.
type Turn struct {
	Activity string   `yaml:"activity" json:"activity"`
	Title    string   `yaml:"title" json:"title"`
	On       ent.Date `yaml:"on" json:"on"`
	First    bool     `yaml:"first,omitempty" json:"first,omitempty"`
	From     Light    `yaml:"from" json:"from"`
	To       Light    `yaml:"to" json:"to"`
	Lines    []Turned `yaml:"lines" json:"lines"` // the participants for whom it turned
	Concerns []string `yaml:"concerns,flow" json:"concerns"`
	Law      string   `yaml:"law" json:"law"`   // hash of the library
	Mark     string   `yaml:"mark" json:"mark"` // of all that it says, but for the days

	Seq        int64     `yaml:"-" json:"seq"`
	At         time.Time `yaml:"-" json:"at"`
	Classified string    `yaml:"-" json:"classified,omitempty"`
}

// Turned is what a gate says now for one participant.
type Turned struct {
	State ent.StateCode `yaml:"state" json:"state"`
	Light Light         `yaml:"light" json:"light"`
	Why   []string      `yaml:"why" json:"why"` // what is not green, the worst first
}

// Worse reports whether it turned for the worse.
func (t *Turn) Worse() bool { return t.To > t.From }

// Mark is of all that a gate says: for whom it is how, for which reasons. Days do not count.
func (g *Gate) Mark() string {
	h := fnv.New64a()
	for _, l := range g.Lines {
		fmt.Fprintf(h, "%s %s\n", l.State, l.Light)
		for _, r := range l.Reasons {
			if r.Light != Green {
				fmt.Fprintf(h, "%s %s %s\n", r.Light, r.Key, r.With)
			}
		}
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// Turn compares the gate with how it stood when it was last put on record (nil: never). It
// returns nil when it says the same under the same marking.
func (a *Activity) Turn(before *Turn, g *Gate) *Turn {
	t := &Turn{Activity: a.ID, Title: a.Title, On: g.On, First: before == nil, From: g.Light, To: g.Light, Lines: []Turned{}, Concerns: a.concerns(), Law: g.Law, Mark: g.Mark()}
	if before != nil {
		if before.Mark == t.Mark && before.Classified == a.Classified {
			return nil
		}
		t.From = before.To
	} else if g.Light != Red {
		return t // nothing to tell yet
	}
	for _, l := range g.Lines {
		x := Turned{State: l.State, Light: l.Light, Why: []string{}}
		for _, r := range l.Reasons {
			if r.Light == Green {
				continue
			}
			text := r.Name
			if r.With != "" {
				text += " with " + string(r.With)
			}
			x.Why = append(x.Why, fmt.Sprintf("%s: %s, %s", r.Light, text, r.Text))
		}
		t.Lines = append(t.Lines, x)
	}
	return t
}

// concerns names who is told: who owns and planned it, and who saw to something of it.
func (a *Activity) concerns() []string {
	out := []string{}
	add := func(who string) {
		if who != "" && !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	add(a.Owner)
	add(string(a.Drafter))
	for _, c := range a.Clearances {
		add(string(c.By))
	}
	for _, o := range a.Overrides {
		add(string(o.By))
	}
	return out
}

// Turns returns how the gates stood when they were last put on record, by activity; of those alone
// that were from a place in the log on.
func (b *Book) Turns(ctx context.Context, from int64, known time.Time) (map[string]*Turn, error) {
	out := map[string]*Turn{}
	err := record.Each(ctx, b.store, record.Query{Kind: KindGate, From: from, Known: known}, func(v *record.Version) error {
		t, err := b.turned.Of(v.Seq, func() (Turn, error) {
			var t Turn
			err := yaml.Unmarshal(v.Body, &t)
			return t, err
		})
		if err != nil {
			return fmt.Errorf("gate %s (version %d): %w", v.ID, v.Seq, err)
		}
		t.Seq, t.At, t.Classified = v.Seq, v.At, v.Classified
		out[v.ID] = &t
		return nil
	})
	return out, err
}

// Keep puts turns on record, each in the place of the one before.
func (b *Book) Keep(ctx context.Context, by ent.Actor, before map[string]*Turn, turns []*Turn) error {
	for part := range slices.Chunk(turns, record.MaxChanges) {
		changes := make([]record.Change, len(part))
		for i, t := range part {
			body, err := yaml.Marshal(t)
			if err != nil {
				return fmt.Errorf("gate %s: %w", t.Activity, err)
			}
			changes[i] = record.Change{Kind: KindGate, ID: t.Activity, Subject: t.Activity, Valid: ent.Period{From: t.On}, Body: body, Replaces: record.New}
			if x := before[t.Activity]; x != nil {
				changes[i].Replaces, changes[i].Reason = x.Seq, fmt.Sprintf("the gate was %s and is %s", t.From, t.To)
			}
		}
		if _, err := b.store.Append(ctx, by, changes...); err != nil {
			return err
		}
	}
	return nil
}
