package sqlite

import (
	"strings"

	"entente/internal/search"
	"entente/internal/storage/sqlbase"
)

// searching looks words up with FTS5.
var searching = sqlbase.SearchDialect{
	Number: "rowid",
	Found:  "search_words MATCH $1",
	Match:  match,
	Terms:  terms,
	Join:   "group_concat(%s)",
	List:   "json_each($1)",
	Clear:  []string{`DELETE FROM search_docs`, `DELETE FROM search_postings`, `INSERT INTO search_words (search_words) VALUES ('delete-all')`},
}

// terms writes the words in order, then stems and labels, parted by blanks.
func terms(s *search.Sheet) string {
	return strings.Join(s.Sequence, " ") + " " + search.Gap + " " + strings.Join(s.Bag, " ")
}

// match writes what is looked up in the language of FTS5, where NOT stands between two
// sides only. Tokens hold no quotation mark.
func match(m *search.Match) string {
	switch m.Op {
	case search.Has:
		return `"` + m.Tokens[0] + `"`
	case search.Begins:
		return `"` + m.Tokens[0] + `" *`
	case search.Follows:
		return `"` + strings.Join(m.Tokens, " ") + `"`
	case search.Any:
		return joined(m.Kids, " OR ")
	}
	var wanted, not []*search.Match
	for _, k := range m.Kids {
		if k.Op == search.Without {
			not = append(not, k.Kids[0])
		} else {
			wanted = append(wanted, k)
		}
	}
	if len(not) == 0 {
		return joined(wanted, " AND ")
	}
	return "(" + joined(wanted, " AND ") + " NOT " + joined(not, " OR ") + ")"
}

func joined(kids []*search.Match, with string) string {
	parts := make([]string, len(kids))
	for i, k := range kids {
		parts[i] = match(k)
	}
	return "(" + strings.Join(parts, with) + ")"
}
