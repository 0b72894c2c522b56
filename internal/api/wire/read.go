package wire

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
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	ent "entente"
	"entente/internal/access"
)

// answered is an answer as it is sent: whoever writes it writes the status and the headers.
type answered struct{ Body func(huma.Context) }

// reply is what is to be sent.
type reply struct {
	media, cache string
	link         string // of the next page
	file         string // name under which a browser keeps it
	seq          int64  // the version that the entity tag begins with, -1: none
	tag          bool   // whether it bears one
	body         []byte
	done         func() // once it is sent
}

// versioned is an answer about one thing on record.
type versioned interface{ Recorded() int64 }

// linked is an answer that goes on elsewhere.
type linked interface{ link() string }

// Read registers a call that answers with JSON and changes nothing.
func Read[I, O any](x *API, op huma.Operation, action access.Action, f func(context.Context, *I) (*O, error)) {
	x.begin(&op, action)
	schema := x.Huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[O](), true, op.OperationID)
	answering(&op, "application/json", schema)
	register(x, op, func(ctx context.Context, in *I) (*answered, error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, x.problem(ctx, err)
		}
		return send(ctx, out)
	})
}

// File is an answer of bytes.
type File struct {
	Media, Cache string
	Name         string // under which a browser keeps it; empty: it shows it
	Body         []byte
}

// ReadFile registers a call that answers with bytes and changes nothing.
func ReadFile[I any](x *API, op huma.Operation, action access.Action, schema *huma.Schema, media string, f func(context.Context, *I) (*File, error)) {
	x.begin(&op, action)
	schema.Type = "string"
	answering(&op, media, schema)
	register(x, op, func(ctx context.Context, in *I) (*answered, error) {
		out, err := f(ctx, in)
		if err != nil {
			return nil, x.problem(ctx, err)
		}
		return (&reply{media: out.Media, cache: out.Cache, file: out.Name, seq: -1, tag: true, body: out.Body}).answered(), nil
	})
}

// answering describes the answer of a call that changes nothing.
func answering(op *huma.Operation, media string, schema *huma.Schema) {
	r := &huma.Response{Description: "The answer", Content: map[string]*huma.MediaType{media: {Schema: schema}}}
	op.Responses = map[string]*huma.Response{"200": r}
	if op.Method != http.MethodGet {
		return
	}
	text := &huma.Schema{Type: "string"}
	r.Headers = map[string]*huma.Param{"ETag": {Description: "of exactly this answer; for one thing on record it begins with its version", Schema: text}, markingHeader: {Description: "the marking of what was read for the answer; absent: public", Schema: text}}
	op.Responses["304"] = &huma.Response{Description: "As it was: the answer has the entity tag of If-None-Match"}
	op.Parameters = append(op.Parameters, &huma.Param{Name: "If-None-Match", In: "header", Description: "entity tags of answers that the caller has", Schema: text})
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// send makes the answer of a value. The answer to a question that is posted has no entity
// tag: nobody keeps it.
func send(ctx context.Context, v any) (*answered, error) {
	buf := buffers.Get().(*bytes.Buffer)
	buf.Reset()
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	a := &reply{media: "application/json", cache: "private, no-cache", seq: -1, tag: callOf(ctx).sent == nil, body: buf.Bytes(), done: func() { buffers.Put(buf) }}
	if l, ok := v.(linked); ok {
		a.link = l.link()
	}
	if t, ok := v.(versioned); ok {
		a.seq = t.Recorded()
	}
	return a.answered(), nil
}

func (a *reply) answered() *answered { return &answered{a.write} }

// write sends the answer, unless the caller has it.
func (a *reply) write(ctx huma.Context) {
	if a.done != nil {
		defer a.done()
	}
	_, w := humago.Unwrap(ctx)
	h := w.Header()
	h.Set("Cache-Control", a.cache)
	if m := access.Bears(ctx.Context(), ""); m != "" {
		h.Set(markingHeader, m)
		h.Set("Cache-Control", "private, no-store")
	}
	if a.link != "" {
		h.Set("Link", "<"+a.link+`>; rel="next"`)
	}
	if a.tag {
		tag := a.entityTag()
		h.Set("ETag", tag)
		if c := callOf(ctx.Context()); c.ifNoneMatch != "" && matches(c.ifNoneMatch, tag) {
			ctx.SetStatus(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Type", a.media)
	h.Set("Content-Length", strconv.Itoa(len(a.body)))
	if a.file != "" {
		h.Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(a.file))
	}
	ctx.SetStatus(http.StatusOK)
	w.Write(a.body) // who asked may be gone; nothing can be told to them
}

// entityTag is of exactly this answer; for one thing on record it begins with its version.
func (a *reply) entityTag() string {
	sum := sha256.Sum256(a.body)
	tag := hex.EncodeToString(sum[:12])
	if a.seq >= 0 {
		tag = strconv.FormatInt(a.seq, 10) + "." + tag
	}
	return `"` + tag + `"`
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

// Cut cuts a page out of a list that is in the order of its keys.
func Cut[T any](ctx context.Context, p Paging, all []T, key func(*T) string) (*Page[T], error) {
	after, err := p.After()
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
			out.More(ctx, key(&out.Items[len(out.Items)-1]))
			break
		}
		out.Items = append(out.Items, all[i])
	}
	return out, nil
}

// After is the key of the last thing on the page before, empty for the first page.
func (p *Paging) After() (string, error) {
	b, err := base64.RawURLEncoding.DecodeString(p.Cursor)
	if err != nil {
		return "", ent.Errorf(ent.Invalid, "cursor: %q is none; give back that of the page before as it was", p.Cursor)
	}
	return string(b), nil
}

// More says that there is a next page, after the thing with the key.
func (p *Page[T]) More(ctx context.Context, key string) {
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

// NewestFirst is the key by which what has a place in the record stands before what is older.
func NewestFirst(seq int64) string { return fmt.Sprintf("%019d", int64(1)<<62-seq) }

// OldestFirst is the key by which what has a place in the record stands after what is older.
func OldestFirst(seq int64) string { return fmt.Sprintf("%019d", seq) }
