package search

import (
	"context"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	ent "entente"
)

// Memory is an index in memory: for the shipped law without a store, and the measure that
// the stores are held to.
type Memory struct {
	mu      sync.RWMutex
	place   Place
	groups  map[string][]Entry
	analyst Analyst

	entries   []Entry // numbered; empty after a change
	languages []string
}

// NewMemory returns an empty index.
func NewMemory() *Memory {
	return &Memory{place: Place{Seq: -1}, groups: map[string][]Entry{}}
}

// Place returns what the index holds.
func (m *Memory) Place(context.Context) (Place, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.place, nil
}

// Put takes the place of groups; see Index.
func (m *Memory) Put(_ context.Context, from, to Place, groups ...Group) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !from.Same(m.place) {
		return ErrMoved
	}
	next := maps.Clone(m.groups)
	for i := range groups {
		es, err := m.analyst.Entries(&groups[i])
		if err != nil {
			return err
		}
		if next[groups[i].Key] = es; len(es) == 0 {
			delete(next, groups[i].Key)
		}
	}
	m.groups, m.place, m.entries = next, to, nil
	return nil
}

// Groups returns keys; see Index.
func (m *Memory) Groups(_ context.Context, prefix string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	out := []string{}
	for k := range m.groups {
		if strings.HasPrefix(k, prefix) {
			out = append(out, k)
		}
	}
	sort.Strings(out)
	return out, nil
}

// Clear makes the index empty.
func (m *Memory) Clear(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.place, m.groups, m.entries = Place{Seq: -1}, map[string][]Entry{}, nil
	return nil
}

// number gives the entries numbers, in the order of their keys.
func (m *Memory) number() ([]Entry, []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.entries == nil {
		languages := map[string]bool{}
		for _, es := range m.groups {
			m.entries = append(m.entries, es...)
			for _, e := range es {
				if l := e.Stemmed(); l != "" {
					languages[l] = true
				}
			}
		}
		slices.SortFunc(m.entries, func(a, b Entry) int { return strings.Compare(a.Key, b.Key) })
		m.languages = slices.Sorted(maps.Keys(languages))
	}
	return m.entries, m.languages
}

// Find looks at every document; see Index.
func (m *Memory) Find(_ context.Context, q Query) (Page, error) {
	from, until, err := q.Window()
	if err != nil {
		return Page{}, err
	}
	entries, languages := m.number()
	r := &Ranking{Terms: q.Terms, Languages: languages, Found: &Set{}}
	match := q.Terms.Match(languages)
	standings := map[ent.InstrumentID]Standing{}
	for i, e := range entries {
		if !q.Sees.Sees(e.Doc.Classified) {
			continue
		}
		r.Docs++
		if e.Has(match) && q.stands(e.Doc, standings) {
			r.Found.Add(uint32(i))
		}
	}
	tokens, prefixes := r.Wanted()
	top, err := r.Top(m.chunks(entries, q.Sees, tokens, prefixes), until, len(entries))
	if err != nil {
		return Page{}, err
	}
	slices.SortStableFunc(top, func(a, b Scored) int { return compareScores(a.Score, b.Score) })
	page, show := Page{Total: r.Found.Len(), Hits: []Hit{}}, NewShow(q.Terms, languages)
	if page.Total == 0 {
		page.Instead, err = q.Terms.Instead(languages, m.words(entries), m.counts(entries, q.Sees))
		return page, err
	}
	if q.Facets {
		if page.Facets, err = r.Facets(m.chunks(entries, q.Sees, nil, []string{Counted, Marking})); err != nil {
			return Page{}, err
		}
	}
	for _, s := range top[min(from, len(top)):min(until, len(top))] {
		d := entries[s.Doc].Doc
		page.Hits = append(page.Hits, show.Hit(*d, s.Score, standings[d.Instrument]))
	}
	return page, nil
}

func compareScores(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// stands asks whether a document is in force as the query wants it.
func (q *Query) stands(d *Doc, known map[ent.InstrumentID]Standing) bool {
	on := q.Terms.InForce
	if on == 0 {
		return true
	}
	if stands := d.Stands(); d.Instrument == "" || !stands.Contains(on) {
		return false
	}
	s, ok := known[d.Instrument]
	if !ok {
		s = q.Standing(d.Instrument)
		known[d.Instrument] = s
	}
	return s != NotInForce
}

// words returns the words that begin with a letter.
func (m *Memory) words(entries []Entry) func(string) ([]string, error) {
	return func(letter string) ([]string, error) {
		out := map[string]bool{}
		for _, e := range entries {
			for t := range e.Impact {
				if strings.HasPrefix(t, letter) {
					out[t] = true
				}
			}
		}
		return slices.Collect(maps.Keys(out)), nil
	}
}

// counts counts the documents that may be seen.
func (m *Memory) counts(entries []Entry, sees Clearance) func([]string) (map[string]int, error) {
	return func(tokens []string) (map[string]int, error) {
		out := map[string]int{}
		for _, e := range entries {
			if !sees.Sees(e.Doc.Classified) {
				continue
			}
			for _, t := range tokens {
				if e.Impact[t] > 0 {
					out[t]++
				}
			}
		}
		return out, nil
	}
}

// chunks makes the postings of the tokens that rank or are counted.
func (m *Memory) chunks(entries []Entry, sees Clearance, tokens, prefixes []string) []Chunk {
	by := map[string]map[uint32][]Posting{}
	for i, e := range entries {
		if !sees.Sees(e.Doc.Classified) {
			continue
		}
		for t, impact := range e.Impact {
			if slices.Contains(tokens, t) || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(t, p) }) {
				n := uint32(i / ChunkDocs)
				if by[t] == nil {
					by[t] = map[uint32][]Posting{}
				}
				by[t][n] = append(by[t][n], Posting{uint32(i), impact})
			}
		}
	}
	var out []Chunk
	for t, cs := range by {
		for n, ps := range cs {
			out = append(out, Chunk{t, n, Encode(n, ps)})
		}
	}
	return out
}

// Has reports whether a document matches.
func (s *Sheet) Has(m *Match) bool {
	switch m.Op {
	case Has:
		t := m.Tokens[0]
		if t[0] == '~' || t[0] == '+' || t[0] == '=' {
			_, ok := slices.BinarySearch(s.Bag, t)
			return ok
		}
		return s.Impact[t] > 0
	case Begins:
		return slices.ContainsFunc(s.Sequence, func(t string) bool { return strings.HasPrefix(t, m.Tokens[0]) })
	case Follows:
		return s.follows(m.Tokens)
	case Any:
		return slices.ContainsFunc(m.Kids, s.Has)
	case Without:
		return !s.Has(m.Kids[0])
	}
	return !slices.ContainsFunc(m.Kids, func(k *Match) bool { return !s.Has(k) })
}

func (s *Sheet) follows(tokens []string) bool {
	for i := 0; i+len(tokens) <= len(s.Sequence); i++ {
		if s.Sequence[i] == tokens[0] && slices.Equal(s.Sequence[i:i+len(tokens)], tokens) {
			return true
		}
	}
	return false
}
