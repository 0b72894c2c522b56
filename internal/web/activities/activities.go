// Package activities shows what partners do together: the portfolio over time, and each
// activity with its steps and the gate that says, for each participant, whether it is ready.
package activities

import (
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/app"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	listing  = page.Templates(files, "list.html")
	showing  = page.Templates(files, "show.html", "head.html")
	planning = page.Templates(files, "plan.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /activities", access.Read, list)
	s.Handle(mux, "GET /activities/new", access.Plan, planForm)
	s.Handle(mux, "POST /activities", access.Plan, plan)
	s.Handle(mux, "GET /activities/{id}", access.Read, show)
	s.Handle(mux, "POST /activities/{id}/clearances", access.Duty, clearance)
	s.Handle(mux, "POST /activities/{id}/steps", access.Plan, step)
	s.Handle(mux, "POST /activities/{id}/state", access.Plan, state)
	s.Handle(mux, "POST /activities/{id}/overrides", access.Approve, override)
	mountSections(mux, s)
}

// listed is the portfolio.
type listed struct {
	Rows               []app.Row
	Kinds              []activity.Kind
	States             []activity.State
	Kind, State, Party string
	Gate, Words        string
	Chart              chart
	MayPlan            bool
	All, Page, Pages   int
	Before, After      string // addresses of the pages beside this one
}

// most is how many activities a page shows.
const most = 100

var states = []activity.State{activity.Planned, activity.Started, activity.Ended, activity.Closed, activity.Cancelled}

func list(c *page.Context) error {
	q := c.R.URL.Query()
	d := listed{States: states, Kind: q.Get("kind"), State: q.Get("state"), Party: q.Get("party"), Gate: q.Get("gate"), Words: q.Get("words"), MayPlan: c.Guard.May(c.Who, access.Plan, access.Resource{})}
	var err error
	if d.Kinds, err = activity.Kinds(); err != nil {
		return err
	}
	w := app.Which{Kind: d.Kind, State: activity.State(d.State), Gate: d.Gate, Words: d.Words, History: d.State != ""}
	if d.State == "any" {
		w.State = ""
	}
	if d.Party != "" {
		if w.Party, err = c.App.Shipped().Treaties.World().Find(c.Lang.Code(d.Party)); err != nil {
			return err
		}
	}
	if d.Rows, err = c.App.Portfolio(c.Ctx(), w, c.On, c.Known); err != nil {
		return err
	}
	if q.Get("as") == "csv" {
		return asCSV(c, d.Rows)
	}
	v := page.View{Title: "Activities", Data: &d}
	d.cut(c, q.Get("page"))
	d.Chart = charted(d.Rows, c.On)
	return c.Render(listing, v)
}

// cut leaves one page of the rows: the one asked for, else that on which the day of the question is.
func (d *listed) cut(c *page.Context, asked string) {
	d.All, d.Pages = len(d.Rows), (len(d.Rows)+most-1)/most
	at, err := strconv.Atoi(asked)
	if err != nil || at < 1 || at > d.Pages {
		next := slices.IndexFunc(d.Rows, func(r app.Row) bool { return r.End >= c.On })
		if next < 0 {
			next = max(0, len(d.Rows)-1)
		}
		at = next/most + 1
	}
	d.Page = at
	address := func(n int) string {
		q := c.R.URL.Query()
		q.Set("page", strconv.Itoa(n))
		return "/activities?" + q.Encode()
	}
	if at > 1 {
		d.Before = address(at - 1)
	}
	if at < d.Pages {
		d.After = address(at + 1)
	}
	d.Rows = d.Rows[min((at-1)*most, len(d.Rows)):min(at*most, len(d.Rows))]
}

func asCSV(c *page.Context, rows []app.Row) error {
	t := c.Table("activities.csv", "id", "kind", "title", "start", "end", "territory", "participants", "state", "gate")
	for _, r := range rows {
		var who []string
		for _, p := range r.Participants {
			who = append(who, string(p.State))
		}
		gate := ""
		if r.Gated {
			gate = r.Light.String()
		}
		t.Row(r.ID, r.Kind, r.Title, r.Start.String(), r.End.String(), string(r.Territory), strings.Join(who, " "), string(r.State), gate)
	}
	return t.Close()
}

// chart is the portfolio over time, as a picture; the table beside it says the same.
type chart struct {
	Bars   []bar
	Months []month
	Today  float64
	Height int
}

type bar struct {
	X, Width float64
	Y        int
	Row      *app.Row
}

type month struct {
	X    float64
	Text string
}

// The measures of the chart.
const (
	chartWidth = 960
	rowHeight  = 22
	chartHead  = 26
)

func charted(rows []app.Row, on ent.Date) chart {
	if len(rows) == 0 {
		return chart{}
	}
	first, last := min(rows[0].Start, on), on
	for i := range rows {
		first, last = min(first, rows[i].Start), max(last, rows[i].End)
	}
	first, last = first.MonthStart(0), last.MonthStart(1)
	x := func(d ent.Date) float64 { return float64(int(chartWidth*float64(d-first)/float64(last-first)*10)) / 10 }
	out := chart{Today: x(on), Height: chartHead + rowHeight*len(rows) + 6}
	step := 1 + int(last-first)/365
	for m := first; m < last; m = m.MonthStart(step) {
		out.Months = append(out.Months, month{x(m), m.String()[:7]})
	}
	for i := range rows {
		out.Bars = append(out.Bars, bar{X: x(rows[i].Start), Width: max(4, x(rows[i].End+1)-x(rows[i].Start)), Y: chartHead + rowHeight*i, Row: &rows[i]})
	}
	return out
}

// shown is one activity.
type shown struct {
	*headed
	Gate       *activity.Gate
	Life       []activity.Dated
	MayPlan    bool
	MayClear   bool
	MayApprove bool
	Next       []going
	Before     []activity.Activity // earlier ones of the series, with what they taught
	Letters    []ent.StateCode     // who may have to write one under article 51 of the Charter
}

// Again is the form of a plan with what is known of the one after this.
func (d *shown) Again() string {
	a := d.Activity
	q := url.Values{"kind": {a.Kind}, "sort": {a.Sort}, "title": {a.Title}, "series": {a.Series}, "territory": {string(a.Territory)}, "owner": {a.Owner}}
	if a.Series == "" {
		q.Set("series", a.Title)
	}
	for _, p := range a.Participants {
		q.Add("state", string(p.State))
		q.Add("role", p.Role)
	}
	return "/activities/new?" + q.Encode()
}

// going is a state to which the activity can go, and what its button says.
type going struct {
	State activity.State
	Does  string
}

var does = map[activity.State]going{activity.Started: {activity.Started, "Start it"}, activity.Ended: {activity.Ended, "It has ended"}, activity.Closed: {activity.Closed, "Close it with what was learned"}, activity.Cancelled: {activity.Cancelled, "Cancel it"}}

func show(c *page.Context) error { return render(c, nil) }

func render(c *page.Context, faults []page.Fault) error {
	a, g, err := c.App.Ready(c.Ctx(), ent.Fold(c.R.PathValue("id")), c.On, c.Known)
	if err != nil {
		return err
	}
	h, err := above(c, a, "")
	if err != nil {
		return err
	}
	d := shown{headed: h, Gate: g, MayPlan: c.Guard.May(c.Who, access.Plan, access.Resource{}), MayClear: c.Guard.May(c.Who, access.Duty, access.Resource{}),
		MayApprove: c.Guard.May(c.Who, access.Approve, access.Resource{Drafter: a.Drafter})}
	for _, s := range a.Next() {
		d.Next = append(d.Next, does[s])
	}
	if d.Before, err = c.App.Lessons(c.Ctx(), a, c.Known); err != nil {
		return err
	}
	for _, p := range a.Participants {
		if slices.ContainsFunc(h.Kind.Sections, func(s activity.Section) bool { return s.ID == "measures" }) && (p.Role == "victim" || p.Role == "ally") {
			d.Letters = append(d.Letters, p.State)
		}
	}
	if d.Life, err = a.Life(c.On); err != nil {
		return err
	}
	v := page.View{Title: a.Title, Data: &d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(showing, v)
	}
	return c.Render(showing, v)
}

// done leads back to the activity, or shows there what was wrong.
func done(c *page.Context, field string, err error) error {
	switch ent.KindOf(err) {
	case ent.Invalid, ent.Conflict, ent.Forbidden:
		return render(c, []page.Fault{{Field: field, Text: err.Error()}})
	}
	if err != nil {
		return err
	}
	c.Redirect("/activities/" + url.PathEscape(ent.Fold(c.R.PathValue("id"))))
	return nil
}

// day reads a day of the form; an empty one is none.
func day(f url.Values, name string) (ent.Date, error) {
	if text := strings.TrimSpace(f.Get(name)); text != "" {
		return ent.ParseDate(text)
	}
	return 0, nil
}

func clearance(c *page.Context) error {
	f := c.R.PostForm
	until, err := day(f, "until")
	if err != nil {
		return done(c, "gate", err)
	}
	return done(c, "gate", c.App.Activities.Clear(c.Ctx(), ent.Fold(c.R.PathValue("id")),
		activity.Clearance{Key: f.Get("key"), State: ent.StateCode(f.Get("state")), On: c.Today(), Until: until, Evidence: f.Get("evidence"), By: c.Who.Name}))
}

func override(c *page.Context) error {
	f := c.R.PostForm
	return done(c, "gate", c.App.Override(c.Ctx(), ent.Fold(c.R.PathValue("id")),
		activity.Override{Key: f.Get("key"), State: ent.StateCode(f.Get("state")), On: c.Today(), Reason: f.Get("reason"), By: c.Who.Name}))
}

func step(c *page.Context) error {
	f := c.R.PostForm
	t := activity.StepTaken{Step: f.Get("step"), Note: f.Get("note")}
	on, err := day(f, "day")
	if err != nil {
		return done(c, "steps", err)
	}
	if f.Get("do") == "move" {
		t.On = on
	} else {
		t.Done = on
	}
	return done(c, "steps", c.App.Activities.Take(c.Ctx(), c.Who.Name, ent.Fold(c.R.PathValue("id")), t))
}

func state(c *page.Context) error {
	id := ent.Fold(c.R.PathValue("id"))
	_, g, err := c.App.Ready(c.Ctx(), id, c.Today(), time.Time{})
	if err == nil {
		err = c.App.Activities.Go(c.Ctx(), c.Who.Name, id, activity.State(c.R.PostForm.Get("to")), g, strings.TrimSpace(c.R.PostForm.Get("note")))
	}
	return done(c, "state", err)
}

// planned is the form of a plan, made from the declaration of its kind.
type planned struct {
	Form   url.Values
	Kinds  []activity.Kind
	Kind   *activity.Kind
	States []page.Named
	Roles  []string
	Rows   []row
	Mark   string
	Rel    string
}

type row struct{ State, Role string }

// rows is how many participants the form has room for.
const rows = 12

func planForm(c *page.Context) error { return renderPlan(c, c.R.URL.Query(), nil) }

func renderPlan(c *page.Context, f url.Values, faults []page.Fault) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := planned{Form: f, States: c.States(lib), Mark: f.Get("mark"), Rel: f.Get("rel")}
	if d.Kinds, err = activity.Kinds(); err != nil {
		return err
	}
	if id := f.Get("kind"); id != "" {
		if d.Kind, err = activity.KindOf(id); err != nil {
			return err
		}
		d.Roles = slices.Clone(d.Kind.Guests)
		if d.Kind.Host != "" {
			d.Roles = append([]string{d.Kind.Host}, d.Roles...)
		}
		if k := lib.Vocabulary.Kind(d.Kind.Matter); k != nil {
			d.Roles = k.Roles
		}
		if len(d.Roles) == 0 {
			d.Roles = []string{"participant"}
		}
		d.Rows = make([]row, rows)
		for i := range d.Rows {
			if i < len(f["state"]) {
				d.Rows[i].State = f["state"][i]
			}
			if i < len(f["role"]) {
				d.Rows[i].Role = f["role"][i]
			}
		}
	}
	v := page.View{Title: "Plan an activity", Data: &d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(planning, v)
	}
	return c.Render(planning, v)
}

// read reads a plan from its form.
func read(c *page.Context, f url.Values) (*activity.Activity, *page.Fault) {
	field := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	a := &activity.Activity{ID: ent.Fold(field("id")), Kind: field("kind"), Sort: field("sort"), Title: field("title"), Series: field("series"), Owner: field("owner")}
	var err error
	for name, to := range map[string]*ent.Date{"start": &a.Start, "end": &a.End} {
		if *to, err = day(f, name); err != nil {
			return nil, &page.Fault{Field: name, Text: err.Error()}
		}
	}
	w := c.App.Shipped().Treaties.World()
	if text := field("territory"); text != "" {
		if a.Territory, err = w.Find(c.Lang.Code(text)); err != nil {
			return nil, &page.Fault{Field: "territory", Text: err.Error()}
		}
	}
	for i, text := range f["state"] {
		if strings.TrimSpace(text) == "" {
			continue
		}
		s, err := w.Find(c.Lang.Code(text))
		if err != nil || i >= len(f["role"]) {
			return nil, &page.Fault{Field: "state", Text: err.Error()}
		}
		a.Participants = append(a.Participants, activity.Participant{State: s, Role: f["role"][i]})
	}
	if err := yaml.Unmarshal([]byte(f.Get("facts")), &a.Facts); err != nil {
		return nil, &page.Fault{Field: "facts", Text: "write a fact a line, as name: value (" + strings.TrimPrefix(err.Error(), "yaml: ") + ")"}
	}
	return a, nil
}

func plan(c *page.Context) error {
	f := c.R.PostForm
	a, fault := read(c, f)
	if fault != nil {
		return renderPlan(c, f, []page.Fault{*fault})
	}
	err := put(c, a)
	switch ent.KindOf(err) {
	case ent.Invalid, ent.Conflict, ent.Forbidden:
		return renderPlan(c, f, []page.Fault{{Field: fieldOf(err), Text: err.Error()}})
	}
	if err != nil {
		return err
	}
	c.Redirect("/activities/" + url.PathEscape(a.ID))
	return nil
}

func put(c *page.Context, a *activity.Activity) error {
	ctx, err := c.Marked()
	if err != nil {
		return err
	}
	return c.App.Plan(ctx, c.Who.Name, a)
}

// fieldOf names the field beside which an error is shown.
func fieldOf(err error) string {
	for field, words := range map[string]string{"title": "title", "end": "its end", "state": "State", "facts": "fact", "mark": "marking", "start": "first and the last day"} {
		if strings.Contains(err.Error(), words) {
			return field
		}
	}
	return "id"
}
