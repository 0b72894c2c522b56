package document

import (
	"strings"
	"unicode/utf8"
)

// run is a row of articles whose numbers go up: the blocks of its first and last heading.
type run struct{ first, last int }

// plan finds the headings of articles, and where the text begins in each of its languages.
func (b *builder) plan() {
	b.heads = make([]*heading, len(b.blocks))
	for i := range b.blocks {
		b.heads[i] = headingOf(&b.blocks[i], false)
		b.articled = b.articled || b.heads[i] != nil
	}
	if !b.articled {
		for i := range b.blocks {
			b.heads[i] = unitOf(&b.blocks[i])
			b.articled = b.articled || b.heads[i] != nil
		}
	}
	b.compounds()
	b.next = make([]int, len(b.blocks))
	n := len(b.blocks)
	for i := len(b.blocks) - 1; i >= 0; i-- {
		b.next[i] = n
		if b.heads[i] != nil {
			n = i
		}
	}
	b.begins = b.findBegins()
	b.nextBegin = make([]int, len(b.blocks))
	for i, at := len(b.blocks)-1, len(b.blocks); i >= 0; i-- {
		if _, ok := b.begins[i]; ok {
			at = i
		}
		b.nextBegin[i] = at
	}
	b.title()
}

// findNoise marks short lines that stand under five headings or more, as an editor's note
// that an article is not yet in force does.
func (b *builder) findNoise() {
	b.noise = map[string]bool{}
	count := map[string]int{}
	for i := 1; i < len(b.blocks); i++ {
		if text := strings.TrimSpace(b.blocks[i].Text); b.blocks[i].Level == 0 && b.blocks[i-1].Level > 0 && len(text) > 20 && len(text) < 120 {
			if count[text]++; count[text] == 5 {
				b.noise[text] = true
			}
		}
	}
}

// compounds takes numbers such as 1.1 for chapter and article where the text goes on so
// (1.2, 2.1); else for an article and its first paragraph, which ran together.
func (b *builder) compounds() {
	seen := map[int]bool{}
	for _, h := range b.heads {
		if h != nil && h.compound {
			seen[h.value] = true
		}
	}
	for _, h := range b.heads {
		if h != nil && h.compound && !seen[2] && !seen[102] {
			h.split()
		}
	}
}

// runs cuts the headings where their numbers begin again.
func (b *builder) runs() []run {
	var out []run
	last := 0
	for i, h := range b.heads {
		if h == nil {
			continue
		}
		if len(out) == 0 || h.value == 1 && last >= 1 && !strings.EqualFold(h.number, b.heads[out[len(out)-1].last].number+" bis") {
			out = append(out, run{i, i})
		}
		out[len(out)-1].last = i
		if h.value > 0 {
			last = h.value
		}
	}
	return out
}

// findBegins looks for the first run of each language and goes back from it to where that
// language begins. A text without articles begins with the first note of each language.
func (b *builder) findBegins() map[int]string {
	begins := map[int]string{}
	seen := map[string]bool{}
	floor := 0
	for _, r := range b.runs() {
		l := languageOf(b.words(r.first, min(r.last+3, len(b.blocks)), 6000))
		if l != "" && !seen[l] {
			at, ok := 0, true
			if len(seen) > 0 {
				at, ok = b.back(r.first, floor, l)
			}
			if ok {
				begins[at], seen[l] = l, true
			}
		}
		floor = r.last + 1
	}
	b.noteBegins(begins, seen)
	return begins
}

// noteBegins adds the notes numbered one, where another language begins with them.
func (b *builder) noteBegins(begins map[int]string, seen map[string]bool) {
	if len(seen) == 0 {
		if l := languageOf(b.words(min(1, len(b.blocks)), len(b.blocks), 3000)); l != "" {
			begins[0], seen[l] = l, true
		}
	}
	for i := range b.blocks {
		text := strings.TrimSpace(b.blocks[i].Text)
		if i == 0 || !b.isNote(&b.blocks[i], text) || noteNumber(text) != 1 {
			continue
		}
		if l := languageOf(b.words(i, min(i+12, len(b.blocks)), 3000)); l != "" && !seen[l] {
			begins[i], seen[l] = l, true
		}
	}
}

// words are those of the blocks up to a number of bytes.
func (b *builder) words(from, to, most int) string {
	var s strings.Builder
	for i := from; i < to && s.Len() < most; i++ {
		s.WriteString(b.blocks[i].Text)
		s.WriteByte(' ')
	}
	return s.String()
}

// back goes from the first article of a run to where its language begins. It finds no
// beginning when the run stands in an annex.
func (b *builder) back(first, floor int, lang string) (at int, ok bool) {
	at = first
	for i := first - 1; i >= floor; i-- {
		blk := &b.blocks[i]
		text := strings.TrimSpace(blk.Text)
		l := languageOf(text)
		switch {
		case text == "":
			continue
		case b.isNote(blk, text) && noteNumber(text) == 1:
			return i, true
		case l != "" && l != lang, endForm.MatchString(text):
			return b.above(at, i+1), true
		case annexForm.MatchString(text) && short(text):
			if at > i+1 {
				return b.above(at, i+1), true
			}
			return b.noteAbove(i, floor, lang)
		case l == lang, at == i+1 && (blk.Level > 0 || titleLine(blk) || capitals(text)):
			at = i
		}
	}
	return at, true
}

// isNote reports the heading of a note of an exchange: Nr. I; in a text without articles also I.
func (b *builder) isNote(blk *Block, text string) bool {
	m := noteForm.FindStringSubmatch(text)
	return blk.Level > 0 && m != nil && (m[1] != "" || !b.articled)
}

// noteAbove finds the first note in the language, to which an annex belongs.
func (b *builder) noteAbove(annex, floor int, lang string) (at int, ok bool) {
	for i := annex - 1; i >= floor; i-- {
		text := strings.TrimSpace(b.blocks[i].Text)
		if b.isNote(&b.blocks[i], text) && noteNumber(text) == 1 {
			return i, languageOf(b.words(i, annex, 3000)) == lang
		}
	}
	return 0, false
}

// above takes short headings right above a beginning with it.
func (b *builder) above(at, floor int) int {
	for at > floor && b.blocks[at-1].Level > 0 && utf8.RuneCountInString(b.blocks[at-1].Text) > 8 && !annexForm.MatchString(strings.TrimSpace(b.blocks[at-1].Text)) {
		at--
	}
	return at
}

// title takes the first heading, or the first lines that look like one, and gathers the
// titles of the text in its languages.
func (b *builder) title() {
	for i := range b.blocks {
		blk := &b.blocks[i]
		if b.heads[i] != nil {
			break
		}
		if n := utf8.RuneCountInString(blk.Text); n > 8 && n < 600 && (blk.Level > 0 || blk.Bold || i == 0 || strings.ToUpper(blk.Text) == blk.Text) {
			b.d.Title = strings.TrimSpace(blk.Text)
			b.titles = append(b.titles, b.d.Title)
			break
		}
	}
	for i := range b.blocks {
		if _, ok := b.begins[i]; !ok {
			continue
		}
		for k := i; k < len(b.blocks) && k < i+6 && b.heads[k] == nil; k++ {
			if t := strings.TrimSpace(b.blocks[k].Text); titleLine(&b.blocks[k]) && t != b.d.Title {
				b.titles = append(b.titles, t)
			}
		}
	}
}
