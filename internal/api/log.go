package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
)

type entriesInput struct {
	Paging
}

type entryInput struct {
	Seq int64 `path:"seq" minimum:"0" doc:"place in the log, from 0" example:"12"`
}

// log adds the log of the record.
func (x *API) log() {
	read(x, operation("list-entries", "GET", "/log/entries", "log", "What stands in the log, the oldest first"), access.Read, x.entries)
	op := operation("prove-entry", "GET", "/log/entries/{seq}/proof", "log", "A proof that an entry stands in the log (C2SP tlog-proof), to be checked without access to the store")
	x.begin(&op, access.Read)
	answering(&op, "text/plain", &huma.Schema{Type: "string", Description: "the proof, with the signed checkpoint that it ends in"})
	register(x, op, func(ctx context.Context, in *entryInput) (*answered, error) {
		l, _, err := x.app.Log()
		if err != nil {
			return nil, x.problem(ctx, ent.Errorf(ent.Unavailable, "%v", err))
		}
		b, err := l.Prove(ctx, in.Seq)
		if err != nil {
			return nil, x.problem(ctx, err)
		}
		a := &reply{media: "text/plain; charset=utf-8", cache: "private, no-cache", seq: -1, tag: true, body: b}
		return a.answered(), nil
	})
}

func (x *API) entries(ctx context.Context, in *entriesInput) (*Page[Version], error) {
	after, err := in.after()
	if err != nil {
		return nil, err
	}
	from := int64(-1)
	if after != "" {
		if from, err = strconv.ParseInt(after, 10, 64); err != nil || from < -1 {
			return nil, ent.Errorf(ent.Invalid, "cursor: %q is none of the log", in.Cursor)
		}
	}
	vs, err := x.app.Records.Entries(ctx, from, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &Page[Version]{Items: []Version{}}
	for i := range vs {
		if i == in.Limit {
			out.more(ctx, oldestFirst(out.Items[i-1].Seq))
			break
		}
		v := versionOf(&vs[i])
		v.Text = "" // read with the thing itself
		out.Items = append(out.Items, v)
	}
	return out, nil
}
