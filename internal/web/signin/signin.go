// Package signin lets people in by a link, keeps their session, and lets them out.
package signin

import (
	"crypto/rand"
	"embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/web/page"
)

// Sessions keeps who is signed in, by a cookie that scripts cannot read. A session ends
// after an hour without use and after twelve hours.
type Sessions struct {
	scs    *scs.SessionManager
	people *access.People
}

// New returns the sessions of the people. secure is for sites behind TLS.
func New(people *access.People, secure bool) *Sessions {
	m := scs.New()
	m.Lifetime, m.IdleTimeout = 12*time.Hour, time.Hour
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Secure = "entente", true, http.SameSiteLaxMode, secure
	return &Sessions{m, people}
}

// Wrap loads and saves the session around a handler.
func (s *Sessions) Wrap(next http.Handler) http.Handler { return s.scs.LoadAndSave(next) }

// Who returns who is signed in. A person whose entry is gone from the record is not.
func (s *Sessions) Who(r *http.Request) (access.Principal, bool) {
	name := s.scs.GetString(r.Context(), "name")
	if name == "" {
		return access.Principal{}, false
	}
	p, err := s.people.Find(r.Context(), ent.Actor(name))
	if err != nil {
		return access.Principal{}, false
	}
	return p.Principal(), true
}

// Token returns the token that forms of this session bear.
func (s *Sessions) Token(r *http.Request) string {
	t := s.scs.GetString(r.Context(), "csrf")
	if t == "" {
		b := make([]byte, 24)
		rand.Read(b) // never fails
		t = base64.RawURLEncoding.EncodeToString(b)
		s.scs.Put(r.Context(), "csrf", t)
	}
	return t
}

//go:embed *.html
var files embed.FS

var templates = page.Templates(files, "*.html")

// Mount adds signing in and out.
func (s *Sessions) Mount(mux *http.ServeMux, site *page.Site) {
	site.Handle(mux, "GET /sign-in", access.Public, func(c *page.Context) error {
		return c.Render(template.Must(templates.Clone()), page.View{Title: "Sign in"})
	})
	// the link shows a button first, so that a program that looks at links does not use it up
	site.Handle(mux, "GET /sign-in/{link}", access.Public, func(c *page.Context) error {
		return c.Render(template.Must(templates.Clone()), page.View{Title: "Sign in", Data: c.R.PathValue("link")})
	})
	site.Handle(mux, "POST /sign-in/{link}", access.Public, func(c *page.Context) error {
		p, err := s.people.Redeem(c.Ctx(), c.R.PathValue("link"))
		if err != nil {
			return err
		}
		if err := s.scs.RenewToken(c.Ctx()); err != nil {
			return err
		}
		s.scs.Put(c.Ctx(), "name", string(p.Name))
		http.Redirect(c.W, c.R, next(c.R), http.StatusSeeOther)
		return nil
	})
	site.Handle(mux, "POST /sign-out", access.Public, func(c *page.Context) error {
		if err := s.scs.Destroy(c.Ctx()); err != nil {
			return err
		}
		http.Redirect(c.W, c.R, "/sign-in", http.StatusSeeOther)
		return nil
	})
}

// next returns where to go after signing in: a path of this site, nothing else.
func next(r *http.Request) string {
	n := r.URL.Query().Get("next")
	if !strings.HasPrefix(n, "/") || strings.HasPrefix(n, "//") || strings.ContainsAny(n, "\\\n\r") {
		return "/"
	}
	return n
}
