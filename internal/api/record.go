package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/duty"
	"entente/internal/law/treaty"
)

// Instrument is an instrument in a list.
type Instrument struct {
	ID      ent.InstrumentID `json:"id"`
	Title   string           `json:"title"`
	Kind    string           `json:"kind"`
	Binding bool             `json:"binding"`
	Adopted ent.Date         `json:"adopted"`
}

type listInput struct {
	When
	Cursor string `query:"cursor" doc:"what the page before gave as next"`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"1000" doc:"how many at most"`
	Party  string `query:"party" doc:"only those that bind this State on the day"`
}

// Page is one page of a list; Next is the cursor of the page after, empty at the end.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

type dutyInput struct {
	Body struct {
		Text       string           `json:"text" doc:"what must be done"`
		Bearer     ent.StateCode    `json:"bearer,omitempty"`
		To         string           `json:"to,omitempty"`
		Owner      string           `json:"owner,omitempty"`
		Instrument ent.InstrumentID `json:"instrument,omitempty"`
		Due        string           `json:"due,omitempty" format:"date"`
		Legal      bool             `json:"legal,omitempty"`
	}
}

type ids struct {
	IDs []string `json:"ids"`
}

// record adds what stands on the institution's record.
func (x *API) record(h huma.API) {
	add(h, x, operation("instruments", "GET", "/instruments", "record", "The instruments of the shipped law and of the register"), access.Read, x.instruments)
	add(h, x, operation("duties", "GET", "/duties", "record", "Duties as they stand on the day, the soonest first"), access.Read,
		func(ctx context.Context, in *When) (*body[Page[duty.Item]], error) {
			_, on, err := x.library(ctx, *in)
			if err != nil {
				return nil, err
			}
			items, err := x.app.Duties.List(ctx, on)
			return &body[Page[duty.Item]]{Page[duty.Item]{Items: append([]duty.Item{}, items...)}}, err
		})
	add(h, x, operation("add-duty", "POST", "/duties", "record", "Put a duty on record"), access.Duty,
		func(ctx context.Context, in *dutyInput) (*body[ids], error) {
			d := duty.Duty{Text: in.Body.Text, Bearer: in.Body.Bearer, To: in.Body.To, Owner: in.Body.Owner, Instrument: in.Body.Instrument, Legal: in.Body.Legal}
			if in.Body.Due != "" {
				var err error
				if d.Due, err = ent.ParseDate(in.Body.Due); err != nil {
					return nil, err
				}
			}
			got, err := x.app.Duties.Add(ctx, access.From(ctx).Name, d)
			return &body[ids]{ids{got}}, err
		})
}

func (x *API) instruments(ctx context.Context, in *listInput) (*body[Page[Instrument]], error) {
	lib, on, err := x.library(ctx, in.When)
	if err != nil {
		return nil, err
	}
	var party ent.StateCode
	if in.Party != "" {
		if party, err = lib.Treaties.World().Find(in.Party); err != nil {
			return nil, err
		}
	}
	out := Page[Instrument]{Items: []Instrument{}}
	for _, id := range lib.Treaties.IDs() {
		if string(id) <= in.Cursor || party != "" && lib.Treaties.Standing(party, id, on) != treaty.Party {
			continue
		}
		if len(out.Items) == in.Limit {
			out.Next = string(out.Items[len(out.Items)-1].ID)
			break
		}
		i := lib.Treaties.Instrument(id)
		out.Items = append(out.Items, Instrument{id, i.Title, i.Kind, i.Binding, i.Adopted})
	}
	return &body[Page[Instrument]]{out}, nil
}
