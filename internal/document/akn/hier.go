package akn

import (
	"regexp"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/document"
)

var (
	hier = []string{"clause", "section", "part", "paragraph", "chapter", "title", "article", "book", "tome", "division", "list", "point", "indent", "alinea", "rule",
		"subrule", "proviso", "subsection", "subpart", "subparagraph", "subchapter", "subtitle", "subdivision", "subclause", "sublist", "level", "transitional", "hcontainer"}
	blocks   = []string{"p", "block", "listIntroduction", "listWrapUp", "crossHeading", "heading", "subheading", "tocItem", "li", "th", "td", "caption"}
	units    = []string{"article", "section", "rule", "clause", "paragraph"}
	skipped  = []string{"authorialNote", "img", "noteRef", "del", "componentRef", "documentRef", "subFlow"}
	quoted   = []string{"quotedStructure", "embeddedStructure"}
	artLabel = regexp.MustCompile(`(?i)^\s*(articles?|artikel|artículo|articolo|artigo|art\.|άρθρο|section|§)\s*`)
)

// body takes the articles; where the text has none, what it is divided into instead.
func (r *reader) body(b *node) {
	unit := ""
	for _, u := range units {
		if unit == "" && outside(b, u) {
			unit = u
		}
	}
	if unit != "" && unit != "article" && !r.exact {
		r.warn("the text has no articles; each " + unit + " is taken as one")
	}
	if unit == "" && !r.exact {
		r.warn("the text is not divided into articles; each of its parts is taken as one")
	}
	r.group(b, unit, "")
}

// outside tells whether the element stands below n, not within words quoted from elsewhere.
func outside(n *node, name string) bool {
	for _, k := range n.kids {
		if k.name == name || !k.is(quoted...) && outside(k, name) {
			return true
		}
	}
	return false
}

// group takes the articles below a part or chapter; what stands beside articles and is
// none becomes an article without a number, so that no text is lost.
func (r *reader) group(n *node, unit, within string) {
	var loose []*node
	flush := func() {
		r.inlineFinds(el("", loose...), "")
		if ps := r.paragraphs(loose); len(ps) > 0 {
			r.doc.Articles = append(r.doc.Articles, document.Article{Language: r.lang, Annex: r.annex, Within: within, Paragraphs: ps})
		}
		loose = nil
	}
	for _, k := range n.kids {
		switch {
		case k.name == "" || k.is("num", "heading", "subheading"):
		case k.name == unit:
			flush()
			r.article(k, within)
		case r.exact && k.name == "hcontainer" && k.attr("name") == "none":
		case r.exact && k.attr("ent:annex") == "true":
			flush()
			r.annex = r.inline(k.first("heading"))
			r.group(k, unit, "")
			r.annex = ""
		case unit != "" && outside(k, unit), unit == "" && k.is(hier...):
			flush()
			label := r.label(k)
			if within != "" && label != "" {
				label = within + " – " + label
			}
			if unit == "" && !k.has(hier...) {
				r.article(k, within)
				continue
			}
			r.group(k, unit, label)
		case unit == "" && !k.is(blocks...) && !k.is("blockList", "table", "ul", "ol", "toc", "foreign"):
			flush()
			r.division(k, within)
		default:
			loose = append(loose, k)
		}
	}
	flush()
}

// division is a part of a text that has no hierarchy, such as the motivation of a judgment.
func (r *reader) division(k *node, within string) {
	r.inlineFinds(k, "")
	h := r.label(k)
	if h == "" {
		h = strings.TrimPrefix(k.name, "?:")
	}
	if ps := r.paragraphs(k.kids); len(ps) > 0 {
		r.doc.Articles = append(r.doc.Articles, document.Article{Language: r.lang, Heading: h, Within: within, Paragraphs: ps})
	}
}

// label is number and heading of a division, as one text.
func (r *reader) label(n *node) string {
	num, heading := n.first("num"), n.first("heading")
	switch {
	case num != nil && heading != nil:
		return r.inline(num) + " " + r.inline(heading)
	case num != nil:
		return r.inline(num)
	case heading != nil:
		return r.inline(heading)
	}
	return ""
}

func (r *reader) article(n *node, within string) {
	a := document.Article{Language: r.lang, Annex: r.annex, Within: within}
	if num := n.first("num"); num != nil {
		a.Number = r.inline(num)
		if !r.exact {
			a.Number = strings.TrimRight(artLabel.ReplaceAllString(a.Number, ""), " .:–-")
		}
	}
	if h := n.first("heading"); h != nil {
		a.Heading = r.inline(h)
	}
	if page, err := strconv.Atoi(n.attr("ent:page")); err == nil && page > 0 {
		a.Page = page
	}
	a.Paragraphs = r.paragraphs(n.kids)
	r.inlineFinds(n, a.Number)
	r.doc.Articles = append(r.doc.Articles, a)
}

// paragraphs takes the text below an article: numbered parts as they are, other lines as
// paragraphs without a number.
func (r *reader) paragraphs(kids []*node) []document.Paragraph {
	var out []document.Paragraph
	for _, k := range kids {
		switch {
		case k.name == "" || k.is("num", "heading"):
		case k.is("list", "sublist") && k.first("num") == nil:
			out = append(out, r.paragraphs(k.kids)...)
		case k.is(hier...), k.is("item", "recital", "citation"):
			out = append(out, r.paragraph(k))
		case k.is("blockList"):
			out = append(out, r.blockList(k)...)
		case k.is("intro", "content", "wrapUp", "container", "div", "blockContainer", "tblock", "formula", "longTitle", "ul", "ol"):
			out = append(out, r.paragraphs(k.kids)...)
		case r.drop(k):
		default:
			for _, line := range r.lines(k) {
				out = append(out, document.Paragraph{Text: line})
			}
		}
	}
	return out
}

// paragraph takes a numbered part: the lines up to its first item are its text.
func (r *reader) paragraph(n *node) document.Paragraph {
	var p document.Paragraph
	if num := n.first("num"); num != nil {
		p.Number = r.inline(num)
		if !r.exact {
			p.Number = strings.Trim(p.Number, " .()§–-")
		}
	}
	if r.exact {
		p.Text, p.Items = r.exactText(n), nil
		for _, k := range n.kids {
			if k.is(hier...) {
				p.Items = append(p.Items, r.paragraph(k))
			}
		}
		return p
	}
	parts := r.paragraphs(n.kids)
	var text []string
	if h := n.first("heading"); h != nil {
		text = append(text, r.inline(h))
	}
	for len(parts) > 0 && parts[0].Number == "" && len(parts[0].Items) == 0 {
		text = append(text, parts[0].Text)
		parts = parts[1:]
	}
	p.Text, p.Items = strings.Join(text, "\n"), parts
	if len(parts) == 0 {
		p.Items = nil
	}
	return p
}

func (r *reader) exactText(n *node) string {
	var lines []string
	for _, k := range n.kids {
		if k.is("intro", "content", "wrapUp") {
			for _, p := range k.children("p") {
				lines = append(lines, r.inline(p))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func (r *reader) blockList(n *node) []document.Paragraph {
	p := document.Paragraph{}
	for _, k := range n.kids {
		switch {
		case k.name == "listIntroduction":
			p.Text = r.inline(k)
		case k.name == "item":
			p.Items = append(p.Items, r.paragraph(k))
		case k.name == "listWrapUp":
			p.Items = append(p.Items, document.Paragraph{Text: r.inline(k)})
		}
	}
	return []document.Paragraph{p}
}

// lines gives the text below n, one line per block.
func (r *reader) lines(n *node) []string {
	switch {
	case n.name == "":
		if t := strings.Join(strings.Fields(n.text), " "); t != "" && !r.exact {
			return []string{t}
		}
		return nil
	case r.drop(n):
		return nil
	case n.is(blocks...):
		if text := r.inline(n); text != "" || r.exact {
			return []string{text}
		}
		return nil
	case n.is("tr"):
		var cells []string
		for _, k := range n.kids {
			cells = append(cells, strings.Join(r.lines(k), " "))
		}
		if text := strings.Trim(strings.Join(cells, " "), " "); text != "" {
			return []string{text}
		}
		return nil
	}
	var out []string
	for _, k := range n.kids {
		out = append(out, r.lines(k)...)
	}
	return out
}

// drop notes what is not taken.
func (r *reader) drop(n *node) bool {
	if n.is(skipped...) || strings.HasPrefix(n.name, "?:") || n.name == "meta" {
		if n.name != "meta" {
			r.left[strings.TrimPrefix(n.name, "?:")]++
		}
		return true
	}
	return false
}

// all is the text below n, as it stands.
func (n *node) all() string {
	var b strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		b.WriteString(n.text)
		for _, k := range n.kids {
			walk(k)
		}
	}
	walk(n)
	return b.String()
}

// inline is the text of a block, without notes; of our own files letter by letter, of others
// with single blanks.
func (r *reader) inline(n *node) string {
	var b strings.Builder
	var walk func(*node)
	walk = func(n *node) {
		for _, k := range n.kids {
			switch {
			case k.name == "":
				b.WriteString(k.text)
			case k.is("br", "eol"):
				if r.exact {
					b.WriteByte('\n')
				} else {
					b.WriteByte(' ')
				}
			case r.drop(k):
			default:
				if k.is("p", "item", "num", "tr", "td") {
					b.WriteByte(' ')
				}
				walk(k)
			}
		}
	}
	walk(n)
	if r.exact {
		return b.String()
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// inlineFinds takes references and terms that others marked in the text.
func (r *reader) inlineFinds(n *node, number string) {
	if r.exact {
		return
	}
	left := r.left
	r.left = map[string]int{} // what is left out was counted where the text was taken
	defer func() { r.left = left }()
	n.each(func(k *node) {
		text := r.inline(k)
		if text == "" {
			return
		}
		instrument, article := target(k.attr("href"))
		r.doc.References = append(r.doc.References, document.Reference{Language: r.lang, Text: text, Instrument: instrument, Article: article, From: number})
	}, "ref")
	n.each(func(p *node) {
		p.each(func(k *node) {
			if term := r.inline(k); term != "" {
				r.doc.Definitions = append(r.doc.Definitions, document.Definition{Language: r.lang, Term: term, Text: r.inline(p), Article: number})
			}
		}, "def")
	}, "p", "block")
}

var (
	ownWork  = regexp.MustCompile(`^/akn/int/act/agreement/([^/~]+)`)
	toArt    = regexp.MustCompile(`(?:~|#|/)art_([A-Za-z0-9.-]+)`)
	artPlain = regexp.MustCompile(`^[0-9A-Za-z.-]+$`)
)

// target reads from an address which instrument and article it leads to.
func target(href string) (ent.InstrumentID, string) {
	var instrument ent.InstrumentID
	article := ""
	if m := ownWork.FindStringSubmatch(href); m != nil {
		instrument = ent.InstrumentID(m[1])
	}
	if m := toArt.FindStringSubmatch(href); m != nil && artPlain.MatchString(m[1]) {
		article, _, _ = strings.Cut(m[1], "__")
	}
	return instrument, article
}
