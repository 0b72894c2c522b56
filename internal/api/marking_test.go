package api_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app/apptest"
)

// What an operation shows of the records.
const (
	nothing = "nothing" // of the record
	lists   = "lists"   // everything that may be seen
	one     = "one"     // the thing that is named, or that it is not there
)

// marking tells what an operation shows, and with which requests: paths, and for those that
// send something, the body after a blank.
type marking struct {
	shows string
	asks  []string
}

const matterOfFuel = `{"matter":"fuel","kind":"logistics","on":"2024-06-01","participants":[{"state":"FIN","role":"supplier"},{"state":"JPN","role":"recipient"}]}`

// markings says of every operation what it shows of the record. One without a row fails.
var markings = map[string]marking{
	"status": {one, []string{"/status?state=FIN&instrument=INSTRUMENT"}}, "parties": {one, []string{"/parties/INSTRUMENT"}}, "reservations": {one, []string{"/reservations/INSTRUMENT"}}, "exit": {one, []string{"/exit?state=FIN&instrument=INSTRUMENT"}},
	"between": {lists, []string{"/between?states=FIN,JPN"}}, "coverage": {lists, nil}, "assess": {lists, []string{"/assess " + matterOfFuel}},
	"list-instruments": {lists, []string{"/instruments?source=own", "/instruments?words=zq", "/instruments?party=FIN&limit=1000"}}, "get-instrument": {one, []string{"/instruments/INSTRUMENT"}},
	"instrument-history": {one, []string{"/instruments/INSTRUMENT/history"}}, "add-instrument": {nothing, nil}, "revise-instrument": {one, []string{`/instruments/INSTRUMENT?reason=x {"id":"INSTRUMENT","title":"t","kind":"treaty","legal_order":"international","binding":true,"entry_into_force":{"initial":{"count":2}}}`}},
	"list-texts": {one, []string{"/instruments/INSTRUMENT/texts"}}, "get-text": {one, []string{"/instruments/INSTRUMENT/texts/HASH"}}, "add-text": {one, []string{"/instruments/INSTRUMENT/texts?name=t.txt&language=fi Artikla"}}, "add-agreement": {nothing, nil},
	"list-acts": {one, []string{"/instruments/INSTRUMENT/acts"}}, "add-act": {one, []string{`/instruments/INSTRUMENT/acts {"state":"JPN","act":"withdrew","on":"2026-01-10"}`}},
	"correct-act": {one, []string{`/instruments/INSTRUMENT/corrections {"act":"INSTRUMENT/FIN/ratified/2024-02-01","withdraw":true,"reason":"x"}`}},
	"list-norms":  {lists, []string{"/norms?source=own", "/norms?words=bills"}}, "get-norm": {one, []string{"/norms/NORM"}}, "add-norms": {nothing, nil}, "withdraw-norm": {one, []string{`/norms/NORM/withdrawal {"reason":"x"}`}},
	"list-activity-kinds": {nothing, nil}, "list-activities": {lists, []string{"/activities"}}, "get-activity": {one, []string{"/activities/ACTIVITY"}}, "plan-activity": {nothing, nil},
	"clear-activity": {one, []string{`/activities/ACTIVITY/clearances {"state":"USA","key":"check approval","evidence":"x"}`}}, "override-activity": {one, []string{`/activities/ACTIVITY/overrides {"state":"USA","key":"check approval","reason":"x"}`}},
	"step-activity": {one, []string{`/activities/ACTIVITY/steps {"step":"mpc","done":"2026-01-01"}`}}, "go-activity": {one, []string{`/activities/ACTIVITY/state {"to":"cancelled"}`}},
	"enter-entry": {one, []string{`/activities/ACTIVITY/entries {"section":"decisions","values":{"day":"2026-11-01","text":"x","authority":"x","basis":"x"}}`}}, "correct-entry": {one, []string{`/activities/ACTIVITY/entries/1 {"reason":"x"}`}},
	"get-activity-matrix": {one, []string{"/activities/ACTIVITY/matrix"}}, "get-activity-account": {one, []string{"/activities/ACTIVITY/account"}}, "get-activity-agenda": {one, []string{"/activities/ACTIVITY/agenda"}}, "get-activity-paper": {one, []string{"/activities/ACTIVITY/papers/report"}},
	"list-goals": {lists, []string{"/goals"}}, "find-units": {lists, []string{"/units?words=battalion"}}, "list-turns": {lists, []string{"/gates/turns?since=2020-01-01"}},
	"list-duties": {lists, []string{"/duties"}}, "get-duty": {one, []string{"/duties/DUTY"}}, "add-duty": {nothing, nil},
	"fulfil-duty": {one, []string{`/duties/DUTY/done {"on":"2026-11-01","evidence":"x"}`}}, "clock-duty": {one, []string{`/duties/DUTY/clock {"what":"suspend","on":"2026-11-01"}`}},
	"list-days": {lists, []string{"/calendar/days"}}, "list-calendars": {nothing, []string{"/calendars"}}, "add-calendar": {nothing, nil},
	"list-findings": {lists, []string{"/findings", "/findings?state=unsigned"}}, "get-finding": {one, []string{"/findings/FINDING"}}, "replay-finding": {one, []string{"/findings/FINDING/replay"}},
	"add-finding": {nothing, nil}, "sign-finding": {one, []string{"/findings/FINDING/signature {}"}}, "track-finding": {one, []string{`/findings/FINDING/duties {}`}}, "watch-finding": {one, []string{`/findings/FINDING/watch {"watched":true}`}},
	"read-document": {nothing, nil}, "list-proposals": {one, []string{"/instruments/INSTRUMENT/proposals"}},
	"decide-proposals": {one, []string{`/instruments/INSTRUMENT/decisions {"decisions":[{"proposal":"1","reject":true,"why":"x"}]}`}}, "undo-decision": {one, []string{`/instruments/INSTRUMENT/proposals/1/undo {"why":"x"}`}},
	"search": {lists, []string{"/search?q=consult+on+ZQ*&limit=100", "/search?q=kind%3Aduty+report", "/search?q=party%3AJPN+pact"}}, "list-entries": {lists, []string{"/log/entries?limit=1000"}}, "prove-entry": {nothing, nil},
}

// Every operation is called by everybody of the table about records of every marking: it
// shows what they may see, and of the rest neither a word nor that it is there; what is
// asked for by name and may not be seen is answered to the letter as what does not exist.
func TestOperationsByMarking(t *testing.T) {
	h := opened(t)
	things, err := apptest.Marked(h.app)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.app.Rerun(context.Background(), ent.NewDate(2026, 11, 23)); err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for _, c := range apptest.Clearances {
		h.clear(access.LegalAdviser, &c)
		h.clear(access.Approver, &c)
		h.operations(func(method, _ string, op *operation) {
			met[op.OperationID] = true
			m, ok := markings[op.OperationID]
			if !ok {
				t.Errorf("%s has no row", op.OperationID)
			}
			role := access.LegalAdviser
			if !slices.Contains(strings.Fields(rows[op.OperationID]), string(role)) {
				role = access.Approver
			}
			for _, a := range m.asks {
				path, body, _ := strings.Cut(a, " ")
				k := &asking{house: h, role: role, method: method, path: path, body: body, who: &c, things: things}
				if m.shows == one {
					k.named()
				} else {
					k.listed(m.shows)
				}
			}
		})
	}
	for id := range maps.Keys(markings) {
		if !met[id] {
			t.Errorf("the row %s is of no operation", id)
		}
	}
}

// clear gives somebody of the role a clearance.
func (h *house) clear(r access.Role, c *apptest.Cleared) {
	h.Helper()
	people := access.NewPeople(h.app.Store, time.Now)
	name := ent.Actor(fmt.Sprintf("%s.%s.%s", r, c.Clearance, c.Nation))
	err := people.Put(context.Background(), "test", access.Person{Name: name, Role: r, Clearance: c.Clearance, Nation: c.Nation}, "again")
	if err == nil {
		h.tokens[r], err = people.Token(context.Background(), "test", name)
	}
	if err != nil {
		h.Fatal(err)
	}
}

// asking is one request as somebody makes it.
type asking struct {
	*house
	role               access.Role
	method, path, body string
	who                *apptest.Cleared
	things             []apptest.Thing
}

// listed asks once and looks for the words of all things.
func (k *asking) listed(shows string) {
	k.Helper()
	a := k.ask(k.role, k.method, k.path, k.body)
	text := strings.ToLower(string(a.body))
	if a.status != http.StatusOK {
		k.Errorf("%s (%s), %s: %d %.300s", k.who.Clearance, k.who.Nation, k.path, a.status, a.body)
	}
	for _, x := range k.things {
		there := strings.Contains(text, x.Word) || strings.Contains(text, strings.ToLower(x.Finding)) || strings.Contains(text, strings.ToLower(x.Duty)) || strings.Contains(text, strings.ToLower(x.Activity)) || strings.Contains(text, x.Hash)
		if sees := slices.Contains(k.who.Sees, x.Mark) && shows == lists; there != sees {
			k.Errorf("%s (%s), %s: what is marked %q shown %v, may be seen %v", k.who.Clearance, k.who.Nation, k.path, x.Mark, there, sees)
		}
	}
}

var ofTheAnswer = regexp.MustCompile(`"(instance|trace)":"[^"]*"`)

// named asks about each thing, and about one that does not exist.
func (k *asking) named() {
	k.Helper()
	ghost := apptest.Thing{Instrument: "FIN-JPN-ZQ9X", Norm: "FIN-JPN-ZQ9X-N", Duty: "D-ZZZZZZZZ", Activity: "ZQ9X-EXERCISE", Finding: "F-ZZZZZZZZ", Hash: "sha256:" + strings.Repeat("0", 64)}
	none, nobody := k.about(&ghost)
	if none < 400 && k.method == http.MethodGet && !strings.HasSuffix(k.path, "s") {
		k.Errorf("%s of what does not exist: %d", k.path, none)
	}
	for i := range k.things {
		x := &k.things[i]
		may := slices.Contains(k.who.Sees, x.Mark)
		if may && k.method != http.MethodGet {
			continue // it would be done, and others are to find it as it is
		}
		switch status, text := k.about(x); {
		case may && status != http.StatusOK:
			k.Errorf("%s (%s), %s of what is marked %q: %d %s", k.who.Clearance, k.who.Nation, k.path, x.Mark, status, text)
		case !may && (status != none || text != nobody):
			k.Errorf("%s (%s), %s of what is marked %q: %d %s; of what does not exist: %d %s", k.who.Clearance, k.who.Nation, k.path, x.Mark, status, text, none, nobody)
		}
	}
}

// about asks about one thing; its names are taken out of the answer.
func (k *asking) about(x *apptest.Thing) (int, string) {
	k.Helper()
	fill := strings.NewReplacer("INSTRUMENT", x.Instrument, "FINDING", x.Finding, "NORM", x.Norm, "DUTY", x.Duty, "ACTIVITY", x.Activity, "HASH", x.Hash)
	headers := []string{}
	if strings.HasPrefix(k.body, "Artikla") {
		headers = []string{"Content-Type", "application/octet-stream"}
	}
	a := k.ask(k.role, k.method, fill.Replace(k.path), fill.Replace(k.body), headers...)
	text := ofTheAnswer.ReplaceAllString(string(a.body), "")
	return a.status, strings.NewReplacer(x.Norm, "N", x.Instrument, "I", x.Finding, "F", x.Duty, "D", x.Activity, "A", x.Hash, "H", url.QueryEscape(x.Hash), "H").Replace(text)
}

// What is put on record bears the marking of the header; an answer bears that of what was
// read for it, and is not kept.
func TestMarkingHeader(t *testing.T) {
	h := opened(t)
	as := access.LegalAdviser
	h.clear(as, &apptest.Cleared{Clearance: "SECRET", Nation: "FIN"})
	h.must(h.ask(as, "POST", "/instruments", agreement, "Entente-Marking", "SECRET//REL TO FIN"), 201, nil)
	if a := h.ask(as, "GET", "/instruments/FIN-JPN-1", ""); a.status != 200 || a.header.Get("Entente-Marking") != "SECRET//REL TO FIN" || a.header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if a := h.ask(as, "GET", "/duties", ""); a.header.Get("Entente-Marking") != "" {
		t.Errorf("no duty is there, and the answer bears %q", a.header.Get("Entente-Marking"))
	}
	h.must(h.ask(as, "POST", "/duties", duty, "Entente-Marking", "TOP SECRET"), 403, nil)
	h.must(h.ask(as, "POST", "/duties", duty, "Entente-Marking", "secrt"), 400, nil)
	h.must(h.ask(access.Planner, "GET", "/instruments/FIN-JPN-1", ""), 400, nil)
	h.must(h.ask(as, "POST", "/duties", duty), 201, nil)
	vs, err := h.app.Duties.List(context.Background(), 1)
	if err != nil || len(vs) != 0 {
		t.Errorf("a duty under a secret agreement is seen by anybody: %+v %v", vs, err)
	}
}
