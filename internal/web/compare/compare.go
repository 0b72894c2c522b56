// Package compare sets agreements, or versions of one, beside one another: article by article
// with what changed, and clause by clause; and weighs instruments against one another.
package compare

import (
	"embed"
	"fmt"
	"net/http"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/document/compare"
	"entente/internal/register"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	showing  = page.Templates(files, "compare.html")
	weighing = page.Templates(files, "weigh.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /compare", access.Read, show)
	s.Handle(mux, "GET /compare/weigh", access.Read, showWeighed)
}

type data struct {
	Choices []choice
	*compare.Comparison
	Texts   []register.Kept // in the order of the columns
	Changed int             // rows that differ
	Only    string          // "changes": rows that are the same in all are left out
}

type choice struct {
	register.Kept
	Title  string
	Chosen bool
}

func show(c *page.Context) error {
	all, err := c.App.Register.EveryText(c.Ctx(), c.Known)
	if err != nil {
		return err
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	want := c.R.URL.Query()["text"]
	d := data{Only: c.R.URL.Query().Get("only")}
	for _, k := range all {
		x := choice{Kept: k, Chosen: slices.Contains(want, k.Hash)}
		if in := lib.Treaties.Instrument(k.Instrument); in != nil {
			x.Title = in.Title
		}
		d.Choices = append(d.Choices, x)
	}
	if len(want) == 0 {
		return c.Render(showing, page.View{Title: "Compare", Data: &d})
	}
	switch err := d.compare(c, all, want); {
	case err == nil && c.R.URL.Query().Get("as") == "csv":
		return d.asCSV(c)
	case err == nil:
		return c.Render(showing, page.View{Title: "Compare", Data: &d})
	case ent.KindOf(err) == ent.Invalid || ent.KindOf(err) == ent.NotFound:
		d.Comparison = nil
		return c.RenderFaults(showing, page.View{Title: "Compare", Data: &d, Faults: []page.Fault{{Field: "texts", Text: err.Error()}}})
	default:
		return err
	}
}

// compare opens the texts in the order in which they were put on record, so that an older
// version stands before a later one.
func (d *data) compare(c *page.Context, all []register.Kept, want []string) error {
	var columns []compare.Column
	for _, k := range all {
		if !slices.Contains(want, k.Hash) || slices.ContainsFunc(d.Texts, func(t register.Kept) bool { return t.Hash == k.Hash }) {
			continue
		}
		o, err := c.App.Reviews.Open(c.Ctx(), k.Instrument, k.ID, c.Known)
		if err != nil {
			return err
		}
		d.Texts = append(d.Texts, k)
		columns = append(columns, o.Analysis.Column(fmt.Sprintf("%s %s", k.Instrument, k.Version)))
	}
	if len(columns) < 2 {
		return ent.Errorf(ent.Invalid, "choose two to six texts that differ")
	}
	var err error
	if d.Comparison, err = compare.Compare(columns); err != nil {
		return err
	}
	for i := range d.Rows {
		if d.Rows[i].Differs() {
			d.Changed++
		}
	}
	return nil
}

func (d *data) asCSV(c *page.Context) error {
	head := []string{}
	for _, x := range d.Columns {
		head = append(head, x.Label, "state")
	}
	t := c.Table("comparison.csv", head...)
	for _, r := range d.Rows {
		line := []string{}
		for i, cell := range r.Cells {
			line = append(line, d.ArticleOf(i, cell), cell.State+" "+strings.Join(cell.How, " "))
		}
		t.Row(line...)
	}
	return t.Close()
}

// ArticleOf names the articles of a cell.
func (d *data) ArticleOf(column int, cell compare.Cell) string {
	var out []string
	for _, p := range cell.Articles {
		out = append(out, strings.TrimSpace(p.Number+" "+p.Heading))
	}
	return strings.Join(out, "; ")
}

// TextOf is the text of a cell.
func (d *data) TextOf(column int, cell compare.Cell) string {
	var out []string
	for _, p := range cell.Articles {
		out = append(out, compare.Lines(&d.Columns[column].Document.Articles[p.Index]))
	}
	return strings.Join(out, "\n")
}

// Skip reports whether a row is left out.
func (d *data) Skip(r compare.Row) bool { return d.Only == "changes" && !r.Differs() }
