package signin

import (
	"net/http"

	ent "entente"
	"entente/internal/access"
	"entente/internal/web/page"
)

// password lets somebody in by their name and password.
func (s *Sessions) password(c *page.Context) error {
	name := ent.Actor(c.R.PostForm.Get("name"))
	wrong := func(err error) error {
		return s.render(c, &signingIn{Name: string(name)}, []page.Fault{{Field: "name", Text: err.Error()}})
	}
	if name == "" {
		return wrong(ent.Errorf(ent.Invalid, "say who you are"))
	}
	if err := s.slow(c, string(name)); err != nil {
		return err
	}
	p, err := s.people.Verify(c.Ctx(), name, c.R.PostForm.Get("password"))
	if ent.KindOf(err) == ent.Forbidden {
		s.Log.Warn("wrong password", "name", name, "from", s.address(c.R))
		return wrong(err)
	}
	if err != nil {
		return err
	}
	s.pair.Forgive(string(name) + " " + s.address(c.R))
	if err := s.enter(c, p, "password"); err != nil {
		return err
	}
	c.Redirect(next(c.R))
	return nil
}

// setPassword sets the reader's own password. Whoever has one says it again.
func (s *Sessions) setPassword(c *page.Context) error {
	f, name := c.R.PostForm, c.Who.Name
	wrong := func(field, text string) error { return s.showAccount(c, []page.Fault{{Field: field, Text: text}}) }
	has, err := s.people.Has(c.Ctx(), name, access.Password)
	if err != nil {
		return err
	}
	if has {
		if err := s.slow(c, string(name)); err != nil {
			return err
		}
		if _, err := s.people.Verify(c.Ctx(), name, f.Get("present")); ent.KindOf(err) == ent.Forbidden {
			return wrong("present", "this is not your present password")
		} else if err != nil {
			return err
		}
	} else if !s.recent(c) {
		return s.again(c)
	}
	if f.Get("new") != f.Get("repeat") {
		return wrong("repeat", "this is not what stands in the field above")
	}
	if err := s.people.SetPassword(c.Ctx(), name, name, f.Get("new")); ent.KindOf(err) == ent.Invalid {
		return wrong("new", err.Error())
	} else if err != nil {
		return err
	}
	if err := s.End(c.Ctx(), name, s.scs.GetString(c.Ctx(), "id")); err != nil {
		return err
	}
	c.Redirect("/account?done=password")
	return nil
}

// again sends somebody to sign in again, before they change how they sign in.
func (s *Sessions) again(c *page.Context) error {
	c.W.Header().Set("Cache-Control", "private, no-store")
	http.Redirect(c.W, c.R, "/sign-in?next=/account&again=yes", http.StatusSeeOther)
	return nil
}
