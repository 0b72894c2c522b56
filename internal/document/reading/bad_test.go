package reading

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	ent "entente"
)

// A test process that is asked to reads one file and tells what came of it, so that its
// memory can be measured from outside.
func TestMain(m *testing.M) {
	if path := os.Getenv("READING_TEST_FILE"); path != "" {
		src, err := File(context.Background(), path, Options{})
		status, _ := os.ReadFile("/proc/self/status")
		peak := regexp.MustCompile(`VmHWM:\s*(\d+)`).FindSubmatch(status)
		if peak == nil {
			peak = [][]byte{nil, []byte("0")} // this system does not tell
		}
		switch {
		case ent.KindOf(err) == ent.Invalid:
			fmt.Printf("%s invalid: %v\n", peak[1], err)
		case err != nil:
			fmt.Printf("%s failed: %v\n", peak[1], err)
		default:
			fmt.Printf("%s read: %d blocks %v\n", peak[1], len(src.Blocks), src.Warnings)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// archive makes a zip file of parts.
func archive(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range parts {
		w, _ := z.Create(name)
		w.Write([]byte(text))
	}
	z.Close()
	return b.Bytes()
}

const relations = `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`

// wordFile makes a Word document of the elements of its body, with other parts.
func wordFile(body string, more ...string) []byte {
	parts := map[string]string{"[Content_Types].xml": "<Types/>", "_rels/.rels": relations,
		"word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`}
	for i := 0; i+1 < len(more); i += 2 {
		parts[more[i]] = more[i+1]
	}
	return archive(parts)
}

func paragraph(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

// laughs declares entities that unfold to gigabytes.
func laughs(root, body string) string {
	b := `<?xml version="1.0"?><!DOCTYPE ` + root + ` [<!ENTITY a0 "ha">`
	for i := 1; i < 30; i++ {
		b += fmt.Sprintf(`<!ENTITY a%d "&a%d;&a%d;&a%d;&a%d;">`, i, i-1, i-1, i-1, i-1)
	}
	return b + "]>" + body
}

// pdfOf makes a PDF whose page has the content, packed; claims lets the length lie.
func pdfOf(content []byte) []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write(content)
	z.Close()
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	object("<</Type/Catalog/Pages 2 0 R>>")
	object("<</Type/Pages/Kids[3 0 R]/Count 1>>")
	object("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>")
	object("<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream", packed.Len(), packed.Bytes())
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return b.Bytes()
}

// lines makes the content of a page of lines of text.
func lines(text string, n int) []byte {
	var b strings.Builder
	b.WriteString("BT /F 10 Tf 12 TL 40 800 Td\n")
	for range n {
		b.WriteString("(" + text + ") Tj T*\n")
	}
	return []byte(b.String() + "ET\n")
}

// What is not what it says, or is made to do harm, is refused with a reason, or read with a
// warning; never more than 512 MB of memory, and never for long.
func TestBadFiles(t *testing.T) {
	zeros := strings.Repeat(" ", 100<<20)
	dir := t.TempDir()
	for _, c := range []struct {
		file string
		text []byte
		want string // of the error; after "ok": of a warning
	}{
		{"empty.docx", nil, "empty"},
		{"blank.md", []byte(" \n\t\n"), "empty"},
		{"bomb.docx", wordFile(paragraph("x" + zeros)), "unpacks to"},
		{"bomb-style.docx", wordFile(paragraph("x"), "word/styles.xml", "<w:styles>"+zeros), "unpacks to"},
		{"laughs.docx", archive(map[string]string{"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document.xml": laughs("w:document", "<w:document><w:body>"+paragraph("&a29;")+"</w:body></w:document>")}), "DOCTYPE"},
		{"external.docx", archive(map[string]string{"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "word/document.xml": `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]><d>&x;</d>`}), "DOCTYPE"},
		{"deep.docx", wordFile(strings.Repeat("<w:sdt>", 5000) + paragraph("x") + strings.Repeat("</w:sdt>", 5000)), "nested"},
		{"climbs.docx", wordFile(paragraph("x"), "../../etc/cron.d/x", "x"), "leads out of it"},
		{"absolute.docx", wordFile(paragraph("x"), "/etc/passwd", "x"), "leads out of it"},
		{"cut.docx", wordFile(paragraph("x"))[:200], "cut off or damaged"},
		{"no-text.docx", archive(map[string]string{"[Content_Types].xml": "<Types/>", "word/other.xml": "<x/>"}), "without its text"},
		{"sheet.docx", archive(map[string]string{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "Excel"},
		{"old.doc", append([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), make([]byte, 4096)...), ""},
		{"picture.pdf", append([]byte("\x89PNG\r\n\x1a\n"), make([]byte, 4096)...), ""},
		{"word.pdf", wordFile(paragraph("Article 1") + paragraph("The Parties shall consult.")), "ok promises PDF, the content is a Word document"},
		{"laughs.akn", []byte(laughs("akomaNtoso", `<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act>&a29;</act></akomaNtoso>`)), "entities"},
		{"laughs.html", []byte(laughs("html", "<html><body><p>Article 1</p><p>&a29;</p></body></html>")), "entities"},
		{"page.pdf", []byte("%PDF-1.7\n%%EOF\n"), ""},
		{"bomb.pdf", pdfOf(append(lines("The Parties shall consult.", 40), bytes.Repeat([]byte("% nothing\n"), 30<<20)...)), "more memory"},
		{"garbage.pdf", pdfOf(lines(`\001\002\220\221xq zzkw\203 qwrt\204 bcdfg hjklm npqrs tvwxz`, 60)), "ok compare it"},
		{"binary.txt", bytes.Repeat([]byte{0, 1, 2, 3, 0xff, 0xfe, 0x80}, 4096), ""},
	} {
		path := filepath.Join(dir, c.file)
		if err := os.WriteFile(path, c.text, 0o600); err != nil {
			t.Fatal(err)
		}
		out, memory := readApart(t, path)
		warned, fine := strings.CutPrefix(c.want, "ok ")
		if fine != strings.HasPrefix(out, "read: ") || !fine && !strings.HasPrefix(out, "invalid: ") || !strings.Contains(out, warned) {
			t.Errorf("%s: %s", c.file, out)
		}
		if memory > 512<<10 && !raced {
			t.Errorf("%s: %d MB of memory", c.file, memory>>10)
		}
	}
}

// readApart reads a file in a process of its own; it returns what came of it and the most
// memory it held, in kB.
func readApart(t *testing.T, path string) (out string, memory int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, os.Args[0])
	c.Env = append(os.Environ(), "READING_TEST_FILE="+path)
	b, err := c.CombinedOutput()
	if err != nil {
		t.Errorf("%s: %v\n%.500s", filepath.Base(path), err, b)
	}
	first, rest, _ := strings.Cut(string(b), " ")
	memory, _ = strconv.ParseInt(first, 10, 64)
	return rest, memory
}

// A file of 500 MB is refused by its size, before it is read.
func TestTooLarge(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.txt")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(500 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	out, memory := readApart(t, path)
	if !strings.Contains(out, "invalid") || !strings.Contains(out, "are read") || memory > 128<<10 && !raced {
		t.Errorf("%s, %d MB", out, memory>>10)
	}
}

// Texts from right to left, and in four languages, keep their words and order.
func TestScripts(t *testing.T) {
	for _, words := range [][]string{
		{"المادة 1", "يتشاور الأطراف في المسائل المتعلقة بتطبيق هذا الاتفاق."},
		{"סעיף 1", "הצדדים יתייעצו ביניהם בדבר יישומו של הסכם זה."},
		{"Article 1", "The Parties shall consult.", "Article premier", "Les Parties se consultent.", "Artikel 1", "De Partijen plegen overleg.", "Artikel 1", "Die Vertragsparteien beraten sich."},
	} {
		body := ""
		for _, w := range words {
			body += paragraph(w)
		}
		data := wordFile(body)
		src, err := Read(context.Background(), "a.docx", bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, b := range src.Blocks {
			got = append(got, b.Text)
		}
		if strings.Join(got, "|") != strings.Join(words, "|") {
			t.Errorf("%q, want %q", got, words)
		}
	}
}

// A scan without text is named as such; with a command for it, its words are read and the
// reader is told to compare.
func TestScan(t *testing.T) {
	data := pdfOf([]byte("0 0 100 100 re f\n"))
	if _, err := Read(context.Background(), "scan.pdf", bytes.NewReader(data), int64(len(data)), Options{}); ent.KindOf(err) != ent.Invalid || !strings.Contains(err.Error(), "OCR") {
		t.Errorf("a page without words: %v", err)
	}
	command := filepath.Join(t.TempDir(), "ocr")
	if err := os.WriteFile(command, []byte("#!/bin/sh\ntest -s \"$1\" && printf 'Article 1\\n\\nThe Parties shall consult.\\n'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	src, err := Read(context.Background(), "scan.pdf", bytes.NewReader(data), int64(len(data)), Options{OCR: command})
	if err != nil || len(src.Blocks) != 2 || len(src.Warnings) == 0 || !strings.Contains(src.Warnings[0], "OCR") {
		t.Errorf("%+v, %v", src, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.docx", wordFile(paragraph("Article 1")+paragraph("x")))
	f.Add("a.docx", wordFile("<w:tbl><w:tr><w:tc>"+paragraph("x")+"</w:tc></w:tr></w:tbl><w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:p>", "word/numbering.xml", `<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`))
	f.Add("a.html", []byte("<table><tr><td>Article 1<td>x</table><ol><li>a<li>b</ol>"))
	f.Add("a.md", []byte("# Title\n\n## Article 1\n\n1. x\n   a) y\n"))
	f.Add("a.txt", []byte("Article 1\n\n  (a) x\n"))
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		if bytes.Contains(data, []byte("%PDF-")) {
			return // the engine for PDF is tested with whole files: it is too slow to fuzz
		}
		src, err := Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), Options{})
		if err != nil {
			if k := ent.KindOf(err); k != ent.Invalid && k != ent.Unavailable {
				t.Errorf("%v", err)
			}
			return
		}
		for _, b := range src.Blocks {
			if strings.TrimSpace(b.Text) != b.Text || b.Level < 0 || b.Level > 9 {
				t.Errorf("%+v", b)
			}
		}
	})
}
