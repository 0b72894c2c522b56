package cli

import (
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

func (s *session) assessCommand() *cobra.Command {
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
			lib, m, err := s.matterIn(args[0])
			if err != nil {
				return err
			}
			if ask {
				if args[0] == "-" {
					return usageError{fmt.Errorf("--ask needs a file, since it reads the answers from standard input")}
				}
				if m, err = s.interview(lib, m, write); err != nil {
					return err
				}
			}
			f, err := finding.Assess(lib, m)
			if err != nil {
				return err
			}
			if s.json {
				return s.printJSON(f)
			}
			s.printFinding(f, full)
			return nil
		},
	}
	c.Flags().BoolVar(&ask, "ask", false, "ask on the terminal what still matters")
	c.Flags().StringVar(&write, "write", "", "with --ask: the file to write the completed matter to")
	c.Flags().BoolVar(&full, "full", false, "print norms that are not met, and the whole proof")
	return c
}

// matterIn reads a matter and the law that it is asked of.
func (s *session) matterIn(name string) (*law.Library, *law.Matter, error) {
	lib, on, err := s.law()
	if err != nil {
		return nil, nil, err
	}
	m, err := s.readMatter(lib, name, on)
	return lib, m, err
}

// findingOn assesses the matter in a file.
func (s *session) findingOn(name string) (*finding.Finding, error) {
	lib, m, err := s.matterIn(name)
	if err != nil {
		return nil, err
	}
	return finding.Assess(lib, m)
}

// readMatter reads a matter from a file or standard input; its own day goes before --on.
func (s *session) readMatter(lib *law.Library, name string, on ent.Date) (*law.Matter, error) {
	var r io.Reader = s.in
	shown := "standard input"
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, ent.Errorf(ent.Invalid, "%v", err)
		}
		defer f.Close()
		if st, err := f.Stat(); err == nil && st.IsDir() {
			return nil, ent.Errorf(ent.Invalid, "%s is a folder, not a matter", name)
		}
		r, shown = f, name
	}
	text, err := io.ReadAll(io.LimitReader(r, matter.MaxBytes+1))
	if err != nil {
		return nil, err
	}
	return matter.Read(lib, shown, text, on)
}
