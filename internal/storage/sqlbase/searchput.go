package sqlbase

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"entente/internal/search"
)

// Clear makes the index empty; see search.Index.
func (x *index) Clear(ctx context.Context) error {
	return x.change(ctx, "emptying the search index", func(tx *sql.Tx) error {
		all := append([]string{`UPDATE search_state SET seq = -1, law = '', seen = '', version = 0, docs = 0, next = 0, languages = '' WHERE one = 1`}, x.s.dialect.Search.Clear...)
		for _, s := range all {
			if _, err := tx.ExecContext(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// Put takes the place of groups; see search.Index. Words are cut before the transaction
// begins, so that whoever appends to the record waits for the writing alone.
func (x *index) Put(ctx context.Context, from, to search.Place, groups ...search.Group) error {
	p := &putting{d: &x.s.dialect, ctx: ctx, from: from, to: to, changes: map[slot][]search.Posting{}}
	for i := range groups {
		es, err := p.analyst.Entries(&groups[i])
		if err != nil {
			return err
		}
		p.keys = append(p.keys, groups[i].Key)
		for _, e := range es {
			body, err := json.Marshal(e.Doc)
			if err != nil {
				return err
			}
			p.entries = append(p.entries, placed{Entry: e, group: groups[i].Key, body: string(body)})
		}
	}
	return x.change(ctx, "taking texts into the search index", func(tx *sql.Tx) error {
		p.tx = tx
		return p.all()
	})
}

func (x *index) change(ctx context.Context, doing string, f func(*sql.Tx) error) error {
	defer x.s.takeTurn()()
	tx, err := x.s.db.BeginTx(ctx, x.s.dialect.Begin)
	if err != nil {
		return x.s.wrap(doing, err)
	}
	if err = f(tx); err == nil {
		err = tx.Commit()
	}
	if err == search.ErrMoved {
		return errors.Join(rollback(tx), err)
	}
	if err != nil {
		return x.s.wrap(doing, errors.Join(err, rollback(tx)))
	}
	return nil
}

// placed is an entry with its group and number.
type placed struct {
	search.Entry
	group, body string
	number      uint32
	kept        bool // it stands in the index as it is
}

// slot is one row of postings.
type slot struct {
	token string
	chunk uint32
}

// putting is one transaction that changes the index.
type putting struct {
	d        *Dialect
	ctx      context.Context
	tx       *sql.Tx
	from, to search.Place
	state    searchState
	analyst  search.Analyst
	keys     []string
	entries  []placed
	gone     []uint32 // numbers of documents that stand no longer as they stood
	changes  map[slot][]search.Posting
}

func (p *putting) all() error {
	for _, step := range []func() error{p.begin, p.compare, p.postings, p.texts, p.end} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// begin takes the row of the index, which whoever changes it must hold.
func (p *putting) begin() error {
	res, err := p.tx.ExecContext(p.ctx, `UPDATE search_state SET seq = $1, law = $2, seen = $3, version = $4 WHERE one = 1 AND seq = $5 AND law = $6 AND version = $7`,
		p.to.Seq, p.to.Law, strings.Join(p.to.Seen, "\n"), p.to.Version, p.from.Seq, p.from.Law, p.from.Version)
	if err != nil {
		return err
	}
	switch n, err := res.RowsAffected(); {
	case err != nil:
		return err
	case n == 0:
		return search.ErrMoved
	}
	p.state, err = readSearchState(p.ctx, p.tx)
	return err
}

// compare reads what stands in the groups and works out what changes. A document that
// stays the same is left alone, one that changes keeps its number.
func (p *putting) compare() error {
	by := make(map[string]*placed, len(p.entries))
	for i := range p.entries {
		by[p.entries[i].Key] = &p.entries[i]
	}
	old, err := p.standing()
	if err != nil {
		return err
	}
	had := map[string]bool{}
	for _, o := range old {
		e := by[o.Key]
		if e != nil && e.body == o.body {
			e.number, e.kept, had[o.Key] = o.number, true, true
			continue
		}
		p.gone = append(p.gone, o.number)
		var d search.Doc
		if err := json.Unmarshal([]byte(o.body), &d); err != nil {
			return err
		}
		before, after := p.analyst.Again(&d).Impact, map[string]uint8{}
		if e != nil {
			e.number, had[o.Key], after = o.number, true, e.Impact
		}
		p.differ(o.number, before, after)
	}
	for i := range p.entries {
		if e := &p.entries[i]; !had[e.Key] {
			e.number = uint32(p.state.next)
			p.state.next++
			p.differ(e.number, nil, e.Impact)
		}
	}
	p.state.docs += int64(len(p.entries) - len(old))
	return nil
}

// differ notes which postings of a document change.
func (p *putting) differ(number uint32, before, after map[string]uint8) {
	chunk := number / search.ChunkDocs
	for t := range before {
		if after[t] == 0 {
			p.changes[slot{t, chunk}] = append(p.changes[slot{t, chunk}], search.Posting{Doc: number})
		}
	}
	for t, i := range after {
		if before[t] != i {
			p.changes[slot{t, chunk}] = append(p.changes[slot{t, chunk}], search.Posting{Doc: number, Impact: i})
		}
	}
}

// standing reads the documents of the groups as they stand.
func (p *putting) standing() ([]placed, error) {
	list, err := json.Marshal(p.keys)
	if err != nil {
		return nil, err
	}
	rows, err := p.tx.QueryContext(p.ctx, `SELECT doc, grp, name, body FROM search_docs WHERE grp IN (SELECT value FROM `+p.d.Search.List+`)`, string(list))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []placed
	for rows.Next() {
		var o placed
		if err := rows.Scan(&o.number, &o.group, &o.Key, &o.body); err != nil {
			return nil, err
		}
		out = append(out, o)
	}
	return out, rows.Err()
}

// postings writes the rows of postings that change, chunk by chunk.
func (p *putting) postings() error {
	chunks := map[uint32][]string{}
	for s := range p.changes {
		chunks[s.chunk] = append(chunks[s.chunk], s.token)
	}
	out := rows{into: "search_postings (token, chunk, data)", width: 3}
	for chunk, tokens := range chunks {
		slices.Sort(tokens)
		list, err := json.Marshal(tokens)
		if err != nil {
			return err
		}
		have, err := p.chunk(chunk, string(list))
		if err != nil {
			return err
		}
		for _, t := range tokens {
			data, err := search.Change(chunk, have[t], p.changes[slot{t, chunk}])
			if err != nil {
				return err
			}
			if len(data) > 0 {
				out.add(t, int64(chunk), data)
			}
		}
	}
	return out.flush(p.ctx, p.tx, p.d.Mark)
}

// chunk reads the rows of one chunk that change, and takes them out.
func (p *putting) chunk(chunk uint32, tokens string) (map[string][]byte, error) {
	where := ` WHERE chunk = $2 AND token IN (SELECT value FROM ` + p.d.Search.List + `)`
	rows, err := p.tx.QueryContext(p.ctx, `SELECT token, chunk, data FROM search_postings`+where, tokens, int64(chunk))
	if err != nil {
		return nil, err
	}
	have, err := scanChunks(rows)
	if err != nil {
		return nil, err
	}
	out := make(map[string][]byte, len(have))
	for _, c := range have {
		out[c.Token] = c.Data
	}
	if len(have) > 0 {
		_, err = p.tx.ExecContext(p.ctx, `DELETE FROM search_postings`+where, tokens, int64(chunk))
	}
	return out, err
}

// texts writes the documents and their words.
func (p *putting) texts() error {
	list, err := json.Marshal(p.gone)
	if err != nil {
		return err
	}
	if len(p.gone) > 0 {
		for _, from := range []string{"search_docs WHERE doc", "search_words WHERE " + p.d.Search.Number} {
			if _, err := p.tx.ExecContext(p.ctx, `DELETE FROM `+from+` IN (SELECT CAST(value AS BIGINT) FROM `+p.d.Search.List+`)`, string(list)); err != nil {
				return err
			}
		}
	}
	docs := rows{into: "search_docs (doc, grp, name, instrument, valid_from, valid_until, body)", width: 7}
	words := rows{into: "search_words (" + p.d.Search.Number + ", terms)", width: 2}
	for i := range p.entries {
		e := &p.entries[i]
		if e.kept {
			continue
		}
		stands := e.Doc.Stands()
		docs.add(int64(e.number), e.group, e.Key, string(e.Doc.Instrument), int64(stands.From), int64(stands.Until), e.body)
		words.add(int64(e.number), p.d.Search.Terms(e.Sheet))
	}
	if err := docs.flush(p.ctx, p.tx, p.d.Mark); err != nil {
		return err
	}
	if err := words.flush(p.ctx, p.tx, p.d.Mark); err != nil {
		return err
	}
	return p.say(p.d.Search.After)
}

func (p *putting) say(statements []string) error {
	for _, s := range statements {
		if _, err := p.tx.ExecContext(p.ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (p *putting) end() error {
	for i := range p.entries {
		if l := p.entries[i].Stemmed(); l != "" && !slices.Contains(p.state.languages, l) {
			p.state.languages = append(p.state.languages, l)
		}
	}
	slices.Sort(p.state.languages)
	_, err := p.tx.ExecContext(p.ctx, `UPDATE search_state SET docs = $1, next = $2, languages = $3 WHERE one = 1`, p.state.docs, p.state.next, strings.Join(p.state.languages, "\n"))
	return err
}
