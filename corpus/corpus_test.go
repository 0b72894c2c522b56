package corpus_test

import (
	"sort"
	"strings"
	"testing"

	"entente/corpus"
	"entente/internal/cases"
	"entente/internal/law"
)

func TestShippedCorpusHasNoFaults(t *testing.T) {
	_, faults := corpus.Load(corpus.Files)
	for _, f := range faults {
		t.Error(f)
	}
}

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func TestCases(t *testing.T) {
	lib := library(t)
	list, err := cases.Read(corpus.Files, "cases")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) < 181 {
		t.Errorf("%d cases; there must be the 61 open ones and 120 more", len(list))
	}
	met, other := map[string]bool{}, map[string]bool{}
	for i := range list {
		r := cases.Run(lib, &list[i])
		if r.Fault != "" {
			t.Errorf("%s %s (%s): %s", r.Case.File, r.Case.ID, r.Case.Title, r.Fault)
		}
		if c := list[i]; c.Confidence == "" || len(c.Cites) == 0 {
			t.Errorf("%s %s: confidence and cites are needed", c.File, c.ID)
		}
		expected(list[i].Expect, met, other)
	}
	var missing []string
	for _, n := range lib.Book.Norms {
		if !met[string(n.ID)] {
			missing = append(missing, string(n.ID)+" met")
		}
		if !other[string(n.ID)] {
			missing = append(missing, string(n.ID)+" not met or unknown")
		}
	}
	sort.Strings(missing)
	if len(missing) > 0 {
		t.Errorf("no case expects: %s", strings.Join(missing, ", "))
	}
}

// expected notes which states of norms a pattern asks for.
func expected(pattern any, met, other map[string]bool) {
	m, ok := pattern.(map[string]any)
	if !ok {
		return
	}
	list, _ := m["norms"].([]any)
	for _, x := range list {
		n, _ := x.(map[string]any)
		id, _ := n["norm"].(string)
		switch n["state"] {
		case "met":
			met[id] = true
		case "not-met", "unknown", "displaced":
			other[id] = true
		}
	}
}

// Every case that assesses a matter gives the same finding, to the byte of its
// proof, when it is asked again.
func TestFindingsAreReproducible(t *testing.T) {
	lib := library(t)
	list, err := cases.Read(corpus.Files, "cases")
	if err != nil {
		t.Fatal(err)
	}
	for i := range list {
		a, b := cases.Run(lib, &list[i]), cases.Run(lib, &list[i])
		if a.Finding != nil && b.Finding != nil && a.Finding.Proof.ID != b.Finding.Proof.ID {
			t.Errorf("%s: proof %s, then %s", list[i].ID, a.Finding.Proof.ID, b.Finding.Proof.ID)
		}
	}
}
