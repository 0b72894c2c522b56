// Package record says what it means that the institution keeps something: who put
// it on record and when, from which day to which day it is true, and what it took
// the place of. Nothing is ever deleted or written over. A correction is a new
// version that supersedes the old one; what was known before stays answerable.
//
// Two times run through it. Valid time is the period for which the content speaks
// and is the institution's to state. Recorded time is the moment at which the store
// took it, set by the store alone, and never the same for two versions.
package record

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	ent "entente"
)

// Kind names a sort of thing on record, such as "instrument" or "act"; lower case.
type Kind string

// Version is one state of one thing on record.
type Version struct {
	Seq        int64      `json:"seq"` // its place in the log, from 0, without gaps
	Kind       Kind       `json:"kind"`
	ID         string     `json:"id"`                // stays the same over all versions
	Subject    string     `json:"subject,omitempty"` // what it is about, for instance the instrument of an act; may be empty
	Valid      ent.Period `json:"valid"`             // zero days: open on that side
	At         time.Time  `json:"at"`                // recorded time, UTC, to the microsecond
	By         ent.Actor  `json:"by"`
	Reason     string     `json:"reason,omitempty"` // why it was changed; empty on the first version
	Replaces   int64      `json:"replaces"`         // Seq of the version superseded, -1 on the first
	ReplacedBy int64      `json:"replaced_by"`      // Seq of the version that superseded it, -1 while it is current
	ReplacedAt time.Time  `json:"replaced_at,omitzero"`
	Withdrawn  bool       `json:"withdrawn,omitempty"`  // from this version on the thing no longer counts as on record
	Classified string     `json:"classified,omitempty"` // classification marking; empty when the content may stand in the log's entry as a plain hash
	Body       []byte     `json:"body"`                 // in the form of the kind
	Salt       []byte     `json:"salt,omitempty"`       // 32 random bytes under the log's commitment; nil when not classified
}

// Change is a version to be put on record.
type Change struct {
	Kind       Kind
	ID         string
	Subject    string
	Valid      ent.Period
	Reason     string
	Replaces   int64 // the current version as the caller knows it; New for the first
	Withdrawn  bool
	Classified string
	Body       []byte
}

// New is the Replaces of a thing's first version.
const New int64 = -1

// The most that one version, and one call, may hold.
const (
	MaxBody    = 16 << 20
	MaxChanges = 10_000
	MaxID      = 200
	MaxReason  = 4000
)

// Check returns what is wrong with a change, as an error of kind Invalid.
func (c *Change) Check() error {
	switch {
	case c.Kind == "" || len(c.Kind) > MaxID:
		return ent.Errorf(ent.Invalid, "a change must say of which kind it is, in 1 to %d bytes", MaxID)
	case c.ID == "" || len(c.ID) > MaxID || len(c.Subject) > MaxID:
		return ent.Errorf(ent.Invalid, "%s: an id has 1 to %d bytes", c.Kind, MaxID)
	case len(c.Body) > MaxBody:
		return ent.Errorf(ent.Invalid, "%s %s: larger than %d bytes", c.Kind, c.ID, MaxBody)
	case c.Valid.Until != 0 && c.Valid.Until <= c.Valid.From:
		return ent.Errorf(ent.Invalid, "%s %s: valid until %s, which is not after %s", c.Kind, c.ID, c.Valid.Until, c.Valid.From)
	case c.Replaces != New && c.Reason == "":
		return ent.Errorf(ent.Invalid, "%s %s: say why it is changed", c.Kind, c.ID)
	case !plain(string(c.Kind)) || !plain(c.ID) || !plain(c.Subject) || !plain(c.Reason) || !plain(c.Classified):
		return ent.Errorf(ent.Invalid, "%s %q: names and reasons are UTF-8 without zero bytes", c.Kind, c.ID)
	case len(c.Reason) > MaxReason:
		return ent.Errorf(ent.Invalid, "%s %s: the reason is longer than %d bytes", c.Kind, c.ID, MaxReason)
	case c.Replaces < New:
		return ent.Errorf(ent.Invalid, "%s %s: replaces %d, which is no version", c.Kind, c.ID, c.Replaces)
	}
	return nil
}

func plain(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// Query selects versions. An empty Kind, ID or Subject selects any. Known asks what stood on record at a moment (zero: now);
// ValidOn keeps what is true on a day (zero: any). Withdrawn things are left out; Every
// asks for all versions instead, superseded and withdrawn ones too, and for no moment.
// Results come in the order of Seq, beginning at From, at most Limit (1 to MaxChanges). Bare
// leaves the bodies out, where only what stands around them is asked.
type Query struct {
	Kind    Kind
	ID      string
	Subject string
	ValidOn ent.Date
	Known   time.Time
	Every   bool
	From    int64
	Limit   int
	Bare    bool
}

// Store keeps versions. Every method may fail with an error of kind Unavailable when
// the store cannot be reached; the store is then as it was before the call.
type Store interface {
	// Append puts all changes on record in one step, or none, together with one entry
	// of the log for each; the versions stand next to each other in the log, in the order
	// of the changes. It returns when they are on disk. An error of kind Conflict says
	// that a thing exists already, or that the version to be replaced is not the current
	// one; of kind Invalid, what Check finds.
	Append(ctx context.Context, by ent.Actor, changes ...Change) ([]Version, error)
	// Find returns the versions that the query selects.
	Find(ctx context.Context, q Query) ([]Version, error)
	// History returns every version of one thing, the oldest first.
	History(ctx context.Context, kind Kind, id string) ([]Version, error)
	// Since returns every version after the place in the log, of all kinds, the
	// superseded too, at most limit.
	Since(ctx context.Context, seq int64, limit int) ([]Version, error)
}
