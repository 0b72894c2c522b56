package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

type matterInput struct {
	wire.When
	RawBody []byte `contentType:"application/json"`
}

// matterSchema is a matter as the contract has it.
func (x *API) matterSchema() *huma.Schema {
	all := x.Huma.OpenAPI().Components.Schemas.Map()
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: "string", Description: doc} }
	if all["Matter"] == nil {
		all["Matter"] = &huma.Schema{Type: "object", Description: "What somebody wants to know the law of. A fact that is not given is unknown, never false.", Required: []string{"kind", "participants"}, AdditionalProperties: false,
			Properties: map[string]*huma.Schema{
				"matter": text("title"), "kind": text("a kind of the vocabulary"), "on": text("the day whose law applies; default today"), "territory": text("State in whose territory it happens"),
				"place": {Type: "object", Description: "where geography decides", Properties: map[string]*huma.Schema{"lat": {Type: "number"}, "lon": {Type: "number"}}, Required: []string{"lat", "lon"}},
				"participants": {Type: "array", Items: &huma.Schema{Type: "object", Required: []string{"state", "role"}, AdditionalProperties: false, Properties: map[string]*huma.Schema{
					"state": text("code of a State"), "role": text("a role of the vocabulary"), "asked": {Type: "boolean", Description: "the outcome speaks of those so marked only"},
					"bound": {Type: "array", Items: text("instrument"), Description: "of hypothetical States only"}}}},
				"facts":     {Type: "object", Description: "by name; names and types are those of the vocabulary", AdditionalProperties: true},
				"positions": {Type: "object", Description: "the position taken on a disputed norm, by norm", AdditionalProperties: text("position")},
			}}
	}
	return &huma.Schema{Ref: "#/components/schemas/Matter"}
}

// assessing adds the question that the whole law engine answers.
func (x *API) assessing() {
	op := wire.Taking(wire.Operation("assess", "POST", "/assess", "law", "The finding on a matter"), x.matterSchema())
	op.Description = "Takes a matter as JSON or YAML. Nothing is put on record; a finding on record is made by POST /findings."
	wire.Read(x.API, op, access.Ask, func(ctx context.Context, in *matterInput) (*finding.Finding, error) {
		lib, on, err := x.Asked(ctx, &in.When)
		if err != nil {
			return nil, err
		}
		m, err := matter.Read(lib, "matter", in.RawBody, on)
		if err != nil {
			return nil, err
		}
		return finding.Assess(lib, m)
	})
}
