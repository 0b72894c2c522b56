package sqlite_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"

	ent "entente"
	"entente/internal/transparency"
	"entente/internal/transparency/verify"
)

// Two institutions: one witnesses the other's log as it grows; a log that was altered, or
// is not known, gets no cosignature; the cosigned log is verified with both keys.
func TestPartnersWitnessOneAnother(t *testing.T) {
	ctx := context.Background()
	s, l, key := logged(t, 10)
	witnessStore, _, _ := logged(t, 0)
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := torchwood.NewCosignatureSigner("partner.example/witness", private)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(transparency.NewCosigner(signer, transparency.Kept{Store: witnessStore, By: "witness"}, key))
	defer server.Close()
	v, err := transparency.WitnessVerifier(fmt.Sprint(signer.Verifier()))
	if err != nil {
		t.Fatal(err)
	}
	w := transparency.Witness{URL: server.URL, Verifier: v, Client: server.Client()}
	for range 4 { // the second time without growth
		if _, err := l.Cosign(ctx, w); err != nil {
			t.Fatal(err)
		}
		if _, err := l.Cosign(ctx, w); err != nil {
			t.Fatal(err)
		}
		grow(t, s, 97)
	}
	signed, err := l.Cosign(ctx, w)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	export(t, l, dir)
	r, err := verify.Log(ctx, verify.Dir(dir), verify.Options{Key: key, Witnesses: []note.Verifier{v}})
	if err != nil || len(r.Signatures) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "checkpoint")); err != nil || string(b) != string(signed) {
		t.Errorf("the exported checkpoint is not the cosigned one: %v", err)
	}
	vs, err := witnessStore.History(ctx, transparency.KindWitnessed, l.Origin())
	if err != nil || len(vs) != 5 {
		t.Errorf("the witness has %d trees on record, want 5: %v", len(vs), err)
	}
	// another log under the same name and key: its key signs, but it is not an extension
	_, other, otherKey := logged(t, 500)
	if _, err := other.Cosign(ctx, w); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("a log signed by another key: %v", err)
	}
	forger := httptest.NewServer(transparency.NewCosigner(signer, transparency.Kept{Store: witnessStore, By: "witness"}, otherKey))
	defer forger.Close()
	w.URL, w.Client = forger.URL, forger.Client()
	if _, err := other.Cosign(ctx, w); !errors.Is(err, ent.ErrConflict) || !strings.Contains(err.Error(), "only appended") {
		t.Errorf("a log that is no extension of the one cosigned: %v", err)
	}
}

// A log that shows another root for the size cosigned is refused for good; the witness
// does not name a size, from which a client would ask again.
func TestAnotherRootOfTheSameSize(t *testing.T) {
	ctx := context.Background()
	_, one, key := logged(t, 10)
	witness, _, _ := logged(t, 0)
	_, other, otherKey := logged(t, 10)
	forged, err := other.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := torchwood.NewCosignatureSigner("partner.example/witness", private)
	if err != nil {
		t.Fatal(err)
	}
	kept := transparency.Kept{Store: witness, By: "witness"}
	server := httptest.NewServer(transparency.NewCosigner(signer, kept, key))
	defer server.Close()
	w := transparency.Witness{URL: server.URL, Verifier: signer.Verifier(), Client: server.Client()}
	if _, err := one.Cosign(ctx, w); err != nil {
		t.Fatal(err)
	}
	split := httptest.NewRecorder()
	transparency.NewCosigner(signer, kept, otherKey).ServeHTTP(split, httptest.NewRequest("POST", "/add-checkpoint", strings.NewReader("old 10\n\n"+string(forged))))
	if split.Code != http.StatusConflict || split.Header().Get("Content-Type") == "text/x.tlog.size" {
		t.Errorf("%d %q: %s", split.Code, split.Header(), split.Body)
	}
}
