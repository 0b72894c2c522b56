// Package register shows the instruments of the shipped law and of the institution: the
// list with its facets, and each with its parties, acts, provisions, norms and texts.
package register

import (
	"embed"
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	ent "entente"
	"entente/internal/access"
	"entente/internal/answer"
	"entente/internal/app"
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

	takingPage = page.Templates(files, "take.html", "fields.html")
	actPage    = page.Templates(files, "act.html", "fields.html")
	mending    = page.Templates(files, "correct.html", "fields.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /register", access.Read, list)
	s.Handle(mux, "GET /register/{id}", access.Read, show)
	s.Handle(mux, "GET /register/{id}/making", access.Read, showMaking)
	s.Handle(mux, "GET /register/{id}/making/{step}", access.Treaty, takeForm)
	s.Handle(mux, "POST /register/{id}/making/{step}", access.Treaty, take)
	s.Handle(mux, "GET /register/{id}/acts/new", access.Register, actForm)
	s.Handle(mux, "POST /register/{id}/acts", access.Register, putAct)
	s.Handle(mux, "GET /register/{id}/acts/correct", access.Register, correctForm)
	s.Handle(mux, "POST /register/{id}/acts/correct", access.Register, correct)
	s.Handle(mux, "GET /register/{id}/text/{hash}", access.Read, text)
	s.Handle(mux, "GET /register/{id}/copy/{hash}", access.Read, certifiedCopy)
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
	d := listed{Words: q.Get("words"), Party: q.Get("party"), Kind: q.Get("kind"), Source: q.Get("source"), States: c.States(lib), Size: size}
	var party ent.StateCode
	if d.Party != "" {
		if party, err = lib.Treaties.World().Find(c.Lang.Code(d.Party)); err != nil {
			return c.RenderFaults(listing, page.View{Title: "Register", Data: &d, Faults: []page.Fault{{Field: "party", Text: err.Error()}}})
		}
	}
	kinds := map[string]bool{}
	words := strings.Fields(strings.ToLower(d.Words))
	var ids []ent.InstrumentID
	for _, id := range lib.Treaties.IDs() {
		in := lib.Treaties.Instrument(id)
		kinds[in.Kind] = true
		if d.Kind != "" && in.Kind != d.Kind || d.Source == "own" && !c.App.Own(id) || d.Source == "shipped" && c.App.Own(id) || !matches(in, words) || party != "" && lib.Treaties.Standing(party, id, c.On) != treaty.Party {
			continue
		}
		ids = append(ids, id)
	}
	d.Kinds = slices.Sorted(maps.Keys(kinds))
	d.Total = len(ids)
	if q.Get("as") == "csv" {
		return asCSV(c, lib, ids)
	}
	d.page(c, lib, ids, q.Get("after"))
	return c.Render(listing, page.View{Title: "Register", Data: &d})
}

// matches reports whether the names of an instrument have all the words, which are in lower
// case.
func matches(in *treaty.Instrument, words []string) bool {
	for _, w := range words {
		if !has(string(in.ID), w) && !has(in.Title, w) && !slices.ContainsFunc(in.Aliases, func(a string) bool { return has(a, w) }) {
			return false
		}
	}
	return true
}

// has reports whether a text has a word in lower case, whatever its own case.
func has(text, word string) bool {
	if len(word) == 0 {
		return true
	}
	first := word[0]
	for i := 0; i+len(word) <= len(text); i++ {
		c := text[i]
		if c >= utf8.RuneSelf || first >= utf8.RuneSelf {
			return strings.Contains(strings.ToLower(text), word)
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c == first && strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
	}
	return false
}

// page cuts one page out of the instruments, and works out what costs more for those alone.
func (d *listed) page(c *page.Context, lib *law.Library, ids []ent.InstrumentID, after string) {
	i := 0
	for i < len(ids) && after != "" && string(ids[i]) <= after {
		i++
	}
	d.From = i
	end := min(i+size, len(ids))
	for _, id := range ids[i:end] {
		in := lib.Treaties.Instrument(id)
		r := row{ID: id, Title: in.Title, Kind: in.Kind, Adopted: in.Adopted, Own: c.App.Own(id)}
		_, _, r.InForce = lib.Treaties.EntryIntoForce(id)
		for _, m := range lib.Treaties.Parties(id, c.On) {
			if m.Standing == treaty.Party {
				r.Parties++
			}
		}
		d.Rows = append(d.Rows, r)
	}
	if end < len(ids) {
		d.Next = string(ids[end-1])
	}
}

func asCSV(c *page.Context, lib *law.Library, ids []ent.InstrumentID) error {
	t := c.Table("instruments.csv", "id", "title", "kind", "adopted", "in_force")
	for _, id := range ids {
		in := lib.Treaties.Instrument(id)
		_, _, day := lib.Treaties.EntryIntoForce(id)
		t.Row(string(id), in.Title, in.Kind, in.Adopted.String(), day.String())
	}
	return t.Close()
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
	MayAct    bool       // put acts on record
	OwnActs   []kept.Act // which can be corrected
	Reserved  *answer.Reservations
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
	if d.Reserved, err = answer.OfReservations(lib.Treaties, string(id), c.On); err != nil {
		return err
	}
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
	d.Own, d.MayAct = c.App.Own(id), c.Guard.May(c.Who, access.Register, access.Resource{})
	if d.OwnActs, err = c.App.Register.Acts(c.Ctx(), id, c.Known); err != nil {
		return err
	}
	if d.History, err = c.App.Register.History(c.Ctx(), id); err != nil && ent.KindOf(err) != ent.NotFound {
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
	May   bool // take steps
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
	return c.Render(making, page.View{Title: "Making of " + f.Title, Data: made{f, f.Where(lib.Treaties, c.On), f.Next(c.On, c.Who.Name), c.Guard.May(c.Who, access.Treaty, access.Resource{})}})
}

// certifiedCopy gives the certified copy of a final text, to be signed.
func certifiedCopy(c *page.Context) error {
	id := ent.InstrumentID(ent.Fold(c.R.PathValue("id")))
	texts, err := c.App.Register.Texts(c.Ctx(), id, c.Known)
	if err != nil {
		return err
	}
	hash := c.R.PathValue("hash")
	i := slices.IndexFunc(texts, func(k kept.Kept) bool { return k.Hash == hash && k.Version == kept.Final })
	if i < 0 {
		return ent.Errorf(ent.NotFound, "no such final text of this instrument is on record")
	}
	b, err := c.App.CertifiedCopy(c.Ctx(), app.Wanted{Instrument: id, Part: texts[i].Part, Language: texts[i].Language, On: c.On, Known: c.Known})
	if err != nil {
		return err
	}
	return c.File(string(id)+"-"+texts[i].Language+".pdf", "application/pdf", b)
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
	b, err := c.App.Register.File(c.Ctx(), &texts[i].Text)
	if err != nil {
		return err
	}
	return c.Download(texts[i].Name, "application/octet-stream", b)
}
