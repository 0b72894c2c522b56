package access

import (
	"context"
	"fmt"
)

type (
	principalKey struct{}
	onlyKey      struct{}
	markedKey    struct{}
)

// With returns a context in which the principal asks.
func With(ctx context.Context, p Principal) context.Context {
	return context.WithValue(context.WithValue(ctx, onlyKey{}, nil), principalKey{}, p)
}

// From returns who asks; nobody when nobody signed in.
func From(ctx context.Context) Principal {
	if p, ok := ctx.Value(principalKey{}).(Principal); ok {
		return p
	}
	return Anyone
}

// View is what the record shows to the program itself: versions that bear no marking, or one
// of those of Seen, of things that bear by now no marking, or one of those of Cleared. What
// is made of it is handed on to whoever sees these.
type View struct{ Seen, Cleared []string }

// String names the view: two that show the same have one name.
func (v View) String() string { return fmt.Sprintf("%q %q", v.Seen, v.Cleared) }

// Only returns a context in which the record shows no more than the view.
func Only(ctx context.Context, v View) context.Context {
	return context.WithValue(ctx, onlyKey{}, &v)
}

func only(ctx context.Context) (*View, bool) {
	v, ok := ctx.Value(onlyKey{}).(*View)
	return v, ok
}

// Marked returns a context in which what is put on record bears at least the marking.
func Marked(ctx context.Context, m Marking) context.Context {
	return context.WithValue(ctx, markedKey{}, m)
}

// MarkedAs reads a marking as somebody typed it and returns the context that bears it;
// empty is public.
func MarkedAs(ctx context.Context, text string) (context.Context, error) {
	m, err := ParseMarking(text)
	return Marked(ctx, m), err
}

// MarkedIn returns the marking that what is put on record bears at least.
func MarkedIn(ctx context.Context) Marking {
	m, _ := ctx.Value(markedKey{}).(Marking)
	return m
}
