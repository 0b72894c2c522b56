package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
	"entente/internal/access"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
	"entente/internal/memorandum"
	"entente/internal/opinion"
)

// Heading is what a memorandum bears besides the finding; each may be empty.
type Heading struct{ To, From, Marking string }

// MemorandumOf writes a finding that is not on record as a legal memorandum of a day, as the
// record was known then. A marking that cannot be read is an error of kind Invalid.
func MemorandumOf(lib *law.Library, m *law.Matter, f *finding.Finding, h Heading, on ent.Date, known time.Time) ([]byte, error) {
	if _, err := access.ParseMarking(h.Marking); err != nil {
		return nil, err
	}
	_, digest, err := opinion.Print(f)
	if err != nil {
		return nil, err
	}
	made, err := time.Parse(time.DateOnly, on.String())
	if err != nil {
		return nil, err
	}
	return memorandum.PDF(&memorandum.Memo{Library: lib, Matter: m, Finding: f, To: h.To, From: h.From, Marking: h.Marking, Made: made, Known: known, Digest: digest})
}

// Memorandum writes a finding on record as a legal memorandum: under the law it was given
// under, dated on the day on which it was signed or, before that, given. As long as the
// finding on record stays as it is, the bytes stay the same. Errors are those of Find; a marking that cannot
// be read is of kind Invalid.
func (a *App) Memorandum(ctx context.Context, id string, h Heading) ([]byte, error) {
	if _, err := access.ParseMarking(h.Marking); err != nil {
		return nil, err
	}
	o, err := a.Opinions.Find(ctx, id)
	if err != nil {
		return nil, err
	}
	h.Marking, err = a.heading(h.Marking, o.Classified)
	if err != nil {
		return nil, err
	}
	lib, err := a.givenUnder(ctx, o)
	if err != nil {
		return nil, err
	}
	m, err := matter.Read(lib, o.ID, []byte(o.Matter), o.On)
	if err != nil {
		return nil, err
	}
	var f finding.Finding
	if err := json.Unmarshal([]byte(o.Finding), &f); err != nil {
		return nil, fmt.Errorf("finding %s: %w", id, err)
	}
	r, err := a.recorded(ctx, o)
	if err != nil {
		return nil, err
	}
	made := o.Given.UTC().Truncate(24 * time.Hour)
	if o.Signed != nil {
		if made, err = time.Parse(time.DateOnly, o.Signed.On.String()); err != nil {
			return nil, err
		}
	}
	return memorandum.PDF(&memorandum.Memo{Library: lib, Matter: m, Finding: &f, To: h.To, From: h.From, Marking: h.Marking, Made: made, Known: o.Given, Digest: o.Digest, Record: r})
}

// heading is the marking of a paper about what is on record: that of the record, or a higher
// one that was asked for. A lower one is an error of kind Invalid.
func (a *App) heading(asked, kept string) (string, error) {
	if asked == "" {
		return kept, nil
	}
	m, err := access.ParseMarking(asked)
	if err == nil && !a.Guard.Within(kept, m) {
		err = ent.Errorf(ent.Invalid, "it is marked %s on record; a paper about it cannot be marked %s", kept, m)
	}
	return asked, err
}

// recorded tells where in the log a finding stands.
func (a *App) recorded(ctx context.Context, o *opinion.Opinion) (*memorandum.Record, error) {
	entry, leaf, log, err := a.entry(ctx, o.Seq)
	r := &memorandum.Record{ID: o.ID, Drafter: o.Drafter, Entry: entry, Leaf: leaf, Log: log}
	if o.Signed != nil {
		r.Signer, r.Signed = o.Signed.By, o.Signed.On
	}
	return r, err
}

// entry returns the index of an entry of the log, the hash of its leaf (RFC 6962, section
// 2.1), and the name under which the log gave out its last checkpoint, if it did.
func (a *App) entry(ctx context.Context, seq int64) (index int64, leaf, log string, err error) {
	leaves, err := a.Store.Leaves(ctx, seq, 1)
	if err != nil {
		return 0, "", "", err
	}
	if len(leaves) == 0 {
		return 0, "", "", ent.Errorf(ent.NotFound, "the log has no entry %d", seq)
	}
	h := tlog.RecordHash(leaves[0])
	size, err := a.Store.Size(ctx)
	if err != nil {
		return 0, "", "", err
	}
	if _, _, text, err := a.Store.Checkpoint(ctx, size); err == nil {
		log, _, _ = strings.Cut(text, "\n")
	}
	return seq, hex.EncodeToString(h[:sha256.Size]), log, nil
}
