package ask

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"entente/internal/answer"
	"entente/internal/cli/console"
	"entente/internal/law/reservation"
)

func (s commands) reservationsCommand() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "reservations INSTRUMENT",
		Short: "The reservations that stand on that day, and what each does between its maker and the other parties",
		Long: `For each reservation: which parties are silent (no objection within twelve months is on record,
so that they accepted it if they raised none), toward whom the twelve months still run, and
who objected, with or without opposing entry into force between the two (VCLT 20 to 22).`,
		Example: `  entente reservations GENOCIDE --on 2024-01-01`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.Law()
			if err != nil {
				return err
			}
			a, err := answer.OfReservations(lib.Treaties, args[0], on)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(a)
			}
			s.printReservations(a, all)
			return nil
		},
	}
	c.Flags().BoolVar(&all, "all", false, "every party, also those that said nothing")
	return c
}

func (s commands) printReservations(a *answer.Reservations, all bool) {
	s.Printf("%s (%s) · %s\n", a.Title, a.Instrument, a.On)
	if a.Regime != "" {
		s.Printf("the instrument on reservations: %s", a.Regime)
		if a.Article != "" {
			s.Printf(" (article %s)", a.Article)
		}
		s.Printf("\n")
	}
	if len(a.Reservations) == 0 {
		s.Printf("no reservation on record stands on this day\n")
	}
	for i := range a.Reservations {
		r := &a.Reservations[i]
		s.Printf("\n%s, %s: %s\n  %s (%s)\n", r.Name, r.On, r.Text, r.Source, r.Confidence)
		var counts []string
		for _, e := range []reservation.Effect{reservation.Accepted, reservation.Silent, reservation.Pending, reservation.Objected, reservation.Precluded} {
			if n := r.Counts[string(e)]; n > 0 {
				counts = append(counts, fmt.Sprintf("%s toward %d (%s)", e, n, e.Cites()))
			}
		}
		s.Printf("  %s\n", strings.Join(counts, "; "))
		t := table.NewWriter()
		t.SetStyle(console.PlainTable())
		for _, x := range r.Toward {
			switch {
			case x.Objection != "":
				t.AppendRow(table.Row{x.State, x.Effect, x.Objected, x.Objection})
			case x.Until != 0:
				t.AppendRow(table.Row{x.State, x.Effect, "until " + x.Until.String(), ""})
			case all:
				t.AppendRow(table.Row{x.State, x.Effect, "", ""})
			}
		}
		if t.Length() > 0 {
			s.Printf("%s\n", t.Render())
		}
	}
	if a.AsOf != 0 {
		s.Printf("\nthe list of parties is as of %s\n", a.AsOf)
	}
}
