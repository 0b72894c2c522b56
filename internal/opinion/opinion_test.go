package opinion_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"entente/corpus"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/matter"
	"entente/internal/opinion"
	"entente/internal/storage"
)

const text = `matter: fuel for a ship
kind: logistics
on: 2024-06-01
participants:
- {state: FIN, role: supplier}
- {state: JPN, role: recipient}
`

// An opinion asked again under the same law is the same to the byte; under changed law it
// tells what changed. Who drafted it does not sign it.
func TestOpinion(t *testing.T) {
	ctx := context.Background()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	s, err := storage.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	b := opinion.New(s)
	m, err := matter.Read(lib, "m", []byte(text), 1)
	if err != nil {
		t.Fatal(err)
	}
	o, err := b.Give(ctx, "drafter", lib, m, "")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := o.Again(lib); err != nil || !r.Same || len(r.Changed) != 0 {
		t.Errorf("asked again at once: %+v, %v", r, err)
	}
	if err := b.Sign(ctx, "drafter", o.ID, o.On); !errors.Is(err, ent.ErrForbidden) {
		t.Errorf("signed by who drafted it: %v", err)
	}
	if err := b.Sign(ctx, "approver", o.ID, o.On); err != nil {
		t.Fatal(err)
	}
	if err := b.Sign(ctx, "another", o.ID, o.On); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("signed twice: %v", err)
	}
	if err := b.Watch(ctx, "drafter", o.ID, true); err != nil {
		t.Fatal(err)
	}
	got, err := b.Find(ctx, o.ID)
	if err != nil || got.Signed == nil || got.Signed.By != "approver" || !got.Watched || !got.Given.Equal(o.Given) || got.Drafter != "drafter" {
		t.Fatalf("%+v, %v", got, err)
	}
	changed, problems := lib.Treaties.With(treaty.Instrument{ID: "FIN-JPN-ACSA", Title: "an example", Kind: "treaty", LegalOrder: "international", Binding: true})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if r, err := got.Again(lib.With(changed, "sha256:other")); err != nil || r.Same {
		t.Errorf("under another library, which the finding names: %+v, %v", r, err)
	}
	if all, err := b.All(ctx, got.Given); err != nil || len(all) != 1 || all[0].Signed != nil {
		t.Errorf("as known when it was given: %+v, %v", all, err)
	}
	if _, err := b.Find(ctx, "F-NONE"); !errors.Is(err, ent.ErrNotFound) {
		t.Error(err)
	}
}
