package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
	"entente/internal/transparency/verify"
)

// logged is a store with n versions and the log over it.
func logged(t *testing.T, n int) (*sqlbase.Store, *transparency.Log, note.Verifier) {
	t.Helper()
	dir := t.TempDir()
	s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(dir, "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	grow(t, s, n)
	key, err := transparency.LoadKey(filepath.Join(dir, "log.key"), "ministry.example/entente")
	if err != nil {
		t.Fatal(err)
	}
	again, err := transparency.LoadKey(filepath.Join(dir, "log.key"), "other.example")
	if err != nil || again.Verifier != key.Verifier {
		t.Fatalf("the key read again is another: %v", err)
	}
	v, err := note.NewVerifier(key.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	return s, transparency.NewLog(s, key.Signer), v
}

// grown counts what was ever put on record, so that no two have one name.
var grown atomic.Int64

func grow(t *testing.T, s *sqlbase.Store, n int) {
	t.Helper()
	for done := 0; done < n; {
		var cs []record.Change
		for ; len(cs) < 1000 && done < n; done++ {
			c := record.Change{Kind: "note", ID: fmt.Sprint(grown.Add(1)), Body: fmt.Append(nil, done), Replaces: record.New}
			if done%7 == 3 {
				c.Classified = "SECRET"
			}
			cs = append(cs, c)
		}
		if _, err := s.Append(context.Background(), "tester", cs...); err != nil {
			t.Fatal(err)
		}
	}
}

func export(t *testing.T, l *transparency.Log, dir string) {
	t.Helper()
	if err := l.Export(context.Background(), dir, nil); err != nil {
		t.Fatal(err)
	}
}

// Logs of sizes around the edges of tiles are exported and verified from files and over
// HTTP, by our verifier and by an independent one.
func TestExportedLogIsVerified(t *testing.T) {
	for _, n := range []int{0, 1, 2, 255, 256, 257, 700, 65536 + 300} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			_, l, key := logged(t, n)
			dir := t.TempDir()
			export(t, l, dir)
			server := httptest.NewServer(http.FileServer(http.Dir(dir)))
			defer server.Close()
			own := httptest.NewServer(transparency.Handler(l, func(err error) { t.Error(err) }))
			defer own.Close()
			for _, fetch := range []verify.Fetch{verify.Dir(dir), verify.URL(server.URL, server.Client()), verify.URL(own.URL, own.Client())} {
				r, err := verify.Log(context.Background(), fetch, verify.Options{Key: key})
				if err != nil || r.Size != int64(n) || r.Origin != "ministry.example/entente" || n > 10 && r.Sealed == 0 {
					t.Fatalf("%+v, %v", r, err)
				}
			}
			independent(t, dir, n, key)
		})
	}
}

// independent reads the exported log with a client of tiles that is not ours, which
// proves every entry against the signed root.
func independent(t *testing.T, dir string, n int, key note.Verifier) {
	t.Helper()
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := torchwood.VerifyCheckpoint(signed, torchwood.ThresholdPolicy(2, torchwood.OriginPolicy("ministry.example/entente"), torchwood.SingleVerifierPolicy(key)))
	if err != nil || c.N != int64(n) {
		t.Fatalf("%+v, %v", c, err)
	}
	tiles, err := torchwood.NewTileFS(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	client, err := torchwood.NewClient(tiles)
	if err != nil {
		t.Fatal(err)
	}
	got := 0
	for range client.AllEntries(context.Background(), c.Tree, 0) {
		got++
	}
	if client.Err() != nil || got != n {
		t.Fatalf("%d entries of %d: %v", got, n, client.Err())
	}
}

// Any one byte changed in any file of an exported log is found.
func TestTamperingIsFound(t *testing.T) {
	_, l, key := logged(t, 600)
	dir := t.TempDir()
	export(t, l, dir)
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		whole, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, at := range []int{0, len(whole) / 3, len(whole) / 2, len(whole) - 1} {
			bad := []byte(string(whole))
			bad[at] ^= 1
			tampered(t, dir, path, bad, key)
		}
		tampered(t, dir, path, whole[:len(whole)-1], key)
		tampered(t, dir, path, append([]byte(string(whole)), 'x'), key)
		return os.WriteFile(path, whole, 0o644)
	})
	if err != nil || files < 7 {
		t.Fatalf("%d files: %v", files, err)
	}
	if _, err := verify.Log(context.Background(), verify.Dir(dir), verify.Options{Key: key}); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, "tile", "0", "001"))
	if _, err := verify.Log(context.Background(), verify.Dir(dir), verify.Options{Key: key}); !errors.Is(err, ent.ErrNotFound) || !strings.Contains(err.Error(), "tile/0/001") {
		t.Errorf("a missing tile: %v", err)
	}
}

func tampered(t *testing.T, dir, path string, data []byte, key note.Verifier) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Log(context.Background(), verify.Dir(dir), verify.Options{Key: key}); err == nil {
		t.Errorf("%s was changed and nobody noticed", path)
	}
}

// What was a part of the log stays one; a log that was altered is neither signed nor
// taken for the one seen before.
func TestLogIsOnlyAppendedTo(t *testing.T) {
	ctx := context.Background()
	s, l, key := logged(t, 100)
	first, err := l.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	grow(t, s, 500)
	dir := t.TempDir()
	export(t, l, dir)
	r, err := verify.Log(ctx, verify.Dir(dir), verify.Options{Key: key, Earlier: [][]byte{first}})
	if err != nil || len(r.Consistent) != 1 || r.Consistent[0] != 100 {
		t.Fatalf("%+v, %v", r, err)
	}
	proof, err := l.Consistency(ctx, 100, 600)
	if err != nil {
		t.Fatal(err)
	}
	old, _ := torchwood.ParseCheckpoint(strings.SplitAfter(string(first), "=\n")[0])
	now, err := l.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := torchwood.VerifyCheckpoint(now, torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(l.Origin()), torchwood.SingleVerifierPolicy(key)))
	if err != nil || tlog.CheckTree(proof, 600, c.Hash, 100, old.Hash) != nil {
		t.Errorf("the proof of consistency does not hold: %v", err)
	}
	_, other, _ := logged(t, 100)
	forged, err := other.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Log(ctx, verify.Dir(dir), verify.Options{Key: key, Earlier: [][]byte{forged}}); err == nil {
		t.Error("a checkpoint of another key was taken for an earlier one")
	}
	if err := s.KeepCheckpoint(ctx, 600, tlog.Hash{1}, "x"); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("another root for a size given out: %v", err)
	}
}

// Each entry can be proven with nothing but the proof and the public key.
func TestProofOfAnEntry(t *testing.T) {
	ctx := context.Background()
	s, l, key := logged(t, 300)
	policy := torchwood.ThresholdPolicy(2, torchwood.OriginPolicy(l.Origin()), torchwood.SingleVerifierPolicy(key))
	vs, err := s.Since(ctx, -1, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range []int64{0, 1, 255, 256, 299} {
		proof, err := l.Prove(ctx, i)
		if err != nil {
			t.Fatal(err)
		}
		if err := torchwood.VerifyProof(policy, tlog.RecordHash(transparency.Leaf(&vs[i])), proof); err != nil {
			t.Errorf("entry %d: %v", i, err)
		}
		if err := torchwood.VerifyProof(policy, tlog.RecordHash([]byte("another")), proof); err == nil {
			t.Errorf("entry %d: the proof holds for anything", i)
		}
	}
	if _, err := l.Prove(ctx, 300); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("an entry that is not there: %v", err)
	}
}
