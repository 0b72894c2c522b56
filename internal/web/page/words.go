package page

import (
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	ent "entente"
	"entente/internal/web/locale"
)

// functions are what templates may call, in a language.
func functions(l *locale.Locale) template.FuncMap {
	return template.FuncMap{
		"t": l.Text, "date": l.Day, "late": l.Late, "moment": l.Moment, "plain": l.Plain, "state": l.State,
		"outcome": func(o any) template.HTML { return outcome(l, o) },
		"iso":     func(d ent.Date) string { return d.String() }, "join": strings.Join, "upper": strings.ToUpper,
		"list": func(x ...any) []any { return x }, "str": func(x any) string { return fmt.Sprint(x) }, "add": func(a, b int) int { return a + b },
	}
}

// Template is the templates of a page, in every language of the interface.
type Template struct {
	files fs.FS
	names []string
	mu    sync.Mutex
	in    map[*locale.Locale]*template.Template
}

// Templates parses the templates of a page over the shared ones.
func Templates(files fs.FS, names ...string) *Template {
	t := &Template{files: files, names: names, in: map[*locale.Locale]*template.Template{}}
	t.In(locale.English)
	return t
}

// In returns the templates in a language.
func (t *Template) In(l *locale.Locale) *template.Template {
	t.mu.Lock()
	defer t.mu.Unlock()
	if x := t.in[l]; x != nil {
		return x
	}
	x := template.New("").Funcs(functions(l))
	template.Must(x.ParseFS(shared, "*.html"))
	if len(t.names) > 0 {
		template.Must(x.ParseFS(t.files, t.names...))
	}
	t.in[l] = x
	return x
}

// Write writes one of the templates by itself, such as a picture.
func (t *Template) Write(w io.Writer, l *locale.Locale, name string, data any) error {
	return t.In(l).ExecuteTemplate(w, name, data)
}

// words are how an answer stands: glyph and word.
var words = map[string][2]string{
	"permitted": {"✓", "Permitted"}, "conditional": {"◐", "Permitted with conditions"}, "prohibited": {"✕", "Prohibited"}, "undetermined": {"?", "Cannot say yet"}, "contested": {"⇄", "Contested"},
	"party": {"✓", "Party"}, "in-force": {"✓", "In force"}, "provisional": {"◐", "Applied provisionally"}, "signatory": {"◐", "Signed, not bound"}, "none": {"–", "Not a party"}, "withdrawn": {"✕", "No longer bound"},
	"open": {"◐", "Open"}, "overdue": {"✕", "Overdue"}, "done": {"✓", "Done"}, "late": {"✓", "Done late"}, "unknown": {"?", "No day yet"}, "suspended": {"⇄", "Clock suspended"}, "held": {"⇄", "Clock held"}, "revoked": {"–", "Revoked"},
	"accepted": {"✓", "Allowed by the instrument"}, "silent": {"?", "No objection on record"}, "pending": {"◐", "Can still object"}, "objected": {"⇄", "Objected: in force without what is reserved"}, "precluded": {"✕", "Objected: not in force between them"},
	"green": {"✓", "Green"}, "amber": {"◐", "Amber"}, "red": {"✕", "Red"},
	"met": {"✓", "Takes effect"}, "not-met": {"–", "Does not take effect"}, "displaced": {"↳", "Gives way"},
	"never": {"✕", "Never"}, "on approval": {"◐", "On approval"}, "under conditions": {"◐", "Under conditions"}, "allowed": {"✓", "Allowed"}, "nothing asked forbids it": {"·", "Nothing asked forbids it"}, "cannot be said": {"?", "Cannot be said"},
}

// outcome is how an answer stands: glyph, word and tint, never colour alone.
func outcome(l *locale.Locale, o any) template.HTML {
	w, ok := words[fmt.Sprint(o)]
	if !ok {
		w = [2]string{"·", strings.ReplaceAll(fmt.Sprint(o), "-", " ")}
	}
	tint := map[string]string{"✓": "permitted", "◐": "conditional", "✕": "prohibited", "⇄": "contested"}[w[0]]
	if tint == "" {
		tint = "undetermined"
	}
	return template.HTML(fmt.Sprintf(`<span class="outcome outcome--%s"><span aria-hidden="true">%s</span> %s</span>`, tint, w[0], template.HTMLEscapeString(l.Text(w[1]))))
}

// Words are the words that tell how an answer stands.
func Words() []string {
	var out []string
	for _, w := range words {
		out = append(out, w[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}
