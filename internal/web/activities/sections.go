package activities

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/web/page"
)

var keeping = page.Templates(files, "keeps.html", "head.html")

// headed is what every page of one activity shows above.
type headed struct {
	Activity *activity.Activity
	Kind     *activity.Kind
	Tabs     []tab
	MayKeep  bool
}

type tab struct {
	Name, Address string
	Current       bool
}

// head finds the activity of the address, and the pages that its kind has.
func head(c *page.Context, current string) (*headed, error) {
	a, err := c.App.Activities.Find(c.Ctx(), ent.Fold(c.R.PathValue("id")), c.Known)
	if err != nil {
		return nil, err
	}
	return above(c, a, current)
}

func above(c *page.Context, a *activity.Activity, current string) (*headed, error) {
	k, err := activity.KindOf(a.Kind)
	if err != nil {
		return nil, err
	}
	h := &headed{Activity: a, Kind: k, MayKeep: a.State != activity.Closed && a.State != activity.Cancelled && c.Guard.May(c.Who, access.Plan, access.Resource{})}
	keeps := func(sections ...string) bool {
		return slices.ContainsFunc(k.Sections, func(s activity.Section) bool { return slices.Contains(sections, s.ID) })
	}
	add := func(there bool, name, path string) {
		if there {
			h.Tabs = append(h.Tabs, tab{name, "/activities/" + url.PathEscape(a.ID) + path, current == path})
		}
	}
	add(true, "Gate and steps", "")
	add(keeps("agenda"), "Agenda from the record", "/agenda")
	add(len(k.Sections) > 0, "What it keeps", "/keeps")
	add(keeps("caveats"), "Who may do what", "/matrix")
	add(keeps("contributions", "awards"), "Who owes what", "/account")
	return h, nil
}

// kept are the sections with their entries.
type kept struct {
	*headed
	Sections []keptSection
	Open     string // the section whose form is open
}

type keptSection struct {
	*activity.Section
	Entries []activity.Entry
	Shown   []activity.Field  // columns that some entry has
	Typed   map[string]string // what was typed into the form
}

func keeps(c *page.Context) error { return renderKeeps(c, "", nil, nil) }

func renderKeeps(c *page.Context, open string, typed url.Values, faults []page.Fault) error {
	h, err := head(c, "/keeps")
	if err != nil {
		return err
	}
	d := kept{headed: h, Open: open}
	for i := range h.Kind.Sections {
		s := keptSection{Section: &h.Kind.Sections[i], Entries: h.Activity.Of(h.Kind.Sections[i].ID), Typed: map[string]string{}}
		for _, f := range s.Fields {
			if slices.ContainsFunc(s.Entries, func(e activity.Entry) bool { return e.Values[f.ID] != "" }) {
				s.Shown = append(s.Shown, f)
			}
			if s.ID == open {
				s.Typed[f.ID] = typed.Get(f.ID)
			}
		}
		if c.R.URL.Query().Get("section") == s.ID && c.R.URL.Query().Get("as") == "csv" {
			return sectionCSV(c, h.Activity, &s)
		}
		d.Sections = append(d.Sections, s)
	}
	v := page.View{Title: h.Activity.Title, Data: &d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(keeping, v)
	}
	return c.Render(keeping, v)
}

func sectionCSV(c *page.Context, a *activity.Activity, s *keptSection) error {
	columns := []string{"n"}
	for _, f := range s.Fields {
		columns = append(columns, f.ID)
	}
	t := c.Table(a.ID+"-"+s.ID+".csv", columns...)
	for _, e := range s.Entries {
		row := []string{strconv.Itoa(e.N)}
		for _, f := range s.Fields {
			row = append(row, e.Values[f.ID])
		}
		t.Row(row...)
	}
	return t.Close()
}

// written takes the values of a section's fields out of a form.
func written(f url.Values, s *activity.Section) map[string]string {
	out := map[string]string{}
	for _, x := range s.Fields {
		out[x.ID] = f.Get(x.ID)
	}
	return out
}

func enter(c *page.Context) error {
	h, err := head(c, "/keeps")
	if err != nil {
		return err
	}
	f := c.R.PostForm
	s, err := h.Kind.Section(f.Get("section"))
	if err == nil {
		err = c.App.Enter(c.Ctx(), c.Who.Name, c.Today(), h.Activity.ID, s.ID, written(f, s))
	}
	return entered(c, h, f.Get("section"), f.Get("back"), err)
}

// entered leads back to where an entry was made, or shows there what was wrong.
func entered(c *page.Context, h *headed, section, back string, err error) error {
	switch ent.KindOf(err) {
	case ent.Invalid, ent.Conflict, ent.Forbidden:
		return renderKeeps(c, section, c.R.PostForm, []page.Fault{{Field: "entry", Text: err.Error()}})
	}
	if err != nil {
		return err
	}
	at := "/activities/" + url.PathEscape(h.Activity.ID)
	if back == "agenda" {
		c.Redirect(at + "/agenda")
		return nil
	}
	c.Redirect(at + "/keeps#section-" + section)
	return nil
}

func correct(c *page.Context) error {
	h, err := head(c, "/keeps")
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(c.R.PathValue("n"))
	i := slices.IndexFunc(h.Activity.Entries, func(e activity.Entry) bool { return e.N == n })
	if err != nil || i < 0 {
		return ent.Errorf(ent.NotFound, "%s has no entry %q", h.Activity.ID, c.R.PathValue("n"))
	}
	f := c.R.PostForm
	s, err := h.Kind.Section(h.Activity.Entries[i].Section)
	if err != nil {
		return err
	}
	var values map[string]string
	if f.Get("do") != "strike" {
		values = written(f, s)
	}
	err = c.App.Correct(c.Ctx(), c.Who.Name, c.Today(), h.Activity.ID, n, values, strings.TrimSpace(f.Get("reason")))
	return entered(c, h, "", "", err)
}

// mountSections adds the pages of what activities keep.
func mountSections(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /activities/{id}/keeps", access.Read, keeps)
	s.Handle(mux, "POST /activities/{id}/entries", access.Plan, enter)
	s.Handle(mux, "POST /activities/{id}/entries/{n}", access.Plan, correct)
	s.Handle(mux, "GET /activities/{id}/matrix", access.Read, matrix)
	s.Handle(mux, "GET /activities/{id}/account", access.Read, account)
	s.Handle(mux, "GET /activities/{id}/agenda", access.Read, agenda)
	s.Handle(mux, "GET /activities/{id}/papers/{paper}", access.Read, paper)
	s.Handle(mux, "GET /activities/units", access.Read, units)
	s.Handle(mux, "GET /activities/goals", access.Read, goals)
}
