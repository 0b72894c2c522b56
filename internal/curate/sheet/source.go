package sheet

import (
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	ent "entente"
)

// Source is the files from which one list or collection is read, below one directory. It
// keeps the hash of each, so that it can be told later what was read.
type Source struct {
	files    fs.FS
	encoding string
	left     int64
	sums     []sum
}

type sum struct {
	name string
	hash [sha256.Size]byte
}

// NewSource returns the files below a directory, in the encoding given (empty: see Text).
func NewSource(files fs.FS, encoding string) *Source {
	return &Source{files: files, encoding: encoding, left: MaxBytes}
}

// Text reads a file, unpacked when its name ends in .gz. Its errors are those of Text and,
// of kind NotFound, that there is no such file; they name the file.
func (s *Source) Text(name string) (string, error) {
	t, err := s.text(name)
	if err != nil {
		return "", ent.Errorf(cmp.Or(ent.KindOf(err), ent.Invalid), "%s: %v", path.Base(name), err)
	}
	return t, nil
}

func (s *Source) text(name string) (string, error) {
	f, err := s.files.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", ent.Errorf(ent.NotFound, "there is no such file")
	} else if err != nil {
		return "", err
	}
	defer f.Close()
	if st, err := f.Stat(); err != nil {
		return "", err
	} else if st.IsDir() {
		return "", ent.Errorf(ent.Invalid, "a directory, where a file is needed")
	} else if st.Size() > s.left {
		return "", tooLarge()
	}
	hash := sha256.New()
	var r io.Reader = io.TeeReader(f, hash)
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(r); err != nil {
			return "", err
		}
	}
	b, err := io.ReadAll(io.LimitReader(r, s.left+1))
	if err != nil {
		return "", err
	}
	if s.left -= int64(len(b)); s.left < 0 {
		return "", tooLarge()
	}
	if _, err := io.Copy(hash, f); err != nil { // what stands behind the end of a packed stream
		return "", err
	}
	s.sums = append(s.sums, sum{name, [sha256.Size]byte(hash.Sum(nil))})
	return decode(b, s.encoding)
}

// Has reports whether there is such a file.
func (s *Source) Has(name string) bool {
	_, err := fs.Stat(s.files, name)
	return err == nil
}

// Files returns how many files were read.
func (s *Source) Files() int { return len(s.sums) }

// Sum returns the SHA-256, in hexadecimal, of the one file that was read. Of several it is
// the hash of their list as sha256sum prints it, in the order of their names.
func (s *Source) Sum() string {
	if len(s.sums) == 1 {
		return hex.EncodeToString(s.sums[0].hash[:])
	}
	slices.SortFunc(s.sums, func(a, b sum) int { return cmp.Compare(a.name, b.name) })
	h := sha256.New()
	for _, f := range s.sums {
		fmt.Fprintf(h, "%x  %s\n", f.hash, f.name)
	}
	return hex.EncodeToString(h.Sum(nil))
}
