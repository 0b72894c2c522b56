package ask

import (
	"strings"

	"entente/internal/document"
	"entente/internal/document/analysis"
)

// printFacts prints what the text says of itself: who makes it, its days, its languages,
// what stands with it, and what it refers to.
func (s commands) printFacts(a *analysis.Analysis) {
	if a.Instrument != "" {
		s.Printf("this is    %s\n", a.Instrument)
	}
	if len(a.Parties) > 0 {
		s.Printf("parties    %s", a.Parties)
		if a.Makers.Source != "text" {
			s.Printf(" (%s)", a.Makers.Source)
		}
		s.Printf("\n")
	}
	for _, m := range a.Makers.Unnamed {
		s.Printf("made by    %s\n", m)
	}
	if a.Dates.Signed != 0 {
		s.Printf("signed     %s", a.Dates.Signed)
		if len(a.Closings) > 0 && a.Closings[0].Place != "" {
			s.Printf(", %s", a.Closings[0].Place)
		}
		s.Printf("\n")
	}
	s.printForce(a.Dates)
	s.Printf("languages  %s%s\n", strings.Join(a.Languages, ", "), authentic(a.Closings))
	for _, x := range a.Annexes {
		s.Printf("%-10s %s %s", x.Kind, x.Language, shorten(x.Heading, 70))
		if x.Articles > 0 {
			s.Printf(" (%d articles)", x.Articles)
		}
		s.Printf("\n")
	}
	s.printReferences(a.References)
}

func (s commands) printForce(d document.Dates) {
	f := d.Force
	switch {
	case f == nil:
		return
	case d.InForce != 0:
		s.Printf("in force   %s", d.InForce)
	case f.Count > 0:
		s.Printf("in force   upon %s, %d", f.Upon, f.Count)
	default:
		s.Printf("in force   upon %s", f.Upon)
	}
	if f.Delay != "" {
		s.Printf(", %s after", f.Delay)
	}
	if f.Article != "" {
		s.Printf(" (article %s)", f.Article)
	}
	s.Printf("\n")
}

// authentic tells the languages in which the agreement was done, where its print tells.
func authentic(list []document.Closing) string {
	for _, c := range list {
		if len(c.Authentic) == 0 {
			continue
		}
		out := "; done in " + strings.Join(c.Authentic, ", ")
		if c.Equally {
			out += ", equally authentic"
		}
		if c.Prevails != "" {
			out += "; " + c.Prevails + " prevails"
		}
		return out
	}
	return ""
}

// printReferences lists the instruments referred to, and what could not be resolved.
func (s commands) printReferences(list []document.Reference) {
	var known, open []string
	seen := map[string]bool{}
	put := func(to *[]string, x string) {
		if !seen[x] {
			seen[x] = true
			*to = append(*to, x)
		}
	}
	for _, r := range list {
		switch {
		case r.Instrument != "":
			put(&known, string(r.Instrument))
		case r.Unresolved:
			put(&open, shorten(r.Text, 60))
		}
	}
	if len(known) > 0 {
		s.Printf("refers to  %s\n", strings.Join(known, ", "))
	}
	if n := len(open); n > 0 {
		s.Printf("unresolved %s", strings.Join(open[:min(n, 6)], "; "))
		if n > 6 {
			s.Printf("; and %d more (--json shows all)", n-6)
		}
		s.Printf("\n")
	}
}
