// Package akn writes the text of an agreement as Akoma Ntoso 3.0, the OASIS standard for
// legislative and legal documents, and reads it again without loss; it also reads what
// others wrote, and tells what it did not take.
//
// An agreement is an `act`: a normative text whose body is a hierarchy of articles. A text
// that its makers do not mean as law, such as most memoranda of understanding, is a
// `statement`, which the standard keeps for official texts that may not be normative; `doc`
// is for what fits nothing else, and is what an annex is.
//
// The agreement is one work. Each language, in each version, is an expression of it. A text
// in one language is one `act`; in several it is a `documentCollection` with one `act` per
// language, so that authentic texts stay together as they were signed. In makes a
// Document of one language, for a reader that wants a file per expression.
//
// What the standard has a place for stands there: titles, recitals, parts, articles,
// points, terms, references, the block of signatures, annexes. Organisations are named,
// with their roles; persons are not, since a line of signature does not tell who a name
// is. What the standard has no place for (codes of States, the exact text of a definition,
// warnings) stands in `proprietary` under a namespace of its own.
package akn

import (
	"strings"
	"unicode/utf8"

	ent "entente"
	"entente/internal/document"

	"golang.org/x/text/language"
)

// The namespaces of the standard and of what is added to it.
const (
	Namespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
	Own       = "urn:entente:document:1"
)

// Meta is what a file says of itself beside the text.
type Meta struct {
	Instrument ent.InstrumentID // names the work; empty: it is named by its title
	Version    string           // of the text, as 2026-03-01 or draft-2; empty: the only one
	Political  bool             // the makers do not mean it as law: a statement, no act
	Country    string           // of the work in its address; empty: int, for no single State
	Editor     string           // who made the file; empty: Entente
	Made       ent.Date         // the day on which the file was made
}

const maxItems = 60 // levels of items within items

// In returns the Document with what stands in one language only, and what stands in none.
func In(d *document.Document, lang string) *document.Document {
	out := &document.Document{Title: d.Title, Languages: []string{lang}, Parties: d.Parties, Dates: d.Dates, Warnings: d.Warnings}
	out.Preamble = keep(d.Preamble, lang, func(x *document.Preamble) string { return x.Language })
	out.Articles = keep(d.Articles, lang, func(x *document.Article) string { return x.Language })
	out.Definitions = keep(d.Definitions, lang, func(x *document.Definition) string { return x.Language })
	out.References = keep(d.References, lang, func(x *document.Reference) string { return x.Language })
	out.Signatures = keep(d.Signatures, lang, func(x *document.Signature) string { return x.Language })
	out.Instrument = d.Instrument
	out.Closings = keep(d.Closings, lang, func(x *document.Closing) string { return x.Language })
	out.Annexes = keep(d.Annexes, lang, func(x *document.Annex) string { return x.Language })
	return out
}

func keep[T any](list []T, lang string, of func(*T) string) []T {
	var out []T
	for i := range list {
		if of(&list[i]) == lang {
			out = append(out, list[i])
		}
	}
	return out
}

// expressions lists the languages that are named, then those only used.
func expressions(d *document.Document) []string {
	out := append([]string(nil), d.Languages...)
	seen := map[string]bool{}
	for _, l := range out {
		seen[l] = true
	}
	for _, l := range used(d) {
		if !seen[l] {
			seen[l] = true
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		out = append(out, "")
	}
	return out
}

func used(d *document.Document) []string {
	var out []string
	for _, x := range d.Preamble {
		out = append(out, x.Language)
	}
	for _, x := range d.Articles {
		out = append(out, x.Language)
	}
	for _, x := range d.Definitions {
		out = append(out, x.Language)
	}
	for _, x := range d.References {
		out = append(out, x.Language)
	}
	for _, x := range d.Signatures {
		out = append(out, x.Language)
	}
	for _, x := range d.Annexes {
		out = append(out, x.Language)
	}
	for _, x := range d.Closings {
		out = append(out, x.Language)
	}
	return out
}

// check asks that a Document can be written: every letter is one that XML can carry, every
// language is a tag of BCP 47, or empty where it is not known.
func check(d *document.Document, m *Meta) error {
	seen := map[string]bool{}
	for _, l := range d.Languages {
		if seen[l] {
			return ent.Errorf(ent.Invalid, "the language %q is named twice; name it once", l)
		}
		seen[l] = true
	}
	for _, l := range expressions(d) {
		if !tag(l) {
			return ent.Errorf(ent.Invalid, "%q is no tag of a language; write en, fr or sr-Latn", l)
		}
	}
	for _, day := range []ent.Date{d.Dates.Signed, d.Dates.InForce, m.Made} {
		if day < 0 || day > ent.MaxDate {
			return ent.Errorf(ent.Invalid, "the day %d lies outside the years 1 to 9999", int(day))
		}
	}
	c := &letters{}
	c.document(d)
	c.texts("the description of the file", string(m.Instrument), m.Version, m.Country, m.Editor)
	return c.err
}

// tag reports whether the text has the form of a language tag; empty is no language known.
func tag(l string) bool {
	if l == "" {
		return true
	}
	for i, part := range strings.Split(l, "-") {
		if len(part) < 1 || len(part) > 8 {
			return false
		}
		for _, c := range []byte(part) {
			letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			if !letter && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

// iso returns the code of three letters (ISO 639-2) that the standard asks for.
func iso(l string) string {
	t, err := language.Parse(l)
	if err != nil || l == "" {
		return "und"
	}
	base, _ := t.Base()
	return base.ISO3()
}

// bcp returns the shortest tag for a code of three letters; what is no code stays.
func bcp(code string) string {
	if base, err := language.ParseBase(code); err == nil && tag(code) {
		return base.String()
	}
	if !tag(code) {
		return ""
	}
	return code
}

// letters finds the first text with a letter that XML cannot carry.
type letters struct{ err error }

func (c *letters) texts(place string, list ...string) {
	for _, s := range list {
		if c.err == nil && !printable(s) {
			c.err = ent.Errorf(ent.Invalid, "%s has a control character or broken UTF-8 in %.40q; clean the text when the file is read", place, s)
		}
	}
}

func printable(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

func (c *letters) document(d *document.Document) {
	c.texts("the title", d.Title)
	c.texts("a warning", d.Warnings...)
	for _, x := range d.Parties {
		c.texts("a party", string(x.Code), x.Name)
	}
	for _, x := range d.Preamble {
		c.texts("the preamble", x.Text)
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		c.texts("article "+a.Number, a.Number, a.Heading, a.Annex, a.Within)
		c.paragraphs("article "+a.Number, a.Paragraphs, 0)
		if a.Page < 0 && c.err == nil {
			c.err = ent.Errorf(ent.Invalid, "article %s stands on page %d; pages count from 1", a.Number, a.Page)
		}
	}
	for _, x := range d.Definitions {
		c.texts("the definition of "+x.Term, x.Term, x.Text, x.Article)
	}
	for _, x := range d.References {
		c.texts("the reference "+x.Text, x.Text, string(x.Instrument), x.Article, x.Paragraph, x.From)
	}
	for _, x := range d.Signatures {
		c.texts("a signature", string(x.For), x.As, x.Text)
	}
	for _, x := range d.Closings {
		c.texts("the closing words", append([]string{x.Place, x.Prevails}, x.Authentic...)...)
	}
	if f := d.Dates.Force; f != nil {
		c.texts("the entry into force", f.Upon, f.Delay, f.Article, f.Text)
	}
	for _, x := range d.Annexes {
		c.texts("an annex", x.Heading, x.Text)
	}
}

func (c *letters) paragraphs(place string, ps []document.Paragraph, depth int) {
	if depth > maxItems && len(ps) > 0 && c.err == nil {
		c.err = ent.Errorf(ent.Invalid, "%s has items more than %d levels deep; set them less deep", place, maxItems)
	}
	for i := range ps {
		if c.err != nil {
			return
		}
		c.texts(place, ps[i].Number, ps[i].Text)
		c.paragraphs(place, ps[i].Items, depth+1)
	}
}
