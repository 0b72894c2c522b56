package matter_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/corpus"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

const whole = `matter: "Damage: the claim of a family"
kind: claim
on: 2024-06-01
territory: ITA
place: {lat: 41.9, lon: 12.5}
participants:
  - {state: USA, role: sending, asked: true}
  - {state: XAA, role: host, bound: [NATO-SOFA, NAT]}
facts:
  claim.claimant: third-party
  claim.amount: {amount: 200000.5, currency: EUR}
  claim.responsible: [USA]
  claim.from_combat: false
  claim.filed_on: 2024-05-01
  exit.instrument: apmbc
  exercise.troops: 9000
  assistance.unit: "3rd Battalion: yes"
positions:
  T-SUSP: contested-is-bound
`

// What Format writes, Read reads back to the same matter.
func TestFormatReadsBack(t *testing.T) {
	lib := library(t)
	m, err := matter.Read(lib, "m", []byte(whole), 0)
	if err != nil {
		t.Fatal(err)
	}
	if m.Facts["exit.instrument"].Word() != "APMBC" || m.Facts["claim.amount"].Number != 200000.5 {
		t.Errorf("%+v", m.Facts)
	}
	text := matter.Format(lib, m)
	again, err := matter.Read(lib, "again", text, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	if d := cmp.Diff(m, again); d != "" {
		t.Error(d)
	}
}

func TestLimits(t *testing.T) {
	lib := library(t)
	facts := &strings.Builder{}
	for i := range 10000 {
		fmt.Fprintf(facts, "  fact.number_%d: true\n", i)
	}
	head := "kind: claim\non: 2024-06-01\nparticipants: [{state: USA, role: sending}]\n"
	for name, c := range map[string]struct{ text, says string }{
		"ten megabytes":   {strings.Repeat("a", 10<<20), "at most"},
		"ten thousand":    {head + "facts:\n" + facts.String(), "more than"},
		"binary":          {"\x00\x01\x02\xff", "not text"},
		"deep":            {head + "facts: " + strings.Repeat("[", 5000) + strings.Repeat("]", 5000), ""},
		"bomb":            {"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "anchors"},
		"second document": {head + "---\n" + head, "second document"},
		"tag":             {"kind: !!binary aGk=\n", "tag"},
		"no day":          {"kind: claim\nparticipants: [{state: USA, role: sending}]\n", "day is missing"},
		"place":           {head + "place: {lat: 95, lon: 3}\n", "lat"},
		"nan":             {head + "place: {lat: .nan, lon: 3}\n", "number of degrees"},
		"long text":       {head + "matter: " + strings.Repeat("x", 5000) + "\n", "letters"},
		"negative":        {head + "facts: {exercise.troops: -4}\n", "number from 0"},
		"quoted bool":     {head + "facts: {claim.from_combat: \"true\"}\n", "true or false"},
		"money":           {head + "facts: {claim.amount: 20}\n", "currency"},
	} {
		m, err := matter.Read(lib, "f.yaml", []byte(c.text), 0)
		if err == nil || m != nil || !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %.200v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	lib, err := corpus.Library()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(whole))
	f.Add([]byte("kind: offence\nparticipants: [{state: POL, role: host}]\nfacts: {offence.official_duty: true}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		m, err := matter.Read(lib, "f", text, ent.NewDate(2024, 6, 1))
		if err != nil {
			return
		}
		if _, err := finding.Assess(lib, m); err != nil {
			t.Errorf("read but not assessed: %v", err)
		}
		again, err := matter.Read(lib, "again", matter.Format(lib, m), 0)
		if err != nil {
			t.Fatalf("written but not read: %v", err)
		}
		if d := cmp.Diff(m, again); d != "" {
			t.Error(d)
		}
	})
}
