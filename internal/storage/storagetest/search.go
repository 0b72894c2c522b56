package storagetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/internal/record"
	"entente/internal/search"
	"entente/internal/search/lexeme"
	"entente/internal/storage/sqlbase"
)

// vocabulary of the texts that the tests of search make; the first stand most often.
var vocabulary = strings.Fields(`the of State forces host custody jurisdiction sending receiving claims party agreement treaty shall
	accused arrested détention autorités juridictions décision décisions Streitkräfte Übereinkunft Übereinkünfte custodial custodian
	international internal organisation organization defence defense offences mines munitions cluster transfer arms armed vehicle
	VII(5)(b) l’État cross-border notification notify notified withdrawal withdraws 地位協定 合衆国 государств договора договор
	straße ÆRØ 155mm reservation reserved objections objecting declares declaration ratified ratification status`)

var languages = []string{"en", "en", "en-GB", "fr", "de", "ru", "ja", "", "mi"}

func someText(r *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString([]string{" ", " ", " ", ", ", ". ", "-", "\n"}[r.IntN(7)])
		}
		k := r.IntN(len(vocabulary))
		b.WriteString(vocabulary[min(k, r.IntN(len(vocabulary)))])
	}
	return b.String()
}

func someGroup(r *rand.Rand, n int) search.Group {
	g := search.Group{Key: fmt.Sprintf("test/%d", n)}
	id := ent.InstrumentID(fmt.Sprintf("INST-%d", n))
	for i := range r.IntN(6) {
		d := search.Doc{Kind: []string{search.Instrument, search.Provision, search.Act}[r.IntN(3)], ID: fmt.Sprintf("%s/%d", id, i), Title: fmt.Sprintf("%s %s", id, someText(r, 3)),
			Names: []string{someText(r, 2)}, Text: someText(r, 1+r.IntN(60)), Language: languages[r.IntN(len(languages))], Instrument: id, Parties: []ent.StateCode{"FIN", []ent.StateCode{"JPN", "GBR", "USA"}[r.IntN(3)]}}
		switch r.IntN(14) {
		case 6:
			d.Version = search.Final
		case 7:
			d.Version = "draft-2"
		case 0:
			d.Classified = []string{"SECRET", "NATO SECRET", "RESTRICTED", "SECRET EYES ONLY"}[r.IntN(4)]
		case 1:
			d.Text += " \x00\xff'\"\\ | ~en:custodi =all"
		case 2:
			if r.IntN(6) == 0 {
				d.Text = someText(r, 4500)
			}
		case 3:
			d.Instrument = ""
		case 4:
			d.Clauses = []string{"CUSTODY", "Claims & more"}
		case 5:
			d.Valid = ent.Period{From: ent.NewDate(2020, 1, 1), Until: ent.NewDate(2024, 1, 1)}
		}
		g.Docs = append(g.Docs, d)
	}
	return g
}

// someQuery makes a query of one of many forms.
func someQuery(r *rand.Rand) string {
	word := func() string { return vocabulary[r.IntN(len(vocabulary))] }
	filter := func() string {
		return []string{"version:final", "kind:provision", "kind:instrument", "party:FIN", "party:jpn", "language:en", "language:en-gb", "instrument:INST-7", "clause:custody", `clause:"Claims & more"`, "class:secret", "-party:GBR", "in-force:2023-06-01"}[r.IntN(13)]
	}
	switch r.IntN(10) {
	case 8:
		w := []rune(word())
		return string(w[:len(w)-1]) + "q"
	case 0:
		return word()
	case 1:
		return word() + " " + word()
	case 2:
		return `"` + someText(r, 2+r.IntN(2)) + `"`
	case 3:
		for {
			if w := lexeme.Words(word())[0].Exact; len(w) > 2 && w < "\u0e00" {
				return string([]rune(w)[:2]) + "*"
			}
		}
	case 4:
		return word() + " -" + word() + " " + filter()
	case 5:
		return word() + " OR " + word() + " OR -" + word()
	case 6:
		return filter()
	case 7:
		return "(" + word() + " " + word() + ") OR (" + word() + " -" + word() + ") " + filter()
	}
	return "-(" + word() + " " + word() + ") " + filter()
}

// standing is a law of which the instruments' numbers decide.
func standing(id ent.InstrumentID) search.Standing {
	return []search.Standing{search.InForce, search.NotInForce, search.Contested}[len(id)%2+int(id[len(id)-1])%2]
}

// finds holds an engine to the index in memory, after every kind of change: the same
// documents, of the same score, in the same order, with the same marks.
func finds(t *testing.T, open Open) {
	x, measure := open(t, nil).Search(), search.NewMemory()
	r := rand.New(rand.NewPCG(11, 7))
	var at search.Place
	for round := range 12 {
		var groups []search.Group
		for range 10 {
			groups = append(groups, someGroup(r, round*5+len(groups)))
		}
		from := must(x.Place(ctx))(t)
		at = search.Place{Seq: int64(round), Law: "law", Seen: []string{"a", "b"}, Version: search.Version}
		for _, i := range []search.Index{x, measure} {
			if err := i.Put(ctx, from, at, groups...); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := must(x.Place(ctx))(t); !cmp.Equal(got, at) {
		t.Errorf("the place is %+v, want %+v", got, at)
	}
	if diff := cmp.Diff(must(measure.Groups(ctx, "test/1"))(t), must(x.Groups(ctx, "test/1"))(t)); diff != "" {
		t.Error(diff)
	}
	found, counted, instead := 0, 0, 0
	for i := range 300 {
		q := search.Query{Limit: 1 + i%30, From: i % 3 * 5, Standing: standing, Facets: i%2 == 0}
		q.Sees = must(search.UpTo([]string{"", "RESTRICTED", "TOP SECRET"}[i%3]))(t)
		text := someQuery(r)
		q.Terms = must(search.Parse(text, nil))(t)
		want, got := must(measure.Find(ctx, q))(t), must(x.Find(ctx, q))(t)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%s: %s", text, diff)
		}
		counted, instead = counted+len(got.Facets), instead+len(got.Instead)
		if found += len(got.Hits); len(got.Hits) != min(q.Limit, max(0, got.Total-q.From)) {
			t.Errorf("%s: %d of %d are given", text, len(got.Hits), got.Total)
		}
	}
	if found < 1000 || counted < 100 || instead < 5 {
		t.Errorf("the queries found %d documents in all, counted by %d values, with %d suggestions: too few to tell", found, counted, instead)
	}
	if err := x.Clear(ctx); err != nil {
		t.Fatal(err)
	}
	if p := must(x.Find(ctx, search.Query{Terms: must(search.Parse("kind:provision", nil))(t)}))(t); p.Total != 0 || must(x.Place(ctx))(t).Seq != -1 {
		t.Errorf("cleared and still there: %+v", p)
	}
}

// hidden asks that what may not be seen leaves no trace: the same answer, with the same
// scores, counts and suggestions, as if it were not there.
func hidden(t *testing.T, open Open) {
	r := rand.New(rand.NewPCG(3, 9))
	var with, without []search.Group
	for n := range 40 {
		g := someGroup(r, n)
		if n%8 == 0 { // words and values that stand nowhere else
			g.Docs = append(g.Docs, search.Doc{Kind: "cable", ID: fmt.Sprint("cable ", n), Title: "Zephyrine", Text: "zephyrines custodix " + someText(r, 9), Language: "fi", Clauses: []string{"INTEL"}, Classified: "SECRET", Parties: []ent.StateCode{"FIN"}})
		}
		with = append(with, g)
		open := search.Group{Key: g.Key}
		for _, d := range g.Docs {
			if d.Classified == "" {
				open.Docs = append(open.Docs, d)
			}
		}
		without = append(without, open)
	}
	x, measure := open(t, nil).Search(), search.NewMemory()
	to := search.Place{Version: search.Version}
	if err := errors.Join(x.Put(ctx, search.Place{Seq: -1}, to, with...), measure.Put(ctx, search.Place{Seq: -1}, to, without...)); err != nil {
		t.Fatal(err)
	}
	for i := range 150 {
		text := someQuery(r)
		if i < 10 {
			text = []string{"zephyrine", "zephirine", "zephyr*", "clause:INTEL", "kind:cable", "custodiq", "language:fi", "class:secret", "-custody", `"zephyrines custodix"`}[i]
		}
		q := search.Query{Terms: must(search.Parse(text, nil))(t), Standing: standing, Facets: true}
		if diff := cmp.Diff(must(measure.Find(ctx, q))(t), must(x.Find(ctx, q))(t)); diff != "" {
			t.Fatalf("%s: %s", text, diff)
		}
	}
	for text, want := range map[string]int{"class:secret": 1, "zephirine": 0} {
		seen := must(x.Find(ctx, search.Query{Terms: must(search.Parse(text, nil))(t), Sees: func(string) bool { return true }, Facets: true}))(t)
		if seen.Total < want || want > 0 && !slices.ContainsFunc(seen.Facets, func(f search.Facet) bool { return f.Field == "class" && f.Value == "SECRET" }) {
			t.Errorf("the one who may see it does not: %s: %+v", text, seen)
		}
		if want == 0 && !cmp.Equal(seen.Instead, []search.Suggestion{{Word: "zephirine", Instead: []string{"zephyrine", "zephyrines"}}}) {
			t.Errorf("suggested to the one who may see it: %+v", seen.Instead)
		}
	}
}

// moved asks that an index which was moved meanwhile is left alone, and that what no
// index can keep is refused whole.
func moved(t *testing.T, open Open) {
	x := open(t, nil).Search()
	r := rand.New(rand.NewPCG(1, 1))
	empty, first := search.Place{Seq: -1}, search.Place{Seq: 5, Version: search.Version}
	doc := func(key, id string) search.Group {
		return search.Group{Key: key, Docs: []search.Doc{{Kind: "note", ID: id, Text: someText(r, 5)}}}
	}
	if err := x.Put(ctx, empty, first, doc("a", "1")); err != nil {
		t.Fatal(err)
	}
	for _, from := range []search.Place{empty, {Seq: 5, Law: "other", Version: search.Version}, {Seq: 5, Version: search.Version + 1}} {
		if err := x.Put(ctx, from, search.Place{Seq: 9, Version: search.Version}, doc("a", "2")); !errors.Is(err, search.ErrMoved) {
			t.Errorf("from %+v: %v, want moved", from, err)
		}
	}
	for name, g := range map[string]search.Group{"without a name": {Key: "d", Docs: []search.Doc{{Kind: "note"}}}, "twice": {Key: "d", Docs: append(doc("d", "1").Docs, doc("d", "1").Docs...)}} {
		if err := x.Put(ctx, first, first, doc("c", "3"), g); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("a document %s: %v, want invalid", name, err)
		}
	}
	if g := must(x.Groups(ctx, ""))(t); !cmp.Equal(g, []string{"a"}) || must(x.Place(ctx))(t).Seq != 5 {
		t.Errorf("refused, and the groups are %v at %+v", g, must(x.Place(ctx))(t))
	}
}

// noteSource finds notes by their bodies.
func noteSource(s record.Store) search.Source {
	return search.Source{Kinds: []record.Kind{"note"}, Key: func(v *record.Version) string { return "note/" + v.ID },
		Groups: func(ctx context.Context, key string) ([]search.Group, error) {
			vs, err := s.Find(ctx, record.Query{Kind: "note", ID: strings.TrimPrefix(key, "note/")})
			if err != nil || len(vs) == 0 {
				return []search.Group{{Key: key}}, err
			}
			return []search.Group{{Key: key, Docs: []search.Doc{{Kind: "note", ID: vs[0].ID, Text: fmt.Sprintf("the note %s as of version %d", vs[0].ID, vs[0].Seq), Valid: vs[0].Valid}}}}, nil
		}}
}

// noteLaw is a shipped law of one text.
var noteLaw = search.Law{Hash: "h", Groups: func() []search.Group {
	return []search.Group{{Key: search.LawPrefix + "x", Docs: []search.Doc{{Kind: search.Provision, ID: "x", Text: "the shipped law"}}}}
}}

// follower is a service over the notes of a store.
func follower(s *sqlbase.Store) *search.Service {
	return &search.Service{Index: s.Search(), Record: s, Law: noteLaw, Sources: []search.Source{noteSource(s)}}
}

// CheckIndex brings the index up to date and asks whether it holds each note on record
// once, as it stands, and nothing else.
func CheckIndex(t *testing.T, s *sqlbase.Store) {
	t.Helper()
	f := follower(s)
	want := map[string]int64{}
	err := record.Each(ctx, s, record.Query{Kind: "note"}, func(v *record.Version) error { want[v.ID] = v.Seq; return nil })
	if err != nil {
		t.Fatal(err)
	}
	page := must(f.Search(ctx, search.Query{Terms: must(search.Parse("kind:note", nil))(t)}))(t)
	if page.Total != len(want) {
		t.Errorf("%d notes are found, %d are on record", page.Total, len(want))
	}
	n := 0
	for id, seq := range want {
		if n++; n > 300 {
			break
		}
		q := search.Query{Terms: must(search.Parse(fmt.Sprintf(`"the note %s as of version %d"`, id, seq), nil))(t)}
		if p := must(f.Search(ctx, q))(t); p.Total != 1 || p.Hits[0].ID != id {
			t.Fatalf("note %s of version %d is found %d times", id, seq, p.Total)
		}
	}
	if p := must(f.Search(ctx, search.Query{Terms: must(search.Parse("shipped law", nil))(t)}))(t); p.Total != 1 {
		t.Errorf("the shipped law is found %d times", p.Total)
	}
}

// follows lets several catch up while others write and correct: nothing is left out,
// nothing stands twice. A copy has no index until it is made.
func follows(t *testing.T, open Open) {
	s := open(t, nil)
	var writers, followers sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		followers.Go(func() {
			f := follower(s)
			for {
				select {
				case <-stop:
					return
				default:
					if err := f.CatchUp(ctx); err != nil {
						t.Error(err)
						return
					}
				}
			}
		})
	}
	for w := range 4 {
		writers.Go(func() {
			for i := range 60 {
				c := change(fmt.Sprintf("%d-%d", w, i), "x")
				vs, err := s.Append(ctx, "tester", c)
				if err == nil && i%3 == 0 {
					c.Replaces, c.Reason, c.Withdrawn = vs[0].Seq, "corrected", i%2 == 0
					_, err = s.Append(ctx, "tester", c)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	close(stop)
	followers.Wait()
	CheckIndex(t, s)
	if err := follower(s).Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	CheckIndex(t, s)
	t.Run("copied", func(u *testing.T) {
		to := open(u, nil)
		must(s.CopyTo(ctx, to, nil))(u)
		if p := must(to.Search().Place(ctx))(u); p.Seq != -1 {
			u.Errorf("the copy's index is at %+v", p)
		}
		CheckIndex(u, to)
	})
}
