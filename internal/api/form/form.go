// Package form gives what is written in the form of the corpus (YAML, docs/CURATORS.md) to
// callers of the API: as JSON under the same names, and as the schema of a Go type's yaml tags.
package form

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"go.yaml.in/yaml/v3"
)

// JSON gives what is written in the form of the corpus as JSON, under the same names.
func JSON(v any) (json.RawMessage, error) {
	text, err := yaml.Marshal(v)
	if err != nil {
		return nil, err
	}
	var node yaml.Node
	if err := yaml.Unmarshal(text, &node); err != nil {
		return nil, err
	}
	plain(&node)
	var x any
	if err := node.Decode(&x); err != nil {
		return nil, err
	}
	return json.Marshal(x)
}

// plain makes days texts: as moments they would be given with a time of day.
func plain(n *yaml.Node) {
	if n.Tag == "!!timestamp" {
		n.Tag = "!!str"
	}
	for _, c := range n.Content {
		plain(c)
	}
}

// Schema is the schema of a type in the form of the corpus, which its yaml tags name.
func Schema(t reflect.Type) *huma.Schema {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ UnmarshalText([]byte) error }]()) {
		return &huma.Schema{Type: "string"}
	}
	switch t.Kind() {
	case reflect.Struct:
		return ofStruct(t)
	case reflect.Slice:
		items := Schema(t.Elem())
		if reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ UnmarshalYAML(func(any) error) error }]()) {
			return &huma.Schema{OneOf: []*huma.Schema{items, {Type: "array", Items: items}}}
		}
		return &huma.Schema{Type: "array", Items: items}
	case reflect.Interface: // whatever its reader takes
		return &huma.Schema{}
	case reflect.Map:
		return &huma.Schema{Type: "object", AdditionalProperties: Schema(t.Elem())}
	case reflect.String:
		return &huma.Schema{Type: "string"}
	case reflect.Bool:
		return &huma.Schema{Type: "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64:
		return &huma.Schema{Type: "integer"}
	case reflect.Float64:
		return &huma.Schema{Type: "number"}
	}
	panic(fmt.Sprintf("no form of %s", t))
}

func ofStruct(t reflect.Type) *huma.Schema {
	s := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case !f.IsExported() || tag == "-":
		case f.Anonymous && strings.Contains(inline, "inline"):
			for k, p := range ofStruct(f.Type).Properties {
				s.Properties[k] = p
			}
		case tag != "":
			s.Properties[tag] = Schema(f.Type)
		}
	}
	return s
}
