package api

import (
	"context"
	"fmt"
	"strconv"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	"entente/internal/app"
	found "entente/internal/search"
)

type searchInput struct {
	Q      string `query:"q" required:"true" minLength:"1" doc:"words, phrases, filters: \"custody of the accused\" party:JPN" example:"custody accused"`
	On     string `query:"on" format:"date" doc:"only of instruments in force on the day"`
	Cursor string `query:"cursor" maxLength:"400" doc:"where the page before ended: its cursor"`
	Limit  int    `query:"limit" default:"20" minimum:"1" maximum:"100" doc:"how many at most"`
}

// Results is one page of what was found, the best first.
type Results struct {
	Total int `json:"total"`
	wire.Page[found.Hit]
}

// search adds the one box.
func (x *API) search() {
	wire.Read(x.API, wire.Operation("search", "GET", "/search", "search", "Instruments, provisions, acts, norms and duties by words, phrases and filters"), access.Read, x.find)
}

func (x *API) find(ctx context.Context, in *searchInput) (*Results, error) {
	p := wire.Paging{Cursor: in.Cursor, Limit: in.Limit}
	after, err := p.After()
	if err != nil {
		return nil, err
	}
	q := app.Question{Text: in.Q, Limit: in.Limit}
	if after != "" {
		if q.From, err = strconv.Atoi(after); err != nil || q.From < 0 {
			return nil, ent.Errorf(ent.Invalid, "cursor: %q is none of a search", in.Cursor)
		}
	}
	if in.On != "" {
		if q.On, err = ent.ParseDate(in.On); err != nil {
			return nil, err
		}
	}
	q.Limit = min(q.Limit, max(1, found.MaxResults-q.From))
	r, err := x.App.Find(ctx, q)
	if err != nil {
		return nil, err
	}
	out := &Results{Total: r.Total, Page: wire.Page[found.Hit]{Items: list(r.Hits)}}
	if at := q.From + len(r.Hits); at < min(r.Total, found.MaxResults) && len(r.Hits) > 0 {
		out.More(ctx, fmt.Sprint(at))
	}
	return out, nil
}
