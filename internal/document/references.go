package document

import (
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/document/wording/citing"
	"entente/internal/document/wording/naming"
)

// references finds mentions of other instruments of the library, and of articles, in the
// preambles, articles and annexes, and resolves those of this text in it.
func (d *Document) references(b *builder, n *naming.Names) {
	r := &referrer{d: d, titles: strings.ToLower(strings.Join(b.titles, "|")), seen: map[Reference]bool{}}
	r.index()
	f := citing.New(n, d.shortNames(n, b.titles))
	for _, p := range d.Preamble {
		r.add(f.Find(b.opening(p.Text)), p.Language, "", "")
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		r.walk(f, a, a.Paragraphs)
	}
}

type referrer struct {
	d        *Document
	titles   string           // in small letters
	articles map[string][]int // by language and number
	seen     map[Reference]bool
}

// own reports that a name is the text's title.
func (r *referrer) own(name string) bool { return strings.Contains(r.titles, strings.ToLower(name)) }

func (r *referrer) walk(f *citing.Finder, a *Article, ps []Paragraph) {
	for i := range ps {
		r.add(f.Find(ps[i].Text), a.Language, a.Number, a.Annex)
		r.walk(f, a, ps[i].Items)
	}
}

// add keeps each mention once for the article in which it stands.
func (r *referrer) add(list []citing.Mention, lang, from, annex string) {
	for _, m := range list {
		if m.Name != "" && m.Instrument == r.d.Instrument && r.own(m.Name) { // the text by its own name
			if m.Article == "" {
				continue
			}
			m.Instrument, m.Own = "", true
		}
		ref := Reference{Language: lang, Text: m.Text, Instrument: m.Instrument, Article: m.Article, Paragraph: m.Paragraph, From: from, Internal: m.Own}
		switch {
		case m.Own && from == "" && len(r.d.Articles) == 0: // in a note, of an agreement named before
			ref.Internal, ref.Unresolved = false, true
		case m.Own:
			ref.Unresolved = !r.has(lang, annex, m.Article, m.Paragraph)
			ref.Internal = m.Said || !ref.Unresolved
		case m.Instrument == "":
			ref.Unresolved = true
		}
		key := ref
		if !ref.Unresolved {
			key.Text = ""
		}
		if !r.seen[key] {
			r.seen[key] = true
			r.d.References = append(r.d.References, ref)
		}
	}
}

// has reports that the text has the article, in the annex in which it is mentioned or in the
// agreement itself, and the paragraph.
func (r *referrer) has(lang, annex, number, paragraph string) bool {
	for _, i := range r.articles[lang+"|"+plainNumber(number)] {
		a := &r.d.Articles[i]
		if (a.Annex == annex || a.Annex == "") && (paragraph == "" || hasParagraph(a.Paragraphs, paragraph)) {
			return true
		}
	}
	return false
}

// index finds the articles by language and number.
func (r *referrer) index() {
	r.articles = map[string][]int{}
	for i := range r.d.Articles {
		k := r.d.Articles[i].Language + "|" + plainNumber(r.d.Articles[i].Number)
		r.articles[k] = append(r.articles[k], i)
	}
}

var joins = strings.NewReplacer(" ", "", "-", "", "°", "", "º", "")

// plainNumber writes the number of an article so that VII and 7, 7 bis and 7bis are the same.
func plainNumber(s string) string {
	s = strings.ToUpper(joins.Replace(s))
	if strings.Trim(s, "0123456789") == "" || roman(s) > 0 || s == "1ER" || s == "PREMIER" {
		if n := number(s); n > 0 {
			return strconv.Itoa(n)
		}
	}
	return s
}

// hasParagraph looks for 3(a)(ii): the paragraph and the items in it. A paragraph that is the
// article's only one may be left out.
func hasParagraph(ps []Paragraph, path string) bool {
	head, rest, _ := strings.Cut(strings.TrimPrefix(path, "("), "(")
	head = strings.TrimSuffix(head, ")")
	plain := 0
	for i := range ps {
		p := &ps[i]
		if p.Number == "" {
			plain++
		}
		if strings.EqualFold(p.Number, head) && (rest == "" || hasParagraph(p.Items, rest)) {
			return true
		}
		if p.Number == "" && hasParagraph(p.Items, path) {
			return true
		}
	}
	return rest == "" && plain == len(ps) && number(head) > 0 && number(head) <= plain
}

// shortNames are the names that the text gives to other instruments in its definitions and
// its title ("Protocol to the North Atlantic Treaty": the Treaty), and the word for its own
// kind, which stands for itself.
func (d *Document) shortNames(n *naming.Names, titles []string) map[string]ent.InstrumentID {
	out := map[string]ent.InstrumentID{}
	for _, t := range titles {
		if hits := n.Instruments(t); d.Instrument == "" && len(hits) == 1 && hits[0].For != "" {
			for _, w := range strings.Fields(strings.ToLower(t[hits[0].Start:hits[0].End])) {
				if titleWords[w] {
					out[w] = ent.InstrumentID(hits[0].For)
				}
			}
		}
	}
	if p := n.Parent(d.Instrument); p != "" { // of a protocol: the Convention
		for _, w := range []string{"convention", "verdrag", "treaty", "statute", "covenant"} {
			if out[w] == "" {
				out[w] = p
			}
		}
	}
	for _, def := range d.Definitions {
		term := strings.ToLower(def.Term)
		for _, the := range []string{"the ", "het ", "de ", "le ", "la ", "das ", "die "} {
			term = strings.TrimPrefix(term, the)
		}
		if hits := n.Instruments(def.Text); len(hits) > 0 && hits[0].Start < 30 && len(def.Text) < 400 && !strings.Contains(term, " ") && hits[0].For != "" {
			out[term] = ent.InstrumentID(hits[0].For)
		}
	}
	for _, l := range d.Languages {
		if w := d.ownKind(l); w != "" {
			out[w] = ""
		}
	}
	return out
}

var thisWords = set("this present dit deze onderhavige présent présente dieses dieser diesem diesen este presente esta questo")

// ownKind is the word by which the text most calls itself: this Agreement, dit Verdrag.
func (d *Document) ownKind(lang string) string {
	votes := map[string]int{}
	for i := range d.Articles {
		a := &d.Articles[i]
		if a.Language != lang || a.Annex != "" {
			continue
		}
		words := strings.Fields(strings.ToLower(a.Text()))
		for k := 1; k < len(words); k++ {
			if w := strings.Trim(words[k], ".,;:()"); thisWords[words[k-1]] && titleWords[w] {
				votes[w]++
			}
		}
	}
	best := ""
	for w, n := range votes {
		if best == "" || n > votes[best] || n == votes[best] && w < best {
			best = w
		}
	}
	return best
}
