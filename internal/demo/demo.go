// Package demo fills an empty store with an example institution, so that every section of
// the site has something to show. It acts for Finland and is made up: its agreements bear
// "(example)" in their titles and no real person is named.
package demo

import (
	"context"
	"embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/app"
	"entente/internal/duty"
	"entente/internal/law/treaty"
	"entente/internal/matter"
	"entente/internal/register"
	"entente/internal/review"
	"entente/internal/treatymaking"
)

//go:embed demo.yaml matters/*.yaml texts/*.md
var files embed.FS

// by is who puts the example on record.
const by ent.Actor = "example"

type content struct {
	Agreements []agreement         `yaml:"agreements"`
	Cases      []treatymaking.Case `yaml:"cases"`
	Steps      []step              `yaml:"steps"`
	Duties     []relative          `yaml:"duties"`
	Norms      yaml.Node           `yaml:"norms"`
	Activities []planned           `yaml:"activities"`
}

// agreement is a line from which an instrument with its acts is made.
type agreement struct {
	With   ent.StateCode `yaml:"with"`
	Kind   string        `yaml:"kind"`
	Title  string        `yaml:"title"`
	Signed ent.Date      `yaml:"signed"`
	Ours   ent.Date      `yaml:"ours"`   // ratified by Finland; none: signature binds
	Theirs ent.Date      `yaml:"theirs"` // ratified by the other
	Years  int           `yaml:"years"`  // of the term; 0: without limit of time
	Notice int           `yaml:"notice"` // in days
	Left   ent.Date      `yaml:"left"`   // the other's notice
}

// planned is an activity whose days count from the day of the demonstration.
type planned struct {
	In      int                        `yaml:"in"`
	Days    int                        `yaml:"days"`
	Plan    activity.Activity          `yaml:"plan"`
	Lapses  map[string]int             `yaml:"lapses"` // facts that are days
	Clear   map[ent.StateCode][]string `yaml:"clear"`
	Done    []string                   `yaml:"done"`  // steps, each on its day
	Keeps   []map[string]string        `yaml:"keeps"` // entries, each with its section; "@-20" is a day
	To      []activity.State           `yaml:"to"`
	Lessons string                     `yaml:"lessons"`
}

type step struct {
	Case ent.InstrumentID  `yaml:"case"`
	By   ent.Actor         `yaml:"by"`
	Step treatymaking.Step `yaml:",inline"`
}

// relative is a duty whose day counts from the day of the demonstration, so that some are
// due and some overdue whenever it is looked at.
type relative struct {
	duty.Duty `yaml:",inline"`
	In        int `yaml:"in"` // days from today
	DoneAgo   int `yaml:"done_ago"`
}

// Load fills the store. A store that is not empty is left alone, with an error of kind
// Conflict.
func Load(ctx context.Context, a *app.App, people *access.People, today ent.Date) error {
	if n, err := a.Store.Size(ctx); err != nil || n > 0 {
		if err == nil {
			err = ent.Errorf(ent.Conflict, "the example institution needs an empty store; this one has %d entries", n)
		}
		return err
	}
	text, err := files.ReadFile("demo.yaml")
	if err != nil {
		return err
	}
	var c content
	if err := yaml.Unmarshal(text, &c); err != nil {
		return fmt.Errorf("demo.yaml: %w", err)
	}
	for _, f := range []func() error{
		func() error { return everybody(ctx, people) },
		func() error { return agreements(ctx, a, c.Agreements) },
		func() error { return norms(ctx, a, &c.Norms) },
		func() error { return cases(ctx, a, &c) },
		func() error { return texts(ctx, a) },
		func() error { return reviews(ctx, a, today) },
		func() error { return duties(ctx, a, c.Duties, today) },
		func() error { return opinions(ctx, a) },
		func() error { return activities(ctx, a, c.Activities, today) },
	} {
		if err := f(); err != nil {
			return fmt.Errorf("the example institution: %w", err)
		}
	}
	return nil
}

func everybody(ctx context.Context, people *access.People) error {
	for _, r := range access.Roles {
		if err := people.Put(ctx, by, access.Person{Name: ent.Actor("example." + string(r)), Role: r, Clearance: "SECRET", Nation: "FIN"}, ""); err != nil {
			return err
		}
	}
	return nil
}

func agreements(ctx context.Context, a *app.App, list []agreement) error {
	for i := range list {
		if err := a.Register.Add(ctx, by, list[i].instrument()); err != nil {
			return err
		}
	}
	return nil
}

func (g *agreement) instrument() *treaty.Instrument {
	in := &treaty.Instrument{ID: ent.InstrumentID(fmt.Sprintf("FIN-%s-%s", g.With, g.Kind)), Title: g.Title + " (example)", Kind: "treaty", LegalOrder: "international", Binding: true,
		Adopted: g.Signed, Place: "Helsinki", Sources: []string{"made up for the example institution"}, Confidence: ent.Known}
	in.EntryIntoForce = treaty.EntryIntoForce{Initial: treaty.Threshold{Count: 2, Delay: treaty.Delay{Days: 30}}, Article: "20"}
	in.Withdrawal = &treaty.Withdrawal{Article: "21", Notice: treaty.Delay{Months: 6}}
	act := func(c ent.StateCode, v treaty.Verb, on ent.Date) {
		if on != 0 {
			in.Record = append(in.Record, treaty.Act{State: c, Act: v, On: on, Confidence: ent.Known})
		}
	}
	signed := treaty.Signed
	if g.Ours == 0 && g.Theirs == 0 {
		signed = treaty.Definitive
	}
	act("FIN", signed, g.Signed)
	act(g.With, signed, g.Signed)
	act("FIN", treaty.Ratified, g.Ours)
	act(g.With, treaty.Ratified, g.Theirs)
	act(g.With, treaty.Withdrew, g.Left)
	if g.Years > 0 {
		in.Duration = g.duration()
	}
	in.Provisions = provisions[g.Kind]
	return in
}

func norms(ctx context.Context, a *app.App, n *yaml.Node) error {
	text, err := yaml.Marshal(n)
	if err != nil {
		return err
	}
	rules, err := register.ReadNorms(text)
	if err != nil {
		return err
	}
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	return a.Register.AddNorms(ctx, by, lib, rules, "")
}

// activities plans what partners do together, and takes each as far as it got.
func activities(ctx context.Context, a *app.App, list []planned, today ent.Date) error {
	const planner ent.Actor = "example.planner"
	for i := range list {
		p := &list[i]
		x := &p.Plan
		x.Start = today.AddDays(p.In)
		x.End = x.Start.AddDays(p.Days - 1)
		for name, in := range p.Lapses {
			x.Facts[name] = today.AddDays(in).String()
		}
		if err := a.Plan(ctx, planner, x); err != nil {
			return err
		}
		if err := p.prepare(ctx, a, min(today, x.Start)); err != nil {
			return fmt.Errorf("%s: %w", x.ID, err)
		}
		if err := p.keep(ctx, a, today); err != nil {
			return fmt.Errorf("%s: %w", x.ID, err)
		}
		for _, to := range p.To {
			_, g, err := a.Ready(ctx, x.ID, x.Start, time.Time{})
			if err == nil {
				err = a.Activities.Go(ctx, planner, x.ID, to, g, p.Lessons)
			}
			if err != nil {
				return fmt.Errorf("%s: %w", x.ID, err)
			}
		}
	}
	return nil
}

// prepare records what was cleared and done by a day.
func (p *planned) prepare(ctx context.Context, a *app.App, on ent.Date) error {
	const planner ent.Actor = "example.planner"
	for _, s := range slices.Sorted(maps.Keys(p.Clear)) {
		for _, check := range p.Clear[s] {
			if err := a.Activities.Clear(ctx, p.Plan.ID, activity.Clearance{Key: "check " + check, State: s, On: on, Evidence: "on file at the planning desk", By: planner}); err != nil {
				return err
			}
		}
	}
	life, err := p.Plan.Life(on)
	if err != nil {
		return err
	}
	for _, d := range life {
		if slices.Contains(p.Done, d.ID) {
			if err := a.Activities.Take(ctx, planner, p.Plan.ID, activity.StepTaken{Step: d.ID, Done: d.On}); err != nil {
				return err
			}
		}
	}
	return nil
}

// keep enters what the sections of the activity hold.
func (p *planned) keep(ctx context.Context, a *app.App, today ent.Date) error {
	for _, e := range p.Keeps {
		section := e["section"]
		delete(e, "section")
		for name, v := range e {
			if days, ok := strings.CutPrefix(v, "@"); ok {
				n, err := strconv.Atoi(days)
				if err != nil {
					return err
				}
				e[name] = today.AddDays(n).String()
			}
		}
		if err := a.Enter(ctx, "example.planner", today, p.Plan.ID, section, e); err != nil {
			return err
		}
	}
	return nil
}

func cases(ctx context.Context, a *app.App, c *content) error {
	for i := range c.Cases {
		k := &c.Cases[i]
		if err := a.Treaties.Open(ctx, "example.legal-adviser", k); err != nil {
			return err
		}
		if drafted, err := files.ReadFile("texts/" + string(k.Instrument) + ".draft-1.md"); err == nil {
			if err := text(ctx, a, k.Instrument, "draft-1", drafted); err != nil {
				return err
			}
			continue
		}
		for _, l := range k.Languages {
			if _, err := a.Register.AddText(ctx, "example.planner", register.Text{Instrument: k.Instrument, Part: "text", Version: "draft-1", Language: l, Name: "draft-" + l + ".txt"},
				[]byte(strings.Repeat("Article. The Parties of "+k.Title+" shall consult.\n", 3)+l+"\n"), ""); err != nil {
				return err
			}
		}
	}
	for _, s := range c.Steps {
		if _, err := a.Treaties.Take(ctx, s.By, s.Case, s.Step); err != nil {
			return fmt.Errorf("%s, %s: %w", s.Case, s.Step.What, err)
		}
	}
	return nil
}

// texts puts the texts of agreements on record that were not put there with their case.
func texts(ctx context.Context, a *app.App) error {
	entries, err := files.ReadDir("texts")
	if err != nil {
		return err
	}
	for _, e := range entries {
		id, version, _ := strings.Cut(strings.TrimSuffix(e.Name(), ".md"), ".")
		if version == "draft-1" {
			continue
		}
		if version == "" {
			version = "final"
		}
		b, err := files.ReadFile("texts/" + e.Name())
		if err != nil {
			return err
		}
		if err := text(ctx, a, ent.InstrumentID(id), version, b); err != nil {
			return err
		}
	}
	return nil
}

func text(ctx context.Context, a *app.App, id ent.InstrumentID, version string, b []byte) error {
	_, err := a.Register.AddText(ctx, "example.planner", register.Text{Instrument: id, Part: "text", Version: version, Language: "en", Authentic: version == "final", Name: string(id) + "-" + version + ".md"}, b, "")
	return err
}

// reviews accepts some sentences of the texts, rejects one and leaves the others open.
func reviews(ctx context.Context, a *app.App, today ent.Date) error {
	for id, articles := range map[ent.InstrumentID][]string{"FIN-NOR-ACSA": {"5(3)", "6", "10(2)", "12"}, "FIN-GBR-VFA": {"4(2)", "12(2)"}} {
		o, err := a.Reviews.Open(ctx, id, "", time.Time{})
		if err != nil {
			return err
		}
		lib, err := a.Library(ctx, time.Time{})
		if err != nil {
			return err
		}
		var list []review.Decision
		for _, it := range o.Items {
			if slices.Contains(articles, it.Article) {
				list = append(list, decided(o, &it, today))
			}
		}
		if err := a.Reviews.Decide(ctx, "example.legal-adviser", lib, o, list...); err != nil {
			return err
		}
	}
	return nil
}

func decided(o *review.Opened, it *review.Item, today ent.Date) review.Decision {
	d := review.Decision{Proposal: it.ID, Effect: o.Suggest(&it.Proposal)}
	switch it.Article {
	case "12":
		return review.Decision{Proposal: it.ID, Reject: true, Why: "says only how disputes are settled"}
	case "5(3)":
		d.Due, d.To = "day + 60 days", "the supplying Party"
	case "10(2)", "12(2)":
		d.Task = review.Task{Track: true, Owner: "logistics-desk", State: "FIN", Day: ent.NewDate(today.Year()+1, 1, 31)}
	}
	return d
}

func duties(ctx context.Context, a *app.App, list []relative, today ent.Date) error {
	var out []duty.Duty
	for _, r := range list {
		d := r.Duty
		if d.Term == "" {
			d.Due = today.AddDays(r.In)
		} else {
			d.Start = today.AddDays(r.In)
		}
		if r.DoneAgo > 0 {
			d.Done = today.AddDays(-r.DoneAgo)
		}
		out = append(out, d)
	}
	_, err := a.Duties.Add(ctx, by, out...)
	return err
}

// opinions puts the findings on the example's matters on record; every second is signed.
func opinions(ctx context.Context, a *app.App) error {
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	entries, err := files.ReadDir("matters")
	if err != nil {
		return err
	}
	for i, e := range entries {
		text, err := files.ReadFile("matters/" + e.Name())
		if err != nil {
			return err
		}
		m, err := matter.Read(lib, e.Name(), text, 1)
		if err != nil {
			return err
		}
		o, err := a.Give(ctx, "example.legal-adviser", lib, m)
		if err == nil && i%2 == 0 {
			err = a.Opinions.Sign(ctx, "example.approver", o.ID, m.On)
		}
		if err == nil && i%3 == 0 {
			err = a.Opinions.Watch(ctx, "example.legal-adviser", o.ID, true)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
