package api

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/form"
	"entente/internal/api/wire"
	"entente/internal/law/treaty"
	kept "entente/internal/register"
)

// Act is an act of a party on record.
type Act struct {
	ID   string          `json:"id"`
	Seq  int64           `json:"seq" doc:"the current version, for If-Match"`
	Text json.RawMessage `json:"act" doc:"the act, in the form of the corpus"`
}

type newAct struct {
	ID      string `path:"id" doc:"id of an instrument of the register" example:"FIN-JPN-DEFCO"`
	RawBody []byte `contentType:"application/json"`
}

type correction struct {
	ID   string `path:"id" doc:"id of an instrument of the register" example:"FIN-JPN-DEFCO"`
	Body struct {
		Act       string `json:"act" minLength:"1" doc:"id of the act" example:"FIN-JPN-DEFCO/JPN/ratified/2024-10-01"`
		Reason    string `json:"reason" minLength:"1" doc:"why; it stays on record" example:"the note was of the eleventh"`
		Withdraw  bool   `json:"withdraw,omitempty" doc:"the act no longer counts"`
		On        string `json:"on,omitempty" format:"date" doc:"the right day" example:"2024-10-11"`
		Effective string `json:"effective,omitempty" format:"date" doc:"the right day on which it takes effect"`
	}
}

// acts adds what the parties of an instrument of the register did about it.
func (x *API) acts() {
	schema := x.Formed("ActText", "An act of a State about an instrument: signed, ratified, acceded, withdrew, reservation …", reflect.TypeFor[treaty.Act](), "state", "act")
	wire.Read(x.API, wire.Operation("list-acts", "GET", "/instruments/{id}/acts", "instruments", "The acts on record about an instrument of the register"), access.Read, x.listActs)
	wire.Change(x.API, wire.Taking(wire.Operation("add-act", "POST", "/instruments/{id}/acts", "instruments", "Put an act of a party on record"), schema), access.Register,
		wire.About[newAct]{Kind: kept.KindAct}, func(ctx context.Context, in *newAct) error {
			a, err := readAct(in.RawBody)
			if err != nil {
				return err
			}
			return x.App.Register.Record(ctx, wire.Who(ctx).Name, ent.InstrumentID(ent.Fold(in.ID)), *a)
		})
	wire.Change(x.API, wire.Operation("correct-act", "POST", "/instruments/{id}/corrections", "instruments", "Correct an act on record, or withdraw it; what was known before stays on record"), access.Register,
		wire.About[correction]{Kind: kept.KindAct, ID: func(in *correction) string { return in.Body.Act }}, x.correct)
}

// readAct reads an act in the form of the corpus.
func readAct(text []byte) (*treaty.Act, error) {
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	var a treaty.Act
	if err := dec.Decode(&a); err != nil {
		return nil, ent.Errorf(ent.Invalid, "act: %s", strings.TrimPrefix(err.Error(), "yaml: "))
	}
	a.State = ent.StateCode(ent.Fold(string(a.State)))
	if a.Confidence == "" {
		a.Confidence = ent.Known
	}
	return &a, nil
}

func (x *API) listActs(ctx context.Context, in *knownInput) (*wire.Page[Act], error) {
	known, err := (&wire.When{Known: in.Known}).Moment()
	if err != nil {
		return nil, err
	}
	id := ent.InstrumentID(ent.Fold(in.ID))
	acts, err := x.App.Register.Acts(ctx, id, known)
	if err != nil {
		return nil, err
	}
	if len(acts) == 0 {
		if _, err := x.App.Register.Instrument(ctx, id, known); err != nil {
			return nil, err
		}
	}
	all := make([]Act, len(acts))
	for i := range acts {
		all[i] = Act{ID: acts[i].ID, Seq: acts[i].Seq}
		if all[i].Text, err = form.JSON(acts[i].Act); err != nil {
			return nil, err
		}
	}
	return wire.Cut(ctx, in.Paging, all, func(a *Act) string { return wire.OldestFirst(a.Seq) })
}

func (x *API) correct(ctx context.Context, in *correction) error {
	b := &in.Body
	if !strings.HasPrefix(b.Act, ent.Fold(in.ID)+"/") {
		return ent.Errorf(ent.NotFound, "%s is no act about %s", b.Act, ent.Fold(in.ID))
	}
	var on, effective ent.Date
	for _, d := range []struct {
		text string
		to   *ent.Date
	}{{b.On, &on}, {b.Effective, &effective}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.to, err = ent.ParseDate(d.text); err != nil {
			return err
		}
	}
	return x.App.Register.Correct(ctx, wire.Who(ctx).Name, b.Act, b.Reason, b.Withdraw, func(a *treaty.Act) {
		if on != 0 {
			a.On = on
		}
		if effective != 0 {
			a.Effective = effective
		}
	})
}
