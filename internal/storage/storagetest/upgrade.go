package storagetest

import (
	"testing"

	"entente/internal/record"
	"entente/internal/search"
	"entente/internal/storage/sqlbase"
)

// Upgraded asks of a store written by an older Entente, with 11 versions of notes and an
// index over them, that nothing of the record is lost, that the old index is gone, and
// that the next to search builds it anew.
func Upgraded(t *testing.T, s *sqlbase.Store) {
	t.Helper()
	vs := must(s.Since(ctx, -1, 100))(t)
	if len(vs) != 11 || must(s.Size(ctx))(t) != 11 {
		t.Fatalf("%d versions after the upgrade, 11 were written", len(vs))
	}
	CheckTree(t, s)
	if at := must(s.Search().Place(ctx))(t); at.Seq != -1 || at.Version != 0 {
		t.Errorf("the old index is still there: %+v", at)
	}
	CheckIndex(t, s)
	if at := must(s.Search().Place(ctx))(t); at.Seq != 10 || at.Version != search.Version {
		t.Errorf("the new index is at %+v", at)
	}
	append1(t, s, change("after", "the upgrade"))
	if got := must(s.Find(ctx, record.Query{Kind: "note", ID: "after"}))(t); len(got) != 1 {
		t.Errorf("written after the upgrade, found %d times", len(got))
	}
	CheckIndex(t, s)
	CheckTree(t, s)
}
