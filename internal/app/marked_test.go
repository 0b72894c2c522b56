package app_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
	"entente/internal/matter"
	"entente/internal/opinion"
	"entente/internal/register"
)

// as is a context in which somebody asks and writes who is cleared so far.
func as(t *testing.T, clearance, mark string) context.Context {
	t.Helper()
	l, _ := access.Level(clearance)
	c, err := access.MarkedAs(access.With(context.Background(), access.Principal{Name: ent.Actor(strings.ToLower(clearance)), Role: access.LegalAdviser, Clearance: l, Nation: "FIN"}), mark)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// secretNorm makes a norm of FIN-JPN-1 with an id and a term.
func secretNorm(t *testing.T, id, term string) []register.Rule {
	t.Helper()
	rules, err := register.ReadNorms([]byte(strings.NewReplacer("FIN-JPN-1-7-2", id, "60 days", term).Replace(rule)))
	must(t, err)
	return rules
}

func library(t *testing.T, ctx context.Context, a *app.App) *law.Library {
	t.Helper()
	lib, err := a.Library(ctx, time.Time{})
	must(t, err)
	return lib
}

func fuel(t *testing.T, ctx context.Context, a *app.App) (*law.Library, *law.Matter, *finding.Finding) {
	t.Helper()
	lib := library(t, ctx, a)
	m, err := matter.Read(lib, "m", []byte("matter: fuel\nkind: logistics\non: 2024-06-01\nparticipants:\n- {state: FIN, role: supplier}\n- {state: JPN, role: recipient}\n"), 1)
	must(t, err)
	f, err := finding.Assess(lib, m)
	must(t, err)
	return lib, m, f
}

// A norm, an act and an agreement that are secret take part in the answers of those who may
// see them, and leave no trace in those of others: neither their ids, nor in the hash.
func TestSecretLaw(t *testing.T) {
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	public, secret := as(t, "PUBLIC", ""), as(t, "SECRET", "SECRET")
	must(t, a.Register.Add(public, "x", bilateral("FIN-JPN-1")))
	must(t, a.Register.Record(public, "x", "FIN-JPN-1", treaty.Act{State: "JPN", Act: treaty.Ratified, On: ent.NewDate(2024, 3, 1)}))
	before := library(t, public, a)
	if other := library(t, secret, a); other != before {
		t.Error("where nothing is marked there are two libraries")
	}
	must(t, a.Register.AddNorms(secret, "x", before, secretNorm(t, "FIN-JPN-1-S", "60 days"), ""))
	must(t, a.Register.Add(secret, "x", bilateral("FIN-JPN-S")))
	must(t, a.Register.Record(secret, "x", "FIN-JPN-1", treaty.Act{State: "JPN", Act: treaty.Withdrew, On: ent.NewDate(2025, 1, 1)}))
	now := library(t, public, a)
	if now.Hash != before.Hash || now.Book.Norm("FIN-JPN-1-S") != nil || now.Treaties.Instrument("FIN-JPN-S") != nil {
		t.Error("the library of the uncleared has changed")
	}
	on := ent.NewDate(2027, 1, 1)
	if now.Treaties.Standing("JPN", "FIN-JPN-1", on) != treaty.Party || library(t, secret, a).Treaties.Standing("JPN", "FIN-JPN-1", on) == treaty.Party {
		t.Error("the withdrawal counts for the wrong people")
	}
	_, _, f := fuel(t, public, a)
	text, _, err := opinion.Print(f)
	must(t, err)
	if strings.Contains(string(text), "FIN-JPN-1-S") || strings.Contains(string(text), "FIN-JPN-S") {
		t.Errorf("named: %s", text)
	}
	if _, _, f := fuel(t, secret, a); !strings.Contains(fmt.Sprint(f.Duties), "FIN-JPN-1-S") {
		t.Error("the secret norm does not count for those who may see it")
	}
	// a library of the past is that of those who ask, too
	past, err := a.Library(public, time.Now().Add(time.Hour))
	must(t, err)
	if past.Book.Norm("FIN-JPN-1-S") != nil || past.Hash != before.Hash {
		t.Error("known later")
	}
	// the one that is kept and brought up to date is the one that is built anew
	fresh := opened(t, a.Config.Store)
	for _, c := range []context.Context{public, secret, as(t, "TOP SECRET", "")} {
		if x, y := library(t, c, a), library(t, c, fresh); x.Hash != y.Hash {
			t.Errorf("kept %s, built %s", x.Hash, y.Hash)
		}
	}
	days, err := a.Days(public, ent.NewDate(2023, 1, 1), 0)
	must(t, err)
	for _, d := range days {
		if strings.Contains(d.UID+d.Summary+d.Text, "FIN-JPN-S") {
			t.Errorf("a day of the secret agreement: %+v", d)
		}
	}
}

// A finding bears at least the marking of what it rests on, and can be asked again by all
// who may read it, as it was known then too, whatever is raised or added later.
func TestFindingsOfSecretLaw(t *testing.T) {
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	public, secret := as(t, "PUBLIC", ""), as(t, "SECRET", "SECRET")
	unmarked := as(t, "SECRET", "")
	must(t, a.Register.Add(public, "x", bilateral("FIN-JPN-1")))
	must(t, a.Register.Record(public, "x", "FIN-JPN-1", treaty.Act{State: "JPN", Act: treaty.Ratified, On: ent.NewDate(2024, 3, 1)}))
	must(t, a.Register.AddNorms(public, "x", library(t, public, a), secretNorm(t, "FIN-JPN-1-P", "30 days"), ""))
	lib, m, _ := fuel(t, public, a)
	first, err := a.Give(public, "x", lib, m)
	must(t, err)
	must(t, a.Register.AddNorms(secret, "x", library(t, secret, a), secretNorm(t, "FIN-JPN-1-S", "60 days"), ""))
	lib, m, _ = fuel(t, secret, a)
	if got, err := a.MarkingOf(secret, lib, m); err != nil || got.String() != "SECRET" {
		t.Errorf("the lowest marking is %s, %v", got, err)
	}
	if _, err := a.Give(unmarked, "x", lib, m); !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), "mark the finding SECRET") {
		t.Errorf("given unmarked: %v", err)
	}
	second, err := a.Give(secret, "x", lib, m)
	must(t, err)
	if second.Classified != "SECRET" {
		t.Errorf("marked %q", second.Classified)
	}
	if _, err := a.Opinions.Find(public, second.ID); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("found: %v", err)
	}
	if all, err := a.Opinions.All(public, time.Time{}); err != nil || len(all) != 1 || all[0].ID != first.ID {
		t.Errorf("listed: %+v %v", all, err)
	}
	again := func(c context.Context, o *opinion.Opinion, when string) {
		t.Helper()
		o, err := a.Opinions.Find(c, o.ID)
		must(t, err)
		then, _, err := a.Replays(c, o)
		if err != nil || !then.Same {
			t.Errorf("%s: %s asked again: %+v, %v", when, o.ID, then, err)
		}
	}
	again(public, first, "added")
	again(secret, first, "added")
	again(secret, second, "added")
	// what names a thing goes up with it; its past stays what it was for those who may see it
	m2, err := access.ParseMarking("CONFIDENTIAL")
	must(t, err)
	must(t, a.Reclassify(secret, "x", register.KindNorm, "FIN-JPN-1-P", m2, "it was not for all"))
	if _, err := a.Opinions.Find(public, first.ID); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("the finding that names it: %v", err)
	}
	if lib := library(t, public, a); lib.Book.Norm("FIN-JPN-1-P") != nil {
		t.Error("the norm still counts for the uncleared")
	}
	if lib, err := a.Library(public, first.Given); err != nil || lib.Book.Norm("FIN-JPN-1-P") != nil {
		t.Errorf("and as it was known then: %v", err)
	}
	again(secret, first, "raised")
	again(as(t, "CONFIDENTIAL", ""), first, "raised")
	again(secret, second, "raised")
	if err := a.Reclassify(secret, "x", opinion.KindOpinion, second.ID, access.Marking{}, "x"); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("a finding was lowered: %v", err)
	}
}

// A norm fits the law of all who will see it: one that refers to a secret norm is secret, and
// what it refers to is not raised above it.
func TestNormRefersUp(t *testing.T) {
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	public, secret := as(t, "PUBLIC", ""), as(t, "SECRET", "SECRET")
	must(t, a.Register.Add(public, "x", bilateral("FIN-JPN-1")))
	must(t, a.Register.AddNorms(secret, "x", library(t, secret, a), secretNorm(t, "FIN-JPN-1-S", "60 days"), ""))
	refers := secretNorm(t, "FIN-JPN-1-R", "30 days")
	text := strings.Replace(string(refers[0].Text), "class: treaty\n", "class: treaty\nunless: FIN-JPN-1-S is met\n", 1)
	refers, err := register.ReadNorms([]byte("- " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ") + "\n"))
	must(t, err)
	err = a.Register.AddNorms(as(t, "SECRET", ""), "x", library(t, secret, a), refers, "")
	if !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), "give it that marking too") {
		t.Errorf("unmarked: %v", err)
	}
	must(t, a.Register.AddNorms(secret, "x", library(t, secret, a), refers, ""))
	top, err := access.ParseMarking("TOP SECRET")
	must(t, err)
	cleared := as(t, "TOP SECRET", "")
	if err := a.Reclassify(cleared, "x", register.KindNorm, "FIN-JPN-1-S", top, "x"); !errors.Is(err, ent.ErrConflict) || !strings.Contains(err.Error(), "FIN-JPN-1-R") {
		t.Errorf("raised from under what refers to it: %v", err)
	}
	must(t, a.Reclassify(cleared, "x", register.KindNorm, "FIN-JPN-1-R", top, "x"))
	must(t, a.Reclassify(cleared, "x", register.KindNorm, "FIN-JPN-1-S", top, "x"))
	if lib := library(t, secret, a); lib.Book.Norm("FIN-JPN-1-S") != nil || lib.Book.Norm("FIN-JPN-1-R") != nil {
		t.Error("still there")
	}
}

// Two who may not see each other put the same bytes on record, and choose the same names for
// their agreements: neither learns of the other.
func TestSameBytes(t *testing.T) {
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	public, secret := as(t, "PUBLIC", ""), as(t, "SECRET", "SECRET")
	for id, c := range map[string]context.Context{"FIN-JPN-S": secret, "FIN-JPN-1": public} {
		in := bilateral(id)
		in.Aliases = []string{"the pact"}
		must(t, a.Register.Add(c, "x", in))
	}
	for _, x := range []struct {
		c  context.Context
		id ent.InstrumentID
	}{{secret, "FIN-JPN-S"}, {public, "FIN-JPN-1"}} {
		k, err := a.Register.AddText(x.c, "x", register.Text{Instrument: x.id, Part: "text", Version: "final", Language: "en", Name: "t.txt"}, []byte("Article 1\n\nThe Parties shall consult.\n"), "")
		must(t, err)
		if b, err := a.Register.File(x.c, &k.Text); err != nil || len(b) == 0 {
			t.Errorf("%s: %d bytes, %v", x.id, len(b), err)
		}
	}
	texts, err := a.Register.EveryText(public, time.Time{})
	if err != nil || len(texts) != 1 || texts[0].Instrument != "FIN-JPN-1" {
		t.Errorf("%+v %v", texts, err)
	}
	for _, c := range []context.Context{public, secret} {
		if _, err := library(t, c, a).Treaties.Find("the pact"); err != nil {
			t.Error(err)
		}
	}
}
