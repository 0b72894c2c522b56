package ask

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/cli/console"
	"entente/internal/document/akn"
	"entente/internal/document/analysis"
	"entente/internal/document/compare"
	"entente/internal/document/reading"
)

func (s commands) documentCommand() *cobra.Command {
	var asAKN bool
	var ocr, language, version string
	c := &cobra.Command{
		Use:   "document FILE",
		Short: "What an agreement's text says: articles, clauses, gaps, duties; nothing is stored",
		Long: `Reads an agreement from PDF, DOCX, HTML, Markdown, plain text or Akoma Ntoso and tells
its structure, which clauses it has, what is missing for an agreement of its kind, and
what each sentence lays down. It works without a network and shows what carried each
finding. A scan without text is named as such; --ocr COMMAND has it read by a program.

With --akn it writes Akoma Ntoso 3.0, of one language where the text has several.`,
		Example: `  entente document agreement.pdf
  entente document agreement.docx --json
  entente document agreement.md --akn --language en`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			a, err := s.analysis(args[0], ocr)
			switch {
			case err != nil:
				return err
			case asAKN:
				return s.writeAKN(a, language, version)
			case s.JSON:
				return s.PrintJSON(a)
			}
			s.printDocument(a)
			return nil
		},
	}
	f := c.Flags()
	f.BoolVar(&asAKN, "akn", false, "write Akoma Ntoso 3.0")
	f.StringVar(&language, "language", "", "with --akn: the language to write (default: the first)")
	f.StringVar(&version, "version", "", "with --akn: which version of the text it is")
	f.StringVar(&ocr, "ocr", "", "command that reads a scan: it gets the path of the file and prints its text")
	c.AddCommand(s.compareCommand(), s.consistencyCommand())
	return c
}

// analysis reads and analyses a file.
func (s commands) analysis(name, ocr string) (*analysis.Analysis, error) {
	lib, _, err := s.Law()
	if err != nil {
		return nil, err
	}
	text, err := console.ReadLimited(name, 100<<20)
	if err != nil {
		return nil, err
	}
	a, err := analysis.Read(context.Background(), filepath.Base(name), text, reading.Options{OCR: ocr}, lib.Treaties)
	if err == nil {
		a.NameParties(lib.Treaties, s.Today())
	}
	return a, err
}

func (s commands) writeAKN(a *analysis.Analysis, language, version string) error {
	d := a.Document
	if language == "" && len(d.Languages) > 0 {
		language = d.Languages[0]
	}
	if len(d.Languages) > 0 && !slices.Contains(d.Languages, language) {
		return ent.Errorf(ent.Invalid, "the text is in %s, not in %q", strings.Join(d.Languages, ", "), language)
	}
	if len(d.Languages) > 1 {
		d = akn.In(d, language)
	}
	return akn.Write(s.Out, d, akn.Meta{Version: version, Political: a.Binding == "non-binding", Made: s.Today()})
}

func (s commands) printDocument(a *analysis.Analysis) {
	s.Printf("%s\n", a.Title)
	s.Printf("kind       %s (%s)\n", a.Kind, strings.Join(a.Why.Kind, "; "))
	s.Printf("binding    %s\n", a.Binding)
	s.printFacts(a)
	for _, w := range a.Warnings {
		s.Printf("WARNING    %s\n", w)
	}
	s.printArticles(a)
	if len(a.Gaps) > 0 {
		s.Printf("\nMISSING for an agreement of this kind\n")
	}
	for _, g := range a.Gaps {
		s.Printf("  %-6s  %-16s  %s\n", g.Level, g.Clause, g.Risk)
	}
	for _, p := range a.Problems {
		s.Printf("  problem %s\n", p.Text)
	}
	if len(a.Obligations) > 0 {
		s.Printf("\nWHAT IT LAYS DOWN (%d sentences; a proposal, for a person to judge)\n", len(a.Obligations))
	}
	for i, o := range a.Obligations {
		if i == 12 {
			s.Printf("  … and %d more (--json shows all)\n", len(a.Obligations)-i)
			break
		}
		s.Printf("  %-11s %-10s %-12s %s\n", o.Modality, o.Article, o.Bearer, shorten(o.Text, 100))
	}
}

// printArticles prints each article with the clauses found in it.
func (s commands) printArticles(a *analysis.Analysis) {
	clauses := map[string][]string{}
	for _, f := range a.Clauses {
		article, _, _ := strings.Cut(f.Article, "(")
		k := f.Language + "|" + article
		if w := string(f.Clause); !slices.Contains(clauses[k], w) {
			clauses[k] = append(clauses[k], w)
		}
	}
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"", "Article", "Heading", "Paragraphs", "Clauses"})
	annex := ""
	for _, x := range a.Articles {
		if x.Annex != annex {
			annex = x.Annex
			t.AppendRow(table.Row{x.Language, "", shorten(annex, 50), "", ""})
		}
		t.AppendRow(table.Row{x.Language, x.Number, shorten(x.Heading, 50), x.Paragraphs, strings.Join(clauses[x.Language+"|"+x.Number], " ")})
	}
	s.Printf("\n%s\n", t.Render())
}

func shorten(s string, n int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) <= n {
		return string(r)
	}
	return string(r[:n-1]) + "…"
}

func (s commands) compareCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "compare FILE FILE...",
		Short:   "Two to six agreements, or versions of one, article by article",
		Example: `  entente document compare draft-1.docx draft-2.docx`,
		Args:    cobra.RangeArgs(2, 6),
		RunE: func(_ *cobra.Command, args []string) error {
			var columns []compare.Column
			for _, name := range args {
				a, err := s.analysis(name, "")
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				columns = append(columns, a.Column(filepath.Base(name)))
			}
			c, err := compare.Compare(columns)
			if err != nil {
				return err
			}
			if s.JSON {
				return s.PrintJSON(c)
			}
			return c.Text(s.Out)
		},
	}
}

func (s commands) consistencyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "languages FILE",
		Short: "Whether the languages of a text agree: articles, paragraphs, numbers, days, amounts",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			a, err := s.analysis(args[0], "")
			if err != nil {
				return err
			}
			list := compare.Languages(a.Document)
			if s.JSON {
				return s.PrintJSON(list)
			}
			if len(list) == 0 {
				s.Printf("the languages (%s) agree\n", strings.Join(a.Languages, ", "))
				return nil
			}
			return compare.Report(s.Out, list)
		},
	}
}
