// Package load asks a running server as many callers at once do, and measures how it
// answers: how many answers a second, how long they take, which were wrong.
package load

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Request is one thing that is asked.
type Request struct {
	Name    string // under which it is measured
	Method  string
	Path    string
	Body    string
	Header  map[string]string
	Want    int // status; 0: 200
	Contain string
}

// Caller asks its requests one after the other, over and over, with a pause between.
type Caller struct {
	Requests []Request
	Pause    time.Duration
	Jar      http.CookieJar // of somebody who signed in; nil for a machine
}

// Times are those of the answers to requests of one name.
type Times struct {
	Name string
	all  []time.Duration
}

// Count is how many answers there were.
func (t *Times) Count() int { return len(t.all) }

// P returns the time within which a share (0 to 1) of the answers came.
func (t *Times) P(share float64) time.Duration {
	if len(t.all) == 0 {
		return 0
	}
	return t.all[min(len(t.all)-1, int(share*float64(len(t.all))))]
}

// Result is what was measured. Wrong holds the first answers that were not as wanted.
type Result struct {
	Took   time.Duration
	All    Times
	ByName []Times
	Errors int
	Wrong  []string
}

// Rate is how many answers came a second.
func (r *Result) Rate() float64 { return float64(r.All.Count()) / r.Took.Seconds() }

// Run lets the callers ask the server at the address until the context ends.
func Run(ctx context.Context, base string, callers []Caller) *Result {
	transport := &http.Transport{MaxIdleConns: len(callers), MaxIdleConnsPerHost: len(callers), DisableCompression: true}
	defer transport.CloseIdleConnections()
	r := &Result{}
	var mu sync.Mutex
	times := map[string]*Times{}
	var wg sync.WaitGroup
	start := time.Now()
	for i := range callers {
		wg.Go(func() {
			w := &worker{client: &http.Client{Transport: transport, Jar: callers[i].Jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, base: base, times: map[string]*Times{}}
			rest(ctx, callers[i].Pause*time.Duration(i)/time.Duration(len(callers))) // people do not come in step
			w.work(ctx, &callers[i])
			mu.Lock()
			defer mu.Unlock()
			w.into(r, times)
		})
	}
	wg.Wait()
	r.Took = time.Since(start)
	for _, t := range times {
		slices.Sort(t.all)
		r.All.all = append(r.All.all, t.all...)
		r.ByName = append(r.ByName, *t)
	}
	slices.Sort(r.All.all)
	slices.SortFunc(r.ByName, func(a, b Times) int { return strings.Compare(a.Name, b.Name) })
	return r
}

// Alone asks for one thing over and over, with nobody else about: for some time, and until
// there are a few answers. The first is not counted, in which things are worked out once.
func Alone(ctx context.Context, base string, jar http.CookieJar, q *Request, d time.Duration, least int) (*Times, error) {
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	w := &worker{client: &http.Client{Transport: transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, base: base}
	t := &Times{Name: q.Name}
	if err := w.one(ctx, q); err != nil {
		return nil, fmt.Errorf("%s: %w", q.Path, err)
	}
	for end := time.Now().Add(d); time.Now().Before(end) || len(t.all) < least; {
		start := time.Now()
		if err := w.one(ctx, q); err != nil {
			return nil, fmt.Errorf("%s: %w", q.Path, err)
		}
		t.all = append(t.all, time.Since(start))
	}
	slices.Sort(t.all)
	return t, nil
}

// worker is one caller at work.
type worker struct {
	client *http.Client
	base   string
	times  map[string]*Times
	wrong  []string
	errors int
	buf    bytes.Buffer
}

func (w *worker) work(ctx context.Context, c *Caller) {
	for i := 0; ctx.Err() == nil; i++ {
		q := &c.Requests[i%len(c.Requests)]
		start := time.Now()
		err := w.one(ctx, q)
		if ctx.Err() != nil {
			return
		}
		t := w.times[q.Name]
		if t == nil {
			t = &Times{Name: q.Name}
			w.times[q.Name] = t
		}
		t.all = append(t.all, time.Since(start))
		if err != nil {
			w.errors++
			if len(w.wrong) < 3 {
				w.wrong = append(w.wrong, fmt.Sprintf("%s %s: %v", q.Method, q.Path, err))
			}
		}
		rest(ctx, c.Pause)
	}
}

// rest waits, or until the context ends.
func rest(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

func (w *worker) one(ctx context.Context, q *Request) error {
	r, err := http.NewRequestWithContext(ctx, q.Method, w.base+q.Path, strings.NewReader(q.Body))
	if err != nil {
		return err
	}
	for k, v := range q.Header {
		r.Header.Set(k, v)
	}
	res, err := w.client.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	w.buf.Reset()
	if _, err := w.buf.ReadFrom(res.Body); err != nil {
		return err
	}
	want := q.Want
	if want == 0 {
		want = http.StatusOK
	}
	if b := w.buf.Bytes(); res.StatusCode != want || !bytes.Contains(b, []byte(q.Contain)) {
		return fmt.Errorf("status %d: %.300s", res.StatusCode, b)
	}
	return nil
}

func (w *worker) into(r *Result, times map[string]*Times) {
	for name, t := range w.times {
		all := times[name]
		if all == nil {
			all = &Times{Name: name}
			times[name] = all
		}
		all.all = append(all.all, t.all...)
	}
	r.Errors += w.errors
	if room := 10 - len(r.Wrong); room > 0 {
		r.Wrong = append(r.Wrong, w.wrong[:min(room, len(w.wrong))]...)
	}
}
