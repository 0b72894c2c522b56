package making

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/duty"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
	"entente/internal/treatymaking"
)

func (s commands) treatyCommand() *cobra.Command {
	c := &cobra.Command{Use: "treaty", Short: "The making of an agreement, from the mandate to its end: steps, what each still lacks, registration"}
	var by string
	c.PersistentFlags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(s.treatyOpenCommand(&by), s.treatyReviseCommand(&by), s.treatyListCommand(), s.treatyShowCommand(), s.treatyScanCommand(&by), s.treatyTakeCommand(&by),
		s.treatyWithdrawCommand(&by), s.treatyDutiesCommand(&by), s.treatyRoutesCommand(), s.treatyPackageCommand())
	return c
}

// caseFlags are the fields of a case on the command line.
type caseFlags struct {
	c          treatymaking.Case
	parties    []string
	state      string
	activities []string
	facts      []string
}

func (f *caseFlags) add(c *cobra.Command) {
	x := c.Flags()
	x.StringVar(&f.c.Title, "title", "", "its title")
	x.StringVar(&f.state, "for", "", "the State or organisation for which the institution acts")
	x.StringSliceVar(&f.parties, "parties", nil, "those that negotiate: FIN,JPN")
	x.StringVar(&f.c.Kind, "kind", "", "DCA, SOFA, VFA, ACSA, GSA, MOU, ALL, FMS, PKO, CYB or other")
	x.StringVar(&f.c.Binding, "binding", "", "what is intended: treaty, non-binding or undetermined")
	x.BoolVar(&f.c.Ratification, "ratification", false, "subject to ratification, acceptance or approval")
	x.StringVar(&f.c.Route, "route", "", "the domestic route (entente treaty routes FIN)")
	x.StringSliceVar(&f.c.Languages, "languages", nil, "of the authentic texts: en,fi,ja")
	x.StringVar(&f.c.Owner, "owner", "", "who in the institution sees to it")
	x.StringArrayVar(&f.c.RedLines, "red-line", nil, "what may not be conceded; again for each")
	x.StringArrayVar(&f.activities, "activity", nil, "file with a matter that it is to allow; again for each")
	x.StringArrayVar(&f.facts, "fact", nil, "an answer for the law engine: agreement.conflicts_with_charter=false; again for each")
}

// onto sets on a case what the command line names.
func (f *caseFlags) onto(cmd *cobra.Command, c *treatymaking.Case) error {
	for name, set := range map[string]func(){
		"title": func() { c.Title = f.c.Title }, "kind": func() { c.Kind = f.c.Kind }, "binding": func() { c.Binding = f.c.Binding },
		"ratification": func() { c.Ratification = f.c.Ratification }, "route": func() { c.Route = f.c.Route }, "languages": func() { c.Languages = f.c.Languages },
		"owner": func() { c.Owner = f.c.Owner }, "red-line": func() { c.RedLines = f.c.RedLines }, "for": func() { c.For = ent.StateCode(ent.Fold(f.state)) },
		"parties": func() {
			c.Parties = nil
			for _, p := range f.parties {
				c.Parties = append(c.Parties, ent.StateCode(ent.Fold(p)))
			}
		},
	} {
		if cmd.Flags().Changed(name) {
			set()
		}
	}
	for _, kv := range f.facts {
		name, value, ok := strings.Cut(kv, "=")
		if !ok {
			return ent.Errorf(ent.Invalid, "--fact %s: write name=value", kv)
		}
		if c.Facts == nil {
			c.Facts = map[string]string{}
		}
		c.Facts[name] = value
	}
	for _, file := range f.activities {
		b, err := os.ReadFile(file)
		if err != nil {
			return ent.Errorf(ent.NotFound, "%v", err)
		}
		c.Activities = append(c.Activities, string(b))
	}
	return nil
}

func (s commands) treatyOpenCommand(by *string) *cobra.Command {
	var f caseFlags
	c := &cobra.Command{
		Use:   "open INSTRUMENT",
		Short: "Open the case of an agreement that is to be made",
		Long: `Opens a case under the id that the instrument is to bear. When the register has no such
instrument yet, a draft goes there too: without acts of its parties it binds nobody.`,
		Example: `  entente treaty open FIN-JPN-ACSA --title "Mutual logistic support, Finland and Japan (an example)" \
    --for FIN --parties FIN,JPN --kind ACSA --binding treaty --ratification --route FIN-94 --languages en,fi,ja`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			k := treatymaking.Case{Instrument: ent.InstrumentID(ent.Fold(args[0]))}
			if err := f.onto(cmd, &k); err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				if err := a.Treaties.Open(ctx, s.Actor(*by), &k); err != nil {
					return err
				}
				s.Printf("open: %s, %s\n", k.Instrument, k.Title)
				return nil
			})
		},
	}
	f.add(c)
	return c
}

func (s commands) treatyReviseCommand(by *string) *cobra.Command {
	var f caseFlags
	var reason string
	c := &cobra.Command{
		Use:     "revise INSTRUMENT",
		Short:   "Change what a case says; what it said before stays on record",
		Example: `  entente treaty revise FIN-JPN-ACSA --fact agreement.conflicts_with_charter=false --reason "advice 4/2026"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if reason == "" {
				return ent.Errorf(ent.Invalid, "say why: --reason")
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				var wrong error
				err := a.Treaties.Revise(ctx, s.Actor(*by), ent.InstrumentID(ent.Fold(args[0])), reason, func(k *treatymaking.Case) { wrong = f.onto(cmd, k) })
				return errors.Join(wrong, err)
			})
		},
	}
	f.add(c)
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) treatyListCommand() *cobra.Command {
	var phase string
	c := &cobra.Command{
		Use:   "list",
		Short: "The cases, and where each stands on the day",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return s.withCases(func(ctx context.Context, a *app.App, lib *treaty.Library, on ent.Date, known time.Time) error {
				cases, err := a.Treaties.Cases(ctx, known)
				if err != nil {
					return err
				}
				t := table.NewWriter()
				t.SetStyle(console.PlainTable())
				t.AppendHeader(table.Row{"Instrument", "Phase", "Effect", "Owner", "Title"})
				type row struct {
					treatymaking.Case
					treatymaking.Where
				}
				rows := []row{}
				for _, c := range cases {
					f, err := a.Treaties.File(ctx, c.Instrument, known)
					if err != nil {
						return err
					}
					w := f.Where(lib, on)
					if phase != "" && string(w.Phase) != phase {
						continue
					}
					rows = append(rows, row{c, w})
					t.AppendRow(table.Row{c.Instrument, w.Phase, console.Dash(w.Effect), c.Owner, c.Title})
				}
				switch {
				case s.JSON:
					return s.PrintJSON(rows)
				case len(rows) == 0:
					s.Printf("no cases; begin with: entente treaty open INSTRUMENT\n")
				default:
					s.Printf("%s\n", t.Render())
				}
				return nil
			})
		},
	}
	c.Flags().StringVar(&phase, "phase", "", "in this phase only: negotiating, signed, in-force, notice-given …")
	return c
}

// withCases opens the record together with the law as it was known.
func (s commands) withCases(f func(ctx context.Context, a *app.App, lib *treaty.Library, on ent.Date, known time.Time) error) error {
	on, err := s.Day()
	if err != nil {
		return err
	}
	return s.AsKnown(func(ctx context.Context, a *app.App, known time.Time) error {
		lib, err := a.Library(ctx, known)
		if err != nil {
			return err
		}
		return f(ctx, a, lib.Treaties, on, known)
	})
}

func (s commands) treatyShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "show INSTRUMENT",
		Short:   "A case: where it stands, what was done, what comes next and what that lacks",
		Example: `  entente treaty show FIN-JPN-ACSA --on 2026-06-01`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withCases(func(ctx context.Context, a *app.App, lib *treaty.Library, on ent.Date, known time.Time) error {
				f, err := a.Treaties.File(ctx, ent.InstrumentID(ent.Fold(args[0])), known)
				if err != nil {
					return err
				}
				w, next := f.Where(lib, on), f.Next(on, s.Actor(""))
				if s.JSON {
					return s.PrintJSON(struct {
						*treatymaking.File
						Where treatymaking.Where  `json:"where"`
						Next  []treatymaking.Next `json:"next"`
					}{f, w, next})
				}
				s.printCase(f, w, next)
				return nil
			})
		},
	}
}

func (s commands) printCase(f *treatymaking.File, w treatymaking.Where, next []treatymaking.Next) {
	s.Printf("%s  %s\n", f.Instrument, f.Title)
	s.Printf("for %s among %s; %s, %s; authentic in %s\n", f.For, f.Parties, f.Kind, f.Binding, strings.Join(f.Languages, ", "))
	s.Printf("%s: %s (%s)\n", w.Phase, w.Why, w.Cites)
	if w.Effect != 0 {
		s.Printf("  next change on %s\n", w.Effect)
	}
	if w.Computed != 0 || w.Declared != 0 {
		s.Printf("  entry into force: %s by the text, %s as stated", console.Dash(w.Computed), console.Dash(w.Declared))
		if w.Differs {
			s.Printf(": THE DEPOSITARY DIFFERS")
		}
		s.Printf("\n")
	}
	if len(f.Steps) > 0 {
		t := table.NewWriter()
		t.SetStyle(console.PlainTable())
		t.AppendHeader(table.Row{"Day", "Step", "State", "By", "What"})
		for _, x := range f.Steps {
			t.AppendRow(table.Row{x.On, x.What, x.State, x.By, tellStep(&x.Step)})
		}
		s.Printf("\n%s\n", t.Render())
	}
	if len(f.Texts) > 0 {
		s.Printf("\nTexts:\n")
		for _, x := range f.Texts {
			s.Printf("  %s %s %s: %s (%s)\n", x.Part, x.Version, x.Language, x.Name, x.Hash[:19])
		}
	}
	s.Printf("\nNext:\n")
	for _, n := range next {
		s.Printf("  %s (%s)\n", n.Kind, n.Who)
		for _, l := range n.Lacks {
			s.Printf("      lacks %s\n", l)
		}
	}
}

func tellStep(x *treatymaking.Step) string {
	var w []string
	for _, p := range []string{x.Desk, x.Version, x.Stage, x.Office, string(x.As), x.Number, x.Place, x.Text} {
		if p != "" {
			w = append(w, p)
		}
	}
	if x.Scan != nil {
		w = append(w, x.Scan.Tell())
	}
	if x.Despite != "" {
		w = append(w, "DESPITE WHAT WAS MISSING: "+x.Despite)
	}
	return strings.Join(w, ", ")
}

func (s commands) treatyScanCommand(by *string) *cobra.Command {
	var dry bool
	c := &cobra.Command{
		Use:   "scan INSTRUMENT",
		Short: "Ask the law engine of the agreement and of what it is to allow, and put the answer on record",
		Long: `Asks the law engine whether anything in force stands against the agreement itself and
against each activity that it is to allow (--activity of the case), and lists the earlier
instruments in force among its parties. The answer is a step of the case: nothing is
signed on a conflict with a peremptory norm.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			on, err := s.Day()
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				f, err := a.Treaties.File(ctx, ent.InstrumentID(ent.Fold(args[0])), time.Time{})
				if err != nil {
					return err
				}
				scan, err := a.Scan(ctx, f, on)
				if err != nil {
					return err
				}
				if !dry {
					if _, err := a.Treaties.Take(ctx, s.Actor(*by), f.Instrument, treatymaking.Step{What: treatymaking.Scanned, On: on, Scan: scan}); err != nil {
						return err
					}
				}
				if s.JSON {
					return s.PrintJSON(scan)
				}
				s.printScan(scan)
				return nil
			})
		},
	}
	c.Flags().BoolVar(&dry, "dry-run", false, "ask only, put nothing on record")
	return c
}

func (s commands) printScan(scan *treatymaking.Scan) {
	for _, m := range scan.Matters {
		s.Printf("%s: %s\n", m.Title, m.Outcome)
		for _, a := range m.Against {
			s.Printf("  against it, for %s: %s, %s (%s; %s)\n", a.Bearer, a.Norm, a.Title, a.Article, a.Class)
		}
		for _, q := range m.Questions {
			s.Printf("  to be answered: %s\n", q)
		}
	}
	if len(scan.Earlier) > 0 {
		s.Printf("Read it beside what is in force among the parties (VCLT 30):\n")
	}
	for _, e := range scan.Earlier {
		s.Printf("  %s, %s (%s)\n", e.Instrument, e.Title, e.Between)
	}
}

func (s commands) treatyTakeCommand(by *string) *cobra.Command {
	var x treatymaking.Step
	var state, until, as string
	c := &cobra.Command{
		Use:   "take INSTRUMENT STEP DAY",
		Short: "Put a step on record; it tells what the step lacks",
		Long: `Puts a step of a case on record: ` + strings.Join(treatymaking.StepNames(), ", ") + `.

A step that lacks something is refused, and what it lacks is told with its source. What was
done all the same goes on record with --despite REASON. A conflict with a peremptory norm
bars signature whatever the reason.`,
		Example: `  entente treaty take FIN-JPN-ACSA mandate 2026-01-12 --text "decision 3/2026"
  entente treaty take FIN-JPN-ACSA full-powers 2026-05-02 --state FIN --office other-minister --issuer foreign-minister
  entente treaty take FIN-JPN-ACSA signed 2026-05-10 --state FIN --office other-minister --place Helsinki
  entente treaty take FIN-JPN-ACSA deposited 2026-09-01 --state FIN --as ratified`,
		Args: cobra.ExactArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			var err error
			if x.On, err = ent.ParseDate(args[2]); err == nil {
				x.Until, err = console.FlagDay("--until", until)
			}
			if err != nil {
				return err
			}
			x.What, x.State, x.As = treatymaking.Kind(args[1]), ent.StateCode(ent.Fold(state)), treaty.Verb(as)
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				t, err := a.Treaties.Take(ctx, s.Actor(*by), ent.InstrumentID(ent.Fold(args[0])), x)
				if err != nil {
					return err
				}
				s.Printf("on record: %s, %s on %s\n", t.ID, t.What, t.On)
				for _, id := range t.Acts {
					s.Printf("on record: %s\n", id)
				}
				return nil
			})
		},
	}
	f := c.Flags()
	f.StringVar(&state, "state", "", "whose act it is (default: the one for which the institution acts)")
	f.StringVar(&x.Office, "office", "", "of who acts: "+strings.Join(treatymaking.Offices, ", "))
	f.StringVar(&x.Issuer, "issuer", "", "full powers: the office that gave them")
	f.StringVar(&until, "until", "", "full powers: the day they lapse; extended: the new end")
	f.StringVar(&x.Version, "version", "", "of the text: draft-2, final")
	f.StringVar(&x.Desk, "desk", "", "of a sign-off: "+strings.Join(treatymaking.Desks, ", "))
	f.StringVar(&x.Stage, "stage", "", "of the domestic route")
	f.StringVar(&as, "as", "", "ratified, accepted, approved, acceded, confirmed; of a signature: definitive")
	f.StringVar(&x.Number, "number", "", "of registration or publication")
	f.StringVar(&x.Place, "place", "", "where")
	f.StringVar(&x.Text, "text", "", "what was done, in your own words")
	f.StringVar(&x.Source, "source", "", "where it is evidenced")
	f.StringVar(&x.Despite, "despite", "", "why it was taken although something was missing; it stays on record")
	return c
}

func (s commands) treatyWithdrawCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:     "withdraw STEP-ID",
		Short:   "Withdraw a step that was put on record in error, with the acts recorded with it",
		Example: `  entente treaty withdraw FIN-JPN-ACSA/step/007 --reason "signed on the eleventh"`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Treaties.Withdraw(ctx, s.Actor(*by), args[0], reason)
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) treatyDutiesCommand(by *string) *cobra.Command {
	var owner string
	var record bool
	c := &cobra.Command{
		Use:   "duties INSTRUMENT",
		Short: "What the law asks of the parties at this stage: interim duty, transmission, registration, publication",
		Long: `Asks the law engine what follows from the case as it stands on the day. With --record the
duties of the State for which the institution acts go on the list of duties.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, on, err := s.Law()
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				f, err := a.Treaties.File(ctx, ent.InstrumentID(ent.Fold(args[0])), time.Time{})
				if err != nil {
					return err
				}
				m, err := f.Matter(lib, on)
				if err != nil {
					return err
				}
				r, err := finding.Assess(lib, m)
				if err != nil {
					return err
				}
				if record {
					return s.recordDuties(ctx, a, *by, owner, f, r)
				}
				if s.JSON {
					return s.PrintJSON(r)
				}
				s.PrintFinding(r, false)
				return nil
			})
		},
	}
	c.Flags().BoolVar(&record, "record", false, "put the open duties on the list of duties")
	c.Flags().StringVar(&owner, "owner", "", "who in the institution sees to them (default: the owner of the case)")
	return c
}

// recordDuties puts on the list the open duties of a finding that are not there yet.
func (s commands) recordDuties(ctx context.Context, a *app.App, by, owner string, f *treatymaking.File, r *finding.Finding) error {
	have, err := a.Duties.List(ctx, r.On)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, it := range have {
		known[string(it.Instrument)+"|"+it.Source+"|"+it.Text] = true
	}
	if owner == "" {
		owner = f.Owner
	}
	var duties []duty.Duty
	for _, x := range r.Duties {
		if x.Bearer == f.For && x.State != "done" && !known[string(f.Instrument)+"|"+string(x.Norm)+"|"+x.Duty] {
			duties = append(duties, duty.Duty{Text: x.Duty, Bearer: x.Bearer, To: x.To, Owner: owner, Instrument: f.Instrument, Source: string(x.Norm), Legal: x.Legal, Due: x.Due})
		}
	}
	for _, c := range f.Clocks(r.On) {
		if !known[string(f.Instrument)+"|"+c.Source+"|"+c.Text] {
			duties = append(duties, duty.Duty{Text: c.Text, Bearer: f.For, Owner: owner, Instrument: f.Instrument, Source: c.Source, Legal: c.Legal, Start: c.Start, Term: c.Term.String()})
		}
	}
	if len(duties) == 0 {
		s.Printf("no duty that is open and not on the list\n")
		return nil
	}
	ids, err := a.Duties.Add(ctx, s.Actor(by), duties...)
	for i, id := range ids {
		s.Printf("on record: %s, %s\n", id, duties[i].Text)
	}
	return err
}

func (s commands) treatyRoutesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "routes [STATE]",
		Short: "The ways on which a State's own law lets it consent to be bound",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.WithApp(func(_ context.Context, a *app.App) error {
				state := ent.StateCode("")
				if len(args) > 0 {
					state = ent.StateCode(ent.Fold(args[0]))
				}
				routes := a.Treaties.Routes(state)
				if s.JSON {
					return s.PrintJSON(routes)
				}
				if len(routes) == 0 {
					s.Printf("no route of %s is known\n", state)
				}
				for _, r := range routes {
					s.Printf("%s  %s (%s; %s)\n    mandate by %s\n", r.ID, r.Title, r.Source, r.Confidence, r.Mandate.By)
					for _, st := range r.Stages {
						s.Printf("    %s: %s", st.ID, st.Text)
						if st.Term != "" {
							s.Printf(" [%s from %s]", st.Term, st.From)
						}
						if st.Optional {
							s.Printf(" (where needed)")
						}
						if !st.Legal {
							s.Printf(" (policy)")
						}
						s.Printf("\n")
					}
				}
				return nil
			})
		},
	}
}

func (s commands) treatyPackageCommand() *cobra.Command {
	var draft bool
	c := &cobra.Command{
		Use:   "package INSTRUMENT FILE",
		Short: "The package for registration with the United Nations Secretariat, as a zip archive",
		Long: `Writes letter, certifying statement, data, the texts (version final) and a certified copy
of each, to be signed, for the registration that article 102 of the Charter asks for. What
is missing is told; an incomplete package is written only with --draft, and says so.`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return s.withCases(func(ctx context.Context, a *app.App, lib *treaty.Library, on ent.Date, known time.Time) (err error) {
				f, err := a.Treaties.File(ctx, ent.InstrumentID(ent.Fold(args[0])), known)
				if err != nil {
					return err
				}
				r := f.Registration(lib, on)
				if len(r.Missing) > 0 && !draft {
					return ent.Errorf(ent.Invalid, "not ready to be sent; missing:\n- %s\n--draft writes it all the same", strings.Join(r.Missing, "\n- "))
				}
				w, err := os.OpenFile(args[1], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
				if err != nil {
					return ent.Errorf(ent.Invalid, "%v", err)
				}
				defer func() { err = errors.Join(err, w.Close()) }()
				if err := a.Package(ctx, lib, r, w); err != nil {
					return err
				}
				s.Printf("written: %s, %d texts\n", args[1], len(r.Texts))
				return nil
			})
		},
	}
	c.Flags().BoolVar(&draft, "draft", false, "write it although something is missing")
	return c
}
