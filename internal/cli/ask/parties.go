package ask

import (
	"entente/internal/cli/console"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"entente/internal/answer"
)

func (s commands) partiesCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "parties INSTRUMENT",
		Short:   "Who is bound on that day",
		Example: `  entente parties ROME --on 2002-07-01`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.Law()
			if err != nil {
				return err
			}
			a, err := answer.OfParties(lib.Treaties, args[0], on)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(a)
			}
			s.printParties(a)
			return nil
		},
	}
}

func (s commands) printParties(a *answer.Parties) {
	s.Printf("%s (%s) · %s\n", a.Title, a.Instrument, a.On)
	switch {
	case a.InForce == 0:
		s.Printf("not in force\n")
	case a.InForce > a.On:
		s.Printf("not in force before %s\n", a.InForce)
	default:
		s.Printf("in force since %s for %d\n", a.InForce, a.Count)
	}
	if a.AsOf != 0 {
		s.Printf("list as of %s: %s\n", a.AsOf, a.Source)
	}
	if len(a.Parties) == 0 {
		return
	}
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"State", "Name", "Status", "Since"})
	for _, p := range a.Parties {
		t.AppendRow(table.Row{p.State, p.Name, p.Status, p.Since})
	}
	s.Printf("%s\n", t.Render())
}
