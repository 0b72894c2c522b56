package record

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	ent "entente"
)

// Provided is what a surface asks of the one call of Append that it leads to, carried in
// the call's context: that it is done once, and only while a thing stands as the caller
// knows it. The store sees to both in the transaction that puts the changes on record.
type Provided struct {
	Once    *Once    // nil: the call may be repeated
	Current *Current // nil: however it stands
	// Recorded is what the call put on record, set when Append returned.
	Recorded []Version
}

// Once names a call, so that who does not know whether it was done can repeat it. Keys are
// the caller's own: two callers may use the same.
type Once struct {
	By      ent.Actor
	Key     string            // 1 to MaxID bytes
	Request [sha256.Size]byte // hash of what was asked; another under the same key is refused
}

// OnceLife is how long a call is remembered.
const OnceLife = 24 * time.Hour

// Current names the version of a thing that must be the current one.
type Current struct {
	Kind Kind
	ID   string
	Seq  int64
}

// ErrDone says that a call of the same name was put on record before, or is just being.
var ErrDone = ent.Errorf(ent.Conflict, "a call with this key was put on record before")

// Stale is the error of a call that was made for another version than the current one; its
// kind is Conflict.
type Stale struct {
	Current
	Is int64 // the version that is current, -1: none
}

// Error names both versions.
func (e *Stale) Error() string {
	if e.Is < 0 {
		return fmt.Sprintf("%s %s is not on record any more", e.Kind, e.ID)
	}
	return fmt.Sprintf("%s %s was changed meanwhile: its version is %d, not %d", e.Kind, e.ID, e.Is, e.Seq)
}

// Unwrap gives the kind.
func (e *Stale) Unwrap() error { return ent.ErrConflict }

type providedKey struct{}

// WithProvided returns a context whose call of Append is made under the provisions.
func WithProvided(ctx context.Context, p *Provided) context.Context {
	return context.WithValue(ctx, providedKey{}, p)
}

// ProvidedIn returns the provisions of a call, nil when there are none.
func ProvidedIn(ctx context.Context) *Provided {
	p, _ := ctx.Value(providedKey{}).(*Provided)
	return p
}
