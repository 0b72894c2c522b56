package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/access"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/law/clock"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/storage/sqlbase"
)

// joined is the shipped law and the register as one library, with the place in the log
// up to which it has followed the register. It is brought up to date, not built again.
type joined struct {
	mu    sync.Mutex
	lib   *law.Library
	seq   int64 // of the last version seen, -1 before the first
	last  int64 // of the last version that the library is made of, or a later one
	ids   []ent.InstrumentID
	texts map[ent.InstrumentID][sha256.Size]byte
	norms []register.KeptRule

	calendars map[string]*clock.Calendar
	partial   bool // some of the register is hidden from those whose library it is
}

// Library returns the shipped law, the register with its norms, and the calendars on record
// as one library, as the record was known at a moment (zero: now), and as whoever asks may
// see it: what they may not see takes no part in any answer that they get. Its hash names
// them all. The library of now is kept and brought up to date by what was put on record
// since; where nothing of it changed since a moment, it is that of the moment too. The last
// of other moments are kept.
func (a *App) Library(ctx context.Context, known time.Time) (*law.Library, error) {
	seen, err := a.Records.Visible(ctx, lawKinds...)
	if err != nil {
		return nil, err
	}
	lib, err := a.views.of(access.View{Seen: seen, Cleared: seen}).library(ctx, a, known)
	a.Records.GatherLaw(ctx, seen)
	if err == nil {
		err = a.Reads.NoteLaw(ctx, lib.Hash, seen)
	}
	return lib, err
}

// LibraryFor returns the library as everybody sees it who may see what bears a marking:
// what may be made of it bears the marking.
func (a *App) LibraryFor(ctx context.Context, m access.Marking, known time.Time) (*law.Library, error) {
	return a.libraryGiven(ctx, m, m, known)
}

// libraryGiven returns the library as it was known at a moment to everybody who could see
// what bore a marking, although some of it was raised since: as far as the second goes.
func (a *App) libraryGiven(ctx context.Context, then, now access.Marking, known time.Time) (*law.Library, error) {
	all, err := a.Records.Markings(ctx, lawKinds...)
	if err != nil {
		return nil, err
	}
	within := func(m access.Marking) []string {
		return slices.DeleteFunc(slices.Clone(all), func(x string) bool { return !a.Guard.Within(x, m) })
	}
	return a.views.of(access.View{Seen: within(then), Cleared: within(now)}).library(ctx, a, known)
}

// lawKinds are the kinds of thing that libraries are made of.
var lawKinds = []record.Kind{register.KindInstrument, register.KindAct, register.KindNorm, duty.KindCalendar}

// views are the libraries of those who see the same markings. Where nothing is marked, or by
// people who see all that is, one is used by all.
type views struct {
	mu   sync.Mutex
	kept *simplelru.LRU[string, *view] // the last twelve
}

func newViews() *views { return &views{kept: lastOf[string, *view](12)} }

// view is what is kept for those who see certain markings.
type view struct {
	access.View
	now  joined
	then former
}

func (vs *views) of(shows access.View) *view {
	vs.mu.Lock()
	defer vs.mu.Unlock()
	name := shows.String()
	v, ok := vs.kept.Get(name)
	if !ok {
		v = &view{View: shows, then: former{kept: lastOf[knownAt, *law.Library](2)}}
		vs.kept.Add(name, v)
	}
	return v
}

// library reads no more than the markings of the view, whoever asks.
func (v *view) library(ctx context.Context, a *App, known time.Time) (*law.Library, error) {
	ctx = access.Only(ctx, v.View)
	if known.IsZero() {
		return v.now.current(ctx, a)
	}
	return v.then.at(ctx, a, &v.now, known)
}

// builtAt builds the library as it was known at a moment.
func (a *App) builtAt(ctx context.Context, known time.Time) (*law.Library, error) {
	all, err := a.Register.All(ctx, known)
	if err != nil {
		return nil, err
	}
	norms, err := a.Register.Norms(ctx, known)
	if err != nil {
		return nil, err
	}
	calendars, err := a.Duties.Calendars(ctx, known)
	if err != nil {
		return nil, err
	}
	j := joined{lib: a.shipped, norms: norms, calendars: calendars}
	if j.partial, err = a.Records.Partial(ctx, lawKinds...); err != nil {
		return nil, err
	}
	err = j.replace(a.shipped, nil, all)
	return j.lib, err
}

// current brings the library up to date and returns it.
func (j *joined) current(ctx context.Context, a *App) (*law.Library, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.lib == nil {
		return j.begin(ctx, a)
	}
	changed, others, seq, err := j.changed(ctx, a.Store)
	if err != nil || len(changed) == 0 && !others {
		j.seq = seq
		return j.lib, err
	}
	n := joined{lib: j.lib, ids: j.ids, texts: maps.Clone(j.texts), norms: j.norms, calendars: j.calendars}
	if n.partial, err = a.Records.Partial(ctx, lawKinds...); err != nil {
		return nil, err
	}
	if others {
		if n.norms, err = a.Register.Norms(ctx, time.Time{}); err != nil {
			return nil, err
		}
		if n.calendars, err = a.Duties.Calendars(ctx, time.Time{}); err != nil {
			return nil, err
		}
	}
	var now []treaty.Instrument
	for _, id := range changed {
		in, err := a.Register.Instrument(ctx, id, time.Time{})
		switch {
		case err == nil:
			now = append(now, *in)
		case ent.KindOf(err) == ent.NotFound && !a.Own(id):
			now = append(now, *a.shipped.Treaties.Instrument(id)) // the acts about it were taken back
		case ent.KindOf(err) != ent.NotFound:
			return nil, err
		}
	}
	if err := n.replace(a.shipped, changed, now); err != nil {
		return nil, err
	}
	j.set(&n, seq)
	j.last = seq
	return j.lib, nil
}

// upTo returns the library of now when it is made of versions up to a place in the log.
func (j *joined) upTo(seq int64) *law.Library {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.lib != nil && j.last <= seq {
		return j.lib
	}
	return nil
}

// former keeps the last libraries that were asked for as they were known at some moment:
// what was known then does not change, but for what has been hidden from the view since.
type former struct {
	mu   sync.Mutex
	kept *simplelru.LRU[knownAt, *law.Library]
}

// knownAt names the place in the log up to which a library is made, and what is hidden of it.
type knownAt struct {
	seq    int64
	hidden string
}

func (f *former) at(ctx context.Context, a *App, now *joined, known time.Time) (*law.Library, error) {
	seq, err := a.Store.SeqAt(ctx, known)
	if err != nil {
		return nil, err
	}
	if _, err := now.current(ctx, a); err != nil {
		return nil, err
	}
	if lib := now.upTo(seq); lib != nil {
		return lib, nil
	}
	hidden, err := a.Records.Concealed(ctx, lawKinds...)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	at := knownAt{seq, hidden}
	if lib, ok := f.kept.Get(at); ok {
		return lib, nil
	}
	lib, err := a.builtAt(ctx, known)
	if err != nil {
		return nil, err
	}
	f.kept.Add(at, lib)
	return lib, nil
}

// set takes over what was worked out, once all of it fits.
func (j *joined) set(n *joined, seq int64) {
	j.lib, j.ids, j.texts, j.norms, j.calendars, j.seq = n.lib, n.ids, n.texts, n.norms, n.calendars, seq
}

// begin reads the whole register. What is recorded meanwhile is followed the next time.
func (j *joined) begin(ctx context.Context, a *App) (*law.Library, error) {
	size, err := a.Store.Size(ctx)
	if err != nil {
		return nil, err
	}
	all, err := a.Register.All(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	norms, err := a.Register.Norms(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	calendars, err := a.Duties.Calendars(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	n := joined{lib: a.shipped, norms: norms, calendars: calendars}
	if n.partial, err = a.Records.Partial(ctx, lawKinds...); err != nil {
		return nil, err
	}
	if err := n.replace(a.shipped, nil, all); err != nil {
		return nil, err
	}
	j.set(&n, size-1)
	j.last, err = a.Store.LastOf(ctx, size-1, lawKinds...)
	return j.lib, err
}

// changed returns the instruments about which something was recorded since, whether a norm
// or a calendar was, and the place in the log up to which it looked.
func (j *joined) changed(ctx context.Context, store *sqlbase.Store) (ids []ent.InstrumentID, others bool, upTo int64, err error) {
	seq := j.seq
	for {
		vs, err := store.Since(ctx, seq, record.MaxChanges)
		if err != nil {
			return nil, false, j.seq, err
		}
		for i := range vs {
			switch v := &vs[i]; v.Kind {
			case register.KindInstrument:
				ids = append(ids, ent.InstrumentID(v.ID))
			case register.KindAct:
				ids = append(ids, ent.InstrumentID(v.Subject))
			case register.KindNorm, duty.KindCalendar:
				others = true
			}
			seq = vs[i].Seq
		}
		if len(vs) < record.MaxChanges {
			slices.Sort(ids)
			return slices.Compact(ids), others, seq, nil
		}
	}
}

// replace takes instruments out of the library and puts others, or the same as they stand
// now, in their place.
func (j *joined) replace(shipped *law.Library, out []ent.InstrumentID, in []treaty.Instrument) error {
	base := j.lib.Treaties
	if len(out) > 0 {
		base = base.Without(out...)
	}
	lib, problems := base.With(in...)
	// two may have chosen one name without being allowed to see each other
	problems = slices.DeleteFunc(problems, func(p *treaty.Problem) bool { return p.Other != "" && shipped.Treaties.Instrument(p.Other) == nil })
	if len(problems) > 0 {
		errs := make([]error, len(problems))
		for i, p := range problems {
			errs[i] = p
		}
		return fmt.Errorf("the register does not fit the shipped law: %w", errors.Join(errs...))
	}
	if j.texts == nil {
		j.texts = map[ent.InstrumentID][sha256.Size]byte{}
	}
	for _, id := range out {
		delete(j.texts, id)
	}
	for i := range in {
		b, err := yaml.Marshal(&in[i])
		if err != nil {
			return err
		}
		j.texts[in[i].ID] = sha256.Sum256(b)
	}
	return j.join(shipped, lib)
}

// join makes the library of law of the treaties and the norms of the register.
func (j *joined) join(shipped *law.Library, t *treaty.Library) error {
	hash, err := j.hash(shipped)
	if err != nil {
		return err
	}
	j.lib = shipped.With(t, hash)
	if len(j.calendars) > 0 {
		j.lib = j.lib.WithCalendars(j.calendars, hash)
	}
	if len(j.norms) == 0 {
		return nil
	}
	own := make([]law.Own, len(j.norms))
	for i := range j.norms {
		own[i] = j.norms[i].Own
	}
	lib, faults := j.lib.WithNorms(own, hash)
	for len(faults) > 0 && j.partial {
		// what refers to a thing that was hidden since is left out with it
		own = slices.DeleteFunc(own, func(o law.Own) bool {
			return slices.ContainsFunc(faults, func(f *norm.Fault) bool { return f.Norm == o.ID })
		})
		lib, faults = j.lib.WithNorms(own, hash)
	}
	if len(faults) > 0 {
		errs := make([]error, len(faults))
		for i, f := range faults {
			errs[i] = f
		}
		return fmt.Errorf("the norms of the register do not fit the library: %w", errors.Join(errs...))
	}
	j.lib = lib
	return nil
}

// hash names the shipped law and every instrument of the register as it stands.
func (j *joined) hash(shipped *law.Library) (string, error) {
	if len(j.texts) == 0 && len(j.norms) == 0 && len(j.calendars) == 0 {
		return shipped.Hash, nil
	}
	if len(j.ids) != len(j.texts) || slices.ContainsFunc(j.ids, func(id ent.InstrumentID) bool { _, ok := j.texts[id]; return !ok }) {
		j.ids = j.ids[:0]
		for id := range j.texts {
			j.ids = append(j.ids, id)
		}
		slices.Sort(j.ids)
	}
	h := sha256.New()
	io.WriteString(h, shipped.Hash)
	for _, id := range j.ids {
		t := j.texts[id]
		h.Write(t[:])
	}
	for i := range j.norms {
		t := sha256.Sum256(j.norms[i].Text)
		h.Write(t[:])
	}
	for _, id := range slices.Sorted(maps.Keys(j.calendars)) {
		b, err := yaml.Marshal(j.calendars[id])
		if err != nil {
			return "", err
		}
		h.Write(b)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
}
