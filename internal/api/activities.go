package api

import (
	"context"
	"reflect"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/app"
)

// Activity is an activity with its steps and its gate as they stand on a day.
type Activity struct {
	activity.Activity
	Life []activity.Dated `json:"life" doc:"the steps in the order of their days"`
	Gate *activity.Gate   `json:"gate" doc:"how ready it is"`
}

func (a *Activity) version() int64 { return a.Seq }

type activitiesInput struct {
	Paging
	When
	Kind  string `query:"kind" doc:"of this kind only" example:"exercise"`
	State string `query:"state" enum:"planned,started,ended,closed,cancelled" doc:"in this state only" example:"planned"`
	Party string `query:"party" doc:"in which this State takes part only" example:"USA"`
}

type activityInput struct {
	When
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

// activities adds what partners do together.
func (x *API) activities() {
	read(x, operation("list-activity-kinds", "GET", "/activity-kinds", "activities", "The kinds of activity, with their steps and what the gate looks at"), access.Ask,
		func(context.Context, *struct{}) (*[]activity.Kind, error) {
			kinds, err := activity.Kinds()
			return &kinds, err
		})
	read(x, operation("list-activities", "GET", "/activities", "activities", "The activities on record by their starts, with how ready each is on the day"), access.Read, x.listActivities)
	read(x, operation("get-activity", "GET", "/activities/{id}", "activities", "An activity, its steps, and its gate on the day, for each participant with reasons"), access.Read, x.activity)
	schema := x.formed("Plan", "A plan: id, kind, title, start, end, participants; territory, owner, basis and facts where they are known", reflect.TypeFor[activity.Activity](), "id", "kind", "title", "start", "end", "participants")
	change(x, taking(operation("plan-activity", "POST", "/activities", "activities", "Put a plan on record"), schema), access.Plan,
		about[newPlan]{kind: activity.KindActivity, at: "/activities/%s"}, func(ctx context.Context, in *newPlan) error {
			a, err := activity.ReadPlan(in.RawBody)
			if err != nil {
				return err
			}
			return x.app.Plan(ctx, who(ctx).Name, a)
		})
	change(x, operation("clear-activity", "POST", "/activities/{id}/clearances", "activities", "Record what the gate asks for, with what shows it"), access.Duty,
		about[cleared]{kind: activity.KindActivity, id: func(in *cleared) string { return ent.Fold(in.ID) }}, x.clear)
	change(x, operation("override-activity", "POST", "/activities/{id}/overrides", "activities", "Let it go on although the gate is red, never against what the law prohibits"), access.Approve,
		about[overridden]{kind: activity.KindActivity, id: func(in *overridden) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *overridden) error {
			return x.app.Override(ctx, ent.Fold(in.ID), activity.Override{Key: in.Body.Key, State: in.Body.State, On: x.Today(), Reason: in.Body.Reason, By: who(ctx).Name})
		})
	change(x, operation("step-activity", "POST", "/activities/{id}/steps", "activities", "Move a step, or record that it was done"), access.Plan,
		about[stepTaken]{kind: activity.KindActivity, id: func(in *stepTaken) string { return ent.Fold(in.ID) }}, x.takeStep)
	change(x, operation("go-activity", "POST", "/activities/{id}/state", "activities", "Start, end, close or cancel it; it starts only when its gate is not red"), access.Plan,
		about[gone]{kind: activity.KindActivity, id: func(in *gone) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *gone) error {
			a, g, err := x.app.Ready(ctx, ent.Fold(in.ID), x.Today(), time.Time{})
			if err != nil {
				return err
			}
			return x.app.Activities.Go(ctx, who(ctx).Name, a.ID, in.Body.To, g, in.Body.Note)
		})
}

func (x *API) listActivities(ctx context.Context, in *activitiesInput) (*Page[app.Row], error) {
	_, on, err := x.asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	known, err := in.moment()
	if err != nil {
		return nil, err
	}
	all, err := x.app.Portfolio(ctx, app.Which{Kind: in.Kind, State: activity.State(in.State), Party: ent.StateCode(ent.Fold(in.Party))}, on, known)
	if err != nil {
		return nil, err
	}
	return page(ctx, in.Paging, all, func(r *app.Row) string { return r.Start.String() + " " + r.ID })
}

func (x *API) activity(ctx context.Context, in *activityInput) (*Activity, error) {
	_, on, err := x.asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	known, err := in.moment()
	if err != nil {
		return nil, err
	}
	a, g, err := x.app.Ready(ctx, ent.Fold(in.ID), on, known)
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

func (x *API) clear(ctx context.Context, in *cleared) error {
	until, err := optionalDay(in.Body.Until)
	if err != nil {
		return err
	}
	return x.app.Activities.Clear(ctx, ent.Fold(in.ID), activity.Clearance{Key: in.Body.Key, State: in.Body.State, On: x.Today(), Until: until, Evidence: in.Body.Evidence, By: who(ctx).Name})
}

func (x *API) takeStep(ctx context.Context, in *stepTaken) error {
	t := activity.StepTaken{Step: in.Body.Step, Note: in.Body.Note}
	var err error
	if t.On, err = optionalDay(in.Body.On); err != nil {
		return err
	}
	if t.Done, err = optionalDay(in.Body.Done); err != nil {
		return err
	}
	return x.app.Activities.Take(ctx, who(ctx).Name, ent.Fold(in.ID), t)
}
