package operate

import (
	"context"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	ent "entente"
	"entente/internal/app"
	"entente/internal/transparency"
	"entente/internal/transparency/verify"
)

func (s commands) logCommand() *cobra.Command {
	c := &cobra.Command{Use: "log", Short: "The log of the record: give it out, prove an entry, verify a log without the store"}
	c.PersistentFlags().StringVar(&s.Config.Key, "key-file", "", "the file of the log's own key (default: beside an SQLite store, FILE.key)")
	c.PersistentFlags().StringVar(&s.Config.Witness, "witness-key-file", "", "the file of the key as a witness of partners' logs (default: beside an SQLite store, FILE.witness.key)")
	c.AddCommand(s.readsCommand(), s.logKeyCommand(), s.logCheckpointCommand(), s.logExportCommand(), s.logProveCommand(), s.logVerifyCommand(), s.logCosignCommand(), s.logServeCommand(), s.logWitnessKeyCommand())
	return c
}

// withLog opens the log of the store.
func (s commands) withLog(f func(context.Context, *transparency.Log, *transparency.Key) error) error {
	return s.WithApp(func(ctx context.Context, a *app.App) error {
		l, k, err := a.Log()
		if err != nil {
			return err
		}
		return f(ctx, l, k)
	})
}

func (s commands) logKeyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "key",
		Short:   "Print the public key that partners verify the log with; with --name make it first",
		Example: `  entente log key --store sqlite:entente.db --name ministry.example/entente`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.withLog(func(_ context.Context, _ *transparency.Log, k *transparency.Key) error {
				s.Printf("%s\n", k.Verifier)
				return nil
			})
		},
	}
	c.Flags().StringVar(&s.Config.Name, "name", "", "the name of the log, for good")
	return c
}

func (s commands) logCheckpointCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "checkpoint",
		Short: "Print the signed checkpoint of the log as it stands",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.withLog(func(ctx context.Context, l *transparency.Log, _ *transparency.Key) error {
				b, err := l.Checkpoint(ctx)
				s.Printf("%s", b)
				return err
			})
		},
	}
}

func (s commands) logExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "export DIR",
		Short:   "Write the log as files (C2SP tlog-tiles) that anybody can verify; again into the same folder, only what is new",
		Example: `  entente log export --store sqlite:entente.db log/`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withLog(func(ctx context.Context, l *transparency.Log, k *transparency.Key) error {
				if err := l.Export(ctx, args[0], s.Progress("entries")); err != nil {
					return err
				}
				s.Printf("exported to %s; verify it with\n  entente log verify %s --key %s\n", args[0], args[0], k.Verifier)
				return nil
			})
		},
	}
}

func (s commands) logProveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "prove N",
		Short: "Print the proof (C2SP tlog-proof) that entry N stands in the log",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			n, err := strconv.ParseInt(args[0], 10, 64)
			if err != nil {
				return ent.Errorf(ent.Invalid, "%q is not the number of an entry", args[0])
			}
			return s.withLog(func(ctx context.Context, l *transparency.Log, _ *transparency.Key) error {
				b, err := l.Prove(ctx, n)
				s.Printf("%s", b)
				return err
			})
		},
	}
}

func (s commands) logVerifyCommand() *cobra.Command {
	var key string
	var witnesses, earlier []string
	c := &cobra.Command{
		Use:   "verify DIR|URL",
		Short: "Verify a whole log from its files: every entry, every hash, the signatures",
		Long: `Verifies a log from its files in a folder, with no network, or from a server. It
computes every hash again, compares every tile, checks the signatures, and that each
earlier checkpoint you kept is a part of it. It needs no store.`,
		Example: `  entente log verify log/ --key ministry.example/entente+1a2b3c4d+Ae…
  entente log verify https://ministry.example/log --key … --earlier january.checkpoint`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return s.verifyLog(args[0], key, witnesses, earlier) },
	}
	c.Flags().StringVar(&key, "key", "", "the log's public key")
	c.Flags().StringArrayVar(&witnesses, "witness", nil, "the public key of a witness that must have signed too")
	c.Flags().StringArrayVar(&earlier, "earlier", nil, "a file with a checkpoint seen before")
	return c
}

func (s commands) logCosignCommand() *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:     "cosign URL",
		Short:   "Ask a witness to cosign the log as it stands (C2SP tlog-witness), and keep its cosignature",
		Example: `  entente log cosign https://partner.example/witness --witness partner.example/witness+1a2b3c4d+BA…`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			v, err := transparency.WitnessVerifier(key)
			if err != nil {
				return err
			}
			return s.withLog(func(ctx context.Context, l *transparency.Log, _ *transparency.Key) error {
				b, err := l.Cosign(ctx, transparency.Witness{URL: args[0], Verifier: v, Client: &http.Client{Timeout: time.Minute}})
				s.Printf("%s", b)
				return err
			})
		},
	}
	c.Flags().StringVar(&key, "witness", "", "the public key of the witness")
	return c
}

func (s commands) verifyLog(place, key string, witnesses, earlier []string) error {
	o := verify.Options{Progress: s.Progress("entries")}
	var err error
	if o.Key, err = note.NewVerifier(key); err != nil {
		return ent.Errorf(ent.Invalid, "--key: %q is not the public key of a log (name+hash+key)", key)
	}
	for _, w := range witnesses {
		v, err := transparency.WitnessVerifier(w)
		if err != nil {
			return err
		}
		o.Witnesses = append(o.Witnesses, v)
	}
	for _, file := range earlier {
		b, err := os.ReadFile(file)
		if err != nil {
			return ent.Errorf(ent.NotFound, "%v", err)
		}
		o.Earlier = append(o.Earlier, b)
	}
	fetch := verify.Dir(place)
	if strings.HasPrefix(place, "http://") || strings.HasPrefix(place, "https://") {
		fetch = verify.URL(place, &http.Client{Timeout: time.Minute})
	}
	r, err := verify.Log(context.Background(), fetch, o)
	if err != nil {
		return err
	}
	if s.JSON {
		return s.PrintJSON(r)
	}
	printReport(s.Out, r)
	return nil
}

func printReport(w io.Writer, r *verify.Report) {
	line := func(name, value string) {
		io.WriteString(w, "  "+name+strings.Repeat(" ", max(1, 13-len(name)))+value+"\n")
	}
	io.WriteString(w, "verified: "+r.Origin+"\n")
	line("entries", strconv.FormatInt(r.Size, 10))
	line("root", r.Root)
	if r.Size > 0 {
		line("recorded", transparency.Stamp(r.First)+" to "+transparency.Stamp(r.Last))
		line("corrections", strconv.FormatInt(r.Corrections, 10))
		line("sealed", strconv.FormatInt(r.Sealed, 10)+" (classified: their existence and order are proven, not their content)")
	}
	line("signed by", strings.Join(r.Signatures, ", "))
	for _, n := range r.Consistent {
		line("contains", "the checkpoint of "+strconv.FormatInt(n, 10)+" entries seen before")
	}
}
