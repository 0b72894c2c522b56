// Package certified makes the certified copy of an agreement's text: a cover on which an
// officer certifies, in our words, what the Regulations to give effect to Article 102 of the
// Charter of the United Nations ask for in article 5 (that the copy is true and complete and
// includes all reservations, in which languages the agreement was concluded, when, for whom
// and how it came into force), and the text set in type after its structure. The file on
// record is enclosed as it is; where the pages and the file differ, the file prevails, and
// the cover says so. Nobody signs here: the place for it stays blank.
package certified

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	ent "entente"
	"entente/internal/document"
	"entente/internal/paper"
	"entente/internal/register"
)

// Copy is what a certified copy is made of. Days that are not known are zero.
type Copy struct {
	Instrument   ent.InstrumentID
	Title        string
	By           string // who certifies: a State, or a depositary
	Capacity     string // in which it does: "depositary of the agreement"
	Parties      []Party
	Place        string
	Concluded    ent.Date
	InForce      ent.Date
	Method       string   // how it came into force
	Languages    []string // of the authentic texts, BCP 47
	Reservations []string // with declarations and objections; empty when none was made
	Text         register.Kept
	Original     []byte           // the bytes on record
	Source       *document.Source // the words of the original; nil when they could not be read
	Why          string           // why not
	Made         time.Time        // the day of the copy
	Marking      string
}

// Party tells how and since when a party is bound.
type Party struct {
	Name    string
	Signed  ent.Date
	Office  string // in which the signature was given
	Consent string // ratification, definitive signature …
	On      ent.Date
	Bound   ent.Date
}

// writer is a copy being written.
type writer struct {
	*Copy
	p     *paper.Paper
	notes []string // what a reader of the pages must know
}

// PDF writes the copy. The same input gives the same bytes. A text that is not final is an
// error of kind Invalid: drafts are not certified.
func PDF(c *Copy) ([]byte, error) {
	if c.Text.Version != register.Final {
		return nil, ent.Errorf(ent.Invalid, "%s is version %q; only the text on record as version %q is certified", c.Text.ID, c.Text.Version, register.Final)
	}
	w := &writer{Copy: c, p: paper.New(paper.Document{Title: c.Title, Subject: "Certified copy, " + name(c.Text.Language), Author: c.By, Keywords: string(c.Instrument), Language: c.Text.Language,
		Marking: c.Marking, Running: "Certified copy – " + c.Title, Foot: "original " + c.Text.Hash, Made: c.Made,
		Enclosed: []paper.File{{Name: c.Text.Name, Note: "the original on record, " + c.Text.Hash, Bytes: c.Original}}})}
	parts := w.parts()
	w.cover(len(parts) > 0)
	w.annotations()
	w.p.Signature("Name", "Office", "Place and day", "Signature and seal")
	w.set(parts)
	return w.p.Bytes()
}

// parts returns the pieces of the text to be set; none when it cannot be set honestly.
func (w *writer) parts() []document.Part {
	switch {
	case w.Source == nil:
		w.note("The original could not be read to be set in type (%s). It is enclosed unchanged, and is what is certified.", w.Why)
		return nil
	case len(w.Source.Blocks) == 0:
		w.note("The original (%s) is not set in type here. It is enclosed unchanged, and is what is certified.", w.Source.Media)
		return nil
	}
	var all strings.Builder
	for i := range w.Source.Blocks {
		all.WriteString(w.Source.Blocks[i].Text)
	}
	missing, letters := paper.Missing(all.String()), 0
	for _, r := range all.String() {
		if !unicode.IsSpace(r) {
			letters++
		}
	}
	switch {
	case missing*50 > letters:
		w.note("The original is written in characters that these pages have no type for (%d of %d). It is not set here; it is enclosed unchanged, and is what is certified.", missing, letters)
		return nil
	case missing > 0:
		w.note("%d characters of the original have no type here and stand as □.", missing)
	}
	for _, x := range w.Source.Warnings {
		w.note("On reading the original: %s.", strings.TrimRight(x, "."))
	}
	return document.Parts(w.Source)
}

func (w *writer) note(format string, args ...any) {
	w.notes = append(w.notes, fmt.Sprintf(format, args...))
}

func (w *writer) cover(set bool) {
	title := "Certified copy"
	if !w.Text.Authentic {
		title = "Certified copy of a translation"
	}
	w.p.Title(title)
	w.p.Para(paper.Text{}.B(w.Title))
	done := long(w.Concluded)
	if w.Place != "" {
		done = w.Place + ", " + done
	}
	kind := "authentic text in " + name(w.Text.Language)
	if !w.Text.Authentic {
		kind = "translation into " + name(w.Text.Language) + ", which is not authentic"
	}
	if w.Text.Part != "text" {
		kind = w.Text.Part + ", " + kind
	}
	force := "not in force on the acts on record"
	if w.InForce != 0 {
		force = strings.TrimSuffix(long(w.InForce)+", "+w.Method, ", ")
	}
	w.p.Fields([]paper.Field{{Name: "Reference", Value: paper.T(string(w.Instrument))}, {Name: "Done", Value: paper.T(done)}, {Name: "Concluded in", Value: paper.T(w.languages())},
		{Name: "This copy", Value: paper.T(kind)}, {Name: "In force", Value: paper.T(force)},
		{Name: "Original", Value: paper.T(fmt.Sprintf("%s, %d bytes, on record as entry %d of the log", w.Text.Name, w.Text.Size, w.Text.Seq))},
		{Name: "Hash", Value: paper.Text{}.Small(w.Text.Hash)}})
	w.p.Para(paper.T(w.statement()))
	enclosed := "What is certified is the file enclosed in this paper, which has the hash above."
	if set {
		enclosed += " The pages that follow set its words in type anew: its lines, pages, pictures, maps and seals stand only in the file, and where the two differ the file prevails."
	}
	w.p.Para(paper.T(enclosed))
	w.table()
	w.reservations()
}

// statement is the certification, in our words, of what article 5 of the Regulations asks.
func (w *writer) statement() string {
	what := "the agreement named above"
	if !w.Text.Authentic {
		what = "the translation named above, of an agreement whose authentic texts are in " + w.languages()
	}
	s := fmt.Sprintf("The undersigned, for %s, %s, certifies that this is a true and complete copy of %s as it stands on record, and that it includes all reservations and declarations made by the parties", w.By, w.Capacity, what)
	if len(w.Reservations) == 0 {
		s += ", of which none is on record"
	} else {
		s += ", which are listed below"
	}
	s += "; that the agreement was concluded in " + w.languages()
	if len(w.Languages) > 1 {
		s += ", each text being authentic as far as the agreement does not provide otherwise"
	}
	if w.InForce == 0 {
		return s + "."
	}
	return s + "; and that what is told here of its entry into force is right."
}

func (w *writer) table() {
	var rows [][]paper.Text
	for _, p := range w.Parties {
		signed := long(p.Signed)
		if p.Office != "" {
			signed += ", by the " + strings.ReplaceAll(p.Office, "-", " ")
		}
		consent := p.Consent
		if p.On != 0 {
			consent = strings.TrimSpace(consent + " " + long(p.On))
		}
		rows = append(rows, []paper.Text{paper.T(p.Name), paper.T(signed), paper.T(orDash(consent)), paper.T(long(p.Bound))})
	}
	if len(rows) > 0 {
		w.p.Table([]paper.Column{{Head: "Party", Part: 3}, {Head: "Signed", Part: 3}, {Head: "Consent to be bound", Part: 3}, {Head: "In force for it", Part: 2}}, rows)
	}
}

func (w *writer) reservations() {
	if len(w.Reservations) == 0 {
		return
	}
	w.p.Heading(2, "Reservations, declarations and objections")
	for i, r := range w.Reservations {
		w.p.Item(0, fmt.Sprintf("%d.", i+1), paper.T(r))
	}
}

func (w *writer) annotations() {
	for _, n := range w.notes {
		w.p.Para(paper.Text{}.I(n))
	}
}

// set sets the text in type.
func (w *writer) set(parts []document.Part) {
	if len(parts) == 0 {
		return
	}
	w.p.Page()
	for _, x := range parts {
		words := strings.TrimSpace(x.Label + " " + x.Text)
		switch x.Role {
		case document.Heading, document.Division:
			w.p.Heading(1, words)
		case document.Opening:
			w.p.Heading(2, words)
		case document.Numbered:
			w.p.Item(0, x.Label, paper.T(x.Text))
		case document.Item:
			w.p.Item(1, x.Label, paper.T(x.Text))
		case document.SubItem:
			w.p.Item(2, x.Label, paper.T(x.Text))
		default:
			w.p.Para(paper.T(words))
		}
	}
}

func (w *writer) languages() string {
	var out []string
	for _, l := range w.Languages {
		out = append(out, name(l))
	}
	if len(out) > 1 {
		return strings.Join(out[:len(out)-1], ", ") + " and " + out[len(out)-1]
	}
	return orDash(strings.Join(out, ""))
}

// name is the English name of a language.
func name(code string) string {
	t, err := language.Parse(code)
	if err != nil {
		return code
	}
	if n := display.English.Tags().Name(t); n != "" {
		return n
	}
	return code
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

// long writes a day as in letters.
func long(d ent.Date) string {
	t, err := time.Parse(time.DateOnly, d.String())
	if err != nil {
		return "–"
	}
	return t.Format("2\u00A0January\u00A02006")
}
