package cli

import (
	"context"
	"errors"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/law"
)

// storeFlags are the flags by which a command reaches the institution's record.
func (s *session) storeFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&s.config.Store, "store", os.Getenv("ENTENTE_STORE"), "the institution's record: sqlite:FILE or postgres://… (default $ENTENTE_STORE; without it the shipped law alone)")
	f.StringVar(&s.known, "known", "", "answer as the record was known at this moment (2026-11-23T10:00:00Z, or a day: its end)")
}

// knownAt returns the moment at which the record is asked, zero for now.
func (s *session) knownAt() (time.Time, error) {
	if s.known == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, s.known); err == nil {
		return t, nil
	}
	d, err := ent.ParseDate(s.known)
	if err != nil {
		return time.Time{}, ent.Errorf(ent.Invalid, "--known: %q is neither a moment (2026-11-23T10:00:00Z) nor a day (2026-11-23)", s.known)
	}
	t, err := time.Parse(time.DateOnly, d.AddDays(1).String())
	return t.Add(-time.Microsecond), err
}

// withApp opens the institution's record, calls f and closes it again.
func (s *session) withApp(f func(ctx context.Context, a *app.App) error) (err error) {
	if s.config.Store == "" {
		return ent.Errorf(ent.Invalid, "say where the record is: --store sqlite:FILE, or set ENTENTE_STORE")
	}
	ctx := context.Background()
	a, err := app.Open(ctx, s.config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return f(ctx, a)
}

// joined returns the law of the corpus and, where a store is named, of the register.
func (s *session) joined() (lib *law.Library, err error) {
	known, err := s.knownAt()
	if err != nil {
		return nil, err
	}
	if s.config.Store == "" {
		if s.known != "" {
			return nil, ent.Errorf(ent.Invalid, "--known asks the institution's record; say where it is with --store")
		}
		return s.shipped()
	}
	err = s.withApp(func(ctx context.Context, a *app.App) error {
		lib, err = a.Library(ctx, known)
		return err
	})
	return lib, err
}

// actor returns who acts: the name given, else the account of the machine.
func (s *session) actor(name string) ent.Actor {
	if name != "" {
		return ent.Actor(name)
	}
	if u, err := user.Current(); err == nil {
		return ent.Actor(u.Username)
	}
	return ""
}

// backupCommand, restoreCommand and storeCommand move whole stores.

func (s *session) backupCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		Short:   "Copy the whole record, as it stands at one moment, into a new file; work goes on meanwhile",
		Example: `  entente backup --store postgres://entente@db/entente monday.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.copyStore(s.config.Store, "sqlite:"+args[0], "backed up")
		},
	}
}

func (s *session) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "restore FILE",
		Short:   "Copy a backup into the store, which must be empty",
		Example: `  entente restore --store sqlite:entente.db monday.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if _, err := os.Stat(args[0]); err != nil {
				return ent.Errorf(ent.NotFound, "%v", err)
			}
			return s.copyStore("sqlite:"+args[0], s.config.Store, "restored")
		},
	}
}

func (s *session) storeCommand() *cobra.Command {
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

func (s *session) copyStore(from, to, done string) (err error) {
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
	bar := s.progress("entries")
	n, err := src.Store.CopyTo(ctx, dst.Store, bar)
	if err == nil {
		s.printf("%s: %d entries, the same log\n", done, n)
	}
	return err
}
