package register

import (
	"net/url"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/treatymaking"
	"entente/internal/web/page"
)

// taking is the page on which one step of a treaty's making is taken.
type taking struct {
	*treatymaking.File
	Def   *treatymaking.Definition
	Lacks []treatymaking.Lack
	Form  url.Values
	// what the fields that choose offer
	Desks, Offices, Verbs, Versions []string
}

// Asks reports whether the step needs a field.
func (t *taking) Asks(field string) bool { return slices.Contains(t.Def.Asks, field) }

// takeForm shows the form of a step, filled in with what the file tells.
func takeForm(c *page.Context) error {
	return renderTaking(c, url.Values{"on": {c.On.String()}}, nil)
}

func renderTaking(c *page.Context, form url.Values, faults []page.Fault) error {
	id := ent.InstrumentID(ent.Fold(c.R.PathValue("id")))
	f, err := c.App.Treaties.File(c.Ctx(), id, c.Known)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(treatymaking.Definitions, func(d treatymaking.Definition) bool { return string(d.Kind) == c.R.PathValue("step") })
	if i < 0 {
		return ent.Errorf(ent.NotFound, "there is no step %q", c.R.PathValue("step"))
	}
	d := &taking{File: f, Def: &treatymaking.Definitions[i], Form: form, Desks: treatymaking.Desks, Offices: treatymaking.Offices,
		Verbs: []string{string(treaty.Ratified), string(treaty.Accepted), string(treaty.Approved), string(treaty.Acceded), string(treaty.Confirmed)}}
	for _, n := range f.Next(c.On, c.Who.Name) {
		if n.Kind == d.Def.Kind {
			d.Lacks = n.Lacks
		}
	}
	texts, err := c.App.Register.Texts(c.Ctx(), id, c.Known)
	if err != nil {
		return err
	}
	for _, t := range texts {
		if !slices.Contains(d.Versions, t.Version) {
			d.Versions = append(d.Versions, t.Version)
		}
	}
	v := page.View{Title: d.Def.Title + ", " + f.Title, Data: d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(takingPage, v)
	}
	return c.Render(takingPage, v)
}

// take puts the step on record, or shows beside the form what it lacks.
func take(c *page.Context) error {
	f := c.R.PostForm
	field := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	s := treatymaking.Step{What: treatymaking.Kind(c.R.PathValue("step")), State: ent.StateCode(ent.Fold(field("state"))), Office: field("office"), Issuer: field("issuer"), Version: field("version"),
		Desk: field("desk"), Stage: field("stage"), As: treaty.Verb(field("as")), Number: field("number"), Place: field("place"), Text: field("text"), Source: field("source"), Despite: field("despite")}
	for _, x := range []struct {
		name string
		to   *ent.Date
	}{{"on", &s.On}, {"until", &s.Until}} {
		if field(x.name) == "" {
			continue
		}
		day, err := ent.ParseDate(field(x.name))
		if err != nil {
			return renderTaking(c, f, []page.Fault{{Field: x.name, Text: err.Error()}})
		}
		*x.to = day
	}
	id := ent.InstrumentID(ent.Fold(c.R.PathValue("id")))
	_, err := c.App.Treaties.Take(c.Ctx(), c.Who.Name, id, s)
	switch k := ent.KindOf(err); {
	case err == nil:
		c.Redirect("/register/" + string(id) + "/making")
		return nil
	case k == ent.Invalid || k == ent.Forbidden || k == ent.Conflict:
		return renderTaking(c, f, []page.Fault{{Field: faultIn(err), Text: err.Error()}})
	}
	return err
}

// faultIn names the field beside which an error is shown: the reason, where the step lacks
// something.
func faultIn(err error) string {
	text := err.Error()
	if ent.KindOf(err) == ent.Forbidden {
		return "despite"
	}
	for _, name := range []string{"state", "office", "issuer", "version", "desk", "stage", "number", "until"} {
		if strings.Contains(text, name) {
			return name
		}
	}
	return "on"
}
