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
	rtl    bool // its first letter belongs to a script written from the right
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
		r, f = substitute, regular
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
	for len(gs) > 0 {
		end, next := fit(gs, width)
		out = append(out, newLine(gs[:end]))
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

// visual returns the characters of a line from left to right (Unicode Annex 9 without
// embeddings, which clean takes out).
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

// levels gives every character its level: 0 from the left, 1 from the right, 2 numbers and
// words from the left within what is read from the right. What is between takes the level
// of both its neighbours where they agree, else that of the line.
func (l line) levels() []int {
	base := 0
	if l.rtl {
		base = 1
	}
	const open = -1
	out := make([]int, len(l.glyphs))
	strong := base
	for i, g := range l.glyphs {
		switch c := direction(g.r); {
		case c == bidi.R || c == bidi.AL:
			out[i], strong = 1, 1
		case c == bidi.L && base == 0:
			out[i], strong = 0, 0
		case c == bidi.L:
			out[i], strong = 2, 2
		case (c == bidi.EN || c == bidi.AN) && (strong == 1 || base == 1):
			out[i] = 2
		case c == bidi.EN || c == bidi.AN:
			out[i] = 0
		case c == bidi.NSM && i > 0:
			out[i] = out[i-1]
		case g.note > 0 && i > 0:
			out[i] = max(out[i-1], 0)
		default:
			out[i] = open
		}
	}
	settle(out, base, l.glyphs)
	return out
}

// settle gives what is open its level, between two others or at the line's ends.
func settle(levels []int, base int, gs []glyph) {
	for i := 0; i < len(levels); {
		if levels[i] >= 0 {
			i++
			continue
		}
		j := i
		for j < len(levels) && levels[j] < 0 {
			j++
		}
		before, after := base, base
		if i > 0 {
			before = levels[i-1]
		}
		if j < len(levels) {
			after = levels[j]
		}
		level := base
		switch {
		case before == after && (before != 2 || j-i == 1 && !strings.ContainsRune(" ()", gs[i].r) || letters(gs, i, j)):
			level = before
		case before > 0 && after > 0:
			level = 1
		}
		for ; i < j; i++ {
			levels[i] = level
		}
	}
}

// letters reports whether what is open stands between letters read from the left.
func letters(gs []glyph, i, j int) bool {
	return i > 0 && j < len(gs) && direction(gs[i-1].r) == bidi.L && direction(gs[j].r) == bidi.L
}
