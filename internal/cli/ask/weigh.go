package ask

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/appraisal"
	"entente/internal/cli/console"
	"entente/internal/law"
	"entente/internal/review"
)

func (s commands) weighCommand() *cobra.Command {
	var weights []string
	var grounds bool
	c := &cobra.Command{
		Use:   "weigh INSTRUMENT INSTRUMENT...",
		Short: "Bilateral against multilateral: two to six instruments on six criteria, with what each figure comes of",
		Long: `Weighs two to six instruments on flexibility, specificity, direct communication, broad
scope, collective security, and shared resources and burden. Every figure comes of a clause
or of data on record (--grounds shows which); what is not known makes it a range. How far
the order hangs on the weights is shown: under which share of all weightings each comes
first, and which single weight would have to change.`,
		Example: `  entente weigh NAT FIN-GBR-VFA --weight collective-security=3 --grounds`,
		Args:    cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			w, err := readWeights(weights)
			if err != nil {
				return err
			}
			on, err := s.Day()
			if err != nil {
				return err
			}
			a, err := s.weigh(args, w, on)
			switch {
			case err != nil:
				return err
			case s.JSON:
				return s.PrintJSON(a)
			}
			s.printAppraisal(a, grounds)
			return nil
		},
	}
	c.Flags().StringSliceVar(&weights, "weight", nil, "what a criterion is worth, 0 to 10: scope=3 (default: 1 each)")
	c.Flags().BoolVar(&grounds, "grounds", false, "show what each figure comes of")
	return c
}

func readWeights(list []string) (map[string]float64, error) {
	out := map[string]float64{}
	for _, x := range list {
		id, n, ok := strings.Cut(x, "=")
		w, err := strconv.ParseFloat(n, 64)
		if !ok || err != nil {
			return nil, ent.Errorf(ent.Invalid, "%q is no weight; write criterion=number, such as scope=3", x)
		}
		out[strings.TrimSpace(id)] = w
	}
	return out, nil
}

// weigh asks the shipped law alone where there is no store.
func (s commands) weigh(args []string, weights map[string]float64, on ent.Date) (*appraisal.Appraisal, error) {
	var ids []ent.InstrumentID
	for _, a := range args {
		ids = append(ids, ent.InstrumentID(ent.Fold(a)))
	}
	known, err := s.KnownAt()
	if err != nil {
		return nil, err
	}
	ask := func(ctx context.Context, lib *law.Library, desk *review.Desk) (*appraisal.Appraisal, error) {
		return app.Weigh(ctx, lib, desk, ids, weights, on, known)
	}
	if s.Config.Store == "" {
		lib, err := s.Library()
		if err != nil {
			return nil, err
		}
		return ask(context.Background(), lib, nil)
	}
	var out *appraisal.Appraisal
	err = s.WithApp(func(ctx context.Context, a *app.App) error {
		lib, err := a.Library(ctx, known)
		if err == nil {
			out, err = ask(ctx, lib, a.Reviews)
		}
		return err
	})
	return out, err
}

func (s commands) printAppraisal(a *appraisal.Appraisal, grounds bool) {
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	head, sum, wins := table.Row{"", "Weight"}, table.Row{"Total", ""}, table.Row{"First under", ""}
	for _, o := range a.Options {
		head = append(head, fmt.Sprintf("%s (%d parties)", o.Instrument, o.Parties))
		sum = append(sum, o.Total.String())
		wins = append(wins, fmt.Sprintf("%.0f %% of weightings", 100*o.Wins))
	}
	t.AppendHeader(head)
	for i, c := range a.Criteria {
		r := table.Row{c.Name, a.Weights[c.ID]}
		for _, o := range a.Options {
			r = append(r, o.Scores[i].String())
		}
		t.AppendRow(r)
	}
	t.AppendRow(sum)
	t.AppendRow(wins)
	s.Printf("On %s, from 0 to 1; a range where something is not known\n\n%s\n", a.On, t.Render())
	for _, f := range a.Flips {
		s.Printf("%s first when %s weighs %g instead of %g\n", f.First, f.Criterion, f.To, f.From)
	}
	if len(a.Flips) == 0 {
		s.Printf("no single weight changes which comes first\n")
	}
	if !grounds {
		return
	}
	for _, o := range a.Options {
		s.Printf("\n%s\n", o.Instrument)
		for _, sc := range o.Scores {
			for _, g := range sc.Grounds {
				s.Printf("  %-18s %-9s  %s: %s\n", sc.Criterion, g.Range, g.Text, g.From)
			}
		}
	}
}
