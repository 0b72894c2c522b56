package serve_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/serve"
)

// Whoever asks too often is told to wait, and for how long; nobody else is.
func TestTooOften(t *testing.T) {
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Store: "sqlite:" + filepath.Join(t.TempDir(), "s.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	now := time.Now()
	people := access.NewPeople(a.Store, time.Now)
	srv := &serve.Server{App: a, People: people, Guard: a.Guard, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test", Today: func() ent.Date { return ent.NewDate(2026, 11, 23) },
		Limits: access.NewLimits(2*time.Second, 3, func() time.Time { return now }), Proxy: true}
	h := srv.Handler()
	var tokens []string
	for _, name := range []ent.Actor{"planner.one", "planner.two"} {
		if err := people.Put(ctx, "test", access.Person{Name: name, Role: access.Planner}, ""); err != nil {
			t.Fatal(err)
		}
		token, err := people.Token(ctx, "test", name)
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, token)
	}
	ask := func(from, token string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/api/v1/corpus", nil)
		r.Header.Add("X-Forwarded-For", "203.0.113.9, "+from)
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	for i := range 3 {
		if w := ask("192.0.2.1", tokens[0]); w.Code == http.StatusTooManyRequests {
			t.Fatalf("request %d: %d", i, w.Code)
		}
	}
	w := ask("192.0.2.2", tokens[0]) // wherever they ask from
	if seconds, err := strconv.Atoi(w.Header().Get("Retry-After")); w.Code != http.StatusTooManyRequests || err != nil || seconds < 1 || seconds > 3 || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("the fourth: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if w := ask("192.0.2.1", tokens[1]); w.Code == http.StatusTooManyRequests {
		t.Errorf("somebody else: %d", w.Code)
	}
	for range 4 { // guesses at tokens
		w = ask("192.0.2.3", "guess")
	}
	if w.Code != http.StatusTooManyRequests {
		t.Errorf("the fourth guess: %d", w.Code)
	}
	if w := ask("2001:db8:1:2:3::4", ""); w.Code == http.StatusTooManyRequests {
		t.Errorf("another address: %d", w.Code)
	}
	now = now.Add(3 * time.Second)
	if w := ask("192.0.2.1", tokens[0]); w.Code == http.StatusTooManyRequests {
		t.Errorf("after waiting: %d", w.Code)
	}
}

// An address of version 6 counts as its network, in which a machine chooses its own.
func TestAddress(t *testing.T) {
	for given, want := range map[string]string{"192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::", "2001:db8:1:2:ffff::9": "2001:db8:1:2::", "garbage": "garbage"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = "198.51.100.1:99"
		r.Header.Set("X-Forwarded-For", given)
		if got := access.Address(r, true); got != want {
			t.Errorf("%s counts as %s, want %s", given, got, want)
		}
		if got := access.Address(r, false); got != "198.51.100.1" {
			t.Errorf("without a proxy: %s", got)
		}
	}
}
