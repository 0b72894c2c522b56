package activity

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/world"
	"entente/internal/matter"
	"entente/internal/record"
)

// KindActivity is the kind of thing on record that the package keeps.
const KindActivity record.Kind = "activity"

// Activity is one thing that partners plan and do together.
type Activity struct {
	ID           string             `yaml:"id" json:"id"`
	Kind         string             `yaml:"kind" json:"kind"`
	Sort         string             `yaml:"sort,omitempty" json:"sort,omitempty"` // of the kind: command-post, natural-disaster
	Title        string             `yaml:"title" json:"title"`
	Series       string             `yaml:"series,omitempty" json:"series,omitempty"` // what it is one of: KEEN SWORD, the joint committee
	Start        ent.Date           `yaml:"start" json:"start"`
	End          ent.Date           `yaml:"end" json:"end"` // the last day
	Fuzzy        *Fuzzy             `yaml:"fuzzy,omitempty" json:"fuzzy,omitempty"`
	Territory    ent.StateCode      `yaml:"territory,omitempty" json:"territory,omitempty"`
	Participants []Participant      `yaml:"participants" json:"participants"`
	Owner        string             `yaml:"owner,omitempty" json:"owner,omitempty"`
	Basis        []ent.InstrumentID `yaml:"basis,omitempty,flow" json:"basis,omitempty"` // the instruments that it rests on
	Facts        map[string]any     `yaml:"facts,omitempty" json:"facts,omitempty"`      // as in a matter
	Drafter      ent.Actor          `yaml:"drafter" json:"drafter"`
	State        State              `yaml:"state" json:"state"`
	Steps        []StepTaken        `yaml:"steps,omitempty" json:"steps,omitempty"`
	Clearances   []Clearance        `yaml:"clearances,omitempty" json:"clearances,omitempty"`
	Overrides    []Override         `yaml:"overrides,omitempty" json:"overrides,omitempty"`
	Entries      []Entry            `yaml:"entries,omitempty" json:"entries,omitempty"` // of its sections
	Lessons      string             `yaml:"lessons,omitempty" json:"lessons,omitempty"`
	Source       string             `yaml:"source,omitempty" json:"source,omitempty"`   // of history taken over: the data, and what names the row there
	Remarks      string             `yaml:"remarks,omitempty" json:"remarks,omitempty"` // of history: what else the data says, a line each

	Seq        int64  `yaml:"-" json:"seq"`
	Classified string `yaml:"-" json:"classified,omitempty"`
}

// Fuzzy says between which days an activity of the past began and ended, when no more is known.
// Start is then the earliest day on which it can have begun, End the last on which it can have ended.
type Fuzzy struct {
	Begun ent.Date `yaml:"begun" json:"begun"` // the latest day on which it can have begun
	Ended ent.Date `yaml:"ended" json:"ended"` // the earliest day on which it can have ended
}

// State is where an activity is in its life.
type State string

// The states. What was cancelled or closed is not looked at by the gate.
const (
	Planned   State = "planned"
	Started   State = "started"
	Ended     State = "ended"
	Closed    State = "closed" // its lessons are recorded
	Cancelled State = "cancelled"
)

// next are the states to which each leads.
var next = map[State][]State{Planned: {Started, Cancelled}, Started: {Ended}, Ended: {Closed}}

// Next are the states to which the activity can go.
func (a *Activity) Next() []State { return next[a.State] }

// Participant is a State or organisation in a role of the kind of matter.
type Participant struct {
	State ent.StateCode `yaml:"state" json:"state"`
	Role  string        `yaml:"role" json:"role"`
}

// StepTaken is what became of a step: the day to which it was moved, and that on which it was done.
type StepTaken struct {
	Step string   `yaml:"step" json:"step"`
	On   ent.Date `yaml:"on,omitempty" json:"on,omitempty"`
	Done ent.Date `yaml:"done,omitempty" json:"done,omitempty"`
	Note string   `yaml:"note,omitempty" json:"note,omitempty"`
}

// Clearance is that somebody recorded what the gate asks for. Key names it, as the gate does.
type Clearance struct {
	Key      string        `yaml:"key" json:"key"`
	State    ent.StateCode `yaml:"state" json:"state"`
	On       ent.Date      `yaml:"on" json:"on"`
	Until    ent.Date      `yaml:"until,omitempty" json:"until,omitempty"` // the last day on which it holds; none: throughout
	Evidence string        `yaml:"evidence" json:"evidence"`
	By       ent.Actor     `yaml:"by" json:"by"`
}

// Override is that an approver let an activity go on although the gate was red.
type Override struct {
	Key    string        `yaml:"key" json:"key"`
	State  ent.StateCode `yaml:"state" json:"state"`
	On     ent.Date      `yaml:"on" json:"on"`
	Reason string        `yaml:"reason" json:"reason"`
	By     ent.Actor     `yaml:"by" json:"by"`
}

var idForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]{1,59}$`)

// Limits of one activity.
const (
	maxParticipants = 60
	maxText         = 4000
)

// Check returns what is wrong with an activity, as an error of kind Invalid.
func (a *Activity) Check(w *world.World) error {
	k, err := KindOf(a.Kind)
	if err != nil {
		return err
	}
	bad := func(format string, args ...any) error { return ent.Errorf(ent.Invalid, "activity: "+format, args...) }
	switch {
	case !idForm.MatchString(a.ID):
		return bad("the id %q is not 2 to 60 of A-Z, 0-9, hyphen and dot, such as KEEN-SWORD-2026", a.ID)
	case strings.TrimSpace(a.Title) == "" || len(a.Title) > maxText:
		return bad("a title is needed, of at most %d bytes", maxText)
	case a.Sort != "" && k.Sort(a.Sort) == nil:
		return bad("a %s has no sort %q", k.ID, a.Sort)
	case a.Start == 0 || a.End == 0:
		return bad("the first and the last day are needed")
	case a.End < a.Start:
		return bad("its end, %s, is before its start, %s", a.End, a.Start)
	case len(a.Participants) < 2 || len(a.Participants) > maxParticipants:
		return bad("two to %d participants are needed", maxParticipants)
	case a.Territory != "" && w.State(a.Territory) == nil:
		return bad("no State %q", a.Territory)
	case len(a.Series) > maxText || len(a.Source) > maxText || len(a.Lessons) > maxText || len(a.Remarks) > maxText:
		return bad("series, source, remarks and lessons are of at most %d bytes", maxText)
	case a.Fuzzy != nil && (a.Fuzzy.Begun < a.Start || a.Fuzzy.Begun > a.End || a.Fuzzy.Ended < a.Start || a.Fuzzy.Ended > a.End):
		return bad("it began by %s and ended from %s on at the latest: outside of %s to %s", a.Fuzzy.Begun, a.Fuzzy.Ended, a.Start, a.End)
	}
	seen := map[ent.StateCode]bool{}
	for _, p := range a.Participants {
		switch {
		case w.State(p.State) == nil && !w.IsOrganisation(p.State):
			return bad("no State %q", p.State)
		case seen[p.State]:
			return bad("%s takes part twice", p.State)
		case strings.TrimSpace(p.Role) == "":
			return bad("in which role does %s take part?", p.State)
		}
		seen[p.State] = true
	}
	for _, s := range a.Steps {
		if !slices.ContainsFunc(k.Steps, func(d Step) bool { return d.ID == s.Step }) {
			return bad("a %s has no step %q", k.ID, s.Step)
		}
	}
	return nil
}

// plain writes days among the facts as the law engine reads them: YAML takes an unquoted one
// for a moment.
func (a *Activity) plain() {
	for name, v := range a.Facts {
		if t, ok := v.(time.Time); ok {
			a.Facts[name] = t.Format(time.DateOnly)
		}
	}
}

// ReadPlan reads an activity as somebody wrote it (YAML). Errors are of kind Invalid.
func ReadPlan(text []byte) (*Activity, error) {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	var a Activity
	if err := dec.Decode(&a); err != nil {
		return nil, ent.Errorf(ent.Invalid, "activity: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, ent.Errorf(ent.Invalid, "activity: one activity a file")
	}
	if a.State != "" || a.Drafter != "" || len(a.Clearances)+len(a.Overrides)+len(a.Steps)+len(a.Entries) > 0 {
		return nil, ent.Errorf(ent.Invalid, "activity: a plan has no state, drafter, steps, clearances, overrides or entries; they come on record one by one")
	}
	a.plain()
	return &a, nil
}

// Matter returns the activity as the law is asked about it, on a day; nil where its kind asks
// nothing. Errors of kind Invalid name a fact or a role that the law does not know.
func (a *Activity) Matter(lib *law.Library, on ent.Date) (*law.Matter, error) {
	k, err := KindOf(a.Kind)
	if err != nil || k.Matter == "" {
		return nil, err
	}
	facts := map[string]any{}
	for name, v := range a.Facts {
		facts[name] = v
	}
	if x := k.Sort(a.Sort); x != nil {
		for name, v := range x.Facts {
			if _, told := facts[name]; !told {
				facts[name] = v
			}
		}
	}
	for name, from := range k.Supplies {
		if _, told := facts[name]; !told {
			facts[name] = map[string]string{"start": a.Start.String(), "end": a.End.String()}[from]
		}
	}
	type participant struct {
		State ent.StateCode `yaml:"state"`
		Role  string        `yaml:"role"`
	}
	text := struct {
		Matter       string         `yaml:"matter"`
		Kind         string         `yaml:"kind"`
		On           string         `yaml:"on"`
		Territory    ent.StateCode  `yaml:"territory,omitempty"`
		Participants []participant  `yaml:"participants"`
		Facts        map[string]any `yaml:"facts,omitempty"`
	}{a.Title, k.Matter, on.String(), a.host(k), nil, facts}
	for _, p := range a.Participants {
		text.Participants = append(text.Participants, participant(p))
	}
	b, err := yaml.Marshal(text)
	if err != nil {
		return nil, err
	}
	return matter.Read(lib, a.ID, b, on)
}

// host returns the State in whose territory it is.
func (a *Activity) host(k *Kind) ent.StateCode {
	if a.Territory != "" {
		return a.Territory
	}
	for _, p := range a.Participants {
		if k.Host != "" && p.Role == k.Host {
			return p.State
		}
	}
	return ""
}

// Dated is a step with its days.
type Dated struct {
	Step
	Planned ent.Date `json:"planned"` // by rule
	On      ent.Date `json:"on"`      // as moved, else as planned
	Done    ent.Date `json:"done,omitempty"`
	Note    string   `json:"note,omitempty"`
	State   string   `json:"state"` // done, late (done after its day), overdue, open

	Waits []string `json:"waits,omitempty"` // the names of the steps that must be done before and are not
	Early []string `json:"early,omitempty"` // those of them that are planned for a later day
}

// Life returns the steps in the order of their days, as they stand on a day. History has none:
// nobody knows how it was planned.
func (a *Activity) Life(on ent.Date) ([]Dated, error) {
	k, err := KindOf(a.Kind)
	if err != nil || a.Source != "" {
		return []Dated{}, err
	}
	out := make([]Dated, len(k.Steps))
	for i, s := range k.Steps {
		d := Dated{Step: s, Planned: a.Start}
		if s.Of == "end" {
			d.Planned = a.End
		}
		d.Planned = d.Planned.AddMonths(s.Months).AddDays(s.Days)
		d.On = d.Planned
		for _, t := range a.Steps {
			if t.Step == s.ID {
				d.Done, d.Note = t.Done, t.Note
				if t.On != 0 {
					d.On = t.On
				}
			}
		}
		switch {
		case d.Done != 0 && d.Done > d.On:
			d.State = "late"
		case d.Done != 0:
			d.State = "done"
		case on > d.On:
			d.State = "overdue"
		default:
			d.State = "open"
		}
		out[i] = d
	}
	for i := range out {
		out[i].wait(out)
	}
	slices.SortStableFunc(out, func(x, y Dated) int { return int(x.On - y.On) })
	return out, nil
}

// wait names what a step waits for.
func (d *Dated) wait(all []Dated) {
	if d.Done != 0 {
		return
	}
	for i := range all {
		if x := &all[i]; x.Done == 0 && slices.Contains(d.After, x.ID) {
			d.Waits = append(d.Waits, x.Name)
			if x.On > d.On {
				d.Early = append(d.Early, x.Name)
			}
		}
	}
}

// Book keeps activities in a store.
type Book struct {
	store  record.Store
	world  *world.World
	read   record.Said[Activity]
	turned record.Said[Turn]
}

// New returns the book in the store.
func New(store record.Store, w *world.World) *Book { return &Book{store: store, world: w} }

// Plan puts an activity on record, planned by whoever does so.
func (b *Book) Plan(ctx context.Context, by ent.Actor, a Activity) error {
	a.Drafter, a.State = by, Planned
	if a.Source != "" || a.Remarks != "" || a.Fuzzy != nil {
		return ent.Errorf(ent.Invalid, "activity: source, remarks and fuzzy days are those of history, which is taken over (activity import), not planned")
	}
	a.plain()
	if err := a.Check(b.world); err != nil {
		return err
	}
	body, err := yaml.Marshal(a)
	if err != nil {
		return fmt.Errorf("activity %s: %w", a.ID, err)
	}
	_, err = b.store.Append(ctx, by, record.Change{Kind: KindActivity, ID: a.ID, Valid: ent.Period{From: a.Start, Until: a.End + 1}, Body: body, Replaces: record.New})
	return err
}

// Find returns an activity as it was known at a moment (zero: now).
func (b *Book) Find(ctx context.Context, id string, known time.Time) (*Activity, error) {
	vs, err := b.store.Find(ctx, record.Query{Kind: KindActivity, ID: id, Known: known})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "no activity %q is on record", id)
	}
	return b.decode(&vs[0])
}

// All returns the activities as they were known at a moment, in the order of their starts.
func (b *Book) All(ctx context.Context, known time.Time) ([]Activity, error) {
	out := []Activity{}
	err := record.Each(ctx, b.store, record.Query{Kind: KindActivity, Known: known}, func(v *record.Version) error {
		a, err := b.decode(v)
		if err == nil {
			out = append(out, *a)
		}
		return err
	})
	slices.SortStableFunc(out, func(x, y Activity) int { return int(x.Start - y.Start) })
	return out, err
}

func (b *Book) decode(v *record.Version) (*Activity, error) {
	a, err := b.read.Of(v.Seq, func() (Activity, error) {
		var a Activity
		err := yaml.Unmarshal(v.Body, &a)
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("activity %s (version %d): %w", v.ID, v.Seq, err)
	}
	a.Seq, a.Classified = v.Seq, v.Classified
	return &a, nil
}

// Change supersedes an activity by what f makes of it.
func (b *Book) Change(ctx context.Context, by ent.Actor, id, reason string, f func(*Activity) error) error {
	return b.ChangeWith(ctx, by, id, reason, func(a *Activity) ([]record.Change, error) { return nil, f(a) })
}

// ChangeWith is Change where more is put on record in the same step.
func (b *Book) ChangeWith(ctx context.Context, by ent.Actor, id, reason string, f func(*Activity) ([]record.Change, error)) error {
	a, err := b.Find(ctx, id, time.Time{})
	if err != nil {
		return err
	}
	seq := a.Seq
	if a.State == Cancelled || a.State == Closed {
		return ent.Errorf(ent.Conflict, "%s is %s; nothing of it changes any more", id, a.State)
	}
	n := *a // versions that are remembered stay as they are
	n.Steps, n.Clearances, n.Overrides, n.Entries = slices.Clone(a.Steps), slices.Clone(a.Clearances), slices.Clone(a.Overrides), slices.Clone(a.Entries)
	more, err := f(&n)
	if err != nil {
		return err
	}
	n.plain()
	if err := n.Check(b.world); err != nil {
		return err
	}
	body, err := yaml.Marshal(n)
	if err != nil {
		return fmt.Errorf("activity %s: %w", id, err)
	}
	c := record.Change{Kind: KindActivity, ID: id, Valid: ent.Period{From: n.Start, Until: n.End + 1}, Body: body, Replaces: seq, Reason: reason}
	_, err = b.store.Append(ctx, by, append([]record.Change{c}, more...)...)
	return err
}

// Clear records what the gate asks for. Key and State name it, as the gate does.
func (b *Book) Clear(ctx context.Context, id string, c Clearance) error {
	if strings.TrimSpace(c.Evidence) == "" {
		return ent.Errorf(ent.Invalid, "say what shows it")
	}
	if c.Until != 0 && c.Until < c.On {
		return ent.Errorf(ent.Invalid, "it holds until %s, before it was given, on %s", c.Until, c.On)
	}
	return b.Change(ctx, c.By, id, "cleared: "+c.Key, func(a *Activity) error {
		if err := a.knows(c.Key, c.State); err != nil {
			return err
		}
		a.Clearances = append(slices.DeleteFunc(a.Clearances, func(x Clearance) bool { return x.Key == c.Key && x.State == c.State }), c)
		return nil
	})
}

// knows asks that a key can be one of the gate's, of somebody who takes part.
func (a *Activity) knows(key string, s ent.StateCode) error {
	if !slices.ContainsFunc(a.Participants, func(p Participant) bool { return p.State == s }) {
		return ent.Errorf(ent.Invalid, "%s does not take part in %s", s, a.ID)
	}
	k, err := KindOf(a.Kind)
	if err != nil {
		return err
	}
	sort, rest, _ := strings.Cut(key, " ")
	switch sort {
	case "condition", "duty", "blocker", "need":
		if rest != "" {
			return nil
		}
	case "check":
		if slices.ContainsFunc(k.Checks, func(c Check) bool { return c.ID == rest }) {
			return nil
		}
	}
	return ent.Errorf(ent.Invalid, "%q is nothing that the gate of a %s asks for; it names check ID, condition NORM, duty NORM, blocker N or need ID", key, k.ID)
}

// Override records that an approver lets an activity go on although the gate is red. Who
// planned it may not; what the law prohibits cannot be overridden, which the gate sees to.
func (b *Book) Override(ctx context.Context, id string, o Override) error {
	if strings.TrimSpace(o.Reason) == "" {
		return ent.Errorf(ent.Invalid, "an override needs a reason; it stays on record")
	}
	return b.Change(ctx, o.By, id, "override: "+o.Reason, func(a *Activity) error {
		if a.Drafter == o.By {
			return ent.Errorf(ent.Forbidden, "refused: two people must decide, and you planned it")
		}
		if err := a.knows(o.Key, o.State); err != nil {
			return err
		}
		a.Overrides = append(slices.DeleteFunc(a.Overrides, func(x Override) bool { return x.Key == o.Key && x.State == o.State }), o)
		return nil
	})
}

// Take moves a step, or records that it was done.
func (b *Book) Take(ctx context.Context, by ent.Actor, id string, t StepTaken) error {
	if t.On == 0 && t.Done == 0 {
		return ent.Errorf(ent.Invalid, "say to which day the step moves, or on which it was done")
	}
	return b.Change(ctx, by, id, "step "+t.Step, func(a *Activity) error {
		i := slices.IndexFunc(a.Steps, func(x StepTaken) bool { return x.Step == t.Step })
		if i < 0 {
			a.Steps = append(a.Steps, t)
			return nil
		}
		x := &a.Steps[i]
		if t.On != 0 {
			x.On = t.On
		}
		if t.Done != 0 {
			x.Done = t.Done
		}
		if t.Note != "" {
			x.Note = t.Note
		}
		return nil
	})
}

// Go leads an activity to another state of its life. It starts only when its gate, as given,
// is not red; an error of kind Conflict says what stands against it.
func (b *Book) Go(ctx context.Context, by ent.Actor, id string, to State, g *Gate, note string) error {
	return b.Change(ctx, by, id, strings.TrimSpace(string(to)+" "+note), func(a *Activity) error {
		if !slices.Contains(next[a.State], to) {
			return ent.Errorf(ent.Conflict, "%s is %s; from there it cannot be %s", id, a.State, to)
		}
		if to == Started && (g == nil || g.Light == Red) {
			return ent.Errorf(ent.Conflict, "the gate of %s is red: %s", id, g.why())
		}
		if to == Closed {
			if strings.TrimSpace(note) == "" {
				return ent.Errorf(ent.Invalid, "say what was learned; the next plan begins with it")
			}
			a.Lessons = note
		}
		a.State = to
		return nil
	})
}
