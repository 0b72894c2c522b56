package cli

import (
	"github.com/spf13/cobra"

	"entente/internal/answer"
)

func (s *session) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status STATE INSTRUMENT",
		Short: "Is the State bound on that day, since when, why",
		Example: `  entente status LTU CCM --on 2025-03-05
  entente status "United Kingdom" NATO-SOFA --json`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.law()
			if err != nil {
				return err
			}
			a, err := answer.OfStatus(lib.Treaties, args[0], args[1], on)
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(a)
			}
			s.printStatus(a)
			return nil
		},
	}
}

func (s *session) printStatus(a *answer.Status) {
	s.printf("%s · %s (%s) · %s\n", a.State, a.Title, a.Instrument, a.On)
	s.printf("%s", a.Status)
	if a.Since != 0 {
		s.printf(" since %s", a.Since)
	}
	if a.Until != 0 {
		s.printf(" until %s", a.Until)
	}
	s.printf("\n")
	for _, r := range a.Why {
		s.printf("  because %s  [%s]\n", r.Text, r.Cites)
	}
	for _, r := range a.Reservations {
		s.printf("  reservation: %s\n", r)
	}
	for _, q := range a.Questions {
		s.printf("  not known: %s\n", q)
	}
}
