package treaty_test

import (
	"slices"
	"testing"

	ent "entente"
	"entente/corpus"
	"entente/internal/law/treaty"
)

// What Touching leaves out has nothing to do with the State: no time of it, no act, and nothing
// between it and another on any of the days looked at.
func TestTouching(t *testing.T) {
	shipped, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	l := shipped.Treaties
	left := 0
	for _, c := range l.World().Codes() {
		of := l.Touching(c)
		for _, id := range l.IDs() {
			if slices.Contains(of, id) {
				continue
			}
			left++
			if len(l.Phases(c, id)) > 0 || len(l.ActsOf(c, id)) > 0 {
				t.Errorf("%s has to do with %s", c, id)
			}
			for _, on := range []ent.Date{ent.NewDate(1955, 1, 1), ent.NewDate(1991, 12, 25), ent.NewDate(2026, 11, 23)} {
				if r := l.Between([]ent.StateCode{c, "FIN"}, id, on); r.InForce {
					t.Errorf("%s is in force between %s and FIN on %s", id, c, on)
				}
				if l.Standing(c, id, on) != treaty.None {
					t.Errorf("%s is %s to %s on %s", c, l.Standing(c, id, on), id, on)
				}
			}
		}
	}
	if left < 10_000 {
		t.Errorf("%d left out only", left)
	}
}

// A library with an act more finds what it concerns; the one before stays as it was.
func TestTouchingFollows(t *testing.T) {
	shipped, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	before := shipped.Treaties
	had := len(before.Touching("TUV"))
	in := treaty.Instrument{ID: "EXAMPLE-1", Title: "example", Kind: "treaty", LegalOrder: "international", Binding: true, Acts: "TUV ratified 2020-01-01\nFIN ratified 2020-01-01\n"}
	after, problems := before.With(in)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	if got := after.Touching("TUV"); len(got) != had+1 || !slices.Contains(got, "EXAMPLE-1") || len(before.Touching("TUV")) != had || len(after.Without("EXAMPLE-1").Touching("TUV")) != had {
		t.Errorf("%d before, %d after", had, len(got))
	}
}
