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
	var out memorandumFlags
	c := &cobra.Command{
		Use:   "assess FILE",
		Short: "The finding on a matter; - reads standard input",
		Long: `The finding on a matter: whether it is permitted, on which legal basis, under
which conditions, who has jurisdiction, what must be reported and by when.

With --ask it asks, one question at a time, only what still matters, and says why;
an empty answer means "I do not know", q ends the interview. The completed matter
is written to --write (default: standard output, before the finding).

With --pdf it writes the finding as a legal memorandum instead of printing it.`,
		Example: `  entente assess matter.yaml
  entente assess matter.yaml --pdf memorandum.pdf --to "Head of Legal Affairs"
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
			if out.file != "" {
				return s.writeMemorandum(&out, lib, m, f)
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
	out.add(c)
	c.Flags().BoolVar(&full, "full", false, "print norms that are not met, and the whole proof")
	return c
}
