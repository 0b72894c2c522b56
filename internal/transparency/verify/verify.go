// Package verify checks a log from its files alone: no store, no key but the public one,
// and no network when the files are in a folder. It computes every hash again from the
// entries, compares each tile and the root, and looks whether recorded times rise.
package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// Fetch returns the file of a log at a path such as checkpoint or tile/0/000; an error of
// kind NotFound when there is none.
type Fetch func(ctx context.Context, path string) ([]byte, error)

// maxFile is the most that one file of a log can hold: a full bundle of the longest entries.
const maxFile = 256 * (2 + 1<<16)

// Dir reads a log from a folder.
func Dir(dir string) Fetch {
	return func(_ context.Context, path string) ([]byte, error) {
		b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, ent.Errorf(ent.NotFound, "%s is missing", path)
		}
		return b, err
	}
}

// URL reads a log from a server.
func URL(base string, client *http.Client) Fetch {
	base = strings.TrimSuffix(base, "/") + "/"
	return func(ctx context.Context, path string) ([]byte, error) {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+path, nil)
		if err != nil {
			return nil, ent.Errorf(ent.Invalid, "%v", err)
		}
		resp, err := client.Do(req)
		if err != nil {
			return nil, ent.Errorf(ent.Unavailable, "%v", err)
		}
		defer resp.Body.Close()
		switch {
		case resp.StatusCode == http.StatusNotFound:
			return nil, ent.Errorf(ent.NotFound, "%s is missing", path)
		case resp.StatusCode != http.StatusOK:
			return nil, ent.Errorf(ent.Unavailable, "%s: %s", path, resp.Status)
		}
		b, err := io.ReadAll(io.LimitReader(resp.Body, maxFile+1))
		if err != nil {
			return nil, ent.Errorf(ent.Unavailable, "%s: %v", path, err)
		}
		return b, nil
	}
}

// Report is what a verified log is.
type Report struct {
	Origin      string    `json:"origin"`
	Size        int64     `json:"size"`
	Root        string    `json:"root"`
	First       time.Time `json:"first"`
	Last        time.Time `json:"last"`
	Sealed      int64     `json:"sealed"`     // entries of classified content
	Signatures  []string  `json:"signatures"` // names whose signatures were checked
	Consistent  []int64   `json:"consistent"` // sizes of the earlier checkpoints that are a part of it
	Corrections int64     `json:"corrections"`
}

// Options say against what a log is verified.
type Options struct {
	Key       note.Verifier   // the log's own
	Witnesses []note.Verifier // further signatures that the checkpoint must carry
	Earlier   [][]byte        // checkpoints seen before, signed by the log
	Progress  func(done, of int64)
}

// Log verifies a whole log. An error of kind Conflict says what does not agree, one of
// kind NotFound which file is missing.
func Log(ctx context.Context, fetch Fetch, o Options) (*Report, error) {
	signed, err := fetch(ctx, "checkpoint")
	if err != nil {
		return nil, err
	}
	c, n, err := open(signed, append([]note.Verifier{o.Key}, o.Witnesses...))
	if err != nil {
		return nil, err
	}
	v := &verifying{fetch: fetch, o: o, size: c.N, report: &Report{Origin: c.Origin, Size: c.N, Root: c.Hash.String(), Consistent: []int64{}}, earlier: map[int64]tlog.Hash{}}
	for _, s := range n.Sigs {
		v.report.Signatures = append(v.report.Signatures, s.Name)
	}
	for _, e := range o.Earlier {
		old, _, err := open(e, []note.Verifier{o.Key})
		if err != nil {
			return nil, fmt.Errorf("an earlier checkpoint: %w", err)
		}
		if old.N > c.N {
			return nil, ent.Errorf(ent.Conflict, "an earlier checkpoint has %d entries, the log only %d: entries were taken away", old.N, c.N)
		}
		if h, ok := v.earlier[old.N]; ok && h != old.Hash {
			return nil, ent.Errorf(ent.Conflict, "two earlier checkpoints of %d entries have different roots: the log was split", old.N)
		}
		v.earlier[old.N] = old.Hash
	}
	if err := v.all(ctx, c.Hash); err != nil {
		return nil, err
	}
	return v.report, nil
}

// open checks the signatures of a checkpoint: every verifier must have signed.
func open(signed []byte, must []note.Verifier) (torchwood.Checkpoint, *note.Note, error) {
	n, err := note.Open(signed, note.VerifierList(must...))
	if err != nil {
		return torchwood.Checkpoint{}, nil, ent.Errorf(ent.Conflict, "the checkpoint is not signed by %s: %v", must[0].Name(), err)
	}
	for _, v := range must {
		found := false
		for _, s := range n.Sigs {
			found = found || s.Name == v.Name() && s.Hash == v.KeyHash()
		}
		if !found {
			return torchwood.Checkpoint{}, nil, ent.Errorf(ent.Conflict, "the checkpoint is not signed by %s", v.Name())
		}
	}
	c, err := torchwood.ParseCheckpoint(n.Text)
	if err != nil {
		return c, nil, ent.Errorf(ent.Conflict, "what is signed is no checkpoint")
	}
	if c.Origin != must[0].Name() {
		return c, nil, ent.Errorf(ent.Conflict, "the checkpoint is of the log %q, the key of %q", c.Origin, must[0].Name())
	}
	return c, n, nil
}

// verifying is one pass over a log. It keeps one open tile of hashes per level, and the
// complete subtrees on the right edge.
type verifying struct {
	fetch   Fetch
	o       Options
	size    int64
	report  *Report
	earlier map[int64]tlog.Hash
	levels  [8][]byte
	done    int64
	edge    []tlog.Hash // complete subtrees, the largest first
	sizes   []int64
	last    string
}

func (v *verifying) all(ctx context.Context, root tlog.Hash) error {
	if err := v.compare(); err != nil {
		return err
	}
	for v.done < v.size {
		w := int(min(torchwood.TileWidth, v.size-v.done))
		if err := v.bundle(ctx, w); err != nil {
			return err
		}
		if v.o.Progress != nil {
			v.o.Progress(v.done, v.size)
		}
	}
	for level := range v.levels {
		if err := v.flush(ctx, level); err != nil {
			return err
		}
	}
	if got := v.root(); got != root {
		return ent.Errorf(ent.Conflict, "the entries give the root %s, the checkpoint says %s", got, root)
	}
	return nil
}

// bundle reads the next w entries.
func (v *verifying) bundle(ctx context.Context, w int) error {
	path := torchwood.TilePath(tlog.Tile{H: torchwood.TileHeight, L: -1, N: v.done >> torchwood.TileHeight, W: w})
	data, err := v.fetch(ctx, path)
	if err != nil {
		return err
	}
	for range w {
		var leaf []byte
		if leaf, data, err = torchwood.ReadTileEntry(data); err != nil {
			return ent.Errorf(ent.Conflict, "%s is cut short at entry %d", path, v.done)
		}
		if err := v.leaf(leaf); err != nil {
			return err
		}
		if err := v.add(ctx, tlog.RecordHash(leaf)); err != nil {
			return err
		}
	}
	if len(data) > 0 {
		return ent.Errorf(ent.Conflict, "%s holds more than its %d entries", path, w)
	}
	return nil
}

// add takes the hash of the next entry into the tiles and the edge.
func (v *verifying) add(ctx context.Context, h tlog.Hash) error {
	v.levels[0] = append(v.levels[0], h[:]...)
	v.done++
	v.edge, v.sizes = append(v.edge, h), append(v.sizes, 1)
	for k := len(v.edge); k > 1 && v.sizes[k-1] == v.sizes[k-2]; k = len(v.edge) {
		v.edge[k-2], v.sizes[k-2] = tlog.NodeHash(v.edge[k-2], v.edge[k-1]), 2*v.sizes[k-2]
		v.edge, v.sizes = v.edge[:k-1], v.sizes[:k-1]
	}
	for level := 0; len(v.levels[level]) == torchwood.TileWidth*tlog.HashSize; level++ {
		top := treeHash(v.levels[level])
		if err := v.flush(ctx, level); err != nil {
			return err
		}
		if level+1 < len(v.levels) {
			v.levels[level+1] = append(v.levels[level+1], top[:]...)
		}
	}
	return v.compare()
}

// treeHash returns the root over the hashes of a full tile.
func treeHash(data []byte) tlog.Hash {
	var hs [torchwood.TileWidth]tlog.Hash
	for i := range hs {
		hs[i] = tlog.Hash(data[i*tlog.HashSize : (i+1)*tlog.HashSize])
	}
	for n := len(hs); n > 1; n /= 2 {
		for i := range n / 2 {
			hs[i] = tlog.NodeHash(hs[2*i], hs[2*i+1])
		}
	}
	return hs[0]
}

// flush compares the open tile of a level with the file of the log.
func (v *verifying) flush(ctx context.Context, level int) error {
	w := len(v.levels[level]) / tlog.HashSize
	if w == 0 {
		return nil
	}
	t := tlog.Tile{H: torchwood.TileHeight, L: level, N: (v.done >> (torchwood.TileHeight * level)) / torchwood.TileWidth, W: w}
	if w == torchwood.TileWidth {
		t.N--
	}
	path := torchwood.TilePath(t)
	data, err := v.fetch(ctx, path)
	if err != nil {
		return err
	}
	if !bytes.Equal(data, v.levels[level]) {
		return ent.Errorf(ent.Conflict, "%s does not follow from the entries under it", path)
	}
	v.levels[level] = v.levels[level][:0]
	return nil
}

func (v *verifying) root() tlog.Hash {
	if len(v.edge) == 0 {
		return tlog.Hash(sha256.Sum256(nil))
	}
	h := v.edge[len(v.edge)-1]
	for i := len(v.edge) - 2; i >= 0; i-- {
		h = tlog.NodeHash(v.edge[i], h)
	}
	return h
}

// compare looks at an earlier checkpoint when the pass has come to its size.
func (v *verifying) compare() error {
	want, ok := v.earlier[v.done]
	if !ok {
		return nil
	}
	if got := v.root(); got != want {
		return ent.Errorf(ent.Conflict, "the first %d entries give the root %s, a checkpoint seen before said %s: the log was altered", v.done, got, want)
	}
	v.report.Consistent = append(v.report.Consistent, v.done)
	return nil
}

// leaf checks that an entry is one of ours and that recorded times rise.
func (v *verifying) leaf(b []byte) error {
	var e struct {
		Form       int    `json:"v"`
		At         string `json:"at"`
		Replaces   *int64 `json:"replaces"`
		SHA256     string `json:"sha256"`
		Commitment string `json:"commitment"`
	}
	if err := json.Unmarshal(b, &e); err != nil || e.Form != 1 {
		return ent.Errorf(ent.Conflict, "entry %d is not in a form that this program knows", v.done)
	}
	at, err := time.Parse(time.RFC3339Nano, e.At)
	if err != nil || len(e.At) != len("2006-01-02T15:04:05.000000Z") || e.At <= v.last {
		return ent.Errorf(ent.Conflict, "entry %d was recorded at %q, which is not after the one before it (%q)", v.done, e.At, v.last)
	}
	sum, err := hex.DecodeString(e.SHA256 + e.Commitment)
	if err != nil || len(sum) != sha256.Size {
		return ent.Errorf(ent.Conflict, "entry %d tells no hash of its content", v.done)
	}
	if e.Replaces != nil {
		v.report.Corrections++
		if *e.Replaces < 0 || *e.Replaces >= v.done {
			return ent.Errorf(ent.Conflict, "entry %d replaces entry %d, which does not come before it", v.done, *e.Replaces)
		}
	}
	if e.Commitment != "" {
		v.report.Sealed++
	}
	if v.last == "" {
		v.report.First = at
	}
	v.last, v.report.Last = e.At, at
	return nil
}
