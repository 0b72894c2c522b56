package clause

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"
)

// label is what a person found in one article, before any cue was written.
type label struct {
	file, language, key string
	clauses, doubtful   []ID
	held                bool // kept for measuring; not learned from
}

func readLabels(t testing.TB, lib *Library) []label {
	t.Helper()
	f, err := os.Open("testdata/labels.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []label
	for _, row := range rows[1:] {
		x := label{file: row[0], language: row[1], key: row[2], held: row[5] == "held"}
		for _, id := range strings.Fields(row[3]) {
			if lib.Clause(ID(id)) == nil {
				t.Fatalf("%s %s: no clause %s", row[0], row[2], id)
			}
			x.clauses = append(x.clauses, ID(id))
		}
		for _, id := range strings.Fields(row[4]) {
			x.doubtful = append(x.doubtful, ID(id))
		}
		out = append(out, x)
	}
	return out
}

func library(t testing.TB) *Library {
	t.Helper()
	lib, err := Shipped()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// The labels are fit for what is measured with them.
func TestLabels(t *testing.T) {
	lib := library(t)
	part := map[string]bool{}
	held, all, other := 0, 0, 0
	positives := map[ID]int{}
	for _, x := range readLabels(t, lib) {
		if was, seen := part[x.file]; seen && was != x.held {
			t.Errorf("%s stands in both parts", x.file)
		}
		part[x.file] = x.held
		all++
		if x.language != "en" {
			other++
		}
		if x.held {
			held++
			for _, id := range x.clauses {
				positives[id]++
			}
		}
	}
	if all < 400 || other < 60 || held*10 < all*4 {
		t.Errorf("%d articles, %d not in English, %d held", all, other, held)
	}
	crim := positives["CRIM-EXCL"] + positives["CRIM-CONC"]
	for _, n := range []int{crim, positives["CIVIL-CLAIMS"], positives["CUSTODY"], positives["EIF"], positives["DISPUTE"], positives["TRANSPORT-TPT"], positives["INFO-SEC"]} {
		if n < 12 {
			t.Errorf("a clause that matters most is held %d times only: %v", n, positives)
		}
	}
}

// labelled joins labels with their articles; every label must have one.
func labelled(t testing.TB, lib *Library, texts []text) (examples []example, used map[string]bool) {
	t.Helper()
	at := map[place]*text{}
	for i := range texts {
		at[place{texts[i].file, texts[i].language, texts[i].key}] = &texts[i]
	}
	used = map[string]bool{}
	for _, x := range readLabels(t, lib) {
		art := at[place{x.file, x.language, x.key}]
		if art == nil {
			t.Fatalf("no article for the label %s %s %s", x.file, x.language, x.key)
		}
		used[x.file] = true
		examples = append(examples, example{label: x, article: art, truth: truth(lib, x.clauses)})
	}
	return examples, used
}

// example is an article with what is in it.
type example struct {
	label
	article *text
	truth   []bool // by clause
	reading *reading
}

func truth(lib *Library, ids []ID) []bool {
	out := make([]bool, len(lib.Clauses))
	for i := range lib.Clauses {
		out[i] = slices.Contains(ids, lib.Clauses[i].ID)
	}
	return out
}
