// Package corpus lets people read the law that answers rest on: norms with their sources
// and conditions, disputed ones with the positions that can be taken.
package corpus

import (
	"embed"
	"net/http"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/law/fact"
	"entente/internal/law/norm"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	listing = page.Templates(files, "list.html")
	showing = page.Templates(files, "norm.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /corpus", access.Ask, list)
	s.Handle(mux, "GET /corpus/norms/{id}", access.Ask, show)
}

type listed struct {
	Words, Class string
	Classes      []norm.Class
	Norms        []*norm.Compiled
	Instruments  int
	States       int
}

func list(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	q := c.R.URL.Query()
	d := listed{Words: q.Get("words"), Class: q.Get("class"), Instruments: len(lib.Treaties.IDs()), States: len(lib.Treaties.World().Codes()),
		Classes: []norm.Class{norm.JusCogens, norm.Charter, norm.Treaty, norm.Custom, norm.Regional, norm.Domestic, norm.Policy}}
	for _, p := range lib.Vocabulary.Norms {
		n := lib.Book.Norm(p.ID)
		if n == nil || d.Class != "" && string(n.Class) != d.Class {
			continue
		}
		text := strings.ToLower(string(n.ID) + " " + n.Title + " " + string(p.Instrument) + " " + strings.Join(n.Source.Cites, " "))
		fits := true
		for _, w := range strings.Fields(strings.ToLower(d.Words)) {
			fits = fits && strings.Contains(text, w)
		}
		if fits {
			d.Norms = append(d.Norms, n)
		}
	}
	return c.Render(listing, page.View{Title: "Corpus", Data: &d})
}

type shown struct {
	*norm.Compiled
	Positions []fact.Position
	Asks      []*fact.Declaration
	Refs      []ent.NormID
}

func show(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	n := lib.Book.Norm(ent.NormID(ent.Fold(c.R.PathValue("id"))))
	if n == nil {
		return ent.Errorf(ent.NotFound, "no norm %q", c.R.PathValue("id"))
	}
	d := shown{Compiled: n, Positions: lib.Vocabulary.Positions[n.ID], Refs: n.Refs()}
	for _, f := range n.Facts {
		if x := lib.Vocabulary.Fact(f); x != nil {
			d.Asks = append(d.Asks, x)
		}
	}
	return c.Render(showing, page.View{Title: n.Title, Data: &d})
}
