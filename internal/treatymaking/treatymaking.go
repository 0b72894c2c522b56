// Package treatymaking follows an agreement through its life: mandate, conflict scan,
// rounds and versions of the text, sign-off, initialling, full powers, signature, domestic
// approval, consent to be bound, entry into force, registration, publication, renewal,
// notice and end. Each step asks what the law (VCLT Part II and V, Charter 102, the domestic
// route) and good practice ask before it, and tells what is missing.
//
// The record keeps what was done, not what should have been: a step that lacks something
// goes on record only with a reason (Despite) that stays there, and a step that a
// peremptory norm bars does not at all. Acts of States stand in the register, where the
// law engine reads them; a step that is such an act puts both on record at once.
package treatymaking

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/law/world"
	"entente/internal/record"
	"entente/internal/register"
)

// The kinds of thing that the package keeps.
const (
	KindCase record.Kind = "treaty-case"
	KindStep record.Kind = "treaty-step"
)

// Case is an agreement that is being made, kept or left. It bears the id of its instrument.
type Case struct {
	Instrument   ent.InstrumentID  `yaml:"instrument" json:"instrument"`
	Title        string            `yaml:"title" json:"title"`
	For          ent.StateCode     `yaml:"for" json:"for"`                   // the State or organisation for which the institution acts
	Parties      []ent.StateCode   `yaml:"parties,flow" json:"parties"`      // those that negotiate, For among them
	Kind         string            `yaml:"kind" json:"kind"`                 // DCA, SOFA, VFA, ACSA, GSA, MOU, ALL, FMS, PKO, CYB, other
	Binding      string            `yaml:"binding" json:"binding"`           // treaty, non-binding, undetermined
	Ratification bool              `yaml:"ratification" json:"ratification"` // subject to ratification, acceptance or approval
	Route        string            `yaml:"route,omitempty" json:"route,omitempty"`
	Languages    []string          `yaml:"languages,flow" json:"languages"` // of the authentic texts
	Owner        string            `yaml:"owner,omitempty" json:"owner,omitempty"`
	RedLines     []string          `yaml:"red_lines,omitempty" json:"red_lines,omitempty"`
	Facts        map[string]string `yaml:"facts,omitempty" json:"facts,omitempty"`           // what the legal adviser answered for the engine
	Activities   []string          `yaml:"activities,omitempty" json:"activities,omitempty"` // matters, as YAML, of what it is to allow
}

// The intended force of an agreement.
const (
	Treaty       = "treaty"
	NonBinding   = "non-binding"
	Undetermined = "undetermined"
)

var kinds = []string{"DCA", "SOFA", "VFA", "ACSA", "GSA", "MOU", "ALL", "FMS", "PKO", "CYB", "other"}

// Taken is a step on record.
type Taken struct {
	Step
	ID  string    `json:"id"`
	Seq int64     `json:"seq"`
	By  ent.Actor `json:"by"`
	At  time.Time `json:"at"`
}

// File is a case with everything on record about it.
type File struct {
	Case
	Steps []Taken         `json:"steps"`
	Texts []register.Kept `json:"texts"`
	route *Route
	seq   int64
	next  int // number of the next step
}

// Desk keeps cases in a store, beside the register.
type Desk struct {
	store    record.Store
	register *register.Register
	world    *world.World
	routes   []Route
}

// New returns the desk in the store.
func New(store record.Store, r *register.Register, w *world.World, routes []Route) *Desk {
	return &Desk{store, r, w, routes}
}

// Check returns what is wrong with a case, as an error of kind Invalid.
func (d *Desk) check(c *Case) error {
	switch {
	case c.Title == "":
		return ent.Errorf(ent.Invalid, "a case needs a title")
	case len(c.Parties) < 2 || !slices.Contains(c.Parties, c.For):
		return ent.Errorf(ent.Invalid, "a case needs two or more parties, and the one for which the institution acts among them")
	case !slices.Contains(kinds, c.Kind):
		return ent.Errorf(ent.Invalid, "%q is no kind of agreement; choose one of %s", c.Kind, strings.Join(kinds, ", "))
	case c.Binding != Treaty && c.Binding != NonBinding && c.Binding != Undetermined:
		return ent.Errorf(ent.Invalid, "%q says not whether it is to bind; choose treaty, non-binding or undetermined", c.Binding)
	case len(c.Languages) == 0:
		return ent.Errorf(ent.Invalid, "say in which languages the text is authentic")
	case c.Binding == NonBinding && c.Ratification:
		return ent.Errorf(ent.Invalid, "what does not bind is not ratified")
	}
	for _, p := range c.Parties {
		if _, err := d.world.Find(string(p)); err != nil {
			return err
		}
	}
	if c.Route == "" {
		return nil
	}
	r, err := findRoute(d.routes, c.Route)
	if err == nil && r.State != c.For {
		err = ent.Errorf(ent.Invalid, "%s is a route of %s; the case is for %s", r.ID, r.State, c.For)
	}
	return err
}

// Open opens a case. When the register has no instrument of that id yet, a draft is put
// there in the same step: without acts it binds nobody.
func (d *Desk) Open(ctx context.Context, by ent.Actor, c *Case) error {
	if err := d.check(c); err != nil {
		return err
	}
	var changes []record.Change
	_, err := d.register.Instrument(ctx, c.Instrument, time.Time{})
	switch {
	case ent.KindOf(err) == ent.NotFound:
		if changes, err = d.register.Entry(draft(c)); err != nil {
			return err
		}
	case err != nil:
		return err
	}
	body, err := yaml.Marshal(c)
	if err != nil {
		return fmt.Errorf("case %s: %w", c.Instrument, err)
	}
	changes = append(changes, record.Change{Kind: KindCase, ID: string(c.Instrument), Subject: string(c.Instrument), Body: body, Replaces: record.New})
	_, err = d.store.Append(ctx, by, changes...)
	return err
}

func draft(c *Case) *treaty.Instrument {
	in := &treaty.Instrument{ID: c.Instrument, Title: c.Title, Kind: "treaty", LegalOrder: "international", Binding: true, Confidence: ent.Known, Sources: []string{"the case of its making"}}
	if c.Binding == NonBinding {
		in.Kind, in.LegalOrder, in.Binding = "political", "policy", false
	}
	in.EntryIntoForce.Initial = treaty.Threshold{Count: len(c.Parties), Including: c.Parties}
	in.EntryIntoForce.Note = "until the text says otherwise: when all have expressed their consent (VCLT 24(2))"
	return in
}

// Revise puts a new version of a case on record, and why.
func (d *Desk) Revise(ctx context.Context, by ent.Actor, id ent.InstrumentID, reason string, change func(*Case)) error {
	f, err := d.File(ctx, id, time.Time{})
	if err != nil {
		return err
	}
	c := f.Case
	change(&c)
	if c.Instrument != id {
		return ent.Errorf(ent.Invalid, "a case keeps its id")
	}
	if err := d.check(&c); err != nil {
		return err
	}
	body, err := yaml.Marshal(&c)
	if err != nil {
		return fmt.Errorf("case %s: %w", id, err)
	}
	_, err = d.store.Append(ctx, by, record.Change{Kind: KindCase, ID: string(id), Subject: string(id), Body: body, Replaces: f.seq, Reason: reason})
	return err
}

// Cases returns every case as known at a moment (zero: now), in the order of their opening.
func (d *Desk) Cases(ctx context.Context, known time.Time) ([]Case, error) {
	out := []Case{}
	err := d.each(ctx, record.Query{Kind: KindCase, Known: known}, func(v *record.Version) error {
		var c Case
		if err := yaml.Unmarshal(v.Body, &c); err != nil {
			return fmt.Errorf("case %s (version %d): %w", v.ID, v.Seq, err)
		}
		out = append(out, c)
		return nil
	})
	return out, err
}

// File returns a case with its steps and texts as known at a moment (zero: now).
func (d *Desk) File(ctx context.Context, id ent.InstrumentID, known time.Time) (*File, error) {
	vs, err := d.store.Find(ctx, record.Query{Kind: KindCase, ID: string(id), Known: known})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "no case %s is open; begin with: entente treaty open %s", id, id)
	}
	f := &File{seq: vs[0].Seq, Steps: []Taken{}}
	if err := yaml.Unmarshal(vs[0].Body, &f.Case); err != nil {
		return nil, fmt.Errorf("case %s (version %d): %w", id, vs[0].Seq, err)
	}
	if f.Route != "" {
		if f.route, err = findRoute(d.routes, f.Route); err != nil {
			return nil, err
		}
	}
	if err := d.steps(ctx, f, known); err != nil {
		return nil, err
	}
	f.Texts, err = d.register.Texts(ctx, id, known)
	return f, err
}

// steps reads the steps that count, in the order of their days; f.next counts all.
func (d *Desk) steps(ctx context.Context, f *File, known time.Time) error {
	err := d.each(ctx, record.Query{Kind: KindStep, Subject: string(f.Instrument), Every: true}, func(v *record.Version) error {
		if v.Replaces == record.New {
			f.next++
		}
		return nil
	})
	if err != nil {
		return err
	}
	err = d.each(ctx, record.Query{Kind: KindStep, Subject: string(f.Instrument), Known: known}, func(v *record.Version) error {
		t := Taken{ID: v.ID, Seq: v.Seq, By: v.By, At: v.At}
		if err := yaml.Unmarshal(v.Body, &t.Step); err != nil {
			return fmt.Errorf("step %s (version %d): %w", v.ID, v.Seq, err)
		}
		f.Steps = append(f.Steps, t)
		return nil
	})
	slices.SortStableFunc(f.Steps, func(a, b Taken) int { return int(a.On - b.On) })
	return err
}

// each calls f for every version that a query selects, page by page.
func (d *Desk) each(ctx context.Context, q record.Query, f func(*record.Version) error) error {
	return record.Each(ctx, d.store, q, f)
}

// Take puts a step on record, and with it the act of a State that it is. Errors are of
// kind Invalid when a field is missing or wrong, Forbidden when the step lacks something
// and no reason was given, or is barred.
func (d *Desk) Take(ctx context.Context, by ent.Actor, id ent.InstrumentID, s Step) (*Taken, error) {
	f, err := d.File(ctx, id, time.Time{})
	if err != nil {
		return nil, err
	}
	def := definition(s.What)
	if def == nil {
		return nil, ent.Errorf(ent.Invalid, "%q is no step; the steps are %s", s.What, strings.Join(StepNames(), ", "))
	}
	if err := d.fields(f, def, &s); err != nil {
		return nil, err
	}
	if err := refuse(def, f.lacks(def, &s, by), s.Despite); err != nil {
		return nil, err
	}
	changes, err := d.also(ctx, f, def, &s)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if c.Kind == register.KindAct {
			s.Acts = append(s.Acts, c.ID)
		}
	}
	t := &Taken{Step: s, ID: fmt.Sprintf("%s/step/%03d", id, f.next+1), By: by}
	body, err := yaml.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("step %s: %w", t.ID, err)
	}
	changes = append([]record.Change{{Kind: KindStep, ID: t.ID, Subject: string(id), Valid: ent.Period{From: s.On}, Body: body, Replaces: record.New}}, changes...)
	vs, err := d.store.Append(ctx, by, changes...)
	if err != nil {
		return nil, err
	}
	t.Seq, t.At = vs[0].Seq, vs[0].At
	return t, nil
}

// refuse makes the error for what a step lacks; nil when it lacks nothing, or a reason is
// given to take it all the same and nothing bars it.
func refuse(def *Definition, lacks []Lack, despite string) error {
	var texts []string
	for _, l := range lacks {
		if l.Bars {
			return ent.Errorf(ent.Forbidden, "%s cannot be taken: %s", def.Title, l)
		}
		texts = append(texts, l.String())
	}
	if len(texts) == 0 || despite != "" {
		return nil
	}
	return ent.Errorf(ent.Forbidden, "%s lacks:\n- %s\nto put it on record all the same, say why (--despite); the reason stays on record", def.Title, strings.Join(texts, "\n- "))
}

// Withdraw takes a step that was put on record in error, and the acts recorded with it,
// from what counts; they stay in the history, with the reason.
func (d *Desk) Withdraw(ctx context.Context, by ent.Actor, stepID, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ent.Errorf(ent.Invalid, "say why the step is withdrawn")
	}
	vs, err := d.store.Find(ctx, record.Query{Kind: KindStep, ID: stepID})
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return ent.Errorf(ent.NotFound, "no step %q is on record", stepID)
	}
	var s Step
	if err := yaml.Unmarshal(vs[0].Body, &s); err != nil {
		return fmt.Errorf("step %s: %w", stepID, err)
	}
	changes := []record.Change{gone(&vs[0], reason)}
	for _, id := range s.Acts {
		acts, err := d.store.Find(ctx, record.Query{Kind: register.KindAct, ID: id})
		if err != nil {
			return err
		}
		if len(acts) > 0 {
			changes = append(changes, gone(&acts[0], reason))
		}
	}
	_, err = d.store.Append(ctx, by, changes...)
	return err
}

func gone(v *record.Version, reason string) record.Change {
	return record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Valid: v.Valid, Body: v.Body, Replaces: v.Seq, Reason: reason, Withdrawn: true}
}
