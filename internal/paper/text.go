package paper

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// glyph is one character as it will be set.
type glyph struct {
	r    rune
	face face
	gray bool
	size float64
	rise float64
	w    float64
	note int // the footnote that it refers to, counted from 1
}

// line is characters that stand on one line, in the order in which they are read.
type line struct {
	glyphs []glyph
	width  float64
	rtl    bool // its paragraph begins with a script written from the right
	notes  []int
	tail   bool // a footnote goes on with it
}

// clean makes a string fit to be set: composed, without control characters and without
// marks that would change the direction in which it is read; lines end with \n.
func clean(s string) string {
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, s)
	return joinArabic(s)
}

// Missing counts the characters of a text that no font here has.
func Missing(s string) int {
	n := 0
	for _, r := range clean(s) {
		if _, ok := faceOf(r, regular); !ok && r != '\n' && !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// metadata makes a string fit for the outline and the properties of the file.
func metadata(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r):
			return ' '
		case r > 0xFFFF:
			return substitute
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// glyphs lays out a text at a size, its footnotes numbered on.
func (p *Paper) glyphs(t Text, size float64, notes bool) []glyph {
	var out []glyph
	for _, s := range t {
		if s.note != "" && notes {
			out = p.refer(out, s.note, size)
			continue
		}
		at := size
		if s.small {
			at = size * smallSize / bodySize
		}
		for _, r := range clean(s.Words) {
			out = append(out, p.glyph(r, s.face, at))
		}
	}
	return out
}

func (p *Paper) glyph(r rune, style face, size float64) glyph {
	if r == '\n' {
		return glyph{r: r, face: style, size: size}
	}
	f, ok := faceOf(r, style)
	if !ok && unicode.IsSpace(r) {
		r, f, ok = ' ', style, true
	}
	if !ok {
		p.missing++
		r = substitute
		f, _ = faceOf(r, regular)
	}
	return glyph{r: r, face: f, size: size, w: advance(f, r, size)}
}

// number is a footnote as it is referred to.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return number(n/10) + string(rune('0'+n%10))
}

// breaks returns the lines of a text in a width: at spaces, after hyphens and strokes, and
// within a word where nothing else helps.
func breaks(gs []glyph, width float64) []line {
	var out []line
	rtl := fromRight(gs)
	for len(gs) > 0 {
		end, next := fit(gs, width)
		l := newLine(gs[:end])
		l.rtl = rtl
		out = append(out, l)
		gs = gs[next:]
	}
	return out
}

// fit returns where the first line ends and where the next begins.
func fit(gs []glyph, width float64) (end, next int) {
	x, at := 0.0, 0
	for i, g := range gs {
		if g.r == '\n' {
			return i, i + 1
		}
		if x += g.w; x > width && g.r != ' ' && i > 0 {
			switch {
			case at > 0 && gs[at-1].r == ' ':
				return at - 1, at
			case at > 0:
				return at, at
			}
			return i, i
		}
		if g.r == ' ' || hyphen(gs, i) {
			at = i + 1
		}
	}
	return len(gs), len(gs)
}

// hyphen reports whether a word may be broken after the character: a stroke, or a hyphen
// between small letters, so that identifiers stay whole.
func hyphen(gs []glyph, i int) bool {
	switch gs[i].r {
	case '/', '–', '—':
		return i > 0 && gs[i-1].r != ' '
	case '-':
		return i > 0 && i+1 < len(gs) && unicode.IsLower(gs[i-1].r) && unicode.IsLower(gs[i+1].r)
	}
	return false
}

func newLine(gs []glyph) line {
	for len(gs) > 0 && gs[len(gs)-1].r == ' ' {
		gs = gs[:len(gs)-1]
	}
	l := line{glyphs: gs}
	for _, g := range gs {
		l.width += g.w
		if g.note > 0 && (len(l.notes) == 0 || l.notes[len(l.notes)-1] != g.note) {
			l.notes = append(l.notes, g.note)
		}
	}
	l.rtl = fromRight(gs)
	return l
}

func direction(r rune) bidi.Class {
	c, _ := bidi.LookupRune(r)
	return c.Class()
}

func rightward(r rune) bool {
	c := direction(r)
	return c == bidi.R || c == bidi.AL
}

// fromRight reports whether the first letter belongs to a script written from the right.
func fromRight(gs []glyph) bool {
	for _, g := range gs {
		if rightward(g.r) {
			return true
		}
		if direction(g.r) == bidi.L {
			return false
		}
	}
	return false
}

func (t Text) fromRight() bool {
	var gs []glyph
	for _, s := range t {
		for _, r := range s.Words {
			gs = append(gs, glyph{r: r})
		}
	}
	return fromRight(gs)
}

// visual returns the characters of a line from left to right.
func (l line) visual() []glyph {
	mixed := false
	for _, g := range l.glyphs {
		mixed = mixed || rightward(g.r)
	}
	if !mixed {
		return l.glyphs
	}
	levels := l.levels()
	out := append([]glyph(nil), l.glyphs...)
	for level := 2; level > 0; level-- {
		for i := 0; i < len(out); {
			j := i
			for j < len(out) && levels[j] >= level {
				j++
			}
			reverse(out[i:j], level == 1, levels[i:j])
			i = max(j, i+1)
		}
	}
	return out
}

// reverse turns characters round, brackets mirrored where they are read from the right.
func reverse(gs []glyph, mirror bool, levels []int) {
	for i, j := 0, len(gs)-1; i < j; i, j = i+1, j-1 {
		gs[i], gs[j] = gs[j], gs[i]
		levels[i], levels[j] = levels[j], levels[i]
	}
	for i := range gs {
		if m, ok := mirrored[gs[i].r]; ok && mirror && levels[i] == 1 {
			gs[i].r = m
			gs[i].w = advance(gs[i].face, m, gs[i].size)
		}
	}
}

var mirrored = map[rune]rune{'(': ')', ')': '(', '[': ']', ']': '[', '{': '}', '}': '{', '«': '»', '»': '«', '‹': '›', '›': '‹', '<': '>', '>': '<'}

// The marks by which a line is read in the direction of its paragraph.
const fromLeftMark, fromRightMark = '\u200E', '\u200F'

// levels gives every character its level (Unicode Annex 9): 0 from the left, 1 from the
// right, 2 numbers and words from the left within what is read from the right.
func (l line) levels() []int {
	base, text := 0, []rune{fromLeftMark}
	if l.rtl {
		base, text[0] = 1, fromRightMark
	}
	for _, g := range l.glyphs {
		text = append(text, g.r)
	}
	out := make([]int, len(text))
	for i := range out {
		out[i] = base
	}
	var p bidi.Paragraph
	p.SetString(string(text)) // fails only on options
	order, err := p.Order()
	if err != nil {
		return out[1:]
	}
	for i := range order.NumRuns() {
		r := order.Run(i)
		from, to := r.Pos()
		level := 1
		if r.Direction() == bidi.LeftToRight {
			level = leftLevel(base, text[from:to+1])
		}
		for k := from; k <= to; k++ {
			out[k] = level
		}
	}
	return out[1:]
}

// leftLevel is the level of characters read from the left: in a line that is so read they
// are on its own level, unless they are a number among words read from the right.
func leftLevel(base int, text []rune) int {
	if base == 1 {
		return 2
	}
	for _, r := range text {
		if direction(r) == bidi.L {
			return 0
		}
	}
	for _, r := range text {
		if c := direction(r); c == bidi.EN || c == bidi.AN {
			return 2
		}
	}
	return 0
}
