package ask

import (
	"github.com/spf13/cobra"

	"entente/internal/answer"
)

func (s commands) statusCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "status STATE INSTRUMENT",
		Short: "Is the State bound on that day, since when, why",
		Example: `  entente status LTU CCM --on 2025-03-05
  entente status "United Kingdom" NATO-SOFA --json`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.Law()
			if err != nil {
				return err
			}
			a, err := answer.OfStatus(lib.Treaties, args[0], args[1], on)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(a)
			}
			s.printStatus(a)
			return nil
		},
	}
}

func (s commands) printStatus(a *answer.Status) {
	s.Printf("%s · %s (%s) · %s\n", a.State, a.Title, a.Instrument, a.On)
	s.Printf("%s", a.Status)
	if a.Since != 0 {
		s.Printf(" since %s", a.Since)
	}
	if a.Until != 0 {
		s.Printf(" until %s", a.Until)
	}
	s.Printf("\n")
	for _, r := range a.Why {
		s.Printf("  because %s  [%s]\n", r.Text, r.Cites)
	}
	for _, r := range a.Reservations {
		s.Printf("  reservation: %s\n", r)
	}
	for _, q := range a.Questions {
		s.Printf("  not known: %s\n", q)
	}
}
