// Package apptest puts on record what tests of several surfaces look for: one of everything
// under each marking, with a word in it that stands nowhere else.
package apptest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/app"
	"entente/internal/duty"
	"entente/internal/matter"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/treatymaking"
)

// Thing is one record of every kind under one marking. Word stands in all their texts, in
// another case in their ids, and nowhere else.
type Thing struct {
	Mark       string
	Word       string
	Instrument string
	Norm       string
	Duty       string
	Activity   string
	Finding    string
	Hash       string // of the text of the instrument
}

// Garbled is the marking that cannot be read.
const Garbled = "EYES ONLY"

// Markings are those of the things, in their order.
var Markings = []string{"", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET", "SECRET//REL TO FIN", "RESTRICTED//REL TO NATO", Garbled}

// Cleared is who is cleared so far, of a nation, with the markings that they see.
type Cleared struct {
	Clearance string
	Nation    ent.StateCode
	Sees      []string
}

// Clearances tell who sees which of the markings.
var Clearances = []Cleared{
	{"PUBLIC", "FIN", []string{""}},
	{"RESTRICTED", "CHE", []string{"", "RESTRICTED"}},
	{"RESTRICTED", "USA", []string{"", "RESTRICTED", "RESTRICTED//REL TO NATO"}},
	{"CONFIDENTIAL", "SWE", []string{"", "RESTRICTED", "CONFIDENTIAL", "RESTRICTED//REL TO NATO"}},
	{"SECRET", "FIN", []string{"", "RESTRICTED", "CONFIDENTIAL", "SECRET", "SECRET//REL TO FIN", "RESTRICTED//REL TO NATO"}},
	{"SECRET", "JPN", []string{"", "RESTRICTED", "CONFIDENTIAL", "SECRET"}},
	{"TOP SECRET", "USA", []string{"", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET", "RESTRICTED//REL TO NATO"}},
}

// Agreement is the text of an agreement about a word.
func Agreement(word string) string {
	return fmt.Sprintf("# Agreement on %[1]s\n\nThe Government of Finland and the Government of Japan have agreed:\n\n## Article 1 %[1]s\n\nThe Parties shall consult on %[1]s.\n\n## Article 2\n\nThe receiving Party shall pay for %[1]s within 60 days.\n", word)
}

// Marked puts one of everything on record under each of Markings.
func Marked(a *app.App) ([]Thing, error) {
	operator := access.With(context.Background(), access.Operator("test"))
	things := make([]Thing, len(Markings))
	contexts := make([]context.Context, len(things))
	for i, m := range Markings {
		things[i] = Thing{Mark: m, Word: fmt.Sprintf("zq%dx", i), Instrument: fmt.Sprintf("FIN-JPN-ZQ%dX", i), Norm: fmt.Sprintf("FIN-JPN-ZQ%dX-N", i)}
		if m == Garbled { // it is put there under another one first
			m = "TOP SECRET"
		}
		var err error
		if contexts[i], err = access.MarkedAs(operator, m); err != nil {
			return nil, err
		}
	}
	for i := range things { // before there are norms on which they would rest
		if err := things[i].found(contexts[i], a); err != nil {
			return nil, err
		}
	}
	for i := range things {
		if err := things[i].keep(contexts[i], a); err != nil {
			return nil, err
		}
	}
	return things, things[len(things)-1].garble(a)
}

// found puts the finding on record.
func (x *Thing) found(ctx context.Context, a *app.App) error {
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	m, err := matter.Read(lib, "m", []byte("matter: on "+x.Word+"\nkind: exercise\non: 2026-11-01\nterritory: JPN\nparticipants:\n- {state: USA, role: sending}\n- {state: JPN, role: host}\n"), 1)
	if err != nil {
		return err
	}
	o, err := a.Give(ctx, "test", lib, m)
	if err == nil {
		x.Finding = o.ID
	}
	return err
}

const instrument = `id: %[2]s
title: pact on %[1]s
kind: treaty
legal_order: international
binding: true
entry_into_force: {initial: {count: 2}}
duration: {for: {years: 3}, renewal: none, article: "9"}
provisions:
- {article: "1", text: consult on %[1]s}
acts: |
  FIN ratified 2024-02-01
  JPN ratified 2024-03-01
`

const norm = `- id: %[3]s
  instrument: %[2]s
  article: "2"
  title: bills for %[1]s
  modality: obligation
  class: treaty
  bearer: [recipient]
  between: [supplier, recipient]
  kinds: [logistics]
  duties:
  - {duty: pay for %[1]s, to: the other, due: day + 60 days}
  source: {cites: ["%[2]s 2"], confidence: known}
`

// keep puts everything else on record.
func (x *Thing) keep(ctx context.Context, a *app.App) error {
	in, err1 := register.Read(fmt.Appendf(nil, instrument, x.Word, x.Instrument))
	rules, err2 := register.ReadNorms(fmt.Appendf(nil, norm, x.Word, x.Instrument, x.Norm))
	if err := errors.Join(err1, err2, a.Register.Add(ctx, "test", in)); err != nil {
		return err
	}
	k, err := a.Register.AddText(ctx, "test", register.Text{Instrument: in.ID, Part: "text", Version: "final", Language: "en", Authentic: true, Name: x.Word + ".md"}, []byte(Agreement(x.Word)), "")
	if err != nil {
		return err
	}
	x.Hash = k.Hash
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	if err := a.Register.AddNorms(ctx, "test", lib, rules, ""); err != nil {
		return err
	}
	ids, err := a.Duties.Add(ctx, "test", duty.Duty{Text: "report on " + x.Word, Owner: "owner of " + x.Word, Instrument: in.ID, Due: ent.NewDate(2026, 11, 30)})
	if err != nil {
		return err
	}
	x.Duty = ids[0]
	x.Activity = strings.ToUpper(x.Word) + "-EXERCISE"
	plan := &activity.Activity{ID: x.Activity, Kind: "exercise", Title: "exercise " + x.Word, Start: ent.NewDate(2026, 12, 1), End: ent.NewDate(2026, 12, 5), Territory: "JPN",
		Participants: []activity.Participant{{State: "JPN", Role: "host"}, {State: "USA", Role: "sending"}}}
	if err := a.Plan(ctx, "test", plan); err != nil {
		return err
	}
	course := &activity.Activity{ID: strings.ToUpper(x.Word) + "-COURSE", Kind: "training", Title: "course on " + x.Word, Start: ent.NewDate(2026, 12, 1), End: ent.NewDate(2026, 12, 5), Territory: "JPN",
		Participants: []activity.Participant{{State: "JPN", Role: "assisted"}, {State: "USA", Role: "assisting"}}}
	err = a.Plan(ctx, "test", course)
	if err == nil {
		err = a.Enter(ctx, "test", course.Start, course.ID, "courses", map[string]string{"title": "a course", "state": "JPN", "unit": "battalion of " + x.Word})
	}
	if err == nil {
		err = a.Enter(ctx, "test", course.Start, course.ID, "goals", map[string]string{"state": "JPN", "cycle": "2026", "goal": "teams of " + x.Word})
	}
	if err != nil {
		return err
	}
	err = a.Treaties.Open(ctx, "test", &treatymaking.Case{Instrument: in.ID, Title: "case of " + x.Word, For: "FIN", Parties: []ent.StateCode{"FIN", "JPN"}, Kind: "ACSA", Binding: treatymaking.Treaty, Languages: []string{"en"}})
	if err == nil {
		_, err = a.Treaties.Take(ctx, "test", in.ID, treatymaking.Step{What: treatymaking.Mandate, On: ent.NewDate(2024, 1, 1), Text: "mandate for " + x.Word})
	}
	return err
}

// garble gives everything of a thing a marking that cannot be read, behind the back of the
// guard, as a program would that knew others.
func (x *Thing) garble(a *app.App) error {
	ctx := context.Background()
	var changes []record.Change
	err := record.Each(ctx, a.Store, record.Query{}, func(v *record.Version) error {
		if v.Subject == x.Instrument || v.ID == x.Instrument || v.ID == x.Finding || v.ID == x.Duty || v.ID == x.Activity || v.ID == strings.ToUpper(x.Word)+"-COURSE" {
			changes = append(changes, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Valid: v.Valid, Body: v.Body, Replaces: v.Seq, Reason: "x", Classified: x.Mark})
		}
		return nil
	})
	if err == nil {
		_, err = a.Store.Append(ctx, "test", changes...)
	}
	return err
}
