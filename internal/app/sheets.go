package app

import (
	"context"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/activity/burden"
	"entente/internal/activity/capacity"
	"entente/internal/activity/force"
	"entente/internal/activity/papers"
)

// The papers that can be written of an activity.
const (
	PaperBrief  = "brief"  // the pre-brief of a meeting
	PaperReport = "report" // from plan to after-action
	PaperLetter = "letter" // the draft under article 51 of the Charter
)

// Paper writes a paper of an activity as PDF, as it stands on a day. It bears the marking of all
// that was read for it. from is whose letter it is.
func (a *App) Paper(ctx context.Context, id, which string, from ent.StateCode, on ent.Date, known time.Time) ([]byte, error) {
	ctx = access.Gathering(ctx)
	x, g, err := a.Ready(ctx, id, on, known)
	if err != nil {
		return nil, err
	}
	h := papers.Head{World: a.shipped.Treaties.World(), On: on}
	var agenda *activity.Agenda
	if which == PaperBrief {
		if agenda, err = a.Agenda(ctx, x, on, known); err != nil {
			return nil, err
		}
	}
	h.Marking = access.Bears(ctx, "")
	switch which {
	case PaperBrief:
		return papers.Brief(h, x, agenda)
	case PaperReport:
		return papers.Report(h, x, g)
	case PaperLetter:
		return papers.Letter(h, x, from)
	}
	return nil, ent.Errorf(ent.Invalid, "%q is no paper of an activity; there are %s, %s and %s", which, PaperBrief, PaperReport, PaperLetter)
}

// Account works out who owes what of an activity.
func (a *App) Account(ctx context.Context, id string, known time.Time) (*activity.Activity, *burden.Account, error) {
	x, lib, err := a.under(ctx, id, known)
	if err != nil {
		return nil, nil, err
	}
	out, err := burden.Of(lib, x)
	return x, out, err
}

// Matrix says who in a joint force may do what on a day.
func (a *App) Matrix(ctx context.Context, id string, on ent.Date, known time.Time) (*activity.Activity, *force.Matrix, error) {
	x, lib, err := a.under(ctx, id, known)
	if err != nil {
		return nil, nil, err
	}
	out, err := force.Of(lib, x, on)
	return x, out, err
}

// Units traces what recipient units got; see capacity.Units.
func (a *App) Units(ctx context.Context, state ent.StateCode, words string, limit int, known time.Time) ([]capacity.Unit, bool, error) {
	all, err := a.Activities.All(ctx, known)
	if err != nil {
		return nil, false, err
	}
	out, more := capacity.Units(all, state, words, limit)
	return out, more, nil
}

// Goals returns the goals of partners as they stand on a day; see capacity.Goals.
func (a *App) Goals(ctx context.Context, state ent.StateCode, on ent.Date, known time.Time) ([]capacity.Goal, error) {
	all, err := a.Activities.All(ctx, known)
	if err != nil {
		return nil, err
	}
	return capacity.Goals(all, state, on), nil
}
