package corpus_test

import (
	"slices"
	"testing"

	"entente/corpus"

	"entente/internal/law/finding"
	"entente/internal/matter"
)

// Of an exercise on which nothing was said the engine finds nothing against it; whoever is
// asked must still be asked for the host's consent. Once it is given, no longer.
func TestFurther(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	text := "matter: an exercise\nkind: exercise\non: 2026-11-01\nterritory: JPN\nparticipants:\n- {state: USA, role: sending}\n- {state: JPN, role: host}\n"
	asks := func(facts string) bool {
		t.Helper()
		m, err := matter.Read(lib, "m", []byte(text+facts), 1)
		if err != nil {
			t.Fatal(err)
		}
		qs, err := finding.Further(lib, m)
		if err != nil {
			t.Fatal(err)
		}
		return slices.ContainsFunc(qs, func(q finding.Question) bool { return q.Fact == "consent.given" && len(q.Decides) > 0 })
	}
	if !asks("") {
		t.Error("the host's consent is not asked for")
	}
	if asks("facts: {consent.given: true}\n") {
		t.Error("consent that was stated is asked for again")
	}
}
