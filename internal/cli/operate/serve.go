package operate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/demo"
	"entente/internal/serve"
	"entente/internal/web"
	"entente/internal/web/assets"
	"entente/internal/web/signin"
)

// version is what the API tells of itself.
const version = "0.3.0"

// siteFlags is how the web application is served.
type siteFlags struct {
	listen, public string
	demo, proxy    bool
	rate           float64
	vouch          signin.OIDC
	secret         string // file
}

func (s commands) serveCommand() *cobra.Command {
	var o siteFlags
	c := &cobra.Command{
		Use:   "serve",
		Short: "The web application and the API on one port",
		Long: `Serves the pages and the API (/api/v1, described at /api/v1/openapi.json). On a record
without people it puts an administrator there and prints their sign-in link. More links come
from the page Administration or entente user add, tokens for machines from entente token create.
Once signed in, people choose a password or a passkey on their account's page.

The log of the record is served under /log/ once it has a key (entente log key --name …):
whoever reaches it reads what was done, by whom, when, and the hash of the content; of what is
classified only that it exists.

Behind a proxy that ends TLS, --public names the address that people use: cookies are kept to
TLS, and passkeys are made for its host. --behind-proxy believes the last address in the header
X-Forwarded-For, which the proxy must set.

With --demo it shows an example institution with data in every section, in a store of its
own unless --store names an empty one, and prints a sign-in link for each role. It then
listens on this machine alone.`,
		Example: `  entente serve --listen 127.0.0.1:8080 --store sqlite:entente.db
  entente serve --public https://entente.ministry.example --behind-proxy
  entente serve --oidc-issuer https://id.ministry.example --oidc-client entente --oidc-secret-file secret
  entente serve --demo`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if o.demo {
				if err := onThisMachine(o.listen); err != nil {
					return err
				}
				if s.Config.Name == "" {
					s.Config.Name = "ministry.example/entente"
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
			return s.WithApp(func(ctx context.Context, a *app.App) error { return s.site(ctx, a, &o) })
		},
	}
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address and port")
	f.StringVar(&o.public, "public", "", "the address by which people reach it (default http://localhost and the port)")
	f.BoolVar(&o.proxy, "behind-proxy", false, "a proxy in front says in X-Forwarded-For where requests come from")
	f.Float64Var(&o.rate, "rate", 100, "requests a second that one person, or one address not signed in, may make for long; ten seconds' worth at once; 0: any number")
	f.StringVar(&o.vouch.Issuer, "oidc-issuer", "", "the institution's provider of identities (OpenID Connect)")
	f.StringVar(&o.vouch.Client, "oidc-client", "entente", "what this program is registered as there")
	f.StringVar(&o.secret, "oidc-secret-file", "", "file with the secret of that registration")
	f.StringVar(&o.vouch.Claim, "oidc-claim", "preferred_username", "the claim that holds the name of a person on record")
	f.StringVar(&o.vouch.Name, "oidc-name", "your institution", "what the button for it says: Sign in with …")
	f.StringVar(&s.Config.Key, "key-file", "", "the file of the log's own key (default: beside an SQLite store, FILE.key)")
	f.BoolVar(&o.demo, "demo", false, "an example institution, on this machine alone")
	return c
}

// signing returns how people sign in at a site that listens on a port.
func (o *siteFlags) signing(port int) (signin.Config, error) {
	c := signin.Config{Proxy: o.proxy}
	var err error
	if o.public == "" {
		o.public = fmt.Sprintf("http://localhost:%d", port)
	}
	if c.Public, err = url.Parse(o.public); err != nil {
		return c, ent.Errorf(ent.Invalid, "--public: %v", err)
	}
	if o.vouch.Issuer == "" {
		return c, nil
	}
	if o.secret != "" {
		b, err := os.ReadFile(o.secret)
		if err != nil {
			return c, ent.Errorf(ent.Invalid, "--oidc-secret-file: %v", err)
		}
		o.vouch.Secret = strings.TrimSpace(string(b))
	}
	c.OIDC = &o.vouch
	return c, nil
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

func (s commands) site(ctx context.Context, a *app.App, o *siteFlags) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	srv := s.server(a)
	srv.Proxy = o.proxy
	if o.rate > 0 {
		srv.Limits = access.NewLimits(time.Duration(float64(time.Second)/o.rate), int(10*o.rate)+1, time.Now)
	}
	if o.demo {
		if err := demo.Load(ctx, a, srv.People, s.Today()); err != nil && ent.KindOf(err) != ent.Conflict {
			return err
		}
	}
	if _, err := a.Library(ctx, time.Time{}); err != nil {
		return err
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		return ent.Errorf(ent.Unavailable, "%v", err)
	}
	c, err := o.signing(l.Addr().(*net.TCPAddr).Port)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	h, _, err := web.Handler(srv, c)
	if err != nil {
		return errors.Join(err, l.Close())
	}
	if err := s.welcome(ctx, srv.People, o); err != nil {
		return errors.Join(err, l.Close())
	}
	defer s.followed(ctx, a, srv.Log)()
	return srv.Listen(ctx, l, h)
}

// welcome says where to look, and lets in who is to be let in first.
func (s commands) welcome(ctx context.Context, people *access.People, o *siteFlags) error {
	fmt.Fprintf(s.Err, "Entente is at %s (record: %s)\n", o.public, s.Config.Store)
	if !assets.Built() {
		fmt.Fprintln(s.Err, "The style sheet is not built; make assets builds it.")
	}
	all, err := people.All(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		first := access.Person{Name: "administrator", Role: access.Administrator}
		if err := people.Put(ctx, s.Actor(""), first, ""); err != nil {
			return err
		}
		all = append(all, first)
	} else if !o.demo {
		return nil
	}
	fmt.Fprintln(s.Err, "Sign in, once each, as")
	for _, p := range all {
		link, err := people.Link(ctx, s.Actor(""), p.Name)
		if err != nil {
			return err
		}
		fmt.Fprintf(s.Err, "  %-18s %s/sign-in/%s\n", p.Role, strings.TrimRight(o.public, "/"), link)
	}
	return nil
}

// While the server runs the index of search is followed so often, and a search waits so long
// for it; and so often it is looked whether gates of activities may have turned.
const (
	followEvery    = time.Second
	searchPatience = 5 * time.Second
	watchEvery     = 2 * time.Second
)

// followed keeps the index of search and the gates of activities up to date, and returns what
// ends that.
func (s commands) followed(ctx context.Context, a *app.App, log *slog.Logger) (end func()) {
	ctx, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	a.Search.Patience = searchPatience
	done.Go(func() {
		a.Search.Follow(ctx, followEvery, func(err error) { log.Error("the index of search", "err", err) })
	})
	done.Go(func() {
		a.Watch(ctx, watchEvery, s.Today, func(err error) { log.Error("the gates of activities", "err", err) })
	})
	return func() { stop(); done.Wait() }
}

// server makes the server of an opened institution.
func (s commands) server(a *app.App) *serve.Server {
	return &serve.Server{App: a, People: access.NewPeople(a.Store, time.Now), Guard: a.Guard, Log: slog.New(slog.NewTextHandler(s.Err, nil)), Version: version, Today: s.Today}
}
