package access

import (
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bounds how often each of many may do something: so often at once, then one each
// Every. It is safe for concurrent use.
type Limits struct {
	every time.Duration
	burst int
	now   func() time.Time

	mu   sync.Mutex
	kept map[string]*rate.Limiter
}

// maxKept is of how many is remembered how often they came.
const maxKept = 100_000

// NewLimits returns limits; now is the clock.
func NewLimits(every time.Duration, burst int, now func() time.Time) *Limits {
	return &Limits{every: every, burst: burst, now: now, kept: map[string]*rate.Limiter{}}
}

// Allow reports whether who may do it now, and else how long they must wait. No limits allow
// everything.
func (l *Limits) Allow(who string) (ok bool, wait time.Duration) {
	if l == nil {
		return true, 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	x := l.kept[who]
	if x == nil {
		if len(l.kept) >= maxKept {
			l.forget(now)
		}
		x = rate.NewLimiter(rate.Every(l.every), l.burst)
		l.kept[who] = x
	}
	r := x.ReserveN(now, 1)
	if wait = r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		return false, wait
	}
	return true, 0
}

// Forgive forgets how often somebody came: they were who they said.
func (l *Limits) Forgive(who string) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.kept, who)
}

// forget makes room: of those who did not come for a while nothing need be known, and when
// all came just now, of none.
func (l *Limits) forget(now time.Time) {
	for who, x := range l.kept {
		if x.TokensAt(now) >= float64(l.burst) {
			delete(l.kept, who)
		}
	}
	if len(l.kept) >= maxKept {
		clear(l.kept)
	}
}

// Address returns where a request comes from: the address of a machine, or, in IPv6, of the
// network that it can choose its address from. proxy takes it from the last entry of
// X-Forwarded-For, which the proxy in front adds.
func Address(r *http.Request, proxy bool) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if all := r.Header.Values("X-Forwarded-For"); proxy && len(all) > 0 {
		last := all[len(all)-1]
		host = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	ip := net.ParseIP(host)
	if ip == nil || ip.To4() != nil {
		return host
	}
	return ip.Mask(net.CIDRMask(64, 128)).String()
}
