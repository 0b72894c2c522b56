package treaty_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	ent "entente"
	"entente/corpus"
	"entente/internal/law/act"
	"entente/internal/law/treaty"
)

func shipped(t *testing.T) *treaty.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib.Treaties
}

// generated makes instruments with acts of every sort, most between a few States, some open to
// many, some of which apply another's articles or bind everybody.
func generated(l *treaty.Library, r *rand.Rand, from, n int) []treaty.Instrument {
	codes, verbs := l.World().Codes(), act.Verbs()
	out := make([]treaty.Instrument, n)
	for i := range out {
		in := &out[i]
		in.ID, in.Kind, in.Binding = ent.InstrumentID(fmt.Sprintf("GEN-%06d", from+i)), "treaty", true
		in.Title, in.EntryIntoForce.Initial.Count = string(in.ID), 1+r.IntN(2)
		many := 2 + r.IntN(3)
		if r.IntN(200) == 0 {
			many = 60
		}
		for range many {
			a := treaty.Act{State: codes[r.IntN(len(codes))], Act: verbs[r.IntN(len(verbs))], On: ent.NewDate(1950+r.IntN(75), 1+r.IntN(12), 1+r.IntN(28))}
			if r.IntN(2) == 0 {
				a.Act = treaty.Ratified
			}
			if r.IntN(2) == 0 {
				in.Record = append(in.Record, a)
			} else {
				in.Acts += fmt.Sprintf("%s %s %s\n", a.State, a.Act, a.On)
			}
		}
		switch r.IntN(500) {
		case 0:
			in.Participants = []string{treaty.All, "UN", "NATO"}[r.IntN(3)]
		case 1:
			in.Family.Applies = "NATO-SOFA"
		case 2:
			in.Of = codes[r.IntN(len(codes))]
		}
	}
	return out
}

// plain asks of every instrument whether one of the States has, or had, to do with it.
func plain(l *treaty.Library, states ...ent.StateCode) []ent.InstrumentID {
	return slices.DeleteFunc(slices.Clone(l.IDs()), func(id ent.InstrumentID) bool {
		return !slices.ContainsFunc(states, func(c ent.StateCode) bool {
			return len(l.Phases(c, id)) > 0 || len(l.ActsOf(c, id)) > 0 || l.Standing(c, id, ent.NewDate(2020, 1, 1)) != treaty.None
		})
	})
}

// missing returns those of want that are not in list.
func missing(list, want []ent.InstrumentID) []ent.InstrumentID {
	return slices.DeleteFunc(slices.Clone(want), func(id ent.InstrumentID) bool {
		_, ok := slices.BinarySearch(list, id)
		return ok
	})
}

// What Touching leaves out has nothing to do with the States: no time of theirs, no act, and
// nothing between them on any of the days looked at.
func leavesOut(t *testing.T, l *treaty.Library, states ...ent.StateCode) (left int) {
	t.Helper()
	of := l.Touching(states...)
	if !slices.IsSorted(of) {
		t.Errorf("%v: not in the order of ids", states)
	}
	if gone := missing(of, plain(l, states...)); len(gone) > 0 {
		t.Errorf("%v have to do with %v, which was left out", states, gone)
	}
	for _, id := range missing(of, l.IDs()) {
		left++
		for _, on := range []ent.Date{ent.NewDate(1955, 1, 1), ent.NewDate(1991, 12, 25), ent.NewDate(2026, 11, 23)} {
			if r := l.Between(states, id, on); r.InForce || r.Concerned {
				t.Errorf("%s is left out, between %v on %s it is %+v", id, states, on, r)
			}
		}
	}
	return left
}

func TestTouching(t *testing.T) {
	l, left := shipped(t), 0
	for _, c := range l.World().Codes() {
		left += leavesOut(t, l, c, "FIN")
	}
	left += leavesOut(t, l, "XAA", "FIN")
	if left < 10_000 {
		t.Errorf("%d left out only", left)
	}
}

// The same over 75,000 instruments, and as instruments come, change and go: each library made
// of another answers as one that is made anew of the same instruments, and the one before stays
// as it was.
func TestTouchingFollows(t *testing.T) {
	n := 75_000
	if testing.Short() {
		n = 3000
	}
	r := rand.New(rand.NewPCG(7, 5))
	base := shipped(t)
	ins := generated(base, r, 0, n)
	l, _ := base.With(ins...)
	some := func() ent.StateCode { return base.World().Codes()[r.IntN(len(base.World().Codes()))] }
	for _, pair := range [][]ent.StateCode{{"FIN", "JPN"}, {"RUS", "SUN"}, {"XAA", "USA"}, {some(), some(), some()}} {
		if left := leavesOut(t, l, pair...); left < n/2 {
			t.Errorf("%v: %d left out only", pair, left)
		}
	}
	first, had := l, l.Touching("FIN", "JPN")
	for round := range 300 {
		k := r.IntN(len(ins))
		switch r.IntN(3) {
		case 0:
			ins = append(ins, generated(base, r, len(ins), 1)...)
			l, _ = l.With(ins[len(ins)-1])
		case 1:
			ins[k].Record = append(slices.Clip(ins[k].Record), treaty.Act{State: some(), Act: treaty.Acceded, On: ent.NewDate(2026, 1, 1)})
			l, _ = l.With(ins[k])
		default:
			l = l.Without(ins[k].ID)
			ins[k] = generated(base, r, len(ins)+1_000_000+round, 1)[0]
			l, _ = l.With(ins[k])
		}
		if round%100 != 50 && round != 299 {
			l.Touching("SWE")
			continue
		}
		anew, _ := base.With(ins...)
		for _, of := range [][]ent.StateCode{{"FIN", "JPN"}, {"SUN"}, {"XAA"}, {some()}} {
			if got, want := l.Touching(of...), anew.Touching(of...); !slices.Equal(got, want) {
				t.Errorf("after %d changes, %v: %d instruments, of a library made anew %d; without %v, too many %v", round+1, of, len(got), len(want), missing(got, want), missing(want, got))
			}
		}
		if got, want := l.Applying("NATO-SOFA"), anew.Applying("NATO-SOFA"); !slices.Equal(got, want) || len(want) < 2 {
			t.Errorf("NATO-SOFA is applied by %v, in a library made anew by %v", got, want)
		}
	}
	if got := first.Touching("FIN", "JPN"); !slices.Equal(got, had) {
		t.Errorf("a library answers otherwise after others were made of it: %d, then %d", len(had), len(got))
	}
}

// BenchmarkTouching is how long the first answer over 75,000 instruments takes after an act was
// put on record, and that of a library made anew.
func BenchmarkTouching(b *testing.B) {
	lib, err := corpus.Library()
	if err != nil {
		b.Fatal(err)
	}
	ins := generated(lib.Treaties, rand.New(rand.NewPCG(1, 2)), 0, 75_000)
	l, _ := lib.Treaties.With(ins...)
	b.Run("anew", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			n, _ := lib.Treaties.With(ins...)
			b.StartTimer()
			n.Touching("FIN", "JPN")
		}
	})
	b.Run("an act more", func(b *testing.B) {
		l.Touching("FIN", "JPN")
		for b.Loop() {
			n, _ := l.With(ins[3])
			n.Touching("FIN", "JPN")
		}
	})
}
