package document_test

import (
	"fmt"
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

func lines(list ...string) *document.Source {
	src := &document.Source{}
	for _, l := range list {
		b := document.Block{Text: l}
		for strings.HasPrefix(b.Text, "#") {
			b.Text, b.Level = b.Text[1:], b.Level+1
		}
		src.Blocks = append(src.Blocks, b)
	}
	return src
}

// numbers tells the articles, those of an annex behind its label.
func numbers(d *document.Document) string {
	var out []string
	annex := ""
	for _, a := range d.Articles {
		if a.Annex != annex {
			annex = a.Annex
			out = append(out, "["+annex+"]")
		}
		out = append(out, a.Number)
	}
	return strings.Join(out, " ")
}

// Numbers as articles bear them, and what belongs to an annex and is none.
func TestNumbers(t *testing.T) {
	for want, list := range map[string][]string{
		"I-1 I-2 II-1":                  {"Article I-1", "One.", "Article I-2", "Two.", "Article II-1", "Three."},
		"1.1 1.2 2.1":                   {"Article 1.1 Purpose", "One.", "Article 1.2", "Two.", "Article 2.1", "Three."},
		"1 2 3":                         {"Article 1.1. The Parties agree.", "Article 2.1. They meet.", "Article 3.1. They part."},
		"1 2 2 bis 12A":                 {"Art. 1", "One.", "Art. 2", "Two.", "Article 2 bis", "Again.", "Art. 12A", "Last."},
		"1 2 [ANNEX I] 1":               {"#Article 1", "One.", "#Article 2", "Done at Oslo on 3 May 2021.", "#ANNEX I — 1. General", "The list.", "#2. Special", "More.", "#Article 1", "Of the annex."},
		"1 [Appendix 1 to Annex B] 1 2": {"Article 1", "One.", "Appendix 1 to Annex B", "A list", "Article 1", "x", "Article 2", "y"},
	} {
		if got := numbers(document.Structure(lines(list...), nil)); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// A protocol, agreed minutes, a declaration and notes stand beside the agreement.
func TestWhatStandsWithIt(t *testing.T) {
	d := document.Structure(lines("#Agreement between Finland and Japan on exercises", "The Government of Finland and the Government of Japan have agreed as follows:", "##Article 1", "The Parties shall exercise together.",
		"##Article 2", "This Agreement shall enter into force on the day of its signature.", "Done at Helsinki on 10 May 2024, in the English language.", "#Optional Protocol to the Agreement", "The Parties have further agreed:", "##Article 1", "Costs are shared.",
		"#Agreed Minutes", "1. The word exercise includes training.", "(a) on land;", "(b) at sea.", "2. It does not include war.", "#Annex A", "#Places", "1. The north.", "#Nr. I", "Helsinki, 11 May 2024. Sir, I have the honour to propose a date.",
		"#Declaration by Finland", "Finland declares nothing."), nil)
	if got := numbers(d); got != "1 2 [Optional Protocol to the Agreement] 1" {
		t.Errorf("articles %s", got)
	}
	var kinds []string
	for i := range d.Annexes {
		kinds = append(kinds, d.Annexes[i].Kind()+"/"+d.Annexes[i].Label())
	}
	if got := strings.Join(kinds, "; "); got != "protocol/Optional Protocol to the Agreement; minutes/Agreed Minutes; annex/Annex A; note/Nr. I; declaration/Declaration by Finland" {
		t.Errorf("annexes %s", got)
	}
	if ps := d.Annexes[1].Paragraphs(); len(ps) != 2 || len(ps[0].Items) != 2 || ps[1].Number != "2" {
		t.Errorf("minutes %+v", ps)
	}
	if d.Annexes[2].Heading != "Annex A Places" || len(d.Annexes[2].Paragraphs()) != 1 {
		t.Errorf("annex %+v", d.Annexes[2])
	}
	if f := d.Dates.Force; f == nil || f.Upon != "signature" || f.Article != "2" || len(d.Closings) != 1 || d.Closings[0].Place != "Helsinki" {
		t.Errorf("force %+v, closings %+v", d.Dates.Force, d.Closings)
	}
}

// Who signs for whom is told by State and office; an article that the text lacks is told too.
func TestSignaturesAndReferences(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	d := document.Structure(lines("#Agreement between Finland and Japan on exercises", "Article 1", "1. The Parties shall meet (hereinafter referred to as “the Meeting”).", "2. Article 2, paragraph 1, applies; so does Article 9 of this Agreement.", "Article 2",
		"1. Article 102 of the Charter of the United Nations applies.", "Done at Helsinki on 10 May 2024.", "For the Government of Finland: the Minister of Defence", "For the Government of Japan: the Ambassador"), lib.Treaties)
	var signed []string
	for _, s := range d.Signatures {
		if s.For != "" {
			signed = append(signed, string(s.For)+" "+s.As)
		}
	}
	if got := strings.Join(signed, "; "); got != "FIN Minister of Defence; JPN Ambassador" {
		t.Errorf("signatures %s", got)
	}
	var refs []string
	for _, r := range d.References {
		refs = append(refs, fmt.Sprintf("%s%s/%s %v %v", r.Instrument, r.Article, r.Paragraph, r.Internal, r.Unresolved))
	}
	if got := strings.Join(refs, "; "); got != "2/1 true false; 9/ true true; UNC102/ false false" {
		t.Errorf("references %s", got)
	}
	if len(d.Definitions) != 1 || d.Definitions[0].Term != "the Meeting" {
		t.Errorf("definitions %+v", d.Definitions)
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
