package api

import (
	"context"
	_ "embed"
	"maps"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/api/form"
)

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
