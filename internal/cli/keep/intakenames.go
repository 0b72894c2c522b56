package keep

import (
	"context"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/register"
	"entente/internal/transparency"
)

func (s commands) intakeNamesCommand() *cobra.Command {
	var decided bool
	c := &cobra.Command{
		Use:   "names",
		Short: "Names of parties that wait for a person to say who they are",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				list := a.Register.Waiting
				if decided {
					list = a.Register.Decided
				}
				names, err := list(ctx)
				if err != nil {
					return err
				}
				return s.printNameTable(names, decided)
			})
		},
	}
	c.Flags().BoolVar(&decided, "decided", false, "names about which people decided, instead")
	return c
}

func (s commands) printNameTable(names []register.Name, decided bool) error {
	if s.JSON {
		return s.PrintJSON(names)
	}
	if len(names) == 0 {
		s.Printf("no name %s\n", map[bool]string{false: "waits", true: "was decided"}[decided])
		return nil
	}
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"Times", "Name"})
	if decided {
		t.ResetHeaders()
		t.AppendHeader(table.Row{"Times", "Name", "Is", "Why"})
	}
	for _, n := range names {
		row := table.Row{n.Times, n.Name}
		if decided {
			row = append(row, n.Decision(), n.Reason)
		}
		t.AppendRow(row)
	}
	s.Printf("%s\n", t.Render())
	return nil
}

func (s commands) intakeNameCommand(by *string) *cobra.Command {
	var n register.Name
	c := &cobra.Command{
		Use:   "name NAME [STATE]",
		Short: "Say who a name means; the next import takes what waited for it",
		Long: `Says who a name means: a State or an organisation of the shipped law; with --territory,
a territory for which that State acts, so that the State is the party and the act says
for which territory; with --ignore, nobody who could be a party, so that records are
taken without it and say so. What was imported before stays as it is.`,
		Example: `  entente import name "NETHERLANDS THE" NLD
  entente import name GIBRALTAR GBR --territory --reason "overseas territory; the United Kingdom acts for it"
  entente import name "Hong Kong" --ignore --reason "member of the union by its own list, no party to treaties"`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			n.Name = args[0]
			if len(args) == 2 {
				n.Code = ent.StateCode(ent.Fold(args[1]))
			} else if !n.Ignored {
				return ent.Errorf(ent.Invalid, "say who %q is: a State or organisation, or --ignore", n.Name)
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Register.Decide(ctx, s.Actor(*by), n)
			})
		},
	}
	c.Flags().BoolVar(&n.Territory, "territory", false, "it is a territory for which the State acts")
	c.Flags().BoolVar(&n.Ignored, "ignore", false, "it is no party: take records without it")
	c.Flags().StringVar(&n.Reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) intakeSameCommand(by *string) *cobra.Command {
	var none bool
	var reason string
	c := &cobra.Command{
		Use:   "same ID [INSTRUMENT]",
		Short: "Say whether a record of a collection is an instrument of the shipped law",
		Long: `Says whether the record of a collection that an import named is the instrument of the
shipped law that it may be. If it is, the next import compares the two; with --none it
takes the record.`,
		Example: `  entente import same UNTC-XVIII-10-A ROME-A8
  entente import same UNTC-XIX-40 --none`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			if none == (len(args) == 2) {
				return ent.Errorf(ent.Invalid, "name the instrument of the shipped law that %s is, or say --none", args[0])
			}
			law := ent.InstrumentID("")
			if !none {
				law = ent.InstrumentID(args[1])
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Register.SameAs(ctx, s.Actor(*by), ent.Fold(args[0]), law, reason)
			})
		},
	}
	c.Flags().BoolVar(&none, "none", false, "it is none of them")
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) intakeListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The imports on record: what was read, by whom, what came of it",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				runs, err := a.Register.Runs(ctx)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(runs)
				}
				if len(runs) == 0 {
					s.Printf("nothing was imported\n")
					return nil
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Import", "Began", "By", "Format", "File", "SHA-256", "Records", "Taken", "Waiting", "Refused", "State"})
				for _, r := range runs {
					t.AppendRow(table.Row{r.ID, transparency.Stamp(r.Began), r.By, r.Format, r.File, r.SHA256[:min(12, len(r.SHA256))], r.Records, r.Taken, r.Waiting, r.Refused, r.State()})
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}

func (s commands) intakeUndoCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:   "undo IMPORT",
		Short: "Take back what an import put on record; nothing is deleted",
		Long: `Withdraws every instrument that an import put on record, with its acts. What was known
before stays answerable (--known). An instrument about which anything was changed or
added since is kept with all its acts, and listed.`,
		Example: `  entente import undo 3 --reason "the file was a draft"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				u, err := a.Register.Undo(ctx, s.Actor(*by), args[0], reason, s.Progress("instruments"))
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(u)
				}
				s.Printf("import %s undone: %d instruments withdrawn, %d kept\n", args[0], u.Withdrawn, len(u.Kept))
				for _, k := range u.Kept {
					s.Printf("  kept: %s\n", k)
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}
