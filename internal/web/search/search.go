// Package search is the one box over law, agreements, texts and duties.
package search

import (
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	found "entente/internal/search"
	"entente/internal/web/locale"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var showing = page.Templates(files, "*.html")

// Mount adds the page.
func Mount(mux *http.ServeMux, s *page.Site) { s.Handle(mux, "GET /search", access.Read, show) }

type data struct {
	asked
	Total        int
	Hits         []hit
	Back, Next   string // where the results before and after these begin; empty: there are none
	Until, Limit int
	Asked        bool
	Groups       []group
	Instead      []instead
	Chosen       []chosen
	Kinds        []choice
	Clauses      []choice
	States       []page.Named
	Lang         *locale.Locale
}

type hit struct {
	found.Hit
	Place  int
	What   string
	Head   template.HTML
	Pieces []template.HTML
	Link   string
}

// instead is a query with a word that may have been meant.
type instead struct{ Word, Query string }

// shown is how many results stand on a page.
const shown = 20

func show(c *page.Context) error {
	d := data{asked: ask(c.R.URL.Query()), Limit: found.MaxResults, Lang: c.Lang}
	if err := d.choices(c); err != nil {
		return err
	}
	v := page.View{Title: "Search", Data: &d}
	text, faults := d.query(c)
	if v.Faults = faults; len(faults) > 0 {
		return c.RenderFaults(showing, v)
	}
	if text == "" {
		return c.Render(showing, v)
	}
	q := app.Question{Text: text, From: d.From, Limit: shown, Facets: true, Sees: sees(c)}
	if d.Table {
		q.From, q.Limit = 0, found.MaxResults
	}
	p, err := c.App.Find(c.Ctx(), q)
	if errors.Is(err, ent.ErrInvalid) {
		v.Faults = []page.Fault{{Field: "query", Text: err.Error()}}
		return c.RenderFaults(showing, v)
	}
	if err != nil {
		return err
	}
	if d.Table {
		return table(c, &p)
	}
	d.take(&p)
	v.Title = "Search: " + text
	return c.Render(showing, v)
}

func sees(c *page.Context) found.Clearance {
	return func(marking string) bool {
		m, err := access.ParseMarking(marking)
		return err == nil && c.Guard.May(c.Who, access.Read, access.Resource{Marking: m})
	}
}

// table answers with the results as CSV.
func table(c *page.Context, p *found.Page) error {
	c.Attach("search.csv", "text/csv; charset=utf-8")
	return app.WriteFound(c.W, p, 0)
}

// take makes of what was found what is shown.
func (d *data) take(p *found.Page) {
	d.Asked, d.Total = true, p.Total
	for i := range p.Hits {
		h := &p.Hits[i]
		x := hit{Hit: *h, Place: d.From + i + 1, What: word(h.Kind), Head: marked(h.Title, h.Marks), Link: link(h)}
		for _, piece := range h.Passages {
			x.Pieces = append(x.Pieces, cut(marked(piece.Text, piece.Marks), piece.At > 0, piece.At+len(piece.Text) < len(h.Text)))
		}
		d.Hits = append(d.Hits, x)
	}
	d.Until = d.From + len(p.Hits)
	if d.Until < p.Total && d.Until+shown <= found.MaxResults {
		d.Next = strconv.Itoa(d.Until)
	}
	if d.From > 0 {
		d.Back = strconv.Itoa(max(0, d.From-shown))
	}
	d.Groups = d.grouped(p.Facets)
	for i := range p.Instead {
		if s := &p.Instead[i]; s.In(d.Text) != d.Text {
			d.Instead = append(d.Instead, instead{s.Instead[0], s.In(d.Text)})
		}
	}
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

// cut shows that a passage has text before or after it.
func cut(piece template.HTML, before, after bool) template.HTML {
	if before {
		piece = "… " + piece
	}
	if after {
		piece += " …"
	}
	return piece
}

// link returns the page on which a result stands.
func link(h *found.Hit) string {
	switch {
	case h.Kind == found.Norm:
		return "/corpus/norms/" + url.PathEscape(h.ID)
	case h.Kind == found.Duty:
		return "/calendar"
	case h.Kind == found.Activity, strings.HasPrefix(h.Ref, "/documents/"):
		return h.Ref
	case h.Instrument != "":
		return "/register/" + url.PathEscape(string(h.Instrument))
	}
	return ""
}
