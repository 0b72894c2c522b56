package clock

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	ent "entente"
)

// Calendar tells which days count where not every day does: working days of a
// depositary, sitting days of a parliament. It speaks only for the days from From up to,
// not including, Until; of other days it does not know whether they count.
type Calendar struct {
	ID    string     `yaml:"id" json:"id"`
	Title string     `yaml:"title" json:"title"`
	From  ent.Date   `yaml:"from" json:"from"`
	Until ent.Date   `yaml:"until" json:"until"`
	Only  []ent.Date `yaml:"only,omitempty" json:"only,omitempty"` // the days that count; when empty, Monday to Friday
	Free  []ent.Date `yaml:"free,omitempty" json:"free,omitempty"` // days that do not count after all
}

// Counts reports whether a day counts; known is false when the calendar does not speak for it.
func (c *Calendar) Counts(d ent.Date) (counts, known bool) {
	if d < c.From || d >= c.Until {
		return false, false
	}
	if slices.Contains(c.Free, d) {
		return false, true
	}
	if len(c.Only) > 0 {
		return slices.Contains(c.Only, d), true
	}
	return int(d.Weekday()) >= 1 && int(d.Weekday()) <= 5, true
}

// Term is a length of time: so many days that all count, weeks, months or years, or so
// many days of a calendar.
type Term struct {
	N        int
	Unit     string // days, weeks, months, years, counted
	Calendar string // of counted days
}

// ParseTerm reads "21 days", "6 months", or "21 UK-SITTING days" for days of a calendar.
func ParseTerm(s string) (Term, error) {
	w := strings.Fields(s)
	if len(w) < 2 || len(w) > 3 {
		return Term{}, ent.Errorf(ent.Invalid, "%q is no term; write 21 days, 6 months, or 21 CALENDAR days", s)
	}
	n, err := strconv.Atoi(w[0])
	if err != nil || n < 0 || n > 100_000 {
		return Term{}, ent.Errorf(ent.Invalid, "%q is no term: %q is not a number of days, weeks, months or years", s, w[0])
	}
	unit := w[len(w)-1]
	if !strings.HasSuffix(unit, "s") {
		unit += "s"
	}
	switch {
	case len(w) == 3 && unit == "days":
		return Term{n, "counted", w[1]}, nil
	case len(w) == 2 && slices.Contains([]string{"days", "weeks", "months", "years"}, unit):
		return Term{N: n, Unit: unit}, nil
	}
	return Term{}, ent.Errorf(ent.Invalid, "%q is no term: %q is no unit; write days, weeks, months or years", s, unit)
}

// String prints the term as ParseTerm reads it.
func (t Term) String() string {
	if t.Unit == "counted" {
		return fmt.Sprintf("%d %s days", t.N, t.Calendar)
	}
	return fmt.Sprintf("%d %s", t.N, t.Unit)
}

// Event is what happens to a running clock.
type Event struct {
	What   string   `yaml:"what" json:"what"` // suspend, resume, hold, release, revoke
	On     ent.Date `yaml:"on" json:"on"`
	Reason string   `yaml:"reason,omitempty" json:"reason,omitempty"`
}

// Running is a clock that was started. Days from a suspension up to, not including, the
// resumption do not count. While it is held, its end does not take effect before the
// release (as a withdrawal during armed conflict). Once revoked it has no end.
type Running struct {
	Start  ent.Date
	Term   Term
	Events []Event
}

// State is what became of a running clock.
type State struct {
	End     ent.Date // zero when there is none, or it cannot be told
	Word    string   // runs, suspended, held, revoked, ended, unknown
	Missing string   // what would have to be known to tell the end
}

// At tells on a day what became of the clock. The day of the start is not counted.
// Where a calendar is needed and is not there, or does not reach far enough, no end is
// told, and what is missing is.
func (r *Running) At(on ent.Date, calendar func(id string) *Calendar) (State, error) {
	events := slices.Clone(r.Events)
	slices.SortStableFunc(events, func(a, b Event) int { return int(a.On - b.On) })
	if err := r.check(events); err != nil {
		return State{}, err
	}
	var past []Event
	for _, e := range events {
		if e.On <= on {
			past = append(past, e)
		}
	}
	if len(past) > 0 {
		switch last := past[len(past)-1]; last.What {
		case "revoke":
			return State{Word: "revoked"}, nil
		case "suspend":
			return State{Word: "suspended", Missing: "the day on which the clock runs again"}, nil
		}
	}
	end, missing := r.end(past, calendar)
	if end == 0 {
		return State{Word: "unknown", Missing: missing}, nil
	}
	held := ent.Date(0)
	for _, e := range past {
		switch e.What {
		case "hold":
			held = e.On
		case "release":
			if held != 0 && e.On > end {
				end = e.On
			}
			held = 0
		}
	}
	switch {
	case held != 0 && held <= end:
		return State{Word: "held", Missing: "the day on which the hold ends"}, nil
	case end <= on:
		return State{End: end, Word: "ended"}, nil
	}
	return State{End: end, Word: "runs"}, nil
}

// check asks that events follow one another as they can.
func (r *Running) check(events []Event) error {
	suspended, held := false, false
	for _, e := range events {
		wrong := false
		switch e.What {
		case "suspend":
			wrong, suspended = suspended, true
		case "resume":
			wrong, suspended = !suspended, false
		case "hold":
			wrong, held = held, true
		case "release":
			wrong, held = !held, false
		case "revoke":
		default:
			return ent.Errorf(ent.Invalid, "%q is nothing that happens to a clock; write suspend, resume, hold, release or revoke", e.What)
		}
		if wrong || e.On == 0 || e.On < r.Start {
			return ent.Errorf(ent.Conflict, "%s on %s: the clock of %s cannot be in a state for it", e.What, e.On, r.Start)
		}
	}
	return nil
}

// end counts the term from the start, leaving out the days of suspensions.
func (r *Running) end(past []Event, calendar func(string) *Calendar) (ent.Date, string) {
	d, missing := r.plain(calendar)
	if d == 0 || r.Term.Unit == "counted" {
		if d != 0 {
			return r.counted(past, calendar)
		}
		return 0, missing
	}
	var from ent.Date
	for _, e := range past {
		switch {
		case e.What == "suspend" && e.On <= d:
			from = e.On
		case e.What == "resume" && from != 0:
			d = d.AddDays(int(e.On - from))
			from = 0
		}
	}
	return d, ""
}

func (r *Running) plain(calendar func(string) *Calendar) (ent.Date, string) {
	switch r.Term.Unit {
	case "days":
		return r.Start.AddDays(r.Term.N), ""
	case "weeks":
		return r.Start.AddDays(7 * r.Term.N), ""
	case "months":
		return r.Start.AddMonths(r.Term.N), ""
	case "years":
		return r.Start.AddMonths(12 * r.Term.N), ""
	}
	return r.counted(nil, calendar)
}

// counted goes from day to day and counts those that the calendar counts.
func (r *Running) counted(past []Event, calendar func(string) *Calendar) (ent.Date, string) {
	c := calendar(r.Term.Calendar)
	if c == nil {
		return 0, fmt.Sprintf("the calendar %s", r.Term.Calendar)
	}
	return c.Move(r.Start, r.Term.N, func(d ent.Date) bool { return suspendedOn(past, d) })
}

// Move goes from a day to the nth day after it, or before it when n is negative, that the
// calendar counts and that is not left out. The day itself is not counted. Where the
// calendar does not speak for a day on the way there is no day, and missing says which
// part of it is.
func (c *Calendar) Move(d ent.Date, n int, leftOut func(ent.Date) bool) (to ent.Date, missing string) {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		counts, known := c.Counts(d)
		switch {
		case !known && d < c.From:
			return 0, fmt.Sprintf("the calendar %s before %s", c.ID, c.From)
		case !known:
			return 0, fmt.Sprintf("the calendar %s after %s", c.ID, c.Until.AddDays(-1))
		case counts && (leftOut == nil || !leftOut(d)):
			n--
		}
	}
	return d, ""
}

func suspendedOn(past []Event, d ent.Date) bool {
	out := false
	for _, e := range past {
		if e.On > d {
			break
		}
		switch e.What {
		case "suspend":
			out = true
		case "resume":
			out = false
		}
	}
	return out
}
