// Package api is Entente for other systems: HTTP under /api/v1, described by OpenAPI 3.1
// from the Go types, errors as application/problem+json (RFC 9457). It calls the same
// capabilities as the pages and the command line, under the same guard.
//
// Reads bear an entity tag and are not sent again to who has them; a change can be made
// for one version of a thing alone (If-Match), and once only (Idempotency-Key).
package api

import (
	_ "embed"
	"net/http"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"entente/internal/api/cooperation"
	"entente/internal/api/openapi"
	"entente/internal/api/wire"
)

// Config is what an API serves and how.
type Config = wire.Config

// API serves an opened institution.
type API struct{ *wire.API }

var describe sync.Once

// Mount adds the API to a mux.
func Mount(mux *http.ServeMux, c Config) huma.API {
	describe.Do(func() { huma.DefaultArrayNullable = false }) // a list is empty, never null
	x := &API{&wire.API{Config: c}}
	described := openapi.Config(c.Version)
	described.Transformers = []huma.Transformer{wire.Tell}
	x.Huma = humago.New(mux, described)
	x.law()
	x.coverage()
	x.assessing()
	x.instruments()
	x.texts()
	x.acts()
	x.norms()
	x.duties()
	x.calendar()
	x.findings()
	cooperation.Mount(x.API)
	x.documents()
	x.proposals()
	x.search()
	x.log()
	openapi.Complete(x.Huma.OpenAPI(), examples, wire.Root)
	openapi.Publish(mux, wire.Root, x.Huma.OpenAPI(), func(w http.ResponseWriter, r *http.Request, form string, err error) {
		x.Log.Error("api", "description", form, "err", err)
		wire.Refuse(w, r, http.StatusInternalServerError, "the description cannot be given")
	})
	x.Strays(mux)
	return x.Huma
}

//go:embed examples.json
var examples []byte
