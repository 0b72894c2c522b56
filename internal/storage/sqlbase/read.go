package sqlbase

import (
	"context"
	"database/sql"
	"math"
	"strconv"
	"strings"
	"time"

	ent "entente"
	"entente/internal/record"
)

const columns = `seq, kind, id, subject, valid_from, valid_until, at, actor, reason, replaces, replaced_by, replaced_at, withdrawn, classified, body, salt`

// bareColumns are those without body and salt.
const bareColumns = `seq, kind, id, subject, valid_from, valid_until, at, actor, reason, replaces, replaced_by, replaced_at, withdrawn, classified`

// Find returns the versions a query selects; see record.Store.
func (s *Store) Find(ctx context.Context, q record.Query) ([]record.Version, error) {
	w := &where{}
	w.text("kind", string(q.Kind))
	w.text("id", q.ID)
	w.text("subject", q.Subject)
	if q.ValidOn != 0 {
		n := w.arg(int64(q.ValidOn))
		w.and("valid_from <= " + n + " AND (valid_until = 0 OR valid_until > " + n + ")")
	}
	known := int64(math.MaxInt64)
	switch {
	case q.Every:
	case q.Known.IsZero():
		w.and("replaced_by = -1 AND withdrawn = 0")
	default:
		known = q.Known.UnixMicro()
		n := w.arg(known)
		w.and("at <= " + n + " AND (replaced_by = -1 OR replaced_at > " + n + ") AND withdrawn = 0")
	}
	w.and("seq >= " + w.arg(q.From))
	limit := q.Limit
	if limit <= 0 || limit > record.MaxChanges {
		limit = record.MaxChanges
	}
	selected := columns
	if q.Bare {
		selected = bareColumns
	}
	return s.versions(ctx, known, `SELECT `+selected+` FROM versions WHERE `+w.b.String()+` ORDER BY seq LIMIT `+w.arg(limit), w.args...)
}

// History returns every version of one thing; see record.Store.
func (s *Store) History(ctx context.Context, kind record.Kind, id string) ([]record.Version, error) {
	return s.versions(ctx, math.MaxInt64, `SELECT `+columns+` FROM versions WHERE kind = $1 AND id = $2 ORDER BY seq`, string(kind), id)
}

// Since returns every version after a place in the log; see record.Store.
func (s *Store) Since(ctx context.Context, seq int64, limit int) ([]record.Version, error) {
	return s.versions(ctx, math.MaxInt64, `SELECT `+columns+` FROM versions WHERE seq > $1 ORDER BY seq LIMIT $2`, seq, limit)
}

// SeqAt returns the place in the log of the last version recorded up to a moment, -1 when
// there is none. Recorded times rise with the place.
func (s *Store) SeqAt(ctx context.Context, known time.Time) (int64, error) {
	size, err := s.Size(ctx)
	if err != nil {
		return 0, err
	}
	lo, hi := int64(0), size // versions before lo were recorded by then, those from hi on later
	for lo < hi {
		m := (lo + hi) / 2
		var at int64
		if err := s.db.QueryRowContext(ctx, `SELECT at FROM versions WHERE seq = $1`, m).Scan(&at); err != nil {
			return 0, s.wrap("reading the record", err)
		}
		if at <= known.UnixMicro() {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo - 1, nil
}

// LastOf returns the place in the log, up to seq, of the last version of some kinds, -1
// when there is none.
func (s *Store) LastOf(ctx context.Context, seq int64, kinds ...record.Kind) (int64, error) {
	last := int64(-1)
	for _, k := range kinds {
		var n sql.NullInt64
		if err := s.db.QueryRowContext(ctx, `SELECT max(seq) FROM versions WHERE kind = $1 AND seq <= $2`, string(k), seq).Scan(&n); err != nil {
			return 0, s.wrap("reading the record", err)
		}
		if n.Valid {
			last = max(last, n.Int64)
		}
	}
	return last, nil
}

// versions reads rows; what was superseded after the moment known counts as current.
func (s *Store) versions(ctx context.Context, known int64, query string, args ...any) ([]record.Version, error) {
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, s.wrap("reading the record", err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return nil, s.wrap("reading the record", err)
	}
	var out []record.Version
	for rows.Next() {
		v, err := scan(rows, len(names), known)
		if err != nil {
			return nil, s.wrap("reading the record", err)
		}
		out = append(out, v)
	}
	return out, s.wrap("reading the record", rows.Err())
}

func scan(rows *sql.Rows, width int, known int64) (record.Version, error) {
	var v record.Version
	var kind, by string
	var from, until, at, replacedAt, withdrawn int64
	to := [...]any{&v.Seq, &kind, &v.ID, &v.Subject, &from, &until, &at, &by, &v.Reason, &v.Replaces, &v.ReplacedBy, &replacedAt, &withdrawn, &v.Classified, &v.Body, &v.Salt}
	err := rows.Scan(to[:width]...)
	v.Kind, v.By = record.Kind(kind), ent.Actor(by)
	v.Valid = ent.Period{From: ent.Date(from), Until: ent.Date(until)}
	v.At, v.Withdrawn = time.UnixMicro(at).UTC(), withdrawn != 0
	if v.ReplacedBy >= 0 {
		v.ReplacedAt = time.UnixMicro(replacedAt).UTC()
	}
	if replacedAt > known {
		v.ReplacedBy, v.ReplacedAt = -1, time.Time{}
	}
	if len(v.Salt) == 0 {
		v.Salt = nil
	}
	return v, err
}

// where gathers conditions and their arguments.
type where struct {
	b    strings.Builder
	args []any
}

func (w *where) arg(x any) string {
	w.args = append(w.args, x)
	return "$" + strconv.Itoa(len(w.args))
}

func (w *where) and(condition string) {
	if w.b.Len() > 0 {
		w.b.WriteString(" AND ")
	}
	w.b.WriteString(condition)
}

func (w *where) text(column, value string) {
	if value != "" {
		w.and(column + " = " + w.arg(value))
	}
}

// query asks outside of a transaction. The texts of such queries are few: their values,
// limits too, are arguments.
func (s *Store) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	if !s.dialect.Prepared {
		return s.db.QueryContext(ctx, text, args...)
	}
	kept, ok := s.kept.Load(text)
	if !ok {
		stmt, err := s.db.PrepareContext(ctx, text)
		if err != nil {
			return nil, err
		}
		if kept, ok = s.kept.LoadOrStore(text, stmt); ok {
			stmt.Close() // another was faster; nothing hangs on this one
		}
	}
	return kept.(*sql.Stmt).QueryContext(ctx, args...)
}
