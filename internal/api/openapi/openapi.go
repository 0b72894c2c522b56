// Package openapi is the document that describes the API, where it says more than the types of
// what is sent and answered do: the whole, the names of schemas, examples, and the problems that
// every call can answer with.
package openapi

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/problem"
)

// Config is what the OpenAPI document says of the API as a whole.
func Config(version string) huma.Config {
	c := huma.DefaultConfig("Entente", version)
	c.Info.Description = "The law of international security cooperation: who is bound, may we, who has jurisdiction, what must be reported; and the institution's record."
	c.Info.License = &huma.License{Name: "Apache-2.0", URL: "https://www.apache.org/licenses/LICENSE-2.0"}
	c.CreateHooks = nil                                   // no $schema beside what was asked for
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", "" // see Publish
	c.Servers = []*huma.Server{{URL: "/", Description: "where this description was read"}}
	c.Components = &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", name),
		SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "entente token create NAME --role ROLE"}}}
	c.Security = []map[string][]string{{"token": {}}}
	c.Tags = []*huma.Tag{{Name: "law", Description: "Questions to the law engine"}, {Name: "instruments", Description: "Instruments of the shipped law and of the register, their acts and texts"},
		{Name: "norms", Description: "Norms with their sources"}, {Name: "duties", Description: "What must be done, and the days ahead"},
		{Name: "findings", Description: "Findings on record"}, {Name: "activities", Description: "What partners do together, and whether it is ready"}, {Name: "documents", Description: "What texts say, and what people made of it"},
		{Name: "search", Description: "One box over law and record"}, {Name: "log", Description: "The log of the record"}}
	return c
}

// name names the schema of a type: two packages may have types of one name.
func name(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t {
	case reflect.TypeFor[huma.ErrorModel]():
		return "Problem"
	case reflect.TypeFor[huma.ErrorDetail]():
		return "FieldProblem"
	}
	n := huma.DefaultSchemaNamer(t, hint)
	pkg := path.Base(t.PkgPath())
	if t.Name() == "" || strings.HasSuffix(path.Dir(t.PkgPath()), "internal/api") || pkg == "api" || pkg == "." || strings.EqualFold(n, pkg) {
		return n
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + n
}

// Complete adds to the document what the types do not tell: an example of every call, and
// that addresses of problems are given relative to this server.
func Complete(d *huma.OpenAPI, examples []byte, root string) {
	for _, p := range []string{"type", "instance"} {
		s := d.Components.Schemas.Map()["Problem"].Properties[p]
		s.Format, s.Examples, s.Default = "uri-reference", nil, nil
	}
	var all map[string]struct{ Request, Answer any }
	if err := json.Unmarshal(examples, &all); err != nil {
		panic(err) // the program's own file
	}
	problems(d, root)
	used := map[string]bool{}
	for _, item := range d.Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put} {
			if op != nil {
				exemplify(op, all[op.OperationID].Request, all[op.OperationID].Answer)
				for status := range op.Responses {
					used[responseName(status)] = true
				}
			}
		}
	}
	maps.DeleteFunc(d.Components.Responses, func(name string, _ *huma.Response) bool { return !used[name] })
}

func exemplify(op *huma.Operation, request, answer any) {
	if op.RequestBody != nil && request != nil {
		for _, c := range op.RequestBody.Content {
			c.Example = request
		}
	}
	for status, r := range op.Responses {
		if status[0] >= '4' {
			op.Responses[status] = &huma.Response{Ref: "#/components/responses/" + responseName(status)}
			continue
		}
		for _, c := range r.Content {
			if answer != nil {
				c.Example = answer
			}
		}
	}
}

// Publish serves the document below an address, in OpenAPI 3.1 as JSON and YAML, and in 3.0.3
// for tools that know no more. What cannot be printed is told to failed, which answers.
func Publish(mux *http.ServeMux, root string, d *huma.OpenAPI, failed func(w http.ResponseWriter, r *http.Request, form string, err error)) {
	for _, form := range []struct {
		name, media string
		print       func() ([]byte, error)
	}{{"openapi.json", "application/openapi+json", d.MarshalJSON}, {"openapi.yaml", "application/openapi+yaml", d.YAML}, {"openapi-3.0.json", "application/openapi+json", d.Downgrade}} {
		text := sync.OnceValues(form.print)
		mux.HandleFunc("GET "+root+"/"+form.name, func(w http.ResponseWriter, r *http.Request) {
			b, err := text()
			if err != nil {
				failed(w, r, form.name, err)
				return
			}
			sum := sha256.Sum256(b)
			w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
			w.Header().Set("Content-Type", form.media)
			http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(b))
		})
	}
}

// problems are the answers that tell what is wrong, shared by every operation.
func problems(d *huma.OpenAPI, root string) {
	d.Components.Responses = map[string]*huma.Response{}
	for i := range problem.All {
		s := &problem.All[i]
		p := &huma.ErrorModel{Status: s.Status, Detail: s.Text, Instance: "#5f3a9c0b12de"}
		Dress(root, p, root)
		d.Components.Responses[responseName(strconv.Itoa(s.Status))] = &huma.Response{Description: s.Title + ". " + s.Text,
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}, Example: p}}}
	}
}

// responseName names the answer of a status that is no success.
func responseName(status string) string {
	n, _ := strconv.Atoi(status) // a status of the document
	return strings.ReplaceAll(http.StatusText(n), " ", "")
}

// Occurrence names one problem among all.
func Occurrence() string {
	b := make([]byte, 6)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// maxEcho is how much of a value that is wrong is told again.
const maxEcho = 200

// Dress completes a problem: its type, its title, and where it came up. What was sent is not
// sent back at length.
func Dress(root string, p *huma.ErrorModel, path string) {
	s := problem.Of(p.Status)
	p.Type, p.Title = root+"/problems/"+s.Name, s.Title
	if !strings.HasPrefix(p.Instance, "#") {
		p.Instance = "#" + Occurrence()
	}
	p.Instance = path + p.Instance
	for _, d := range p.Errors {
		if t, ok := d.Value.(string); ok && len(t) > maxEcho {
			d.Value = t[:maxEcho] + "…"
		}
	}
}
