package reading

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/document"
	"entente/internal/document/reading/flow"
)

// From pieces on pages to paragraphs in reading order.

// band is a strip of a page with one or more columns.
type band struct {
	page    int
	columns [][]piece
}

// compose writes the paragraphs of the pages.
func compose(pages []page, w *flow.Flow) {
	if named := strip(pages); len(named) > 0 {
		for i := range named {
			named[i] = "“" + clip(named[i], 60) + "”"
		}
		w.Warn("left out as heads and feet of pages: %s", strings.Join(named[:min(len(named), 6)], ", "))
	}
	var bands []band
	var words []string
	for _, p := range pages {
		for _, b := range cut(p.pieces, 0) {
			b.page = p.number
			bands = append(bands, b)
		}
		for _, x := range p.pieces {
			words = append(words, x.text)
		}
	}
	c := &composer{w: w, known: wordsOf(words)}
	c.sizes(pages)
	for _, stream := range streams(bands) {
		c.stream(stream)
	}
}

// cut divides pieces of a page into bands and columns where a clear gap runs down between
// running text on both sides.
func cut(pieces []piece, depth int) []band {
	x, ok := gutter(pieces)
	if !ok || depth > 1 {
		return []band{{columns: [][]piece{pieces}}}
	}
	sorted := slices.Clone(pieces)
	slices.SortStableFunc(sorted, func(a, b piece) int {
		switch {
		case a.base > b.base:
			return -1
		case a.base < b.base:
			return 1
		}
		return 0
	})
	var bands []band
	var across bool
	for i, p := range sorted {
		crosses := p.left < x && p.right > x
		if i == 0 || crosses != across {
			across = crosses
			bands = append(bands, band{columns: make([][]piece, 2)})
		}
		b := &bands[len(bands)-1]
		switch {
		case crosses:
			b.columns = [][]piece{append(b.columns[0], p)}
		case p.right <= x:
			b.columns[0] = append(b.columns[0], p)
		default:
			b.columns[1] = append(b.columns[1], p)
		}
	}
	for i := range bands {
		bands[i].columns = deeper(bands[i].columns, depth)
	}
	return bands
}

// deeper divides columns that are columns themselves, as of a text in three languages.
func deeper(columns [][]piece, depth int) [][]piece {
	var out [][]piece
	for _, c := range columns {
		if len(c) == 0 {
			continue
		}
		if inner := cut(c, depth+1); len(columns) > 1 && len(inner) == 1 {
			out = append(out, inner[0].columns...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// gutter finds the place of a gap between two columns of running text.
func gutter(pieces []piece) (float64, bool) {
	if len(pieces) < 10 {
		return 0, false
	}
	left, right := math.Inf(1), math.Inf(-1)
	for _, p := range pieces {
		left, right = min(left, p.left), max(right, p.right)
	}
	best, at, run := len(pieces), 0.0, 0.0
	start := 0.0
	for x := left + 0.2*(right-left); x < right-0.2*(right-left); x += 1.5 {
		crossing := 0
		for _, p := range pieces {
			if p.left < x+1 && p.right > x-1 {
				crossing++
			}
		}
		switch {
		case crossing < best:
			best, start, run, at = crossing, x, 0, x
		case crossing == best && x-start < run+1.6:
			run = x - start
			at = start + run/2
		case crossing == best:
			start, run = x, 0
			at = x
		}
	}
	if best*5 > len(pieces) {
		return 0, false
	}
	return at, beside(pieces, at)
}

// beside reports whether running text stands on both sides of x, one beside the other.
func beside(pieces []piece, x float64) bool {
	var sides [2][]piece
	for _, p := range pieces {
		switch {
		case p.right <= x:
			sides[0] = append(sides[0], p)
		case p.left >= x:
			sides[1] = append(sides[1], p)
		}
	}
	lines := [2][]line{linesOf(0, sides[0]), linesOf(0, sides[1])}
	gap := math.Inf(1)
	for i, side := range lines {
		if len(side) < 5 {
			return false
		}
		words, letters := 0, 0
		for _, l := range side {
			words += len(strings.Fields(l.text))
			letters += utf8.RuneCountInString(l.text)
			if i == 0 {
				gap = min(gap, x-l.right)
			}
		}
		if words*2 < len(side)*5 && letters < len(side)*20 || letters < len(side)*10 {
			return false
		}
	}
	right := math.Inf(1)
	for _, l := range lines[1] {
		right = min(right, l.left-x)
	}
	if gap+right < 6 {
		return false
	}
	level := 0
	a, b := lines[0], lines[1]
	if len(a) > len(b) {
		a, b = b, a
	}
	for _, l := range a {
		if l.base <= b[0].base+l.size && l.base >= b[len(b)-1].base-l.size {
			level++
		}
	}
	return level*2 >= len(a)
}

// column is a column on one page.
type column struct {
	page   int
	pieces []piece
}

// streams puts columns in reading order. Columns in different languages are read through
// one after the other for as long as pages have them; others page by page.
func streams(bands []band) [][]column {
	var out [][]column
	apart := languages(bands)
	for i := 0; i < len(bands); {
		n := len(bands[i].columns)
		j := i + 1
		if n > 1 && apart {
			for j < len(bands) && len(bands[j].columns) == n {
				j++
			}
		}
		for c := range n {
			var s []column
			for _, b := range bands[i:j] {
				s = append(s, column{b.page, b.columns[c]})
			}
			if len(out) > 0 && (n == 1 || !apart) {
				out[len(out)-1] = append(out[len(out)-1], s...)
			} else {
				out = append(out, s)
			}
		}
		i = j
	}
	return out
}

// languages reports whether the columns are in different languages: then they share few
// of their short words.
func languages(bands []band) bool {
	var counts [2]map[string]float64
	for i := range counts {
		counts[i] = map[string]float64{}
	}
	for _, b := range bands {
		if len(b.columns) < 2 {
			continue
		}
		for i := range 2 {
			for _, p := range b.columns[i] {
				for _, word := range strings.Fields(p.text) {
					word = core(word)
					if r, _ := utf8.DecodeRuneInString(word); unicode.IsLetter(r) && utf8.RuneCountInString(word) <= 4 {
						counts[i][word]++
					}
				}
			}
		}
	}
	var dot, a, b float64
	for word, n := range counts[0] {
		dot += n * counts[1][word]
		a += n * n
	}
	for _, n := range counts[1] {
		b += n * n
	}
	return dot < 0.5*math.Sqrt(a*b) || a == 0 && b > 0 || b == 0 && a > 0
}

// composer makes paragraphs of lines.
type composer struct {
	w      *flow.Flow
	known  known
	body   float64   // size of most of the type
	titles []float64 // larger sizes, from the largest
}

// sizes finds the size of the running text and of titles.
func (c *composer) sizes(pages []page) {
	weight := map[float64]int{}
	for _, p := range pages {
		for _, x := range p.pieces {
			weight[math.Round(x.size*2)/2] += len(x.text)
		}
	}
	for s, n := range weight {
		if n > weight[c.body] || n == weight[c.body] && s > c.body {
			c.body = s
		}
	}
	for s := range weight {
		if s > c.body*1.12 {
			c.titles = append(c.titles, s)
		}
	}
	slices.Sort(c.titles)
	slices.Reverse(c.titles)
}

// stream writes the paragraphs of columns that follow one another.
func (c *composer) stream(columns []column) {
	var open []line
	for _, col := range columns {
		lines := linesOf(col.page, col.pieces)
		if len(lines) == 0 {
			continue
		}
		rtl := 0
		for _, l := range lines {
			if l.rtl {
				rtl++
			}
		}
		if rtl*2 > len(lines) {
			for i := range lines {
				lines[i].left, lines[i].right = -lines[i].right, -lines[i].left
			}
		}
		m := measure(lines)
		for _, l := range lines {
			if len(open) > 0 && m.starts(open, l) {
				c.write(open)
				open = nil
			}
			open = append(open, l)
		}
	}
	c.write(open)
}

// write adds the lines of a paragraph as one block.
func (c *composer) write(lines []line) {
	if len(lines) == 0 {
		return
	}
	b := document.Block{Page: lines[0].page, Bold: true}
	for _, l := range lines {
		b.Text = c.known.join(b.Text, l.text)
		b.Bold = b.Bold && l.bold
	}
	size := math.Round(lines[0].size*2) / 2
	if i := slices.Index(c.titles, size); i >= 0 && utf8.RuneCountInString(b.Text) <= 400 {
		b.Level, b.Bold = min(i+1, 6), false
	}
	c.w.Add(b)
}

// margins are the measures of a column on a page.
type margins struct {
	left, right float64
	leading     float64 // usual distance of two lines
	size        float64 // usual size of the type
}

func measure(lines []line) margins {
	m := margins{left: math.Inf(1), right: math.Inf(-1)}
	var gaps, sizes []float64
	for i, l := range lines {
		sizes = append(sizes, l.size)
		m.left, m.right = min(m.left, l.left), max(m.right, l.right)
		if i > 0 {
			if gap := lines[i-1].base - l.base; gap > 0 && gap < 2.2*l.size {
				gaps = append(gaps, gap)
			}
		}
	}
	slices.Sort(sizes)
	m.size = sizes[len(sizes)/2]
	if len(gaps) > 0 {
		slices.Sort(gaps)
		m.leading = gaps[len(gaps)*2/5]
	}
	return m
}

// starts reports whether the line begins a paragraph after the lines before.
func (m *margins) starts(before []line, l line) bool {
	last := before[len(before)-1]
	text := strings.TrimSpace(last.text)
	words := strings.Fields(l.text)
	if len(words) == 0 {
		return false
	}
	goes := continues(text, words[0])
	gap := last.base - l.base
	here := last.page == l.page && gap > 0
	leading := m.leading * max(1, l.size/m.size)
	if leading == 0 {
		leading = 1.25 * l.size
	}
	wide := here && gap > 1.3*leading
	if math.Abs(last.size-l.size) > 0.12*max(last.size, l.size) || wide && !(goes && gap < 2*leading) {
		return true
	}
	if goes {
		return false
	}
	first := (l.right - l.left) * float64(utf8.RuneCountInString(words[0])) / float64(max(1, utf8.RuneCountInString(l.text)))
	room := here && last.right+0.3*l.size+first < m.right-0.5*l.size
	switch {
	case room, ended(text) && numbered(l.text):
		return true
	case last.bold != l.bold && (ended(text) || here && gap > 1.05*leading):
		return true
	case !ended(text):
		return false
	case !here:
		return true
	}
	in := l.left > last.left+0.8*l.size && l.left > m.left+0.8*l.size
	out := l.left < last.left-0.8*l.size && len(before) > 1
	return in || out
}
