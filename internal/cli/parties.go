package cli

import (
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"entente/internal/answer"
)

func (s *session) partiesCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "parties INSTRUMENT",
		Short:   "Who is bound on that day",
		Example: `  entente parties ROME --on 2002-07-01`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.law()
			if err != nil {
				return err
			}
			a, err := answer.OfParties(lib.Treaties, args[0], on)
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(a)
			}
			s.printParties(a)
			return nil
		},
	}
}

func (s *session) printParties(a *answer.Parties) {
	s.printf("%s (%s) · %s\n", a.Title, a.Instrument, a.On)
	switch {
	case a.InForce == 0:
		s.printf("not in force\n")
	case a.InForce > a.On:
		s.printf("not in force before %s\n", a.InForce)
	default:
		s.printf("in force since %s for %d\n", a.InForce, a.Count)
	}
	if a.AsOf != 0 {
		s.printf("list as of %s: %s\n", a.AsOf, a.Source)
	}
	if len(a.Parties) == 0 {
		return
	}
	t := table.NewWriter()
	t.SetStyle(plainTable())
	t.AppendHeader(table.Row{"State", "Name", "Status", "Since"})
	for _, p := range a.Parties {
		t.AppendRow(table.Row{p.State, p.Name, p.Status, p.Since})
	}
	s.printf("%s\n", t.Render())
}

// plainTable is a table without boxes, so that it can be read by programs and copied by people.
func plainTable() table.Style {
	st := table.StyleLight
	st.Options = table.OptionsNoBordersAndSeparators
	st.Format.Header = 0
	return st
}
