package access

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"sync"

	ent "entente"
	"entente/internal/record"
)

// Records is the record as whoever asks may see it: a store over the store, below every
// surface. Who asks stands in the context; a context that names nobody sees what bears no
// marking.
//
// What somebody may not see is not there for them: lists leave it out, a question for it by
// name finds nothing. That holds for all versions of a thing as soon as the newest bears a
// marking that they may not see. A marking that cannot be read hides what bears it from
// everybody but the operator of the machine, who can mend it.
//
// What is put on record bears at least the marking chosen by who writes (Marked), that of
// the version it supersedes, and that of the instrument it is about; and nobody writes what
// they could not read.
type Records struct {
	inner   record.MarkedStore
	guard   *Guard
	audit   *Reads
	highest int

	mu      sync.Mutex
	looked  int64 // how much of the log was looked through for markings
	markers map[record.Kind][]string
}

var _ record.Store = (*Records)(nil)

// NewRecords returns the record in a store under a guard. Nothing above the highest
// classification, the last of Levels when it is empty, is put on record.
func NewRecords(s record.MarkedStore, g *Guard, audit *Reads, highest string) (*Records, error) {
	r := &Records{inner: s, guard: g, audit: audit, highest: len(Levels) - 1, markers: map[record.Kind][]string{}}
	if highest == "" {
		return r, nil
	}
	l, ok := Level(highest)
	if !ok {
		return nil, ent.Errorf(ent.Invalid, "%q is no classification that this installation could be for", highest)
	}
	r.highest = l
	return r, nil
}

// sight tells whether a marking, as the record keeps it, may be seen.
type sight func(marking string) bool

// Sight returns what whoever asks may see, as a question about markings.
func (r *Records) Sight(ctx context.Context) func(marking string) bool { return r.sight(ctx) }

func (r *Records) sight(ctx context.Context) sight {
	if v, ok := only(ctx); ok {
		return func(marking string) bool { return marking == "" || slices.Contains(v.Seen, marking) }
	}
	p := From(ctx)
	if p.operator {
		return func(string) bool { return true }
	}
	answers := map[string]bool{"": true}
	return func(marking string) bool {
		yes, ok := answers[marking]
		if !ok {
			yes = r.guard.Sees(p, marking)
			answers[marking] = yes
		}
		return yes
	}
}

// sightNow tells of which things, by the marking that they bear now, versions may be seen.
func (r *Records) sightNow(ctx context.Context) sight {
	if v, ok := only(ctx); ok {
		return func(marking string) bool { return marking == "" || slices.Contains(v.Cleared, marking) }
	}
	return r.sight(ctx)
}

// Sees reports whether somebody may see what bears a marking, as the record keeps it.
func (g *Guard) Sees(p Principal, marking string) bool {
	if marking == "" || p.operator {
		return true
	}
	m, err := ParseMarking(marking)
	return err == nil && g.May(p, See, Resource{Marking: m})
}

// Within reports whether everybody who may see what bears the outer marking may see what
// bears the inner one, as the record keeps it. A record of the outer marking may be made of it.
func (g *Guard) Within(inner string, outer Marking) bool {
	p := Principal{Clearance: outer.Level}
	if len(outer.Rel) == 0 {
		return g.Sees(p, inner)
	}
	m, err := ParseMarking(inner)
	for _, n := range g.reach(outer.Rel) {
		if p.Nation = n; n != None && !g.Sees(p, inner) {
			return false
		}
	}
	return err == nil && m.Level <= outer.Level
}

// Find returns the versions that a query selects and that may be seen; see record.Store.
func (r *Records) Find(ctx context.Context, q record.Query) ([]record.Version, error) {
	limit := q.Limit
	if limit <= 0 || limit > record.MaxChanges {
		limit = record.MaxChanges
	}
	past := q.Every || !q.Known.IsZero()
	return r.page(ctx, limit, past, func(from int64) ([]record.Version, error) {
		q.From = max(q.From, from)
		return r.inner.Find(ctx, q)
	})
}

// Since returns the versions after a place in the log that may be seen; see record.Store.
func (r *Records) Since(ctx context.Context, seq int64, limit int) ([]record.Version, error) {
	return r.page(ctx, limit, true, func(from int64) ([]record.Version, error) {
		return r.inner.Since(ctx, max(seq, from-1), limit)
	})
}

// page reads page after page until there are as many visible versions as wanted, or no more.
func (r *Records) page(ctx context.Context, limit int, past bool, read func(from int64) ([]record.Version, error)) ([]record.Version, error) {
	var out []record.Version
	for from := int64(0); ; {
		vs, err := read(from)
		if err != nil {
			return nil, err
		}
		full := len(vs) >= limit
		if full {
			from = vs[len(vs)-1].Seq + 1
		}
		if vs, err = r.visible(ctx, vs, past); err != nil {
			return nil, err
		}
		if out = append(out, vs...); !full || len(out) >= limit {
			out = out[:min(limit, len(out))]
			return out, r.noted(ctx, out)
		}
	}
}

// visible leaves out what may not be seen. Among versions of the past are those of things
// that bear by now a marking that may not be seen: what was raised is hidden with all that
// went before.
func (r *Records) visible(ctx context.Context, vs []record.Version, past bool) ([]record.Version, error) {
	see, seeNow := r.sight(ctx), r.sightNow(ctx)
	now := map[record.Kind]map[string]string{}
	if past {
		for kind, ids := range things(vs) {
			marks, err := r.inner.Marks(ctx, kind, ids...)
			if err != nil {
				return nil, err
			}
			now[kind] = marks
		}
	}
	return slices.DeleteFunc(vs, func(v record.Version) bool { return !see(v.Classified) || !seeNow(now[v.Kind][v.ID]) }), nil
}

// things names what versions are of, by kind; of many of a kind no ids, which means all.
func things(vs []record.Version) map[record.Kind][]string {
	named := map[record.Kind]map[string]bool{}
	for i := range vs {
		v := &vs[i]
		if named[v.Kind] == nil {
			named[v.Kind] = map[string]bool{}
		}
		named[v.Kind][v.ID] = true
	}
	out := map[record.Kind][]string{}
	for kind, ids := range named {
		if out[kind] = nil; len(ids) <= few {
			out[kind] = slices.Collect(maps.Keys(ids))
		}
	}
	return out
}

// few is how many things are asked about by name: of more, all that bear a marking are.
const few = 100

// History returns every version of one thing that may be seen; see record.Store.
func (r *Records) History(ctx context.Context, kind record.Kind, id string) ([]record.Version, error) {
	vs, err := r.inner.History(ctx, kind, id)
	see := r.sight(ctx)
	if err != nil || len(vs) == 0 || !r.sightNow(ctx)(vs[len(vs)-1].Classified) {
		return nil, err
	}
	vs = slices.DeleteFunc(vs, func(v record.Version) bool { return !see(v.Classified) })
	return vs, r.noted(ctx, vs)
}

// Entries returns the entries of the log after a place, at most limit: a version that may
// not be seen stands there with its place and its moment alone, as in the log itself.
func (r *Records) Entries(ctx context.Context, seq int64, limit int) ([]record.Version, error) {
	vs, err := r.inner.Since(ctx, seq, limit)
	if err != nil {
		return nil, err
	}
	shown, err := r.visible(ctx, slices.Clone(vs), true)
	if err != nil {
		return nil, err
	}
	i := 0
	for k := range vs {
		if i < len(shown) && shown[i].Seq == vs[k].Seq {
			i++
			continue
		}
		vs[k] = record.Version{Seq: vs[k].Seq, At: vs[k].At, Replaces: record.New, ReplacedBy: -1, Classified: Hidden}
	}
	return vs, r.noted(ctx, shown)
}

// Hidden is what stands in the place of a marking that may not be seen itself.
const Hidden = "classified"

// Markings returns the markings that things of the kinds bear, in order, whoever asks.
func (r *Records) Markings(ctx context.Context, kinds ...record.Kind) ([]string, error) {
	if err := r.look(ctx); err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	var out []string
	for _, k := range kinds {
		out = append(out, r.markers[k]...)
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// Visible returns those of Markings that may be seen.
func (r *Records) Visible(ctx context.Context, kinds ...record.Kind) ([]string, error) {
	all, err := r.Markings(ctx, kinds...)
	see := r.sight(ctx)
	return slices.DeleteFunc(all, func(m string) bool { return !see(m) }), err
}

// Partial reports whether some things of the kinds bear a marking that may not be seen.
func (r *Records) Partial(ctx context.Context, kinds ...record.Kind) (bool, error) {
	all, err := r.Markings(ctx, kinds...)
	see := r.sight(ctx)
	return slices.ContainsFunc(all, func(m string) bool { return !see(m) }), err
}

// Concealed names all things of the kinds that may not be seen by one hash, so that what was
// made without them can be told from what is made without others; empty when there are none.
func (r *Records) Concealed(ctx context.Context, kinds ...record.Kind) (string, error) {
	all, err := r.Markings(ctx, kinds...)
	if err != nil || len(all) == 0 {
		return "", err
	}
	see := r.sightNow(ctx)
	h := sha256.New()
	for _, k := range kinds {
		marks, err := r.inner.Marks(ctx, k)
		if err != nil {
			return "", err
		}
		for _, id := range slices.Sorted(maps.Keys(marks)) {
			if !see(marks[id]) {
				fmt.Fprintf(h, "%s %q\n", k, id)
			}
		}
	}
	return string(h.Sum(nil)), nil
}

// look looks through what was put on record since the last time for markings.
func (r *Records) look(ctx context.Context) error {
	r.mu.Lock()
	from := r.looked
	r.mu.Unlock()
	found, size, err := r.inner.Markings(ctx, from)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, list := range found {
		all := append(r.markers[k], list...)
		slices.Sort(all)
		r.markers[k] = slices.Compact(all)
	}
	r.looked = max(r.looked, size)
	return nil
}

// noted puts on record that a person was shown what is classified.
func (r *Records) noted(ctx context.Context, vs []record.Version) error {
	if _, ok := only(ctx); ok {
		return nil
	}
	r.gather(ctx, vs)
	if r.audit == nil {
		return nil
	}
	return r.audit.note(ctx, From(ctx), vs)
}

// Size returns how long the log is, which is no secret.
func (r *Records) Size(ctx context.Context) (int64, error) { return r.inner.Size(ctx) }

// Once returns what a call of one's own put on record; see record.MarkedStore.
func (r *Records) Once(ctx context.Context, by ent.Actor, key string) ([]record.Version, [sha256.Size]byte, error) {
	return r.inner.Once(ctx, by, key)
}

// Highest is the highest classification that is put on record here.
func (r *Records) Highest() string { return Levels[r.highest] }
