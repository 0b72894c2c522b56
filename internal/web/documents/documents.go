// Package documents shows the texts of agreements: what is on record, what a text says with
// its clauses, gaps and proposals beside it, and the forms by which a text is put on record
// and its proposals are reviewed.
package documents

import (
	"bytes"
	"embed"
	"net/http"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/document"
	"entente/internal/document/akn"
	"entente/internal/document/clause"
	"entente/internal/record"
	kept "entente/internal/register"
	"entente/internal/review"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	listing   = page.Templates(files, "list.html")
	adding    = page.Templates(files, "add.html", "parts.html")
	showing   = page.Templates(files, "show.html", "parts.html")
	reviewing = page.Templates(files, "review.html")
	liking    = page.Templates(files, "like.html", "parts.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /documents", access.Read, list)
	s.Handle(mux, "GET /documents/new", access.Register, form)
	s.Handle(mux, "POST /documents", access.Register, add)
	s.Handle(mux, "GET /documents/{id}", access.Read, show)
	s.Handle(mux, "GET /documents/{id}/akn.xml", access.Read, asAKN)
	s.Handle(mux, "GET /documents/{id}/like", access.Read, like)
	s.Handle(mux, "GET /documents/{id}/proposals/{which}", access.Read, proposed)
	s.Handle(mux, "POST /documents/{id}/proposals/{which}", access.Norm, decide)
	s.Handle(mux, "POST /documents/{id}/proposals", access.Norm, decideMany)
}

type row struct {
	kept.Text
	Title    string
	Reviewed int
	At       time.Time
}

type listed struct {
	Rows   []row
	Filter string
	MayAdd bool
}

// list shows the texts on record, each with how many sentences of its instrument were reviewed.
func list(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	reviewed := map[string]int{}
	err = record.Each(c.Ctx(), c.App.Records, record.Query{Kind: review.Kind, Known: c.Known}, func(v *record.Version) error { reviewed[v.Subject]++; return nil })
	if err != nil {
		return err
	}
	all, err := c.App.Register.EveryText(c.Ctx(), c.Known)
	if err != nil {
		return err
	}
	d := listed{Filter: c.R.URL.Query().Get("filter"), MayAdd: c.Guard.May(c.Who, access.Register, access.Resource{})}
	for _, k := range all {
		r := row{Text: k.Text, At: k.At, Reviewed: reviewed[string(k.Instrument)]}
		if in := lib.Treaties.Instrument(k.Instrument); in != nil {
			r.Title = in.Title
		}
		if strings.Contains(strings.ToLower(r.Title+" "+string(k.Instrument)+" "+k.Name), strings.ToLower(d.Filter)) {
			d.Rows = append(d.Rows, r)
		}
	}
	return c.Render(listing, page.View{Title: "Documents", Data: &d})
}

// part is an article as shown: with what was found in it.
type part struct {
	*document.Article
	Anchor  string
	Clauses []clause.Found
	Items   []review.Item
}

type shown struct {
	*review.Opened
	Title     string
	Parts     []part
	Texts     []kept.Kept
	Spread    []spread
	MayReview bool
	Next      int
}

// spread is a clause of the taxonomy with the places where it was found.
type spread struct {
	Clause string
	Places []clause.Found
}

// opened is the text that the address names.
func opened(c *page.Context) (*review.Opened, error) {
	return c.App.Reviews.Open(c.Ctx(), ent.InstrumentID(ent.Fold(c.R.PathValue("id"))), c.R.FormValue("text"), c.Known)
}

func show(c *page.Context) error { return render(c, nil) }

func render(c *page.Context, faults []page.Fault) error {
	o, err := opened(c)
	if err != nil {
		return err
	}
	d := shown{Opened: o, Title: o.Analysis.Title, Parts: parts(o), MayReview: c.Guard.May(c.Who, access.Norm, access.Resource{})}
	if d.Texts, err = c.App.Register.Texts(c.Ctx(), o.Instrument, c.Known); err != nil {
		return err
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	if in := lib.Treaties.Instrument(o.Instrument); in != nil {
		d.Title = in.Title
	}
	for _, f := range o.Analysis.Clauses {
		i := slices.IndexFunc(d.Spread, func(s spread) bool { return s.Clause == string(f.Clause) })
		if i < 0 {
			d.Spread, i = append(d.Spread, spread{Clause: string(f.Clause)}), len(d.Spread)
		}
		d.Spread[i].Places = append(d.Spread[i].Places, f)
	}
	d.Next = nextOpen(o, 0)
	v := page.View{Title: d.Title, Data: &d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(showing, v)
	}
	return c.Render(showing, v)
}

// parts puts clauses and proposals beside the articles in which they stand.
func parts(o *review.Opened) []part {
	out := make([]part, len(o.Analysis.Document.Articles))
	for i := range out {
		a := &o.Analysis.Document.Articles[i]
		p := part{Article: a, Anchor: review.Anchor(a.Language, a.Number)}
		for _, f := range o.Analysis.Clauses {
			if f.Language == a.Language && number(f.Article) == a.Number {
				p.Clauses = append(p.Clauses, f)
			}
		}
		for _, it := range o.Items {
			if it.Language == a.Language && number(it.Article) == a.Number {
				p.Items = append(p.Items, it)
			}
		}
		out[i] = p
	}
	return out
}

// number is that of the article in a citation such as VII(5)(b).
func number(cited string) string {
	n, _, _ := strings.Cut(cited, "(")
	return n
}

// AnchorOf is the place on the page of the article that is cited.
func (d *shown) AnchorOf(language, cited string) string {
	return review.Anchor(language, number(cited))
}

// nextOpen is the number of the first proposal after one that is open, 0 when none is.
func nextOpen(o *review.Opened, after int) int {
	first := 0
	for _, it := range o.Items {
		if it.Review == nil && it.Number > after {
			return it.Number
		}
		if it.Review == nil && first == 0 {
			first = it.Number
		}
	}
	return first
}

func asAKN(c *page.Context) error {
	o, err := opened(c)
	if err != nil {
		return err
	}
	d := o.Analysis.Document
	language := c.R.FormValue("language")
	if language == "" && len(d.Languages) > 0 {
		language = d.Languages[0]
	}
	if len(d.Languages) > 0 && !slices.Contains(d.Languages, language) {
		return ent.Errorf(ent.Invalid, "the text is in %s, not in %q", strings.Join(d.Languages, ", "), language)
	}
	if len(d.Languages) > 1 {
		d = akn.In(d, language)
	}
	var b bytes.Buffer
	if err := akn.Write(&b, d, akn.Meta{Version: o.Version, Political: o.Analysis.Binding == "non-binding", Made: c.Today()}); err != nil {
		return err
	}
	return c.Download(string(o.Instrument)+"-"+language+".xml", "application/akn+xml", b.Bytes())
}

type alike struct {
	*review.Opened
	Article *document.Article
	List    []review.Like
}

// nearest is how many provisions are shown beside one.
const nearest = 8

// like shows the provisions of other agreements that are worded most like an article.
func like(c *page.Context) error {
	o, err := opened(c)
	if err != nil {
		return err
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	language, number := c.R.FormValue("language"), c.R.FormValue("article")
	d := alike{Opened: o}
	if d.List, err = c.App.Reviews.Nearest(c.Ctx(), lib, o, language, number, nearest, c.Known); err != nil {
		return err
	}
	i := slices.IndexFunc(o.Analysis.Document.Articles, func(a document.Article) bool {
		return a.Number == number && (language == "" || a.Language == language)
	})
	d.Article = &o.Analysis.Document.Articles[i]
	return c.Render(liking, page.View{Title: "Worded like article " + number, Data: &d})
}
