package reading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What lines of text tell about the paragraph to which they belong; for plain text and PDF.

// mark is the number or sign with which a paragraph opens.
var mark = regexp.MustCompile(`^\s*(\(?\d{1,3}(\.\d{1,3})*[.)]|\(?\d{1,3}(\.\d{1,3})+\s|\([a-zA-Z]{1,5}\)|[a-z]{1,4}\)|[a-zA-Z]\.\s|[a-z]\.[a-zA-Z]{2}|[ivx]{2,5}\.\s|[IVXLC]{1,6}[.)]\s|[•◦▪●]\s?|[–—-]\s?\pL|§|(?i:articles?|artikel|artículo|articolo|artigo|article|section|chapter|annex|статья|المادة)\s+\S{1,8}\s*[.:–—-]?\s*$)`)

func numbered(l string) bool { return mark.MatchString(l) }

// suspended is what follows a compound whose second part comes later: dier- en plantesoorten.
var suspended = regexp.MustCompile(`^(en|of|und|oder|bzw\.|and|or|et|ou)\s`)

// closing is the word before the last item of a list.
var closing = regexp.MustCompile(`[;,] (and|or|en|of|et|ou|und|oder|y|o|e|и|или)$`)

// ended reports whether the line could be the last of a paragraph.
func ended(l string) bool {
	l = strings.TrimRight(l, "\"'”’»)] ")
	r, _ := utf8.DecodeLastRuneInString(l)
	if strings.ContainsRune(".;:!?…。؛؟", r) {
		return true
	}
	return closing.MatchString(l)
}

// continues reports whether the word goes on with a sentence that the line before left open.
func continues(before, word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r) && !ended(before) && !numbered(word+" x")
}

// known is every word of a text, in small letters, to tell a hyphen at the end of a line
// from that of a compound.
type known map[string]bool

func wordsOf(lines []string) known {
	k := known{}
	for _, l := range lines {
		for _, word := range strings.Fields(l) {
			k[core(word)] = true
		}
	}
	return k
}

func core(word string) string {
	return strings.ToLower(strings.TrimFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
}

// compounds are first parts that keep their hyphen when nothing else is known.
var compounds = map[string]bool{"non": true, "self": true, "ex": true, "vice": true, "well": true, "anti": true}

// join puts a line after what was read of its paragraph, and a word that the line's end
// had divided together again.
func (k known) join(paragraph, l string) string {
	if paragraph == "" {
		return l
	}
	head := strings.TrimRight(paragraph, "-\u2010\u00ad")
	next, _ := utf8.DecodeRuneInString(l)
	end, _ := utf8.DecodeLastRuneInString(head)
	switch hyphen := paragraph[len(head):]; {
	case hyphen == "", !unicode.IsLetter(end) && !unicode.IsDigit(end), !unicode.IsLetter(next) && !unicode.IsDigit(next), utf8.RuneCountInString(hyphen) > 1:
		return paragraph + " " + l
	case hyphen == "\u00ad":
		return head + l
	case !unicode.IsLower(next):
		return paragraph + l
	case suspended.MatchString(l):
		return paragraph + " " + l
	}
	first := core(head[strings.LastIndexAny(head, " \u00a0")+1:])
	second := core(strings.Fields(l)[0])
	if k[first+"-"+second] || !k[first+second] && compounds[first] {
		return head + "-" + l
	}
	return head + l
}
