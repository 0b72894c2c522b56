// Package papertest reads papers back with programs of others, for tests: qpdf, which
// checks that the file is whole, and poppler, which says what stands on each page and where.
package papertest

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Read is a paper as a reader of others sees it.
type Read struct {
	Info  map[string]string // as pdfinfo tells it
	Pages []string          // the words of each page, blanks single
	Drawn []string          // the lines of each page in the order in which they were drawn
	Words []Word
}

// Word is a word with its box in points, from the upper left corner of its page.
type Word struct {
	Page                   int // from 1
	XMin, YMin, XMax, YMax float64
	Text                   string
}

// program returns the path of a program. Without it the test is skipped on a person's
// machine and fails in CI.
func program(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is missing: make deps", name)
		}
		t.Skipf("skipped: %s is not on this machine; make deps installs it", name)
	}
	return path
}

// Open checks a paper and reads it.
func Open(t testing.TB, pdf []byte) *Read {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", "--no-warn", file)
	r := &Read{Info: map[string]string{}}
	for _, line := range strings.Split(run(t, "pdfinfo", file), "\n") {
		if k, v, ok := strings.Cut(line, ":"); ok {
			r.Info[k] = strings.TrimSpace(v)
		}
	}
	for _, page := range strings.Split(strings.TrimSuffix(run(t, "pdftotext", file, "-"), "\f"), "\f") {
		r.Pages = append(r.Pages, strings.Join(strings.Fields(page), " "))
	}
	r.Drawn = strings.Split(strings.TrimSuffix(run(t, "pdftotext", "-raw", file, "-"), "\f"), "\f")
	r.words(t, run(t, "pdftotext", "-bbox", file, "-"))
	return r
}

func run(t testing.TB, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(program(t, name), args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func (r *Read) words(t testing.TB, text string) {
	t.Helper()
	var doc struct {
		Pages []struct {
			Words []struct {
				XMin float64 `xml:"xMin,attr"`
				YMin float64 `xml:"yMin,attr"`
				XMax float64 `xml:"xMax,attr"`
				YMax float64 `xml:"yMax,attr"`
				Text string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.Strict, dec.Entity = false, xml.HTMLEntity
	if err := dec.Decode(&doc); err != nil {
		t.Fatal(err)
	}
	for i, p := range doc.Pages {
		for _, w := range p.Words {
			r.Words = append(r.Words, Word{i + 1, w.XMin, w.YMin, w.XMax, w.YMax, w.Text})
		}
	}
}

// Enclosed returns the bytes of the first file enclosed in a paper.
func Enclosed(t testing.TB, pdf []byte) []byte {
	t.Helper()
	dir := t.TempDir()
	file, out := filepath.Join(dir, "paper.pdf"), filepath.Join(dir, "enclosed")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, "pdfdetach", "-save", "1", "-o", out, file)
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
