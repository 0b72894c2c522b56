package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
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

	"entente/internal/api/form"
	"entente/internal/problem"
)

// description is what the OpenAPI document says of the API as a whole.
func (x *API) description() huma.Config {
	c := huma.DefaultConfig("Entente", x.Version)
	c.Info.Description = "The law of international security cooperation: who is bound, may we, who has jurisdiction, what must be reported; and the institution's record."
	c.Info.License = &huma.License{Name: "Apache-2.0", URL: "https://www.apache.org/licenses/LICENSE-2.0"}
	c.CreateHooks = nil // no $schema beside what was asked for
	c.Transformers = []huma.Transformer{tell}
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", "" // see publish
	c.Servers = []*huma.Server{{URL: "/", Description: "where this description was read"}}
	c.Components = &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", name),
		SecuritySchemes: map[string]*huma.SecurityScheme{"token": {Type: "http", Scheme: "bearer", Description: "entente token create NAME --role ROLE"}}}
	c.Security = []map[string][]string{{"token": {}}}
	c.Tags = []*huma.Tag{{Name: "law", Description: "Questions to the law engine"}, {Name: "instruments", Description: "Instruments of the shipped law and of the register, their acts and texts"},
		{Name: "norms", Description: "Norms with their sources"}, {Name: "duties", Description: "What must be done, and the days ahead"},
		{Name: "findings", Description: "Findings on record"}, {Name: "documents", Description: "What texts say, and what people made of it"},
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
	if t.Name() == "" || pkg == "api" || pkg == "." || strings.EqualFold(n, pkg) {
		return n
	}
	return strings.ToUpper(pkg[:1]) + pkg[1:] + n
}

// operation describes one call.
func operation(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: root + path, Tags: []string{tag}, Summary: summary,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusServiceUnavailable}}
}

// taking describes the body of a call that reads JSON or YAML in the form of the schema.
func taking(op huma.Operation, schema *huma.Schema) huma.Operation {
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}, "application/yaml": {Schema: schema}}}
	op.SkipValidateBody = true
	return op
}

// formed names the schema of a form in the document, and returns a reference to it.
func (x *API) formed(name, doc string, t reflect.Type, required ...string) *huma.Schema {
	all := x.huma.OpenAPI().Components.Schemas.Map()
	if all[name] == nil {
		s := form.Schema(t)
		s.Description, s.Required = doc, required
		all[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}

// register registers a call. The body that the operation describes stands, whatever huma
// makes of a raw one.
func register[I, O any](x *API, op huma.Operation, f func(context.Context, *I) (*O, error)) {
	var content map[string]*huma.MediaType
	if op.RequestBody != nil {
		content = maps.Clone(op.RequestBody.Content)
	}
	if op.Method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusRequestTimeout, http.StatusRequestEntityTooLarge)
	}
	huma.Register(x.huma, op, f)
	if content != nil {
		op.RequestBody.Content = content
	}
}

// takingFile describes the body of a call that reads the bytes of a file.
func takingFile(op huma.Operation) huma.Operation {
	op.MaxBodyBytes = maxDocument
	return op
}

//go:embed examples.json
var examples []byte

// complete adds to the document what the types do not tell: an example of every call, and
// that addresses of problems are given relative to this server.
func complete(d *huma.OpenAPI) {
	for _, p := range []string{"type", "instance"} {
		s := d.Components.Schemas.Map()["Problem"].Properties[p]
		s.Format, s.Examples, s.Default = "uri-reference", nil, nil
	}
	var all map[string]struct{ Request, Answer any }
	if err := json.Unmarshal(examples, &all); err != nil {
		panic(err) // the program's own file
	}
	problems(d)
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

// publish serves the document, in OpenAPI 3.1 as JSON and YAML, and in 3.0.3 for tools that
// know no more.
func (x *API) publish(mux *http.ServeMux) {
	d := x.huma.OpenAPI()
	for _, form := range []struct {
		name, media string
		print       func() ([]byte, error)
	}{{"openapi.json", "application/openapi+json", d.MarshalJSON}, {"openapi.yaml", "application/openapi+yaml", d.YAML}, {"openapi-3.0.json", "application/openapi+json", d.Downgrade}} {
		text := sync.OnceValues(form.print)
		mux.HandleFunc("GET "+root+"/"+form.name, func(w http.ResponseWriter, r *http.Request) {
			b, err := text()
			if err != nil {
				x.Log.Error("api", "description", form.name, "err", err)
				Refuse(w, r, http.StatusInternalServerError, "the description cannot be given")
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
func problems(d *huma.OpenAPI) {
	d.Components.Responses = map[string]*huma.Response{}
	for i := range problem.All {
		s := &problem.All[i]
		p := &Problem{Status: s.Status, Detail: s.Text, Instance: "#5f3a9c0b12de"}
		dress(p, root)
		d.Components.Responses[responseName(strconv.Itoa(s.Status))] = &huma.Response{Description: s.Title + ". " + s.Text,
			Content: map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}, Example: p}}}
	}
}

// responseName names the answer of a status that is no success.
func responseName(status string) string {
	n, _ := strconv.Atoi(status) // a status of the document
	return strings.ReplaceAll(http.StatusText(n), " ", "")
}
