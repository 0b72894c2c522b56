package app_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/app"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
	"entente/internal/matter"
	"entente/internal/register"
)

const rule = `- id: FIN-JPN-1-7-2
  instrument: FIN-JPN-1
  article: "7(2)"
  title: bills are settled
  modality: obligation
  class: treaty
  bearer: [recipient]
  between: [supplier, recipient]
  kinds: [logistics]
  duties:
  - {duty: pay for the supplies, to: the supplying Party, due: day + 60 days}
  source: {cites: ["FIN-JPN-1 7(2)"], confidence: known}
`

func assess(t *testing.T, a *app.App, on string) *finding.Finding {
	t.Helper()
	lib, err := a.Library(context.Background(), time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := matter.Read(lib, "m", []byte("matter: fuel\nkind: logistics\non: "+on+"\nparticipants:\n- {state: FIN, role: supplier}\n- {state: JPN, role: recipient}\n"), 1)
	if err != nil {
		t.Fatal(err)
	}
	f, err := finding.Assess(lib, m)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func dueBy(f *finding.Finding) ent.Date {
	for _, d := range f.Duties {
		if d.Norm == "FIN-JPN-1-7-2" && d.Bearer == "JPN" && d.Duty == "pay for the supplies" {
			return d.Due
		}
	}
	return 0
}

// A norm of an agreement in the register takes part in findings like one of the shipped
// law, from the day on which the agreement binds, until it is withdrawn.
func TestNormsOfOnesOwn(t *testing.T) {
	ctx := context.Background()
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(a.Register.Add(ctx, "x", bilateral("FIN-JPN-1")))
	must(a.Register.Record(ctx, "x", "FIN-JPN-1", treaty.Act{State: "JPN", Act: treaty.Ratified, On: ent.NewDate(2024, 3, 1)}))
	before, err := a.Library(ctx, time.Time{})
	must(err)
	if dueBy(assess(t, a, "2024-06-01")) != 0 {
		t.Fatal("the duty is there before the norm")
	}
	rules, err := register.ReadNorms([]byte(rule))
	must(err)
	must(a.Register.AddNorms(ctx, "x", before, rules, ""))
	if d := dueBy(assess(t, a, "2024-06-01")); d != ent.NewDate(2024, 7, 31) {
		t.Errorf("due %s, want sixty days from the day", d)
	}
	if d := dueBy(assess(t, a, "2024-02-01")); d != 0 {
		t.Errorf("due %s under an agreement that is not in force yet", d)
	}
	lib, err := a.Library(ctx, time.Time{})
	must(err)
	if lib.Hash == before.Hash {
		t.Error("the hash does not name the norm")
	}
	changed, err := register.ReadNorms([]byte(strings.Replace(rule, "60 days", "30 days", 1)))
	must(err)
	must(a.Register.AddNorms(ctx, "x", lib, changed, "the note verbale of May"))
	if d := dueBy(assess(t, a, "2024-06-01")); d != ent.NewDate(2024, 7, 1) {
		t.Errorf("due %s, want thirty days from the day", d)
	}
	must(a.Register.WithdrawNorm(ctx, "x", "FIN-JPN-1-7-2", "not agreed after all"))
	if d := dueBy(assess(t, a, "2024-06-01")); d != 0 {
		t.Errorf("due %s after the norm was withdrawn", d)
	}
}

func TestNormsRefused(t *testing.T) {
	ctx := context.Background()
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	if err := a.Register.Add(ctx, "x", bilateral("FIN-JPN-1")); err != nil {
		t.Fatal(err)
	}
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	for change, want := range map[string]string{
		"id: FIN-JPN-1-7-2|id: T-REG":            "shipped law",
		"id: FIN-JPN-1-7-2|id: x y":              "not an id",
		"instrument: FIN-JPN-1|instrument: NONE": "not in the register",
		"obligation|obligatory":                  "modality",
		"day + 60 days|soon":                     "soon",
		"bearer: [recipient]|bearer: [king]":     "king",
		"title: bills|colour: blue":              "colour",
		"- id|id":                                "list",
	} {
		from, to, _ := strings.Cut(change, "|")
		rules, err := register.ReadNorms([]byte(strings.Replace(rule, from, to, 1)))
		if err == nil {
			err = a.Register.AddNorms(ctx, "x", lib, rules, "")
		}
		if err == nil || !strings.Contains(err.Error(), want) || ent.KindOf(err) == ent.Internal {
			t.Errorf("%s: %v, want %q", change, err, want)
		}
	}
	if n, err := a.Register.Norms(ctx, time.Time{}); err != nil || len(n) != 0 {
		t.Errorf("%d norms on record, %v", len(n), err)
	}
	if err := a.Register.WithdrawNorm(ctx, "x", "NONE", "x"); !errors.Is(err, ent.ErrNotFound) {
		t.Error(err)
	}
}
