package compare

import (
	"sort"
)

// Library finds the provisions that are worded most like a given one, among many. Texts are
// added, then Seal is called once; after that it may be asked by several at a time.
type Library struct {
	dict     *dictionary
	labels   []string
	counts   [][]counted
	postings [][]posting // per word
}

type counted struct {
	id int32
	n  int32
}

type posting struct {
	text   int32
	weight float32
}

// NewLibrary returns a library without texts.
func NewLibrary() *Library { return &Library{dict: newDictionary()} }

// Add puts a text into the library under a label of the caller's, such as the instrument and
// the number of the article.
func (l *Library) Add(label, text string) {
	l.labels = append(l.labels, label)
	var list []counted
	for id, n := range l.dict.count(text, true) {
		list = append(list, counted{id, int32(n)})
	}
	l.counts = append(l.counts, list)
}

// Seal weighs the words, once all texts are known.
func (l *Library) Seal() {
	l.postings = make([][]posting, len(l.dict.names))
	for id, n := range l.dict.in {
		l.postings[id] = make([]posting, 0, n)
	}
	for i, list := range l.counts {
		counts := make(map[int32]int, len(list))
		for _, c := range list {
			counts[c.id] = int(c.n)
		}
		for _, t := range l.dict.vector(counts) {
			l.postings[t.id] = append(l.postings[t.id], posting{int32(i), t.weight})
		}
	}
	l.counts = nil
}

// Like is a provision worded like the one asked about.
type Like struct {
	Label  string   `json:"label"`
	Score  float64  `json:"score"`  // cosine, from 0 to 1
	Shared []string `json:"shared"` // the words that count most for it, at most ten
}

// Nearest returns the k texts most like the given one, the most alike first; texts that
// share no word with it are not returned. Equal scores stand in the order of adding.
func (l *Library) Nearest(text string, k int) []Like {
	query := l.dict.vector(l.dict.count(text, false))
	scores := make([]float32, len(l.labels))
	for _, t := range query {
		for _, p := range l.postings[t.id] {
			scores[p.text] += t.weight * p.weight
		}
	}
	best := top(scores, k)
	out := make([]Like, 0, len(best))
	for _, i := range best {
		out = append(out, Like{Label: l.labels[i], Score: min(1, float64(scores[i])), Shared: l.shared(query, i)})
	}
	return out
}

// top returns the places of the k highest scores above zero.
func top(scores []float32, k int) []int32 {
	best := make([]int32, 0, k+1)
	for i, s := range scores {
		if s <= 0 || k <= 0 || len(best) == k && s <= scores[best[k-1]] {
			continue
		}
		at := sort.Search(len(best), func(j int) bool { return scores[best[j]] < s })
		best = append(best, 0)
		copy(best[at+1:], best[at:])
		best[at] = int32(i)
		if len(best) > k {
			best = best[:k]
		}
	}
	return best
}

// shared lists the words that make two texts alike, the weightiest first.
func (l *Library) shared(query []term, text int32) []string {
	type part struct {
		word   string
		weight float32
	}
	var parts []part
	for _, t := range query {
		list := l.postings[t.id]
		i := sort.Search(len(list), func(i int) bool { return list[i].text >= text })
		if i < len(list) && list[i].text == text {
			parts = append(parts, part{l.dict.names[t.id], t.weight * list[i].weight})
		}
	}
	sort.Slice(parts, func(i, j int) bool {
		if parts[i].weight != parts[j].weight {
			return parts[i].weight > parts[j].weight
		}
		return parts[i].word < parts[j].word
	})
	var out []string
	for _, p := range parts[:min(10, len(parts))] {
		out = append(out, p.word)
	}
	return out
}

// Len is how many texts the library has.
func (l *Library) Len() int { return len(l.labels) }
