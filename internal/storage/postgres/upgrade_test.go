package postgres_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"entente/internal/storage"
	"entente/internal/storage/storagetest"
)

// A store written when the index knew no pairs of words (migration 2) is opened, loses
// nothing of its record, and is searched.
func TestUpgradeFromSecondMigration(t *testing.T) {
	address := storagetest.StartServer(t).Database(t)
	dump, err := os.ReadFile("testdata/store-00002.sql")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.PgConn().Exec(ctx, string(dump)).ReadAll(); err != nil {
		t.Fatal(err)
	}
	c.Close(ctx)
	s, err := storage.Open(ctx, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	storagetest.Upgraded(t, s)
}
