package ask

import (
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/cli/console"
	"entente/internal/coverage"
)

func (s commands) coverageCommand() *cobra.Command {
	var q coverage.Question
	var from, to string
	var csv bool
	c := &cobra.Command{
		Use:   "coverage STATE STATE...",
		Short: "Which rule settles status, jurisdiction, claims and the rest between each two, and where none does",
		Long: `For each two States and each issue: the rule that controls, over the days asked about, or a
hole. A pair is asked in both directions, the force of the first in the territory of the second.
An organisation stands for its members, ALL for every State. A hole says that the library holds
no rule; an agreement that is not on record is not seen.`,
		Example: `  entente coverage USA JPN --on 2024-06-01
  entente coverage FIN SWE NOR --from 2020-01-01 --to 2024-12-31 --issue status
  entente coverage NATO JPN --issue classified --holes`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			q.States = args
			a, err := s.coverage(&q, from, to)
			switch {
			case err != nil:
				return err
			case csv:
				return a.WriteCSV(s.Out)
			case s.JSON:
				return s.PrintJSON(a)
			}
			s.printCoverage(a)
			return nil
		},
	}
	c.Flags().StringVar(&from, "from", "", "first day (default: the day asked about)")
	c.Flags().StringVar(&to, "to", "", "last day (default: the first)")
	c.Flags().StringArrayVar(&q.Issues, "issue", nil, "only this issue; may be given again")
	c.Flags().BoolVar(&q.Holes, "holes", false, "only what no rule settles on some day")
	c.Flags().BoolVar(&csv, "csv", false, "a table for other programs")
	return c
}

func (s commands) coverage(q *coverage.Question, from, to string) (*coverage.Answer, error) {
	lib, on, err := s.Law()
	if err != nil {
		return nil, err
	}
	if q.From, err = console.FlagDay("--from", from); err != nil {
		return nil, err
	}
	if q.To, err = console.FlagDay("--to", to); err != nil {
		return nil, err
	}
	if q.From == 0 {
		q.From = on
	}
	if q.To == 0 {
		q.To = max(q.From, on)
		if from == "" {
			q.To = q.From
		}
	}
	return coverage.Ask(lib, q)
}

func (s commands) printCoverage(a *coverage.Answer) {
	s.Printf("%s", a.From)
	if a.To != a.From {
		s.Printf(" to %s", a.To)
	}
	s.Printf("\n")
	names := map[coverage.IssueID]coverage.Asked{}
	for _, x := range a.Issues {
		names[x.ID] = x
	}
	for _, p := range a.Pairs {
		s.Printf("%s toward %s\n", p.First, p.Second)
		for _, c := range p.Issues {
			s.printCell(c, names[c.Issue], a.To)
		}
	}
	n := a.Count
	s.Printf("%d settled, %d in part, %d contested, %d unknown, %d holes\n", n.Covered, n.Partial, n.Contested, n.Unknown, n.Holes)
}

func (s commands) printCell(c coverage.Cell, x coverage.Asked, last ent.Date) {
	name := x.Name
	for _, p := range c.Spans {
		days := ""
		if len(c.Spans) > 1 {
			days = " from " + p.From.String()
			if p.To != last {
				days += " to " + p.To.String()
			}
		}
		s.Printf("  %-24s %-9s%s", name, p.State, days)
		if len(p.Rules) == 0 {
			s.Printf("  %s\n", map[string]string{"hole": x.Without}[p.State])
		}
		for i, r := range p.Rules {
			if i > 0 {
				s.Printf("  %-24s %-9s", "", "")
			}
			s.Printf("  %s since %s", r.Place(), r.Since)
			if r.Partial != "" {
				s.Printf(" (%s)", r.Partial)
			}
			s.Printf("\n")
		}
		name = ""
	}
}
