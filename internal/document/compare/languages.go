package compare

import (
	"fmt"
	"strings"

	"entente/internal/document"
)

// Difference is a place at which two languages of an agreement do not say the same.
type Difference struct {
	Kind      string `json:"kind"`      // article, order, paragraph, item, number, date, amount, reference
	Article   string `json:"article"`   // as cited in the language in which it stands
	Paragraph string `json:"paragraph"` // 5, or 5(b); empty: the article as a whole
	Left      Side   `json:"left"`
	Right     Side   `json:"right"`
}

// Side is what one language has that the other has not.
type Side struct {
	Language string   `json:"language"`
	Has      []string `json:"has"`
}

// Place cites where the difference lies, as VII(5)(b).
func (d *Difference) Place() string {
	if d.Paragraph == "" {
		return d.Article
	}
	return d.Article + "(" + strings.ReplaceAll(d.Paragraph, ".", ")(") + ")"
}

// Languages compares the languages of an agreement with the first that has articles: the
// same articles in the same order, the same numbered paragraphs and items, and within each
// the same numbers, days, amounts and references. Numbers may stand in digits, and in
// English, French and Dutch in words; labels of another style (i for 1, VII for 7) are
// taken as the same. Words are not compared.
func Languages(d *document.Document) []Difference {
	sides := map[string][]*document.Article{}
	var langs []string
	for i := range d.Articles {
		a := &d.Articles[i]
		if sides[a.Language] == nil {
			langs = append(langs, a.Language)
		}
		sides[a.Language] = append(sides[a.Language], a)
	}
	var out []Difference
	for _, other := range langs[min(1, len(langs)):] {
		c := &checker{left: langs[0], right: other}
		c.articles(sides[langs[0]], sides[other])
		out = append(out, c.found...)
	}
	return out
}

type checker struct {
	left, right string
	article     string
	found       []Difference
}

func (c *checker) add(kind, paragraph string, left, right []string) {
	c.found = append(c.found, Difference{kind, c.article, paragraph, Side{c.left, left}, Side{c.right, right}})
}

// articles pairs the articles of two languages by their numbers.
func (c *checker) articles(left, right []*document.Article) {
	pairs := match(len(left), len(right), func(i, j int) bool { return sameLabel(left[i].Number, right[j].Number) })
	lonely := map[int]int{} // an article of the left that stands elsewhere on the right
	taken := map[int]bool{}
	for _, p := range pairs {
		if p.j >= 0 && p.i < 0 {
			for _, q := range pairs {
				if _, used := lonely[q.i]; q.j < 0 && !used && !taken[p.j] && sameLabel(left[q.i].Number, right[p.j].Number) {
					lonely[q.i], taken[p.j] = p.j, true
				}
			}
		}
	}
	for _, p := range pairs {
		switch {
		case p.i >= 0 && p.j >= 0:
			c.pair(left[p.i], right[p.j])
		case p.i >= 0:
			c.article = left[p.i].Number
			if j, ok := lonely[p.i]; ok {
				c.add("order", "", []string{left[p.i].Number}, []string{right[j].Number})
				c.pair(left[p.i], right[j])
				continue
			}
			c.add("article", "", []string{left[p.i].Number}, nil)
		case !taken[p.j]:
			c.article = right[p.j].Number
			c.add("article", "", nil, []string{right[p.j].Number})
		}
	}
}

// pair compares two articles; where their paragraphs answer to one another, each pair of
// paragraphs, else the articles as a whole.
func (c *checker) pair(left, right *document.Article) {
	c.article = left.Number
	before := len(c.found)
	c.paragraphs(left.Paragraphs, right.Paragraphs, "")
	if len(c.found) > before {
		c.figures("", left.Text(), right.Text())
		return
	}
	for i := range left.Paragraphs {
		c.figures(place2(left.Paragraphs, i), allText(&left.Paragraphs[i]), allText(&right.Paragraphs[i]))
	}
}

// place2 cites a paragraph by its number, or by its place when it has none.
func place2(ps []document.Paragraph, i int) string {
	if ps[i].Number != "" || len(ps) == 1 {
		return ps[i].Number
	}
	return fmt.Sprintf("unnumbered %d", i+1)
}

func (c *checker) paragraphs(left, right []document.Paragraph, above string) {
	kind := "item"
	if above == "" {
		kind = "paragraph"
	}
	for _, p := range match(len(left), len(right), func(i, j int) bool { return sameLabel(left[i].Number, right[j].Number) }) {
		switch {
		case p.j < 0:
			at := above + place2(left, p.i)
			c.add(kind, at, []string{label(&left[p.i])}, nil)
		case p.i < 0:
			at := above + place2(right, p.j)
			c.add(kind, at, nil, []string{label(&right[p.j])})
		default:
			c.paragraphs(left[p.i].Items, right[p.j].Items, above+place2(left, p.i)+".")
		}
	}
}

// label is the number of a paragraph, or its first words.
func label(p *document.Paragraph) string {
	if p.Number != "" {
		return p.Number
	}
	w := strings.Fields(p.Text)
	return strings.Join(w[:min(6, len(w))], " ")
}

// figures compares numbers, days, amounts and references of two texts.
func (c *checker) figures(at, left, right string) {
	l, r := read(c.left, left), read(c.right, right)
	for _, f := range []struct {
		kind string
		l, r []string
	}{{"number", l.numbers, r.numbers}, {"date", l.dates, r.dates}, {"amount", l.amounts, r.amounts}, {"reference", l.references, r.references}} {
		onlyL, onlyR := less(f.l, f.r), less(f.r, f.l)
		if f.kind == "number" {
			onlyL, onlyR = less(onlyL, r.maybe), less(onlyR, l.maybe)
		}
		if len(onlyL)+len(onlyR) > 0 {
			c.add(f.kind, at, onlyL, onlyR)
		}
	}
}

// less takes what b has away from a, each as often as it stands there.
func less(a, b []string) []string {
	have := map[string]int{}
	for _, x := range b {
		have[x]++
	}
	var out []string
	for _, x := range a {
		if have[x] > 0 {
			have[x]--
			continue
		}
		out = append(out, x)
	}
	return out
}

type matched struct{ i, j int } // -1: nothing on that side

// match finds a longest way to pair two lists in order; the rest stands alone.
func match(n, m int, same func(i, j int) bool) []matched {
	best := make([][]int, n+1)
	for i := range best {
		best[i] = make([]int, m+1)
	}
	for i := n - 1; i >= 0; i-- {
		for j := m - 1; j >= 0; j-- {
			best[i][j] = max(best[i+1][j], best[i][j+1])
			if same(i, j) {
				best[i][j] = max(best[i][j], best[i+1][j+1]+1)
			}
		}
	}
	var out []matched
	i, j := 0, 0
	for i < n || j < m {
		switch {
		case i < n && j < m && same(i, j) && best[i][j] == best[i+1][j+1]+1:
			out = append(out, matched{i, j})
			i, j = i+1, j+1
		case j == m || i < n && best[i+1][j] >= best[i][j+1]:
			out = append(out, matched{i, -1})
			i++
		default:
			out = append(out, matched{-1, j})
			j++
		}
	}
	return out
}
