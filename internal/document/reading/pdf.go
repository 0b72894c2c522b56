package reading

import (
	"context"
	"errors"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"entente/internal/document/reading/flow"
)

// Limits of a PDF. A page of small print has 10,000 letters.
const (
	maxPages   = 5000
	maxLetters = 200_000 // on one page
)

// readPDF reads the text layer of a PDF; a scan is given to the OCR command, when one is configured.
func readPDF(ctx context.Context, f *file, w *flow.Flow) error {
	p := &pdfReader{ctx: ctx, file: f, w: w}
	if err := withEngine(ctx, p.read); err != nil {
		return err
	}
	scan := len(p.scanned) > 0 && len(p.scanned)*2 > len(p.pages)
	switch {
	case scan && f.options.OCR != "":
		return f.ocr(ctx, w)
	case p.letters == 0 && len(p.scanned) == 0:
		return f.invalid("a PDF of %d pages without any text or picture", len(p.pages))
	case p.letters == 0:
		return f.invalid("a scan without text: the %d pages are pictures; have them read by OCR first, or configure an OCR command", len(p.pages))
	case len(p.scanned) > 0:
		w.Warn("no text on page %s, which is a picture: a scan there is not read unless an OCR command is configured", pageList(p.scanned))
	}
	if p.slanted > 0 {
		w.Warn("%d characters that are written askew, as a watermark is, were left out", p.slanted)
	}
	compose(p.pages, w)
	return nil
}

// pdfReader reads the pages of one PDF.
type pdfReader struct {
	ctx     context.Context
	file    *file
	w       *flow.Flow
	in      pdfium.Pdfium
	doc     references.FPDF_DOCUMENT
	pages   []page
	letters int
	scanned []int // pages that have pictures and no letter, from 1
	slanted int
}

func (p *pdfReader) read(in pdfium.Pdfium) error {
	p.in = in
	opened, err := in.OpenDocument(&requests.OpenDocument{FileReader: io.NewSectionReader(p.file.r, 0, p.file.size), FileReaderSize: p.file.size})
	if err != nil {
		return p.refused(err)
	}
	p.doc = opened.Document
	count, err := in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: p.doc})
	if err != nil {
		return p.damaged(err)
	}
	switch n := count.PageCount; {
	case n == 0:
		return p.file.invalid("a PDF without pages: it is cut off or damaged")
	case n > maxPages:
		return p.file.invalid("a PDF of %d pages; up to %d are read: split it", n, maxPages)
	}
	for i := range count.PageCount {
		if p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		if err := p.page(i); err != nil {
			return err
		}
		if p.letters > maxText {
			return p.file.invalid("more than %s of text; split it", megabytes(maxText))
		}
	}
	return nil
}

// refused says why the engine did not open the file.
func (p *pdfReader) refused(err error) error {
	switch {
	case errors.Is(err, pdferrors.ErrPassword):
		return p.file.invalid("the PDF is encrypted: save a copy without a password, and read that")
	case errors.Is(err, pdferrors.ErrSecurity):
		return p.file.invalid("the PDF is encrypted in a way that is not known: save a copy without protection, and read that")
	}
	return p.damaged(err)
}

func (p *pdfReader) damaged(err error) error {
	if strings.Contains(err.Error(), "unreachable") || strings.Contains(err.Error(), "out of bounds") || strings.Contains(err.Error(), "memory") {
		return p.file.invalid("the PDF engine gave up: the file wants more memory than it is given, or is damaged")
	}
	return p.file.invalid("a PDF that is cut off or damaged: %v", err)
}

// page reads the letters of a page, counted from 0.
func (p *pdfReader) page(i int) error {
	loaded, err := p.in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: p.doc, Index: i})
	if err != nil {
		if p.lost(err) {
			return p.damaged(err)
		}
		p.w.Warn("page %d is damaged and was not read", i+1)
		p.pages = append(p.pages, page{number: i + 1})
		return nil
	}
	defer p.in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: loaded.Page})
	on := requests.Page{ByReference: &loaded.Page}
	text, err := p.in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: on})
	if err != nil {
		return p.damaged(err)
	}
	defer p.in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	n, err := p.in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text.TextPage})
	if err != nil {
		return p.damaged(err)
	}
	if n.Count > maxLetters {
		return p.file.invalid("page %d has %d characters; up to %d are read on a page", i+1, n.Count, maxLetters)
	}
	chars, err := p.in.GetPageTextStructured(&requests.GetPageTextStructured{Page: on, Mode: requests.GetPageTextStructuredModeChars})
	if err != nil {
		return p.damaged(err)
	}
	glyphs := make([]glyph, 0, len(chars.Chars))
	for j, c := range chars.Chars {
		at := c.PointPosition
		glyphs = append(glyphs, glyph{text: c.Text, index: j, angle: c.Angle, left: at.Left, right: at.Right, bottom: at.Bottom, top: at.Top})
	}
	pg := page{number: i + 1}
	pieces, slanted := piecesOf(glyphs)
	p.slanted += slanted
	for k := range pieces {
		p.letters += len(pieces[k].text)
		p.style(text.TextPage, &pieces[k])
	}
	pg.pieces = pieces
	p.pages = append(p.pages, pg)
	if len(pieces) == 0 {
		return p.picture(on, i)
	}
	return nil
}

// lost reports whether the error is that of an engine that does not work any more.
func (p *pdfReader) lost(err error) bool {
	return p.ctx.Err() != nil || strings.Contains(err.Error(), "wasm error") || strings.Contains(err.Error(), "panic") || strings.Contains(err.Error(), "module closed")
}

// style asks for the size and weight of the letters of a piece.
func (p *pdfReader) style(text references.FPDF_TEXTPAGE, x *piece) {
	x.size = x.height / 0.72 // of the letters seen, where the engine does not say
	size, err := p.in.FPDFText_GetFontSize(&requests.FPDFText_GetFontSize{TextPage: text, Index: x.letter})
	if err != nil {
		return
	}
	m, err := p.in.FPDFText_GetMatrix(&requests.FPDFText_GetMatrix{TextPage: text, Index: x.letter})
	if err == nil {
		if s := size.FontSize * math.Hypot(float64(m.Matrix.C), float64(m.Matrix.D)); s > 1 && s < 500 {
			x.size = s
		}
	}
	font, err := p.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text, Index: x.letter})
	if err == nil {
		name := strings.ToLower(font.FontName)
		x.bold = strings.Contains(name, "bold") || strings.Contains(name, "black") || strings.Contains(name, "heavy")
	}
}

// picture notes a page that has something on it and no letters.
func (p *pdfReader) picture(on requests.Page, i int) error {
	n, err := p.in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: on})
	if err != nil {
		return p.damaged(err)
	}
	if n.Count > 0 {
		p.scanned = append(p.scanned, i+1)
	}
	return nil
}

// pageList prints numbers of pages: 3, 5-9.
func pageList(n []int) string {
	var s []string
	for i := 0; i < len(n); {
		j := i
		for j+1 < len(n) && n[j+1] == n[j]+1 {
			j++
		}
		if j > i {
			s = append(s, strconv.Itoa(n[i])+"-"+strconv.Itoa(n[j]))
		} else {
			s = append(s, strconv.Itoa(n[i]))
		}
		i = j + 1
	}
	return strings.Join(s, ", ")
}
