package sqlbase

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	ent "entente"
	"entente/internal/record"
)

// provided sees to the provisions of a call before its changes are put on record.
func (w *writing) provided(a *appending) error {
	p := record.ProvidedIn(a.ctx)
	if p == nil {
		return nil
	}
	if p.Recorded != nil {
		return fmt.Errorf("two appends under the provisions of one call (%s)", a.changes[0].Kind)
	}
	if p.Current != nil {
		if err := w.current(p.Current); err != nil {
			return err
		}
	}
	if p.Once == nil {
		return nil
	}
	return w.once(p.Once, int64(len(a.changes)))
}

// current makes sure that a version is the current one of its thing.
func (w *writing) current(c *record.Current) error {
	if err := w.versions.flush(w.ctx, w.tx, w.s.dialect.Mark); err != nil {
		return err
	}
	is := int64(-1)
	err := w.tx.QueryRowContext(w.ctx, `SELECT seq FROM versions WHERE kind = $1 AND id = $2 AND replaced_by = -1 AND withdrawn = 0`, string(c.Kind), c.ID).Scan(&is)
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return err
	case is != c.Seq:
		return &record.Stale{Current: *c, Is: is}
	}
	return nil
}

// once remembers the call, and forgets those that are old.
func (w *writing) once(o *record.Once, n int64) error {
	if o.By == "" || o.Key == "" || len(o.Key) > record.MaxID {
		return ent.Errorf(ent.Invalid, "the key of a call has 1 to %d bytes", record.MaxID)
	}
	if _, err := w.tx.ExecContext(w.ctx, `DELETE FROM once WHERE at <= $1`, w.s.now().Add(-record.OnceLife).UnixMicro()); err != nil {
		return err
	}
	res, err := w.tx.ExecContext(w.ctx, `INSERT INTO once (actor, token, request, first, n, at) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		string(o.By), o.Key, o.Request[:], w.size, n, w.s.now().UnixMicro())
	if err != nil {
		return err
	}
	if rows, err := res.RowsAffected(); err != nil || rows == 1 {
		return err
	}
	return record.ErrDone
}

// Once returns what a call put on record under its caller's key within the last day, and
// the hash of what was asked; nothing when there was none.
func (s *Store) Once(ctx context.Context, by ent.Actor, key string) ([]record.Version, [sha256.Size]byte, error) {
	var request []byte
	var hash [sha256.Size]byte
	var first, n int64
	err := s.db.QueryRowContext(ctx, `SELECT request, first, n FROM once WHERE actor = $1 AND token = $2 AND at > $3`, string(by), key, s.now().Add(-record.OnceLife).UnixMicro()).Scan(&request, &first, &n)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, hash, nil
	}
	if err != nil {
		return nil, hash, s.wrap("reading the record", err)
	}
	copy(hash[:], request)
	vs, err := s.Since(ctx, first-1, int(n))
	return vs, hash, err
}
