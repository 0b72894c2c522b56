// Package paper sets what the institution hands out on paper: pages with the marking at
// head and foot, their number and how many there are, the hash of what they tell, a title
// block, paragraphs, numbered lists, tables, citations as footnotes, and places to sign; as
// PDF with bookmarks and the fonts in it. The same input gives the same bytes: nothing is
// read from a clock, and what was set once can be compared by its hash.
//
// Text is set in Noto Serif for Latin, Greek and Cyrillic, with Hebrew and Arabic beside it.
// A character that none of these fonts has is set as a square and counted (Missing), so that
// whoever hands the paper out can say so on it; a file can be enclosed in the paper itself.
package paper

import (
	"time"
)

// Document is what a paper says of itself.
type Document struct {
	Title    string
	Subject  string
	Author   string
	Keywords string
	Language string    // BCP 47: en, fr, zh-Hant
	Marking  string    // at head and foot of every page; "" for none
	Running  string    // at the head of every page, beside the number
	Foot     string    // at the foot of every page: what the paper can be checked by
	Made     time.Time // the moment it is dated, to the second
	Enclosed []File
}

// File is enclosed in the paper, for a reader to save.
type File struct {
	Name  string
	Note  string
	Bytes []byte
}

// Text is a run of words in one style after another.
type Text []Span

// Span is words in one style, with the footnote that stands after them.
type Span struct {
	Words string
	face  face
	note  string
	small bool
}

// T is plain words.
func T(words string) Text { return Text{{Words: words}} }

// B adds bold words.
func (t Text) B(words string) Text { return append(t, Span{Words: words, face: bold}) }

// I adds words in italics.
func (t Text) I(words string) Text { return append(t, Span{Words: words, face: italic}) }

// T adds plain words.
func (t Text) T(words string) Text { return append(t, Span{Words: words}) }

// Small adds words in a smaller size, for identifiers and hashes.
func (t Text) Small(words string) Text { return append(t, Span{Words: words, small: true}) }

// Note adds a footnote; an empty one is none.
func (t Text) Note(words string) Text {
	if words == "" {
		return t
	}
	return append(t, Span{note: words})
}

// The page: A4 in points, its margins, the sizes of type.
const (
	pageWidth, pageHeight = 595.28, 841.89
	left, right           = 71.0, pageWidth - 71
	top, bottom           = 86.0, pageHeight - 80

	bodySize, bodyLead   = 10.5, 14.6
	smallSize            = 8.6
	tableSize, tableLead = 9.0, 12.0
	noteSize, noteLead   = 8.2, 10.6
	noteGap              = 10.0 // between the text and its footnotes
)

// Paper is a document being set. It is not for use by several goroutines.
type Paper struct {
	doc     Document
	sheets  []*sheet
	y       float64
	notes   []line // of this sheet
	carried []line // footnotes that found no room, for the next sheet
	noted   int
	pending [][]line // the lines of each footnote, by its number
	again   func()   // sets the head of a table on a new sheet
	missing int
	level   int
}

// New begins a paper.
func New(d Document) *Paper {
	p := &Paper{doc: d}
	p.sheet()
	return p
}

// Missing is how many characters were set as squares because no font has them.
func (p *Paper) Missing() int { return p.missing }

// Title sets the title in large type.
func (p *Paper) Title(words string) {
	p.Space(4)
	p.paragraph(style{size: 18, lead: 23}, T("").B(words))
	p.Space(6)
}

// Heading sets a heading of level 1 or 2 with a bookmark, and keeps it with what follows.
func (p *Paper) Heading(level int, words string) {
	s := style{size: 12.5, lead: 17}
	if level > 1 {
		s = style{size: bodySize, lead: bodyLead}
	}
	if !p.fresh() {
		p.Space(12)
	}
	p.keep(s.lead + 3*bodyLead)
	p.mark(level-1, words)
	p.paragraph(s, Text{}.B(words))
	p.Space(3)
}

// Bookmark marks the place for the outline without setting anything. Level 0 is the highest.
func (p *Paper) Bookmark(level int, words string) {
	p.keep(2 * bodyLead)
	p.mark(level, words)
}

func (p *Paper) mark(level int, words string) {
	level = min(max(level, 0), p.level)
	p.level = level + 1
	s := p.last()
	s.marks = append(s.marks, mark{metadata(words), level, p.y})
}

// Para sets a paragraph.
func (p *Paper) Para(t Text) {
	p.paragraph(style{size: bodySize, lead: bodyLead}, t)
	p.Space(5)
}

// Centred sets a paragraph in the middle of the page.
func (p *Paper) Centred(t Text) {
	p.paragraph(style{size: bodySize, lead: bodyLead, centred: true}, t)
	p.Space(5)
}

// Item sets a paragraph at a depth, with its label (a number, a letter, a dash) before it.
func (p *Paper) Item(depth int, label string, t Text) {
	hang := 22.0
	if l := p.single(T(label), bodySize, 90); l.width > hang-6 {
		hang = l.width + 6
	}
	p.paragraph(style{size: bodySize, lead: bodyLead, indent: p.depth(depth), label: label, hang: hang}, t)
	p.Space(3)
}

// Fine sets a paragraph at a depth in smaller type, as reasons are.
func (p *Paper) Fine(depth int, t Text) {
	p.paragraph(style{size: tableSize, lead: tableLead, indent: p.depth(depth)}, t)
	p.Space(1.5)
}

// depth is how far a depth is set in; beyond twelve it goes no further.
func (p *Paper) depth(n int) float64 { return float64(min(max(n, 0), 12)) * 16 }

// Field is a line of a title block.
type Field struct {
	Name  string
	Value Text
}

// Fields sets a title block: names, and values beside them, between two rules.
func (p *Paper) Fields(fields []Field) {
	p.rule(0.8)
	p.Space(5)
	for _, f := range fields {
		p.paragraph(style{size: bodySize, lead: bodyLead, label: f.Name, hang: 96, boldLabel: true}, f.Value)
		p.Space(2)
	}
	p.Space(3)
	p.rule(0.8)
	p.Space(8)
}

// Space leaves so many points free.
func (p *Paper) Space(points float64) {
	if !p.fresh() {
		p.y += points
	}
}

// Keep begins a new page unless so many points are left on this one.
func (p *Paper) Keep(points float64) { p.keep(points) }

// Page begins a new page.
func (p *Paper) Page() { p.sheet() }

// Rule sets a line across the page.
func (p *Paper) Rule() {
	p.rule(0.5)
	p.Space(6)
}

// Signature sets lines to be filled in by hand, kept together.
func (p *Paper) Signature(names ...string) {
	const lead = 30
	p.keep(lead * float64(len(names)+1))
	for _, n := range names {
		p.put(lead, nil, func(s *sheet, y float64) {
			l := p.lines(T(n), bodySize, 96, false)
			if len(l) > 0 {
				s.lines = append(s.lines, placed{left, y + lead - 4, l[0]})
			}
			s.rules = append(s.rules, rule{left + 100, y + lead - 2, right - 80, 0.5})
		})
	}
	p.Space(8)
}
