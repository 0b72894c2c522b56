package coverage

import (
	"cmp"
	"math/bits"
	"slices"

	ent "entente"
	"entente/internal/law/stretch"
)

// pair works out one pair after another, using its memory again.
type pair struct {
	*Map
	together [][]stretch.Stretch // per instrument: when it is in force between the two
	exist    []stretch.Stretch   // when both exist, nil: always
	used     []int
	active   []active
	days     []ent.Date
	absent   []Span // where one of the two does not exist on any day
	hole     []Span // where no rule holds on any day
}

// active is a rule that holds at some time, and when.
type active struct {
	rule  int32
	holds []stretch.Stretch
}

func (m *Map) newPair() *pair {
	return &pair{Map: m, together: make([][]stretch.Stretch, len(m.ids)),
		absent: []Span{{From: m.From, Until: m.Until, State: Absent}}, hole: []Span{{From: m.From, Until: m.Until, State: Hole}}}
}

// meet asks which instruments are in force between the two, and when.
func (p *pair) meet(i, j int) {
	for _, k := range p.used {
		p.together[k] = p.together[k][:0]
	}
	p.used = p.used[:0]
	for w := range p.bits[i] {
		for both := p.bits[i][w] & p.bits[j][w]; both != 0; both &= both - 1 {
			k := w*64 + bits.TrailingZeros64(both)
			if id := p.ids[k]; p.lib.Treaties.Special(id) {
				p.together[k] = append(p.together[k], p.within(p.lib.Treaties.Together(p.States[i], p.States[j], id))...)
			} else {
				p.together[k] = stretch.Meet(p.together[k], p.holds[k][i], p.holds[k][j])
			}
			p.used = append(p.used, k)
		}
	}
	switch a, b := p.exists[i], p.exists[j]; {
	case a == nil && b == nil:
		p.exist = nil
	case a == nil:
		p.exist = b
	case b == nil:
		p.exist = a
	default:
		p.exist = stretch.Meet([]stretch.Stretch{}, a, b)
	}
}

// toward works out every issue for the ith State toward the jth, after meet.
func (p *pair) toward(i, j int) [][]Span {
	out := make([][]Span, len(p.rules))
	for k, rules := range p.rules {
		p.active = p.active[:0]
		for r := range rules {
			if x := &rules[r]; (x.onlyFirst == nil || x.onlyFirst[i]) && (x.onlySecond == nil || x.onlySecond[j]) {
				p.consider(int32(r), x, i, j)
			}
		}
		out[k] = p.sweep(rules)
	}
	return out
}

// consider adds the rule where it holds at some time.
func (p *pair) consider(r int32, x *rule, i, j int) {
	holds := p.together[x.instrument]
	switch x.binds {
	case 'f':
		holds = p.holds[x.instrument][i]
	case 's':
		holds = p.holds[x.instrument][j]
	}
	if len(holds) == 0 {
		return
	}
	if x.from != 0 || x.until <= ent.MaxDate || x.unless >= 0 && len(p.together[x.unless]) > 0 {
		if holds = p.cut(holds, x); len(holds) == 0 {
			return
		}
	}
	p.active = append(p.active, active{r, holds})
}

// cut keeps what lies in the days of the rule and not in those of the instrument that it yields to.
func (p *pair) cut(holds []stretch.Stretch, x *rule) []stretch.Stretch {
	out := stretch.Meet(nil, holds, []stretch.Stretch{{From: x.from, Until: x.until, Holds: stretch.Holds}})
	if x.unless >= 0 {
		out = without(out, p.together[x.unless])
	}
	return p.within(out)
}

// without takes out of x the times in which y is in force, contested or not.
func without(x, y []stretch.Stretch) []stretch.Stretch {
	for _, cut := range y {
		if cut.Holds == stretch.HoldsUnknown {
			continue
		}
		var rest []stretch.Stretch
		for _, s := range x {
			rest = stretch.Meet(rest, []stretch.Stretch{s}, []stretch.Stretch{{From: ent.MinDate, Until: cut.From, Holds: stretch.Holds}})
			if cut.Until != 0 {
				rest = stretch.Meet(rest, []stretch.Stretch{s}, []stretch.Stretch{{From: cut.Until, Holds: stretch.Holds}})
			}
		}
		x = rest
	}
	return x
}

// sweep goes through the days on which anything changes and joins what stays the same.
func (p *pair) sweep(rules []rule) []Span {
	if len(p.active) == 0 && p.exist == nil {
		return p.hole
	}
	p.days = append(p.days[:0], p.From)
	for _, s := range p.exist {
		p.turn(s)
	}
	for _, a := range p.active {
		for _, s := range a.holds {
			p.turn(s)
		}
	}
	slices.Sort(p.days)
	p.days = slices.Compact(p.days)
	spans := make([]Span, 0, 1)
	for i, from := range p.days {
		s := Span{From: from, Until: p.Until}
		if i+1 < len(p.days) {
			s.Until = p.days[i+1]
		}
		p.at(&s, rules)
		if n := len(spans); n > 0 && spans[n-1].State == s.State && slices.Equal(spans[n-1].Controls, s.Controls) {
			spans[n-1].Until = s.Until
			continue
		}
		spans = append(spans, s)
	}
	if len(spans) == 1 && spans[0].State == Absent {
		return p.absent
	}
	return spans
}

// turn notes the days of a stretch that lie within those asked about.
func (p *pair) turn(s stretch.Stretch) {
	if s.From > p.From && s.From < p.Until {
		p.days = append(p.days, s.From)
	}
	if s.Until > p.From && s.Until < p.Until {
		p.days = append(p.days, s.Until)
	}
}

// at says how the issue stands on the first day of the span.
func (p *pair) at(s *Span, rules []rule) {
	if p.exist != nil && !slices.ContainsFunc(p.exist, func(x stretch.Stretch) bool { return on(x, s.From) }) {
		s.State = Absent
		return
	}
	s.State = Hole
	same := true
	for _, a := range p.active {
		for _, h := range a.holds {
			if on(h, s.From) {
				s.Controls = append(s.Controls, Control{a.rule, h})
				state := stateOf(h.Holds, rules[a.rule].partial)
				same = same && (len(s.Controls) == 1 || state == s.State)
				s.State = max(s.State, state)
				break
			}
		}
	}
	if !same { // what settles most controls; among equals, the more special
		slices.SortStableFunc(s.Controls, func(a, b Control) int {
			return cmp.Compare(stateOf(b.Holds, rules[b.Rule].partial), stateOf(a.Holds, rules[a.Rule].partial))
		})
	}
}

func on(s stretch.Stretch, d ent.Date) bool {
	return ent.Period{From: s.From, Until: s.Until}.Contains(d)
}

func stateOf(h stretch.Holding, partial bool) State {
	switch {
	case h == stretch.HoldsUnknown:
		return Unknown
	case h == stretch.HoldsContested:
		return Contested
	case partial:
		return Partial
	}
	return Covered
}
