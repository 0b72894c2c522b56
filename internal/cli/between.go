package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"entente/internal/answer"
)

func (s *session) betweenCommand() *cobra.Command {
	var instrument string
	c := &cobra.Command{
		Use:   "between STATE STATE...",
		Short: "Which instruments are in force among all of them",
		Example: `  entente between FIN DEU --on 2023-06-01
  entente between JPN KOR --instrument GSOMIA-JPKR --on 2019-11-25`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.law()
			if err != nil {
				return err
			}
			a, err := answer.OfBetween(lib.Treaties, args, instrument, on)
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(a)
			}
			s.printBetween(a)
			return nil
		},
	}
	c.Flags().StringVar(&instrument, "instrument", "", "ask about one instrument only")
	return c
}

func (s *session) printBetween(a *answer.Between) {
	names := make([]string, len(a.States))
	for i, c := range a.States {
		names[i] = string(c)
	}
	s.printf("%s · %s\n", strings.Join(names, ", "), a.On)
	s.printf("in force among them (%d)\n", len(a.InForce))
	for _, f := range a.InForce {
		mark := ""
		if f.Status != "in-force" {
			mark = " (" + f.Status + ")"
		}
		s.printf("  %-14s since %s%s  %s\n", f.Instrument, f.Since, mark, f.Title)
		for _, m := range f.ModifiedBy {
			s.printf("  %-14s modified: %s\n", "", m)
		}
	}
	if len(a.NotInForce) > 0 {
		s.printf("not in force among them (%d)\n", len(a.NotInForce))
	}
	for _, f := range a.NotInForce {
		s.printf("  %-14s %s\n", f.Instrument, f.Why)
	}
}
