package stretch

import (
	"testing"

	"pgregory.net/rapid"

	ent "entente"
)

// drawn are stretches in order that do not overlap; the last may have no end.
func drawn(t *rapid.T, name string) []Stretch {
	var out []Stretch
	day := ent.Date(rapid.IntRange(1, 50).Draw(t, name+" first"))
	for range rapid.IntRange(0, 5).Draw(t, name+" many") {
		s := Stretch{From: day, Until: day + ent.Date(rapid.IntRange(1, 20).Draw(t, name+" long")), Holds: Holding(rapid.IntRange(int(Holds), int(HoldsUnknown)).Draw(t, name+" how"))}
		day = s.Until + ent.Date(rapid.IntRange(0, 5).Draw(t, name+" gap"))
		out = append(out, s)
	}
	if n := len(out); n > 0 && rapid.Bool().Draw(t, name+" endless") {
		out[n-1].Until = 0
	}
	return out
}

func at(list []Stretch, d ent.Date) Holding {
	for _, s := range list {
		if s.From <= d && d < s.Ends() {
			return s.Holds
		}
	}
	return HoldsNot
}

// On every day two hold together as the weaker of the two does, and not where either does not.
func TestMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, "x"), drawn(t, "y")
		both := Meet(nil, x, y)
		for d := ent.Date(0); d < 250; d++ {
			want := max(at(x, d), at(y, d))
			if at(x, d) == HoldsNot || at(y, d) == HoldsNot {
				want = HoldsNot
			}
			if got := at(both, d); got != want {
				t.Fatalf("on %d: %d, want %d of %v and %v", d, got, want, x, y)
			}
		}
	})
}

// Joining changes no day, and leaves nothing side by side that could be one.
func TestJoin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawn(t, "x")
		var out []Stretch
		for _, s := range x {
			out = Join(out, s)
		}
		for d := ent.Date(0); d < 250; d++ {
			if at(out, d) != at(x, d) {
				t.Fatalf("on %d: %d, was %d", d, at(out, d), at(x, d))
			}
		}
		for i := 1; i < len(out); i++ {
			if out[i].From == out[i-1].Until && out[i].Holds == out[i-1].Holds {
				t.Fatalf("two that are one: %v", out)
			}
		}
	})
}
