// Package flow gathers the words of a file, of whatever kind, into blocks in reading order:
// made plain, bounded, with warnings where they do not look like words of any language.
package flow

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"entente/internal/document"
)

// MaxText bounds the words of a file, in bytes. A treaty of 500 pages has about 2 MB of text.
const MaxText = 20 << 20

// Flow gathers the words of a file into blocks, in reading order.
type Flow struct {
	Src   *document.Source
	bytes int            // of text so far
	Full  bool           // more text than is read
	odd   map[string]int // signs left out, by what they are
}

// Add appends a block, unless it has no words. Its text is made plain: single blanks,
// composed letters, ligatures opened, signs without width left out.
func (w *Flow) Add(b document.Block) {
	b.Text = w.Plain(b.Text)
	if b.Text == "" || w.Full {
		return
	}
	if w.bytes += len(b.Text); w.bytes > MaxText {
		w.Full = true
		return
	}
	w.Src.Blocks = append(w.Src.Blocks, b)
}

// Warn adds a warning once.
func (w *Flow) Warn(format string, args ...any) {
	s := fmt.Sprintf(format, args...)
	for _, have := range w.Src.Warnings {
		if have == s {
			return
		}
	}
	w.Src.Warnings = append(w.Src.Warnings, s)
}

// Finish looks at the words as a whole. It returns why they cannot be taken, empty when
// they can.
func (w *Flow) Finish() (problem string) {
	if w.Full {
		return fmt.Sprintf("more than %.1f MB of text; split it", float64(MaxText)/1e6)
	}
	if len(w.Src.Blocks) == 0 {
		return "no words were found in it"
	}
	if n := w.odd["override"]; n > 0 {
		w.Warn("%d signs that turn the direction of writing around were left out: on a screen the text may have read otherwise", n)
	}
	if n := w.odd["control"]; n > 0 {
		w.Warn("%d control characters were left out", n)
	}
	judge(w)
	return ""
}

// count notes one sign left out.
func (w *Flow) count(what string) {
	if w.odd == nil {
		w.odd = map[string]int{}
	}
	w.odd[what]++
}

// Plain returns the text with single blanks and without signs that nobody sees.
func (w *Flow) Plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) || r == '\u2028' || r == '\u2029':
			blank = b.Len() > 0
			continue
		case r >= '\u202a' && r <= '\u202e':
			if r == '\u202d' || r == '\u202e' {
				w.count("override")
			}
			continue
		case invisible(r):
			continue
		case r < 0x20 || r >= 0x7f && r < 0xa0:
			w.count("control")
			continue
		}
		if blank {
			b.WriteByte(' ')
			blank = false
		}
		if presentation(r) {
			b.WriteString(norm.NFKC.String(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// invisible reports whether the sign has no width and no meaning for the words: soft
// hyphen, zero-width blank, marks and isolates of direction, byte-order mark.
func invisible(r rune) bool {
	return r == 0xad || r == 0x200b || r == 0x200e || r == 0x200f || r == 0x61c || r >= 0x2066 && r <= 0x2069 || r == 0x2060 || r == 0xfeff
}

// presentation reports whether the sign is a form of print for other letters: ligatures,
// and the shapes of Hebrew and Arabic letters.
func presentation(r rune) bool {
	return r >= 0xfb00 && r <= 0xfdfb && r != 0xfd3e && r != 0xfd3f || r >= 0xfe70 && r <= 0xfefc
}

// judge warns when the words do not look like words of any language.
func judge(w *Flow) {
	letters, bad, signs, words, mute := 0, 0, 0, 0, 0
	for _, b := range w.Src.Blocks {
		for _, word := range strings.Fields(b.Text) {
			n, latin, vowel := 0, 0, false
			for _, r := range word {
				signs++
				switch {
				case r == utf8.RuneError || unicode.Is(unicode.Co, r):
					bad++
				case unicode.IsLetter(r) || unicode.IsMark(r):
					n++
					if unicode.Is(unicode.Latin, r) {
						latin++
						vowel = vowel || strings.ContainsRune("aeiouy", unicode.ToLower(bare(r)))
					}
				}
			}
			letters += n
			if latin == n && n > 3 && strings.ToUpper(word) != word {
				words++
				if !vowel {
					mute++
				}
			}
		}
	}
	switch {
	case signs == 0:
	case bad*50 > signs:
		w.Warn("%d of %d characters have no meaning in Unicode: the text is probably not what is seen on the page; compare it, or have it read by OCR", bad, signs)
	case letters*2 < signs && signs > 200:
		w.Warn("only %d %% of the characters are letters: the text is probably not what is seen on the page; compare it, or have it read by OCR", letters*100/signs)
	case words > 20 && mute*5 > words:
		w.Warn("%d of %d words have no vowel: the text is probably not what is seen on the page; compare it, or have it read by OCR", mute, words)
	}
}

// bare returns the letter without its accent.
func bare(r rune) rune {
	if r < 0x80 {
		return r
	}
	b, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	return b
}
