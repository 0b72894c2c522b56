package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ent "entente"

	"entente/internal/access"
	"entente/internal/api"
	"entente/internal/api/wire"
)

const duty = `{"text": "register it", "instrument": "FIN-JPN-1", "due": "2027-01-31", "owner": "treaty-desk", "legal": true}`

// An agreement with its acts, texts, norms and duties goes on record and is read again.
func TestRecord(t *testing.T) { opened(t).keepsARecord() }

func (h *house) keepsARecord() {
	h.Helper()
	as := access.LegalAdviser
	var r receipt
	made := h.must(h.ask(as, "POST", "/instruments", agreement), 201, &r)
	if len(r.IDs) != 1 || len(r.Recorded) != 3 || made.header.Get("Location") != "/api/v1/instruments/FIN-JPN-1" {
		h.Fatalf("%+v %v", r, made.header)
	}
	var d struct {
		Own      bool
		Seq      int64
		InForce  string `json:"in_force"`
		Text     map[string]any
		Computed string
	}
	h.must(h.ask(as, "GET", "/instruments/fin-jpn-1", ""), 200, &d)
	if !d.Own || d.Seq != r.Recorded[0].Seq || d.InForce != "2024-03-01" || d.Text["title"] != "an example" || len(d.Text["record"].([]any)) != 2 {
		h.Errorf("%+v", d)
	}
	h.must(h.ask(as, "POST", "/instruments/FIN-JPN-1/acts", `{"state": "JPN", "act": "withdrew", "on": "2026-01-10"}`), 200, &r)
	var acts listing
	h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/acts", ""), 200, &acts)
	if len(acts.Items) != 3 || acts.Items[2]["act"].(map[string]any)["on"] != "2026-01-10" {
		h.Fatalf("%+v", acts.Items)
	}
	h.must(h.ask(as, "POST", "/instruments/FIN-JPN-1/corrections", `{"act": "`+r.IDs[0]+`", "withdraw": true, "reason": "never given"}`, "If-Match", fmt.Sprintf(`"%d"`, r.Recorded[0].Seq)), 200, nil)
	var history listing
	h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/history", ""), 200, &history)
	if len(history.Items) != 5 {
		h.Errorf("history: %d", len(history.Items))
	}
	h.must(h.ask(as, "PUT", "/instruments/FIN-JPN-1?reason=a+better+title", strings.Replace(agreement, "an example", "another title", 1), "If-Match", fmt.Sprintf(`"%d"`, d.Seq)), 200, nil)
	var list listing
	h.must(h.ask(as, "GET", "/instruments?source=own", ""), 200, &list)
	if len(list.Items) != 1 || list.Items[0]["title"] != "another title" {
		h.Errorf("own: %+v", list.Items)
	}
	h.norms()
	h.texts()
}

func (h *house) norms() {
	h.Helper()
	as := access.LegalAdviser
	const norms = `[{"id": "FIN-JPN-1-7", "instrument": "FIN-JPN-1", "article": "7", "title": "bills are settled", "modality": "obligation", "class": "treaty", "bearer": ["recipient"],
	 "kinds": ["logistics"], "duties": [{"duty": "pay", "to": "the supplier", "due": "day + 60 days"}], "source": {"cites": ["FIN-JPN-1 7"], "confidence": "known"}}]`
	var n struct {
		Own   bool
		Seq   int64
		Facts []string
		Text  string
	}
	h.must(h.ask(as, "POST", "/norms", norms), 201, nil)
	got := h.must(h.ask(as, "GET", "/norms/FIN-JPN-1-7", ""), 200, &n)
	if !n.Own || n.Text == "" {
		h.Errorf("%+v", n)
	}
	var list listing
	h.must(h.ask(as, "GET", "/norms?source=own&instrument=FIN-JPN-1", ""), 200, &list)
	if len(list.Items) != 1 {
		h.Errorf("%+v", list)
	}
	h.must(h.ask(as, "POST", "/norms/FIN-JPN-1-7/withdrawal", `{"reason": "read wrongly"}`, "If-Match", got.header.Get("ETag")), 200, nil)
	h.must(h.ask(as, "GET", "/norms/FIN-JPN-1-7", ""), 404, nil)
	h.must(h.ask(as, "GET", "/norms/SOFA-7-5", ""), 200, &n)
	if n.Own || n.Seq != -1 || len(n.Facts) == 0 {
		h.Errorf("%+v", n)
	}
}

const text = "Agreement between Finland and Japan on exercises\n\nArticle 1\nThe Sending Party shall notify the Receiving Party of each exercise within 30 days.\n\nArticle 2\nThe Receiving Party shall not charge fees.\n\nArticle 3\nThis Agreement shall enter into force on the date of its signature.\n\nDone at Tokyo on 10 May 2024.\n"

func (h *house) texts() {
	h.Helper()
	as := access.LegalAdviser
	var r receipt
	h.must(h.ask(as, "POST", "/instruments/FIN-JPN-1/texts?name=a.txt&language=en&authentic=true&day=2024-05-10", text), 200, &r)
	var list listing
	h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/texts", ""), 200, &list)
	hash := list.Items[0]["hash"].(string)
	got := h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/texts/"+hash, ""), 200, nil)
	if string(got.body) != text || got.header.Get("Content-Type") != "application/octet-stream" {
		h.Errorf("text: %q %v", got.body, got.header)
	}
	h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/texts/"+hash, "", "If-None-Match", got.header.Get("ETag")), 304, nil)
	h.must(h.ask(as, "POST", "/instruments/FIN-JPN-2/agreement?name=b.txt&parties=Finland,JPN&signed=2024-05-10&language=en", text), 201, &r)
	if len(r.IDs) != 1 || r.IDs[0] != "FIN-JPN-2" {
		h.Errorf("%+v", r)
	}
	var o struct {
		Open      int
		Proposals []struct {
			Number   int
			Modality string
			Review   *struct{ Norm, Verdict string }
		}
	}
	h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/proposals", ""), 200, &o)
	if len(o.Proposals) < 2 || o.Open != len(o.Proposals) {
		h.Fatalf("proposals: %+v", o)
	}
	h.must(h.ask(as, "POST", "/instruments/FIN-JPN-1/decisions", `{"decisions": [{"proposal": "1", "norm": {"kinds": ["exercise"], "bearer": ["sending"]}, "duty": {"owner": "desk", "start": "2026-11-01", "term": "30 days"}}, {"proposal": "2", "reject": true, "why": "no rule"}]}`), 200, &r)
	if len(r.IDs) != 2 || len(r.Recorded) != 4 {
		h.Errorf("decided: %+v", r)
	}
	h.must(h.ask(as, "GET", "/instruments/FIN-JPN-1/proposals", ""), 200, &o)
	if o.Proposals[0].Review == nil || o.Proposals[0].Review.Norm == "" {
		h.Errorf("reviewed: %+v", o)
	}
	h.must(h.ask(as, "POST", "/instruments/FIN-JPN-1/proposals/1/undo", `{"why": "read again"}`), 200, &r)
	if len(r.Recorded) != 3 {
		h.Errorf("undone: %+v", r)
	}
	var a struct{ Parties []string }
	h.must(h.ask(as, "POST", "/documents?name=a.txt", text), 200, &a)
	if !slices.Equal(a.Parties, []string{"FIN", "JPN"}) {
		h.Errorf("document: %+v", a)
	}
}

// Duties, their clocks, the days ahead; findings drafted by one, signed by another.
func TestDutiesAndFindings(t *testing.T) { opened(t).givesFindings() }

const keenSword = `{"id": "KEEN-SWORD-2026", "kind": "exercise", "title": "Keen Sword", "start": "2026-11-24", "end": "2026-12-05", "territory": "JPN", "owner": "planning-desk",
	"participants": [{"state": "JPN", "role": "host"}, {"state": "USA", "role": "sending"}],
	"facts": {"consent.given": true, "consent.by_competent_organ": true, "consent.genuine": true, "consent.covers_activity": true, "exercise.foreign_troops": true, "exercise.status_settled": true}}`

func TestActivities(t *testing.T) { opened(t).cooperates() }

func TestTraining(t *testing.T) { opened(t).trains() }

// cooperates runs a biennial field exercise of two allies from plan to lessons.
func (h *house) cooperates() {
	h.Helper()
	as := access.Planner
	h.must(h.ask(as, "GET", "/activity-kinds", ""), 200, nil)
	h.must(h.ask(as, "POST", "/activities", strings.Replace(keenSword, `"JPN", "role"`, `"ZZZ", "role"`, 1)), 400, nil)
	h.must(h.ask(access.LegalAdviser, "POST", "/activities", keenSword), 403, nil)
	h.must(h.ask(as, "POST", "/activities", keenSword), 201, nil)
	var a struct {
		State string
		Life  []struct{ ID, State string }
		Gate  struct {
			Light string
			Lines []struct {
				State   ent.StateCode
				Reasons []struct{ Key, Light, Text string }
			}
		}
	}
	const at = "/activities/KEEN-SWORD-2026"
	got := h.must(h.ask(as, "GET", at+"?on=2026-06-01", ""), 200, &a)
	if a.Gate.Light != "amber" || len(a.Gate.Lines) != 2 || len(a.Life) != 9 {
		h.Errorf("months ahead: %+v", a)
	}
	h.must(h.ask(as, "POST", at+"/state", `{"to": "started"}`), 409, nil)
	h.must(h.ask(as, "POST", at+"/steps", `{"step": "mpc", "on": "2026-06-02"}`, "If-Match", `"1"`), 412, nil)
	h.must(h.ask(as, "POST", at+"/steps", `{"step": "mpc", "on": "2026-06-02"}`, "If-Match", got.header.Get("ETag")), 200, nil)
	h.must(h.ask(as, "POST", at+"/clearances", `{"state": "USA", "key": "check approval", "evidence": "none is needed"}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/overrides", `{"state": "USA", "key": "check clearance", "reason": "x"}`), 403, nil)
	h.must(h.ask(access.Approver, "POST", at+"/overrides", `{"state": "USA", "key": "check status", "reason": "x"}`), 409, nil)
	h.must(h.ask(access.Approver, "POST", at+"/overrides", `{"state": "USA", "key": "check clearance", "reason": "the note is signed on the first day"}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/state", `{"to": "started"}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/state", `{"to": "ended"}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/state", `{"to": "closed", "note": "book the port earlier"}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/steps", `{"step": "aar", "done": "2026-12-01"}`), 409, nil)
	var list listing
	h.must(h.ask(as, "GET", "/activities?kind=exercise&party=USA&state=closed", ""), 200, &list)
	if len(list.Items) != 1 || list.Items[0]["lessons"] != "book the port earlier" {
		h.Errorf("%+v", list)
	}
}

// trains runs a training programme of allies with a partner of the Partnership for Peace that has
// no Additional Protocol: the status agreement holds between it and those alone who did not reserve
// themselves against that, and what the unit got can be traced.
func (h *house) trains() {
	h.Helper()
	as := access.Planner
	h.must(h.ask(as, "POST", "/activities", `{"id": "PFP-COURSE", "kind": "training", "title": "Staff course", "series": "Staff courses", "start": "2026-11-24", "end": "2026-12-05", "territory": "IRL", "owner": "planning-desk",
		"participants": [{"state": "NLD", "role": "assisting"}, {"state": "DEU", "role": "assisting"}, {"state": "IRL", "role": "assisted"}]}`), 201, nil)
	const at = "/activities/PFP-COURSE"
	var a struct {
		Gate struct {
			Light string
			Lines []struct {
				State   ent.StateCode
				Light   string
				Reasons []struct{ Key, Light, Text string }
			}
		}
	}
	h.must(h.ask(as, "GET", at, ""), 200, &a)
	status := map[ent.StateCode]string{}
	for _, l := range a.Gate.Lines {
		for _, r := range l.Reasons {
			if r.Key == "check status" {
				status[l.State] = r.Light + " " + r.Text
			}
		}
	}
	if !strings.HasPrefix(status["DEU"], "green PFP-SOFA") || !strings.HasPrefix(status["NLD"], "amber settled in part: EU-SOFA") || a.Gate.Light != "red" {
		h.Errorf("%v, %s", status, a.Gate.Light)
	}
	h.must(h.ask(as, "POST", at+"/state", `{"to": "started"}`), 409, nil)
	for _, s := range []string{"NLD", "DEU"} {
		for _, key := range []string{"check vetting", "check funding", "check human-rights", "check status", "check jurisdiction", "check custody", "check claims", "check due-diligence"} {
			h.must(h.ask(as, "POST", at+"/clearances", `{"state": "`+s+`", "key": "`+key+`", "evidence": "exchange of notes 4/2026"}`), 200, nil)
		}
	}
	var r receipt
	h.must(h.ask(as, "POST", at+"/entries", `{"section": "recipients", "values": {"state": "IRL", "unit": "Staff school (example)", "result": "clear", "from": "2026-10-01", "until": "2027-10-01"}}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/entries", `{"section": "courses", "values": {"state": "IRL", "unit": "Staff school (example)", "title": "Staff course", "quota": "20", "amount": "18000.50", "currency": "eur"}}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/entries", `{"section": "courses", "values": {"state": "FRA", "unit": "x", "title": "x"}}`), 400, nil)
	h.must(h.ask(as, "POST", at+"/entries", `{"section": "caveats", "values": {"state": "IRL"}}`), 400, nil)
	h.must(h.ask(as, "POST", at+"/entries/2", `{"reason": "the places", "values": {"state": "IRL", "unit": "Staff school (example)", "title": "Staff course", "quota": "22"}}`), 200, nil)
	h.must(h.ask(as, "POST", at+"/entries/9", `{"reason": "x"}`), 404, nil)
	h.must(h.ask(as, "POST", at+"/entries", `{"section": "decisions", "values": {"day": "2026-11-23", "text": "send the list of participants", "authority": "planning-desk", "basis": "programme, paragraph 3", "owner": "planning-desk", "due": "2026-11-30", "bearer": "IRL"}}`), 200, &r)
	if len(r.Recorded) != 2 || r.Recorded[1].Kind != "duty" {
		h.Errorf("a decision with an owner and a day: %+v", r)
	}
	h.must(h.ask(as, "POST", at+"/state", `{"to": "started"}`), 200, nil)
	var units struct {
		Units []struct {
			Received []struct{ Vetting string }
		}
	}
	h.must(h.ask(as, "GET", "/units?words=staff+school", ""), 200, &units)
	if len(units.Units) != 1 || len(units.Units[0].Received) != 1 || units.Units[0].Received[0].Vetting != "clear, 2026-10-01" {
		h.Errorf("%+v", units)
	}
	h.must(h.ask(as, "POST", at+"/entries", `{"section": "goals", "values": {"state": "IRL", "cycle": "2025", "goal": "instructors of its own", "target": "8", "reached": "6", "day": "2026-11-01", "assessment": "on track"}}`), 200, nil)
	var goals listing
	h.must(h.ask(as, "GET", "/goals?state=IRL", ""), 200, &goals)
	if len(goals.Items) != 1 || goals.Items[0]["percent"] != 75.0 || goals.Items[0]["late"] != false {
		h.Errorf("%+v", goals)
	}
	h.must(h.ask(as, "GET", at+"/account", ""), 200, nil)
	if b := h.must(h.ask(as, "GET", at+"/papers/report", ""), 200, nil); !bytes.HasPrefix(b.body, []byte("%PDF-")) {
		h.Errorf("%.20q is no PDF", b.body)
	}
	h.must(h.ask(as, "GET", at+"/papers/menu", ""), 422, nil)
	h.must(h.ask(as, "POST", "/activities", `{"id": "COMMITTEE-2", "kind": "meeting", "title": "Committee", "series": "Staff courses", "start": "2026-12-14", "end": "2026-12-14", "participants": [{"state": "IRL", "role": "participant"}, {"state": "DEU", "role": "participant"}]}`), 201, nil)
	var agenda struct {
		Items []struct{ Sort, Text string }
	}
	h.must(h.ask(as, "GET", "/activities/COMMITTEE-2/agenda", ""), 200, &agenda)
	if len(agenda.Items) == 0 || agenda.Items[0].Sort != "decision" || agenda.Items[0].Text != "send the list of participants" {
		h.Errorf("%+v", agenda)
	}
	h.must(h.ask(as, "POST", "/activities", `{"id": "JTF-1", "kind": "joint-task-force", "title": "A task force", "start": "2026-12-14", "end": "2027-12-14", "territory": "FIN", "participants": [{"state": "FIN", "role": "host"}, {"state": "DEU", "role": "sending"}]}`), 201, nil)
	h.must(h.ask(as, "POST", "/activities/JTF-1/entries", `{"section": "caveats", "values": {"state": "DEU", "task": "mines", "says": "no"}}`), 200, nil)
	h.must(h.ask(as, "GET", "/activities/JTF-1/matrix", ""), 200, nil)
	for _, on := range []ent.Date{ent.NewDate(2026, 11, 23), ent.NewDate(2026, 12, 13)} {
		if _, err := h.app.Rerun(context.Background(), on); err != nil {
			h.Fatal(err)
		}
	}
	var list listing
	h.must(h.ask(as, "GET", "/gates/turns?since=2026-11-01", ""), 200, &list)
	if len(list.Items) == 0 || list.Items[0]["to"] != "red" || list.Items[0]["from"] != "amber" {
		h.Errorf("%+v", list)
	}
}

func (h *house) givesFindings() {
	h.Helper()
	as := access.LegalAdviser
	var r receipt
	h.must(h.ask(as, "POST", "/calendars", `{"id": "TEST-DAYS", "title": "an example", "from": "2026-01-01", "until": "2028-01-01"}`), 200, nil)
	h.must(h.ask(as, "GET", "/calendars", ""), 200, nil)
	h.must(h.ask(as, "POST", "/duties", `{"text": "lay it before Parliament", "start": "2026-11-02", "term": "21 TEST-DAYS days"}`), 201, &r)
	id := r.IDs[0]
	var d struct{ End, State string }
	got := h.must(h.ask(as, "GET", "/duties/"+id, ""), 200, &d)
	if d.End != "2026-12-01" || d.State != "open" {
		h.Errorf("%+v", d)
	}
	h.must(h.ask(as, "POST", "/duties/"+id+"/clock", `{"what": "suspend", "on": "2026-11-10", "reason": "recess"}`, "If-Match", got.header.Get("ETag")), 200, nil)
	h.must(h.ask(as, "GET", "/duties/"+id, ""), 200, &d)
	if d.State != "suspended" {
		h.Errorf("%+v", d)
	}
	h.must(h.ask(as, "POST", "/duties/"+id+"/done", `{"day": "2026-11-20", "evidence": "the journal"}`), 200, nil)
	h.must(h.ask(as, "POST", "/duties", duty), 201, nil)
	var days, list listing
	h.must(h.ask(as, "GET", "/calendar/days", ""), 200, &days)
	h.must(h.ask(as, "GET", "/duties?state=open&owner=treaty-desk", ""), 200, &list)
	if len(days.Items) != 1 || len(list.Items) != 1 || list.Items[0]["end"] != "2027-01-31" {
		h.Errorf("%+v %+v", days, list)
	}
	made := h.must(h.ask(as, "POST", "/findings", offence), 201, &r)
	at := strings.TrimPrefix(made.header.Get("Location"), "/api/v1")
	var o struct {
		Finding struct{ Outcome string }
		Signed  *struct{ By string }
		Seq     int64
	}
	got = h.must(h.ask(as, "GET", at, ""), 200, &o)
	if o.Finding.Outcome == "" || !strings.HasPrefix(got.header.Get("ETag"), fmt.Sprintf(`"%d.`, o.Seq)) {
		h.Errorf("%+v %v", o, got.header)
	}
	h.must(h.ask(as, "POST", at+"/duties", `{"owner": "jurisdiction-desk"}`), 200, &r)
	h.must(h.ask(as, "GET", "/duties?owner=jurisdiction-desk", ""), 200, &list)
	if len(list.Items) == 0 || len(list.Items) != len(r.IDs) || !strings.Contains(fmt.Sprint(list.Items[0]["source"]), "finding F-") {
		h.Errorf("duties of the finding: %+v, %v", list, r.IDs)
	}
	h.must(h.ask(as, "POST", at+"/duties", `{}`), 409, nil)
	h.must(h.ask(as, "POST", at+"/signature", ""), 403, nil)
	h.must(h.ask(access.Approver, "POST", at+"/signature", "", "If-Match", `"1"`), 412, nil)
	h.must(h.ask(access.Approver, "POST", at+"/signature", "", "If-Match", got.header.Get("ETag")), 200, nil)
	h.must(h.ask(access.Approver, "POST", at+"/signature", ""), 409, nil)
	h.must(h.ask(as, "POST", at+"/watch", `{"watched": true}`), 200, nil)
	var p struct{ Then, Now struct{ Same bool } }
	h.must(h.ask(as, "GET", at+"/replay", ""), 200, &p)
	if !p.Then.Same || !p.Now.Same {
		h.Errorf("%+v", p)
	}
	h.must(h.ask(as, "GET", "/findings?state=signed", ""), 200, &list)
	if len(list.Items) != 1 {
		h.Errorf("%+v", list)
	}
	proof := h.must(h.ask(as, "GET", "/log/entries/3/proof", ""), 200, nil)
	if !strings.HasPrefix(string(proof.body), "c2sp.org/tlog-proof@v1\n") {
		h.Errorf("proof: %s", proof.body)
	}
}

// Pages of a list are whole, in order and without repetition, whatever their size; what
// is added meanwhile moves nothing.
func TestPaging(t *testing.T) {
	h := opened(t)
	as := access.LegalAdviser
	for i := range 7 {
		h.must(h.ask(as, "POST", "/duties", fmt.Sprintf(`{"text": "n %d", "due": "2027-01-%02d"}`, i, 1+i%3)), 201, nil)
		h.must(h.ask(as, "POST", "/findings", offence), 201, nil)
	}
	for _, path := range []string{"/instruments?limit=17", "/instruments?party=FIN&kind=treaty&limit=5", "/norms?limit=100", "/duties?limit=2", "/findings?limit=3", "/calendar/days?limit=2", "/log/entries?limit=4", "/search?q=treaty&limit=13"} {
		var all listing
		whole, _, _ := strings.Cut(path, "limit=")
		top := "1000"
		if strings.HasPrefix(path, "/search") {
			top = "100"
		}
		h.must(h.ask(as, "GET", whole+"limit="+top, ""), 200, &all)
		var got []map[string]any
		next := path
		for n := 0; next != ""; n++ {
			var l listing
			a := h.must(h.ask(as, "GET", next, ""), 200, &l)
			got = append(got, l.Items...)
			if l.Next != "" && a.header.Get("Link") != "<"+l.Next+`>; rel="next"` {
				t.Errorf("%s: Link %q, next %q", path, a.header.Get("Link"), l.Next)
			}
			next = strings.TrimPrefix(l.Next, "/api/v1")
			if n > 200 {
				t.Fatalf("%s does not end", path)
			}
			if len(got) >= len(all.Items) && strings.HasPrefix(path, "/search") {
				break
			}
		}
		if len(got) < len(all.Items) || len(all.Items) < 7 || string(asText(got[:len(all.Items)])) != string(asText(all.Items)) {
			t.Errorf("%s: %d in pages, %d in one", path, len(got), len(all.Items))
		}
	}
	for _, path := range []string{"/duties?cursor=%21%21", "/search?q=x&cursor=QUJD", "/log/entries?cursor=QUJD", "/duties?limit=0", "/duties?limit=x", "/duties?limit=100000"} {
		if a := h.ask(as, "GET", path, ""); a.status != 400 && a.status != 422 {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func asText(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// A call with a key is done once: repeated, after a restart and on another node too, it is
// answered the same; for something else the key is refused.
func TestOnce(t *testing.T) {
	h := opened(t)
	as := access.LegalAdviser
	first := h.must(h.ask(as, "POST", "/duties", duty, "Idempotency-Key", "k1"), 201, nil)
	other := openedAt(t, h.app.Config.Store)
	for _, x := range []*house{h, other} {
		again := x.must(x.ask(as, "POST", "/duties", duty, "Idempotency-Key", "k1"), 201, nil)
		if string(again.body) != string(first.body) || again.header.Get("ETag") != first.header.Get("ETag") || again.header.Get("Location") != first.header.Get("Location") || again.header.Get("Idempotency-Replayed") != "true" {
			t.Errorf("again: %s %v, first %s %v", again.body, again.header, first.body, first.header)
		}
	}
	h.must(h.ask(as, "POST", "/duties", strings.Replace(duty, "01-31", "01-30", 1), "Idempotency-Key", "k1"), 422, nil)
	h.must(h.ask(as, "POST", "/findings", offence, "Idempotency-Key", "k1"), 422, nil)
	h.must(h.ask(access.Planner, "POST", "/duties", duty, "Idempotency-Key", "k1"), 201, nil)
	h.must(h.ask(as, "POST", "/duties", duty, "Idempotency-Key", strings.Repeat("x", 201)), 400, nil)
	var wg sync.WaitGroup
	bodies := make([]string, 24)
	for i := range bodies {
		x := []*house{h, other}[i%2]
		wg.Go(func() {
			a := x.ask(as, "POST", "/duties", duty, "Idempotency-Key", "k2")
			bodies[i] = fmt.Sprint(a.status, string(a.body))
		})
	}
	wg.Wait()
	slices.Sort(bodies)
	if len(slices.Compact(bodies)) != 1 || !strings.HasPrefix(bodies[0], "201") {
		t.Errorf("at once: %q", slices.Compact(bodies))
	}
	items, err := h.app.Duties.List(context.Background(), 1)
	if err != nil || len(items) != 3 {
		t.Errorf("%d duties on record, %v", len(items), err)
	}
	// what was refused was not done, and its key is free
	h.must(h.ask(as, "POST", "/duties", `{"text": "x", "term": "3 days"}`, "Idempotency-Key", "k3"), 400, nil)
	h.must(h.ask(as, "POST", "/duties", duty, "Idempotency-Key", "k3"), 201, nil)
}

// A change made for a version that is no longer current is refused, and changes nothing.
func TestIfMatch(t *testing.T) {
	h := opened(t)
	as := access.LegalAdviser
	var r receipt
	made := h.must(h.ask(as, "POST", "/duties", duty), 201, &r)
	at := "/duties/" + r.IDs[0]
	done := `{"day": "2026-11-20", "evidence": "a note"}`
	h.must(h.ask(as, "POST", at+"/done", done, "If-Match", `"x"`), 400, nil)
	h.must(h.ask(as, "POST", at+"/done", done, "If-Match", `"0"`), 412, nil)
	h.must(h.ask(as, "POST", at+"/done", done, "If-Match", made.header.Get("ETag")), 200, nil)
	h.must(h.ask(as, "POST", at+"/done", done, "If-Match", "*"), 200, nil)
	h.must(h.ask(as, "POST", at+"/done", done, "If-Match", made.header.Get("ETag")), 412, nil)
	h.must(h.ask(as, "POST", "/duties/D-NONE/done", done, "If-Match", `"1"`), 404, nil)
	if a := h.ask(as, "POST", at+"/done", strings.Replace(done, "a note", "another", 1), "If-Match", made.header.Get("ETag")); a.status != 412 {
		t.Errorf("stale: %d", a.status)
	}
	var d struct{ Evidence string }
	h.must(h.ask(as, "GET", at, ""), 200, &d)
	if d.Evidence != "a note" {
		t.Errorf("%+v", d)
	}
}

// An answer that the caller has is not sent again; after a change it is.
func TestEntityTags(t *testing.T) {
	h := opened(t)
	as := access.LegalAdviser
	for _, path := range []string{"/duties", "/status?state=FIN&instrument=NAT&on=2024-01-01", "/instruments/NAT", "/findings"} {
		a := h.must(h.ask(as, "GET", path, ""), 200, nil)
		tag := a.header.Get("ETag")
		for _, list := range []string{tag, `"x", W/` + tag, "*"} {
			if b := h.must(h.ask(as, "GET", path, "", "If-None-Match", list), 304, nil); len(b.body) > 0 || b.header.Get("ETag") != tag {
				t.Errorf("%s: %q %v", path, b.body, b.header)
			}
		}
		h.must(h.ask(as, "GET", path, "", "If-None-Match", `"x"`), 200, nil)
	}
	tag := h.ask(as, "GET", "/duties", "").header.Get("ETag")
	h.must(h.ask(as, "POST", "/duties", duty), 201, nil)
	h.must(h.ask(as, "GET", "/duties", "", "If-None-Match", tag), 200, nil)
}

// What is wrong is told as a problem with its type, field by field; what is too large is
// refused as such, before it is read where its size is told.
func TestProblems(t *testing.T) {
	h := opened(t)
	as := access.LegalAdviser
	large := strings.Repeat(" ", 1<<20)
	for _, c := range []struct {
		role               access.Role
		method, path, body string
		status             int
		sort, detail       string
	}{
		{as, "GET", "/status?state=Atlantis&instrument=NAT", "", 400, "invalid", "Atlantis"},
		{as, "GET", "/status?state=FIN", "", 422, "unprocessable", "query.instrument"},
		{as, "GET", "/status?state=FIN&instrument=NAT&on=2024-13-01", "", 400, "invalid", "2024-13-01"},
		{as, "POST", "/duties", `{"text": "", "due": "soon", "what": 1}`, 422, "unprocessable", "body.due"},
		{as, "POST", "/duties", `{"text`, 400, "invalid", "body"},
		{as, "POST", "/duties", "", 400, "invalid", "body"},
		{as, "POST", "/duties", `{"text": "x", "term": "3 days"}`, 400, "invalid", "clock needs both"},
		{as, "POST", "/duties/D-NONE/done", `{"day": "2026-11-20", "evidence": "x"}`, 404, "not-found", "D-NONE"},
		{as, "POST", "/assess", "kind: offence\nparticipants: [{state: ATL, role: host}]\nfacts: {offence.nonsense: 1}\n", 400, "invalid", `"body:3"`},
		{as, "POST", "/assess", large + offence, 413, "too-large", "1048576"},
		{as, "POST", "/duties", large + duty, 413, "too-large", ""},
		{as, "POST", "/documents", strings.Repeat(large, 17), 413, "too-large", "16777216"},
		{as, "POST", "/documents", "\x00\x01\x02", 400, "invalid", ""},
		{as, "GET", "/nothing", "", 404, "not-found", "openapi.json"},
		{as, "DELETE", "/duties", "", 405, "method", "GET, POST"},
		{access.Nobody, "GET", "/duties", "", 401, "unauthorized", "sign in"},
		{access.Partner, "GET", "/duties", "", 403, "forbidden", "partner"},
		{access.Nobody, "POST", "/documents", strings.Repeat(large, 17), 401, "unauthorized", ""},
	} {
		a := h.ask(c.role, c.method, c.path, c.body)
		var p wire.Problem
		if a.header.Get("Content-Type") != "application/problem+json" || json.Unmarshal(a.body, &p) != nil {
			t.Errorf("%s %s: %d %v %.300s", c.method, c.path, a.status, a.header, a.body)
			continue
		}
		if a.status != c.status || p.Status != c.status || p.Type != "/api/v1/problems/"+c.sort || p.Title == "" || !strings.HasPrefix(p.Instance, "/api/v1") || !strings.Contains(string(a.body), c.detail) {
			t.Errorf("%s %s: %d, want %d %s: %.600s", c.method, c.path, a.status, c.status, c.sort, a.body)
		}
		if len(a.body) > 4000 {
			t.Errorf("%s %s: %d bytes of problem", c.method, c.path, len(a.body))
		}
		if h.must(h.ask(access.Nobody, "GET", strings.TrimPrefix(p.Type, "/api/v1"), ""), 200, nil); c.status == 405 && a.header.Get("Allow") != "GET, POST" {
			t.Errorf("Allow: %q", a.header.Get("Allow"))
		}
	}
	h.tokens["forger"] = "x"
	h.must(h.ask("forger", "GET", "/duties", ""), 401, nil)
	h.must(h.ask(as, "POST", "/duties", duty, "Sec-Fetch-Site", "cross-site"), 403, nil)
	if items, err := h.app.Duties.List(context.Background(), 1); err != nil || len(items) != 0 {
		t.Errorf("%d duties on record, %v", len(items), err)
	}
	exact := strings.Repeat(" ", 1<<20-len(duty)) + duty
	h.must(h.ask(as, "POST", "/duties", exact), 201, nil)
}

// An answer that takes too long is given up, and nothing was done.
func TestDeadline(t *testing.T) {
	h := opened(t)
	mux := http.NewServeMux()
	api.Mount(mux, api.Config{App: h.app, Guard: h.app.Guard, Log: slog.New(slog.DiscardHandler), Version: "test", Today: func() ent.Date { return 1 }, Patience: time.Nanosecond})
	for _, c := range [][3]string{{"GET", "/api/v1/duties", ""}, {"POST", "/api/v1/duties", duty}, {"POST", "/api/v1/assess", offence}} {
		r := httptest.NewRequest(c[0], c[1], strings.NewReader(c[2]))
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r.WithContext(access.With(r.Context(), access.Principal{Name: "x", Role: access.LegalAdviser})))
		if w.Code != 503 || !strings.Contains(w.Body.String(), "took too long") {
			t.Errorf("%s %s: %d %s", c[0], c[1], w.Code, w.Body)
		}
	}
	if items, err := h.app.Duties.List(context.Background(), 1); err != nil || len(items) != 0 {
		t.Errorf("%d duties on record, %v", len(items), err)
	}
}

// The description is given to anybody, in every form, whole and always the same.
func TestDescriptionIsPublished(t *testing.T) {
	h := opened(t)
	var wg sync.WaitGroup
	for range 8 {
		for _, name := range []string{"openapi.json", "openapi.yaml", "openapi-3.0.json"} {
			wg.Go(func() {
				a := h.ask(access.Nobody, "GET", "/"+name, "")
				if a.status != 200 || len(a.body) < 50_000 || !strings.Contains(string(a.body[len(a.body)-2000:]), "token") {
					t.Errorf("%s: %d, %d bytes", name, a.status, len(a.body))
				}
				if b := h.ask(access.Nobody, "GET", "/"+name, "", "If-None-Match", a.header.Get("ETag")); b.status != 304 {
					t.Errorf("%s again: %d", name, b.status)
				}
			})
		}
	}
	wg.Wait()
}
