package reading

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"entente/internal/document/reading/sniff"
)

// kind is what a file is, in the words of a message.
type kind string

const (
	text       kind = "plain text"
	markdown   kind = "Markdown"
	webpage    kind = "HTML"
	docx       kind = "a Word document (DOCX)"
	pdf        kind = "PDF"
	akomaNtoso kind = "Akoma Ntoso"
	picture    kind = "a picture"
)

func (k kind) media() string {
	return map[kind]string{
		text: "text/plain", markdown: "text/markdown", webpage: "text/html", pdf: "application/pdf", akomaNtoso: "application/akn+xml", picture: "image/*",
		docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	}[k]
}

// claimed is the kind that the extension promises; empty when it promises none.
func (f *file) claimed() kind {
	switch strings.ToLower(path.Ext(f.name)) {
	case ".txt":
		return text
	case ".md", ".markdown":
		return markdown
	case ".htm", ".html", ".xhtml":
		return webpage
	case ".docx":
		return docx
	case ".pdf":
		return pdf
	case ".akn":
		return akomaNtoso
	}
	return ""
}

// kind tells from the content what the file is.
func (f *file) kind() (kind, error) {
	head := make([]byte, min(f.size, 64<<10))
	if n, err := f.r.ReadAt(head, 0); n < len(head) && err != nil {
		return "", f.invalid("cannot be read: %v", err)
	}
	if len(bytes.Trim(head, " \t\r\n\x00\ufeff")) == 0 {
		return "", f.invalid("the file is empty")
	}
	if i := bytes.Index(head[:min(len(head), 1024)], []byte("%PDF-")); i >= 0 {
		return pdf, nil
	}
	if sniff.Picture(head) {
		return picture, nil
	}
	if what := sniff.Elsewhere(head); what != "" {
		return "", f.wrong(what)
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")) {
		return f.archive()
	}
	return f.textual(head)
}

// wrong is the error for content of a kind that is not read; it names the kind promised by the name, too.
func (f *file) wrong(what string) error {
	if c := f.claimed(); c != "" {
		return f.invalid("the name promises %s, the content is %s", c, what)
	}
	return f.invalid("this is %s", what)
}

// archive tells what a zip file is.
func (f *file) archive() (kind, error) {
	z, err := zip.NewReader(f.r, f.size)
	if err != nil {
		return "", f.invalid("a zip archive (as DOCX is) that is cut off or damaged: %v", err)
	}
	if err := f.checkNames(z); err != nil {
		return "", err
	}
	has := map[string]bool{}
	for _, e := range z.File {
		top, _, _ := strings.Cut(e.Name, "/")
		has[top] = true
	}
	switch {
	case has["[Content_Types].xml"] && has["word"]:
		return docx, nil
	case has["[Content_Types].xml"] && has["xl"]:
		return "", f.wrong("an Excel workbook (XLSX); save the text as DOCX or PDF")
	case has["[Content_Types].xml"] && has["ppt"]:
		return "", f.wrong("a PowerPoint file (PPTX); save the text as DOCX or PDF")
	case has["mimetype"] && has["content.xml"]:
		return "", f.wrong("an OpenDocument file (ODT); save it as DOCX or PDF")
	case has["mimetype"] && has["META-INF"]:
		return "", f.wrong("an e-book (EPUB); save it as HTML or PDF")
	}
	return "", f.wrong("a zip archive without a Word document; unpack it first")
}

// checkNames refuses an archive whose names lead out of it or stand for two things.
func (f *file) checkNames(z *zip.Reader) error {
	if len(z.File) > 10_000 {
		return f.invalid("an archive of %d parts; a Word document has some dozens", len(z.File))
	}
	seen := map[string]bool{}
	for _, e := range z.File {
		name := strings.ReplaceAll(e.Name, `\`, "/")
		if strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || strings.Contains(name, ":") {
			return f.invalid("the archive has a part named %q, which leads out of it; it is not read", e.Name)
		}
		if seen[name] {
			return f.invalid("the archive has two parts named %q", e.Name)
		}
		seen[name] = true
	}
	return nil
}

// textual tells which kind of text it is.
func (f *file) textual(head []byte) (kind, error) {
	s := head
	if enc := unicodeForm(head); enc != nil {
		s, _ = enc.NewDecoder().Bytes(head)
	} else if sniff.Binary(head) {
		return "", f.wrong("no text that can be read")
	}
	s = bytes.TrimPrefix(s, []byte("\ufeff"))
	switch {
	case sniff.HTML(s):
		return webpage, nil
	case sniff.XML(s):
		return f.xml()
	case sniff.Tags(s, f.claimed() == webpage):
		return webpage, nil
	case f.claimed() == markdown || sniff.Markdown(s):
		return markdown, nil
	}
	return text, nil
}

// xml tells which kind of XML it is, from its root.
func (f *file) xml() (kind, error) {
	d := xml.NewDecoder(io.NewSectionReader(f.r, 0, min(f.size, 1<<20)))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	doctype := false
	for {
		t, err := d.RawToken()
		if err != nil {
			return "", f.invalid("XML that cannot be read: %v", err)
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(t), []byte("<!ENTITY")) {
				return "", f.invalid("the XML declares entities of its own, which are not read; save it without them")
			}
			doctype = true
		case xml.StartElement:
			return f.root(t.Name.Local, doctype)
		}
	}
}

func (f *file) root(name string, doctype bool) (kind, error) {
	switch {
	case strings.EqualFold(name, "html"):
		return webpage, nil
	case name == "akomaNtoso" && doctype:
		return "", f.invalid("Akoma Ntoso with a document type declaration (DOCTYPE), which is not read; save it without")
	case name == "akomaNtoso":
		return akomaNtoso, nil
	}
	return "", f.wrong("XML with the root <" + clip(name, 40) + ">; of XML, Akoma Ntoso is read")
}

// clip returns the first n letters of the text.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}
