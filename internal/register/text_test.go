package register_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/record"
	"entente/internal/register"
)

// Texts are kept under their hash, once; a corrected text supersedes, and what was known
// before stays.
func TestTexts(t *testing.T) {
	ctx := context.Background()
	r, _, s := opened(t)
	in, err := register.Read([]byte(agreement))
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Add(ctx, "officer", in); err != nil {
		t.Fatal(err)
	}
	add := func(part, version, language, body string) (*register.Kept, error) {
		return r.AddText(ctx, "officer", register.Text{Instrument: in.ID, Part: part, Version: version, Language: language, Name: `C:\drafts\t.txt`}, []byte(body), "a slip")
	}
	first, err := add("text", "final", "en", "one")
	if err != nil {
		t.Fatal(err)
	}
	if first.Name != "t.txt" || first.Size != 3 || first.Media == "" {
		t.Errorf("%+v", first)
	}
	if _, err := add("Annex A", "final", "en", "one"); err != nil {
		t.Fatal(err)
	}
	files, err := s.Find(ctx, record.Query{Kind: register.KindFile, Limit: 10})
	if err != nil || len(files) != 1 {
		t.Errorf("the same bytes are kept %d times, %v", len(files), err)
	}
	if _, err := add("text", "final", "en", "two"); err != nil {
		t.Fatal(err)
	}
	now, err := r.Texts(ctx, in.ID, time.Time{})
	if err != nil || len(now) != 2 || now[1].Hash == first.Hash {
		t.Errorf("%+v, %v", now, err)
	}
	before, err := r.Texts(ctx, in.ID, first.At)
	if err != nil || len(before) != 1 || before[0].Hash != first.Hash {
		t.Errorf("what was known before: %+v, %v", before, err)
	}
	if b, err := r.File(ctx, &first.Text); err != nil || string(b) != "one" {
		t.Errorf("%q, %v", b, err)
	}
	if got := register.Languages(now, "text", "final"); !slices.Equal(got, []string{"en"}) {
		t.Errorf("languages %v", got)
	}
	for _, wrong := range [][4]string{{"text", "final", "en", ""}, {"text", "final", "English", "x"}, {"text", "", "en", "x"}, {"../x", "final", "en", "x"}, {"text", "final", "en", strings.Repeat("x", record.MaxBody+1)}} {
		if _, err := add(wrong[0], wrong[1], wrong[2], wrong[3]); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%.40q: %v", wrong, err)
		}
	}
	if _, err := r.AddText(ctx, "officer", register.Text{Instrument: "NOT-THERE", Part: "text", Version: "final", Language: "en", Name: "t"}, []byte("x"), ""); !errors.Is(err, ent.ErrNotFound) {
		t.Errorf("a text of nothing: %v", err)
	}
}

func TestRelatives(t *testing.T) {
	ctx := context.Background()
	r, _, _ := opened(t)
	for _, text := range []string{agreement, "id: FIN-JPN-A1\ntitle: amending protocol\nkind: treaty\nlegal_order: international\nfamily: {amends: FIN-JPN-DEFCO}\n",
		"id: FIN-JPN-I1\ntitle: implementing arrangement\nkind: treaty\nlegal_order: international\nfamily: {parent: FIN-JPN-DEFCO}\n"} {
		in, err := register.Read([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		// the relative must be known together with what it relates to
		if err := r.Add(ctx, "officer", in); err != nil {
			t.Fatal(err)
		}
	}
	rel, err := r.Relatives(ctx, "FIN-JPN-DEFCO", time.Time{})
	if err != nil || len(rel) != 2 || rel[0].As != "amends" || rel[1].As != "implements" {
		t.Errorf("%+v, %v", rel, err)
	}
}
