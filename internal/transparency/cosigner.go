package transparency

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// Memory is what a witness remembers: of each log the last tree that it cosigned.
type Memory interface {
	// Last returns the last tree cosigned for a log, size 0 when there was none, and the
	// version by which Remember knows that nobody came between.
	Last(ctx context.Context, origin string) (tree tlog.Tree, version int64, err error)
	// Remember keeps a tree as the last. An error of kind Conflict says that somebody came
	// between.
	Remember(ctx context.Context, origin string, tree tlog.Tree, version int64) error
}

// Cosigner is a witness of partners' logs (C2SP tlog-witness): it cosigns a checkpoint
// only when it extends the one that it cosigned before, so that a partner cannot show
// different logs to different people unnoticed.
type Cosigner struct {
	signer *torchwood.CosignatureSigner
	memory Memory
	logs   map[string]note.Verifier
}

// NewCosigner returns a witness that cosigns the logs of the partners named.
func NewCosigner(signer *torchwood.CosignatureSigner, memory Memory, partners ...note.Verifier) *Cosigner {
	c := &Cosigner{signer, memory, map[string]note.Verifier{}}
	for _, p := range partners {
		c.logs[p.Name()] = p
	}
	return c
}

// refusal is an answer of the protocol that is no cosignature.
type refusal struct {
	status int
	known  bool  // the answer is the size below
	size   int64 // of the log, as far as the witness knows it
	text   string
}

func (r *refusal) Error() string { return r.text }

// ServeHTTP answers add-checkpoint.
func (c *Cosigner) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxAnswer))
	if err != nil {
		http.Error(w, "the request is too long", http.StatusRequestEntityTooLarge)
		return
	}
	sig, err := c.cosign(r.Context(), string(body))
	var no *refusal
	switch {
	case err == nil:
		w.Write(sig)
	case errors.As(err, &no) && no.known:
		w.Header().Set("Content-Type", "text/x.tlog.size")
		w.WriteHeader(no.status)
		io.WriteString(w, strconv.FormatInt(no.size, 10)+"\n")
	case errors.As(err, &no):
		http.Error(w, no.text, no.status)
	default:
		http.Error(w, "the witness cannot answer now", http.StatusServiceUnavailable)
	}
}

// cosign checks a request and returns the line of the cosignature.
func (c *Cosigner) cosign(ctx context.Context, body string) ([]byte, error) {
	old, proof, signed, err := parseRequest(body)
	if err != nil {
		return nil, err
	}
	origin, _, _ := strings.Cut(signed, "\n")
	key := c.logs[origin]
	if key == nil {
		return nil, &refusal{status: http.StatusNotFound, text: "the log is not known here"}
	}
	n, err := note.Open([]byte(signed), note.VerifierList(key))
	if err != nil {
		return nil, &refusal{status: http.StatusForbidden, text: "the checkpoint is not signed by its log"}
	}
	cp, err := torchwood.ParseCheckpoint(n.Text)
	if err != nil || cp.Origin != origin || cp.N < old {
		return nil, &refusal{status: http.StatusBadRequest, text: "what is signed is no checkpoint, or a smaller one"}
	}
	if err := c.advance(ctx, origin, old, proof, cp.Tree); err != nil {
		return nil, err
	}
	cosigned, err := note.Sign(&note.Note{Text: n.Text}, c.signer)
	if err != nil {
		return nil, err
	}
	_, line, _ := strings.Cut(string(cosigned), "\n\n")
	return []byte(line), nil
}

// advance makes sure that the tree extends the last one, and remembers it.
func (c *Cosigner) advance(ctx context.Context, origin string, old int64, proof tlog.TreeProof, tree tlog.Tree) error {
	last, version, err := c.memory.Last(ctx, origin)
	if err != nil {
		return err
	}
	if last.N != old {
		return &refusal{status: http.StatusConflict, known: true, size: last.N, text: "another size is known here"}
	}
	switch {
	case old == tree.N && old > 0 && last.Hash != tree.Hash:
		return &refusal{status: http.StatusConflict, text: "another root of the same size was cosigned"}
	case (old == tree.N || old == 0) && len(proof) > 0:
		return &refusal{status: http.StatusUnprocessableEntity, text: "a proof where none can be"}
	case old == tree.N:
		return nil // nothing new to remember
	case old == 0:
	case tlog.CheckTree(proof, tree.N, tree.Hash, old, last.Hash) != nil:
		return &refusal{status: http.StatusUnprocessableEntity, text: "the proof does not show that the log was only appended to"}
	}
	err = c.memory.Remember(ctx, origin, tree, version)
	if errors.Is(err, ent.ErrConflict) {
		now, _, err := c.memory.Last(ctx, origin)
		if err != nil {
			return err
		}
		return &refusal{status: http.StatusConflict, known: true, size: now.N, text: "another checkpoint came between"}
	}
	return err
}

// maxProof is the longest proof of consistency that a tree can need.
const maxProof = 63

// parseRequest reads the body of add-checkpoint: the old size, the proof, the checkpoint.
func parseRequest(body string) (old int64, proof tlog.TreeProof, signed string, err error) {
	bad := func(format string, args ...any) error {
		return &refusal{status: http.StatusBadRequest, text: fmt.Sprintf(format, args...)}
	}
	head, signed, ok := strings.Cut(body, "\n\n")
	if !ok {
		return 0, nil, "", bad("no blank line before the checkpoint")
	}
	lines := strings.Split(head, "\n")
	size, ok := strings.CutPrefix(lines[0], "old ")
	if old, err = strconv.ParseInt(size, 10, 64); !ok || err != nil || old < 0 || size != strconv.FormatInt(old, 10) {
		return 0, nil, "", bad("the first line is not the old size")
	}
	if len(lines)-1 > maxProof {
		return 0, nil, "", bad("a proof of more than %d hashes", maxProof)
	}
	for _, l := range lines[1:] {
		b, err := base64.StdEncoding.DecodeString(l)
		if err != nil || len(b) != tlog.HashSize {
			return 0, nil, "", bad("%q is no hash", l)
		}
		proof = append(proof, tlog.Hash(b))
	}
	return old, proof, signed, nil
}
