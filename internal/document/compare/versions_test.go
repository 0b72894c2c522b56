package compare_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	ent "entente"
	"entente/internal/document"
	"entente/internal/document/compare"
	"entente/internal/document/documenttest"

	"pgregory.net/rapid"
)

// english returns the English articles of a text that are long enough to be told apart.
func english(t testing.TB, name string) []document.Article {
	t.Helper()
	var out []document.Article
	for _, a := range documenttest.Load(t, name).Articles {
		if a.Language == "en" && len(strings.Fields(a.Text())) > 40 {
			out = append(out, a)
		}
	}
	return out
}

func column(label string, articles []document.Article) compare.Column {
	return compare.Column{Label: label, Document: &document.Document{Languages: []string{"en"}, Articles: articles}}
}

// state finds the row that an article of the first text stands in, as it is in the second.
func state(c *compare.Comparison, col, index int) (compare.Row, bool) {
	for _, r := range c.Rows {
		for _, p := range r.Cells[col].Articles {
			if p.Index == index {
				return r, true
			}
		}
	}
	return compare.Row{}, false
}

// Each change that is made between two versions is found, and nothing else is reported.
func TestSeededChangesBetweenVersionsAreFound(t *testing.T) {
	olds := [][]document.Article{english(t, "BWBV0005255"), english(t, "BWBV0004334")[:25], english(t, "BWBV0003121"), english(t, "BWBV0001519")}
	foreign := english(t, "BWBV0004382")
	rapid.Check(t, func(t *rapid.T) {
		old := olds[rapid.IntRange(0, len(olds)-1).Draw(t, "text")]
		i := rapid.IntRange(1, len(old)-2).Draw(t, "article")
		kind := rapid.SampledFrom([]string{"same", "delete", "insert", "move", "split", "merge", "edit", "renumber"}).Draw(t, "kind")
		now, want := changed(t, old, foreign, i, kind)
		c, err := compare.Compare([]compare.Column{column("old", old), column("new", now)})
		if err != nil {
			t.Fatalf("%v", err)
		}
		for k := range old {
			r, ok := state(c, 0, k)
			if !ok {
				t.Fatalf("article %s has no row", old[k].Number)
			}
			got := r.Cells[1].State + " " + strings.Join(r.Cells[1].How, " ")
			expect := "same "
			if w, ok := want[k]; ok {
				expect = w
			}
			if strings.TrimSpace(got) != strings.TrimSpace(expect) {
				t.Fatalf("%s of article %s: article %s is %q, not %q", kind, old[i].Number, old[k].Number, got, expect)
			}
		}
		if kind == "insert" {
			if r, _ := state(c, 1, i); r.Cells[0].State != "absent" || r.Cells[1].State != "first" {
				t.Fatalf("the new article is %q", r.Cells[1].State)
			}
		}
	})
}

// changed makes one change and says what each article that it concerns should become.
func changed(t *rapid.T, old, foreign []document.Article, i int, kind string) ([]document.Article, map[int]string) {
	now := slices.Clone(old)
	want := map[int]string{}
	switch kind {
	case "delete":
		return slices.Delete(now, i, i+1), map[int]string{i: "absent"}
	case "insert":
		new := foreign[rapid.IntRange(0, len(foreign)-1).Draw(t, "new")]
		new.Number = "99"
		return slices.Insert(now, i, new), want
	case "move":
		a := now[i]
		now = append(slices.Delete(now, i, i+1), a)
		if i == len(old)-2 { // changing places with the last, either of them has moved
			return old, want
		}
		return now, map[int]string{i: "same moved"}
	case "split":
		words := strings.Fields(now[i].Text())
		a, b := now[i], now[i]
		a.Paragraphs = []document.Paragraph{{Text: strings.Join(words[:len(words)/2], " ")}}
		b.Number, b.Heading = "98", "Further provisions"
		b.Paragraphs = []document.Paragraph{{Text: strings.Join(words[len(words)/2:], " ")}}
		now[i] = a
		return slices.Insert(now, i+1, b), map[int]string{i: "changed split"}
	case "merge":
		a := now[i]
		a.Paragraphs = append(slices.Clone(a.Paragraphs), now[i+1].Paragraphs...)
		now[i] = a
		how := "changed renumbered merged"
		if !strings.EqualFold(a.Heading, old[i+1].Heading) {
			how = "changed renumbered reheaded merged"
		}
		return slices.Delete(now, i+1, i+2), map[int]string{i: "changed merged", i + 1: how}
	case "edit":
		a := now[i]
		a.Paragraphs = slices.Clone(a.Paragraphs)
		a.Paragraphs[0].Text += " unless otherwise agreed"
		now[i] = a
		return now, map[int]string{i: "changed"}
	case "renumber":
		for k := range now {
			now[k].Number = fmt.Sprint(100 + k)
			want[k] = "same renumbered"
		}
	}
	return now, want
}

// Three exchanges of versions: notes of the same form exchanged with several organisations,
// a protocol before and after its amendment, and protocols of accession to one treaty.
func TestRealVersions(t *testing.T) {
	whole := func(name string) compare.Column {
		return compare.Column{Label: name, Language: "en", Document: documenttest.Load(t, name)}
	}
	accession, err := compare.Compare([]compare.Column{whole("BWBV0002521"), whole("BWBV0001360"), whole("BWBV0001628"), whole("BWBV0001631")})
	if err != nil {
		t.Fatal(err)
	}
	if len(accession.Rows) != 3 {
		t.Errorf("protocols of accession have three articles; %d rows", len(accession.Rows))
	}
	for _, r := range accession.Rows {
		for _, c := range r.Cells[1:] {
			if c.State == "absent" || c.Likeness < 0.5 || len(c.How) > 0 {
				t.Errorf("accession: %+v", c)
			}
		}
	}
	last := accession.Rows[0].Cells[3]
	if text := compare.Marked(last.Redline); !strings.Contains(text, "{+") || !strings.Contains(text, "Lithuania") {
		t.Errorf("the name of the State is what differs: %s", text)
	}
	mines, err := compare.Compare([]compare.Column{whole("BWBV0004794"), whole("BWBV0004938")})
	if err != nil {
		t.Fatal(err)
	}
	renumbered := map[string]string{}
	for _, r := range mines.Rows {
		if len(r.Cells[0].Articles) > 0 && len(r.Cells[1].Articles) > 0 {
			renumbered[r.Cells[0].Articles[0].Number] = r.Cells[1].Articles[0].Number
		}
	}
	// articles of Protocol II of 1980, and where the amendment of 1996 put them
	for from, to := range map[string]string{"1": "1", "2": "2", "5": "6", "6": "7", "7": "9", "9": "10"} {
		if renumbered[from] != to {
			t.Errorf("article %s became %q, not %s", from, renumbered[from], to)
		}
	}
	notes := []compare.Column{whole("BWBV0001818"), whole("BWBV0001832")}
	for i := range notes {
		notes[i].Document = asArticles(notes[i].Document)
	}
	agencies, err := compare.Compare(notes)
	if err != nil {
		t.Fatal(err)
	}
	same, total := 0, 0
	for _, r := range agencies.Rows {
		if r.Cells[0].State == "first" {
			total++
		}
		if r.Cells[1].State == "same" || r.Cells[1].Likeness > 0.8 {
			same++
		}
	}
	if total < 5 || same*10 < total*8 {
		t.Errorf("%d of %d paragraphs of the notes are alike", same, total)
	}
}

// asArticles takes each paragraph of a note, which has no articles, as one.
func asArticles(d *document.Document) *document.Document {
	out := &document.Document{Languages: []string{"en"}}
	for _, p := range d.Preamble {
		for _, line := range strings.Split(p.Text, "\n") {
			out.Articles = append(out.Articles, document.Article{Language: "en", Number: fmt.Sprint(len(out.Articles) + 1), Paragraphs: []document.Paragraph{{Text: line}}})
		}
	}
	for _, a := range d.Annexes {
		for _, line := range strings.Split(a.Text, "\n") {
			out.Articles = append(out.Articles, document.Article{Language: "en", Number: fmt.Sprint(len(out.Articles) + 1), Paragraphs: []document.Paragraph{{Text: line}}})
		}
	}
	return out
}

func TestComparisonAsTextAndJSON(t *testing.T) {
	old := []document.Article{{Language: "en", Number: "1", Paragraphs: []document.Paragraph{{Number: "1", Text: "The receiving State shall waive claims below 1,400 dollars."}}}}
	now := []document.Article{{Language: "en", Number: "2", Heading: "Claims", Paragraphs: []document.Paragraph{{Number: "1", Text: "The receiving State shall waive claims below 2,000 dollars."}}},
		{Language: "en", Number: "3", Paragraphs: []document.Paragraph{{Text: "Vehicles carry a mark of nationality."}}}}
	a, b := column("draft 1", old), column("draft 2", now)
	a.Clauses = map[int][]string{0: {"CLAIMS-WAIVER"}}
	b.Clauses = map[int][]string{0: {"CLAIMS-WAIVER"}, 1: {"VEHICLES"}}
	c, err := compare.Compare([]compare.Column{a, b})
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	if err := c.Text(&text); err != nil {
		t.Fatal(err)
	}
	want := `A  draft 1 (en)
B  draft 2 (en)

A  article 1
B  article 2 “Claims” changed, alike to 71 %, renumbered, reheaded
    1. The receiving State shall waive claims below [-1,400-] {+2,000+} dollars.

A  –
B  article 3

clauses
CLAIMS-WAIVER:  A 1  B 2
VEHICLES:  A –  B 3
`
	if text.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", text.String(), want)
	}
	if raw, err := json.Marshal(c); err != nil || !strings.Contains(string(raw), `"state":"changed"`) {
		t.Errorf("%s %v", raw, err)
	}
}

func TestWhatCannotBeCompared(t *testing.T) {
	one := column("one", english(t, "BWBV0005255")[:1])
	french := compare.Column{Label: "two", Document: &document.Document{Languages: []string{"fr"}, Articles: []document.Article{{Language: "fr", Number: "1"}}}}
	for name, columns := range map[string][]compare.Column{"one text": {one}, "seven": {one, one, one, one, one, one, one}, "no common language": {one, french}} {
		if _, err := compare.Compare(columns); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An article finds itself first, then the same article of sister treaties.
func TestNearestProvisions(t *testing.T) {
	lib, want := shelf(t, 1)
	got := lib.Nearest(want, 5)
	if len(got) != 5 || got[0].Label != "BWBV0004785 en VIII" || got[0].Score < 0.999 || len(got[0].Shared) != 10 {
		t.Fatalf("%+v", got)
	}
	if got[1].Score > got[0].Score || got[1].Score < 0.35 || !slices.Contains(got[1].Shared, "claims") {
		t.Errorf("second: %+v", got[1])
	}
	if none := lib.Nearest("zzzz qqqq", 3); len(none) != 0 {
		t.Errorf("%v", none)
	}
	if none := lib.Nearest(want, 0); len(none) != 0 {
		t.Errorf("%v", none)
	}
}

// The scores are those of the plain computation, text by text.
func TestNearestIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(strings.Fields("force claims vehicle tax shall the the the custody waive Member"))
		text := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(word, 1, 12).Draw(t, "words"), " ") })
		texts := rapid.SliceOfN(text, 1, 12).Draw(t, "texts")
		query := text.Draw(t, "query")
		lib := compare.NewLibrary()
		for i, x := range texts {
			lib.Add(fmt.Sprint(i), x)
		}
		lib.Seal()
		got := lib.Nearest(query, len(texts))
		want := compare.Plain(texts, query)
		for i, g := range got {
			if diff := g.Score - want[g.Label]; diff > 1e-4 || diff < -1e-4 {
				t.Fatalf("%s: %v, plainly %v", g.Label, g.Score, want[g.Label])
			}
			if i > 0 && g.Score > got[i-1].Score+1e-9 {
				t.Fatalf("not in order: %v", got)
			}
			delete(want, g.Label)
		}
		for label, s := range want {
			if s > 1e-4 {
				t.Fatalf("%s with %v is missing", label, s)
			}
		}
	})
}

// shelf is a library of all real articles, each so many times with words of its own.
func shelf(t testing.TB, times int) (*compare.Library, string) {
	lib := compare.NewLibrary()
	claims := ""
	for _, name := range documenttest.Texts(t) {
		for _, a := range documenttest.Load(t, name).Articles {
			text := a.Heading + " " + a.Text()
			label := name + " " + a.Language + " " + a.Number
			if label == "BWBV0004785 en VIII" {
				claims = text
			}
			lib.Add(label, text)
			for k := 1; k < times; k++ {
				lib.Add(fmt.Sprint(label, " ", k), fmt.Sprintf("%s copy%d", text, k))
			}
		}
	}
	lib.Seal()
	return lib, claims
}

// BenchmarkNearest asks a library of some 100,000 articles for the five most like the
// longest article of the NATO SOFA.
func BenchmarkNearest(b *testing.B) {
	lib, claims := shelf(b, 18)
	b.ReportMetric(float64(lib.Len()), "articles")
	for b.Loop() {
		lib.Nearest(claims, 5)
	}
}
