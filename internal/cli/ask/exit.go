package ask

import (
	"entente/internal/cli/console"

	"strings"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/law/exit"
)

func (s commands) exitCommand() *cobra.Command {
	var notice, by string
	c := &cobra.Command{
		Use:   "exit STATE INSTRUMENT",
		Short: "How the State can leave: from when, told to whom by which day, and what stays",
		Long: `Works out the way out of a treaty: whether the State may leave and by which rule, the day
on which a notice received on --notice (default: the day asked about) takes effect, until
when it can be taken back, what puts it off, whom it must reach, and which duties stay.
With --by it tells the last day on which a notice must be received to take effect by then.`,
		Example: `  entente exit LTU CCM --notice 2024-09-06
  entente exit KOR GSOMIA --by 2027-11-23`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.Law()
			if err != nil {
				return err
			}
			until, err := console.FlagDay("--by", by)
			if err != nil {
				return err
			}
			if notice != "" {
				if by != "" {
					return ent.Errorf(ent.Invalid, "write --notice or --by, not both")
				}
				if on, err = console.FlagDay("--notice", notice); err != nil {
					return err
				}
			}
			x, err := exit.Ask(lib.Treaties, args[0], args[1], on, until)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(x)
			}
			s.printExit(x)
			return nil
		},
	}
	c.Flags().StringVar(&notice, "notice", "", "the day on which the notice is received")
	c.Flags().StringVar(&by, "by", "", "the day by which it is to take effect")
	return c
}

func (s commands) printExit(x *exit.Exit) {
	s.Printf("%s · %s (%s)\n", x.State, x.Title, x.Instrument)
	switch x.Possible {
	case exit.No:
		s.Printf("cannot be left by notice: %s  [%s]\n", x.Rule, x.Cites)
		return
	case exit.Disputed:
		s.Printf("disputed: %s\n", x.Rule)
	default:
		s.Printf("can be left: %s  [%s]\n", x.Rule, x.Cites)
	}
	line := func(what, text string) {
		if text != "" {
			s.Printf("  %-18s %s\n", what, text)
		}
	}
	if x.By != 0 {
		line("to be free by", x.By.String())
	}
	line("notice received", x.Notice.String())
	line("takes effect", x.Effect.String())
	if x.Revocable != 0 {
		line("can be taken back", "until "+x.Revocable.String())
	}
	line("held", x.Hold)
	line("goes to", strings.Join(x.Addressees, ", "))
	if x.Reasons {
		line("reasons", "must be stated")
	}
	if x.EndsForAll {
		line("between two", "it ends for the other party too")
	}
	for _, r := range x.Why {
		s.Printf("  because %s  [%s]\n", r.Text, r.Cites)
	}
	for _, d := range x.Survives {
		s.Printf("  stays: %s\n", d)
	}
}
