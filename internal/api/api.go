// Package api is Entente for other systems: HTTP under /api/v1, described by OpenAPI 3.1
// from the Go types, errors as application/problem+json (RFC 9457). It calls the same
// capabilities as the pages and the command line, under the same guard.
//
// Reads bear an entity tag and are not sent again to who has them; a change can be made
// for one version of a thing alone (If-Match), and once only (Idempotency-Key).
package api

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/openapi"
	"entente/internal/app"
	"entente/internal/law"
)

// root is where the API lives.
const root = "/api/v1"

// Config is what an API serves and how.
type Config struct {
	App     *app.App
	Guard   *access.Guard
	Log     *slog.Logger
	Version string
	Today   func() ent.Date // the day asked about when none is given
	// Patience is how long an answer may take; 0: half a minute, and two minutes where a
	// document is read.
	Patience time.Duration
}

// API serves an opened institution.
type API struct {
	Config
	app  *app.App
	huma huma.API
}

var describe sync.Once

// Mount adds the API to a mux.
func Mount(mux *http.ServeMux, c Config) huma.API {
	describe.Do(func() { huma.DefaultArrayNullable = false }) // a list is empty, never null
	x := &API{Config: c, app: c.App}
	described := openapi.Config(c.Version)
	described.Transformers = []huma.Transformer{tell}
	x.huma = humago.New(mux, described)
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
	x.activities()
	x.documents()
	x.proposals()
	x.search()
	x.log()
	openapi.Complete(x.huma.OpenAPI(), examples, root)
	openapi.Publish(mux, root, x.huma.OpenAPI(), func(w http.ResponseWriter, r *http.Request, form string, err error) {
		x.Log.Error("api", "description", form, "err", err)
		Refuse(w, r, http.StatusInternalServerError, "the description cannot be given")
	})
	x.strays(mux)
	return x.huma
}

// When is the day whose law applies and the moment as which the record is asked.
type When struct {
	On    string `query:"on" doc:"the day whose law applies (2024-06-01); default today" example:"2024-06-01"`
	Known string `query:"known" doc:"answer as the record was known at this moment (RFC 3339); default now" example:"2026-11-23T10:00:00Z"`
}

// moment returns the moment as which the record is asked, zero for now.
func (w *When) moment() (time.Time, error) {
	if w.Known == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, w.Known)
	if err != nil {
		return t, ent.Errorf(ent.Invalid, "known: %q is not a moment; write 2026-11-23T10:00:00Z", w.Known)
	}
	return t, nil
}

// day returns the day asked about.
func (x *API) day(on string) (ent.Date, error) {
	if on == "" {
		return x.Today(), nil
	}
	return ent.ParseDate(on)
}

// asked returns the law as known, and the day asked about.
func (x *API) asked(ctx context.Context, w *When) (*law.Library, ent.Date, error) {
	on, err := x.day(w.On)
	if err != nil {
		return nil, 0, err
	}
	known, err := w.moment()
	if err != nil {
		return nil, 0, err
	}
	lib, err := x.app.Library(ctx, known)
	return lib, on, err
}

// who is the one that asks.
func who(ctx context.Context) access.Principal { return access.From(ctx) }
