package transparency

import (
	"context"
	"encoding/json"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
	"entente/internal/record"
)

// KindWitnessed is the last tree of a partner's log that was cosigned here.
const KindWitnessed record.Kind = "witnessed"

// Kept is the memory of a witness on record: what it cosigned has entries in its own log.
type Kept struct {
	Store record.Store
	By    ent.Actor
}

type keptTree struct {
	Size int64     `json:"size"`
	Root tlog.Hash `json:"root"`
}

// Last returns the last tree cosigned for a log; see Memory.
func (k Kept) Last(ctx context.Context, origin string) (tlog.Tree, int64, error) {
	vs, err := k.Store.Find(ctx, record.Query{Kind: KindWitnessed, ID: origin})
	if err != nil || len(vs) == 0 {
		return tlog.Tree{}, record.New, err
	}
	var t keptTree
	if err := json.Unmarshal(vs[0].Body, &t); err != nil {
		return tlog.Tree{}, 0, fmt.Errorf("what was cosigned for %s: %w", origin, err)
	}
	return tlog.Tree{N: t.Size, Hash: t.Root}, vs[0].Seq, nil
}

// Remember keeps a tree as the last; see Memory.
func (k Kept) Remember(ctx context.Context, origin string, tree tlog.Tree, version int64) error {
	c := record.Change{Kind: KindWitnessed, ID: origin, Body: marshal(keptTree{tree.N, tree.Hash}), Replaces: version}
	if version != record.New {
		c.Reason = "the log grew"
	}
	_, err := k.Store.Append(ctx, k.By, c)
	return err
}
