package compare_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente/internal/document"
	"entente/internal/document/compare"
	"entente/internal/document/documenttest"

	"pgregory.net/rapid"
)

func TestRedlineKeepsBothTextsAndIsShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"the", "State", "shall", "not", "pay,", "5", "\n", "(a)"})
		from := strings.Join(rapid.SliceOfN(word, 0, 25).Draw(t, "from"), " ")
		to := strings.Join(rapid.SliceOfN(word, 0, 25).Draw(t, "to"), " ")
		var a, b strings.Builder
		cost := 0
		for _, e := range compare.Redline(from, to) {
			if e.Op != "inserted" {
				a.WriteString(e.Text)
			}
			if e.Op != "deleted" {
				b.WriteString(e.Text)
			}
			if e.Op != "same" {
				cost += len(compare.Tokens(e.Text))
			}
		}
		if a.String() != plain(from) || b.String() != plain(to) {
			t.Fatalf("%q and %q became %q and %q", from, to, a.String(), b.String())
		}
		if best := distance(compare.Tokens(from), compare.Tokens(to)); cost != best {
			t.Fatalf("%d edits, %d would do", cost, best)
		}
	})
}

func plain(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.Fields(l), " ")
	}
	return strings.Join(lines, "\n")
}

// distance is the least number of words to delete and insert, by the plain table.
func distance(a, b []string) int {
	prev := make([]int, len(b)+1)
	for i := range a {
		now := make([]int, len(b)+1)
		for j := range b {
			now[j+1] = max(prev[j+1], now[j])
			if a[i] == b[j] {
				now[j+1] = prev[j] + 1
			}
		}
		prev = now
	}
	return len(a) + len(b) - 2*prev[len(b)]
}

// lines prints differences one per line.
func lines(list []compare.Difference) []string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s %s: %s %v, %s %v", d.Kind, d.Place(), d.Left.Language, d.Left.Has, d.Right.Language, d.Right.Has))
	}
	return out
}

// What is found in these texts is there: in the NATO SOFA the English file has lost the
// number of a paragraph and prints III as Ill; in the Ottawa agreement the Dutch text says
// article for paragraph.
func TestLanguagesOfRealTexts(t *testing.T) {
	for name, want := range map[string][]string{
		"BWBV0004785": {"reference III(1): en [], nl [paragraph 2]", "reference XV(1): en [], nl [article 3 article 7]"}, // NATO SOFA
		"BWBV0005129": {"reference 14: en [paragraph 1], nl [article 1]"},                                                // Ottawa agreement
		"BWBV0005255": nil,                                                                                               // Paris protocol
		"BWBV0002730": nil,                                                                                               // Dutch forces in France, fr and nl
		"BWBV0001519": nil,                                                                                               // safety of United Nations personnel
		"BWBV0004399": nil, "BWBV0004382": nil, "BWBV0002448": nil, "BWBV0001297": nil, "BWBV0001017": nil,
	} {
		if got := lines(compare.Languages(documenttest.Load(t, name))); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s", name, strings.Join(got, "\n"))
		}
	}
}

func TestFiguresInWords(t *testing.T) {
	for _, c := range [][4]string{
		{"en", "within twenty-one days, or 21 days", "nl", "binnen eenentwintig dagen, of 21 dagen"},
		{"en", "ninety-nine; one hundred and eighty; 1,400", "fr", "quatre-vingt-dix-neuf; cent quatre-vingts; 1 400"},
		{"en", "seventy-five per cent of $1,400", "nl", "75% van $ 1.400"},
		{"en", "signed on 4th April, 1949", "nl", "ondertekend op 4 April 1949"},
		{"en", "this nineteenth day of June, 1951", "fr", "le dix-neuf juin 1951"},
		{"en", "paragraphs 4, 5 or 6 may be re-exported", "nl", "het vierde, vijfde of zesde lid mogen"},
		{"en", "paragraph 5 (a) of Article VII", "nl", "artikel 7, vijfde lid, onder a"},
		{"en", "in paragraphs 1-10 of this Article", "nl", "van de eerste tien leden van dit artikel"},
		{"en", "a majority of two-thirds", "fr", "une majorité des deux tiers"},
		{"en", "shall be taken into account", "nl", "worden in acht genomen"},
		{"en", "the two Parties", "nl", "beide Partijen"},
		{"fr", "50.000 francs français", "nl", "50 000 Franse franken"},
		{"en", "eight months", "nl", "acht maanden"},
	} {
		d := two(c[0], c[1], c[2], c[3])
		if got := compare.Languages(d); len(got) > 0 {
			t.Errorf("%q and %q: %v", c[1], c[3], lines(got))
		}
	}
	for _, c := range [][5]string{
		{"en", "within 21 days", "nl", "binnen eenendertig dagen", "number 1"},
		{"en", "on 4 April 1949", "fr", "le 5 avril 1949", "date 1"},
		{"en", "75 per cent", "nl", "25%", "amount 1"},
		{"en", "Article VII", "nl", "artikel 8", "reference 1"},
		{"en", "two-thirds", "nl", "drievierde", "number 1"},
	} {
		got := compare.Languages(two(c[0], c[1], c[2], c[3]))
		if len(got) != 1 || got[0].Kind+" "+got[0].Place() != c[4] {
			t.Errorf("%q and %q: %v", c[1], c[3], lines(got))
		}
	}
}

func two(l1, t1, l2, t2 string) *document.Document {
	of := func(l, text string) document.Article {
		return document.Article{Language: l, Number: "1", Paragraphs: []document.Paragraph{{Text: text}}}
	}
	return &document.Document{Languages: []string{l1, l2}, Articles: []document.Article{of(l1, t1), of(l2, t2)}}
}

// Whatever is changed in one language of a consistent agreement is found, where it is.
func TestSeededChangesOfOneLanguageAreFound(t *testing.T) {
	var consistent []*document.Document
	for _, name := range []string{"BWBV0005255", "BWBV0001519", "BWBV0004399", "BWBV0001297", "BWBV0002448"} {
		d := documenttest.Load(t, name)
		if got := compare.Languages(d); len(got) > 0 {
			t.Fatalf("%s: %v", name, lines(got))
		}
		consistent = append(consistent, d)
	}
	rapid.Check(t, func(t *rapid.T) {
		d := copied(consistent[rapid.IntRange(0, len(consistent)-1).Draw(t, "text")])
		place := change(t, d)
		found := compare.Languages(d)
		here := func(x compare.Difference) bool { return x.Article == place || x.Article == "99" }
		if !slices.ContainsFunc(found, here) {
			t.Fatalf("the change in article %s is not among %v", place, lines(found))
		}
		for _, x := range found {
			if !here(x) {
				t.Fatalf("a difference in %s, while article %s was changed", x.Place(), place)
			}
		}
	})
}

// copied copies a Document so that its articles can be changed.
func copied(d *document.Document) *document.Document {
	text, err := json.Marshal(d)
	if err != nil {
		panic(err)
	}
	out := &document.Document{}
	if err := json.Unmarshal(text, out); err != nil {
		panic(err)
	}
	return out
}

var figure = regexp.MustCompile(`\b[0-9]+\b`)

// change makes one change in one article and returns its number.
func change(t *rapid.T, d *document.Document) string {
	i := rapid.IntRange(0, len(d.Articles)-1).Draw(t, "article")
	a := &d.Articles[i]
	number := a.Number
	ps := &a.Paragraphs
	n := rapid.IntRange(0, len(*ps)-1).Draw(t, "paragraph")
	p := &(*ps)[n]
	kind := rapid.SampledFrom([]string{"drop", "renumber", "paragraph", "label", "item", "figure", "add"}).Draw(t, "kind")
	at := figure.FindStringIndex(p.Text)
	switch {
	case kind == "drop":
		d.Articles = slices.Delete(d.Articles, i, i+1)
	case kind == "renumber":
		a.Number = "99"
	case kind == "paragraph" && len(*ps) > 1:
		*ps = slices.Delete(*ps, n, n+1)
	case kind == "label" && p.Number != "":
		p.Number = "77"
	case kind == "item" && len(p.Items) > 0:
		k := rapid.IntRange(0, len(p.Items)-1).Draw(t, "item")
		p.Items = slices.Delete(p.Items, k, k+1)
	case kind == "figure" && at != nil:
		v, _ := strconv.Atoi(p.Text[at[0]:at[1]])
		p.Text = p.Text[:at[0]] + strconv.Itoa(v+rapid.IntRange(1, 5).Draw(t, "more")) + p.Text[at[1]:]
	default:
		p.Text += rapid.SampledFrom([]string{"; 37", "; artikel 98", "; 25%", "; 3 april 2001"}).Draw(t, "added")
	}
	return number
}

func TestReport(t *testing.T) {
	var b strings.Builder
	d := two("en", "within 21 days of Article 5", "nl", "binnen 20 dagen van artikel 5")
	d.Articles = append(d.Articles, document.Article{Language: "en", Number: "2"})
	if err := compare.Report(&b, compare.Languages(d)); err != nil {
		t.Fatal(err)
	}
	want := "1: number differs: en has 21; nl has 20\n2: article differs: en has 2; nl has none\n"
	if b.String() != want {
		t.Errorf("got:\n%s", b.String())
	}
	b.Reset()
	if err := compare.Report(&b, nil); err != nil || !strings.Contains(b.String(), "no difference") {
		t.Errorf("%q %v", b.String(), err)
	}
}
