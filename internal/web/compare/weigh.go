package compare

import (
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/app"
	"entente/internal/appraisal"
	"entente/internal/law"
	"entente/internal/web/page"
)

// weighed is the page that weighs instruments against one another.
type weighed struct {
	Typed    []string // as chosen, padded for the form
	Criteria []appraisal.Criterion
	Weights  map[string]string
	*appraisal.Appraisal
	Named []named
}

type named struct {
	ID    ent.InstrumentID
	Title string
}

// maxNamed is how many instruments are suggested; others can be typed too.
const maxNamed = 2000

// suggest offers the instruments of the shipped law, then those of the register.
func (d *weighed) suggest(c *page.Context, lib *law.Library) {
	for _, own := range []bool{false, true} {
		for _, id := range lib.Treaties.IDs() {
			if len(d.Named) < maxNamed && c.App.Own(id) == own {
				d.Named = append(d.Named, named{id, lib.Treaties.Instrument(id).Title})
			}
		}
	}
}

func showWeighed(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := weighed{Weights: map[string]string{}}
	if d.Criteria, err = app.Criteria(); err != nil {
		return err
	}
	d.suggest(c, lib)
	q := c.R.URL.Query()
	var ids []ent.InstrumentID
	for _, x := range q["instrument"] {
		if x = strings.TrimSpace(x); x != "" {
			d.Typed, ids = append(d.Typed, x), append(ids, ent.InstrumentID(ent.Fold(x)))
		}
	}
	weights, fault := d.weights(c)
	for len(d.Typed) < min(6, len(ids)+2) || len(d.Typed) < 3 {
		d.Typed = append(d.Typed, "")
	}
	v := page.View{Title: "Bilateral or multilateral", Data: &d}
	if fault != nil {
		v.Faults = []page.Fault{*fault}
		return c.RenderFaults(weighing, v)
	}
	if len(ids) == 0 {
		return c.Render(weighing, v)
	}
	if d.Appraisal, err = app.Weigh(c.Ctx(), lib, c.App.Reviews, ids, weights, c.On, c.Known); err != nil {
		if k := ent.KindOf(err); k != ent.Invalid && k != ent.NotFound {
			return err
		}
		v.Faults = []page.Fault{{Field: "instrument", Text: err.Error()}}
		return c.RenderFaults(weighing, v)
	}
	return c.Render(weighing, v)
}

// weights reads those of the criteria; one that is left out is 1.
func (d *weighed) weights(c *page.Context) (map[string]float64, *page.Fault) {
	out := map[string]float64{}
	var fault *page.Fault
	for _, x := range d.Criteria {
		text := strings.TrimSpace(c.R.URL.Query().Get("w." + x.ID))
		if text == "" {
			text = "1"
		}
		d.Weights[x.ID] = text
		w, err := strconv.ParseFloat(text, 64)
		if err != nil || !(w >= 0 && w <= 10) {
			fault = &page.Fault{Field: "w." + x.ID, Text: "The weight of “" + x.Name + "” is a number from 0 to 10"}
			continue
		}
		out[x.ID] = w
	}
	return out, fault
}

// Percent is a share in percent.
func (d *weighed) Percent(x float64) int { return int(100*x + 0.5) }

// Left and Width place a range on a bar of 100 parts.
func (d *weighed) Left(r appraisal.Range) int { return int(100 * r.Low) }

// Width is that of a range on a bar of 100 parts; at least 2, so that it is seen.
func (d *weighed) Width(r appraisal.Range) int {
	if r.Known() {
		return 0
	}
	return max(2, int(100*r.High)-int(100*r.Low))
}
