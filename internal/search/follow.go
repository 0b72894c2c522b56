package search

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

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
	// Key returns the group that a version bears on.
	Key func(*record.Version) string
	// Docs returns the documents of a group as the record stands now; none when what they
	// speak of is no longer on record.
	Docs func(ctx context.Context, key string) ([]Doc, error)
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

	mu sync.Mutex
}

// The most that one step takes into the index: whoever appends waits for no longer.
const (
	stepVersions = 250
	stepGroups   = 25
)

// Search brings the index up to date and asks it.
func (s *Service) Search(ctx context.Context, q Query) (Page, error) {
	if err := s.CatchUp(ctx); err != nil {
		return Page{}, err
	}
	return s.Index.Find(ctx, q)
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
	s.mu.Lock()
	defer s.mu.Unlock()
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
	vs, err := s.Record.Since(ctx, at.Seq, stepVersions)
	if err != nil || len(vs) == 0 {
		return false, err
	}
	groups, err := s.groups(ctx, vs)
	if err != nil {
		return false, err
	}
	to := at
	to.Seq, to.Version = vs[len(vs)-1].Seq, Version
	if err := s.Index.Put(ctx, at, to, groups...); err != nil {
		return false, err
	}
	if s.Progress != nil {
		s.Progress(to.Seq)
	}
	return len(vs) == stepVersions, nil
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
// version of the same thing makes them again.
func (s *Service) groups(ctx context.Context, vs []record.Version) ([]Group, error) {
	var out []Group
	seen := map[string]bool{}
	for i := range vs {
		for _, src := range s.Sources {
			if !slices.Contains(src.Kinds, vs[i].Kind) {
				continue
			}
			k := src.Key(&vs[i])
			if k == "" || seen[k] {
				continue
			}
			if seen[k] = true; strings.HasPrefix(k, LawPrefix) {
				return nil, ent.Errorf(ent.Internal, "the group %q of the record bears the name of one of the shipped law", k)
			}
			docs, err := src.Docs(ctx, k)
			if err != nil {
				return nil, err
			}
			out = append(out, Group{k, docs})
		}
	}
	return out, nil
}
