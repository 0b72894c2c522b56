// Package signin lets people in, by a link, a password, a passkey or the institution's own
// provider of identities (OpenID Connect), keeps their session, and lets them out.
package signin

import (
	"context"
	"crypto/rand"
	"embed"
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/go-webauthn/webauthn/webauthn"

	ent "entente"
	"entente/internal/access"
	"entente/internal/web/page"
)

// How long sessions last, and for how long after signing in one's ways of signing in may be
// changed.
const (
	lifetime = 12 * time.Hour
	idle     = time.Hour
	fresh    = 15 * time.Minute
	noted    = 5 * time.Minute // the use of a session is written down so often
)

// Config says where the site stands and who vouches for people.
type Config struct {
	Public *url.URL // where people reach the site: passkeys are made for its host, and behind TLS cookies are kept to it; nil: http://localhost
	Proxy  bool     // addresses are those that the proxy in front names in X-Forwarded-For
	OIDC   *OIDC    // nil: none
	Log    *slog.Logger
}

// Sessions keeps who is signed in, by a cookie that scripts cannot read. A session ends
// after an hour without use and after twelve hours.
type Sessions struct {
	Config
	scs    *scs.SessionManager
	store  scs.CtxStore
	people *access.People
	keys   *webauthn.WebAuthn
	vouch  *provider

	here, pair, name *access.Limits // how often may be guessed: from an address, at a name from it, at a name
	now              func() time.Time
}

// New returns the sessions of the people, kept in a store; now is the clock. Errors are of
// kind Invalid: the address cannot be that of a site.
func New(people *access.People, store scs.CtxStore, c Config, now func() time.Time) (*Sessions, error) {
	if c.Public == nil {
		c.Public = &url.URL{Scheme: "http", Host: "localhost"}
	}
	if c.Public.Scheme != "http" && c.Public.Scheme != "https" || c.Public.Hostname() == "" {
		return nil, ent.Errorf(ent.Invalid, "%q is no address of a site, such as https://entente.ministry.example", c.Public)
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	m := scs.New()
	m.Store, m.HashTokenInStore = store, true
	m.Lifetime = lifetime
	m.Cookie.Name, m.Cookie.HttpOnly, m.Cookie.SameSite, m.Cookie.Secure = "entente", true, http.SameSiteLaxMode, c.Public.Scheme == "https"
	s := &Sessions{Config: c, scs: m, store: store, people: people, now: now,
		here: access.NewLimits(2*time.Second, 30, now), pair: access.NewLimits(30*time.Second, 5, now), name: access.NewLimits(36*time.Second, 100, now)}
	var err error
	if s.keys, err = newKeys(c.Public); err != nil {
		return nil, err
	}
	if c.OIDC != nil {
		s.vouch = &provider{OIDC: *c.OIDC, back: c.Public.JoinPath("/sign-in/oidc/callback").String()}
	}
	return s, nil
}

// Wrap loads and saves the session around a handler.
func (s *Sessions) Wrap(next http.Handler) http.Handler { return s.scs.LoadAndSave(next) }

// Who returns who is signed in. A person whose entry is gone from the record is not, nor is
// one who did nothing for an hour.
func (s *Sessions) Who(r *http.Request) (access.Principal, bool) {
	ctx := r.Context()
	name := s.scs.GetString(ctx, "name")
	if name == "" {
		return access.Principal{}, false
	}
	unused := s.now().Sub(time.Unix(s.scs.GetInt64(ctx, "used"), 0))
	if unused > idle {
		s.scs.Remove(ctx, "name")
		return access.Principal{}, false
	}
	p, err := s.people.Find(ctx, ent.Actor(name))
	if err != nil {
		return access.Principal{}, false
	}
	if unused > noted {
		s.scs.Put(ctx, "used", s.now().Unix())
	}
	return p.Principal(), true
}

// Token returns the token that forms of this session bear. It outlasts signing in, so that a
// form whose session had ended can be sent again.
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

// End ends every session of a person, but one; which is empty where all of them end.
func (s *Sessions) End(ctx context.Context, name ent.Actor, which string) error {
	return s.scs.Iterate(ctx, func(of context.Context) error {
		if s.scs.GetString(of, "name") != string(name) || which != "" && s.scs.GetString(of, "id") == which {
			return nil
		}
		return s.store.DeleteCtx(ctx, s.scs.Token(of)) // as the store knows it
	})
}

// enter begins the session of somebody who showed who they are.
func (s *Sessions) enter(c *page.Context, p *access.Person, by string) error {
	if err := s.scs.RenewToken(c.Ctx()); err != nil {
		return err
	}
	now := s.now().Unix()
	s.scs.Put(c.Ctx(), "name", string(p.Name))
	s.scs.Put(c.Ctx(), "id", rand.Text())
	s.scs.Put(c.Ctx(), "at", now)
	s.scs.Put(c.Ctx(), "used", now)
	s.Log.Info("signed in", "name", p.Name, "by", by, "from", s.address(c.R))
	return nil
}

// recent reports whether somebody signed in just now.
func (s *Sessions) recent(c *page.Context) bool {
	return s.now().Sub(time.Unix(s.scs.GetInt64(c.Ctx(), "at"), 0)) <= fresh
}

// address returns where a request comes from.
func (s *Sessions) address(r *http.Request) string { return access.Address(r, s.Proxy) }

//go:embed *.html
var files embed.FS

var (
	entering  = page.Templates(files, "signin.html")
	accounted = page.Templates(files, "account.html")
)

// Mount adds signing in and out, and everybody's own page.
func (s *Sessions) Mount(mux *http.ServeMux, site *page.Site) {
	for pattern, h := range map[string]page.Handler{
		"GET /sign-in": s.show, "POST /sign-in": s.password,
		"GET /sign-in/{link}": s.showLink, "POST /sign-in/{link}": s.link,
		"POST /sign-in/passkey/options": s.askKey, "POST /sign-in/passkey": s.passkey,
		"GET /sign-in/oidc": s.begin, "GET /sign-in/oidc/callback": s.back,
		"POST /sign-out": s.out,
		"GET /account":   s.signed(s.account), "POST /account/password": s.signed(s.setPassword),
		"POST /account/passkeys/options": s.signed(s.offerKey), "POST /account/passkeys": s.signed(s.addKey), "POST /account/passkeys/{id}/drop": s.signed(s.dropKey),
		"POST /account/sessions": s.signed(s.endOthers),
	} {
		site.Handle(mux, pattern, access.Public, h)
	}
}

// signingIn is what the page for signing in shows.
type signingIn struct {
	Link     string
	Name     string
	Passkeys bool
	Vouch    string
	Next     string
}

func (s *Sessions) show(c *page.Context) error { return s.render(c, &signingIn{}, nil) }

func (s *Sessions) render(c *page.Context, d *signingIn, faults []page.Fault) error {
	d.Passkeys = c.R.Host == s.Public.Host
	d.Next = c.R.URL.Query().Get("next")
	if s.vouch != nil {
		d.Vouch = s.vouch.Name
	}
	v := page.View{Title: "Sign in", Data: d, Scripts: []string{"passkey.js"}, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(entering, v)
	}
	return c.Render(entering, v)
}

// showLink shows a button first, so that a program that looks at links does not use it up.
func (s *Sessions) showLink(c *page.Context) error {
	return c.Render(entering, page.View{Title: "Sign in", Data: &signingIn{Link: c.R.PathValue("link")}})
}

func (s *Sessions) link(c *page.Context) error {
	p, err := s.people.Redeem(c.Ctx(), c.R.PathValue("link"))
	if err != nil {
		return err
	}
	if err := s.enter(c, p, "link"); err != nil {
		return err
	}
	c.Redirect(next(c.R))
	return nil
}

func (s *Sessions) out(c *page.Context) error {
	if err := s.scs.Destroy(c.Ctx()); err != nil {
		return err
	}
	c.Redirect("/sign-in")
	return nil
}

// next returns where to go after signing in: a path of this site, nothing else.
func next(r *http.Request) string {
	n := r.URL.Query().Get("next")
	if !strings.HasPrefix(n, "/") || strings.HasPrefix(n, "//") || strings.ContainsAny(n, "\\\n\r") {
		return "/"
	}
	return n
}

// slow refuses what is tried too often: from one address, at a name from it, or at a name.
func (s *Sessions) slow(c *page.Context, name string) error {
	at := s.address(c.R)
	for _, x := range []struct {
		of  *access.Limits
		who string
	}{{s.here, at}, {s.pair, name + " " + at}, {s.name, name}} {
		if name == "" && x.of != s.here {
			continue
		}
		if ok, wait := x.of.Allow(x.who); !ok {
			return tooOften(c, wait)
		}
	}
	return nil
}

func tooOften(c *page.Context, wait time.Duration) error {
	seconds := int(wait/time.Second) + 1
	c.W.Header().Set("Retry-After", strconv.Itoa(seconds))
	return ent.Errorf(ent.TooOften, "this was tried too often; wait %d seconds and try again", seconds)
}
