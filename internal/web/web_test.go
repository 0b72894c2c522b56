package web_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law/treaty"
	"entente/internal/register"
	"entente/internal/serve"
	"entente/internal/treatymaking"
	"entente/internal/web"
	"entente/internal/web/page"
	"entente/internal/web/signin"
)

// house is a site over a real store, with somebody of every role.
type house struct {
	*testing.T
	app    *app.App
	people *access.People
	site   *page.Site
	server *httptest.Server
}

func opened(t *testing.T) *house {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Store: "sqlite:" + filepath.Join(t.TempDir(), "s.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	today := func() ent.Date { return ent.NewDate(2026, 11, 23) }
	h := &house{T: t, app: a, people: access.NewPeople(a.Store, time.Now)}
	srv := &serve.Server{App: a, People: h.people, Guard: a.Guard, Log: log, Version: "test", Today: today}
	handler, site, err := web.Handler(srv, signin.Config{})
	if err != nil {
		t.Fatal(err)
	}
	h.site, h.server = site, httptest.NewServer(handler)
	t.Cleanup(h.server.Close)
	for _, r := range access.Roles {
		if err := h.people.Put(ctx, "test", access.Person{Name: ent.Actor(r) + ".one", Role: r}, ""); err != nil {
			t.Fatal(err)
		}
	}
	h.example()
	return h
}

// example puts on record what pages need to show.
func (h *house) example() {
	h.Helper()
	ctx := context.Background()
	in, err := register.Read([]byte("id: FIN-JPN-1\ntitle: an example\nkind: treaty\nlegal_order: international\nbinding: true\nentry_into_force: {initial: {count: 2}}\nacts: |\n  FIN ratified 2024-02-01\n  JPN ratified 2024-03-01\n"))
	if err != nil {
		h.Fatal(err)
	}
	if err := h.app.Register.Add(ctx, "test", in); err != nil {
		h.Fatal(err)
	}
	if err := h.app.Treaties.Open(ctx, "test", &treatymaking.Case{Instrument: "FIN-JPN-1", Title: "an example", For: "FIN", Parties: []ent.StateCode{"FIN", "JPN"}, Kind: "ACSA", Binding: treatymaking.Treaty, Languages: []string{"en"}}); err != nil {
		h.Fatal(err)
	}
}

// visitor is a browser without scripts.
type visitor struct {
	*house
	client *http.Client
}

func (h *house) nobody() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.Fatal(err)
	}
	return &visitor{h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

var token = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

// as signs somebody of the role in by a link.
func (h *house) as(r access.Role) *visitor {
	h.Helper()
	return h.link(ent.Actor(r) + ".one")
}

// link signs somebody in by a link.
func (h *house) link(name ent.Actor) *visitor {
	h.Helper()
	v := h.nobody()
	link, err := h.people.Link(context.Background(), "test", name)
	if err != nil {
		h.Fatal(err)
	}
	_, body := v.get("/sign-in/" + link)
	m := token.FindStringSubmatch(body)
	if m == nil {
		h.Fatalf("no form to sign in: %s", body)
	}
	if status, _ := v.post("/sign-in/"+link, url.Values{"csrf": {m[1]}}); status != http.StatusSeeOther {
		h.Fatalf("signing in: %d", status)
	}
	return v
}

func (v *visitor) do(r *http.Request) (int, string) {
	v.Helper()
	res, err := v.client.Do(r)
	if err != nil {
		v.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		v.Fatal(err)
	}
	return res.StatusCode, string(b)
}

func (v *visitor) get(path string) (int, string) {
	v.Helper()
	r, err := http.NewRequest("GET", v.server.URL+path, nil)
	if err != nil {
		v.Fatal(err)
	}
	return v.do(r)
}

func (v *visitor) post(path string, form url.Values) (int, string) {
	v.Helper()
	r, err := http.NewRequest("POST", v.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

// csrf returns the token that forms of the visitor bear.
func (v *visitor) csrf() string {
	v.Helper()
	for _, p := range []string{"/calendar", "/administration", "/sign-in/x"} {
		if _, body := v.get(p); token.MatchString(body) {
			return token.FindStringSubmatch(body)[1]
		}
	}
	return ""
}

// routes says of every address which roles may go there. "all": everybody who signed in
// except partners, who are machines; "signed": everybody who signed in; "public": everybody.
var routes = map[string]string{
	"POST /sign-in": "public", "POST /sign-in/passkey/options": "public", "POST /sign-in/passkey": "public", "GET /sign-in/oidc": "public", "GET /sign-in/oidc/callback": "public",
	"GET /account": "signed", "POST /account/password": "signed", "POST /account/passkeys/options": "signed", "POST /account/passkeys": "signed", "POST /account/passkeys/{id}/drop": "signed", "POST /account/sessions": "signed",
	"GET /sign-in": "public", "GET /sign-in/{link}": "public", "POST /sign-in/{link}": "public", "POST /sign-out": "public", "GET /": "public",
	"GET /{$}": "all", "GET /ask": "all", "GET /ask/start": "all", "GET /ask/question": "all", "GET /ask/finding": "all", "GET /ask/text": "all", "GET /ask/memorandum.pdf": "all",
	"POST /ask/give": "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer",
	"GET /findings":  "all", "GET /findings/{id}": "all", "GET /findings/{id}/finding.json": "all", "POST /findings/{id}/sign": "all",
	"POST /findings/{id}/watch":  "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer",
	"POST /findings/{id}/duties": "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer approver",
	"GET /activities/{id}/keeps": "all", "GET /activities/{id}/matrix": "all", "GET /activities/{id}/account": "all", "GET /activities/{id}/agenda": "all", "GET /activities/{id}/papers/{paper}": "all", "GET /activities/units": "all", "GET /activities/goals": "all",
	"POST /activities/{id}/entries": "planner", "POST /activities/{id}/entries/{n}": "planner",
	"GET /activities": "all", "GET /activities/{id}": "all", "GET /activities/new": "planner", "POST /activities": "planner", "POST /activities/{id}/steps": "planner", "POST /activities/{id}/state": "planner",
	"POST /activities/{id}/clearances": "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer approver", "POST /activities/{id}/overrides": "approver",
	"GET /relations": "all", "GET /relations/coverage": "all", "GET /relations/coverage.csv": "all", "GET /relations/map": "all", "GET /relations/map.csv": "all", "GET /relations/map.svg": "all", "GET /register": "all", "GET /register/{id}": "all", "GET /register/{id}/making": "all", "GET /register/{id}/text/{hash}": "all", "GET /register/{id}/copy/{hash}": "all",
	"GET /register/{id}/making/{step}": "records-officer legal-adviser approver", "POST /register/{id}/making/{step}": "records-officer legal-adviser approver",
	"GET /register/{id}/acts/new": "records-officer legal-adviser", "POST /register/{id}/acts": "records-officer legal-adviser", "GET /register/{id}/acts/correct": "records-officer legal-adviser", "POST /register/{id}/acts/correct": "records-officer legal-adviser",
	"GET /compare": "all", "GET /compare/weigh": "all", "GET /documents": "all", "GET /documents/new": "records-officer legal-adviser", "POST /documents": "records-officer legal-adviser",
	"GET /documents/{id}": "all", "GET /documents/{id}/akn.xml": "all", "GET /documents/{id}/like": "all", "GET /documents/{id}/proposals/{which}": "all",
	"POST /documents/{id}/proposals/{which}": "legal-adviser", "POST /documents/{id}/proposals": "legal-adviser",
	"GET /relations/matrix": "all", "GET /relations/matrix.csv": "all", "GET /relations/timeline": "all", "GET /relations/timeline.csv": "all", "GET /relations/timeline.svg": "all",
	"GET /relations/network": "all", "GET /relations/network.csv": "all", "GET /relations/network.svg": "all",
	"GET /calendar": "all", "GET /calendar/entente.ics": "all",
	"POST /calendar/duties":           "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer approver",
	"POST /calendar/duties/{id}/done": "records-officer legal-adviser planner vetting-officer transfer-officer sharing-officer approver",
	"GET /corpus":                     "all", "GET /corpus/norms/{id}": "all", "GET /log-book": "all", "GET /search": "all",
	"GET /administration": "administrator", "GET /administration/reads": "administrator oversight", "POST /administration/people": "administrator", "POST /administration/people/{name}/link": "administrator", "POST /administration/people/{name}/revoke": "administrator",
}

func may(who string, r access.Role) bool {
	switch who {
	case "public":
		return true
	case "signed":
		return r != access.Nobody
	case "all":
		return r != access.Nobody && r != access.Partner
	}
	return strings.Contains(" "+who+" ", " "+string(r)+" ")
}

var example = strings.NewReplacer("{$}", "", "{link}", "x", "{id}", "FIN-JPN-1", "{hash}", "x", "{name}", "planner.one", "{which}", "1", "{step}", "mandate")

// Every route is asked for by every role: who may not is told to sign in, or refused, and
// nothing of the page is shown. A route without a row fails.
func TestRoutesByRole(t *testing.T) {
	h := opened(t)
	visitors := map[access.Role]*visitor{access.Nobody: h.nobody()}
	for _, r := range access.Roles {
		visitors[r] = h.as(r)
	}
	for _, route := range h.site.Routes() {
		who, ok := routes[route.Pattern]
		if !ok {
			t.Errorf("%s has no row", route.Pattern)
			continue
		}
		method, path, _ := strings.Cut(example.Replace(route.Pattern), " ")
		switch route.Pattern {
		case "POST /sign-out":
			continue
		case "GET /": // whatever is no page
			path = "/no-such-page"
		}
		for role, v := range visitors {
			var status int
			if method == "GET" {
				status, _ = v.get(path)
			} else {
				status, _ = v.post(path, url.Values{"csrf": {v.csrf()}})
			}
			refused := status == http.StatusForbidden || role == access.Nobody && status == http.StatusSeeOther
			if may(who, role) == refused && !(method == "POST" && status == http.StatusForbidden && strings.HasPrefix(path, "/sign-in")) {
				t.Errorf("%s for a %s: %d", route.Pattern, role, status)
			}
		}
	}
}

// A form without the session's token, or sent from elsewhere, changes nothing.
func TestForgedForm(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	for _, csrf := range []string{"", "guess", h.as(access.Planner).csrf()} {
		if status, _ := v.post("/calendar/duties", url.Values{"csrf": {csrf}, "text": {"forged"}}); status != http.StatusForbidden {
			t.Errorf("token %q: %d", csrf, status)
		}
	}
	if items, err := h.app.Duties.List(context.Background(), 1); err != nil || len(items) != 0 {
		t.Errorf("%d duties on record, %v", len(items), err)
	}
}

// A link lets in once; a second use, and a made-up one, do not.
func TestLinkOnce(t *testing.T) {
	h := opened(t)
	link, err := h.people.Link(context.Background(), "test", "planner.one")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{http.StatusSeeOther, http.StatusForbidden} {
		v := h.nobody()
		_, body := v.get("/sign-in/" + link)
		if status, _ := v.post("/sign-in/"+link, url.Values{"csrf": {token.FindStringSubmatch(body)[1]}}); status != want {
			t.Errorf("use %d: %d, want %d", i+1, status, want)
		}
	}
	v := h.nobody()
	if status, _ := v.get("/register?words=x"); status != http.StatusSeeOther {
		t.Errorf("not signed in: %d", status)
	}
}

// A legal adviser asks, answers, puts the finding on record; somebody else signs it, they
// themselves may not.
func TestAskGiveSign(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	r, err := http.NewRequest("GET", v.server.URL+"/ask/start?kind=exercise&day=2026-11-01&territory=JPN&state=USA&role=sending&state=Japan&role=host&title=An+exercise", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := v.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	at, err := url.Parse(res.Header.Get("Location"))
	if err != nil || at.Path != "/ask/question" {
		t.Fatalf("begun at %s, %v", at, err)
	}
	_, body := v.get(at.String())
	if !strings.Contains(body, "Asked because it decides") || !strings.Contains(body, "I do not know yet") {
		t.Errorf("no question with its reason: %s", body)
	}
	if status, body := v.get(at.String() + "&fact=consent.given"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "There is a problem") {
		t.Errorf("an empty answer: %d", status)
	}
	m := at.Query().Get("m")
	if status, body := v.get("/ask/finding?m=" + m); status != 200 || !strings.Contains(body, "Put it on record") {
		t.Errorf("the finding: %d", status)
	}
	if status, body := v.get("/ask/memorandum.pdf?to=File&marking=SECRET&m=" + m); status != 200 || !strings.HasPrefix(body, "%PDF-") {
		t.Errorf("the memorandum of what is asked: %d", status)
	}
	if status, body := v.get("/ask/memorandum.pdf?marking=PRIVATE&m=" + m); status != http.StatusBadRequest || strings.HasPrefix(body, "%PDF-") {
		t.Errorf("with a marking that is none: %d", status)
	}
	status, _ := v.post("/ask/give", url.Values{"csrf": {v.csrf()}, "m": {m}})
	all, err := h.app.Opinions.All(context.Background(), time.Time{})
	if err != nil || status != http.StatusSeeOther || len(all) != 1 {
		t.Fatalf("given: %d, %d on record, %v", status, len(all), err)
	}
	path := "/findings/" + all[0].ID
	if status, _ := v.post(path+"/sign", url.Values{"csrf": {v.csrf()}}); status != http.StatusForbidden {
		t.Errorf("signed by who drafted it: %d", status)
	}
	if status, body := v.get(path); status != 200 || !strings.Contains(body, "the same, to the byte") {
		t.Errorf("asked again as known then: %d %s", status, body)
	}
	if status, body := v.get(path + ".pdf?to=File"); status != 200 || !strings.HasPrefix(body, "%PDF-") {
		t.Errorf("the memorandum of what is on record: %d", status)
	}
	if status, _ := v.get("/findings/F-NONE.pdf"); status != http.StatusNotFound {
		t.Errorf("the memorandum of a finding that is not there: %d", status)
	}
	a := h.as(access.Approver)
	if status, _ := a.post(path+"/sign", url.Values{"csrf": {a.csrf()}}); status != http.StatusSeeOther {
		t.Errorf("signed by an approver: %d", status)
	}
	for _, wrong := range []string{"/ask/question?m=!!", "/ask/question?m=AAAA", "/ask/start?kind=nonsense", "/ask/start?kind=exercise&state=Atlantis&role=host", "/relations?states=Atlantis,FIN", "/?on=2026-02-30"} {
		if status, _ := v.get(wrong); status < 400 || status >= 500 {
			t.Errorf("%s: %d", wrong, status)
		}
	}
}

// The agreement's page leads to the certified copy of its final text; a draft has none.
func TestCertifiedCopy(t *testing.T) {
	h := opened(t)
	hashes := map[string]string{}
	for _, version := range []string{"draft-1", "final"} {
		k, err := h.app.Register.AddText(context.Background(), "test", register.Text{Instrument: "FIN-JPN-1", Part: "text", Version: version, Language: "en", Authentic: true, Name: "a.txt"}, []byte("Article 1\n\nOf "+version), "")
		if err != nil {
			t.Fatal(err)
		}
		hashes[version] = k.Hash
	}
	v := h.as(access.LegalAdviser)
	_, body := v.get("/register/FIN-JPN-1")
	path := "/register/FIN-JPN-1/copy/" + hashes["final"]
	if !strings.Contains(body, path) || strings.Contains(body, "/copy/"+hashes["draft-1"]) {
		t.Error("the page does not lead to the copy of the final text alone")
	}
	if status, body := v.get(path); status != 200 || !strings.HasPrefix(body, "%PDF-") {
		t.Errorf("the copy: %d", status)
	}
	if status, _ := v.get("/register/FIN-JPN-1/copy/" + hashes["draft-1"]); status != http.StatusNotFound {
		t.Errorf("the copy of a draft: %d", status)
	}
}

// What is superseded is still shown as it was known.
func TestKnownAsOf(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	if status, body := v.get("/register/FIN-JPN-1?known=2020-01-01"); status != http.StatusBadRequest || strings.Contains(body, "an example") {
		t.Errorf("before it was known: %d %s", status, body)
	}
	if err := h.app.Register.Record(context.Background(), "x", "FIN-JPN-1", treaty.Act{State: "FIN", Act: treaty.Withdrew, On: ent.NewDate(2025, 1, 1)}); err != nil {
		t.Fatal(err)
	}
	if _, body := v.get("/relations?states=FIN,JPN&filter=example&on=2026-06-01&known="); !strings.Contains(body, "an example") {
		t.Error("the instrument is not among the relations")
	}
}

// The one box finds a norm with its words set apart, and says what is wrong with a query.
func TestSearch(t *testing.T) {
	v := opened(t).as(access.LegalAdviser)
	if status, body := v.get("/search?q=custody+accused"); status != 200 || !strings.Contains(body, "<mark>") || !strings.Contains(body, "/corpus/norms/SOFA-7-5") {
		t.Errorf("%d %s", status, body)
	}
	if status, body := v.get("/search?q=party:Atlantis"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "There is a problem") {
		t.Errorf("%d", status)
	}
	if status, body := v.get("/search?q=%3Cscript%3E"); status >= 500 || strings.Contains(body, "<script>") && !strings.Contains(body, `<script type="module"`) {
		t.Errorf("%d", status)
	}
}

// The register is narrowed by words whatever their case, by party, kind and source.
func TestRegisterFilters(t *testing.T) {
	v := opened(t).as(access.LegalAdviser)
	for query, want := range map[string]string{"words=nORTH+aTLANTIC+treaty": "/register/NAT\"", "words=an+EXAMPLE&source=own": "/register/FIN-JPN-1\"", "party=Japan&kind=treaty&source=own": "/register/FIN-JPN-1\""} {
		if status, body := v.get("/register?" + query); status != 200 || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %s", query, status, want)
		}
	}
	for _, query := range []string{"words=atlantic+xyz", "words=atlantic&source=own", "party=FIN&source=own&kind=custom"} {
		if status, body := v.get("/register?" + query); status != 200 || strings.Contains(body, "/register/NAT\"") || strings.Contains(body, "/register/FIN-JPN-1\"") {
			t.Errorf("%s: %d", query, status)
		}
	}
	if _, body := v.get("/register?as=csv&source=own"); body != "id,title,kind,adopted,in_force\nFIN-JPN-1,an example,treaty,,2024-03-01\n" {
		t.Errorf("as CSV: %q", body)
	}
}

// A step of a treaty's making is taken in the browser; one that lacks something is told what.
func TestTakeStep(t *testing.T) {
	v := opened(t).as(access.Approver)
	path := "/register/FIN-JPN-1/making/"
	csrf := v.csrf()
	if status, body := v.post(path+"initialled", url.Values{"csrf": {csrf}, "on": {"2026-03-01"}, "version": {"draft-1"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "There is a problem") {
		t.Errorf("initialled without a mandate: %d", status)
	}
	if status, body := v.post(path+"mandate", url.Values{"csrf": {csrf}, "on": {"2026-13-01"}, "text": {"kept as typed"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "kept as typed") {
		t.Errorf("a day that is none: %d", status)
	}
	if status, _ := v.post(path+"mandate", url.Values{"csrf": {csrf}, "on": {"2026-01-12"}, "text": {"decision 3/2026"}}); status != http.StatusSeeOther {
		t.Errorf("mandate: %d", status)
	}
	if _, body := v.get("/register/FIN-JPN-1/making"); !strings.Contains(body, "decision 3/2026") {
		t.Error("the step is not on the page")
	}
	if status, _ := v.get(path + "nonsense"); status != http.StatusNotFound {
		t.Errorf("no such step: %d", status)
	}
}

// A legal adviser looks at what an act would do, puts it on record, corrects it, and takes it
// back; what is wrong is told beside its field, and changes nothing.
func TestActs(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	count := func() int {
		all, err := h.app.Register.Acts(context.Background(), "FIN-JPN-1", time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		return len(all)
	}
	before := count()
	form := func(more ...string) url.Values {
		f := url.Values{"csrf": {v.csrf()}, "state": {"Sweden"}, "act": {"acceded"}, "on": {"2026-11-01"}, "source": {"note of 1 November"}, "confidence": {"verified"}, "do": {"put"}}
		for i := 0; i+1 < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return f
	}
	for field, bad := range map[string]string{"state": "Atlantis", "act": "sneezed", "on": "2026-02-30", "source": "", "toward": "FIN, Narnia", "effective": "soon"} {
		status, body := v.post("/register/FIN-JPN-1/acts", form(field, bad))
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, `<a href="#`+field+`">`) || !strings.Contains(body, "note of 1 November") && field != "source" {
			t.Errorf("%s %q: %d", field, bad, status)
		}
	}
	status, body := v.post("/register/FIN-JPN-1/acts", form("do", "look"))
	if status != http.StatusOK || !strings.Contains(body, "What it does") || !strings.Contains(body, "1 November 2026") {
		t.Errorf("looked at: %d", status)
	}
	if n := count(); n != before {
		t.Fatalf("%d acts after looking, %d before", n, before)
	}
	if status, _ := v.post("/register/FIN-JPN-1/acts", form()); status != http.StatusSeeOther || count() != before+1 {
		t.Fatalf("put on record: %d", status)
	}
	at := "/register/FIN-JPN-1/acts/correct?act=" + url.QueryEscape("FIN-JPN-1/SWE/acceded/2026-11-01")
	if status, body := v.get(at); status != http.StatusOK || !strings.Contains(body, `value="2026-11-01"`) {
		t.Errorf("to be corrected: %d", status)
	}
	if status, _ := v.post(at, url.Values{"csrf": {v.csrf()}, "on": {"2026-11-02"}, "do": {"correct"}}); status != http.StatusUnprocessableEntity {
		t.Errorf("without a reason: %d", status)
	}
	if status, _ := v.post(at, url.Values{"csrf": {v.csrf()}, "on": {"2026-11-02"}, "reason": {"the note was of the second"}, "do": {"correct"}}); status != http.StatusSeeOther {
		t.Errorf("corrected: %d", status)
	}
	if _, body := v.get("/register/FIN-JPN-1"); !strings.Contains(body, "2026-11-02") {
		t.Error("the page shows the old day")
	}
	if status, _ := v.post(at, url.Values{"csrf": {v.csrf()}, "reason": {"it was a draft"}, "do": {"withdraw"}}); status != http.StatusSeeOther || count() != before {
		t.Errorf("taken back: %d", status)
	}
	// what happened about an instrument of the shipped law since it was made
	if status, _ := v.post("/register/NATO-SOFA/acts", url.Values{"csrf": {v.csrf()}, "state": {"FIN"}, "act": {"withdrew"}, "on": {"2026-11-02"}, "effective": {"2027-11-02"}, "source": {"notification of the depositary"}, "confidence": {"verified"}, "do": {"put"}}); status != http.StatusSeeOther {
		t.Errorf("of what the program ships: %d", status)
	}
	if _, body := v.get("/register/NATO-SOFA?on=2027-12-01"); !strings.Contains(body, "2026-11-02") {
		t.Error("the page of a shipped instrument does not show the act")
	}
}
