package web_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app/apptest"
	"entente/internal/duty"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/web/ask"
)

// person is somebody of the table: of a role, cleared so far, of a nation, who sees so many
// of the markings.
type person struct {
	role      access.Role
	clearance string
	nation    ent.StateCode
	sees      []string
}

// people are everybody of the table: every role at one clearance, and one role at each.
func people() []person {
	var out []person
	add := func(r access.Role, c apptest.Cleared) { out = append(out, person{r, c.Clearance, c.Nation, c.Sees}) }
	for _, r := range access.Roles {
		add(r, apptest.Clearances[3])
	}
	for _, c := range apptest.Clearances {
		add(access.LegalAdviser, c)
	}
	return out
}

// open puts a text on record that everybody may read, and returns its hash.
func (h *house) open() string {
	h.Helper()
	k, err := h.app.Register.AddText(context.Background(), "test", register.Text{Instrument: "FIN-JPN-1", Part: "text", Version: "final", Language: "en", Name: "open.md"}, []byte(apptest.Agreement("trade")), "")
	if err != nil {
		h.Fatal(err)
	}
	return k.Hash
}

// marked puts one of everything on record under each marking.
func (h *house) marked() []apptest.Thing {
	h.Helper()
	things, err := apptest.Marked(h.app)
	if err != nil {
		h.Fatal(err)
	}
	return things
}

// signedIn signs somebody of the table in.
func (h *house) signedIn(p *person) *visitor {
	h.Helper()
	name := ent.Actor(fmt.Sprintf("%s.%s.%s", p.role, p.clearance, p.nation))
	err := h.people.Put(context.Background(), "test", access.Person{Name: name, Role: p.role, Clearance: p.clearance, Nation: p.nation}, "again")
	if err != nil {
		h.Fatal(err)
	}
	return h.link(name)
}

// what a route shows of the records.
const (
	nothing = "nothing" // of the record
	lists   = "lists"   // everything that may be seen
	one     = "one"     // the thing that its address names, or that it is not there
	quiet   = "quiet"   // nothing that may not be seen, in a form that is not looked into
)

// row tells what a route shows, and at which address; of the addresses of one thing, each is
// asked for of each.
type row struct {
	shows string
	at    []string
}

// rows says of every route what it shows of the record. A route without a row fails.
var rows = map[string]row{
	"POST /sign-in": {nothing, nil}, "POST /sign-in/passkey/options": {nothing, nil}, "POST /sign-in/passkey": {nothing, nil}, "GET /sign-in/oidc": {nothing, nil}, "GET /sign-in/oidc/callback": {nothing, nil},
	"GET /account": {nothing, []string{"/account"}}, "POST /account/password": {nothing, nil}, "POST /account/passkeys/options": {nothing, nil}, "POST /account/passkeys": {nothing, nil}, "POST /account/passkeys/{id}/drop": {nothing, nil}, "POST /account/sessions": {nothing, nil},
	"GET /sign-in": {nothing, nil}, "GET /sign-in/{link}": {nothing, nil}, "POST /sign-in/{link}": {nothing, nil}, "POST /sign-out": {nothing, nil}, "GET /": {nothing, []string{"/none"}},
	"GET /administration/reads": {quiet, []string{"/administration/reads"}},
	"GET /administration":       {nothing, []string{"/administration"}}, "POST /administration/people": {nothing, nil}, "POST /administration/people/{name}/link": {nothing, nil}, "POST /administration/people/{name}/revoke": {nothing, nil},
	"GET /{$}": {lists, []string{"/"}},
	"GET /ask": {nothing, []string{"/ask"}}, "GET /ask/start": {nothing, nil}, "GET /ask/question": {quiet, []string{"/ask/question?m=MATTER"}}, "GET /ask/text": {quiet, []string{"/ask/text?m=MATTER"}},
	"GET /ask/finding": {lists, []string{"/ask/finding?m=MATTER"}}, "GET /ask/memorandum.pdf": {quiet, []string{"/ask/memorandum.pdf?m=MATTER"}}, "POST /ask/give": {nothing, nil},
	"GET /findings": {lists, []string{"/findings"}}, "GET /findings/{id}": {one, []string{"/findings/FINDING", "/findings/FINDING.pdf"}}, "GET /findings/{id}/finding.json": {one, []string{"/findings/FINDING/finding.json"}},
	"POST /findings/{id}/sign": {one, []string{"/findings/FINDING/sign"}}, "POST /findings/{id}/duties": {one, []string{"/findings/FINDING/duties"}}, "POST /findings/{id}/watch": {one, []string{"/findings/FINDING/watch"}},
	"GET /relations": {lists, []string{"/relations?states=FIN,JPN"}}, "GET /relations/coverage": {quiet, []string{"/relations/coverage?states=FIN,JPN"}}, "GET /relations/coverage.csv": {quiet, []string{"/relations/coverage.csv?states=FIN,JPN"}},
	"GET /relations/matrix": {lists, []string{"/relations/matrix?states=FIN,JPN"}}, "GET /relations/matrix.csv": {lists, []string{"/relations/matrix.csv?states=FIN,JPN"}},
	"GET /relations/map": {one, []string{"/relations/map?instrument=INSTRUMENT"}}, "GET /relations/map.csv": {one, []string{"/relations/map.csv?instrument=INSTRUMENT"}}, "GET /relations/map.svg": {one, []string{"/relations/map.svg?instrument=INSTRUMENT"}},
	"GET /relations/timeline": {lists, []string{"/relations/timeline?states=JPN", "/relations/timeline?instrument=INSTRUMENT"}}, "GET /relations/timeline.csv": {lists, []string{"/relations/timeline.csv?states=JPN", "/relations/timeline.csv?instrument=INSTRUMENT"}},
	"GET /relations/timeline.svg": {lists, []string{"/relations/timeline.svg?states=JPN", "/relations/timeline.svg?instrument=INSTRUMENT"}},
	"GET /relations/network":      {quiet, []string{"/relations/network?states=FIN,JPN"}}, "GET /relations/network.csv": {quiet, []string{"/relations/network.csv?states=FIN,JPN"}}, "GET /relations/network.svg": {quiet, []string{"/relations/network.svg?states=FIN,JPN"}},
	"GET /register": {lists, []string{"/register?words=ZQ", "/register?words=ZQ&as=csv", "/register?source=own"}}, "GET /register/{id}": {one, []string{"/register/INSTRUMENT"}},
	"GET /register/{id}/acts/new": {one, []string{"/register/INSTRUMENT/acts/new"}}, "POST /register/{id}/acts": {one, []string{"/register/INSTRUMENT/acts"}},
	"GET /register/{id}/acts/correct": {one, []string{"/register/INSTRUMENT/acts/correct?act=INSTRUMENT/FIN/ratified/2024-02-01"}}, "POST /register/{id}/acts/correct": {one, []string{"/register/INSTRUMENT/acts/correct?act=INSTRUMENT/FIN/ratified/2024-02-01"}},
	"GET /register/{id}/making": {one, []string{"/register/INSTRUMENT/making"}}, "GET /register/{id}/making/{step}": {one, []string{"/register/INSTRUMENT/making/mandate"}}, "POST /register/{id}/making/{step}": {one, []string{"/register/INSTRUMENT/making/mandate"}}, "GET /register/{id}/text/{hash}": {one, []string{"/register/INSTRUMENT/text/HASH"}}, "GET /register/{id}/copy/{hash}": {one, []string{"/register/INSTRUMENT/copy/HASH"}},
	"GET /documents": {lists, []string{"/documents"}}, "GET /documents/new": {nothing, []string{"/documents/new"}}, "POST /documents": {nothing, nil},
	"GET /documents/{id}": {one, []string{"/documents/INSTRUMENT", "/documents/INSTRUMENT?text=HASH"}}, "GET /documents/{id}/akn.xml": {one, []string{"/documents/INSTRUMENT/akn.xml"}},
	"GET /documents/{id}/like": {one, []string{"/documents/INSTRUMENT/like?article=1"}}, "GET /documents/{id}/proposals/{which}": {one, []string{"/documents/INSTRUMENT/proposals/1"}},
	"POST /documents/{id}/proposals/{which}": {one, []string{"/documents/INSTRUMENT/proposals/1"}}, "POST /documents/{id}/proposals": {one, []string{"/documents/INSTRUMENT/proposals"}},
	"GET /compare": {one, []string{"/compare?text=HASH&text=PUBLICHASH"}}, "GET /compare/weigh": {one, []string{"/compare/weigh?instrument=NAT&instrument=INSTRUMENT"}},
	"GET /calendar": {lists, []string{"/calendar", "/calendar?within=3650"}}, "GET /calendar/entente.ics": {lists, []string{"/calendar/entente.ics"}},
	"POST /calendar/duties": {nothing, nil}, "POST /calendar/duties/{id}/done": {one, []string{"/calendar/duties/DUTY/done"}},
	"GET /activities": {lists, []string{"/activities", "/activities?kind=exercise", "/activities?as=csv"}}, "GET /activities/new": {nothing, []string{"/activities/new", "/activities/new?kind=exercise"}}, "POST /activities": {nothing, nil},
	"GET /activities/{id}": {one, []string{"/activities/ACTIVITY"}}, "POST /activities/{id}/clearances": {one, []string{"/activities/ACTIVITY/clearances"}}, "POST /activities/{id}/steps": {one, []string{"/activities/ACTIVITY/steps"}},
	"GET /activities/{id}/keeps": {one, []string{"/activities/ACTIVITY/keeps"}}, "GET /activities/{id}/matrix": {one, []string{"/activities/ACTIVITY/matrix"}}, "GET /activities/{id}/account": {one, []string{"/activities/ACTIVITY/account"}}, "GET /activities/{id}/agenda": {one, []string{"/activities/ACTIVITY/agenda"}},
	"GET /activities/{id}/papers/{paper}": {one, []string{"/activities/ACTIVITY/papers/report"}}, "POST /activities/{id}/entries": {one, []string{"/activities/ACTIVITY/entries"}}, "POST /activities/{id}/entries/{n}": {one, []string{"/activities/ACTIVITY/entries/1"}}, "GET /activities/goals": {lists, []string{"/activities/goals"}}, "GET /activities/units": {lists, []string{"/activities/units?words=battalion"}},
	"POST /activities/{id}/state": {one, []string{"/activities/ACTIVITY/state"}}, "POST /activities/{id}/overrides": {one, []string{"/activities/ACTIVITY/overrides"}},
	"GET /corpus": {lists, []string{"/corpus"}}, "GET /corpus/norms/{id}": {one, []string{"/corpus/norms/NORM"}},
	"GET /log-book": {lists, []string{"/log-book", "/log-book?before=60"}},
	"GET /search":   {lists, []string{"/search?q=consult+on+ZQ*", "/search?q=kind%3Aduty+report", "/search?q=party%3AJPN+pact"}},
}

// Every route is asked for by people of every role, clearance and nation of the table, of
// records of every marking: it shows what they may see, and of the rest neither a word nor
// that it is there. What is asked for by name and may not be seen is answered to the letter
// as what does not exist.
func TestRoutesByMarking(t *testing.T) {
	h := opened(t)
	things := h.marked()
	ghost := apptest.Thing{Word: "zq99x", Instrument: "FIN-JPN-ZQ9X", Norm: "FIN-JPN-ZQ9X-N", Duty: "D-ZZZZZZZZ", Activity: "ZQ9X-EXERCISE", Finding: "F-ZZZZZZZZ", Hash: "sha256:" + strings.Repeat("0", 64)}
	pack := ask.Pack([]byte("matter: fuel\nkind: logistics\non: 2024-06-01\nparticipants:\n- {state: FIN, role: supplier}\n- {state: JPN, role: recipient}\n"))
	open := h.open()
	for _, p := range people() {
		v := &asking{visitor: h.signedIn(&p), p: p, things: things, ghost: &ghost, fill: strings.NewReplacer("MATTER", url.QueryEscape(pack), "PUBLICHASH", open), found: map[string]bool{}}
		v.token = v.csrf()
		for _, route := range h.site.Routes() {
			r, ok := rows[route.Pattern]
			if !ok {
				t.Errorf("%s has no row", route.Pattern)
				continue
			}
			if !may(routes[route.Pattern], p.role) {
				continue
			}
			method, _, _ := strings.Cut(route.Pattern, " ")
			for _, at := range r.at {
				shows := r.shows
				if strings.Contains(at, "INSTRUMENT") {
					shows = one
				}
				v.ask(method, shows, at)
			}
		}
	}
}

// asking is somebody of the table at work.
type asking struct {
	*visitor
	p      person
	things []apptest.Thing
	ghost  *apptest.Thing
	fill   *strings.Replacer
	token  string
	found  map[string]bool
}

func (v *asking) ask(method, shows, at string) {
	v.Helper()
	if shows != one {
		status, body := v.get(v.fill.Replace(at))
		v.words(at, status, body, shows)
		return
	}
	none, nobody := v.about(method, at, v.ghost)
	for i := range v.things {
		x := &v.things[i]
		status, body := v.about(method, at, x)
		if slices.Contains(v.p.sees, x.Mark) {
			if method == "GET" && status != http.StatusOK && !strings.Contains(at, "copy") {
				v.Errorf("%s %s of what is marked %q: %d", v.who(), at, x.Mark, status)
			}
			continue
		}
		if status != none || body != nobody {
			v.Errorf("%s %s of what is marked %q: %d; of what is not there %d\n%s", v.who(), at, x.Mark, status, none, differ(body, nobody))
		}
	}
}

// differ shows the first line in which two answers differ.
func differ(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range x {
		if i >= len(y) || x[i] != y[i] {
			return x[i] + "\n" + strings.Join(y[min(i, len(y)):min(i+1, len(y))], "")
		}
	}
	return "the one is longer"
}

func (v *asking) who() string {
	return fmt.Sprintf("a %s cleared for %s (%s):", v.p.role, v.p.clearance, v.p.nation)
}

var tokens = regexp.MustCompile(`name="csrf" value="[^"]*"`)

// about asks about one thing; its names are taken out of the answer.
func (v *asking) about(method, at string, x *apptest.Thing) (int, string) {
	v.Helper()
	path := strings.NewReplacer("INSTRUMENT", x.Instrument, "FINDING", x.Finding, "NORM", x.Norm, "DUTY", x.Duty, "ACTIVITY", x.Activity, "PUBLICHASH", "PUBLICHASH", "HASH", x.Hash).Replace(at)
	var status int
	var body string
	if path = v.fill.Replace(path); method == "GET" {
		status, body = v.get(path)
	} else {
		status, body = v.post(path, url.Values{"csrf": {v.token}, "day": {"2026-11-01"}, "do": {"reject"}, "why": {"x"}, "watched": {"yes"}, "which": {"1"}})
	}
	out := strings.NewReplacer(x.Instrument, "I", x.Finding, "F", x.Norm, "N", x.Duty, "D", x.Activity, "A", x.Hash, "H", url.QueryEscape(x.Hash), "H", url.QueryEscape(x.Instrument), "I").Replace(tokens.ReplaceAllString(body, ""))
	return status, out
}

// words looks for the words of all things in a page.
func (v *asking) words(at string, status int, body, shows string) {
	v.Helper()
	body = strings.ToLower(body)
	if status != http.StatusOK && shows != nothing {
		v.Errorf("%s %s: %d", v.who(), at, status)
	}
	for _, x := range v.things {
		there := strings.Contains(body, x.Word) || strings.Contains(body, strings.ToLower(x.Finding)) || strings.Contains(body, strings.ToLower(x.Duty)) || strings.Contains(body, strings.ToLower(x.Activity)) || strings.Contains(body, x.Hash)
		sees := slices.Contains(v.p.sees, x.Mark) && shows == lists
		if there && !slices.Contains(v.p.sees, x.Mark) || there && shows == nothing {
			v.Errorf("%s %s shows what is marked %q", v.who(), at, x.Mark)
		}
		if !there && sees && !strings.HasPrefix(at, "/log-book") {
			v.Errorf("%s %s does not show what is marked %q", v.who(), at, x.Mark)
		}
	}
}

// A page bears the marking of what it shows.
func TestPagesBearMarkings(t *testing.T) {
	h := opened(t)
	h.marked()
	v := h.signedIn(&person{role: access.LegalAdviser, clearance: "SECRET", nation: "JPN"})
	for path, want := range map[string]string{"/register/FIN-JPN-ZQ3X": "SECRET", "/documents": "SECRET", "/relations?states=FIN,JPN": "up to SECRET", "/administration": ""} {
		_, body := v.get(path)
		got := ""
		if m := regexp.MustCompile(`<p class="marking">([^<]*)</p>`).FindStringSubmatch(body); m != nil {
			got = m[1]
		}
		if got != want {
			t.Errorf("%s bears %q, want %q", path, got, want)
		}
	}
}

// What is put on record through the pages bears the marking that was chosen, no higher than
// the writer's clearance.
func TestMarkingChosen(t *testing.T) {
	h := opened(t)
	v := h.signedIn(&person{role: access.LegalAdviser, clearance: "SECRET", nation: "FIN"})
	for mark, want := range map[string]int{"SECRET": 303, "TOP SECRET": 422, "PRIVATE": 422} {
		status, body := v.post("/calendar/duties", url.Values{"csrf": {v.csrf()}, "text": {"report " + mark}, "mark": {mark}, "rel": {"FIN, SWE"}})
		if status != want || want == 422 && (!strings.Contains(body, "There is a problem") || !strings.Contains(body, "report "+mark)) {
			t.Errorf("%s: %d", mark, status)
		}
	}
	vs, err := h.app.Store.Find(context.Background(), record.Query{Kind: duty.KindDuty})
	if err != nil || len(vs) != 1 || vs[0].Classified != "SECRET//REL TO FIN, SWE" {
		t.Errorf("%+v %v", vs, err)
	}
	if _, err := h.app.Duties.Item(context.Background(), vs[0].ID, 1); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("seen by nobody in particular: %v", err)
	}
}

// Who is shown what is classified stands on the page for oversight and administrators, named
// as far as they may know of it themselves.
func TestWhoWasShownWhat(t *testing.T) {
	h := opened(t)
	things := h.marked()
	reader := h.signedIn(&person{role: access.Planner, clearance: "SECRET", nation: "JPN"})
	if status, _ := reader.get("/findings/" + things[3].Finding); status != http.StatusOK {
		t.Fatalf("the finding: %d", status)
	}
	for clearance, knows := range map[string]bool{"RESTRICTED": false, "SECRET": true} {
		for _, role := range []access.Role{access.Oversight, access.Administrator} {
			status, body := h.signedIn(&person{role: role, clearance: clearance, nation: "JPN"}).get("/administration/reads")
			if status != http.StatusOK || !strings.Contains(body, "planner.SECRET.JPN") || strings.Contains(body, things[3].Finding) != knows || strings.Contains(body, things[4].Finding) {
				t.Errorf("%s cleared for %s: %d %s", role, clearance, status, body)
			}
		}
	}
	if status, _ := reader.get("/administration/reads"); status != http.StatusForbidden {
		t.Errorf("to a planner: %d", status)
	}
}

// Nobody gives themselves a clearance.
func TestOwnClearance(t *testing.T) {
	h := opened(t)
	v := h.as(access.Administrator)
	form := url.Values{"csrf": {v.csrf()}, "name": {"administrator.one"}, "role": {"administrator"}, "clearance": {"TOP SECRET"}, "reason": {"x"}}
	if status, _ := v.post("/administration/people", form); status != http.StatusForbidden {
		t.Errorf("%d", status)
	}
	form.Set("name", "planner.one")
	if status, _ := v.post("/administration/people", form); status != http.StatusSeeOther {
		t.Errorf("of somebody else: %d", status)
	}
}
