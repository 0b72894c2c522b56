package relations

import (
	"slices"
	"strings"

	ent "entente"
	"entente/internal/coverage"
	"entente/internal/law/treaty"
	"entente/internal/web/page"
)

var matrixPage = templates("matrix.html")

// At most so many are shown beside one another.
const maxColumns = 80

// about is what instruments are chosen by: an issue, or words, or what is named.
type about struct {
	Issue  string
	Issues []Choice
	named  map[ent.InstrumentID]bool // nil: all
	words  []wanted
}

// wanted is an instrument that was named, or else words that stand in its id or title.
type wanted struct {
	id   ent.InstrumentID
	text string
}

// matrixData is the page of States by instruments.
type matrixData struct {
	shared
	about
	Columns  []InstrumentName
	Left     int // columns left out
	Rows     []MatrixRow
	Count    []int // per column: parties among the rows
	Legend   []Kind
	Download string
}

// MatrixRow is a State over all instruments.
type MatrixRow struct {
	page.Named
	Cells []MatrixCell
}

// MatrixCell is a standing and where its reasons are.
type MatrixCell struct {
	Kind
	Since   ent.Date
	Address string
}

// chooseAbout reads what instruments are asked about.
func chooseAbout(c *page.Context, l *treaty.Library, filter string) (about, error) {
	a := about{Issue: c.R.URL.Query().Get("about")}
	issues, err := coverage.Issues()
	if err != nil {
		return a, err
	}
	for _, x := range issues {
		a.Issues = append(a.Issues, Choice{x.ID, x.Name, string(x.ID) == a.Issue})
		if a.Issue == string(x.ID) || a.Issue == "cooperation" {
			if a.named == nil {
				a.named = map[ent.InstrumentID]bool{}
			}
			for _, r := range x.Rules {
				a.named[r.Instrument] = true
			}
		}
	}
	if a.Issue != "" && a.named == nil {
		return a, ent.Errorf(ent.Invalid, "no issue %q", a.Issue)
	}
	for _, w := range wordsOf(filter) {
		id, _ := l.Named(w)
		a.words = append(a.words, wanted{id, w})
	}
	return a, nil
}

// takes reports whether an instrument is among those asked about.
func (a *about) takes(in *treaty.Instrument) bool {
	if a.named != nil && !a.named[in.ID] && !a.named[in.Family.Applies] {
		return false
	}
	return len(a.words) == 0 || slices.ContainsFunc(a.words, func(w wanted) bool {
		return w.id == in.ID || w.id == "" && holds(in.ID, in.Title, w.text)
	})
}

// among returns where to look for instruments that the States have to do with: words may ask
// for others too.
func (a *about) among(l *treaty.Library, states []ent.StateCode) []ent.InstrumentID {
	if len(a.words) > 0 {
		return l.IDs()
	}
	return l.Touching(states...)
}

// asked reports whether instruments were chosen at all.
func (a *about) asked() bool { return a.named != nil || len(a.words) > 0 }

func showMatrix(c *page.Context) error {
	d, err := matrixOf(c)
	if d == nil {
		return err
	}
	v := page.View{Title: "Matrix", Data: d, Scripts: scripts}
	if wrong(err) {
		v.Faults = []page.Fault{{Field: "states", Text: err.Error()}}
		return c.RenderFaults(matrixPage, v)
	}
	if err != nil {
		return err
	}
	return c.Render(matrixPage, v)
}

func matrixOf(c *page.Context) (*matrixData, error) {
	lib, err := c.Library()
	if err != nil {
		return nil, err
	}
	d := &matrixData{shared: begin(c, lib)}
	if d.about, err = chooseAbout(c, lib.Treaties, d.Filter); err != nil {
		return d, err
	}
	states, err := d.states(c, lib)
	if err != nil || len(states) == 0 {
		return d, err
	}
	l, w := lib.Treaties, lib.Treaties.World()
	for _, s := range states {
		d.Rows = append(d.Rows, MatrixRow{Named: page.Named{Code: s, Name: d.name(w, s)}})
	}
	for _, id := range d.among(l, states) {
		if in := l.Instrument(id); in.Participants != treaty.All && (in.Of == "" || d.asked()) && d.takes(in) {
			d.column(l, id, states, c.On)
		}
	}
	out := c.R.URL.Query()
	out.Set("on", c.On.String())
	d.Download = "/relations/matrix.csv?" + out.Encode()
	return d, nil
}

// column adds an instrument that at least one of the States has ever had to do with by the day.
func (d *matrixData) column(l *treaty.Library, id ent.InstrumentID, states []ent.StateCode, on ent.Date) {
	if len(d.words) == 0 && !slices.ContainsFunc(states, func(s ent.StateCode) bool { return l.Standing(s, id, on) != treaty.None }) {
		return
	}
	if len(d.Columns) == maxColumns {
		d.Left++
		return
	}
	cells, count := make([]MatrixCell, len(states)), 0
	for i, s := range states {
		st, since := l.StandingSince(s, id, on)
		cells[i] = MatrixCell{kindOf(st.String()), since, timelineAddress(s, id, on)}
		if st == treaty.Party {
			count++
		}
	}
	d.Columns, d.Count = append(d.Columns, InstrumentName{id, l.Instrument(id).Title}), append(d.Count, count)
	for i := range d.Rows {
		d.Rows[i].Cells = append(d.Rows[i].Cells, cells[i])
		if !slices.ContainsFunc(d.Legend, func(k Kind) bool { return k.Word == cells[i].Word }) {
			d.Legend = append(d.Legend, cells[i].Kind)
			slices.SortFunc(d.Legend, func(a, b Kind) int { return place(a) - place(b) })
		}
	}
}

func place(k Kind) int {
	return slices.IndexFunc(kinds, func(o Kind) bool { return o.Word == k.Word })
}

func matrixCSV(c *page.Context) error {
	d, err := matrixOf(c)
	if err != nil {
		return err
	}
	t := c.Table("matrix-"+c.On.String()+".csv", "state", "name", "instrument", "title", "status", "since", "on")
	for _, r := range d.Rows {
		for j, x := range r.Cells {
			t.Row(string(r.Code), r.Name, string(d.Columns[j].ID), d.Columns[j].Title, x.Word, strings.TrimSpace(x.Since.String()), c.On.String())
		}
	}
	return t.Close()
}
