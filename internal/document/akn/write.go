package akn

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/document"
)

// Write writes the Document as one file that is valid against the schema of OASIS. A
// Document whose texts XML cannot carry is refused with an error of kind Invalid, before
// anything is written.
func Write(w io.Writer, d *document.Document, m Meta) error {
	if err := check(d, &m); err != nil {
		return err
	}
	root := newWriter(d, m).root()
	out := bufio.NewWriter(w)
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	root.print(out, 0)
	out.WriteByte('\n')
	return out.Flush()
}

type writer struct {
	doc   *document.Document
	meta  Meta
	langs []string
	ids   map[string]bool
	work  string // address of the work
}

func newWriter(d *document.Document, m Meta) *writer {
	w := &writer{doc: d, meta: m, langs: expressions(d), ids: map[string]bool{}}
	name := slug(string(m.Instrument))
	if name == "" {
		name = slug(d.Title)
	}
	if name == "" {
		name = "untitled"
	}
	w.work = "/akn/" + w.country() + "/" + w.kind() + "/" + w.name() + "/" + name
	return w
}

func (w *writer) country() string {
	if c := slug(w.meta.Country); c != "" {
		return strings.ToLower(c)
	}
	return "int"
}

func (w *writer) kind() string {
	if w.meta.Political {
		return "statement"
	}
	return "act"
}

func (w *writer) name() string {
	if w.meta.Political {
		return "memorandum"
	}
	return "agreement"
}

func (w *writer) root() *node {
	root := el("akomaNtoso").set("xmlns", Namespace).set("xmlns:ent", Own)
	if len(w.langs) == 1 {
		return root.add(w.expression(w.langs[0], "", w.outerMeta(), w.preface()))
	}
	body := el("collectionBody")
	for i, l := range w.langs {
		prefix := fmt.Sprintf("cmp_%d__", i+1)
		meta := el("meta", w.identification([]string{l}))
		body.add(el("component", w.expression(l, prefix, meta, nil)).set("eId", fmt.Sprintf("cmp_%d", i+1)))
	}
	all := el("documentCollection", w.outerMeta()).set("name", w.name())
	if p := w.preface(); p != nil {
		all.add(p)
	}
	return root.add(all.add(body))
}

// outerMeta is the description of the whole file.
func (w *writer) outerMeta() *node {
	meta := el("meta", w.identification(w.langs))
	if l := w.lifecycle(); l != nil {
		meta.add(l)
	}
	return meta.add(w.references(), w.proprietary())
}

// identification names the work, the expression and the manifestation.
func (w *writer) identification(langs []string) *node {
	expr := w.work + "/" + "mul@" + slug(w.meta.Version)
	if len(langs) == 1 {
		expr = w.work + "/" + iso(langs[0]) + "@" + slug(w.meta.Version)
	}
	signed := w.doc.Dates.Signed
	version, _ := ent.ParseDate(w.meta.Version)
	work := w.frbr("FRBRWork", w.work, w.day("signature", signed), w.authors())
	work.add(el("FRBRcountry").set("value", w.country()), el("FRBRsubtype").set("value", w.name()))
	if w.meta.Instrument != "" {
		work.add(el("FRBRnumber").set("value", string(w.meta.Instrument)))
	}
	e := w.frbr("FRBRExpression", expr, w.day("version", max(signed, version)), w.authors())
	if w.meta.Version != "" {
		e.add(el("FRBRversionNumber").set("value", w.meta.Version))
	}
	for _, l := range langs {
		n := el("FRBRlanguage").set("language", iso(l))
		n.attrs = append(n.attrs, attr{"xml:lang", l})
		if !contains(w.doc.Languages, l) {
			n.set("ent:listed", "false")
		}
		e.add(n)
	}
	editor := []*node{el("FRBRauthor").set("href", "#editor").set("as", "#editorRole")}
	man := w.frbr("FRBRManifestation", expr+".xml", w.day("made", w.meta.Made), editor)
	man.add(el("FRBRformat").set("value", "application/akn+xml"))
	return el("identification", work, e, man).set("source", "#editor")
}

func (w *writer) frbr(name, uri string, day *node, authors []*node) *node {
	this := uri + "/!main"
	n := el(name, el("FRBRthis").set("value", this), el("FRBRuri").set("value", uri), day)
	return n.add(authors...)
}

// day is a date that the schema requires; one that nobody told is named so.
func (w *writer) day(name string, d ent.Date) *node {
	if d == 0 {
		return el("FRBRdate").set("date", "0001-01-01").set("name", "unknown")
	}
	return el("FRBRdate").set("date", d.String()).set("name", name)
}

func (w *writer) authors() []*node {
	var out []*node
	for i := range w.doc.Parties {
		out = append(out, el("FRBRauthor").set("href", partyRef(i)).set("as", "#contractingParty"))
	}
	if out == nil {
		out = append(out, el("FRBRauthor").set("href", "#parties").set("as", "#contractingParty"))
	}
	return out
}

func partyRef(i int) string { return "#party_" + strconv.Itoa(i+1) }

func (w *writer) lifecycle() *node {
	l := el("lifecycle").set("source", "#editor")
	for _, e := range []struct {
		id, kind string
		on       ent.Date
	}{{"signature", "generation", w.doc.Dates.Signed}, {"entryIntoForce", "", w.doc.Dates.InForce}} {
		if e.on != 0 {
			l.add(el("eventRef").set("date", e.on.String()).set("source", "#editor").set("refersTo", "#"+e.id).set("type", e.kind))
		}
	}
	if len(l.kids) == 0 {
		return nil
	}
	return l
}

// references lists who and what the text and its description speak of.
func (w *writer) references() *node {
	editor := w.meta.Editor
	if editor == "" {
		editor = "Entente"
	}
	r := el("references").set("source", "#editor")
	r.add(tlc("TLCOrganization", "editor", "organization/editor", editor), tlc("TLCRole", "editorRole", "role/editor", "editor"),
		tlc("TLCRole", "contractingParty", "role/contractingParty", "contracting party"), tlc("TLCRole", "signatory", "role/signatory", "signatory"),
		tlc("TLCEvent", "signature", "event/signature", "signature"), tlc("TLCEvent", "entryIntoForce", "event/entryIntoForce", "entry into force"))
	for i, p := range w.doc.Parties {
		name := slug(string(p.Code))
		if name == "" {
			name = "party-" + strconv.Itoa(i+1)
		}
		r.add(tlc("TLCOrganization", partyRef(i)[1:], "organization/"+name, p.Name).set("ent:code", string(p.Code)).set("ent:party", "true").set("ent:all", truth(p.All)).set("ent:of", string(p.Of)))
	}
	if len(w.doc.Parties) == 0 {
		r.add(tlc("TLCOrganization", "parties", "organization/parties", "the Parties"))
	}
	seen := map[string]bool{}
	for i := range w.doc.Definitions {
		if id := w.termID(i); !seen[id] {
			seen[id] = true
			r.add(tlc("TLCTerm", id, "term/"+id, w.doc.Definitions[i].Term))
		}
	}
	return r
}

func tlc(name, id, path, show string) *node {
	n := el(name).set("eId", id).set("href", "/akn/ontology/"+path)
	n.attrs = append(n.attrs, attr{"showAs", show})
	return n
}

// termID is the same for the same term, so that two languages or articles may share it.
func (w *writer) termID(i int) string {
	for j := range i {
		if w.doc.Definitions[j].Term == w.doc.Definitions[i].Term {
			i = j
			break
		}
	}
	return "term_" + strconv.Itoa(i+1)
}

// proprietary keeps what the standard has no place for.
func (w *writer) proprietary() *node {
	own := el("ent:document").set("format", "1").set("instrument", string(w.meta.Instrument)).set("version", w.meta.Version).
		set("country", w.meta.Country).set("editor", w.meta.Editor).set("made", w.meta.Made.String())
	p := el("proprietary", own).set("source", "#editor")
	for _, x := range w.doc.Warnings {
		p.add(plain("ent:warning", x))
	}
	for _, x := range w.doc.Definitions {
		p.add(plain("ent:definition", x.Text).setLang(x.Language).set("term", x.Term).set("article", x.Article))
	}
	for _, x := range w.doc.References {
		p.add(plain("ent:reference", x.Text).setLang(x.Language).set("instrument", string(x.Instrument)).set("article", x.Article).
			set("paragraph", x.Paragraph).set("from", x.From).set("internal", truth(x.Internal)).set("unresolved", truth(x.Unresolved)))
	}
	w.facts(p)
	if len(w.langs) > 1 {
		w.orders(p)
	}
	return p
}

// plain holds a text as it is, ends of lines included.
func plain(name, text string) *node {
	n := &node{name: name, mixed: true}
	if text != "" {
		n.kids = []*node{{text: text}}
	}
	return n
}

func (n *node) setLang(l string) *node {
	n.attrs = append(n.attrs, attr{"xml:lang", l})
	return n
}

// orders keeps how the languages alternate in a list, where they do.
func (w *writer) orders(p *node) {
	order(p, w, "preamble", w.doc.Preamble, func(x *document.Preamble) string { return x.Language })
	order(p, w, "articles", w.doc.Articles, func(x *document.Article) string { return x.Language })
	order(p, w, "signatures", w.doc.Signatures, func(x *document.Signature) string { return x.Language })
	order(p, w, "annexes", w.doc.Annexes, func(x *document.Annex) string { return x.Language })
}

func order[T any](p *node, w *writer, of string, list []T, lang func(*T) string) {
	var b strings.Builder
	sorted, last := true, 0
	for i := range list {
		at := 0
		for w.langs[at] != lang(&list[i]) {
			at++
		}
		sorted = sorted && at >= last
		last = at
		fmt.Fprintf(&b, "%d ", at)
	}
	if !sorted {
		p.add(plain("ent:order", strings.TrimSpace(b.String())).set("of", of))
	}
}

func (w *writer) preface() *node {
	if w.doc.Title == "" {
		return nil
	}
	p := el("p", mixed("docTitle", w.doc.Title))
	p.mixed = true
	return el("preface", el("longTitle", p))
}

// id gives an identifier that no other element of the file has.
func (w *writer) id(want string) string {
	out := want
	for i := 2; w.ids[out]; i++ {
		out = want + "-" + strconv.Itoa(i)
	}
	w.ids[out] = true
	return out
}

var notPlain = regexp.MustCompile(`[^A-Za-z0-9.]+`)

// slug makes of a text what may stand in an address: letters of ASCII, digits, dots, dashes.
func slug(s string) string {
	s = strings.Trim(notPlain.ReplaceAllString(s, "-"), "-.")
	if len(s) > 80 {
		s = strings.TrimRight(s[:80], "-.")
	}
	return s
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}
