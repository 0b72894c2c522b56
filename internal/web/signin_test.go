package web_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	ent "entente"
	"entente/internal/access"
	"entente/internal/record"
)

const (
	goodPassword  = "seven calm otters negotiate"
	otherPassword = "nine brisk herons ratify"
)

// enter tries to sign in with a name and a password.
func (v *visitor) enter(name, password string) (int, string) {
	v.Helper()
	_, body := v.get("/sign-in")
	return v.post("/sign-in", url.Values{"csrf": {token.FindStringSubmatch(body)[1]}, "name": {name}, "password": {password}})
}

// whose is the name on the account's page, empty for nobody.
func (v *visitor) in() bool {
	status, _ := v.get("/account")
	return status == http.StatusOK
}

func (v *visitor) setPassword(present, chosen, repeated string) (int, string) {
	v.Helper()
	_, body := v.get("/account")
	return v.post("/account/password", url.Values{"csrf": {token.FindStringSubmatch(body)[1]}, "present": {present}, "new": {chosen}, "repeat": {repeated}})
}

// Somebody who came by a link chooses a password and comes in by it; a wrong one lets nobody
// in, and says no more than that.
func TestPassword(t *testing.T) {
	h := opened(t)
	v := h.as(access.Planner)
	for bad, says := range map[string]string{"short": "12 letters", "aaaaaaaaaaaaaaaaaaa": "too few letters", "planner.one planner.one": "tried first", "Password1234": "tried first"} {
		if status, body := v.setPassword("", bad, bad); status != http.StatusUnprocessableEntity || !strings.Contains(body, says) {
			t.Errorf("%q: %d", bad, status)
		}
	}
	if status, body := v.setPassword("", goodPassword, otherPassword); status != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#repeat"`) {
		t.Errorf("two that differ: %d", status)
	}
	if status, _ := v.setPassword("", goodPassword, goodPassword); status != http.StatusSeeOther {
		t.Fatalf("a good one: %d", status)
	}
	texts := map[string]bool{}
	for _, try := range []struct{ name, password string }{{"planner.one", "wrong"}, {"nobody.here", goodPassword}, {"administrator.one", goodPassword}, {"planner.one", ""}} {
		x := h.nobody()
		status, body := x.enter(try.name, try.password)
		if status != http.StatusUnprocessableEntity || x.in() {
			t.Errorf("%v: %d", try, status)
		}
		texts[body[strings.Index(body, "error-summary__list"):][:120]] = true
	}
	if len(texts) != 1 {
		t.Errorf("what is wrong is told: %v", texts)
	}
	x := h.nobody()
	if status, _ := x.enter("planner.one", goodPassword); status != http.StatusSeeOther || !x.in() {
		t.Errorf("the right one: %d", status)
	}
	vs, err := h.app.Store.Find(context.Background(), record.Query{Kind: access.KindCredential})
	if err != nil || len(vs) != 1 || strings.Contains(string(vs[0].Body), "argon2") || strings.Contains(string(vs[0].Body), goodPassword) {
		t.Errorf("on record: %v %v", vs, err)
	}
}

// A new password needs the present one and ends the other sessions.
func TestPasswordChanged(t *testing.T) {
	h := opened(t)
	v := h.as(access.Planner)
	v.setPassword("", goodPassword, goodPassword)
	other := h.nobody()
	other.enter("planner.one", goodPassword)
	if status, body := v.setPassword("guess", otherPassword, otherPassword); status != http.StatusUnprocessableEntity || !strings.Contains(body, "not your present password") {
		t.Errorf("without the present one: %d", status)
	}
	if !other.in() {
		t.Fatal("the other session is not there")
	}
	if status, _ := v.setPassword(goodPassword, otherPassword, otherPassword); status != http.StatusSeeOther {
		t.Fatalf("with it: %d", status)
	}
	if other.in() || !v.in() {
		t.Errorf("the other session %v, this one %v", other.in(), v.in())
	}
	if status, _ := h.nobody().enter("planner.one", goodPassword); status != http.StatusUnprocessableEntity {
		t.Errorf("the old one: %d", status)
	}
}

// Revoking ends sessions, and takes links, tokens and passwords away.
func TestRevoke(t *testing.T) {
	h := opened(t)
	ctx := context.Background()
	v := h.as(access.Planner)
	v.setPassword("", goodPassword, goodPassword)
	bearer, err := h.people.Token(ctx, "test", "planner.one")
	if err != nil {
		t.Fatal(err)
	}
	a := h.as(access.Administrator)
	if status, _ := a.post("/administration/people/planner.one/revoke", url.Values{"csrf": {a.csrf()}}); status != http.StatusSeeOther {
		t.Fatalf("%d", status)
	}
	if v.in() {
		t.Error("the session goes on")
	}
	if !a.in() {
		t.Error("so ended that of who revoked")
	}
	if status, _ := h.nobody().enter("planner.one", goodPassword); status != http.StatusUnprocessableEntity {
		t.Errorf("the password: %d", status)
	}
	if _, err := h.people.Bearer(ctx, bearer); err == nil {
		t.Error("the token is good")
	}
}

// Who guesses is made to wait, and does not keep others out.
func TestGuessing(t *testing.T) {
	h := opened(t)
	h.as(access.Planner).setPassword("", goodPassword, goodPassword)
	v := h.nobody()
	var last int
	for range 8 {
		last, _ = v.enter("planner.one", "guess")
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the eighth guess: %d", last)
	}
	if status, _ := h.nobody().enter("planner.one", goodPassword); status != http.StatusTooManyRequests {
		t.Errorf("the right one from there: %d", status)
	}
	h.as(access.LegalAdviser).setPassword("", goodPassword, goodPassword)
	if status, _ := h.nobody().enter("legal-adviser.one", goodPassword); status != http.StatusSeeOther {
		t.Errorf("somebody else from there: %d", status)
	}
}

// A form whose session ended is shown with what was typed, and can be sent after signing in
// again; what comes from another site is not.
func TestLostSession(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	form := url.Values{"csrf": {v.csrf()}, "text": {"report \"the\" <delay>"}, "due": {"2026-12-01"}}
	all := h.app.Store.Sessions()
	kept, err := all.AllCtx(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for id := range kept {
		if err := all.DeleteCtx(context.Background(), id); err != nil {
			t.Fatal(err)
		}
	}
	send := func(origin string) (int, string) {
		r, err := http.NewRequest("POST", h.server.URL+"/calendar/duties", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", origin)
		return v.do(r)
	}
	if status, body := send("https://elsewhere.example"); status != http.StatusForbidden || strings.Contains(body, "delay") {
		t.Errorf("from elsewhere: %d", status)
	}
	status, body := send(h.server.URL)
	if status != http.StatusForbidden || !strings.Contains(body, `name="text" value="report &#34;the&#34; &lt;delay&gt;"`) {
		t.Fatalf("%d %s", status, body)
	}
	link, err := h.people.Link(context.Background(), "test", "legal-adviser.one")
	if err != nil {
		t.Fatal(err)
	}
	form.Set("csrf", token.FindStringSubmatch(body)[1])
	_, page := v.get("/sign-in/" + link)
	v.post("/sign-in/"+link, url.Values{"csrf": {token.FindStringSubmatch(page)[1]}})
	if status, _ := send(h.server.URL); status != http.StatusSeeOther {
		t.Errorf("sent again: %d", status)
	}
	if items, err := h.app.Duties.List(context.Background(), 1); err != nil || len(items) != 1 {
		t.Errorf("%v, %v", items, err)
	}
}

// A form that is sent twice, at once or one after the other, is taken once; another one is
// another.
func TestSentTwice(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	form := url.Values{"csrf": {v.csrf()}, "text": {"report"}, "due": {"2026-12-01"}}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if status, _ := v.post("/calendar/duties", form); status != http.StatusSeeOther {
				t.Errorf("%d", status)
			}
		})
	}
	all.Wait()
	count := func() int {
		items, err := h.app.Duties.List(context.Background(), 1)
		if err != nil {
			t.Fatal(err)
		}
		return len(items)
	}
	if n := count(); n != 1 {
		t.Errorf("taken %d times", n)
	}
	form.Set("text", "another")
	v.post("/calendar/duties", form)
	form.Set("csrf", v.csrf())
	v.post("/calendar/duties", form)
	if n := count(); n != 3 {
		t.Errorf("%d with two others, each of its own form", n)
	}
	form.Set("mark", "NONSENSE")
	for range 2 {
		if status, _ := v.post("/calendar/duties", form); status != http.StatusUnprocessableEntity {
			t.Errorf("what cannot be taken, again: %d", status)
		}
	}
}

// A session outlasts the program: it is in the store, under a hash.
func TestSessionInStore(t *testing.T) {
	h := opened(t)
	v := h.as(access.Planner)
	kept, err := h.app.Store.Sessions().AllCtx(context.Background())
	if err != nil || len(kept) == 0 {
		t.Fatalf("%d sessions, %v", len(kept), err)
	}
	u, err := url.Parse(h.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range v.client.Jar.Cookies(u) {
		if _, there := kept[c.Value]; there {
			t.Error("the store has the token of a browser")
		}
	}
	if p, err := h.people.Find(context.Background(), ent.Actor("planner.one")); err != nil || p.Role != access.Planner || !v.in() {
		t.Errorf("%v %v", p, err)
	}
}
