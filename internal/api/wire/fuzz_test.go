package wire

import (
	"context"
	"testing"

	ent "entente"
)

// Whatever stands in headers and cursors is read or refused as invalid; what the API gave
// out is read again as it was meant.
func FuzzHeaders(f *testing.F) {
	for _, s := range []string{`"12"`, `"12.9f86d081884c7d65"`, `W/"x", "y"`, "*", "", "RklOLUpQTi0x", `"9223372036854775808"`, `"-1"`} {
		f.Add(s, int64(7))
	}
	ctx := context.WithValue(context.Background(), callKey{}, &call{target: "GET /api/v1/duties?limit=2"})
	f.Fuzz(func(t *testing.T, s string, seq int64) {
		if _, err := (&call{ifMatch: s}).current("duty", "x"); err != nil && ent.KindOf(err) != ent.Invalid {
			t.Errorf("If-Match %q: %v", s, err)
		}
		if _, err := (&Paging{Cursor: s}).After(); err != nil && ent.KindOf(err) != ent.Invalid {
			t.Errorf("cursor %q: %v", s, err)
		}
		matches(s, `"x"`)
		if seq < 0 {
			return
		}
		tag := (&reply{seq: seq, body: []byte(s)}).entityTag()
		if c, err := (&call{ifMatch: tag}).current("duty", "x"); err != nil || c.Seq != seq || !matches(`"a", W/`+tag, tag) {
			t.Errorf("%s: %+v, %v", tag, c, err)
		}
		p := &Page[int]{}
		p.More(ctx, s)
		if got, err := (&Paging{Cursor: p.Cursor}).After(); err != nil || got != s {
			t.Errorf("cursor of %q: %q, %v", s, got, err)
		}
	})
}
