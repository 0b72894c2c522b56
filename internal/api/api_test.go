package api_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api"
	"entente/internal/app"
	"entente/internal/serve"
)

type operation = huma.Operation

// house is a server over a real store, with a token of every role.
type house struct {
	testing.TB
	app    *app.App
	api    huma.API
	server *httptest.Server
	tokens map[access.Role]string
	seen   map[string]example // by operation, when examples are made
}

func opened(t testing.TB) *house {
	t.Helper()
	return openedAt(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
}

// openedAt serves the store at an address, as one node of several may.
func openedAt(t testing.TB, store string) *house {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Store: store, Name: "ministry.example/entente"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	people := access.NewPeople(a.Store, time.Now)
	srv := &serve.Server{App: a, People: people, Guard: a.Guard, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Version: "test", Today: func() ent.Date { return ent.NewDate(2026, 11, 23) }}
	h := &house{TB: t, app: a, api: api.Mount(http.NewServeMux(), api.Config{App: a, Guard: a.Guard, Log: srv.Log, Version: "test", Today: srv.Today}), server: httptest.NewServer(srv.Handler()), tokens: map[access.Role]string{access.Nobody: ""}}
	t.Cleanup(h.server.Close)
	for _, r := range access.Roles {
		name := ent.Actor(r) + ".one"
		if err := people.Put(ctx, "test", access.Person{Name: name, Role: r}, "again"); err != nil {
			t.Fatal(err)
		}
		if h.tokens[r], err = people.Token(ctx, "test", name); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// ask makes a call as somebody of the role; headers come in pairs.
func (h *house) ask(role access.Role, method, path, body string, headers ...string) *answer {
	h.Helper()
	r, err := http.NewRequest(method, h.server.URL+"/api/v1"+path, strings.NewReader(body))
	if err != nil {
		h.Fatal(err)
	}
	if h.tokens[role] != "" {
		r.Header.Set("Authorization", "Bearer "+h.tokens[role])
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		h.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		h.Fatal(err)
	}
	a := &answer{res.StatusCode, res.Header, b}
	h.see(method, path, body, a)
	return a
}

// must asks that the call is answered with the status, and reads its JSON into v.
func (h *house) must(a *answer, status int, v any) *answer {
	h.Helper()
	if a.status != status {
		h.Fatalf("status %d, want %d: %.600s", a.status, status, a.body)
	}
	if v != nil {
		if err := json.Unmarshal(a.body, v); err != nil {
			h.Fatalf("%v in %.600s", err, a.body)
		}
	}
	return a
}

type receipt struct {
	IDs      []string
	Recorded []struct {
		Kind, ID string
		Seq      int64
	}
}

type listing struct {
	Items        []map[string]any
	Next, Cursor string
	Total        int
}

const agreement = `{"id": "FIN-JPN-1", "title": "an example", "kind": "treaty", "legal_order": "international", "binding": true, "entry_into_force": {"initial": {"count": 2}},
 "acts": "FIN ratified 2024-02-01\nJPN ratified 2024-03-01\n"}`

const offence = `{"matter": "a brawl", "kind": "offence", "on": "2024-06-01", "territory": "POL", "participants": [{"state": "GBR", "role": "sending"}, {"state": "POL", "role": "host"}],
 "facts": {"offence.punishable_by_sending": true, "offence.punishable_by_host": true, "offence.official_duty": false, "offence.victim_is": "host-national", "offence.accused": "force", "offence.accused_subject_to_military_law": true, "offence.against": "person"}}`

// What is asked of the law comes out as on the command line.
func TestLaw(t *testing.T) { opened(t).asksTheLaw() }

func (h *house) asksTheLaw() {
	h.Helper()
	as := access.LegalAdviser
	var s struct{ Status, Since string }
	h.must(h.ask(as, "GET", "/status?state=Lithuania&instrument=CCM&on=2024-06-01", ""), 200, &s)
	if s.Status != "party" || s.Since != "2011-09-01" {
		h.Errorf("status: %+v", s)
	}
	var p struct{ Count int }
	var r struct {
		Reservations []struct {
			Counts map[string]int
			Toward []struct{ Effect, Until string }
		}
	}
	h.must(h.ask(as, "GET", "/reservations/CCW-P3?on=2009-09-01", ""), 200, &r)
	if len(r.Reservations) != 1 || r.Reservations[0].Counts["pending"] < 50 || r.Reservations[0].Toward[0].Until != "2010-01-21" {
		h.Errorf("reservations: %+v", r)
	}
	h.must(h.ask(as, "GET", "/parties/ROME?on=2024-06-01", ""), 200, &p)
	if p.Count != 124 {
		h.Errorf("parties: %+v", p)
	}
	var b struct {
		InForce []struct{ Instrument string } `json:"in_force"`
	}
	h.must(h.ask(as, "GET", "/between?states=FIN,DEU&instrument=NAT&on=2024-06-01", ""), 200, &b)
	if len(b.InForce) != 1 || b.InForce[0].Instrument != "NAT" {
		h.Errorf("between: %+v", b)
	}
	var e struct{ Effect string }
	h.must(h.ask(as, "GET", "/exit?state=LTU&instrument=CCM&notice=2024-09-06", ""), 200, &e)
	if e.Effect != "2025-03-06" {
		h.Errorf("exit: %+v", e)
	}
	h.must(h.ask(as, "GET", "/coverage?states=FIN,NOR&from=2024-01-01&to=2024-06-30&issues=status,custody", ""), 200, nil)
	var f, y struct {
		Outcome, Corpus string
		Jurisdiction    struct{ Primary string }
	}
	h.must(h.ask(as, "POST", "/assess", offence), 200, &f)
	h.must(h.ask(as, "POST", "/assess", "kind: offence\non: 2024-06-01\nterritory: POL\nparticipants:\n- {state: GBR, role: sending}\n- {state: POL, role: host}\nfacts:\n  offence.punishable_by_sending: true\n  offence.punishable_by_host: true\n  offence.official_duty: false\n  offence.victim_is: host-national\n  offence.accused: force\n  offence.accused_subject_to_military_law: true\n  offence.against: person\n", "Content-Type", "application/yaml"), 200, &y)
	if f.Jurisdiction.Primary != "POL" || f != y {
		h.Errorf("assess: %+v, %+v", f, y)
	}
}
