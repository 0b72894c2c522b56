// Package administration is where the administrator says who may sign in, in which role.
package administration

import (
	"embed"
	"net/http"

	ent "entente"
	"entente/internal/access"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var showing = page.Templates(files, "administration.html")

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /administration", access.Administer, show)
	s.Handle(mux, "GET /administration/reads", access.Audit, reads)
	s.Handle(mux, "POST /administration/people", access.Administer, put)
	s.Handle(mux, "POST /administration/people/{name}/link", access.Administer, link)
	s.Handle(mux, "POST /administration/people/{name}/revoke", access.Administer, revoke)
}

type data struct {
	People []access.Person
	Roles  []access.Role
	Levels []string
	New    access.Person
	For    ent.Actor
	Link   string
}

func show(c *page.Context) error { return render(c, &data{}, nil) }

func render(c *page.Context, d *data, faults []page.Fault) error {
	var err error
	d.Roles, d.Levels = access.Roles, access.Levels
	if d.People, err = c.People.All(c.Ctx()); err != nil {
		return err
	}
	v := page.View{Title: "Administration", Data: d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(showing, v)
	}
	return c.Render(showing, v)
}

func put(c *page.Context) error {
	f := c.R.PostForm
	x := access.Person{Name: ent.Actor(f.Get("name")), Role: access.Role(f.Get("role")), Clearance: f.Get("clearance"), Nation: ent.StateCode(ent.Fold(f.Get("nation")))}
	if err := c.People.Put(c.Ctx(), c.Who.Name, x, f.Get("reason")); err != nil {
		if ent.KindOf(err) == ent.Invalid {
			return render(c, &data{New: x}, []page.Fault{{Field: "name", Text: err.Error()}})
		}
		return err
	}
	c.Redirect("/administration")
	return nil
}

func link(c *page.Context) error {
	name := ent.Actor(c.R.PathValue("name"))
	l, err := c.People.Link(c.Ctx(), c.Who.Name, name)
	if err != nil {
		return err
	}
	return render(c, &data{For: name, Link: c.Public + "/sign-in/" + l}, nil)
}

func revoke(c *page.Context) error {
	name := ent.Actor(c.R.PathValue("name"))
	if err := c.People.Revoke(c.Ctx(), c.Who.Name, name, "revoked by the administrator"); err != nil {
		return err
	}
	if err := c.End(c.Ctx(), name, ""); err != nil {
		return err
	}
	c.Redirect("/administration")
	return nil
}
