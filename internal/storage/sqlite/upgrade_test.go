package sqlite_test

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"entente/internal/storage"
	"entente/internal/storage/storagetest"
)

// A store written when the index knew no pairs of words (migration 2) is opened, loses
// nothing of its record, and is searched.
func TestUpgradeFromSecondMigration(t *testing.T) {
	packed, err := os.Open("testdata/store-00002.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	z, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	bytes, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "old.db")
	if err := os.WriteFile(path, bytes, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := storage.Open(context.Background(), "sqlite:"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	storagetest.Upgraded(t, s)
}
