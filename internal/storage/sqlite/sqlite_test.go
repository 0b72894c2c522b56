package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/storage/sqlite"
	"entente/internal/storage/storagetest"
)

// opener opens one store for each test.
func opener() storagetest.Open {
	dirs := map[*testing.T]string{}
	return func(t *testing.T, now func() time.Time) *sqlbase.Store {
		if dirs[t] == "" {
			dirs[t] = t.TempDir()
		}
		s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(dirs[t], "a store?#%41.db"), now)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
}

func TestStore(t *testing.T) { storagetest.Run(t, opener()) }

// What is no store, or cannot be written, is told and left as it was.
func TestBadFiles(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte("this is a letter and no store, long enough to look like one, says the officer who wrote it"), 0o600); err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]error{"sqlite:" + text: ent.ErrInvalid, "sqlite:" + filepath.Join(dir, "no", "folder.db"): ent.ErrInvalid, "sqlite:" + dir: ent.ErrUnavailable, "mysql://x": ent.ErrInvalid, "": ent.ErrInvalid} {
		if s, err := storage.Open(ctx, address, nil); !errors.Is(err, want) {
			t.Errorf("%q: %v, %v; want %v", address, s, err, want)
		}
	}
	if b, _ := os.ReadFile(text); string(b[:17]) != "this is a letter " {
		t.Error("a file that is no store was written")
	}
}

// Two processes on one file take turns; here two stores stand for them.
func TestTwoWriters(t *testing.T) {
	path := "sqlite:" + filepath.Join(t.TempDir(), "s.db")
	ctx := context.Background()
	var stores []*sqlbase.Store
	for range 2 {
		s, err := storage.Open(ctx, path, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		stores = append(stores, s)
	}
	for i := range 20 {
		s := stores[i%2]
		if _, err := s.Append(ctx, "tester", record.Change{Kind: "note", ID: string(rune('a' + i)), Replaces: record.New}); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := stores[0].Size(ctx); n != 20 || err != nil {
		t.Errorf("%d entries, %v", n, err)
	}
}

// Several processes on one file, which none has made yet.
func TestProcesses(t *testing.T) {
	storagetest.Processes(t, func() string { return "sqlite:" + filepath.Join(t.TempDir(), "s.db") })
}

// A process killed in the middle of writes loses nothing that it acknowledged.
func TestTorture(t *testing.T) {
	storagetest.Torture(t, "sqlite:"+filepath.Join(t.TempDir(), "s.db"), func() {}, func() {})
}

// A store of a newer Entente is told and left as it is.
func TestNewerStore(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "s.db")
	s, err := storage.Open(ctx, "sqlite:"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)`); err != nil {
		t.Fatal(err)
	}
	if _, err := storage.Open(ctx, "sqlite:"+path, nil); !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), "newer Entente") {
		t.Errorf("%v, want it told", err)
	}
}

// When the disk is full nothing is half kept: the call fails as unavailable, the store and
// its log are as before, and go on when there is room.
func TestFullDisk(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "s.db")
	s, err := sqlite.OpenLimited(ctx, path, 60)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := 0
	for i := range 1000 {
		_, err = s.Append(ctx, "tester", record.Change{Kind: "note", ID: strconv.Itoa(i), Body: make([]byte, 5000), Replaces: record.New})
		if err != nil {
			break
		}
		kept++
	}
	if !errors.Is(err, ent.ErrUnavailable) || kept == 0 {
		t.Fatalf("after %d: %v, want unavailable", kept, err)
	}
	if n, err := s.Size(ctx); n != int64(kept) || err != nil {
		t.Errorf("the log has %d entries after %d were kept: %v", n, kept, err)
	}
	storagetest.CheckTree(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := storage.Open(ctx, "sqlite:"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := again.Append(ctx, "tester", record.Change{Kind: "note", ID: "after", Replaces: record.New}); err != nil {
		t.Fatal(err)
	}
	storagetest.CheckTree(t, again)
}

func TestMain(m *testing.M) { storagetest.Main(m) }

// Programs of others check the log and witness it.
func TestThirdParties(t *testing.T) {
	storagetest.ThirdParties(t, opener())
}
