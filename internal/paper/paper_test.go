package paper_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"entente/internal/document/reading"
	"entente/internal/paper"
	"entente/internal/paper/papertest"
)

var described = paper.Document{Title: "An Example – Ἔγγραφον", Subject: "testing", Author: "Treaty Section", Language: "fr", Marking: "secret", Running: "Example", Foot: "sha256:0123",
	Made: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Enclosed: []paper.File{{Name: "règles.txt", Note: "the original", Bytes: []byte("as it is\x00")}}}

// example sets one of everything, many times over.
func example(n int) *paper.Paper {
	p := paper.New(described)
	p.Title("An example")
	p.Fields([]paper.Field{{Name: "To", Value: paper.T("the file")}, {Name: "Subject", Value: paper.Text{}.B("paper")}})
	for i := range n {
		p.Heading(1, fmt.Sprintf("%d. Section", i+1))
		p.Para(paper.T(strings.Repeat("Words that fill a line and then some more. ", 6)).Note(fmt.Sprintf("Note-%d of this section.", i+1)))
		p.Item(0, "1.", paper.T("an item").I(" in italics"))
		p.Item(1, "(xviii)", paper.T("an item of the item"))
		p.Table([]paper.Column{{Head: "Who", Part: 1}, {Head: "What-head", Part: 3}}, [][]paper.Text{{paper.T("Finland"), paper.T("tells Japan").Note(fmt.Sprintf("Cell-%d.", i+1))}, {paper.T("Japan"), nil}})
	}
	p.Signature("Name", "Day")
	return p
}

func must(t testing.TB, p *paper.Paper) []byte {
	t.Helper()
	b, err := p.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Every page bears the marking at head and foot, its number, and the foot; the file says
// what it is; what is enclosed comes out as it went in.
func TestEveryPage(t *testing.T) {
	b := must(t, example(12))
	r := papertest.Open(t, b)
	if len(r.Pages) < 4 {
		t.Fatalf("%d pages", len(r.Pages))
	}
	for i, text := range r.Pages {
		if strings.Count(text, "SECRET") != 2 || !strings.Contains(text, fmt.Sprintf("Page %d of %d", i+1, len(r.Pages))) || !strings.Contains(text, "sha256:0123") {
			t.Errorf("page %d: %s", i+1, text)
		}
	}
	if r.Info["Title"] != described.Title || r.Info["Author"] != "Treaty Section" || r.Info["Pages"] != fmt.Sprint(len(r.Pages)) || !strings.Contains(r.Info["CreationDate"], "Nov 23 10:00:00 2026") {
		t.Errorf("%v", r.Info)
	}
	if !bytes.Contains(b, []byte("/Lang (fr)")) || !bytes.Contains(b, []byte("/Outlines")) {
		t.Error("no language, or no bookmarks")
	}
	if got := papertest.Enclosed(t, b); string(got) != "as it is\x00" {
		t.Errorf("enclosed: %q", got)
	}
	if plain := must(t, paper.New(paper.Document{Language: "x) /Evil (y"})); bytes.Contains(plain, []byte("Evil")) {
		t.Error("what is no language got into the file")
	}
}

// The same input gives the same bytes.
func TestSameBytes(t *testing.T) {
	a := must(t, example(5))
	for range 5 {
		if !bytes.Equal(a, must(t, example(5))) {
			t.Fatal("the bytes differ")
		}
	}
	if bytes.Equal(a, must(t, example(6))) {
		t.Error("another paper has the same bytes")
	}
}

// A footnote stands on the page that refers to it; the head of a table on each page that
// the table goes on to.
func TestNotesAndHeads(t *testing.T) {
	r := papertest.Open(t, must(t, example(30)))
	notes := 0
	for _, text := range r.Pages {
		notes += strings.Count(text, "Note-") + strings.Count(text, "Cell-")
	}
	if notes != 60 {
		t.Errorf("%d footnotes of 60", notes)
	}
	p := paper.New(paper.Document{})
	var rows [][]paper.Text
	for i := range 300 {
		rows = append(rows, []paper.Text{paper.T(fmt.Sprintf("row-%d", i)), paper.T("x").Note(fmt.Sprintf("for-%d", i))})
	}
	p.Table([]paper.Column{{Head: "Heading", Part: 1}, {Head: "B", Part: 1}}, rows)
	r = papertest.Open(t, must(t, p))
	for i, text := range r.Pages {
		if strings.Count(text, "Heading") != 1 {
			t.Errorf("page %d has %d heads", i+1, strings.Count(text, "Heading"))
		}
	}
	page := map[string]int{}
	for _, w := range r.Words {
		page[w.Text] = w.Page
	}
	for i := range 300 {
		if a, b := page[fmt.Sprintf("row-%d", i)], page[fmt.Sprintf("for-%d", i)]; a == 0 || a != b {
			t.Errorf("row %d on page %d, its note on page %d", i, a, b)
		}
	}
}

// Words longer than a line, notes longer than a page, rows higher than one: all is set,
// nothing leaves the page.
func TestTooLong(t *testing.T) {
	p := paper.New(paper.Document{Marking: strings.Repeat("VERY ", 60), Running: strings.Repeat("long ", 90), Foot: strings.Repeat("0", 900)})
	p.Title(strings.Repeat("Übermaß", 60))
	p.Para(paper.T(strings.Repeat("x", 5000)))
	p.Para(paper.T("a note that goes on").Note(strings.Repeat("go on ", 9000)))
	p.Item(40, "a label that is far too long for its place", paper.T("deep"))
	p.Table([]paper.Column{{Head: strings.Repeat("head ", 90), Part: 1}, {Head: "B", Part: 9}}, [][]paper.Text{{paper.T(strings.Repeat("tall ", 900)), paper.T("z")}})
	p.Para(paper.T("the end"))
	r := papertest.Open(t, must(t, p))
	all := strings.Join(r.Pages, " ")
	if n := strings.Count(strings.ReplaceAll(all, " ", ""), "x"); n < 5000 {
		t.Errorf("%d of 5000 letters", n)
	}
	if n := strings.Count(all, "tall"); n != 900 {
		t.Errorf("%d of 900 words of a cell", n)
	}
	if n := strings.Count(all, "go on"); n < 8900 || !strings.Contains(all, "the end") {
		t.Errorf("%d of 9000 words of a note", n)
	}
	for _, w := range r.Words {
		if w.XMin < 0 || w.XMax > 596 || w.YMin < 0 || w.YMax > 842 {
			t.Fatalf("%q lies outside page %d: %+v", w.Text, w.Page, w)
		}
	}
}

// The scripts of the agreements at hand, told by another reader and by our own.
func TestScripts(t *testing.T) {
	p := paper.New(paper.Document{})
	for _, s := range []string{"Zażółć gęślą jaźń, İstanbul, Việt Nam, Þórr", "Τα Μέρη συμφωνούν. Ὁ ἄνθρωπος", "Стороны соглашаются. Її ґанок", "§ 5 – “quoted” … 3 ≤ 4 → €"} {
		p.Para(paper.T(s))
	}
	if n := p.Missing(); n != 0 {
		t.Errorf("%d characters missing", n)
	}
	b := must(t, p)
	src, err := reading.Read(context.Background(), "paper.pdf", bytes.NewReader(b), int64(len(b)), reading.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ours := ""
	for _, x := range src.Blocks {
		ours += x.Text + " "
	}
	for _, text := range []string{papertest.Open(t, b).Pages[0], ours} {
		for _, s := range []string{"Zażółć gęślą jaźń, İstanbul, Việt Nam, Þórr", "Τα Μέρη συμφωνούν. Ὁ ἄνθρωπος", "Стороны соглашаются. Її ґанок", "§ 5 – “quoted” … 3 ≤ 4 → €"} {
			if !strings.Contains(text, s) {
				t.Errorf("%q is not in %q", s, text)
			}
		}
	}
}

// What cannot be set is a square and counted; control characters and those that turn the
// direction of reading round are left out.
func TestMissing(t *testing.T) {
	p := paper.New(paper.Document{Title: "日本\u0000\U0001F600", Language: "ja"})
	p.Heading(1, "第一条 \U0001F600")
	p.Para(paper.T("a\u202Eb\u0000c\u2066d\u00ADe\xff"))
	if got := p.Missing(); got != 4 {
		t.Errorf("%d missing, want 4", got)
	}
	if got := paper.Missing("日本 xyz אבג العربية"); got != 2 {
		t.Errorf("%d missing, want 2", got)
	}
	if text := papertest.Open(t, must(t, p)).Pages[0]; !strings.Contains(text, "abcde") || strings.Count(text, "□") != 4 {
		t.Error(text)
	}
}
