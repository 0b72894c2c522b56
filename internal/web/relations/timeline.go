package relations

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/act"
	"entente/internal/law/treaty"
	"entente/internal/web/page"
)

var timelinePage = templates("timeline.html")

// The measures of the picture, in its own units.
const (
	lineHeight = 24
	labelWidth = 300
	chartWidth = 1100
	chartRight = 12
	chartHead  = 26
)

// maxLines is how many lines are drawn.
const maxLines = 250

// timelineData is the page of acts over time.
type timelineData struct {
	shared
	Instrument  string
	Instruments []InstrumentName
	In          *treaty.Instrument
	Title       string
	Lines       []Line
	Left        int
	Events      []Event
	Ticks       []Tick
	Day         float64 // where the day asked about stands, 0: outside
	Status      *treaty.Status
	Kind        Kind
	Legend      []Kind
	Downloads   [2]string
	first, last ent.Date
}

// Line is a State and an instrument over time.
type Line struct {
	Label, Title, Address string
	Tag                   string // its code, in small beside the label
	Y                     float64
	Bars                  []TimeBar
	Marks                 []Mark
	state                 ent.StateCode
	in                    *treaty.Instrument
	phases                []treaty.Phase
	acts                  []treaty.Act
}

// TimeBar is a time in one standing.
type TimeBar struct {
	X, Width float64
	Word     string
	Fill     string
	Cut      bool // it ends by leaving
	Say      string
}

// Mark is an act: its shape says what kind. Lead reaches from a notice to its effect.
type Mark struct {
	X, Lead float64
	Shape   string
	Row     int
	Say     string
}

// Event is a row of the table.
type Event struct {
	Day         ent.Date
	State       page.Named
	Instrument  ent.InstrumentID
	Title, Text string
	Effect      string // what the State is from that day, where that is what happened
	Source      string
	confidence  ent.Confidence
	verb        act.Verb
}

// Tick is a year on the axis.
type Tick struct {
	X    float64
	Year int
}

func showTimeline(c *page.Context) error {
	d, err := timelineOf(c)
	if d == nil {
		return err
	}
	v := page.View{Title: "Timeline", Data: d, Scripts: scripts}
	if d.Title != "" {
		v.Title = "Timeline: " + d.Title
	}
	if wrong(err) {
		v.Faults = []page.Fault{{Field: "states", Text: err.Error()}}
		return c.RenderFaults(timelinePage, v)
	}
	if err != nil {
		return err
	}
	return c.Render(timelinePage, v)
}

func timelineOf(c *page.Context) (*timelineData, error) {
	lib, err := c.Library()
	if err != nil {
		return nil, err
	}
	in := c.R.URL.Query()
	d := &timelineData{shared: begin(c, lib), Instrument: in.Get("instrument"), Instruments: instruments(c, lib)}
	if d.Instrument != "" {
		id, err := lib.Treaties.Find(d.Instrument)
		if err != nil {
			return d, err
		}
		d.In = lib.Treaties.Instrument(id)
	}
	states, err := d.states(c, lib)
	if err != nil || len(states) == 0 && d.In == nil {
		return d, err
	}
	in.Set("on", c.On.String())
	d.Downloads = [2]string{"/relations/timeline.svg?" + in.Encode(), "/relations/timeline.csv?" + in.Encode()}
	d.gather(lib, states, c.On)
	d.layout(c.On, c.Today())
	d.describe(lib, states, c.On)
	return d, nil
}

// listed is how many instruments a choice lists at most.
const listed = 1000

// instruments are those of a choice: all, or, where these are too many to look through, those
// that the program ships. Any other can be typed.
func instruments(c *page.Context, lib *law.Library) []InstrumentName {
	var out []InstrumentName
	ids := lib.Treaties.IDs()
	if len(ids) > listed {
		ids = c.App.Shipped().Treaties.IDs()
	}
	for _, id := range ids {
		out = append(out, InstrumentName{id, lib.Treaties.Instrument(id).Title})
	}
	return out
}

// gather collects the lines: States of one instrument, or instruments of States.
func (d *timelineData) gather(lib *law.Library, states []ent.StateCode, on ent.Date) {
	l, w := lib.Treaties, lib.Treaties.World()
	if len(states) == 0 {
		states = w.Codes()
	}
	for _, c := range states {
		ids := []ent.InstrumentID(nil)
		if d.In != nil {
			ids = []ent.InstrumentID{d.In.ID}
		} else {
			ids = l.Touching(c)
		}
		for _, id := range ids {
			in := l.Instrument(id)
			if d.In == nil && (in.Participants == treaty.All || !holds(id, in.Title, d.Filter)) || d.In != nil && len(d.Words) == 0 && !holds(ent.InstrumentID(c), d.name(w, c), d.Filter) {
				continue
			}
			x := Line{state: c, in: in, phases: l.Phases(c, id), acts: l.ActsOf(c, id), Address: timelineAddress(c, id, on)}
			if len(x.phases) == 0 && len(x.acts) == 0 {
				continue
			}
			x.Label, x.Title = d.name(w, c), d.name(w, c)
			if d.In == nil {
				x.Label, x.Title = in.Title, in.Title+" ("+string(id)+")"
				x.Tag = string(id)
				if len(states) > 1 {
					x.Label = d.name(w, c)
				}
			}
			d.Lines = append(d.Lines, x)
		}
	}
	slices.SortStableFunc(d.Lines, func(a, b Line) int { return cmp.Compare(a.begins(), b.begins()) })
	if n := len(d.Lines) - maxLines; n > 0 {
		d.Left, d.Lines = n, d.Lines[:maxLines]
	}
}

// begins returns the first day of the line.
func (x *Line) begins() ent.Date {
	first := ent.MaxDate
	for _, a := range x.acts {
		if a.On != 0 {
			first = min(first, a.On)
		}
	}
	for _, p := range x.phases {
		if p.From != 0 {
			first = min(first, p.From)
		}
	}
	return first
}

// layout puts everything in its place along the years.
func (d *timelineData) layout(on, today ent.Date) {
	d.first, d.last = ent.MaxDate, max(today, on)
	for i := range d.Lines {
		d.first = min(d.first, d.Lines[i].begins())
		for _, p := range d.Lines[i].phases {
			d.last = max(d.last, p.From)
		}
	}
	d.first = ent.NewDate(min(d.first, d.last).Year(), 1, 1)
	d.last = ent.NewDate(d.last.Year()+1, 1, 1)
	step := 1
	for _, s := range []int{1, 2, 5, 10, 20, 50, 100} {
		if step = s; (d.last.Year()-d.first.Year())/s <= 14 {
			break
		}
	}
	for y := (d.first.Year() + step - 1) / step * step; y <= d.last.Year(); y += step {
		d.Ticks = append(d.Ticks, Tick{d.x(ent.NewDate(y, 1, 1)), y})
	}
	if on >= d.first {
		d.Day = d.x(on)
	}
	for i := range d.Lines {
		d.line(&d.Lines[i], i)
	}
}

// x is where a day stands.
func (d *timelineData) x(day ent.Date) float64 {
	day = min(max(day, d.first), d.last)
	return round(labelWidth + (chartWidth-labelWidth-chartRight)*float64(day-d.first)/float64(d.last-d.first))
}

func round(f float64) float64 { return float64(int(f*10+0.5)) / 10 }

func (d *timelineData) line(x *Line, i int) {
	x.Y = float64(chartHead + i*lineHeight)
	for _, p := range x.phases {
		k := kindOf(p.Standing.String())
		if p.Standing == treaty.None || p.Standing == treaty.Withdrawn {
			continue
		}
		until := p.Until
		if until == 0 {
			until = d.last
		}
		b := TimeBar{X: d.x(p.From), Width: max(0.5, round(d.x(until)-d.x(p.From))), Word: k.Word, Fill: k.Fill, Say: x.Title + ": " + strings.ToLower(k.Name) + " from " + d.Lang.Day(p.From)}
		if p.Until != 0 {
			b.Say += " to " + d.Lang.Day(p.Until.AddDays(-1))
			j := slices.IndexFunc(x.phases, func(o treaty.Phase) bool { return o.From == p.Until })
			b.Cut = j >= 0 && x.phases[j].Standing == treaty.Withdrawn
		}
		x.Bars = append(x.Bars, b)
	}
	for _, a := range x.acts {
		if a.On == 0 {
			continue
		}
		m := Mark{X: d.x(a.On), Shape: shapeOf(a.Act), Say: x.Title + ": " + a.String() + ". Source: " + sourceOf(&a, x.in)}
		if a.Act == act.Withdrew {
			if end := effectOf(x.phases, a.On); end != 0 {
				m.Lead = d.x(end)
			}
		}
		x.Marks = append(x.Marks, m)
	}
}

// effectOf returns the day on which a notice took effect.
func effectOf(phases []treaty.Phase, notice ent.Date) ent.Date {
	for _, p := range phases {
		if p.Standing == treaty.Withdrawn && p.From >= notice {
			return p.From
		}
	}
	return 0
}

// shapeOf is the shape of a mark: hollow for a signature, filled for consent, a lead for notice.
func shapeOf(v act.Verb) string {
	switch {
	case v == act.Signed:
		return "signed"
	case v.Consents():
		return "consent"
	case v == act.Provisional:
		return "provisional"
	case v == act.Withdrew, v == act.Ceased:
		return "notice"
	case v == act.Suspends, v == act.ContestedAct:
		return "contested"
	}
	return "other"
}

// sourceOf is where an act is told: its own source, else that of the list of participants.
func sourceOf(a *treaty.Act, in *treaty.Instrument) string {
	if a.Source != "" {
		return a.Source
	}
	if s := in.Participation.Source; s != "" {
		if in.Participation.AsOf != 0 {
			s += ", as of " + in.Participation.AsOf.String()
		}
		return s
	}
	return strings.Join(in.Sources, "; ")
}

// describe writes the table, and why a State stands as it does where one is asked about.
func (d *timelineData) describe(lib *law.Library, states []ent.StateCode, on ent.Date) {
	w := lib.Treaties.World()
	for i := range d.Lines {
		x := &d.Lines[i]
		who := page.Named{Code: x.state, Name: d.name(w, x.state)}
		for _, a := range x.acts {
			d.Events = append(d.Events, Event{Day: a.On, State: who, Instrument: x.in.ID, Title: x.in.Title, Text: a.String(), Source: sourceOf(&a, x.in), confidence: a.Confidence, verb: a.Act})
		}
		for _, p := range x.phases {
			d.Events = append(d.Events, Event{Day: p.From, State: who, Instrument: x.in.ID, Title: x.in.Title, Effect: p.Standing.String(), Text: "from this day", Source: strings.TrimSpace(string(x.in.ID) + " " + x.in.EntryIntoForce.Article)})
		}
		for _, b := range x.Bars {
			if k := kindOf(b.Word); !slices.ContainsFunc(d.Legend, func(o Kind) bool { return o.Word == k.Word }) {
				d.Legend = append(d.Legend, k)
			}
		}
	}
	slices.SortStableFunc(d.Events, func(a, b Event) int { return cmp.Compare(a.Day, b.Day) })
	slices.SortFunc(d.Legend, func(a, b Kind) int { return place(a) - place(b) })
	var of []string
	for _, c := range states {
		of = append(of, d.name(w, c))
	}
	d.Title = strings.Join(of, ", ")
	if d.In != nil {
		d.Title = d.In.Title
		if len(of) > 0 {
			d.Title = strings.Join(of, ", ") + " and the " + d.In.Title
		}
		if len(states) == 1 {
			s := lib.Treaties.Status(states[0], d.In.ID, on)
			d.Status, d.Kind = &s, kindOf(s.Standing.String())
		}
	}
}

// Height of the picture.
func (d *timelineData) Height() int { return 2*chartHead + len(d.Lines)*lineHeight }

// Width of the picture.
func (d *timelineData) Width() int { return chartWidth }

// Foot is where the lines end.
func (d *timelineData) Foot() int { return chartHead + len(d.Lines)*lineHeight }

// LabelEnd is where the names of the lines end.
func (d *timelineData) LabelEnd() int { return labelWidth - 10 }

// Short is a label that fits beside its line.
func (x Line) Short() string {
	most := 46 - len(x.Tag)
	if r := []rune(x.Label); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return x.Label
}

func timelineCSV(c *page.Context) error {
	d, err := timelineOf(c)
	if err != nil {
		return err
	}
	t := c.Table("timeline.csv", "day", "state", "name", "instrument", "title", "act", "status_from_this_day", "text", "source", "confidence")
	for _, e := range d.Events {
		t.Row(e.Day.String(), string(e.State.Code), e.State.Name, string(e.Instrument), e.Title, string(e.verb), e.Effect, e.Text, e.Source, string(e.confidence))
	}
	return t.Close()
}

func timelineSVG(c *page.Context) error {
	d, err := timelineOf(c)
	if err != nil {
		return err
	}
	if len(d.Lines) == 0 {
		return ent.Errorf(ent.NotFound, "no act is on record for what was asked")
	}
	var b bytes.Buffer
	fmt.Fprintln(&b, `<?xml version="1.0" encoding="UTF-8"?>`)
	if err := timelinePage.Write(&b, c.Lang, "timeline", d); err != nil {
		return err
	}
	return c.Download("timeline.svg", "image/svg+xml", b.Bytes())
}

// End is where the bar ends.
func (b TimeBar) End() float64 { return round(b.X + b.Width) }
