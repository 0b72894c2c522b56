package cooperate

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/app"
	"entente/internal/cli/console"
)

// fields reads NAME=VALUE arguments.
func fields(args []string) (map[string]string, error) {
	out := map[string]string{}
	for _, a := range args {
		name, value, ok := strings.Cut(a, "=")
		if !ok || name == "" {
			return nil, ent.Errorf(ent.Invalid, "%q is no field; write NAME=VALUE, such as state=FIN", a)
		}
		if _, twice := out[name]; twice {
			return nil, ent.Errorf(ent.Invalid, "the field %s is given twice", name)
		}
		out[name] = value
	}
	return out, nil
}

func (s commands) enterCommand(by *string) *cobra.Command {
	return &cobra.Command{
		Use:   "enter ACTIVITY SECTION FIELD=VALUE...",
		Short: "Add an entry to a section: a caveat, a decision, a course, a contribution",
		Long: `Adds an entry to one of the sections that the kind of activity keeps; activity kinds names
them with their fields. A decision with an owner and a day becomes a duty on the list.`,
		Example: `  entente activity enter JTF-NORTH caveats state=DEU task=mines says=no basis="APMBC 1"
  entente activity enter JOINT-COMMITTEE-NOR decisions day=2026-12-14 text="exchange lists of incidents" authority="joint committee" basis="agreement, article 9" owner=planning-desk due=2027-01-31`,
		Args: cobra.MinimumNArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			values, err := fields(args[2:])
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, x *app.App) error {
				return x.Enter(ctx, s.Actor(*by), s.Today(), ent.Fold(args[0]), args[1], values)
			})
		},
	}
}

func (s commands) correctCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use: "correct ACTIVITY NUMBER FIELD=VALUE...", Short: "Write an entry anew; what stood there stays in the record's history",
		Example: `  entente activity correct JTF-NORTH 4 state=DEU task=mines says=no basis="APMBC 1(1)(a)" --reason "the paragraph"`,
		Args:    cobra.MinimumNArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			values, err := fields(args[2:])
			if err != nil {
				return err
			}
			return s.correct(*by, args, values, reason)
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) strikeCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use: "strike ACTIVITY NUMBER", Short: "Strike an entry; it stays in the record's history",
		Example: `  entente activity strike JTF-NORTH 4 --reason "entered twice"`,
		Args:    cobra.ExactArgs(2),
		RunE:    func(_ *cobra.Command, args []string) error { return s.correct(*by, args, nil, reason) },
	}
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) correct(by string, args []string, values map[string]string, reason string) error {
	n, err := strconv.Atoi(args[1])
	if err != nil {
		return ent.Errorf(ent.Invalid, "%q is no number of an entry", args[1])
	}
	return s.WithApp(func(ctx context.Context, x *app.App) error {
		return x.Correct(ctx, s.Actor(by), s.Today(), ent.Fold(args[0]), n, values, reason)
	})
}

func (s commands) entriesCommand() *cobra.Command {
	var asCSV bool
	c := &cobra.Command{
		Use: "entries ACTIVITY [SECTION]", Short: "What an activity keeps in its sections", Args: cobra.RangeArgs(1, 2),
		Example: `  entente activity entries JTF-NORTH caveats --csv`,
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				a, err := x.Activities.Find(ctx, ent.Fold(args[0]), known)
				if err != nil {
					return err
				}
				k, err := activity.KindOf(a.Kind)
				if err != nil {
					return err
				}
				sections := k.Sections
				if len(args) == 2 {
					one, err := k.Section(args[1])
					if err != nil {
						return err
					}
					sections = []activity.Section{*one}
				}
				if s.JSON {
					out := []activity.Entry{}
					for _, sec := range sections {
						out = append(out, a.Of(sec.ID)...)
					}
					return s.PrintJSON(out)
				}
				for i := range sections {
					if err := s.entries(a, &sections[i], asCSV); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	c.Flags().BoolVar(&asCSV, "csv", false, "as CSV")
	return c
}

func (s commands) entries(a *activity.Activity, sec *activity.Section, asCSV bool) error {
	entries := a.Of(sec.ID)
	if len(entries) == 0 {
		return nil
	}
	head, rows := []string{"n"}, [][]string{}
	for _, f := range sec.Fields {
		head = append(head, f.ID)
	}
	for _, e := range entries {
		row := []string{strconv.Itoa(e.N)}
		for _, f := range sec.Fields {
			row = append(row, e.Values[f.ID])
		}
		rows = append(rows, row)
	}
	if asCSV {
		w := csv.NewWriter(s.Out)
		return w.WriteAll(append([][]string{head}, rows...))
	}
	s.Printf("%s\n", sec.Name)
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(row(head))
	for _, r := range rows {
		t.AppendRow(row(r))
	}
	s.Printf("%s\n\n", t.Render())
	return nil
}

func row(cells []string) table.Row {
	out := make(table.Row, len(cells))
	for i, c := range cells {
		out[i] = c
	}
	return out
}

func (s commands) paperCommand() *cobra.Command {
	var file, from string
	c := &cobra.Command{
		Use:   "paper ACTIVITY brief|report|letter",
		Short: "Write a paper as PDF: a pre-brief, a report, a draft under article 51 of the Charter",
		Example: `  entente activity paper JOINT-COMMITTEE-NOR brief -o brief.pdf
  entente activity paper DEFENCE-2026 letter --from FIN -o letter.pdf`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, x *app.App, known time.Time) error {
				on, err := s.Day()
				if err != nil {
					return err
				}
				b, err := x.Paper(ctx, ent.Fold(args[0]), args[1], ent.StateCode(ent.Fold(from)), on, known)
				if err != nil {
					return err
				}
				if file == "" {
					file = fmt.Sprintf("%s-%s.pdf", strings.ToLower(ent.Fold(args[0])), args[1])
				}
				if err := os.WriteFile(file, b, 0o600); err != nil {
					return ent.Errorf(ent.Unavailable, "%v", err)
				}
				s.Printf("written: %s\n", file)
				return nil
			})
		},
	}
	c.Flags().StringVarP(&file, "output", "o", "", "the file (default: named after the activity)")
	c.Flags().StringVar(&from, "from", "", "whose letter it is")
	return c
}
