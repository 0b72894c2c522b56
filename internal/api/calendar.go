package api

import (
	"bytes"
	"context"
	"maps"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/duty"
	"entente/internal/law/clock"
)

type daysInput struct {
	wire.Paging
	On     string `query:"on" format:"date" doc:"from this day on; default today" example:"2026-12-01"`
	Within int    `query:"within" default:"365" minimum:"1" maximum:"36500" doc:"how many days ahead"`
	Done   bool   `query:"done" doc:"with duties that are done"`
}

type calendarsInput struct {
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
}

type newCalendar struct {
	Reason  string `query:"reason" default:"a newer calendar" doc:"why a calendar of the same id is superseded"`
	RawBody []byte `contentType:"application/json"`
}

// Calendars are the calendars on record.
type Calendars struct {
	Items []clock.Calendar `json:"items"`
}

// calendar adds the days ahead, and the calendars that clocks count in.
func (x *API) calendar() {
	wire.Read(x.API, wire.Operation("list-days", "GET", "/calendar/days", "duties", "The days ahead: duties, the beginning and end of agreements, the last days for notices"), access.Read, x.days)
	wire.Read(x.API, wire.Operation("list-calendars", "GET", "/calendars", "duties", "The calendars of working or sitting days on record"), access.Read,
		func(ctx context.Context, in *calendarsInput) (*Calendars, error) {
			known, err := (&wire.When{Known: in.Known}).Moment()
			if err != nil {
				return nil, err
			}
			all, err := x.App.Duties.Calendars(ctx, known)
			out := &Calendars{Items: []clock.Calendar{}}
			for _, id := range slices.Sorted(maps.Keys(all)) {
				out.Items = append(out.Items, *all[id])
			}
			return out, err
		})
	schema := x.Formed("CalendarText", "The days that count (only), or those of Monday to Friday that do not (free).", reflect.TypeFor[clock.Calendar](), "id", "from", "until")
	wire.Change(x.API, wire.Taking(wire.Operation("add-calendar", "POST", "/calendars", "duties", "Put a calendar of working or sitting days on record"), schema), access.Duty,
		wire.About[newCalendar]{Kind: duty.KindCalendar}, func(ctx context.Context, in *newCalendar) error {
			dec := yaml.NewDecoder(bytes.NewReader(in.RawBody))
			dec.KnownFields(true)
			var c clock.Calendar
			if err := dec.Decode(&c); err != nil {
				return ent.Errorf(ent.Invalid, "calendar: %s", strings.TrimPrefix(err.Error(), "yaml: "))
			}
			return x.App.Duties.AddCalendar(ctx, wire.Who(ctx).Name, &c, in.Reason)
		})
}

func (x *API) days(ctx context.Context, in *daysInput) (*wire.Page[duty.Entry], error) {
	on, err := x.Day(in.On)
	if err != nil {
		return nil, err
	}
	all, err := x.App.Days(ctx, on, on.AddDays(in.Within))
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(e duty.Entry) bool { return e.Done && !in.Done })
	return wire.Cut(ctx, in.Paging, keyed(all), func(e *duty.Entry) string { return e.Day.String() + "." + e.UID })
}

// keyed puts entries of one day in the order of their ids.
func keyed(all []duty.Entry) []duty.Entry {
	slices.SortStableFunc(all, func(a, b duty.Entry) int {
		if a.Day != b.Day {
			return int(a.Day) - int(b.Day)
		}
		return strings.Compare(a.UID, b.UID)
	})
	return all
}
