package source_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/corpus"
	"entente/internal/law"
	"entente/internal/search"
	"entente/internal/search/lexeme"
	"entente/internal/search/source"
	"entente/internal/storage"
	"entente/internal/storage/storagetest"
)

var ctx = context.Background()

func library(t *testing.T) *law.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func ask(t *testing.T, lib *law.Library, x search.Index, text string) search.Page {
	t.Helper()
	terms, err := search.Parse(text, source.Names(lib.Treaties))
	if err != nil {
		t.Fatal(err)
	}
	p, err := x.Find(ctx, search.Query{Terms: terms, Standing: source.Standing(lib.Treaties, terms.Parties, terms.InForce)})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return p
}

// fill takes the shipped law into an index, in an order of the test's own.
func fill(t *testing.T, lib *law.Library, x search.Index, seed uint64) {
	t.Helper()
	groups := source.Shipped(lib).Groups()
	rand.New(rand.NewPCG(seed, 1)).Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
	at := search.Place{Seq: -1}
	for part := range slices.Chunk(groups, 60) {
		to := search.Place{Seq: at.Seq + 1, Version: search.Version}
		if err := x.Put(ctx, at, to, part...); err != nil {
			t.Fatal(err)
		}
		at = to
	}
}

// queries are made of the words of the shipped law.
func queries(lib *law.Library, n int) []string {
	r := rand.New(rand.NewPCG(8, 8))
	var docs []search.Doc
	for _, g := range source.Shipped(lib).Groups() {
		docs = append(docs, g.Docs...)
	}
	words := func(n int) string {
		for {
			ws := lexeme.Words(docs[r.IntN(len(docs))].Text)
			if len(ws) <= n {
				continue
			}
			var out []string
			k := r.IntN(len(ws) - n)
			for _, w := range ws[k : k+n] {
				out = append(out, w.Exact)
			}
			return strings.Join(out, " ")
		}
	}
	codes := lib.Treaties.World().Codes()
	var out []string
	for len(out) < n {
		party := " party:" + string(codes[r.IntN(len(codes))])
		out = append(out, words(1), words(2), words(3), `"`+words(2)+`"`, words(1)+"s* OR "+words(1), words(1)+" -"+words(1), words(1)+party, words(1)+party+" party:USA in-force:2012-05-01", "kind:norm "+words(1), "-"+words(1)+party)
	}
	return out[:n]
}

// Both engines and the index in memory give the same results for 200 queries over the
// shipped law, in the same order and with the same scores, whatever the order in which
// they took it in.
func TestEnginesGiveTheSame(t *testing.T) {
	server := storagetest.StartServer(t)
	lib := library(t)
	measure := search.NewMemory()
	fill(t, lib, measure, 1)
	indexes := map[string]search.Index{}
	for name, address := range map[string]string{"sqlite": "sqlite:" + filepath.Join(t.TempDir(), "s.db"), "postgres": server.Database(t)} {
		s, err := storage.Open(ctx, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		indexes[name] = s.Search()
		fill(t, lib, indexes[name], uint64(len(name)))
	}
	found := 0
	for _, q := range queries(lib, 200) {
		want := ask(t, lib, measure, q)
		found += len(want.Hits)
		for name, x := range indexes {
			if diff := cmp.Diff(want, ask(t, lib, x, q)); diff != "" {
				t.Errorf("%s: %s: %s", name, q, diff)
			}
		}
	}
	if found < 500 {
		t.Errorf("the queries found %d documents in all, too few to tell", found)
	}
}

// What a person looks for comes first.
func TestFirst(t *testing.T) {
	lib := library(t)
	x := search.NewMemory()
	fill(t, lib, x, 1)
	for q, want := range map[string]string{
		"north atlantic treaty":                                "NAT",
		"NATO-SOFA kind:instrument":                            "NATO-SOFA",
		"cluster munitions convention":                         "CCM",
		"custody of the accused":                               "SOFA-7-5",
		"arms trade treaty":                                    "ATT",
		"claims shared 75 25 instrument:NATO-SOFA":             "NATO-SOFA/VIII",
		"non-proliferation of nuclear weapons kind:instrument": "NPT",
	} {
		if p := ask(t, lib, x, q); len(p.Hits) == 0 || p.Hits[0].ID != want {
			var ids []string
			for _, h := range p.Hits {
				ids = append(ids, h.ID)
			}
			t.Errorf("%s: %v, want %s first", q, ids, want)
		}
	}
}

// What is in force is answered by the law engine for each result, contested included.
func TestInForce(t *testing.T) {
	lib := library(t)
	x := search.NewMemory()
	fill(t, lib, x, 1)
	for _, on := range []string{"1950-01-01", "1995-06-01", "2024-06-01"} {
		day, err := ent.ParseDate(on)
		if err != nil {
			t.Fatal(err)
		}
		all, n := ask(t, lib, x, "kind:instrument"), 0
		for _, id := range lib.Treaties.IDs() {
			r := lib.Treaties.Between([]ent.StateCode{"FRA", "RUS"}, id, day)
			in := lib.Treaties.Instrument(id)
			if (r.InForce || r.Unknown) && (in.Ended == 0 || day < in.Ended) {
				n++
			}
		}
		got := ask(t, lib, x, "kind:instrument in-force:"+on)
		both := ask(t, lib, x, "kind:instrument party:FRA party:RUS in-force:"+on)
		if both.Total != n || got.Total < both.Total || all.Total < got.Total {
			t.Errorf("%s: %d between FRA and RUS (the law counts %d), %d at all, of %d", on, both.Total, n, got.Total, all.Total)
		}
	}
	day, _ := ent.ParseDate("2024-06-01")
	for _, c := range []struct {
		id      ent.InstrumentID
		parties []ent.StateCode
		want    search.Standing
	}{{"CCM", nil, search.InForce}, {"CCM", []ent.StateCode{"FRA", "LTU"}, search.InForce}, {"CCM", []ent.StateCode{"FRA", "USA"}, search.NotInForce}, {"NONE", nil, search.NotInForce}} {
		if got := source.Standing(lib.Treaties, c.parties, day)(c.id); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.id, c.parties, got, c.want)
		}
	}
	contested := 0
	for _, id := range lib.Treaties.IDs() {
		for _, c := range lib.Treaties.World().Codes() {
			if lib.Treaties.Standing(c, id, day).String() == "contested" {
				contested++
				if got := source.Standing(lib.Treaties, []ent.StateCode{c}, day)(id); got != search.Contested {
					t.Errorf("%s %s is contested, found as %q", c, id, got)
				}
			}
		}
	}
	t.Logf("%d contested standings", contested)
}
