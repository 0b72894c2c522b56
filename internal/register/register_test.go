package register_test

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"entente/corpus"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/register"
	"entente/internal/storage"
	"entente/internal/storage/sqlbase"
)

const agreement = `id: FIN-JPN-DEFCO
title: Agreement on defence cooperation between Finland and Japan (an example)
kind: treaty
legal_order: international
binding: true
adopted: 2024-05-10
entry_into_force:
  initial: {count: 2, delay: {days: 30}}
  article: "14"
withdrawal: {article: "15", notice: {months: 6}}
sources: [example]
confidence: known
acts: |
  FIN  signed 2024-05-10; ratified 2024-09-02
  JPN  signed 2024-05-10; ratified 2024-10-01
`

func opened(t *testing.T) (*register.Register, *treaty.Library, *sqlbase.Store) {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	s, err := storage.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return register.New(s, lib.Treaties), lib.Treaties, s
}

func between(t *testing.T, r *register.Register, lib *treaty.Library, on string, known time.Time) bool {
	t.Helper()
	all, err := r.All(context.Background(), known)
	if err != nil {
		t.Fatal(err)
	}
	joined, problems := lib.With(all...)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	d, err := ent.ParseDate(on)
	if err != nil {
		t.Fatal(err)
	}
	return joined.Between([]ent.StateCode{"FIN", "JPN"}, "FIN-JPN-DEFCO", d).InForce
}

// An agreement is registered, is in force by its own rule, a day of it is corrected, and
// what was known before is still answered.
func TestCorrectionAndWhatWasKnownBefore(t *testing.T) {
	ctx := context.Background()
	r, lib, s := opened(t)
	in, err := register.Read([]byte(agreement))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Add(ctx, "officer", in); err != nil {
		t.Fatal(err)
	}
	if between(t, r, lib, "2024-10-30", time.Time{}) || !between(t, r, lib, "2024-10-31", time.Time{}) {
		t.Error("not in force thirty days after the second ratification")
	}
	before, err := s.Since(ctx, -1, 100)
	if err != nil {
		t.Fatal(err)
	}
	known := before[len(before)-1].At
	err = r.Correct(ctx, "officer", "FIN-JPN-DEFCO/JPN/ratified/2024-10-01", "the note was of the eleventh", false, func(a *treaty.Act) { a.On = ent.NewDate(2024, 10, 11) })
	if err != nil {
		t.Fatal(err)
	}
	if between(t, r, lib, "2024-11-09", time.Time{}) || !between(t, r, lib, "2024-11-10", time.Time{}) {
		t.Error("the corrected day is not followed")
	}
	if !between(t, r, lib, "2024-10-31", known) {
		t.Error("what was known before the correction is lost")
	}
	h, err := r.History(ctx, "FIN-JPN-DEFCO")
	if err != nil || len(h) != 6 || h[5].Reason != "the note was of the eleventh" || h[5].Replaces != h[4].Seq {
		t.Errorf("history of %d versions, %v", len(h), err)
	}
	if err := r.Correct(ctx, "officer", "FIN-JPN-DEFCO/JPN/ratified/2024-10-01", "was never deposited", true, func(*treaty.Act) {}); err != nil {
		t.Fatal(err)
	}
	if between(t, r, lib, "2025-01-01", time.Time{}) {
		t.Error("an act that was withdrawn still counts")
	}
	if err := r.Record(ctx, "officer", "FIN-JPN-DEFCO", treaty.Act{State: "JPN", Act: treaty.Ratified, On: ent.NewDate(2024, 12, 1)}); err != nil {
		t.Fatal(err)
	}
	if !between(t, r, lib, "2025-01-01", time.Time{}) {
		t.Error("a new act is not followed")
	}
}

func TestWhatTheRegisterRefuses(t *testing.T) {
	ctx := context.Background()
	r, _, s := opened(t)
	for text, want := range map[string]string{
		"id: NAT\ntitle: x\nkind: treaty\nlegal_order: international\n": "shipped law",
		"id: x y\ntitle: x\nkind: treaty\nlegal_order: international\n": "not an id",
		"id: A-B\nkind: treaty\n": "title",
		"id: A-B\ntitle: x\nkind: treaty\nlegal_order: international\nacts: |\n  FIN  ratifyed 2024-01-01\n": "nearest: \"ratified\"",
		"id: A-B\ntitle: x\nkind: treaty\nlegal_order: international\nacts: |\n  ATL  ratified 2024-01-01\n": "no State",
		"id: A-B\ntitle: x\nkind: treaty\nlegal_order: international\nacts: |\n  FIN  ratified 2024-02-30\n": "does not exist",
		"id: A-B\nnonsense: 1\n": "nonsense",
		"\x00\x01":               "",
	} {
		in, err := register.Read([]byte(text))
		if err == nil {
			err = r.Add(ctx, "officer", in)
		}
		if err == nil || !strings.Contains(err.Error(), want) || !errors.Is(err, ent.ErrInvalid) && !errors.Is(err, ent.ErrConflict) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	if err := r.Record(ctx, "officer", "NOT-THERE", treaty.Act{State: "FIN", Act: treaty.Signed, On: 1}); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("an act about nothing: %v", err)
	}
	if n, err := s.Size(ctx); n != 0 || err != nil {
		t.Errorf("the store was touched: %d, %v", n, err)
	}
}
