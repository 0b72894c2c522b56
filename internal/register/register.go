// Package register keeps the institution's own agreements: instruments in the form of
// the shipped corpus, and the dated acts of their parties, each a thing on record of its
// own, so that an act can be corrected and what was known before stays answerable. The
// law engine reads corpus and register as one library.
package register

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/act"
	"entente/internal/law/treaty"
	"entente/internal/record"
)

// The kinds of thing that the register keeps.
const (
	KindInstrument record.Kind = "instrument"
	KindAct        record.Kind = "act"
)

// Register keeps instruments and acts in a store, checked against a library of law.
type Register struct {
	store record.Store
	// Fits, when set, returns the library in which a norm must fit besides the one that is
	// given: that of everybody who will see the norm.
	Fits func(ctx context.Context, c *record.Change) (*law.Library, error)
	law  *treaty.Library // the shipped law: States, and the ids that are taken
}

// New returns the register in the store, over the shipped law.
func New(store record.Store, law *treaty.Library) *Register {
	return &Register{store: store, law: law}
}

// Act is an act on record with its place in the record.
type Act struct {
	treaty.Act
	Instrument ent.InstrumentID
	ID         string
	Seq        int64
}

// maxText bounds one instrument's file.
const maxText = 4 << 20

var idForm = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]{1,59}$`)

// Read reads an instrument in the form of the corpus (see docs/CURATORS.md). Errors are
// of kind Invalid and name the line.
func Read(text []byte) (*treaty.Instrument, error) {
	if len(text) > maxText {
		return nil, ent.Errorf(ent.Invalid, "larger than %d bytes", maxText)
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	var in treaty.Instrument
	if err := dec.Decode(&in); err != nil {
		return nil, ent.Errorf(ent.Invalid, "%s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	return &in, nil
}

// check asks of an instrument what the lint asks of the corpus.
func (r *Register) check(in *treaty.Instrument) error {
	switch {
	case !idForm.MatchString(string(in.ID)):
		return ent.Errorf(ent.Invalid, "id: %q is not an id; write 2 to 60 of A-Z, 0-9, hyphen and dot", in.ID)
	case in.Title == "" || in.Kind == "" || in.LegalOrder == "":
		return ent.Errorf(ent.Invalid, "%s: title, kind and legal_order are needed", in.ID)
	}
	if id, err := r.law.Find(string(in.ID)); err == nil {
		return ent.Errorf(ent.Conflict, "%s is an instrument of the shipped law (%s); choose another id", in.ID, id)
	}
	_, problems := r.law.With(*in)
	return problemsError(problems)
}

func problemsError(problems []*treaty.Problem) error {
	if len(problems) == 0 {
		return nil
	}
	texts := make([]string, len(problems))
	for i, p := range problems {
		texts[i] = p.Error()
	}
	return ent.Errorf(ent.Invalid, "%s", strings.Join(texts, "\n"))
}

// Add puts an instrument on record with the acts in its text, in one step.
func (r *Register) Add(ctx context.Context, by ent.Actor, in *treaty.Instrument) error {
	changes, err := r.Entry(in)
	if err != nil {
		return err
	}
	_, err = r.store.Append(ctx, by, changes...)
	return err
}

// instrumentChanges makes the first versions of an instrument and of its acts.
func instrumentChanges(in *treaty.Instrument) ([]record.Change, error) {
	table, faults := treaty.ParseActs(in.Acts)
	if len(faults) > 0 {
		return nil, ent.Errorf(ent.Invalid, "%s: acts, %v", in.ID, faults[0])
	}
	bare := *in
	bare.Acts, bare.Record = "", nil
	body, err := yaml.Marshal(&bare)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", in.ID, err)
	}
	changes := []record.Change{{Kind: KindInstrument, ID: string(in.ID), Body: body, Replaces: record.New}}
	ids := map[string]bool{}
	for _, a := range append(table, in.Record...) {
		c, err := actChange(in.ID, a, ids)
		if err != nil {
			return nil, err
		}
		changes = append(changes, c)
	}
	return changes, nil
}

// actChange makes the first version of an act; ids holds those given out already.
func actChange(id ent.InstrumentID, a treaty.Act, ids map[string]bool) (record.Change, error) {
	body, err := yaml.Marshal(a)
	if err != nil {
		return record.Change{}, fmt.Errorf("%s: %w", id, err)
	}
	name := fmt.Sprintf("%s/%s/%s/%s", id, a.State, a.Act, a.On)
	for n := 2; ids[name]; n++ {
		name = fmt.Sprintf("%s/%s/%s/%s/%d", id, a.State, a.Act, a.On, n)
	}
	ids[name] = true
	return record.Change{Kind: KindAct, ID: name, Subject: string(id), Valid: ent.Period{From: max(a.Effective, a.On)}, Body: body, Replaces: record.New}, nil
}

// Revise puts a new version of an instrument's metadata on record; its acts stay.
func (r *Register) Revise(ctx context.Context, by ent.Actor, in *treaty.Instrument, reason string) error {
	c, err := r.Revision(ctx, in, reason)
	if err != nil {
		return err
	}
	_, err = r.store.Append(ctx, by, c)
	return err
}

// Revision makes the change by which the metadata of an instrument is superseded, for
// capabilities that put more on record in the same step.
func (r *Register) Revision(ctx context.Context, in *treaty.Instrument, reason string) (record.Change, error) {
	if err := r.check(in); err != nil {
		return record.Change{}, err
	}
	now, err := r.store.Find(ctx, record.Query{Kind: KindInstrument, ID: string(in.ID)})
	if err != nil {
		return record.Change{}, err
	}
	if len(now) == 0 {
		return record.Change{}, ent.Errorf(ent.NotFound, "%s is not in the register", in.ID)
	}
	bare := *in
	bare.Acts, bare.Record = "", nil
	body, err := yaml.Marshal(&bare)
	if err != nil {
		return record.Change{}, fmt.Errorf("%s: %w", in.ID, err)
	}
	return record.Change{Kind: KindInstrument, ID: string(in.ID), Body: body, Replaces: now[0].Seq, Reason: reason}, nil
}

// Entry makes the changes that put an instrument with its acts on record.
func (r *Register) Entry(in *treaty.Instrument) ([]record.Change, error) {
	if err := r.check(in); err != nil {
		return nil, err
	}
	return instrumentChanges(in)
}

// Record puts an act of a party on record, about an instrument of the register or of the shipped law.
func (r *Register) Record(ctx context.Context, by ent.Actor, id ent.InstrumentID, a treaty.Act) error {
	c, err := r.NewAct(ctx, id, a)
	if err != nil {
		return err
	}
	_, err = r.store.Append(ctx, by, c)
	return err
}

// NewAct makes the change that puts an act of a party on record.
func (r *Register) NewAct(ctx context.Context, id ent.InstrumentID, a treaty.Act) (record.Change, error) {
	in, err := r.Subject(ctx, id)
	if err != nil {
		return record.Change{}, err
	}
	in.Record = append(in.Record, a)
	if _, problems := r.law.With(*in); len(problems) > 0 {
		return record.Change{}, problemsError(problems)
	}
	ids := map[string]bool{}
	have, err := r.Acts(ctx, id, time.Time{})
	if err != nil {
		return record.Change{}, err
	}
	for _, h := range have {
		ids[h.ID] = true
	}
	return actChange(id, a, ids)
}

// Correct supersedes an act on record by what change makes of it; with withdraw it no
// longer counts. What was known before stays on record.
func (r *Register) Correct(ctx context.Context, by ent.Actor, actID, reason string, withdraw bool, change func(*treaty.Act)) error {
	now, err := r.store.Find(ctx, record.Query{Kind: KindAct, ID: actID})
	if err != nil {
		return err
	}
	if len(now) == 0 {
		return ent.Errorf(ent.NotFound, "no act %q is on record", actID)
	}
	a, err := decodeAct(&now[0])
	if err != nil {
		return err
	}
	change(&a.Act)
	body, err := yaml.Marshal(a.Act)
	if err != nil {
		return fmt.Errorf("%s: %w", actID, err)
	}
	if !withdraw {
		in, err := r.Instrument(ctx, a.Instrument, time.Time{})
		if err != nil {
			return err
		}
		in.Record = []treaty.Act{a.Act}
		if _, problems := r.law.With(*in); len(problems) > 0 {
			return problemsError(problems)
		}
	}
	_, err = r.store.Append(ctx, by, record.Change{Kind: KindAct, ID: actID, Subject: now[0].Subject, Valid: ent.Period{From: max(a.Effective, a.On)}, Body: body, Replaces: now[0].Seq, Reason: reason, Withdrawn: withdraw})
	return err
}

func decodeAct(v *record.Version) (Act, error) {
	a := Act{Instrument: ent.InstrumentID(v.Subject), ID: v.ID, Seq: v.Seq}
	if err := yaml.Unmarshal(v.Body, &a.Act); err != nil {
		return a, fmt.Errorf("act %s (version %d): %w", v.ID, v.Seq, err)
	}
	return a, nil
}

// Acts returns the acts about an instrument as they were known at a moment (zero: now),
// in the order in which they were put on record.
func (r *Register) Acts(ctx context.Context, id ent.InstrumentID, known time.Time) ([]Act, error) {
	var out []Act
	err := r.each(ctx, record.Query{Kind: KindAct, Subject: string(id), Known: known}, func(v *record.Version) error {
		a, err := decodeAct(v)
		out = append(out, a)
		return err
	})
	return out, err
}

// each calls f for every version that a query selects, page by page.
func (r *Register) each(ctx context.Context, q record.Query, f func(*record.Version) error) error {
	return record.Each(ctx, r.store, q, f)
}

// Instrument returns an instrument with its acts as known at a moment (zero: now): one of the
// register, or one of the shipped law about which acts are on record.
func (r *Register) Instrument(ctx context.Context, id ent.InstrumentID, known time.Time) (*treaty.Instrument, error) {
	vs, err := r.store.Find(ctx, record.Query{Kind: KindInstrument, ID: string(id), Known: known})
	if err != nil {
		return nil, err
	}
	acts, err := r.Acts(ctx, id, known)
	if err != nil {
		return nil, err
	}
	var in *treaty.Instrument
	switch {
	case len(vs) > 0:
		if in, err = decodeInstrument(&vs[0]); err != nil {
			return nil, err
		}
	case len(acts) > 0 && r.law.Instrument(id) != nil:
		in = r.ofLaw(id)
	default:
		return nil, ent.Errorf(ent.NotFound, "%s is not in the register", id)
	}
	for _, a := range acts {
		in.Record = append(in.Record, a.Act)
	}
	return in, err
}

// Subject returns an instrument about which acts can be put on record: one of the register, or of
// the shipped law, which does not know yet what happened since it was made.
func (r *Register) Subject(ctx context.Context, id ent.InstrumentID) (*treaty.Instrument, error) {
	in, err := r.Instrument(ctx, id, time.Time{})
	if ent.KindOf(err) == ent.NotFound {
		if law := r.ofLaw(id); law != nil {
			return law, nil
		}
	}
	return in, err
}

// ofLaw returns an instrument of the shipped law, to which acts can be added; nil where it has none
// of that id.
func (r *Register) ofLaw(id ent.InstrumentID) *treaty.Instrument {
	in := r.law.Instrument(id)
	if in == nil {
		return nil
	}
	own := *in
	own.Record = slices.Clone(in.Record)
	return &own
}

func decodeInstrument(v *record.Version) (*treaty.Instrument, error) {
	var in treaty.Instrument
	if err := yaml.Unmarshal(v.Body, &in); err != nil {
		return nil, fmt.Errorf("instrument %s (version %d): %w", v.ID, v.Seq, err)
	}
	return &in, nil
}

// All returns every instrument with its acts as known at a moment (zero: now), by id; those of the
// shipped law about which acts are on record too.
func (r *Register) All(ctx context.Context, known time.Time) ([]treaty.Instrument, error) {
	byID := map[string]*treaty.Instrument{}
	err := r.each(ctx, record.Query{Kind: KindInstrument, Known: known}, func(v *record.Version) error {
		in, err := decodeInstrument(v)
		byID[v.ID] = in
		return err
	})
	if err != nil {
		return nil, err
	}
	err = r.each(ctx, record.Query{Kind: KindAct, Known: known}, func(v *record.Version) error {
		a, err := decodeAct(v)
		in := byID[v.Subject]
		if in == nil {
			if in = r.ofLaw(ent.InstrumentID(v.Subject)); in != nil {
				byID[v.Subject] = in
			}
		}
		if in != nil {
			in.Record = append(in.Record, a.Act)
		}
		return err
	})
	out := make([]treaty.Instrument, 0, len(byID))
	for _, in := range byID {
		out = append(out, *in)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out, err
}

// Contradictions returns where the acts on record about an instrument, as known at a moment
// (zero: now), cannot all be true. They are all kept; a correction decides.
func (r *Register) Contradictions(ctx context.Context, id ent.InstrumentID, known time.Time) ([]act.Contradiction, error) {
	in, err := r.Instrument(ctx, id, known)
	if err != nil {
		return nil, err
	}
	lib, problems := r.law.With(*in)
	return lib.Contradictions(id), problemsError(problems)
}

// History returns every version of an instrument and of its acts, in the order in which
// they were put on record.
func (r *Register) History(ctx context.Context, id ent.InstrumentID) ([]record.Version, error) {
	out, err := r.store.History(ctx, KindInstrument, string(id))
	if err == nil && len(out) == 0 {
		err = ent.Errorf(ent.NotFound, "%s is not in the register", id)
	}
	if err != nil {
		return nil, err
	}
	err = r.each(ctx, record.Query{Kind: KindAct, Subject: string(id), Every: true}, func(v *record.Version) error {
		out = append(out, *v)
		return nil
	})
	slices.SortFunc(out, func(a, b record.Version) int { return int(a.Seq - b.Seq) })
	return out, err
}
