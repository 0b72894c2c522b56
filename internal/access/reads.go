package access

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/record"
	"entente/internal/transparency"
)

// KindReads is that somebody was shown what is classified.
const KindReads record.Kind = "reads"

// sealed is the marking of such entries. It is no classification: nobody sees them as
// records, the log shows that they are there, and Reads alone hands them out.
const sealed = "AUDIT"

// AuditedFrom is the lowest classification whose reading is put on record.
const AuditedFrom = "CONFIDENTIAL"

// again is how long it goes without saying that who was shown something still sees it.
const again = time.Hour

// Reading tells that a person was shown records, or asked law that was made of some.
type Reading struct {
	Who     ent.Actor `yaml:"who" json:"who"`
	At      time.Time `yaml:"-" json:"at"`
	Entries []Shown   `yaml:"entries,omitempty,flow" json:"entries,omitempty"`
	Law     string    `yaml:"law,omitempty" json:"law,omitempty"` // hash of a library that was made of classified records
}

// Shown names a version by its entry in the log, which tells nothing of it.
type Shown struct {
	Seq        int64  `yaml:"seq" json:"seq"`
	Commitment string `yaml:"commitment" json:"commitment"`
}

// Reads puts on record who was shown what is classified CONFIDENTIAL or higher, before it is
// shown: what cannot be recorded is not handed out.
type Reads struct {
	store record.MarkedStore
	now   func() time.Time

	mu   sync.Mutex
	told map[told]time.Time
}

type told struct {
	who ent.Actor
	seq int64  // of a version, or
	law string // of a library
}

// maxTold is how many are remembered, so as not to say the same twice within the hour.
const maxTold = 200_000

// NewReads returns the audit over a store; now is the clock.
func NewReads(s record.MarkedStore, now func() time.Time) *Reads {
	return &Reads{store: s, now: now, told: map[told]time.Time{}}
}

// note puts on record that a person is shown versions.
func (r *Reads) note(ctx context.Context, p Principal, vs []record.Version) error {
	if !p.audited() {
		return nil
	}
	var news []told
	entry := Reading{Who: p.Name}
	for i := range vs {
		if !audited(vs[i].Classified) {
			continue
		}
		x := told{who: p.Name, seq: vs[i].Seq}
		if !r.isNews(x) {
			continue
		}
		c, err := r.commitment(ctx, &vs[i])
		if err != nil {
			return err
		}
		news, entry.Entries = append(news, x), append(entry.Entries, Shown{vs[i].Seq, c})
	}
	return r.put(ctx, &entry, news)
}

// NoteLaw puts on record that whoever asks is answered from a library, when that was made of
// records of markings among which is one that is audited.
func (r *Reads) NoteLaw(ctx context.Context, hash string, markings []string) error {
	p := From(ctx)
	x := told{who: p.Name, seq: -1, law: hash}
	if !p.audited() || !slices.ContainsFunc(markings, audited) || !r.isNews(x) {
		return nil
	}
	return r.put(ctx, &Reading{Who: p.Name, Law: hash}, []told{x})
}

// audited reports whether the reading of what bears a marking is put on record.
func audited(marking string) bool {
	m, err := ParseMarking(marking)
	from, _ := Level(AuditedFrom)
	return err != nil || m.Level >= from
}

// audited reports whether what somebody reads is put on record: that of persons and machines
// who sign in, not of who works on the machine itself and could read the store.
func (p *Principal) audited() bool { return !p.operator && p.Role != Nobody && p.Name != "" }

func (r *Reads) isNews(x told) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	at, ok := r.told[x]
	return !ok || r.now().Sub(at) > again
}

// commitment is that of the version's entry in the log.
func (r *Reads) commitment(ctx context.Context, v *record.Version) (string, error) {
	leaf := []byte(nil)
	if v.Salt != nil {
		leaf = transparency.Leaf(v)
	} else { // read without its body
		leaves, err := r.store.Leaves(ctx, v.Seq, 1)
		if err != nil || len(leaves) == 0 {
			return "", fmt.Errorf("the entry %d of the log: %w", v.Seq, err)
		}
		leaf = leaves[0]
	}
	var s transparency.Sealed
	err := json.Unmarshal(leaf, &s)
	return s.Commitment, err
}

func (r *Reads) put(ctx context.Context, entry *Reading, news []told) error {
	if len(news) == 0 {
		return nil
	}
	body, err := yaml.Marshal(entry)
	if err != nil {
		return err
	}
	raw := make([]byte, 10)
	rand.Read(raw) // never fails
	// the call that reads may end, and may be one that puts something else on record
	ctx = record.WithProvided(context.WithoutCancel(ctx), nil)
	c := record.Change{Kind: KindReads, ID: "R-" + base32.StdEncoding.EncodeToString(raw), Subject: string(entry.Who), Body: body, Replaces: record.New, Classified: sealed}
	if _, err := r.store.Append(ctx, entry.Who, c); err != nil {
		return ent.Errorf(ent.Unavailable, "what is classified is not shown while it cannot be put on record who sees it: %v", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.told) > maxTold {
		clear(r.told)
	}
	now := r.now()
	for _, x := range news {
		r.told[x] = now
	}
	return nil
}

// Before returns who was shown what, the newest first, at most limit, from before a place in
// the log (0: from the end), and the place from which to go on, 0 when there is no more.
func (r *Reads) Before(ctx context.Context, seq int64, limit int) (out []Reading, next int64, err error) {
	if seq <= 0 {
		if seq, err = r.store.Size(ctx); err != nil {
			return nil, 0, err
		}
	}
	for at := seq; ; {
		if at, err = r.store.LastOf(ctx, at-1, KindReads); err != nil || at < 0 {
			return out, 0, err
		}
		if len(out) == limit {
			return out, at + 1, nil
		}
		vs, err := r.store.Since(ctx, at-1, 1)
		if err != nil {
			return nil, 0, err
		}
		if len(vs) == 0 || vs[0].Seq != at {
			return nil, 0, fmt.Errorf("version %d is not on record", at)
		}
		x := Reading{At: vs[0].At}
		if err := yaml.Unmarshal(vs[0].Body, &x); err != nil {
			return nil, 0, fmt.Errorf("reads %s: %w", vs[0].ID, err)
		}
		out = append(out, x)
	}
}
