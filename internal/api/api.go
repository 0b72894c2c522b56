// Package api is Entente for other systems: HTTP under /api/v1, described by OpenAPI 3.1
// from the Go types, errors as application/problem+json (RFC 9457). It calls the same
// capabilities as the pages and the command line, under the same guard.
package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law"
)

// API serves an opened institution.
type API struct {
	app   *app.App
	guard *access.Guard
	today func() ent.Date
}

// Mount adds the API to a mux. today is the day asked about when none is given.
func Mount(mux *http.ServeMux, a *app.App, g *access.Guard, version string, today func() ent.Date) huma.API {
	config := huma.DefaultConfig("Entente", version)
	config.Info.Description = "The law of international security cooperation: who is bound, may we, who has jurisdiction, what must be reported; and the institution's record."
	config.CreateHooks = nil // no $schema beside what was asked for
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "/api/v1/openapi", "", "/api/v1/schemas"
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "entente token create NAME --role ROLE"}}
	config.Security = []map[string][]string{{"token": {}}}
	h := humago.New(mux, config)
	x := &API{a, g, today}
	x.law(h)
	x.record(h)
	return h
}

// operation describes one call.
func operation(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: "/api/v1" + path, Tags: []string{tag}, Summary: summary, Errors: []int{400, 401, 403, 404, 409, 503}}
}

// add registers a call that asks the guard first and answers with problems.
func add[I, O any](h huma.API, x *API, op huma.Operation, action access.Action, f func(context.Context, *I) (*O, error)) {
	huma.Register(h, op, func(ctx context.Context, in *I) (*O, error) {
		if err := x.guard.Check(access.From(ctx), action, access.Resource{}); err != nil {
			return nil, problem(ctx, err)
		}
		out, err := f(ctx, in)
		return out, problem(ctx, err)
	})
}

// Status is the HTTP status of each kind of error.
var Status = map[ent.Kind]int{ent.Invalid: http.StatusBadRequest, ent.NotFound: http.StatusNotFound, ent.Conflict: http.StatusConflict, ent.Forbidden: http.StatusForbidden, ent.Unavailable: http.StatusServiceUnavailable}

// problem turns an error into the problem that is sent; the text of an internal one is hidden.
func problem(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var s huma.StatusError
	if errors.As(err, &s) {
		return err
	}
	kind := ent.KindOf(err)
	if errors.Is(err, ent.ErrInvalid) {
		kind = ent.Invalid
	}
	status, ok := Status[kind]
	switch {
	case !ok:
		return huma.NewError(http.StatusInternalServerError, "something went wrong here; it is in the server's log")
	case kind == ent.Forbidden && access.From(ctx).Role == access.Nobody:
		status = http.StatusUnauthorized
	}
	return huma.NewError(status, err.Error())
}

// When is the day whose law applies and the moment as which the record is asked.
type When struct {
	On    string `query:"on" doc:"the day whose law applies (2024-06-01); default today" example:"2024-06-01"`
	Known string `query:"known" doc:"answer as the record was known at this moment (RFC 3339); default now"`
}

// library returns the law as known, and the day asked about.
func (x *API) library(ctx context.Context, w When) (*law.Library, ent.Date, error) {
	on, known := x.today(), time.Time{}
	var err error
	if w.On != "" {
		if on, err = ent.ParseDate(w.On); err != nil {
			return nil, 0, err
		}
	}
	if w.Known != "" {
		if known, err = time.Parse(time.RFC3339Nano, w.Known); err != nil {
			return nil, 0, ent.Errorf(ent.Invalid, "known: %q is not a moment; write 2026-11-23T10:00:00Z", w.Known)
		}
	}
	lib, err := x.app.Library(ctx, known)
	return lib, on, err
}
