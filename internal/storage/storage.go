// Package storage opens a store by its address: sqlite:FILE for one machine,
// postgres://… for several nodes on one database.
package storage

import (
	"context"
	"strings"
	"time"

	ent "entente"
	"entente/internal/storage/postgres"
	"entente/internal/storage/sqlbase"
	"entente/internal/storage/sqlite"
)

// Open opens the store and brings it up to date. now gives recorded times (nil: the
// machine's clock). Errors are of kind Invalid for an address that is none, a file that
// is no store or a store of a newer Entente, Unavailable for one that does not answer.
func Open(ctx context.Context, address string, now func() time.Time) (*sqlbase.Store, error) {
	if now == nil {
		now = time.Now
	}
	switch {
	case strings.HasPrefix(address, "sqlite:"):
		return sqlite.Open(ctx, strings.TrimPrefix(address, "sqlite:"), now)
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		return postgres.Open(ctx, address, now)
	}
	return nil, ent.Errorf(ent.Invalid, "%q is not the address of a store; write sqlite:FILE or postgres://USER@HOST/DATABASE", address)
}
