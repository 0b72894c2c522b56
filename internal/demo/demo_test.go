package demo_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/demo"
)

// The example loads whole into an empty store, and is refused by one that is not.
func TestLoad(t *testing.T) {
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Store: "sqlite:" + filepath.Join(t.TempDir(), "s.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	people := access.NewPeople(a.Store, time.Now)
	today := ent.NewDate(2026, 11, 23)
	if err := demo.Load(ctx, a, people, today); err != nil {
		t.Fatal(err)
	}
	all, err := a.Register.All(ctx, time.Time{})
	if err != nil || len(all) < 40 {
		t.Errorf("%d agreements, %v", len(all), err)
	}
	items, err := a.Duties.List(ctx, today)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]int{}
	for _, it := range items {
		states[it.State]++
	}
	for _, want := range []string{"open", "overdue", "done", "unknown"} {
		if states[want] == 0 {
			t.Errorf("no duty is %s: %v", want, states)
		}
	}
	days, err := a.Days(ctx, today, 0)
	if err != nil || len(days) <= len(items) {
		t.Errorf("%d days ahead, %v", len(days), err)
	}
	if os, err := a.Opinions.All(ctx, time.Time{}); err != nil || len(os) < 6 {
		t.Errorf("%d findings, %v", len(os), err)
	}
	if o, err := a.Reviews.Open(ctx, "FIN-NOR-ACSA", "", time.Time{}); err != nil || len(o.Items)-o.Open != 4 || len(o.Analysis.Gaps) == 0 {
		t.Errorf("the text of FIN-NOR-ACSA: %v", err)
	}
	if err := demo.Load(ctx, a, people, today); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("loaded into a store that is not empty: %v", err)
	}
}
