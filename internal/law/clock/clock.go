// Package clock computes the days by which something must be done and the days
// on which something takes effect, from the events that start the clock. A day
// that cannot be computed because an event is not known is no day, never a guess.
package clock

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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
}

// Clock is a parsed clock expression.
type Clock struct {
	src  string
	eval func(Events) ent.Date
	refs []string
}

// String returns the expression as written.
func (c *Clock) String() string { return c.src }

// Facts returns the names of the facts the clock runs from.
func (c *Clock) Facts() []string { return c.refs }

// At computes the day, zero when an event it needs is not known.
func (c *Clock) At(e Events) ent.Date { return c.eval(e) }

// Parse reads an expression: BASE {(+|-) N UNIT}, with BASE one of `day`, an ISO
// day, a date fact, `exit effect`, `end of the month after X`, `31 May after X`,
// `later of X, Y`, `earlier of X, Y`; UNIT one of days, working days, months, years, hours.
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
	return &Clock{src, f, p.refs}, nil
}

type parser struct {
	words []string
	i     int
	refs  []string
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

type evaluation = func(Events) ent.Date

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
		return func(e Events) ent.Date { return e.ExitEffect() }, nil
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
	return func(e Events) ent.Date {
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
	return func(e Events) ent.Date {
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
	return func(e Events) ent.Date {
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
		return func(Events) ent.Date { return d }, err
	}
	if err := p.reference(); err != nil {
		return nil, err
	}
	return func(e Events) ent.Date { return e.Day(w) }, nil
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
	return func(e Events) ent.Date {
		if d := base(e); d != 0 {
			return move(d, sign*n)
		}
		return 0
	}, err
}

func (p *parser) unit() (func(ent.Date, int) ent.Date, error) {
	if p.accept("working", "days") || p.accept("working", "day") {
		return ent.Date.AddWorkingDays, nil
	}
	w := strings.TrimSuffix(p.peek(), "s")
	p.i++
	switch w {
	case "day":
		return ent.Date.AddDays, nil
	case "month":
		return ent.Date.AddMonths, nil
	case "year":
		return func(d ent.Date, n int) ent.Date { return d.AddMonths(12 * n) }, nil
	case "week":
		return func(d ent.Date, n int) ent.Date { return d.AddDays(7 * n) }, nil
	case "hour":
		return func(d ent.Date, n int) ent.Date {
			day := int(24 * time.Hour / time.Hour)
			if n < 0 {
				return d.AddDays(-((-n + day - 1) / day))
			}
			return d.AddDays((n + day - 1) / day)
		}, nil
	}
	return nil, fmt.Errorf("%q is no unit of time; use days, working days, weeks, months, years or hours", w)
}
