package app

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/duty"
	"entente/internal/law"
	"entente/internal/register"
)

// Days returns what lies ahead from a day on: duties, the days on which an agreement of
// the register begins or ceases to bind, the last days for notices, and the steps of what is
// planned or going on, the soonest first.
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
	for _, id := range a.derived.of(a, lib).after(on) {
		in := lib.Treaties.Instrument(id)
		for _, d := range register.Days(lib.Treaties, in, on) {
			entries = append(entries, duty.Entry{UID: fmt.Sprintf("%s-%s", d.Instrument, d.Key), Day: d.On, Summary: d.What, Text: in.Title, Alarms: d.Alarms, Of: duty.OfInstrument})
		}
	}
	steps, err := a.steps(ctx, on)
	if err != nil {
		return nil, err
	}
	entries = append(entries, steps...)
	slices.SortStableFunc(entries, func(x, y duty.Entry) int { return int(x.Day) - int(y.Day) })
	return entries, nil
}

// steps returns the steps of activities that are not done and lie ahead.
func (a *App) steps(ctx context.Context, on ent.Date) ([]duty.Entry, error) {
	all, err := a.Activities.All(ctx, time.Time{})
	if err != nil {
		return nil, err
	}
	var out []duty.Entry
	for i := range all {
		x := &all[i]
		if !x.Gated() && x.State != activity.Ended {
			continue
		}
		life, err := x.Life(on)
		if err != nil {
			return nil, err
		}
		for _, s := range life {
			if s.Done == 0 && s.On >= on {
				out = append(out, duty.Entry{UID: "activity-" + x.ID + "-" + s.ID, Seq: x.Seq, Day: s.On, Summary: x.Title + ": " + s.Name, Text: x.ID, Of: duty.OfActivity})
			}
		}
	}
	return out, nil
}

// Own reports whether an instrument is one of the register and not of the shipped law.
func (a *App) Own(id ent.InstrumentID) bool { return a.shipped.Treaties.Instrument(id) == nil }

// Relatives returns the instruments of the register that amend, supersede, supplement,
// implement or apply the one named, by id, as they stand in a library of Library.
func (a *App) Relatives(lib *law.Library, id ent.InstrumentID) []register.Relative {
	return append([]register.Relative{}, a.derived.of(a, lib).relatives[id]...)
}

// derived keeps what was worked out of the last libraries asked about, the newest first:
// libraries never change.
type derived struct {
	mu   sync.Mutex
	kept *simplelru.LRU[*law.Library, *overview]
}

// newDerived returns what keeps it of three libraries.
func newDerived() *derived { return &derived{kept: lastOf[*law.Library, *overview](3)} }

// lastOf remembers the n values that were asked for last.
func lastOf[K comparable, V any](n int) *simplelru.LRU[K, V] {
	l, err := simplelru.NewLRU[K, V](n, nil)
	if err != nil {
		panic(err) // n is a number above zero
	}
	return l
}

// overview is what is asked of all instruments of the register at once.
type overview struct {
	changes   []change // the last first
	relatives map[ent.InstrumentID][]register.Relative
}

// change is the last day on which something changes about an instrument.
type change struct {
	on ent.Date
	id ent.InstrumentID
}

// after returns the instruments about which something changes after a day, or whose term
// runs, by id.
func (o *overview) after(on ent.Date) []ent.InstrumentID {
	var out []ent.InstrumentID
	for _, c := range o.changes {
		if c.on <= on {
			break
		}
		out = append(out, c.id)
	}
	slices.Sort(out)
	return out
}

func (d *derived) of(a *App, lib *law.Library) *overview {
	d.mu.Lock()
	defer d.mu.Unlock()
	if o, ok := d.kept.Get(lib); ok {
		return o
	}
	o := &overview{relatives: map[ent.InstrumentID][]register.Relative{}}
	for _, id := range lib.Treaties.IDs() {
		if !a.Own(id) {
			continue
		}
		o.changes = append(o.changes, change{lib.Treaties.Settled(id), id})
		for _, r := range register.Relations(lib.Treaties.Instrument(id)) {
			o.relatives[r.To] = append(o.relatives[r.To], r.Relative)
		}
	}
	slices.SortFunc(o.changes, func(x, y change) int {
		if x.on != y.on {
			return int(y.on) - int(x.on)
		}
		return strings.Compare(string(x.id), string(y.id))
	})
	d.kept.Add(lib, o)
	return o
}
