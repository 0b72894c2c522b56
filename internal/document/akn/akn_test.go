package akn_test

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	ent "entente"
	"entente/internal/document"
	"entente/internal/document/akn"
	"entente/internal/document/documenttest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

var update = flag.Bool("update", false, "write the outlines of testdata anew, for a person to check")

func write(t testing.TB, d *document.Document, m akn.Meta) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := akn.Write(&b, d, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// valid asks xmllint whether the files are valid against the schema of OASIS.
func valid(t testing.TB, files ...string) {
	t.Helper()
	schema := documenttest.Path(t, "akoma-ntoso/xsd-final-20170330/akomantoso30.xsd")
	tool, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("xmllint is missing; run .ci/deps")
		}
		t.Skip("skipped: xmllint is not on this machine; run .ci/deps")
	}
	out, err := exec.Command(tool, append([]string{"--nonet", "--noout", "--schema", schema}, files...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("xmllint: %v\n%.3000s", err, out)
	}
}

func store(t testing.TB, dir, name string, text []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// same asks that reading gives back what was written.
func same(t interface{ Fatalf(string, ...any) }, d *document.Document, m akn.Meta, text []byte) {
	got, meta, err := akn.Read(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("reading: %v\n%s", err, text)
	}
	if diff := cmp.Diff(d, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("read otherwise than written (-written +read):\n%s\n%s", diff, text)
	}
	if diff := cmp.Diff(m, meta); diff != "" {
		t.Fatalf("the description was read otherwise:\n%s", diff)
	}
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, m := documenttest.Generate().Draw(t, "document"), meta().Draw(t, "meta")
		var b bytes.Buffer
		if err := akn.Write(&b, d, m); err != nil {
			t.Fatalf("%v", err)
		}
		same(t, d, m, b.Bytes())
	})
}

func meta() *rapid.Generator[akn.Meta] {
	return rapid.Custom(func(t *rapid.T) akn.Meta {
		return akn.Meta{
			Instrument: ent.InstrumentID(rapid.SampledFrom([]string{"", "NATO-SOFA", "é ü"}).Draw(t, "instrument")),
			Version:    rapid.SampledFrom([]string{"", "2026-03-01", "draft 2"}).Draw(t, "version"),
			Political:  rapid.Bool().Draw(t, "political"),
			Country:    rapid.SampledFrom([]string{"", "nl"}).Draw(t, "country"),
			Editor:     rapid.SampledFrom([]string{"", "Treaty office"}).Draw(t, "editor"),
			Made:       ent.Date(rapid.SampledFrom([]int{0, 739000}).Draw(t, "made")),
		}
	})
}

func TestAnyDocumentIsValid(t *testing.T) {
	dir := t.TempDir()
	files := []string{store(t, dir, "empty.xml", write(t, &document.Document{}, akn.Meta{}))}
	rapid.Check(t, func(rt *rapid.T) {
		for range 5 {
			d, m := documenttest.Generate().Draw(rt, "document"), meta().Draw(rt, "meta")
			files = append(files, store(t, dir, fmt.Sprintf("%d.xml", len(files)), write(t, d, m)))
		}
	})
	if len(files) < 400 {
		t.Fatalf("%d files", len(files))
	}
	valid(t, files...)
}

func TestRealTextsAreValidAndReadBack(t *testing.T) {
	dir := t.TempDir()
	var files []string
	for _, name := range documenttest.Texts(t) {
		d := documenttest.Load(t, name)
		enrich(d)
		m := akn.Meta{Instrument: ent.InstrumentID(name), Made: 739000}
		text := write(t, d, m)
		same(t, d, m, text)
		files = append(files, store(t, dir, name+".xml", text))
	}
	valid(t, files...)
}

// enrich adds what the splitter does not look for.
func enrich(d *document.Document) {
	d.Parties = []document.Party{{Code: "NLD", Name: "Kingdom of the Netherlands"}, {Name: "Ruritania"}}
	d.Dates = document.Dates{Signed: ent.NewDate(1951, 6, 19), InForce: ent.NewDate(1953, 8, 23)}
	for _, a := range d.Articles {
		d.Definitions = append(d.Definitions, document.Definition{Language: a.Language, Term: "force", Text: "personnel", Article: a.Number})
		d.References = append(d.References, document.Reference{Language: a.Language, Text: "this Agreement", Instrument: "NATO-SOFA", From: a.Number},
			document.Reference{Language: a.Language, Text: "Article " + a.Number, Article: a.Number, From: a.Number})
		d.Signatures = append(d.Signatures, document.Signature{Language: a.Language, For: "NLD", Text: "For the Netherlands:"})
	}
}

func TestWhatOthersLookFor(t *testing.T) {
	d := documenttest.Load(t, "BWBV0004785")
	d.Definitions = []document.Definition{{Language: "en", Term: "sending State", Text: "the State of the force", Article: "I"}}
	d.References = []document.Reference{{Language: "en", Text: "Article 9 of the North Atlantic Treaty", Instrument: "NATO", Article: "9", From: "I"},
		{Language: "nl", Text: "Artikel VII", Article: "VII", From: "XV"}}
	text := string(write(t, d, akn.Meta{Instrument: "NATO-SOFA", Version: "2026-01-02"}))
	for _, want := range []string{
		`<documentCollection name="agreement">`, `<act name="agreement" contains="originalVersion">`, `/akn/int/act/agreement/NATO-SOFA/eng@2026-01-02`, `/nld@2026-01-02`,
		`<FRBRlanguage language="nld" xml:lang="nl"/>`, `<article eId="cmp_1__art_VII">`, `eId="cmp_2__art_VII__para_5__point_b"`,
		`<def refersTo="#term_1">sending State</def>`, `<ref href="/akn/int/act/agreement/NATO/~art_9">Article 9 of the North Atlantic Treaty</ref>`, `<num>VII</num>`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("missing: %s", want)
		}
	}
	one := akn.In(d, "nl")
	if text := string(write(t, one, akn.Meta{Political: true})); !strings.Contains(text, `<statement name="memorandum"`) || strings.Contains(text, "documentCollection") {
		t.Error("one language of a political text is one statement")
	}
	if len(one.Articles) != 20 || len(one.Languages) != 1 {
		t.Errorf("%d articles in nl", len(one.Articles))
	}
}

func TestGreekJudgments(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(documenttest.Path(t, "akoma-ntoso/greek-judgments-akn30"), "*.xml"))
	if err != nil || len(files) != 34 {
		t.Fatalf("%d judgments, %v", len(files), err)
	}
	dir := t.TempDir()
	var again []string
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, m, err := akn.Read(bytes.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if len(d.Languages) != 1 || d.Languages[0] != "el" || len(d.Articles) < 2 || len(d.Warnings) == 0 {
			t.Errorf("%s: languages %v, %d parts, %d warnings", f, d.Languages, len(d.Articles), len(d.Warnings))
		}
		if took, all := words(d), len(strings.Fields(stripped(text))); took*100 < all*95 {
			t.Errorf("%s: %d of %d words taken", f, took, all)
		}
		mine := write(t, d, m)
		same(t, d, m, mine)
		again = append(again, store(t, dir, filepath.Base(f), mine))
	}
	valid(t, again...)
}

// stripped is the text after the description, without tags.
func stripped(text []byte) string {
	_, body, _ := bytes.Cut(text, []byte("</meta>"))
	var b strings.Builder
	in := false
	for _, c := range string(body) {
		if c == '<' {
			in = true
		}
		if !in {
			b.WriteRune(c)
		}
		if c == '>' {
			in = false
		}
	}
	return b.String()
}

func words(d *document.Document) int {
	n := 0
	for _, p := range d.Preamble {
		n += len(strings.Fields(p.Text))
	}
	for i := range d.Articles {
		n += len(strings.Fields(d.Articles[i].Text()))
		n += numbers(d.Articles[i].Paragraphs)
	}
	for _, a := range d.Annexes {
		n += len(strings.Fields(a.Text))
	}
	for _, s := range d.Signatures {
		n += len(strings.Fields(s.Text))
	}
	return n
}

func numbers(ps []document.Paragraph) int {
	n := 0
	for _, p := range ps {
		if p.Number != "" {
			n++
		}
		n += numbers(p.Items)
	}
	return n
}

func TestForeignFiles(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.xml")
	if len(files) < 4 {
		t.Fatalf("%d files in testdata", len(files))
	}
	valid(t, files...)
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, m, err := akn.Read(bytes.NewReader(text))
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		same(t, d, m, write(t, d, m))
		golden, got := strings.TrimSuffix(f, ".xml")+".txt", outline(d)
		if *update {
			store(t, ".", golden, []byte(got))
		}
		want, err := os.ReadFile(golden)
		if err != nil || string(want) != got {
			t.Errorf("%s: %v\n%s", f, err, got)
		}
	}
}

// outline is what was taken of a file, for a person to check.
func outline(d *document.Document) string {
	var b strings.Builder
	line := func(parts ...string) { b.WriteString(strings.Join(parts, " | ") + "\n") }
	line("title", d.Title, strings.Join(d.Languages, " "))
	for _, p := range d.Preamble {
		line("preamble", p.Language, p.Text)
	}
	var ps func([]document.Paragraph, string)
	ps = func(list []document.Paragraph, in string) {
		for _, p := range list {
			line(in+p.Number, p.Text)
			ps(p.Items, in+"  ")
		}
	}
	for _, a := range d.Articles {
		line("article", a.Language, a.Number, a.Heading, a.Within)
		ps(a.Paragraphs, "  ")
	}
	for _, x := range d.Definitions {
		line("definition", x.Term, x.Text, x.Article)
	}
	for _, x := range d.References {
		line("reference", x.Text, string(x.Instrument), x.Article, x.From)
	}
	for _, x := range d.Signatures {
		line("signature", x.Text)
	}
	for _, x := range d.Annexes {
		line("annex", x.Heading, x.Text)
	}
	for _, x := range d.Warnings {
		line("warning", x)
	}
	return b.String()
}

func TestBombsAreRefused(t *testing.T) {
	open := `<akomaNtoso xmlns="` + akn.Namespace + `">`
	for name, text := range map[string]string{
		"empty":           "",
		"no XML":          "Article 1",
		"external entity": `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + open + `<act><body><p>&x;</p></body></act></akomaNtoso>`,
		"laughs":          `<!DOCTYPE a [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]>` + open + `<act/></akomaNtoso>`,
		"document type":   `<!DOCTYPE akomaNtoso>` + open + `<act/></akomaNtoso>`,
		"unknown entity":  open + `<act><body>&x;</body></act></akomaNtoso>`,
		"depth":           open + "<act>" + strings.Repeat("<part>", 300) + strings.Repeat("</part>", 300) + `</act></akomaNtoso>`,
		"nodes":           open + "<act>" + strings.Repeat("<p/>", 2_000_001) + `</act></akomaNtoso>`,
		"other namespace": `<akomaNtoso xmlns="urn:other"><act/></akomaNtoso>`,
		"other root":      `<html/>`,
		"nothing in it":   open + `</akomaNtoso>`,
		"two roots":       open + `<act/></akomaNtoso>` + open + `</akomaNtoso>`,
		"cut off":         open + `<act>`,
		"encoding":        `<?xml version="1.0" encoding="UTF-7"?>` + open + `<act/></akomaNtoso>`,
	} {
		if _, _, err := akn.Read(strings.NewReader(text)); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatXMLCannotCarryIsRefused(t *testing.T) {
	deep := document.Paragraph{}
	for range 80 {
		deep = document.Paragraph{Items: []document.Paragraph{deep}}
	}
	for name, d := range map[string]*document.Document{
		"control":  {Articles: []document.Article{{Paragraphs: []document.Paragraph{{Text: "a\fb"}}}}},
		"broken":   {Title: "a\xff"},
		"language": {Languages: []string{"no tag"}},
		"twice":    {Languages: []string{"en", "en"}},
		"depth":    {Articles: []document.Article{{Paragraphs: []document.Paragraph{deep}}}},
		"day":      {Dates: document.Dates{Signed: -4}},
		"page":     {Articles: []document.Article{{Page: -1}}},
	} {
		var b bytes.Buffer
		if err := akn.Write(&b, d, akn.Meta{}); !errors.Is(err, ent.ErrInvalid) || b.Len() > 0 {
			t.Errorf("%s: %v, %d bytes written", name, err, b.Len())
		}
	}
}

// Whatever is read can be written, and is then read back as it was.
func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.xml")
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	d := &document.Document{Title: "T", Languages: []string{"en", "fr"}, Articles: []document.Article{{Language: "fr", Number: "1", Within: "Part I"}, {Language: "en", Number: "1"}}}
	f.Add(write(f, d, akn.Meta{}))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, m, err := akn.Read(bytes.NewReader(text))
		if err != nil {
			if !errors.Is(err, ent.ErrInvalid) {
				t.Fatalf("not of kind Invalid: %v", err)
			}
			return
		}
		var b bytes.Buffer
		if err := akn.Write(&b, d, m); err != nil {
			if !errors.Is(err, ent.ErrInvalid) {
				t.Fatalf("not of kind Invalid: %v", err)
			}
			return
		}
		same(t, d, m, b.Bytes())
	})
}
