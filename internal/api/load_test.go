package api_test

import (
	"context"
	"testing"
	"time"

	"entente/internal/access"
	"entente/internal/serve/load"
)

// BenchmarkAssess is how long the server takes for a finding, callers and all.
func BenchmarkAssess(b *testing.B) {
	h := opened(b)
	q := load.Request{Name: "assess", Method: "POST", Path: "/api/v1/assess", Body: offence, Header: map[string]string{"Authorization": "Bearer " + h.tokens[access.LegalAdviser], "Content-Type": "application/json"}}
	callers := make([]load.Caller, 8)
	for i := range callers {
		callers[i] = load.Caller{Requests: []load.Request{q}}
	}
	b.ResetTimer()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	r := load.Run(ctx, h.server.URL, callers)
	if r.Errors > 0 {
		b.Fatal(r.Wrong)
	}
	b.ReportMetric(r.Rate(), "answers/s")
	b.ReportMetric(float64(r.All.P(0.5).Microseconds()), "p50-µs")
	b.ReportMetric(float64(r.All.P(0.99).Microseconds()), "p99-µs")
}
