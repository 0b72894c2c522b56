package clause

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"testing"

	"entente/internal/document"
	"entente/internal/sharedtest"
)

// A small splitter for the texts that are labelled, so that labels keep their place
// whatever becomes of package document's own.

var (
	articleHead = regexp.MustCompile(`^ *#{2,4} *(Article|Artikel|Art\.) *([IVXLC]+|\d+)(?:\b|[A-Za-z:.])(.*)$`)
	numberHead  = regexp.MustCompile(`^ *#{2,4} *()(\d{1,2}|[IVX]{1,5}|\*)\.?([^*]*)\*? *$`)
	numbered    = regexp.MustCompile(`^ *()(\d{1,2})\. *([^\d ].*)?$`)
	partHead    = regexp.MustCompile(`(?i)^ *#{2,4} *(?:annex|bijlage|protocol|chapter|hoofdstuk|part|deel|section|afdeling|titel|title|nr\.|no\.|addendum|agreement|memorandum|.*(?:verdrag|overeenkomst|convenant|protocol))`)
	anyHead     = regexp.MustCompile(`^ *#{2,6} *(.*)$`)
	editorial   = regexp.MustCompile(`(?:Treedt in werking|Wordt voorlopig toegepast) (?:per \d\d-\d\d-\d{4}|op een nader te bepalen tijdstip)`) // a note of the collection, not of the treaty
	link        = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
	paragraphNo = regexp.MustCompile(`^(\d{1,2})\.? *$|^(\d{1,2})[.)] +`)
)

// text is one article of a labelled file.
type text struct {
	file, language, key string // key: number, with #2 and so on from the second of its kind on
	article             document.Article
}

func sharedPath(t testing.TB, name string) string {
	t.Helper()
	return sharedtest.Path(t, "data", name)
}

// readTexts splits every file of the treaty texts and the core treaties.
func readTexts(t testing.TB) []text {
	t.Helper()
	var all []text
	for _, pattern := range []string{"treaty-texts/texts/*.md", "core-treaties/*.json"} {
		dir := sharedPath(t, filepath.Dir(pattern))
		names, err := filepath.Glob(filepath.Join(dir, filepath.Base(pattern)))
		if err != nil || len(names) == 0 {
			t.Fatalf("no files %s: %v", pattern, err)
		}
		sort.Strings(names)
		for _, name := range names {
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			file := strings.TrimSuffix(strings.TrimSuffix(filepath.Base(name), ".md"), ".json")
			if strings.HasSuffix(name, ".json") {
				all = append(all, splitJSON(t, file, raw)...)
			} else {
				all = append(all, splitMarkdown(file, string(raw))...)
			}
		}
	}
	return all
}

// splitMarkdown finds articles by their headings; a file without any is split at headings
// that are a number alone or set in italics, else at numbered paragraphs, as notes print them.
func splitMarkdown(file, raw string) []text {
	lines := strings.Split(editorial.ReplaceAllString(link.ReplaceAllString(raw, "$1"), ""), "\n")
	head := articleHead
	for _, other := range []*regexp.Regexp{numberHead, numbered} {
		if !anyMatch(head, lines) {
			head = other
		}
	}
	var out []text
	var body []string
	open := false
	flush := func() {
		if open {
			out[len(out)-1].article.Paragraphs = paragraphs(body)
		}
		open, body = false, nil
	}
	for _, l := range lines {
		switch m := head.FindStringSubmatch(l); {
		case m != nil:
			flush()
			open = true
			a := document.Article{Number: m[2]}
			if head == numbered {
				body = append(body, m[3])
			} else {
				a.Heading = strings.Trim(m[3], " :.-")
			}
			out = append(out, text{file: file, language: m[1], article: a})
		case open && len(out[len(out)-1].article.Heading) == 0 && blank(body) && anyHead.MatchString(l):
			out[len(out)-1].article.Heading = strings.TrimSpace(anyHead.FindStringSubmatch(l)[1])
		case partHead.MatchString(l):
			flush()
		case open && anyHead.MatchString(l):
			body = append(body, strings.TrimSpace(anyHead.FindStringSubmatch(l)[1]))
		case open:
			body = append(body, l)
		}
	}
	flush()
	return named(out)
}

func blank(lines []string) bool { return strings.TrimSpace(strings.Join(lines, "")) == "" }

func anyMatch(re *regexp.Regexp, lines []string) bool {
	for _, l := range lines {
		if re.MatchString(l) {
			return true
		}
	}
	return false
}

// paragraphs joins lines; a line that opens with a number opens a paragraph.
func paragraphs(lines []string) []document.Paragraph {
	var out []document.Paragraph
	for _, l := range lines {
		l = strings.TrimSpace(l)
		if l == "" {
			continue
		}
		if m := paragraphNo.FindStringSubmatch(l); m != nil {
			out = append(out, document.Paragraph{Number: m[1] + m[2], Text: strings.TrimSpace(l[len(m[0]):])})
			continue
		}
		if len(out) == 0 {
			out = append(out, document.Paragraph{})
		}
		p := &out[len(out)-1]
		p.Text = strings.TrimSpace(p.Text + " " + l)
	}
	return out
}

// named gives each article its language and a key of its own within its file.
func named(list []text) []text {
	seen := map[string]int{}
	for i := range list {
		x := &list[i]
		x.language = guessLanguage(x.language, x.article.Heading+" "+x.article.Text())
		x.article.Language = x.language
		k := x.language + " " + x.article.Number
		seen[k]++
		x.key = x.article.Number
		if seen[k] > 1 {
			x.key += "#" + strconv.Itoa(seen[k])
		}
	}
	return list
}

var commonWords = map[string]string{
	"en": "the of and to in shall be or by for this which with may any",
	"nl": "de het van en een in te of dat op zijn voor door wordt met deze niet",
	"fr": "le la les des du et en un une est au par pour dans qui sur ou",
	"de": "der die das und den von zu mit des im dem oder für auf ist eine werden",
}

// guessLanguage counts common words; head is how the article is called, which leaves two
// languages to choose from.
func guessLanguage(head, s string) string {
	count := map[string]int{}
	for _, w := range strings.Fields(strings.ToLower(s)) {
		for l, words := range commonWords {
			if strings.Contains(" "+words+" ", " "+w+" ") {
				count[l]++
			}
		}
	}
	among := map[string][]string{"Article": {"en", "fr"}, "Artikel": {"nl", "de"}}[head]
	if among == nil {
		among = []string{"en", "nl", "fr", "de"}
	}
	best := among[0]
	for _, l := range among[1:] {
		if count[l] > count[best] {
			best = l
		}
	}
	return best
}

// splitJSON reads a core treaty; articles are numbered by their place.
func splitJSON(t testing.TB, file string, raw []byte) []text {
	t.Helper()
	var f struct {
		Articles []struct {
			Title   string `json:"title_en"`
			Content string `json:"content_en"`
		} `json:"articles"`
	}
	if err := json.Unmarshal(raw, &f); err != nil || len(f.Articles) == 0 {
		t.Fatalf("%s: %d articles, %v", file, len(f.Articles), err)
	}
	var out []text
	for i, a := range f.Articles {
		n := strconv.Itoa(i + 1)
		out = append(out, text{file: file, language: "en", key: n, article: document.Article{
			Language: "en", Number: n, Heading: strings.TrimSpace(a.Title), Paragraphs: paragraphs(strings.Split(a.Content, "\n"))}})
	}
	return out
}
