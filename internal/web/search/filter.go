package search

import (
	"net/url"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/document/clause"
	found "entente/internal/search"
	"entente/internal/search/source"
	"entente/internal/web/page"
)

// asked is what the address of the page asks for: the words, and one value of each filter.
type asked struct {
	Text                                               string
	Party, Kind, Clause, Force, Language, Ver, Marking string
	From                                               int
	Table                                              bool
}

func ask(q url.Values) asked {
	get := func(name string) string { return strings.TrimSpace(q.Get(name)) }
	a := asked{Text: get("q"), Party: get("party"), Kind: get("kind"), Clause: get("clause"), Force: get("force"), Language: get("language"), Ver: get("version"), Marking: get("class"), Table: q.Get("as") == "csv"}
	from, _ := strconv.Atoi(q.Get("from")) // not a number: from the first
	a.From = max(0, min(from, found.MaxResults-shown))
	return a
}

// filter is one that has a value: its name in addresses and queries, and what people call it.
type filter struct{ Name, In, Called, Value string }

func (a *asked) filters() []filter {
	var out []filter
	for _, f := range []filter{{"party", "party", "Party", a.Party}, {"kind", "kind", "What", a.Kind}, {"clause", "clause", "Clause", a.Clause}, {"force", "in-force", "In force on", a.Force},
		{"language", "language", "Language", a.Language}, {"version", "version", "Version", a.Ver}, {"class", "class", "Marking", a.Marking}} {
		if f.Value != "" {
			out = append(out, f)
		}
	}
	return out
}

// query writes words and filters as one query. What is wrong with a field is told beside it.
func (d *data) query(c *page.Context) (string, []page.Fault) {
	var faults []page.Fault
	if d.Party = d.Lang.Code(d.Party); d.Party != "" {
		if lib, err := c.Library(); err == nil {
			if _, err := lib.Treaties.World().Find(d.Party); err != nil {
				faults = append(faults, page.Fault{Field: "party", Text: err.Error()})
			}
		}
	}
	if d.Force != "" {
		if _, err := ent.ParseDate(d.Force); err != nil {
			faults = append(faults, page.Fault{Field: "force", Text: err.Error()})
		}
	}
	parts := []string{d.Text}
	for _, f := range d.filters() {
		if strings.Contains(f.Value, `"`) {
			faults = append(faults, page.Fault{Field: f.Name, Text: f.Called + ": leave the quotation mark out"})
		}
		parts = append(parts, f.In+`:"`+f.Value+`"`)
		d.Chosen = append(d.Chosen, chosen{f, d.told(f)})
	}
	return strings.TrimSpace(strings.Join(parts, " ")), faults
}

// chosen is a filter in force, as told to people.
type chosen struct {
	filter
	Told string
}

// told is a value in the words of people.
func (d *data) told(f filter) string {
	switch f.Name {
	case "kind":
		return word(f.Value)
	case "clause":
		return clauseName(f.Value)
	case "force":
		return d.Day()
	}
	return f.Value
}

// Day is the day of the filter, as people read it.
func (d *data) Day() string {
	day, err := ent.ParseDate(d.Force)
	if err != nil {
		return d.Force
	}
	return d.Lang.Day(day)
}

// choice is one of a list.
type choice struct{ Value, Told string }

// choices fills the lists of the form.
func (d *data) choices(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d.States = c.States(lib)
	for _, k := range source.Kinds {
		d.Kinds = append(d.Kinds, choice{k, word(k)})
	}
	clauses, err := clause.Shipped()
	if err != nil {
		return err
	}
	for i := range clauses.Clauses {
		x := &clauses.Clauses[i]
		d.Clauses = append(d.Clauses, choice{string(x.ID), x.Name})
	}
	return nil
}

// group is the counts of one filter.
type group struct {
	Name, Called string
	Values       []count
}

type count struct {
	choice
	Count int
}

// grouped puts the counts of each filter together; one that is chosen, or has one value for
// all that was found, tells nothing.
func (d *data) grouped(facets []found.Facet) []group {
	taken := map[string]bool{}
	for _, f := range d.filters() {
		taken[f.Name] = true
	}
	called := map[string]string{"kind": "What", "clause": "Clause", "language": "Language", "class": "Marking"}
	var out []group
	for _, f := range facets {
		if taken[f.Field] || f.Count == d.Total && f.Field != "class" {
			continue
		}
		if len(out) == 0 || out[len(out)-1].Name != f.Field {
			out = append(out, group{Name: f.Field, Called: called[f.Field]})
		}
		g := &out[len(out)-1]
		g.Values = append(g.Values, count{choice{f.Value, d.told(filter{Name: f.Field, Value: f.Value})}, f.Count})
	}
	return out
}

// word is what people call a kind of document.
func word(kind string) string {
	if w, ok := map[string]string{found.Provision: "article", found.Act: "declaration", found.Text: "text on record"}[kind]; ok {
		return w
	}
	return kind
}

func clauseName(id string) string {
	clauses, err := clause.Shipped()
	if err != nil {
		return id
	}
	if c := clauses.Clause(clause.ID(id)); c != nil {
		return c.Name
	}
	return id
}
