package transparency

import (
	"context"
	"encoding/binary"
	"fmt"
	"strings"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// Source is where the log stands: the store that keeps the record.
type Source interface {
	// Size returns the number of entries.
	Size(ctx context.Context) (int64, error)
	// Hashes returns hashes of the tree by stored index, in the order asked.
	Hashes(ctx context.Context, indexes []int64) ([]tlog.Hash, error)
	// Leaves returns the entries from a place on, at most n.
	Leaves(ctx context.Context, from int64, n int) ([][]byte, error)
	// Checkpoint returns the checkpoint of the largest size not above n that was given
	// out; an empty text when there is none.
	Checkpoint(ctx context.Context, n int64) (size int64, root tlog.Hash, text string, err error)
	// KeepCheckpoint keeps a checkpoint that is given out; an error of kind Conflict
	// when one of the same size and another root was.
	KeepCheckpoint(ctx context.Context, size int64, root tlog.Hash, text string) error
}

// Log gives out the tree of a source under a key of its own.
type Log struct {
	src    Source
	signer note.Signer
}

// NewLog returns the log of a source; the signer's name is the log's origin.
func NewLog(src Source, signer note.Signer) *Log { return &Log{src, signer} }

// Origin returns the name under which the log is known.
func (l *Log) Origin() string { return l.signer.Name() }

// reader reads hashes of the tree for tlog.
func (l *Log) reader(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) { return l.src.Hashes(ctx, indexes) })
}

// Checkpoint returns the signed checkpoint of the log as it stands. Before it signs, it
// makes sure that the last one given out is a part of it; an error of kind Conflict says
// that the log was altered, and nothing is signed.
func (l *Log) Checkpoint(ctx context.Context) ([]byte, error) {
	n, err := l.src.Size(ctx)
	if err != nil {
		return nil, err
	}
	last, root, text, err := l.src.Checkpoint(ctx, n)
	if err != nil {
		return nil, err
	}
	if text != "" {
		now, err := tlog.TreeHash(last, l.reader(ctx))
		if err != nil {
			return nil, err
		}
		if now != root {
			return nil, ent.Errorf(ent.Conflict, "the first %d entries are not those of the checkpoint given out: the log was altered", last)
		}
		if last == n {
			return []byte(text), nil
		}
	}
	if root, err = tlog.TreeHash(n, l.reader(ctx)); err != nil {
		return nil, err
	}
	c := torchwood.Checkpoint{Origin: l.Origin(), Tree: tlog.Tree{N: n, Hash: root}}
	signed, err := note.Sign(&note.Note{Text: c.String()}, l.signer)
	if err != nil {
		return nil, fmt.Errorf("signing a checkpoint: %w", err)
	}
	return signed, l.src.KeepCheckpoint(ctx, n, root, string(signed))
}

// Tile returns a hash tile, or, at level -1, the bundle of entries. A tile that the log
// does not reach yet is an error of kind NotFound.
func (l *Log) Tile(ctx context.Context, t tlog.Tile) ([]byte, error) {
	n, err := l.src.Size(ctx)
	if err != nil {
		return nil, err
	}
	if level := max(t.L, 0); level > 7 || t.N > n || t.N<<torchwood.TileHeight+int64(t.W) > n>>(torchwood.TileHeight*level) {
		return nil, ent.Errorf(ent.NotFound, "the log of %d entries does not reach this tile", n)
	}
	if t.L >= 0 {
		return tlog.ReadTileData(t, l.reader(ctx))
	}
	leaves, err := l.src.Leaves(ctx, t.N<<torchwood.TileHeight, t.W)
	if err != nil {
		return nil, err
	}
	var out []byte
	for _, leaf := range leaves {
		out = binary.BigEndian.AppendUint16(out, uint16(len(leaf)))
		out = append(out, leaf...)
	}
	return out, nil
}

// Read returns what stands under a path of C2SP tlog-tiles: checkpoint, tile/…
func (l *Log) Read(ctx context.Context, path string) ([]byte, error) {
	if path == "checkpoint" {
		return l.Checkpoint(ctx)
	}
	t, err := torchwood.ParseTilePath(path)
	if err != nil || t.N > 1<<40 || torchwood.TilePath(t) != path {
		return nil, ent.Errorf(ent.NotFound, "there is no %q in a log", path)
	}
	return l.Tile(ctx, t)
}

// Prove returns a proof, in the form of C2SP tlog-proof, that the entry stands in the
// log of the checkpoint it ends with.
func (l *Log) Prove(ctx context.Context, seq int64) ([]byte, error) {
	checkpoint, err := l.Checkpoint(ctx)
	if err != nil {
		return nil, err
	}
	c, err := torchwood.ParseCheckpoint(text(checkpoint))
	if err != nil {
		return nil, err
	}
	if seq < 0 || seq >= c.N {
		return nil, ent.Errorf(ent.NotFound, "the log has %d entries; there is no entry %d", c.N, seq)
	}
	p, err := tlog.ProveRecord(c.N, seq, l.reader(ctx))
	if err != nil {
		return nil, err
	}
	return torchwood.FormatProof(seq, p, checkpoint), nil
}

// Consistency returns the proof that the log of size old is the beginning of the log of
// size n (RFC 6962, section 2.1.2).
func (l *Log) Consistency(ctx context.Context, old, n int64) (tlog.TreeProof, error) {
	size, err := l.src.Size(ctx)
	if err != nil {
		return nil, err
	}
	if old < 1 || old > n || n > size {
		return nil, ent.Errorf(ent.Invalid, "consistency is asked from %d to %d in a log of %d", old, n, size)
	}
	return tlog.ProveTree(n, old, l.reader(ctx))
}

// text returns the signed text of a note.
func text(signed []byte) string {
	t, _, _ := strings.Cut(string(signed), "\n\n")
	return t + "\n"
}
