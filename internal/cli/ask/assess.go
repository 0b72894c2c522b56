package ask

import (
	"entente/internal/cli/console"

	"fmt"

	"github.com/spf13/cobra"

	"entente/internal/law/finding"
)

func (s commands) assessCommand() *cobra.Command {
	var ask, full bool
	var write string
	c := &cobra.Command{
		Use:   "assess FILE",
		Short: "The finding on a matter; - reads standard input",
		Long: `The finding on a matter: whether it is permitted, on which legal basis, under
which conditions, who has jurisdiction, what must be reported and by when.

With --ask it asks, one question at a time, only what still matters, and says why;
an empty answer means "I do not know", q ends the interview. The completed matter
is written to --write (default: standard output, before the finding).`,
		Example: `  entente assess matter.yaml
  entente assess --ask matter.yaml --write completed.yaml`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, m, err := s.MatterIn(args[0])
			if err != nil {
				return err
			}
			if ask {
				if args[0] == "-" {
					return console.Usage(fmt.Errorf("--ask needs a file, since it reads the answers from standard input"))
				}
				if m, err = s.interview(lib, m, write); err != nil {
					return err
				}
			}
			f, err := finding.Assess(lib, m)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(f)
			}
			s.PrintFinding(f, full)
			return nil
		},
	}
	c.Flags().BoolVar(&ask, "ask", false, "ask on the terminal what still matters")
	c.Flags().StringVar(&write, "write", "", "with --ask: the file to write the completed matter to")
	c.Flags().BoolVar(&full, "full", false, "print norms that are not met, and the whole proof")
	return c
}
