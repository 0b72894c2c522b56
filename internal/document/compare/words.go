// Package compare sets agreements beside one another: which article of one answers to
// which of another, what changed between versions and in which words, which clauses are in
// which text, which provisions elsewhere are like a given one, and whether the languages of
// one agreement say the same. It finds and shows; what a difference means is for a lawyer.
//
// Likeness is of words, weighted by how rare they are (tf-idf, cosine): it finds provisions
// that are worded alike, not those that come to the same in other words.
package compare

import (
	"math"
	"sort"
	"strings"
	"unicode"
)

// words cuts a text into words in small letters; digits count as words.
func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
}

// term is a word of a text with its weight; the weights of a text have length 1.
type term struct {
	id     int32
	weight float32
}

// dictionary numbers words and counts in how many texts each stands.
type dictionary struct {
	ids   map[string]int32
	names []string
	in    []int32
	texts int
}

func newDictionary() *dictionary { return &dictionary{ids: map[string]int32{}} }

// count returns how often each word stands in the text; add puts new words into the
// dictionary and counts the text.
func (d *dictionary) count(text string, add bool) map[int32]int {
	out := map[int32]int{}
	for _, w := range words(text) {
		id, ok := d.ids[w]
		if !ok {
			if !add {
				continue
			}
			w = strings.Clone(w)
			id = int32(len(d.names))
			d.ids[w] = id
			d.names, d.in = append(d.names, w), append(d.in, 0)
		}
		out[id]++
	}
	if add {
		d.texts++
		for id := range out {
			d.in[id]++
		}
	}
	return out
}

// vector weighs the words of a text: more for those repeated, less for those common to many
// texts. A word that every text has still weighs a little, so that two texts alone can be
// compared.
func (d *dictionary) vector(counts map[int32]int) []term {
	out := make([]term, 0, len(counts))
	sum := 0.0
	for id, n := range counts {
		w := (1 + math.Log(float64(n))) * math.Log(1+float64(d.texts+1)/float64(d.in[id]+1))
		out = append(out, term{id, float32(w)})
		sum += w * w
	}
	sort.Slice(out, func(i, j int) bool { return out[i].id < out[j].id })
	if sum > 0 {
		length := float32(math.Sqrt(sum))
		for i := range out {
			out[i].weight /= length
		}
	}
	return out
}

// cosine of two vectors sorted by word.
func cosine(a, b []term) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].id < b[j].id:
			i++
		case a[i].id > b[j].id:
			j++
		default:
			sum += float64(a[i].weight) * float64(b[j].weight)
			i, j = i+1, j+1
		}
	}
	return sum
}

// shingles are the sequences of three words of a text; of a shorter text, the text.
func shingles(text string) map[string]bool {
	w := words(text)
	out := map[string]bool{}
	for i := 0; i+3 <= len(w); i++ {
		out[strings.Join(w[i:i+3], " ")] = true
	}
	if len(w) > 0 && len(w) < 3 {
		out[strings.Join(w, " ")] = true
	}
	return out
}

// contained is the part of a's shingles that b has too, from 0 to 1.
func contained(a, b map[string]bool) float64 {
	if len(a) == 0 {
		return 0
	}
	n := 0
	for s := range a {
		if b[s] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}
