package wire

import (
	"context"
	"maps"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/api/form"
)

// Operation describes one call.
func Operation(id, method, path, tag, summary string) huma.Operation {
	return huma.Operation{OperationID: id, Method: method, Path: Root + path, Tags: []string{tag}, Summary: summary,
		Errors: []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusServiceUnavailable}}
}

// Taking describes the body of a call that reads JSON or YAML in the form of the schema.
func Taking(op huma.Operation, schema *huma.Schema) huma.Operation {
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: schema}, "application/yaml": {Schema: schema}}}
	op.SkipValidateBody = true
	return op
}

// Formed names the schema of a form in the document, and returns a reference to it.
func (x *API) Formed(name, doc string, t reflect.Type, required ...string) *huma.Schema {
	all := x.Huma.OpenAPI().Components.Schemas.Map()
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
	huma.Register(x.Huma, op, f)
	if content != nil {
		op.RequestBody.Content = content
	}
}

// TakingFile describes the body of a call that reads the bytes of a file.
func TakingFile(op huma.Operation) huma.Operation {
	op.MaxBodyBytes = maxDocument
	return op
}
