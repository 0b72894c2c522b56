package akn

import (
	"fmt"
	"io"
	"slices"
	"sort"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/document"
)

// Read reads a file of Akoma Ntoso. One that Write wrote comes back as it was, except that
// an empty list and none are the same. Of others it takes the title, the preamble, the
// articles (or sections, or whatever the text is divided into), the terms, the references,
// the signatures and the annexes; Warnings says what it did not take. A file that is no
// Akoma Ntoso, declares a document type or is nested or large beyond reason is an error of
// kind Invalid.
func Read(r io.Reader) (*document.Document, Meta, error) {
	root, err := parse(r)
	if err != nil {
		return nil, Meta{}, err
	}
	rd := &reader{left: map[string]int{}}
	if root.text != Namespace {
		if !draft(root.text) {
			return nil, Meta{}, ent.Errorf(ent.Invalid, "the file is of the namespace %q; Akoma Ntoso 3.0 has %s", root.text, Namespace)
		}
		rd.warn("the file is of another version of the standard: " + root.text)
	}
	top := rd.top(root)
	if top == nil {
		return nil, Meta{}, ent.Errorf(ent.Invalid, "the file has no act, bill, doc, judgment or other document in <akomaNtoso>")
	}
	rd.file(top)
	if other := root.first("components"); other != nil {
		rd.annexes(other, "component")
	}
	if rd.exact {
		rd.reorder(top)
	} else {
		rd.tell()
	}
	return &rd.doc, rd.meta, nil
}

var kinds = []string{"act", "bill", "doc", "statement", "judgment", "documentCollection", "officialGazette", "amendmentList", "amendment", "debate", "debateReport", "portion"}

type reader struct {
	annex string // label of the annex whose articles are read
	doc   document.Document
	meta  Meta
	exact bool // the file is one of ours
	lang  string
	left  map[string]int // what was not taken
}

func (r *reader) warn(s string) { r.doc.Warnings = append(r.doc.Warnings, s) }

func (r *reader) top(n *node) *node {
	for _, k := range n.kids {
		if k.is(kinds...) {
			return k
		}
	}
	return nil
}

// file reads the description of the whole, then each document in it.
func (r *reader) file(top *node) {
	meta := top.first("meta")
	for _, k := range meta.children("proprietary") {
		if own := k.first("ent:document"); own.attr0("format") == "1" {
			r.exact = true
			r.ours(own, k)
		}
	}
	r.describe(meta)
	r.meta.Political = r.meta.Political || top.name == "statement"
	r.title(top)
	if body := top.first("collectionBody"); body != nil {
		for _, c := range body.children("component") {
			if inner := r.top(c); inner != nil {
				r.component(inner)
			}
		}
		return
	}
	r.language(meta)
	r.parts(top)
}

func (r *reader) component(inner *node) {
	r.meta.Political = r.meta.Political || inner.name == "statement"
	if !r.exact {
		r.title(inner)
	}
	if body := inner.first("collectionBody"); body != nil {
		r.annexes(body, "component")
		return
	}
	r.language(inner.first("meta"))
	r.parts(inner)
}

func (n *node) children(name string) []*node {
	var out []*node
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			out = append(out, k)
		}
	}
	return out
}

// attr0 is attr, of no element too.
func (n *node) attr0(name string) string {
	if n == nil {
		return ""
	}
	return n.attr(name)
}

// ours takes what Write kept beside the standard.
func (r *reader) ours(own, k *node) {
	r.meta.Instrument = ent.InstrumentID(own.attr("instrument"))
	r.meta.Version, r.meta.Country, r.meta.Editor = own.attr("version"), own.attr("country"), own.attr("editor")
	r.meta.Made, _ = ent.ParseDate(own.attr("made"))
	for _, x := range k.kids {
		text := x.all()
		switch x.name {
		case "ent:warning":
			r.warn(text)
		case "ent:definition":
			r.doc.Definitions = append(r.doc.Definitions, document.Definition{Language: x.attr("xml:lang"), Term: x.attr("term"), Text: text, Article: x.attr("article")})
		case "ent:reference":
			r.doc.References = append(r.doc.References, document.Reference{Language: x.attr("xml:lang"), Text: text, Instrument: ent.InstrumentID(x.attr("instrument")),
				Article: x.attr("article"), Paragraph: x.attr("paragraph"), From: x.attr("from"), Internal: x.attr("internal") == "true", Unresolved: x.attr("unresolved") == "true"})
		default:
			r.fact(x, text)
		}
	}
}

// describe takes from a description the parties, the dates and the languages.
func (r *reader) describe(meta *node) {
	if meta == nil {
		return
	}
	meta.each(func(n *node) {
		d, _ := ent.ParseDate(n.attr("date"))
		switch n.attr("refersTo") {
		case "#signature":
			r.doc.Dates.Signed = d
		case "#entryIntoForce":
			r.doc.Dates.InForce = d
		default:
			r.left["eventRef"]++
		}
	}, "eventRef")
	if r.exact {
		meta.each(func(n *node) {
			if n.attr("ent:party") == "true" {
				r.doc.Parties = append(r.doc.Parties, document.Party{Code: ent.StateCode(n.attr("ent:code")), Name: n.attr("showAs"), All: n.attr("ent:all") == "true", Of: ent.InstrumentID(n.attr("ent:of"))})
			}
		}, "TLCOrganization")
		for _, l := range meta.first("identification").first("FRBRExpression").children("FRBRlanguage") {
			if lang := l.attr("xml:lang"); l.attr("ent:listed") != "false" && !contains(r.doc.Languages, lang) {
				r.doc.Languages = append(r.doc.Languages, lang)
			}
		}
		return
	}
	r.meta.Version = meta.first("identification").first("FRBRExpression").first("FRBRversionNumber").attr0("value")
	for _, k := range meta.kids {
		if k.is("publication", "classification", "workflow", "analysis", "temporalData", "proprietary", "presentation", "notes") {
			r.left[k.name]++
		}
	}
	meta.each(func(n *node) { r.left[n.name]++ }, "TLCPerson", "TLCOrganization", "TLCConcept", "TLCObject", "TLCLocation", "TLCProcess", "TLCReference")
}

// language takes the language in which the following text stands.
func (r *reader) language(meta *node) {
	langs := meta.first("identification").first("FRBRExpression").children("FRBRlanguage")
	r.lang = ""
	if len(langs) > 0 {
		r.lang = bcp(langs[0].attr("language"))
	}
	if r.exact {
		if len(langs) > 0 {
			r.lang = langs[0].attr("xml:lang")
		}
		return
	}
	if len(langs) > 1 {
		r.warn("the file names several languages for one text; the first is taken: " + r.lang)
	}
	if !slices.Contains(r.doc.Languages, r.lang) {
		r.doc.Languages = append(r.doc.Languages, r.lang)
	}
}

// title takes the title once: docTitle, or what stands before the preamble.
func (r *reader) title(top *node) {
	p := top.first("preface")
	if p == nil || r.doc.Title != "" {
		return
	}
	if r.exact {
		p.each(func(n *node) { r.doc.Title = r.inline(n) }, "docTitle")
		return
	}
	var words []string
	p.each(func(n *node) { words = append(words, r.inline(n)) }, "docTitle")
	if words == nil {
		p.each(func(n *node) { words = append(words, r.inline(n)) }, "p", "block")
	}
	r.doc.Title = strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

// parts takes preamble, body, conclusions and attachments of one document.
func (r *reader) parts(d *node) {
	for _, k := range d.kids {
		switch k.name {
		case "preamble", "header":
			r.preamble(k)
		case "body", "mainBody", "judgmentBody", "debateBody", "amendmentBody", "portionBody":
			r.body(k)
		case "conclusions":
			r.conclusions(k)
		case "attachments":
			r.annexes(k, "attachment")
		case "components":
			r.annexes(k, "component")
		case "coverPage":
			r.left[k.name]++
		}
	}
}

func (r *reader) preamble(n *node) {
	if !r.exact {
		r.inlineFinds(n, "")
		if text := strings.Join(r.lines(n), "\n"); text != "" {
			r.doc.Preamble = append(r.doc.Preamble, document.Preamble{Language: r.lang, Text: text})
		}
		return
	}
	var now []string
	flush := func() {
		r.doc.Preamble = append(r.doc.Preamble, document.Preamble{Language: r.lang, Text: strings.Join(now, "\n")})
		now = nil
	}
	n.each(func(p *node) {
		if p.attr("ent:begins") == "true" && now != nil {
			flush()
		}
		now = append(now, r.inline(p))
	}, "p")
	if now != nil {
		flush()
	}
}

func (r *reader) conclusions(n *node) {
	var rest []string
	n.each(func(p *node) {
		if !p.has("signature") {
			rest = append(rest, r.inline(p))
			return
		}
		p.each(func(s *node) {
			r.doc.Signatures = append(r.doc.Signatures, document.Signature{Language: r.lang, For: ent.StateCode(s.attr("ent:for")), As: s.attr("ent:as"), Text: r.inline(s)})
		}, "signature")
	}, "p", "block")
	if text := strings.Trim(strings.Join(rest, "\n"), "\n "); text != "" {
		r.doc.Annexes = append(r.doc.Annexes, document.Annex{Language: r.lang, Heading: "conclusions", Text: text})
		r.warn("the words before the signatures stand as an annex under the heading conclusions")
	}
}

// annexes takes each attachment or component as a heading and its text.
func (r *reader) annexes(list *node, name string) {
	for _, att := range list.children(name) {
		inner := r.top(att)
		from := att
		a := document.Annex{Language: r.lang, Heading: r.label(att)}
		if inner != nil {
			from = inner
			if a.Heading == "" && !r.exact {
				sub := &reader{left: r.left}
				sub.title(inner)
				a.Heading = sub.doc.Title
			}
			if inner.has("article", "section") {
				r.warn(fmt.Sprintf("the annex %q has articles of its own; its text is taken without them", a.Heading))
			}
		}
		var lines []string
		for _, k := range from.kids {
			if !k.is("meta", "num", "heading", "preface", "coverPage") {
				lines = append(lines, r.lines(k)...)
			}
		}
		a.Text = strings.Join(lines, "\n")
		r.doc.Annexes = append(r.doc.Annexes, a)
	}
}

// tell says what was not taken, in a fixed order.
func (r *reader) tell() {
	var names []string
	for name := range r.left {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		r.warn(fmt.Sprintf("not taken: %s (%d)", name, r.left[name]))
	}
}

// reorder brings texts of several languages back into the order that Write noted.
func (r *reader) reorder(top *node) {
	langs := []string{}
	for _, l := range top.first("meta").first("identification").first("FRBRExpression").children("FRBRlanguage") {
		langs = append(langs, l.attr("xml:lang"))
	}
	for _, k := range top.first("meta").children("proprietary") {
		for _, o := range k.children("ent:order") {
			var at []int
			for _, f := range strings.Fields(o.all()) {
				if n, err := strconv.Atoi(f); err == nil {
					at = append(at, n)
				}
			}
			switch o.attr("of") {
			case "preamble":
				weave(r.doc.Preamble, langs, at, func(x *document.Preamble) string { return x.Language })
			case "articles":
				weave(r.doc.Articles, langs, at, func(x *document.Article) string { return x.Language })
			case "signatures":
				weave(r.doc.Signatures, langs, at, func(x *document.Signature) string { return x.Language })
			case "annexes":
				weave(r.doc.Annexes, langs, at, func(x *document.Annex) string { return x.Language })
			}
		}
	}
}

// weave takes from the list the next of the language that is due; an order that does not
// fit the list, because somebody edited the file, leaves it as it is.
func weave[T any](list []T, langs []string, at []int, of func(*T) string) {
	queues := map[string][]T{}
	for i := range list {
		l := of(&list[i])
		queues[l] = append(queues[l], list[i])
	}
	var out []T
	for _, n := range at {
		if n < 0 || n >= len(langs) || len(queues[langs[n]]) == 0 {
			return
		}
		out = append(out, queues[langs[n]][0])
		queues[langs[n]] = queues[langs[n]][1:]
	}
	if len(out) == len(list) {
		copy(list, out)
	}
}
