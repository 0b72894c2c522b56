package search

import (
	"encoding/hex"
	"entente/internal/search/lexeme"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Sheet is what is kept of a document for finding it. A token is an exact word, or, told
// by its first character, a stem (~), a pair of words that follow each other (+) or a label
// (=) such as =kind:provision.
type Sheet struct {
	Doc      *Doc
	Sequence []string         // exact words in order, with Gap where a phrase may not run on
	Bag      []string         // stems, pairs and labels, in order, each once
	Impact   map[string]uint8 // how much each word and stem says of the document; and its marking
}

// Gap stands between pieces of text that do not follow each other.
const Gap = "|"

// Marking begins the token whose postings are the documents that bear a marking.
const Marking = "!"

// Counted begins the tokens whose postings are the documents of a value by which results
// are counted, such as #kind:provision.
const Counted = "#"

// Everything is a label that every document has.
const Everything = "=all"

// The limits of a part: PostgreSQL keeps 255 places of a word and places up to 16,383.
const (
	partWords = 2000
	headWords = 400
	maxPlaces = 250
	headTimes = 50 // places of one word in title and names
)

// Stemmed returns the language in which the document's words were stemmed, "" for none.
func (s *Sheet) Stemmed() string {
	if p := lexeme.Primary(s.Doc.Language); lexeme.Stems(p) {
		return p
	}
	return ""
}

// label makes the token of a filter. What is not of a-z, 0-9, hyphen, dot, slash or
// underscore is written as its bytes.
func label(field, value string) string {
	var b strings.Builder
	b.WriteString("=" + field + ":")
	for _, c := range []byte(strings.ToLower(value)) {
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("-./_", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + hex.EncodeToString([]byte{c}))
		}
	}
	return b.String()
}

// pair makes the token of two words that follow each other.
func pair(a, b string) string { return "+" + a + "+" + b }

// labels returns the labels of a document.
func (d *Doc) labels() []string {
	out := []string{Everything, label("kind", d.Kind), label("class", d.Classified)}
	if d.Instrument != "" {
		out = append(out, label("instrument", string(d.Instrument)))
	}
	if d.Language != "" {
		out = append(out, label("language", d.Language))
		if p := lexeme.Primary(d.Language); p != strings.ToLower(d.Language) {
			out = append(out, label("language", p))
		}
	}
	if d.Version != "" {
		out = append(out, label("version", d.Version))
	}
	for _, p := range d.Parties {
		out = append(out, label("party", string(p)))
	}
	for _, c := range d.Clauses {
		out = append(out, label("clause", c))
	}
	return out
}

// Scores: a word counts by how often it stands in title, names and text, each by a factor
// and set against its length (BM25F): a word of a short title says more than one of a long
// text. The sum is damped by k1.
const (
	k1        = 1.2
	topImpact = (k1 + 1) * 1.6
)

// field is how words of a part of a document count: by a factor, and by how much (lean)
// against a usual length.
type field struct{ factor, lean, usual float64 }

func (f field) weight(words int) float64 {
	return f.factor / (1 - f.lean + f.lean*float64(words)/f.usual)
}

// factors are what a word counts in title and names, and what the document counts. The
// title of a provision or an act is its number, that of another says what it is about.
type factors struct {
	title, names field
	whole        float64
}

var body = field{1, 0.5, 60}

// What a draft counts beside the text that became of it.
const draftFactor = 0.9

func factorsOf(kind string) factors {
	switch kind {
	case Instrument:
		return factors{field{3, 0.75, 8}, field{3, 0.75, 4}, 1.6}
	case Provision, Act:
		return factors{field{1, 0, 1}, field{0.5, 0, 1}, 1}
	}
	return factors{field{2, 0.75, 8}, field{0.5, 0, 1}, 1}
}

// analyst makes sheets, and remembers stems.
type analyst struct{ stems map[string]string }

func (a *analyst) stem(language string, w *lexeme.Word) string {
	k := language + ":" + w.Raw
	s, ok := a.stems[k]
	if !ok {
		if s = lexeme.Stem(language, w); a.stems == nil || len(a.stems) > 1<<16 {
			a.stems = map[string]string{}
		}
		a.stems[k] = s
	}
	return s
}

// counting gathers the words of a document.
type counting struct {
	a        *analyst
	language string
	sheet    *Sheet
	weight   map[string]float64
	places   map[string]int
}

// Sheets makes the sheets of a document: one, or one for each part of a long text.
func (a *analyst) sheets(d *Doc) []*Sheet {
	words := lexeme.Words(d.Text)
	if len(words) <= partWords && !crowded(words) {
		return []*Sheet{a.sheet(d, words)}
	}
	var out []*Sheet
	from := 0
	for len(words) > 0 {
		n, until := partOf(words), len(d.Text)
		if n < len(words) {
			until = words[n].From
		}
		p := *d
		p.Part, p.Text = d.Part+len(out)+1, d.Text[from:until]
		out = append(out, a.sheet(&p, lexeme.Words(p.Text)))
		words, from = words[n:], until
	}
	return out
}

func crowded(words []lexeme.Word) bool { return partOf(words) < len(words) }

// partOf returns how many of the words make one part.
func partOf(words []lexeme.Word) int {
	times := map[string]int{}
	for i := range words {
		if i == partWords {
			return i
		}
		if times[words[i].Exact]++; times[words[i].Exact] > maxPlaces-headTimes {
			return i
		}
	}
	return len(words)
}

func (a *analyst) sheet(d *Doc, text []lexeme.Word) *Sheet {
	c := &counting{a: a, language: lexeme.Primary(d.Language), sheet: &Sheet{Doc: d}, weight: map[string]float64{}, places: map[string]int{}}
	head, f := headWords, factorsOf(d.Kind)
	for i, s := range append([]string{d.Title}, d.Names...) {
		words := lexeme.Words(s)
		words = words[:min(len(words), head)]
		head -= len(words)
		of := f.title
		if i > 0 {
			of = f.names
		}
		c.piece(words, of.weight(len(words)), headTimes)
	}
	c.piece(text, body.weight(len(text)), maxPlaces)
	c.finish()
	return c.sheet
}

// piece takes words that follow each other. Of a word that stands more often than times
// the rest is passed over: its place is a gap.
func (c *counting) piece(words []lexeme.Word, weight float64, times int) {
	if len(c.sheet.Sequence) > 0 && len(words) > 0 {
		c.sheet.Sequence = append(c.sheet.Sequence, Gap)
	}
	for i := range words {
		w := &words[i]
		if c.places[w.Exact]++; c.places[w.Exact] > times {
			c.sheet.Sequence = append(c.sheet.Sequence, Gap)
			continue
		}
		c.sheet.Sequence = append(c.sheet.Sequence, w.Exact)
		c.weight[w.Exact] += weight
		if s := c.a.stem(c.language, w); s != "" {
			c.weight[s] += weight
		}
	}
}

func (c *counting) finish() {
	whole := factorsOf(c.sheet.Doc.Kind).whole
	if c.sheet.Doc.draft() {
		whole *= draftFactor
	}
	c.sheet.Impact = make(map[string]uint8, len(c.weight))
	for t, n := range c.weight {
		v := whole * n * (k1 + 1) / (n + k1)
		c.sheet.Impact[t] = uint8(max(1, math.Round(v/topImpact*255)))
		if t[0] == '~' {
			c.sheet.Bag = append(c.sheet.Bag, t)
		}
	}
	for _, t := range c.sheet.Doc.counted() {
		c.sheet.Impact[t] = 1
	}
	for i, s := range c.sheet.Sequence {
		if i > 0 && s != Gap && c.sheet.Sequence[i-1] != Gap {
			c.sheet.Bag = append(c.sheet.Bag, pair(c.sheet.Sequence[i-1], s))
		}
	}
	c.sheet.Bag = append(c.sheet.Bag, c.sheet.Doc.labels()...)
	slices.Sort(c.sheet.Bag)
	c.sheet.Bag = slices.Compact(c.sheet.Bag)
}

// key names a document of a group among all, and orders those of the same score.
func (d *Doc) key(group string) string {
	return fmt.Sprintf("%s\x1f%s\x1f%06d\x1f%s", d.Kind, d.ID, d.Part, group)
}
