package api_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"entente/internal/access"
)

// tool runs a program that make deps installs with npm.
func tool(t *testing.T, dir, name string, args ...string) error {
	t.Helper()
	tools, err := filepath.Abs("../../testtools/openapi")
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(tools, "node_modules", ".bin", name)
	if _, err := os.Stat(bin); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed: make deps", name)
		}
		t.Skipf("%s is not installed: make deps", name)
	}
	cmd := exec.CommandContext(t.Context(), bin, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true", "NO_COLOR=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// described writes the description that the server gives of its API into a folder.
func (h *house) described(dir string) string {
	h.Helper()
	a := h.must(h.ask(access.Nobody, "GET", "/openapi.json", ""), 200, nil)
	file := filepath.Join(dir, "openapi.json")
	if err := os.WriteFile(file, a.body, 0o600); err != nil {
		h.Fatal(err)
	}
	return file
}

// lint runs the linter over a description and returns what it found, nothing when it passes.
func lint(t *testing.T, file string) error {
	config, err := filepath.Abs("../../testtools/openapi/redocly.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return tool(t, filepath.Dir(file), "redocly", "lint", "--format=stylish", "--max-problems=400", "--config", config, file)
}

// The description of the API passes the linter's strict rules, and the linter is one that
// can refuse: without a summary, or with an example that does not fit, it does.
func TestDescription(t *testing.T) {
	h := opened(t)
	file := h.described(t.TempDir())
	if err := lint(t, file); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range [][2]string{{`"summary":"Put a duty on record, with a fixed day or a clock",`, ``}, {`"text":"register it"`, `"text":12`}} {
		if !bytes.Contains(text, []byte(c[0])) {
			t.Fatalf("the description has no %s", c[0])
		}
		if err := os.WriteFile(file, bytes.ReplaceAll(text, []byte(c[0]), []byte(c[1])), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := lint(t, file); err == nil {
			t.Errorf("%q in place of %q passes the linter", c[1], c[0])
		}
	}
}

// operations calls f for every operation of the description.
func (h *house) operations(f func(method, path string, op *operation)) {
	for path, item := range h.api.OpenAPI().Paths {
		for method, op := range map[string]*operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
			if op != nil {
				f(method, path, op)
			}
		}
	}
}

// Every operation has a summary, an id, the errors that it can answer with as problems, and
// examples of what is sent and answered.
func TestOperationsAreDescribed(t *testing.T) {
	h := opened(t)
	h.operations(func(method, path string, op *operation) {
		if op.Summary == "" || op.OperationID == "" || len(op.Tags) != 1 {
			t.Errorf("%s %s: %q %q %v", method, path, op.OperationID, op.Summary, op.Tags)
		}
		ok := false
		for status, r := range op.Responses {
			switch {
			case status[0] == '2':
				ok = true
				for media, c := range r.Content {
					if c.Example == nil && c.Schema.Format != "binary" {
						t.Errorf("%s: no example of its answer in %s", op.OperationID, media)
					}
				}
			case status[0] >= '4' && h.api.OpenAPI().Components.Responses[strings.TrimPrefix(r.Ref, "#/components/responses/")].Content["application/problem+json"].Example == nil:
				t.Errorf("%s: %s is no problem", op.OperationID, status)
			}
		}
		if !ok || op.Responses["401"] == nil || op.Responses["403"] == nil || op.Responses["500"] == nil {
			t.Errorf("%s: answers %v", op.OperationID, reflect.ValueOf(op.Responses).MapKeys())
		}
		if op.RequestBody != nil {
			for media, c := range op.RequestBody.Content {
				if c.Example == nil && c.Schema.Format != "binary" {
					t.Errorf("%s: no example of a body in %s", op.OperationID, media)
				}
			}
		}
		for _, p := range op.Parameters {
			if p.Required && p.Example == nil && (p.Schema == nil || len(p.Schema.Examples) == 0) {
				t.Errorf("%s: no example of %s", op.OperationID, p.Name)
			}
		}
	})
}

// A client generated from the description asks, assesses, puts a duty on record once however
// often it says so, and pages through all instruments.
func TestGeneratedClient(t *testing.T) {
	h := opened(t)
	dir := t.TempDir()
	h.described(dir)
	tools, err := filepath.Abs("../../testtools/openapi")
	if err != nil {
		t.Fatal(err)
	}
	source, err := os.ReadFile(filepath.Join(tools, "client.ts"))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "client.mts"), source, 0o600)
	}
	if err == nil {
		err = os.Symlink(filepath.Join(tools, "node_modules"), filepath.Join(dir, "node_modules"))
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range [][]string{{"openapi-typescript", "openapi.json", "--output", "schema.d.ts"},
		{"tsc", "--strict", "--skipLibCheck", "--target", "es2022", "--lib", "es2023,dom", "--module", "esnext", "--moduleResolution", "bundler", "client.mts"}} {
		if err := tool(t, dir, step[0], step[1:]...); err != nil {
			t.Fatal(err)
		}
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), node, "client.mjs", h.server.URL, h.tokens[access.LegalAdviser])
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	all := len(h.app.Shipped().Treaties.IDs())
	want := fmt.Sprintf(`{"status":"party","since":"2011-09-01","outcome":"permitted","norms":%s,"once":true,"duties":1,"refused":422,"instruments":%d,"distinct":%[2]d}`, `\d\d+`, all)
	if !regexp.MustCompile("^" + want + "\n$").Match(out) {
		t.Errorf("the client found %swant %s", out, want)
	}
}

var update = flag.Bool("update", false, "write the examples anew")

// example is what was sent to an operation and what it answered.
type example struct {
	Request any `json:"request,omitempty"`
	Answer  any `json:"answer,omitempty"`
}

// The examples in the description are what the server takes and answers: every operation
// was called as in its example, and answers with the same names now. -update writes them.
func TestExamples(t *testing.T) {
	h := opened(t)
	h.seen = map[string]example{}
	h.asksTheLaw()
	h.keepsARecord()
	h.givesFindings()
	h.cooperates()
	h.trains()
	h.must(h.ask(access.LegalAdviser, "GET", "/search?q=custody+accused&limit=2", ""), 200, nil)
	h.must(h.ask(access.LegalAdviser, "GET", "/log/entries?limit=2", ""), 200, nil)
	const file = "examples.json"
	if *update {
		b, err := json.MarshalIndent(h.seen, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept map[string]example
	if err := json.Unmarshal(text, &kept); err != nil {
		t.Fatal(err)
	}
	h.operations(func(_, _ string, op *operation) {
		now, ok := h.seen[op.OperationID]
		if !ok {
			t.Errorf("%s was not called", op.OperationID)
		}
		if is, was := names(now.Answer), names(kept[op.OperationID].Answer); !slices.Equal(is, was) {
			t.Errorf("%s answers with %v, its example has %v; go test ./internal/api -run TestExamples -update", op.OperationID, is, was)
		}
	})
}

// names are those of an answer's fields.
func names(v any) []string {
	var out []string
	m, _ := v.(map[string]any)
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// see keeps what was sent and answered as an example of the operation.
func (h *house) see(method, path, body string, a *answer) {
	if h.seen == nil || a.status >= 300 {
		return
	}
	path, _, _ = strings.Cut(path, "?")
	h.operations(func(m, template string, op *operation) {
		form := regexp.MustCompile("^" + regexp.MustCompile(`\{[^}]*\}`).ReplaceAllString(template, "[^/]+") + "$")
		if m != method || !form.MatchString("/api/v1"+path) {
			return
		}
		var e example
		if len(body) > 0 && op.RequestBody != nil && op.RequestBody.Content["application/octet-stream"] == nil && json.Unmarshal([]byte(body), &e.Request) != nil {
			return // the same in YAML
		}
		switch kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); kind {
		case "application/json":
			if err := json.Unmarshal(a.body, &e.Answer); err != nil {
				h.Fatal(err)
			}
		case "text/plain":
			e.Answer = string(a.body)
		}
		e.Answer = brief(e.Answer, 0)
		if _, ok := h.seen[op.OperationID]; !ok || len(names(e.Answer)) > 0 {
			h.seen[op.OperationID] = e
		}
	})
}

// brief shortens the lists of an example.
func brief(v any, depth int) any {
	switch v := v.(type) {
	case []any:
		n := 2
		if depth > 3 {
			n = 1
		}
		if depth > 9 {
			n = 0
		}
		v = v[:min(n, len(v))]
		for i := range v {
			v[i] = brief(v[i], depth+1)
		}
		return v
	case map[string]any:
		for k := range v {
			v[k] = brief(v[k], depth+1)
		}
	}
	return v
}
