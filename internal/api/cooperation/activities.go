// Package cooperation is the part of the API for what partners do together: activities, their
// gate, and the tables that they keep.
package cooperation

import (
	"context"
	"reflect"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/api/wire"
	"entente/internal/app"
)

// Activity is an activity with its steps and its gate as they stand on a day.
type Activity struct {
	activity.Activity
	Life []activity.Dated `json:"life" doc:"the steps in the order of their days"`
	Gate *activity.Gate   `json:"gate" doc:"how ready it is"`
}

func (a *Activity) Recorded() int64 { return a.Seq }

type activitiesInput struct {
	wire.Paging
	wire.When
	Kind  string `query:"kind" doc:"of this kind only" example:"exercise"`
	State string `query:"state" enum:"planned,started,ended,closed,cancelled" doc:"in this state only" example:"planned"`
	Party string `query:"party" doc:"in which this State takes part only" example:"USA"`
	Gate  string `query:"gate" enum:"green,amber,red" doc:"whose gate stands so only" example:"amber"`
	Past  bool   `query:"history" doc:"with exercises and training taken over from data about the past; closed ones always are" example:"true"`
	Words string `query:"words" maxLength:"200" doc:"with these words in id, title, series or owner only" example:"keen sword"`
}

type activityInput struct {
	wire.When
	ID string `path:"id" doc:"id of an activity on record" example:"KEEN-SWORD-2026"`
}

type newPlan struct {
	RawBody []byte `contentType:"application/json"`
}

type cleared struct {
	ID   string `path:"id" doc:"id of an activity on record" example:"KEEN-SWORD-2026"`
	Body struct {
		State    ent.StateCode `json:"state" minLength:"2" doc:"for which participant" example:"USA"`
		Key      string        `json:"key" minLength:"1" doc:"what the gate asks for, by the key of its reason" example:"check approval"`
		Evidence string        `json:"evidence" minLength:"1" doc:"what shows it" example:"note verbale 7/2026"`
		Until    string        `json:"until,omitempty" format:"date" doc:"the last day on which it holds; none: throughout" example:"2026-12-31"`
	}
}

type overridden struct {
	ID   string `path:"id" doc:"id of an activity on record" example:"KEEN-SWORD-2026"`
	Body struct {
		State  ent.StateCode `json:"state" minLength:"2" doc:"for which participant" example:"USA"`
		Key    string        `json:"key" minLength:"1" doc:"the red reason, by its key" example:"check clearance"`
		Reason string        `json:"reason" minLength:"1" doc:"why; it stays on record" example:"the note is signed on the first day"`
	}
}

type stepTaken struct {
	ID   string `path:"id" doc:"id of an activity on record" example:"KEEN-SWORD-2026"`
	Body struct {
		Step string `json:"step" minLength:"1" doc:"id of a step of its kind" example:"mpc"`
		On   string `json:"on,omitempty" format:"date" doc:"the day to which it moves" example:"2026-05-04"`
		Done string `json:"done,omitempty" format:"date" doc:"the day on which it was done"`
		Note string `json:"note,omitempty" doc:"a note" example:"the host asked for it"`
	}
}

type gone struct {
	ID   string `path:"id" doc:"id of an activity on record" example:"KEEN-SWORD-2026"`
	Body struct {
		To   activity.State `json:"to" enum:"started,ended,closed,cancelled" doc:"the state to which it goes" example:"started"`
		Note string         `json:"note,omitempty" doc:"why, or what was learned" example:"book the port earlier"`
	}
}

// rooms are the calls.
type rooms struct{ *wire.API }

// Mount adds the calls.
func Mount(api *wire.API) {
	x := rooms{api}
	wire.Read(x.API, wire.Operation("list-activity-kinds", "GET", "/activity-kinds", "activities", "The kinds of activity, with their steps and what the gate looks at"), access.Ask,
		func(context.Context, *struct{}) (*[]activity.Kind, error) {
			kinds, err := activity.Kinds()
			return &kinds, err
		})
	wire.Read(x.API, wire.Operation("list-activities", "GET", "/activities", "activities", "The activities on record by their starts, with how ready each is on the day"), access.Read, x.listActivities)
	wire.Read(x.API, wire.Operation("get-activity", "GET", "/activities/{id}", "activities", "An activity, its steps, and its gate on the day, for each participant with reasons"), access.Read, x.activity)
	schema := x.Formed("Plan", "A plan: id, kind, title, start, end, participants; territory, owner, basis and facts where they are known", reflect.TypeFor[activity.Activity](), "id", "kind", "title", "start", "end", "participants")
	wire.Change(x.API, wire.Taking(wire.Operation("plan-activity", "POST", "/activities", "activities", "Put a plan on record"), schema), access.Plan,
		wire.About[newPlan]{Kind: activity.KindActivity, At: "/activities/%s"}, func(ctx context.Context, in *newPlan) error {
			a, err := activity.ReadPlan(in.RawBody)
			if err != nil {
				return err
			}
			return x.App.Plan(ctx, wire.Who(ctx).Name, a)
		})
	wire.Change(x.API, wire.Operation("clear-activity", "POST", "/activities/{id}/clearances", "activities", "Record what the gate asks for, with what shows it"), access.Duty,
		wire.About[cleared]{Kind: activity.KindActivity, ID: func(in *cleared) string { return ent.Fold(in.ID) }}, x.clear)
	wire.Change(x.API, wire.Operation("override-activity", "POST", "/activities/{id}/overrides", "activities", "Let it go on although the gate is red, never against what the law prohibits"), access.Approve,
		wire.About[overridden]{Kind: activity.KindActivity, ID: func(in *overridden) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *overridden) error {
			return x.App.Override(ctx, ent.Fold(in.ID), activity.Override{Key: in.Body.Key, State: in.Body.State, On: x.Today(), Reason: in.Body.Reason, By: wire.Who(ctx).Name})
		})
	wire.Change(x.API, wire.Operation("step-activity", "POST", "/activities/{id}/steps", "activities", "Move a step, or record that it was done"), access.Plan,
		wire.About[stepTaken]{Kind: activity.KindActivity, ID: func(in *stepTaken) string { return ent.Fold(in.ID) }}, x.takeStep)
	wire.Change(x.API, wire.Operation("go-activity", "POST", "/activities/{id}/state", "activities", "Start, end, close or cancel it; it starts only when its gate is not red"), access.Plan,
		wire.About[gone]{Kind: activity.KindActivity, ID: func(in *gone) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *gone) error {
			a, g, err := x.App.Ready(ctx, ent.Fold(in.ID), x.Today(), time.Time{})
			if err != nil {
				return err
			}
			return x.App.Activities.Go(ctx, wire.Who(ctx).Name, a.ID, in.Body.To, g, in.Body.Note)
		})
	x.entries()
	x.views()
}

func (x rooms) listActivities(ctx context.Context, in *activitiesInput) (*wire.Page[app.Row], error) {
	on, known, err := x.At(&in.When)
	if err != nil {
		return nil, err
	}
	all, err := x.App.Portfolio(ctx, app.Which{Kind: in.Kind, State: activity.State(in.State), Party: ent.StateCode(ent.Fold(in.Party)), Gate: in.Gate, Words: in.Words, History: in.Past || in.State == string(activity.Closed)}, on, known)
	if err != nil {
		return nil, err
	}
	return wire.Cut(ctx, in.Paging, all, func(r *app.Row) string { return r.Start.String() + " " + r.ID })
}

func (x rooms) activity(ctx context.Context, in *activityInput) (*Activity, error) {
	on, known, err := x.At(&in.When)
	if err != nil {
		return nil, err
	}
	a, g, err := x.App.Ready(ctx, ent.Fold(in.ID), on, known)
	if err != nil {
		return nil, err
	}
	life, err := a.Life(on)
	return &Activity{*a, life, g}, err
}

// optionalDay reads a day of a body; an empty one is none.
func optionalDay(text string) (ent.Date, error) {
	if text == "" {
		return 0, nil
	}
	return ent.ParseDate(text)
}

func (x rooms) clear(ctx context.Context, in *cleared) error {
	until, err := optionalDay(in.Body.Until)
	if err != nil {
		return err
	}
	return x.App.Activities.Clear(ctx, ent.Fold(in.ID), activity.Clearance{Key: in.Body.Key, State: in.Body.State, On: x.Today(), Until: until, Evidence: in.Body.Evidence, By: wire.Who(ctx).Name})
}

func (x rooms) takeStep(ctx context.Context, in *stepTaken) error {
	t := activity.StepTaken{Step: in.Body.Step, Note: in.Body.Note}
	var err error
	if t.On, err = optionalDay(in.Body.On); err != nil {
		return err
	}
	if t.Done, err = optionalDay(in.Body.Done); err != nil {
		return err
	}
	return x.App.Activities.Take(ctx, wire.Who(ctx).Name, ent.Fold(in.ID), t)
}
