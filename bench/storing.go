package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/sumdb/note"

	"entente/internal/law"
	"entente/internal/record"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
	"entente/internal/transparency"
	"entente/internal/transparency/verify"
)

const (
	singleAppends = 5_000
	logEntries    = 1_000_000
)

// storing appends to an embedded store with the log in the same transaction, exports the
// log and verifies it from its files.
func storing(*law.Library) error {
	fmt.Println("## The record and its log, SQLite, synced to disk at every commit")
	fmt.Println("| what | measured | limit |\n| --- | --- | --- |")
	dir, err := os.MkdirTemp("", "entente-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	s, err := storage.Open(ctx, "sqlite:"+filepath.Join(dir, "s.db"), nil)
	if err != nil {
		return err
	}
	defer s.Close()
	n, err := appends(ctx, s, 0, singleAppends, 1)
	if err != nil {
		return err
	}
	fmt.Printf("| appends one by one | %.0f/s | 1,000/s |\n", n)
	if n, err = appends(ctx, s, singleAppends, logEntries, 1000); err != nil {
		return err
	}
	fmt.Printf("| appends by the thousand | %.0f/s | 20,000/s |\n", n)
	key, err := transparency.LoadKey(filepath.Join(dir, "key"), "bench.example")
	if err != nil {
		return err
	}
	start := time.Now()
	if err := transparency.NewLog(s, key.Signer).Export(ctx, filepath.Join(dir, "log"), nil); err != nil {
		return err
	}
	fmt.Printf("| exporting a log of %d entries | %v | |\n", logEntries, time.Since(start).Round(100*time.Millisecond))
	v, err := note.NewVerifier(key.Verifier)
	if err != nil {
		return err
	}
	start = time.Now()
	if _, err := verify.Log(ctx, verify.Dir(filepath.Join(dir, "log")), verify.Options{Key: v}); err != nil {
		return err
	}
	fmt.Printf("| verifying it from its files | %v | 30 s |\n", time.Since(start).Round(100*time.Millisecond))
	return nil
}

func appends(ctx context.Context, s *sqlbase.Store, from, to, per int) (perSecond float64, err error) {
	start := time.Now()
	for k := from; k < to; k += per {
		cs := make([]record.Change, per)
		for i := range cs {
			cs[i] = record.Change{Kind: "act", ID: fmt.Sprint(k + i), Subject: "FIN-JPN-DEFCO", Replaces: record.New,
				Body: []byte("state: FIN\nact: ratified\non: 2024-09-02\nsource: note 12 of the year\nconfidence: known\n")}
		}
		if _, err := s.Append(ctx, "bench", cs...); err != nil {
			return 0, err
		}
	}
	return float64(to-from) / time.Since(start).Seconds(), nil
}
