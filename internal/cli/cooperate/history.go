package cooperate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/activity/history"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/curate/sheet"
	"entente/internal/spreadsheet"
)

// takeover is an import of history as it was asked for.
type takeover struct {
	format, report, encoding string
	by                       *string
	dry                      bool
	files                    []string
}

func (s commands) importCommand(by *string) *cobra.Command {
	in := takeover{by: by}
	var help strings.Builder
	for _, f := range history.Formats() {
		fmt.Fprintf(&help, "  %-12s %s\n", f.Name, f.Meaning)
	}
	c := &cobra.Command{
		Use:   "import FORMAT FILE …",
		Short: "Take over exercises and training of the past, as closed activities",
		Long: `Takes over what partners did together in the past, from published tables, as closed
activities, each with its source. A day that is not known becomes the days on which it can
have been. Whoever bears a name that no State is known by is left out, until a person says
who it is (entente import name). Every row that was not taken, or of which something was
left out, stands in the report with its line. Importing again changes nothing, except what
the file says otherwise now.

Formats:
` + help.String(),
		Example: `  entente activity import mme mme_v7.csv --dry-run --report left.csv
  entente activity import us-training 2020_2021_*.xml --report left.csv`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			in.format, in.files = args[0], args[1:]
			return s.importHistory(in)
		},
	}
	c.Flags().BoolVar(&in.dry, "dry-run", false, "only say what would be taken")
	c.Flags().StringVar(&in.report, "report", "", "a file for every row that was not taken, or not as a whole, and why (CSV)")
	console.EncodingFlag(c, &in.encoding)
	return c
}

// read reads the files.
func (s commands) read(ctx context.Context, x *app.App, in takeover) (*history.History, error) {
	names, err := x.Register.Spellings(ctx)
	if err != nil {
		return nil, err
	}
	var files []history.File
	for _, name := range in.files {
		text, err := sheet.NewSource(os.DirFS(filepath.Dir(name)), in.encoding).Text(filepath.Base(name))
		if err != nil {
			return nil, err
		}
		files = append(files, history.File{Name: filepath.Base(name), Text: text})
	}
	lib, err := s.Shipped()
	if err != nil {
		return nil, err
	}
	return history.Read(in.format, files, history.With{Names: names, World: lib.Treaties.World(), By: s.Actor(*in.by), On: s.Today()})
}

func (s commands) importHistory(in takeover) error {
	return s.WithApp(func(ctx context.Context, x *app.App) error {
		h, err := s.read(ctx, x, in)
		if err != nil {
			return err
		}
		var to *os.File
		if in.report != "" { // before anything is put on record
			if to, err = os.Create(in.report); err != nil {
				return ent.Errorf(ent.Invalid, "--report: %v", err)
			}
		}
		var t activity.Tally
		if in.dry {
			t, err = x.Activities.Compare(ctx, s.Actor(*in.by), h.Activities)
		} else {
			t, err = x.Activities.TakeOver(ctx, s.Actor(*in.by), h.Activities, s.Progress("activities"))
		}
		if to != nil {
			err = errors.Join(err, writeNotes(to, h))
		}
		if err != nil {
			return err
		}
		if s.JSON {
			return s.PrintJSON(struct {
				*history.History
				activity.Tally
				Dry bool `json:"dry_run"`
			}{h, t, in.dry})
		}
		s.printHistory(h, t, in)
		return nil
	})
}

func (s commands) printHistory(h *history.History, t activity.Tally, in takeover) {
	word := "taken"
	if in.dry {
		word = "would be taken"
	}
	s.Printf("%d rows: %d %s, %d refused, %d totals\n", h.Rows, h.Taken, word, h.Refused, h.Totals)
	s.Printf("%d activities: %d new, %d changed, %d on record already\n", len(h.Activities), t.New, t.Changed, t.Same)
	for _, became := range []history.Became{history.Refused, history.Told} {
		s.printNotes(h, became, in.report)
	}
}

// printPast prints what is known of an activity of the past, after its title and days.
func (s commands) printPast(a *activity.Activity) {
	s.Printf("; %s\n", a.State)
	if f := a.Fuzzy; f != nil {
		s.Printf("  began from %s to %s, ended from %s to %s: more is not known\n", a.Start, f.Begun, f.Ended, a.End)
	}
	for _, p := range a.Participants {
		s.Printf("  %s  %s\n", p.State, p.Role)
	}
	if n := len(a.Entries); n > 0 {
		s.Printf("  %d entries\n", n)
	}
	if a.Remarks != "" {
		s.Printf("  %s\n", strings.ReplaceAll(a.Remarks, "\n", "\n  "))
	}
	s.Printf("  Source: %s\n", a.Source)
}

// printNotes prints the first few notes of one sort, and how many there are.
func (s commands) printNotes(h *history.History, became history.Became, report string) {
	const few = 5
	n := 0
	for _, x := range h.Notes {
		if x.Became != became {
			continue
		}
		if n++; n == 1 {
			s.Printf("%s:\n", map[history.Became]string{history.Refused: "refused", history.Told: "taken, with something left out or to be looked at"}[became])
		}
		if n <= few {
			s.Printf("  %s, line %d, %s: %s\n", x.File, x.Line, x.Row, x.Why)
		}
	}
	if n > few {
		s.Printf("  … and %d more", n-few)
		if report == "" {
			s.Printf(" (--report FILE has them all)")
		}
		s.Printf("\n")
	}
}

// writeNotes writes every note.
func writeNotes(f *os.File, h *history.History) error {
	t := spreadsheet.New(f, "file", "line", "row", "became", "why")
	for _, n := range h.Notes {
		t.Row(n.File, strconv.Itoa(n.Line), n.Row, string(n.Became), n.Why)
	}
	return errors.Join(t.Close(), f.Close())
}
