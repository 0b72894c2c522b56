package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"entente/internal/record"
	"entente/internal/storage"
)

func BenchmarkAppend(b *testing.B) {
	for _, n := range []int{1, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			ctx := context.Background()
			s, err := storage.Open(ctx, "sqlite:"+filepath.Join(b.TempDir(), "s.db"), nil)
			if err != nil {
				b.Fatal(err)
			}
			defer s.Close()
			k := 0
			for b.Loop() {
				cs := make([]record.Change, n)
				for i := range cs {
					k++
					cs[i] = record.Change{Kind: "note", ID: fmt.Sprint(k), Body: []byte(`{"text":"a note of a usual length, on an act of a State"}`), Replaces: record.New}
				}
				if _, err := s.Append(ctx, "tester", cs...); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(k)/b.Elapsed().Seconds(), "versions/s")
		})
	}
}
