// Package postgres is the store for several nodes: PostgreSQL 15 or later. Nodes keep
// nothing of their own; whoever appends holds the row of the log's head.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"io/fs"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	ent "entente"
	"entente/internal/storage/sqlbase"
)

//go:embed migrations/*.sql
var files embed.FS

// Open opens the store in the database that the URL names.
func Open(ctx context.Context, url string, now func() time.Time) (*sqlbase.Store, error) {
	c, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "the address of the store is not one of PostgreSQL: %v", err)
	}
	if c.ConnectTimeout == 0 {
		c.ConnectTimeout = 10 * time.Second
	}
	db := stdlib.OpenDB(*c)
	db.SetMaxOpenConns(16)
	migrations, err := fs.Sub(files, "migrations")
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 300)) // of several nodes that start at once, one migrates
	if err != nil {
		return nil, err
	}
	return sqlbase.Open(ctx, db, sqlbase.Dialect{Name: "postgres", Options: []goose.ProviderOption{goose.WithSessionLocker(locker)}, Goose: database.DialectPostgres, Migrations: migrations, Classify: classify, Explain: explain,
		Begin: &sql.TxOptions{Isolation: sql.LevelReadCommitted}, Snapshot: sql.LevelRepeatableRead, Mark: func(i int) string { return "$" + strconv.Itoa(i) }, Search: searching}, now)
}

// classify goes by the class of the SQLSTATE, and takes a lost connection for what may pass.
func classify(err error) ent.Kind {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch e.Code[:2] {
		case "23":
			return ent.Conflict
		case "08", "25", "28", "3D", "40", "53", "55", "57", "58":
			return ent.Unavailable
		}
		return ent.Internal
	}
	var n net.Error
	var c *pgconn.ConnectError
	if errors.As(err, &n) || errors.As(err, &c) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) {
		return ent.Unavailable
	}
	return ent.Internal
}

// explain tells a database that only answers questions: a standby, or one set so.
func explain(err error) string {
	var e *pgconn.PgError
	if errors.As(err, &e) && e.Code == "25006" {
		return "the database is read-only (a standby, or default_transaction_read_only is on); write to the primary"
	}
	return ""
}
