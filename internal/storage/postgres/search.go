package postgres

import (
	"strconv"
	"strings"

	"entente/internal/search"
	"entente/internal/storage/sqlbase"
)

// searching looks words up in a tsvector with an inverted index. Before a query the
// planner is told not to read the whole table: for frequent words it thinks that quicker.
// Words are put into the index together at the end of a step, five times as quick as one
// by one.
var searching = sqlbase.SearchDialect{
	Number: "doc",
	Found:  "search_words.terms @@ $1::tsquery",
	Match:  match,
	Terms:  terms,
	Join:   "string_agg(%s::text, ',')",
	List:   "jsonb_array_elements_text($1::jsonb)",
	Clear:  []string{`TRUNCATE search_docs, search_postings, search_words`},
	Before: []string{`SET LOCAL enable_seqscan = off`, `SET LOCAL jit = off`},
	After:  []string{`SELECT gin_clean_pending_list('search_words_terms')`},
}

// terms writes a tsvector: words with their places, stems and labels without. Tokens hold
// neither quotation mark nor backslash.
func terms(s *search.Sheet) string {
	places := map[string][]int{}
	for i, w := range s.Sequence {
		if w != search.Gap {
			places[w] = append(places[w], i+1)
		}
	}
	var b strings.Builder
	for w, at := range places {
		b.WriteString("'" + w + "':")
		for i, n := range at {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte(' ')
	}
	for _, t := range s.Bag {
		b.WriteString("'" + t + "' ")
	}
	return b.String()
}

// match writes what is looked up as a tsquery.
func match(m *search.Match) string {
	switch m.Op {
	case search.Has:
		return "'" + m.Tokens[0] + "'"
	case search.Begins:
		return "'" + m.Tokens[0] + "':*"
	case search.Follows:
		return "('" + strings.Join(m.Tokens, "' <-> '") + "')"
	case search.Without:
		return "!(" + match(m.Kids[0]) + ")"
	}
	with := " & "
	if m.Op == search.Any {
		with = " | "
	}
	var parts []string
	for _, k := range m.Kids {
		parts = append(parts, match(k))
	}
	return "(" + strings.Join(parts, with) + ")"
}
