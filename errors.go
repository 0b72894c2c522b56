package entente

import (
	"errors"
	"fmt"
)

// Kind says what sort of error it is, so that each surface can answer in its own way.
type Kind uint8

// The six kinds of error that a caller may act on; every other error is internal.
const (
	Internal Kind = iota
	NotFound
	Invalid
	Conflict
	Forbidden
	Unavailable
	TooOften
)

// Error is an error with a kind and a text for the person who asked.
type Error struct {
	Kind Kind
	Text string
}

// Error returns the text.
func (e *Error) Error() string { return e.Text }

// Is reports whether target is of the same kind, so that errors.Is(err, ErrInvalid) works.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Text == "" && t.Kind == e.Kind
}

// One value per kind, for errors.Is.
var (
	ErrNotFound    = &Error{Kind: NotFound}
	ErrInvalid     = &Error{Kind: Invalid}
	ErrConflict    = &Error{Kind: Conflict}
	ErrForbidden   = &Error{Kind: Forbidden}
	ErrUnavailable = &Error{Kind: Unavailable}
)

// Errorf makes an error of the kind.
func Errorf(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// KindOf returns the kind of the error, Internal when it has none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}
