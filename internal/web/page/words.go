package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	ent "entente"
)

// functions are what templates may call.
var functions = template.FuncMap{
	"date": Day, "iso": func(d ent.Date) string { return d.String() }, "outcome": Outcome, "join": strings.Join, "upper": strings.ToUpper, "plain": func(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "-", " ") },
	"late": Late, "moment": func(t time.Time) string { return t.UTC().Format("2 January 2006, 15:04 UTC") },
	"list": func(x ...any) []any { return x }, "str": func(x any) string { return fmt.Sprint(x) }, "add": func(a, b int) int { return a + b },
}

// Day prints a day as people read it: 6 March 2025.
func Day(d ent.Date) string {
	if d == 0 {
		return "–"
	}
	t, err := time.Parse(time.DateOnly, d.String())
	if err != nil {
		return d.String()
	}
	return t.Format("2 January 2006")
}

// Late tells how far a day is off.
func Late(due, today ent.Date) string {
	switch n := int(due - today); {
	case due == 0:
		return "no day"
	case n == 0:
		return "due today"
	case n == 1:
		return "due tomorrow"
	case n > 0:
		return fmt.Sprintf("in %d days", n)
	case n == -1:
		return "one day late"
	default:
		return fmt.Sprintf("%d days late", -n)
	}
}

// Outcome is how an answer stands: glyph, word and tint, never colour alone.
func Outcome(o any) template.HTML {
	w, ok := map[string][2]string{
		"permitted": {"✓", "Permitted"}, "conditional": {"◐", "Permitted with conditions"}, "prohibited": {"✕", "Prohibited"}, "undetermined": {"?", "Cannot say yet"}, "contested": {"⇄", "Contested"},
		"party": {"✓", "Party"}, "in-force": {"✓", "In force"}, "provisional": {"◐", "Applied provisionally"}, "signatory": {"◐", "Signed, not bound"}, "none": {"–", "Not a party"}, "withdrawn": {"✕", "No longer bound"},
		"open": {"◐", "Open"}, "overdue": {"✕", "Overdue"}, "done": {"✓", "Done"}, "late": {"✓", "Done late"}, "unknown": {"?", "No day yet"}, "suspended": {"⇄", "Clock suspended"}, "held": {"⇄", "Clock held"}, "revoked": {"–", "Revoked"},
		"met": {"✓", "Takes effect"}, "not-met": {"–", "Does not take effect"}, "displaced": {"↳", "Gives way"},
	}[fmt.Sprint(o)]
	if !ok {
		w = [2]string{"·", strings.ReplaceAll(fmt.Sprint(o), "-", " ")}
	}
	tint := map[string]string{"✓": "permitted", "◐": "conditional", "✕": "prohibited", "⇄": "contested"}[w[0]]
	if tint == "" {
		tint = "undetermined"
	}
	return template.HTML(fmt.Sprintf(`<span class="outcome outcome--%s"><span aria-hidden="true">%s</span> %s</span>`, tint, w[0], template.HTMLEscapeString(w[1])))
}
