package postgres_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/storage/storagetest"
)

// opener opens one database for each test.
func opener(t *testing.T) storagetest.Open {
	server := storagetest.StartServer(t)
	databases := map[*testing.T]string{}
	return func(t *testing.T, now func() time.Time) *sqlbase.Store {
		if databases[t] == "" {
			databases[t] = server.Database(t)
		}
		s, err := storage.Open(context.Background(), databases[t], now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
}

func TestStore(t *testing.T) { storagetest.Run(t, opener(t)) }

// Programs of others check the log and witness it.
func TestThirdParties(t *testing.T) {
	storagetest.ThirdParties(t, opener(t))
}

// Two nodes on one database append by turns, each knowing nothing of the other.
func TestTwoNodes(t *testing.T) {
	address := storagetest.StartServer(t).Database(t)
	ctx := context.Background()
	done := make(chan error, 2)
	for node := range 2 {
		go func() {
			s, err := storage.Open(ctx, address, nil)
			if err != nil {
				done <- err
				return
			}
			defer s.Close()
			for i := range 100 {
				if _, err := s.Append(ctx, "tester", record.Change{Kind: "note", ID: string(rune('a'+node)) + time.Duration(i).String(), Replaces: record.New}); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range 2 {
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	s, err := storage.Open(ctx, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if n, err := s.Size(ctx); n != 200 || err != nil {
		t.Errorf("%d entries, %v; want 200", n, err)
	}
	storagetest.CheckTree(t, s)
}

// A database that only answers is told as that; it is read, and left as it was.
func TestReadOnly(t *testing.T) {
	server := storagetest.StartServer(t)
	ctx := context.Background()
	address := server.Database(t)
	s, err := storage.Open(ctx, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.Append(ctx, "tester", record.Change{Kind: "note", ID: "a", Replaces: record.New}); err != nil {
		t.Fatal(err)
	}
	r, err := storage.Open(ctx, readOnly(address), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if vs, err := r.Since(ctx, -1, 10); len(vs) != 1 || err != nil {
		t.Errorf("read %+v, %v", vs, err)
	}
	_, err = r.Append(ctx, "tester", record.Change{Kind: "note", ID: "b", Replaces: record.New})
	_, fresh := storage.Open(ctx, readOnly(server.Database(t)), nil)
	for _, err := range []error{err, fresh} {
		if !errors.Is(err, ent.ErrUnavailable) || !strings.Contains(err.Error(), "the database is read-only") {
			t.Errorf("told: %v", err)
		}
	}
	if n, err := s.Size(ctx); n != 1 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
	storagetest.CheckTree(t, s)
}

func readOnly(address string) string {
	return strings.Replace(address, "?", "?options=-c%20default_transaction_read_only%3Don&", 1)
}

// A server that goes away in the middle of writes is told as unavailable; what was
// acknowledged before is there when it is back, and the store goes on by itself.
func TestServerGoesAway(t *testing.T) {
	server := storagetest.StartServer(t)
	ctx := context.Background()
	s, err := storage.Open(ctx, server.Database(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	acknowledged := 0
	stop := time.AfterFunc(300*time.Millisecond, server.Kill)
	defer stop.Stop()
	for i := range 1_000_000 {
		if _, err = s.Append(ctx, "tester", record.Change{Kind: "note", ID: time.Duration(i).String(), Replaces: record.New}); err != nil {
			break
		}
		acknowledged++
	}
	if !errors.Is(err, ent.ErrUnavailable) {
		t.Fatalf("after %d writes: %v, want unavailable", acknowledged, err)
	}
	server.Kill() // waits until it is gone
	server.Start(t)
	if _, err := s.Append(ctx, "tester", record.Change{Kind: "note", ID: "after", Replaces: record.New}); err != nil {
		t.Fatal(err)
	}
	vs, err := s.Since(ctx, -1, 10_000_000)
	if err != nil || len(vs) < acknowledged+1 {
		t.Fatalf("%d versions after %d acknowledged and one more: %v", len(vs), acknowledged, err)
	}
	storagetest.CheckTree(t, s)
}

// A store moves from one engine to the other and back, and is the same.
func TestCopyAcrossEngines(t *testing.T) {
	server := storagetest.StartServer(t)
	ctx := context.Background()
	dir := t.TempDir()
	var stores []*sqlbase.Store
	for _, address := range []string{"sqlite:" + filepath.Join(dir, "a.db"), server.Database(t), "sqlite:" + filepath.Join(dir, "b.db")} {
		s, err := storage.Open(ctx, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	for i := range 2500 {
		c := record.Change{Kind: "note", ID: time.Duration(i).String(), Subject: "Türkiye\x00"[:8], Body: []byte{0, 255, byte(i)}, Replaces: record.New, Valid: ent.Period{From: ent.MinDate}}
		if i%3 == 0 {
			c.Classified = "SECRET"
		}
		if _, err := stores[0].Append(ctx, "tester", c); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 2 {
		n, err := stores[i].CopyTo(ctx, stores[i+1], nil)
		if err != nil {
			t.Fatal(err)
		}
		storagetest.Same(t, stores[i], stores[i+1], n)
	}
}

// Several nodes on one database, which none has set up yet.
func TestProcesses(t *testing.T) {
	server := storagetest.StartServer(t)
	storagetest.Processes(t, func() string { return server.Database(t) })
}

func TestMain(m *testing.M) { storagetest.Main(m) }

// A server killed in the middle of writes, and the node that wrote, lose nothing that was
// acknowledged.
func TestTorture(t *testing.T) {
	server := storagetest.StartServer(t)
	storagetest.Torture(t, server.Database(t), server.Kill, func() { server.Kill(); server.Start(t) })
}
