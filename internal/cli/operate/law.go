package operate

import (
	"os"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/cases"
)

func (s commands) lawCommand() *cobra.Command {
	c := &cobra.Command{Use: "law", Short: "Check the law engine against worked cases"}
	var verbose bool
	test := &cobra.Command{
		Use:   "test DIR",
		Short: "Run the case files below DIR, one line per case that fails",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.lawTest(args[0], verbose)
		},
	}
	test.Flags().BoolVarP(&verbose, "verbose", "v", false, "name the passing cases too")
	c.AddCommand(test)
	return c
}

func (s commands) lawTest(dir string, verbose bool) error {
	lib, err := s.Shipped()
	if lib == nil {
		return err
	}
	if st, statErr := os.Stat(dir); statErr != nil || !st.IsDir() {
		return ent.Errorf(ent.Invalid, "%s is not a folder", dir)
	}
	list, err := cases.Read(os.DirFS(dir), ".")
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return ent.Errorf(ent.Invalid, "no cases in %s", dir)
	}
	failed := 0
	for i := range list {
		r := cases.Run(lib, &list[i])
		switch {
		case r.Fault != "":
			failed++
			s.Printf("FAIL %s (%s): %s\n", r.Case.ID, r.Case.Title, r.Fault)
		case verbose:
			s.Printf("pass %s: %s\n", r.Case.ID, r.Case.Title)
		}
	}
	s.Printf("%d passed, %d failed\n", len(list)-failed, failed)
	if failed > 0 {
		return ent.Errorf(ent.Internal, "%d cases failed", failed)
	}
	return nil
}
