package ask

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/search"
)

func (s commands) searchCommand() *cobra.Command {
	var q app.Question
	var clearance string
	var csv bool
	c := &cobra.Command{
		Use:   "search QUERY…",
		Short: "Find instruments, articles, acts, norms, duties and texts by words and filters",
		Long:  "Searches the shipped law and, where a store is named, what is on record.\n\n" + search.Help + "\n\nWith --on, only what is of an instrument in force on that day is found. What would look\nlike a flag (-word) comes after --.",
		Example: `  entente search custody of the accused
  entente search 'party:FIN "status of forces" -dependent' --on 2024-06-01
  entente search 'clause:CUSTODY version:final' --counts --store sqlite:entente.db
  entente search 'notice kind:provision' --csv --limit 1000 > notice.csv
  entente search -- mines OR munitions -transfer`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			q.Text = strings.Join(args, " ")
			var err error
			if q.Sees, err = search.UpTo(clearance); err != nil {
				return err
			}
			if s.Known != "" {
				return ent.Errorf(ent.Invalid, "search finds what stands on record now; --known is for status, between and the like")
			}
			if s.On != "" {
				if q.On, err = s.Day(); err != nil {
					return err
				}
			}
			page, err := s.find(q)
			if err != nil {
				return err
			}
			switch {
			case csv:
				return app.WriteFound(s.Out, &page, q.From)
			case s.JSON:
				return s.PrintJSON(page)
			}
			s.printPage(page, &q)
			return nil
		},
	}
	f := c.Flags()
	f.IntVar(&q.Limit, "limit", 10, "show so many results")
	f.IntVar(&q.From, "from", 0, "leave out so many results")
	f.BoolVar(&q.Facets, "counts", false, "count what is found by kind, clause, language and marking")
	f.BoolVar(&csv, "csv", false, "a table for other programs")
	f.StringVar(&clearance, "clearance", "", "see what is marked up to this grade too: restricted, confidential, secret, top secret")
	c.AddCommand(s.searchRebuildCommand())
	return c
}

func (s commands) find(q app.Question) (page search.Page, err error) {
	ctx := context.Background()
	if s.Config.Store == "" {
		lib, err := s.Shipped()
		if err != nil {
			return page, err
		}
		return app.FindShipped(ctx, lib, q)
	}
	err = s.WithApp(func(ctx context.Context, a *app.App) error {
		if err := s.indexProgress(ctx, a); err != nil {
			return err
		}
		page, err = a.Find(ctx, q)
		return err
	})
	return page, err
}

// indexProgress shows on a terminal how far the index is.
func (s commands) indexProgress(ctx context.Context, a *app.App) error {
	bar := s.Progress("versions")
	if bar == nil {
		return nil
	}
	size, err := a.Store.Size(ctx)
	a.Search.Progress = func(seq int64) { bar(seq+1, max(size, seq+1)) }
	return err
}

func (s commands) searchRebuildCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "rebuild",
		Short:   "Drop the index of search and build it again from the record and the shipped law",
		Example: `  entente search rebuild --store sqlite:entente.db`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				start := time.Now()
				if err := s.indexProgress(ctx, a); err != nil {
					return err
				}
				if err := a.Search.Rebuild(ctx); err != nil {
					return err
				}
				at, err := a.Search.Index.Place(ctx)
				if err == nil {
					s.Printf("built again: %d versions of the record and the shipped law, in %v\n", at.Seq+1, time.Since(start).Round(10*time.Millisecond))
				}
				return err
			})
		},
	}
}

// printPage prints what was found, the words of the query between asterisks.
func (s commands) printPage(p search.Page, q *app.Question) {
	if p.Total == 0 {
		s.Printf("nothing found\n")
		for _, x := range p.Instead {
			s.Printf("%s stands nowhere; did you mean %s?\n", x.Word, strings.Join(x.Instead, ", "))
		}
		return
	}
	for i, h := range p.Hits {
		s.Printf("%d. %s\n   %s %s", q.From+i+1, marked(h.Title, h.Marks), h.Kind, h.ID)
		if h.Part > 0 {
			s.Printf(", part %d", h.Part)
		}
		if h.Standing != "" {
			s.Printf(" · %s", h.Standing)
		}
		if h.Version != "" && h.Version != search.Final {
			s.Printf(" · %s", h.Version)
		}
		if h.Classified != "" {
			s.Printf(" · %s", h.Classified)
		}
		s.Printf("\n")
		for _, x := range h.Passages {
			text := strings.Join(strings.Fields(marked(x.Text, x.Marks)), " ")
			if x.At > 0 {
				text = "… " + text
			}
			if x.At+len(x.Text) < len(h.Text) {
				text += " …"
			}
			s.Printf("   %s\n", text)
		}
	}
	s.printFacets(p.Facets)
	s.Printf("%d of %d\n", len(p.Hits), p.Total)
}

// printFacets prints the counts of each filter on a line of its own.
func (s commands) printFacets(facets []search.Facet) {
	last := ""
	for _, f := range facets {
		switch {
		case last == "":
			s.Printf("%-8s  ", f.Field)
		case f.Field != last:
			s.Printf("\n%-8s  ", f.Field)
		default:
			s.Printf(", ")
		}
		s.Printf("%s %d", f.Value, f.Count)
		last = f.Field
	}
	if last != "" {
		s.Printf("\n")
	}
}

func marked(text string, marks []search.Mark) string {
	var b strings.Builder
	at := 0
	for _, m := range marks {
		b.WriteString(text[at:m.From] + "*" + text[m.From:m.Until] + "*")
		at = m.Until
	}
	return b.String() + text[at:]
}
