package app_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	ent "entente"
	"entente/internal/app"
	"entente/internal/duty"
	"entente/internal/law/treaty"
	"entente/internal/register"
)

func opened(t *testing.T, store string) *app.App {
	t.Helper()
	a, err := app.Open(context.Background(), app.Config{Store: store})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	return a
}

func bilateral(id string) *treaty.Instrument {
	in, err := register.Read([]byte(fmt.Sprintf("id: %s\ntitle: an example\nkind: treaty\nlegal_order: international\nbinding: true\nentry_into_force: {initial: {count: 2}}\nacts: |\n  FIN signed 2024-01-01; ratified 2024-02-01\n", id)))
	if err != nil {
		panic(err)
	}
	return in
}

// The library that an opened institution keeps and brings up to date is the one that a
// newly opened one builds, after every kind of change, and another process is followed.
func TestLibraryFollows(t *testing.T) {
	ctx := context.Background()
	store := "sqlite:" + filepath.Join(t.TempDir(), "s.db")
	a, other := opened(t, store), opened(t, store)
	last := ""
	var moments []time.Time
	var hashes []string
	same := func(what string) {
		t.Helper()
		kept, err := a.Library(ctx, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		built, err := opened(t, store).Library(ctx, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		known, err := a.Library(ctx, time.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if kept.Hash != built.Hash || kept.Hash != known.Hash || len(kept.Treaties.IDs()) != len(built.Treaties.IDs()) {
			t.Errorf("%s: kept %s, built %s, as known %s", what, kept.Hash, built.Hash, known.Hash)
		}
		if kept.Hash == last {
			t.Errorf("%s: the hash is that of before", what)
		}
		last = kept.Hash
		moments, hashes = append(moments, time.Now()), append(hashes, last)
		on := ent.NewDate(2024, 6, 1)
		for _, id := range []ent.InstrumentID{"FIN-JPN-1", "FIN-JPN-2", "NAT"} {
			if x, y := kept.Treaties.Between([]ent.StateCode{"FIN", "JPN"}, id, on), built.Treaties.Between([]ent.StateCode{"FIN", "JPN"}, id, on); x.InForce != y.InForce || x.Since != y.Since {
				t.Errorf("%s: %s: %+v, %+v", what, id, x, y)
			}
		}
	}
	same("empty")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(a.Register.Add(ctx, "x", bilateral("FIN-JPN-1")))
	same("added")
	must(other.Register.Record(ctx, "x", "FIN-JPN-1", treaty.Act{State: "JPN", Act: treaty.Ratified, On: ent.NewDate(2024, 3, 1)}))
	same("act by another process")
	must(other.Register.Add(ctx, "x", bilateral("FIN-JPN-2")))
	must(a.Register.Correct(ctx, "x", "FIN-JPN-1/JPN/ratified/2024-03-01", "a slip", false, func(x *treaty.Act) { x.On = ent.NewDate(2024, 3, 11) }))
	same("corrected")
	in := bilateral("FIN-JPN-2")
	in.Title = "another title"
	must(a.Register.Revise(ctx, "x", in, "a better title"))
	same("revised")
	must(a.Register.Correct(ctx, "x", "FIN-JPN-1/JPN/ratified/2024-03-01", "never", true, func(*treaty.Act) {}))
	same("withdrawn")
	if _, err := a.Duties.Add(ctx, "x", duty.Duty{Text: "of which no library is made"}); err != nil {
		t.Fatal(err)
	}
	asKnown(t, a, store, moments, hashes)
	now, err := a.Library(ctx, time.Time{})
	if then, err2 := a.Library(ctx, moments[len(moments)-1]); err != nil || err2 != nil || then != now {
		t.Error("the library of a moment since which nothing of it changed is built again")
	}
}

// asKnown asks for the library as it was known at each of the moments, of the process that
// saw it and of another.
func asKnown(t *testing.T, a *app.App, store string, moments []time.Time, hashes []string) {
	t.Helper()
	for i := range moments {
		for _, x := range []*app.App{a, opened(t, store), a} {
			if lib, err := x.Library(context.Background(), moments[i]); err != nil || lib.Hash != hashes[i] {
				t.Errorf("as known after step %d: %v", i+1, err)
			}
		}
	}
}

// What lies ahead is told of every agreement of which something lies ahead, on any day.
func TestDays(t *testing.T) {
	ctx := context.Background()
	a := opened(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"))
	for i, rest := range []string{"", "duration: {for: {years: 5}, renewal: automatic, notice: {days: 90}}", "ended: 2030-01-01", "duration: {for: {years: 2}, renewal: none}"} {
		in, err := register.Read([]byte(fmt.Sprintf("id: FIN-JPN-%d\ntitle: an example\nkind: treaty\nlegal_order: international\nbinding: true\nentry_into_force: {initial: {count: 2}}\nfamily: {amends: FIN-JPN-0}\n%s\nacts: |\n  FIN signed 2024-01-01; ratified 2024-02-01; withdrew 2026-05-01\n  JPN ratified 2024-0%d-01\n", i, rest, 3+i)))
		if err == nil {
			err = a.Register.Add(ctx, "x", in)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	all, err := a.Register.All(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for on := ent.NewDate(2023, 6, 1); on < ent.NewDate(2033, 1, 1); on = on.AddDays(13) {
		got, err := a.Days(ctx, on, 0)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for i := range all {
			want += len(register.Days(lib.Treaties, &all[i], on))
		}
		if len(got) != want {
			t.Errorf("%s: %d days, want %d", on, len(got), want)
		}
		told += want
	}
	if told < 100 {
		t.Errorf("%d days in all", told)
	}
	if rel := a.Relatives(lib, "FIN-JPN-0"); len(rel) != 4 || rel[0].As != "amends" {
		t.Errorf("relatives: %+v", rel)
	}
}
