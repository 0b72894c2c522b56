package cooperate

import (
	"context"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/activity/burden"
	"entente/internal/activity/capacity"
	"entente/internal/activity/force"
	"entente/internal/app"
	"entente/internal/cli/console"
)

func (s commands) rerunCommand() *cobra.Command {
	return &cobra.Command{
		Use: "rerun", Short: "Look at all gates again, and put on record those that turned", Args: cobra.NoArgs,
		Long: `Looks at the gates of everything planned or going on as they stand on the day, works out
those that a change since may concern, and puts on record which turned, why, and whom that
concerns. A server does the same by itself.`,
		RunE: func(*cobra.Command, []string) error {
			on, err := s.Day()
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, x *app.App) error {
				r, err := x.Rerun(ctx, on)
				if err != nil {
					return err
				}
				return s.Answer(r, func() {
					s.Printf("%d planned or going on, %d asked anew, %d turned\n", r.Activities, r.Asked, len(r.Turns))
					s.turns(r.Turns)
				})
			})
		},
	}
}

func (s commands) turnsCommand() *cobra.Command {
	var since string
	c := &cobra.Command{
		Use: "turns", Short: "The gates that turned, with why and whom it concerns", Args: cobra.NoArgs,
		Example: `  entente activity turns --since 2026-11-01`,
		RunE: func(*cobra.Command, []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				day := s.Today().AddDays(-30)
				if err := days(map[string]*ent.Date{"since": &day}, map[string]string{"since": since}); err != nil {
					return err
				}
				list, err := x.Turns(ctx, day, known)
				if err != nil {
					return err
				}
				return s.Answer(list, func() {
					s.turns(list)
				})
			})
		},
	}
	c.Flags().StringVar(&since, "since", "", "since this day (default: a month ago)")
	return c
}

func (s commands) turns(list []*activity.Turn) {
	for _, t := range list {
		was := "was " + t.From.String()
		if t.First {
			was = "looked at for the first time"
		}
		s.Printf("\n%s  %s (%s), %s; %s; concerns %s\n", t.To, t.Title, t.Activity, t.On, was, strings.Join(t.Concerns, ", "))
		for _, l := range t.Lines {
			for i, w := range l.Why {
				if i == 3 {
					s.Printf("  %s  and %d more\n", l.State, len(l.Why)-i)
					break
				}
				s.Printf("  %s  %s\n", l.State, w)
			}
		}
	}
}

func (s commands) matrixCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "matrix ACTIVITY",
		Short: "Who in a joint force may do what, under which law, rules and caveats, the most restrictive first",
		Args:  cobra.ExactArgs(1), Example: `  entente activity matrix JTF-NORTH --on 2026-12-01`,
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				on, err := s.Day()
				if err != nil {
					return err
				}
				a, m, err := x.Matrix(ctx, ent.Fold(args[0]), on, known)
				if err != nil {
					return err
				}
				return s.Answer(m, func() {
					s.Printf("%s (%s), law and record of %s\n", a.Title, a.ID, m.On)
					s.matrix(m)
				})
			})
		},
	}
}

func (s commands) matrix(m *force.Matrix) {
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	head := table.Row{"Task"}
	for _, c := range m.States {
		head = append(head, c)
	}
	t.AppendHeader(head)
	for _, r := range m.Rows {
		row := table.Row{r.Name}
		for _, c := range r.Cells {
			row = append(row, c.Says)
		}
		t.AppendRow(row)
	}
	s.Printf("%s\n", t.Render())
	for _, r := range m.Rows {
		for _, c := range r.Cells {
			for _, x := range c.Sources {
				s.Printf("  %s, %s: %s (%s): %s", r.Name, c.State, x.Says, x.Of, x.Text)
				if x.Who != "" {
					s.Printf("; %s decides", x.Who)
				}
				if len(x.Cites) > 0 {
					s.Printf(" [%s]", strings.Join(x.Cites, "; "))
				}
				s.Printf("\n")
			}
		}
	}
	for _, h := range m.Command {
		s.Printf("%s: %s held by %s from %s\n", h.State, h.Relationship, h.Holder, h.From)
	}
	for _, x := range m.Missing {
		s.Printf("missing: %s\n", x)
	}
}

func (s commands) accountCommand() *cobra.Command {
	return &cobra.Command{
		Use: "account ACTIVITY", Short: "Who owes what: contributions against the key, claims by the rule of the agreement", Args: cobra.ExactArgs(1),
		Example: `  entente activity account NORTHERN-FROST`,
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				a, c, err := x.Account(ctx, ent.Fold(args[0]), known)
				if err != nil {
					return err
				}
				return s.Answer(c, func() {
					s.Printf("%s (%s)\n", a.Title, a.ID)
					s.account(c)
				})
			})
		},
	}
}

func (s commands) account(c *burden.Account) {
	for _, k := range c.Key {
		s.Printf("  %s bears %s\n", k.State, k.Part.Percent())
	}
	sums := func(what string, list []burden.Sum) {
		for _, x := range list {
			s.Printf("%s in %s: %s\n", what, strings.TrimSpace(x.Currency+" "+x.Prices), x.Total)
			t := table.NewWriter()
			t.SetStyle(console.PlainTable())
			t.AppendHeader(table.Row{"State", "Given", "Due", "Balance"})
			for _, l := range x.Lines {
				t.AppendRow(table.Row{l.State, l.Given, l.Due, l.Balance})
			}
			s.Printf("%s\n", t.Render())
		}
	}
	transfers := func(list []burden.Transfer) {
		for _, p := range list {
			s.Printf("  %s owes %s %s %s\n", p.From, p.To, p.Amount, strings.TrimSpace(p.Currency+" "+p.Prices))
		}
	}
	sums("Contributions", c.Sums)
	transfers(c.Owes)
	for _, g := range c.Unvalued {
		s.Printf("not summed: %s, %s (%s): %s\n", g.State, g.What, g.Sort, g.Why)
	}
	for _, x := range c.Claims {
		s.Printf("claim %d, %s, %s %s: ", x.N, x.What, x.Amount, x.Currency)
		if x.Open != "" {
			s.Printf("not shared: %s\n", x.Open)
			continue
		}
		for i, l := range x.Lines {
			if i > 0 {
				s.Printf(", ")
			}
			s.Printf("%s %s", l.State, l.Part)
		}
		s.Printf(" [%s]\n", strings.Join(x.Cites, "; "))
	}
	sums("Claims", c.Claimed)
	transfers(c.Settle)
}

func (s commands) agendaCommand() *cobra.Command {
	return &cobra.Command{
		Use: "agenda MEETING", Short: "What the record gives a meeting to speak of", Args: cobra.ExactArgs(1),
		Example: `  entente activity agenda JOINT-COMMITTEE-NOR`,
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				on, err := s.Day()
				if err != nil {
					return err
				}
				m, err := x.Activities.Find(ctx, ent.Fold(args[0]), known)
				if err != nil {
					return err
				}
				g, err := x.Agenda(ctx, m, on, known)
				if err != nil {
					return err
				}
				return s.Answer(g, func() {
					s.Printf("%s (%s), since %s\n", m.Title, m.ID, g.Since)
					for _, p := range g.Items {
						late := ""
						if p.Late {
							late = ", late"
						}
						s.Printf("  %-8s  %s%s  %s [%s]\n", p.Sort, p.Day, late, p.Text, p.Source)
					}
				})
			})
		},
	}
}

// mostUnits is how many units are listed at most.
const mostUnits = 200

func (s commands) unitsCommand() *cobra.Command {
	var state string
	c := &cobra.Command{
		Use: "units WORD...", Short: "All that a recipient unit ever got, with what stood on record of its vetting then", Args: cobra.MinimumNArgs(1),
		Example: `  entente activity units engineer battalion --state UKR`,
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				list, more, err := x.Units(ctx, ent.StateCode(ent.Fold(state)), strings.Join(args, " "), mostUnits, known)
				if err != nil {
					return err
				}
				return s.Answer(struct {
					Units []capacity.Unit `json:"units"`
					More  bool            `json:"more"`
				}{list, more}, func() {
					for _, u := range list {
						s.Printf("%s  %s\n", u.State, u.Name)
						for _, r := range u.Received {
							s.Printf("  %s to %s  %s (%s, by %s); vetting: %s\n", r.From, r.Until, r.Course.Values["title"], r.Activity, strings.Join(r.By, ", "), r.Vetting)
						}
					}
					if more {
						s.Printf("there are more; give more words\n")
					}
				})
			})
		},
	}
	c.Flags().StringVar(&state, "state", "", "of this State only")
	return c
}

func (s commands) goalsCommand() *cobra.Command {
	var state string
	c := &cobra.Command{
		Use: "goals", Short: "Partnership goals in their cycles of two years, each as it was assessed last", Args: cobra.NoArgs,
		Example: `  entente activity goals --state UKR`,
		RunE: func(*cobra.Command, []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				on, err := s.Day()
				if err != nil {
					return err
				}
				list, err := x.Goals(ctx, ent.StateCode(ent.Fold(state)), on, known)
				if err != nil {
					return err
				}
				return s.Answer(list, func() {
					t := table.NewWriter()
					t.SetStyle(console.PlainTable())
					t.AppendHeader(table.Row{"Partner", "Cycle", "Reached", "Target", "Assessment", "Late", "Goal"})
					for _, g := range list {
						t.AppendRow(table.Row{g.State, g.Cycle + "-" + g.Through(), g.Reached, g.Target, g.Assessment, map[bool]string{true: "late"}[g.Late], g.Goal})
					}
					s.Printf("%s\n", t.Render())
				})
			})
		},
	}
	c.Flags().StringVar(&state, "state", "", "of this partner only")
	return c
}
