package appraisal_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"entente/corpus"

	ent "entente"
	"entente/internal/app"
	"entente/internal/appraisal"
	"entente/internal/law"
)

var day = ent.NewDate(2026, 11, 1)

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func weigh(t testing.TB, weights map[string]float64, ids ...ent.InstrumentID) *appraisal.Appraisal {
	t.Helper()
	a, err := app.Weigh(context.Background(), library(t), nil, ids, weights, day, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func (g *grounds) find(t testing.TB, criterion, text string) appraisal.Ground {
	t.Helper()
	for _, s := range g.Scores {
		for _, x := range s.Grounds {
			if s.Criterion == criterion && strings.Contains(x.Text, text) {
				return x
			}
		}
	}
	t.Fatalf("%s has no ground %q", criterion, text)
	return appraisal.Ground{}
}

type grounds struct{ *appraisal.Option }

func option(t testing.TB, a *appraisal.Appraisal, id ent.InstrumentID) *grounds {
	t.Helper()
	for i := range a.Options {
		if a.Options[i].Instrument == id {
			return &grounds{&a.Options[i]}
		}
	}
	t.Fatalf("%s was not weighed", id)
	return nil
}

// An alliance of many against a treaty of two: what each figure comes of is known law.
func TestAllianceAgainstTreatyOfTwo(t *testing.T) {
	a := weigh(t, nil, "NAT", "MCS-JP")
	nat, two := option(t, a, "NAT"), option(t, a, "MCS-JP")
	if nat.Parties != 32 || two.Parties != 2 {
		t.Errorf("%d and %d parties", nat.Parties, two.Parties)
	}
	for _, c := range []struct {
		o               *grounds
		criterion, text string
		want            appraisal.Range
	}{
		{nat, "collective-security", "case for all", appraisal.Range{Low: 1, High: 1}},
		{nat, "flexibility", "how few must agree", appraisal.Range{Low: 2.0 / 32, High: 2.0 / 32}},
		{two, "flexibility", "how few must agree", appraisal.Range{Low: 1, High: 1}},
		{nat, "flexibility", "how soon", appraisal.Range{Low: 0.5, High: 0.5}}, // article 13: one year
		{nat, "scope", "how many States", appraisal.Range{Low: 1, High: 1}},
		{two, "scope", "how many States", appraisal.Range{Low: 0.2, High: 0.2}},
	} {
		if g := c.o.find(t, c.criterion, c.text); math.Abs(g.Low-c.want.Low) > 1e-9 || math.Abs(g.High-c.want.High) > 1e-9 {
			t.Errorf("%s, %s: %s (%s), want %s", c.o.Instrument, c.text, g.Range, g.From, c.want)
		}
	}
	if g := nat.find(t, "specificity", "defines its terms"); g.Known() || !strings.Contains(g.From, "no text is on record") {
		t.Errorf("without a text a clause is told: %s %s", g.Range, g.From)
	}
}

// Whatever the weights: ranges lie in 0 to 1, shares add up to one, the order follows the
// totals, a common factor changes nothing, and a flip does what it says.
func TestProperties(t *testing.T) {
	criteria, err := app.Criteria()
	if err != nil {
		t.Fatal(err)
	}
	all := []ent.InstrumentID{"NAT", "MCS-JP", "NATO-SOFA", "JP-SOFA", "ANZUS", "UNC", "ATT"}
	rapid.Check(t, func(r *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.SampledFrom(all), 2, 4, rapid.ID).Draw(r, "ids")
		w, half := map[string]float64{}, map[string]float64{}
		sum := 0.0
		for _, c := range criteria {
			w[c.ID] = float64(rapid.IntRange(0, 10).Draw(r, c.ID))
			half[c.ID], sum = w[c.ID]/2, sum+w[c.ID]
		}
		if sum == 0 {
			return
		}
		a := weigh(t, w, ids...)
		wins := 0.0
		for i, o := range a.Options {
			wins += o.Wins
			if o.Total.Low < -1e-9 || o.Total.High > 1+1e-9 || o.Total.Low > o.Total.High+1e-9 {
				r.Fatalf("%s: total %v", o.Instrument, o.Total)
			}
			if i > 0 && o.Total.Middle() > a.Options[i-1].Total.Middle()+1e-9 {
				r.Fatalf("%s stands below a lower total", o.Instrument)
			}
		}
		if math.Abs(wins-1) > 1e-9 {
			r.Fatalf("the shares add up to %g", wins)
		}
		if b := weigh(t, half, ids...); math.Abs(b.Options[0].Total.Middle()-a.Options[0].Total.Middle()) > 1e-9 {
			r.Fatalf("a common factor changed the total")
		}
		for _, f := range a.Flips {
			changed := map[string]float64{}
			for id, x := range w {
				changed[id] = x
			}
			changed[f.Criterion] = f.To
			if b := weigh(t, changed, ids...); string(b.Options[0].Instrument) != f.First {
				r.Fatalf("%+v: %s comes first", f, b.Options[0].Instrument)
			}
		}
	})
}

func TestRefused(t *testing.T) {
	for name, c := range map[string]struct {
		ids     []ent.InstrumentID
		weights map[string]float64
	}{
		"one":       {[]ent.InstrumentID{"NAT"}, nil},
		"unknown":   {[]ent.InstrumentID{"NAT", "X-9"}, nil},
		"criterion": {[]ent.InstrumentID{"NAT", "UNC"}, map[string]float64{"speed": 1}},
		"weight":    {[]ent.InstrumentID{"NAT", "UNC"}, map[string]float64{"scope": 11}},
		"no number": {[]ent.InstrumentID{"NAT", "UNC"}, map[string]float64{"scope": math.NaN()}},
		"all zero":  {[]ent.InstrumentID{"NAT", "UNC"}, map[string]float64{"flexibility": 0, "specificity": 0, "communication": 0, "scope": 0, "collective-security": 0, "shared-burden": 0}},
	} {
		if _, err := app.Weigh(context.Background(), library(t), nil, c.ids, c.weights, day, time.Time{}); err == nil {
			t.Errorf("%s: weighed", name)
		}
	}
	for _, bad := range []string{"criteria: 1", "criteria: [{id: a}]", "criteria: [{id: a, name: a, meaning: a, measures: [{measure: x, text: y}]}]", "criteria: [{id: a, name: a, meaning: a, measures: [{measure: clause, clause: NONE, text: y}]}]"} {
		if _, err := appraisal.Read([]byte(bad)); ent.KindOf(err) != ent.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}
