package api

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/duty"
	"entente/internal/law/finding"
	"entente/internal/matter"
	"entente/internal/opinion"
)

// Given is a finding on record with the finding as it was given.
type Given struct {
	opinion.Opinion
	Finding givenFinding `json:"finding" doc:"as given, byte for byte"`
}

func (o *Given) Recorded() int64 { return o.Seq }

// givenFinding is the JSON of a finding as it was given.
type givenFinding struct{ json.RawMessage }

// Schema is that of a finding.
func (givenFinding) Schema(r huma.Registry) *huma.Schema {
	return r.Schema(reflect.TypeFor[finding.Finding](), true, "Finding")
}

// Replays is what became of a finding that is asked again.
type Replays struct {
	Then *opinion.Replay `json:"then" doc:"as the law was known when it was given: it must be the same"`
	Now  *opinion.Replay `json:"now" doc:"as the law is known now"`
}

type findingsInput struct {
	wire.Paging
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
	State string `query:"state" enum:"signed,unsigned,watched" doc:"in this state only" example:"unsigned"`
	Kind  string `query:"kind" doc:"on matters of this kind only" example:"offence"`
}

type findingInput struct {
	ID string `path:"id" doc:"id of a finding on record" example:"F-ABCDEFGH"`
}

type watched struct {
	ID   string `path:"id" doc:"id of a finding on record" example:"F-ABCDEFGH"`
	Body struct {
		Watched bool `json:"watched" doc:"whether somebody wants to be told when it no longer holds" example:"true"`
	}
}

type tracking struct {
	ID   string `path:"id" doc:"id of a finding on record" example:"F-ABCDEFGH"`
	Body struct {
		Owner string `json:"owner,omitempty" doc:"who in the institution sees to them" example:"jurisdiction-desk"`
	}
}

// findings adds the findings on record.
func (x *API) findings() {
	wire.Read(x.API, wire.Operation("list-findings", "GET", "/findings", "findings", "The findings on record, the newest first"), access.Read, x.listFindings)
	wire.Read(x.API, wire.Operation("get-finding", "GET", "/findings/{id}", "findings", "One finding on record, as it was given"), access.Read,
		func(ctx context.Context, in *findingInput) (*Given, error) {
			o, err := x.App.Opinions.Find(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			return &Given{*o, givenFinding{json.RawMessage(o.Finding)}}, nil
		})
	wire.Read(x.API, wire.Operation("replay-finding", "GET", "/findings/{id}/replay", "findings", "The matter of a finding asked again, as the law was known then and as it is known now"), access.Read, x.replay)
	of := wire.About[findingInput]{Kind: opinion.KindOpinion, ID: func(in *findingInput) string { return in.ID }}
	wire.Change(x.API, wire.Taking(wire.Operation("add-finding", "POST", "/findings", "findings", "Assess a matter and put the finding on record"), x.matterSchema()), access.Find,
		wire.About[matterInput]{Kind: opinion.KindOpinion, At: "/findings/%s"}, x.give)
	wire.Change(x.API, wire.Operation("sign-finding", "POST", "/findings/{id}/signature", "findings", "Sign a finding that another drafted"), access.Approve, of, func(ctx context.Context, in *findingInput) error {
		o, err := x.App.Opinions.Find(ctx, in.ID)
		if err != nil {
			return err
		}
		if err := x.Guard.Check(wire.Who(ctx), access.Approve, access.Resource{Drafter: o.Drafter}); err != nil {
			return err
		}
		return x.App.Opinions.Sign(ctx, wire.Who(ctx).Name, in.ID, x.Today())
	})
	wire.Change(x.API, wire.Operation("track-finding", "POST", "/findings/{id}/duties", "findings", "Put the open duties of a finding on the list; those that are there are left as they are"), access.Duty,
		wire.About[tracking]{Kind: duty.KindDuty}, func(ctx context.Context, in *tracking) error {
			_, err := x.App.Track(ctx, wire.Who(ctx).Name, in.ID, in.Body.Owner)
			return err
		})
	wire.Change(x.API, wire.Operation("watch-finding", "POST", "/findings/{id}/watch", "findings", "Be told, or no longer, when a finding ceases to hold"), access.Find,
		wire.About[watched]{Kind: opinion.KindOpinion, ID: func(in *watched) string { return in.ID }}, func(ctx context.Context, in *watched) error {
			return x.App.Opinions.Watch(ctx, wire.Who(ctx).Name, in.ID, in.Body.Watched)
		})
}

func (x *API) listFindings(ctx context.Context, in *findingsInput) (*wire.Page[opinion.Opinion], error) {
	known, err := (&wire.When{Known: in.Known}).Moment()
	if err != nil {
		return nil, err
	}
	all, err := x.App.Opinions.All(ctx, known)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(o opinion.Opinion) bool {
		return in.Kind != "" && o.Kind != in.Kind || in.State == "signed" && o.Signed == nil || in.State == "unsigned" && o.Signed != nil || in.State == "watched" && !o.Watched
	})
	return wire.Cut(ctx, in.Paging, all, func(o *opinion.Opinion) string { return wire.NewestFirst(o.Seq) })
}

func (x *API) give(ctx context.Context, in *matterInput) error {
	if in.Known != "" {
		return ent.Errorf(ent.Invalid, "known: a finding is given as the record is known now")
	}
	lib, on, err := x.Asked(ctx, &in.When)
	if err != nil {
		return err
	}
	m, err := matter.Read(lib, "matter", in.RawBody, on)
	if err != nil {
		return err
	}
	_, err = x.App.Give(ctx, wire.Who(ctx).Name, lib, m)
	return err
}

func (x *API) replay(ctx context.Context, in *findingInput) (*Replays, error) {
	o, err := x.App.Opinions.Find(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := &Replays{}
	out.Then, out.Now, err = x.App.Replays(ctx, o)
	return out, err
}
