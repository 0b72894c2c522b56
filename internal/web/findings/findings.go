// Package findings shows the findings on record: as given, as they would come out today,
// who signed; and lets a second person sign them.
package findings

import (
	"embed"
	"encoding/json"
	"net/http"
	"strings"

	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law/finding"
	"entente/internal/opinion"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	listing = page.Templates(files, "list.html")
	showing = page.Templates(files, "show.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /findings", access.Read, list)
	s.Handle(mux, "GET /findings/{id}", access.Read, show) // {id}.pdf is the memorandum
	s.Handle(mux, "GET /findings/{id}/finding.json", access.Read, asJSON)
	s.Handle(mux, "POST /findings/{id}/sign", access.Read, sign)
	s.Handle(mux, "POST /findings/{id}/watch", access.Find, watch)
	s.Handle(mux, "POST /findings/{id}/duties", access.Duty, track)
}

type listed struct {
	All    []opinion.Opinion
	Filter string
	State  string
}

func list(c *page.Context) error {
	all, err := c.App.Opinions.All(c.Ctx(), c.Known)
	if err != nil {
		return err
	}
	d := listed{Filter: c.R.URL.Query().Get("filter"), State: c.R.URL.Query().Get("state")}
	for _, o := range all {
		words := strings.ToLower(o.Title + " " + o.Kind + " " + string(o.Drafter))
		for _, s := range o.States {
			words += " " + strings.ToLower(string(s))
		}
		if strings.Contains(words, strings.ToLower(d.Filter)) && (d.State == "" || d.State == "unsigned" && o.Signed == nil || d.State == "signed" && o.Signed != nil || d.State == "watched" && o.Watched) {
			d.All = append(d.All, o)
		}
	}
	return c.Render(listing, page.View{Title: "Findings", Data: &d})
}

type shown struct {
	*opinion.Opinion
	Finding  *finding.Finding
	Then     *opinion.Replay // asked again as known then
	Now      *opinion.Replay // asked again as known now
	Similar  []opinion.Opinion
	MayTrack bool   // put duties on the list
	MaySign  string // why the reader may not sign, empty when they may
}

func show(c *page.Context) error {
	if id, ok := strings.CutSuffix(c.R.PathValue("id"), ".pdf"); ok {
		return asPDF(c, id)
	}
	o, err := c.App.Opinions.Find(c.Ctx(), c.R.PathValue("id"))
	if err != nil {
		return err
	}
	d := shown{Opinion: o, Finding: &finding.Finding{}}
	if err := json.Unmarshal([]byte(o.Finding), d.Finding); err != nil {
		return err
	}
	if d.Then, d.Now, err = c.App.Replays(c.Ctx(), o); err != nil {
		return err
	}
	all, err := c.App.Opinions.All(c.Ctx(), c.Known)
	if err != nil {
		return err
	}
	d.Similar = opinion.Similar(all, o, 5)
	if err := c.Guard.Check(c.Who, access.Approve, access.Resource{Drafter: o.Drafter}); err != nil {
		d.MaySign = strings.TrimPrefix(err.Error(), "refused: ")
	}
	d.MayTrack = c.Guard.May(c.Who, access.Duty, access.Resource{})
	v := page.View{Title: o.Title, Data: &d}
	if c.R.URL.Query().Get("done") == "duties" {
		v.Notice = "The duties are on the list and in the calendar."
	}
	return c.Render(showing, v)
}

// track puts the finding's duties on the list.
func track(c *page.Context) error {
	id := c.R.PathValue("id")
	ctx, err := c.Marked()
	if err != nil {
		return err
	}
	if _, err := c.App.Track(ctx, c.Who.Name, id, strings.TrimSpace(c.R.PostForm.Get("owner"))); err != nil {
		return err
	}
	c.Redirect("/findings/" + id + "?done=duties")
	return nil
}

// asPDF hands the finding out as a legal memorandum.
func asPDF(c *page.Context, id string) error {
	q := c.R.URL.Query()
	b, err := c.App.Memorandum(c.Ctx(), id, app.Heading{To: q.Get("to"), Marking: q.Get("marking")})
	if err != nil {
		return err
	}
	return c.File(id+".pdf", "application/pdf", b)
}

func asJSON(c *page.Context) error {
	o, err := c.App.Opinions.Find(c.Ctx(), c.R.PathValue("id"))
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json")
	_, err = c.W.Write([]byte(o.Finding))
	return err
}

func sign(c *page.Context) error {
	o, err := c.App.Opinions.Find(c.Ctx(), c.R.PathValue("id"))
	if err != nil {
		return err
	}
	if err := c.Guard.Check(c.Who, access.Approve, access.Resource{Drafter: o.Drafter}); err != nil {
		return err
	}
	if err := c.App.Opinions.Sign(c.Ctx(), c.Who.Name, o.ID, c.Today()); err != nil {
		return err
	}
	c.Redirect("/findings/" + o.ID)
	return nil
}

func watch(c *page.Context) error {
	id := c.R.PathValue("id")
	if err := c.App.Opinions.Watch(c.Ctx(), c.Who.Name, id, c.R.PostFormValue("watched") == "yes"); err != nil {
		return err
	}
	c.Redirect("/findings/" + id)
	return nil
}
