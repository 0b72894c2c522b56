package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
)

// answered is an answer as it is sent.
type answered struct {
	Status  int
	Type    string `header:"Content-Type" hidden:"true"`
	Tag     string `header:"ETag" doc:"of exactly this answer; for one thing on record it begins with its version"`
	Cache   string `header:"Cache-Control" hidden:"true"`
	Link    string `header:"Link" hidden:"true"`
	Content string `header:"Content-Disposition" hidden:"true"`
	Body    []byte
}

// versioned is an answer about one thing on record.
type versioned interface{ version() int64 }

// linked is an answer that goes on elsewhere.
type linked interface{ link() string }

// read registers a call that answers with JSON and changes nothing.
func read[I, O any](x *API, op huma.Operation, action access.Action, f func(context.Context, *I) (*O, error)) {
	x.begin(&op, action)
	schema := x.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[O](), true, op.OperationID)
	op.Responses = map[string]*huma.Response{"200": {Description: "The answer", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}}
	if op.Method == http.MethodGet {
		op.Responses["304"] = &huma.Response{Description: "As it was: the answer has the entity tag of If-None-Match"}
		op.Parameters = append(op.Parameters, &huma.Param{Name: "If-None-Match", In: "header", Description: "entity tags of answers that the caller has", Schema: &huma.Schema{Type: "string"}})
	}
	register(x, op, func(ctx context.Context, in *I) (*answered, error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, x.problem(ctx, err)
		}
		return send(ctx, out)
	})
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// send makes the answer of a value.
func send(ctx context.Context, v any) (*answered, error) {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	a := &answered{Status: http.StatusOK, Type: "application/json", Cache: "private, no-cache", Body: bytes.Clone(buf.Bytes())}
	if l, ok := v.(linked); ok && l.link() != "" {
		a.Link = "<" + l.link() + `>; rel="next"`
	}
	seq := int64(-1)
	if t, ok := v.(versioned); ok {
		seq = t.version()
	}
	return a.tagged(ctx, seq), nil
}

// tagged gives an answer its entity tag, and leaves out what the caller has.
func (a *answered) tagged(ctx context.Context, seq int64) *answered {
	sum := sha256.Sum256(a.Body)
	a.Tag = hex.EncodeToString(sum[:12])
	if seq >= 0 {
		a.Tag = strconv.FormatInt(seq, 10) + "." + a.Tag
	}
	a.Tag = `"` + a.Tag + `"`
	if c := callOf(ctx); c.ifNoneMatch != "" && matches(c.ifNoneMatch, a.Tag) {
		a.Status, a.Body, a.Type = http.StatusNotModified, nil, ""
	}
	return a
}

// matches reports whether a list of entity tags has one (RFC 9110, section 13.1.2).
func matches(list, tag string) bool {
	if strings.TrimSpace(list) == "*" {
		return true
	}
	for t := range strings.SplitSeq(list, ",") {
		if strings.TrimPrefix(strings.TrimSpace(t), "W/") == tag {
			return true
		}
	}
	return false
}

// Paging asks for one page of a list.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"400" doc:"where the page before ended: its cursor"`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"1000" doc:"how many at most"`
}

// Page is one page of a list. Next is the address of the page after it, and Cursor where
// that begins; both are empty at the end.
type Page[T any] struct {
	Items  []T    `json:"items"`
	Next   string `json:"next" doc:"address of the next page; empty at the end"`
	Cursor string `json:"cursor" doc:"where the next page begins; empty at the end"`
}

func (p *Page[T]) link() string { return p.Next }

// page cuts a page out of a list that is in the order of its keys.
func page[T any](ctx context.Context, p Paging, all []T, key func(*T) string) (*Page[T], error) {
	after, err := p.after()
	if err != nil {
		return nil, err
	}
	out := &Page[T]{Items: []T{}}
	for i := range all {
		k := key(&all[i])
		if k <= after {
			continue
		}
		if len(out.Items) == p.Limit {
			out.more(ctx, key(&out.Items[len(out.Items)-1]))
			break
		}
		out.Items = append(out.Items, all[i])
	}
	return out, nil
}

// after is the key of the last thing on the page before, empty for the first page.
func (p *Paging) after() (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return "", ent.Errorf(ent.Invalid, "cursor: %q is none; give back that of the page before as it was", p.Cursor)
	}
	return string(b), nil
}

// more says that there is a next page, after the thing with the key.
func (p *Page[T]) more(ctx context.Context, key string) {
	p.Cursor = base64.RawURLEncoding.EncodeToString([]byte(key))
	_, target, _ := strings.Cut(callOf(ctx).target, " ")
	u, err := url.ParseRequestURI(target)
	if err != nil {
		return
	}
	q := u.Query()
	q.Set("cursor", p.Cursor)
	p.Next = u.Path + "?" + q.Encode()
}

// newestFirst is the key by which what has a place in the record stands before what is older.
func newestFirst(seq int64) string { return fmt.Sprintf("%019d", int64(1)<<62-seq) }

// oldestFirst is the key by which what has a place in the record stands after what is older.
func oldestFirst(seq int64) string { return fmt.Sprintf("%019d", seq) }
