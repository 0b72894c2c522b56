package wire

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/record"
)

// Receipt says what a change put on record.
type Receipt struct {
	IDs      []string   `json:"ids" doc:"of what the call is about, in order"`
	Recorded []Recorded `json:"recorded" doc:"every version that was put on record, with its place in the log"`
}

// Recorded is one version in a receipt.
type Recorded struct {
	Kind      record.Kind `json:"kind"`
	ID        string      `json:"id"`
	Seq       int64       `json:"seq" doc:"its place in the log; the version for If-Match"`
	At        time.Time   `json:"at"`
	Withdrawn bool        `json:"withdrawn,omitempty"`
}

// receipted is a receipt as it is sent.
type receipted struct {
	Tag      string `header:"ETag" doc:"the version of what was changed"`
	Location string `header:"Location" hidden:"true"`
	Again    string `header:"Idempotency-Replayed" hidden:"true"`
	Body     *Receipt
}

// About is the thing that a change is about: of a kind, and, where it exists already, with
// the id that the input names.
type About[I any] struct {
	Kind record.Kind
	ID   func(*I) string // nil: it is new
	At   string          // the address of a new thing, with %s for its id
}

// Change registers a call that puts something on record. f leads to one append, or none;
// the receipt is what that recorded.
func Change[I any](x *API, op huma.Operation, action access.Action, of About[I], f func(context.Context, *I) error) {
	x.begin(&op, action)
	header := func(name, doc, example string) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "header", Description: doc, Schema: &huma.Schema{Type: "string"}, Example: example})
	}
	header("Idempotency-Key", "the caller's name for this call: when it is repeated within a day, the answer is the same and nothing is done twice", "3f6c9f2e-0b1d-4a55-9f6e-2f8f0d3a7c11")
	header(markingHeader, "the marking of what is put on record; default: public, or that of what it supersedes and is about", "SECRET//REL TO FIN, SWE")
	op.Errors = append(op.Errors, http.StatusConflict, http.StatusUnprocessableEntity)
	if of.ID != nil {
		header("If-Match", "the version for which the change is made; another is refused", `"12"`)
		op.Errors = append(op.Errors, http.StatusPreconditionFailed)
	}
	if of.At != "" {
		op.DefaultStatus = http.StatusCreated
	}
	register(x, op, func(ctx context.Context, in *I) (*receipted, error) {
		out, err := once(ctx, x, of, in, f)
		return out, x.problem(ctx, err)
	})
}

// once does what is asked, unless the same was asked before.
func once[I any](ctx context.Context, x *API, of About[I], in *I, f func(context.Context, *I) error) (*receipted, error) {
	c, p := callOf(ctx), &record.Provided{}
	if c.key != "" {
		if len(c.key) > record.MaxID {
			return nil, ent.Errorf(ent.Invalid, "Idempotency-Key: longer than %d bytes", record.MaxID)
		}
		p.Once = &record.Once{By: Who(ctx).Name, Key: c.key, Request: c.fingerprint()}
		if out, err := before(ctx, x, of, p.Once); out != nil || err != nil {
			return out, err
		}
	}
	if of.ID != nil && c.ifMatch != "" && c.ifMatch != "*" { // any that is current
		var err error
		if p.Current, err = c.current(of.Kind, of.ID(in)); err != nil {
			return nil, err
		}
	}
	marked, err := access.MarkedAs(ctx, c.marking)
	if err != nil {
		return nil, err
	}
	err = f(record.WithProvided(marked, p), in)
	if errors.Is(err, record.ErrDone) { // somebody else was faster with the same key
		if out, err := before(ctx, x, of, p.Once); out != nil || err != nil {
			return out, err
		}
	}
	if err != nil {
		return nil, x.moved(ctx, p.Current, err)
	}
	return receipt(of, p.Recorded), nil
}

// moved prefers the news that another version is current to what came of that.
func (x *API) moved(ctx context.Context, c *record.Current, err error) error {
	if c == nil || ent.KindOf(err) == ent.Forbidden || errors.As(err, new(*record.Stale)) {
		return err
	}
	vs, e := x.App.Records.Find(ctx, record.Query{Kind: c.Kind, ID: c.ID})
	if e == nil && len(vs) == 1 && vs[0].Seq != c.Seq {
		return &record.Stale{Current: *c, Is: vs[0].Seq}
	}
	return err
}

// before returns the answer that was given to the call of a key, nil when there was none.
// An error says that the key was used for something else.
func before[I any](ctx context.Context, x *API, of About[I], o *record.Once) (*receipted, error) {
	vs, request, err := x.App.Records.Once(ctx, o.By, o.Key)
	switch {
	case err != nil || len(vs) == 0:
		return nil, err
	case request != o.Request:
		return nil, huma.NewError(http.StatusUnprocessableEntity, "this Idempotency-Key was used for another call; use a new one for each")
	}
	out := receipt(of, vs)
	out.Again = "true"
	return out, nil
}

// current reads the version that If-Match names: "12", or an entity tag "12.…" of a read.
func (c *call) current(kind record.Kind, id string) (*record.Current, error) {
	text, _, _ := strings.Cut(strings.Trim(strings.TrimPrefix(c.ifMatch, "W/"), `"`), ".")
	seq, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seq < 0 {
		return nil, ent.Errorf(ent.Invalid, `If-Match: %s is no version; write "12", or the ETag with which the thing was read`, c.ifMatch)
	}
	return &record.Current{Kind: kind, ID: id, Seq: seq}, nil
}

func receipt[I any](of About[I], vs []record.Version) *receipted {
	r := &Receipt{IDs: []string{}, Recorded: make([]Recorded, len(vs))}
	out := &receipted{Body: r}
	for i := range vs {
		v := &vs[i]
		r.Recorded[i] = Recorded{v.Kind, v.ID, v.Seq, v.At, v.Withdrawn}
		if v.Kind == of.Kind {
			r.IDs = append(r.IDs, v.ID)
			out.Tag = fmt.Sprintf(`"%d"`, v.Seq)
		}
	}
	if of.At != "" && len(r.IDs) == 1 {
		out.Location = Root + fmt.Sprintf(of.At, url.PathEscape(r.IDs[0]))
	}
	return out
}
