// Package lexeme cuts texts into words as they are compared: without accents, in all their forms.
package lexeme

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Word is a word of a text: as compared, and where it stands in bytes.
type Word struct {
	Exact       string // lower case, without accents
	Raw         string // lower case, as written: what stemmers know
	From, Until int
}

const maxWord = 60 // runes of a word that are compared

// Words cuts a text into words: runs of letters and digits. Writing that puts no blanks
// between words is cut into its characters.
func Words(text string) []Word {
	var out []Word
	from := -1
	end := func(at int) {
		if from >= 0 {
			out = appendWord(out, text, from, at)
			from = -1
		}
	}
	for i, r := range text {
		switch {
		case r < utf8.RuneSelf:
			if !asciiWord[r] {
				end(i)
			} else if from < 0 {
				from = i
			}
		case alone(r):
			end(i)
			out = appendWord(out, text, i, i+utf8.RuneLen(r))
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			if from < 0 {
				from = i
			}
		case unicode.IsMark(r) || r == '\u00ad' || r == '\u200c' || r == '\u200d': // within a word only
		default:
			end(i)
		}
	}
	end(len(text))
	return out
}

var asciiWord = func() (t [utf8.RuneSelf]bool) {
	for c := range t {
		t[c] = c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
	}
	return t
}()

// alone reports whether a letter belongs to a writing without blanks between words.
func alone(r rune) bool {
	return r >= 0x0e00 && unicode.IsLetter(r) && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

func appendWord(out []Word, text string, from, until int) []Word {
	s := text[from:until]
	if n := len(out); n > 0 && (s == "s" || s == "S") && (text[out[n-1].Until:from] == "'" || text[out[n-1].Until:from] == "’") {
		return out // of a genitive
	}
	w := Word{From: from, Until: until}
	if ascii(s) {
		if len(s) > maxWord {
			s = s[:maxWord]
		}
		w.Raw = strings.ToLower(s)
		w.Exact = w.Raw
	} else {
		w.Raw = cut(norm.NFKC.String(strings.ToLower(s)))
		w.Exact = cut(fold(w.Raw))
	}
	if w.Exact == "" {
		return out
	}
	return append(out, w)
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func cut(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxWord {
			return s[:i]
		}
	}
	return s
}

// letters that are no letter with a mark, and how they are written without.
var letters = strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ł", "l", "ħ", "h", "ı", "i", "ſ", "s", "ə", "e", "ς", "σ")

// fold takes accents and vowel points off, and whatever cannot stand in a word.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !accent(r) && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return letters.Replace(norm.NFC.String(b.String()))
}

// accent reports a mark of Latin, Greek, Cyrillic, Hebrew or Arabic that readers leave out
// when they search; the vowel signs of other writings are kept.
func accent(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x591 && r <= 0x5c7 || r >= 0x610 && r <= 0x61a || r >= 0x64b && r <= 0x65f || r == 0x670
}
