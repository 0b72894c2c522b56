package web_test

import (
	"bytes"
	"context"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/register"
)

// send posts a form with a file.
func (v *visitor) send(path string, form map[string]string, name string, text []byte) (int, string) {
	v.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for k, x := range form {
		if err := w.WriteField(k, x); err != nil {
			v.Fatal(err)
		}
	}
	if name != "" {
		f, err := w.CreateFormFile("file", name)
		if err != nil {
			v.Fatal(err)
		}
		f.Write(text)
	}
	w.Close()
	r, err := http.NewRequest("POST", v.server.URL+path, &b)
	if err != nil {
		v.Fatal(err)
	}
	r.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(r)
}

// A legal adviser adds the text of an agreement, sees what it says, accepts two of its
// sentences, and finds one in a finding and the other in the calendar.
func TestDocumentToDuty(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	text, err := os.ReadFile("../review/testdata/agreement.md")
	if err != nil {
		t.Fatal(err)
	}
	csrf := v.csrf()
	if status, body := v.send("/documents", map[string]string{"csrf": csrf, "do": "read"}, "agreement.md", text); status != 200 || !strings.Contains(body, "Only read; nothing was kept") || !strings.Contains(body, "ACSA") {
		t.Errorf("only read: %d", status)
	}
	if status, body := v.send("/documents", map[string]string{"csrf": csrf, "do": "keep", "title": "kept as typed"}, "agreement.md", text); status != http.StatusUnprocessableEntity || !strings.Contains(body, "such as FIN-JPN-ACSA-2024") || !strings.Contains(body, "kept as typed") {
		t.Errorf("without an id: %d", status)
	}
	if status, _ := v.send("/documents", map[string]string{"csrf": csrf, "do": "keep", "id": "fin-jpn-acsa", "in_force": "2024-03-01"}, "agreement.md", text); status != http.StatusSeeOther {
		t.Fatalf("kept: %d", status)
	}
	status, body := v.get("/documents/FIN-JPN-ACSA")
	for _, want := range []string{"5 of 5 sentences are open", "FUND-COST", "The receiving Party shall pay", "Doubt how, and by whom", "sha256:"} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("the page has no %q (%d)", want, status)
		}
	}
	if status, body := v.get("/documents/FIN-JPN-ACSA/akn.xml"); status != 200 || !strings.Contains(body, "akomaNtoso") {
		t.Errorf("Akoma Ntoso: %d", status)
	}
	if status, body := v.get("/documents/FIN-JPN-ACSA/like?article=6"); status != 200 || !strings.Contains(body, "as the library words it") {
		t.Errorf("worded alike: %d", status)
	}
	if _, body := v.get("/documents/FIN-JPN-ACSA/proposals/2"); !strings.Contains(body, `value="logistics" checked`) || !strings.Contains(body, `value="recipient" checked`) {
		t.Error("the form suggests nothing")
	}
	if _, body := v.get("/search?q=clause%3AFUND-COST+invoice"); !strings.Contains(body, "/documents/FIN-JPN-ACSA?text=FIN-JPN-ACSA%2Ftext%2F") || !strings.Contains(body, "#a-en-4") {
		t.Error("the article is not found by its clause and words")
	}
	pay := url.Values{"csrf": {csrf}, "do": {"accept"}, "kind": {"logistics"}, "bearer": {"recipient"}, "between": {"supplier", "recipient"}, "due": {"day + 60 days"}, "modality": {"obligation"}}
	if status, _ := v.post("/documents/FIN-JPN-ACSA/proposals/2", pay); status != http.StatusSeeOther {
		t.Errorf("accepted: %d", status)
	}
	report := url.Values{"csrf": {csrf}, "do": {"accept"}, "norm": {"no"}, "track": {"yes"}, "state": {"FIN"}, "start": {"2026-12-31"}, "term": {"30 days"}, "owner": {"logistics"}}
	if status, _ := v.post("/documents/FIN-JPN-ACSA/proposals/4", report); status != http.StatusSeeOther {
		t.Errorf("accepted for the list: %d", status)
	}
	if _, body := v.get("/calendar"); !strings.Contains(body, "exchange a report") || !strings.Contains(body, "30 January 2027") {
		t.Error("the calendar does not have the duty")
	}
	if _, body := v.get("/ask/start?kind=logistics&day=2024-06-01&state=FIN&role=supplier&state=JPN&role=recipient&title=fuel"); strings.Contains(body, "There is a problem") {
		t.Error("the matter cannot be asked")
	}
	if status, body := v.get("/corpus/norms/FIN-JPN-ACSA-4-1"); status != 200 || !strings.Contains(body, "pay for the supplies") {
		t.Errorf("the norm: %d", status)
	}
	if status, body := v.post("/documents/FIN-JPN-ACSA/proposals/5", url.Values{"csrf": {csrf}, "do": {"reject"}}); status != http.StatusUnprocessableEntity || !strings.Contains(body, "say why") {
		t.Errorf("rejected without a reason: %d", status)
	}
	if status, _ := v.post("/documents/FIN-JPN-ACSA/proposals/2", url.Values{"csrf": {csrf}, "do": {"undo"}, "why": {"read too quickly"}}); status != http.StatusSeeOther {
		t.Errorf("taken back: %d", status)
	}
	if status, _ := v.get("/corpus/norms/FIN-JPN-ACSA-4-1"); status != http.StatusNotFound {
		t.Errorf("the norm that was taken back: %d", status)
	}
}

// What cannot be read is refused beside the field, and nothing is kept.
func TestBadUploads(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	before, err := h.app.Store.Size(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	csrf := v.csrf()
	for name, c := range map[string]struct {
		file   string
		text   []byte
		status int
		want   string
	}{
		"no file":    {"", nil, 422, "Choose the file"},
		"empty":      {"a.md", nil, 422, "empty"},
		"no pdf":     {"a.pdf", []byte("\x89PNG\r\n\x1a\n not a document"), 422, "There is a problem"},
		"too large":  {"a.txt", bytes.Repeat([]byte("x"), 17<<20), 422, "larger than 16 MB"},
		"much more":  {"a.txt", bytes.Repeat([]byte("x"), 24<<20), 400, "larger than"},
		"climbs out": {"../../etc/passwd", []byte("Article 1\n\nThe Parties shall consult.\n"), 422, "parties"},
	} {
		status, body := v.send("/documents", map[string]string{"csrf": csrf, "do": "keep", "id": "X-1", "title": "t"}, c.file, c.text)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d, without %q", name, status, c.want)
		}
	}
	if after, err := h.app.Store.Size(context.Background()); err != nil || after != before {
		t.Errorf("%d entries before, %d after: %v", before, after, err)
	}
	if _, err := h.app.Register.Instrument(context.Background(), ent.InstrumentID("X-1"), time.Time{}); err == nil {
		t.Error("X-1 is on record")
	}
}

// Two versions of a text stand beside one another with what changed.
func TestCompareVersions(t *testing.T) {
	h := opened(t)
	v := h.as(access.LegalAdviser)
	text, err := os.ReadFile("../review/testdata/agreement.md")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	query := "/compare?only=changes"
	for i, b := range []string{string(text), strings.Replace(string(text), "within 60 days", "within 45 days", 1)} {
		k, err := h.app.Register.AddText(ctx, "test", register.Text{Instrument: "FIN-JPN-1", Part: "text", Version: fmt.Sprintf("draft-%d", i+1), Language: "en", Name: "draft.md"}, []byte(b), "")
		if err != nil {
			t.Fatal(err)
		}
		query += "&text=" + k.Hash
	}
	status, body := v.get(query)
	for _, want := range []string{"1 of 7 provisions differ", "<del>", "60", "45", "FUND-COST"} {
		if status != 200 || !strings.Contains(body, want) {
			t.Errorf("no %q (%d)", want, status)
		}
	}
	if status, body := v.get(query + "&as=csv"); status != 200 || !strings.Contains(body, "FIN-JPN-1 draft-2") {
		t.Errorf("as CSV: %d %s", status, body)
	}
	if status, body := v.get("/compare?text=sha256:x"); status != http.StatusUnprocessableEntity || !strings.Contains(body, "choose two to six") {
		t.Errorf("one text: %d", status)
	}
}

// Instruments are weighed by clauses and data, and what is typed wrong stands beside its field.
func TestWeigh(t *testing.T) {
	v := opened(t).as(access.Planner)
	if status, body := v.get("/compare/weigh?instrument=NAT&instrument=MCS-JP&w.scope=3"); status != 200 || !strings.Contains(body, "32 parties") || !strings.Contains(body, "of all weightings") {
		t.Errorf("%d", status)
	}
	for _, wrong := range []string{"instrument=NAT&instrument=MCS-JP&w.scope=x", "instrument=NAT", "instrument=NAT&instrument=X-9"} {
		if status, body := v.get("/compare/weigh?" + wrong); status != http.StatusUnprocessableEntity || !strings.Contains(body, "There is a problem") {
			t.Errorf("%s: %d", wrong, status)
		}
	}
}
