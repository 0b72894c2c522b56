package keep

import (
	"context"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/law/act"
	"entente/internal/law/treaty"
	"entente/internal/register"
	"entente/internal/transparency"
)

func (s commands) registerCommand() *cobra.Command {
	c := &cobra.Command{Use: "register", Short: "The institution's own agreements: put on record, correct, look up"}
	var by string
	c.PersistentFlags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(s.registerAddCommand(&by), s.registerActCommand(&by), s.registerCorrectCommand(&by), s.registerListCommand(), s.registerShowCommand(), s.registerHistoryCommand(), s.registerTextCommand(&by), s.registerNormCommand(&by))
	return c
}

func (s commands) registerAddCommand(by *string) *cobra.Command {
	var revise string
	c := &cobra.Command{
		Use:   "add FILE",
		Short: "Put an instrument and its acts on record; - reads standard input",
		Long: `Puts an instrument on record, in the form of the shipped corpus (entente corpus new
begins one), with the acts in it. With --revise REASON the file takes the place of
the instrument's description on record; its acts stay.`,
		Example: `  entente register add agreement.yaml --store sqlite:entente.db`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			in, err := s.readInstrument(args[0])
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				if revise != "" {
					err = a.Register.Revise(ctx, s.Actor(*by), in, revise)
				} else {
					err = a.Register.Add(ctx, s.Actor(*by), in)
				}
				if err != nil {
					return err
				}
				s.Printf("on record: %s, %s\n", in.ID, in.Title)
				return s.noteContradictions(ctx, a, in.ID, "")
			})
		},
	}
	c.Flags().StringVar(&revise, "revise", "", "why the description on record is replaced")
	return c
}

func (s commands) readInstrument(name string) (*treaty.Instrument, error) {
	var r io.Reader = s.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, ent.Errorf(ent.NotFound, "%v", err)
		}
		defer f.Close()
		r = f
	}
	text, err := io.ReadAll(io.LimitReader(r, 5<<20))
	if err != nil {
		return nil, err
	}
	in, err := register.Read(text)
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "%s: %v", name, err)
	}
	return in, nil
}

func (s commands) registerActCommand(by *string) *cobra.Command {
	var a treaty.Act
	var effective, source, toward, confidence string
	c := &cobra.Command{
		Use:   "act INSTRUMENT STATE ACT DAY",
		Short: "Put an act of a party on record: signed, ratified, acceded, withdrew, reservation …",
		Example: `  entente register act FIN-JPN-DEFCO JPN ratified 2024-10-01 --source "note 12/2024"
  entente register act FIN-JPN-DEFCO FIN withdrew 2026-03-01`,
		Args: cobra.ExactArgs(4),
		RunE: func(_ *cobra.Command, args []string) error {
			var err error
			a.State, a.Act, a.Source, a.Confidence = ent.StateCode(ent.Fold(args[1])), treaty.Verb(args[2]), source, ent.Confidence(confidence)
			if a.On, err = ent.ParseDate(args[3]); err != nil {
				return err
			}
			if effective != "" {
				if a.Effective, err = ent.ParseDate(effective); err != nil {
					return err
				}
			}
			for _, w := range strings.FieldsFunc(toward, func(r rune) bool { return r == ',' || r == ' ' }) {
				a.Toward = append(a.Toward, ent.StateCode(ent.Fold(w)))
			}
			return s.WithApp(func(ctx context.Context, app *app.App) error {
				id := ent.InstrumentID(ent.Fold(args[0]))
				if err := app.Register.Record(ctx, s.Actor(*by), id, a); err != nil {
					return err
				}
				s.Printf("on record: %s %s %s\n", id, a.State, a.String())
				return s.noteContradictions(ctx, app, id, a.State)
			})
		},
	}
	c.Flags().StringVar(&effective, "effective", "", "the day on which it is declared to take effect")
	c.Flags().StringVar(&source, "source", "", "where it is evidenced")
	c.Flags().StringVar(&confidence, "confidence", "known", "verified, known or unsure")
	c.Flags().StringVar(&toward, "toward", "", "States toward which an objection is directed")
	c.Flags().StringVar(&a.Text, "text", "", "what it says, in your own words")
	c.Flags().BoolVar(&a.Precludes, "precludes", false, "an objection that bars entry into force between the two")
	return c
}

// noteContradictions tells where acts on record contradict one another; of one State, when
// one is named.
func (s commands) noteContradictions(ctx context.Context, a *app.App, id ent.InstrumentID, state ent.StateCode) error {
	cs, err := a.Register.Contradictions(ctx, id, time.Time{})
	for _, c := range cs {
		if state == "" || c.State == state {
			s.Printf("note: %s\n      all are kept; when you know which is right, correct the other: entente register correct\n", c)
		}
	}
	return err
}

func (s commands) registerCorrectCommand(by *string) *cobra.Command {
	var on, effective, reason string
	var withdraw bool
	c := &cobra.Command{
		Use:   "correct ACT-ID",
		Short: "Correct an act on record, or withdraw it; what was known before stays on record",
		Example: `  entente register correct FIN-JPN-DEFCO/JPN/ratified/2024-10-01 --day 2024-10-11 --reason "the note was of the eleventh"
  entente register correct FIN-JPN-DEFCO/JPN/ratified/2024-10-01 --withdraw --reason "never deposited"`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if reason == "" {
				return ent.Errorf(ent.Invalid, "say why it is corrected: --reason")
			}
			var day, eff ent.Date
			var err error
			if on != "" {
				if day, err = ent.ParseDate(on); err != nil {
					return err
				}
			}
			if effective != "" {
				if eff, err = ent.ParseDate(effective); err != nil {
					return err
				}
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				err := a.Register.Correct(ctx, s.Actor(*by), args[0], reason, withdraw, func(act *treaty.Act) {
					if day != 0 {
						act.On = day
					}
					if eff != 0 {
						act.Effective = eff
					}
				})
				if err == nil {
					s.Printf("corrected: %s (what was known before stays on record)\n", args[0])
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&on, "day", "", "the right day")
	c.Flags().StringVar(&effective, "effective", "", "the right day on which it takes effect")
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	c.Flags().BoolVar(&withdraw, "withdraw", false, "the act no longer counts")
	return c
}

func (s commands) registerListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The institution's agreements",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
				all, err := a.Register.All(ctx, known)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(all)
				}
				lib, err := a.Library(ctx, known)
				if err != nil {
					return err
				}
				if len(all) == 0 {
					s.Printf("nothing is in the register yet; begin with: entente register add FILE\n")
					return nil
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Instrument", "Acts", "Title"})
				for _, in := range all {
					t.AppendRow(table.Row{in.ID, len(in.Record), in.Title})
				}
				s.Printf("%s\n", t.Render())
				for _, id := range lib.Treaties.Contradicted() {
					for _, c := range lib.Treaties.Contradictions(id) {
						s.Printf("%s: %s\n", id, c)
					}
				}
				return nil
			})
		},
	}
}

func (s commands) registerShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "show INSTRUMENT",
		Short:   "An instrument on record with its acts, in the form of the corpus",
		Example: `  entente register show FIN-JPN-DEFCO --known 2026-01-31`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
				in, err := a.Register.Instrument(ctx, ent.InstrumentID(ent.Fold(args[0])), known)
				if err != nil {
					return err
				}
				cs, err := a.Register.Contradictions(ctx, in.ID, known)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(struct {
						*treaty.Instrument
						Contradictions []act.Contradiction `json:",omitempty"`
					}{in, cs})
				}
				b, err := yaml.Marshal(in)
				s.Printf("%s", b)
				for _, c := range cs {
					s.Printf("# %s\n", c)
				}
				return err
			})
		},
	}
}

func (s commands) registerHistoryCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "history INSTRUMENT",
		Short: "Everything that was put on record about an instrument: when, by whom, why",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				vs, err := a.Register.History(ctx, ent.InstrumentID(ent.Fold(args[0])))
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(vs)
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Entry", "Recorded", "By", "What", "State", "Why"})
				for _, v := range vs {
					t.AppendRow(table.Row{v.Seq, transparency.Stamp(v.At), v.By, v.ID, whatBecame(v.Replaces, v.ReplacedBy, v.Withdrawn), v.Reason})
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}

// whatBecame tells the state of a version in a word.
func whatBecame(replaces, replacedBy int64, withdrawn bool) string {
	switch {
	case withdrawn:
		return "withdrawn"
	case replacedBy >= 0:
		return "corrected by " + strconv.FormatInt(replacedBy, 10)
	case replaces >= 0:
		return "correction of " + strconv.FormatInt(replaces, 10)
	}
	return "current"
}
