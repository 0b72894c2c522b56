package operate

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	ent "entente"
	"entente/internal/app"
	"entente/internal/transparency"
)

func (s commands) logWitnessKeyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "witness-key",
		Short:   "Print the public key under which this institution witnesses partners' logs; with --name make it first",
		Example: `  entente log witness-key --store sqlite:entente.db --name ministry.example/witness`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(_ context.Context, a *app.App) error {
				k, err := a.Witness()
				if err == nil {
					s.Printf("%s\n", k.Verifier)
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&s.Config.Name, "name", "", "the name of the witness, for good")
	return c
}

func (s commands) logServeCommand() *cobra.Command {
	var listen, by string
	var partners []string
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the log over HTTP, for partners to read and verify; with --witness, cosign theirs",
		Long: `Serves the log from the store as it grows, in the layout of C2SP tlog-tiles, until it is
interrupted. Whoever reaches the address reads every entry: what was done, by whom, when,
the reason given and the hash of the content; of classified content only that it exists.
It speaks plain HTTP: put a server that does TLS in front of it.

With --witness it also cosigns the logs of the partners named (C2SP tlog-witness, at
/add-checkpoint): each checkpoint that extends the one before, and puts that on record.`,
		Example: `  entente log serve --store sqlite:entente.db --listen 127.0.0.1:8080
  entente log serve --store sqlite:entente.db --witness partner.example/log+1a2b3c4d+Ae…`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				mux := http.NewServeMux()
				place, err := s.mountLog(ctx, mux, a)
				if err == nil && len(partners) > 0 {
					err = s.mountWitness(mux, a, s.Actor(by), partners)
				}
				if err != nil {
					return err
				}
				return s.serve(ctx, listen, mux, place)
			})
		},
	}
	c.Flags().StringVar(&listen, "listen", "127.0.0.1:8080", "the address to serve at")
	c.Flags().StringArrayVar(&partners, "witness", nil, "the public key of a partner's log that is cosigned here; may be repeated")
	c.Flags().StringVar(&by, "by", "", "who puts on record what was cosigned (default: the account of the machine)")
	return c
}

// mountLog mounts the log at the root and returns what is said when it is served there.
func (s commands) mountLog(ctx context.Context, mux *http.ServeMux, a *app.App) (func(address string) string, error) {
	l, k, err := a.Log()
	if err != nil {
		return nil, err
	}
	if _, err := l.Checkpoint(ctx); err != nil { // a log that was altered is not served
		return nil, err
	}
	mux.Handle("/", transparency.Handler(l, func(err error) { fmt.Fprintln(s.Err, "entente:", err) }))
	return func(address string) string {
		return fmt.Sprintf("the log of %s is served; verify it with\n  entente log verify http://%s --key %s\n", l.Origin(), address, k.Verifier)
	}, nil
}

// mountWitness mounts the witness of the partners' logs.
func (s commands) mountWitness(mux *http.ServeMux, a *app.App, by ent.Actor, partners []string) error {
	key, err := a.Witness()
	if err != nil {
		return err
	}
	var logs []note.Verifier
	seen := map[string]bool{}
	for _, p := range partners {
		v, err := note.NewVerifier(p)
		if err != nil {
			return ent.Errorf(ent.Invalid, "--witness: %q is not the public key of a log (name+hash+key)", p)
		}
		if seen[v.Name()] {
			return ent.Errorf(ent.Invalid, "--witness: two keys are given for the log %s", v.Name())
		}
		logs, seen[v.Name()] = append(logs, v), true
	}
	mux.Handle("POST /add-checkpoint", transparency.NewCosigner(key.Signer, transparency.Kept{Store: a.Store, By: by}, logs...))
	return nil
}

// serve serves until the process is interrupted, and then answers what was asked before.
func (s commands) serve(ctx context.Context, listen string, h http.Handler, said func(address string) string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	l, err := net.Listen("tcp", listen)
	if err != nil {
		return ent.Errorf(ent.Unavailable, "--listen: %v", err)
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	s.Printf("%s", said(l.Addr().String()))
	select {
	case err := <-ended:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	calm, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(calm); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}
