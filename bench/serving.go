package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
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

// serving measures the server with its callers in one process, on the same processors.
func serving(*law.Library) error {
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
	defer h.Close()
	fmt.Printf("## The server, callers and all on %d processors\n", runtime.GOMAXPROCS(0))
	for _, part := range []func(context.Context, *load.House) error{assessing, mixed} {
		if err := part(ctx, h); err != nil {
			return err
		}
	}
	demo, err := pages(ctx, h)
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
	fmt.Printf("\n%d agreements put on record in %v, taken into the library in %v.\n\n", largeLibrary, put.Round(time.Second), time.Since(start).Round(100*time.Millisecond))
	large, err := pages(ctx, h)
	if err != nil {
		return err
	}
	fmt.Println("| page | example: p50 / p95 | with 75,000 instruments: p50 / p95 |\n| --- | --- | --- |")
	for i, t := range demo {
		fmt.Printf("| %s | %s / %s | %s / %s |\n", t.Name, ms(t.P(0.5)), ms(t.P(0.95)), ms(large[i].P(0.5)), ms(large[i].P(0.95)))
	}
	return nil
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
	r := load.Run(at, h.URL, callers)
	if r.Errors > 0 {
		return fmt.Errorf("assessing: %d errors: %q", r.Errors, r.Wrong)
	}
	fmt.Printf("\n`POST /api/v1/assess`, three matters in turn, 8 callers without a pause: %.0f/s, p50 %s, p95 %s, p99 %s. Limits: 2,000/s, p99 20 ms.\n", r.Rate(), ms(r.All.P(0.5)), ms(r.All.P(0.95)), ms(r.All.P(0.99)))
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
	r := load.Run(at, h.URL, callers)
	if r.Errors > 0 {
		return fmt.Errorf("mixed users: %d errors: %q", r.Errors, r.Wrong)
	}
	after := heap()
	fmt.Printf("\n500 mixed users, a second between their requests, for %v: %d answers, %.0f/s, no error; p50 %s, p95 %s, p99 %s; heap %.1f MB before, %.1f MB after.\n\n", r.Took.Round(time.Second), r.All.Count(), r.Rate(), ms(r.All.P(0.5)), ms(r.All.P(0.95)), ms(r.All.P(0.99)), before, after)
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

// pages asks for each of the main pages in turn, one at a time.
func pages(ctx context.Context, h *load.House) ([]load.Times, error) {
	list, err := h.Seen(ctx)
	if err != nil {
		return nil, err
	}
	jar, err := h.SignIn(ctx, access.LegalAdviser)
	if err != nil {
		return nil, err
	}
	var out []load.Times
	for _, p := range list {
		first, err := (&http.Client{Jar: jar}).Get(h.URL + p.Path) // what is worked out once is
		if err != nil {
			return nil, err
		}
		first.Body.Close()
		at, cancel := context.WithTimeout(ctx, 2*time.Second)
		r := load.Run(at, h.URL, []load.Caller{{Requests: []load.Request{p}, Jar: jar}})
		cancel()
		if r.Errors > 0 || len(r.ByName) == 0 {
			return nil, fmt.Errorf("%s: %q", p.Path, r.Wrong)
		}
		out = append(out, r.ByName[0])
	}
	return out, nil
}
