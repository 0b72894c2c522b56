package reading

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	ent "entente"
	"entente/internal/document/reading/flow"
)

// readPicture has a picture read by OCR.
func readPicture(ctx context.Context, f *file, w *flow.Flow) error {
	head := make([]byte, min(f.size, 512))
	if _, err := f.r.ReadAt(head, 0); err == nil || errors.Is(err, io.EOF) {
		w.Src.Media = http.DetectContentType(head)
	}
	if f.options.OCR == "" {
		return f.invalid("a picture, which has no text: have it read by OCR first, or configure an OCR command")
	}
	return f.ocr(ctx, w)
}

// ocr runs the command configured on a copy of the file and reads what it prints as plain
// text; a form feed parts pages.
func (f *file) ocr(ctx context.Context, w *flow.Flow) error {
	words := strings.Fields(f.options.OCR)
	dir, err := os.MkdirTemp("", "entente-ocr-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	copied := filepath.Join(dir, "scan"+map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}[w.Src.Media])
	if err := f.copyTo(copied); err != nil {
		return err
	}
	var out, problems limited
	cmd := exec.CommandContext(ctx, words[0], append(words[1:], copied)...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	cmd.Dir = dir
	cmd.WaitDelay = 2 * time.Second
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return ent.Errorf(ent.Unavailable, "%s: the OCR command %q failed: %v %s", f.name, f.options.OCR, err, clip(strings.TrimSpace(problems.String()), 300))
	}
	if out.over {
		return f.invalid("the OCR command printed more than %s", megabytes(maxText))
	}
	if len(bytes.TrimSpace(out.Bytes())) == 0 {
		return f.invalid("the OCR command found no words in it")
	}
	w.Warn("read by OCR (%s): letters may be wrong, compare with the page before anybody relies on it", words[0])
	return readPlain(ctx, decode(out.Bytes(), w), w)
}

func (f *file) copyTo(path string) error {
	c, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(c, io.NewSectionReader(f.r, 0, f.size)); err != nil {
		c.Close()
		return err
	}
	return c.Close()
}

// limited keeps as much of what is written to it as a text may have.
type limited struct {
	bytes.Buffer
	over bool
}

func (l *limited) Write(b []byte) (int, error) {
	if l.Len()+len(b) > maxText {
		l.over = true
		return len(b), nil
	}
	return l.Buffer.Write(b)
}
