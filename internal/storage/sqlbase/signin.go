package sqlbase

import (
	"context"
	"database/sql"
	"errors"
	"time"

	ent "entente"
	"entente/internal/access"
)

// exec changes what is no part of the record, in its turn among those who write.
func (s *Store) exec(ctx context.Context, doing, query string, args ...any) (sql.Result, error) {
	defer s.takeTurn()()
	tx, err := s.begin(ctx)
	if err != nil {
		return nil, s.wrap(doing, err)
	}
	res, err := tx.ExecContext(ctx, query, args...)
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		return nil, s.wrap(doing, errors.Join(err, rollback(tx)))
	}
	return res, nil
}

// PutCredential keeps a credential, or takes the place of the one of the same id; see
// access.Vault.
func (s *Store) PutCredential(ctx context.Context, c access.Credential) error {
	_, err := s.exec(ctx, "keeping a credential", `INSERT INTO credentials (kind, id, person, data, at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (kind, id) DO UPDATE SET person = excluded.person, data = excluded.data, at = excluded.at`, string(c.Kind), c.ID, string(c.Person), c.Data, c.At.UnixMicro())
	return err
}

// DropCredential forgets a credential of a person; see access.Vault.
func (s *Store) DropCredential(ctx context.Context, kind access.CredentialKind, id string, person ent.Actor) (bool, error) {
	res, err := s.exec(ctx, "forgetting a credential", `DELETE FROM credentials WHERE kind = $1 AND id = $2 AND person = $3`, string(kind), id, string(person))
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n > 0, err
}

// Credential returns a credential by its id; see access.Vault.
func (s *Store) Credential(ctx context.Context, kind access.CredentialKind, id string) (*access.Credential, error) {
	all, err := s.credentials(ctx, `SELECT kind, id, person, data, at FROM credentials WHERE kind = $1 AND id = $2`, string(kind), id)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return &all[0], nil
}

// Credentials returns those of a person; see access.Vault.
func (s *Store) Credentials(ctx context.Context, person ent.Actor) ([]access.Credential, error) {
	return s.credentials(ctx, `SELECT kind, id, person, data, at FROM credentials WHERE person = $1 ORDER BY at, kind, id`, string(person))
}

func (s *Store) credentials(ctx context.Context, query string, args ...any) ([]access.Credential, error) {
	rows, err := s.query(ctx, query, args...)
	if err != nil {
		return nil, s.wrap("reading credentials", err)
	}
	defer rows.Close()
	var out []access.Credential
	for rows.Next() {
		var c access.Credential
		var at int64
		if err := rows.Scan(&c.Kind, &c.ID, &c.Person, &c.Data, &at); err != nil {
			return nil, s.wrap("reading credentials", err)
		}
		c.At = time.UnixMicro(at).UTC()
		out = append(out, c)
	}
	return out, s.wrap("reading credentials", rows.Err())
}

// Sessions returns the store of sessions, in the form of the library that keeps them.
func (s *Store) Sessions() *Sessions { return &Sessions{s} }

// Sessions keeps sessions under the hashes of their tokens. Methods without a context are
// those that the library asks for and does not call.
type Sessions struct{ s *Store }

// FindCtx returns the data of a session that has not lapsed.
func (t *Sessions) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	rows, err := t.s.query(ctx, `SELECT data FROM sessions WHERE token = $1 AND expiry > $2`, token, t.s.now().UnixMicro())
	if err != nil {
		return nil, false, t.s.wrap("reading a session", err)
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, false, t.s.wrap("reading a session", rows.Err())
	}
	var b []byte
	err = rows.Scan(&b)
	return b, err == nil, t.s.wrap("reading a session", err)
}

// CommitCtx keeps a session, and forgets those that have lapsed.
func (t *Sessions) CommitCtx(ctx context.Context, token string, b []byte, expiry time.Time) error {
	if _, err := t.s.exec(ctx, "keeping a session", `DELETE FROM sessions WHERE expiry <= $1`, t.s.now().UnixMicro()); err != nil {
		return err
	}
	_, err := t.s.exec(ctx, "keeping a session", `INSERT INTO sessions (token, data, expiry) VALUES ($1, $2, $3) ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`,
		token, b, expiry.UnixMicro())
	return err
}

// DeleteCtx forgets a session.
func (t *Sessions) DeleteCtx(ctx context.Context, token string) error {
	_, err := t.s.exec(ctx, "ending a session", `DELETE FROM sessions WHERE token = $1`, token)
	return err
}

// AllCtx returns the sessions that have not lapsed, by the hashes of their tokens.
func (t *Sessions) AllCtx(ctx context.Context) (map[string][]byte, error) {
	rows, err := t.s.query(ctx, `SELECT token, data FROM sessions WHERE expiry > $1`, t.s.now().UnixMicro())
	if err != nil {
		return nil, t.s.wrap("reading sessions", err)
	}
	defer rows.Close()
	out := map[string][]byte{}
	for rows.Next() {
		var token string
		var b []byte
		if err := rows.Scan(&token, &b); err != nil {
			return nil, t.s.wrap("reading sessions", err)
		}
		out[token] = b
	}
	return out, t.s.wrap("reading sessions", rows.Err())
}

// Find is FindCtx.
func (t *Sessions) Find(token string) ([]byte, bool, error) {
	return t.FindCtx(context.Background(), token)
}

// Commit is CommitCtx.
func (t *Sessions) Commit(token string, b []byte, expiry time.Time) error {
	return t.CommitCtx(context.Background(), token, b, expiry)
}

// Delete is DeleteCtx.
func (t *Sessions) Delete(token string) error { return t.DeleteCtx(context.Background(), token) }
