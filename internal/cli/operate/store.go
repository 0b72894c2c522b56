package operate

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
)

// backupCommand, restoreCommand and storeCommand move whole stores.

func (s commands) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Copy the whole record, as it stands at one moment, into a new file; work goes on meanwhile",
		Example: `  entente backup --store postgres://entente@db/entente monday.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.copyStore(s.Config.Store, "sqlite:"+args[0], "backed up")
		},
	}
}

func (s commands) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "restore FILE",
		Short:   "Copy a backup into the store, which must be empty",
		Example: `  entente restore --store sqlite:entente.db monday.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); err != nil {
				return ent.Errorf(ent.NotFound, "%v", err)
			}
			return s.copyStore("sqlite:"+args[0], s.Config.Store, "restored")
		},
	}
}

func (s commands) storeCommand() *cobra.Command {
	c := &cobra.Command{Use: "store", Short: "Move the record between stores"}
	c.AddCommand(&cobra.Command{
		Use:     "copy FROM TO",
		Short:   "Copy a store into another, empty one, of any engine",
		Example: `  entente store copy sqlite:entente.db postgres://entente@db/entente`,
		Args:    cobra.ExactArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return s.copyStore(args[0], args[1], "copied") },
	})
	return c
}

func (s commands) copyStore(from, to, done string) (err error) {
	if from == "" || to == "" {
		return ent.Errorf(ent.Invalid, "say where the record is: --store sqlite:FILE, or set ENTENTE_STORE")
	}
	if path, ok := strings.CutPrefix(to, "sqlite:"); ok && done == "backed up" {
		if _, err := os.Stat(path); err == nil {
			return ent.Errorf(ent.Conflict, "%s exists; a backup is a new file", path)
		}
	}
	ctx := context.Background()
	src, err := app.Open(ctx, app.Config{Store: from})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	dst, err := app.Open(ctx, app.Config{Store: to})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	bar := s.Progress("entries")
	n, err := src.Store.CopyTo(ctx, dst.Store, bar)
	if err == nil {
		s.Printf("%s: %d entries, the same log\n", done, n)
	}
	return err
}
