package keep

import (
	"context"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/register"
)

func (s commands) registerNormCommand(by *string) *cobra.Command {
	c := &cobra.Command{Use: "norm", Short: "Norms of the institution's agreements, which take part in findings like those of the shipped law"}
	var why string
	withdraw := &cobra.Command{
		Use:   "withdraw NORM",
		Short: "Take a norm from what counts; it stays in the history",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if why == "" {
				return ent.Errorf(ent.Invalid, "say why: --reason")
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Register.WithdrawNorm(ctx, s.Actor(*by), ent.NormID(ent.Fold(args[0])), why)
			})
		},
	}
	withdraw.Flags().StringVar(&why, "reason", "", "why; it stays on record")
	c.AddCommand(s.normAddCommand(by), s.normListCommand(), withdraw)
	return c
}

func (s commands) normAddCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:   "add FILE",
		Short: "Put norms on record, in the form of the corpus, each with its instrument and article",
		Long: `Puts norms of agreements in the register on record. The file is a list in the form of the
corpus (docs/CURATORS.md); each norm names besides the instrument and the article:

  - id: FIN-JPN-ACSA-7-2
    instrument: FIN-JPN-ACSA
    article: "7(2)"
    title: bills are settled
    modality: obligation
    class: treaty
    bearer: [recipient]
    between: [supplier, recipient]
    kinds: [logistics]
    duties:
    - {duty: pay for the supplies, to: the supplying Party, due: day + 60 days}
    source: {cites: ["FIN-JPN-ACSA 7(2)"], confidence: known}`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			text, err := console.ReadLimited(args[0], 4<<20)
			if err != nil {
				return err
			}
			rules, err := register.ReadNorms(text)
			if err != nil {
				return ent.Errorf(ent.Invalid, "%s: %v", args[0], err)
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				lib, err := a.Library(ctx, time.Time{})
				if err != nil {
					return err
				}
				if err := a.Register.AddNorms(ctx, s.Actor(*by), lib, rules, reason); err != nil {
					return err
				}
				for _, r := range rules {
					s.Printf("on record: %s, %s\n", r.ID, r.Title)
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "a newer reading", "why a norm on record is superseded")
	return c
}

func (s commands) normListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "The norms on record",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
				rules, err := a.Register.Norms(ctx, known)
				if err != nil {
					return err
				}
				if len(rules) == 0 && !s.JSON {
					s.Printf("no norms are on record\n")
					return nil
				}
				type row struct {
					Norm       ent.NormID       `json:"norm"`
					Instrument ent.InstrumentID `json:"instrument"`
					Article    string           `json:"article"`
					Modality   string           `json:"modality"`
					Title      string           `json:"title"`
				}
				rows := []row{}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Norm", "Stands in", "Modality", "Title"})
				for _, r := range rules {
					rows = append(rows, row{r.ID, r.Instrument, r.Article, string(r.Modality), r.Title})
					t.AppendRow(table.Row{r.ID, string(r.Instrument) + " " + r.Article, r.Modality, r.Title})
				}
				if s.JSON {
					return s.PrintJSON(rows)
				}
				s.Printf("%s\n", t.Render())
				return nil
			})
		},
	}
}
