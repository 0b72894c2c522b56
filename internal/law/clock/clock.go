// Package clock computes the days by which something must be done and the days
// on which something takes effect, from the events that start the clock. A day
// that cannot be computed because an event is not known is no day, never a guess.
package clock

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	ent "entente"
)

// Events answers the days that a clock may start from.
type Events interface {
	// Day returns the day of "day" (the day whose law applies) or of a date fact; zero when unknown.
	Day(name string) ent.Date
	// Year returns the number of a year fact, 0 when unknown.
	Year(name string) int
	// ExitEffect returns the day on which the withdrawal asked about takes effect, zero when unknown.
	ExitEffect() ent.Date
	// Calendar returns the calendar with the id, nil when it is not known.
	Calendar(id string) *Calendar
}

// The calendars of clocks that count working or sitting days and do not say whose.
const (
	WorkingDays = "WORKING-DAYS"
	SittingDays = "SITTING-DAYS"
)

// Clock is a parsed clock expression.
type Clock struct {
	src       string
	eval      evaluation
	refs      []string
	calendars []string
}

// String returns the expression as written.
func (c *Clock) String() string { return c.src }

// Facts returns the names of the facts the clock runs from.
func (c *Clock) Facts() []string { return c.refs }

// Calendars returns the ids of the calendars by which the clock counts.
func (c *Clock) Calendars() []string { return c.calendars }

// At computes the day, zero when an event it needs is not known. Where it counts the days
// of a calendar that is not known, or does not reach far enough, there is no day either,
// and missing says which calendar it would take.
func (c *Clock) At(e Events) (day ent.Date, missing string) {
	r := &run{Events: e}
	day = c.eval(r)
	return day, r.missing
}

// run is one run of a clock; it notes which calendar was missing.
type run struct {
	Events
	missing string
}

// Parse reads an expression: BASE {(+|-) N UNIT}, with BASE one of `day`, an ISO
// day, a date fact, `exit effect`, `end of the month after X`, `31 May after X`,
// `later of X, Y`, `earlier of X, Y`; UNIT one of days, months, years, hours, or days of a
// calendar: `UK-SITTING days`, `UN-WORKING working days`, `working days`.
func Parse(src string) (*Clock, error) {
	if len(src) > 500 {
		return nil, ent.Errorf(ent.Invalid, "a clock of more than 500 letters")
	}
	p := &parser{words: strings.Fields(strings.ReplaceAll(src, ",", " , "))}
	f, err := p.expr(0)
	if err == nil && p.i < len(p.words) {
		err = fmt.Errorf("unexpected %q", p.words[p.i])
	}
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "clock %q: %v", src, err)
	}
	return &Clock{src, f, p.refs, p.calendars}, nil
}

type parser struct {
	words     []string
	i         int
	refs      []string
	calendars []string
}

func (p *parser) peek() string {
	if p.i < len(p.words) {
		return p.words[p.i]
	}
	return ""
}

func (p *parser) accept(words ...string) bool {
	for k, w := range words {
		if p.i+k >= len(p.words) || p.words[p.i+k] != w {
			return false
		}
	}
	p.i += len(words)
	return true
}

type evaluation = func(*run) ent.Date

func (p *parser) expr(depth int) (evaluation, error) {
	if depth > 10 {
		return nil, fmt.Errorf("nested too deeply")
	}
	base, err := p.base(depth)
	for err == nil && (p.peek() == "+" || p.peek() == "-") {
		base, err = p.shift(base)
	}
	return base, err
}

func (p *parser) base(depth int) (evaluation, error) {
	switch {
	case p.accept("exit", "effect"):
		return func(e *run) ent.Date { return e.ExitEffect() }, nil
	case p.accept("end", "of", "the", "month", "after"):
		return p.mapped(depth, func(d ent.Date) ent.Date { return d.MonthStart(2).AddDays(-1) })
	case p.accept("later", "of"):
		return p.two(depth, func(a, b ent.Date) ent.Date { return max(a, b) })
	case p.accept("earlier", "of"):
		return p.two(depth, func(a, b ent.Date) ent.Date { return min(a, b) })
	}
	if n, err := strconv.Atoi(p.peek()); err == nil {
		return p.dayOfYear(n)
	}
	return p.event()
}

func (p *parser) mapped(depth int, f func(ent.Date) ent.Date) (evaluation, error) {
	x, err := p.base(depth + 1)
	return func(e *run) ent.Date {
		if d := x(e); d != 0 {
			return f(d)
		}
		return 0
	}, err
}

func (p *parser) two(depth int, f func(a, b ent.Date) ent.Date) (evaluation, error) {
	x, err := p.expr(depth + 1)
	if err != nil {
		return nil, err
	}
	if !p.accept(",") {
		return nil, fmt.Errorf("a comma is missing between the two days")
	}
	y, err := p.expr(depth + 1)
	return func(e *run) ent.Date {
		a, b := x(e), y(e)
		if a == 0 || b == 0 {
			return 0
		}
		return f(a, b)
	}, err
}

var months = map[string]int{"January": 1, "February": 2, "March": 3, "April": 4, "May": 5, "June": 6, "July": 7, "August": 8,
	"September": 9, "October": 10, "November": 11, "December": 12}

// dayOfYear reads `31 May after X`: that day of the year after the year, or the year of the day, X.
func (p *parser) dayOfYear(day int) (evaluation, error) {
	p.i++
	month, ok := months[p.peek()]
	if !ok {
		return nil, fmt.Errorf("%q is no month", p.peek())
	}
	p.i++
	if !p.accept("after") {
		return nil, fmt.Errorf(`"after" is missing`)
	}
	name := p.peek()
	if err := p.reference(); err != nil {
		return nil, err
	}
	return func(e *run) ent.Date {
		y := e.Year(name)
		if d := e.Day(name); y == 0 && d != 0 {
			y = d.Year()
		}
		if y == 0 {
			return 0
		}
		return ent.NewDate(y+1, month, day)
	}, nil
}

func (p *parser) reference() error {
	w := p.peek()
	if w == "" {
		return fmt.Errorf("a day is missing at the end")
	}
	if w != "day" && !strings.Contains(w, ".") {
		return fmt.Errorf("%q is neither a day nor a fact", w)
	}
	p.i++
	if w != "day" {
		p.refs = append(p.refs, w)
	}
	return nil
}

func (p *parser) event() (evaluation, error) {
	w := p.peek()
	if len(w) == 10 && w[4] == '-' {
		d, err := ent.ParseDate(w)
		p.i++
		return func(*run) ent.Date { return d }, err
	}
	if err := p.reference(); err != nil {
		return nil, err
	}
	return func(e *run) ent.Date { return e.Day(w) }, nil
}

func (p *parser) shift(base evaluation) (evaluation, error) {
	sign := 1
	if p.peek() == "-" {
		sign = -1
	}
	p.i++
	n, err := strconv.Atoi(p.peek())
	if err != nil || n < 0 || n > 100000 {
		return nil, fmt.Errorf("%q is not a number of days, months or years", p.peek())
	}
	p.i++
	move, err := p.unit()
	return func(e *run) ent.Date {
		if d := base(e); d != 0 {
			return move(e, d, sign*n)
		}
		return 0
	}, err
}

// movement moves a day by so many units of time.
type movement = func(e *run, d ent.Date, n int) ent.Date

func plain(f func(d ent.Date, n int) ent.Date) movement {
	return func(_ *run, d ent.Date, n int) ent.Date { return f(d, n) }
}

var calendarForm = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$`)

// counted reads days of a calendar: its id, then `days`, `working days` or `sitting days`;
// without an id it is that of working, or of sitting, days in general.
func (p *parser) counted() movement {
	id, start := "", p.i
	if calendarForm.MatchString(p.peek()) {
		id = p.peek()
		p.i++
	}
	general := ""
	switch {
	case p.accept("working"):
		general = WorkingDays
	case p.accept("sitting"):
		general = SittingDays
	}
	if id == "" {
		id = general
	}
	if id == "" || !p.accept("days") && !p.accept("day") {
		p.i = start
		return nil
	}
	p.calendars = append(p.calendars, id)
	return func(e *run, d ent.Date, n int) ent.Date {
		c := e.Calendar(id)
		if c == nil {
			e.missing = "the calendar " + id
			return 0
		}
		to, missing := c.Move(d, n, nil)
		if missing != "" {
			e.missing = missing
		}
		return to
	}
}

func (p *parser) unit() (movement, error) {
	if move := p.counted(); move != nil {
		return move, nil
	}
	w := strings.TrimSuffix(p.peek(), "s")
	p.i++
	switch w {
	case "day":
		return plain(ent.Date.AddDays), nil
	case "month":
		return plain(ent.Date.AddMonths), nil
	case "year":
		return plain(func(d ent.Date, n int) ent.Date { return d.AddMonths(12 * n) }), nil
	case "week":
		return plain(func(d ent.Date, n int) ent.Date { return d.AddDays(7 * n) }), nil
	case "hour":
		return plain(func(d ent.Date, n int) ent.Date {
			if n < 0 {
				return d.AddDays(-((-n + 23) / 24))
			}
			return d.AddDays((n + 23) / 24)
		}), nil
	}
	return nil, fmt.Errorf("%q is no unit of time; use days, weeks, months, years, hours, working days, or the days of a calendar (UK-SITTING days)", w)
}
