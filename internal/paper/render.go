package paper

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"

	"codeberg.org/go-pdf/fpdf"
)

var languageForm = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// Bytes ends the paper and returns it as PDF. Nothing may be set after it.
func (p *Paper) Bytes() ([]byte, error) {
	p.again = nil
	for len(p.carried) > 0 {
		p.sheet()
	}
	p.closeSheet()
	f := p.file()
	for i := range p.sheets {
		p.draw(f, i)
	}
	var b bytes.Buffer
	if err := f.Output(&b); err != nil {
		return nil, fmt.Errorf("paper %q: %w", p.doc.Title, err)
	}
	return b.Bytes(), nil
}

// file begins the PDF with what it says of itself and the fonts that are used.
func (p *Paper) file() *fpdf.Fpdf {
	f := fpdf.NewCustom(&fpdf.InitType{OrientationStr: "P", UnitStr: "pt", Size: fpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true)
	f.SetCreationDate(p.doc.Made.UTC())
	f.SetModificationDate(p.doc.Made.UTC())
	f.SetProducer("Entente", true)
	f.SetCreator("Entente", true)
	f.SetTitle(metadata(p.doc.Title), true)
	f.SetSubject(metadata(p.doc.Subject), true)
	f.SetAuthor(metadata(p.doc.Author), true)
	f.SetKeywords(metadata(p.doc.Keywords), true)
	if languageForm.MatchString(p.doc.Language) {
		f.SetLang(p.doc.Language)
	}
	var enclosed []fpdf.Attachment
	for _, e := range p.doc.Enclosed {
		enclosed = append(enclosed, fpdf.Attachment{Content: e.Bytes, Filename: metadata(e.Name), Description: metadata(e.Note)})
	}
	f.SetAttachments(enclosed)
	for i, used := range p.used() {
		if x := families[i]; used {
			f.AddUTF8FontFromBytes(x.name, x.style, *x.ttf)
		}
	}
	return f
}

// used tells which faces the paper needs.
func (p *Paper) used() []bool {
	out := make([]bool, len(families))
	out[regular], out[bold] = true, true
	note := func(l line) {
		for _, g := range l.glyphs {
			out[g.face] = true
		}
	}
	for _, s := range p.sheets {
		for _, x := range s.lines {
			note(x.line)
		}
		for _, n := range s.notes {
			note(n)
		}
	}
	for _, s := range []string{p.doc.Marking, p.doc.Running, p.doc.Foot} {
		note(line{glyphs: p.glyphs(T(s), noteSize, false)})
	}
	return out
}

// draw draws a page.
func (p *Paper) draw(f *fpdf.Fpdf, i int) {
	s := p.sheets[i]
	f.AddPage()
	f.SetFont("serif", "", bodySize)
	for _, m := range s.marks {
		f.Bookmark(m.words, m.level, m.y)
	}
	p.frame(f, i)
	for _, x := range s.lines {
		drawLine(f, x.x, x.y, x.line)
	}
	for _, r := range s.rules {
		f.SetLineWidth(r.width)
		f.Line(r.x1, r.y, r.x2, r.y)
	}
	if len(s.notes) == 0 {
		return
	}
	y := bottom - float64(len(s.notes))*noteLead
	f.SetLineWidth(0.4)
	f.Line(left, y-4, left+120, y-4)
	for _, n := range s.notes {
		drawLine(f, left, y+noteLead*0.75, n)
		y += noteLead
	}
}

// frame draws the marking, the running title, the number of the page and the foot.
func (p *Paper) frame(f *fpdf.Fpdf, i int) {
	page := fmt.Sprintf("Page %d of %d", i+1, len(p.sheets))
	num := p.single(T(page), 8.5, right-left)
	drawLine(f, right-num.width, 58, num)
	if p.doc.Running != "" {
		drawLine(f, left, 58, p.single(T(p.doc.Running), 8.5, right-left-num.width-20))
	}
	f.SetLineWidth(0.4)
	f.Line(left, 64, right, 64)
	f.Line(left, pageHeight-62, right, pageHeight-62)
	if p.doc.Foot != "" {
		foot := p.single(T(p.doc.Foot), 7, right-left)
		drawLine(f, left+(right-left-foot.width)/2, pageHeight-51, foot)
	}
	if p.doc.Marking != "" {
		m := p.single(Text{}.B(strings.ToUpper(p.doc.Marking)), 11, right-left)
		x := left + (right-left-m.width)/2
		drawLine(f, x, 38, m)
		drawLine(f, x, pageHeight-30, m)
	}
}

// single sets a text on one line: smaller until it fits, and cut where even that is too long.
func (p *Paper) single(t Text, size, width float64) line {
	for i := range t {
		t[i].Words = strings.ReplaceAll(t[i].Words, "\n", " ")
	}
	gs := p.glyphs(t, size, false)
	l := newLine(gs)
	if l.width <= width {
		return l
	}
	if size > 5.5 {
		return p.single(t, size-0.5, width)
	}
	dots := p.glyph('…', regular, size)
	n, x := 0, dots.w
	for n < len(gs) && x+gs[n].w <= width {
		x += gs[n].w
		n++
	}
	return newLine(append(gs[:n:n], dots))
}

// drawLine draws a line from its base line, joining what has the same face.
func drawLine(f *fpdf.Fpdf, x, y float64, l line) {
	gs := l.visual()
	for i := 0; i < len(gs); {
		j, w := i, 0.0
		var b strings.Builder
		for ; j < len(gs) && gs[j].face == gs[i].face && gs[j].size == gs[i].size && gs[j].rise == gs[i].rise; j++ {
			b.WriteRune(gs[j].r)
			w += gs[j].w
		}
		face := families[gs[i].face]
		f.SetFont(face.name, face.style, gs[i].size)
		f.Text(x, y-gs[i].rise, b.String())
		x += w
		i = j
	}
}
