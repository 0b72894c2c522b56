package transparency

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestRequestsThatAreNone(t *testing.T) {
	for _, body := range []string{"", "old 1", "old 1\n", "old -1\n\nx", "old 01\n\nx", "old x\n\nx", "new 1\n\nx", "old 1\nAAAA\n\nx", "old 1\n" + strings.Repeat("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n", 64) + "\nx"} {
		_, _, _, err := parseRequest(body)
		var no *refusal
		if !errors.As(err, &no) || no.status != http.StatusBadRequest {
			t.Errorf("%q: %v", body, err)
		}
	}
	old, proof, signed, err := parseRequest("old 7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nlog\n9\n")
	if err != nil || old != 7 || len(proof) != 1 || signed != "log\n9\n" {
		t.Errorf("%d %v %q, %v", old, proof, signed, err)
	}
}

// Whatever is sent, the answer is a request as it stands or a refusal.
func FuzzRequest(f *testing.F) {
	f.Add("old 7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\nlog\n9\n")
	f.Add("old 0\n\nlog\n9\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— log AAAA\n")
	f.Fuzz(func(t *testing.T, body string) {
		old, proof, signed, err := parseRequest(body)
		if err == nil && (old < 0 || len(proof) > maxProof || !strings.HasSuffix(body, "\n\n"+signed)) {
			t.Fatalf("%q was read as %d, %d hashes, %q", body, old, len(proof), signed)
		}
	})
}
