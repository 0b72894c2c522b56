package app

import (
	"context"
	"maps"
	"runtime"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/sync/errgroup"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/law"
	"entente/internal/law/difference"
)

// gates remembers how ready activities are under the last states of the law, by the day that
// was asked about. When the law changes, those whom it does not concern are taken over.
type gates struct {
	mu   sync.Mutex
	kept *simplelru.LRU[lawOn, map[string]gateOf] // maps that are kept do not change
	last *simplelru.LRU[ent.Date, *law.Library]   // under which a day was asked about last
}

// lawOn is the law that was asked, and the day.
type lawOn struct {
	lib *law.Library
	on  ent.Date
}

// gateOf is how ready a version of an activity is.
type gateOf struct {
	seq   int64
	light activity.Light
	mark  string // of all that it says
}

func newGates() *gates {
	return &gates{kept: lastOf[lawOn, map[string]gateOf](8), last: lastOf[ent.Date, *law.Library](8)}
}

// Work says how much there was to do to know how ready activities are.
type Work struct {
	Activities int `json:"activities" doc:"that are planned or going on"`
	Concerned  int `json:"concerned" doc:"whom the change of the law since they were last asked may concern"`
	Asked      int `json:"asked" doc:"whose gate was worked out anew"`
}

// of returns the gates of those among the activities that are planned or going on, by id.
func (s *gates) of(ctx context.Context, lib *law.Library, on ent.Date, all []activity.Activity) (map[string]gateOf, Work, error) {
	known, old, before := s.remembered(lawOn{lib, on})
	out, w := maps.Clone(known), Work{}
	if out == nil {
		out = make(map[string]gateOf, len(all))
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
		if g, ok := known[a.ID]; ok && g.seq == a.Seq {
			continue
		}
		if g, ok := before[a.ID]; ok && g.seq == a.Seq {
			if !d.Concerns(a.States()...) {
				out[a.ID] = g
				continue
			}
			w.Concerned++
		}
		ask = append(ask, a)
	}
	if w.Asked = len(ask); w.Asked > 0 {
		if err := asking(ctx, lib, on, ask, out); err != nil {
			return nil, w, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kept.Add(lawOn{lib, on}, out)
	s.last.Add(on, lib)
	return out, w, nil
}

// remembered returns what is known under a law on a day; and, where it was another law under
// which that day was asked about last, that law with what was known then.
func (s *gates) remembered(at lawOn) (known map[string]gateOf, old *law.Library, before map[string]gateOf) {
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
func asking(ctx context.Context, lib *law.Library, on ent.Date, ask []*activity.Activity, out map[string]gateOf) error {
	gates := make([]gateOf, len(ask))
	g, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for n := range workers {
		g.Go(func() error {
			for i := n; i < len(ask); i += workers {
				if err := ctx.Err(); err != nil {
					return err
				}
				x, err := ask[i].Gate(lib, on)
				if err != nil {
					return err
				}
				gates[i] = gateOf{ask[i].Seq, x.Light, x.Mark()}
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
