package operate

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/demo"
	"entente/internal/serve"
	"entente/internal/web"
	"entente/internal/web/assets"
	"entente/internal/web/page"
	"entente/internal/web/signin"
)

// version is what the API tells of itself.
const version = "0.3.0"

func (s commands) serveCommand() *cobra.Command {
	var listen string
	var example bool
	c := &cobra.Command{
		Use:   "serve",
		Short: "The web application and the API on one port",
		Long: `Serves the pages and the API (/api/v1, described at /api/v1/openapi.json). Sign-in links
come from entente user add, tokens for machines from entente token create.

With --demo it shows an example institution with data in every section, in a store of its
own unless --store names an empty one, and prints a sign-in link for each role. It then
listens on this machine alone.`,
		Example: `  entente serve --listen 127.0.0.1:8080 --store sqlite:entente.db
  entente serve --demo`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if example {
				if err := onThisMachine(listen); err != nil {
					return err
				}
				done, err := s.demoStore()
				if err != nil {
					return err
				}
				defer done()
			}
			if s.Config.Store == "" {
				s.Config.Store = "sqlite:entente.db"
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error { return s.site(ctx, a, listen, example) })
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "address and port")
	c.Flags().BoolVar(&example, "demo", false, "an example institution, on this machine alone")
	return c
}

// onThisMachine asks that an address is one that only this machine reaches.
func onThisMachine(listen string) error {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return ent.Errorf(ent.Invalid, "--listen: %v", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return ent.Errorf(ent.Invalid, "--demo lets anybody in who has its links; it listens on 127.0.0.1 or ::1 only, not on %q", host)
	}
	return nil
}

// demoStore makes a store that goes when the demonstration ends, unless one was named.
func (s commands) demoStore() (done func(), err error) {
	if s.Config.Store != "" {
		return func() {}, nil
	}
	dir, err := os.MkdirTemp("", "entente-demo-")
	if err != nil {
		return nil, err
	}
	s.Config.Store = "sqlite:" + filepath.Join(dir, "demo.db")
	return func() { os.RemoveAll(dir) }, nil
}

func (s commands) site(ctx context.Context, a *app.App, listen string, example bool) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	srv := s.server(a)
	if example {
		if err := demo.Load(ctx, a, srv.People, s.Today()); err != nil && ent.KindOf(err) != ent.Conflict {
			return err
		}
	}
	if _, err := a.Library(ctx, time.Time{}); err != nil {
		return err
	}
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return ent.Errorf(ent.Unavailable, "%v", err)
	}
	fmt.Fprintf(s.Err, "Entente is at http://%s (record: %s)\n", l.Addr(), s.Config.Store)
	if !assets.Built() {
		fmt.Fprintln(s.Err, "The style sheet is not built; make assets builds it.")
	}
	if example {
		if err := s.printLinks(ctx, srv.People, l.Addr().String()); err != nil {
			return err
		}
	}
	defer s.followed(ctx, a, srv.Log)()
	sessions := signin.New(srv.People, false)
	srv.Session = sessions.Who
	site := &page.Site{App: a, Guard: srv.Guard, People: srv.People, Log: srv.Log, Today: s.Today, Token: sessions.Token}
	return srv.Listen(ctx, l, sessions.Wrap(srv.Handler(func(mux *http.ServeMux) { web.Mount(mux, site, sessions) })))
}

// The index of search is followed while the server runs: so often, and a search waits so
// long for it.
const (
	followEvery    = time.Second
	searchPatience = 5 * time.Second
)

// followed keeps the index of search up to date, and returns what ends that.
func (s commands) followed(ctx context.Context, a *app.App, log *slog.Logger) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	a.Search.Patience = searchPatience
	go func() {
		defer close(done)
		a.Search.Follow(ctx, followEvery, func(err error) { log.Error("the index of search", "err", err) })
	}()
	return func() { stop(); <-done }
}

// printLinks prints a sign-in link for everybody of the example.
func (s commands) printLinks(ctx context.Context, people *access.People, at string) error {
	all, err := people.All(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(s.Err, "Sign in, once each, as")
	for _, p := range all {
		link, err := people.Link(ctx, "example", p.Name)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Err, "  %-18s http://%s/sign-in/%s\n", p.Role, at, link)
	}
	return nil
}

// server makes the server of an opened institution.
func (s commands) server(a *app.App) *serve.Server {
	return &serve.Server{App: a, People: access.NewPeople(a.Store, time.Now), Guard: a.Guard, Log: slog.New(slog.NewTextHandler(s.Err, nil)), Version: version, Today: s.Today}
}

func (s commands) userCommand() *cobra.Command {
	c := &cobra.Command{Use: "user", Short: "Who may sign in, in which role, cleared for what"}
	var p access.Person
	var by, role, nation, reason string
	add := &cobra.Command{
		Use:     "add NAME",
		Short:   "Put a person on record and print a sign-in link, good once and for a day",
		Example: `  entente user add legal.one --role legal-adviser --clearance SECRET`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p.Name, p.Role, p.Nation = ent.Actor(args[0]), access.Role(role), ent.StateCode(ent.Fold(nation))
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				if err := people.Put(ctx, s.Actor(by), p, reason); err != nil {
					return err
				}
				link, err := people.Link(ctx, s.Actor(by), p.Name)
				if err != nil {
					return err
				}
				s.Printf("on record: %s, %s\nsign in once, within a day, at: /sign-in/%s\n", p.Name, p.Role, link)
				return nil
			})
		},
	}
	f := add.Flags()
	f.StringVar(&role, "role", "", roleNames())
	f.StringVar(&p.Clearance, "clearance", "", "the highest classification they may see (default PUBLIC)")
	f.StringVar(&nation, "nation", "", "the State they belong to, for what is releasable to some only")
	f.StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	f.StringVar(&reason, "reason", "changed by the administrator", "why role or clearance of somebody on record changes")
	var why string
	revoke := &cobra.Command{
		Use: "revoke NAME", Short: "Make every link and token of a person invalid", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				return people.Revoke(ctx, s.Actor(by), ent.Actor(args[0]), why)
			})
		},
	}
	revoke.Flags().StringVar(&why, "reason", "revoked by the administrator", "why; it stays on record")
	c.AddCommand(add, s.userListCommand(), revoke)
	return c
}

func (s commands) userListCommand() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "Who may sign in", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				all, err := people.All(ctx)
				if err != nil || s.JSON {
					return errOr(err, func() error { return s.PrintJSON(all) })
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Name", "Role", "Clearance", "Nation"})
				for _, p := range all {
					t.AppendRow(table.Row{p.Name, p.Role, p.Clearance, p.Nation})
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}

func errOr(err error, f func() error) error {
	if err != nil {
		return err
	}
	return f()
}

func roleNames() string {
	text := "one of"
	for _, r := range access.Roles {
		text += " " + string(r)
	}
	return text
}

func (s commands) tokenCommand() *cobra.Command {
	c := &cobra.Command{Use: "token", Short: "Tokens by which machines use the API"}
	var role, by, clearance string
	create := &cobra.Command{
		Use:     "create NAME",
		Short:   "Print a token, sent as Authorization: Bearer …; good for a year",
		Example: `  entente token create reporting --role oversight`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withPeople(func(ctx context.Context, people *access.People) error {
				name := ent.Actor(args[0])
				have, err := people.Find(ctx, name)
				switch {
				case err == nil && role != "" && have.Role != access.Role(role):
					return ent.Errorf(ent.Conflict, "%s is on record as %s; change it with entente user add", name, have.Role)
				case ent.KindOf(err) == ent.NotFound:
					if !slices.Contains(access.Roles, access.Role(role)) {
						return ent.Errorf(ent.Invalid, "--role: %s", roleNames())
					}
					err = people.Put(ctx, s.Actor(by), access.Person{Name: name, Role: access.Role(role), Clearance: clearance}, "")
				}
				if err != nil {
					return err
				}
				token, err := people.Token(ctx, s.Actor(by), name)
				if err == nil {
					s.Printf("%s\n", token)
				}
				return err
			})
		},
	}
	create.Flags().StringVar(&role, "role", "", roleNames())
	create.Flags().StringVar(&clearance, "clearance", "", "the highest classification it may see (default PUBLIC)")
	create.Flags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(create)
	return c
}

func (s commands) withPeople(f func(ctx context.Context, p *access.People) error) error {
	return s.WithApp(func(ctx context.Context, a *app.App) error { return f(ctx, access.NewPeople(a.Store, time.Now)) })
}
