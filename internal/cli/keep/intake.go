package keep

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/curate/collection"
	"entente/internal/register"
)

func (s commands) intakeCommand() *cobra.Command {
	var by, report string
	var dry bool
	var help strings.Builder
	for _, f := range collection.Formats() {
		help.WriteString("  " + f.Name + strings.Repeat(" ", 14-len(f.Name)) + f.Meaning + "\n")
	}
	c := &cobra.Command{
		Use:   "import FORMAT FILE",
		Short: "Put a published collection of treaties, or a list of your own, into the register",
		Long: `Puts the records of a collection on record, those that can be. A record whose party no
State is known by waits for a person (entente import names); one that contradicts
itself is refused; both stand in the report with their line. Records that are on
record already are passed over: an import that was broken off goes on.

Formats:
` + help.String(),
		Example: `  entente import uk-treaties records.csv --dry-run --report left.csv
  entente import name "NETHERLANDS THE" NLD`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.importCollection(args[0], args[1], by, report, dry)
		},
	}
	c.PersistentFlags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.Flags().BoolVar(&dry, "dry-run", false, "only say what would be taken")
	c.Flags().StringVar(&report, "report", "", "a file for every record not taken, and why (CSV)")
	c.AddCommand(s.intakeNamesCommand(), s.intakeNameCommand(&by))
	return c
}

func (s commands) importCollection(format, file, by, report string, dry bool) error {
	f, err := os.Open(file)
	if err != nil {
		return ent.Errorf(ent.NotFound, "%v", err)
	}
	defer f.Close()
	return s.WithApp(func(ctx context.Context, a *app.App) error {
		names, err := a.Register.Spellings(ctx)
		if err != nil {
			return err
		}
		rows, err := collection.Read(format, f, names)
		if err != nil {
			return ent.Errorf(ent.KindOf(err), "%s: %v", file, err)
		}
		rep, err := a.Register.Import(ctx, s.Actor(by), rows, dry, s.Progress("records"))
		if err != nil {
			return err
		}
		if report != "" {
			if err := writeLeft(report, rep); err != nil {
				return err
			}
		}
		if s.JSON {
			return s.PrintJSON(rep)
		}
		s.printReport(rep, dry, report)
		return nil
	})
}

func (s commands) printReport(rep *register.Report, dry bool, report string) {
	word := "taken"
	if dry {
		word = "would be taken"
	}
	s.Printf("%d records %s, %d on record already, %d wait for a person, %d refused\n", rep.Taken, word, rep.Already, len(rep.Waiting), len(rep.Refused))
	for i, l := range rep.Refused {
		if i == 5 && report == "" {
			s.Printf("  … and %d more (--report FILE has them all)\n", len(rep.Refused)-i)
			break
		}
		if i < 5 {
			s.Printf("  line %d, %s: %s\n", l.Line, l.ID, l.Why)
		}
	}
	if len(rep.Names) > 0 {
		s.Printf("%d names are not known; the most frequent:\n", len(rep.Names))
	}
	for i, n := range rep.Names {
		if i == 10 {
			break
		}
		s.Printf("  %5d  %s\n", n.Times, n.Name)
	}
	if len(rep.Names) > 0 {
		s.Printf("say who they are: entente import name %q STATE; then import again\n", rep.Names[0].Name)
	}
}

func writeLeft(file string, rep *register.Report) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return ent.Errorf(ent.Unavailable, "%v", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	w.Write([]string{"line", "id", "became", "why"})
	for became, list := range map[string][]register.Left{"refused": rep.Refused, "waits": rep.Waiting} {
		for _, l := range list {
			w.Write([]string{strconv.Itoa(l.Line), l.ID, became, l.Why})
		}
	}
	w.Flush()
	return w.Error()
}

func (s commands) intakeNamesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "names",
		Short: "Names of parties that wait for a person to say who they are",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				names, err := a.Register.Waiting(ctx)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(names)
				}
				if len(names) == 0 {
					s.Printf("no name waits\n")
					return nil
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Times", "Name"})
				for _, n := range names {
					t.AppendRow(table.Row{n.Times, n.Name})
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}

func (s commands) intakeNameCommand(by *string) *cobra.Command {
	return &cobra.Command{
		Use:     "name NAME STATE",
		Short:   "Say who a name means; the next import takes what waited for it",
		Example: `  entente import name "NETHERLANDS THE" NLD`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Register.NameIs(ctx, s.Actor(*by), args[0], ent.StateCode(ent.Fold(args[1])))
			})
		},
	}
}
