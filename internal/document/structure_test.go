package document_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"entente/corpus"

	ent "entente"
	"entente/internal/document"
)

const sample = `AGREEMENT BETWEEN FINLAND AND JAPAN ON MUTUAL LOGISTIC SUPPORT
The Government of Finland and the Government of Japan, Recalling the Charter of the United Nations, Have agreed as follows:
Article I Definitions
For the purposes of this Agreement: "supplies" means food, fuel and spare parts; "Party" means either of the two.
Article II
1. The Parties shall exchange supplies. 2. Each request shall be made in writing and shall state: 3. A bill is settled within sixty days.
(a) the kind of supplies;
(b) the day of delivery, namely
(i) the first day, or
(ii) the last day.
Article 5 of this Agreement does not prevent earlier payment.
ARTICLE III - Entry into force
This Agreement shall enter into force thirty days after the later notification. Article 51 of the Charter of the United Nations remains unaffected.
Done at Helsinki on 10 May 2024, in the English and Japanese languages.
For the Government of Finland: (signature)
Annex A
List of supplies
Article 1
Fuel.`

func TestStructure(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	src := &document.Source{}
	for _, line := range strings.Split(sample, "\n") {
		src.Blocks = append(src.Blocks, document.Block{Text: line})
	}
	d := document.Structure(src, lib.Treaties)
	if len(d.Articles) != 4 || d.Articles[0].Heading != "Definitions" || d.Articles[2].Heading != "Entry into force" || d.Articles[3].Annex != "Annex A" {
		t.Fatalf("%+v", d.Articles)
	}
	ps := d.Articles[1].Paragraphs
	if len(ps) != 4 || ps[2].Number != "3" || len(ps[2].Items) != 2 || len(ps[2].Items[1].Items) != 2 || ps[2].Items[1].Items[1].Number != "ii" {
		t.Errorf("paragraphs %+v", ps)
	}
	if len(d.Parties) != 2 || d.Parties[0].Code != "FIN" || d.Parties[1].Code != "JPN" {
		t.Errorf("parties %+v", d.Parties)
	}
	if d.Dates.Signed != ent.NewDate(2024, 5, 10) || len(d.Signatures) != 2 {
		t.Errorf("signed %s, %+v", d.Dates.Signed, d.Signatures)
	}
	if len(d.Definitions) != 2 || d.Definitions[0].Term != "supplies" || d.Definitions[0].Article != "I" {
		t.Errorf("definitions %+v", d.Definitions)
	}
	charter := false
	for _, r := range d.References {
		charter = charter || r.Instrument == "UNC" && r.Article == "51" && r.From == "III"
	}
	if !charter {
		t.Errorf("references %+v", d.References)
	}
	if len(d.Languages) != 1 || d.Languages[0] != "en" {
		t.Errorf("languages %v", d.Languages)
	}
}

// A number on a line of its own begins the paragraph that follows.
func TestNumberAlone(t *testing.T) {
	src := &document.Source{Blocks: []document.Block{{Text: "Article VII"}, {Text: "4."}, {Text: "The foregoing shall not apply."}, {Text: "5."}, {Text: "(a) The authorities shall assist each other."}, {Text: "(b) Custody shall remain."}}}
	ps := document.Structure(src, nil).Articles[0].Paragraphs
	if len(ps) != 2 || ps[0].Text != "The foregoing shall not apply." || ps[1].Number != "5" || len(ps[1].Items) != 2 {
		t.Errorf("%+v", ps)
	}
}

// Articles put in later bear a letter; the first of a French text is 1er.
func TestLetteredArticles(t *testing.T) {
	src := &document.Source{}
	for _, line := range []string{"Article 1er", "Un.", "Article 6a", "Six.", "Artikel 105c", "Hundert.", "Article 4°", "Quatre."} {
		src.Blocks = append(src.Blocks, document.Block{Text: line})
	}
	if d := document.Structure(src, nil); len(d.Articles) != 4 || d.Articles[1].Number != "6a" || d.Articles[2].Number != "105c" {
		t.Errorf("%+v", d.Articles)
	}
}

func TestDayIn(t *testing.T) {
	for text, want := range map[string]string{
		"Done at Washington, the fourth day of April, 1949": "1949-04-04", "Done in London this 19th day of June, 1951, in": "1951-06-19", "Gedaan te Londen, de 19de juni 1951": "1951-06-19",
		"Fait à Paris, le 1er décembre 1948": "1948-12-01", "on June 19, 1951": "1951-06-19", "31 February 2024": "", "Geschehen zu Bonn am 3. August 1959": "1959-08-03", "no day": "",
	} {
		if got := document.DayIn(text); got.String() != want && !(got == 0 && want == "") {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// Whatever the text, structure is found or a warning is given, and no words of an article
// are made up.
func FuzzStructure(f *testing.F) {
	f.Add(sample)
	f.Add("Article 1\nArticle 2 bis\n1. x 2. Y\n(a) b\nAnnex\nArticle 1")
	f.Add("第一条 目的\nالمادة 1 نص\nСтатья 1 İİ")
	lib, err := corpus.Library()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 || !utf8.ValidString(text) {
			return
		}
		src := &document.Source{}
		for i, line := range strings.Split(text, "\n") {
			src.Blocks = append(src.Blocks, document.Block{Text: line, Level: i % 3})
		}
		d := document.Structure(src, lib.Treaties)
		words := 0
		for i := range d.Articles {
			words += len(d.Articles[i].Text())
		}
		if words > len(text)+len(d.Articles) {
			t.Fatalf("%d bytes of articles in a text of %d", words, len(text))
		}
	})
}
