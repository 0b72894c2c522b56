package access_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"entente/corpus"

	ent "entente"
	"entente/internal/access"
	"entente/internal/record"
	"entente/internal/storage/sqlbase"
	"entente/internal/storage/sqlite"
	"entente/internal/transparency"
)

var ctx = context.Background()

type house struct {
	*testing.T
	store   *sqlbase.Store
	records *access.Records
	reads   *access.Reads
	guard   *access.Guard
	now     time.Time
}

func opened(t *testing.T) *house {
	t.Helper()
	s, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "s.db"), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	g, err := access.NewGuard(access.Realm{World: lib.Treaties.World(), Today: func() ent.Date { return ent.NewDate(2026, 11, 23) }})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{T: t, store: s, guard: g, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	h.reads = access.NewReads(s, func() time.Time { return h.now })
	if h.records, err = access.NewRecords(s, g, h.reads, ""); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

// as is a context in which somebody asks who is cleared so far, of a nation.
func as(clearance string, nation ent.StateCode) context.Context {
	l, _ := access.Level(clearance)
	return access.With(ctx, access.Principal{Name: ent.Actor("x." + clearance + "." + string(nation)), Role: access.Planner, Clearance: l, Nation: nation})
}

// put puts a note under a marking, behind the back of the guard.
func (h *house) put(id, marking string) record.Version {
	h.Helper()
	vs, err := h.store.Append(ctx, "test", record.Change{Kind: "note", ID: id, Body: []byte("of " + marking), Classified: marking, Replaces: record.New})
	h.must(err)
	return vs[0]
}

// markings is one of each sort, with what cannot be read.
var markings = []string{"", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET", "SECRET//REL TO FIN, JPN", "SECRET//REL TO NATO", "RESTRICTED//REL TO USA", "SECRET//REL TO NONE", "EYES ONLY", "secret//for finland"}

// sees is the table: who sees which of the markings.
var sees = []struct {
	clearance string
	nation    ent.StateCode
	want      string
}{
	{"PUBLIC", "", ""},
	{"PUBLIC", "USA", ""},
	{"RESTRICTED", "", "RESTRICTED"},
	{"RESTRICTED", "USA", "RESTRICTED|RESTRICTED//REL TO USA"},
	{"CONFIDENTIAL", "FIN", "RESTRICTED|CONFIDENTIAL"},
	{"SECRET", "", "RESTRICTED|CONFIDENTIAL|SECRET"},
	{"SECRET", "FIN", "RESTRICTED|CONFIDENTIAL|SECRET|SECRET//REL TO FIN, JPN|SECRET//REL TO NATO"},
	{"SECRET", "JPN", "RESTRICTED|CONFIDENTIAL|SECRET|SECRET//REL TO FIN, JPN"},
	{"SECRET", "USA", "RESTRICTED|CONFIDENTIAL|SECRET|SECRET//REL TO NATO|RESTRICTED//REL TO USA"},
	{"TOP SECRET", "CHE", "RESTRICTED|CONFIDENTIAL|SECRET|TOP SECRET"},
}

// Every way of reading shows what the table says and nothing else, and as many as were
// asked for; what is hidden is not there by name either.
func TestWhoSeesWhat(t *testing.T) {
	h := opened(t)
	for n := range 3 {
		for i, m := range markings {
			h.put(fmt.Sprintf("n%d-%d", n, i), m)
		}
	}
	for _, x := range sees {
		c := as(x.clearance, x.nation)
		var want []string
		for range 3 {
			for _, m := range markings {
				if m == "" || slices.Contains(strings.Split(x.want, "|"), m) {
					want = append(want, m)
				}
			}
		}
		got := func(vs []record.Version, err error) []string {
			h.must(err)
			var out []string
			for _, v := range vs {
				if v.Kind == "note" {
					out = append(out, v.Classified)
				}
			}
			return out
		}
		for name, list := range map[string][]string{
			"find": got(h.records.Find(c, record.Query{Kind: "note"})), "known": got(h.records.Find(c, record.Query{Kind: "note", Known: time.Now().Add(time.Hour)})),
			"every": got(h.records.Find(c, record.Query{Kind: "note", Every: true})), "bare": got(h.records.Find(c, record.Query{Kind: "note", Bare: true})),
			"since": got(h.records.Since(c, -1, record.MaxChanges)),
		} {
			if !slices.Equal(list, want) {
				t.Errorf("%s %s, %s: %q, want %q", x.clearance, x.nation, name, list, want)
			}
		}
		for _, limit := range []int{1, 2, 5} {
			if n := len(got(h.records.Find(c, record.Query{Kind: "note", Limit: limit}))); n != min(limit, len(want)) {
				t.Errorf("%s %s: %d of %d", x.clearance, x.nation, n, limit)
			}
			if n := len(got(h.records.Since(c, 3, limit))); n > limit || n == 0 {
				t.Errorf("%s %s: since, %d of %d", x.clearance, x.nation, n, limit)
			}
		}
		for i, m := range markings {
			seen := slices.Contains(want, m)
			id := fmt.Sprintf("n1-%d", i)
			if n := len(got(h.records.Find(c, record.Query{Kind: "note", ID: id}))); (n == 1) != seen {
				t.Errorf("%s %s: %q by name: %d", x.clearance, x.nation, m, n)
			}
			if n := len(got(h.records.History(c, "note", id))); (n == 1) != seen {
				t.Errorf("%s %s: the history of %q: %d", x.clearance, x.nation, m, n)
			}
		}
		entries, err := h.records.Entries(c, -1, 3*len(markings))
		h.must(err)
		for i, v := range entries {
			m := markings[i%len(markings)]
			if seen := slices.Contains(want, m); v.Seq != int64(i) || seen != (v.ID != "") || seen != (v.Body != nil) || !seen && v.Classified != access.Hidden {
				t.Errorf("%s %s: entry of %q: %+v", x.clearance, x.nation, m, v)
			}
		}
	}
	if vs, err := h.records.Find(ctx, record.Query{Kind: "note"}); err != nil || len(vs) != 3 {
		t.Errorf("nobody sees %d, %v", len(vs), err)
	}
	if vs, err := h.records.Find(access.With(ctx, access.Operator("root")), record.Query{Kind: "note"}); err != nil || len(vs) != 3*len(markings) {
		t.Errorf("the operator sees %d, %v", len(vs), err)
	}
}

// What is raised is hidden with all that went before, at every moment; what is lowered is
// seen from then on, its past is not.
func TestReclassify(t *testing.T) {
	h := opened(t)
	secret, public := as("SECRET", "FIN"), as("PUBLIC", "FIN")
	up, down := h.put("up", ""), h.put("down", "SECRET")
	mark := func(id, to string) {
		t.Helper()
		m, err := access.ParseMarking(to)
		h.must(err)
		_, err = h.records.Reclassify(secret, "chief", "note", id, m, "reviewed")
		h.must(err)
	}
	if vs, err := h.records.Find(public, record.Query{Kind: "note", Known: down.At}); err != nil || len(vs) != 1 {
		t.Errorf("before: %v %v", vs, err)
	}
	mark("up", "SECRET")
	mark("down", "PUBLIC")
	for name, q := range map[string]record.Query{"now": {Kind: "note"}, "every": {Kind: "note", Every: true}, "then": {Kind: "note", Known: down.At}, "by name": {Kind: "note", ID: "up"}} {
		vs, err := h.records.Find(public, q)
		h.must(err)
		for _, v := range vs {
			if v.ID == "up" || v.Classified != "" {
				t.Errorf("%s: %s at %d shown", name, v.ID, v.Seq)
			}
		}
	}
	if vs, err := h.records.Since(public, -1, 100); err != nil || len(vs) != 1 || vs[0].ID != "down" {
		t.Errorf("since: %+v %v", vs, err)
	}
	if vs, err := h.records.History(public, "note", "down"); err != nil || len(vs) != 1 || vs[0].Seq == down.Seq {
		t.Errorf("the past of what was lowered: %+v %v", vs, err)
	}
	if vs, err := h.records.History(secret, "note", "up"); err != nil || len(vs) != 2 || vs[0].Seq != up.Seq {
		t.Errorf("the past of what was raised, for who may: %+v %v", vs, err)
	}
	for _, x := range []struct {
		c      context.Context
		id, to string
		reason string
		kind   error
	}{{public, "up", "PUBLIC", "x", ent.ErrNotFound}, {public, "down", "SECRET", "x", ent.ErrForbidden}, {secret, "none", "SECRET", "x", ent.ErrNotFound}, {secret, "up", "SECRET", "x", ent.ErrInvalid},
		{secret, "up", "PUBLIC", "", ent.ErrInvalid}, {secret, "up", "SECRET//REL TO ATLANTIS", "x", ent.ErrInvalid}, {secret, "up", "SECRET//REL TO JPN", "x", ent.ErrForbidden}} {
		m, err := access.ParseMarking(x.to)
		h.must(err)
		if _, err := h.records.Reclassify(x.c, "x", "note", x.id, m, x.reason); !errors.Is(err, x.kind) {
			t.Errorf("%s to %s: %v", x.id, x.to, err)
		}
	}
}

// What is put on record bears what the writer chose, what it supersedes and what it is about;
// nobody writes what they could not read, or finds out what they may not see.
func TestWriting(t *testing.T) {
	h := opened(t)
	secret, public := as("SECRET", "FIN"), as("PUBLIC", "FIN")
	write := func(c context.Context, mark string, change record.Change) (string, error) {
		t.Helper()
		c, err := access.MarkedAs(c, mark)
		h.must(err)
		change.Body = []byte("x")
		vs, err := h.records.Append(c, "x", change)
		if err != nil {
			return "", err
		}
		return vs[0].Classified, nil
	}
	first := func(kind record.Kind, id, subject string) record.Change {
		return record.Change{Kind: kind, ID: id, Subject: subject, Replaces: record.New}
	}
	for _, x := range []struct {
		c      context.Context
		mark   string
		change record.Change
		want   string
		kind   error
	}{
		{public, "", first("note", "1", ""), "", nil},
		{public, "PUBLIC", first("note", "2", ""), "", nil},
		{public, "RESTRICTED", first("note", "3", ""), "", ent.ErrForbidden},
		{ctx, "RESTRICTED", first("note", "3", ""), "", ent.ErrForbidden},
		{secret, "secret", first("note", "3", ""), "SECRET", nil},
		{secret, "SECRET//REL TO JPN, FIN", first("note", "4", ""), "SECRET//REL TO FIN, JPN", nil},
		{secret, "SECRET//REL TO JPN", first("note", "5", ""), "", ent.ErrForbidden},
		{secret, "SECRET//REL TO ATL", first("note", "5", ""), "", ent.ErrInvalid},
		{secret, "TOP SECRET", first("note", "5", ""), "", ent.ErrForbidden},
		{secret, "SECRET//REL TO NATO", first("instrument", "S-1", ""), "SECRET//REL TO NATO", nil},
		{secret, "", first("act", "S-1/a", "S-1"), "SECRET//REL TO NATO", nil},
		{secret, "RESTRICTED", first("act", "S-1/b", "S-1"), "SECRET//REL TO NATO", nil},
		{secret, "SECRET//REL TO FIN, JPN, SWE", first("act", "S-1/c", "S-1"), "SECRET//REL TO FIN, SWE", nil},
		{secret, "CONFIDENTIAL//REL TO FIN, JPN", first("act", "S-1/d", "S-1"), "SECRET//REL TO FIN", nil},
		{public, "", first("act", "S-1/e", "S-1"), "", nil}, // it is no instrument for them
		{public, "", record.Change{Kind: "note", ID: "3", Replaces: 2, Reason: "x"}, "", ent.ErrNotFound},
		{secret, "", record.Change{Kind: "note", ID: "3", Replaces: 2, Reason: "x"}, "SECRET", nil},
	} {
		got, err := write(x.c, x.mark, x.change)
		if got != x.want || !errors.Is(err, x.kind) && (x.kind != nil || err != nil) {
			t.Errorf("%s %s marked %q: %q, %v; want %q, %v", x.change.Kind, x.change.ID, x.mark, got, err, x.want, x.kind)
		}
	}
	// in one step, what is about an instrument bears its marking
	c, err := access.MarkedAs(secret, "CONFIDENTIAL")
	h.must(err)
	vs, err := h.records.Append(c, "x", record.Change{Kind: "instrument", ID: "C-1", Replaces: record.New, Classified: "SECRET"}, first("act", "C-1/a", "C-1"))
	if err != nil || vs[0].Classified != "SECRET" || vs[1].Classified != "SECRET" {
		t.Errorf("%+v %v", vs, err)
	}
	low, err := access.NewRecords(h.store, h.guard, h.reads, "RESTRICTED")
	h.must(err)
	if _, err := low.Append(c, "x", first("note", "9", "")); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("above what the installation is for: %v", err)
	}
}

// Who is shown what is classified is put on record before, once within the hour, by the
// commitment in the log; the entry itself is seen by nobody who reads records.
func TestReadsOnRecord(t *testing.T) {
	h := opened(t)
	h.put("a", "RESTRICTED")
	s := h.put("b", "SECRET")
	h.put("c", "TOP SECRET")
	c := as("SECRET", "FIN")
	entries := func() []access.Reading {
		out, _, err := h.reads.Before(ctx, 0, 100)
		h.must(err)
		return out
	}
	for range 3 {
		_, err := h.records.Find(c, record.Query{Kind: "note"})
		h.must(err)
		_, err = h.records.Find(as("RESTRICTED", "FIN"), record.Query{Kind: "note"})
		h.must(err)
		_, err = h.records.Find(access.With(ctx, access.Operator("root")), record.Query{Kind: "note"})
		h.must(err)
	}
	got := entries()
	leaves, err := h.store.Leaves(ctx, s.Seq, 1)
	h.must(err)
	if len(got) != 1 || got[0].Who != "x.SECRET.FIN" || len(got[0].Entries) != 1 || got[0].Entries[0].Seq != s.Seq || !strings.Contains(string(leaves[0]), got[0].Entries[0].Commitment) || len(got[0].Entries[0].Commitment) != 64 {
		t.Fatalf("%+v", got)
	}
	h.now = h.now.Add(2 * time.Hour)
	_, err = h.records.Find(c, record.Query{Kind: "note", ID: "b", Bare: true})
	h.must(err)
	if got := entries(); len(got) != 2 || got[0].Entries[0] != got[1].Entries[0] {
		t.Errorf("two hours later: %+v", got)
	}
	h.must(h.reads.NoteLaw(c, "sha256:x", []string{"RESTRICTED"}))
	h.must(h.reads.NoteLaw(c, "sha256:y", []string{"RESTRICTED", "SECRET"}))
	h.must(h.reads.NoteLaw(c, "sha256:y", []string{"RESTRICTED", "SECRET"}))
	if got := entries(); len(got) != 3 || got[0].Law != "sha256:y" {
		t.Errorf("of the law: %+v", got)
	}
	if one, next, err := h.reads.Before(ctx, 0, 1); err != nil || len(one) != 1 || next == 0 {
		t.Errorf("a page: %+v %d %v", one, next, err)
	} else if rest, next, err := h.reads.Before(ctx, next, 5); err != nil || len(rest) != 2 || next != 0 {
		t.Errorf("the rest: %+v %d %v", rest, next, err)
	}
	if vs, err := h.records.Find(as("TOP SECRET", "FIN"), record.Query{Kind: access.KindReads}); err != nil || len(vs) != 0 {
		t.Errorf("shown as records: %+v %v", vs, err)
	}
	raw, err := h.store.Find(ctx, record.Query{Kind: access.KindReads})
	h.must(err)
	if leaf := string(transparency.Leaf(&raw[0])); strings.Contains(leaf, "x.SECRET") {
		t.Errorf("the log tells who read: %s", leaf)
	}
	// what cannot be recorded is not shown
	h.must(h.store.Close())
	if vs, err := h.records.Find(as("SECRET", "SWE"), record.Query{Kind: "note"}); err == nil {
		t.Errorf("shown without a record: %+v", vs)
	}
}

func TestMarkings(t *testing.T) {
	for in, want := range map[string]string{"": "PUBLIC", " secret ": "SECRET", "top secret//rel to jpn, usa": "TOP SECRET//REL TO JPN, USA", "SECRET//REL TO USA USA,FIN": "SECRET//REL TO FIN, USA", "SECRET//": "SECRET",
		"SECRT": "", "SECRET//NOFORN": "", "SECRET//REL TO": "", "SECRET//REL TO ,": "", "SECRET//REL TO USA//X": "", "//REL TO USA": ""} {
		m, err := access.ParseMarking(in)
		if err != nil && want != "" || err == nil && m.String() != want {
			t.Errorf("%q: %s, %v", in, m, err)
		}
		if again, err2 := access.ParseMarking(m.String()); err == nil && (err2 != nil || again.String() != m.String()) {
			t.Errorf("%q printed as %q", in, m)
		}
	}
}

// A marking is read, or refused; what was read prints as it is read again, and what comes
// of two is for nobody who may not see both.
func FuzzMarking(f *testing.F) {
	for _, m := range append(markings, "TOP SECRET//REL TO UN", "RESTRICTED//REL TO NATO, JPN") {
		f.Add(m, "SECRET//REL TO FIN")
	}
	lib, err := corpus.Library()
	if err != nil {
		f.Fatal(err)
	}
	g, err := access.NewGuard(access.Realm{World: lib.Treaties.World(), Today: func() ent.Date { return ent.NewDate(2026, 11, 23) }})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, x, y string) {
		a, err := access.ParseMarking(x)
		if err != nil {
			return
		}
		b, err := access.ParseMarking(y)
		if err != nil {
			return
		}
		if again, err := access.ParseMarking(a.String()); err != nil || again.String() != a.String() {
			t.Errorf("%q printed as %q: %v", x, a, err)
		}
		both := g.Join(a, b)
		for _, p := range []access.Principal{{Clearance: 3}, {Clearance: 3, Nation: "FIN"}, {Clearance: 4, Nation: "JPN"}, {Clearance: 1, Nation: "USA"}} {
			if sees := g.Sees(p, both.Kept()); sees != (g.Sees(p, a.Kept()) && g.Sees(p, b.Kept())) {
				t.Errorf("%q and %q: %q, and %+v sees it: %v", a, b, both, p, sees)
			}
		}
		if !g.Within(a.Kept(), both) || !g.Within(b.Kept(), both) {
			t.Errorf("%q or %q is not within %q", a, b, both)
		}
	})
}
