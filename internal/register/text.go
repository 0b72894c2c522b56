package register

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/record"
)

// The kinds of thing that keep the texts of instruments: what a text is, and its bytes.
// The bytes stand under their own SHA-256, so that a text that several versions or
// instruments share is kept once, and its hash is the one in the log.
const (
	KindText record.Kind = "text"
	KindFile record.Kind = "file"
)

// Final is the version of a text that is sent out and certified.
const Final = "final"

// Text is one language version of one state of an instrument's text, or of an annex.
type Text struct {
	Instrument ent.InstrumentID `yaml:"instrument" json:"instrument"`
	Part       string           `yaml:"part" json:"part"`         // "text", or the name of the annex, minutes, exchange of notes, map
	Version    string           `yaml:"version" json:"version"`   // "draft-3", "final"
	Language   string           `yaml:"language" json:"language"` // BCP 47: en, fr, ja
	Authentic  bool             `yaml:"authentic" json:"authentic"`
	Day        ent.Date         `yaml:"day,omitempty" json:"day,omitempty"`
	Name       string           `yaml:"name" json:"name"` // of the file, without folders
	Media      string           `yaml:"media" json:"media"`
	Size       int              `yaml:"size" json:"size"` // bytes
	Hash       string           `yaml:"hash" json:"hash"` // sha256:…
	Note       string           `yaml:"note,omitempty" json:"note,omitempty"`
	File       string           `yaml:"file,omitempty" json:"-"` // under which the bytes stand, when not under their hash
}

// Kept is a text on record with its place in the record.
type Kept struct {
	Text
	ID         string    `json:"id"`
	Seq        int64     `json:"seq"`
	By         ent.Actor `json:"by"`
	At         time.Time `json:"at"`
	Classified string    `json:"classified,omitempty"`
}

var (
	languageForm = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	versionForm  = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,39}$`)
	partForm     = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N} .()-]{0,59}$`)
)

func (t *Text) check(size int) error {
	switch {
	case size == 0:
		return ent.Errorf(ent.Invalid, "%s: the file is empty", t.Name)
	case size > record.MaxBody:
		return ent.Errorf(ent.Invalid, "%s: larger than %d bytes", t.Name, record.MaxBody)
	case !languageForm.MatchString(t.Language):
		return ent.Errorf(ent.Invalid, "%q is no language; write a code such as en, fr, ja, zh-Hant", t.Language)
	case !versionForm.MatchString(t.Version):
		return ent.Errorf(ent.Invalid, "%q is no version; write up to 40 of a-z, 0-9, hyphen and dot, such as draft-2 or final", t.Version)
	case !partForm.MatchString(t.Part):
		return ent.Errorf(ent.Invalid, "%q is no part; write text, or the name of an annex such as Annex A", t.Part)
	case t.Name == "" || len(t.Name) > record.MaxID || !utf8.ValidString(t.Name) || strings.ContainsFunc(t.Name, func(r rune) bool { return r < ' ' }):
		return ent.Errorf(ent.Invalid, "%q is no name of a file", t.Name)
	}
	return nil
}

// AddText puts the text of an instrument on record with its bytes, in one step. A text of
// the same part, version and language is superseded, for the reason given. It sets name
// (the last element of the path), media, size and hash.
func (r *Register) AddText(ctx context.Context, by ent.Actor, t Text, bytes []byte, reason string) (*Kept, error) {
	if _, err := r.Instrument(ctx, t.Instrument, time.Time{}); err != nil {
		return nil, err
	}
	return r.putText(ctx, by, nil, t, bytes, reason)
}

// AddWithText puts an instrument on record with its acts and a text of it, in one step.
func (r *Register) AddWithText(ctx context.Context, by ent.Actor, in *treaty.Instrument, t Text, bytes []byte) (*Kept, error) {
	first, err := r.Entry(in)
	if err != nil {
		return nil, err
	}
	t.Instrument = in.ID
	return r.putText(ctx, by, first, t, bytes, "")
}

// putText appends the text and its bytes after other changes.
func (r *Register) putText(ctx context.Context, by ent.Actor, first []record.Change, t Text, bytes []byte, reason string) (*Kept, error) {
	t.Name = path.Base(strings.ReplaceAll(t.Name, `\`, "/"))
	if err := t.check(len(bytes)); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(bytes)
	t.Hash, t.Size, t.Media = "sha256:"+hex.EncodeToString(sum[:]), len(bytes), http.DetectContentType(bytes)
	id := fmt.Sprintf("%s/%s/%s/%s", t.Instrument, t.Part, t.Version, t.Language)
	body, err := yaml.Marshal(t)
	if err != nil {
		return nil, fmt.Errorf("text %s: %w", id, err)
	}
	c := record.Change{Kind: KindText, ID: id, Subject: string(t.Instrument), Valid: ent.Period{From: t.Day}, Body: body, Replaces: record.New}
	old, err := r.store.Find(ctx, record.Query{Kind: KindText, ID: id})
	if err != nil {
		return nil, err
	}
	if len(old) > 0 {
		c.Replaces, c.Reason = old[0].Seq, reason
	}
	vs, err := r.withBytes(ctx, by, append(first, c), t, bytes)
	if err != nil {
		return nil, err
	}
	return TextOf(&vs[len(first)])
}

// withBytes appends changes, of which the last is that of a text, and the text's bytes where
// they do not stand on record. They stand there under their hash; when others keep the same
// bytes under that name where the writer may not see them, under a name besides.
func (r *Register) withBytes(ctx context.Context, by ent.Actor, changes []record.Change, t Text, bytes []byte) ([]record.Version, error) {
	have, err := r.store.Find(ctx, record.Query{Kind: KindFile, ID: t.Hash, Bare: true})
	if err != nil {
		return nil, err
	}
	if len(have) > 0 {
		return r.store.Append(ctx, by, changes...)
	}
	file := record.Change{Kind: KindFile, ID: t.Hash, Subject: string(t.Instrument), Body: bytes, Replaces: record.New}
	vs, err := r.store.Append(ctx, by, append(slices.Clip(changes), file)...)
	if ent.KindOf(err) != ent.Conflict || errors.As(err, new(*record.Stale)) || errors.Is(err, record.ErrDone) {
		return vs, err
	}
	raw := make([]byte, 10)
	rand.Read(raw) // never fails
	t.File = t.Hash + "/" + hex.EncodeToString(raw)
	text := &changes[len(changes)-1]
	if text.Body, err = yaml.Marshal(t); err != nil {
		return nil, err
	}
	file.ID = t.File
	return r.store.Append(ctx, by, append(slices.Clip(changes), file)...)
}

// Texts returns the texts of an instrument as known at a moment (zero: now), in the order
// in which they were put on record.
func (r *Register) Texts(ctx context.Context, id ent.InstrumentID, known time.Time) ([]Kept, error) {
	return r.texts(ctx, record.Query{Kind: KindText, Subject: string(id), Known: known})
}

// EveryText returns the texts of all instruments as known at a moment (zero: now).
func (r *Register) EveryText(ctx context.Context, known time.Time) ([]Kept, error) {
	return r.texts(ctx, record.Query{Kind: KindText, Known: known})
}

// TextOf reads a version of the kind KindText.
func TextOf(v *record.Version) (*Kept, error) {
	k := &Kept{ID: v.ID, Seq: v.Seq, By: v.By, At: v.At, Classified: v.Classified}
	if err := yaml.Unmarshal(v.Body, &k.Text); err != nil {
		return nil, fmt.Errorf("text %s (version %d): %w", v.ID, v.Seq, err)
	}
	return k, nil
}

func (r *Register) texts(ctx context.Context, q record.Query) ([]Kept, error) {
	var out []Kept
	err := r.each(ctx, q, func(v *record.Version) error {
		k, err := TextOf(v)
		if err == nil {
			out = append(out, *k)
		}
		return err
	})
	return out, err
}

// File returns the bytes of a text, after computing their hash again.
func (r *Register) File(ctx context.Context, t *Text) ([]byte, error) {
	id := t.Hash
	if t.File != "" {
		id = t.File
	}
	vs, err := r.store.Find(ctx, record.Query{Kind: KindFile, ID: id})
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 {
		return nil, ent.Errorf(ent.NotFound, "no file with the hash %s is on record", t.Hash)
	}
	if sum := sha256.Sum256(vs[0].Body); "sha256:"+hex.EncodeToString(sum[:]) != t.Hash {
		return nil, errors.New("the file kept under " + id + " has another hash: the store was changed behind the record")
	}
	return vs[0].Body, nil
}

// Languages returns the languages in which a version of a part is on record, in order.
func Languages(texts []Kept, part, version string) []string {
	var out []string
	for _, t := range texts {
		if t.Part == part && t.Version == version && !slices.Contains(out, t.Language) {
			out = append(out, t.Language)
		}
	}
	slices.Sort(out)
	return out
}

// Relative is an instrument that stands to another as the word says.
type Relative struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Title      string           `json:"title"`
	As         string           `json:"as"` // amends, supersedes, supplements, implements, applies
}

// Relatives returns the instruments of the register that amend, supersede, supplement,
// implement or apply the one named, by id, as known at a moment (zero: now).
func (r *Register) Relatives(ctx context.Context, id ent.InstrumentID, known time.Time) ([]Relative, error) {
	all, err := r.All(ctx, known)
	out := []Relative{}
	for i := range all {
		for _, n := range Relations(&all[i]) {
			if n.To == id {
				out = append(out, n.Relative)
			}
		}
	}
	return out, err
}

// Relation is how an instrument stands to another.
type Relation struct {
	To ent.InstrumentID
	Relative
}

// Relations returns how an instrument stands to others, each of them once.
func Relations(in *treaty.Instrument) []Relation {
	f := &in.Family
	var out []Relation
	add := func(as string, ids ...ent.InstrumentID) {
		for _, id := range ids {
			if id != "" && !slices.ContainsFunc(out, func(r Relation) bool { return r.To == id }) {
				out = append(out, Relation{id, Relative{in.ID, in.Title, as}})
			}
		}
	}
	add("amends", f.Amends)
	add("supersedes", f.Supersedes...)
	add("supplements", f.Supplements...)
	add("implements", f.Parent)
	add("applies", f.Applies)
	return out
}
