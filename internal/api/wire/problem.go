package wire

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/openapi"
	"entente/internal/matter"
	"entente/internal/problem"
	"entente/internal/record"
)

// problem turns an error into the problem that is sent; the text of an internal one is
// hidden and stands in the log.
func (x *API) problem(ctx context.Context, err error) error {
	if err == nil {
		return nil
	}
	var s huma.StatusError
	if errors.As(err, &s) {
		return err
	}
	var stale *record.Stale
	if errors.As(err, &stale) {
		return huma.NewError(http.StatusPreconditionFailed, err.Error())
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return huma.NewError(http.StatusServiceUnavailable, "the answer took too long and was given up; ask for less, or again later")
	}
	kind := ent.KindOf(err)
	status, ok := problem.Status[kind]
	switch {
	case !ok && ctx.Err() == nil:
		p := huma.NewError(http.StatusInternalServerError, "something went wrong here; it stands in the server's log under the instance").(*huma.ErrorModel)
		p.Instance = "#" + openapi.Occurrence()
		x.Log.Error("api", "instance", p.Instance, "err", err)
		return p
	case !ok:
		return huma.NewError(http.StatusServiceUnavailable, "who asked is gone")
	case kind == ent.Forbidden && Who(ctx).Role == access.Nobody:
		status = http.StatusUnauthorized
	}
	return huma.NewError(status, err.Error(), fields(err)...)
}

// fields names each thing that is wrong with a matter, by its line.
func fields(err error) []error {
	var f *matter.Faults
	if !errors.As(err, &f) {
		return nil
	}
	var out []error
	for _, l := range f.Lines {
		out = append(out, &huma.ErrorDetail{Message: l.Text, Location: fmt.Sprintf("body:%d", l.Line)})
	}
	return out
}

// Tell completes a problem before it is sent: its type, its title, and where it came up.
// What was sent is not sent back at length.
func Tell(ctx huma.Context, _ string, v any) (any, error) {
	p, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	openapi.Dress(Root, p, ctx.URL().Path)
	return p, nil
}

// Refuse writes a problem where no call of the API has begun.
func Refuse(w http.ResponseWriter, r *http.Request, status int, detail string) {
	p := &huma.ErrorModel{Status: status, Detail: detail}
	openapi.Dress(Root, p, r.URL.Path)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(p)
}

// refuse writes the problem of an error from within a middleware.
func (x *API) refuse(ctx huma.Context, err error) {
	p := x.problem(ctx.Context(), err).(*huma.ErrorModel)
	openapi.Dress(Root, p, ctx.URL().Path)
	ctx.SetHeader("Content-Type", "application/problem+json")
	if p.Status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", "Bearer")
	}
	ctx.SetStatus(p.Status)
	json.NewEncoder(ctx.BodyWriter()).Encode(p)
}

var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

// Strays answers for addresses under the API that are none, and for methods that an
// address does not know, and tells the sorts of problems.
func (x *API) Strays(mux *http.ServeMux) {
	mux.HandleFunc("GET "+Root+"/problems/{name}", func(w http.ResponseWriter, r *http.Request) {
		for i := range problem.All {
			if s := &problem.All[i]; s.Name == r.PathValue("name") {
				w.Header().Set("Content-Type", "text/plain; charset=utf-8")
				w.Write([]byte(s.Title + "\n\n" + s.Text + "\n"))
				return
			}
		}
		Refuse(w, r, http.StatusNotFound, "there is no such sort of problem")
	})
	for _, m := range methods {
		mux.HandleFunc(m+" "+Root+"/", func(w http.ResponseWriter, r *http.Request) {
			var known []string
			for _, other := range methods {
				probe := r.Clone(r.Context())
				probe.Method = other
				if _, pattern := mux.Handler(probe); pattern != other+" "+Root+"/" {
					known = append(known, other)
				}
			}
			if len(known) == 0 {
				Refuse(w, r, http.StatusNotFound, "there is nothing here; the API is described at "+Root+"/openapi.json")
				return
			}
			w.Header().Set("Allow", strings.Join(known, ", "))
			Refuse(w, r, http.StatusMethodNotAllowed, "this address knows "+strings.Join(known, ", "))
		})
	}
}

// Problem is what is sent when something is wrong (RFC 9457).
type Problem = huma.ErrorModel
