package paper

import "strings"

// sheet is one page as it will be drawn.
type sheet struct {
	lines []placed
	rules []rule
	marks []mark
	notes []line
}

type placed struct {
	x, y float64 // of the base line
	line line
}

type rule struct{ x1, y, x2, width float64 }

type mark struct {
	words string
	level int
	y     float64
}

// style is how a paragraph is set.
type style struct {
	size, lead float64
	indent     float64
	label      string
	hang       float64 // how far the text stands behind the label
	boldLabel  bool
	centred    bool
}

func (p *Paper) last() *sheet { return p.sheets[len(p.sheets)-1] }

// fresh reports whether nothing stands on the page.
func (p *Paper) fresh() bool { return p.y == top }

// sheet ends the page and begins another, with the footnotes that go on.
func (p *Paper) sheet() {
	p.closeSheet()
	p.sheets = append(p.sheets, &sheet{})
	p.y = top
	const room = 31 // half of what fits a page
	n := min(len(p.carried), room)
	p.notes, p.carried = append([]line(nil), p.carried[:n]...), p.carried[n:]
	if again := p.again; again != nil {
		p.again = nil
		again()
		p.again = again
	}
}

func (p *Paper) closeSheet() {
	if len(p.sheets) > 0 {
		p.last().notes, p.notes = p.notes, nil
	}
}

// floor is where the footnotes of the page begin, with so many more lines of them.
func (p *Paper) floor(more int) float64 {
	n := len(p.notes) + more
	if n == 0 {
		return bottom
	}
	return bottom - noteGap - float64(n)*noteLead
}

// keep begins a new page unless so many points are left.
func (p *Paper) keep(points float64) {
	if !p.fresh() && p.y+points > p.floor(0) {
		p.sheet()
	}
}

// put takes so many points for what is drawn, with the footnotes it refers to on the same
// page as far as they find room, and the rest on the next.
func (p *Paper) put(h float64, notes []line, draw func(s *sheet, y float64)) {
	if p.y+h > p.floor(len(notes)) && !p.fresh() {
		p.sheet()
	}
	y := p.y
	p.y += h
	draw(p.last(), y)
	for i, n := range notes {
		if len(p.carried) > 0 || p.floor(1) < p.y {
			p.carried = append(p.carried, notes[i:]...)
			return
		}
		p.notes = append(p.notes, n)
	}
}

// refer adds the reference to a footnote, whose lines are kept until its place is known.
func (p *Paper) refer(out []glyph, words string, size float64) []glyph {
	p.noted++
	p.pending = append(p.pending, p.footnote(p.noted, words))
	for _, r := range number(p.noted) {
		g := p.glyph(r, regular, size*0.65)
		g.rise, g.note = size*0.36, p.noted
		out = append(out, g)
	}
	return out
}

func (p *Paper) footnote(n int, words string) []line {
	var gs []glyph
	for _, r := range number(n) + " " {
		g := p.glyph(r, regular, noteSize*0.75)
		g.rise = noteSize * 0.25
		gs = append(gs, g)
	}
	return breaks(append(gs, p.glyphs(T(words), noteSize, false)...), right-left)
}

// notesOf returns the lines of the footnotes that lines refer to.
func (p *Paper) notesOf(ls ...line) []line {
	var out []line
	for _, l := range ls {
		for _, n := range l.notes {
			out = append(out, p.pending[n-1]...)
		}
	}
	return out
}

// lines breaks a text into lines.
func (p *Paper) lines(t Text, size, width float64, notes bool) []line {
	return breaks(p.glyphs(t, size, notes), width)
}

// paragraph sets a text line by line.
func (p *Paper) paragraph(s style, t Text) {
	x := left + s.indent + s.hang
	if s.label != "" && !s.boldLabel && t.fromRight() { // the label stands where such a line begins
		t, s.label = append(T(s.label+" "), t...), ""
	}
	ls := p.lines(t, s.size, right-x, true)
	label := p.label(s)
	if len(ls) == 0 && len(label) == 0 {
		return
	}
	for i := range max(len(ls), len(label)) {
		var l line
		if i < len(ls) {
			l = ls[i]
		}
		if i == 0 && len(ls) > 2 {
			p.keep(2 * s.lead) // no single line at the end of a page
		}
		p.put(s.lead, p.notesOf(l), func(sh *sheet, y float64) {
			base := y + s.lead*0.75
			if i < len(label) {
				sh.lines = append(sh.lines, placed{left + s.indent, base, label[i]})
			}
			sh.lines = append(sh.lines, placed{s.at(x, right, l), base, l})
		})
	}
}

// label returns the lines of what stands before a paragraph.
func (p *Paper) label(s style) []line {
	if strings.TrimSpace(s.label) == "" {
		return nil
	}
	t := T(s.label)
	if s.boldLabel {
		t = Text{}.B(s.label)
	}
	return p.lines(t, s.size, max(s.hang-4, 12), false)
}

// at is where a line begins.
func (s style) at(x1, x2 float64, l line) float64 {
	switch {
	case s.centred:
		return x1 + (x2-x1-l.width)/2
	case l.rtl:
		return x2 - l.width
	}
	return x1
}

func (p *Paper) rule(width float64) {
	p.put(2, nil, func(s *sheet, y float64) { s.rules = append(s.rules, rule{left, y + 1, right, width}) })
}

// Column is a column of a table: its head, and its part of the width.
type Column struct {
	Head string
	Part float64
}

const pad = 3.0

// Table sets rows with a head that is set again on each page the table goes on to.
func (p *Paper) Table(cols []Column, rows [][]Text) {
	head := p.tableHead(cols)
	p.keep(4 * tableLead)
	if head != nil {
		head()
	}
	p.again = head
	for _, r := range rows {
		cells := p.cells(cols, r)
		if h := float64(height(cells))*tableLead + 2*pad; h < (bottom-86)/2 {
			p.keep(h + noteLead*float64(len(p.notesOfCells(cells))))
		}
		p.row(cols, cells, 0.25)
	}
	p.again = nil
	p.Space(8)
}

// tableHead returns what sets the head of a table, nil when its columns have none.
func (p *Paper) tableHead(cols []Column) func() {
	head, named := make([]Text, len(cols)), false
	for i, c := range cols {
		head[i] = Text{}.B(c.Head)
		named = named || c.Head != ""
	}
	if !named {
		return nil
	}
	cells := p.cells(cols, head)
	return func() { p.row(cols, cells, 0.8) }
}

// cells breaks the texts of a row into lines.
func (p *Paper) cells(cols []Column, row []Text) [][]line {
	out := make([][]line, len(cols))
	for i := range cols {
		if i < len(row) {
			out[i] = p.lines(row[i], tableSize, p.width(cols, i)-2*pad, true)
		}
	}
	return out
}

func (p *Paper) notesOfCells(cells [][]line) []line {
	var out []line
	for _, c := range cells {
		out = append(out, p.notesOf(c...)...)
	}
	return out
}

func height(cells [][]line) int {
	n := 1
	for _, c := range cells {
		n = max(n, len(c))
	}
	return n
}

// width is the width of a column: its part, and a twentieth of the page at least.
func (p *Paper) width(cols []Column, i int) float64 {
	whole := 0.0
	for _, c := range cols {
		whole += max(c.Part, 0)
	}
	sum := 0.0
	part := func(c Column) float64 { return max(c.Part, whole/20, 0.01) }
	for _, c := range cols {
		sum += part(c)
	}
	return (right - left) * part(cols[i]) / sum
}

// row sets a row line by line, with a rule under it.
func (p *Paper) row(cols []Column, cells [][]line, under float64) {
	for i := range height(cells) {
		var notes []line
		for _, c := range cells {
			if i < len(c) {
				notes = append(notes, p.notesOf(c[i])...)
			}
		}
		p.put(tableLead, notes, func(s *sheet, y float64) {
			x := left
			for k, c := range cells {
				w := p.width(cols, k)
				if i < len(c) {
					s.lines = append(s.lines, placed{style{}.at(x+pad, x+w-pad, c[i]), y + tableLead*0.75, c[i]})
				}
				x += w
			}
		})
	}
	p.put(2*pad, nil, func(s *sheet, y float64) { s.rules = append(s.rules, rule{left, y + pad, right, under}) })
}
