// Package sheet reads the lists that people save and send each other: text in one of a few
// encodings, with any of the three line ends, its columns set apart by commas, semicolons
// or tabs. Nothing about a file is guessed. Its encoding follows from its mark, from the
// fact that it is valid UTF-8, or from the person who says what it is; a day is read in
// those forms alone that mean one day everywhere. What cannot be read is told with its line.
package sheet

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	ent "entente"
	"entente/internal/law/spelling"
)

// MaxBytes is the most that all files of one list may hold together, unpacked. No published
// collection of treaties has a tenth of it.
const MaxBytes = 64 << 20

// The encodings that can be read.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
	Latin1      = "iso-8859-1"
)

var encodings = []string{UTF8, UTF16LE, UTF16BE, Windows1252, Latin1}

// Encodings lists the names by which an encoding may be given.
func Encodings() []string { return encodings }

var marks = []struct{ mark, encoding string }{{"\xef\xbb\xbf", UTF8}, {"\xff\xfe", UTF16LE}, {"\xfe\xff", UTF16BE}}

// Text reads a text to its end and returns it in UTF-8 without mark, its lines ended by \n.
// The encoding is that which the text's mark names, else the one given, else UTF-8. Errors
// are of kind Invalid and name the line: more than MaxBytes, bytes that are not in the
// encoding, zero bytes, an encoding that contradicts the text.
func Text(r io.Reader, as string) (string, error) { return text(r, as, MaxBytes) }

func text(r io.Reader, as string, most int64) (string, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return "", ent.Errorf(ent.Invalid, "it cannot be read to its end: %v", err)
	}
	if int64(len(b)) > most {
		return "", tooLarge()
	}
	return decode(b, as)
}

func tooLarge() error {
	return ent.Errorf(ent.Invalid, "larger than %d MiB, the most that one list may hold; split it", MaxBytes>>20)
}

// decode turns the bytes of a whole file into text.
func decode(b []byte, as string) (string, error) {
	as = strings.ToLower(as)
	if err := checkName(as); err != nil {
		return "", err
	}
	for _, m := range marks {
		rest, ok := bytes.CutPrefix(b, []byte(m.mark))
		if !ok {
			continue
		}
		if as != "" && as != m.encoding {
			return "", ent.Errorf(ent.Invalid, "it begins with the mark of %s and is not %s; leave --encoding out", m.encoding, as)
		}
		b, as = rest, m.encoding
		break
	}
	s, err := decodeAs(b, as)
	if err != nil {
		return "", err
	}
	s = lineEnds(s)
	if i := strings.IndexByte(s, 0); i >= 0 {
		return "", ent.Errorf(ent.Invalid, "line %d: a zero byte; this is no text, or UTF-16 without its mark (then say --encoding utf-16le)", lineOf(s, i))
	}
	return s, nil
}

func checkName(as string) error {
	for _, e := range encodings {
		if as == e || as == "" {
			return nil
		}
	}
	return ent.Errorf(ent.Invalid, "%q is not an encoding that can be read; there are %s%s", as, strings.Join(encodings, ", "), spelling.Hint(as, encodings))
}

func decodeAs(b []byte, as string) (string, error) {
	switch as {
	case UTF16LE:
		return utf16(b, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), as)
	case UTF16BE:
		return utf16(b, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), as)
	case Windows1252:
		return oneByte(b, charmap.Windows1252, as)
	case Latin1:
		return oneByte(b, charmap.ISO8859_1, as)
	}
	if i := notUTF8(b); i >= 0 {
		return "", ent.Errorf(ent.Invalid, "line %d: the byte 0x%02X is not UTF-8; save it as UTF-8, or say in which encoding it is (--encoding windows-1252)", lineOf(string(b[:i]), i), b[i])
	}
	return string(b), nil
}

// notUTF8 returns the place of the first byte that is not UTF-8, -1 when all are.
func notUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

func utf16(b []byte, e encoding.Encoding, as string) (string, error) {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil || len(b)%2 != 0 {
		return "", ent.Errorf(ent.Invalid, "line %d: %s has two bytes a character, and the text ends in the middle of one", lineOf(string(out), len(out)), as)
	}
	if i := bytes.IndexRune(out, utf8.RuneError); i >= 0 {
		return "", ent.Errorf(ent.Invalid, "line %d: a character that is none in %s", lineOf(string(out), i), as)
	}
	return string(out), nil
}

// oneByte decodes text with one byte a character. What is valid UTF-8 beyond ASCII is not
// in such an encoding, save by a chance that no text has.
func oneByte(b []byte, e *charmap.Charmap, as string) (string, error) {
	if utf8.Valid(b) && bytes.ContainsFunc(b, func(r rune) bool { return r >= utf8.RuneSelf }) {
		return "", ent.Errorf(ent.Invalid, "it is UTF-8 and not %s; leave --encoding out", as)
	}
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return "", ent.Errorf(ent.Invalid, "not %s: %v", as, err)
	}
	if i := bytes.IndexFunc(out, func(r rune) bool { return r >= 0x80 && r < 0xA0 || r == utf8.RuneError }); i >= 0 {
		return "", ent.Errorf(ent.Invalid, "line %d: a byte that is no character in %s; the text is in another encoding", lineOf(string(out), i), as)
	}
	return string(out), nil
}

// lineEnds makes CRLF and a CR alone into LF.
func lineEnds(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

// lineOf returns the line, from 1, on which the place in the text lies.
func lineOf(s string, at int) int { return 1 + strings.Count(lineEnds(s[:at]), "\n") }
