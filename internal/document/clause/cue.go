package clause

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// words splits text into lower-case words of letters and digits. A hyphen inside a word is
// dropped, so that co-operation and cooperation are one word.
func words(text string) []string {
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	runes := []rune(text)
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r):
			b.WriteRune(unicode.ToLower(r))
		case r == '-' && i > 0 && i+1 < len(runes) && unicode.IsLetter(runes[i-1]) && unicode.IsLetter(runes[i+1]):
		default:
			flush()
		}
	}
	flush()
	return out
}

// strength is what a cue says.
type strength int8

const (
	heading strength = iota
	strong
	weak
	against
	strengths
)

// gap is how many words may stand where a cue has ~.
const gap = 6

// cue is one entry of a cue list, ready to match. An element is the set of symbols of which
// a word must have one; an empty element is a gap.
type cue struct {
	clause   int
	strength strength
	text     string
	elements [][]int32
}

// matcher finds the cues of one language in text. Symbols are the words and beginnings of
// words that cues ask for.
type matcher struct {
	cues    []cue
	exact   map[string]int32
	begin   map[string]int32
	longest int
	first   map[int32][]int32 // cues by a symbol of their first element
}

func newMatcher(clauses []Clause, lang string) (*matcher, error) {
	m := &matcher{exact: map[string]int32{}, begin: map[string]int32{}, first: map[int32][]int32{}}
	for i := range clauses {
		c := clauses[i].Cues[lang]
		for s, list := range [][]string{c.Heading, c.Strong, c.Weak, c.Against} {
			for _, text := range list {
				elements := m.parse(text)
				if !wellFormed(elements) {
					return nil, fmt.Errorf("clauses: %s, %s: the cue %q begins or ends with a gap, has two in a row or more than %d, or has no words", clauses[i].ID, lang, text, mostGaps)
				}
				for _, sym := range elements[0] {
					m.first[sym] = append(m.first[sym], int32(len(m.cues)))
				}
				m.cues = append(m.cues, cue{i, strength(s), text, elements})
			}
		}
	}
	return m, nil
}

const mostGaps = 4

// wellFormed tells whether a cue has words around each of its gaps, and not too many of these.
func wellFormed(elements [][]int32) bool {
	gaps, wasGap := 0, true
	for _, e := range elements {
		isGap := len(e) == 0
		if isGap && wasGap {
			return false
		}
		if wasGap = isGap; isGap {
			gaps++
		}
	}
	return !wasGap && gaps <= mostGaps
}

// parse reads a cue: words, a|b, stem*, ~.
func (m *matcher) parse(text string) [][]int32 {
	var out [][]int32
	for _, f := range strings.Fields(text) {
		if f == "~" {
			out = append(out, nil)
			continue
		}
		var set []int32
		for alt := range strings.SplitSeq(f, "|") {
			stem, isStem := strings.CutSuffix(alt, "*")
			for i, w := range words(stem) {
				table := m.exact
				if isStem {
					table = m.begin
				}
				if i > 0 { // a word that splits, such as 24/7, is words in a row
					out, set = append(out, set), nil
				}
				set = append(set, symbol(table, w, len(m.exact)+len(m.begin)))
				m.longest = max(m.longest, len(w))
			}
		}
		if set != nil {
			out = append(out, set)
		}
	}
	return out
}

func symbol(table map[string]int32, w string, next int) int32 {
	if s, ok := table[w]; ok {
		return s
	}
	table[w] = int32(next)
	return int32(next)
}

// symbols returns the symbols that a word has, in order.
func (m *matcher) symbols(w string) []int32 {
	var out []int32
	if s, ok := m.exact[w]; ok {
		out = append(out, s)
	}
	for i := 2; i <= min(len(w), m.longest); i++ {
		if s, ok := m.begin[w[:i]]; ok {
			out = append(out, s)
		}
	}
	return out
}

// hit is a cue found at a word.
type hit struct{ cue, at, end int32 }

// find returns the cues in a row of words given by their symbols, a cue at most once per
// place, in order of place.
func (m *matcher) find(row [][]int32, want func(strength) bool) []hit {
	var out []hit
	for at, syms := range row {
		for _, s := range syms {
			for _, c := range m.first[s] {
				if want(m.cues[c].strength) {
					if end := match(m.cues[c].elements[1:], row, at+1); end >= 0 {
						out = append(out, hit{c, int32(at), int32(end)})
					}
				}
			}
		}
	}
	return out
}

// standing drops the hits that share words with a cue against their clause: may be amended
// says nothing of the agreement where it is memoranda that may be amended.
func (m *matcher) standing(hits []hit) []hit {
	return slices.DeleteFunc(slices.Clone(hits), func(h hit) bool {
		c := &m.cues[h.cue]
		return c.strength != against && slices.ContainsFunc(hits, func(a hit) bool {
			o := &m.cues[a.cue]
			return o.strength == against && o.clause == c.clause && a.at < h.end && h.at < a.end
		})
	})
}

// match tells where the rest of a cue ends that goes on at a place, -1 when it does not.
func match(rest [][]int32, row [][]int32, at int) int {
	for i, e := range rest {
		if len(e) == 0 {
			for skip := 0; skip <= gap; skip++ {
				if end := match(rest[i+1:], row, at+skip); end >= 0 {
					return end
				}
			}
			return -1
		}
		if at >= len(row) || !common(e, row[at]) {
			return -1
		}
		at++
	}
	return at
}

func common(a, b []int32) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}
