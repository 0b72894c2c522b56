package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"go.yaml.in/yaml/v3"
)

// asJSON gives what is written in the form of the corpus as JSON, under the same names.
func asJSON(v any) (json.RawMessage, error) {
	text, err := yaml.Marshal(v)
	if err != nil {
		return nil, err
	}
	return yamlAsJSON(text)
}

func yamlAsJSON(text []byte) (json.RawMessage, error) {
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

// form is the schema of a type in the form of the corpus, which its yaml tags name.
func form(t reflect.Type) *huma.Schema {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ UnmarshalText([]byte) error }]()) {
		return &huma.Schema{Type: "string"}
	}
	switch t.Kind() {
	case reflect.Struct:
		return formOfStruct(t)
	case reflect.Slice:
		items := form(t.Elem())
		if reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ UnmarshalYAML(func(any) error) error }]()) {
			return &huma.Schema{OneOf: []*huma.Schema{items, {Type: "array", Items: items}}}
		}
		return &huma.Schema{Type: "array", Items: items}
	case reflect.Map:
		return &huma.Schema{Type: "object", AdditionalProperties: form(t.Elem())}
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

func formOfStruct(t reflect.Type) *huma.Schema {
	s := &huma.Schema{Type: "object", Properties: map[string]*huma.Schema{}, AdditionalProperties: false}
	for i := range t.NumField() {
		f := t.Field(i)
		tag, inline, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		switch {
		case !f.IsExported() || tag == "-":
		case f.Anonymous && strings.Contains(inline, "inline"):
			for k, p := range formOfStruct(f.Type).Properties {
				s.Properties[k] = p
			}
		case tag != "":
			s.Properties[tag] = form(f.Type)
		}
	}
	return s
}

// formed names the schema of a form in the document, and returns a reference to it.
func (x *API) formed(name, doc string, t reflect.Type, required ...string) *huma.Schema {
	all := x.huma.OpenAPI().Components.Schemas.Map()
	if all[name] == nil {
		s := form(t)
		s.Description, s.Required = doc, required
		all[name] = s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}
