package keep

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/app"
	"entente/internal/cli/console"
	"entente/internal/duty"
	"entente/internal/law/clock"
	"entente/internal/law/finding"
)

func (s commands) dutyCommand() *cobra.Command {
	c := &cobra.Command{Use: "duty", Short: "What must be done, by whom, by when; with the evidence that it was"}
	var by string
	c.PersistentFlags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	c.AddCommand(s.dutyAddCommand(&by), s.dutyFromCommand(&by), s.dutyListCommand(), s.dutyDoneCommand(&by), s.dutyClockCommand(&by))
	return c
}

func (s commands) dutyAddCommand(by *string) *cobra.Command {
	var d duty.Duty
	var due, start, bearer, instrument string
	c := &cobra.Command{
		Use:   "add TEXT",
		Short: "Put a duty on record, with a fixed day or a clock",
		Long: `Puts a duty on record. Its day is fixed (--due), or the end of a clock that starts on a
day (--start) and runs for a term (--term): "30 days", "6 months", or, counted in a
calendar on record, "21 UK-SITTING days". While that calendar is not on record, or does
not reach far enough, no day is told.`,
		Example: `  entente duty add "register the agreement with the Secretariat" --instrument FIN-JPN-DEFCO --bearer FIN --legal --due 2025-01-31
  entente duty add "lay before Parliament" --start 2026-11-02 --term "21 UK-SITTING days" --legal`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			var err error
			if d.Due, err = console.FlagDay("--due", due); err == nil {
				d.Start, err = console.FlagDay("--start", start)
			}
			if err != nil {
				return err
			}
			d.Text, d.Bearer, d.Instrument = args[0], ent.StateCode(ent.Fold(bearer)), ent.InstrumentID(ent.Fold(instrument))
			return s.addDuties(*by, d)
		},
	}
	f := c.Flags()
	f.StringVar(&due, "due", "", "the day by which it must be done")
	f.StringVar(&start, "start", "", "the day on which its clock starts")
	f.StringVar(&d.Term, "term", "", "how long the clock runs")
	f.StringVar(&bearer, "bearer", "", "the State that bears it")
	f.StringVar(&d.To, "to", "", "toward whom")
	f.StringVar(&d.Owner, "owner", "", "who in the institution sees to it")
	f.StringVar(&instrument, "instrument", "", "the instrument it comes from")
	f.StringVar(&d.Source, "source", "", "the article or norm")
	f.BoolVar(&d.Legal, "legal", false, "the day is set by law, not by policy")
	return c
}

func (s commands) addDuties(by string, duties ...duty.Duty) error {
	return s.WithApp(func(ctx context.Context, a *app.App) error {
		ids, err := a.Duties.Add(ctx, s.Actor(by), duties...)
		for i, id := range ids {
			if err == nil {
				s.Printf("on record: %s %s\n", id, duties[i].Text)
			}
		}
		return err
	})
}

func (s commands) dutyFromCommand(by *string) *cobra.Command {
	var owner string
	c := &cobra.Command{
		Use:     "from MATTER",
		Short:   "Assess a matter and put every duty that it raises on record",
		Example: `  entente duty from docs/tour/2-transfer.yaml --owner treaty-desk`,
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			lib, m, err := s.MatterIn(args[0])
			if err != nil {
				return err
			}
			f, err := finding.Assess(lib, m)
			if err != nil {
				return err
			}
			if s.Config.Store != "" {
				if err := s.WithApp(func(ctx context.Context, a *app.App) error { return a.MayRest(ctx, lib, m) }); err != nil {
					return err
				}
			}
			var duties []duty.Duty
			for _, x := range f.Duties {
				if x.State != "done" {
					duties = append(duties, duty.Duty{Text: x.Duty, Bearer: x.Bearer, To: x.To, Owner: owner, Source: string(x.Norm), Legal: x.Legal, Due: x.Due})
				}
			}
			if len(duties) == 0 {
				s.Printf("the finding raises no duty that is open\n")
				return nil
			}
			return s.addDuties(*by, duties...)
		},
	}
	c.Flags().StringVar(&owner, "owner", "", "who in the institution sees to them")
	return c
}

func (s commands) dutyListCommand() *cobra.Command {
	var owner, state string
	c := &cobra.Command{
		Use:     "list",
		Short:   "Duties as they stand on the day, the soonest first",
		Example: `  entente duty list --state overdue --on 2026-12-01`,
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			on, err := s.Day()
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				all, err := a.Duties.List(ctx, on)
				if err != nil {
					return err
				}
				kept := []duty.Item{}
				for _, it := range all {
					if (owner == "" || it.Owner == owner) && (state == "" || it.State == state) {
						kept = append(kept, it)
					}
				}
				if s.JSON {
					return s.PrintJSON(kept)
				}
				s.printDuties(kept)
				return nil
			})
		},
	}
	c.Flags().StringVar(&owner, "owner", "", "of this owner only")
	c.Flags().StringVar(&state, "state", "", "in this state only: open, overdue, done, late, suspended, held, revoked, unknown")
	return c
}

func (s commands) printDuties(items []duty.Item) {
	if len(items) == 0 {
		s.Printf("no duties\n")
		return
	}
	t := table.NewWriter()
	t.SetStyle(console.PlainTable())
	t.AppendHeader(table.Row{"Duty", "By", "State", "Bearer", "Owner", "What"})
	for _, it := range items {
		end := "–"
		if it.End != 0 {
			end = it.End.String()
		}
		what := it.Text
		if it.Missing != "" {
			what += " (no day: " + it.Missing + " is not known)"
		}
		if !it.Legal {
			what += " (policy)"
		}
		t.AppendRow(table.Row{it.ID, end, it.State, it.Bearer, it.Owner, what})
	}
	s.Printf("%s\n", t.Render())
}

func (s commands) dutyDoneCommand(by *string) *cobra.Command {
	var evidence string
	c := &cobra.Command{
		Use:     "done DUTY DAY",
		Short:   "Record that a duty was fulfilled, and what shows it",
		Example: `  entente duty done D-ABCDEFGH 2025-01-20 --evidence "note verbale 7/2025"`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			day, err := ent.ParseDate(args[1])
			if err != nil {
				return err
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Duties.Change(ctx, s.Actor(*by), args[0], "fulfilled", func(d *duty.Duty) { d.Done, d.Evidence = day, evidence })
			})
		},
	}
	c.Flags().StringVar(&evidence, "evidence", "", "what shows that it was done")
	return c
}

func (s commands) dutyClockCommand(by *string) *cobra.Command {
	var reason string
	c := &cobra.Command{
		Use:     "clock DUTY suspend|resume|hold|release|revoke DAY",
		Short:   "Record what happened to the clock of a duty",
		Example: `  entente duty clock D-ABCDEFGH suspend 2026-12-20 --reason "recess"`,
		Args:    cobra.ExactArgs(3),
		RunE: func(_ *cobra.Command, args []string) error {
			day, err := ent.ParseDate(args[2])
			if err != nil {
				return err
			}
			if reason == "" {
				return ent.Errorf(ent.Invalid, "say why: --reason")
			}
			return s.WithApp(func(ctx context.Context, a *app.App) error {
				return a.Duties.Change(ctx, s.Actor(*by), args[0], reason, func(d *duty.Duty) {
					d.Events = append(d.Events, clock.Event{What: args[1], On: day, Reason: reason})
				})
			})
		},
	}
	c.Flags().StringVar(&reason, "reason", "", "why; it stays on record")
	return c
}

func (s commands) calendarCommand() *cobra.Command {
	c := &cobra.Command{Use: "calendar", Short: "Calendars that clocks count in, and the days of the record for your own calendar"}
	var by, reason string
	add := &cobra.Command{
		Use:   "add FILE",
		Short: "Put a calendar of working or sitting days on record",
		Long: `Puts a calendar on record. The file has an id, the days from and until which it speaks,
and the days that count ("only"), or those of Monday to Friday that do not ("free"):

  id: UK-SITTING
  title: sitting days of both Houses
  from: 2026-01-01
  until: 2026-07-01
  only: [2026-01-12, 2026-01-13]`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return s.addCalendar(by, reason, args[0]) },
	}
	add.Flags().StringVar(&by, "by", "", "who puts it on record (default: the account of the machine)")
	add.Flags().StringVar(&reason, "reason", "a newer calendar", "why the one on record is superseded")
	export := &cobra.Command{
		Use:     "export FILE",
		Short:   "Write duties, and the days on which an agreement begins or ceases to bind, as iCalendar; - writes standard output",
		Example: `  entente calendar export entente.ics`,
		Args:    cobra.ExactArgs(1),
		RunE:    func(_ *cobra.Command, args []string) error { return s.exportCalendar(args[0]) },
	}
	within := 180
	list := &cobra.Command{
		Use:     "list",
		Short:   "The days ahead: duties, the beginning and end of agreements, the last days for notices",
		Example: `  entente calendar list --within 365`,
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return s.listCalendar(within) },
	}
	list.Flags().IntVar(&within, "within", within, "how many days ahead")
	c.AddCommand(add, list, export)
	return c
}

func (s commands) addCalendar(by, reason, file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return ent.Errorf(ent.NotFound, "%v", err)
	}
	var c clock.Calendar
	if err := yaml.Unmarshal(b, &c); err != nil {
		return ent.Errorf(ent.Invalid, "%s: %v", file, err)
	}
	return s.WithApp(func(ctx context.Context, a *app.App) error {
		return a.Duties.AddCalendar(ctx, s.Actor(by), &c, reason)
	})
}

func (s commands) exportCalendar(file string) error {
	on, err := s.Day()
	if err != nil {
		return err
	}
	return s.WithApp(func(ctx context.Context, a *app.App) (err error) {
		entries, err := a.Days(ctx, on, 0)
		if err != nil {
			return err
		}
		w := s.Out
		if file != "-" {
			f, err := os.Create(file)
			if err != nil {
				return ent.Errorf(ent.Unavailable, "%v", err)
			}
			defer func() { err = errors.Join(err, f.Close()) }()
			w = f
		}
		return duty.WriteICal(w, "entente", time.Now(), entries)
	})
}

// listCalendar prints the days ahead, the soonest first, with those of reminders.
func (s commands) listCalendar(within int) error {
	on, err := s.Day()
	if err != nil {
		return err
	}
	return s.WithApp(func(ctx context.Context, a *app.App) error {
		all, err := a.Days(ctx, on, 0)
		if err != nil {
			return err
		}
		entries := []duty.Entry{}
		for _, e := range all {
			if !e.Done && e.Day <= on.AddDays(within) {
				entries = append(entries, e)
			}
		}
		if s.JSON {
			return s.PrintJSON(entries)
		}
		if len(entries) == 0 {
			s.Printf("nothing within %d days\n", within)
			return nil
		}
		t := table.NewWriter()
		t.SetStyle(console.PlainTable())
		t.AppendHeader(table.Row{"Day", "In days", "What", "Of"})
		for _, e := range entries {
			in := strconv.Itoa(int(e.Day - on))
			if e.Remind(on) {
				in += " (reminder)"
			}
			t.AppendRow(table.Row{e.Day, in, e.Summary, e.Text})
		}
		s.Printf("%s\n", t.Render())
		return nil
	})
}
