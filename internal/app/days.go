package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	ent "entente"
	"entente/internal/duty"
	"entente/internal/register"
)

// Days returns what lies ahead from a day on: duties, the days on which an agreement of
// the register begins or ceases to bind, and the last days for notices, the soonest first.
func (a *App) Days(ctx context.Context, on ent.Date) ([]duty.Entry, error) {
	items, err := a.Duties.List(ctx, on)
	if err != nil {
		return nil, err
	}
	entries := duty.Entries(items)
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	all, err := a.Register.All(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	for i := range all {
		for _, d := range register.Days(lib.Treaties, &all[i], on) {
			entries = append(entries, duty.Entry{UID: fmt.Sprintf("%s-%s", d.Instrument, d.Key), Day: d.On, Summary: d.What, Text: all[i].Title, Alarms: d.Alarms})
		}
	}
	slices.SortStableFunc(entries, func(x, y duty.Entry) int { return int(x.Day) - int(y.Day) })
	return entries, nil
}
