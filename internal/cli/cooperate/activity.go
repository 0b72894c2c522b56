// Package cooperate is the part of the command line for what partners do together: activities
// from plan to after-action, and the gate that says whether they are ready.
package cooperate

import (
	"context"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/app"
	"entente/internal/cli/console"
)

type commands struct{ *console.Console }

// Commands returns the subcommands.
func Commands(c *console.Console) []*cobra.Command {
	return []*cobra.Command{commands{c}.activityCommand()}
}

func (s commands) activityCommand() *cobra.Command {
	c := &cobra.Command{Use: "activity", Short: "What partners do together: planned, cleared, run and learned from"}
	var by string
	c.PersistentFlags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(s.kindsCommand(), s.planCommand(&by), s.listCommand(), s.showCommand(), s.gateCommand(), s.clearCommand(&by), s.stepCommand(&by), s.overrideCommand(&by), s.importCommand(&by),
		s.enterCommand(&by), s.correctCommand(&by), s.strikeCommand(&by), s.entriesCommand(), s.paperCommand(),
		s.rerunCommand(), s.turnsCommand(), s.matrixCommand(), s.accountCommand(), s.agendaCommand(), s.unitsCommand(), s.goalsCommand(),
		s.goCommand(&by, "start", "Start it; its gate must not be red", activity.Started), s.goCommand(&by, "end", "Record that it ended", activity.Ended),
		s.goCommand(&by, "close", "Close it with what was learned", activity.Closed), s.goCommand(&by, "cancel", "Record that it will not be", activity.Cancelled))
	return c
}

func (s commands) kindsCommand() *cobra.Command {
	return &cobra.Command{
		Use: "kinds", Short: "The kinds of activity, with their steps and what the gate looks at", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			kinds, err := activity.Kinds()
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(kinds)
			}
			for _, k := range kinds {
				s.Printf("%s: %s\n", k.ID, k.Meaning)
				if len(k.Guests) > 0 {
					s.Printf("  roles: %s\n", strings.TrimPrefix(strings.Join(append([]string{k.Host}, k.Guests...), ", "), ", "))
				}
				for _, x := range k.Sorts {
					s.Printf("  sort %s: %s\n", x.ID, x.Name)
				}
				for _, x := range k.Checks {
					s.Printf("  %-14s %s\n", x.ID, x.Name)
				}
				for _, x := range k.Sections {
					var names []string
					for _, f := range x.Fields {
						names = append(names, f.ID)
					}
					s.Printf("  keeps %s: %s\n", x.ID, strings.Join(names, ", "))
				}
			}
			return nil
		},
	}
}

func (s commands) planCommand(by *string) *cobra.Command {
	return &cobra.Command{
		Use:   "plan FILE",
		Short: "Put a plan on record",
		Long: `Puts a plan on record, from a YAML file: id, kind, title, start, end, participants with
state and role; territory, sort, series, owner, basis (instruments) and facts where they are known. Facts
are those of a matter; entente corpus kinds names them.`,
		Example: `  entente activity plan keen-sword.yaml`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return ent.Errorf(ent.NotFound, "%v", err)
			}
			a, err := activity.ReadPlan(text)
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, x *app.App) error {
				if err := x.Plan(ctx, s.Actor(*by), a); err != nil {
					return err
				}
				s.Printf("on record: %s, %s to %s\n", a.ID, a.Start, a.End)
				return nil
			})
		},
	}
}

func (s commands) listCommand() *cobra.Command {
	var kind, state, party, gate, words string
	var history bool
	c := &cobra.Command{
		Use: "list", Short: "The activities on record by their starts, with how ready each is", Args: cobra.NoArgs,
		Example: `  entente activity list --kind exercise --party NOR`,
		RunE: func(*cobra.Command, []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				on, err := s.Day()
				if err != nil {
					return err
				}
				list, err := x.Portfolio(ctx, app.Which{Kind: kind, State: activity.State(state), Party: ent.StateCode(ent.Fold(party)), Gate: gate, Words: words, History: history || state == string(activity.Closed)}, on, known)
				if err != nil {
					return err
				}
				return s.Answer(list, func() {
					t := table.NewWriter()
					t.SetStyle(console.PlainTable())
					t.AppendHeader(table.Row{"Activity", "Kind", "From", "To", "State", "Gate", "Title"})
					for _, r := range list {
						gate := ""
						if r.Gated {
							gate = r.Light.String()
						}
						t.AppendRow(table.Row{r.ID, r.Kind, r.Start, r.End, r.State, gate, r.Title})
					}
					s.Printf("%s\n", t.Render())
				})
			})
		},
	}
	c.Flags().StringVar(&kind, "kind", "", "of this kind only")
	c.Flags().StringVar(&state, "state", "", "planned, started, ended, closed or cancelled only")
	c.Flags().StringVar(&party, "party", "", "in which this State takes part only")
	c.Flags().StringVar(&gate, "gate", "", "whose gate is green, amber or red only")
	c.Flags().BoolVar(&history, "history", false, "with exercises and training taken over from data about the past; closed ones always are")
	c.Flags().StringVar(&words, "words", "", "with these words in id, title, series or owner only")
	return c
}

// one finds an activity and does something with it, its law and its day.
func (s commands) one(id string, f func(ctx context.Context, x *app.App, a *activity.Activity, g *activity.Gate, on ent.Date) error) error {
	return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
		on, err := s.Day()
		if err != nil {
			return err
		}
		a, g, err := x.Ready(ctx, ent.Fold(id), on, known)
		if err != nil {
			return err
		}
		return f(ctx, x, a, g, on)
	})
}

func (s commands) showCommand() *cobra.Command {
	return &cobra.Command{
		Use: "show ACTIVITY", Short: "An activity: who, when, on what basis, and its steps", Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.one(args[0], func(_ context.Context, _ *app.App, a *activity.Activity, g *activity.Gate, on ent.Date) error {
				life, err := a.Life(on)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(struct {
						*activity.Activity
						Life []activity.Dated `json:"life"`
						Gate *activity.Gate   `json:"gate"`
					}{a, life, g})
				}
				s.Printf("%s (%s, %s)\n%s to %s", a.Title, a.ID, a.Kind, a.Start, a.End)
				if a.Territory != "" {
					s.Printf(" in %s", a.Territory)
				}
				if a.Source != "" {
					s.printPast(a)
					return nil
				}
				s.Printf("; %s; gate %s\n", a.State, g.Light)
				for _, p := range a.Participants {
					s.Printf("  %s  %s\n", p.State, p.Role)
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Step", "On", "", "Name", "Waits for"})
				for _, x := range life {
					t.AppendRow(table.Row{x.ID, x.On, x.State, x.Name, strings.Join(x.Waits, ", ")})
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}

func (s commands) gateCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "gate ACTIVITY",
		Short: "Whether it is ready: green, amber or red for each participant, with the reasons",
		Long: `Asks the law and the record on a day. Red stands against starting; what the law prohibits
nobody can override. The key of a reason names it to activity clear and activity override.`,
		Example: `  entente activity gate KEEN-SWORD-2026 --on 2026-10-01`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.one(args[0], func(_ context.Context, _ *app.App, a *activity.Activity, g *activity.Gate, _ ent.Date) error {
				if s.JSON {
					return s.PrintJSON(g)
				}
				s.Printf("%s (%s): %s on %s, for %s\n", a.Title, a.ID, g.Light, g.On, g.For)
				for _, l := range g.Lines {
					s.Printf("\n%s (%s): %s\n", l.State, l.Role, l.Light)
					for _, r := range l.Reasons {
						if r.Light == activity.Green && !all {
							continue
						}
						with := ""
						if r.With != "" {
							with = " with " + string(r.With)
						}
						s.Printf("  %-5s  %s%s: %s [%s]\n", r.Light, r.Name, with, r.Text, r.Key)
					}
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "what is green too")
	return c
}

// days reads days of flags; an empty one stays zero.
func days(pairs map[string]*ent.Date, texts map[string]string) error {
	for flag, to := range pairs {
		if texts[flag] == "" {
			continue
		}
		d, err := ent.ParseDate(texts[flag])
		if err != nil {
			return ent.Errorf(ent.Invalid, "--%s: %v", flag, err)
		}
		*to = d
	}
	return nil
}

func (s commands) clearCommand(by *string) *cobra.Command {
	var evidence, until string
	c := &cobra.Command{
		Use:     "clear ACTIVITY STATE KEY",
		Short:   "Record what the gate asks for, with what shows it",
		Example: `  entente activity clear KEEN-SWORD-2026 USA "check approval" --evidence "none is needed: memorandum 12/2026"`,
		Args:    cobra.ExactArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			k := activity.Clearance{Key: args[2], State: ent.StateCode(ent.Fold(args[1])), On: s.Today(), Evidence: evidence, By: s.Actor(*by)}
			if err := days(map[string]*ent.Date{"until": &k.Until}, map[string]string{"until": until}); err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, x *app.App) error { return x.Activities.Clear(ctx, ent.Fold(args[0]), k) })
		},
	}
	c.Flags().StringVar(&evidence, "evidence", "", "what shows it")
	c.Flags().StringVar(&until, "until", "", "the last day on which it holds")
	return c
}

func (s commands) overrideCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:     "override ACTIVITY STATE KEY",
		Short:   "Let it go on although the gate is red; who planned it may not, and nobody what the law prohibits",
		Example: `  entente activity override KEEN-SWORD-2026 USA "check approval" --by approver.one --reason "the cabinet decides on the first day"`,
		Args:    cobra.ExactArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, x *app.App) error {
				return x.Override(ctx, ent.Fold(args[0]), activity.Override{Key: args[2], State: ent.StateCode(ent.Fold(args[1])), On: s.Today(), Reason: reason, By: s.Actor(*by)})
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) stepCommand(by *string) *cobra.Command {
	var on, done, note string
	c := &cobra.Command{
		Use:     "step ACTIVITY STEP",
		Short:   "Move a step to another day, or record that it was done",
		Example: "  entente activity step KEEN-SWORD-2026 mpc --to 2026-05-04\n  entente activity step KEEN-SWORD-2026 ipc --done 2026-01-10",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			t := activity.StepTaken{Step: args[1], Note: note}
			if err := days(map[string]*ent.Date{"to": &t.On, "done": &t.Done}, map[string]string{"to": on, "done": done}); err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, x *app.App) error {
				return x.Activities.Take(ctx, s.Actor(*by), ent.Fold(args[0]), t)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&on, "to", "", "the day to which it moves")
	f.StringVar(&done, "done", "", "the day on which it was done")
	f.StringVar(&note, "note", "", "a note")
	return c
}

func (s commands) goCommand(by *string, use, short string, to activity.State) *cobra.Command {
	var note string
	c := &cobra.Command{
		Use: use + " ACTIVITY", Short: short, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.one(args[0], func(ctx context.Context, x *app.App, a *activity.Activity, g *activity.Gate, _ ent.Date) error {
				return x.Activities.Go(ctx, s.Actor(*by), a.ID, to, g, note)
			})
		},
	}
	c.Flags().StringVar(&note, "note", "", "why, or what was learned")
	return c
}
