package keep

import (
	"context"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/opinion"
)

func (s commands) findingCommand() *cobra.Command {
	c := &cobra.Command{Use: "finding", Short: "Findings on record: drafted, signed by a second person, handed out as memoranda"}
	var by string
	c.PersistentFlags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(s.findingGiveCommand(&by), s.findingListCommand(), s.findingSignCommand(&by), s.findingDutiesCommand(&by), s.findingPDFCommand())
	return c
}

func (s commands) findingGiveCommand(by *string) *cobra.Command {
	return &cobra.Command{
		Use:     "give MATTER",
		Short:   "Assess a matter and put the finding on record",
		Example: `  entente finding give docs/tour/1-offence.yaml --by legal.adviser`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			on, err := s.Day()
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				lib, err := a.Library(ctx, time.Time{})
				if err != nil {
					return err
				}
				m, err := s.ReadMatter(lib, args[0], on)
				if err != nil {
					return err
				}
				o, err := a.Give(ctx, s.Actor(*by), lib, m)
				if err == nil {
					s.Printf("on record: %s %s: %s\n", o.ID, o.Title, o.Outcome)
				}
				return err
			})
		},
	}
}

func (s commands) findingListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The findings on record, the newest first",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
				all, err := a.Opinions.All(ctx, known)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(all)
				}
				s.printFindings(all)
				return nil
			})
		},
	}
}

func (s commands) printFindings(all []opinion.Opinion) {
	if len(all) == 0 {
		s.Printf("no finding is on record\n")
		return
	}
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"Finding", "Law of", "Outcome", "Drafted", "Signed", "Matter"})
	for _, o := range all {
		signed := "not yet"
		if o.Signed != nil {
			signed = string(o.Signed.By) + ", " + o.Signed.On.String()
		}
		t.AppendRow(table.Row{o.ID, o.On, o.Outcome, o.Drafter, signed, o.Title})
	}
	s.Printf("%s\n", t.Render())
}

func (s commands) findingSignCommand(by *string) *cobra.Command {
	return &cobra.Command{
		Use:   "sign FINDING",
		Short: "Sign a finding; who drafted it may not",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Opinions.Sign(ctx, s.Actor(*by), args[0], s.Today())
			})
		},
	}
}

func (s commands) findingDutiesCommand(by *string) *cobra.Command {
	var owner string
	c := &cobra.Command{
		Use:     "duties FINDING",
		Short:   "Put the open duties of a finding on the list; those that are there are left as they are",
		Example: `  entente finding duties F-ABCDEFGH --owner jurisdiction-desk`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				ids, err := a.Track(ctx, s.Actor(*by), args[0], owner)
				for _, id := range ids {
					s.Printf("%s\n", id)
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&owner, "owner", "", "who in the institution sees to them")
	return c
}

func (s commands) findingPDFCommand() *cobra.Command {
	var h app.Heading
	c := &cobra.Command{
		Use:   "pdf FINDING FILE",
		Short: "Write a finding on record as a legal memorandum to a new file; - writes standard output",
		Long: `Writes a finding on record as a legal memorandum: as it was given, under the law it was
given under, with its entry in the log. While the finding on record stays as it is, so do
the bytes of the memorandum.`,
		Example: `  entente finding pdf F-ABCDEFGH memorandum.pdf --to "Head of Legal Affairs" --marking RESTRICTED`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				b, err := a.Memorandum(ctx, args[0], h)
				if err != nil {
					return err
				}
				return s.WriteTo(args[1], b)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&h.To, "to", "", "to whom it goes (default: file)")
	f.StringVar(&h.From, "from", "", "from whom it comes (default: who drafted it)")
	f.StringVar(&h.Marking, "marking", "", "the classification at head and foot of every page")
	return c
}
