// Package logbook shows the log of the record: its checkpoint, its newest entries, and how
// anybody can verify it.
package logbook

import (
	"embed"
	"net/http"
	"slices"
	"strconv"

	"entente/internal/access"
	"entente/internal/record"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var showing = page.Templates(files, "*.html")

// Mount adds the page.
func Mount(mux *http.ServeMux, s *page.Site) { s.Handle(mux, "GET /log-book", access.Read, show) }

type data struct {
	Size    int64
	Entries []record.Version
	Before  int64
	From    int64
	Audits  bool   // may see who was shown what
	Key     string // of the log, where it is served
}

// shown is how many entries stand on a page.
const shown = 50

func show(c *page.Context) error {
	size, err := c.App.Records.Size(c.Ctx())
	if err != nil {
		return err
	}
	d := data{Size: size, From: size, Audits: c.Guard.May(c.Who, access.Audit, access.Resource{}), Key: c.LogKey}
	if n, err := strconv.ParseInt(c.R.URL.Query().Get("before"), 10, 64); err == nil && n > 0 && n < size {
		d.From = n
	}
	d.Before = max(0, d.From-shown)
	vs, err := c.App.Records.Entries(c.Ctx(), d.Before-1, int(d.From-d.Before))
	if err != nil {
		return err
	}
	slices.Reverse(vs)
	d.Entries = vs
	return c.Render(showing, page.View{Title: "Log", Data: &d, Scripts: []string{"log.js"}})
}
