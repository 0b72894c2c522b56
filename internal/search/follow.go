package search

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	ent "entente"
	"entente/internal/record"
)

// Law is the shipped law as groups of documents. Their keys begin with LawPrefix.
type Law struct {
	Hash   string // of the law and of how its documents are made
	Groups func() []Group
}

// LawPrefix begins the keys of the groups of the shipped law.
const LawPrefix = "law/"

// Source makes documents of what is on record.
type Source struct {
	Kinds []record.Kind // the kinds of version that bear on its documents
	// Key names what a version bears on. The version is without its body.
	Key func(*record.Version) string
	// Groups returns the groups of what bears a key, as the record stands now; a group without
	// documents of what is no longer on record.
	Groups func(ctx context.Context, key string) ([]Group, error)
}

// Service searches an index that follows the shipped law and the record. It is safe for
// concurrent use.
type Service struct {
	Index   Index
	Record  record.Store // nil: the shipped law alone
	Law     Law
	Sources []Source
	// Progress, when set, is told up to which version the index has followed the record.
	Progress func(seq int64)
	// Patience is how long a search waits while the index is brought up to date; 0: as long
	// as it takes. Where it is set, somebody must Follow.
	Patience time.Duration

	once sync.Once
	turn chan struct{} // of who brings the index up to date
}

// The most that one step takes into the index: whoever appends waits for no longer, and
// who is interrupted loses no more.
const (
	stepVersions = 250
	stepGroups   = 25
	stepDocs     = 500
	stepTime     = time.Second
)

// Search brings the index up to date and asks it. An answer never rests on less than the
// whole record: a marking that was raised counts from the next search on. Where the index
// takes longer than Patience, the error is of kind Unavailable.
func (s *Service) Search(ctx context.Context, q Query) (Page, error) {
	wait := ctx
	if s.Patience > 0 {
		var cancel context.CancelFunc
		wait, cancel = context.WithTimeout(ctx, s.Patience)
		defer cancel()
	}
	err := s.CatchUp(wait)
	if err != nil && wait.Err() != nil && ctx.Err() == nil {
		return Page{}, ent.Errorf(ent.Unavailable, "the index of search is still taking in what was put on record; search again in a moment")
	}
	if err != nil {
		return Page{}, err
	}
	return s.Index.Find(ctx, q)
}

// Follow brings the index up to date again and again, resting between, until the context
// ends, so that nobody who searches waits for long texts to be read. What fails is told
// once, until something else fails.
func (s *Service) Follow(ctx context.Context, rest time.Duration, failed func(error)) {
	last := ""
	for {
		switch err := s.CatchUp(ctx); {
		case err == nil:
			last = ""
		case ctx.Err() == nil && err.Error() != last:
			last = err.Error()
			failed(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
	}
}

// Rebuild drops the index and builds it again.
func (s *Service) Rebuild(ctx context.Context) error {
	if err := s.Index.Clear(ctx); err != nil {
		return err
	}
	return s.CatchUp(ctx)
}

// CatchUp takes into the index what the record holds beyond it, in small steps. Each step
// puts the documents and the place up to which they were read in one transaction, and only
// from the place at which it found the index: two who catch up at once, or one who is
// killed, leave nothing out and nothing twice.
func (s *Service) CatchUp(ctx context.Context) error {
	s.once.Do(func() { s.turn = make(chan struct{}, 1) })
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		more, err := s.step(ctx)
		if err != nil && !errors.Is(err, ErrMoved) || err == nil && !more {
			return err
		}
	}
}

// step moves the index by one step and reports whether there may be another.
func (s *Service) step(ctx context.Context) (more bool, err error) {
	at, err := s.Index.Place(ctx)
	switch {
	case err != nil:
		return false, err
	case at.Version > Version:
		return false, ent.Errorf(ent.Conflict, "the search index was built by a newer Entente; use that, or build it again: entente search rebuild")
	case at.Version != 0 && at.Version < Version:
		return true, s.Index.Clear(ctx)
	case at.Law != s.Law.Hash && !slices.Contains(at.Seen, s.Law.Hash):
		return true, s.takeLaw(ctx, at)
	case s.Record == nil:
		return false, nil
	}
	vs, err := s.Record.Find(ctx, record.Query{Every: true, Bare: true, From: at.Seq + 1, Limit: stepVersions})
	if err != nil || len(vs) == 0 {
		return false, err
	}
	groups, n, err := s.groups(ctx, vs)
	if err != nil {
		return false, err
	}
	to := at
	to.Seq, to.Version = vs[n-1].Seq, Version
	if err := s.Index.Put(ctx, at, to, groups...); err != nil {
		return false, err
	}
	if s.Progress != nil {
		s.Progress(to.Seq)
	}
	return n < len(vs) || len(vs) == stepVersions, nil
}

// takeLaw takes the shipped law into the index. Of a law that was there before and has
// been replaced, an older program leaves the newer in place.
func (s *Service) takeLaw(ctx context.Context, at Place) error {
	old, err := s.Index.Groups(ctx, LawPrefix)
	if err != nil {
		return err
	}
	groups := s.Law.Groups()
	here := map[string]bool{}
	for i := range groups {
		here[groups[i].Key] = true
	}
	for _, k := range old {
		if !here[k] {
			groups = append(groups, Group{Key: k})
		}
	}
	for len(groups) > stepGroups {
		if err := s.Index.Put(ctx, at, at, groups[:stepGroups]...); err != nil {
			return err
		}
		groups = groups[stepGroups:]
	}
	to := at
	to.Law, to.Version = s.Law.Hash, Version
	if to.Seen = slices.Clone(at.Seen); at.Law != "" {
		to.Seen = append(to.Seen, at.Law)
	}
	return s.Index.Put(ctx, at, to, groups...)
}

// groups makes the groups on which versions bear, as the record stands now: a later
// version of the same thing makes them again. It stops when it has made enough for one
// step, and returns how many of the versions were looked at.
func (s *Service) groups(ctx context.Context, vs []record.Version) ([]Group, int, error) {
	m := making{seen: map[string]bool{}, at: map[string]int{}}
	for start, i := time.Now(), 0; i < len(vs); i++ {
		if i > 0 && (m.docs > stepDocs || time.Since(start) > stepTime) {
			return m.out, i, nil
		}
		for k := range s.Sources {
			if err := m.take(ctx, &s.Sources[k], &vs[i]); err != nil {
				return nil, 0, err
			}
		}
	}
	return m.out, len(vs), nil
}

// making is the groups of one step.
type making struct {
	seen map[string]bool // keys
	at   map[string]int  // of groups in out
	out  []Group
	docs int
}

func (m *making) take(ctx context.Context, src *Source, v *record.Version) error {
	if !slices.Contains(src.Kinds, v.Kind) {
		return nil
	}
	k := src.Key(v)
	if k == "" || m.seen[k] {
		return nil
	}
	m.seen[k] = true
	groups, err := src.Groups(ctx, k)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if strings.HasPrefix(g.Key, LawPrefix) {
			return ent.Errorf(ent.Internal, "the group %q of the record bears the name of one of the shipped law", g.Key)
		}
		if m.docs += len(g.Docs); m.at[g.Key] > 0 {
			m.out[m.at[g.Key]-1] = g
			continue
		}
		m.out = append(m.out, g)
		m.at[g.Key] = len(m.out)
	}
	return nil
}
