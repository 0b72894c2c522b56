package sqlbase

import (
	"context"
	"database/sql"
	"errors"

	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// tables are copied whole, in this order; head comes last and makes the copy a store.
var tables = []struct {
	name, order string
	columns     string
	width       int
}{
	{"versions", "seq", columns, 16},
	{"leaves", "seq", "seq, leaf", 2},
	{"hashes", "idx", "idx, hash", 2},
	{"checkpoints", "size", "size, root, note", 3},
	{"credentials", "kind, id", "kind, id, person, data, at", 5},
}

// CopyTo copies the whole store, as it stood at one moment, into another that is empty,
// of any engine; appends go on meanwhile. The copy is kept only when its log gives the
// same root. It returns the size of the log copied. An error of kind Conflict says that
// the other store is not empty.
func (s *Store) CopyTo(ctx context.Context, to *Store, progress func(done, of int64)) (int64, error) {
	from, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: s.dialect.Snapshot})
	if err != nil {
		return 0, s.wrap("copying the store", err)
	}
	defer from.Rollback()
	tx, err := to.begin(ctx)
	if err != nil {
		return 0, to.wrap("copying the store", err)
	}
	n, err := copyAll(ctx, from, tx, to.dialect.Mark, progress)
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return 0, to.wrap("copying the store", errors.Join(err, rollback(tx)))
	}
	return n, nil
}

func copyAll(ctx context.Context, from, to *sql.Tx, mark func(int) string, progress func(done, of int64)) (int64, error) {
	var size, at, have int64
	if err := from.QueryRowContext(ctx, `SELECT size, at FROM head WHERE one = 1`).Scan(&size, &at); err != nil {
		return 0, err
	}
	if err := to.QueryRowContext(ctx, `UPDATE head SET size = size WHERE one = 1 RETURNING size`).Scan(&have); err != nil {
		return 0, err
	}
	if have > 0 {
		return 0, ent.Errorf(ent.Conflict, "the store to copy into is not empty: its log has %d entries", have)
	}
	for i, t := range tables {
		if err := copyTable(ctx, from, to, i, mark, func(done int64) {
			if progress != nil && t.name == "versions" {
				progress(done, size)
			}
		}); err != nil {
			return 0, err
		}
	}
	if _, err := to.ExecContext(ctx, `UPDATE head SET size = $1, at = $2 WHERE one = 1`, size, at); err != nil {
		return 0, err
	}
	return size, sameRoot(ctx, from, to, size)
}

// sameRoot compares the roots of both logs.
func sameRoot(ctx context.Context, from, to *sql.Tx, size int64) error {
	var roots [2]tlog.Hash
	for i, q := range []queryer{from, to} {
		h, err := tlog.TreeHash(size, tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) { return readHashes(ctx, q, indexes) }))
		if err != nil {
			return err
		}
		roots[i] = h
	}
	if roots[0] != roots[1] {
		return ent.Errorf(ent.Internal, "the copy's log gives another root")
	}
	return nil
}

func copyTable(ctx context.Context, from, to *sql.Tx, table int, mark func(int) string, progress func(int64)) error {
	t := tables[table]
	in, err := from.QueryContext(ctx, `SELECT `+t.columns+` FROM `+t.name+` ORDER BY `+t.order)
	if err != nil {
		return err
	}
	defer in.Close()
	out := rows{into: t.name + " (" + t.columns + ")", width: t.width}
	done := int64(0)
	for in.Next() {
		values, pointers := make([]any, t.width), make([]any, t.width)
		for i := range values {
			pointers[i] = &values[i]
		}
		if err := in.Scan(pointers...); err != nil {
			return err
		}
		for i, v := range values {
			if b, ok := v.([]byte); v == nil || ok && b == nil { // no column is null: this is how an empty blob arrives
				values[i] = []byte{}
			}
		}
		out.add(values...)
		if done++; done%1000 == 0 {
			if err := out.flush(ctx, to, mark); err != nil {
				return err
			}
			progress(done)
		}
	}
	if err := in.Err(); err != nil {
		return err
	}
	progress(done)
	return out.flush(ctx, to, mark)
}
