package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/activity"
	"entente/internal/law"
	"entente/internal/law/treaty"
	"entente/internal/serve/load"
)

// planned is how many activities are planned.
const planned = 10_000

// cooperating measures the gate of one activity, and all gates and the portfolio of many.
func cooperating(*law.Library) error {
	return house(func(ctx context.Context, h *load.House) error {
		fmt.Println("## Activities, one reader")
		if err := oneGate(ctx, h); err != nil {
			return err
		}
		m := begin()
		start := time.Now()
		if err := h.Plan(ctx, planned); err != nil {
			return err
		}
		fmt.Printf("\n%d planned, one by one, in %v.\n", planned, time.Since(start).Round(100*time.Millisecond))
		if err := reruns(ctx, h); err != nil {
			return err
		}
		jar, err := h.SignIn(ctx, access.Planner)
		if err != nil {
			return err
		}
		fmt.Println("\n| page, 10,000 activities | p50 / p95 |\n| --- | --- |")
		for _, p := range []string{"/activities", "/activities?gate=red", "/activities?party=Finland&page=1", "/activities/PLAN-00042", "/calendar", "/"} {
			t, err := load.Alone(ctx, h.URL, jar, &load.Request{Name: p, Method: http.MethodGet, Path: p, Header: map[string]string{"Accept-Encoding": "gzip"}}, 2*time.Second, 20)
			if err != nil {
				return err
			}
			fmt.Printf("| `%s` | %s / %s |\n", p, ms(t.P(0.5)), ms(t.P(0.95)))
		}
		fmt.Println("\n" + m.others())
		return nil
	})
}

// oneGate measures the gate of an exercise of twelve.
func oneGate(ctx context.Context, h *load.House) error {
	lib, err := h.App.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	a := &activity.Activity{ID: "TWELVE", Kind: "exercise", Title: "an exercise of twelve", Start: day.AddDays(100), End: day.AddDays(110), Territory: "NOR",
		Facts: map[string]any{"consent.given": true, "consent.by_competent_organ": true, "consent.genuine": true, "consent.covers_activity": true}}
	for i, s := range []ent.StateCode{"NOR", "USA", "GBR", "DEU", "FRA", "NLD", "DNK", "SWE", "FIN", "POL", "EST", "CAN"} {
		a.Participants = append(a.Participants, activity.Participant{State: s, Role: []string{"host", "sending", "other-sending"}[min(i, 2)]})
	}
	d := median(9, 20, func() {
		if _, e := a.Gate(lib, day, nil); e != nil {
			err = e
		}
	})
	fmt.Printf("\nThe gate of an exercise of 12 participants (66 pairs): %.2f ms; limit 50 ms: %.3f of it.\n", float64(d.Microseconds())/1000, d.Seconds()/0.05)
	return err
}

// reruns measures looking at all gates again: for the first time, when nothing changed, and after
// one State's withdrawal.
func reruns(ctx context.Context, h *load.House) error {
	rerun := func(what string) error {
		start := time.Now()
		r, err := h.App.Rerun(ctx, day)
		if err != nil {
			return err
		}
		fmt.Printf("| %s | %d | %d | %d | %v | %.2f |\n", what, r.Activities, r.Asked, len(r.Turns), time.Since(start).Round(time.Millisecond), time.Since(start).Seconds()/5)
		return nil
	}
	fmt.Println("\n| all gates again | planned or going on | worked out | turned | took | part of the limit of 5 s |\n| --- | --- | --- | --- | --- | --- |")
	if err := rerun("the first time"); err != nil {
		return err
	}
	if err := rerun("nothing changed"); err != nil {
		return err
	}
	for _, id := range []ent.InstrumentID{"NATO-SOFA", "PFP-SOFA"} {
		if err := h.App.Register.Record(ctx, "load", id, treaty.Act{State: "FIN", Act: treaty.Withdrew, On: day.AddDays(-400), Effective: day.AddDays(-30), Source: "an example"}); err != nil {
			return err
		}
	}
	if err := rerun("Finland left the agreements on status"); err != nil {
		return err
	}
	all, err := h.App.Activities.All(ctx, time.Time{})
	if err != nil {
		return err
	}
	with := 0
	for i := range all {
		if all[i].Gated() && slices.Contains(all[i].States(), "FIN") {
			with++
		}
	}
	fmt.Printf("\nFinland takes part in, or is the host of, %d of them.\n", with)
	return nil
}
