package search

import (
	"cmp"
	"entente/internal/search/lexeme"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Suggestion is what may have been meant by a word that stands nowhere: at most three words
// of documents that the asker may see, the nearest first.
type Suggestion struct {
	Word    string   `json:"word"`
	Instead []string `json:"instead"`
}

// In returns the query with the word that is suggested first, or as it was where the word
// does not stand in it.
func (s *Suggestion) In(query string) string {
	for _, w := range lexeme.Words(query) {
		if w.Raw == s.Word {
			return query[:w.From] + s.Instead[0] + query[w.Until:]
		}
	}
	return query
}

// The limits of suggestions.
const (
	maxMisspelt = 4 // words of a query that are looked at
	minMisspelt = 4 // letters that such a word has
	maxInstead  = 3
)

// Instead suggests words for those of the query that stand in no document. begin returns
// the words of the index that begin with a letter, count in how many documents that the
// asker may see each token stands; tokens that stand in none may be left out.
func (t *Terms) Instead(languages []string, begin func(letter string) ([]string, error), count func(tokens []string) (map[string]int, error)) ([]Suggestion, error) {
	var out []Suggestion
	for _, k := range t.misspelt() {
		tokens := k.tokens(languages)
		have, err := count(tokens)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(tokens, func(t string) bool { return have[t] > 0 }) {
			continue
		}
		w := k.words[0].Exact
		_, n := utf8.DecodeRuneInString(w)
		words, err := begin(w[:n])
		if err != nil {
			return nil, err
		}
		words = slices.DeleteFunc(words, func(c string) bool { return apart(w, c) > allowed(w) })
		if have, err = count(words); err != nil {
			return nil, err
		}
		if s := nearest(w, words, have); len(s) > 0 {
			out = append(out, Suggestion{k.words[0].Raw, s})
		}
	}
	return out, nil
}

// misspelt returns the single words of the query that may be written wrongly.
func (t *Terms) misspelt() []*term {
	var out []*term
	t.root.wanted(func(k *term) {
		if k.op == opWord && len(out) < maxMisspelt && utf8.RuneCountInString(k.words[0].Exact) >= minMisspelt && !strings.ContainsFunc(k.words[0].Exact, unicode.IsNumber) {
			out = append(out, k)
		}
	})
	return out
}

// nearest picks of words the nearest, then those that most documents have.
func nearest(w string, words []string, have map[string]int) []string {
	words = slices.DeleteFunc(words, func(c string) bool { return have[c] == 0 })
	slices.SortFunc(words, func(a, b string) int {
		return cmp.Or(apart(w, a)-apart(w, b), have[b]-have[a], strings.Compare(a, b))
	})
	words = slices.Compact(words)
	return words[:min(len(words), maxInstead)]
}

// allowed is by how many slips a word may differ.
func allowed(w string) int {
	if utf8.RuneCountInString(w) < 6 {
		return 1
	}
	return 2
}

// apart counts the slips between two words: a letter more, less or another, or two that
// changed places. More than two are not told apart.
func apart(a, b string) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > 2 || d < -2 {
		return 3
	}
	rows := [3][]int{make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		now, last, before := rows[i%3], rows[(i+2)%3], rows[(i+1)%3]
		now[0] = i
		for j := 1; j <= len(y); j++ {
			now[j] = last[j-1]
			if x[i-1] != y[j-1] {
				now[j] = 1 + min(last[j-1], last[j], now[j-1])
			}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				now[j] = min(now[j], before[j-2]+1)
			}
		}
	}
	return min(rows[len(x)%3][len(y)], 3)
}
