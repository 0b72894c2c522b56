package sqlbase

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"strings"
	"time"

	ent "entente"
	"entente/internal/record"
	"entente/internal/transparency"
)

// appending is one call of Append on its way to the writer.
type appending struct {
	ctx     context.Context
	by      ent.Actor
	changes []record.Change
	out     []record.Version
	err     error
	done    chan struct{}
}

// maxJoined is how many changes one transaction takes from the calls that wait.
const maxJoined = 4096

// Append puts changes on record; see record.Store.
func (s *Store) Append(ctx context.Context, by ent.Actor, changes ...record.Change) ([]record.Version, error) {
	if by == "" || len(by) > record.MaxID {
		return nil, ent.Errorf(ent.Invalid, "nobody is named who puts this on record")
	}
	if len(changes) == 0 || len(changes) > record.MaxChanges {
		return nil, ent.Errorf(ent.Invalid, "one call puts 1 to %d changes on record, not %d", record.MaxChanges, len(changes))
	}
	for i := range changes {
		if err := changes[i].Check(); err != nil {
			return nil, err
		}
	}
	a := &appending{ctx: ctx, by: by, changes: changes, done: make(chan struct{})}
	out, err := s.appended(a)
	if p := record.ProvidedIn(ctx); p != nil && err == nil {
		p.Recorded = out
	}
	return out, err
}

// appended hands a call to the writer and waits for what became of it.
func (s *Store) appended(a *appending) ([]record.Version, error) {
	ctx := a.ctx
	select {
	case s.queue <- a:
	case <-s.closed:
		return nil, ent.Errorf(ent.Unavailable, "the store is closed")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	select {
	case <-a.done: // once taken, a call is seen through: its caller must learn what became of it
		return a.out, a.err
	case <-s.closed:
		s.done.Wait()
		select {
		case <-a.done:
			return a.out, a.err
		default:
			return nil, ent.Errorf(ent.Unavailable, "the store is closed")
		}
	}
}

// write takes calls off the queue and commits those that wait together.
func (s *Store) write() {
	defer s.done.Done()
	for {
		select {
		case a := <-s.queue:
			s.commit(s.join(a))
		case <-s.closed:
			return
		}
	}
}

func (s *Store) join(first *appending) []*appending {
	batch, n := []*appending{first}, len(first.changes)
	for n < maxJoined {
		select {
		case a := <-s.queue:
			batch, n = append(batch, a), n+len(a.changes)
		default:
			return batch
		}
	}
	return batch
}

// commit writes the calls in one transaction. Where one of several cannot be, each is
// tried alone, so that no call fails for the sake of another.
func (s *Store) commit(batch []*appending) {
	err := s.transact(batch)
	if err != nil && len(batch) > 1 {
		for _, a := range batch {
			s.commit([]*appending{a})
		}
		return
	}
	for _, a := range batch {
		if err != nil {
			a.out, a.err = nil, err
		}
		close(a.done)
	}
}

func (s *Store) transact(batch []*appending) (err error) {
	ctx := context.WithoutCancel(batch[0].ctx)
	if len(batch) == 1 {
		if err := batch[0].ctx.Err(); err != nil {
			return err
		}
	}
	defer s.takeTurn()()
	tx, err := s.begin(ctx)
	if err != nil {
		return s.wrap("putting on record", err)
	}
	w := &writing{s: s, ctx: ctx, tx: tx}
	if err = w.all(batch); err == nil {
		err = tx.Commit()
	}
	if err != nil {
		s.edge = edge{}
		return s.wrap("putting on record", errors.Join(err, rollback(tx)))
	}
	s.edge = w.edge
	return nil
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return err
	}
	return nil
}

// writing is one transaction that appends.
type writing struct {
	s        *Store
	ctx      context.Context
	tx       *sql.Tx
	size     int64
	at       int64
	edge     edge
	versions rows
	leaves   rows
	hashes   rows
}

func (w *writing) all(batch []*appending) error {
	n := 0
	for _, a := range batch {
		n += len(a.changes)
	}
	if err := w.head(int64(n)); err != nil {
		return err
	}
	if err := w.s.edge.at(w.ctx, w.tx, w.size, &w.edge); err != nil {
		return err
	}
	w.versions = rows{into: "versions (seq, kind, id, subject, valid_from, valid_until, at, actor, reason, replaces, replaced_by, replaced_at, withdrawn, classified, body, salt)", width: 16}
	w.leaves = rows{into: "leaves (seq, leaf)", width: 2}
	w.hashes = rows{into: "hashes (idx, hash)", width: 2}
	for _, a := range batch {
		if err := w.provided(a); err != nil {
			return err
		}
		a.out = make([]record.Version, len(a.changes))
		for i := range a.changes {
			if err := w.one(a, i); err != nil {
				return err
			}
		}
	}
	for _, r := range []*rows{&w.versions, &w.leaves, &w.hashes} {
		if err := r.flush(w.ctx, w.tx, w.s.dialect.Mark); err != nil {
			return w.named(err, batch)
		}
	}
	return nil
}

// named tells a conflict in the words of the caller.
func (w *writing) named(err error, batch []*appending) error {
	if w.s.dialect.Classify(err) == ent.Conflict && len(batch) == 1 {
		c := batch[0].changes[0]
		return ent.Errorf(ent.Conflict, "%s %s is on record already", c.Kind, c.ID)
	}
	return err
}

// head takes the row that everybody who appends must hold, and the places in the log.
func (w *writing) head(n int64) error {
	now := w.s.now().UTC().UnixMicro()
	err := w.tx.QueryRowContext(w.ctx, `UPDATE head SET size = size + $1, at = CASE WHEN at >= $2 THEN at + 1 ELSE $2 END + $1 WHERE one = 1 RETURNING size, at`, n, now).Scan(&w.size, &w.at)
	w.size -= n
	w.at -= n
	return err
}

// one prepares a version; recorded times rise by a microsecond from one to the next.
func (w *writing) one(a *appending, i int) error {
	c := &a.changes[i]
	v := &a.out[i]
	*v = record.Version{Seq: w.size, Kind: c.Kind, ID: c.ID, Subject: c.Subject, Valid: c.Valid, At: time.UnixMicro(w.at).UTC(), By: a.by,
		Reason: c.Reason, Replaces: c.Replaces, ReplacedBy: -1, Withdrawn: c.Withdrawn, Classified: c.Classified, Body: c.Body}
	w.size, w.at = w.size+1, w.at+1
	if c.Classified != "" {
		v.Salt = make([]byte, 32)
		rand.Read(v.Salt) // never fails
	}
	if c.Replaces != record.New {
		if err := w.supersede(v); err != nil {
			return err
		}
	}
	leaf := transparency.Leaf(v)
	if len(leaf) > transparency.MaxEntry {
		return ent.Errorf(ent.Invalid, "%s %s: its entry in the log would be longer than %d bytes", c.Kind, c.ID, transparency.MaxEntry)
	}
	withdrawn := 0
	if v.Withdrawn {
		withdrawn = 1
	}
	w.versions.add(v.Seq, string(v.Kind), v.ID, v.Subject, int64(v.Valid.From), int64(v.Valid.Until), v.At.UnixMicro(), string(v.By), v.Reason, v.Replaces, int64(-1), int64(0), withdrawn, v.Classified, orNone(v.Body), orNone(v.Salt))
	w.leaves.add(v.Seq, leaf)
	hashes, err := w.edge.append(leaf)
	if err != nil {
		return err
	}
	for _, h := range hashes {
		w.hashes.add(h.index, h.hash[:])
	}
	return nil
}

func orNone(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// supersede marks the version that this one takes the place of, if it is the current
// one of the same thing. One that stands earlier in the same call is written first.
func (w *writing) supersede(v *record.Version) error {
	if v.Replaces >= w.size-1 {
		return ent.Errorf(ent.Conflict, "%s %s: version %d is not on record", v.Kind, v.ID, v.Replaces)
	}
	if err := w.versions.flush(w.ctx, w.tx, w.s.dialect.Mark); err != nil {
		return err
	}
	res, err := w.tx.ExecContext(w.ctx, `UPDATE versions SET replaced_by = $1, replaced_at = $2 WHERE seq = $3 AND kind = $4 AND id = $5 AND replaced_by = -1`,
		v.Seq, v.At.UnixMicro(), v.Replaces, string(v.Kind), v.ID)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ent.Errorf(ent.Conflict, "%s %s: version %d is not the current one; somebody changed it since", v.Kind, v.ID, v.Replaces)
}

// rows gathers rows of one table and inserts many with one statement.
type rows struct {
	into  string
	width int
	args  []any
}

// maxArgs is how many values one statement carries; both engines take more.
const maxArgs = 4096

func (r *rows) add(values ...any) { r.args = append(r.args, values...) }

func (r *rows) flush(ctx context.Context, tx *sql.Tx, mark func(int) string) error {
	per := maxArgs / r.width * r.width
	for len(r.args) > 0 {
		n := min(per, len(r.args))
		if _, err := tx.ExecContext(ctx, r.statement(n/r.width, mark), r.args[:n]...); err != nil {
			return err
		}
		r.args = r.args[n:]
	}
	r.args = r.args[:0]
	return nil
}

func (r *rows) statement(n int, mark func(int) string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + r.into + " VALUES ")
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for k := range r.width {
			if k > 0 {
				b.WriteString(", ")
			}
			b.WriteString(mark(i*r.width + k + 1))
		}
		b.WriteByte(')')
	}
	return b.String()
}
