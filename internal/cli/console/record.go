package console

import (
	"context"
	"errors"
	"os"
	"os/user"
	"time"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law"
)

// StoreFlags are the flags by which a command reaches the institution's record.
func (s *Console) StoreFlags(root *cobra.Command) {
	f := root.PersistentFlags()
	f.StringVar(&s.Config.Store, "store", os.Getenv("ENTENTE_STORE"), "the institution's record: sqlite:FILE or postgres://… (default $ENTENTE_STORE; without it the shipped law alone)")
	f.StringVar(&s.Config.Highest, "highest", os.Getenv("ENTENTE_HIGHEST"), "the highest classification that is put on record here (default $ENTENTE_HIGHEST, or TOP SECRET)")
	f.StringVar(&s.As, "as", os.Getenv("ENTENTE_AS"), "see and write what this person on record may (default $ENTENTE_AS; without it everything)")
	f.StringVar(&s.Mark, "mark", "", "the marking of what is put on record: SECRET, or SECRET//REL TO USA, JPN (default PUBLIC)")
	f.StringVar(&s.Known, "known", "", "answer as the record was known at this moment (2026-11-23T10:00:00Z, or a day: its end)")
}

// knownAt returns the moment at which the record is asked, zero for now.
func (s *Console) KnownAt() (time.Time, error) {
	if s.Known == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, s.Known); err == nil {
		return t, nil
	}
	d, err := ent.ParseDate(s.Known)
	if err != nil {
		return time.Time{}, ent.Errorf(ent.Invalid, "--known: %q is neither a moment (2026-11-23T10:00:00Z) nor a day (2026-11-23)", s.Known)
	}
	t, err := time.Parse(time.DateOnly, d.AddDays(1).String())
	return t.Add(-time.Microsecond), err
}

// AsKnown opens the institution's record as WithApp does, to look at it as it was known at
// the moment that --known names.
func (s *Console) AsKnown(f func(ctx context.Context, a *app.App, known time.Time) error) error {
	known, err := s.KnownAt()
	if err != nil {
		return err
	}
	return s.WithApp(func(ctx context.Context, a *app.App) error { return f(ctx, a, known) })
}

// WithApp opens the institution's record, calls f and closes it again.
func (s *Console) WithApp(f func(ctx context.Context, a *app.App) error) (err error) {
	if s.Config.Store == "" {
		return ent.Errorf(ent.Invalid, "say where the record is: --store sqlite:FILE, or set ENTENTE_STORE")
	}
	ctx := context.Background()
	a, err := app.Open(ctx, s.Config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if ctx, err = s.acting(ctx, a); err != nil {
		return err
	}
	return f(ctx, a)
}

// acting returns the context in which the command asks and writes: as the operator of the
// machine, who sees everything, or as a person on record.
func (s *Console) acting(ctx context.Context, a *app.App) (context.Context, error) {
	who := access.Operator(s.Actor(""))
	if s.As != "" {
		p, err := access.NewPeople(a.Store, time.Now).Find(ctx, ent.Actor(s.As))
		if err != nil {
			return ctx, err
		}
		who = p.Principal()
	}
	ctx, err := access.MarkedAs(access.With(ctx, who), s.Mark)
	if err != nil {
		return ctx, ent.Errorf(ent.Invalid, "--mark: %v", err)
	}
	return ctx, nil
}

// joined returns the law of the corpus and, where a store is named, of the register.
func (s *Console) Library() (lib *law.Library, err error) {
	known, err := s.KnownAt()
	if err != nil {
		return nil, err
	}
	if s.Config.Store == "" {
		if s.Known != "" {
			return nil, ent.Errorf(ent.Invalid, "--known asks the institution's record; say where it is with --store")
		}
		return s.Shipped()
	}
	err = s.WithApp(func(ctx context.Context, a *app.App) error {
		lib, err = a.Library(ctx, known)
		return err
	})
	return lib, err
}

// Actor returns who acts: the name given, else the person as whom the command asks, else the
// account of the machine.
func (s *Console) Actor(name string) ent.Actor {
	if name != "" {
		return ent.Actor(name)
	}
	if s.As != "" {
		return ent.Actor(s.As)
	}
	if u, err := user.Current(); err == nil {
		return ent.Actor(u.Username)
	}
	return ""
}
