package transparency

import (
	"net/http"
	"strconv"
	"strings"

	ent "entente"
)

// maxPath is longer than the path of any tile that a log can have.
const maxPath = 64

// Handler serves the log for reading, from the store, in the layout of C2SP tlog-tiles:
// /checkpoint and /tile/…; to be mounted at the root of where the log is published. What
// stands at a tile's path never changes and may be kept by whoever passes it on. A
// request that cannot be answered for reasons of ours is told to report, when it is not
// nil; who asked learns only that.
func Handler(l *Log, report func(error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "a log is only read", http.StatusMethodNotAllowed)
			return
		}
		path, rooted := strings.CutPrefix(r.URL.Path, "/")
		if !rooted || len(path) > maxPath {
			http.Error(w, "there is no such file in a log", http.StatusNotFound)
			return
		}
		b, err := l.Read(r.Context(), path)
		if r.Context().Err() != nil {
			return // who asked is gone
		}
		if err != nil {
			refuse(w, err, report)
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Content-Type", "application/octet-stream")
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		if path == "checkpoint" {
			h.Set("Content-Type", "text/plain; charset=utf-8")
			h.Set("Cache-Control", "no-cache")
		}
		h.Set("Content-Length", strconv.Itoa(len(b)))
		w.Write(b)
	})
}

// refuse answers what cannot be read.
func refuse(w http.ResponseWriter, err error, report func(error)) {
	w.Header().Set("Cache-Control", "no-store")
	switch ent.KindOf(err) {
	case ent.NotFound:
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	case ent.Unavailable:
		http.Error(w, "the log cannot be read now", http.StatusServiceUnavailable)
	default:
		http.Error(w, "the log cannot be read", http.StatusInternalServerError)
	}
	if report != nil {
		report(err)
	}
}
