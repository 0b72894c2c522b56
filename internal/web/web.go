// Package web is the list of the site's sections.
package web

import (
	"net/http"

	"entente/internal/web/ask"
	"entente/internal/web/assets"
	"entente/internal/web/desk"
	"entente/internal/web/findings"
	"entente/internal/web/page"
	"entente/internal/web/register"
	"entente/internal/web/relations"
	"entente/internal/web/signin"
)

// Mount adds every page to the mux.
func Mount(mux *http.ServeMux, s *page.Site, in *signin.Sessions) {
	assets.Mount(mux)
	in.Mount(mux, s)
	desk.Mount(mux, s)
	relations.Mount(mux, s)
	ask.Mount(mux, s)
	findings.Mount(mux, s)
	register.Mount(mux, s)
}
