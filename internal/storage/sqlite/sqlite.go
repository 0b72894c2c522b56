// Package sqlite is the embedded store: one file, in write-ahead mode, synced to disk
// at every commit. One process writes it at a time; a second waits, then is told. A file
// that may not be written is a store to read.
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
	"syscall"
	"time"

	"github.com/pressly/goose/v3/database"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	ent "entente"
	"entente/internal/storage/sqlbase"
)

//go:embed migrations/*.sql
var files embed.FS

// How long SQLite waits for another process that holds the file: everywhere, and where
// the store appends, which asks again by itself. SQLite's own steps grow to a tenth of a
// second; among processes that write without a pause that is too seldom.
const (
	patience = 10 * time.Second
	step     = 8 * time.Millisecond
)

// readers is how many connections read at once; who comes later waits for one.
const readers = 16

// Open opens the store in the file, making the file when it does not exist. Where neither
// file nor folder can be written by anybody, it is opened to read.
func Open(ctx context.Context, path string, now func() time.Time) (*sqlbase.Store, error) {
	return open(ctx, path, now)
}

func open(ctx context.Context, path string, now func() time.Time, pragmas ...string) (*sqlbase.Store, error) {
	if st, err := os.Stat(filepath.Dir(path)); err != nil || !st.IsDir() {
		return nil, ent.Errorf(ent.Invalid, "the store %s: its folder does not exist", path)
	}
	frozen := frozen(path)
	db, err := sql.Open("sqlite", source(path, frozen, patience, pragmas))
	if err != nil {
		return nil, fmt.Errorf("the store %s: %w", path, err)
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	writer, err := sql.Open("sqlite", source(path, frozen, step, pragmas))
	if err != nil {
		return nil, fmt.Errorf("the store %s: %w", path, err)
	}
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	return sqlbase.Open(ctx, db, sqlbase.Dialect{Name: "sqlite", Goose: database.DialectSQLite3, Migrations: migrations, Writer: writer, Classify: classify,
		Held: func(err error) bool { return code(err) == sqlite3.SQLITE_BUSY }, Explain: func(err error) string { return explain(path, err) }, Prepare: writeAhead, Prepared: true, Mark: func(int) string { return "?" }, OneWriter: true, Search: searching}, now)
}

// source is the data source name: foreign keys on, a reader never blocks the writer, who
// waits so long for another process.
func source(path string, frozen bool, wait time.Duration, pragmas []string) string {
	q := url.Values{"_txlock": {"immediate"}, "_pragma": {fmt.Sprintf("busy_timeout(%d)", wait.Milliseconds()), "synchronous(FULL)", "foreign_keys(ON)", "temp_store(MEMORY)"}}
	q["_pragma"] = append(q["_pragma"], pragmas...)
	if frozen {
		q.Set("immutable", "1")
	}
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: q.Encode()}).String()
}

// frozen reports whether nobody can write the store: its medium is read-only, or neither
// the file nor its folder may be written by any account. SQLite can read such a file
// without writing beside it, but only one with no journal left to be taken in.
func frozen(path string) bool {
	if st, err := os.Stat(path + "-wal"); err == nil && st.Size() > 0 {
		return false
	}
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err == nil {
		f.Close()
		return false
	}
	if errors.Is(err, syscall.EROFS) {
		return true
	}
	for _, p := range []string{path, filepath.Dir(path)} {
		if st, err := os.Stat(p); err != nil || st.Mode().Perm()&0o222 != 0 {
			return false
		}
	}
	return true
}

// writeAhead puts the file into write-ahead mode, in which it stays. SQLite does not wait
// for another process that is just doing the same; so it is asked again.
func writeAhead(ctx context.Context, db *sql.DB) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		_, err := db.ExecContext(ctx, `PRAGMA journal_mode = WAL`)
		if code(err) != sqlite3.SQLITE_BUSY || time.Now().After(deadline) {
			return err
		}
	}
}

// code returns SQLite's primary result code, 0 for an error that is not of SQLite.
func code(err error) int {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return 0
	}
	return e.Code() & 0xff
}

// classify tells what may pass, or is the machine's trouble, from a fault of ours.
func classify(err error) ent.Kind {
	switch code(err) {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return ent.Unavailable
	case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
		return ent.Invalid
	case sqlite3.SQLITE_CONSTRAINT:
		return ent.Conflict
	}
	return ent.Internal
}

// explain says what keeps the file from being used, and how to mend it.
func explain(path string, err error) string {
	switch code(err) {
	case sqlite3.SQLITE_READONLY:
		return fmt.Sprintf("the store %s is read-only: this account may not write %s; let it, or work on a copy of the store", path, unwritable(path))
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
		return fmt.Sprintf("the store %s cannot be opened: this account may not read the file, or not write in its folder, or it is no file", path)
	case sqlite3.SQLITE_BUSY:
		return fmt.Sprintf("the store %s is held by another process; try again when that has ended", path)
	case sqlite3.SQLITE_FULL:
		return fmt.Sprintf("there is no room left to write the store %s", path)
	}
	return ""
}

// unwritable names what of the store cannot be written: the file, what SQLite keeps
// beside it, or else the folder.
func unwritable(path string) string {
	for _, p := range []string{path, path + "-wal", path + "-shm"} {
		f, err := os.OpenFile(p, os.O_RDWR, 0)
		if err == nil {
			f.Close()
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "the file " + p
		}
	}
	return "in the folder " + filepath.Dir(path) + ", where SQLite keeps its journal"
}
