// Package word reads Word documents (ISO/IEC 29500, WordprocessingML): the paragraphs with
// the numbers that Word prints before them, headings by their styles, tables, notes; tracked
// changes as if accepted. Nothing in the file is trusted: parts are bounded as they unpack,
// and XML that declares entities is refused.
package word

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/document/reading/flow"
)

// Limits of a Word document. The body of the longest treaty at hand has 6 MB of XML.
const (
	maxPart  = 64 << 20 // of one part, unpacked
	maxDepth = 400      // of elements in elements
)

// Read adds the words of a Word document, as it is printed with its tracked changes
// accepted, to the flow. Errors are of kind Invalid and say what is wrong with the file.
func Read(ctx context.Context, r io.ReaderAt, size int64, w *flow.Flow) error {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return invalid("a zip archive (as DOCX is) that is cut off or damaged: %v", err)
	}
	p := &parts{ctx: ctx, zip: z}
	main, err := p.main()
	if err != nil {
		return err
	}
	d := &reader{w: w, parts: p, folder: path.Dir(main)}
	if err := d.prepare(); err != nil {
		return err
	}
	if err := p.walk(main, d); err != nil {
		return err
	}
	d.closeTables()
	if err := d.printNotes(); err != nil {
		return err
	}
	d.report()
	return d.heads()
}

func invalid(format string, args ...any) error { return ent.Errorf(ent.Invalid, format, args...) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }

// clip returns the first n letters of the text.
func clip(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// parts are the files in the archive.
type parts struct {
	ctx context.Context
	zip *zip.Reader
}

func (p *parts) find(name string) *zip.File {
	for _, e := range p.zip.File {
		if strings.EqualFold(strings.TrimPrefix(e.Name, "/"), name) {
			return e
		}
	}
	return nil
}

// main is the name of the part with the text.
func (p *parts) main() (string, error) {
	var rels struct {
		Relationship []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if err := p.decode("_rels/.rels", &rels); err != nil {
		return "", err
	}
	name := "word/document.xml"
	for _, r := range rels.Relationship {
		if strings.HasSuffix(r.Type, "/officeDocument") {
			name = strings.TrimPrefix(path.Clean("/"+r.Target), "/")
		}
	}
	if p.find(name) == nil {
		return "", invalid("a Word document without its text (no part %s): it is damaged", name)
	}
	return name, nil
}

// open returns the decoder of a part; nil when there is none of the name.
func (p *parts) open(name string) (*xml.Decoder, io.Closer, error) {
	e := p.find(name)
	if e == nil {
		return nil, nil, nil
	}
	if e.Flags&1 != 0 {
		return nil, nil, invalid("the document is encrypted: save a copy without a password, and read that")
	}
	if e.UncompressedSize64 > maxPart {
		return nil, nil, invalid("its part %s unpacks to %s; up to %s are read", name, megabytes(int64(min(e.UncompressedSize64, 1<<60))), megabytes(maxPart))
	}
	r, err := e.Open()
	if err != nil {
		return nil, nil, invalid("its part %s cannot be unpacked: %v", name, err)
	}
	inner := xml.NewDecoder(&bounded{ctx: p.ctx, r: r, left: maxPart})
	inner.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(label, "utf-8") || strings.EqualFold(label, "us-ascii") {
			return in, nil
		}
		return nil, fmt.Errorf("the encoding %s is not read", label)
	}
	return xml.NewTokenDecoder(&guard{d: inner}), r, nil
}

// bounded is a reader that stops with the context and at a number of bytes.
type bounded struct {
	ctx  context.Context
	r    io.Reader
	left int64
}

var errBomb = errors.New("it unpacks to more than " + megabytes(maxPart))

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.r.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errBomb
	}
	return n, err
}

// guard lets through XML without document type, so that it can declare no entity, and
// without very deep nesting.
type guard struct {
	d     *xml.Decoder
	depth int
}

func (g *guard) Token() (xml.Token, error) {
	t, err := g.d.RawToken()
	switch x := t.(type) {
	case xml.Directive:
		if bytes.HasPrefix(bytes.ToUpper(bytes.TrimSpace(x)), []byte("DOCTYPE")) {
			return nil, errors.New("it has a document type declaration (DOCTYPE), which no Word document has and which could declare entities")
		}
	case xml.StartElement:
		if g.depth++; g.depth > maxDepth {
			return nil, fmt.Errorf("its elements are nested more than %d deep", maxDepth)
		}
		if len(x.Attr) > 500 {
			return nil, errors.New("an element of it has more than 500 attributes")
		}
	case xml.EndElement:
		g.depth--
	}
	return t, err
}

// decode reads a part that is a list of settings; a part that is not there leaves v as it is.
func (p *parts) decode(name string, v any) error {
	d, c, err := p.open(name)
	if d == nil || err != nil {
		return err
	}
	defer c.Close()
	if err := d.Decode(v); err != nil {
		return invalid("its part %s cannot be read: %v", name, err)
	}
	return nil
}

// each calls f for the tokens of a part in order, until f returns false.
func (p *parts) each(name string, f func(xml.Token) bool) error {
	d, c, err := p.open(name)
	if d == nil || err != nil {
		return err
	}
	defer c.Close()
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return invalid("its part %s cannot be read: %v", name, err)
		}
		if !f(t) {
			return nil
		}
	}
}

// walk reads a part with text.
func (p *parts) walk(name string, r *reader) error {
	return p.each(name, func(t xml.Token) bool {
		r.token(t)
		return !r.w.Full
	})
}

// heads tells what stands in the heads and feet of pages, which is not part of the text.
func (d *reader) heads() error {
	var said []string
	for _, e := range d.parts.zip.File {
		base := path.Base(e.Name)
		if path.Dir(e.Name) != d.folder || !strings.HasSuffix(base, ".xml") || !strings.HasPrefix(base, "header") && !strings.HasPrefix(base, "footer") {
			continue
		}
		h := d.aside()
		if err := d.parts.walk(e.Name, h); err != nil {
			return err
		}
		for _, b := range h.w.Src.Blocks {
			if s := "“" + clip(b.Text, 60) + "”"; !slices.Contains(said, s) && strings.Trim(b.Text, "0123456789 -–/") != "" {
				said = append(said, s)
			}
		}
	}
	if len(said) > 0 {
		slices.Sort(said)
		d.w.Warn("left out as heads and feet of pages: %s", strings.Join(said[:min(len(said), 6)], ", "))
	}
	return nil
}
