package treaty

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	ent "entente"
)

// Clash is the manner in which acts on record contradict one another.
type Clash string

// The contradictions that a record may hold. Nothing is refused for one: all acts are
// kept, and each way of reading them is followed.
const (
	ClashConsent   Clash = "consent"          // consent expressed twice with no withdrawal between
	ClashNotice    Clash = "notice"           // notice of withdrawal given twice, not taken back between
	ClashEffect    Clash = "effect"           // one act on one day, declared to take effect on two
	ClashUnfounded Clash = "unfounded-notice" // a withdrawal by a State that never consented
	ClashLate      Clash = "late-revocation"  // a notice taken back after it took effect
)

// Contradiction is a place where acts of one State cannot all be true. From is the first
// day on which the readings differ on whether the State is bound, Until the first on which
// they agree again (zero: never); From is zero when no day depends on it.
type Contradiction struct {
	State    ent.StateCode `json:"state"`
	Kind     Clash         `json:"kind"`
	Acts     []Act         `json:"acts"`
	Readings []string      `json:"readings"`
	From     ent.Date      `json:"from"`
	Until    ent.Date      `json:"until"`
}

// String tells the contradiction in a line.
func (c Contradiction) String() string {
	s := fmt.Sprintf("acts of %s contradict one another: %s", c.State, strings.Join(c.Readings, "; or "))
	switch {
	case c.From == 0:
		return s + " (no day on which it is bound depends on it)"
	case c.Until == 0:
		return fmt.Sprintf("%s (contested from %s)", s, c.From)
	}
	return fmt.Sprintf("%s (contested from %s until %s)", s, c.From, c.Until)
}

// choice is a contradiction with its readings; each leaves some of the acts out, and may
// suppose one that is not on record.
type choice struct {
	kind     Clash
	acts     []int
	readings []reading
}

type reading struct {
	label string
	drop  []int
	also  *Act
}

// way is one way of reading all acts of a State: those that count, and the day on which
// the instrument entered into force.
type way struct {
	label string
	acts  []Act
	force force
}

// maxWays bounds the ways that are followed for one State; beyond it, only those made of
// the first and of the last reading of each contradiction are.
const maxWays = 16

// dubious tells, at little cost, whether acts of one State may contradict one another.
func dubious(acts []Act) bool {
	if len(acts) == 1 {
		return acts[0].Act == Withdrew
	}
	consents, notices := 0, 0
	for i := range acts {
		switch v := acts[i].Act; {
		case v.expresses():
			consents++
		case v == Withdrew:
			notices++
		case v == Revoked:
			notices += 2
		case acts[i].Effective != 0 && twice(acts[:i], &acts[i]):
			return true
		}
	}
	return consents > 1 || notices > 1 || notices == 1 && consents == 0
}

// expresses reports whether the act is one that a State does once to be bound.
// Confirmation, succession and being known to be bound can stand beside another.
func (v Verb) expresses() bool {
	return v == Definitive || v == Ratified || v == Accepted || v == Approved || v == Acceded
}

func twice(acts []Act, a *Act) bool {
	return slices.ContainsFunc(acts, func(x Act) bool {
		return x.Act == a.Act && x.On == a.On && x.Effective != 0 && x.Effective != a.Effective
	})
}

// choices finds the contradictions among the acts of one State, in the order of their days.
func (e *entry) choices(acts []Act) []choice {
	if !moves(acts) {
		return nil
	}
	out := e.exclusive(nil, acts, ClashConsent, Verb.expresses, func(v Verb) bool {
		return v == Withdrew || v == Ceased || v == Declines || v == Uncertain || v == Suspends || v == ContestedAct
	})
	out = e.exclusive(out, acts, ClashNotice, func(v Verb) bool { return v == Withdrew }, func(v Verb) bool {
		return v == Revoked || v == Ceased || v == Provisional || v.consents()
	})
	for _, v := range []Verb{Signed, Provisional, Declines, Ceased, Suspends, Resumed} {
		day := ent.Date(0)
		for _, a := range acts {
			if a.Act == v && a.On != day {
				day = a.On
				out = e.exclusive(out, acts, ClashEffect, func(x Verb) bool { return x == v }, func(Verb) bool { return false }, day)
			}
		}
	}
	return e.lateRevocations(e.unfounded(out, acts), acts)
}

// exclusive finds groups of acts of which only one can be true: those that belong, up to
// one that parts them; only of one day, when one is given.
func (e *entry) exclusive(out []choice, acts []Act, kind Clash, belongs, parts func(Verb) bool, day ...ent.Date) []choice {
	var group []int
	flush := func() {
		if c := e.alternatives(acts, group, kind); c != nil {
			out = append(out, *c)
		}
		group = nil
	}
	for i := range acts {
		switch a := &acts[i]; {
		case parts(a.Act):
			flush()
		case belongs(a.Act) && a.Territory == "" && (len(day) == 0 || a.On == day[0]):
			group = append(group, i)
		}
	}
	flush()
	return out
}

// alternatives makes the readings of a group: one for each day, or where the same act is
// declared to take effect on several, for each of these. One alone is no contradiction.
func (e *entry) alternatives(acts []Act, group []int, kind Clash) *choice {
	var keep []int
	for _, i := range group {
		a := &acts[i]
		told := func(k int) bool {
			return acts[k].On == a.On && (acts[k].Effective == a.Effective || a.Effective == 0)
		}
		if slices.ContainsFunc(keep, told) {
			continue
		}
		keep = slices.DeleteFunc(keep, func(k int) bool { return acts[k].On == a.On && acts[k].Effective == 0 })
		keep = append(keep, i)
	}
	if len(keep) < 2 {
		return nil
	}
	c := choice{kind: kind, acts: keep}
	if acts[keep[0]].On == acts[keep[len(keep)-1]].On {
		c.kind = ClashEffect
	}
	for _, k := range keep {
		drop := slices.DeleteFunc(slices.Clone(group), func(i int) bool { return i == k })
		c.readings = append(c.readings, reading{label: e.evidenced(&acts[k]), drop: drop})
	}
	return &c
}

// unfounded finds a notice of withdrawal by a State of which nothing before says that it
// was bound. Either a consent is missing from the record, or the notice is not right.
func (e *entry) unfounded(out []choice, acts []Act) []choice {
	for i := range acts {
		a := &acts[i]
		switch {
		case a.Act == Signed, a.Act == Declines, a.Act == Revoked, !moves(acts[i : i+1]):
			continue
		case a.Act != Withdrew:
			return out
		}
		c := choice{kind: ClashUnfounded, acts: []int{i}, readings: []reading{
			{label: e.evidenced(a) + ", so that it was bound then by a consent that is not on record"},
			{label: "the notice is not right, for no consent is on record", drop: []int{i}}}}
		if e.force.day != 0 && e.force.day <= a.On {
			c.readings[0].also = &Act{State: a.State, Act: BoundFrom, On: a.On, Note: "supposed by the notice"}
		}
		return append(out, c)
	}
	return out
}

// lateRevocations finds notices taken back after they took effect. Either that comes too
// late (VCLT 68), or the days are not right and the State stayed bound.
func (e *entry) lateRevocations(out []choice, acts []Act) []choice {
	notice := -1
	for i := range acts {
		switch a := &acts[i]; {
		case a.Act == Withdrew:
			notice = i
		case a.Act.consents():
			notice = -1
		case a.Act == Revoked && notice >= 0:
			n := &acts[notice]
			if effect := first(n.Effective, e.noticeEffect(n.On)); effect <= a.On {
				out = append(out, choice{kind: ClashLate, acts: []int{notice, i}, readings: []reading{
					{label: fmt.Sprintf("%s, which took effect on %s: %s came too late (VCLT 68)", e.evidenced(n), effect, a), drop: []int{i}},
					{label: e.evidenced(a) + ", before the notice took effect, so that it stayed bound", drop: []int{notice, i}}}})
			}
			notice = -1
		}
	}
	return out
}

// evidenced tells an act with where it is evidenced.
func (e *entry) evidenced(a *Act) string {
	source := a.Source
	if source == "" {
		source = e.in.Participation.Source
	}
	if source == "" {
		return a.String() + " (no source)"
	}
	return fmt.Sprintf("%s (%s)", a, source)
}

// combine makes every way of reading the acts, or, when there would be too many, the way
// of the first readings and that of the last.
func combine(acts []Act, cs []choice) []way {
	n := 1
	for i := range cs {
		n = min(n*len(cs[i].readings), maxWays+1)
	}
	if n > maxWays {
		pick := func(last int) way {
			rs := make([]reading, len(cs))
			for i := range cs {
				rs[i] = cs[i].readings[last*(len(cs[i].readings)-1)]
			}
			return readAs(acts, rs)
		}
		return []way{pick(0), pick(1)}
	}
	picked := [][]reading{nil}
	for i := range cs {
		var next [][]reading
		for _, p := range picked {
			for _, r := range cs[i].readings {
				next = append(next, append(slices.Clone(p), r))
			}
		}
		picked = next
	}
	ways := make([]way, len(picked))
	for i, rs := range picked {
		ways[i] = readAs(acts, rs)
	}
	return ways
}

func readAs(acts []Act, rs []reading) way {
	drop := map[int]bool{}
	var w way
	var labels []string
	for _, r := range rs {
		labels = append(labels, r.label)
		for _, i := range r.drop {
			drop[i] = true
		}
		if r.also != nil {
			w.acts = append(w.acts, *r.also)
		}
	}
	for i, a := range acts {
		if !drop[i] {
			w.acts = append(w.acts, a)
		}
	}
	w.label = strings.Join(labels, ", and ")
	return w
}

// contradict looks for contradictions in all acts, which stand State by State, and works
// out the last day on which the instrument may have entered into force because of them.
func (e *entry) contradict(w *World, acts []Act) {
	var late map[ent.StateCode]ent.Date
	each(acts, func(own []Act) {
		if !dubious(own) {
			return
		}
		e.dubious = true
		own = inOrder(own)
		cs := e.choices(own)
		e.contradicts = e.contradicts || len(cs) > 0
		last := ent.Date(0)
		for _, x := range combine(own, cs) {
			last = max(last, firstDeposit(x.acts))
		}
		if last > firstDeposit(own) {
			late = set(late, own[0].State, last)
		}
	})
	if late == nil {
		return
	}
	if f := e.forceOf(w, acts, late); f != e.force {
		e.late, e.lateForce = late, f
	}
}

func set(m map[ent.StateCode]ent.Date, c ent.StateCode, d ent.Date) map[ent.StateCode]ent.Date {
	if m == nil {
		m = map[ent.StateCode]ent.Date{}
	}
	m[c] = d
	return m
}

// each calls f with the acts of one State after another.
func each(acts []Act, f func(own []Act)) {
	for len(acts) > 0 {
		k := 1
		for k < len(acts) && acts[k].State == acts[0].State {
			k++
		}
		f(acts[:k])
		acts = acts[k:]
	}
}

// inOrder returns acts in the order of their days, without those that another tells in
// full: the same act of the same day, with the day on which it is declared to take effect.
func inOrder(acts []Act) []Act {
	var out []Act
	for i := range acts {
		if a := &acts[i]; a.Effective != 0 || !twice(acts, a) {
			out = append(out, *a)
		}
	}
	slices.SortStableFunc(out, byDay)
	return out
}

// ways returns every way of reading the acts of one State, nil when there can be but one.
// all are the acts of every State; they are asked for only when they matter.
func (e *entry) ways(w *World, own []Act, all func() []Act) []way {
	var cs []choice
	switch {
	case e.dubious && dubious(own):
		own = inOrder(own)
		cs = e.choices(own)
	case e.late == nil:
		return nil
	}
	var out []way
	for _, x := range combine(own, cs) {
		for _, f := range e.forces(w, x.acts, all, len(cs) > 0) {
			x.force, x.acts = f, slices.Clone(x.acts)
			out = append(out, x)
		}
	}
	if e.late != nil {
		e.nameForces(out)
	}
	return out
}

// forces returns the entries into force that go with one way of reading a State's acts:
// the first and the last, as the other States may have acted.
func (e *entry) forces(w *World, own []Act, all func() []Act, contradicts bool) []force {
	if e.late == nil {
		return []force{e.force}
	}
	if !contradicts || len(own) == 0 {
		return []force{e.force, e.lateForce}
	}
	c, d := own[0].State, firstDeposit(own)
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
		if ways[i].label != "" {
			text = ways[i].label + ", and " + text
		}
		ways[i].label = text
	}
}

// firstDeposit returns the first day on which consent that counts for the entry into force
// of the instrument was expressed, zero when it never was.
func firstDeposit(acts []Act) ent.Date {
	day := ent.Date(0)
	for i := range acts {
		if acts[i].deposited() && (day == 0 || acts[i].On < day) {
			day = acts[i].On
		}
	}
	return day
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
			out = append(out, Reason{fmt.Sprintf("reading %d: %s: %s", i+1, ways[i].label, h.tells(d)), cites})
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
func (l *Library) Contradictions(id ent.InstrumentID) []Contradiction {
	e := l.entries[id]
	if e == nil || !e.contradicts {
		return nil
	}
	var out []Contradiction
	all := e.allActs(l.world)
	each(all, func(own []Act) {
		own = inOrder(own)
		if !dubious(own) {
			return
		}
		cs := e.choices(own)
		for i := range cs {
			out = append(out, l.contradiction(e, own, all, cs, i))
		}
	})
	return out
}

func (l *Library) contradiction(e *entry, own, all []Act, cs []choice, i int) Contradiction {
	c := Contradiction{State: own[0].State, Kind: cs[i].kind}
	for _, k := range cs[i].acts {
		c.Acts = append(c.Acts, own[k])
	}
	first := make([]choice, len(cs))
	for k := range cs {
		first[k] = choice{readings: cs[k].readings[:1]}
	}
	first[i] = cs[i]
	var hs []*history
	ways := combine(own, first)
	for k, r := range cs[i].readings {
		c.Readings = append(c.Readings, r.label)
		for _, f := range e.forces(l.world, ways[k].acts, func() []Act { return all }, true) {
			hs = append(hs, e.under(f).history(&builder{quiet: true}, l.world, c.State, slices.Clone(ways[k].acts), false))
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
