// Package calendar shows what must be done and what is about to change, day by day, and
// lets duties be added and fulfilled.
package calendar

import (
	"embed"
	"net/http"
	"strconv"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/duty"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var showing = page.Templates(files, "*.html")

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /calendar", access.Read, show)
	s.Handle(mux, "GET /calendar/entente.ics", access.Read, asICal)
	s.Handle(mux, "POST /calendar/duties", access.Duty, add)
	s.Handle(mux, "POST /calendar/duties/{id}/done", access.Duty, done)
}

type data struct {
	Duties       []duty.Item
	Days         []duty.Entry
	Owner, State string
	Within       int
	Owners       []string
	New          duty.Duty
	Due          string
	Mark, Rel    string
	MayAdd       bool
}

func show(c *page.Context) error { return render(c, &data{}, nil) }

func render(c *page.Context, d *data, faults []page.Fault) error {
	q := c.R.URL.Query()
	d.Owner, d.State, d.Within = q.Get("owner"), q.Get("state"), 365
	if n, err := strconv.Atoi(q.Get("within")); err == nil && n > 0 && n < 36_500 {
		d.Within = n
	}
	d.MayAdd = c.Guard.May(c.Who, access.Duty, access.Resource{})
	items, err := c.App.Duties.List(c.Ctx(), c.On)
	if err != nil {
		return err
	}
	owners := map[string]bool{}
	for _, it := range items {
		if it.Owner != "" && !owners[it.Owner] {
			owners[it.Owner] = true
			d.Owners = append(d.Owners, it.Owner)
		}
		if (d.Owner == "" || it.Owner == d.Owner) && (d.State == "" || it.State == d.State) {
			d.Duties = append(d.Duties, it)
		}
	}
	days, err := c.App.Days(c.Ctx(), c.On)
	if err != nil {
		return err
	}
	for _, e := range days {
		if e.Of != duty.OfDuty && e.Day <= c.On.AddDays(d.Within) {
			d.Days = append(d.Days, e)
		}
	}
	v := page.View{Title: "Calendar and duties", Data: d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(showing, v)
	}
	return c.Render(showing, v)
}

func asICal(c *page.Context) error {
	entries, err := c.App.Days(c.Ctx(), c.On)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	return duty.WriteICal(c.W, "entente", time.Now(), entries)
}

func add(c *page.Context) error {
	f := c.R.PostForm
	d := duty.Duty{Text: f.Get("text"), To: f.Get("to"), Owner: f.Get("owner"), Bearer: ent.StateCode(ent.Fold(f.Get("bearer"))), Instrument: ent.InstrumentID(ent.Fold(f.Get("instrument"))), Legal: f.Get("legal") == "yes"}
	var faults []page.Fault
	if due := f.Get("due"); due != "" {
		var err error
		if d.Due, err = ent.ParseDate(due); err != nil {
			faults = append(faults, page.Fault{Field: "due", Text: err.Error()})
		}
	}
	if err := d.Check(); err != nil {
		faults = append(faults, page.Fault{Field: "text", Text: err.Error()})
	}
	ctx, err := c.Marked()
	if err != nil {
		faults = append(faults, page.Fault{Field: "mark", Text: err.Error()})
	}
	if len(faults) == 0 {
		_, err = c.App.Duties.Add(ctx, c.Who.Name, d)
		if k := ent.KindOf(err); k == ent.Invalid || k == ent.Forbidden { // of the marking: the rest was looked at
			faults = append(faults, page.Fault{Field: "mark", Text: err.Error()})
		} else if err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return render(c, &data{New: d, Due: f.Get("due"), Mark: f.Get("mark"), Rel: f.Get("rel")}, faults)
	}
	c.Redirect("/calendar")
	return nil
}

func done(c *page.Context) error {
	evidence := c.R.PostFormValue("evidence")
	day, err := ent.ParseDate(c.R.PostFormValue("day"))
	if err == nil {
		err = c.App.Duties.Change(c.Ctx(), c.Who.Name, c.R.PathValue("id"), "fulfilled", func(d *duty.Duty) { d.Done, d.Evidence = day, evidence })
	}
	if err != nil {
		return err
	}
	c.Redirect("/calendar")
	return nil
}
