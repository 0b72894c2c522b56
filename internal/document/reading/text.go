package reading

import (
	"bytes"
	"context"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	utf "golang.org/x/text/encoding/unicode"

	"entente/internal/document"
	"entente/internal/document/reading/flow"
)

// unicodeForm returns the encoding of a text in UTF-16, nil for any other. Without its
// mark, UTF-16 shows by the zero that every second byte of plain letters is.
func unicodeForm(b []byte) encoding.Encoding {
	big, little := utf.UTF16(utf.BigEndian, utf.UseBOM), utf.UTF16(utf.LittleEndian, utf.UseBOM)
	switch {
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return big
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return little
	case len(b) < 8 || bytes.IndexByte(b, 0) < 0:
		return nil
	}
	var zero [2]int
	for i, c := range b {
		if c == 0 {
			zero[i%2]++
		}
	}
	switch half := len(b) / 2; {
	case zero[0]*10 > half*7 && zero[1]*20 < half:
		return utf.UTF16(utf.BigEndian, utf.IgnoreBOM)
	case zero[1]*10 > half*7 && zero[0]*20 < half:
		return utf.UTF16(utf.LittleEndian, utf.IgnoreBOM)
	}
	return nil
}

// decode returns the text in UTF-8: it is taken for UTF-8 or UTF-16 when it can be, for
// Windows-1252 otherwise, with a warning.
func decode(b []byte, w *flow.Flow) string {
	if enc := unicodeForm(b); enc != nil {
		s, _ := enc.NewDecoder().Bytes(b)
		return string(bytes.TrimPrefix(s, []byte("\ufeff")))
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if utf8.Valid(b) {
		return string(b)
	}
	if cut := lastWhole(b); utf8.Valid(b[:cut]) {
		w.Warn("the last letter is cut off: the file may be incomplete")
		return string(b[:cut])
	}
	w.Warn("the text is not UTF-8 and names no encoding; it was read as Windows-1252: compare accents and letters of other scripts")
	s, _ := charmap.Windows1252.NewDecoder().Bytes(b)
	return string(s)
}

// lastWhole is the length of the text without a letter cut off at its end.
func lastWhole(b []byte) int {
	for i := len(b) - 1; i >= max(0, len(b)-utf8.UTFMax); i-- {
		if utf8.RuneStart(b[i]) {
			if b[i] >= utf8.RuneSelf && !utf8.FullRune(b[i:]) {
				return i
			}
			break
		}
	}
	return len(b)
}

// readPlain reads plain text. Lines are joined to paragraphs where the text is wrapped;
// form feeds part pages.
func readPlain(ctx context.Context, s string, w *flow.Flow) error {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f\n", "\f", "\v", "\n").Replace(s)
	pages := strings.Split(s, "\f")
	lines := strings.Split(strings.ReplaceAll(s, "\f", "\n"), "\n")
	wrap := wrapWidth(lines)
	known := wordsOf(lines)
	for i, page := range pages {
		if err := ctx.Err(); err != nil {
			return err
		}
		number := 0
		if len(pages) > 1 {
			number = i + 1
		}
		paragraph := ""
		last := ""
		for _, l := range append(strings.Split(page, "\n"), "") {
			blank := strings.TrimSpace(l) == ""
			if blank || paragraph != "" && (wrap == 0 || starts(last, l, wrap)) {
				w.Add(document.Block{Text: paragraph, Page: number})
				paragraph = ""
			}
			if !blank {
				paragraph = known.join(paragraph, strings.TrimSpace(l))
			}
			last = l
		}
	}
	return nil
}

// wrapWidth is the number of letters after which the text was wrapped; 0 when each of its
// lines is a paragraph.
func wrapWidth(lines []string) int {
	counts := map[int]int{}
	total, widest := 0, 0
	for _, l := range lines {
		if n := utf8.RuneCountInString(strings.TrimRight(l, " \t")); n > 0 {
			counts[n]++
			total++
			widest = max(widest, n)
		}
	}
	over, width := 0, widest
	for ; width > 0 && (over+counts[width])*50 <= total; width-- {
		over += counts[width]
	}
	if width > 160 {
		return 0
	}
	return width
}

// starts reports whether the line begins a paragraph though no blank line parts it from
// the one before: the first of its words had room there, or it bears a number and the one
// before came to an end, or it is set in.
func starts(last, l string, width int) bool {
	words := strings.Fields(l)
	before := strings.TrimSpace(last)
	room := utf8.RuneCountInString(strings.TrimRight(last, " \t"))+1+utf8.RuneCountInString(words[0]) <= width-2
	switch {
	case continues(before, words[0]):
		return false
	case room, ended(before) && numbered(l):
		return true
	}
	return ended(before) && indent(l) > indent(last)+1
}

func indent(l string) int { return len(l) - len(strings.TrimLeft(l, " \t")) }
