package search

import (
	"entente/internal/search/lexeme"
	"slices"
	"strings"
)

// The passages shown of a text.
const (
	maxPassages  = 2
	passageWords = 40
)

// seeker tells which words of a text a query looked for.
type seeker struct {
	words    map[string]bool // exact words and stems
	phrases  [][]string
	prefixes []string
	a        analyst
}

func newSeeker(t *Terms, languages []string) *seeker {
	s := &seeker{words: map[string]bool{}}
	t.root.wanted(func(k *term) {
		switch k.op {
		case opPrefix:
			s.prefixes = append(s.prefixes, k.token)
		case opPhrase:
			s.phrases = append(s.phrases, k.tokens(nil))
		default:
			for _, token := range k.tokens(languages) {
				s.words[token] = true
			}
		}
	})
	return s
}

// hits tells for each word what it was found as; "" for what was not looked for.
func (s *seeker) hits(words []lexeme.Word, language string) []string {
	out := make([]string, len(words))
	for i := range words {
		w := &words[i]
		if s.words[w.Exact] {
			out[i] = w.Exact
		} else if t := s.a.stem(language, w); t != "" && s.words[t] {
			out[i] = t
		}
		for _, p := range s.prefixes {
			if strings.HasPrefix(w.Exact, p) {
				out[i] = p
			}
		}
	}
	for _, p := range s.phrases {
		for i := 0; i+len(p) <= len(words); i++ {
			if slices.EqualFunc(p, words[i:i+len(p)], func(t string, w lexeme.Word) bool { return w.Exact == t }) {
				for k := range p {
					out[i+k] = p[k]
				}
			}
		}
	}
	return out
}

// marks joins the words that were looked for into runs of bytes, counted from a place.
func marks(words []lexeme.Word, hits []string, from int) []Mark {
	out := []Mark{}
	for i := range words {
		if hits[i] == "" {
			continue
		}
		m := Mark{words[i].From - from, words[i].Until - from}
		if n := len(out); n > 0 && out[n-1].Until == m.From {
			out[n-1].Until = m.Until // of a writing without blanks
		} else {
			out = append(out, m)
		}
	}
	return out
}

// show makes the marks in a title, and the passages of a text that say most of what was
// looked for; of a text in which nothing stands, its beginning.
func (s *seeker) show(d *Doc) (title []Mark, passages []Passage) {
	language := lexeme.Primary(d.Language)
	words := lexeme.Words(d.Title)
	title = marks(words, s.hits(words, language), 0)
	words = lexeme.Words(d.Text)
	hits := s.hits(words, language)
	passages = []Passage{}
	for _, w := range windows(hits) {
		p := Passage{At: words[w.from].From}
		if w.from == 0 {
			p.At = 0
		}
		end := len(d.Text)
		if w.until < len(words) {
			end = words[w.until-1].Until
		}
		p.Text = d.Text[p.At:end]
		p.Marks = marks(words[w.from:w.until], hits[w.from:w.until], p.At)
		passages = append(passages, p)
	}
	return title, passages
}

// window is the words from one up to another.
type window struct{ from, until int }

// windows returns the passages shown: those with the most different words looked for, then
// the most words, then the first. They do not overlap.
func windows(hits []string) []window {
	var out []window
	taken := make([]bool, len(hits))
	for len(out) < maxPassages {
		best, worth := -1, 0
		for i := range hits {
			if hits[i] == "" || taken[i] {
				continue
			}
			if w := worthOf(hits[i:min(i+passageWords*3/4, len(hits))], taken[i:]); w > worth {
				best, worth = i, w
			}
		}
		if best < 0 {
			break
		}
		w := window{best, best}
		for w.from > 0 && w.from > best-passageWords/4 && !taken[w.from-1] {
			w.from--
		}
		for ; w.until < min(w.from+passageWords, len(hits)) && !taken[w.until]; w.until++ {
			taken[w.until] = true
		}
		out = append(out, w)
	}
	if len(out) == 0 && len(hits) > 0 {
		out = append(out, window{0, min(passageWords, len(hits))})
	}
	slices.SortFunc(out, func(a, b window) int { return a.from - b.from })
	return out
}

func worthOf(hits []string, taken []bool) int {
	var seen []string
	n := 0
	for i, h := range hits {
		if h == "" || taken[i] {
			continue
		}
		n++
		if !slices.Contains(seen, h) {
			seen = append(seen, h)
		}
	}
	return 1000*len(seen) + n
}
