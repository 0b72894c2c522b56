package treaty

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/world"
)

// way is one way of reading all acts of a State: those that count, and the day on which
// the instrument entered into force.
type way struct {
	act.Way
	force force
}

// choices finds the contradictions among the acts of one State, in the order of their days.
func (e *entry) choices(own []Act) []act.Choice {
	r := act.Rules{InForce: e.force.day, NoticeEffect: e.noticeEffect, Bound: e.in.Participants != "", Source: e.in.Participation.Source}
	return r.Choices(own)
}

// contradict looks for contradictions in all acts, which stand State by State, and works
// out the last day on which the instrument may have entered into force because of them.
func (e *entry) contradict(w *world.World, acts []Act) {
	var late map[ent.StateCode]ent.Date
	act.Each(acts, func(own []Act) {
		if !act.Dubious(own) {
			return
		}
		e.dubious = true
		own = act.InOrder(own)
		cs := e.choices(own)
		e.contradicts = e.contradicts || len(cs) > 0
		last := ent.Date(0)
		for _, x := range act.Combine(own, cs) {
			last = max(last, act.FirstDeposit(x.Acts))
		}
		if last > act.FirstDeposit(own) {
			if late == nil {
				late = map[ent.StateCode]ent.Date{}
			}
			late[own[0].State] = last
		}
	})
	if late == nil {
		return
	}
	if f := e.forceOf(w, acts, late); f != e.force {
		e.late, e.lateForce = late, f
	}
}

// ways returns every way of reading the acts of one State, nil when there can be but one.
// all are the acts of every State; they are asked for only when they matter.
func (e *entry) ways(w *world.World, own []Act, all func() []Act) []way {
	var cs []act.Choice
	switch {
	case e.dubious && act.Dubious(own):
		own = act.InOrder(own)
		cs = e.choices(own)
	case e.late == nil:
		return nil
	}
	var out []way
	for _, x := range act.Combine(own, cs) {
		for _, f := range e.forces(w, x.Acts, all, len(cs) > 0) {
			out = append(out, way{act.Way{Label: x.Label, Acts: slices.Clone(x.Acts)}, f})
		}
	}
	if e.late != nil {
		e.nameForces(out)
	}
	return out
}

// forces returns the entries into force that go with one way of reading a State's acts:
// the first and the last, as the other States may have acted.
func (e *entry) forces(w *world.World, own []Act, all func() []Act, contradicts bool) []force {
	if e.late == nil {
		return []force{e.force}
	}
	if !contradicts || len(own) == 0 {
		return []force{e.force, e.lateForce}
	}
	c, d := own[0].State, act.FirstDeposit(own)
	late := maps.Clone(e.late)
	late[c] = d
	f, l := e.forceOf(w, all(), map[ent.StateCode]ent.Date{c: d}), e.forceOf(w, all(), late)
	if f == l {
		return []force{f}
	}
	return []force{f, l}
}

// nameForces tells in the label of each way when the instrument entered into force.
func (e *entry) nameForces(ways []way) {
	for i := range ways {
		text := "the instrument did not enter into force"
		if d := ways[i].force.day; d != 0 {
			text = "the instrument entered into force on " + d.String()
		}
		if ways[i].Label != "" {
			text = ways[i].Label + ", and " + text
		}
		ways[i].Label = text
	}
}

// alike reports whether two standings come to the same as to being bound.
func alike(a, b Standing) bool {
	unbound := func(s Standing) bool { return s == None || s == Signatory || s == Withdrawn }
	return a == b || unbound(a) && unbound(b)
}

// join makes one history of those that follow from each way: where they agree on whether
// the State is bound it is told as the first tells it, where they differ it is contested.
func (e *entry) join(ways []way, hs []*history, quiet bool) *history {
	out := &history{}
	var days []ent.Date
	for _, h := range hs {
		for _, s := range h.spans {
			days = append(days, s.from)
		}
	}
	slices.Sort(days)
	for _, d := range slices.Compact(days) {
		what, differ := joint(hs, d)
		if n := len(out.spans); n > 0 && out.spans[n-1].what == what || n == 0 && what == None {
			continue
		}
		out.spans = append(out.spans, span{d, what})
		if differ {
			out.clash = append(out.clash, d)
		}
		if !quiet {
			out.begun = append(out.begun, int32(len(out.reasons)))
			out.reasons = append(out.reasons, e.reasonsOn(d, what, differ, ways, hs)...)
		}
	}
	return out
}

// joint returns the standing on a day, and whether it is contested because histories differ.
func joint(hs []*history, d ent.Date) (Standing, bool) {
	s, _ := spanAt(hs[0].spans, d)
	for _, h := range hs[1:] {
		if x, _ := spanAt(h.spans, d); !alike(x.what, s.what) {
			return Contested, true
		}
	}
	return s.what, false
}

// reasonsOn tells why a standing begins on the day: where the ways differ, what each says.
func (e *entry) reasonsOn(d ent.Date, what Standing, differ bool, ways []way, hs []*history) []Reason {
	var out []Reason
	if differ {
		cites := strings.TrimSpace(string(e.in.ID) + " " + e.in.EntryIntoForce.Article)
		for i, h := range hs {
			out = append(out, Reason{fmt.Sprintf("reading %d: %s: %s", i+1, ways[i].Label, h.tells(d)), cites})
		}
		return out
	}
	for _, h := range hs {
		if s, i := spanAt(h.spans, d); i >= 0 && s.from == d && s.what == what {
			return h.told(i)
		}
	}
	if _, i := spanAt(hs[0].spans, d); i >= 0 {
		return hs[0].told(i)
	}
	return nil
}

// told returns the reasons of a span.
func (h *history) told(i int) []Reason {
	from, to := 0, len(h.reasons)
	if i > 0 {
		from = int(h.begun[i])
	}
	if i+1 < len(h.begun) {
		to = int(h.begun[i+1])
	}
	return h.reasons[from:max(from, to)]
}

// tells says in words what a history holds of a day.
func (h *history) tells(d ent.Date) string {
	s, i := spanAt(h.spans, d)
	if i >= 0 && bound(s.what) {
		return fmt.Sprintf("%s from %s", s.what, s.from)
	}
	if i+1 < len(h.spans) {
		return fmt.Sprintf("%s, and %s from %s", s.what, h.spans[i+1].what, h.spans[i+1].from)
	}
	return s.what.String()
}

// Contradictions returns the places where acts on record about an instrument cannot all be
// true, State by State. All of them are kept; whoever knows which is right corrects the other.
func (l *Library) Contradictions(id ent.InstrumentID) []act.Contradiction {
	e := l.entries[id]
	if e == nil || !e.contradicts {
		return nil
	}
	var out []act.Contradiction
	all := e.allActs(l.world)
	act.Each(all, func(own []Act) {
		own = act.InOrder(own)
		if !act.Dubious(own) {
			return
		}
		cs := e.choices(own)
		for i := range cs {
			out = append(out, l.contradiction(e, own, all, cs, i))
		}
	})
	return out
}

func (l *Library) contradiction(e *entry, own, all []Act, cs []act.Choice, i int) act.Contradiction {
	c := act.Contradiction{State: own[0].State, Kind: cs[i].Kind}
	for _, k := range cs[i].Acts {
		c.Acts = append(c.Acts, own[k])
	}
	first := make([]act.Choice, len(cs))
	for k := range cs {
		first[k] = act.Choice{Readings: cs[k].Readings[:1]}
	}
	first[i] = cs[i]
	var hs []*history
	ways := act.Combine(own, first)
	for k, r := range cs[i].Readings {
		c.Readings = append(c.Readings, r.Label)
		for _, f := range e.forces(l.world, ways[k].Acts, func() []Act { return all }, true) {
			hs = append(hs, e.under(f).history(&builder{quiet: true}, l.world, c.State, slices.Clone(ways[k].Acts), false))
		}
	}
	h := e.join(nil, hs, true)
	for k, s := range h.spans {
		if slices.Contains(h.clash, s.from) {
			if c.From == 0 {
				c.From = s.from
			}
			c.Until = 0
			if k+1 < len(h.spans) {
				c.Until = h.spans[k+1].from
			}
		}
	}
	return c
}

// Contradicted returns the instruments about which acts on record contradict one another.
func (l *Library) Contradicted() []ent.InstrumentID {
	var out []ent.InstrumentID
	for _, id := range l.ids {
		if l.entries[id].contradicts {
			out = append(out, id)
		}
	}
	return out
}

// readingsOf returns what the ways of reading a State's acts say where they leave it
// contested on a day, nil when that is for another reason or not so.
func (l *Library) readingsOf(e *entry, c ent.StateCode, on ent.Date) []string {
	if !e.contradicts {
		return nil
	}
	h, _ := l.historyOf(e, c, on)
	if h == nil {
		return nil
	}
	s, i := spanAt(h.spans, on)
	if i < 0 || !slices.Contains(h.clash, s.from) {
		return nil
	}
	var out []string
	for _, r := range h.told(i) {
		out = append(out, fmt.Sprintf("%s: %s", c, r.Text))
	}
	return out
}
