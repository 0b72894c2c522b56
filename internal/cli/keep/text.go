package keep

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/record"
	"entente/internal/register"
)

func (s commands) registerTextCommand(by *string) *cobra.Command {
	c := &cobra.Command{Use: "text", Short: "The texts of instruments: versions, languages, annexes, kept under their hash"}
	c.AddCommand(s.textAddCommand(by), s.textListCommand(), s.textGetCommand(), s.textCopyCommand())
	return c
}

func textFlags(c *cobra.Command, t *register.Text) {
	f := c.Flags()
	f.StringVar(&t.Part, "part", "text", "text, or the name of an annex, minutes, exchange of notes, map")
	f.StringVar(&t.Version, "version", "", "draft-1, draft-2 …; final is what is certified and sent out")
	f.StringVar(&t.Language, "language", "", "en, fr, ja …")
}

func (s commands) textAddCommand(by *string) *cobra.Command {
	var t register.Text
	var day, reason string
	c := &cobra.Command{
		Use:     "add INSTRUMENT FILE",
		Short:   "Put a text on record, with its bytes",
		Example: `  entente register text add FIN-JPN-ACSA treaty.pdf --version final --language en --authentic`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			var err error
			if t.Day, err = console.FlagDay("--day", day); err != nil {
				return err
			}
			b, err := console.ReadLimited(args[1], record.MaxBody)
			if err != nil {
				return err
			}
			t.Instrument, t.Name = ent.InstrumentID(ent.Fold(args[0])), args[1]
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				k, err := a.Register.AddText(ctx, s.Actor(*by), t, b, reason)
				if err == nil {
					s.Printf("on record: %s, %d bytes, %s\n", k.ID, k.Size, k.Hash)
				}
				return err
			})
		},
	}
	textFlags(c, &t)
	c.Flags().BoolVar(&t.Authentic, "authentic", false, "an authentic text, not a translation")
	c.Flags().StringVar(&day, "day", "", "the day of the text")
	c.Flags().StringVar(&t.Note, "note", "", "a note")
	c.Flags().StringVar(&reason, "reason", "a corrected file", "why a text of the same part, version and language is superseded")
	return c
}

func (s commands) textListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list INSTRUMENT",
		Short: "The texts of an instrument, and the instruments that amend, implement or supersede it",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			id := ent.InstrumentID(ent.Fold(args[0]))
			return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
				texts, err := a.Register.Texts(ctx, id, known)
				if err != nil {
					return err
				}
				rel, err := a.Register.Relatives(ctx, id, known)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(map[string]any{"texts": append([]register.Kept{}, texts...), "relatives": rel})
				}
				if len(texts) == 0 {
					s.Printf("no text of %s is on record\n", id)
				} else {
					s.printTexts(texts)
				}
				for _, r := range rel {
					s.Printf("%s %s it: %s\n", r.Instrument, r.As, r.Title)
				}
				return nil
			})
		},
	}
}

func (s commands) printTexts(texts []register.Kept) {
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"Part", "Version", "Language", "File", "Bytes", "SHA-256"})
	for _, x := range texts {
		lang := x.Language
		if x.Authentic {
			lang += " (authentic)"
		}
		t.AppendRow(table.Row{x.Part, x.Version, lang, x.Name, x.Size, strings.TrimPrefix(x.Hash, "sha256:")[:16]})
	}
	s.Printf("%s\n", t.Render())
}

func (s commands) textGetCommand() *cobra.Command {
	var want register.Text
	c := &cobra.Command{
		Use:     "get INSTRUMENT FILE",
		Short:   "Write a text on record to a new file; - writes standard output",
		Example: `  entente register text get FIN-JPN-ACSA copy.pdf --version final --language en`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
				texts, err := a.Register.Texts(ctx, ent.InstrumentID(ent.Fold(args[0])), known)
				if err != nil {
					return err
				}
				i := slices.IndexFunc(texts, func(k register.Kept) bool {
					return k.Part == want.Part && k.Version == want.Version && k.Language == want.Language
				})
				if i < 0 {
					return ent.Errorf(ent.NotFound, "no %s %s in %q of %s is on record", want.Part, want.Version, want.Language, args[0])
				}
				b, err := a.Register.File(ctx, &texts[i].Text)
				if err != nil {
					return err
				}
				return s.WriteTo(args[1], b)
			})
		},
	}
	textFlags(c, &want)
	return c
}

func (s commands) textCopyCommand() *cobra.Command {
	var want app.Wanted
	c := &cobra.Command{
		Use:   "copy INSTRUMENT FILE",
		Short: "Write the certified copy of a final text, to be signed, as PDF to a new file; - writes standard output",
		Long: `Writes the certified copy of a text on record as version final: a cover on which an
officer certifies what registration under article 102 of the Charter asks for, the text
set in type, and the original enclosed as it is. Its place to sign is blank.`,
		Example: `  entente register text copy FIN-JPN-ACSA copy.pdf --language en`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			var err error
			if want.On, err = s.Day(); err == nil {
				want.Known, err = s.KnownAt()
			}
			if err != nil {
				return err
			}
			want.Instrument = ent.InstrumentID(ent.Fold(args[0]))
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				b, err := a.CertifiedCopy(ctx, want)
				if err != nil {
					return err
				}
				return s.WriteTo(args[1], b)
			})
		},
	}
	f := c.Flags()
	f.StringVar(&want.Part, "part", "text", "text, or the name of an annex, minutes, exchange of notes, map")
	f.StringVar(&want.Language, "language", "", "en, fr, ja …")
	f.StringVar(&want.Marking, "marking", "", "the classification at head and foot of every page")
	return c
}
