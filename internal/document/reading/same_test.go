package reading

import (
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente/internal/document"
)

// office makes Word and PDF files of web pages with LibreOffice. Without it the test is
// skipped on a person's machine and fails in CI.
func office(t *testing.T, pages map[string]string) (dir string) {
	t.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("LibreOffice is not installed; make deps installs it")
		}
		t.Skip("skipped: LibreOffice is not installed; make deps installs it")
	}
	dir = t.TempDir()
	var names []string
	for name, text := range pages {
		if err := os.WriteFile(filepath.Join(dir, name+".html"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		names = append(names, filepath.Join(dir, name))
	}
	run := func(args ...string) {
		args = append([]string{"-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--headless"}, args...)
		if out, err := exec.Command("soffice", args...).CombinedOutput(); err != nil {
			t.Fatalf("soffice %v: %v\n%s", args, err, out)
		}
	}
	with := func(ext string) (out []string) {
		for _, n := range names {
			out = append(out, n+ext)
		}
		return out
	}
	run(append([]string{"--infilter=HTML (StarWriter)", "--convert-to", "docx", "--outdir", dir}, with(".html")...)...)
	run(append([]string{"--convert-to", "pdf", "--outdir", dir}, with(".docx")...)...)
	return dir
}

var simpleHeading = regexp.MustCompile(`^(#+) (.*)$`)

// webPage makes a web page of simple Markdown in which each line is a heading or a paragraph.
func webPage(markdown string) string {
	var b strings.Builder
	b.WriteString("<html><head><meta charset=\"utf-8\"></head><body>\n")
	for _, p := range strings.Split(markdown, "\n") {
		p = strings.TrimSpace(p)
		if m := simpleHeading.FindStringSubmatch(p); m != nil {
			n := min(len(m[1]), 6)
			fmt.Fprintf(&b, "<h%d>%s</h%d>\n", n, html.EscapeString(m[2]), n)
		} else if p != "" {
			fmt.Fprintf(&b, "<p>%s</p>\n", html.EscapeString(p))
		}
	}
	return b.String() + "</body></html>\n"
}

// outline is what a person would call the structure: language, number, heading, paragraphs.
func outline(t *testing.T, path string) (out []string) {
	t.Helper()
	src, err := File(context.Background(), path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := document.Structure(src, nil)
	for _, a := range d.Articles {
		out = append(out, fmt.Sprintf("%s %s %s: %d", a.Language, a.Number, strings.Join(strings.Fields(a.Heading), " "), len(a.Paragraphs)))
	}
	return out
}

// The Word file and the PDF made of the same text give the same articles, numbers, headings
// and paragraphs as the text itself.
func TestSameStructureFromEveryKind(t *testing.T) {
	own, err := filepath.Glob("../../demo/texts/*.md")
	if err != nil || len(own) < 4 {
		t.Fatalf("%d texts, %v", len(own), err)
	}
	pages := map[string]string{}
	for _, f := range own {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		pages[strings.ReplaceAll(strings.TrimSuffix(filepath.Base(f), ".md"), ".", "-")] = webPage(string(text))
	}
	dir := office(t, pages)
	for name := range pages {
		want := outline(t, filepath.Join(dir, name+".html"))
		if len(want) < 8 {
			t.Errorf("%s: only %d articles", name, len(want))
		}
		for _, ext := range []string{".docx", ".pdf"} {
			if got := outline(t, filepath.Join(dir, name+ext)); !slices.Equal(got, want) {
				t.Errorf("%s%s:\n%s\nwant\n%s", name, ext, strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		}
	}
}

// The same of real treaties, long and in several languages: nearly every article of the
// Word file and of the PDF is that of the text.
func TestSameStructureOfRealTreaties(t *testing.T) {
	root := texts(t)
	files, err := filepath.Glob(filepath.Join(root, "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for i := 0; i < len(files); i += 12 {
		text, err := os.ReadFile(files[i])
		if err != nil {
			t.Fatal(err)
		}
		pages[strings.TrimSuffix(filepath.Base(files[i]), ".md")] = webPage(string(text))
	}
	dir := office(t, pages)
	same, whole, all := map[string]int{}, map[string]int{}, 0
	for name := range pages {
		want := outline(t, filepath.Join(dir, name+".html"))
		all += len(want)
		for _, ext := range []string{".docx", ".pdf"} {
			got := outline(t, filepath.Join(dir, name+ext))
			for i, w := range want {
				title, _, _ := cutLast(w)
				if i < len(got) {
					if g, _, _ := cutLast(got[i]); g == title {
						same[ext]++
					}
				}
				if slices.Contains(got, w) {
					whole[ext]++
				}
			}
		}
	}
	t.Logf("of %d articles of %d texts, language, number and heading are the same: Word %d, PDF %d; the number of paragraphs too: Word %d, PDF %d", all, len(pages), same[".docx"], same[".pdf"], whole[".docx"], whole[".pdf"])
	if same[".docx"] < all || same[".pdf"]*1000 < all*995 || whole[".docx"]*100 < all*99 || whole[".pdf"]*100 < all*95 {
		t.Errorf("of %d articles: same in Word %d, in the PDF %d; with all paragraphs %d and %d", all, same[".docx"], same[".pdf"], whole[".docx"], whole[".pdf"])
	}
}

// cutLast cuts an outline's line before the number of its paragraphs.
func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndex(s, ": ")
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+2:], true
}
