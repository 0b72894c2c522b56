package api

import (
	"context"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/coverage"
)

type coverageInput struct {
	wire.When
	States []string `query:"states" required:"true" doc:"two or more States, separated by commas; an organisation for its members, ALL for every State" example:"USA,JPN"`
	From   string   `query:"from" format:"date" doc:"first day; default the day asked about" example:"2024-01-01"`
	To     string   `query:"to" format:"date" doc:"last day; default the first" example:"2024-12-31"`
	Issues []string `query:"issues" doc:"only these issues, separated by commas" example:"status,custody"`
	Holes  bool     `query:"holes" doc:"only what no rule settles on some day"`
}

// coverage adds the map of which rule settles what.
func (x *API) coverage() {
	wire.Read(x.API, wire.Operation("coverage", "GET", "/coverage", "law", "Which rule settles each issue between each two States, and where none does"), access.Ask,
		func(ctx context.Context, in *coverageInput) (*coverage.Answer, error) {
			lib, on, err := x.Asked(ctx, &in.When)
			if err != nil {
				return nil, err
			}
			q := coverage.Question{States: words(in.States), From: on, Issues: words(in.Issues), Holes: in.Holes}
			if in.From != "" {
				if q.From, err = ent.ParseDate(in.From); err != nil {
					return nil, err
				}
			}
			q.To = q.From
			if in.To != "" {
				if q.To, err = ent.ParseDate(in.To); err != nil {
					return nil, err
				}
			}
			return coverage.Ask(lib, &q)
		})
}

// words splits what stands in one parameter.
func words(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })...)
	}
	return out
}
