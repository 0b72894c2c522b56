// Package console is what every subcommand shares: the streams, the day and the moment
// asked about, the institution's record, and how answers are printed.
package console

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	ent "entente"
	"entente/internal/app"
	"entente/internal/law"
)

// Console is one command line.
type Console struct {
	In       io.Reader
	Out, Err io.Writer
	JSON     bool
	On       string
	Known    string
	As       string // the person as whom a command asks and writes; empty: the operator of the machine
	Mark     string // the marking of what it puts on record
	Config   app.Config
	Shipped  func() (*law.Library, error) // the law of the corpus alone
	Today    func() ent.Date
}

// UsageError is a command line that is not well formed.
type UsageError struct{ err error }

// Usage makes a usage error of an error.
func Usage(err error) error { return UsageError{err} }

// Error returns the text of the error underneath.
func (u UsageError) Error() string { return u.err.Error() }

// Unwrap returns the error underneath.
func (u UsageError) Unwrap() error { return u.err }

// Day returns the day asked about, today when none was given.
func (s *Console) Day() (ent.Date, error) {
	if s.On == "" {
		return s.Today(), nil
	}
	d, err := ent.ParseDate(s.On)
	if err != nil {
		return 0, ent.Errorf(ent.Invalid, "--on: %v", err)
	}
	return d, nil
}

// Law returns the library, the register's instruments in it, and the day asked about.
func (s *Console) Law() (*law.Library, ent.Date, error) {
	on, err := s.Day()
	if err != nil {
		return nil, 0, err
	}
	lib, err := s.Library()
	return lib, on, err
}

// Today returns the day of the machine's clock, where it stands.
func Today() ent.Date {
	y, m, d := time.Now().Date()
	return ent.NewDate(y, int(m), d)
}

// PrintJSON prints one JSON object.
func (s *Console) PrintJSON(v any) error {
	enc := json.NewEncoder(s.Out)
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// Answer prints an answer: as JSON where that is asked for, else in words.
func (s *Console) Answer(v any, words func()) error {
	if s.JSON {
		return s.PrintJSON(v)
	}
	words()
	return nil
}

// Printf prints for a person.
func (s *Console) Printf(format string, args ...any) { fmt.Fprintf(s.Out, format, args...) }

// PlainTable is a table without boxes, so that it can be read by programs and copied by people.
func PlainTable() table.Style {
	style := table.StyleLight
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format.Header = 0
	return style
}

// FlagDay reads a day of a flag, zero when it was not given.
func FlagDay(name, text string) (ent.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := ent.ParseDate(text)
	if err != nil {
		return 0, ent.Errorf(ent.Invalid, "%s: %v", name, err)
	}
	return d, nil
}

// Dash prints a day, or a dash when there is none.
func Dash(d ent.Date) string {
	if d == 0 {
		return "–"
	}
	return d.String()
}

// ReadLimited reads a file that is not larger than the limit.
func ReadLimited(name string, limit int64) ([]byte, error) {
	st, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, ent.Errorf(ent.NotFound, "%v", err)
	case st.IsDir():
		return nil, ent.Errorf(ent.Invalid, "%s is a folder", name)
	case st.Size() > limit:
		return nil, ent.Errorf(ent.Invalid, "%s: larger than %d bytes", name, limit)
	}
	return os.ReadFile(name)
}

// WriteTo writes a file that was not there; - is standard output.
func (s *Console) WriteTo(name string, b []byte) error {
	if name == "-" {
		_, err := s.Out.Write(b)
		return err
	}
	return WriteNew(name, b)
}

// WriteNew writes a file that was not there.
func WriteNew(name string, b []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return ent.Errorf(ent.Invalid, "%v", err)
	}
	if _, err := f.Write(b); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
