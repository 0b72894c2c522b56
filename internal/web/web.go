// Package web is the list of the site's sections.
package web

import (
	"net/http"

	ent "entente"
	"entente/internal/access"
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

// Mount adds every page to the mux.
func Mount(mux *http.ServeMux, s *page.Site, in *signin.Sessions) {
	assets.Mount(mux)
	in.Mount(mux, s)
	for _, mount := range []func(*http.ServeMux, *page.Site){desk.Mount, ask.Mount, findings.Mount, relations.Mount, register.Mount, documents.Mount, compare.Mount, calendar.Mount, search.Mount, corpus.Mount, logbook.Mount, administration.Mount} {
		mount(mux, s)
	}
	s.Handle(mux, "GET /", access.Public, func(*page.Context) error { return ent.Errorf(ent.NotFound, "There is no page here.") })
}
