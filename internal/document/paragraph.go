package document

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	paragraphForm = regexp.MustCompile(`^\(?(\d{1,2})[.)]\)?\s+\S`)
	itemForm      = regexp.MustCompile(`^(?:\(?([a-z]{1,4})\)\s*|([a-z]|[ivx]{2,4})\.\s+)`)
	tightNumber   = regexp.MustCompile(`^(\d{1,2})\.(?:\p{Lu}\p{Ll}|["“„«‘])`)
	numberStart   = regexp.MustCompile(`^\(?(\d{1,2})[.)]\)?(?:\s+|$)`)
	inlineNumber  = regexp.MustCompile(`(?:^|[.;:)]\s+|\s{2,})\(?(\d{1,2})[.)]\s+\p{Lu}`)
)

// paragraphs makes the paragraphs of an article of its blocks: numbered ones, also where
// several run together in a block, and the items listed in them.
func paragraphs(blocks []string) []Paragraph {
	var out []Paragraph
	for _, b := range blocks {
		for _, piece := range splitNumbered(b, len(out)) {
			add(&out, piece)
		}
	}
	if out == nil {
		out = []Paragraph{}
	}
	return out
}

// add appends a piece as a paragraph, or as an item of the last one.
func add(out *[]Paragraph, text string) {
	if m := tightNumber.FindStringSubmatch(text); m != nil { // a blank was lost
		*out = append(*out, Paragraph{Number: m[1], Text: text[len(m[1])+1:]})
		return
	}
	if m := numberStart.FindStringSubmatch(text); m != nil {
		*out = append(*out, Paragraph{Number: m[1], Text: strings.TrimSpace(text[len(m[0]):])})
		return
	}
	if m := itemForm.FindStringSubmatch(text); m != nil && len(*out) > 0 {
		last := &(*out)[len(*out)-1]
		number := m[1] + m[2]
		item := Paragraph{Number: number, Text: strings.TrimSpace(text[len(m[0]):])}
		if n := len(last.Items); n > 0 && subItem(number, last.Items[n-1].Number) {
			last.Items[n-1].Items = append(last.Items[n-1].Items, item)
			return
		}
		last.Items = append(last.Items, item)
		return
	}
	if n := len(*out); n > 0 && (*out)[n-1].Text == "" && len((*out)[n-1].Items) == 0 { // its number stood on a line of its own
		(*out)[n-1].Text = text
		return
	}
	*out = append(*out, Paragraph{Text: text})
}

// subItem tells (i) under (b) from (i) after (h).
func subItem(number, before string) bool {
	return roman(strings.ToUpper(number)) > 0 && !(len(number) == 1 && len(before) == 1 && number[0] == before[0]+1) && (len(number) > 1 || number == "i") && roman(strings.ToUpper(before)) == 0
}

// splitNumbered cuts a block in which numbered paragraphs run together. It cuts only where
// the numbers go up one by one from the first, so that years and references stay whole.
func splitNumbered(text string, have int) []string {
	at := inlineNumber.FindAllStringSubmatchIndex(text, -1)
	want := 1
	if m := numberStart.FindStringSubmatch(text); m != nil {
		want, _ = strconv.Atoi(m[1])
	} else if len(at) == 0 || have > 0 && len(at) < 2 {
		return []string{text}
	}
	var cuts []int
	next := want
	for _, m := range at {
		if n, err := strconv.Atoi(text[m[2]:m[3]]); err == nil && n == next {
			i := m[2]
			if i > 0 && text[i-1] == '(' {
				i--
			}
			cuts = append(cuts, i)
			next++
		}
	}
	if len(cuts) < 2 {
		return []string{text}
	}
	var out []string
	if head := strings.TrimSpace(text[:cuts[0]]); head != "" {
		out = append(out, head)
	}
	for i, c := range cuts {
		end := len(text)
		if i+1 < len(cuts) {
			end = cuts[i+1]
		}
		out = append(out, strings.TrimSpace(text[c:end]))
	}
	return out
}
