package reading

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Positions are in points from the lower left corner of the page, after the page was
// turned so that its text runs level.

// glyph is a character as the PDF engine places it.
type glyph struct {
	text                     string
	index                    int // among the characters of the page
	angle                    float64
	left, right, bottom, top float64
}

// piece is a run of letters without a wide gap. Its text is in the order of reading, also
// where that goes from right to left.
type piece struct {
	text        string
	left, right float64
	base, top   float64
	height      float64 // of its tallest letter
	size        float64 // of the type
	letter      int     // index of a letter in its middle, which stands for the type of all
	bold        bool
	rtl         bool
}

// page is a page of a PDF, numbered from 1.
type page struct {
	number int
	pieces []piece
}

// level turns the glyphs so that most of them run level, and leaves out those that do not;
// it returns the rest and how many were left out.
func level(glyphs []glyph) ([]glyph, int) {
	var counts [5]int
	quarter := func(g *glyph) int {
		q := g.angle / (math.Pi / 2)
		if math.Abs(q-math.Round(q)) > 0.07 {
			return 4
		}
		return (int(math.Round(q))%4 + 4) % 4
	}
	for i := range glyphs {
		if strings.TrimSpace(glyphs[i].text) != "" {
			counts[quarter(&glyphs[i])]++
		}
	}
	most, sum := 0, counts[4]
	for q := range 4 {
		sum += counts[q]
		if counts[q] > counts[most] {
			most = q
		}
	}
	kept := glyphs[:0]
	for _, g := range glyphs {
		// a blank or line end follows the letters around it
		if strings.TrimSpace(g.text) != "" && quarter(&g) != most {
			continue
		}
		switch l, r, b, t := g.left, g.right, g.bottom, g.top; most {
		case 1:
			g.left, g.right, g.bottom, g.top = -t, -b, l, r
		case 2:
			g.left, g.right, g.bottom, g.top = -r, -l, -t, -b
		case 3:
			g.left, g.right, g.bottom, g.top = b, t, -r, -l
		}
		kept = append(kept, g)
	}
	return kept, sum - counts[most]
}

// piecesOf joins the glyphs of a page to pieces; it returns also the number of letters
// written askew, which it leaves out.
func piecesOf(glyphs []glyph) ([]piece, int) {
	glyphs, slanted := level(glyphs)
	var pieces []piece
	var run []glyph
	flush := func() {
		if x, ok := pieceOf(run); ok {
			pieces = append(pieces, x)
		}
		run = run[:0]
	}
	last := -1
	for _, g := range glyphs {
		if g.text == "\r" || g.text == "\n" {
			flush()
			last = -1
			continue
		}
		if strings.TrimSpace(g.text) != "" {
			if last >= 0 && apart(&run[last], &g) {
				flush()
			}
			last = len(run)
		}
		run = append(run, g)
	}
	flush()
	return pieces, slanted
}

// apart reports whether a wide gap or another line lies between two letters.
func apart(a, b *glyph) bool {
	height := max(a.top-a.bottom, b.top-b.bottom, 3)
	if gap := max(b.left-a.right, a.left-b.right); gap > 1.7*height {
		return true
	}
	return b.bottom > a.top+height || b.top < a.bottom-height
}

func pieceOf(run []glyph) (piece, bool) {
	x := piece{left: math.Inf(1), right: math.Inf(-1), top: math.Inf(-1)}
	var b strings.Builder
	var bases []float64
	var letters []int
	right := 0
	for i := range run {
		g := &run[i]
		switch r, _ := utf8.DecodeRuneInString(g.text); {
		case g.text == "" || r == '\ufffe' || r == '\uffff':
			b.WriteRune(utf8.RuneError) // a glyph without a letter
		case r == 2:
			b.WriteByte('-') // the engine's sign for a hyphen at the end of a line
		default:
			b.WriteString(g.text)
			if strings.TrimSpace(g.text) == "" {
				continue
			}
			if rightToLeft(r) {
				right++
			}
		}
		x.left, x.right, x.top = min(x.left, g.left), max(x.right, g.right), max(x.top, g.top)
		x.height = max(x.height, g.top-g.bottom)
		bases = append(bases, g.bottom)
		letters = append(letters, g.index)
	}
	x.text = strings.TrimSpace(b.String())
	if len(letters) == 0 || x.text == "" {
		return x, false
	}
	slices.Sort(bases)
	x.base = bases[len(bases)/2]
	x.letter = letters[len(letters)/2]
	x.rtl = right*2 > len(letters)
	return x, true
}

func rightToLeft(r rune) bool {
	return r >= 0x590 && (unicode.Is(unicode.Arabic, r) || unicode.Is(unicode.Hebrew, r) || unicode.Is(unicode.Syriac, r) || unicode.Is(unicode.Thaana, r))
}

// line is a line of a column.
type line struct {
	page        int
	text        string
	left, right float64
	base, size  float64
	bold        bool
	rtl         bool
}

// linesOf joins pieces of one column to lines, from the top down, each in its order of reading.
func linesOf(number int, pieces []piece) []line {
	pieces = slices.Clone(pieces)
	slices.SortStableFunc(pieces, func(a, b piece) int { return cmp.Compare(b.base, a.base) })
	var lines []line
	for i := 0; i < len(pieces); {
		j := i + 1
		for j < len(pieces) && pieces[j-1].base-pieces[j].base <= 0.4*max(pieces[i].size, pieces[j].size) && pieces[i].base-pieces[j].base <= 0.6*max(pieces[i].size, pieces[j].size) {
			j++
		}
		lines = append(lines, lineOf(number, pieces[i:j]))
		i = j
	}
	return lines
}

func lineOf(number int, row []piece) line {
	l := line{page: number, left: math.Inf(1), right: math.Inf(-1), bold: true}
	rtl, sum := 0, 0
	for _, x := range row {
		l.left, l.right = min(l.left, x.left), max(l.right, x.right)
		l.bold = l.bold && x.bold
		if x.size > l.size {
			l.size, l.base = x.size, x.base
		}
		sum += len(x.text)
		if x.rtl {
			rtl += len(x.text)
		}
	}
	l.rtl = rtl*2 > sum
	slices.SortStableFunc(row, func(a, b piece) int {
		if l.rtl {
			return cmp.Compare(b.right, a.right)
		}
		return cmp.Compare(a.left, b.left)
	})
	var b strings.Builder
	for i, x := range row {
		if i > 0 && max(x.left-row[i-1].right, row[i-1].left-x.right) > 0.12*l.size {
			b.WriteByte(' ')
		}
		b.WriteString(x.text)
	}
	l.text = b.String()
	return l
}
