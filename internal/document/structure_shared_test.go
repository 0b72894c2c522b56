package document_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"entente/corpus"

	"entente/internal/document"
	"entente/internal/document/reading"
)

// shared returns the folder of real data; without it the test fails where CI runs it, and
// is passed over with a word elsewhere.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared", "data", name)
	if _, err := os.Stat(dir); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the real texts are needed: %v", err)
		}
		t.Skipf("no real texts on this machine: %v", err)
	}
	return dir
}

func structure(t *testing.T, file string, flat bool) *document.Document {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	src, err := reading.File(context.Background(), file, reading.Options{})
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if flat { // as a file without headings gives it
		for i := range src.Blocks {
			src.Blocks[i].Level, src.Blocks[i].Bold = 0, false
		}
	}
	return document.Structure(src, lib.Treaties)
}

// The numbers of articles of treaties everybody can count.
func TestKnownCounts(t *testing.T) {
	dir := shared(t, "core-treaties")
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]int{"un-charter": 111, "vclt": 85, "gc-iii": 143, "gc-iv": 159, "gc-ap1": 102, "rome-statute": 131} {
		var in struct {
			Articles []struct {
				Number  any    `json:"number"`
				Content string `json:"content_en"`
				Text    string `json:"text_en"`
				En      string `json:"en"`
			} `json:"articles"`
		}
		b, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &in); err != nil {
			t.Fatal(err)
		}
		src := &document.Source{Blocks: []document.Block{{Text: "TREATY"}, {Text: "The States Parties to this treaty have agreed as follows:"}}}
		for i, a := range in.Articles {
			src.Blocks = append(src.Blocks, document.Block{Text: fmt.Sprintf("Article %d", i+1)}, document.Block{Text: a.Content + a.Text + a.En})
		}
		d := document.Structure(src, lib.Treaties)
		if len(d.Articles) != want {
			t.Errorf("%s: %d articles, want %d", name, len(d.Articles), want)
		}
	}
}

var (
	headingLine = regexp.MustCompile(`^#+\s*(?i:article|artikel|art[íi]culo)\s*\.?\s*([IVXLC]+|\d+|[A-Z])(?:er|[A-Za-z])?(?:$|[\s.:])`)
	sectionLine = regexp.MustCompile(`^#+\s*(?:(?i:section)\s+|§\s*)(\d+)\s*$`)
	leading     = regexp.MustCompile(`^(\d+|[IVXLC]+|[A-Z])`)
)

// headings counts the headings of articles that a file marks; of sections, where it has no
// articles.
func headings(text string) (want map[string]int, n int) {
	for _, form := range []*regexp.Regexp{headingLine, sectionLine} {
		want, n = map[string]int{}, 0
		for line := range strings.Lines(text) {
			if m := form.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
				want[m[1]]++
				n++
			}
		}
		if n > 0 {
			break
		}
	}
	return want, n
}

// Articles found against the headings that the files mark: recall and precision above 0.97 in
// every text, and in all of them without the marks.
func TestArticlesFound(t *testing.T) {
	dir := filepath.Join(shared(t, "treaty-texts"), "texts")
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil || len(files) < 100 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, flat := range []bool{false, true} {
		hit, found, there := 0, 0, 0
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			want, n := headings(string(b))
			d := structure(t, f, flat)
			got := map[string]int{}
			for _, a := range d.Articles {
				got[leading.FindString(strings.ToUpper(a.Number))]++
			}
			both := 0
			for k, w := range want {
				both += min(w, got[k])
			}
			if flat && len(d.Articles) == 0 && n > 0 && sectionLine.MatchString(firstHeading(string(b))) {
				continue // sections are known by their marks alone
			}
			hit, found, there = hit+both, found+len(d.Articles), there+n
			if recall, precision := ratio(both, n), ratio(both, len(d.Articles)); !flat && (recall < 0.97 || precision < 0.97) {
				t.Errorf("%s: %d headings, %d found, %d of them right", filepath.Base(f), n, len(d.Articles), both)
			}
		}
		recall, precision := ratio(hit, there), ratio(hit, found)
		t.Logf("flat %v: %d headings, %d found: recall %.4f, precision %.4f", flat, there, found, recall, precision)
		if recall < 0.99 || precision < 0.99 {
			t.Errorf("flat %v: recall %.4f, precision %.4f, want 0.99", flat, recall, precision)
		}
	}
}

// firstHeading is the first heading that counts a section.
func firstHeading(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); sectionLine.MatchString(line) {
			return line
		}
	}
	return ""
}

// Treaties printed in two languages, counted by hand.
func TestTwoLanguages(t *testing.T) {
	dir := filepath.Join(shared(t, "treaty-texts"), "texts")
	for file, want := range map[string]map[string]int{ // status of forces
		"BWBV0004785": {"en": 20, "nl": 20},
	} {
		d := structure(t, filepath.Join(dir, file+".md"), false)
		got := map[string]int{}
		for _, a := range d.Articles {
			got[a.Language]++
		}
		for l, n := range want {
			if got[l] != n {
				t.Errorf("%s: %v, want %v; %v", file, got, want, d.Warnings)
			}
		}
	}
}
