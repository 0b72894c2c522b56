package akn

import (
	"regexp"
	"strconv"
	"strings"

	"entente/internal/document"
)

// expression is the text in one language.
func (w *writer) expression(lang, prefix string, meta, preface *node) *node {
	d := In(w.doc, lang)
	e := &expression{writer: w, doc: d, prefix: prefix, articles: map[string]string{}}
	n := el(w.kind(), meta).set("name", w.name()).set("contains", "originalVersion")
	if preface != nil {
		n.add(preface)
	}
	if len(d.Preamble) > 0 {
		n.add(e.preamble())
	}
	n.add(e.body())
	if len(d.Signatures) > 0 {
		n.add(e.conclusions())
	}
	if len(d.Annexes) > 0 {
		n.add(e.attachments(lang))
	}
	return n
}

type expression struct {
	*writer
	doc      *document.Document
	prefix   string
	articles map[string]string // number to eId, the first of each
}

var (
	recital = regexp.MustCompile(`(?i)^\W*(considering|recalling|bearing in mind|desir|recogni[sz]ing|noting|having regard|convinced|reaffirming|wishing|mindful|whereas|aware|conscious|` +
		`considérant|rappelant|désireu|reconnaissant|vu |convaincu|soucieu|ayant |overwegend|gelet op|erkennend|verlangend|geleid door|wensend|in aanmerking|herinnerend|overtuigd)`)
	formula = regexp.MustCompile(`(?i)(have|has) agreed (as follows|on the following|upon the following)|sont convenu|zijn overeengekomen|zijn het volgende overeengekomen`)
)

// preamble holds one line as one recital, formula or paragraph; where the text has more than
// one preamble, each further one begins with a mark.
func (e *expression) preamble() *node {
	out := el("preamble")
	var recitals *node
	for i, p := range e.doc.Preamble {
		for j, line := range strings.Split(p.Text, "\n") {
			block := e.line(line)
			if i > 0 && j == 0 {
				block.set("ent:begins", "true")
				recitals = nil
			}
			switch {
			case recital.MatchString(line):
				if recitals == nil {
					recitals = el("recitals")
					out.add(recitals)
				}
				recitals.add(el("recital", block))
				continue
			case formula.MatchString(line) && len(line) < 200:
				block = el("formula", block).set("name", "enactingFormula")
			}
			recitals = nil
			out.add(block)
		}
	}
	return out
}

// line is a paragraph in which the parties are marked where they are first named.
func (e *expression) line(text string) *node {
	var marks []mark
	for i, p := range e.writer.doc.Parties {
		marks = append(marks, mark{text: p.Name, make: func(s string) *node {
			return mixed("organization", s).set("refersTo", partyRef(i))
		}})
	}
	return e.marked("p", text, &marks)
}

func (e *expression) body() *node {
	name := "body"
	if e.meta.Political {
		name = "mainBody"
	}
	body := el(name)
	for i := range e.doc.Articles {
		number := e.doc.Articles[i].Number
		if _, ok := e.articles[number]; !ok {
			e.articles[number] = e.id(e.prefix + "art_" + tail(number, i))
		}
	}
	first := map[string]bool{}
	p := &placing{expression: e, body: body}
	for i := range e.doc.Articles {
		a := &e.doc.Articles[i]
		id := e.articles[a.Number]
		if first[a.Number] {
			id = e.id(id)
		}
		first[a.Number] = true
		p.place(a).add(e.article(a, id))
	}
	if len(body.kids) == 0 {
		body.add(el("hcontainer").set("name", "none"))
	}
	return body
}

// placing remembers the annex and the division that are open.
type placing struct {
	*expression
	body, annex, group *node
	label, within      string
}

// place returns where an article stands: in the body, in a part or chapter of it, or in an
// annex, whose articles are a division of their own.
func (p *placing) place(a *document.Article) *node {
	if a.Annex != p.label {
		p.annex, p.group, p.label, p.within = nil, nil, a.Annex, ""
	}
	at := p.body
	if a.Annex != "" {
		if p.annex == nil {
			p.annex = el("hcontainer", mixed("heading", a.Annex)).set("name", "annex").set("ent:annex", "true").set("eId", p.id(p.prefix+"annex_"+tail(a.Annex, 0)))
			p.body.add(p.annex)
		}
		at = p.annex
	}
	if a.Within == "" {
		p.group, p.within = nil, ""
		return at
	}
	if p.group == nil || p.within != a.Within {
		p.group, p.within = p.division(a.Within), a.Within
		at.add(p.group)
	}
	return p.group
}

// tail is the end of an identifier: the number as printed, or the place in the list.
func tail(number string, i int) string {
	if s := slug(number); s != "" {
		return s
	}
	return "nn-" + strconv.Itoa(i+1)
}

var (
	divisions = map[string]string{"part": "part", "deel": "part", "partie": "part", "chapter": "chapter", "hoofdstuk": "chapter", "chapitre": "chapter",
		"section": "section", "afdeling": "section", "title": "title", "titel": "title", "titre": "title"}
	numberedDivision = regexp.MustCompile(`^(\pL+ [0-9A-Z]+) (\S.*)$`)
)

// division is the part, chapter or annex in which articles stand.
func (e *expression) division(within string) *node {
	word, _, _ := strings.Cut(strings.ToLower(within), " ")
	name, ok := divisions[word]
	n := el(name)
	if !ok {
		n = el("hcontainer").set("name", "division")
		name = "division"
		if word == "annex" || word == "annexe" || word == "bijlage" {
			n.attrs[0].value = "annex"
		}
	}
	n.set("eId", e.id(e.prefix+name+"_"+tail(within, 0)))
	if m := numberedDivision.FindStringSubmatch(within); m != nil {
		return n.add(mixed("num", m[1]), mixed("heading", m[2]))
	}
	return n.add(mixed("heading", within))
}

func (e *expression) article(a *document.Article, id string) *node {
	n := el("article").set("eId", id)
	if a.Page != 0 {
		n.set("ent:page", strconv.Itoa(a.Page))
	}
	if a.Number != "" {
		n.add(mixed("num", a.Number))
	}
	if a.Heading != "" {
		n.add(mixed("heading", a.Heading))
	}
	marks := e.marks(a.Number)
	for i := range a.Paragraphs {
		n.add(e.paragraph("paragraph", "para", id, i, &a.Paragraphs[i], &marks))
	}
	return n
}

func (e *expression) paragraph(name, short, above string, i int, p *document.Paragraph, marks *[]mark) *node {
	id := e.id(above + "__" + short + "_" + tail(p.Number, i))
	n := el(name).set("eId", id)
	if p.Number != "" {
		n.add(mixed("num", p.Number))
	}
	if p.Text != "" {
		holder := el("content")
		if len(p.Items) > 0 {
			holder = el("intro")
		}
		for _, line := range strings.Split(p.Text, "\n") {
			holder.add(e.marked("p", line, marks))
		}
		n.add(holder)
	}
	for j := range p.Items {
		n.add(e.paragraph("point", "point", id, j, &p.Items[j], marks))
	}
	return n
}

// mark is a piece of text to be put in an element of its own, where it first stands.
type mark struct {
	text string
	make func(string) *node
	at   int
}

// marks lists the definitions and references of an article.
func (e *expression) marks(number string) []mark {
	var out []mark
	for _, d := range e.doc.Definitions {
		if d.Article == number {
			id := e.termOf(d.Term)
			out = append(out, mark{text: d.Term, make: func(s string) *node { return mixed("def", s).set("refersTo", "#"+id) }})
		}
	}
	for i := range e.doc.References {
		r := &e.doc.References[i]
		if r.From != number {
			continue
		}
		if href := e.target(r); href != "" {
			out = append(out, mark{text: r.Text, make: func(s string) *node { return mixed("ref", s).set("href", href) }})
		}
	}
	return out
}

func (e *expression) termOf(term string) string {
	for i := range e.writer.doc.Definitions {
		if e.writer.doc.Definitions[i].Term == term {
			return e.termID(i)
		}
	}
	return ""
}

var (
	ownWords = regexp.MustCompile(`(?i)\b(this|present|dit|deze|onderhavige?|présente?)\b`)
	capital  = regexp.MustCompile(`\s\p{Lu}\p{Ll}+`)
	artWord  = regexp.MustCompile(`(?i)\b(articles?|artikel(en)?|art\.|paragraphs?)`)
)

// target is what a reference leads to: an instrument of the library, or an article of this
// text when the words name no other. Empty: nothing that is known.
func (e *expression) target(r *document.Reference) string {
	if r.Instrument != "" {
		href := "/akn/int/act/agreement/" + slug(string(r.Instrument))
		if r.Article != "" {
			href += "/~art_" + slug(r.Article)
		}
		return href
	}
	id, known := e.articles[r.Article]
	rest := artWord.ReplaceAllString(r.Text, "")
	if r.Article == "" || !known || capital.MatchString(rest) && !ownWords.MatchString(rest) {
		return ""
	}
	return "#" + id
}

// marked makes an element of the text, with each mark that stands in it; a mark is used once.
func (e *expression) marked(name, text string, marks *[]mark) *node {
	var here []mark
	rest := (*marks)[:0]
	for _, m := range *marks {
		if m.at = place(text, m.text, here); m.at < 0 {
			rest = append(rest, m)
			continue
		}
		here = append(here, m)
	}
	*marks = rest
	n := &node{name: name, mixed: true}
	for from := 0; from < len(text) || len(here) > 0; {
		next := -1
		for i := range here {
			if next < 0 || here[i].at < here[next].at {
				next = i
			}
		}
		if next < 0 {
			n.add(&node{text: text[from:]})
			break
		}
		m := here[next]
		if m.at > from {
			n.add(&node{text: text[from:m.at]})
		}
		n.add(m.make(m.text))
		from = m.at + len(m.text)
		here = append(here[:next], here[next+1:]...)
	}
	return n
}

// place finds a whole word or phrase that no mark covers yet, -1 when there is none.
func place(text, phrase string, taken []mark) int {
	if phrase == "" || strings.Contains(phrase, "\n") {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(text[from:], phrase)
		if i < 0 {
			return -1
		}
		i += from
		free := !wordAt(text, i-1) && !wordAt(text, i+len(phrase))
		for _, m := range taken {
			free = free && (i+len(phrase) <= m.at || i >= m.at+len(m.text))
		}
		if free {
			return i
		}
		from = i + len(phrase)
	}
}

func wordAt(text string, i int) bool {
	if i < 0 || i >= len(text) {
		return false
	}
	c := text[i]
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (e *expression) conclusions() *node {
	out := el("conclusions")
	for _, s := range e.doc.Signatures {
		sign := mixed("signature", s.Text).set("ent:for", string(s.For)).set("ent:as", s.As)
		for i, p := range e.writer.doc.Parties {
			if s.For != "" && p.Code == s.For {
				sign.set("refersTo", partyRef(i))
				break
			}
		}
		p := el("p", sign)
		p.mixed = true
		out.add(p)
	}
	return out
}

// attachments holds each annex as a document of its own, with the description it must have.
func (e *expression) attachments(lang string) *node {
	out := el("attachments")
	for i, a := range e.doc.Annexes {
		id := e.prefix + "att_" + strconv.Itoa(i+1)
		body := el("mainBody")
		for _, line := range strings.Split(a.Text, "\n") {
			body.add(e.marked("p", line, new([]mark)))
		}
		meta := e.identification([]string{lang})
		meta.each(func(n *node) {
			n.attrs[0].value = strings.TrimSuffix(n.attrs[0].value, "/!main") + "/!annex_" + strconv.Itoa(i+1)
		}, "FRBRthis")
		att := el("attachment").set("eId", id)
		if a.Heading != "" {
			att.add(mixed("heading", a.Heading))
		}
		out.add(att.add(el("doc", el("meta", meta), body).set("name", "annex")))
	}
	return out
}
