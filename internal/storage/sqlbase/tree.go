package sqlbase

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// edge holds the hashes on the right edge of the log's tree, from which all hashes of
// further leaves follow.
type edge struct {
	size   int64
	hashes map[int64]tlog.Hash
}

// queryer is a database or a transaction.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// at puts the edge of a tree of the size into out: the one at hand, or the store's,
// when another node has appended since.
func (e *edge) at(ctx context.Context, q queryer, size int64, out *edge) error {
	if e.hashes != nil && e.size == size {
		*out = edge{size: size, hashes: maps.Clone(e.hashes)}
		return nil
	}
	list := torchwood.RightEdge(size)
	hashes, err := readHashes(ctx, q, list)
	if err != nil {
		return err
	}
	*out = edge{size: size, hashes: make(map[int64]tlog.Hash, len(list)+2)}
	for i, h := range hashes {
		out.hashes[list[i]] = h
	}
	return nil
}

// indexed is a hash with its stored index.
type indexed struct {
	index int64
	hash  tlog.Hash
}

// append adds a leaf and returns the hashes to be stored for it.
func (e *edge) append(leaf []byte) ([]indexed, error) {
	list, err := tlog.StoredHashesForRecordHash(e.size, tlog.RecordHash(leaf), e)
	if err != nil {
		return nil, err
	}
	out := make([]indexed, len(list))
	first := tlog.StoredHashIndex(0, e.size)
	for i, h := range list {
		out[i] = indexed{first + int64(i), h}
		e.hashes[out[i].index] = h
	}
	e.size++
	if len(e.hashes) > 512 {
		e.prune()
	}
	return out, nil
}

func (e *edge) prune() {
	kept := map[int64]tlog.Hash{}
	for _, i := range torchwood.RightEdge(e.size) {
		kept[i] = e.hashes[i]
	}
	e.hashes = kept
}

// ReadHashes makes the edge a reader of hashes for tlog.
func (e *edge) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, k := range indexes {
		h, ok := e.hashes[k]
		if !ok {
			return nil, fmt.Errorf("hash %d is not on the edge of a tree of %d", k, e.size)
		}
		out[i] = h
	}
	return out, nil
}

// readHashes reads hashes by stored index, in the order asked.
func readHashes(ctx context.Context, q queryer, indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	place := make(map[int64][]int, len(indexes))
	for i, k := range indexes {
		place[k] = append(place[k], i)
	}
	found := 0
	for lo := 0; lo < len(indexes); lo += maxArgs {
		part := indexes[lo:min(lo+maxArgs, len(indexes))]
		args, marks := make([]any, len(part)), make([]string, len(part))
		for i, k := range part {
			args[i], marks[i] = k, "$"+strconv.Itoa(i+1)
		}
		rows, err := q.QueryContext(ctx, `SELECT idx, hash FROM hashes WHERE idx IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		if err := scanHashes(rows, func(k int64, h tlog.Hash) {
			for _, i := range place[k] {
				out[i] = h
				found++
			}
		}); err != nil {
			return nil, err
		}
	}
	if found < len(indexes) {
		return nil, ent.Errorf(ent.Internal, "the store lacks %d hashes of its log: it was damaged", len(indexes)-found)
	}
	return out, nil
}

func scanHashes(rows *sql.Rows, each func(int64, tlog.Hash)) error {
	defer rows.Close()
	for rows.Next() {
		var k int64
		var b []byte
		if err := rows.Scan(&k, &b); err != nil {
			return err
		}
		if len(b) != tlog.HashSize {
			return ent.Errorf(ent.Internal, "hash %d of the log has %d bytes: the store was damaged", k, len(b))
		}
		each(k, tlog.Hash(b))
	}
	return rows.Err()
}

// Size returns the number of entries of the log.
func (s *Store) Size(ctx context.Context) (int64, error) {
	var n int64
	err := s.db.QueryRowContext(ctx, `SELECT size FROM head WHERE one = 1`).Scan(&n)
	return n, s.wrap("reading the log", err)
}

// Hashes returns hashes of the log's tree by their stored index, in the order asked.
func (s *Store) Hashes(ctx context.Context, indexes []int64) ([]tlog.Hash, error) {
	out, err := readHashes(ctx, s.db, indexes)
	return out, s.wrap("reading the log", err)
}

// Leaves returns the leaves from the place on, at most n, in order.
func (s *Store) Leaves(ctx context.Context, from int64, n int) ([][]byte, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT leaf FROM leaves WHERE seq >= $1 AND seq < $2 ORDER BY seq`, from, from+int64(n))
	if err != nil {
		return nil, s.wrap("reading the log", err)
	}
	defer rows.Close()
	var out [][]byte
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			return nil, s.wrap("reading the log", err)
		}
		out = append(out, b)
	}
	return out, s.wrap("reading the log", rows.Err())
}

// Checkpoint returns the signed checkpoint of the largest size not above n that was
// given out; an empty text when there is none.
func (s *Store) Checkpoint(ctx context.Context, n int64) (size int64, root tlog.Hash, text string, err error) {
	var b []byte
	err = s.db.QueryRowContext(ctx, `SELECT size, root, note FROM checkpoints WHERE size <= $1 ORDER BY size DESC LIMIT 1`, n).Scan(&size, &b, &text)
	if err == sql.ErrNoRows {
		return 0, tlog.Hash{}, "", nil
	}
	if err == nil && len(b) != tlog.HashSize {
		err = ent.Errorf(ent.Internal, "the root of the checkpoint at %d has %d bytes: the store was damaged", size, len(b))
	}
	if err != nil {
		return 0, tlog.Hash{}, "", s.wrap("reading the log", err)
	}
	return size, tlog.Hash(b), text, nil
}

// KeepCheckpoint keeps a checkpoint that is given out. Cosignatures may be added to the
// text later; another root for the same size is an error of kind Conflict.
func (s *Store) KeepCheckpoint(ctx context.Context, size int64, root tlog.Hash, text string) error {
	tx, err := s.begin(ctx)
	if err != nil {
		return s.wrap("keeping a checkpoint", err)
	}
	res, err := tx.ExecContext(ctx, `INSERT INTO checkpoints (size, root, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO UPDATE SET note = excluded.note WHERE checkpoints.root = excluded.root`, size, root[:], text)
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return s.wrap("keeping a checkpoint", errors.Join(err, rollback(tx)))
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return s.wrap("keeping a checkpoint", err)
	}
	return ent.Errorf(ent.Conflict, "a checkpoint of size %d with another root was given out before: the log was altered", size)
}
