package proposal

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/document"
)

// Sentence is one sentence of an article, or one item of a list together with the words
// that open the list.
type Sentence struct {
	Ordinal int    // in the article, from 1
	Cite    string // VII(5)(b); a paragraph without a number adds nothing
	Opening string // of the list to which an item belongs; empty: it stands alone
	Text    string // single blanks
}

// Whole is the sentence with the words that open its list.
func (s *Sentence) Whole() string { return strings.TrimSpace(s.Opening + " " + s.Text) }

// Sentences cuts an article into sentences. A semicolon ends one too. Where a paragraph opens
// a list, each item is read with the opening before it.
func Sentences(a *document.Article) []Sentence {
	s := &splitter{}
	for i := range a.Paragraphs {
		s.paragraph(&a.Paragraphs[i], a.Number, "")
	}
	return s.out
}

type splitter struct{ out []Sentence }

func (s *splitter) paragraph(p *document.Paragraph, above, opening string) {
	cite := above
	if p.Number != "" {
		cite += "(" + strings.Trim(p.Number, " .()") + ")"
	}
	parts := split(strings.Join(strings.Fields(p.Text), " "))
	next := ""
	if n := len(parts); n > 0 && len(p.Items) > 0 && !strings.HasSuffix(parts[n-1], ".") {
		next = parts[n-1]
		parts = parts[:n-1]
	}
	for i, text := range parts {
		one := Sentence{Ordinal: len(s.out) + 1, Cite: cite, Text: text}
		if i == 0 {
			one.Opening = opening
		}
		s.out = append(s.out, one)
	}
	if len(parts) == 0 && opening != "" {
		next = strings.TrimSpace(opening + " " + next)
	}
	before := len(s.out)
	for i := range p.Items {
		s.paragraph(&p.Items[i], cite, next)
	}
	if opened := strings.TrimSpace(strings.TrimPrefix(next, opening)); opened != "" && len(s.out) == before {
		s.out = append(s.out, Sentence{Ordinal: before + 1, Cite: cite, Opening: opening, Text: opened})
	}
}

var short = regexp.MustCompile(`(?i)(?:^|[\s(])(?:no|nos|nr|nrs|art|arts|para|paras|par|cf|e\.g|i\.e|mr|mrs|dr|st|resp|bijv|jo|al|mm|m|vol|etc|\pL)\.$`)

// split cuts a text at full stops and semicolons that end a sentence. Where a file lost the
// blank after a full stop, a capital behind it tells.
func split(text string) []string {
	var out []string
	start := 0
	for i, r := range text {
		if r != '.' && r != ';' {
			continue
		}
		end := i + 1
		if rest := strings.TrimLeft(text[end:], ")”’\"»*"); len(rest) < len(text[end:]) {
			end = len(text) - len(rest)
		}
		rest := text[end:]
		next, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, " *“‘\"«("))
		ends := rest == "" || r == ';'
		if r == '.' && unicode.IsUpper(next) {
			before, _ := utf8.DecodeLastRuneInString(text[:i])
			ends = strings.HasPrefix(rest, " ") || unicode.IsLower(before) || before == ')'
			ends = ends && !short.MatchString(text[start:i+1])
		}
		if ends {
			out = append(out, strings.TrimSpace(text[start:end]))
			start = end
		}
	}
	if tail := strings.TrimSpace(text[start:]); tail != "" {
		out = append(out, tail)
	}
	return out
}
