package wire

import (
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	ent "entente"
	"entente/internal/access"
	"entente/internal/record"
)

// Limits of one call.
const (
	maxText     = 1 << 20          // bytes of JSON or YAML
	maxDocument = record.MaxBody   // bytes of a document
	patience    = 30 * time.Second // for an answer
	patienceDoc = 2 * time.Minute  // for the reading of a document
)

// markingHeader bears the marking: in a request, of what is to be put on record; in an
// answer, of what was read for it.
const markingHeader = "Entente-Marking"

// call is what the headers of a request ask, beside its input.
type call struct {
	ifNoneMatch, ifMatch, key string
	marking                   string // of what is put on record
	target                    string
	sent                      hash.Hash // of the body, as far as it was read
}

type callKey struct{}

func callOf(ctx context.Context) *call {
	c, _ := ctx.Value(callKey{}).(*call)
	return c
}

// fingerprint is the hash of what was asked: method, address and body.
func (c *call) fingerprint() (out [sha256.Size]byte) {
	h := sha256.New()
	fmt.Fprintf(h, "%s\n%x", c.target, c.sent.Sum(nil))
	if c.marking != "" {
		fmt.Fprintf(h, "\n%s", c.marking)
	}
	h.Sum(out[:0])
	return out
}

// begin stands before each operation: it asks the guard before anything of the request is
// read, bounds its size and time, and takes the headers.
func (x *API) begin(op *huma.Operation, action access.Action) {
	limit, wait := op.MaxBodyBytes, patience
	if limit == 0 {
		limit = maxText
	}
	if limit > maxText {
		wait, op.BodyReadTimeout = patienceDoc, time.Minute
	}
	if x.Patience > 0 {
		wait = x.Patience
	}
	op.MaxBodyBytes = limit + 1 // so that what is exactly as large is taken
	foreign := http.NewCrossOriginProtection()
	op.Middlewares = append(op.Middlewares, func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		if err := foreign.Check(r); err != nil {
			x.refuse(ctx, ent.Errorf(ent.Forbidden, "refused: a page of another site sent this"))
			return
		}
		if err := x.Guard.Check(Who(ctx.Context()), action, access.Resource{}); err != nil {
			x.refuse(ctx, err)
			return
		}
		if r.ContentLength > limit {
			x.refuse(ctx, huma.NewError(http.StatusRequestEntityTooLarge, fmt.Sprintf("%d bytes; at most %d are taken here", r.ContentLength, limit)))
			return
		}
		c := &call{ifNoneMatch: r.Header.Get("If-None-Match"), ifMatch: r.Header.Get("If-Match"), key: r.Header.Get("Idempotency-Key"), marking: r.Header.Get(markingHeader), target: r.Method + " " + r.URL.RequestURI()}
		if r.Body != nil && r.Method != http.MethodGet && r.Method != http.MethodHead {
			c.sent = sha256.New()
			r.Body = &sending{http.MaxBytesReader(w, r.Body, limit+1), c.sent}
		}
		deadline, cancel := context.WithTimeout(context.WithValue(access.Gather(ctx.Context()), callKey{}, c), wait)
		defer cancel()
		next(huma.WithContext(ctx, deadline))
	})
}

// sending is a body that is hashed while it is read.
type sending struct {
	io.ReadCloser
	h hash.Hash
}

func (s *sending) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	s.h.Write(p[:n])
	return n, err
}
