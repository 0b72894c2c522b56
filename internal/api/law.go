package api

import (
	"context"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/answer"
	"entente/internal/coverage"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

type statusInput struct {
	When
	State      string `query:"state" required:"true" doc:"code or name of a State" example:"LTU"`
	Instrument string `query:"instrument" required:"true" doc:"id or alias of an instrument" example:"CCM"`
}

type partiesInput struct {
	When
	Instrument string `path:"instrument" doc:"id or alias of an instrument" example:"ROME"`
}

type betweenInput struct {
	When
	States     []string `query:"states" required:"true" doc:"two or more States, separated by commas" example:"FIN,DEU"`
	Instrument string   `query:"instrument" doc:"only this instrument"`
}

type coverageInput struct {
	When
	States []string `query:"states" required:"true" doc:"two or more States, separated by commas; an organisation for its members, ALL for every State" example:"USA,JPN"`
	From   string   `query:"from" doc:"first day; default the day asked about"`
	To     string   `query:"to" doc:"last day; default the first"`
	Issues []string `query:"issues" doc:"only these issues, separated by commas" example:"status,custody"`
	Holes  bool     `query:"holes" doc:"only what no rule settles on some day"`
}

type assessInput struct {
	When
	RawBody []byte `contentType:"application/json" doc:"a matter, as JSON or YAML"`
}

type body[T any] struct{ Body T }

// law adds the questions to the law engine.
func (x *API) law(h huma.API) {
	add(h, x, operation("status", "GET", "/status", "law", "Is the State bound on that day, since when, why"), access.Ask,
		func(ctx context.Context, in *statusInput) (*body[*answer.Status], error) {
			lib, on, err := x.library(ctx, in.When)
			if err != nil {
				return nil, err
			}
			a, err := answer.OfStatus(lib.Treaties, in.State, in.Instrument, on)
			return &body[*answer.Status]{a}, err
		})
	add(h, x, operation("parties", "GET", "/parties/{instrument}", "law", "Who is bound on that day"), access.Ask,
		func(ctx context.Context, in *partiesInput) (*body[*answer.Parties], error) {
			lib, on, err := x.library(ctx, in.When)
			if err != nil {
				return nil, err
			}
			a, err := answer.OfParties(lib.Treaties, in.Instrument, on)
			return &body[*answer.Parties]{a}, err
		})
	add(h, x, operation("between", "GET", "/between", "law", "Which instruments are in force among all the States named"), access.Ask,
		func(ctx context.Context, in *betweenInput) (*body[*answer.Between], error) {
			lib, on, err := x.library(ctx, in.When)
			if err != nil {
				return nil, err
			}
			a, err := answer.OfBetween(lib.Treaties, words(in.States), in.Instrument, on)
			return &body[*answer.Between]{a}, err
		})
	add(h, x, operation("coverage", "GET", "/coverage", "law", "Which rule settles each issue between each two States, and where none does"), access.Ask, x.coverage)
	op := operation("assess", "POST", "/assess", "law", "The finding on a matter")
	op.MaxBodyBytes = matter.MaxBytes
	op.SkipValidateBody = true
	add(h, x, op, access.Ask, func(ctx context.Context, in *assessInput) (*body[*finding.Finding], error) {
		lib, on, err := x.library(ctx, in.When)
		if err != nil {
			return nil, err
		}
		m, err := matter.Read(lib, "matter", in.RawBody, on)
		if err != nil {
			return nil, err
		}
		f, err := finding.Assess(lib, m)
		return &body[*finding.Finding]{f}, err
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

func (x *API) coverage(ctx context.Context, in *coverageInput) (*body[*coverage.Answer], error) {
	lib, on, err := x.library(ctx, in.When)
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
	a, err := coverage.Ask(lib, &q)
	return &body[*coverage.Answer]{a}, err
}
