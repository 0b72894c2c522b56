package record

import (
	"context"
	"crypto/sha256"

	ent "entente"
)

// MarkedStore is a store that tells what bears a marking, so that whoever guards it can ask
// without reading the whole record.
type MarkedStore interface {
	Store
	// Marks returns the marking of each thing of a kind that bears one in its newest version,
	// a withdrawal too, by id: of those with the ids, or of all when none is given.
	Marks(ctx context.Context, kind Kind, ids ...string) (map[string]string, error)
	// Markings returns every marking that versions of each kind bear, from a place in the log
	// on, and how long the log is that was looked through.
	Markings(ctx context.Context, from int64) (byKind map[Kind][]string, size int64, err error)
	// Leaves returns n entries of the log from a place on.
	Leaves(ctx context.Context, from int64, n int) ([][]byte, error)
	// LastOf returns the place in the log, up to seq, of the last version of some kinds, -1
	// when there is none.
	LastOf(ctx context.Context, seq int64, kinds ...Kind) (int64, error)
	// Once returns what a call put on record under its caller's key within the last day, and
	// the hash of what was asked; nothing when there was none.
	Once(ctx context.Context, by ent.Actor, key string) ([]Version, [sha256.Size]byte, error)
	// Size returns how long the log is.
	Size(ctx context.Context) (int64, error)
}
