// Package sqlbase is the store in SQL that every engine shares: versions, the log's
// leaves and hashes, checkpoints, and the index of search beside them. What differs between engines stands in a
// Dialect; there is no statement of an engine's own.
//
// Appends are serialised: whoever appends holds the row of the log's head until the
// transaction ends, and calls that arrive meanwhile are joined in the next one.
package sqlbase

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"sync"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	ent "entente"
)

// Dialect is what differs between the engines.
type Dialect struct {
	Name       string
	Goose      database.Dialect
	Migrations fs.FS // files named as those of every other engine
	Options    []goose.ProviderOption
	// Classify returns the kind of error of the engine: Unavailable for what may pass
	// (busy, gone, full, read-only), Conflict for a unique constraint, else Internal.
	Classify func(error) ent.Kind
	// Explain says what an error of the engine means and how to mend it; "" where the
	// engine's own words must do. Nil: they always do.
	Explain func(error) string
	// Prepare makes the database ready before anything else is asked of it; may be nil.
	Prepare func(ctx context.Context, db *sql.DB) error
	Begin   *sql.TxOptions
	// Writer is a pool for transactions that append, closed with the store; nil: the
	// same as for everything else.
	Writer *sql.DB
	// Prepared says that the engine compiles a statement each time it is asked, so that
	// those for reading are kept compiled.
	Prepared bool
	// Held tells that another process holds the store and the call may be made again at
	// once; nil: the engine waits in line itself.
	Held func(error) bool
	// Snapshot is the isolation in which a transaction sees one moment throughout.
	Snapshot sql.IsolationLevel
	// Mark is how the ith value (from 1) is marked in a long list of rows.
	Mark func(i int) string
	// OneWriter says that the engine has one writer at a time; those of this process then
	// take turns, so that the index of search does not keep the record waiting.
	OneWriter bool
	Search    SearchDialect
}

// Store keeps versions and the log in one SQL database. It is safe for concurrent use.
type Store struct {
	db      *sql.DB
	dialect Dialect
	now     func() time.Time

	queue  chan *appending
	closed chan struct{}
	once   sync.Once
	done   sync.WaitGroup
	edge   edge // touched by the writer alone

	kept sync.Map // of compiled statements, by their text
	turn sync.Mutex
}

// takeTurn waits until it is one's turn to write, and returns what ends it.
func (s *Store) takeTurn() (end func()) {
	if !s.dialect.OneWriter {
		return func() {}
	}
	s.turn.Lock()
	return s.turn.Unlock
}

// Open migrates the database forward and returns the store, which owns db from then
// on. A database of a newer Entente is an error of kind Invalid and left as it is.
func Open(ctx context.Context, db *sql.DB, d Dialect, now func() time.Time) (*Store, error) {
	s := &Store{db: db, dialect: d, now: now, queue: make(chan *appending, 1024), closed: make(chan struct{})}
	if s.dialect.Writer == nil {
		s.dialect.Writer = db
	}
	if err := s.ready(ctx); err != nil {
		return nil, errors.Join(err, s.closeAll())
	}
	s.done.Add(1)
	go s.write()
	return s, nil
}

func (s *Store) ready(ctx context.Context) error {
	if s.dialect.Prepare != nil {
		if err := s.dialect.Prepare(ctx, s.db); err != nil {
			return s.wrap("opening the store", err)
		}
	}
	p, err := goose.NewProvider(s.dialect.Goose, s.db, s.dialect.Migrations, s.dialect.Options...)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return s.migrate(ctx, p)
}

// migrate brings the store up to date. Of several processes that open an old store at
// once one makes each step; another fails at it, finds it made, and goes on from there.
func (s *Store) migrate(ctx context.Context, p *goose.Provider) error {
	sources := p.ListSources()
	newest := sources[len(sources)-1].Version
	failed, failedAt := error(nil), int64(-1)
	for {
		have, err := p.GetDBVersion(ctx)
		switch {
		case err != nil:
			return s.wrap("reading the version of the store", err)
		case have > newest:
			return ent.Errorf(ent.Invalid, "the store is of a newer Entente (its version is %d, this program knows %d); it was left as it is", have, newest)
		case have == newest:
			return nil
		case have == failedAt:
			return s.wrap("bringing the store up to date", failed)
		}
		_, failed = p.Up(ctx)
		failedAt = have
	}
}

// Close waits for appends under way and closes the database.
func (s *Store) Close() error {
	s.once.Do(func() { close(s.closed) })
	s.done.Wait()
	return s.closeAll()
}

func (s *Store) closeAll() error { return errors.Join(s.dialect.Writer.Close(), s.db.Close()) }

// patience is how long an append waits while other processes append.
const patience = 30 * time.Second

// begin begins a transaction that appends. While another process holds the store it asks
// again and again: who slept would find it held anew by one that never pauses.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	for deadline := time.Now().Add(patience); ; {
		tx, err := s.dialect.Writer.BeginTx(ctx, s.dialect.Begin)
		if err == nil || s.dialect.Held == nil || !s.dialect.Held(err) || time.Now().After(deadline) {
			return tx, err
		}
	}
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return s.wrap("the store", s.db.PingContext(ctx)) }

// wrap gives an error of the engine its kind and says what was being done.
func (s *Store) wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	var own *ent.Error
	if errors.As(err, &own) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if k := s.dialect.Classify(err); k != ent.Internal {
		if s.dialect.Explain != nil {
			if say := s.dialect.Explain(err); say != "" {
				return ent.Errorf(k, "%s: %s", doing, say)
			}
		}
		return ent.Errorf(k, "%s: %v", doing, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
