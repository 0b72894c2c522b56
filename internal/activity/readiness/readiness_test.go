package readiness_test

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity"
	"entente/internal/activity/readiness"
	"entente/internal/law"
	"entente/internal/law/treaty"
)

func library(t interface{ Fatal(...any) }) *law.Library {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func meeting(id string, seq int64, waits ...string) activity.Activity {
	a := activity.Activity{ID: id, Kind: "meeting", Title: id, Seq: seq, State: activity.Planned, Start: ent.NewDate(2026, 12, 1), End: ent.NewDate(2026, 12, 1),
		Participants: []activity.Participant{{State: "FIN", Role: "participant"}, {State: "NOR", Role: "participant"}}}
	for _, w := range waits {
		if err := a.Enter("planner.one", a.Start, "waits", map[string]string{"activity": w, "so-far": "ended"}); err != nil {
			panic(err)
		}
	}
	return a
}

// Who may not see the activity that another waits for gets the gate as it stands for them, whoever
// asked before: the memory is shared.
func TestWhoSeesWhat(t *testing.T) {
	ctx, lib, on := context.Background(), library(t), ent.NewDate(2026, 12, 1)
	ended := meeting("OLD", 1)
	ended.State = activity.Ended
	waiting := meeting("NEW", 7, "OLD") // of a later version than the one that it waits for
	all, some := []activity.Activity{ended, waiting}, []activity.Activity{waiting}
	want := map[int]string{}
	for i, list := range [][]activity.Activity{all, some} {
		g, err := waiting.Gate(lib, on, activity.Among(list))
		if err != nil {
			t.Fatal(err)
		}
		want[i] = g.Mark()
	}
	if want[0] == want[1] {
		t.Fatal("it makes no difference here; the test shows nothing")
	}
	for _, order := range [][]int{{0, 1, 0}, {1, 0, 1}} {
		m := readiness.New()
		for _, i := range order {
			list := [][]activity.Activity{all, some}[i]
			got, _, err := m.Of(ctx, lib, on, list, activity.Among(list))
			if err != nil || got["NEW"].Mark != want[i] {
				t.Errorf("asked in the order %v: who sees %d activities is told %+v, %v", order, len(list), got["NEW"], err)
			}
		}
	}
}

// After any act of anybody, what is remembered and taken over is what would be worked out.
func TestTakenOver(t *testing.T) {
	ctx, lib, on := context.Background(), library(t), ent.NewDate(2026, 11, 1)
	states := []ent.StateCode{"FIN", "SWE", "NOR", "DEU", "USA", "JPN", "UKR", "IRL", "NLD", "CHE"}
	var all []activity.Activity
	for i := range 24 {
		a := meeting(fmt.Sprintf("X-%d", i), int64(i))
		a.Kind, a.Territory = "exercise", states[i%10]
		a.Participants = []activity.Participant{{State: states[i%10], Role: "host"}, {State: states[(i*3+1)%10], Role: "sending"}}
		if a.Participants[0].State != a.Participants[1].State {
			all = append(all, a)
		}
	}
	find := activity.Among(all)
	rapid.Check(t, func(t *rapid.T) {
		m, now := readiness.New(), lib
		for range rapid.IntRange(1, 3).Draw(t, "acts") {
			if _, _, err := m.Of(ctx, now, on, all, find); err != nil {
				t.Fatal(err)
			}
			id := rapid.SampledFrom([]ent.InstrumentID{"NATO-SOFA", "PFP-SOFA", "PFP-AP", "EU-SOFA", "NAT"}).Draw(t, "instrument")
			in := *now.Treaties.Instrument(id)
			in.Record = append([]treaty.Act{}, in.Record...)
			in.Record = append(in.Record, treaty.Act{State: rapid.SampledFrom(states).Draw(t, "state"), Act: rapid.SampledFrom([]treaty.Verb{treaty.Withdrew, treaty.Acceded}).Draw(t, "verb"), On: ent.NewDate(2024, rapid.IntRange(1, 12).Draw(t, "month"), 1)})
			l, problems := now.Treaties.With(in)
			if len(problems) > 0 {
				continue
			}
			now = now.With(l, fmt.Sprint("another", len(in.Record)))
		}
		got, _, err := m.Of(ctx, now, on, all, find)
		if err != nil {
			t.Fatal(err)
		}
		for i := range all {
			g, err := all[i].Gate(now, on, find)
			if err != nil || got[all[i].ID].Mark != g.Mark() || got[all[i].ID].Light != g.Light {
				t.Fatalf("%s: remembered %+v, worked out %s %s, %v", all[i].ID, got[all[i].ID], g.Light, g.Mark(), err)
			}
		}
	})
}
