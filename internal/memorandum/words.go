package memorandum

import (
	"cmp"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	ent "entente"
	"entente/internal/paper"
)

// provenance tells what the memorandum can be checked by, and who answers for it.
func (w *writer) provenance() {
	w.p.Keep(190) // the table stands on one page
	w.section("Record")
	rows := [][]paper.Text{}
	row := func(name, value string) {
		if value != "" {
			words := paper.T(value)
			if strings.HasPrefix(value, "sha256:") {
				words = paper.Text{}.Small(value)
			}
			rows = append(rows, []paper.Text{paper.T(name), words})
		}
	}
	row("Law as of", long(w.Matter.On))
	row("As the record was known on", cmp.Or(moment(w.Known), long(day(w.Made))))
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
	w.p.Table([]paper.Column{{Part: 1}, {Part: 3}}, rows)
	unsigned := w.Record == nil || w.Record.Signer == ""
	if unsigned {
		w.p.Keep(170) // the place to sign stands with what is signed
	}
	w.p.Para(paper.T("This memorandum answers from the law and the facts named in it, and from nothing else. It does not bind a court and is no substitute for the advice of counsel on the facts of a case."))
	if unsigned {
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

// answer is a value as it was stated, in words.
func answer(s string) string {
	switch s {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return plain(strings.Trim(s, "[]"))
}

// capital begins with a capital; sentence ends with a stop besides.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func sentence(s string) string { return capital(s) + "." }

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
	return t.Format("2\u00A0January\u00A02006")
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2\u00A0January\u00A02006, 15:04:05 UTC")
}
