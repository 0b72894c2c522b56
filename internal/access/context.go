package access

import (
	"context"
	"slices"
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

// Only returns a context in which the record shows what bears no marking, or one of those
// listed, to the program itself: what is made of it is handed on to whoever sees these.
func Only(ctx context.Context, markings []string) context.Context {
	return context.WithValue(ctx, onlyKey{}, slices.Clone(markings))
}

func only(ctx context.Context) ([]string, bool) {
	list, ok := ctx.Value(onlyKey{}).([]string)
	return list, ok
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

func markedIn(ctx context.Context) Marking {
	m, _ := ctx.Value(markedKey{}).(Marking)
	return m
}
