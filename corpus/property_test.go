package corpus_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/fact"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
)

func anyState(t *rapid.T, lib *law.Library, name string) ent.StateCode {
	return rapid.SampledFrom(lib.Treaties.World().Codes()).Draw(t, name)
}

func anyDay(t *rapid.T) ent.Date {
	return ent.NewDate(rapid.IntRange(1790, 2040).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day"))
}

// What is in force between two States does not depend on who is named first.
func TestBetweenIsSymmetric(t *testing.T) {
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b, on := anyState(t, lib, "a"), anyState(t, lib, "b"), anyDay(t)
		for _, id := range lib.Treaties.IDs() {
			x := lib.Treaties.Between([]ent.StateCode{a, b}, id, on)
			y := lib.Treaties.Between([]ent.StateCode{b, a}, id, on)
			if x.InForce != y.InForce || x.Contested != y.Contested || x.Since != y.Since {
				t.Fatalf("%s between %s and %s on %s: %+v and %+v", id, a, b, on, x, y)
			}
		}
	})
}

// Between two days on which something changes, no State's standing changes; and
// what `status` says of since and until is what it says on those days.
func TestStatusChangesOnlyWithActs(t *testing.T) {
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		c, on := anyState(t, lib, "state"), anyDay(t)
		id := rapid.SampledFrom(lib.Treaties.IDs()).Draw(t, "instrument")
		s := lib.Treaties.Status(c, id, on)
		if s.Standing == treaty.None {
			return
		}
		last := s.Until
		if last == 0 {
			last = ent.NewDate(2100, 1, 1)
		}
		for _, d := range []ent.Date{s.Since, s.Since.AddDays((int(on) - int(s.Since)) / 2), last.AddDays(-1)} {
			if d == 0 || d < s.Since {
				continue
			}
			if o := lib.Treaties.Status(c, id, d); o.Standing != s.Standing || o.Since != s.Since || o.Until != s.Until {
				t.Fatalf("%s %s: %s since %s until %s on %s, but %s since %s until %s on %s", c, id, s.Standing, s.Since, s.Until, on, o.Standing, o.Since, o.Until, d)
			}
		}
		if s.Until != 0 && lib.Treaties.Status(c, id, s.Until).Standing == s.Standing {
			t.Fatalf("%s %s: still %s on %s, the day it is said to end", c, id, s.Standing, s.Until)
		}
	})
}

var someStates = []ent.StateCode{"USA", "GBR", "DEU", "FRA", "JPN", "KOR", "PHL", "POL", "FIN", "UKR", "LTU", "RUS", "IRL", "NZL", "AUS", "TUR", "XAA", "XBB"}

// randomMatter draws a matter of a random kind with facts that its norms ask.
func randomMatter(t *rapid.T, lib *law.Library) *law.Matter {
	k := rapid.SampledFrom(lib.Vocabulary.Kinds).Draw(t, "kind")
	m := &law.Matter{Title: "random", Kind: k.ID, On: ent.NewDate(rapid.IntRange(1985, 2027).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), 15),
		Facts: fact.Set{}, Positions: map[ent.NormID]string{}}
	for _, r := range k.Roles {
		if rapid.IntRange(0, 2).Draw(t, "with "+r) > 0 {
			m.Participants = append(m.Participants, law.Participant{State: rapid.SampledFrom(someStates).Draw(t, r), Role: r})
		}
	}
	if len(m.Participants) == 0 {
		m.Participants = []law.Participant{{State: "GBR", Role: k.Roles[0]}}
	}
	if rapid.Bool().Draw(t, "placed") {
		m.Place = &law.Place{Lat: rapid.Float64Range(-60, 80).Draw(t, "lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, "lon")}
	}
	for _, f := range kindFacts(lib, &k) {
		if rapid.IntRange(0, 3).Draw(t, f) > 0 {
			m.Facts[f] = randomValue(t, lib, lib.Vocabulary.Fact(f), m.On)
		}
	}
	return m
}

// kindFacts returns the facts that decide the norms which the kind brings up.
func kindFacts(lib *law.Library, k *fact.Kind) []string {
	var out []string
	for _, n := range lib.Book.Norms {
		if slices.Contains(k.Norms, n.ID) {
			for _, f := range n.Facts {
				if !slices.Contains(out, f) {
					out = append(out, f)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func randomValue(t *rapid.T, lib *law.Library, d *fact.Declaration, on ent.Date) fact.Value {
	v := fact.Value{Type: d.Type}
	switch d.Type {
	case fact.Bool:
		v.Yes = rapid.Bool().Draw(t, d.Name+"?")
	case fact.Enum:
		v.Words = []string{rapid.SampledFrom(d.Values).Draw(t, d.Name+"?")}
	case fact.EnumList:
		v.Words = rapid.SliceOfNDistinct(rapid.SampledFrom(d.Values), 0, 3, rapid.ID[string]).Draw(t, d.Name+"?")
	case fact.State, fact.StateList:
		n := 1
		if d.Type == fact.StateList {
			n = rapid.IntRange(0, 3).Draw(t, d.Name+" number")
		}
		v.Words = []string{}
		for range n {
			v.Words = append(v.Words, string(rapid.SampledFrom(someStates).Draw(t, d.Name+"?")))
		}
	case fact.Day:
		v.Day = on.AddDays(rapid.IntRange(-500, 500).Draw(t, d.Name+"?"))
	case fact.Number:
		v.Number = float64(rapid.SampledFrom([]int{0, 5, 8, 250, 500, 9000, 13000, 2024, 2025}).Draw(t, d.Name+"?"))
	case fact.Money:
		v.Number, v.Currency = float64(rapid.SampledFrom([]int{1000, 2000000, 20000000, 60000000, 400000000}).Draw(t, d.Name+"?")), "USD"
	case fact.Instrument:
		v.Words = []string{string(rapid.SampledFrom(lib.Treaties.IDs()).Draw(t, d.Name+"?"))}
	default:
		v.Words = []string{"x"}
	}
	return v
}

// A finding on fewer facts never contradicts the finding on more: leaving facts out
// turns an answer into undetermined or unknown, never into another answer.
func TestFewerFactsNeverContradict(t *testing.T) {
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		more := randomMatter(t, lib)
		less := *more
		less.Facts = fact.Set{}
		for _, d := range lib.Vocabulary.Facts {
			if v, ok := more.Facts[d.Name]; ok && rapid.Bool().Draw(t, "keep "+d.Name) {
				less.Facts[d.Name] = v
			}
		}
		a, err := finding.Assess(lib, more)
		if err != nil {
			t.Fatal(err)
		}
		b, err := finding.Assess(lib, &less)
		if err != nil {
			t.Fatal(err)
		}
		compareFindings(t, lib, a, b)
	})
}

func compareFindings(t *rapid.T, lib *law.Library, more, less *finding.Finding) {
	raised := lib.Vocabulary.Kind(more.Kind).Norms
	for _, n := range less.Norms {
		if n.State == law.Unknown || !slices.Contains(raised, n.Norm) {
			continue
		}
		for _, m := range more.Norms {
			if m.Norm == n.Norm && m.Bearer == n.Bearer && effective(m.State) != effective(n.State) && !silent(more, less, n.Norm) {
				t.Fatalf("%s for %s: %s on fewer facts, %s on more", n.Norm, n.Bearer, n.State, m.State)
			}
		}
	}
	for i, p := range less.For {
		q := more.For[i]
		for order, o := range p.Orders {
			if order == "policy" || o == finding.Undetermined || q.Orders[order] == finding.Undetermined || o == q.Orders[order] {
				continue
			}
			if o == finding.Permitted && q.Orders[order] != finding.Permitted || o == finding.Prohibited {
				if !besides(more, less) && !silent(more, less, "") {
					t.Fatalf("%s, %s order: %s on fewer facts, %s on more", p.Participant, order, o, q.Orders[order])
				}
			}
		}
	}
	if j, k := less.Jurisdiction, more.Jurisdiction; j != nil && k != nil && j.Primary != "" && k.Primary != "" && j.Primary != k.Primary {
		t.Fatalf("primary jurisdiction: %s on fewer facts, %s on more", j.Primary, k.Primary)
	}
}

// effective says whether a norm takes effect; displaced and not met are the same in that.
func effective(s law.State) bool { return s == law.Met }

// silent reports whether the finding on fewer facts says that the norm (any norm when
// empty) rests on the silence of a fact, and the fuller one was told that fact.
func silent(more, less *finding.Finding, id ent.NormID) bool {
	return slices.ContainsFunc(less.Presumed, func(p finding.Presumed) bool {
		return (id == "" || slices.Contains(p.Norms, id)) && !slices.ContainsFunc(more.Presumed, func(q finding.Presumed) bool { return q.Fact == p.Fact })
	})
}

// besides reports whether the fuller finding rests on a norm of which the other
// finding says that it was not examined, because nothing was said of its facts.
func besides(more, less *finding.Finding) bool {
	return slices.ContainsFunc(more.Norms, func(n finding.NormResult) bool {
		return n.State == law.Met && slices.ContainsFunc(less.NotExamined, func(x finding.NotExamined) bool { return x.Norm == n.Norm })
	})
}

// The batch gives for every matter, norm and participant what the single path gives.
func TestBatchAgreesWithSingle(t *testing.T) {
	lib := library(t)
	rapid.Check(t, func(t *rapid.T) {
		template := randomMatter(t, lib)
		n := rapid.IntRange(1, 5).Draw(t, "matters")
		cols := law.NewColumns(n)
		k := lib.Vocabulary.Kind(template.Kind)
		var facts []fact.Set
		for i := range n {
			m := fact.Set{}
			for _, f := range kindFacts(lib, k) {
				if rapid.Bool().Draw(t, f) {
					m[f] = randomValue(t, lib, lib.Vocabulary.Fact(f), template.On)
					cols.State(i, f, m[f])
				}
			}
			facts = append(facts, m)
		}
		b, err := lib.NewBatch(template)
		if err != nil {
			t.Fatal(err)
		}
		b.Run(cols, func(block *law.Block) {
			for i := range block.N {
				one := *template
				one.Facts = facts[block.First+i]
				for _, d := range lib.States(&one) {
					if got := block.State(d.Norm, d.Participant, i); got != d.State {
						t.Fatalf("%s for participant %d: batch %q, single %q on %v", lib.Book.Norms[d.Norm].ID, d.Participant, got, d.State, one.Facts)
					}
				}
			}
		})
	})
}
