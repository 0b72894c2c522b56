// Package page is what all pages share: the frame with its navigation and its two dates,
// how errors are shown, how words, dates and outcomes are printed. Each section of the
// site is a package of its own beside it.
package page

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law"
	"entente/internal/problem"
	"entente/internal/spreadsheet"
	"entente/internal/web/assets"
	"entente/internal/web/locale"
)

// Site is what pages are made from.
type Site struct {
	App    *app.App
	Guard  *access.Guard
	People *access.People
	Log    *slog.Logger
	Today  func() ent.Date
	Token  func(*http.Request) string                     // of the session, against forged forms
	LogKey string                                         // under which the log is served at /log/; empty: it is not
	Public string                                         // the address of the site, without a slash at its end
	End    func(context.Context, ent.Actor, string) error // ends the sessions of somebody
	sent   sent
	routes []Route
}

// Route is an address of the site and what one must be allowed to do to go there.
type Route struct {
	Pattern string
	Action  access.Action
}

// Routes returns every route that was added.
func (s *Site) Routes() []Route { return s.routes }

// Section is an entry of the navigation.
type Section struct{ Path, Name string }

// Sections are the navigation, in its order.
var Sections = []Section{{"/", "Desk"}, {"/ask", "Ask"}, {"/findings", "Findings"}, {"/activities", "Activities"}, {"/relations", "Relations"}, {"/register", "Register"}, {"/documents", "Documents"}, {"/compare", "Compare"},
	{"/calendar", "Calendar"}, {"/search", "Search"}, {"/corpus", "Corpus"}, {"/log-book", "Log"}, {"/administration", "Administration"}}

// View is what a page is rendered from, beside its own data.
type View struct {
	Site    *Site
	Request *http.Request
	Who     access.Principal
	Title   string
	On      ent.Date // law as of
	Known   time.Time
	Today   ent.Date
	Lang    *locale.Locale
	Marking string
	Data    any
	Faults  []Fault // beside which field, for the error summary
	Narrow  bool
	Scripts []string
	Hash    string
	Notice  string
	number  string // of its forms
}

// Fault is something wrong in a form, shown above it and beside its field.
type Fault struct{ Field, Text string }

// Context is one request for a page: who asks, on which day, as known when.
type Context struct {
	*Site
	W     http.ResponseWriter
	R     *http.Request
	Who   access.Principal
	On    ent.Date
	Known time.Time
	Lang  *locale.Locale
}

// Ctx returns the request's context.
func (c *Context) Ctx() context.Context { return c.R.Context() }

// Library returns the law as known.
func (c *Context) Library() (*law.Library, error) { return c.App.Library(c.Ctx(), c.Known) }

// Handler is a page: it writes the answer or returns what went wrong.
type Handler func(*Context) error

// maxForm bounds a form with its file, in bytes.
const maxForm = 20 << 20

// The cookies that carry the two dates from page to page.
const (
	onCookie    = "law-as-of"
	knownCookie = "known-as-of"
)

// Handle adds a page to the mux. Whoever may not do the action with what is public here is
// asked to sign in or told that they may not; a page asks again for what it shows.
func (s *Site) Handle(mux *http.ServeMux, pattern string, action access.Action, h Handler) {
	s.routes = append(s.routes, Route{pattern, action})
	mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(access.Gather(r.Context()))
		c := &Context{Site: s, W: w, R: r, Who: access.From(r.Context()), On: s.Today(), Lang: locale.Of(w, r)}
		err := s.Guard.Check(c.Who, action, access.Resource{})
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			if err != nil && c.Who.Role == access.Nobody {
				http.Redirect(w, r, "/sign-in?next="+url.QueryEscape(r.URL.RequestURI()), http.StatusSeeOther)
				return
			}
			c.answer(err, h)
			return
		}
		c.take(err, h)
	})
}

// answer sends a page, or what went wrong.
func (c *Context) answer(err error, h Handler) {
	if err == nil {
		err = c.dates()
	}
	if err == nil {
		err = h(c)
	}
	if err != nil {
		c.Fail(err)
	}
}

// dates reads law-as-of and known-as-of from the address, else from the cookies.
func (c *Context) dates() error {
	value := func(query, cookie string) string {
		if v, ok := c.R.URL.Query()[query]; ok {
			http.SetCookie(c.W, &http.Cookie{Name: cookie, Value: v[0], Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
			return v[0]
		}
		if k, err := c.R.Cookie(cookie); err == nil {
			return k.Value
		}
		return ""
	}
	if v := value("on", onCookie); v != "" {
		d, err := ent.ParseDate(v)
		if err != nil {
			return err
		}
		c.On = d
	}
	if v := value("known", knownCookie); v != "" {
		d, err := ent.ParseDate(v)
		if err != nil {
			return err
		}
		t, err := time.Parse(time.DateOnly, d.AddDays(1).String())
		if err != nil {
			return err
		}
		if d < c.Today() {
			c.Known = t.Add(-time.Microsecond)
		}
	}
	return nil
}

//go:embed *.html
var shared embed.FS

// Render writes a page. Nothing is sent before the whole of it is made.
func (c *Context) Render(t *Template, v View) error { return c.render(http.StatusOK, t, v) }

// RenderFaults writes a page with a form that could not be taken, what was typed kept.
func (c *Context) RenderFaults(t *Template, v View) error {
	return c.render(http.StatusUnprocessableEntity, t, v)
}

func (c *Context) render(status int, t *Template, v View) error {
	v.Site, v.Request, v.Who, v.On, v.Known, v.Today, v.Lang = c.Site, c.R, c.Who, c.On, c.Known, c.Today(), c.Lang
	v.Marking = access.Bears(c.Ctx(), v.Marking)
	if lib, err := c.Library(); err == nil {
		v.Hash = lib.Hash
	}
	var b bytes.Buffer
	if err := t.Write(&b, c.Lang, "frame", &v); err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	c.W.Header().Set("Cache-Control", "private, no-store")
	c.W.WriteHeader(status)
	_, err := b.WriteTo(c.W)
	return err
}

// Marked returns the context that bears the marking chosen in the form, under which what is
// put on record goes there.
func (c *Context) Marked() (context.Context, error) {
	text := c.R.PostFormValue("mark")
	if rel := strings.TrimSpace(c.R.PostFormValue("rel")); rel != "" {
		if text == "" {
			text = access.Levels[0]
		}
		text += "//REL TO " + rel
	}
	return access.MarkedAs(c.Ctx(), text)
}

// Markable are the classifications that the reader may give.
func (v *View) Markable() []string {
	highest, _ := access.Level(v.Site.App.Records.Highest())
	return access.Levels[:min(v.Who.Clearance, highest)+1]
}

// ClearedFor is the highest classification that the reader may see.
func (v *View) ClearedFor() string { return access.Levels[v.Who.Clearance] }

//go:embed whole/*.html
var whole embed.FS

var failure = Templates(whole, "whole/failure.html")

// Fail shows what went wrong: what was asked, what to do, an id for the log.
func (c *Context) Fail(err error) {
	status, ok := problem.Status[ent.KindOf(err)]
	text := err.Error()
	if !ok {
		status = 500
		text = "Something went wrong here. What you had entered was not put on record. Its id is " + fmt.Sprintf("%x", time.Now().UnixNano()) + "."
		c.Log.Error("page", "path", c.R.URL.Path, "err", err, "shown", text)
	}
	v := View{Title: problem.Of(status).Title, Data: strings.Split(text, "\n")}
	if err := c.render(status, failure, v); err != nil {
		http.Error(c.W, text, status)
	}
}

// Asset is the address of a built file.
func (v *View) Asset(name string) string { return assets.Path(name) }

// Sections are the entries of the navigation to which the reader may go.
func (v *View) Sections() []Section {
	return slices.DeleteFunc(slices.Clone(Sections), func(x Section) bool { return !v.Site.open(v.Who, x.Path) })
}

// open reports whether somebody may go to a page of the site.
func (s *Site) open(p access.Principal, path string) bool {
	if path == "/" {
		path = "/{$}"
	}
	i := slices.IndexFunc(s.routes, func(r Route) bool { return r.Pattern == "GET "+path })
	return i >= 0 && s.Guard.May(p, s.routes[i].Action, access.Resource{})
}

// Languages are those of the interface.
func (v *View) Languages() []*locale.Locale { return locale.All }

// In reports whether the page belongs to a section.
func (v *View) In(s Section) bool {
	p := v.Request.URL.Path
	return p == s.Path || s.Path != "/" && strings.HasPrefix(p, s.Path+"/")
}

// FaultOf returns what is wrong with a field, "" when nothing is.
func (v *View) FaultOf(field string) string {
	for _, f := range v.Faults {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// Address returns the page's address with some of its query changed; "" removes a name.
func (v *View) Address(pairs ...string) string {
	q := v.Request.URL.Query()
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return v.Request.URL.Path
	}
	return v.Request.URL.Path + "?" + q.Encode()
}

// KnownDay is the day as of which the record is asked, for the field in the header.
func (v *View) KnownDay() string {
	if v.Known.IsZero() {
		return v.Today.String()
	}
	return v.Known.Format(time.DateOnly)
}

// Attach says that what follows is a file that the reader's browser saves under a name.
func (c *Context) Attach(name, media string) {
	c.W.Header().Set("Content-Type", media)
	c.W.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+Escape(name))
	c.W.Header().Set("Cache-Control", "private, no-store")
}

// Download sends a file that the reader's browser saves under a name.
func (c *Context) Download(name, media string, b []byte) error {
	c.Attach(name, media)
	_, err := c.W.Write(b)
	return err
}

// Table begins a table that the reader's browser saves under a name.
func (c *Context) Table(name string, columns ...string) *spreadsheet.Table {
	c.Attach(name, "text/csv; charset=utf-8")
	return spreadsheet.New(c.W, columns...)
}

// Redirect sends the reader on, by a GET.
func (c *Context) Redirect(to string) { http.Redirect(c.W, c.R, to, http.StatusSeeOther) }

// Named is a State in a choice.
type Named struct {
	Code ent.StateCode
	Name string
}

// States returns the States and organisations of the library for a choice.
func (c *Context) States(lib *law.Library) []Named {
	w := lib.Treaties.World()
	var out []Named
	for _, code := range w.Codes() {
		out = append(out, Named{code, c.Lang.State(code, w.State(code).Name)})
	}
	return out
}

// File hands out a file to be shown where the browser can, else to be saved.
func (c *Context) File(name, media string, b []byte) error {
	h := c.W.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", "inline; filename*=UTF-8''"+Escape(name))
	h.Set("Cache-Control", "private, no-store")
	_, err := c.W.Write(b)
	return err
}

// Escape writes a file name for a header.
func Escape(name string) string { return url.PathEscape(name) }
