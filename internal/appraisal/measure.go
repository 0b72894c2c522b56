package appraisal

import (
	"fmt"
	"math"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/document/analysis"
	"entente/internal/document/clause"
	"entente/internal/law"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
)

// view is an instrument with what the measures look at.
type view struct {
	lib     *law.Library
	in      *treaty.Instrument
	subject *Subject
	on      ent.Date
	parties int
	norms   []*norm.Compiled
}

func (v *view) count() {
	for _, m := range v.lib.Treaties.Parties(v.in.ID, v.on) {
		if m.Standing == treaty.Party {
			v.parties++
		}
	}
	for _, n := range v.lib.Book.Norms {
		if n.Place.Instrument == v.in.ID {
			v.norms = append(v.norms, n)
		}
	}
}

var (
	unknown = Range{0, 1}
	yes     = Range{1, 1}
	no      = Range{0, 0}
)

func exactly(x float64) Range { x = min(1, max(0, x)); return Range{x, x} }

// figures are the measures besides clauses.
var figures = map[string]func(*view) (Range, string){
	"few-parties": func(v *view) (Range, string) {
		if v.parties < 2 {
			return unknown, "fewer than two parties are on record on the day"
		}
		return exactly(2 / float64(v.parties)), fmt.Sprintf("%d parties", v.parties)
	},
	"many-parties": func(v *view) (Range, string) {
		if v.parties < 2 {
			return unknown, "fewer than two parties are on record on the day"
		}
		return exactly(math.Log2(float64(v.parties)) / 5), fmt.Sprintf("%d parties", v.parties)
	},
	"notice": notice, "clocks": clocks, "kinds": kinds, "assistance": assistance,
}

func (v *view) ground(m *Measure) Ground {
	g := Ground{Text: m.Text}
	if m.Measure == "clause" {
		g.Range, g.From = v.clause(m.Clause)
	} else {
		g.Range, g.From = figures[m.Measure](v)
	}
	return g
}

// clause asks the text on record; without one only what our provisions show counts.
func (v *view) clause(id clause.ID) (Range, string) {
	if a := v.subject.Text; a != nil {
		if at := where(a, id); at != "" {
			return yes, fmt.Sprintf("%s in article %s", id, at)
		}
		return no, fmt.Sprintf("no %s was found in the text", id)
	}
	if n := v.settles(id); n != nil {
		return yes, fmt.Sprintf("norm %s, article %s", n.ID, n.Place.Article)
	}
	if a := v.subject.Ours; a != nil {
		if at := where(a, id); at != "" {
			return yes, fmt.Sprintf("%s in article %s, as we word it", id, at)
		}
	}
	return unknown, fmt.Sprintf("%s: no text is on record to look in", id)
}

// settles returns a norm of the instrument that does what the clause is for; only those of
// jurisdiction and custody can be told by their effects.
func (v *view) settles(id clause.ID) *norm.Compiled {
	for _, n := range v.norms {
		if id == "CRIM-CONC" && len(n.Jurisdiction) > 0 || id == "CUSTODY" && len(n.Custody) > 0 {
			return n
		}
	}
	return nil
}

func where(a *analysis.Analysis, id clause.ID) string {
	for _, f := range a.Clauses {
		if f.Clause == id {
			return f.Article
		}
	}
	return ""
}

// notice is how long leaving takes: six months or less, a year, longer, or no way out.
func notice(v *view) (Range, string) {
	w := v.in.Withdrawal
	switch {
	case w == nil:
		return unknown, "how it is left is not on record"
	case w.Excluded:
		return no, "leaving is excluded"
	}
	n := w.Notice
	months := float64(n.Years*12+n.Months) + float64(n.Days)/30
	r := exactly(0.25)
	switch {
	case months <= 6:
		r = yes
	case months <= 12:
		r = exactly(0.5)
	}
	from := fmt.Sprintf("notice of %s", n)
	if w.Article != "" {
		from += ", article " + w.Article
	}
	return r, from
}

// clocks counts the norms that set a day or a term; where no norm was written down the
// sentences of the text are counted.
func clocks(v *view) (Range, string) {
	var with []string
	for _, n := range v.norms {
		if slices.ContainsFunc(n.Duties, func(d norm.Duty) bool { return d.Due.Parsed != nil }) || len(n.Dates) > 0 {
			with = append(with, string(n.ID))
		}
	}
	if a := v.subject.Text; a != nil {
		n := 0
		for i := range a.Proposals {
			if c := a.Proposals[i].Clock; c != nil && c.Term != nil {
				n++
			}
		}
		if n >= len(with) {
			return exactly(float64(n) / 5), fmt.Sprintf("%d sentences of the text set a term", n)
		}
	}
	switch {
	case len(with) > 0:
		return Range{min(1, float64(len(with))/5), 1}, "at least " + strings.Join(with, ", ")
	default:
		return unknown, "no text is on record, and none of its norms that are written down sets a term"
	}
}

// kinds counts the kinds of matter for which its norms are raised.
func kinds(v *view) (Range, string) {
	seen := map[string]bool{}
	for _, n := range v.norms {
		for _, k := range n.Kinds {
			seen[k] = true
		}
		for _, k := range v.lib.Vocabulary.Kinds {
			if slices.Contains(k.Norms, n.ID) {
				seen[k.ID] = true
			}
		}
	}
	if len(v.norms) == 0 {
		return unknown, "none of its norms is written down"
	}
	return Range{min(1, float64(len(seen))/8), 1}, fmt.Sprintf("%d norms, raised for %d kinds of matter; others may not be written down", len(v.norms), len(seen))
}

// assistance looks for a norm that makes an attack on one a case for all.
func assistance(v *view) (Range, string) {
	for _, n := range v.norms {
		if n.Casus {
			return yes, string(n.ID) + " " + n.Title
		}
	}
	if a := v.subject.Text; a != nil {
		if at := where(a, "CASUS-FOEDERIS"); at != "" {
			return yes, "CASUS-FOEDERIS in article " + at
		}
		return no, "no such clause was found in the text"
	}
	if len(v.norms) > 0 {
		return no, "none of its norms says so"
	}
	return unknown, "neither text nor norms are on record"
}
