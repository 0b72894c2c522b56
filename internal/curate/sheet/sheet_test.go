package sheet

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	ent "entente"
)

func utf16of(t testing.TB, s string, e unicode.Endianness, bom unicode.BOMPolicy) string {
	t.Helper()
	out, err := unicode.UTF16(e, bom).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const list = "id,title\nÅ,Straße\n\"B\",\"two\nlines\"\n"

// The same list in each encoding, with each line end, is the same list.
func TestEncodings(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, text, as string }{
		{"UTF-8", list, ""},
		{"UTF-8, said", list, "UTF-8"},
		{"UTF-8 with mark", "\xef\xbb\xbf" + list, ""},
		{"CRLF", strings.ReplaceAll(list, "\n", "\r\n"), ""},
		{"CR", strings.ReplaceAll(list, "\n", "\r"), ""},
		{"UTF-16LE with mark", utf16of(t, list, unicode.LittleEndian, unicode.UseBOM), ""},
		{"UTF-16BE with mark", utf16of(t, list, unicode.BigEndian, unicode.UseBOM), ""},
		{"UTF-16BE, CRLF", utf16of(t, strings.ReplaceAll(list, "\n", "\r\n"), unicode.BigEndian, unicode.UseBOM), ""},
		{"UTF-16LE without mark, said", utf16of(t, list, unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le"},
		{"Windows-1252, said", latin, "windows-1252"},
		{"Latin-1, said", latin, "iso-8859-1"},
	} {
		got, err := Text(strings.NewReader(c.text), c.as)
		if err != nil || got != list {
			t.Errorf("%s: %q, %v", c.name, got, err)
		}
	}
}

func TestEncodingsThatAreNotGuessed(t *testing.T) {
	for _, c := range []struct{ name, text, as, want string }{
		{"Latin-1 unsaid", "id\na\n\xe9\n", "", "line 3: the byte 0xE9 is not UTF-8; save it as UTF-8, or say in which encoding it is (--encoding windows-1252)"},
		{"Latin-1 unsaid, lines of CR", "id\ra\r\xe9\r", "", "line 3: the byte 0xE9"},
		{"UTF-8 called Latin-1", "id\né\n", "windows-1252", "it is UTF-8 and not windows-1252"},
		{"no character of Windows-1252", "a\nb\x81\n", "windows-1252", "line 2: a byte that is no character in windows-1252"},
		{"Windows-1252 called Latin-1", "\x93a\x94\n", "iso-8859-1", "line 1: a byte that is no character in iso-8859-1"},
		{"a mark against what is said", "\xff\xfea\x00", "utf-8", "begins with the mark of utf-16le"},
		{"no encoding", "a", "ebcdic", `"ebcdic" is not an encoding`},
		{"near an encoding", "a", "windows1252", `nearest: "windows-1252"`},
		{"a zero byte", "id\na\x00b\n", "", "line 2: a zero byte"},
		{"UTF-16 without mark", utf16of(t, "id\nab\n", unicode.LittleEndian, unicode.IgnoreBOM), "", "UTF-16 without its mark"},
		{"half a character", "\xff\xfea\x00\n\x00b", "", "line 2: utf-16le has two bytes a character"},
		{"half a pair", "\xff\xfea\x00\n\x00\x00\xd8b\x00", "", "line 2: a character that is none in utf-16le"},
	} {
		_, err := Text(strings.NewReader(c.text), c.as)
		if err == nil || !strings.Contains(err.Error(), c.want) || !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// sparse is a file of the size given of which nothing may be read.
type sparse struct {
	fstest.MapFS
	size int64
}

type sparseFile struct {
	fs.File
	size int64
}

type sparseInfo struct {
	fs.FileInfo
	size int64
}

func (s sparse) Open(name string) (fs.File, error) {
	f, err := s.MapFS.Open(name)
	return sparseFile{f, s.size}, err
}
func (f sparseFile) Stat() (fs.FileInfo, error) {
	st, err := f.File.Stat()
	return sparseInfo{st, f.size}, err
}
func (f sparseFile) Read([]byte) (int, error) { return 0, errors.New("it was read") }
func (i sparseInfo) Size() int64              { return i.size }

// A file of two gigabytes is refused by its size, before a byte is read; so is one that
// unpacks to too much, and one that has no end, as soon as that is seen.
func TestTooLarge(t *testing.T) {
	src := NewSource(sparse{fstest.MapFS{"a.csv": {}}, 2 << 30}, "")
	if _, err := src.Text("a.csv"); !errors.Is(err, ent.ErrInvalid) || err.Error() != "a.csv: larger than 64 MiB, the most that one list may hold; split it" {
		t.Errorf("2 GiB: %v", err)
	}
	dir := t.TempDir()
	f, err := os.Create(dir + "/big.csv")
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(f.Truncate(2<<30), f.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := NewSource(os.DirFS(dir), "").Text("big.csv"); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("a real file of 2 GiB: %v", err)
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	for range MaxBytes>>20 + 1 {
		if _, err := z.Write(make([]byte, 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := NewSource(fstest.MapFS{"a.csv.gz": {Data: packed.Bytes()}}, "").Text("a.csv.gz"); !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("a packed file: %v", err)
	}
	if _, err := text(endless{}, "", 1000); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("a file without end: %v", err)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestSourceKeepsTheHash(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	io.WriteString(z, "abc")
	z.Close()
	files := fstest.MapFS{"a": {Data: []byte("abc")}, "b": {Data: []byte("abd")}, "c.gz": {Data: packed.Bytes()}, "dir/x": {}}
	one := NewSource(files, "")
	if s, err := one.Text("a"); s != "abc" || err != nil || one.Sum() != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" || one.Files() != 1 {
		t.Errorf("%q %v %s", s, err, one.Sum())
	}
	both, other := NewSource(files, ""), NewSource(files, "")
	for _, n := range []string{"a", "b", "c.gz"} {
		if s, err := both.Text(n); err != nil || n == "c.gz" && s != "abc" {
			t.Fatal(s, err)
		}
	}
	for _, n := range []string{"c.gz", "b", "a"} {
		if _, err := other.Text(n); err != nil {
			t.Fatal(err)
		}
	}
	if both.Sum() != other.Sum() || both.Sum() == one.Sum() {
		t.Error("the hash of several files follows the order in which they were read")
	}
	for name, want := range map[string]error{"nothing": ent.ErrNotFound, "dir": ent.ErrInvalid} {
		if _, err := one.Text(name); !errors.Is(err, want) || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := NewSource(fstest.MapFS{"a.gz": {Data: []byte("abc")}}, "").Text("a.gz"); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("no packed file: %v", err)
	}
}

func TestDays(t *testing.T) {
	for in, want := range map[string]string{"2024-06-01": "2024-06-01", " 1 June 2024 ": "2024-06-01", "1 Jun 2024": "2024-06-01", "05 Sept 2000": "2000-09-05",
		"29 February 2024": "2024-02-29", "1648-01-01": "1648-01-01", "2100-12-31": "2100-12-31"} {
		if d, err := Day(in); err != nil || d.String() != want {
			t.Errorf("%q: %s, %v", in, d, err)
		}
	}
	for in, want := range map[string]string{
		"2024-02-30": "does not exist", "30 Feb 2024": "does not exist", "0 Jun 2024": "does not exist", "2023-02-29": "does not exist",
		"03/04/2024": `"03/04/2024" may be 2024-04-03 or 2024-03-04; write it as 2024-06-01 or 1 June 2024`,
		"03.04.2024": "may be", "3-4-2024": "may be", "13/04/2024": "differs from place to place", "04/04/2024": "differs from place to place",
		"03/04/24": "in which century", "2024": "is a year or a month", "2024-06": "is a year or a month", "1 Smarch 2024": `"Smarch" is not a month`,
		"1647-12-31": "1648 to 2100", "2101-01-01": "1648 to 2100", "9999-12-31": "1648 to 2100", "20240601": "write it as 2024-06-01 or 1 June 2024", "soon": "write it as",
	} {
		if d, err := Day(in); err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%q: %s, %v, want %q", in, d, err, want)
		}
	}
}

func readAll(text string, need ...string) (string, error) {
	var out []string
	err := Read(text, need, func(r Row) error {
		out = append(out, fmt.Sprintf("%d:%s|%s|%s", r.Line, r.Get("id"), r.Get("title"), r.Fault))
		return nil
	})
	return strings.Join(out, "\n"), err
}

func TestSeparatorsAndRows(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"id,title\nA,x;y\n", "2:A|x;y|"},
		{"id;title\nA;x,y\n", "2:A|x,y|"},
		{"id\ttitle\nA\tx,y;z\n", "2:A|x,y;z|"},
		{"\"id\";\"title\"\n\"A\";\"x\ny\"\nB; z \n", "2:A|x\ny|\n4:B|z|"},
		{"title,id,more\nx,A,\n\ny,B\nz,C,,\n", "2:A|x|\n4:B|y|it has 2 columns, and the header has 3\n5:C|z|it has 4 columns, and the header has 3"},
		{"id,title,,\nA,x,,\n", "2:A|x|"},
		{"id,title\n", ""},
	} {
		if got, err := readAll(c.text, "id", "title"); err != nil || got != c.want {
			t.Errorf("%q: %q, %v, want %q", c.text, got, err, c.want)
		}
	}
	for text, want := range map[string]string{
		"":                               "line 1: no header of columns",
		"id,titel\n":                     `line 1: no column "title" (nearest: "titel"); needed are id, title`,
		"id|title\n":                     `line 1: no column "id"`,
		"id,title,id\n":                  `line 1: the column "id" stands twice`,
		"id,title\nA,x\nB,\"open\nC,z\n": "line 3: a field in quotation marks",
		"id,title\nA,x\"y\n":             "line 2: a quotation mark inside a field",
		"id,title\nA,\"x\"y\n":           "line 2: a field in quotation marks",
		"\"id,title\n":                   "line 1: a field in quotation marks",
	} {
		if _, err := readAll(text, "id", "title"); err == nil || !strings.HasPrefix(err.Error(), want) || !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func TestTooManyRows(t *testing.T) {
	if _, err := readAll("id,title\n"+strings.Repeat("a,\n", MaxRows+1), "id"); err == nil || !strings.HasPrefix(err.Error(), "line 500002: more than 500000 rows") {
		t.Error(err)
	}
}

// Whatever the bytes are, they become UTF-8 without zero bytes and without carriage
// returns, or an error of kind Invalid.
func FuzzText(f *testing.F) {
	f.Add([]byte(list), "")
	f.Add([]byte("\xff\xfea\x00\r\x00"), "")
	f.Add([]byte("caf\xe9\r"), "windows-1252")
	f.Fuzz(func(t *testing.T, b []byte, as string) {
		s, err := Text(bytes.NewReader(b), as)
		if err != nil {
			if !errors.Is(err, ent.ErrInvalid) {
				t.Fatal(err)
			}
			return
		}
		if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\r") {
			t.Fatalf("%q", s)
		}
	})
}

func FuzzDay(f *testing.F) {
	f.Add("2024-06-01")
	f.Add("1 Sept 2000")
	f.Add("03/04/2024")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Day(s)
		if err != nil && !errors.Is(err, ent.ErrInvalid) {
			t.Fatal(err)
		}
		if err == nil && (d.Year() < FirstYear || d.Year() > LastYear) {
			t.Fatal(d)
		}
	})
}

// A list that is written with any separator reads back as it was.
func TestWrittenAndReadBack(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("ab,;\t\"\n é'")
	for range 300 {
		cell := make([]rune, rnd.IntN(8))
		for i := range cell {
			cell[i] = alphabet[rnd.IntN(len(alphabet))]
		}
		for _, sep := range []string{",", ";", "\t"} {
			text := "id" + sep + "title\nA" + sep + `"` + strings.ReplaceAll(string(cell), `"`, `""`) + "\"\n"
			want := "2:A|" + strings.TrimSpace(string(cell)) + "|"
			if got, err := readAll(text, "id", "title"); err != nil || got != want {
				t.Fatalf("%q: %q, %v, want %q", text, got, err, want)
			}
		}
	}
}
