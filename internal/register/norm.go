package register

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/norm"
	"entente/internal/record"
)

// KindNorm is a norm of one of the institution's own agreements, in the form of the corpus.
const KindNorm record.Kind = "norm"

// Rule is a norm as written, with what it says.
type Rule struct {
	law.Own
	Text []byte
}

// maxNorms bounds one file of norms.
const maxNorms = 1000

// ReadNorms reads a list of norms in the form of the corpus (see docs/CURATORS.md), each
// with the instrument and the article in which it stands. Errors are of kind Invalid.
func ReadNorms(text []byte) ([]Rule, error) {
	if len(text) > maxText {
		return nil, ent.Errorf(ent.Invalid, "larger than %d bytes", maxText)
	}
	var nodes []yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&nodes); err != nil && !errors.Is(err, io.EOF) {
		return nil, ent.Errorf(ent.Invalid, "norms are a list: %v", err)
	}
	if len(nodes) == 0 || len(nodes) > maxNorms {
		return nil, ent.Errorf(ent.Invalid, "a file has 1 to %d norms", maxNorms)
	}
	var out []Rule
	for i := range nodes {
		b, err := yaml.Marshal(&nodes[i])
		if err != nil {
			return nil, ent.Errorf(ent.Invalid, "line %d: %v", nodes[i].Line, err)
		}
		r, err := decodeNorm(b)
		if err != nil {
			return nil, ent.Errorf(ent.Invalid, "the norm at line %d: %v", nodes[i].Line, err)
		}
		out = append(out, *r)
	}
	return out, nil
}

func decodeNorm(text []byte) (*Rule, error) {
	r := &Rule{Text: text}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	return r, dec.Decode(&r.Own)
}

// AddNorms puts norms of agreements in the register on record, after the law engine took
// them beside those of the library. One that is on record is superseded, for the reason.
func (r *Register) AddNorms(ctx context.Context, by ent.Actor, lib *law.Library, rules []Rule, reason string) error {
	changes, err := r.NewNorms(ctx, lib, rules, reason)
	if err != nil {
		return err
	}
	_, err = r.store.Append(ctx, by, changes...)
	return err
}

// NewNorms makes the changes that put norms on record.
func (r *Register) NewNorms(ctx context.Context, lib *law.Library, rules []Rule, reason string) ([]record.Change, error) {
	have, err := r.Norms(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	onRecord := map[ent.NormID]bool{}
	for _, h := range have {
		onRecord[h.ID] = true
	}
	var own []law.Own
	var changes []record.Change
	for i := range rules {
		x := &rules[i]
		if !idForm.MatchString(string(x.ID)) {
			return nil, ent.Errorf(ent.Invalid, "%q is not an id; write 2 to 60 of A-Z, 0-9, hyphen and dot", x.ID)
		}
		if lib.Book.Norm(x.ID) != nil && !onRecord[x.ID] {
			return nil, ent.Errorf(ent.Conflict, "%s is a norm of the shipped law; choose another id", x.ID)
		}
		if _, err := r.Instrument(ctx, x.Instrument, time.Time{}); err != nil {
			return nil, err
		}
		c := record.Change{Kind: KindNorm, ID: string(x.ID), Subject: string(x.Instrument), Valid: ent.Period{From: x.From, Until: x.Until}, Body: x.Text, Replaces: record.New}
		if onRecord[x.ID] {
			c.Replaces, c.Reason = have[indexOf(have, x.ID)].seq, reason
		} else {
			own = append(own, x.Own)
			if err := r.again(ctx, &c, reason); err != nil {
				return nil, err
			}
		}
		changes = append(changes, c)
	}
	if _, faults := lib.WithNorms(replacedIDs(rules, own, lib), "check"); len(faults) > 0 {
		return nil, faultsError(faults)
	}
	return changes, r.fitEverywhere(ctx, lib, rules, changes)
}

// fitEverywhere makes sure that norms fit the law as each of those sees it who will see them.
func (r *Register) fitEverywhere(ctx context.Context, lib *law.Library, rules []Rule, changes []record.Change) error {
	if r.Fits == nil {
		return nil
	}
	with := map[*law.Library][]law.Own{}
	for i := range changes {
		at, err := r.Fits(ctx, &changes[i])
		if err != nil {
			return err
		}
		if n := rules[i].Own; at.Hash != lib.Hash {
			if at.Book.Norm(n.ID) != nil {
				n.ID += "~"
			}
			with[at] = append(with[at], n)
		}
	}
	for at, own := range with {
		if _, faults := at.WithNorms(own, "check"); len(faults) > 0 {
			return ent.Errorf(ent.Invalid, "%v; if it refers to what is marked, give it that marking too", faultsError(faults))
		}
	}
	return nil
}

// again makes the change of a norm that was on record and withdrawn the successor of what
// was withdrawn.
func (r *Register) again(ctx context.Context, c *record.Change, reason string) error {
	former, err := r.store.History(ctx, c.Kind, c.ID)
	if len(former) > 0 {
		c.Replaces, c.Reason = former[len(former)-1].Seq, reason
	}
	return err
}

// replacedIDs returns the norms to be checked: those that are new, and those that replace
// one on record under a name of their own, since the library has the old one.
func replacedIDs(rules []Rule, own []law.Own, lib *law.Library) []law.Own {
	for i := range rules {
		if lib.Book.Norm(rules[i].ID) != nil {
			n := rules[i].Own
			n.ID += "~"
			own = append(own, n)
		}
	}
	return own
}

func faultsError(faults []*norm.Fault) error {
	errs := make([]error, len(faults))
	for i, f := range faults {
		errs[i] = f
	}
	return ent.Errorf(ent.Invalid, "%v", errors.Join(errs...))
}

// KeptRule is a norm on record.
type KeptRule struct {
	Rule
	seq int64
}

func indexOf(rules []KeptRule, id ent.NormID) int {
	for i := range rules {
		if rules[i].ID == id {
			return i
		}
	}
	return -1
}

// Norms returns the norms on record as known at a moment (zero: now).
func (r *Register) Norms(ctx context.Context, known time.Time) ([]KeptRule, error) {
	var out []KeptRule
	err := r.each(ctx, record.Query{Kind: KindNorm, Known: known}, func(v *record.Version) error {
		n, err := decodeNorm(v.Body)
		if err != nil {
			return fmt.Errorf("norm %s (version %d): %w", v.ID, v.Seq, err)
		}
		out = append(out, KeptRule{*n, v.Seq})
		return nil
	})
	return out, err
}

// WithdrawNorm takes a norm from what counts; it stays in the history, with the reason.
func (r *Register) WithdrawNorm(ctx context.Context, by ent.Actor, id ent.NormID, reason string) error {
	vs, err := r.store.Find(ctx, record.Query{Kind: KindNorm, ID: string(id)})
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return ent.Errorf(ent.NotFound, "no norm %q is on record", id)
	}
	v := &vs[0]
	_, err = r.store.Append(ctx, by, record.Change{Kind: v.Kind, ID: v.ID, Subject: v.Subject, Valid: v.Valid, Body: v.Body, Replaces: v.Seq, Reason: reason, Withdrawn: true})
	return err
}
