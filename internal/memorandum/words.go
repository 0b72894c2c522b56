package memorandum

import (
	"fmt"
	"strings"
	"time"

	ent "entente"
	"entente/internal/paper"
)

// provenance tells what the memorandum can be checked by, and who answers for it.
func (w *writer) provenance() {
	w.section("Record")
	rows := [][]paper.Text{}
	row := func(name, value string) {
		if value != "" {
			rows = append(rows, []paper.Text{paper.T(name), paper.T(value)})
		}
	}
	row("Law as of", long(w.Matter.On))
	row("As the record was known", moment(w.Known))
	row("Law asked", w.Finding.Corpus)
	row("Finding", w.Digest)
	if r := w.Record; r != nil {
		row("On record as", r.ID)
		row("Entry of the log", strings.TrimSuffix(fmt.Sprintf("%d, %s", r.Entry, r.Log), ", "))
		row("Hash of the entry", "sha256:"+r.Leaf)
		row("Drafted by", string(r.Drafter))
		row("Signed by", signed(r))
	} else {
		row("On record", "no; it was asked and not put on record")
	}
	w.p.Table([]paper.Column{{Head: "", Part: 1}, {Head: "", Part: 3}}, rows)
	w.p.Para(paper.T("This memorandum answers from the law and the facts named in it, and from nothing else. It does not bind a court and is no substitute for the advice of counsel on the facts of a case."))
	if w.Record == nil || w.Record.Signer == "" {
		w.p.Signature("Name and office", "Day", "Signature")
	}
}

func signed(r *Record) string {
	if r.Signer == "" {
		return "nobody yet"
	}
	return string(r.Signer) + ", " + long(r.Signed)
}

// state is the name of a State with its code.
func (w *writer) state(c ent.StateCode) string {
	if s := w.Library.Treaties.World().State(c); s != nil && s.Name != "" && s.Name != string(c) {
		return s.Name
	}
	return string(c)
}

func (w *writer) states(list []ent.StateCode) string {
	var out []string
	for _, c := range list {
		out = append(out, w.state(c))
	}
	return and(out)
}

// role is what a participant is, in words.
func (w *writer) role(id string) string {
	for _, r := range w.Library.Vocabulary.Roles {
		if r.ID == id && r.Meaning != "" {
			return plain(id) + ": " + r.Meaning
		}
	}
	return plain(id)
}

// title names an instrument; what stands in none is custom.
func (w *writer) title(id ent.InstrumentID) string {
	if id == "" || id == "CUSTOM" {
		return "Customary international law"
	}
	if in := w.Library.Treaties.Instrument(id); in != nil {
		return in.Title + " (" + string(id) + ")"
	}
	return string(id)
}

// named is the title of a norm with its name.
func (w *writer) named(id ent.NormID) string {
	if n := w.Library.Book.Norm(id); n != nil {
		return n.Title + " (" + string(id) + ")"
	}
	return string(id)
}

// cite is where a norm stands.
func (w *writer) cite(id ent.NormID) string {
	if n := w.Library.Book.Norm(id); n != nil && len(n.Source.Cites) > 0 {
		return strings.Join(n.Source.Cites, "; ") + "; " + string(id) + "."
	}
	return string(id) + "."
}

func join(ids []ent.NormID, sep string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, sep)
}

func and(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func plain(s string) string { return strings.ReplaceAll(s, "-", " ") }

func yesNo(s string) string {
	switch s {
	case "true":
		return "Yes."
	case "false":
		return "No."
	}
	return plain(strings.Trim(s, "[]")) + "."
}

// sentence begins with a capital and ends with a stop or a colon.
func sentence(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[0])) + string(r[1:]) + "."
}

func day(t time.Time) ent.Date { return ent.NewDate(t.Year(), int(t.Month()), t.Day()) }

// long writes a day as in letters.
func long(d ent.Date) string {
	if d == 0 {
		return "–"
	}
	t, err := time.Parse(time.DateOnly, d.String())
	if err != nil {
		return d.String()
	}
	return t.Format("2 January 2006")
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2 January 2006, 15:04:05 UTC")
}
