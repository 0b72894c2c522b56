package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/law"
	"entente/internal/serve/load"
)

// day is that of the example institution.
var day = ent.NewDate(2026, 11, 23)

// usersFor is how long the mixed users are at work: a time as Go writes it, by default a
// minute.
func usersFor() time.Duration {
	if d, err := time.ParseDuration(os.Getenv("ENTENTE_BENCH_USERS")); err == nil {
		return d
	}
	return time.Minute
}

// house opens the example institution and lets f measure it, callers and all in this process.
func house(f func(context.Context, *load.House) error) error {
	dir, err := os.MkdirTemp("", "entente-bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	h, err := load.Open(ctx, "sqlite:"+filepath.Join(dir, "s.db"), day)
	if err != nil {
		return err
	}
	return errors.Join(f(ctx, h), h.Close())
}

// serving measures how many are answered at once, and whether that leaves anything behind.
func serving(*law.Library) error {
	return house(func(ctx context.Context, h *load.House) error {
		fmt.Printf("## The server, callers and all on %d processors\n", runtime.GOMAXPROCS(0))
		if err := assessing(ctx, h); err != nil {
			return err
		}
		return mixed(ctx, h)
	})
}

// pages measures the main pages, one at a time, of the example and of a large register.
func pages(*law.Library) error {
	return house(func(ctx context.Context, h *load.House) error {
		fmt.Println("## The pages, one reader")
		m := begin()
		demo, err := inTurn(ctx, h)
		if err != nil {
			return err
		}
		start := time.Now()
		if err := h.Fill(ctx, largeLibrary); err != nil {
			return err
		}
		put := time.Since(start)
		start = time.Now()
		if _, err := h.App.Library(ctx, time.Time{}); err != nil {
			return err
		}
		taken := time.Since(start)
		large, err := inTurn(ctx, h)
		if err != nil {
			return err
		}
		fmt.Printf("\n%d agreements put on record in %v, taken into the library in %v. %s\n\n", largeLibrary, put.Round(time.Second), taken.Round(100*time.Millisecond), m.others())
		fmt.Println("| page | example: p50 / p95 | with 75,000 instruments: p50 / p95 |\n| --- | --- | --- |")
		for i, t := range demo {
			fmt.Printf("| %s | %s / %s | %s / %s |\n", t.Name, ms(t.P(0.5)), ms(t.P(0.95)), ms(large[i].P(0.5)), ms(large[i].P(0.95)))
		}
		return nil
	})
}

// meter counts the time of the processors from a moment on: ours, and that of everybody.
type meter struct {
	at        time.Time
	own, busy time.Duration
}

func begin() meter { return meter{time.Now(), ownTime(), busyTime()} }

func ownTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// busyTime is how long the processors were busy since the machine started, where Linux
// tells it: in hundredths of a second, the fourth and fifth figure being idle.
func busyTime() time.Duration {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(text), "\n")
	var sum time.Duration
	for i, w := range strings.Fields(line) {
		if n, err := strconv.ParseInt(w, 10, 64); err == nil && i != 4 && i != 5 && i < 9 {
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}

// others tells what share of the processors other programs took.
func (m meter) others() string {
	other := busyTime() - m.busy - (ownTime() - m.own)
	return fmt.Sprintf("Other programs took %.0f %% of the processors meanwhile.", 100*max(0, other.Seconds())/time.Since(m.at).Seconds()/float64(runtime.NumCPU()))
}

// each tells how much of the processors an answer took, its caller counted.
func (m meter) each(answers int) string {
	return fmt.Sprintf("%d µs of processor an answer", (ownTime()-m.own).Microseconds()/int64(max(1, answers)))
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func assessing(ctx context.Context, h *load.House) error {
	callers, err := h.Assessing(ctx, 8)
	if err != nil {
		return err
	}
	warm, cancel := context.WithTimeout(ctx, 2*time.Second)
	load.Run(warm, h.URL, callers)
	cancel()
	at, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	m := begin()
	r := load.Run(at, h.URL, callers)
	if r.Errors > 0 {
		return fmt.Errorf("assessing: %d errors: %q", r.Errors, r.Wrong)
	}
	fmt.Printf("\n`POST /api/v1/assess`, three matters in turn, 8 callers without a pause: %.0f/s, p50 %s, p95 %s, p99 %s; %s. Limits: 2,000/s, p99 20 ms. %s\n", r.Rate(), ms(r.All.P(0.5)), ms(r.All.P(0.95)), ms(r.All.P(0.99)), m.each(r.All.Count()), m.others())
	return nil
}

// mixed lets 500 callers work and compares the memory in use before and after.
func mixed(ctx context.Context, h *load.House) error {
	callers, err := h.Mixed(ctx, 500, time.Second)
	if err != nil {
		return err
	}
	warm, cancel := context.WithTimeout(ctx, 15*time.Second)
	load.Run(warm, h.URL, callers)
	cancel()
	before := heap()
	at, cancel := context.WithTimeout(ctx, usersFor())
	defer cancel()
	m := begin()
	r := load.Run(at, h.URL, callers)
	if r.Errors > 0 {
		return fmt.Errorf("mixed users: %d errors: %q", r.Errors, r.Wrong)
	}
	each, others := m.each(r.All.Count()), m.others()
	after := heap()
	fmt.Printf("\n500 mixed users, a second between their requests, for %v: %d answers, %.0f/s, no error; p50 %s, p95 %s, p99 %s; %s; heap %.1f MB before, %.1f MB after. %s\n\n", r.Took.Round(time.Second), r.All.Count(), r.Rate(), ms(r.All.P(0.5)), ms(r.All.P(0.95)), ms(r.All.P(0.99)), each, before, after, others)
	fmt.Println("| request | answers | p50 / p95 / p99 |\n| --- | --- | --- |")
	for _, t := range r.ByName {
		fmt.Printf("| %s | %d | %s / %s / %s |\n", t.Name, t.Count(), ms(t.P(0.5)), ms(t.P(0.95)), ms(t.P(0.99)))
	}
	return nil
}

// heap is the memory in use, in megabytes, once what is not in use was given back.
func heap() float64 {
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	time.Sleep(time.Second)
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// inTurn asks for each of the main pages, one at a time.
func inTurn(ctx context.Context, h *load.House) ([]load.Times, error) {
	list, err := h.Seen(ctx)
	if err != nil {
		return nil, err
	}
	jar, err := h.SignIn(ctx, access.LegalAdviser)
	if err != nil {
		return nil, err
	}
	var out []load.Times
	for i := range list {
		t, err := load.Alone(ctx, h.URL, jar, &list[i], 2*time.Second, 5)
		if err != nil {
			return nil, err
		}
		out = append(out, *t)
	}
	return out, nil
}
