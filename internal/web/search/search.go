// Package search is the one box over law, agreements and duties.
package search

import (
	"embed"
	"errors"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	found "entente/internal/search"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var showing = page.Templates(files, "*.html")

// Mount adds the page.
func Mount(mux *http.ServeMux, s *page.Site) { s.Handle(mux, "GET /search", access.Read, show) }

type data struct {
	Text  string
	Page  found.Page
	Hits  []hit
	From  int
	Next  int
	Asked bool
}

type hit struct {
	found.Hit
	Head   template.HTML
	Pieces []template.HTML
	Link   string
}

// shown is how many results stand on a page.
const shown = 20

func show(c *page.Context) error {
	d := data{Text: strings.TrimSpace(c.R.URL.Query().Get("q"))}
	d.From, _ = strconv.Atoi(c.R.URL.Query().Get("from")) // not a number: from the first
	v := page.View{Title: "Search", Data: &d}
	if d.Text == "" {
		return c.Render(showing, v)
	}
	p, err := c.App.Find(c.Ctx(), app.Question{Text: d.Text, From: max(0, d.From), Limit: shown})
	if errors.Is(err, ent.ErrInvalid) {
		v.Faults = []page.Fault{{Field: "query", Text: err.Error()}}
		return c.RenderFaults(showing, v)
	}
	if err != nil {
		return err
	}
	d.Page, d.Asked, v.Title = p, true, "Search: "+d.Text
	for _, h := range p.Hits {
		x := hit{Hit: h, Head: marked(h.Title, h.Marks), Link: link(&h)}
		for _, piece := range h.Passages {
			x.Pieces = append(x.Pieces, marked(piece.Text, piece.Marks))
		}
		d.Hits = append(d.Hits, x)
	}
	if d.From+len(p.Hits) < p.Total {
		d.Next = d.From + len(p.Hits)
	}
	return c.Render(showing, v)
}

// marked sets the words found apart; everything is escaped.
func marked(text string, marks []found.Mark) template.HTML {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		if m.From < at || m.Until > len(text) || m.Until < m.From {
			continue
		}
		b.WriteString(template.HTMLEscapeString(text[at:m.From]) + "<mark>" + template.HTMLEscapeString(text[m.From:m.Until]) + "</mark>")
		at = m.Until
	}
	return template.HTML(b.String() + template.HTMLEscapeString(text[at:]))
}

// link returns the page on which a result stands.
func link(h *found.Hit) string {
	switch {
	case h.Kind == "norm":
		return "/corpus/norms/" + h.ID
	case h.Kind == "duty":
		return "/calendar"
	case strings.HasPrefix(h.Ref, "/documents/"):
		return h.Ref
	case h.Instrument != "":
		return "/register/" + string(h.Instrument)
	}
	return ""
}
