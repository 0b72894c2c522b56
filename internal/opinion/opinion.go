// Package opinion keeps findings that somebody put on record: the matter as it was put, the
// finding as it was given, the law it was given under, who drafted and who signed it. An
// opinion can be asked again as the law was known then, and must come out the same; or as
// it is known now, which tells whether it still holds. Two people sign: who drafted it does
// not.
package opinion

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
	"entente/internal/record"
)

// KindOpinion is a finding on record.
const KindOpinion record.Kind = "opinion"

// Opinion is a finding on record.
type Opinion struct {
	ID      string          `yaml:"-" json:"id"`
	Title   string          `yaml:"title" json:"title"`
	Kind    string          `yaml:"kind" json:"kind"`
	On      ent.Date        `yaml:"on" json:"on"`
	States  []ent.StateCode `yaml:"states,flow" json:"states"`
	Matter  string          `yaml:"matter" json:"matter"` // as put, in YAML
	Outcome finding.Outcome `yaml:"outcome" json:"outcome"`
	Law     string          `yaml:"law" json:"law"`       // hash of the library asked
	Digest  string          `yaml:"digest" json:"digest"` // sha256 of the finding's JSON
	Finding string          `yaml:"finding" json:"-"`     // the JSON as given
	Drafter ent.Actor       `yaml:"drafter" json:"drafter"`
	Signed  *Signature      `yaml:"signed,omitempty" json:"signed,omitempty"`
	Watched bool            `yaml:"watched,omitempty" json:"watched"`
	Under   string          `yaml:"under,omitempty" json:"-"` // the marking of those as whom the law was asked
	Seq     int64           `yaml:"-" json:"seq"`
	At      time.Time       `yaml:"-" json:"at"`    // when this version was recorded
	Given   time.Time       `yaml:"-" json:"given"` // when the first was: the moment for asking again as known then

	Classified string `yaml:"-" json:"classified,omitempty"` // its marking

	was []stated // what became of each norm, when the text of the finding is not at hand
}

// stated is what became of a norm for a bearer.
type stated struct {
	norm   ent.NormID
	bearer ent.StateCode
	state  law.State
}

// Signature says who signed an opinion, and on which day.
type Signature struct {
	By ent.Actor `yaml:"by" json:"by"`
	On ent.Date  `yaml:"on" json:"on"`
}

// Book keeps opinions in a store.
type Book struct {
	store record.Store
	read  record.Said[Opinion] // without the texts of the findings
}

// New returns the book in the store.
func New(store record.Store) *Book { return &Book{store: store} }

// Give puts the finding on a matter on record, as given under the library: that of everybody
// who may see what bears the marking under.
func (b *Book) Give(ctx context.Context, by ent.Actor, lib *law.Library, m *law.Matter, under string) (*Opinion, error) {
	f, err := finding.Assess(lib, m)
	if err != nil {
		return nil, err
	}
	text, digest, err := Print(f)
	if err != nil {
		return nil, err
	}
	raw := make([]byte, 5)
	rand.Read(raw) // never fails
	o := &Opinion{ID: "F-" + base32.StdEncoding.EncodeToString(raw), Title: m.Title, Kind: m.Kind, On: m.On, Matter: string(matter.Format(lib, m)), Outcome: f.Outcome,
		Law: lib.Hash, Digest: digest, Finding: string(text), Drafter: by, Under: under}
	for _, p := range m.Participants {
		if !slices.Contains(o.States, p.State) {
			o.States = append(o.States, p.State)
		}
	}
	return o, b.put(ctx, by, o, record.New, "")
}

// Print returns the JSON of a finding and its digest.
func Print(f *finding.Finding) ([]byte, string, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(f); err != nil {
		return nil, "", err
	}
	sum := sha256.Sum256(buf.Bytes())
	return buf.Bytes(), "sha256:" + hex.EncodeToString(sum[:]), nil
}

func (b *Book) put(ctx context.Context, by ent.Actor, o *Opinion, replaces int64, reason string) error {
	body, err := yaml.Marshal(o)
	if err != nil {
		return fmt.Errorf("opinion %s: %w", o.ID, err)
	}
	vs, err := b.store.Append(ctx, by, record.Change{Kind: KindOpinion, ID: o.ID, Valid: ent.Period{From: o.On}, Body: body, Replaces: replaces, Reason: reason})
	if err != nil {
		return err
	}
	o.Seq, o.At, o.Classified = vs[0].Seq, vs[0].At, vs[0].Classified
	if replaces == record.New {
		o.Given = o.At
	}
	return nil
}

// Find returns an opinion as it stands, and when it was first given.
func (b *Book) Find(ctx context.Context, id string) (*Opinion, error) {
	vs, err := b.store.History(ctx, KindOpinion, id)
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "no finding %q is on record", id)
	}
	o, err := decode(&vs[len(vs)-1])
	if err == nil {
		o.Given = vs[0].At
	}
	return o, err
}

func decode(v *record.Version) (*Opinion, error) {
	o := &Opinion{ID: v.ID, Seq: v.Seq, At: v.At, Given: v.At, Classified: v.Classified}
	if err := yaml.Unmarshal(v.Body, o); err != nil {
		return nil, fmt.Errorf("finding %s (version %d): %w", v.ID, v.Seq, err)
	}
	return o, nil
}

// All returns every opinion as known at a moment (zero: now), the newest first, without the
// texts of their findings, which Find gives.
func (b *Book) All(ctx context.Context, known time.Time) ([]Opinion, error) {
	out := []Opinion{}
	err := record.Each(ctx, b.store, record.Query{Kind: KindOpinion, Known: known, Bare: true}, func(v *record.Version) error {
		o, err := b.read.Of(v.Seq, func() (Opinion, error) { return b.head(ctx, v.Seq) })
		out = append(out, o)
		return err
	})
	slices.Reverse(out)
	return out, err
}

// head reads an opinion at a version, without the text of its finding.
func (b *Book) head(ctx context.Context, seq int64) (Opinion, error) {
	vs, err := b.store.Since(ctx, seq-1, 1)
	if err != nil {
		return Opinion{}, err
	}
	if len(vs) == 0 || vs[0].Seq != seq {
		return Opinion{}, fmt.Errorf("version %d is not on record", seq)
	}
	o, err := decode(&vs[0])
	if err != nil {
		return Opinion{}, err
	}
	o.was, err = o.norms()
	o.Finding = ""
	return *o, err
}

// norms tells what became of each norm in the finding as it was given.
func (o *Opinion) norms() ([]stated, error) {
	if o.Finding == "" {
		return o.was, nil
	}
	var f struct {
		Norms []struct {
			Norm   ent.NormID    `json:"norm"`
			Bearer ent.StateCode `json:"bearer"`
			State  law.State     `json:"state"`
		} `json:"norms"`
	}
	if err := json.Unmarshal([]byte(o.Finding), &f); err != nil {
		return nil, fmt.Errorf("finding %s: %w", o.ID, err)
	}
	out := make([]stated, len(f.Norms))
	for i, n := range f.Norms {
		out[i] = stated{n.Norm, n.Bearer, n.State}
	}
	return out, nil
}

// Names reports whether the finding, as given, tells of a norm or an instrument by its id.
func (o *Opinion) Names(id string) bool {
	word, err := json.Marshal(id)
	return err == nil && (strings.Contains(o.Finding, string(word)) || strings.Contains(o.Matter, id))
}

// Sign puts a signature on an opinion. Who drafted it may not.
func (b *Book) Sign(ctx context.Context, by ent.Actor, id string, on ent.Date) error {
	o, err := b.Find(ctx, id)
	switch {
	case err != nil:
		return err
	case o.Drafter == by:
		return ent.Errorf(ent.Forbidden, "refused: two people must sign, and you drafted it")
	case o.Signed != nil:
		return ent.Errorf(ent.Conflict, "%s signed it on %s", o.Signed.By, o.Signed.On)
	}
	o.Signed = &Signature{by, on}
	return b.put(ctx, by, o, o.Seq, "signed")
}

// Watch sets whether somebody wants to be told when an opinion no longer holds.
func (b *Book) Watch(ctx context.Context, by ent.Actor, id string, watched bool) error {
	o, err := b.Find(ctx, id)
	if err != nil || o.Watched == watched {
		return err
	}
	o.Watched = watched
	reason := "watched"
	if !watched {
		reason = "no longer watched"
	}
	return b.put(ctx, by, o, o.Seq, reason)
}

// Replay tells what became of an opinion that is asked again.
type Replay struct {
	Same    bool            `json:"same"`    // the finding is the same to the byte
	Outcome finding.Outcome `json:"outcome"` // as it comes out now
	Changed []Change        `json:"changed"` // norms whose state is another
	Law     string          `json:"law"`
}

// Change is a norm whose state differs for a bearer.
type Change struct {
	Norm   ent.NormID    `json:"norm"`
	Bearer ent.StateCode `json:"bearer"`
	Was    law.State     `json:"was"`
	Is     law.State     `json:"is"`
}

// Again asks an opinion's matter again under a library: as it was known when the opinion
// was given, the finding must be the same; as it is known now, it tells what changed.
func (o *Opinion) Again(lib *law.Library) (*Replay, error) {
	m, err := matter.Read(lib, o.ID, []byte(o.Matter), o.On)
	if err != nil {
		return nil, err
	}
	f, err := finding.Assess(lib, m)
	if err != nil {
		return nil, err
	}
	_, digest, err := Print(f)
	if err != nil {
		return nil, err
	}
	was, err := o.norms()
	if err != nil {
		return nil, err
	}
	return &Replay{Same: digest == o.Digest, Outcome: f.Outcome, Changed: differences(was, f), Law: lib.Hash}, nil
}

func differences(was []stated, is *finding.Finding) []Change {
	type key struct {
		norm   ent.NormID
		bearer ent.StateCode
	}
	before := map[key]law.State{}
	for _, n := range was {
		before[key{n.norm, n.bearer}] = n.state
	}
	out := []Change{}
	for _, n := range is.Norms {
		k := key{n.Norm, n.Bearer}
		if before[k] != n.State {
			out = append(out, Change{n.Norm, n.Bearer, before[k], n.State})
		}
		delete(before, k)
	}
	for k, s := range before {
		out = append(out, Change{k.norm, k.bearer, s, ""})
	}
	slices.SortFunc(out, func(a, b Change) int {
		if a.Norm != b.Norm {
			return cmp(string(a.Norm), string(b.Norm))
		}
		return cmp(string(a.Bearer), string(b.Bearer))
	})
	return out
}

func cmp(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Similar returns the opinions of the same kind that share most States, norms apart, at
// most n of them, the closest first.
func Similar(all []Opinion, o *Opinion, n int) []Opinion {
	type scored struct {
		o Opinion
		s int
	}
	var found []scored
	for _, x := range all {
		if x.ID == o.ID || x.Kind != o.Kind {
			continue
		}
		s := 1
		for _, c := range x.States {
			if slices.Contains(o.States, c) {
				s += 2
			}
		}
		found = append(found, scored{x, s})
	}
	slices.SortStableFunc(found, func(a, b scored) int { return b.s - a.s })
	var out []Opinion
	for i := range found {
		if i == n {
			break
		}
		out = append(out, found[i].o)
	}
	return out
}
