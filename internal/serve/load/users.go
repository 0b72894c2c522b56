package load

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"entente/internal/access"
	"entente/internal/register"
)

// Matters are three of the worked cases, as they are put to the API: an offence, a transfer
// of arms, an armed attack.
var Matters = []string{
	`{"matter": "an assault in a bar", "kind": "offence", "on": "2024-06-01", "territory": "POL", "place": {"lat": 52.2, "lon": 21.0}, "participants": [{"state": "GBR", "role": "sending"}, {"state": "POL", "role": "host"}],
 "facts": {"offence.accused": "force", "offence.accused_subject_to_military_law": true, "offence.punishable_by_sending": true, "offence.punishable_by_host": true, "offence.victim_is": "other-sending-force", "offence.against": "person", "offence.official_duty": false}}`,
	`{"matter": "missiles to a navy", "kind": "arms-transfer", "on": "2026-03-10", "participants": [{"state": "NZL", "role": "exporter"}, {"state": "XAA", "role": "importer"}],
 "facts": {"item.category": "missile", "transfer.mode": "export", "item.ownership_retained": false, "item.for_own_use": false, "sanctions.measure_hits": false, "transfer.breaches_own_treaty": false, "transfer.knows_atrocity_use": false,
 "transfer.assessment_made": true, "transfer.gbv_assessed": true, "transfer.diversion_risk": true, "transfer.mitigation_agreed": true, "transfer.overriding_risk": false, "support.partner_conduct_wrongful": false}}`,
	`{"matter": "asked to fight for another", "kind": "use-of-force", "on": "2026-09-01", "territory": "USA", "participants": [{"state": "JPN", "role": "assisting"}, {"state": "USA", "role": "victim"}, {"state": "XAA", "role": "attacker"}],
 "facts": {"force.used": true, "force.directed_at": "state", "attack.armed_attack": true, "attack.imminent": false, "attack.perpetrator": "state", "attack.victim_declared": true, "attack.victim_requested": true,
 "force.necessary": true, "force.proportionate": true, "force.sc_measures_sufficient": false}}`,
}

// Pages are the main pages, by what they are called.
var Pages = []Request{
	{Name: "desk", Path: "/"}, {Name: "ask", Path: "/ask"}, {Name: "findings", Path: "/findings"}, {Name: "relations", Path: "/relations?states=FIN,JPN"}, {Name: "coverage", Path: "/relations/coverage?states=FIN,JPN"}, {Name: "matrix", Path: "/relations/matrix"}, {Name: "timeline", Path: "/relations/timeline?states=FIN,JPN"}, {Name: "map", Path: "/relations/map"}, {Name: "network", Path: "/relations/network"},
	{Name: "register", Path: "/register"}, {Name: "register, searched", Path: "/register?words=logistic&party=FIN"}, {Name: "instrument, shipped", Path: "/register/NAT"}, {Name: "documents", Path: "/documents"},
	{Name: "calendar", Path: "/calendar"}, {Name: "calendar file", Path: "/calendar/entente.ics"}, {Name: "corpus", Path: "/corpus"}, {Name: "norm", Path: "/corpus/norms/SOFA-7-5"}, {Name: "log", Path: "/log-book"}, {Name: "search", Path: "/search?q=custody+accused"},
	{Name: "interview begun", Path: "/ask/start?kind=exercise&day=2026-11-01&territory=JPN&state=USA&role=sending&state=Japan&role=host&title=An+exercise", Want: http.StatusSeeOther},
	{Name: "weigh", Path: "/compare/weigh"}, {Name: "API: instruments", Path: "/api/v1/instruments?limit=100"}, {Name: "API: those of a party", Path: "/api/v1/instruments?party=FIN&source=own&limit=100"}, {Name: "API: instrument", Path: "/api/v1/instruments/NAT"},
	{Name: "API: between", Path: "/api/v1/between?states=FIN,JPN"}, {Name: "API: days", Path: "/api/v1/calendar/days"}, {Name: "API: duties", Path: "/api/v1/duties"}, {Name: "API: log", Path: "/api/v1/log/entries"},
}

// Seen returns the main pages with those of what the example has on record: an agreement
// of its own, a text, a finding.
func (h *House) Seen(ctx context.Context) ([]Request, error) {
	out := append([]Request{}, Pages...)
	packed := map[string]string{"Accept-Encoding": "gzip"} // as browsers take them
	texts, err := h.App.Register.EveryText(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	if a, b := versions(texts); b != "" {
		out = append(out, Request{Name: "compare", Path: "/compare?text=" + a + "&text=" + b})
	}
	if len(texts) > 0 {
		id := string(texts[0].Instrument)
		out = append(out, Request{Name: "instrument, own", Path: "/register/" + id}, Request{Name: "document", Path: "/documents/" + id})
	}
	findings, err := h.App.Opinions.All(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	if len(findings) > 0 {
		out = append(out, Request{Name: "finding", Path: "/findings/" + findings[0].ID})
	}
	for i := range out {
		out[i].Method, out[i].Header = http.MethodGet, packed
	}
	return out, nil
}

// versions returns the hashes of two versions of one text.
func versions(texts []register.Kept) (string, string) {
	for i := range texts {
		for k := range texts[:i] {
			if a, b := &texts[k], &texts[i]; a.Instrument == b.Instrument && a.Language == b.Language && a.Hash != b.Hash {
				return a.Hash, b.Hash
			}
		}
	}
	return "", ""
}

// Assessing are callers who ask for findings without a pause.
func (h *House) Assessing(ctx context.Context, n int) ([]Caller, error) {
	token, err := h.Token(ctx, access.LegalAdviser)
	if err != nil {
		return nil, err
	}
	out := make([]Caller, n)
	for i := range out {
		for k := range Matters {
			out[i].Requests = append(out[i].Requests, Request{Name: "POST /api/v1/assess", Method: "POST", Path: "/api/v1/assess", Body: Matters[(i+k)%len(Matters)], Header: bearer(token), Contain: `"outcome":`})
		}
	}
	return out, nil
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token, "Content-Type": "application/json"}
}

// Mixed are n callers as an institution has them: most read pages, some are machines that
// ask questions, some assess, one in a hundred puts duties on record. Each thinks for the
// pause between two requests.
func (h *House) Mixed(ctx context.Context, n int, pause time.Duration) ([]Caller, error) {
	pages, err := h.Seen(ctx)
	if err != nil {
		return nil, err
	}
	token, err := h.Token(ctx, access.LegalAdviser)
	if err != nil {
		return nil, err
	}
	asking := []Request{}
	for _, p := range []string{"/status?state=LTU&instrument=CCM", "/between?states=FIN,DEU", "/parties/ROME", "/instruments?limit=50", "/duties", "/calendar/days", "/findings", "/search?q=custody", "/norms?limit=50"} {
		asking = append(asking, Request{Name: "API reads", Method: "GET", Path: "/api/v1" + p, Header: bearer(token)})
	}
	out := make([]Caller, n)
	roles := []access.Role{access.LegalAdviser, access.Planner, access.Approver, access.Oversight}
	for i := range out {
		c := &out[i]
		c.Pause = pause
		switch k := i % 100; {
		case k < 70:
			if c.Jar, err = h.SignIn(ctx, roles[i%len(roles)]); err != nil {
				return nil, err
			}
			c.Requests = turned(pages, i)
		case k < 90:
			c.Requests = turned(asking, i)
		case k < 99:
			c.Requests = []Request{{Name: "POST /api/v1/assess", Method: "POST", Path: "/api/v1/assess", Body: Matters[i%len(Matters)], Header: bearer(token)}}
		default:
			c.Pause = 10 * pause
			c.Requests = []Request{{Name: "POST /api/v1/duties", Method: "POST", Path: "/api/v1/duties", Body: fmt.Sprintf(`{"text": "of caller %d", "due": "2027-01-31"}`, i), Header: bearer(token), Want: http.StatusCreated}}
		}
	}
	return out, nil
}

// turned begins a list elsewhere, so that not everybody asks for the same at once.
func turned(list []Request, by int) []Request {
	by %= len(list)
	return append(append([]Request{}, list[by:]...), list[:by]...)
}
