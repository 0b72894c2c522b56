package signin

import (
	"encoding/json"
	"time"

	"entente/internal/access"
	"entente/internal/web/page"
)

// signed is a page for whoever is signed in, in whatever role.
func (s *Sessions) signed(h page.Handler) page.Handler {
	return func(c *page.Context) error {
		if c.Who.Role == access.Nobody {
			c.Redirect("/sign-in?next=/account")
			return nil
		}
		return h(c)
	}
}

// mine is what somebody's own page shows.
type mine struct {
	Password bool
	Keys     []keyLine
	Recent   bool
	Passkeys bool // can be made at the address by which the reader came
	Public   string
	Length   int
}

type keyLine struct {
	ID, Label string
	At        time.Time
}

var done = map[string]string{"password": "Your password is set. Your other sessions have ended.", "passkey": "The passkey is kept.", "dropped": "The passkey is forgotten.", "sessions": "Your other sessions have ended."}

func (s *Sessions) account(c *page.Context) error { return s.showAccount(c, nil) }

func (s *Sessions) showAccount(c *page.Context, faults []page.Fault) error {
	d := mine{Recent: s.recent(c), Passkeys: c.R.Host == s.Public.Host, Public: s.Public.String(), Length: access.MinPassword}
	var err error
	if d.Password, err = s.people.Has(c.Ctx(), c.Who.Name, access.Password); err != nil {
		return err
	}
	kept, err := s.people.Passkeys(c.Ctx(), c.Who.Name)
	if err != nil {
		return err
	}
	for _, x := range kept {
		var k key
		if err := json.Unmarshal(x.Data, &k); err != nil {
			return err
		}
		d.Keys = append(d.Keys, keyLine{x.ID, k.Label, x.At})
	}
	v := page.View{Title: "Your account", Data: &d, Scripts: []string{"passkey.js"}, Faults: faults, Notice: done[c.R.URL.Query().Get("done")]}
	if len(faults) > 0 {
		return c.RenderFaults(accounted, v)
	}
	return c.Render(accounted, v)
}

// endOthers ends the reader's sessions on other machines.
func (s *Sessions) endOthers(c *page.Context) error {
	if err := s.End(c.Ctx(), c.Who.Name, s.scs.GetString(c.Ctx(), "id")); err != nil {
		return err
	}
	c.Redirect("/account?done=sessions")
	return nil
}
