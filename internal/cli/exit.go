package cli

import (
	"strings"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/law/exit"
)

func (s *session) exitCommand() *cobra.Command {
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
			lib, on, err := s.law()
			if err != nil {
				return err
			}
			until, err := flagDay("--by", by)
			if err != nil {
				return err
			}
			if notice != "" {
				if by != "" {
					return ent.Errorf(ent.Invalid, "write --notice or --by, not both")
				}
				if on, err = flagDay("--notice", notice); err != nil {
					return err
				}
			}
			x, err := exit.Ask(lib.Treaties, args[0], args[1], on, until)
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(x)
			}
			s.printExit(x)
			return nil
		},
	}
	c.Flags().StringVar(&notice, "notice", "", "the day on which the notice is received")
	c.Flags().StringVar(&by, "by", "", "the day by which it is to take effect")
	return c
}

// flagDay reads the day given with a flag, zero when there is none.
func flagDay(name, text string) (ent.Date, error) {
	if text == "" {
		return 0, nil
	}
	d, err := ent.ParseDate(text)
	if err != nil {
		return 0, ent.Errorf(ent.Invalid, "%s: %v", name, err)
	}
	return d, nil
}

func (s *session) printExit(x *exit.Exit) {
	s.printf("%s · %s (%s)\n", x.State, x.Title, x.Instrument)
	switch x.Possible {
	case exit.No:
		s.printf("cannot be left by notice: %s  [%s]\n", x.Rule, x.Cites)
		return
	case exit.Disputed:
		s.printf("disputed: %s\n", x.Rule)
	default:
		s.printf("can be left: %s  [%s]\n", x.Rule, x.Cites)
	}
	line := func(what, text string) {
		if text != "" {
			s.printf("  %-18s %s\n", what, text)
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
		s.printf("  because %s  [%s]\n", r.Text, r.Cites)
	}
	for _, d := range x.Survives {
		s.printf("  stays: %s\n", d)
	}
}
