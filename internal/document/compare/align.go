package compare

import (
	"sort"
	"strings"

	ent "entente"
	"entente/internal/document"
)

// Column is one of the texts compared: a Document in one language.
type Column struct {
	Label    string             `json:"label"`    // how the text is called: an instrument, a version
	Language string             `json:"language"` // which of its languages; empty: the first that all texts have
	Document *document.Document `json:"-"`
	Clauses  map[int][]string   `json:"-"` // by place in Document.Articles, the clauses found in it; may be nil
}

// Comparison sets articles beside one another.
type Comparison struct {
	Columns []Column    `json:"columns"`
	Rows    []Row       `json:"rows"`
	Clauses []ClauseRow `json:"clauses"`
}

// Row is one provision as it stands in each of the texts; cells in the order of columns.
type Row struct {
	Cells []Cell `json:"cells"`
}

// Differs reports whether the provision is not the same in all texts.
func (r *Row) Differs() bool {
	for i, c := range r.Cells {
		if c.State == "absent" || c.State == "changed" || i > 0 && c.State == "first" {
			return true
		}
	}
	return false
}

// Cell is a provision in one text. The first text that has it is what the others are
// compared with.
type Cell struct {
	State    string   `json:"state"`         // absent, first, same, changed
	How      []string `json:"how,omitempty"` // renumbered, reheaded, moved, split, merged
	Articles []Place  `json:"articles,omitempty"`
	Likeness float64  `json:"likeness"` // with the first, from 0 to 1
	Redline  []Edit   `json:"redline,omitempty"`
}

// Place is an article of a text.
type Place struct {
	Index   int    `json:"index"` // in Document.Articles
	Number  string `json:"number"`
	Heading string `json:"heading,omitempty"`
	Within  string `json:"within,omitempty"`
}

// ClauseRow tells where a clause stands in each text: the numbers of articles, empty where
// it has none.
type ClauseRow struct {
	Clause string     `json:"clause"`
	Cells  [][]string `json:"cells"`
}

// Compare sets two to six texts, or versions of one, beside one another. Each text is
// compared with what stands beside it in those before it, so that versions are given from
// the oldest on. Other numbers of texts, and texts without a common language, are errors of
// kind Invalid.
func Compare(columns []Column) (*Comparison, error) {
	if len(columns) < 2 || len(columns) > 6 {
		return nil, ent.Errorf(ent.Invalid, "%d texts cannot be set beside one another; give two to six", len(columns))
	}
	out := &Comparison{Columns: append([]Column(nil), columns...)}
	if err := chooseLanguage(out.Columns); err != nil {
		return nil, err
	}
	a := newAligner(out.Columns)
	for c := range out.Columns {
		a.column(c)
	}
	out.Rows = a.result()
	out.Clauses = clauseRows(out.Columns)
	return out, nil
}

func chooseLanguage(columns []Column) error {
	common := ""
	for _, l := range columns[0].Document.Languages {
		all := true
		for _, c := range columns {
			all = all && (c.Language != "" || hasLanguage(c.Document, l))
		}
		if all && common == "" {
			common = l
		}
	}
	for i := range columns {
		c := &columns[i]
		if c.Language == "" {
			c.Language = common
		}
		if c.Language == "" || !hasLanguage(c.Document, c.Language) {
			return ent.Errorf(ent.Invalid, "%s has no articles in a language that all texts have (%q); name the language of each", c.Label, c.Language)
		}
	}
	return nil
}

func hasLanguage(d *document.Document, l string) bool {
	for i := range d.Articles {
		if d.Articles[i].Language == l {
			return true
		}
	}
	return false
}

// item is an article prepared for comparing.
type item struct {
	Place
	text     string
	vector   []term
	shingles map[string]bool
	own      map[string]bool // those that no other article of its text has
}

// row is a provision: per column the articles, and how they came to stand there.
type row struct {
	cells [][]*item
	how   []map[string]bool
}

type aligner struct {
	columns [][]*item
	rows    []*row
}

func newAligner(columns []Column) *aligner {
	a := &aligner{}
	dict := newDictionary()
	var counts []map[int32]int
	for _, c := range columns {
		var list []*item
		for i := range c.Document.Articles {
			art := &c.Document.Articles[i]
			if art.Language != c.Language {
				continue
			}
			it := &item{Place: Place{i, art.Number, art.Heading, strings.Trim(art.Annex+", "+art.Within, ", ")}, text: Lines(art)}
			plain := art.Heading + " " + art.Text()
			it.shingles = shingles(art.Text())
			counts = append(counts, dict.count(plain, true))
			list = append(list, it)
		}
		onlyOwn(list)
		a.columns = append(a.columns, list)
	}
	n := 0
	for _, list := range a.columns {
		for _, it := range list {
			it.vector = dict.vector(counts[n])
			n++
		}
	}
	return a
}

// onlyOwn tells which sequences of words are an article's own, and no set phrase of the text.
func onlyOwn(list []*item) {
	in := map[string]int{}
	for _, it := range list {
		for s := range it.shingles {
			in[s]++
		}
	}
	for _, it := range list {
		it.own = map[string]bool{}
		for s := range it.shingles {
			if in[s] == 1 {
				it.own[s] = true
			}
		}
	}
}

// Lines is the text of an article, one line per paragraph and item, with their numbers.
func Lines(a *document.Article) string {
	var b strings.Builder
	var walk func([]document.Paragraph, int)
	walk = func(ps []document.Paragraph, depth int) {
		for i := range ps {
			p := &ps[i]
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			switch {
			case p.Number != "" && depth == 0:
				b.WriteString(p.Number + ". ")
			case p.Number != "":
				b.WriteString("(" + p.Number + ") ")
			}
			b.WriteString(strings.Join(strings.Fields(p.Text), " "))
			walk(p.Items, depth+1)
		}
	}
	walk(a.Paragraphs, 0)
	return b.String()
}

// latest is the article of the row in the last column before c that has one.
func (r *row) latest(c int) []*item {
	for i := c - 1; i >= 0; i-- {
		if len(r.cells[i]) > 0 {
			return r.cells[i]
		}
	}
	return nil
}

// pair is a possible match of a row with an article.
type pair struct {
	row, item int
	rank      float64
}

// column puts the articles of a text beside the rows there are, and the rest in new rows.
func (a *aligner) column(c int) {
	items := a.columns[c]
	ofRow := make([]int, len(a.rows))
	ofItem := make([]int, len(items))
	for i := range ofRow {
		ofRow[i] = -1
	}
	for i := range ofItem {
		ofItem[i] = -1
	}
	for _, p := range a.pairs(c, items) {
		if ofRow[p.row] < 0 && ofItem[p.item] < 0 {
			ofRow[p.row], ofItem[p.item] = p.item, p.row
			a.rows[p.row].cells[c] = []*item{items[p.item]}
		}
	}
	a.moved(c, ofRow)
	a.splits(c, items, ofItem)
	a.merges(c, items, ofRow)
	a.added(c, items, ofItem)
}

// pairs ranks what could stand beside what: by words first, then heading, number and order.
func (a *aligner) pairs(c int, items []*item) []pair {
	var out []pair
	for i, r := range a.rows {
		last := r.latest(c)
		if len(last) == 0 {
			continue
		}
		for j, it := range items {
			if rank, ok := rank(last[0], it); ok {
				rank -= 0.001 * float64(abs(i-j)) / float64(len(a.rows)+len(items))
				out = append(out, pair{i, j, rank})
			}
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].rank > out[j].rank })
	return out
}

func abs(n int) int { return max(n, -n) }

// rank is how well two articles answer to one another; ok is false when they do not.
func rank(x, y *item) (float64, bool) {
	like := cosine(x.vector, y.vector)
	heading := x.Heading != "" && strings.EqualFold(x.Heading, y.Heading)
	number := x.Number == y.Number && x.Within == y.Within
	ok := like >= 0.5 || heading && like >= 0.15 || number && like >= 0.3 || number && len(x.vector)+len(y.vector) == 0
	if heading {
		like += 0.15
	}
	if number {
		like += 0.1
	}
	return like, ok
}

// moved marks what stands in another order: all but a longest run of rows in order.
func (a *aligner) moved(c int, ofRow []int) {
	var rows []int
	for i, j := range ofRow {
		if j >= 0 {
			rows = append(rows, i)
		}
	}
	length, before := make([]int, len(rows)), make([]int, len(rows))
	end := -1
	for i := range rows {
		length[i], before[i] = 1, -1
		for j := range i {
			if ofRow[rows[j]] < ofRow[rows[i]] && length[j]+1 > length[i] {
				length[i], before[i] = length[j]+1, j
			}
		}
		if end < 0 || length[i] > length[end] {
			end = i
		}
	}
	stays := map[int]bool{}
	for ; end >= 0; end = before[end] {
		stays[rows[end]] = true
	}
	for _, i := range rows {
		if !stays[i] {
			a.rows[i].mark(c, "moved")
		}
	}
}

func (r *row) mark(c int, how string) {
	if r.how[c] == nil {
		r.how[c] = map[string]bool{}
	}
	r.how[c][how] = true
}

// Half of its own sequences of three words must come from the other article for a part of it.
const partOf = 0.5

// splits finds articles that were a part of one that stood before.
func (a *aligner) splits(c int, items []*item, ofItem []int) {
	for j, it := range items {
		if ofItem[j] >= 0 {
			continue
		}
		best, most := -1, partOf
		for i, r := range a.rows {
			if last := r.latest(c); len(last) > 0 {
				if part := contained(it.own, last[0].shingles); part > most {
					best, most = i, part
				}
			}
		}
		if best >= 0 {
			ofItem[j] = best
			r := a.rows[best]
			r.cells[c] = append(r.cells[c], it)
			sort.Slice(r.cells[c], func(x, y int) bool { return r.cells[c][x].Index < r.cells[c][y].Index })
			if len(r.cells[c]) > 1 {
				r.mark(c, "split")
			}
		}
	}
}

// merges finds rows that became a part of an article beside another row.
func (a *aligner) merges(c int, items []*item, ofRow []int) {
	for i, r := range a.rows {
		last := r.latest(c)
		if len(r.cells[c]) > 0 || len(last) == 0 || ofRow[i] >= 0 {
			continue
		}
		best, most := -1, partOf
		for j, it := range items {
			if part := contained(last[0].own, it.shingles); part > most {
				best, most = j, part
			}
		}
		if best < 0 {
			continue
		}
		r.cells[c] = []*item{items[best]}
		r.mark(c, "merged")
		for k, other := range ofRow {
			if other == best {
				a.rows[k].mark(c, "merged")
			}
		}
	}
}

// added puts what stands beside nothing into rows of its own, after the row of the article
// before it.
func (a *aligner) added(c int, items []*item, ofItem []int) {
	after := -1
	at := map[*item]int{}
	for i, r := range a.rows {
		for _, it := range r.cells[c] {
			at[it] = i
		}
	}
	for _, it := range items {
		if i, ok := at[it]; ok {
			after = i
			continue
		}
		n := len(a.columns)
		r := &row{cells: make([][]*item, n), how: make([]map[string]bool, n)}
		r.cells[c] = []*item{it}
		after++
		a.rows = append(a.rows, nil)
		copy(a.rows[after+1:], a.rows[after:])
		a.rows[after] = r
		for k, i := range at {
			if i >= after {
				at[k] = i + 1
			}
		}
	}
}

// result makes cells of the rows, each compared with the first of its row.
func (a *aligner) result() []Row {
	out := make([]Row, 0, len(a.rows))
	for _, r := range a.rows {
		var first []*item
		cells := make([]Cell, len(r.cells))
		for c, items := range r.cells {
			switch {
			case len(items) == 0:
				cells[c].State = "absent"
			case first == nil:
				first = items
				cells[c] = Cell{State: "first", Articles: places(items), Likeness: 1}
			default:
				cells[c] = beside(first, items, r.how[c])
			}
		}
		out = append(out, Row{cells})
	}
	return out
}

func beside(first, items []*item, how map[string]bool) Cell {
	cell := Cell{State: "same", Articles: places(items), Likeness: min(1, cosine(first[0].vector, items[0].vector))}
	from, to := together(first), together(items)
	if from != to {
		cell.State, cell.Redline = "changed", Redline(from, to)
	} else {
		cell.Likeness = 1
	}
	if first[0].Number != items[0].Number || first[0].Within != items[0].Within {
		cell.How = append(cell.How, "renumbered")
	}
	if !strings.EqualFold(first[0].Heading, items[0].Heading) {
		cell.How = append(cell.How, "reheaded")
	}
	for _, h := range []string{"moved", "split", "merged"} {
		if how[h] {
			cell.How = append(cell.How, h)
		}
	}
	return cell
}

func together(items []*item) string {
	var parts []string
	for _, it := range items {
		parts = append(parts, it.text)
	}
	return strings.Join(parts, "\n")
}

func places(items []*item) []Place {
	var out []Place
	for _, it := range items {
		out = append(out, it.Place)
	}
	return out
}

// clauseRows tells where each clause stands, clauses in the order of their names.
func clauseRows(columns []Column) []ClauseRow {
	cells := map[string][][]string{}
	for c, col := range columns {
		for i := range col.Document.Articles {
			art := &col.Document.Articles[i]
			if art.Language != col.Language {
				continue
			}
			for _, id := range col.Clauses[i] {
				if cells[id] == nil {
					cells[id] = make([][]string, len(columns))
				}
				cells[id][c] = append(cells[id][c], art.Number)
			}
		}
	}
	out := make([]ClauseRow, 0, len(cells))
	for id, c := range cells {
		out = append(out, ClauseRow{id, c})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Clause < out[j].Clause })
	return out
}
