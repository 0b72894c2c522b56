package cooperation

import (
	"cmp"
	"context"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/activity/burden"
	"entente/internal/activity/capacity"
	"entente/internal/activity/force"
	"entente/internal/api/wire"
)

type newEntry struct {
	ID   string `path:"id" doc:"id of an activity on record" example:"JTF-NORTH"`
	Body struct {
		Section string            `json:"section" minLength:"1" doc:"one of those that its kind keeps" example:"caveats"`
		Values  map[string]string `json:"values" doc:"by the ids of the section's fields"`
	}
}

type entryCorrection struct {
	ID   string `path:"id" doc:"id of an activity on record" example:"JTF-NORTH"`
	N    int    `path:"n" minimum:"1" doc:"number of the entry" example:"4"`
	Body struct {
		Values map[string]string `json:"values,omitempty" doc:"the entry as it is now; none: it is struck"`
		Reason string            `json:"reason" minLength:"1" doc:"why; it stays on record" example:"entered twice"`
	}
}

type paperInput struct {
	wire.When
	ID    string `path:"id" doc:"id of an activity on record" example:"JTF-NORTH"`
	Paper string `path:"paper" enum:"brief,report,letter" doc:"the pre-brief of a meeting, a report, or the draft of a letter under article 51 of the Charter" example:"report"`
	From  string `query:"from" doc:"whose letter it is" example:"FIN"`
}

type unitsInput struct {
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
	Words string `query:"words" required:"true" minLength:"2" maxLength:"200" doc:"that stand in the name of the unit" example:"engineer battalion"`
	State string `query:"state" doc:"of this State only" example:"UKR"`
}

type turnsInput struct {
	wire.Paging
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
	Since string `query:"since" format:"date" doc:"since this day; default a month ago" example:"2026-11-01"`
}

type goalsInput struct {
	wire.Paging
	wire.When
	State string `query:"state" doc:"of this partner only" example:"UKR"`
}

// Units is what was found of units.
type Units struct {
	Units []capacity.Unit `json:"units"`
	More  bool            `json:"more" doc:"there are others; give more words"`
}

// entries adds what activities keep in their sections.
func (x rooms) entries() {
	wire.Change(x.API, wire.Operation("enter-entry", "POST", "/activities/{id}/entries", "activities", "Add an entry to a section of an activity; a decision with an owner and a day becomes a duty"), access.Plan,
		wire.About[newEntry]{Kind: activity.KindActivity, ID: func(in *newEntry) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *newEntry) error {
			return x.App.Enter(ctx, wire.Who(ctx).Name, x.Today(), ent.Fold(in.ID), in.Body.Section, in.Body.Values)
		})
	wire.Change(x.API, wire.Operation("correct-entry", "POST", "/activities/{id}/entries/{n}", "activities", "Write an entry anew, or strike it; what stood there stays in the record's history"), access.Plan,
		wire.About[entryCorrection]{Kind: activity.KindActivity, ID: func(in *entryCorrection) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *entryCorrection) error {
			return x.App.Correct(ctx, wire.Who(ctx).Name, x.Today(), ent.Fold(in.ID), in.N, in.Body.Values, in.Body.Reason)
		})
}

// views adds what is worked out of activities.
func (x rooms) views() {
	wire.Read(x.API, wire.Operation("get-activity-matrix", "GET", "/activities/{id}/matrix", "activities", "Who in a joint force may do what on the day, under which law, rules of engagement and caveats, the most restrictive first"), access.Read,
		func(ctx context.Context, in *activityInput) (*force.Matrix, error) {
			on, known, err := x.At(&in.When)
			if err != nil {
				return nil, err
			}
			_, m, err := x.App.Matrix(ctx, ent.Fold(in.ID), on, known)
			return m, err
		})
	wire.Read(x.API, wire.Operation("get-activity-account", "GET", "/activities/{id}/account", "activities", "Who owes what: contributions against the key, claims by the rule of the agreement"), access.Read,
		func(ctx context.Context, in *activityInput) (*burden.Account, error) {
			known, err := in.Moment()
			if err != nil {
				return nil, err
			}
			_, c, err := x.App.Account(ctx, ent.Fold(in.ID), known)
			return c, err
		})
	wire.Read(x.API, wire.Operation("get-activity-agenda", "GET", "/activities/{id}/agenda", "activities", "What the record gives a meeting to speak of"), access.Read, x.agenda)
	wire.ReadFile(x.API, wire.Operation("get-activity-paper", "GET", "/activities/{id}/papers/{paper}", "activities", "A paper of an activity as PDF"), access.Read, &huma.Schema{Format: "binary"}, "application/pdf", x.paper)
	wire.Read(x.API, wire.Operation("find-units", "GET", "/units", "activities", "All that recipient units ever got, with what stood on record of their vetting then"), access.Read,
		func(ctx context.Context, in *unitsInput) (*Units, error) {
			known, err := (&wire.When{Known: in.Known}).Moment()
			if err != nil {
				return nil, err
			}
			list, more, err := x.App.Units(ctx, ent.StateCode(ent.Fold(in.State)), in.Words, 200, known)
			return &Units{list, more}, err
		})
	wire.Read(x.API, wire.Operation("list-goals", "GET", "/goals", "activities", "Partnership goals in their cycles of two years, each as it was assessed last"), access.Read, x.goals)
	wire.Read(x.API, wire.Operation("list-turns", "GET", "/gates/turns", "activities", "The gates that turned, the last first, with why and whom it concerns"), access.Read, x.turns)
}

func (x rooms) agenda(ctx context.Context, in *activityInput) (*activity.Agenda, error) {
	on, known, err := x.At(&in.When)
	if err != nil {
		return nil, err
	}
	m, err := x.App.Activities.Find(ctx, ent.Fold(in.ID), known)
	if err != nil {
		return nil, err
	}
	return x.App.Agenda(ctx, m, on, known)
}

func (x rooms) paper(ctx context.Context, in *paperInput) (*wire.File, error) {
	on, known, err := x.At(&in.When)
	if err != nil {
		return nil, err
	}
	b, err := x.App.Paper(ctx, ent.Fold(in.ID), in.Paper, ent.StateCode(ent.Fold(in.From)), on, known)
	return &wire.File{Media: "application/pdf", Cache: "private, no-cache", Name: ent.Fold(in.ID) + "-" + in.Paper + ".pdf", Body: b}, err
}

func (x rooms) turns(ctx context.Context, in *turnsInput) (*wire.Page[*activity.Turn], error) {
	known, err := (&wire.When{Known: in.Known}).Moment()
	if err != nil {
		return nil, err
	}
	since := x.Today().AddDays(-30)
	if in.Since != "" {
		if since, err = ent.ParseDate(in.Since); err != nil {
			return nil, err
		}
	}
	all, err := x.App.Turns(ctx, since, known)
	if err != nil {
		return nil, err
	}
	return wire.Cut(ctx, in.Paging, all, func(t **activity.Turn) string { return wire.NewestFirst((*t).Seq) })
}

func (x rooms) goals(ctx context.Context, in *goalsInput) (*wire.Page[capacity.Goal], error) {
	on, known, err := x.At(&in.When)
	if err != nil {
		return nil, err
	}
	all, err := x.App.Goals(ctx, ent.StateCode(ent.Fold(in.State)), on, known)
	if err != nil {
		return nil, err
	}
	return wire.Cut(ctx, in.Paging, sorted(all), func(g *capacity.Goal) string { return string(g.State) + " " + g.Cycle + " " + g.Goal })
}

// sorted puts goals in the order of their keys, as pages of a list need it.
func sorted(all []capacity.Goal) []capacity.Goal {
	slices.SortFunc(all, func(x, y capacity.Goal) int {
		return cmp.Or(cmp.Compare(x.State, y.State), cmp.Compare(x.Cycle, y.Cycle), cmp.Compare(x.Goal, y.Goal))
	})
	return all
}
