// Package readiness knows how ready many activities are at once: it remembers their gates, and works
// out anew only those whom a change of the law may concern.
package readiness

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"strings"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/errgroup"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/law"
	"entente/internal/law/difference"
)

// Memory remembers how ready activities are under the last states of the law, by the day that
// was asked about. When the law changes, those whom it does not concern are taken over.
type Memory struct {
	mu   sync.Mutex
	kept *simplelru.LRU[lawOn, map[string]Gate] // maps that are kept do not change
	last *simplelru.LRU[ent.Date, *law.Library] // under which a day was asked about last
}

// lawOn is the law that was asked, and the day.
type lawOn struct {
	lib *law.Library
	on  ent.Date
}

// Gate is how ready a version of an activity is.
type Gate struct {
	rests string // on which versions: of it, and of those that it waits for as far as they may be seen
	Light activity.Light
	Mark  string // of all that it says
}

// most is how many states of the law and days are remembered.
const most = 8

// New returns a memory of nothing.
func New() *Memory {
	kept, err1 := simplelru.NewLRU[lawOn, map[string]Gate](most, nil)
	last, err2 := simplelru.NewLRU[ent.Date, *law.Library](most, nil)
	if err := errors.Join(err1, err2); err != nil {
		panic(err) // most is a number above zero
	}
	return &Memory{kept: kept, last: last}
}

// Work says how much there was to do to know how ready activities are.
type Work struct {
	Activities int `json:"activities" doc:"that are planned or going on"`
	Concerned  int `json:"concerned" doc:"whom the change of the law since they were last asked may concern"`
	Asked      int `json:"asked" doc:"whose gate was worked out anew"`
}

// Of returns the gates of those among the activities that are planned or going on, by id. find finds
// those that they wait for.
func (s *Memory) Of(ctx context.Context, lib *law.Library, on ent.Date, all []activity.Activity, find activity.Finder) (map[string]Gate, Work, error) {
	known, old, before := s.remembered(lawOn{lib, on})
	out, w := maps.Clone(known), Work{}
	if out == nil {
		out = make(map[string]Gate, len(all))
	}
	var d *difference.Difference
	if old != nil {
		d = difference.Between(old, lib)
	}
	var ask []*activity.Activity
	for i := range all {
		a := &all[i]
		if !a.Gated() {
			continue
		}
		w.Activities++
		version := rests(a, find)
		if g, ok := known[a.ID]; ok && g.rests == version {
			continue
		}
		if g, ok := before[a.ID]; ok && g.rests == version {
			if !d.Concerns(a.States()...) {
				out[a.ID] = g
				continue
			}
			w.Concerned++
		}
		ask = append(ask, a)
	}
	if w.Asked = len(ask); w.Asked > 0 {
		if err := asking(ctx, lib, on, ask, find, out); err != nil {
			return nil, w, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.Add(lawOn{lib, on}, out)
	s.last.Add(on, lib)
	return out, w, nil
}

// rests names the versions on which the gate of an activity rests: its own, and those of the
// activities that it waits for. One that whoever asks may not see is named as absent, so that
// nobody is told of a gate that rests on what they may not see.
func rests(a *activity.Activity, find activity.Finder) string {
	var b strings.Builder
	fmt.Fprint(&b, a.Seq)
	for _, id := range a.Needs() {
		seq := int64(-1)
		if x := find(id); x != nil {
			seq = x.Seq
		}
		fmt.Fprintf(&b, " %d", seq)
	}
	return b.String()
}

// remembered returns what is known under a law on a day; and, where it was another law under
// which that day was asked about last, that law with what was known then.
func (s *Memory) remembered(at lawOn) (known map[string]Gate, old *law.Library, before map[string]Gate) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known, _ = s.kept.Get(at)
	if lib, ok := s.last.Get(at.on); ok && lib != at.lib {
		if before, ok = s.kept.Get(lawOn{lib, at.on}); ok {
			old = lib
		}
	}
	return known, old, before
}

// asking works gates out, on all processors.
func asking(ctx context.Context, lib *law.Library, on ent.Date, ask []*activity.Activity, find activity.Finder, out map[string]Gate) error {
	gates := make([]Gate, len(ask))
	g, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for n := range workers {
		g.Go(func() error {
			for i := n; i < len(ask); i += workers {
				if err := ctx.Err(); err != nil {
					return err
				}
				x, err := ask[i].Gate(lib, on, find)
				if err != nil {
					return err
				}
				gates[i] = Gate{rests(ask[i], find), x.Light, x.Mark()}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	for i, a := range ask {
		out[a.ID] = gates[i]
	}
	return nil
}
