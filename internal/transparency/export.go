package transparency

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"filippo.io/torchwood"
	"golang.org/x/mod/sumdb/tlog"

	ent "entente"
)

// Export writes the log as static files in the layout of C2SP tlog-tiles, so that it can
// be served by any web server, handed over, and verified with no access to the store.
// Full tiles that are there already are left. Progress is called with what is done.
func (l *Log) Export(ctx context.Context, dir string, progress func(done, of int64)) error {
	checkpoint, err := l.Checkpoint(ctx)
	if err != nil {
		return err
	}
	c, err := torchwood.ParseCheckpoint(text(checkpoint))
	if err != nil {
		return err
	}
	for _, t := range tilesOf(c.N) {
		file := filepath.Join(dir, filepath.FromSlash(torchwood.TilePath(t)))
		if _, err := os.Stat(file); err != nil || t.W < torchwood.TileWidth {
			data, err := l.Tile(ctx, t)
			if err != nil {
				return err
			}
			if err := writeFile(file, data); err != nil {
				return err
			}
		}
		if progress != nil && t.L == -1 {
			progress(t.N<<torchwood.TileHeight+int64(t.W), c.N)
		}
	}
	return writeFile(filepath.Join(dir, "checkpoint"), checkpoint)
}

// tilesOf lists every tile of a log of n entries: bundles, then hashes by level.
func tilesOf(n int64) []tlog.Tile {
	var out []tlog.Tile
	for level := -1; level < 8; level++ {
		have := n >> (torchwood.TileHeight * max(level, 0))
		if have == 0 {
			break
		}
		for k := int64(0); k<<torchwood.TileHeight < have; k++ {
			w := min(have-k<<torchwood.TileHeight, torchwood.TileWidth)
			out = append(out, tlog.Tile{H: torchwood.TileHeight, L: level, N: k, W: int(w)})
		}
	}
	return out
}

// writeFile writes a whole file or none.
func writeFile(file string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return ent.Errorf(ent.Unavailable, "exporting the log: %v", err)
	}
	tmp := file + ".part"
	err := os.WriteFile(tmp, data, 0o644)
	if err == nil {
		err = os.Rename(tmp, file)
	}
	if err != nil {
		return ent.Errorf(ent.Unavailable, "exporting the log: %v", errors.Join(err, os.Remove(tmp)))
	}
	return nil
}
