package web_test

import (
	"encoding/csv"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"entente/internal/access"
)

// has asks that a page holds some texts and not others.
func (v *visitor) has(path string, want []string, not ...string) string {
	v.Helper()
	status, body := v.get(path)
	if status != http.StatusOK {
		v.Errorf("%s: %d", path, status)
	}
	for _, w := range want {
		if !strings.Contains(body, w) {
			v.Errorf("%s does not say %q", path, w)
		}
	}
	for _, n := range not {
		if strings.Contains(body, n) {
			v.Errorf("%s says %q", path, n)
		}
	}
	return body
}

var next = regexp.MustCompile(`rel="next" href="([^"]+)"`)

// Filters are kept from page to page, can be left out one by one, and go into the table.
func TestSearchFiltersAreKept(t *testing.T) {
	v := opened(t).as(access.LegalAdviser)
	first := v.has("/search?q=notify+OR+notice&kind=provision&party=Norway&force=2024-06-01", []string{"What <strong>article</strong>", "Party <strong>Norway</strong>", `value="Norway"`, `<option value="provision" selected>`,
		`value="2024-06-01"`, "<mark>", "of what is in force on 1 June 2024", "in force</span>", `id="results"`, "1 to 20 shown"}, "Nothing found")
	m := next.FindStringSubmatch(first)
	if m == nil {
		t.Fatal("no second page")
	}
	v.has(html.UnescapeString(m[1]), []string{"21 to", "What <strong>article</strong>", `rel="prev"`, `start="21"`})
	v.has("/search?q=notify&kind=provision", []string{`href="/search?q=notify"`}) // the filter left out
	v.has("/search?kind=norm&clause=", []string{"found", "What <strong>norm</strong>"})
	status, body := v.get("/search?q=notify+OR+notice&kind=provision&party=Norway&force=2024-06-01&from=20&as=csv")
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if status != 200 || err != nil || len(rows) < 22 || rows[1][0] != "1" || rows[1][1] != "provision" || !strings.Contains(rows[1][8], "NOR") || rows[1][11] == "" {
		t.Errorf("the table: %d, %v, %d rows, %v", status, err, len(rows), rows[:min(2, len(rows))])
	}
}

// A word that stands nowhere is answered by those that may have been meant; nothing of what
// is typed becomes part of the page.
func TestSearchEmptyAndWrong(t *testing.T) {
	v := opened(t).as(access.LegalAdviser)
	v.has("/search", []string{"How to search", "custody accused", `role="search"`}, "found")
	v.has("/search?q=custoddy+of+the+accused&kind=norm", []string{"Nothing found", `href="/search?kind=norm&amp;q=custody&#43;of&#43;the&#43;accused"`, "Leave a filter out"})
	v.has("/search?q="+url.QueryEscape(`custody "><script>alert(1)</script>" ><script>alert(1)`), []string{"&lt;script&gt;"}, "<script>alert")
	for path, field := range map[string]string{"/search?q=" + url.QueryEscape(`"custody`): "query", "/search?q=custody&party=Finlan": "party", "/search?q=custody&force=yesterday": "force", "/search?q=kind:provison": "query",
		"/search?kind=" + url.QueryEscape(`x" OR "y`): "kind"} {
		if status, body := v.get(path); status != http.StatusUnprocessableEntity || !strings.Contains(body, `<a href="#`+field+`">`) {
			t.Errorf("%s: %d, nothing is told of %s", path, status, field)
		}
	}
	v.has("/search?q=custody&from=-5&class=SECRET", []string{"Nothing found"})
	v.has("/search?q=custody&from=99999999", []string{"found"})
}
