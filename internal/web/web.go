// Package web is the list of the site's sections.
package web

import (
	"net/http"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/serve"
	"entente/internal/web/activities"
	"entente/internal/web/administration"
	"entente/internal/web/ask"
	"entente/internal/web/assets"
	"entente/internal/web/calendar"
	"entente/internal/web/compare"
	"entente/internal/web/corpus"
	"entente/internal/web/desk"
	"entente/internal/web/documents"
	"entente/internal/web/findings"
	"entente/internal/web/logbook"
	"entente/internal/web/page"
	"entente/internal/web/register"
	"entente/internal/web/relations"
	"entente/internal/web/search"
	"entente/internal/web/signin"
)

// Handler returns the whole site over a server: pages with signing in, the API, the log.
func Handler(srv *serve.Server, c signin.Config) (http.Handler, *page.Site, error) {
	c.Log = srv.Log
	in, err := signin.New(srv.People, srv.App.Sessions(), c, time.Now)
	if err != nil {
		return nil, nil, err
	}
	srv.Session = in.Who
	site := &page.Site{App: srv.App, Guard: srv.Guard, People: srv.People, Log: srv.Log, Today: srv.Today, Token: in.Token, End: in.End, Public: strings.TrimRight(in.Public.String(), "/"), LogKey: srv.LogKey()}
	return in.Wrap(srv.Handler(func(mux *http.ServeMux) { mount(mux, site, in) })), site, nil
}

// mount adds every page to the mux.
func mount(mux *http.ServeMux, s *page.Site, in *signin.Sessions) {
	assets.Mount(mux)
	in.Mount(mux, s)
	for _, mount := range []func(*http.ServeMux, *page.Site){desk.Mount, ask.Mount, findings.Mount, activities.Mount, relations.Mount, register.Mount, documents.Mount, compare.Mount, calendar.Mount, search.Mount, corpus.Mount, logbook.Mount, administration.Mount} {
		mount(mux, s)
	}
	s.Handle(mux, "GET /", access.Public, func(*page.Context) error { return ent.Errorf(ent.NotFound, "There is no page here.") })
}
