package activities

import (
	"strings"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/activity/burden"
	"entente/internal/activity/capacity"
	"entente/internal/activity/force"
	"entente/internal/web/page"
)

var (
	ofMatrix  = page.Templates(files, "matrix.html", "head.html")
	ofAccount = page.Templates(files, "account.html", "head.html")
	ofAgenda  = page.Templates(files, "agenda.html", "head.html")
	ofUnits   = page.Templates(files, "units.html")
	ofGoals   = page.Templates(files, "goals.html")
)

func matrix(c *page.Context) error {
	h, err := head(c, "/matrix")
	if err != nil {
		return err
	}
	_, m, err := c.App.Matrix(c.Ctx(), h.Activity.ID, c.On, c.Known)
	if err != nil {
		return err
	}
	if c.R.URL.Query().Get("as") == "csv" {
		t := c.Table(h.Activity.ID+"-matrix.csv", "task", "state", "says", "of", "source says", "text", "who decides", "cites")
		for _, r := range m.Rows {
			for _, x := range r.Cells {
				if len(x.Sources) == 0 {
					t.Row(r.Name, string(x.State), x.Says.String(), "", "", "", "", "")
				}
				for _, s := range x.Sources {
					t.Row(r.Name, string(x.State), x.Says.String(), s.Of, s.Says.String(), s.Text, s.Who, strings.Join(s.Cites, "; "))
				}
			}
		}
		return t.Close()
	}
	return c.Render(ofMatrix, page.View{Title: h.Activity.Title, Data: &struct {
		*headed
		Matrix *force.Matrix
	}{h, m}})
}

func account(c *page.Context) error {
	h, err := head(c, "/account")
	if err != nil {
		return err
	}
	_, x, err := c.App.Account(c.Ctx(), h.Activity.ID, c.Known)
	if err != nil {
		return err
	}
	return c.Render(ofAccount, page.View{Title: h.Activity.Title, Data: &struct {
		*headed
		Account *burden.Account
	}{h, x}})
}

// group is the points of one sort.
type group struct {
	Name  string
	Items []activity.Point
}

func agenda(c *page.Context) error {
	h, err := head(c, "/agenda")
	if err != nil {
		return err
	}
	g, err := c.App.Agenda(c.Ctx(), h.Activity, c.On, c.Known)
	if err != nil {
		return err
	}
	d := struct {
		*headed
		Agenda *activity.Agenda
		Groups []group
		Items  []activity.Entry
	}{headed: h, Agenda: g, Items: h.Activity.Of("agenda")}
	for _, s := range activity.PointSorts {
		x := group{Name: s.Title}
		for _, p := range g.Items {
			if p.Sort == s.Sort {
				x.Items = append(x.Items, p)
			}
		}
		if len(x.Items) > 0 {
			d.Groups = append(d.Groups, x)
		}
	}
	return c.Render(ofAgenda, page.View{Title: h.Activity.Title, Data: &d})
}

func paper(c *page.Context) error {
	id, which := ent.Fold(c.R.PathValue("id")), c.R.PathValue("paper")
	b, err := c.App.Paper(c.Ctx(), id, which, ent.StateCode(ent.Fold(c.R.URL.Query().Get("from"))), c.On, c.Known)
	if err != nil {
		return err
	}
	return c.File(id+"-"+which+".pdf", "application/pdf", b)
}

// mostUnits is how many units a page shows.
const mostUnits = 50

func units(c *page.Context) error {
	q := c.R.URL.Query()
	d := struct {
		Words, State string
		Units        []capacity.Unit
		More         bool
	}{Words: strings.TrimSpace(q.Get("words")), State: strings.TrimSpace(q.Get("state"))}
	v := page.View{Title: "What a unit received", Data: &d}
	var state ent.StateCode
	if d.State != "" {
		var err error
		if state, err = c.App.Shipped().Treaties.World().Find(c.Lang.Code(d.State)); err != nil {
			v.Faults = []page.Fault{{Field: "state", Text: err.Error()}}
			return c.RenderFaults(ofUnits, v)
		}
	}
	if d.Words != "" || state != "" {
		var err error
		if d.Units, d.More, err = c.App.Units(c.Ctx(), state, d.Words, mostUnits, c.Known); err != nil {
			return err
		}
	}
	return c.Render(ofUnits, v)
}

func goals(c *page.Context) error {
	d := struct {
		State string
		Goals []*capacity.Goal
	}{State: strings.TrimSpace(c.R.URL.Query().Get("state"))}
	v := page.View{Title: "Partnership goals", Data: &d}
	var state ent.StateCode
	var err error
	if d.State != "" {
		if state, err = c.App.Shipped().Treaties.World().Find(c.Lang.Code(d.State)); err != nil {
			v.Faults = []page.Fault{{Field: "state", Text: err.Error()}}
			return c.RenderFaults(ofGoals, v)
		}
	}
	all, err := c.App.Goals(c.Ctx(), state, c.On, c.Known)
	if err != nil {
		return err
	}
	if c.R.URL.Query().Get("as") == "csv" {
		t := c.Table("goals.csv", "state", "cycle", "goal", "measure", "target", "reached", "assessed", "assessment", "evidence", "activity")
		for _, g := range all {
			t.Row(string(g.State), g.Cycle, g.Goal, g.Measure, g.Target, g.Reached, g.Assessed.String(), g.Assessment, g.Evidence, g.Activity)
		}
		return t.Close()
	}
	for i := range all {
		d.Goals = append(d.Goals, &all[i])
	}
	return c.Render(ofGoals, v)
}
