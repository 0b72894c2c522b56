package relations

import (
	"bytes"
	"fmt"
	"slices"

	ent "entente"
	"entente/internal/coverage"
	"entente/internal/law"
	"entente/internal/web/page"
)

// wide is from how many States on one issue is shown at a time, States by States.
const wide = 4

// coverageData is the page on which rule settles which issue between which States.
type coverageData struct {
	shared
	From, To  string
	Issues    []Choice
	Holes     bool
	Answer    *coverage.Answer
	Columns   []Toward       // few States: the pairs
	Rows      []IssueRow     // few States: the issues
	Issue     coverage.Asked // many States: the issue shown
	Chosen    []page.Named   // many States
	Grid      []GridRow
	Bars      []Bar
	Download  string
	WholeTime bool
}

// Choice is an issue that can be chosen.
type Choice struct {
	ID     coverage.IssueID
	Name   string
	Chosen bool
}

// Toward is one State toward another.
type Toward struct{ First, Second page.Named }

// IssueRow is an issue over all pairs.
type IssueRow struct {
	coverage.Asked
	Cells []CellView
}

// CellView is a cell with its strip over time, in hundredths of the time asked about.
type CellView struct {
	coverage.Cell
	Strip []Block
}

// Block is a part of a strip.
type Block struct {
	X, Width float64
	State    string
	Text     string
}

// GridRow is a State toward all others.
type GridRow struct {
	page.Named
	Cells []GridCell
}

// GridCell is how the issue stands toward another State; Address leads to the pair.
type GridCell struct{ State, Text, Address string }

// Bar counts the pairs of an issue by how it stands; widths are in hundredths.
type Bar struct {
	coverage.Asked
	Address string
	Current bool
	Holes   int
	Blocks  []Block
}

func showCoverage(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := coverageData{shared: begin(c, lib)}
	v := page.View{Title: "Coverage", Data: &d, Scripts: scripts}
	q, err := d.question(c, lib)
	if err == nil && len(q.States) > 0 {
		err = d.ask(c, lib, q)
	}
	if wrong(err) {
		v.Faults = []page.Fault{{Field: "states", Text: err.Error()}}
		return c.RenderFaults(coveragePage, v)
	}
	if err != nil {
		return err
	}
	if d.Answer != nil {
		v.Title = "Coverage: " + d.Words
	}
	return c.Render(coveragePage, v)
}

// question reads what is asked: States, the time, the issues.
func (d *coverageData) question(c *page.Context, lib *law.Library) (*coverage.Question, error) {
	in := c.R.URL.Query()
	q := &coverage.Question{From: c.On, To: c.On, Holes: in.Get("holes") != "", Issues: slices.DeleteFunc(in["issue"], func(s string) bool { return s == "" })}
	d.From, d.To, d.Holes = in.Get("from"), in.Get("to"), q.Holes
	all, err := coverage.Issues()
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		d.Issues = append(d.Issues, Choice{x.ID, x.Name, slices.Contains(q.Issues, string(x.ID))})
	}
	for _, day := range []struct {
		text string
		to   *ent.Date
	}{{d.From, &q.From}, {d.To, &q.To}} {
		if day.text == "" {
			continue
		}
		if *day.to, err = ent.ParseDate(day.text); err != nil {
			return nil, err
		}
	}
	if d.From == "" && d.To != "" {
		q.From = min(q.From, q.To)
	}
	if d.To == "" {
		q.To = max(q.From, c.On)
		if d.From == "" {
			q.To = q.From
		}
	}
	q.States = d.named()
	return q, nil
}

func (d *coverageData) ask(c *page.Context, lib *law.Library, q *coverage.Question) error {
	states, err := coverage.States(lib, q.States, q.From)
	if err != nil {
		return err
	}
	d.WholeTime = q.To > q.From
	out := c.R.URL.Query()
	out.Set("on", c.On.String())
	d.Download = "/relations/coverage.csv?" + out.Encode()
	if len(states) < wide {
		if d.Answer, err = coverage.Ask(lib, q); err == nil {
			d.columns(lib)
		}
		return err
	}
	return d.grid(c, lib, q)
}

// columns lays the answer out with the pairs beside one another.
func (d *coverageData) columns(lib *law.Library) {
	w := lib.Treaties.World()
	for _, p := range d.Answer.Pairs {
		d.Columns = append(d.Columns, Toward{page.Named{Code: p.First, Name: d.name(w, p.First)}, page.Named{Code: p.Second, Name: d.name(w, p.Second)}})
	}
	for _, x := range d.Answer.Issues {
		row := IssueRow{Asked: x}
		for _, p := range d.Answer.Pairs {
			i := slices.IndexFunc(p.Issues, func(c coverage.Cell) bool { return c.Issue == x.ID })
			if i < 0 {
				row.Cells = append(row.Cells, CellView{})
				continue
			}
			row.Cells = append(row.Cells, CellView{p.Issues[i], strip(p.Issues[i].Spans, d.Answer.From, d.Answer.To)})
		}
		if slices.ContainsFunc(row.Cells, func(c CellView) bool { return c.State != "" }) {
			d.Rows = append(d.Rows, row)
		}
	}
}

// strip draws the spans along the time asked about; nothing where there is one span alone.
func strip(parts []coverage.Part, from, to ent.Date) []Block {
	if len(parts) < 2 {
		return nil
	}
	at := func(d ent.Date) float64 { return 100 * float64(d-from) / float64(to-from+1) }
	var out []Block
	for _, p := range parts {
		text := p.State
		if len(p.Rules) > 0 {
			text = p.Rules[0].Place()
		}
		out = append(out, Block{at(p.From), at(p.To+1) - at(p.From), p.State, fmt.Sprintf("%s to %s: %s", p.From, p.To, text)})
	}
	return out
}

// grid lays one issue out, States by States, with a bar for each issue above.
func (d *coverageData) grid(c *page.Context, lib *law.Library, q *coverage.Question) error {
	all := *q
	all.Issues = nil
	m, err := coverage.Prepare(lib, &all)
	if err != nil {
		return err
	}
	show := 0
	if len(q.Issues) > 0 {
		if show = slices.IndexFunc(m.Issues, func(x coverage.Issue) bool { return string(x.ID) == q.Issues[0] }); show < 0 {
			return ent.Errorf(ent.Invalid, "no issue %q", q.Issues[0])
		}
	}
	w := lib.Treaties.World()
	for _, s := range m.States {
		d.Chosen = append(d.Chosen, page.Named{Code: s, Name: d.name(w, s)})
		d.Grid = append(d.Grid, GridRow{page.Named{Code: s, Name: d.name(w, s)}, make([]GridCell, len(m.States))})
	}
	counts := make([][6]int, len(m.Issues))
	cell := func(i, j int, issues [][]coverage.Span) {
		for k, spans := range issues {
			counts[k][coverage.Worst(spans)]++
		}
		d.Grid[i].Cells[j] = d.gridCell(c, m, show, i, j, issues[show])
	}
	m.Each(func(i, j int, out, back [][]coverage.Span) { cell(i, j, out); cell(j, i, back) })
	d.Issue = m.Asked(show)
	d.bars(c, m, counts, show)
	d.Answer = &coverage.Answer{From: q.From, To: q.To, States: m.States}
	return nil
}

func (d *coverageData) gridCell(c *page.Context, m *coverage.Map, k, i, j int, spans []coverage.Span) GridCell {
	g := GridCell{State: coverage.Worst(spans).String()}
	for _, s := range spans {
		if len(s.Controls) > 0 {
			r := m.Controlling(k, s.Controls[0])
			g.Text = r.Place()
		}
	}
	g.Address = "?states=" + string(m.States[i]) + "," + string(m.States[j]) + "&on=" + c.On.String()
	if d.From != "" || d.To != "" {
		g.Address += "&from=" + m.From.String() + "&to=" + (m.Until - 1).String()
	}
	g.Address += "#" + string(m.Issues[k].ID)
	return g
}

func (d *coverageData) bars(c *page.Context, m *coverage.Map, counts [][6]int, show int) {
	for k := range m.Issues {
		q := c.R.URL.Query()
		q["issue"] = []string{string(m.Issues[k].ID)}
		q.Set("on", c.On.String())
		b := Bar{Asked: m.Asked(k), Address: "/relations/coverage?" + q.Encode(), Current: k == show, Holes: counts[k][coverage.Hole]}
		total, x := 0, 0.0
		for s := coverage.Hole; s <= coverage.Covered; s++ {
			total += counts[k][s]
		}
		for s := coverage.Covered; s > coverage.Absent; s-- {
			if n := counts[k][s]; n > 0 {
				width := 100 * float64(n) / float64(total)
				b.Blocks = append(b.Blocks, Block{x, width, s.String(), fmt.Sprintf("%d %s", n, stateWords[s.String()])})
				x += width
			}
		}
		d.Bars = append(d.Bars, b)
	}
}

// stateWords are the states as people read them.
var stateWords = map[string]string{"covered": "settled", "partial": "settled in part", "contested": "contested", "unknown": "not known", "hole": "holes", "absent": "no such State"}

func coverageCSV(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := coverageData{shared: begin(c, lib)}
	q, err := d.question(c, lib)
	if err != nil {
		return err
	}
	a, err := coverage.Ask(lib, q)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := a.WriteCSV(&b); err != nil {
		return err
	}
	return c.Download("coverage.csv", "text/csv; charset=utf-8", b.Bytes())
}
