package ask

import (
	"github.com/spf13/cobra"

	ent "entente"
)

func (s commands) explainCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "explain FILE NODE",
		Short: "Open one node of the proof: by its id (the letters after #) or the id of a norm",
		Example: `  entente explain matter.yaml SOFA-7-3B
  entente explain matter.yaml 3fa9`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := s.FindingOn(args[0])
			if err != nil {
				return err
			}
			n := f.Proof.Find(args[1])
			if n == nil {
				return ent.Errorf(ent.Invalid, "the proof of this finding has no node %q; `entente assess %s` shows their ids after #", args[1], args[0])
			}
			if s.JSON {
				return s.PrintJSON(n)
			}
			s.Printf("%s", n.Print(0))
			return nil
		},
	}
}
