package search

import (
	"math"
	"math/bits"
	"slices"
	"strings"
)

func trailing(w uint64) int { return bits.TrailingZeros64(w) }

// Chunk is one chunk of a token's postings, as kept.
type Chunk struct {
	Token string
	Chunk uint32
	Data  []byte
}

// Ranking gives the documents found the order in which they are shown.
type Ranking struct {
	Terms     *Terms
	Languages []string
	Docs      int // how many the index has that the asker may see
	Found     *Set
	Hidden    *Set // what the asker may not see; nil: nothing
}

// Wanted returns the tokens, and the prefixes of tokens, whose postings Top needs.
func (r *Ranking) Wanted() (tokens, prefixes []string) {
	for _, w := range r.Terms.weights(r.Languages) {
		if w.prefix {
			prefixes = append(prefixes, w.token)
		} else {
			tokens = append(tokens, w.token)
		}
	}
	return tokens, prefixes
}

// Scored is a document found, with its score.
type Scored struct {
	Doc   uint32
	Score float64
}

// Top returns the first n documents found, the best first, and whatever has the score of
// the last of them, at most ties more, so that the caller can order those of one score by
// their names. chunks are the postings of what Wanted returned.
//
// The score is the sum over the tokens of the query of impact × ln(1 + (N-n+½)/(n+½)),
// where N documents can be seen and n of them have the token.
func (r *Ranking) Top(chunks []Chunk, n, ties int) ([]Scored, error) {
	slices.SortFunc(chunks, func(a, b Chunk) int {
		if c := strings.Compare(a.Token, b.Token); c != 0 {
			return c
		}
		return int(int64(a.Chunk) - int64(b.Chunk))
	})
	chunks = slices.CompactFunc(chunks, func(a, b Chunk) bool { return a.Token == b.Token && a.Chunk == b.Chunk })
	scores := make([]float64, 64*len(r.Found.bits))
	for _, w := range r.Terms.weights(r.Languages) {
		from, _ := slices.BinarySearchFunc(chunks, w.token, func(c Chunk, t string) int { return strings.Compare(c.Token, t) })
		until := from
		for until < len(chunks) && (chunks[until].Token == w.token || w.prefix && strings.HasPrefix(chunks[until].Token, w.token)) {
			until++
		}
		if err := r.add(scores, chunks[from:until], w); err != nil {
			return nil, err
		}
	}
	return r.best(scores, n, ties), nil
}

// add adds what one token of the query gives.
func (r *Ranking) add(scores []float64, chunks []Chunk, w weight) error {
	impacts := make([]uint8, len(scores))
	var all Set
	have := 0
	for _, c := range chunks {
		err := Decode(c.Chunk, c.Data, func(doc uint32, impact uint8) {
			if r.Hidden != nil && r.Hidden.Has(doc) {
				return
			}
			if w.prefix {
				all.Add(doc)
			}
			have++
			if int(doc) < len(impacts) {
				impacts[doc] = max(impacts[doc], impact)
			}
		})
		if err != nil {
			return err
		}
	}
	if w.prefix {
		have = all.Len()
	}
	f := w.factor * topImpact / 255 * math.Log(1+(float64(r.Docs-have)+0.5)/(float64(have)+0.5))
	r.Found.Each(func(doc uint32) { scores[doc] += f * float64(impacts[doc]) })
	return nil
}

// best picks the n highest scores and those equal to the last.
func (r *Ranking) best(scores []float64, n, ties int) []Scored {
	if n <= 0 {
		return nil
	}
	var top heap
	r.Found.Each(func(doc uint32) {
		if len(top) < n {
			top.push(scores[doc])
		} else if scores[doc] > top[0] {
			top.replace(scores[doc])
		}
	})
	var out []Scored
	if len(top) == 0 {
		return out
	}
	least, above := top[0], 0
	for _, s := range top {
		if s > least {
			above++
		}
	}
	equal := n - above + ties
	r.Found.Each(func(doc uint32) {
		switch s := scores[doc]; {
		case s > least:
			out = append(out, Scored{doc, s})
		case s == least && equal > 0:
			out = append(out, Scored{doc, s})
			equal--
		}
	})
	return out
}

// heap holds the highest scores, the least of them first.
type heap []float64

func (h *heap) push(s float64) {
	*h = append(*h, s)
	x := *h
	for i := len(x) - 1; i > 0 && x[(i-1)/2] > x[i]; i = (i - 1) / 2 {
		x[i], x[(i-1)/2] = x[(i-1)/2], x[i]
	}
}

func (h heap) replace(s float64) {
	h[0] = s
	for i := 0; ; {
		k := 2*i + 1
		if k+1 < len(h) && h[k+1] < h[k] {
			k++
		}
		if k >= len(h) || h[i] <= h[k] {
			return
		}
		h[i], h[k] = h[k], h[i]
		i = k
	}
}
