package relations

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/law/world"
	"entente/internal/web/page"
	"entente/internal/web/picture"
)

var mapPage = templates("map.html")

// mapData is the page on who takes part in an instrument, as a map and as a list.
type mapData struct {
	shared
	Instrument  string
	In          *treaty.Instrument
	Instruments []InstrumentName
	Views       []ViewLink
	View        picture.View
	Scale       float64 // units of the map to a unit as it is seen
	Sphere      string
	Land        []Land
	Dots        []Land
	Kinds       []Kind
	NoMap       string // why there is none
	Downloads   [2]string
}

// InstrumentName is an instrument in a choice.
type InstrumentName struct {
	ID    ent.InstrumentID
	Title string
}

// ViewLink is a part of the world that can be shown.
type ViewLink struct {
	picture.View
	Address string
	Current bool
}

// Land is a territory on the map, with what stands for it in the law.
type Land struct {
	picture.Shape
	Word    string // how it stands: the class of its fill
	Fill    string // the fill, for a picture that stands alone
	Say     string
	Address string
}

// Kind is a way to take part, with who does.
type Kind struct {
	Word, Letter, Name, Fill string
	States                   []Standing
}

// Standing is a State and since when it stands so.
type Standing struct {
	page.Named
	Since   ent.Date
	Address string
}

// kinds are the ways to take part, in the order of the legend. Each has a letter and a pattern,
// so that colour alone never tells.
var kinds = []Kind{
	{Word: "party", Letter: "P", Name: "Party", Fill: "#1f5f99"},
	{Word: "provisional", Letter: "A", Name: "Applies it provisionally", Fill: "url(#p-provisional)"},
	{Word: "signatory", Letter: "S", Name: "Signed, not bound", Fill: "url(#p-signatory)"},
	{Word: "contested", Letter: "C", Name: "Contested", Fill: "url(#p-contested)"},
	{Word: "withdrawn", Letter: "W", Name: "No longer bound", Fill: "url(#p-withdrawn)"},
	{Word: "undetermined", Letter: "?", Name: "Not known", Fill: "url(#p-undetermined)"},
	{Word: "none", Letter: "–", Name: "Takes no part", Fill: "#e8ecee"},
}

func kindOf(word string) Kind {
	return kinds[slices.IndexFunc(kinds, func(k Kind) bool { return k.Word == word })]
}

func showMap(c *page.Context) error {
	d, err := mapOf(c)
	v := page.View{Title: "Map", Data: d, Scripts: scripts}
	if d != nil && d.In != nil {
		v.Title = "Map: " + d.In.Title
	}
	if d != nil && wrong(err) {
		v.Faults = []page.Fault{{Field: "instrument", Text: err.Error()}}
		return c.RenderFaults(mapPage, v)
	}
	if err != nil {
		return err
	}
	return c.Render(mapPage, v)
}

// mapOf works out the page; an error that is wrong comes with what was typed.
func mapOf(c *page.Context) (*mapData, error) {
	lib, err := c.Library()
	if err != nil {
		return nil, err
	}
	in := c.R.URL.Query()
	d := &mapData{shared: begin(c, lib), Instrument: in.Get("instrument"), Instruments: instruments(c, lib)}
	if d.Instrument == "" {
		return d, nil
	}
	id, err := lib.Treaties.Find(d.Instrument)
	if err != nil {
		return d, err
	}
	d.In = lib.Treaties.Instrument(id)
	in.Set("on", c.On.String())
	d.Downloads = [2]string{"/relations/map.svg?" + in.Encode(), "/relations/map.csv?" + in.Encode()}
	stands := d.standings(lib.Treaties, c.On)
	return d, d.draw(c, lib.Treaties, stands)
}

// stand is what a State is to the instrument, and since when.
type stand struct {
	Standing treaty.Standing
	Since    ent.Date
}

// standings lists how every State stands, and returns it by code.
func (d *mapData) standings(l *treaty.Library, on ent.Date) map[ent.StateCode]stand {
	d.Kinds = slices.Clone(kinds)
	out := map[ent.StateCode]stand{}
	w := l.World()
	for _, code := range w.Codes() {
		if !w.Exists(code, on) {
			continue
		}
		what, since := l.StandingSince(code, d.In.ID, on)
		s := stand{what, since}
		out[code] = s
		i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Word == s.Standing.String() })
		d.Kinds[i].States = append(d.Kinds[i].States, Standing{page.Named{Code: code, Name: d.name(w, code)}, s.Since, timelineAddress(code, d.In.ID, on)})
	}
	for i := range d.Kinds {
		slices.SortFunc(d.Kinds[i].States, func(a, b Standing) int { return strings.Compare(a.Name, b.Name) })
	}
	return out
}

func timelineAddress(c ent.StateCode, id ent.InstrumentID, on ent.Date) string {
	return "/relations/timeline?" + url.Values{"states": {string(c)}, "instrument": {string(id)}, "on": {on.String()}}.Encode()
}

// draw lays the standings over the part of the world that is asked for.
func (d *mapData) draw(c *page.Context, l *treaty.Library, stands map[ent.StateCode]stand) error {
	earth, err := picture.Earth()
	if err != nil {
		d.NoMap = err.Error()
		return nil
	}
	q := c.R.URL.Query()
	var ok bool
	if d.View, ok = earth.View(q.Get("view")); !ok {
		return ent.Errorf(ent.Invalid, "no part of the world %q", q.Get("view"))
	}
	q.Set("on", c.On.String())
	for _, v := range earth.Views {
		q.Set("view", v.ID)
		d.Views = append(d.Views, ViewLink{v, "/relations/map?" + q.Encode(), v.ID == d.View.ID})
	}
	d.Sphere, d.Scale = earth.Sphere, d.View.Box.Width()/earth.Views[0].Box.Width()
	shapes, dots := earth.In(d.View)
	for _, s := range shapes {
		d.Land = append(d.Land, d.land(l, s, stands, c.On))
	}
	for _, s := range dots {
		if land := d.land(l, s, stands, c.On); land.Word != "" {
			d.Dots = append(d.Dots, land)
		}
	}
	return nil
}

// land says of a territory how the State stands that holds it, or held it on the day.
func (d *mapData) land(l *treaty.Library, s picture.Shape, stands map[ent.StateCode]stand, on ent.Date) Land {
	w := l.World()
	code := holder(w, s.Code, on)
	st, ok := stands[code]
	if !ok {
		say := s.Name + ": no State on record on this day"
		if w.State(s.Code) == nil {
			say = s.Name + ": no State in the tables; for territories of a State see the scope of the instrument"
		}
		return Land{Shape: s, Fill: "#f3f5f6", Say: say}
	}
	k := kindOf(st.Standing.String())
	out := Land{Shape: s, Word: k.Word, Fill: k.Fill, Address: timelineAddress(code, d.In.ID, on), Say: d.name(w, code) + ": " + strings.ToLower(k.Name)}
	if code != s.Code {
		out.Say = fmt.Sprintf("%s, today %s: %s", d.name(w, code), d.name(w, s.Code), strings.ToLower(k.Name))
	}
	if st.Since != 0 && k.Word != "none" {
		out.Say += " since " + d.Lang.Day(st.Since)
	}
	return out
}

// holder returns the State that a territory of today belonged to on the day: itself, or the
// predecessor that existed then.
func holder(w *world.World, c ent.StateCode, on ent.Date) ent.StateCode {
	for range 4 {
		s := w.State(c)
		if s == nil || w.Exists(c, on) {
			return c
		}
		if len(s.Succeeds) == 0 {
			return ""
		}
		c = s.Succeeds[0].State
	}
	return ""
}

func mapCSV(c *page.Context) error {
	d, err := mapOf(c)
	if err != nil {
		return err
	}
	if d.In == nil {
		return ent.Errorf(ent.Invalid, "name an instrument")
	}
	t := c.Table(string(d.In.ID)+"-"+c.On.String()+".csv", "state", "name", "status", "since", "on")
	for _, k := range d.Kinds {
		for _, s := range k.States {
			t.Row(string(s.Code), s.Name, k.Word, s.Since.String(), c.On.String())
		}
	}
	return t.Close()
}

// mapSVG sends the picture by itself, with its colours in it.
func mapSVG(c *page.Context) error {
	d, err := mapOf(c)
	switch {
	case err != nil:
		return err
	case d.In == nil:
		return ent.Errorf(ent.Invalid, "name an instrument")
	case d.NoMap != "":
		return ent.Errorf(ent.Unavailable, "%s", d.NoMap)
	}
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	if err := mapPage.Write(&b, c.Lang, "map", d); err != nil {
		return err
	}
	return c.Download(string(d.In.ID)+"-"+c.On.String()+".svg", "image/svg+xml", b.Bytes())
}

// LineWidth is that of borders, the same at every scale.
func (d *mapData) LineWidth() float64 { return 0.6 * d.Scale }

// DotRadius is that of territories too small to be drawn.
func (d *mapData) DotRadius() float64 { return 4 * d.Scale }
