// Package relations shows what is in force among States on a day, and why the rest is not.
package relations

import (
	"embed"
	"errors"
	"net/http"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/answer"
	"entente/internal/law/treaty"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var templates = page.Templates(files, "*.html")

type data struct {
	States  string
	Names   []State
	Chosen  []State
	Answer  *answer.Between
	Filter  string
	Years   []int
	Current int
}

// State is a State in a choice.
type State struct {
	Code ent.StateCode
	Name string
}

// Mount adds the page.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /relations", access.Ask, show)
}

func show(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	w := lib.Treaties.World()
	d := data{States: c.R.URL.Query().Get("states"), Filter: c.R.URL.Query().Get("filter"), Current: c.On.Year()}
	for _, code := range w.Codes() {
		d.Names = append(d.Names, State{code, w.State(code).Name})
	}
	v := page.View{Title: "Relations", Data: &d}
	words := strings.FieldsFunc(d.States, func(r rune) bool { return r == ',' || r == ';' })
	if len(words) == 0 {
		return c.Render(templates, v)
	}
	a, err := answer.OfBetween(lib.Treaties, words, "", c.On)
	if errors.Is(err, ent.ErrInvalid) || errors.Is(err, ent.ErrNotFound) {
		v.Faults = []page.Fault{{Field: "states", Text: err.Error()}}
		return c.RenderFaults(templates, v)
	}
	if err != nil {
		return err
	}
	d.Answer = filter(a, d.Filter)
	for _, code := range a.States {
		d.Chosen = append(d.Chosen, State{code, name(w, code)})
	}
	v.Title = "Relations: " + d.States
	return c.Render(templates, v)
}

func name(w *treaty.World, c ent.StateCode) string {
	if s := w.State(c); s != nil {
		return s.Name
	}
	return string(c)
}

// filter keeps the instruments whose id or title holds the words.
func filter(a *answer.Between, words string) *answer.Between {
	if words == "" {
		return a
	}
	has := func(id ent.InstrumentID, title string) bool {
		return strings.Contains(strings.ToLower(string(id)+" "+title), strings.ToLower(words))
	}
	out := &answer.Between{On: a.On, States: a.States}
	for _, x := range a.InForce {
		if has(x.Instrument, x.Title) {
			out.InForce = append(out.InForce, x)
		}
	}
	for _, x := range a.NotInForce {
		if has(x.Instrument, x.Title) {
			out.NotInForce = append(out.NotInForce, x)
		}
	}
	return out
}
