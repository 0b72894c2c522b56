package treaty

import (
	"fmt"
	"slices"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/duration"
	"entente/internal/law/world"
)

// course is what the term of an instrument depends on besides its rule.
type course struct {
	world     *world.World
	signed    ent.Date // the day of adoption, else of the last signature
	acts      []Act    // of all States, State by State
	bilateral bool
}

func newCourse(w *world.World, in *Instrument, acts []Act) *course {
	c := &course{world: w, signed: in.Adopted, acts: slices.Clone(acts)}
	parties := map[ent.StateCode]bool{}
	for i := range acts {
		a := &acts[i]
		if in.Adopted == 0 && a.Act == Signed {
			c.signed = max(c.signed, a.On)
		}
		if act.Moves(acts[i : i+1]) {
			parties[a.State] = true
		}
	}
	c.bilateral = len(parties) == 2
	return c
}

// termStart returns the day on which the first term begins, zero when it has not begun.
func (e *entry) termStart() ent.Date {
	r := e.in.Duration
	if r == nil {
		return 0
	}
	switch r.From {
	case "", "entry-into-force":
		return e.force.day
	case "signature":
		return e.course.signed
	}
	d, _ := ent.ParseDate(r.From)
	return d
}

// extensions returns the joint acts by which the term was extended.
func (e *entry) extensions() []duration.Extension {
	out := slices.Clone(e.in.Duration.Extended)
	for _, a := range e.course.acts {
		if a.Act == Extended {
			out = append(out, duration.Extension{On: a.On, Until: a.NewEnd(), Source: a.Source})
		}
	}
	return out
}

// gaps returns the times in which an instrument that is not renewed by itself is not in
// force because its term ended; the last has no end unless it was extended for good.
func (e *entry) gaps() []ent.Period {
	r, start := e.in.Duration, e.termStart()
	if r == nil || r.Renewal == duration.Automatic || start == 0 || e.in.Ended != 0 {
		return nil
	}
	var out []ent.Period
	end := start
	for _, t := range r.Terms(start, e.extensions()) {
		if t.Start > end {
			out = append(out, ent.Period{From: end, Until: t.Start})
		}
		if end = t.End; end == 0 {
			return out
		}
	}
	return append(out, ent.Period{From: end})
}

// told tells of the extensions made by a day.
func (e *entry) told(by ent.Date) string {
	text := ""
	for _, x := range e.extensions() {
		if x.On <= by {
			text += ", extended on " + x.On.String()
			if x.Until != 0 {
				text += " until " + x.Until.String()
			}
		}
	}
	return text
}

// over reports whether the instrument itself is no longer in force on a day.
func (e *entry) over(on ent.Date) bool {
	if e.in.Ended != 0 {
		return on >= e.in.Ended
	}
	return slices.ContainsFunc(e.gaps(), func(p ent.Period) bool { return p.Contains(on) })
}

// endings ends what binds a State when the instrument does.
func (b *builder) endings() {
	if d := b.e.in.Ended; d != 0 {
		b.lapse(ent.Period{From: d}, func() (string, string) { return "the instrument ceased to be in force on " + d.String(), b.cite("") })
	}
	if b.e.in.Duration == nil {
		return
	}
	r := b.e.in.Duration
	for _, p := range b.e.gaps() {
		b.lapse(p, func() (string, string) {
			return fmt.Sprintf("it runs %s%s; that ended on %s", r, b.e.told(p.From), p.From), b.cite(r.Article) + "; VCLT 54(a)"
		})
	}
	if b.alone {
		return
	}
	if c, end := b.e.noticeOf(); c != "" && b.state != nil && b.state.Code != c {
		b.lapse(ent.Period{From: end}, func() (string, string) {
			return fmt.Sprintf("by the notice of %s the instrument was not renewed and ended between both on %s", c, end), b.cite(r.Article)
		})
	}
}

// lapse ends what binds a State on the first day of a period; what would stand otherwise
// stands again from the day on which the period ends.
func (b *builder) lapse(p ent.Period, why func() (text, cites string)) {
	if p.Until == 0 {
		if s := b.last(); s != None && s != Withdrawn {
			b.begin(p.From, None, b.because(why))
		}
		return
	}
	after, i := spanAt(b.h.spans, p.Until)
	if s := b.standingOn(p.From); i < 0 || s == None && after.what == None {
		return
	}
	spans, begun := slices.Clone(b.h.spans[i+1:]), slices.Clone(b.h.begun[i+1:])
	b.begin(p.From, None, b.because(why))
	b.begin(p.Until, after.what, b.because(func() (string, string) {
		return "extended with effect from " + p.Until.String(), b.cite(b.e.in.Duration.Article)
	}))
	b.h.spans, b.h.begun = append(b.h.spans, spans...), append(b.h.begun, begun...)
}

// noticeOf returns which of two parties first left an instrument that is renewed by itself,
// by which it ended for both, and when; none: "".
func (e *entry) noticeOf() (who ent.StateCode, end ent.Date) {
	r := e.in.Duration
	if r == nil || r.Renewal != duration.Automatic || !e.course.bilateral {
		return "", 0
	}
	all := func() []Act { return e.course.acts }
	act.Each(e.course.acts, func(own []Act) {
		if !slices.ContainsFunc(own, func(a Act) bool { return a.Act == Withdrew }) {
			return
		}
		c := own[0].State
		for _, s := range e.standings(&builder{quiet: true, alone: true}, e.course.world, c, slices.Clone(own), all, false).spans {
			if s.what == Withdrawn && (end == 0 || s.from < end) {
				who, end = c, s.from
			}
		}
	})
	return who, end
}

// Term returns the term of an instrument that runs on a day, and the clause it follows
// from; false when the instrument has no such clause, or no term runs then.
func (l *Library) Term(id ent.InstrumentID, on ent.Date) (duration.Term, *duration.Rule, bool) {
	e := l.entries[id]
	if e == nil || e.in.Duration == nil || e.over(on) {
		return duration.Term{}, nil, false
	}
	t, ok := e.in.Duration.TermOn(e.termStart(), on, e.extensions())
	if _, end := e.noticeOf(); end != 0 && on >= end {
		ok = false
	}
	return t, e.in.Duration, ok
}

// tellTerm adds to the reasons for which term the instrument runs on the day.
func (l *Library) tellTerm(st *Status, e *entry) {
	t, r, ok := l.Term(e.in.ID, st.On)
	if !ok || !bound(st.Standing) || t.End == 0 {
		return
	}
	text := fmt.Sprintf("it runs %s%s; the present term ends on %s", r, e.told(st.On), t.End)
	if t.Last != 0 {
		text += fmt.Sprintf(", a notice that it is not to be renewed must be received by %s", t.Last)
	}
	st.Why = append(st.Why, Reason{text, string(e.in.ID) + " " + r.Article})
}
