package clause

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"entente/internal/document"
)

// agreement makes a document of articles written as "Number Heading: (1) text (2) text".
func agreement(title string, articles ...string) *document.Document {
	doc := &document.Document{Title: title, Languages: []string{"en"}}
	for i, text := range articles {
		head, body, _ := strings.Cut(text, ": ")
		a := document.Article{Language: "en", Heading: head, Number: string(rune('1' + i))}
		if i >= 9 {
			a.Number = "1" + string(rune('0'+i-9))
		}
		for n, p := range strings.Split(body, " / ") {
			par := document.Paragraph{Text: p}
			if strings.Contains(body, " / ") {
				par.Number = string(rune('1' + n))
			}
			a.Paragraphs = append(a.Paragraphs, par)
		}
		doc.Articles = append(doc.Articles, a)
	}
	return doc
}

func clausesOf(found []Found) (out []string) {
	for _, f := range found {
		out = append(out, string(f.Clause)+" "+f.Article)
	}
	return out
}

func TestDetectCitesTheParagraph(t *testing.T) {
	doc := agreement("Agreement on the status of visiting forces",
		"Jurisdiction: The authorities of the visiting force may exercise all criminal and disciplinary jurisdiction over its members. / In cases where the right to exercise jurisdiction is concurrent, the sending State has the primary right for offences arising out of an act done in the performance of official duty. / The custody of an accused member shall remain with the sending State until charges are brought; any arrest is notified promptly. / An accused is entitled to a speedy trial, to counsel of own choice and to a competent interpreter.",
		"Settlement: Any dispute about the interpretation of this Agreement shall be settled by consultation and shall not be referred to any tribunal.")
	got := clausesOf(Detect(doc))
	for _, want := range []string{"CRIM-CONC 1(2)", "CUSTODY 1(3)", "FAIR-TRIAL 1(4)", "DISPUTE 2"} {
		if !slices.Contains(got, want) {
			t.Errorf("no %s among %v", want, got)
		}
	}
	for _, f := range Detect(doc) {
		if len(f.Because) == 0 || f.Score < threshold || f.Score > 1 {
			t.Errorf("%+v", f)
		}
		if f.Clause == "CUSTODY" && !slices.ContainsFunc(f.Because, func(s string) bool { return strings.Contains(s, "custody") }) {
			t.Errorf("custody found because of %v", f.Because)
		}
	}
}

// Items that start again at (a) are those of two paragraphs, of which one lost its number.
func TestNoParagraphIsCitedThatCannotBeTold(t *testing.T) {
	doc := &document.Document{Articles: []document.Article{{Language: "en", Number: "VII", Paragraphs: []document.Paragraph{
		{Number: "3", Text: "The authorities meet."},
		{Number: "4", Text: "Nationals are excepted.", Items: []document.Paragraph{
			{Number: "a", Text: "First."}, {Number: "b", Text: "Second."},
			{Number: "a", Text: "The custody of an accused member shall remain with the sending State; any arrest is notified."}}}}}}}
	if got := clausesOf(Detect(doc)); !slices.Contains(got, "CUSTODY VII") {
		t.Errorf("%v", got)
	}
	doc.Articles[0].Paragraphs[1].Items[2].Number = "c"
	if got := clausesOf(Detect(doc)); !slices.Contains(got, "CUSTODY VII(4)") {
		t.Errorf("%v", got)
	}
}

func TestDetectInFiveLanguages(t *testing.T) {
	for lang, text := range map[string]string{
		"en": "This Agreement shall enter into force on the date of the last notification. Either Party may terminate it by written notice of six months.",
		"nl": "Dit Verdrag treedt in werking op de datum van de laatste kennisgeving. Elke Partij kan het opzeggen met een opzegtermijn van zes maanden.",
		"fr": "Le présent accord entrera en vigueur à la date de la dernière notification. Chaque Partie peut mettre fin au présent accord avec un préavis de six mois.",
		"de": "Dieses Abkommen tritt am Tag der letzten Notifikation in Kraft. Jede Partei kann es unter Einhaltung einer Frist von sechs Monaten kündigen.",
		"es": "El presente Acuerdo entrará en vigor en la fecha de la última notificación. Cualquiera de las Partes podrá denunciarlo con un preaviso de seis meses.",
	} {
		doc := &document.Document{Articles: []document.Article{{Language: lang, Number: "9", Paragraphs: []document.Paragraph{{Text: text}}}}}
		got := clausesOf(Detect(doc))
		if !slices.Contains(got, "EIF 9") || !slices.Contains(got, "TERMINATION 9") {
			t.Errorf("%s: %v", lang, got)
		}
	}
}

// The clauses that matter most have cues in every language.
func TestCuesInFiveLanguages(t *testing.T) {
	lib := library(t)
	for _, id := range []ID{"CRIM-EXCL", "CRIM-CONC", "WAIVER", "CUSTODY", "CIVIL-CLAIMS", "STATUS", "ENTRY-EXIT", "ARMS-CARRY", "TAX-CUSTOM", "DEFINITIONS",
		"INFO-SEC", "TRANSPORT-TPT", "ORIGINATOR", "INFO-BREACH", "EIF", "PROVISIONAL", "DURATION", "TERMINATION", "AMEND", "DISPUTE", "LANGUAGES", "SIGN-BLOCK", "NON-BINDING"} {
		for _, lang := range []string{"en", "nl", "fr", "de", "es"} {
			if len(lib.Clause(id).Cues[lang].Strong) == 0 {
				t.Errorf("%s has no strong cues in %s", id, lang)
			}
		}
	}
}

func TestACueAgainstTakesWordsAway(t *testing.T) {
	doc := agreement("Agreement", "Arrangements: The ministries make implementing arrangements. Such memoranda of understanding may be amended as provided therein.")
	if got := clausesOf(Detect(doc)); slices.Contains(got, "AMEND 1") || !slices.Contains(got, "IMPL-ARR 1") {
		t.Errorf("%v", got)
	}
}

func TestSignatureLinesAreSignatures(t *testing.T) {
	doc := agreement("Agreement", "Peace: The Parties live in peace.")
	doc.Signatures = []document.Signature{{Language: "en", Text: "Done at Riverton in the English and French languages, both texts being equally authentic."}, {Language: "en", Text: "For the Government of Ruritania"}}
	got := clausesOf(Detect(doc))
	if !slices.Contains(got, "SIGN-BLOCK signature") || !slices.Contains(got, "LANGUAGES signature") {
		t.Errorf("%v", got)
	}
}

func FuzzDetect(f *testing.F) {
	f.Add("en", "VII", "Jurisdiction", "1", "The custody of an accused shall remain with ~ the sending State|until charged*", "DONE at X")
	f.Add("nl", "", "", "", "Dit Verdrag treedt in werking", "")
	f.Add("xx", "1", "\xff", "(a)", "a-b- -c\u0301 ’’", "")
	f.Fuzz(func(t *testing.T, lang, number, heading, par, text, signed string) {
		doc := &document.Document{Title: heading, Languages: []string{lang}, Articles: []document.Article{
			{Language: lang, Number: number, Heading: heading, Paragraphs: []document.Paragraph{{Number: par, Text: text}, {Number: "2", Text: par, Items: []document.Paragraph{{Number: "a", Text: text}}}}}},
			Signatures: []document.Signature{{Language: lang, Text: signed}}}
		one, err := json.Marshal(Detect(doc))
		if err != nil {
			t.Fatal(err)
		}
		two, _ := json.Marshal(Detect(doc))
		if string(one) != string(two) {
			t.Errorf("%s, then %s", one, two)
		}
	})
}

func FuzzCue(f *testing.F) {
	f.Add("custody of ~ accused|suspect*", "The custody of an accused member")
	f.Add("24/7 ~ a|b-c* ~ d", "24/7 bc d")
	f.Fuzz(func(t *testing.T, cue, text string) {
		m, err := newMatcher([]Clause{{ID: "X", Cues: map[string]CueLists{"en": {Strong: []string{cue}}}}}, "en")
		if err != nil {
			return
		}
		ws := words(text)
		if said := m.say(ws); said != "" && !strings.Contains(" "+strings.Join(ws, " ")+" ", " "+said+" ") {
			t.Errorf("%q found %q in %q", cue, said, text)
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	doc := longAgreement(b)
	Detect(doc)
	b.ResetTimer()
	for b.Loop() {
		Detect(doc)
	}
}

// longAgreement is a text of 130 articles.
func longAgreement(t testing.TB) *document.Document {
	doc := &document.Document{Languages: []string{"en"}}
	for _, x := range readTexts(t) {
		if (x.file == "BWBV0005381" || x.file == "BWBV0004959") && x.language == "en" && len(doc.Articles) < 130 {
			doc.Articles = append(doc.Articles, x.article)
		}
	}
	return doc
}
