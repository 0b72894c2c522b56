package api

import (
	"context"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
)

type entriesInput struct {
	wire.Paging
}

type entryInput struct {
	Seq int64 `path:"seq" minimum:"0" doc:"place in the log, from 0" example:"12"`
}

// log adds the log of the record.
func (x *API) log() {
	wire.Read(x.API, wire.Operation("list-entries", "GET", "/log/entries", "log", "What stands in the log, the oldest first"), access.Read, x.entries)
	wire.ReadFile(x.API, wire.Operation("prove-entry", "GET", "/log/entries/{seq}/proof", "log", "A proof that an entry stands in the log (C2SP tlog-proof), to be checked without access to the store"), access.Read,
		&huma.Schema{Description: "the proof, with the signed checkpoint that it ends in"}, "text/plain", x.prove)
}

func (x *API) prove(ctx context.Context, in *entryInput) (*wire.File, error) {
	l, _, err := x.App.Log()
	if err != nil {
		return nil, ent.Errorf(ent.Unavailable, "%v", err)
	}
	b, err := l.Prove(ctx, in.Seq)
	return &wire.File{Media: "text/plain; charset=utf-8", Cache: "private, no-cache", Body: b}, err
}

func (x *API) entries(ctx context.Context, in *entriesInput) (*wire.Page[Version], error) {
	after, err := in.After()
	if err != nil {
		return nil, err
	}
	from := int64(-1)
	if after != "" {
		if from, err = strconv.ParseInt(after, 10, 64); err != nil || from < -1 {
			return nil, ent.Errorf(ent.Invalid, "cursor: %q is none of the log", in.Cursor)
		}
	}
	vs, err := x.App.Records.Entries(ctx, from, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &wire.Page[Version]{Items: []Version{}}
	for i := range vs {
		if i == in.Limit {
			out.More(ctx, wire.OldestFirst(out.Items[i-1].Seq))
			break
		}
		v := versionOf(&vs[i])
		v.Text = "" // read with the thing itself
		out.Items = append(out.Items, v)
	}
	return out, nil
}
