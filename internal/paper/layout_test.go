package paper

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func shown(s string) string {
	p := New(Document{})
	var b strings.Builder
	for _, l := range p.lines(T(s), 10, 10000, false) {
		for _, g := range l.visual() {
			b.WriteRune(g.r)
		}
	}
	return norm.NFKC.String(b.String())
}

// Lines of Hebrew and Arabic are set as they are read, with the words and numbers of other
// scripts in them from the left.
func TestDirections(t *testing.T) {
	for in, want := range map[string]string{
		"אבג":                      "גבא",
		"אבג 12 דה":                "הד 12 גבא",
		"abc אבג 12 ד def":         "abc ד 12 גבא def",
		"אבג ISO 27001 דה":         "הד ISO 27001 גבא",
		"אב (גד), 5(2).":           ".(2)5 ,(דג) בא",
		"1. אבג":                   "אבג .1",
		"abc (אב) def":             "abc (בא) def",
		"plain (words), 5(2) – 3.": "plain (words), 5(2) – 3.",
	} {
		if in == "1. אבג" {
			want = "גבא .1"
		}
		if got := shown(in); got != want {
			t.Errorf("%q is shown as %q, want %q", in, got, want)
		}
	}
}

// Arabic letters take the form that their neighbours ask for: isolated, final, initial, medial.
func TestArabicForms(t *testing.T) {
	for in, want := range map[string][]rune{
		"ببب": {0xFE91, 0xFE92, 0xFE90}, "ب": {0xFE8F}, "دب": {0xFEA9, 0xFE8F}, "بد": {0xFE91, 0xFEAA},
		"لا": {0xFEFB}, "بلا": {0xFE91, 0xFEFC}, "بَب": {0xFE91, 0x064E, 0xFE90}, "بـب": {0xFE91, 0x0640, 0xFE90}, "ي": {0xFEF1}, "پگ": {0xFB58, 0xFB93}, "ء": {0xFE80}, "ab": {'a', 'b'},
	} {
		if got := joinArabic(in); got != string(want) {
			t.Errorf("%q became %U, want %U", in, []rune(got), want)
		}
		for _, r := range want {
			if _, ok := faceOf(r, regular); !ok {
				t.Errorf("no face has %U", r)
			}
		}
	}
}

// check finds what no layout may do.
func (p *Paper) check(t *testing.T) {
	t.Helper()
	for i, s := range p.sheets {
		floor := bottom
		if len(s.notes) > 0 {
			floor = bottom - noteGap - noteLead*float64(len(s.notes))
		}
		if floor < top-1 {
			t.Fatalf("page %d has more footnotes than room: %d", i+1, len(s.notes))
		}
		for _, l := range s.lines {
			if l.x < left-0.01 || l.x+l.line.width > right+25 || l.y < top || l.y > bottom {
				t.Fatalf("page %d: a line at %.1f,%.1f, %.1f wide", i+1, l.x, l.y, l.line.width)
			}
			if l.y > floor+0.01 && floor > top+60 && l.y > top+60 {
				t.Fatalf("page %d: a line at %.1f among the footnotes from %.1f on", i+1, l.y, floor)
			}
		}
	}
}

// letters are the characters of a text that are neither blanks nor left out.
func letters(s string) int {
	n := 0
	for _, r := range clean(s) {
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// Whatever is set, in whatever order: nothing panics, leaves the page or is lost.
func FuzzLayout(f *testing.F) {
	f.Add("pfhitn", "Some words", "note", 3.0)
	f.Add("ttt", "العربية (12) abc", "עברית", 0.0)
	f.Add("nnnnnnnn", strings.Repeat("long", 400), strings.Repeat("note ", 900), 1e9)
	f.Add("isgpk", "\u202e\x00\xff日本", "", -5.0)
	f.Fuzz(func(t *testing.T, plan, words, note string, points float64) {
		if len(plan) > 60 || len(words) > 4000 || len(note) > 8000 || points != points || points < 0 || points > 500 {
			return
		}
		p := New(Document{Title: words, Marking: note, Running: words, Foot: note, Language: words})
		want := 0
		for _, c := range plan {
			want += p.one(c, words, note, points)
		}
		b, err := p.Bytes()
		if err != nil || !strings.HasPrefix(string(b), "%PDF-") {
			t.Fatalf("%d bytes, %v", len(b), err)
		}
		p.check(t)
		got := 0
		for _, s := range p.sheets {
			for _, l := range s.lines {
				for _, g := range l.line.glyphs {
					if g.r != ' ' && g.rise == 0 {
						got++
					}
				}
			}
		}
		if got < want {
			t.Fatalf("%d of %d letters were set", got, want)
		}
	})
}

// one sets one thing and returns how many letters of it must be found.
func (p *Paper) one(c rune, words, note string, points float64) int {
	n := letters(words)
	switch c {
	case 'p':
		p.Para(T(words))
	case 'f':
		p.Fields([]Field{{words, T(words)}})
		return n * 2
	case 'h':
		p.Heading(1, words)
	case 'i':
		p.Item(int(points), words, T(words).Note(note))
		return n * 2
	case 't':
		p.Table([]Column{{words, points}, {"b", 1}, {"", 0.5}}, [][]Text{{T(words), T(words).Note(note)}, {nil, T(words)}})
		return n * 3
	case 'n':
		p.Para(T(words).Note(note))
	case 's':
		p.Signature(words, note)
		return 0
	case 'g':
		p.Page()
		return 0
	case 'k':
		p.Keep(points)
		p.Space(points)
		return 0
	default:
		return 0
	}
	return n
}
