package transparency

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// Witness is somebody who cosigns the log's checkpoints after making sure that each is
// an extension of the one cosigned before (C2SP tlog-witness).
type Witness struct {
	URL      string
	Verifier note.Verifier
	Client   *http.Client
}

// WitnessVerifier reads the public key of a witness (C2SP tlog-cosignature).
func WitnessVerifier(vkey string) (note.Verifier, error) {
	v, err := torchwood.NewCosignatureVerifier(vkey)
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "%q is not the public key of a witness", vkey)
	}
	return v, nil
}

// maxAnswer bounds what is read from a witness.
const maxAnswer = 64 << 10

// Cosign asks a witness to cosign the checkpoint of the log as it stands, and keeps the
// cosignature with it. When the witness knows another size of the log than expected, it
// says which, and is asked once more from there. An error of kind Conflict says that the
// witness holds this log for altered or will not cosign it.
func (l *Log) Cosign(ctx context.Context, w Witness) ([]byte, error) {
	checkpoint, err := l.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	c, err := torchwood.ParseCheckpoint(text(checkpoint))
	if err != nil {
		return nil, err
	}
	old := int64(0)
	for range 2 {
		sig, known, err := l.ask(ctx, w, old, c.N, checkpoint)
		if err != nil {
			return nil, err
		}
		if sig == nil {
			old = known
			continue
		}
		signed := append(bytes.Clone(checkpoint), sig...)
		n, err := note.Open(signed, note.VerifierList(w.Verifier))
		if err != nil || len(n.Sigs) == 0 {
			return nil, ent.Errorf(ent.Conflict, "%s answered with a signature that is not its own", w.Verifier.Name())
		}
		return signed, l.src.KeepCheckpoint(ctx, c.N, c.Hash, string(signed))
	}
	return nil, ent.Errorf(ent.Conflict, "%s keeps naming another size of the log", w.Verifier.Name())
}

// ask sends one add-checkpoint request; without a signature it returns the size that the
// witness knows.
func (l *Log) ask(ctx context.Context, w Witness, old, n int64, checkpoint []byte) (sig []byte, known int64, err error) {
	var body strings.Builder
	fmt.Fprintf(&body, "old %d\n", old)
	if old > 0 && old < n {
		proof, err := tlog.ProveTree(n, old, l.reader(ctx))
		if err != nil {
			return nil, 0, err
		}
		for _, h := range proof {
			body.WriteString(base64.StdEncoding.EncodeToString(h[:]) + "\n")
		}
	}
	body.WriteString("\n")
	body.Write(checkpoint)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(w.URL, "/")+"/add-checkpoint", strings.NewReader(body.String()))
	if err != nil {
		return nil, 0, ent.Errorf(ent.Invalid, "the witness %s: %v", w.URL, err)
	}
	resp, err := w.Client.Do(req)
	if err != nil {
		return nil, 0, ent.Errorf(ent.Unavailable, "the witness: %v", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil {
		return nil, 0, ent.Errorf(ent.Unavailable, "the witness: %v", err)
	}
	switch resp.StatusCode {
	case http.StatusOK:
		return answer, 0, nil
	case http.StatusConflict:
		if _, err := fmt.Sscanf(string(answer), "%d\n", &known); err == nil && resp.Header.Get("Content-Type") == "text/x.tlog.size" && known >= 0 && known <= n {
			return nil, known, nil
		}
	}
	return nil, 0, ent.Errorf(ent.Conflict, "%s will not cosign: %s: %s", w.Verifier.Name(), resp.Status, strings.TrimSpace(string(answer)))
}
