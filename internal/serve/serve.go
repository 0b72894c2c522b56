// Package serve is Entente on one port: the pages, the API, the log, and whether it can
// serve at all.
package serve

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api"
	"entente/internal/api/wire"
	"entente/internal/app"
	"entente/internal/transparency"
)

// Server is an institution that answers over HTTP.
type Server struct {
	App     *app.App
	People  *access.People
	Guard   *access.Guard
	Log     *slog.Logger
	Version string
	Today   func() ent.Date
	Session func(*http.Request) (access.Principal, bool) // who the pages have signed in; nil: nobody
	Limits  *access.Limits                               // how often each person, and each address that nobody signed in from, may ask; nil: as often as they like
	Proxy   bool                                         // addresses are those that the proxy in front names
}

// Handler returns the whole site; more mounts what else there is.
func (s *Server) Handler(more ...func(*http.ServeMux)) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok\n")) })
	mux.HandleFunc("GET /readyz", s.ready)
	api.Mount(mux, api.Config{App: s.App, Guard: s.Guard, Log: s.Log, Version: s.Version, Today: s.Today})
	s.published(mux)
	for _, m := range more {
		m(mux)
	}
	return s.safe(compressed(s.known(mux)))
}

// published mounts the log for whoever wants to read and verify it, once it has a key.
func (s *Server) published(mux *http.ServeMux) {
	l, _, err := s.App.Log()
	if err != nil {
		s.Log.Warn("the log is not served", "why", err)
		mux.HandleFunc("GET /log/", func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "this institution's log has no key yet, and is not served", http.StatusNotFound)
		})
		return
	}
	report := func(err error) { s.Log.Error("log", "err", err) }
	mux.Handle("GET /log/", http.StripPrefix("/log", transparency.Handler(l, report)))
}

// LogKey is the key by which the log that is served is verified, empty where none is.
func (s *Server) LogKey() string {
	if _, k, err := s.App.Log(); err == nil {
		return k.Verifier
	}
	return ""
}

// compressed packs what is larger than a kilobyte for browsers that take it. Each answer
// gets a random length besides, so that lengths tell nothing of what stands in a page next
// to what somebody else put there (BREACH).
func compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1024), gzhttp.RandomJitter(64, 0, false))
	if err != nil {
		panic(err) // the options are constants
	}
	return wrap(next)
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 5*time.Second)
	defer cancel()
	if _, err := s.App.Library(ctx, time.Time{}); err != nil {
		s.Log.Error("not ready", "err", err)
		http.Error(w, "cannot serve: the record is not reachable", http.StatusServiceUnavailable)
		return
	}
	w.Write([]byte("ready\n"))
}

// known finds out who asks: by a token, or by the session of the pages.
func (s *Server) known(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
			p, err := s.People.Bearer(r.Context(), token)
			if err != nil {
				if s.tooOften(w, r) {
					return
				}
				w.Header().Set("WWW-Authenticate", "Bearer")
				wire.Refuse(w, r, http.StatusUnauthorized, "this token is not valid")
				return
			}
			r = r.WithContext(access.With(r.Context(), p.Principal()))
		} else if s.Session != nil {
			if p, ok := s.Session(r); ok {
				r = r.WithContext(access.With(r.Context(), p))
			}
		}
		if !s.tooOften(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// tooOften counts a request, and refuses it when whoever asks, or the address of somebody who
// is not known, asked too often.
func (s *Server) tooOften(w http.ResponseWriter, r *http.Request) bool {
	who := "person " + string(access.From(r.Context()).Name)
	if access.From(r.Context()).Role == access.Nobody {
		who = "address " + access.Address(r, s.Proxy)
	}
	ok, wait := s.Limits.Allow(who)
	if ok {
		return false
	}
	w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
	wire.Refuse(w, r, http.StatusTooManyRequests, "you asked too often; wait as many seconds as the header Retry-After says")
	return true
}

// safe sets the headers that every answer bears, keeps a panic from ending the program,
// and writes what went wrong to the log with an id.
func (s *Server) safe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		defer func() {
			e := recover()
			if e == nil {
				return
			}
			if err, ok := e.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(e)
			}
			id := sha256.Sum256([]byte(time.Now().String()))
			s.Log.Error("panic", "id", hex.EncodeToString(id[:6]), "path", r.URL.Path, "err", e)
			http.Error(w, "something went wrong here; its id is "+hex.EncodeToString(id[:6]), http.StatusInternalServerError)
		}()
		next.ServeHTTP(w, r)
	})
}

// room is memory that is set aside and never touched. The collector counts it, and so runs
// once for as much of what answers leave behind, instead of for every few of them.
const room = 96 << 20

// Listen serves until the context ends, then lets calls that run finish.
func (s *Server) Listen(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 5 * time.Minute, WriteTimeout: 5 * time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelWarn)}
	aside := make([]byte, room)
	defer runtime.KeepAlive(aside)
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		late, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		done <- srv.Shutdown(late)
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}
