package ask

import (
	"strings"

	"github.com/spf13/cobra"

	"entente/internal/answer"
)

func (s commands) betweenCommand() *cobra.Command {
	var instrument string
	c := &cobra.Command{
		Use:   "between STATE STATE...",
		Short: "Which instruments are in force among all of them",
		Example: `  entente between FIN DEU --on 2023-06-01
  entente between JPN KOR --instrument GSOMIA-JPKR --on 2019-11-25`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.Law()
			if err != nil {
				return err
			}
			a, err := answer.OfBetween(lib.Treaties, args, instrument, on)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(a)
			}
			s.printBetween(a)
			return nil
		},
	}
	c.Flags().StringVar(&instrument, "instrument", "", "ask about one instrument only")
	return c
}

func (s commands) printBetween(a *answer.Between) {
	names := make([]string, len(a.States))
	for i, c := range a.States {
		names[i] = string(c)
	}
	s.Printf("%s · %s\n", strings.Join(names, ", "), a.On)
	s.Printf("in force among them (%d)\n", len(a.InForce))
	for _, f := range a.InForce {
		mark := ""
		if f.Status != "in-force" {
			mark = " (" + f.Status + ")"
		}
		s.Printf("  %-14s since %s%s  %s\n", f.Instrument, f.Since, mark, f.Title)
		for _, m := range f.ModifiedBy {
			s.Printf("  %-14s modified: %s\n", "", m)
		}
	}
	if len(a.NotInForce) > 0 {
		s.Printf("not in force among them (%d)\n", len(a.NotInForce))
	}
	for _, f := range a.NotInForce {
		s.Printf("  %-14s %s\n", f.Instrument, f.Why)
	}
}
