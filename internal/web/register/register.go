// Package register shows the instruments of the shipped law and of the institution: the
// list with its facets, and each with its parties, acts, provisions, norms and texts.
package register

import (
	"embed"
	"encoding/csv"
	"net/http"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/answer"
	"entente/internal/law"
	"entente/internal/law/duration"
	"entente/internal/law/treaty"
	"entente/internal/record"
	kept "entente/internal/register"
	"entente/internal/treatymaking"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	listing = page.Templates(files, "list.html")
	showing = page.Templates(files, "show.html")
	making  = page.Templates(files, "making.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /register", access.Read, list)
	s.Handle(mux, "GET /register/{id}", access.Read, show)
	s.Handle(mux, "GET /register/{id}/making", access.Read, showMaking)
	s.Handle(mux, "GET /register/{id}/text/{hash}", access.Read, text)
}

type row struct {
	ID      ent.InstrumentID
	Title   string
	Kind    string
	Adopted ent.Date
	InForce ent.Date
	Parties int
	Own     bool
}

type listed struct {
	Rows                       []row
	Words, Party, Kind, Source string
	Kinds                      []string
	States                     []page.Named
	Total, From, Size          int
	Next, Before               string
}

// size is how many instruments stand on a page.
const size = 50

func list(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	q := c.R.URL.Query()
	d := listed{Words: q.Get("words"), Party: q.Get("party"), Kind: q.Get("kind"), Source: q.Get("source"), States: page.States(lib), Size: size}
	var party ent.StateCode
	if d.Party != "" {
		if party, err = lib.Treaties.World().Find(d.Party); err != nil {
			return c.RenderFaults(listing, page.View{Title: "Register", Data: &d, Faults: []page.Fault{{Field: "party", Text: err.Error()}}})
		}
	}
	var rows []row
	for _, id := range lib.Treaties.IDs() {
		in := lib.Treaties.Instrument(id)
		if !slices.Contains(d.Kinds, in.Kind) {
			d.Kinds = append(d.Kinds, in.Kind)
		}
		if d.Kind != "" && in.Kind != d.Kind || d.Source == "own" && !c.App.Own(id) || d.Source == "shipped" && c.App.Own(id) || !matches(in, d.Words) || party != "" && lib.Treaties.Standing(party, id, c.On) != treaty.Party {
			continue
		}
		rows = append(rows, row{ID: id, Title: in.Title, Kind: in.Kind, Adopted: in.Adopted, Own: c.App.Own(id)})
	}
	slices.Sort(d.Kinds)
	d.Total = len(rows)
	if q.Get("as") == "csv" {
		return asCSV(c, lib, rows)
	}
	d.page(lib, rows, q.Get("after"), c.On)
	return c.Render(listing, page.View{Title: "Register", Data: &d})
}

func matches(in *treaty.Instrument, words string) bool {
	all := strings.ToLower(string(in.ID) + " " + in.Title + " " + strings.Join(in.Aliases, " "))
	for _, w := range strings.Fields(strings.ToLower(words)) {
		if !strings.Contains(all, w) {
			return false
		}
	}
	return true
}

// page cuts one page out of the rows, and works out what costs more for those alone.
func (d *listed) page(lib *law.Library, rows []row, after string, on ent.Date) {
	i := 0
	for i < len(rows) && after != "" && string(rows[i].ID) <= after {
		i++
	}
	d.From = i
	end := min(i+size, len(rows))
	d.Rows = rows[i:end]
	for k := range d.Rows {
		r := &d.Rows[k]
		_, _, r.InForce = lib.Treaties.EntryIntoForce(r.ID)
		for _, m := range lib.Treaties.Parties(r.ID, on) {
			if m.Standing == treaty.Party {
				r.Parties++
			}
		}
	}
	if end < len(rows) {
		d.Next = string(rows[end-1].ID)
	}
}

func asCSV(c *page.Context, lib *law.Library, rows []row) error {
	c.W.Header().Set("Content-Type", "text/csv; charset=utf-8")
	c.W.Header().Set("Content-Disposition", `attachment; filename="instruments.csv"`)
	w := csv.NewWriter(c.W)
	w.Write([]string{"id", "title", "kind", "adopted", "in_force"})
	for _, r := range rows {
		_, _, day := lib.Treaties.EntryIntoForce(r.ID)
		w.Write([]string{string(r.ID), r.Title, r.Kind, r.Adopted.String(), day.String()})
	}
	w.Flush()
	return w.Error()
}

type shown struct {
	In        *treaty.Instrument
	Parties   *answer.Parties
	Acts      []treaty.Act
	Computed  ent.Date
	Declared  ent.Date
	Day       ent.Date
	Norms     []normRow
	Texts     []kept.Kept
	Relatives []kept.Relative
	History   []record.Version
	Term      *duration.Term
	Rule      *duration.Rule
	Case      bool
	Own       bool
}

type normRow struct {
	ID             ent.NormID
	Title, Article string
}

func show(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	id, err := lib.Treaties.Find(c.R.PathValue("id"))
	if err != nil {
		return err
	}
	d := shown{In: lib.Treaties.Instrument(id)}
	if d.Parties, err = answer.OfParties(lib.Treaties, string(id), c.On); err != nil {
		return err
	}
	table, _ := treaty.ParseActs(d.In.Acts)
	d.Acts = append(table, d.In.Record...)
	slices.SortStableFunc(d.Acts, func(a, b treaty.Act) int { return int(a.On - b.On) })
	d.Computed, d.Declared, d.Day = lib.Treaties.EntryIntoForce(id)
	for _, p := range lib.Vocabulary.Norms {
		if n := lib.Book.Norm(p.ID); n != nil && p.Instrument == id {
			d.Norms = append(d.Norms, normRow{p.ID, n.Title, p.Article})
		}
	}
	if t, rule, ok := lib.Treaties.Term(id, c.On); ok && t.End != 0 {
		d.Term, d.Rule = &t, rule
	}
	return d.own(c, id)
}

// own adds what the institution keeps of an instrument.
func (d *shown) own(c *page.Context, id ent.InstrumentID) error {
	var err error
	if d.Texts, err = c.App.Register.Texts(c.Ctx(), id, c.Known); err != nil {
		return err
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d.Relatives = c.App.Relatives(lib, id)
	switch d.History, err = c.App.Register.History(c.Ctx(), id); {
	case err == nil:
		d.Own = true
	case ent.KindOf(err) != ent.NotFound:
		return err
	}
	if _, err := c.App.Treaties.File(c.Ctx(), id, c.Known); err == nil {
		d.Case = true
	}
	return c.Render(showing, page.View{Title: d.In.Title, Data: d})
}

type made struct {
	*treatymaking.File
	Where treatymaking.Where
	Next  []treatymaking.Next
}

func showMaking(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	f, err := c.App.Treaties.File(c.Ctx(), ent.InstrumentID(ent.Fold(c.R.PathValue("id"))), c.Known)
	if err != nil {
		return err
	}
	return c.Render(making, page.View{Title: "Making of " + f.Title, Data: made{f, f.Where(lib.Treaties, c.On), f.Next(c.On, c.Who.Name)}})
}

// text gives the bytes of a text, as a download that no browser runs.
func text(c *page.Context) error {
	texts, err := c.App.Register.Texts(c.Ctx(), ent.InstrumentID(ent.Fold(c.R.PathValue("id"))), c.Known)
	if err != nil {
		return err
	}
	hash := c.R.PathValue("hash")
	i := slices.IndexFunc(texts, func(k kept.Kept) bool { return k.Hash == hash })
	if i < 0 {
		return ent.Errorf(ent.NotFound, "no such text of this instrument is on record")
	}
	b, err := c.App.Register.File(c.Ctx(), hash)
	if err != nil {
		return err
	}
	h := c.W.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+page.Escape(texts[i].Name))
	_, err = c.W.Write(b)
	return err
}
