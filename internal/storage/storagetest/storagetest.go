// Package storagetest says what a store must do, as tests that every engine passes.
package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
	"entente/internal/record"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
)

// Open opens a fresh, empty store; again with the same test it opens the same one.
type Open func(t *testing.T, now func() time.Time) *sqlbase.Store

// Run runs every test of the contract.
func Run(t *testing.T, open Open) {
	for name, f := range map[string]func(*testing.T, Open){
		"a correction supersedes":              correction,
		"two times":                            twoTimes,
		"all or nothing":                       allOrNothing,
		"only the current version changes":     stale,
		"texts come back as they were":         texts,
		"many at once":                         concurrent,
		"one call stands together":             appendedTogether,
		"the log follows the record":           logFollows,
		"classified content is sealed":         sealed,
		"checkpoints are never forgotten":      checkpoints,
		"a store is found again as it was":     reopened,
		"recorded times rise whatever a clock": clocks,
		"a copy taken under load is whole":     copied,
		"search finds what the measure finds":  finds,
		"search hides what may not be seen":    hidden,
		"an index that was moved is left":      moved,
		"the index follows the record":         follows,
		"a call with a key is done once":       onceOnly,
		"of many with a key one does it":       onceTogether,
		"only while a version is current":      onlyWhile,
		"what bears a marking is told":         markings,
	} {
		t.Run(name, func(t *testing.T) { f(t, open) })
	}
}

var ctx = context.Background()

func change(id, body string) record.Change {
	return record.Change{Kind: "note", ID: id, Body: []byte(body), Replaces: record.New}
}

func must[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func append1(t *testing.T, s *sqlbase.Store, c record.Change) record.Version {
	t.Helper()
	return must(s.Append(ctx, "tester", c))(t)[0]
}

func bodies(vs []record.Version) string {
	var out []string
	for _, v := range vs {
		out = append(out, string(v.Body))
	}
	return strings.Join(out, " ")
}

func correction(t *testing.T, open Open) {
	s := open(t, nil)
	a := append1(t, s, change("a", "1"))
	c := change("a", "2")
	c.Replaces, c.Reason = a.Seq, "the day was wrong"
	b := append1(t, s, c)
	if got := bodies(must(s.Find(ctx, record.Query{Kind: "note"}))(t)); got != "2" {
		t.Errorf("current: %q", got)
	}
	if bare := must(s.Find(ctx, record.Query{Kind: "note", Bare: true}))(t); len(bare) != 1 || bare[0].Body != nil || bare[0].Seq != b.Seq || bare[0].By != "tester" {
		t.Errorf("bare: %+v", bare)
	}
	h := must(s.History(ctx, "note", "a"))(t)
	if bodies(h) != "1 2" || h[0].ReplacedBy != b.Seq || !h[0].ReplacedAt.Equal(b.At) || h[1].Reason != "the day was wrong" || h[1].ReplacedBy != -1 {
		t.Errorf("history: %+v", h)
	}
	c.Replaces, c.Withdrawn, c.Reason = b.Seq, true, "entered twice"
	append1(t, s, c)
	if got := must(s.Find(ctx, record.Query{Kind: "note"}))(t); len(got) != 0 {
		t.Errorf("withdrawn and still found: %+v", got)
	}
}

func twoTimes(t *testing.T, open Open) {
	s := open(t, nil)
	c := change("a", "early")
	c.Valid = ent.Period{From: ent.NewDate(2020, 1, 1), Until: ent.NewDate(2021, 1, 1)}
	a := append1(t, s, c)
	c.Body, c.Replaces, c.Reason, c.Valid.Until = []byte("late"), a.Seq, "prolonged", ent.NewDate(2022, 1, 1)
	b := append1(t, s, c)
	for _, x := range []struct {
		known time.Time
		on    ent.Date
		want  string
	}{
		{a.At, ent.NewDate(2020, 6, 1), "early"}, {a.At, ent.NewDate(2021, 6, 1), ""}, {a.At, ent.NewDate(2021, 1, 1), ""},
		{b.At, ent.NewDate(2021, 6, 1), "late"}, {time.Time{}, ent.NewDate(2021, 12, 31), "late"}, {time.Time{}, ent.NewDate(2019, 12, 31), ""},
		{a.At.Add(-time.Microsecond), ent.NewDate(2020, 6, 1), ""}, {b.At.Add(-time.Microsecond), 0, "early"},
	} {
		got := must(s.Find(ctx, record.Query{Kind: "note", ValidOn: x.on, Known: x.known}))(t)
		if bodies(got) != x.want {
			t.Errorf("known %s, valid on %s: %q, want %q", x.known, x.on, bodies(got), x.want)
		}
		if len(got) > 0 && x.want == "early" && got[0].ReplacedBy != -1 {
			t.Error("what was known then knows of a later correction")
		}
	}
}

func allOrNothing(t *testing.T, open Open) {
	s := open(t, nil)
	append1(t, s, change("a", "1"))
	_, err := s.Append(ctx, "tester", change("b", "1"), change("a", "2"))
	if !errors.Is(err, ent.ErrConflict) || !strings.Contains(fmt.Sprint(err), "note a") && !strings.Contains(fmt.Sprint(err), "note b") {
		t.Errorf("error %v, want a conflict", err)
	}
	if got := bodies(must(s.Find(ctx, record.Query{Kind: "note"}))(t)); got != "1" {
		t.Errorf("half of a call was kept: %q", got)
	}
	if n := must(s.Size(ctx))(t); n != 1 {
		t.Errorf("the log has %d entries, want 1", n)
	}
	for _, c := range []record.Change{{}, {Kind: "note", ID: strings.Repeat("x", 201), Replaces: -1}, {Kind: "note", ID: "x", Replaces: 0},
		{Kind: "note", ID: "x", Replaces: -1, Valid: ent.Period{From: 10, Until: 10}}, {Kind: "note", ID: "x", Replaces: -5}, {Kind: "note", ID: "a\x00b", Replaces: -1}, {Kind: "note", ID: "\xff", Replaces: -1}} {
		if _, err := s.Append(ctx, "tester", c); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%+v: %v, want invalid", c, err)
		}
	}
	if _, err := s.Append(ctx, "", change("z", "")); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("nobody: %v, want invalid", err)
	}
	stopped, stop := context.WithCancel(ctx)
	stop()
	if _, err := s.Append(stopped, "tester", change("y", "")); err == nil {
		t.Error("a call that was stopped before it began was kept")
	}
}

func stale(t *testing.T, open Open) {
	s := open(t, nil)
	a := append1(t, s, change("a", "1"))
	other := append1(t, s, change("other", "1"))
	c := change("a", "2")
	c.Replaces, c.Reason = a.Seq, "first"
	append1(t, s, c)
	for _, seq := range []int64{a.Seq, other.Seq, 99} {
		c.Replaces, c.Reason = seq, "second"
		if _, err := s.Append(ctx, "tester", c); !errors.Is(err, ent.ErrConflict) {
			t.Errorf("replacing %d: %v, want a conflict", seq, err)
		}
	}
	x, y := change("b", "1"), change("b", "2")
	y.Replaces, y.Reason = 3, "at once"
	if vs := must(s.Append(ctx, "tester", x, y))(t); vs[1].Replaces != vs[0].Seq {
		t.Errorf("a version and its correction in one call: %+v", vs)
	}
}

func texts(t *testing.T, open Open) {
	s := open(t, nil)
	for i, x := range []string{"Türkiye", "É", "e\u0301", "日本国", "a\x01b", "'; DROP TABLE versions; --", " blank ", "UPPER", "upper", "line\nline", "\"quoted\" \\"} {
		c := record.Change{Kind: "note", ID: x, Subject: x, Reason: "", Body: []byte{0, 1, 255, byte(i)}, Replaces: record.New}
		append1(t, s, c)
		got := must(s.Find(ctx, record.Query{Kind: "note", ID: x, Subject: x}))(t)
		if len(got) != 1 || got[0].ID != x || got[0].Subject != x || !bytes.Equal(got[0].Body, c.Body) {
			t.Errorf("%q came back as %+v", x, got)
		}
	}
	big := change("big", strings.Repeat("x", 1<<20))
	append1(t, s, big)
	if got := must(s.History(ctx, "note", "big"))(t); len(got) != 1 || len(got[0].Body) != 1<<20 {
		t.Error("a large body did not come back")
	}
	far := change("far", "")
	far.Valid = ent.Period{From: ent.MinDate, Until: ent.MaxDate}
	append1(t, s, far)
	if got := must(s.History(ctx, "note", "far"))(t); got[0].Valid != far.Valid {
		t.Errorf("period %v", got[0].Valid)
	}
}

func concurrent(t *testing.T, open Open) {
	s := open(t, nil)
	first := append1(t, s, change("shared", "0"))
	var wg sync.WaitGroup
	won := make(chan int64, 64)
	for i := range 16 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := range 20 {
				if _, err := s.Append(ctx, "tester", change(fmt.Sprintf("n-%d-%d", i, k), "x")); err != nil {
					t.Error(err)
				}
			}
			c := change("shared", "1")
			c.Replaces, c.Reason = first.Seq, "race"
			if v, err := s.Append(ctx, "tester", c); err == nil {
				won <- v[0].Seq
			} else if !errors.Is(err, ent.ErrConflict) {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	if len(won) != 1 {
		t.Errorf("%d corrections of one version were taken, want 1", len(won))
	}
	all := must(s.Since(ctx, -1, 10_000))(t)
	if len(all) != 1+16*20+1 {
		t.Fatalf("%d versions, want %d", len(all), 1+16*20+1)
	}
	for i, v := range all {
		if v.Seq != int64(i) || i > 0 && !v.At.After(all[i-1].At) {
			t.Fatalf("version %d has place %d and time %s after %s", i, v.Seq, v.At, all[max(0, i-1)].At)
		}
	}
	CheckTree(t, s)
}

// appendedTogether: the versions of one call are neighbours in the log, however many call at once.
func appendedTogether(t *testing.T, open Open) {
	s := open(t, nil)
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for k := range 5 {
				changes := make([]record.Change, 7)
				for n := range changes {
					changes[n] = change(fmt.Sprintf("t-%d-%d-%d", i, k, n), "x")
				}
				vs, err := s.Append(ctx, "tester", changes...)
				for n := range vs {
					if vs[n].Seq != vs[0].Seq+int64(n) || vs[n].ID != changes[n].ID {
						t.Errorf("change %d of a call at %d has place %d", n, vs[0].Seq, vs[n].Seq)
					}
				}
				if err != nil || len(vs) != len(changes) {
					t.Error(len(vs), err)
				}
			}
		}()
	}
	wg.Wait()
	if all := must(s.Find(ctx, record.Query{}))(t); len(all) != 12*5*7 {
		t.Errorf("a query that asks for nothing in particular finds %d versions", len(all))
	}
}

// CheckTree computes every hash of the log again from its leaves.
func CheckTree(t testing.TB, s *sqlbase.Store) tlog.Hash {
	t.Helper()
	n := must(s.Size(ctx))(t)
	leaves := must(s.Leaves(ctx, 0, int(n)))(t)
	if int64(len(leaves)) != n {
		t.Fatalf("%d leaves in a log of %d", len(leaves), n)
	}
	var want []tlog.Hash
	reader := tlog.HashReaderFunc(func(list []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(list))
		for i, k := range list {
			out[i] = want[k]
		}
		return out, nil
	})
	for i, leaf := range leaves {
		hs := must(tlog.StoredHashes(int64(i), leaf, reader))(t)
		want = append(want, hs...)
	}
	indexes := make([]int64, len(want))
	for i := range indexes {
		indexes[i] = int64(i)
	}
	if got := must(s.Hashes(ctx, indexes))(t); !slices.Equal(got, want) {
		t.Fatal("the hashes of the log do not follow from its leaves")
	}
	return must(tlog.TreeHash(n, reader))(t)
}

func logFollows(t *testing.T, open Open) {
	s := open(t, nil)
	for i := range 300 {
		append1(t, s, change(fmt.Sprint(i), "x"))
	}
	vs := must(s.Since(ctx, -1, 1000))(t)
	leaves := must(s.Leaves(ctx, 0, 1000))(t)
	for i := range vs {
		if !bytes.Equal(transparency.Leaf(&vs[i]), leaves[i]) {
			t.Fatalf("entry %d does not follow from the version: %s", i, leaves[i])
		}
	}
	CheckTree(t, s)
}

func sealed(t *testing.T, open Open) {
	s := open(t, nil)
	c := change("plan of names", "secret words")
	c.Classified, c.Subject = "SECRET", "hidden"
	v := append1(t, s, c)
	leaf := string(must(s.Leaves(ctx, 0, 1))(t)[0])
	for _, word := range []string{"plan", "secret", "hidden", "SECRET", "tester", "note"} {
		if strings.Contains(leaf, word) {
			t.Errorf("the entry of a classified version tells %q: %s", word, leaf)
		}
	}
	got := must(s.History(ctx, "note", "plan of names"))(t)[0]
	if len(got.Salt) != 32 || !bytes.Equal(transparency.Leaf(&got), []byte(leaf)) {
		t.Error("whoever holds the version cannot check its commitment")
	}
	again := append1(t, s, record.Change{Kind: "note", ID: "other", Body: c.Body, Classified: "SECRET", Replaces: record.New})
	if bytes.Equal(again.Salt, v.Salt) {
		t.Error("a salt was used twice")
	}
}

func checkpoints(t *testing.T, open Open) {
	s := open(t, nil)
	one, two := tlog.Hash{1}, tlog.Hash{2}
	if _, _, text, err := s.Checkpoint(ctx, 100); err != nil || text != "" {
		t.Errorf("an empty log has the checkpoint %q, %v", text, err)
	}
	for _, err := range []error{s.KeepCheckpoint(ctx, 5, one, "a"), s.KeepCheckpoint(ctx, 5, one, "a cosigned"), s.KeepCheckpoint(ctx, 9, two, "b")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := s.KeepCheckpoint(ctx, 5, two, "forged"); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("another root for the same size: %v, want a conflict", err)
	}
	for n, want := range map[int64]string{4: "", 5: "a cosigned", 8: "a cosigned", 9: "b", 100: "b"} {
		if _, _, text, err := s.Checkpoint(ctx, n); err != nil || text != want {
			t.Errorf("up to %d: %q, %v; want %q", n, text, err, want)
		}
	}
}

func reopened(t *testing.T, open Open) {
	s := open(t, nil)
	for i := range 10 {
		append1(t, s, change(fmt.Sprint(i), "x"))
	}
	root := CheckTree(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(ctx, "tester", change("late", "x")); !errors.Is(err, ent.ErrUnavailable) {
		t.Errorf("a closed store: %v, want unavailable", err)
	}
	s = open(t, nil)
	if got := CheckTree(t, s); got != root {
		t.Error("the log is another after opening again")
	}
	append1(t, s, change("next", "x"))
	CheckTree(t, s)
}

func clocks(t *testing.T, open Open) {
	moments := []time.Time{time.Unix(2000, 0), time.Unix(1000, 0), time.Unix(1000, 0), time.Unix(3000, 0)}
	i := 0
	s := open(t, func() time.Time { i++; return moments[min(i, len(moments))-1] })
	var last time.Time
	for k := range 4 {
		v := append1(t, s, change(fmt.Sprint(k), "x"))
		if !v.At.After(last) {
			t.Errorf("recorded %s after %s", v.At, last)
		}
		last = v.At
	}
	if !last.Equal(time.Unix(3000, 0)) {
		t.Errorf("recorded at %s, the clock says %s", last, time.Unix(3000, 0).UTC())
	}
}

// copied copies a store while it is written, and looks whether the copy is the store of
// one moment.
func copied(t *testing.T, open Open) {
	s := open(t, nil)
	for i := range 50 {
		append1(t, s, change(fmt.Sprint(i), "x"))
	}
	c := change("7", "corrected")
	c.Replaces, c.Reason = 7, "test"
	append1(t, s, c)
	if err := s.KeepCheckpoint(ctx, 5, tlog.Hash{5}, "kept"); err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan int)
	go func() {
		n := 0
		for ; ; n++ {
			select {
			case <-stop:
				stopped <- n
				return
			default:
				if _, err := s.Append(ctx, "tester", change(fmt.Sprint("more ", n), "x")); err != nil {
					t.Error(err)
				}
			}
		}
	}()
	t.Run("into an empty store", func(u *testing.T) {
		to := open(u, nil)
		n, err := s.CopyTo(ctx, to, nil)
		if err != nil {
			u.Fatal(err)
		}
		Same(u, s, to, n)
		if _, _, text, err := to.Checkpoint(ctx, 5); err != nil || text != "kept" {
			u.Errorf("the checkpoint given out was not copied: %q, %v", text, err)
		}
		append1(u, to, change("goes on", "x"))
		CheckTree(u, to)
		if _, err := s.CopyTo(ctx, to, nil); !errors.Is(err, ent.ErrConflict) {
			u.Errorf("into a store that is not empty: %v, want a conflict", err)
		}
	})
	close(stop)
	if n := <-stopped; n == 0 {
		t.Error("nothing was written meanwhile")
	}
}

// Same fails unless the second store is the first as it was at a log of size n.
func Same(t testing.TB, s, to *sqlbase.Store, n int64) {
	t.Helper()
	a, b := must(s.Since(ctx, -1, int(n)))(t), must(to.Since(ctx, -1, int(n)+1))(t)
	for i := range a {
		if a[i].ReplacedBy >= n {
			a[i].ReplacedBy, a[i].ReplacedAt = -1, time.Time{}
		}
	}
	if d := cmp.Diff(a, b); d != "" {
		t.Errorf("the copy differs:\n%s", d)
	}
	if size := must(to.Size(ctx))(t); size != n {
		t.Errorf("the copy has %d entries, want %d", size, n)
	}
	CheckTree(t, to)
}
