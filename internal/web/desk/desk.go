// Package desk is the page on which a day begins: what is due, what is about to change,
// which agreements are being made.
package desk

import (
	"embed"
	"net/http"
	"slices"

	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/duty"
	"entente/internal/opinion"
	"entente/internal/treatymaking"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var templates = page.Templates(files, "*.html")

// ahead is how many days the desk looks forward, soon how many it does for what is planned, and
// back for gates that turned; most is how many of them it shows.
const (
	ahead = 120
	soon  = 30
	most  = 8
)

type data struct {
	Late, Due []duty.Item
	Days      []duty.Entry
	Cases     []made
	Waiting   []opinion.Opinion // findings that nobody signed yet
	Flipped   []flipped         // watched findings that would come out otherwise now
	Turned    []*activity.Turn  // gates that say something else than before
	Steps     []duty.Entry      // of activities
	More      int               // steps that are not shown
	Ahead     int
}

// flipped is a watched finding with how it would come out on what is known now.
type flipped struct {
	opinion.Opinion
	Now *opinion.Replay
}

type made struct {
	treatymaking.Case
	treatymaking.Where
}

// Mount adds the page.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /{$}", access.Read, show)
}

func show(c *page.Context) error {
	d := data{Ahead: ahead}
	items, err := c.App.Duties.List(c.Ctx(), c.On)
	if err != nil {
		return err
	}
	for _, it := range items {
		switch {
		case it.State == "overdue":
			d.Late = append(d.Late, it)
		case it.State == "open" && it.End != 0 && it.End <= c.On.AddDays(ahead), it.State == "unknown":
			d.Due = append(d.Due, it)
		}
	}
	days, err := c.App.Days(c.Ctx(), c.On)
	if err != nil {
		return err
	}
	for _, e := range days {
		switch {
		case e.Of == duty.OfActivity && e.Day <= c.On.AddDays(soon):
			d.Steps = append(d.Steps, e)
		case e.Of == duty.OfInstrument && e.Day <= c.On.AddDays(ahead):
			d.Days = append(d.Days, e)
		}
	}
	if n := len(d.Steps); n > most {
		d.Steps, d.More = d.Steps[:most], n-most
	}
	if d.Turned, err = c.App.Turns(c.Ctx(), c.On.AddDays(-soon), c.Known); err != nil {
		return err
	}
	slices.SortStableFunc(d.Turned, func(x, y *activity.Turn) int { return mine(c, y) - mine(c, x) })
	d.Turned = d.Turned[:min(len(d.Turned), most)]
	if err := cases(c, &d); err != nil {
		return err
	}
	if err := findings(c, &d); err != nil {
		return err
	}
	return c.Render(templates, page.View{Title: "Desk", Data: d})
}

// mine is 1 when a turn concerns whoever asks.
func mine(c *page.Context, t *activity.Turn) int {
	if slices.Contains(t.Concerns, string(c.Who.Name)) {
		return 1
	}
	return 0
}

// cases adds the agreements that are being made or left.
func cases(c *page.Context, d *data) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	all, err := c.App.Treaties.Cases(c.Ctx(), c.Known)
	if err != nil {
		return err
	}
	for _, k := range all {
		f, err := c.App.Treaties.File(c.Ctx(), k.Instrument, c.Known)
		if err != nil {
			return err
		}
		if w := f.Where(lib.Treaties, c.On); w.Phase != treatymaking.InForce && w.Phase != treatymaking.Ended && w.Phase != treatymaking.Superseded {
			d.Cases = append(d.Cases, made{k, w})
		}
	}
	return nil
}

// findings adds those that wait for a signature, and the watched ones that no longer hold.
func findings(c *page.Context, d *data) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	all, err := c.App.Opinions.All(c.Ctx(), c.Known)
	if err != nil {
		return err
	}
	for i := range all {
		o := &all[i]
		if o.Signed == nil {
			d.Waiting = append(d.Waiting, *o)
		}
		if !o.Watched {
			continue
		}
		now, err := o.Again(lib)
		if err != nil {
			return err
		}
		if len(now.Changed) > 0 || now.Outcome != o.Outcome {
			d.Flipped = append(d.Flipped, flipped{*o, now})
		}
	}
	return nil
}
