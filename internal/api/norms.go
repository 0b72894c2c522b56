package api

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/law"
	"entente/internal/law/norm"
	"entente/internal/record"
	kept "entente/internal/register"
)

// Norm is a norm in a list.
type Norm struct {
	Norm       ent.NormID       `json:"norm"`
	Instrument ent.InstrumentID `json:"instrument"`
	Article    string           `json:"article"`
	Title      string           `json:"title"`
	Modality   norm.Modality    `json:"modality"`
	Class      norm.Class       `json:"class"`
	Own        bool             `json:"own" doc:"of the institution's register, not of the shipped law"`
}

// NormDetail is one norm.
type NormDetail struct {
	Norm
	Seq        int64           `json:"seq" doc:"of the current version in the register, for If-Match; -1 for one of the shipped law"`
	Bearer     []string        `json:"bearer" doc:"roles that it binds or entitles"`
	States     []ent.StateCode `json:"states" doc:"only these; empty: all"`
	Kinds      []string        `json:"kinds" doc:"of matters that raise it"`
	From       ent.Date        `json:"from"`
	Until      ent.Date        `json:"until"`
	Applies    string          `json:"applies" doc:"when it concerns a matter, in the language of conditions"`
	When       string          `json:"when" doc:"when it takes effect"`
	Unless     string          `json:"unless" doc:"its exception"`
	Outcome    string          `json:"outcome"`
	Facts      []string        `json:"facts" doc:"that its conditions ask"`
	Refers     []ent.NormID    `json:"refers" doc:"norms that its conditions ask, or that take its place"`
	Cites      []string        `json:"cites"`
	Confidence ent.Confidence  `json:"confidence"`
	Note       string          `json:"note"`
	Text       string          `json:"text" doc:"as written, in YAML; empty for one of the shipped law"`
}

func (n *NormDetail) Recorded() int64 { return n.Seq }

type normsInput struct {
	wire.When
	wire.Paging
	Instrument string `query:"instrument" doc:"only norms of this instrument" example:"NATO-SOFA"`
	Class      string `query:"class" doc:"only of this class: jus-cogens, charter, treaty, custom, regional, domestic, policy" example:"treaty"`
	Words      string `query:"words" doc:"only those whose id or title has all these words" example:"custody"`
	Source     string `query:"source" enum:"own,shipped" doc:"of the register, or of the shipped law, only"`
}

type normInput struct {
	wire.When
	ID string `path:"id" doc:"id of a norm" example:"SOFA-7-5"`
}

type newNorms struct {
	Reason  string `query:"reason" default:"a newer reading" doc:"why norms on record of the same id are superseded"`
	RawBody []byte `contentType:"application/json"`
}

type withdrawal struct {
	ID   string `path:"id" doc:"id of a norm of the register" example:"FIN-JPN-ACSA-7-2"`
	Body struct {
		Reason string `json:"reason" minLength:"1" doc:"why; it stays on record" example:"read wrongly"`
	}
}

// norms adds the norms of the shipped law and of the institution's agreements.
func (x *API) norms() {
	schema := x.Formed("NormText", "A norm in the form of the corpus (docs/CURATORS.md), with the instrument and the article in which it stands.", reflect.TypeFor[law.Own](), "id", "instrument", "title", "modality", "class", "bearer", "source")
	wire.Read(x.API, wire.Operation("list-norms", "GET", "/norms", "norms", "The norms of the shipped law and of the register, by id"), access.Ask, x.listNorms)
	wire.Read(x.API, wire.Operation("get-norm", "GET", "/norms/{id}", "norms", "One norm with its conditions and sources"), access.Ask, x.norm)
	wire.Change(x.API, wire.Taking(wire.Operation("add-norms", "POST", "/norms", "norms", "Put norms of the institution's agreements on record; they take part in findings like those of the shipped law"), &huma.Schema{Type: "array", Items: schema}), access.Norm,
		wire.About[newNorms]{Kind: kept.KindNorm, At: "/norms/%s"}, func(ctx context.Context, in *newNorms) error {
			rules, err := kept.ReadNorms(in.RawBody)
			if err != nil {
				return err
			}
			lib, err := x.App.Library(ctx, time.Time{})
			if err != nil {
				return err
			}
			return x.App.Register.AddNorms(ctx, wire.Who(ctx).Name, lib, rules, in.Reason)
		})
	wire.Change(x.API, wire.Operation("withdraw-norm", "POST", "/norms/{id}/withdrawal", "norms", "Take a norm of the register from what counts; it stays in the history"), access.Norm,
		wire.About[withdrawal]{Kind: kept.KindNorm, ID: func(in *withdrawal) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *withdrawal) error {
			return x.App.Register.WithdrawNorm(ctx, wire.Who(ctx).Name, ent.NormID(ent.Fold(in.ID)), in.Body.Reason)
		})
}

func (x *API) listNorms(ctx context.Context, in *normsInput) (*wire.Page[Norm], error) {
	lib, _, err := x.Asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	instrument := ent.InstrumentID("")
	if in.Instrument != "" {
		if instrument, err = lib.Treaties.Find(in.Instrument); err != nil {
			return nil, err
		}
	}
	words := strings.Fields(strings.ToLower(in.Words))
	var all []Norm
	for _, c := range lib.Book.Norms {
		n := x.briefNorm(c)
		text := strings.ToLower(string(n.Norm) + " " + n.Title)
		if instrument != "" && n.Instrument != instrument || in.Class != "" && string(n.Class) != in.Class || in.Source == "own" && !n.Own || in.Source == "shipped" && n.Own ||
			slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b Norm) int { return strings.Compare(string(a.Norm), string(b.Norm)) })
	return wire.Cut(ctx, in.Paging, all, func(n *Norm) string { return string(n.Norm) })
}

func (x *API) briefNorm(c *norm.Compiled) Norm {
	return Norm{c.ID, c.Place.Instrument, c.Place.Article, c.Title, c.Modality, c.Class, x.App.Shipped().Book.Norm(c.ID) == nil}
}

func (x *API) norm(ctx context.Context, in *normInput) (*NormDetail, error) {
	lib, _, err := x.Asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	c := lib.Book.Norm(ent.NormID(ent.Fold(in.ID)))
	if c == nil {
		return nil, ent.Errorf(ent.NotFound, "no norm %q", in.ID)
	}
	d := &NormDetail{Norm: x.briefNorm(c), Seq: -1, Bearer: list(c.Bearer), States: list(c.States), Kinds: list(c.Kinds), From: c.From, Until: c.Until,
		Applies: c.Applies.Source, When: c.When.Source, Unless: c.Unless.Source, Outcome: c.Outcome, Facts: list(c.Facts), Refers: list(c.Refs()),
		Cites: list(c.Source.Cites), Confidence: c.Source.Confidence, Note: c.Note}
	known, err := in.Moment()
	if err != nil || !d.Own {
		return d, err
	}
	vs, err := x.App.Records.Find(ctx, record.Query{Kind: kept.KindNorm, ID: string(c.ID), Known: known})
	if len(vs) > 0 {
		d.Seq, d.Text = vs[0].Seq, string(vs[0].Body)
	}
	return d, err
}

// list is never null.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
