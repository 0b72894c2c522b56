// Package reading makes the words of an agreement out of the file in which it comes: plain
// text, Markdown, HTML, Word (DOCX) and PDF. It keeps what a person sees on the page - the
// paragraphs in reading order, the numbers of automatic lists, headings, pages - and says
// in a warning what it left out or could not vouch for. It looks for no articles; that is
// for package document.
//
// A file is not trusted. Its kind is told from its content, nothing in it is fetched, run
// or written to disk, and memory and time are bounded for each kind.
package reading

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	ent "entente"
	"entente/internal/document"
	"entente/internal/document/reading/flow"
	"entente/internal/document/reading/word"
)

// Limits of what is read. A treaty of 500 pages has about 2 MB of text.
const (
	defaultBytes = 100 << 20       // a file as a whole, when Options name no limit
	maxText      = flow.MaxText    // a file of text, in bytes
	defaultTime  = 2 * time.Minute // the reading of one file, when Options name no limit
)

// Options say how a file is read. The zero value reads within the default limits, without OCR.
type Options struct {
	OCR      string        // command that turns a scan into text: run with the path of the file as last argument, its standard output is the text; empty: none
	MaxBytes int64         // largest file that is read; 0: 100 MiB
	Time     time.Duration // longest that reading may take; 0: two minutes
}

// File reads the file at the path; see Read.
func File(ctx context.Context, path string, o Options) (*document.Source, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, ent.Errorf(ent.NotFound, "no file %s", path)
	} else if err != nil {
		return nil, ent.Errorf(ent.Invalid, "%s: cannot be opened: %v", path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ent.Errorf(ent.Invalid, "%s is no file: name the file of the agreement", path)
	}
	return Read(ctx, filepath.Base(path), f, info.Size(), o)
}

// Read reads the file of that name and size in bytes. The name serves messages, and to say
// when its extension promises another kind than the content is. A file that cannot be read
// is Invalid and the error says what it is; one that takes too long is Unavailable. Akoma
// Ntoso is recognised only: the source then has its media type and no blocks.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, o Options) (*document.Source, error) {
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultBytes
	}
	if o.Time == 0 {
		o.Time = defaultTime
	}
	if size > o.MaxBytes {
		return nil, ent.Errorf(ent.Invalid, "%s has %s; files up to %s are read: split it, or leave out its pictures", name, megabytes(size), megabytes(o.MaxBytes))
	}
	ctx, cancel := context.WithTimeout(ctx, o.Time)
	defer cancel()
	src, err := read(ctx, &file{name: name, r: r, size: size, options: o})
	if ctx.Err() != nil {
		return nil, fmt.Errorf("%w: %w", ent.Errorf(ent.Unavailable, "%s: reading was stopped before its end", name), ctx.Err())
	}
	return src, err
}

// file is what is being read.
type file struct {
	name    string
	r       io.ReaderAt
	size    int64
	options Options
}

// invalid is the error that the file cannot be read, and why.
func (f *file) invalid(format string, args ...any) error {
	return ent.Errorf(ent.Invalid, "%s: %s", f.name, fmt.Sprintf(format, args...))
}

// all returns the whole content of a file of text.
func (f *file) all() ([]byte, error) {
	if f.size > maxText {
		return nil, f.invalid("%s of text; up to %s are read: split it", megabytes(f.size), megabytes(maxText))
	}
	data := make([]byte, f.size)
	if _, err := io.ReadFull(io.NewSectionReader(f.r, 0, f.size), data); err != nil {
		return nil, f.invalid("cannot be read to its end: %v", err)
	}
	return data, nil
}

func read(ctx context.Context, f *file) (*document.Source, error) {
	k, err := f.kind()
	if err != nil {
		return nil, err
	}
	w := &flow.Flow{Src: &document.Source{Media: k.media()}}
	if c := f.claimed(); c != "" && c != k && (c != text || k != markdown) {
		w.Warn("the name %s promises %s, the content is %s and was read as such", f.name, c, k)
	}
	switch k {
	case akomaNtoso:
		return w.Src, nil
	case pdf:
		err = readPDF(ctx, f, w)
	case docx:
		if err = word.Read(ctx, f.r, f.size, w); ent.KindOf(err) == ent.Invalid {
			err = f.invalid("%v", err)
		}
	case picture:
		err = readPicture(ctx, f, w)
	default:
		err = readText(ctx, f, k, w)
	}
	if err != nil {
		return nil, err
	}
	if problem := w.Finish(); problem != "" {
		return nil, f.invalid("%s", problem)
	}
	return w.Src, nil
}

// readText reads the kinds that are text in one piece.
func readText(ctx context.Context, f *file, k kind, w *flow.Flow) error {
	data, err := f.all()
	if err != nil {
		return err
	}
	switch k {
	case webpage:
		return readHTML(ctx, f, data, w)
	case markdown:
		return readMarkdown(ctx, decode(data, w), w)
	}
	return readPlain(ctx, decode(data, w), w)
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
