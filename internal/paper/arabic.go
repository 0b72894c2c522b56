package paper

import "unicode"

// letter is an Arabic letter: its isolated form, and how many forms follow one another in
// Unicode: one; isolated and final; isolated, final, initial and medial.
type letter struct {
	isolated rune
	forms    int
}

// The letters of Arabic with the first of their presentation forms (Unicode blocks Arabic
// Presentation Forms A and B), Persian's among them.
var arabicLetters = func() map[rune]letter {
	out := map[rune]letter{}
	form := rune(0xFE80)
	add := func(from rune, forms ...int) {
		for i, n := range forms {
			out[from+rune(i)] = letter{form, n}
			form += rune(n)
		}
	}
	add(0x0621, 1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4)
	add(0x0641, 4, 4, 4, 4, 4, 4, 4, 2, 2, 4)
	for _, x := range []struct {
		r, form rune
		n       int
	}{{0x067E, 0xFB56, 4}, {0x0686, 0xFB7A, 4}, {0x0698, 0xFB8A, 2}, {0x06A9, 0xFB8E, 4}, {0x06AF, 0xFB92, 4}, {0x06CC, 0xFBFC, 4}} {
		out[x.r] = letter{x.form, x.n}
	}
	return out
}()

// lamAlef are the ligatures of lam with the four forms of alef.
var lamAlef = map[rune]rune{0x0622: 0xFEF5, 0x0623: 0xFEF7, 0x0625: 0xFEF9, 0x0627: 0xFEFB}

const (
	lam     = 0x0644
	tatweel = 0x0640
)

// joinArabic writes Arabic letters in the form that their neighbours ask for, since the
// fonts are set here without the rules that would choose it.
func joinArabic(s string) string {
	if !hasArabic(s) {
		return s
	}
	in := []rune(s)
	out := make([]rune, 0, len(in))
	for i := 0; i < len(in); i++ {
		r := in[i]
		l, ok := arabicLetters[r]
		if !ok {
			out = append(out, r)
			continue
		}
		before := joinsForward(neighbour(in, i, -1))
		if lig := lamAlef[next(in, i)]; r == lam && lig != 0 {
			if before {
				lig++
			}
			out = append(out, lig)
			i++
			continue
		}
		out = append(out, l.form(before, joinsBack(neighbour(in, i, 1))))
	}
	return string(out)
}

// form returns the form of a letter that is joined to the one before and the one after.
func (l letter) form(before, after bool) rune {
	switch {
	case l.forms == 4 && before && after:
		return l.isolated + 3
	case l.forms == 4 && after:
		return l.isolated + 2
	case l.forms > 1 && before:
		return l.isolated + 1
	}
	return l.isolated
}

func hasArabic(s string) bool {
	for _, r := range s {
		if r >= 0x0621 && r <= 0x06CC {
			return true
		}
	}
	return false
}

func next(in []rune, i int) rune {
	if i+1 < len(in) {
		return in[i+1]
	}
	return 0
}

// neighbour returns the next character in a direction that is no mark over another.
func neighbour(in []rune, i, step int) rune {
	for i += step; i >= 0 && i < len(in); i += step {
		if !unicode.Is(unicode.Mn, in[i]) {
			return in[i]
		}
	}
	return 0
}

func joinsForward(r rune) bool { return arabicLetters[r].forms == 4 || r == tatweel }
func joinsBack(r rune) bool    { return arabicLetters[r].forms > 1 || r == tatweel }
