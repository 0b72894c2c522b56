package api

import (
	"context"
	"maps"
	"net/http"
	"path"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// description is what the OpenAPI document says of the API as a whole.
func (x *API) description() huma.Config {
	c := huma.DefaultConfig("Entente", x.Version)
	c.Info.Description = "The law of international security cooperation: who is bound, may we, who has jurisdiction, what must be reported; and the institution's record."
	c.Info.License = &huma.License{Name: "Apache-2.0", URL: "https://www.apache.org/licenses/LICENSE-2.0"}
	c.CreateHooks = nil // no $schema beside what was asked for
	c.Transformers = []huma.Transformer{tell}
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = root+"/openapi", "", root+"/schemas"
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
	n := huma.DefaultSchemaNamer(t, hint)
	pkg := path.Base(t.PkgPath())
	if t.Name() == "" || pkg == "api" || pkg == "huma" || pkg == "." || strings.EqualFold(n, pkg) {
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
	op.Errors = append(op.Errors, http.StatusRequestEntityTooLarge)
	return op
}

// register registers a call. The body that the operation describes stands, whatever huma
// makes of a raw one.
func register[I, O any](x *API, op huma.Operation, f func(context.Context, *I) (*O, error)) {
	var content map[string]*huma.MediaType
	if op.RequestBody != nil {
		content = maps.Clone(op.RequestBody.Content)
	}
	huma.Register(x.huma, op, f)
	if content != nil {
		op.RequestBody.Content = content
	}
}

// takingFile describes the body of a call that reads the bytes of a file.
func takingFile(op huma.Operation) huma.Operation {
	op.MaxBodyBytes = maxDocument
	op.Errors = append(op.Errors, http.StatusRequestEntityTooLarge)
	return op
}

// complete adds to the document what the types do not tell.
func complete(d *huma.OpenAPI) {
	for name, s := range d.Components.Schemas.Map() {
		if name == "ErrorModel" {
			for _, p := range []string{"type", "instance"} {
				s.Properties[p].Format, s.Properties[p].Examples, s.Properties[p].Default = "uri-reference", nil, nil
			}
		}
	}
}
