package operate

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"entente/internal/cli/console"
	"entente/internal/curate/participation"
	"entente/internal/curate/sheet"
)

func (s commands) importCommand() *cobra.Command {
	var selected, encoding string
	var help strings.Builder
	for _, f := range participation.Formats() {
		fmt.Fprintf(&help, "  %-14s %s\n", f.Name, f.Meaning)
	}
	c := &cobra.Command{
		Use:   "import FORMAT FILE",
		Short: "Read a list of participants and print it as the acts of an instrument",
		Long: "Reads a list of participants and prints it as the acts of an instrument, to be\nput into its file and checked by a person. Names that are no State are listed.\n\nFormats:\n" +
			help.String(),
		Example: `  entente corpus import untc 26-6.csv
  entente corpus import swiss-parties parties_parsed.csv --select 0.515.03`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error { return s.importList(args[0], args[1], selected, encoding) },
	}
	c.Flags().StringVar(&selected, "select", "", "the treaty, in a file that holds several")
	console.EncodingFlag(c, &encoding)
	return c
}

func (s commands) importList(format, name, selected, encoding string) error {
	lib, err := s.Shipped()
	if lib == nil {
		return err
	}
	text, err := sheet.NewSource(os.DirFS(filepath.Dir(name)), encoding).Text(filepath.Base(name))
	if err != nil {
		return err
	}
	table, problems, err := participation.Read(format, name, selected, text, lib.Treaties.World())
	if err != nil {
		return err
	}
	s.Printf("acts: |\n%s", table)
	for _, p := range problems {
		fmt.Fprintf(s.Err, "%s: %v\n", name, p)
	}
	return nil
}
