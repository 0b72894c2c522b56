package sqlbase

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/search"
)

// SearchDialect is what differs between the engines in looking words up. Each keeps the
// same tokens; how they are asked for is its own.
type SearchDialect struct {
	Number string                     // the column of search_words that holds a document's number
	Found  string                     // the condition that a row of search_words matches $1
	Match  func(*search.Match) string // what Found is given
	Terms  func(*search.Sheet) string // what search_words keeps of a document
	Join   string                     // an aggregate that writes numbers into one text, with commas
	List   string                     // a table of the values of the JSON array $1
	Clear  []string                   // empties search_words
	Before []string                   // said before a query
	After  []string                   // said after words were put, before they are committed
}

// index is the index of search in the store.
type index struct{ s *Store }

// Search returns the index of search that is kept beside the record. It takes no part in
// the log and is left out of copies.
func (s *Store) Search() search.Index { return &index{s} }

// searchState is the one row about the index.
type searchState struct {
	search.Place
	docs, next int64
	languages  []string
}

type rowQueryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func readSearchState(ctx context.Context, q rowQueryer) (st searchState, err error) {
	var seen, languages string
	err = q.QueryRowContext(ctx, `SELECT seq, law, seen, version, docs, next, languages FROM search_state WHERE one = 1`).
		Scan(&st.Seq, &st.Law, &seen, &st.Version, &st.docs, &st.next, &languages)
	st.Seen, st.languages = strings.Fields(seen), strings.Fields(languages)
	return st, err
}

// Place returns what the index holds; see search.Index.
func (x *index) Place(ctx context.Context) (search.Place, error) {
	st, err := readSearchState(ctx, x.s.db)
	return st.Place, x.s.wrap("reading the search index", err)
}

// Groups returns keys of groups; see search.Index.
func (x *index) Groups(ctx context.Context, prefix string) ([]string, error) {
	rows, err := x.s.db.QueryContext(ctx, `SELECT DISTINCT grp FROM search_docs WHERE grp >= $1 AND grp < $2 ORDER BY grp`, prefix, prefix+"\U0010ffff")
	if err != nil {
		return nil, x.s.wrap("reading the search index", err)
	}
	out, err := texts(rows)
	return out, x.s.wrap("reading the search index", err)
}

func texts(rows *sql.Rows) ([]string, error) {
	defer rows.Close()
	out := []string{}
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, rows.Err()
}

// Find asks the index; see search.Index.
func (x *index) Find(ctx context.Context, q search.Query) (search.Page, error) {
	from, until, err := q.Window()
	if err != nil {
		return search.Page{}, err
	}
	tx, err := x.s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: x.s.dialect.Snapshot})
	if err != nil {
		return search.Page{}, x.s.wrap("searching", err)
	}
	defer tx.Rollback()
	f := &finding{d: &x.s.dialect.Search, ctx: ctx, tx: tx, q: &q}
	page, err := f.page(from, until)
	return page, x.s.wrap("searching", err)
}

// finding is one query under way, at one moment of the index.
type finding struct {
	d         *SearchDialect
	ctx       context.Context
	tx        *sql.Tx
	q         *search.Query
	ranking   search.Ranking
	marked    []search.Chunk // the documents that bear each marking
	standings map[ent.InstrumentID]search.Standing
}

// maxTies is how many documents of one score are put in order of their names.
const maxTies = 2000

func (f *finding) page(from, until int) (search.Page, error) {
	page := search.Page{Hits: []search.Hit{}}
	for _, s := range f.d.Before {
		if _, err := f.tx.ExecContext(f.ctx, s); err != nil {
			return page, err
		}
	}
	st, err := readSearchState(f.ctx, f.tx)
	if err != nil {
		return page, err
	}
	f.ranking = search.Ranking{Terms: f.q.Terms, Languages: st.languages, Found: &search.Set{}, Hidden: &search.Set{}}
	if err := f.hide(); err != nil {
		return page, err
	}
	f.ranking.Docs = int(st.docs) - f.ranking.Hidden.Len()
	if err := f.match(); err != nil {
		return page, err
	}
	f.ranking.Hidden.Each(f.ranking.Found.Remove)
	if page.Total = f.ranking.Found.Len(); page.Total == 0 {
		page.Instead, err = f.q.Terms.Instead(st.languages, f.words, f.counts)
		return page, err
	}
	if f.q.Facets {
		if page.Facets, err = f.facets(); err != nil {
			return page, err
		}
	}
	if page.Total <= from {
		return page, nil
	}
	chunks, err := f.postings()
	if err != nil {
		return page, err
	}
	top, err := f.ranking.Top(chunks, until, maxTies)
	if err != nil {
		return page, err
	}
	page.Hits, err = f.hits(top, from, until)
	return page, err
}

// hide finds the documents that the asker may not see.
func (f *finding) hide() error {
	var err error
	if f.marked, err = f.chunks(`token >= $1 AND token < $2`, search.Marking, search.Marking+"\U0010ffff"); err != nil {
		return err
	}
	for _, c := range f.marked {
		if f.q.Sees.Sees(strings.TrimPrefix(c.Token, search.Marking)) {
			continue
		}
		if err := search.Decode(c.Chunk, c.Data, func(doc uint32, _ uint8) { f.ranking.Hidden.Add(doc) }); err != nil {
			return err
		}
	}
	return nil
}

// match has the engine look up which documents match.
func (f *finding) match() error {
	match := f.d.Match(f.q.Terms.Match(f.ranking.Languages))
	on := int64(f.q.Terms.InForce)
	if on == 0 {
		var numbers sql.NullString
		if err := f.tx.QueryRowContext(f.ctx, `SELECT `+f.join("search_words."+f.d.Number)+` FROM search_words WHERE `+f.d.Found, match).Scan(&numbers); err != nil {
			return err
		}
		return addNumbers(f.ranking.Found, numbers.String)
	}
	rows, err := f.tx.QueryContext(f.ctx, `SELECT search_docs.instrument, `+f.join("search_docs.doc")+` FROM search_words JOIN search_docs ON search_docs.doc = search_words.`+f.d.Number+
		` WHERE `+f.d.Found+` AND search_docs.instrument <> '' AND search_docs.valid_from <= $2 AND (search_docs.valid_until = 0 OR search_docs.valid_until > $2) GROUP BY search_docs.instrument`, match, on)
	if err != nil {
		return err
	}
	defer rows.Close()
	f.standings = map[ent.InstrumentID]search.Standing{}
	for rows.Next() {
		var id, numbers string
		if err := rows.Scan(&id, &numbers); err != nil {
			return err
		}
		st := f.q.Standing(ent.InstrumentID(id))
		if st == search.NotInForce {
			continue
		}
		f.standings[ent.InstrumentID(id)] = st
		if err := addNumbers(f.ranking.Found, numbers); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (f *finding) join(column string) string { return fmt.Sprintf(f.d.Join, column) }

// addNumbers reads numbers parted by commas.
func addNumbers(set *search.Set, list string) error {
	n, digits := uint32(0), 0
	for i := range len(list) {
		switch c := list[i]; {
		case c >= '0' && c <= '9':
			n, digits = n*10+uint32(c-'0'), digits+1
		case c == ',' && digits > 0:
			set.Add(n)
			n, digits = 0, 0
		default:
			return fmt.Errorf("%q is no list of numbers", list[:min(len(list), 40)])
		}
	}
	if digits > 0 {
		set.Add(n)
	}
	return nil
}

// facets counts what was found.
func (f *finding) facets() ([]search.Facet, error) {
	chunks, err := f.chunks(`token >= $1 AND token < $2`, search.Counted, search.Counted+"\U0010ffff")
	if err != nil {
		return nil, err
	}
	return f.ranking.Facets(append(chunks, f.marked...))
}

// words reads the words that begin with a letter.
func (f *finding) words(letter string) ([]string, error) {
	rows, err := f.tx.QueryContext(f.ctx, `SELECT DISTINCT token FROM search_postings WHERE token >= $1 AND token < $2`, letter, letter+"\U0010ffff")
	if err != nil {
		return nil, err
	}
	return texts(rows)
}

// counts counts the documents that may be seen and have a token.
func (f *finding) counts(tokens []string) (map[string]int, error) {
	list, err := json.Marshal(tokens)
	if err != nil || len(tokens) == 0 {
		return nil, err
	}
	chunks, err := f.chunks(`token IN (SELECT value FROM `+f.d.List+`)`, string(list))
	if err != nil {
		return nil, err
	}
	out := map[string]int{}
	for _, c := range chunks {
		err := search.Decode(c.Chunk, c.Data, func(doc uint32, _ uint8) {
			if !f.ranking.Hidden.Has(doc) {
				out[c.Token]++
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// postings reads what ranks the documents found.
func (f *finding) postings() ([]search.Chunk, error) {
	tokens, prefixes := f.ranking.Wanted()
	var out []search.Chunk
	if len(tokens) > 0 {
		list, err := json.Marshal(tokens)
		if err != nil {
			return nil, err
		}
		if out, err = f.chunks(`token IN (SELECT value FROM `+f.d.List+`)`, string(list)); err != nil {
			return nil, err
		}
	}
	for _, p := range prefixes {
		more, err := f.chunks(`token >= $1 AND token < $2`, p, p+"\U0010ffff")
		if err != nil {
			return nil, err
		}
		out = append(out, more...)
	}
	return out, nil
}

func (f *finding) chunks(where string, args ...any) ([]search.Chunk, error) {
	rows, err := f.tx.QueryContext(f.ctx, `SELECT token, chunk, data FROM search_postings WHERE `+where, args...)
	if err != nil {
		return nil, err
	}
	return scanChunks(rows)
}

func scanChunks(rows *sql.Rows) ([]search.Chunk, error) {
	defer rows.Close()
	var out []search.Chunk
	for rows.Next() {
		var c search.Chunk
		if err := rows.Scan(&c.Token, &c.Chunk, &c.Data); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// hits reads the documents of the page, those of one score in order of their names.
func (f *finding) hits(top []search.Scored, from, until int) ([]search.Hit, error) {
	numbers := make([]uint32, len(top))
	for i := range top {
		numbers[i] = top[i].Doc
	}
	names, err := f.column("name", numbers)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(top, func(a, b search.Scored) int {
		if a.Score != b.Score {
			if a.Score > b.Score {
				return -1
			}
			return 1
		}
		return strings.Compare(names[a.Doc], names[b.Doc])
	})
	top = top[min(from, len(top)):min(until, len(top))]
	numbers = numbers[:0]
	for i := range top {
		numbers = append(numbers, top[i].Doc)
	}
	bodies, err := f.column("body", numbers)
	if err != nil {
		return nil, err
	}
	out, show := []search.Hit{}, search.NewShow(f.q.Terms, f.ranking.Languages)
	for _, t := range top {
		var d search.Doc
		if err := json.Unmarshal([]byte(bodies[t.Doc]), &d); err != nil {
			return nil, fmt.Errorf("document %d of the search index: %w", t.Doc, err)
		}
		out = append(out, show.Hit(d, t.Score, f.standings[d.Instrument]))
	}
	return out, nil
}

// column reads one column of documents by their number.
func (f *finding) column(name string, numbers []uint32) (map[uint32]string, error) {
	list, err := json.Marshal(numbers)
	if err != nil {
		return nil, err
	}
	rows, err := f.tx.QueryContext(f.ctx, `SELECT doc, `+name+` FROM search_docs WHERE doc IN (SELECT CAST(value AS BIGINT) FROM `+f.d.List+`)`, string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make(map[uint32]string, len(numbers))
	for rows.Next() {
		var n uint32
		var s string
		if err := rows.Scan(&n, &s); err != nil {
			return nil, err
		}
		out[n] = s
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	if len(out) < len(numbers) {
		return nil, ent.Errorf(ent.Internal, "the search index lacks %s documents that it found; build it again: entente search rebuild", strconv.Itoa(len(numbers)-len(out)))
	}
	return out, nil
}
