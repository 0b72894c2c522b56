package access

import (
	"context"
	"sync"

	"entente/internal/record"
)

// gathered is what an answer under way was made of.
type gathered struct {
	mu           sync.Mutex
	guard        *Guard // nil while nothing that is marked was read
	records, law Marking
}

type gatheredKey struct{}

// Gather returns a context in which it is kept which markings what is read bears, so that
// the answer can bear them.
func Gather(ctx context.Context) context.Context {
	return context.WithValue(ctx, gatheredKey{}, &gathered{})
}

// Gathering is Gather, unless it is kept already.
func Gathering(ctx context.Context) context.Context {
	if _, ok := ctx.Value(gatheredKey{}).(*gathered); ok {
		return ctx
	}
	return Gather(ctx)
}

// Bears returns what an answer made in a context of Gather bears: the marking of the records
// that were read for it, with that of the law it rests on when that is known, and else "up
// to" that of the law that was asked, which it may or may not rest on. Empty is public.
func Bears(ctx context.Context, known string) string {
	m, err := ParseMarking(known)
	had, ok := ctx.Value(gatheredKey{}).(*gathered)
	if !ok {
		return m.Kept()
	}
	had.mu.Lock()
	defer had.mu.Unlock()
	switch {
	case had.guard == nil:
		return m.Kept()
	case err == nil && known != "":
		return had.guard.Join(had.records, m).Kept()
	case had.guard.Within(had.law.Kept(), had.records):
		return had.records.Kept()
	}
	return "up to " + had.guard.Join(had.records, had.law).Kept()
}

// gather keeps the markings of what is read.
func (r *Records) gather(ctx context.Context, vs []record.Version) {
	g, ok := ctx.Value(gatheredKey{}).(*gathered)
	if !ok {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for last, i := "", 0; i < len(vs); i++ {
		if vs[i].Classified == last {
			continue
		}
		last = vs[i].Classified
		if m, err := ParseMarking(last); err == nil {
			g.guard = r.guard
			g.records = r.guard.Join(g.records, m)
		}
	}
}

// GatherLaw keeps the markings of what the law was made of that is asked.
func (r *Records) GatherLaw(ctx context.Context, markings []string) {
	g, ok := ctx.Value(gatheredKey{}).(*gathered)
	if !ok {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, s := range markings {
		if m, err := ParseMarking(s); err == nil {
			g.guard = r.guard
			g.law = r.guard.Join(g.law, m)
		}
	}
}
