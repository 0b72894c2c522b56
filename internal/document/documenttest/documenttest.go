// Package documenttest makes Documents for tests: from the Markdown in which real
// treaties are at hand, by a splitter that knows no more than those files need, and from
// chance, for properties that hold of every Document. No product code imports it.
package documenttest

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"entente/internal/document"
)

// Path returns the place of a file of the data beside the checkout. Without it the test
// is skipped on a person's machine and fails in CI.
func Path(t testing.TB, name string) string {
	t.Helper()
	root := os.Getenv("ENTENTE_SHARED")
	for dir := "."; root == "" && len(dir) < 40; dir = filepath.Join(dir, "..") {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			root = filepath.Join(dir, "..", "shared")
		}
	}
	path := filepath.Join(root, "data", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared data is missing: %v", err)
		}
		t.Skipf("skipped: the shared data is not on this machine; set ENTENTE_SHARED: %v", err)
	}
	return path
}

// Texts lists the names of the real treaty texts, without their ending.
func Texts(t testing.TB) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(Path(t, "treaty-texts/texts"), "*.md"))
	if err != nil || len(found) < 100 {
		t.Fatalf("%d treaty texts, %v", len(found), err)
	}
	for i, f := range found {
		found[i] = strings.TrimSuffix(filepath.Base(f), ".md")
	}
	return found
}

// Load splits a real treaty text.
func Load(t testing.TB, name string) *document.Document {
	t.Helper()
	text, err := os.ReadFile(Path(t, "treaty-texts/texts/"+name+".md"))
	if err != nil {
		t.Fatal(err)
	}
	return Split(string(text))
}

var (
	links    = regexp.MustCompile(`!?\[([^\]]*)\]\([^)]*\)`)
	heading  = regexp.MustCompile(`^#+\s*(.*)$`)
	article  = regexp.MustCompile(`(?i)^(Article|Artikel|Artículo)\s+([0-9]+(?:\s?(?:bis|ter|[a-z]))?|[IVXLC]+)\b[\s.:–-]*(.*)$`)
	division = regexp.MustCompile(`(?i)^(Part|Chapter|Section|Title|Deel|Hoofdstuk|Afdeling|Titel|Chapitre|Partie|Titre)\s+[0-9IVXLC]+`)
	numbered = regexp.MustCompile(`^([0-9]{1,2})\.\s*(.*)$`)
	lettered = regexp.MustCompile(`^(?:\(?([a-z]{1,5})\)|([a-z]|[ivx]{2,4})\.)\s*(.*)$`)
	notes    = regexp.MustCompile(`<sup>.*?</sup>`)
	blanks   = regexp.MustCompile(`\s+`)
)

// Split makes a Document of Markdown: titles and articles by their headings, numbered
// paragraphs, lettered and roman items; what stands after the articles under a heading of
// its own is an annex.
func Split(markdown string) *document.Document {
	s := &splitter{}
	for line := range strings.Lines(notes.ReplaceAllString(markdown, " ")) {
		line = strings.Trim(blanks.ReplaceAllString(links.ReplaceAllString(line, "$1"), " "), " *")
		if line == "" || strings.HasPrefix(line, "<meta") {
			continue
		}
		if m := heading.FindStringSubmatch(line); m != nil {
			s.heading(strings.Trim(m[1], " *"))
			continue
		}
		s.text(strings.ToValidUTF8(line, "�"))
	}
	s.flush()
	s.languages()
	return &s.doc
}

type splitter struct {
	doc     document.Document
	art     *document.Article
	within  string
	before  []string // text since the last heading that is no article's
	title   string   // that heading
	started bool     // an article has been seen
	roman   bool     // the open lettered item has roman items
}

func (s *splitter) heading(h string) {
	if m := article.FindStringSubmatch(h); m != nil && len(m[3]) < 150 {
		s.flush()
		s.started = true
		s.art = &document.Article{Language: m[1], Number: m[2], Heading: m[3], Within: s.within}
		return
	}
	if s.art != nil && len(s.art.Paragraphs) == 0 && s.art.Heading == "" && !division.MatchString(h) {
		s.art.Heading = h
		return
	}
	s.flush()
	switch {
	case division.MatchString(h):
		s.within = h
	case s.doc.Title == "":
		s.doc.Title, s.within = h, ""
	default:
		s.title, s.within = h, ""
	}
}

// flush closes what is open: an article, or text that stood under another heading.
func (s *splitter) flush() {
	switch {
	case s.art != nil:
		of := []string{"en", "fr"}
		if strings.EqualFold(s.art.Language, "Artikel") {
			of = []string{"nl", "de"}
		}
		s.art.Language = guess(s.art.Heading+" "+s.art.Text(), of...)
		s.doc.Articles = append(s.doc.Articles, *s.art)
	case len(s.before) > 0 && !s.started:
		text := strings.Join(s.before, "\n")
		s.doc.Preamble = append(s.doc.Preamble, document.Preamble{Language: guess(text, "en", "fr", "nl", "de"), Text: text})
	case len(s.before) > 0:
		text := strings.Join(s.before, "\n")
		s.doc.Annexes = append(s.doc.Annexes, document.Annex{Language: guess(text, "en", "fr", "nl", "de"), Heading: s.title, Text: text})
	}
	s.art, s.before, s.roman = nil, nil, false
}

func (s *splitter) text(line string) {
	if s.art == nil {
		s.before = append(s.before, line)
		return
	}
	ps := &s.art.Paragraphs
	if m := numbered.FindStringSubmatch(line); m != nil {
		s.number(document.Paragraph{Number: m[1], Text: m[2]})
		return
	}
	m := lettered.FindStringSubmatch(line)
	if m == nil {
		s.roman = false
		*ps = append(*ps, document.Paragraph{Text: line})
		return
	}
	if len(*ps) == 0 {
		*ps = append(*ps, document.Paragraph{})
	}
	s.item(&(*ps)[len(*ps)-1], document.Paragraph{Number: m[1] + m[2], Text: m[3]})
}

// number opens a paragraph; a number that does not follow the last one, while an item is
// open, is an item of that item.
func (s *splitter) number(p document.Paragraph) {
	ps := s.art.Paragraphs
	if n := len(ps); n > 0 && len(ps[n-1].Items) > 0 && ps[n-1].Number != "" {
		last, _ := strconv.Atoi(ps[n-1].Number)
		if now, _ := strconv.Atoi(p.Number); now != last+1 {
			it := &ps[n-1].Items[len(ps[n-1].Items)-1]
			it.Items = append(it.Items, p)
			return
		}
	}
	s.roman = false
	s.art.Paragraphs = append(ps, p)
}

// item puts a lettered item under the paragraph, or a roman one under its last letter.
func (s *splitter) item(p *document.Paragraph, it document.Paragraph) {
	if n := len(p.Items); n > 0 && strings.Trim(it.Number, "ivx") == "" {
		last := &p.Items[n-1]
		opens := it.Number == "i" && last.Number != "h"
		if opens || s.roman {
			s.roman = true
			last.Items = append(last.Items, it)
			return
		}
	}
	s.roman = false
	p.Items = append(p.Items, it)
}

var common = map[string][]string{
	"en": {" the ", " of ", " shall ", " and ", " by "},
	"fr": {" le ", " la ", " les ", " des ", " du ", " et ", " de ", " en ", " à "},
	"nl": {" de ", " het ", " een ", " van ", " en ", " bij "},
	"de": {" der ", " die ", " und ", " das ", " des ", " den "},
}

// guess tells which of the languages it is by its commonest words; the first where there
// are none.
func guess(text string, of ...string) string {
	text = " " + strings.ToLower(text) + " "
	best, most := of[0], 0
	for _, l := range of {
		n := 0
		for _, w := range common[l] {
			n += strings.Count(text, w)
		}
		if n > most {
			best, most = l, n
		}
	}
	return best
}

// languages lists the languages in order of appearance.
func (s *splitter) languages() {
	seen := map[string]bool{}
	add := func(l string) {
		if !seen[l] {
			seen[l] = true
			s.doc.Languages = append(s.doc.Languages, l)
		}
	}
	for _, p := range s.doc.Preamble {
		add(p.Language)
	}
	for _, a := range s.doc.Articles {
		add(a.Language)
	}
	for _, a := range s.doc.Annexes {
		add(a.Language)
	}
}
