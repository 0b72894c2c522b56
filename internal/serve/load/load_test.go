package load_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/serve/load"
)

var today = ent.NewDate(2026, 11, 23)

func opened(t testing.TB) *load.House {
	t.Helper()
	h, err := load.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "s.db"), today)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// Five hundred people and machines at once are all answered as they should be, and leave no
// memory in use behind them.
func TestManyAtOnce(t *testing.T) {
	h := opened(t)
	callers, err := h.Mixed(context.Background(), 500, 200*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	run := func(d time.Duration) *load.Result {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), d)
		defer cancel()
		r := load.Run(ctx, h.URL, callers)
		if r.Errors > 0 || r.All.Count() == 0 {
			t.Fatalf("%d answers, %d wrong: %q", r.All.Count(), r.Errors, r.Wrong)
		}
		return r
	}
	was := runtime.NumGoroutine()
	run(5 * time.Second)
	before := heap()
	run(5 * time.Second)
	if after := heap(); after > before+before/4+8<<20 {
		t.Errorf("heap: %d bytes before, %d after", before, after)
	}
	is := runtime.NumGoroutine()
	for n := 0; is > was+50 && n < 300; n++ { // connections that nobody uses any more are being closed
		time.Sleep(100 * time.Millisecond)
		is = runtime.NumGoroutine()
	}
	if is > was+50 {
		t.Errorf("%d goroutines before, %d after", was, is)
	}
}

func heap() uint64 {
	time.Sleep(200 * time.Millisecond)
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkPages is how long each of the main pages takes, callers and all. ENTENTE_FILL
// puts so many agreements more on record before.
func BenchmarkPages(b *testing.B) {
	h := opened(b)
	ctx := context.Background()
	if n, err := strconv.Atoi(os.Getenv("ENTENTE_FILL")); err == nil {
		if err := h.Fill(ctx, n); err != nil {
			b.Fatal(err)
		}
	}
	list, err := h.Seen(ctx)
	if err != nil {
		b.Fatal(err)
	}
	jar, err := h.SignIn(ctx, access.LegalAdviser)
	if err != nil {
		b.Fatal(err)
	}
	c := &http.Client{Jar: jar}
	for _, p := range list {
		b.Run(p.Name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := get(c, h.URL+p.Path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func get(c *http.Client, address string) error {
	res, err := c.Get(address)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	n := 0
	for buf := make([]byte, 64<<10); err == nil; {
		var k int
		k, err = res.Body.Read(buf)
		n += k
	}
	if res.StatusCode != http.StatusOK || n == 0 {
		return fmt.Errorf("%s: status %d, %d bytes", address, res.StatusCode, n)
	}
	return nil
}

// BenchmarkAssess is how many findings a second the server gives, callers and all.
func BenchmarkAssess(b *testing.B) {
	h := opened(b)
	callers, err := h.Assessing(context.Background(), 8)
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var was, is syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &was)
	r := load.Run(ctx, h.URL, callers)
	syscall.Getrusage(syscall.RUSAGE_SELF, &is)
	if r.Errors > 0 {
		b.Fatal(r.Wrong)
	}
	used := is.Utime.Nano() + is.Stime.Nano() - was.Utime.Nano() - was.Stime.Nano()
	b.ReportMetric(float64(used)/1000/float64(r.All.Count()), "cpu-µs/answer")
	b.ReportMetric(r.Rate(), "answers/s")
	b.ReportMetric(float64(r.All.P(0.5).Microseconds()), "p50-µs")
	b.ReportMetric(float64(r.All.P(0.99).Microseconds()), "p99-µs")
}
