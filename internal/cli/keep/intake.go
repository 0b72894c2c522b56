package keep

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/curate/collection"
	"entente/internal/curate/sheet"
	"entente/internal/register"
)

// intake is one import as it was asked for.
type intake struct {
	format, by, report, encoding string
	dry                          bool
	paths                        []string
}

func (s commands) intakeCommand() *cobra.Command {
	var in intake
	var help strings.Builder
	for _, f := range collection.Formats() {
		help.WriteString("  " + f.Name + strings.Repeat(" ", 15-len(f.Name)) + f.Meaning + "\n")
	}
	c := &cobra.Command{
		Use:   "import FORMAT FILE|DIR …",
		Short: "Put a published collection of treaties, or a list of your own, into the register",
		Long: `Puts the records of a collection on record, those that can be, and the import itself
with what it read (entente import list). A record whose party no State is known by waits
for a person (entente import names); one that contradicts itself is refused; one that the
shipped law has is compared with it and not taken again. All stand in the report with
their line. Records that are on record already are passed over: an import that was broken
off goes on. A file that cannot be read as a whole leaves the record as it is.

Files are UTF-8, with or without its mark, UTF-16 with its mark, or in the encoding that
--encoding names; columns are set apart by commas, semicolons or tabs.

Formats:
` + help.String(),
		Example: `  entente import uk-treaties records.csv --dry-run --report left.csv
  entente import un-collection untc/ --report left.csv
  entente import un-collection untc/treaties/26-6.csv
  entente import name "NETHERLANDS THE" NLD`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			in.format, in.paths = args[0], args[1:]
			return s.importCollection(in)
		},
	}
	c.PersistentFlags().StringVar(&in.by, "by", "", "who puts it on record (default: the account of the machine)")
	c.Flags().BoolVar(&in.dry, "dry-run", false, "only say what would be taken")
	c.Flags().StringVar(&in.report, "report", "", "a file for every record not taken, and why (CSV)")
	console.EncodingFlag(c, &in.encoding)
	c.AddCommand(s.intakeNamesCommand(), s.intakeNameCommand(&in.by), s.intakeSameCommand(&in.by), s.intakeListCommand(), s.intakeUndoCommand(&in.by))
	return c
}

// source returns the files of an import, below one directory, and the name by which the
// record calls them.
func (in *intake) source() (src *sheet.Source, files []string, name string, err error) {
	f, err := collection.Find(in.format)
	if err != nil {
		return nil, nil, "", err
	}
	roots := map[string]bool{}
	whole := false
	for _, p := range in.paths {
		if p, err = filepath.Abs(p); err != nil {
			return nil, nil, "", err
		}
		st, err := os.Stat(p)
		if err != nil {
			return nil, nil, "", ent.Errorf(ent.NotFound, "%v", err)
		}
		root, file := filepath.Dir(p), filepath.Base(p)
		switch {
		case f.Directory && st.IsDir():
			root, whole = p, true
		case f.Directory && file == "index.csv":
			whole = true
		case f.Directory:
			root, file = filepath.Dir(root), filepath.Base(root)+"/"+file
		}
		roots[root], name = true, root
		files = append(files, file)
	}
	if len(roots) > 1 {
		return nil, nil, "", ent.Errorf(ent.Invalid, "the files lie in several collections; import one at a time")
	}
	src, name = sheet.NewSource(os.DirFS(name), in.encoding), filepath.Base(name)
	if whole {
		return src, nil, name, nil
	}
	if len(files) == 1 {
		name = filepath.Base(files[0])
	}
	return src, files, name, nil
}

func (s commands) importCollection(in intake) error {
	src, files, name, err := in.source()
	if err != nil {
		return err
	}
	return s.WithApp(func(ctx context.Context, a *app.App) error {
		names, err := a.Register.Spellings(ctx)
		if err != nil {
			return err
		}
		rows, err := collection.Read(in.format, src, files, names)
		if err != nil {
			return err
		}
		var to *os.File
		if in.report != "" { // before anything is put on record
			if to, err = os.Create(in.report); err != nil {
				return ent.Errorf(ent.Invalid, "--report: %v", err)
			}
		}
		read := register.Reading{Format: in.format, File: name, SHA256: src.Sum(), Files: src.Files(), Rows: rows}
		rep, err := a.Register.Import(ctx, s.Actor(in.by), read, in.dry, s.Progress("records"))
		if to != nil && rep != nil {
			err = errors.Join(err, writeLeft(to, rep))
		}
		if err != nil {
			return err
		}
		if s.JSON {
			return s.PrintJSON(rep)
		}
		s.printReport(rep, &in)
		return nil
	})
}

func (s commands) printReport(rep *register.Report, in *intake) {
	word := "taken"
	if in.dry {
		word = "would be taken"
	}
	s.Printf("%d records %s, %d on record already, %d wait for a person, %d refused\n", rep.Taken, word, rep.Already, len(rep.Waiting), len(rep.Refused))
	if n := len(rep.Shipped); n > 0 {
		differs := 0
		for _, same := range rep.Shipped {
			differs += len(same.Differs)
		}
		s.Printf("%d are in the shipped law already and were not taken; %d acts differ from it\n", n, differs)
		for i, same := range rep.Shipped {
			if i < 5 {
				s.Printf("  %s: already in the shipped law as %s; %d acts differ\n", same.ID, same.Shipped, len(same.Differs))
			}
		}
		s.more(n, in)
	}
	s.printLeft(rep.Refused, in)
	if len(rep.Told) > 0 {
		s.Printf("%d parts of records were left out, or must be looked at\n", len(rep.Told))
		s.printLeft(rep.Told, in)
	}
	if rep.Run != "" {
		s.Printf("on record as import %s\n", rep.Run)
	}
	s.printNames(rep)
}

func (s commands) printLeft(list []register.Left, in *intake) {
	for i, l := range list {
		if i < 5 {
			s.Printf("  %s%s: %s\n", place(l), l.ID, l.Why)
		}
	}
	s.more(len(list), in)
}

func (s commands) more(n int, in *intake) {
	if n > 5 && in.report == "" {
		s.Printf("  … and %d more (--report FILE has them all)\n", n-5)
	}
}

func place(l register.Left) string {
	if l.Line == 0 {
		return l.File + ", "
	}
	return "line " + strconv.Itoa(l.Line) + ", "
}

func (s commands) printNames(rep *register.Report) {
	if len(rep.Names) == 0 {
		return
	}
	s.Printf("%d names are not known; the most frequent:\n", len(rep.Names))
	for i, n := range rep.Names {
		if i == 10 {
			break
		}
		s.Printf("  %5d  %s\n", n.Times, n.Name)
	}
	s.Printf("say who they are: entente import name %q STATE; then import again\n", rep.Names[0].Name)
}

// writeLeft writes every record that was not taken, and every act that differs.
func writeLeft(f *os.File, rep *register.Report) error {
	w := csv.NewWriter(f)
	w.Write([]string{"file", "line", "id", "became", "why", "state", "in_file", "in_law"})
	write := func(became string, list []register.Left) {
		for _, l := range list {
			w.Write([]string{l.File, strconv.Itoa(l.Line), l.ID, became, l.Why, "", "", ""})
		}
	}
	write("refused", rep.Refused)
	write("waits", rep.Waiting)
	for _, s := range rep.Shipped {
		line := strconv.Itoa(s.Line)
		w.Write([]string{s.File, line, s.ID, "shipped", "already in the shipped law as " + string(s.Shipped), "", "", ""})
		for _, d := range s.Differs {
			w.Write([]string{s.File, line, s.ID, "differs", "from " + string(s.Shipped) + " of the shipped law", string(d.State), d.InFile, d.InLaw})
		}
	}
	write("look", rep.Told)
	w.Flush()
	return errors.Join(w.Error(), f.Close())
}
