package document

import (
	"strings"
	"unicode/utf8"
)

// Role is what a piece of a text is on the page.
type Role int

// The roles.
const (
	Plain     Role = iota // a paragraph without number
	Heading               // of whatever is no article: the title, a heading within
	Division              // a part, chapter, section or annex
	Opening               // the line that begins an article, with its heading where it has one
	Numbered              // a numbered paragraph of an article
	Item                  // an item listed in a paragraph
	SubItem               // an item listed in an item
	Testimony             // the words that close the text, before the signatures
)

// Part is a piece of a text in its place. Label and Text, one after the other, are its
// words as printed.
type Part struct {
	Role  Role
	Label string // as printed: "2.", "(b)"; of an opening: "Article 7"
	Text  string
	Page  int
}

// Parts returns the text of a source piece by piece, for whoever sets it again: every word
// of every block, in order, none changed but for blanks.
func Parts(src *Source) []Part {
	s := &setting{sections: true}
	for i := range src.Blocks {
		if headingOf(&src.Blocks[i], false) != nil {
			s.sections = false
		}
	}
	for i := range src.Blocks {
		if text := strings.TrimSpace(src.Blocks[i].Text); text != "" {
			s.block(&src.Blocks[i], text)
		}
	}
	return s.out
}

type setting struct {
	out      []Part
	sections bool // the text is divided into sections or clauses instead of articles
	article  bool // inside an article
	item     string
}

func (s *setting) add(r Role, label, text string, page int) {
	s.out = append(s.out, Part{r, label, strings.TrimSpace(text), page})
}

func (s *setting) block(b *Block, text string) {
	if h := headingOf(b, s.sections); h != nil {
		s.article, s.item = true, ""
		label := strings.TrimSpace(strings.TrimSuffix(text, h.rest))
		if h.rest == "" || short(h.rest) && (b.Level > 0 || utf8.RuneCountInString(h.rest) < 60) {
			s.add(Opening, label, h.rest, b.Page)
			return
		}
		s.add(Opening, label, "", b.Page)
		s.paragraph(h.rest, b.Page)
		return
	}
	switch {
	case annexForm.MatchString(text) && short(text) && (b.Level > 0 || b.Bold || utf8.RuneCountInString(text) < 60),
		partForm.MatchString(text) && short(text) && (b.Level > 0 || utf8.RuneCountInString(text) < 80):
		s.article = false
		s.add(Division, "", text, b.Page)
	case endForm.MatchString(text):
		s.article = false
		s.add(Testimony, "", text, b.Page)
	case b.Level > 0 || b.Bold && utf8.RuneCountInString(text) <= 120:
		s.add(Heading, "", text, b.Page)
	case s.article:
		s.paragraph(text, b.Page)
	default:
		s.add(Plain, "", text, b.Page)
	}
}

// paragraph adds a paragraph of an article, cut where numbered ones run together.
func (s *setting) paragraph(text string, page int) {
	for _, piece := range splitNumbered(text, 1) {
		if m := numberStart.FindString(piece); m != "" {
			s.item = ""
			s.add(Numbered, strings.TrimSpace(m), piece[len(m):], page)
			continue
		}
		m := itemForm.FindStringSubmatch(piece)
		switch {
		case m == nil:
			s.add(Plain, "", piece, page)
		case s.item != "" && subItem(m[1], s.item):
			s.add(SubItem, strings.TrimSpace(m[0]), piece[len(m[0]):], page)
		default:
			s.item = m[1]
			s.add(Item, strings.TrimSpace(m[0]), piece[len(m[0]):], page)
		}
	}
}
