// Package relations shows what binds States to one another: what is in force among them on a day
// and why the rest is not, which rule settles which issue and where none does, and the same as a
// matrix, a map, a network and timelines. Every picture stands beside a table that says the same,
// and is drawn here, so that it prints and needs no script.
package relations

import (
	"embed"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/answer"
	"entente/internal/coverage"
	"entente/internal/law"
	"entente/internal/law/world"
	"entente/internal/web/locale"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

// templates of a page: its own content over what the pages of the section share.
func templates(name string) *page.Template { return page.Templates(files, "shared.html", name) }

var (
	betweenPage  = templates("between.html")
	coveragePage = templates("coverage.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	for path, h := range map[string]page.Handler{"": between, "/coverage": showCoverage, "/coverage.csv": coverageCSV,
		"/map": showMap, "/map.csv": mapCSV, "/map.svg": mapSVG,
		"/matrix": showMatrix, "/matrix.csv": matrixCSV, "/timeline": showTimeline, "/timeline.csv": timelineCSV, "/timeline.svg": timelineSVG,
		"/network": showNetwork, "/network.csv": networkCSV, "/network.svg": networkSVG} {
		s.Handle(mux, "GET /relations"+path, access.Ask, onYear(h))
	}
}

// Tab is an entry of the section's own navigation.
type Tab struct {
	Path, Name, Address string
	Current             bool
}

var tabs = []Tab{{Path: "/relations", Name: "In force"}, {Path: "/relations/coverage", Name: "Coverage"}, {Path: "/relations/matrix", Name: "Matrix"}, {Path: "/relations/map", Name: "Map"},
	{Path: "/relations/network", Name: "Network"}, {Path: "/relations/timeline", Name: "Timeline"}}

// shared is what the pages of the section have in common.
type shared struct {
	Tabs   []Tab
	Words  string // the States as written
	Filter string
	Names  []page.Named
	Lang   *locale.Locale
	Years  Years
	Link   string // the address of just this, the day in it
}

// Years is the slider over the years.
type Years struct {
	First, Last, Current int
	Before, After        string // addresses of a year earlier and later, "" at an end
	Hidden               []Field
}

// Field is a field of a form that is sent along.
type Field struct{ Name, Value string }

// begin reads what the pages have in common.
func begin(c *page.Context, lib *law.Library) shared {
	q := c.R.URL.Query()
	s := shared{Words: strings.Join(q["states"], ", "), Filter: q.Get("filter"), Names: c.States(lib), Lang: c.Lang}
	keep := url.Values{}
	for _, name := range []string{"states", "filter", "instrument"} {
		if v := q.Get(name); v != "" {
			keep.Set(name, v)
		}
	}
	keep.Set("on", c.On.String())
	for _, t := range tabs {
		t.Address, t.Current = t.Path+"?"+keep.Encode(), t.Path == c.R.URL.Path
		s.Tabs = append(s.Tabs, t)
	}
	q.Set("on", c.On.String())
	s.Link = c.R.URL.Path + "?" + q.Encode()
	s.Years = years(c, q)
	return s
}

func years(c *page.Context, q url.Values) Years {
	y := Years{First: min(1945, c.On.Year()), Last: max(c.Today().Year()+1, c.On.Year()), Current: c.On.Year()}
	at := func(n int) string {
		if y.Current+n < y.First || y.Current+n > y.Last {
			return ""
		}
		q.Set("on", c.On.AddMonths(12*n).String())
		return c.R.URL.Path + "?" + q.Encode()
	}
	y.Before, y.After = at(-1), at(1)
	for name, values := range q {
		for _, v := range values {
			if name != "on" && name != "year" {
				y.Hidden = append(y.Hidden, Field{name, v})
			}
		}
	}
	slices.SortFunc(y.Hidden, func(a, b Field) int { return strings.Compare(a.Name+a.Value, b.Name+b.Value) })
	return y
}

// onYear turns the year of the slider into a day: the same day of that year.
func onYear(h page.Handler) page.Handler {
	return func(c *page.Context) error {
		q := c.R.URL.Query()
		text := q.Get("year")
		if text == "" {
			return h(c)
		}
		var year int
		if n, err := fmt.Sscanf(text+"\n", "%d\n", &year); n != 1 || err != nil || year < 1 || year > 9999 {
			return ent.Errorf(ent.Invalid, "%q is no year; write it as 2024", text)
		}
		q.Del("year")
		q.Set("on", c.On.AddMonths(12*(year-c.On.Year())).String())
		c.Redirect(c.R.URL.Path + "?" + q.Encode())
		return nil
	}
}

// wordsOf splits what was written into names: by commas and semicolons.
func wordsOf(text string) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for i := range words {
		words[i] = strings.TrimSpace(words[i])
	}
	return slices.DeleteFunc(words, func(s string) bool { return s == "" })
}

// named are the States that were named, by their codes as far as they are named in the
// reader's language.
func (s *shared) named() []string {
	words := wordsOf(s.Words)
	for i := range words {
		words[i] = s.Lang.Code(words[i])
	}
	return words
}

// states returns the States that were named, organisations by their members.
func (s *shared) states(c *page.Context, lib *law.Library) ([]ent.StateCode, error) {
	return coverage.States(lib, s.named(), c.On)
}

// wrong reports whether an error is about what was asked, to be shown beside its field.
func wrong(err error) bool { return errors.Is(err, ent.ErrInvalid) || errors.Is(err, ent.ErrNotFound) }

func (s *shared) name(w *world.World, c ent.StateCode) string {
	if x := w.State(c); x != nil {
		return s.Lang.State(c, x.Name)
	}
	return string(c)
}

// betweenData is the page on what is in force among States.
type betweenData struct {
	shared
	Chosen []page.Named
	Answer *answer.Between
}

func between(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := betweenData{shared: begin(c, lib)}
	v := page.View{Title: "Relations", Data: &d, Scripts: scripts}
	words := d.named()
	if len(words) == 0 {
		return c.Render(betweenPage, v)
	}
	a, err := answer.OfBetween(lib.Treaties, words, "", c.On)
	if wrong(err) {
		v.Faults = []page.Fault{{Field: "states", Text: err.Error()}}
		return c.RenderFaults(betweenPage, v)
	}
	if err != nil {
		return err
	}
	d.Answer = filter(a, d.Filter)
	for _, code := range a.States {
		d.Chosen = append(d.Chosen, page.Named{Code: code, Name: d.name(lib.Treaties.World(), code)})
	}
	v.Title = "Relations: " + d.Words
	return c.Render(betweenPage, v)
}

// scripts of the section.
var scripts = []string{"relations.js"}

// filter keeps the instruments whose id or title holds the words.
func filter(a *answer.Between, words string) *answer.Between {
	if words == "" {
		return a
	}
	out := &answer.Between{On: a.On, States: a.States}
	for _, x := range a.InForce {
		if holds(x.Instrument, x.Title, words) {
			out.InForce = append(out.InForce, x)
		}
	}
	for _, x := range a.NotInForce {
		if holds(x.Instrument, x.Title, words) {
			out.NotInForce = append(out.NotInForce, x)
		}
	}
	return out
}

func holds(id ent.InstrumentID, title, words string) bool {
	return strings.Contains(strings.ToLower(string(id)+" "+title), strings.ToLower(strings.TrimSpace(words)))
}
