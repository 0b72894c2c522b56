// Package sqlite is the embedded store: one file, in write-ahead mode, synced to disk
// at every commit. One process writes it at a time; a second waits, then is told.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"github.com/pressly/goose/v3/database"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	ent "entente"
	"entente/internal/storage/sqlbase"
)

//go:embed migrations/*.sql
var files embed.FS

// Open opens the store in the file, making the file when it does not exist.
func Open(ctx context.Context, path string, now func() time.Time) (*sqlbase.Store, error) {
	return open(ctx, path, now)
}

func open(ctx context.Context, path string, now func() time.Time, pragmas ...string) (*sqlbase.Store, error) {
	if st, err := os.Stat(filepath.Dir(path)); err != nil || !st.IsDir() {
		return nil, ent.Errorf(ent.Invalid, "the store %s: its folder does not exist", path)
	}
	db, err := sql.Open("sqlite", source(path, pragmas...))
	if err != nil {
		return nil, fmt.Errorf("the store %s: %w", path, err)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	return sqlbase.Open(ctx, db, sqlbase.Dialect{Name: "sqlite", Goose: database.DialectSQLite3, Migrations: migrations, Classify: classify,
		Mark: func(int) string { return "?" }, Search: searching}, now)
}

// source is the data source name: foreign keys on, a reader never blocks the writer,
// a writer waits ten seconds for another process.
func source(path string, pragmas ...string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)", "temp_store(MEMORY)"}}
	q["_pragma"] = append(q["_pragma"], pragmas...)
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// classify tells what may pass, or is the machine's trouble, from a fault of ours.
func classify(err error) ent.Kind {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return ent.Internal
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return ent.Unavailable
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return ent.Invalid
	case sqlite3.SQLITE_CONSTRAINT:
		return ent.Conflict
	}
	return ent.Internal
}
