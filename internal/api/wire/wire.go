// Package wire is how a call of the API comes in and its answer goes out: who asks, what the
// headers want, limits, entity tags, versions, receipts, pages of a list, problems.
package wire

import (
	"context"
	"log/slog"
	"time"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law"
)

// Root is where the API lives.
const Root = "/api/v1"

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
	Huma huma.API
}

// When is the day whose law applies and the moment as which the record is asked.
type When struct {
	On    string `query:"on" doc:"the day whose law applies (2024-06-01); default today" example:"2024-06-01"`
	Known string `query:"known" doc:"answer as the record was known at this moment (RFC 3339); default now" example:"2026-11-23T10:00:00Z"`
}

// Moment returns the moment as which the record is asked, zero for now.
func (w *When) Moment() (time.Time, error) {
	if w.Known == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, w.Known)
	if err != nil {
		return t, ent.Errorf(ent.Invalid, "known: %q is not a moment; write 2026-11-23T10:00:00Z", w.Known)
	}
	return t, nil
}

// Day returns the day asked about.
func (x *API) Day(on string) (ent.Date, error) {
	if on == "" {
		return x.Today(), nil
	}
	return ent.ParseDate(on)
}

// At returns the day asked about, and the moment as which the record is asked.
func (x *API) At(w *When) (on ent.Date, known time.Time, err error) {
	if on, err = x.Day(w.On); err != nil {
		return 0, known, err
	}
	known, err = w.Moment()
	return on, known, err
}

// Asked returns the law as known, and the day asked about.
func (x *API) Asked(ctx context.Context, w *When) (*law.Library, ent.Date, error) {
	on, known, err := x.At(w)
	if err != nil {
		return nil, 0, err
	}
	lib, err := x.App.Library(ctx, known)
	return lib, on, err
}

// Who is the one that asks.
func Who(ctx context.Context) access.Principal { return access.From(ctx) }
