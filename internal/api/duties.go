package api

import (
	"context"
	"fmt"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/duty"
	"entente/internal/law/clock"
)

type dutiesInput struct {
	wire.Paging
	On    string `query:"on" format:"date" doc:"the day on which they stand so; default today" example:"2026-12-01"`
	Owner string `query:"owner" doc:"of this owner only" example:"treaty-desk"`
	State string `query:"state" enum:"open,overdue,done,late,suspended,held,revoked,unknown" doc:"in this state only" example:"open"`
}

type dutyInput struct {
	On string `query:"on" format:"date" doc:"the day on which it stands so; default today"`
	ID string `path:"id" doc:"id of a duty" example:"D-ABCDEFGH"`
}

type newDuty struct {
	Body struct {
		Text       string           `json:"text" minLength:"1" doc:"what must be done" example:"register the agreement with the Secretariat"`
		Bearer     ent.StateCode    `json:"bearer,omitempty" doc:"the State that bears it" example:"FIN"`
		To         string           `json:"to,omitempty" doc:"toward whom" example:"the Secretary-General"`
		Owner      string           `json:"owner,omitempty" doc:"who in the institution sees to it" example:"treaty-desk"`
		Instrument ent.InstrumentID `json:"instrument,omitempty" doc:"the instrument it comes from" example:"UNC"`
		Source     string           `json:"source,omitempty" doc:"the article or norm" example:"102(1)"`
		Due        string           `json:"due,omitempty" format:"date" doc:"the day by which it must be done; or start and term" example:"2027-01-31"`
		Start      string           `json:"start,omitempty" format:"date" doc:"the day on which its clock starts"`
		Term       string           `json:"term,omitempty" doc:"how long the clock runs: 30 days, 6 months, 21 UK-SITTING days"`
		Legal      bool             `json:"legal,omitempty" doc:"the day is set by law, not by policy" example:"true"`
	}
}

type dutyDone struct {
	ID   string `path:"id" doc:"id of a duty" example:"D-ABCDEFGH"`
	Body struct {
		Day      string `json:"day" format:"date" doc:"when it was fulfilled" example:"2027-01-20"`
		Evidence string `json:"evidence" minLength:"1" doc:"what shows that it was" example:"note verbale 7/2027"`
	}
}

type dutyClock struct {
	ID   string `path:"id" doc:"id of a duty" example:"D-ABCDEFGH"`
	Body struct {
		What   string `json:"what" enum:"suspend,resume,hold,release,revoke" doc:"what happened to its clock" example:"suspend"`
		On     string `json:"on" format:"date" doc:"on which day" example:"2026-12-20"`
		Reason string `json:"reason" minLength:"1" doc:"why; it stays on record" example:"recess"`
	}
}

// Duty is a duty as it stands on a day.
type Duty struct{ duty.Item }

func (d *Duty) Recorded() int64 { return d.Seq }

// duties adds what must be done.
func (x *API) duties() {
	wire.Read(x.API, wire.Operation("list-duties", "GET", "/duties", "duties", "Duties as they stand on the day, the soonest first"), access.Read, x.listDuties)
	wire.Read(x.API, wire.Operation("get-duty", "GET", "/duties/{id}", "duties", "One duty as it stands on the day"), access.Read, x.duty)
	wire.Change(x.API, wire.Operation("add-duty", "POST", "/duties", "duties", "Put a duty on record, with a fixed day or a clock"), access.Duty,
		wire.About[newDuty]{Kind: duty.KindDuty, At: "/duties/%s"}, x.addDuty)
	wire.Change(x.API, wire.Operation("fulfil-duty", "POST", "/duties/{id}/done", "duties", "Record that a duty was fulfilled, and what shows it"), access.Duty,
		wire.About[dutyDone]{Kind: duty.KindDuty, ID: func(in *dutyDone) string { return in.ID }}, func(ctx context.Context, in *dutyDone) error {
			day, err := ent.ParseDate(in.Body.Day)
			if err != nil {
				return err
			}
			return x.App.Duties.Change(ctx, wire.Who(ctx).Name, in.ID, "fulfilled", func(d *duty.Duty) { d.Done, d.Evidence = day, in.Body.Evidence })
		})
	wire.Change(x.API, wire.Operation("clock-duty", "POST", "/duties/{id}/clock", "duties", "Record what happened to the clock of a duty"), access.Duty,
		wire.About[dutyClock]{Kind: duty.KindDuty, ID: func(in *dutyClock) string { return in.ID }}, func(ctx context.Context, in *dutyClock) error {
			day, err := ent.ParseDate(in.Body.On)
			if err != nil {
				return err
			}
			return x.App.Duties.Change(ctx, wire.Who(ctx).Name, in.ID, in.Body.Reason, func(d *duty.Duty) {
				d.Events = append(d.Events, clock.Event{What: in.Body.What, On: day, Reason: in.Body.Reason})
			})
		})
}

func (x *API) listDuties(ctx context.Context, in *dutiesInput) (*wire.Page[Duty], error) {
	on, err := x.Day(in.On)
	if err != nil {
		return nil, err
	}
	items, err := x.App.Duties.List(ctx, on)
	if err != nil {
		return nil, err
	}
	var all []Duty
	for i := range items {
		if it := &items[i]; (in.Owner == "" || it.Owner == in.Owner) && (in.State == "" || it.State == in.State) {
			all = append(all, Duty{*it})
		}
	}
	return wire.Cut(ctx, in.Paging, all, func(d *Duty) string {
		end := d.End
		if end == 0 {
			end = ent.MaxDate
		}
		return fmt.Sprintf("%07d.%s", end, wire.OldestFirst(d.Seq))
	})
}

func (x *API) duty(ctx context.Context, in *dutyInput) (*Duty, error) {
	on, err := x.Day(in.On)
	if err != nil {
		return nil, err
	}
	it, err := x.App.Duties.Item(ctx, in.ID, on)
	if err != nil {
		return nil, err
	}
	return &Duty{*it}, nil
}

func (x *API) addDuty(ctx context.Context, in *newDuty) error {
	b := &in.Body
	d := duty.Duty{Text: b.Text, Bearer: ent.StateCode(ent.Fold(string(b.Bearer))), To: b.To, Owner: b.Owner, Instrument: ent.InstrumentID(ent.Fold(string(b.Instrument))), Source: b.Source, Legal: b.Legal, Term: b.Term}
	for _, f := range []struct {
		text string
		to   *ent.Date
	}{{b.Due, &d.Due}, {b.Start, &d.Start}} {
		if f.text == "" {
			continue
		}
		var err error
		if *f.to, err = ent.ParseDate(f.text); err != nil {
			return err
		}
	}
	_, err := x.App.Duties.Add(ctx, wire.Who(ctx).Name, d)
	return err
}
