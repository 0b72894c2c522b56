package storagetest

import (
	"context"
	"crypto/sha256"
	"errors"
	"sync"
	"testing"
	"time"

	ent "entente"
	"entente/internal/record"
)

// given makes a context under the provisions.
func given(p *record.Provided) context.Context { return record.WithProvided(ctx, p) }

// onceOnly asks that a call under a key is done once, whoever repeats it and whenever, and
// that what it put on record is found by its key for a day.
func onceOnly(t *testing.T, open Open) {
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	s := open(t, func() time.Time { return now })
	call := func(by ent.Actor, key, what string) error {
		o := &record.Once{By: by, Key: key, Request: sha256.Sum256([]byte(what))}
		_, err := s.Append(given(&record.Provided{Once: o}), by, change(what+key+string(by), what))
		return err
	}
	for _, c := range []struct {
		by        ent.Actor
		key, what string
		want      error
	}{{"a", "k", "1", nil}, {"a", "k", "1", record.ErrDone}, {"a", "k", "2", record.ErrDone}, {"b", "k", "1", nil}, {"a", "l", "1", nil}, {"a", "", "x", ent.ErrInvalid}} {
		if err := call(c.by, c.key, c.what); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if n := must(s.Size(ctx))(t); n != 3 {
		t.Errorf("%d entries in the log, want 3", n)
	}
	again := open(t, func() time.Time { return now })
	vs, request, err := again.Once(ctx, "b", "k")
	if err != nil || len(vs) != 1 || vs[0].Seq != 1 || request != sha256.Sum256([]byte("1")) {
		t.Errorf("found again: %v %v", vs, err)
	}
	if vs, _, err := again.Once(ctx, "c", "k"); err != nil || vs != nil {
		t.Errorf("of somebody else: %v %v", vs, err)
	}
	now = now.Add(record.OnceLife)
	if vs, _, err := s.Once(ctx, "a", "k"); err != nil || vs != nil {
		t.Errorf("after a day: %v %v", vs, err)
	}
	if err := call("a", "k", "3"); err != nil {
		t.Errorf("a key used again after a day: %v", err)
	}
}

// onceTogether asks that of many who make the same call at once one does it.
func onceTogether(t *testing.T, open Open) {
	s, done := open(t, nil), make(chan error, 40)
	var wg sync.WaitGroup
	for range cap(done) {
		wg.Go(func() {
			_, err := s.Append(given(&record.Provided{Once: &record.Once{By: "a", Key: "k"}}), "a", record.Change{Kind: "note", ID: "n" + time.Now().String(), Body: []byte{1}, Replaces: record.New})
			done <- err
		})
	}
	wg.Wait()
	ok := 0
	for range cap(done) {
		if err := <-done; err == nil {
			ok++
		} else if !errors.Is(err, record.ErrDone) {
			t.Error(err)
		}
	}
	if ok != 1 || must(s.Size(ctx))(t) != 1 {
		t.Errorf("done %d times", ok)
	}
}

// onlyWhile asks that a call made for a version is refused when another is current.
func onlyWhile(t *testing.T, open Open) {
	s := open(t, nil)
	a := append1(t, s, change("a", "1"))
	provided := func(seq int64) *record.Provided {
		return &record.Provided{Current: &record.Current{Kind: "note", ID: "a", Seq: seq}}
	}
	p := provided(a.Seq)
	c := change("a", "2")
	c.Replaces, c.Reason = a.Seq, "better"
	if _, err := s.Append(given(p), "x", c); err != nil || len(p.Recorded) != 1 {
		t.Fatalf("for the current version: %v, %d recorded", err, len(p.Recorded))
	}
	var stale *record.Stale
	_, err := s.Append(given(provided(a.Seq)), "x", change("b", "1"))
	if !errors.As(err, &stale) || stale.Is != 1 || !errors.Is(err, ent.ErrConflict) {
		t.Errorf("for one superseded: %v", err)
	}
	if _, err := s.Append(given(p), "x", change("c", "1")); err == nil {
		t.Error("two appends under the provisions of one call")
	}
	if n := must(s.Size(ctx))(t); n != 2 {
		t.Errorf("%d entries, want 2", n)
	}
}
