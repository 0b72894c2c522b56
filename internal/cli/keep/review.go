package keep

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/document/proposal"
	"entente/internal/record"
	"entente/internal/review"
)

func (s commands) reviewCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "review",
		Short: "An agreement from its text: put it on record, and make norms and duties of its sentences",
		Long: `Puts the text of an agreement on record and reads it. Each sentence that lays something
down is a proposal; it is nothing until somebody accepts it. What is accepted becomes a
norm that takes part in findings, and on wish a duty on the list with its clock.`,
		Example: `  entente review add agreement.docx --id FIN-JPN-ACSA --in-force 2024-03-01
  entente review list FIN-JPN-ACSA
  entente review accept FIN-JPN-ACSA 2 --due "day + 60 days"
  entente review accept FIN-JPN-ACSA 4 --track --owner logistics --start 2026-12-31
  entente review reject FIN-JPN-ACSA 5 --reason "says only how disputes are settled"`,
	}
	var by string
	c.PersistentFlags().StringVar(&by, "by", "", "who does it (default: the account of the machine)")
	c.AddCommand(s.reviewAddCommand(&by), s.reviewListCommand(), s.reviewAcceptCommand(&by), s.reviewRejectCommand(&by), s.reviewUndoCommand(&by), s.reviewLikeCommand())
	return c
}

func (s commands) reviewAddCommand(by *string) *cobra.Command {
	var p review.Particulars
	var id, signed, inForce string
	var parties []string
	c := &cobra.Command{
		Use:   "add FILE",
		Short: "Put an agreement on record by its text (PDF, DOCX, HTML, Markdown, text, Akoma Ntoso)",
		Long: `Puts an agreement on record by its text. Title, parties, day of signature and of entry into
force are taken from the text where it tells them; what you state goes before. A text of
an agreement that is on record already is added by "register text add".`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var err error
			if p.Signed, err = console.FlagDay("--signed", signed); err == nil {
				p.InForce, err = console.FlagDay("--in-force", inForce)
			}
			if err != nil {
				return err
			}
			p.ID = ent.InstrumentID(ent.Fold(id))
			text, err := console.ReadLimited(args[0], record.MaxBody)
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				for _, name := range parties {
					code, err := a.Shipped().Treaties.World().Find(name)
					if err != nil {
						return err
					}
					p.Parties = append(p.Parties, code)
				}
				k, x, err := a.Reviews.Take(ctx, s.Actor(*by), p, filepath.Base(args[0]), text)
				if err != nil {
					return err
				}
				s.Printf("on record: %s\n  %d bytes, %s\n", k.ID, k.Size, k.Hash)
				s.Printf("  %d articles, %d gaps, %d sentences to review: entente review list %s\n", len(x.Articles), len(x.Gaps), len(x.Proposals), k.Instrument)
				return nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&id, "id", "", "the agreement's id: 2 to 60 of A-Z, 0-9, hyphen and dot")
	f.StringVar(&p.Title, "title", "", "its title (default: that of the text)")
	f.StringSliceVar(&parties, "parties", nil, "its parties, FIN,JPN (default: those that the text names)")
	f.StringVar(&signed, "signed", "", "the day of signature (default: that of the text)")
	f.StringVar(&inForce, "in-force", "", "the day on which it entered into force, when that is known")
	f.StringVar(&p.Version, "version", "final", "draft-1, draft-2 …; final is what is certified and sent out")
	f.StringVar(&p.Language, "language", "", "en, fr, ja … (default: the first of the text)")
	f.BoolVar(&p.Authentic, "authentic", false, "an authentic text, not a translation")
	return c
}

func textFlag(c *cobra.Command, text *string) {
	c.Flags().StringVar(text, "text", "", "the id of the text (default: the last, final before drafts)")
}

// withText opens the reviewed text of an instrument.
func (s commands) withText(instrument, text string, f func(context.Context, *app.App, *review.Opened) error) error {
	return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
		o, err := a.Reviews.Open(ctx, ent.InstrumentID(ent.Fold(instrument)), text, known)
		if err != nil {
			return err
		}
		return f(ctx, a, o)
	})
}

func (s commands) reviewListCommand() *cobra.Command {
	var text string
	var open bool
	c := &cobra.Command{
		Use:   "list INSTRUMENT",
		Short: "The proposals of its text, and what was made of each",
		Args:  cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withText(args[0], text, func(_ context.Context, _ *app.App, o *review.Opened) error {
				if s.JSON {
					return s.PrintJSON(o)
				}
				s.printReview(o, open)
				return nil
			})
		},
	}
	textFlag(c, &text)
	c.Flags().BoolVar(&open, "open", false, "only those that are open")
	return c
}

func (s commands) printReview(o *review.Opened, open bool) {
	s.Printf("%s: %d sentences lay something down, %d are open\n", o.ID, len(o.Items), o.Open)
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"#", "Article", "Modality", "Bearer", "Sentence", "Review"})
	for _, it := range o.Items {
		if open && it.Review != nil {
			continue
		}
		t.AppendRow(table.Row{it.Number, it.Article, it.Modality, bearer(&it.Proposal), wrap(it.Sentence, 70), stand(it.Review)})
	}
	s.Printf("\n%s\n", t.Render())
	for _, k := range o.Stray {
		s.Printf("reviewed in %s and no longer in this text: %s %s\n", k.Text, k.Proposed.Article, k.Proposed.Sentence)
	}
}

func bearer(p *proposal.Proposal) string {
	for _, w := range []string{string(p.Bearer.Code), p.Bearer.Role, p.Bearer.Name} {
		if w != "" {
			return w
		}
	}
	return "–"
}

func wrap(text string, width int) string {
	var b strings.Builder
	n := 0
	for _, w := range strings.Fields(text) {
		switch l := len([]rune(w)); {
		case n > 0 && n+1+l > width:
			b.WriteByte('\n')
			n = 0
		case n > 0:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(w)
		n += len([]rune(w))
	}
	return b.String()
}

func stand(k *review.Kept) string {
	if k == nil {
		return "open"
	}
	out := k.Verdict + " by " + string(k.By)
	if k.Norm != "" {
		out += "\nnorm " + string(k.Norm)
	}
	if len(k.Duties) > 0 {
		out += "\nduty " + strings.Join(k.Duties, " ")
	}
	return out
}

// acceptance is what the flags of accept say.
type acceptance struct {
	review.Decision
	text, id, state, day, start, modality string
	states                                []string
	listOnly                              bool
}

func (s commands) reviewAcceptCommand(by *string) *cobra.Command {
	var x acceptance
	c := &cobra.Command{
		Use:   "accept INSTRUMENT PROPOSAL...",
		Short: "Accept proposals, as they stand or changed",
		Long: `Accepts proposals of a text, by number or id. Each becomes a norm that is raised for the
kinds of matter, binds the roles and needs the agreement in force between the roles that
you state; what you leave out is filled in from the kind of agreement, where that tells.
A prohibition prohibits only under a condition in the condition language (--when); without
one it stands in findings as a condition in the words of the text. The clock of a duty in
findings is --due (as in docs/CURATORS.md).

With --track the duty also goes on the list and into the calendar: by a day (--day), or on
a clock that starts on a day (--start) and runs for the term of the sentence or --term.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if err := x.read(); err != nil {
				return err
			}
			return s.withText(args[0], x.text, func(ctx context.Context, a *app.App, o *review.Opened) error {
				return s.accept(ctx, a, o, *by, args[1:], &x)
			})
		},
	}
	x.flags(c)
	return c
}

func (x *acceptance) flags(c *cobra.Command) {
	f := c.Flags()
	textFlag(c, &x.text)
	f.StringVar(&x.Sentence, "sentence", "", "in other words than the text's")
	f.StringVar(&x.modality, "modality", "", "obligation, prohibition, permission or power, when another than proposed")
	f.StringVar(&x.Why, "note", "", "a note that stays with it")
	f.BoolVar(&x.listOnly, "no-norm", false, "make no norm")
	f.StringVar(&x.id, "norm", "", "the id of the norm (default: of the instrument and article)")
	f.StringSliceVar(&x.Kinds, "kind", nil, "kinds of matter that raise it")
	f.StringSliceVar(&x.Bearer, "bearer", nil, "roles that it binds or entitles")
	f.StringSliceVar(&x.Between, "between", nil, "the two roles between which the agreement must be in force")
	f.StringSliceVar(&x.states, "states", nil, "only when the bearer is one of these")
	f.StringVar(&x.When, "when", "", "its condition, in the condition language")
	f.StringVar(&x.To, "to", "", "to whom it is owed")
	f.StringVar(&x.Due, "due", "", `its clock in findings: "day + 60 days"`)
	f.BoolVar(&x.Track, "track", false, "put a duty on the list")
	f.StringVar(&x.Owner, "owner", "", "who in the institution sees to it")
	f.StringVar(&x.state, "state", "", "the State that bears it")
	f.StringVar(&x.day, "day", "", "the day by which it must be done")
	f.StringVar(&x.start, "start", "", "the day on which its clock starts")
	f.StringVar(&x.Term, "term", "", "how long the clock runs (default: the term of the sentence)")
}

func (x *acceptance) read() (err error) {
	if x.Day, err = console.FlagDay("--day", x.day); err == nil {
		x.Start, err = console.FlagDay("--start", x.start)
	}
	x.Effect.ID, x.State, x.Modality = ent.NormID(ent.Fold(x.id)), ent.StateCode(ent.Fold(x.state)), proposal.Modality(x.modality)
	for _, c := range x.states {
		x.States = append(x.States, ent.StateCode(ent.Fold(c)))
	}
	return err
}

func (s commands) accept(ctx context.Context, a *app.App, o *review.Opened, by string, which []string, x *acceptance) error {
	var list []review.Decision
	for _, w := range which {
		it, err := o.Find(w)
		if err != nil {
			return err
		}
		d := x.Decision
		d.Proposal = w
		d.Effect = d.Effect.Or(o.Suggest(&it.Proposal))
		if x.listOnly {
			d.Effect = review.Effect{To: d.To}
		} else if len(d.Kinds) == 0 {
			return ent.Errorf(ent.Invalid, "say for which kinds of matter it is raised and whom it binds there: --kind, --bearer (or --no-norm); entente corpus kinds lists them")
		}
		list = append(list, d)
	}
	return s.decide(ctx, a, o, by, list)
}

// decide puts decisions on record and tells what became of them.
func (s commands) decide(ctx context.Context, a *app.App, o *review.Opened, by string, list []review.Decision) error {
	lib, err := a.Library(ctx, time.Time{})
	if err != nil {
		return err
	}
	if err := a.Reviews.Decide(ctx, s.Actor(by), lib, o, list...); err != nil {
		return err
	}
	if o, err = a.Reviews.Open(ctx, o.Instrument, o.ID, time.Time{}); err != nil {
		return err
	}
	for _, d := range list {
		it, err := o.Find(d.Proposal)
		if err != nil {
			return err
		}
		s.Printf("%d  %s: %s\n", it.Number, it.Article, strings.ReplaceAll(stand(it.Review), "\n", ", "))
	}
	s.Printf("%d of %d are open\n", o.Open, len(o.Items))
	return nil
}

func (s commands) reviewRejectCommand(by *string) *cobra.Command {
	var text, why string
	c := &cobra.Command{
		Use:   "reject INSTRUMENT PROPOSAL...",
		Short: "Reject proposals: they lay nothing down, or not this",
		Args:  cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withText(args[0], text, func(ctx context.Context, a *app.App, o *review.Opened) error {
				var list []review.Decision
				for _, w := range args[1:] {
					list = append(list, review.Decision{Proposal: w, Reject: true, Why: why})
				}
				return s.decide(ctx, a, o, *by, list)
			})
		},
	}
	textFlag(c, &text)
	c.Flags().StringVar(&why, "reason", "", "why; it stays on record")
	return c
}

func (s commands) reviewUndoCommand(by *string) *cobra.Command {
	var text, why string
	c := &cobra.Command{
		Use:   "undo INSTRUMENT PROPOSAL",
		Short: "Take a review back, with the norm and the duty that it made",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withText(args[0], text, func(ctx context.Context, a *app.App, o *review.Opened) error {
				if err := a.Reviews.Undo(ctx, s.Actor(*by), o, args[1], why); err != nil {
					return err
				}
				s.Printf("proposal %s is open again; what it had become is withdrawn\n", args[1])
				return nil
			})
		},
	}
	textFlag(c, &text)
	c.Flags().StringVar(&why, "reason", "", "why; it stays on record")
	return c
}

func (s commands) reviewLikeCommand() *cobra.Command {
	var text, language string
	var n int
	c := &cobra.Command{
		Use:   "like INSTRUMENT ARTICLE",
		Short: "Provisions of other agreements that are worded most like an article",
		Args:  cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if n < 1 || n > 50 {
				return ent.Errorf(ent.Invalid, "-n is 1 to 50")
			}
			return s.withText(args[0], text, func(ctx context.Context, a *app.App, o *review.Opened) error {
				known, err := s.KnownAt()
				if err != nil {
					return err
				}
				lib, err := a.Library(ctx, known)
				if err != nil {
					return err
				}
				list, err := a.Reviews.Nearest(ctx, lib, o, language, args[1], n, known)
				if err != nil {
					return err
				}
				if s.JSON {
					return s.PrintJSON(list)
				}
				for _, l := range list {
					s.Printf("%.2f  %s %s  (%s)\n%s\n", l.Score, l.Instrument, l.Article, strings.Join(l.Shared, " "), indent(wrap(l.Words, 90)))
				}
				return nil
			})
		},
	}
	textFlag(c, &text)
	c.Flags().StringVar(&language, "language", "", "of the article, where the text has several")
	c.Flags().IntVarP(&n, "number", "n", 5, "how many")
	return c
}

func indent(text string) string { return "      " + strings.ReplaceAll(text, "\n", "\n      ") }
