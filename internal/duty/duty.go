// Package duty keeps what must be done: each duty with who bears it, who in the
// institution owns it, by when, whether law or policy sets the day, and the evidence of
// its fulfilment. A day is either fixed, or the end of a clock that runs, stands still, is
// held or revoked. Where the day hangs on a calendar that is not there, or does not reach
// far enough, no day is told, and what is missing is.
package duty

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law/clock"
	"entente/internal/record"
)

// The kinds of thing that the package keeps.
const (
	KindDuty     record.Kind = "duty"
	KindCalendar record.Kind = "calendar"
)

// Duty is one thing that must be done.
type Duty struct {
	Text       string           `yaml:"text" json:"text"`
	Bearer     ent.StateCode    `yaml:"bearer,omitempty" json:"bearer,omitempty"`
	To         string           `yaml:"to,omitempty" json:"to,omitempty"`
	Owner      string           `yaml:"owner,omitempty" json:"owner,omitempty"`
	Instrument ent.InstrumentID `yaml:"instrument,omitempty" json:"instrument,omitempty"`
	Source     string           `yaml:"source,omitempty" json:"source,omitempty"` // article or norm
	Legal      bool             `yaml:"legal" json:"legal"`                       // false: a clock of policy
	Due        ent.Date         `yaml:"due,omitempty" json:"due,omitempty"`
	Start      ent.Date         `yaml:"start,omitempty" json:"start,omitempty"`
	Term       string           `yaml:"term,omitempty" json:"term,omitempty"`
	Events     []clock.Event    `yaml:"events,omitempty" json:"events,omitempty"`
	Done       ent.Date         `yaml:"done,omitempty" json:"done,omitempty"`
	Evidence   string           `yaml:"evidence,omitempty" json:"evidence,omitempty"`
}

// Item is a duty on record as it stands on a day.
type Item struct {
	ID  string `json:"id"`
	Seq int64  `json:"seq"`
	Duty
	End     ent.Date `json:"end,omitempty"`     // the day by which it must be done, when it can be told
	State   string   `json:"state"`             // open, overdue, done, late, suspended, held, revoked, unknown
	Missing string   `json:"missing,omitempty"` // what would have to be known to tell the day

	Classified string `json:"classified,omitempty"` // its marking
}

// Check returns what is wrong with a duty, as an error of kind Invalid.
func (d *Duty) Check() error {
	switch {
	case strings.TrimSpace(d.Text) == "":
		return ent.Errorf(ent.Invalid, "say what must be done")
	case d.Due != 0 && (d.Start != 0 || d.Term != ""):
		return ent.Errorf(ent.Invalid, "a duty has a fixed day, or a clock with a start and a term, not both")
	case (d.Start == 0) != (d.Term == ""):
		return ent.Errorf(ent.Invalid, "a clock needs both the day it starts and its term")
	case d.Start == 0 && len(d.Events) > 0:
		return ent.Errorf(ent.Invalid, "only a clock is suspended, resumed, held, released or revoked")
	case d.Done != 0 && d.Evidence == "":
		return ent.Errorf(ent.Invalid, "say what shows that it was done")
	}
	if d.Term == "" {
		return nil
	}
	t, err := clock.ParseTerm(d.Term)
	if err != nil {
		return err
	}
	_, err = (&clock.Running{Start: d.Start, Term: t, Events: d.Events}).At(ent.MaxDate, func(string) *clock.Calendar { return nil })
	return err
}

// On tells how the duty stands on a day.
func (d *Duty) On(on ent.Date, calendar func(string) *clock.Calendar) (end ent.Date, state, missing string, err error) {
	end, state = d.Due, "open"
	if d.Term != "" {
		t, err := clock.ParseTerm(d.Term)
		if err != nil {
			return 0, "", "", err
		}
		s, err := (&clock.Running{Start: d.Start, Term: t, Events: d.Events}).At(on, calendar)
		if err != nil {
			return 0, "", "", err
		}
		end, missing = s.End, s.Missing
		if s.End == 0 {
			state = s.Word
		}
	}
	switch {
	case d.Done != 0 && d.Done <= on:
		state = "done"
		if end != 0 && d.Done > end {
			state = "late"
		}
	case end != 0 && end < on:
		state = "overdue"
	}
	return end, state, missing, nil
}

// Book keeps duties and calendars in a store.
type Book struct {
	store record.Store
	read  record.Said[Duty]
}

// New returns the book in the store.
func New(store record.Store) *Book { return &Book{store: store} }

// NewID returns an id that was not given out before.
func NewID() string {
	b := make([]byte, 5)
	rand.Read(b) // never fails
	return "D-" + base32.StdEncoding.EncodeToString(b)
}

// Add puts duties on record in one step and returns their ids.
func (b *Book) Add(ctx context.Context, by ent.Actor, duties ...Duty) ([]string, error) {
	var ids []string
	var changes []record.Change
	for i := range duties {
		c, err := First(&duties[i])
		if err != nil {
			return nil, err
		}
		ids, changes = append(ids, c.ID), append(changes, c)
	}
	_, err := b.store.Append(ctx, by, changes...)
	return ids, err
}

// First makes the change that puts a duty on record under a new id, for capabilities that
// put more on record in the same step.
func First(d *Duty) (record.Change, error) {
	if err := d.Check(); err != nil {
		return record.Change{}, err
	}
	c, err := change(NewID(), d)
	c.Replaces = record.New
	return c, err
}

func change(id string, d *Duty) (record.Change, error) {
	body, err := yaml.Marshal(d)
	if err != nil {
		return record.Change{}, fmt.Errorf("duty %s: %w", id, err)
	}
	return record.Change{Kind: KindDuty, ID: id, Subject: string(d.Instrument), Valid: ent.Period{From: d.Start}, Body: body}, nil
}

// Change puts on record what f makes of a duty, and why.
func (b *Book) Change(ctx context.Context, by ent.Actor, id, reason string, f func(*Duty)) error {
	vs, err := b.store.Find(ctx, record.Query{Kind: KindDuty, ID: id})
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return ent.Errorf(ent.NotFound, "no duty %q is on record", id)
	}
	var d Duty
	if err := yaml.Unmarshal(vs[0].Body, &d); err != nil {
		return fmt.Errorf("duty %s: %w", id, err)
	}
	f(&d)
	if err := d.Check(); err != nil {
		return err
	}
	c, err := change(id, &d)
	if err != nil {
		return err
	}
	c.Replaces, c.Reason = vs[0].Seq, reason
	_, err = b.store.Append(ctx, by, c)
	return err
}

// List returns the duties on record as they stand on a day, the soonest first; those
// without a day come last.
func (b *Book) List(ctx context.Context, on ent.Date) ([]Item, error) {
	calendars, err := b.Calendars(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	find := func(id string) *clock.Calendar { return calendars[id] }
	var out []Item
	for from := int64(0); ; {
		vs, err := b.store.Find(ctx, record.Query{Kind: KindDuty, From: from, Limit: record.MaxChanges})
		if err != nil {
			return nil, err
		}
		for i := range vs {
			it, err := b.item(&vs[i], on, find)
			if err != nil {
				return nil, err
			}
			out, from = append(out, *it), vs[i].Seq+1
		}
		if len(vs) < record.MaxChanges {
			break
		}
	}
	slices.SortStableFunc(out, func(x, y Item) int { return int(sooner(x.End)) - int(sooner(y.End)) })
	return out, nil
}

// item is a duty as it stands on a day.
func (b *Book) item(v *record.Version, on ent.Date, calendar func(string) *clock.Calendar) (*Item, error) {
	it := &Item{ID: v.ID, Seq: v.Seq, Classified: v.Classified}
	var err error
	it.Duty, err = b.read.Of(v.Seq, func() (Duty, error) {
		var d Duty
		err := yaml.Unmarshal(v.Body, &d)
		return d, err
	})
	if err == nil {
		it.End, it.State, it.Missing, err = it.Duty.On(on, calendar)
	}
	if err != nil {
		return nil, fmt.Errorf("duty %s: %w", v.ID, err)
	}
	return it, nil
}

// Item returns one duty as it stands on a day.
func (b *Book) Item(ctx context.Context, id string, on ent.Date) (*Item, error) {
	vs, err := b.store.Find(ctx, record.Query{Kind: KindDuty, ID: id})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "no duty %q is on record", id)
	}
	calendars, err := b.Calendars(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	return b.item(&vs[0], on, func(id string) *clock.Calendar { return calendars[id] })
}

func sooner(d ent.Date) ent.Date {
	if d == 0 {
		return ent.MaxDate
	}
	return d
}

// AddCalendar puts a calendar on record; one of the same id is superseded, with a reason.
func (b *Book) AddCalendar(ctx context.Context, by ent.Actor, c *clock.Calendar, reason string) error {
	if c.ID == "" || strings.ContainsAny(c.ID, " \t\n") || c.From == 0 || c.Until <= c.From {
		return ent.Errorf(ent.Invalid, "a calendar needs an id without blanks, and the days from and until which it speaks")
	}
	body, err := yaml.Marshal(c)
	if err != nil {
		return fmt.Errorf("calendar %s: %w", c.ID, err)
	}
	vs, err := b.store.Find(ctx, record.Query{Kind: KindCalendar, ID: c.ID})
	if err != nil {
		return err
	}
	x := record.Change{Kind: KindCalendar, ID: c.ID, Valid: ent.Period{From: c.From, Until: c.Until}, Body: body, Replaces: record.New}
	if len(vs) > 0 {
		x.Replaces, x.Reason = vs[0].Seq, reason
	}
	_, err = b.store.Append(ctx, by, x)
	return err
}

// Calendars returns the calendars on record by id, as known at a moment (zero: now).
func (b *Book) Calendars(ctx context.Context, known time.Time) (map[string]*clock.Calendar, error) {
	vs, err := b.store.Find(ctx, record.Query{Kind: KindCalendar, Known: known})
	if err != nil {
		return nil, err
	}
	out := map[string]*clock.Calendar{}
	for i := range vs {
		c := &clock.Calendar{}
		if err := yaml.Unmarshal(vs[i].Body, c); err != nil {
			return nil, fmt.Errorf("calendar %s: %w", vs[i].ID, err)
		}
		out[c.ID] = c
	}
	return out, nil
}
