package api

import (
	"context"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/document/proposal"
	"entente/internal/review"
)

type proposalsInput struct {
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
	ID    string `path:"id" doc:"id of an instrument" example:"FIN-JPN-DEFCO"`
	Text  string `query:"text" doc:"id or hash of a text; default the last, final before drafts"`
}

// Decision is what a person makes of a proposal.
type Decision struct {
	Proposal string            `json:"proposal" minLength:"1" doc:"its number or id" example:"1"`
	Reject   bool              `json:"reject,omitempty" doc:"it lays nothing down, or not this"`
	Why      string            `json:"why,omitempty" doc:"needed to reject"`
	Sentence string            `json:"sentence,omitempty" doc:"in other words than the text's"`
	Modality proposal.Modality `json:"modality,omitempty" doc:"another than was proposed: obligation, prohibition, permission, power"`
	Norm     *Effect           `json:"norm,omitempty" doc:"makes a norm of it, for the law engine"`
	Duty     *Task             `json:"duty,omitempty" doc:"makes a duty of it, on the list"`
}

// Effect is what the law engine needs to know of a rule.
type Effect struct {
	ID      ent.NormID      `json:"id,omitempty" doc:"default: made of the instrument and the article"`
	Kinds   []string        `json:"kinds" minItems:"1" doc:"of matters that raise it" example:"[\"exercise\"]"`
	Bearer  []string        `json:"bearer,omitempty" doc:"roles in those matters that it binds or entitles" example:"[\"sending\"]"`
	Between []string        `json:"between,omitempty" doc:"roles between which the agreement must be in force"`
	States  []ent.StateCode `json:"states,omitempty" doc:"only when the bearer is one of these"`
	When    string          `json:"when,omitempty" doc:"the condition, in the language of conditions"`
	To      string          `json:"to,omitempty" doc:"to whom a duty is owed"`
	Due     string          `json:"due,omitempty" doc:"the clock of a duty: day + 30 days"`
}

// Task is what the list of duties needs to know.
type Task struct {
	Owner string        `json:"owner,omitempty" doc:"who in the institution sees to it"`
	State ent.StateCode `json:"state,omitempty" doc:"who bears it, where the text names a role only"`
	Day   string        `json:"day,omitempty" format:"date" doc:"by which it must be done; or start"`
	Start string        `json:"start,omitempty" format:"date" doc:"from which the term runs"`
	Term  string        `json:"term,omitempty" doc:"default: that of the sentence" example:"30 days"`
}

type decisions struct {
	ID   string `path:"id" doc:"id of an instrument" example:"FIN-JPN-DEFCO"`
	Body struct {
		Text      string     `json:"text,omitempty" doc:"id or hash of the text; default the last, final before drafts"`
		Decisions []Decision `json:"decisions" minItems:"1" maxItems:"1000"`
	}
}

type undoing struct {
	ID    string `path:"id" doc:"id of an instrument" example:"FIN-JPN-DEFCO"`
	Which string `path:"which" doc:"number or id of the proposal" example:"1"`
	Body  struct {
		Text string `json:"text,omitempty" doc:"id or hash of the text; default the last, final before drafts"`
		Why  string `json:"why" minLength:"1" doc:"why it is taken back; it stays on record" example:"read again"`
	}
}

// proposals adds what the sentences of a text on record lay down, and what people made of it.
func (x *API) proposals() {
	wire.Read(x.API, wire.Operation("list-proposals", "GET", "/instruments/{id}/proposals", "documents", "What each sentence of an instrument's text lays down, and what was made of it"), access.Read,
		func(ctx context.Context, in *proposalsInput) (*review.Opened, error) {
			known, err := (&wire.When{Known: in.Known}).Moment()
			if err != nil {
				return nil, err
			}
			return x.App.Reviews.Open(ctx, ent.InstrumentID(ent.Fold(in.ID)), in.Text, known)
		})
	wire.Change(x.API, wire.Operation("decide-proposals", "POST", "/instruments/{id}/decisions", "documents", "Accept, change or reject proposals; what is accepted becomes norms and duties in the same step"), access.Norm,
		wire.About[decisions]{Kind: review.Kind}, x.decide)
	wire.Change(x.API, wire.Operation("undo-decision", "POST", "/instruments/{id}/proposals/{which}/undo", "documents", "Take a decision back, with the norm and the duties that it made; the proposal is open again"), access.Norm,
		wire.About[undoing]{Kind: review.Kind}, func(ctx context.Context, in *undoing) error {
			o, err := x.App.Reviews.Open(ctx, ent.InstrumentID(ent.Fold(in.ID)), in.Body.Text, time.Time{})
			if err != nil {
				return err
			}
			return x.App.Reviews.Undo(ctx, wire.Who(ctx).Name, o, in.Which, in.Body.Why)
		})
}

func (x *API) decide(ctx context.Context, in *decisions) error {
	o, err := x.App.Reviews.Open(ctx, ent.InstrumentID(ent.Fold(in.ID)), in.Body.Text, time.Time{})
	if err != nil {
		return err
	}
	lib, err := x.App.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	var all []review.Decision
	for i := range in.Body.Decisions {
		d, err := in.Body.Decisions[i].asReview()
		if err != nil {
			return err
		}
		all = append(all, *d)
	}
	return x.App.Reviews.Decide(ctx, wire.Who(ctx).Name, lib, o, all...)
}

func (d *Decision) asReview() (*review.Decision, error) {
	out := &review.Decision{Proposal: d.Proposal, Reject: d.Reject, Why: d.Why, Sentence: d.Sentence, Modality: d.Modality}
	if e := d.Norm; e != nil {
		out.Effect = review.Effect{ID: e.ID, Kinds: e.Kinds, Bearer: e.Bearer, Between: e.Between, States: e.States, When: e.When, To: e.To, Due: e.Due}
	}
	t := d.Duty
	if t == nil {
		return out, nil
	}
	out.Task = review.Task{Track: true, Owner: t.Owner, State: t.State, Term: t.Term}
	for _, x := range []struct {
		text string
		to   *ent.Date
	}{{t.Day, &out.Day}, {t.Start, &out.Start}} {
		if x.text == "" {
			continue
		}
		var err error
		if *x.to, err = ent.ParseDate(x.text); err != nil {
			return nil, err
		}
	}
	return out, nil
}
