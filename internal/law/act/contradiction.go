package act

import (
	"fmt"
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

// Choice is a contradiction with its readings; each leaves some of the acts out, and may
// suppose one that is not on record.
type Choice struct {
	Kind     Clash
	Acts     []int
	Readings []Reading
}

// Reading is one reading of a contradiction.
type Reading struct {
	Label string
	Drop  []int
	Also  *Act
}

// Way is one way of reading all acts of a State: those that count then, and which they are in words.
type Way struct {
	Label string
	Acts  []Act
}

// Rules is what has to be known of an instrument to see contradictions in acts about it.
type Rules struct {
	InForce      ent.Date                // the day of its entry into force, zero when it has none
	NoticeEffect func(ent.Date) ent.Date // when a notice received on a day takes effect
	Bound        bool                    // States are bound without acts of their own, as members
	Source       string                  // where acts without a source of their own are evidenced
}

// maxWays bounds the ways that are followed for one State; beyond it, only those made of
// the first and of the last reading of each contradiction are.
const maxWays = 16

// Dubious tells, at little cost, whether acts of one State may contradict one another.
func Dubious(acts []Act) bool {
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

// Choices finds the contradictions among the acts of one State, in the order of their days.
func (r *Rules) Choices(acts []Act) []Choice {
	if !Moves(acts) {
		return nil
	}
	out := r.exclusive(nil, acts, ClashConsent, Verb.expresses, func(v Verb) bool {
		return v == Withdrew || v == Ceased || v == Declines || v == Uncertain || v == Suspends || v == ContestedAct
	})
	out = r.exclusive(out, acts, ClashNotice, func(v Verb) bool { return v == Withdrew }, func(v Verb) bool {
		return v == Revoked || v == Ceased || v == Provisional || v.Consents()
	})
	for _, v := range []Verb{Signed, Provisional, Declines, Ceased, Suspends, Resumed} {
		day := ent.Date(0)
		for _, a := range acts {
			if a.Act == v && a.On != day {
				day = a.On
				out = r.exclusive(out, acts, ClashEffect, func(x Verb) bool { return x == v }, func(Verb) bool { return false }, day)
			}
		}
	}
	if !r.Bound {
		out = r.unfounded(out, acts)
	}
	return r.lateRevocations(out, acts)
}

// exclusive finds groups of acts of which only one can be true: those that belong, up to
// one that parts them; only of one day, when one is given.
func (r *Rules) exclusive(out []Choice, acts []Act, kind Clash, belongs, parts func(Verb) bool, day ...ent.Date) []Choice {
	var group []int
	flush := func() {
		if c := r.alternatives(acts, group, kind); c != nil {
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
func (r *Rules) alternatives(acts []Act, group []int, kind Clash) *Choice {
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
	c := Choice{Kind: kind, Acts: keep}
	if acts[keep[0]].On == acts[keep[len(keep)-1]].On {
		c.Kind = ClashEffect
	}
	for _, k := range keep {
		drop := slices.DeleteFunc(slices.Clone(group), func(i int) bool { return i == k })
		c.Readings = append(c.Readings, Reading{Label: r.evidenced(&acts[k]), Drop: drop})
	}
	return &c
}

// unfounded finds a notice of withdrawal by a State of which nothing before says that it
// was bound. Either a consent is missing from the record, or the notice is not right.
func (r *Rules) unfounded(out []Choice, acts []Act) []Choice {
	for i := range acts {
		a := &acts[i]
		switch {
		case a.Act == Signed, a.Act == Declines, a.Act == Revoked, !Moves(acts[i : i+1]):
			continue
		case a.Act != Withdrew:
			return out
		}
		c := Choice{Kind: ClashUnfounded, Acts: []int{i}, Readings: []Reading{
			{Label: r.evidenced(a) + ", so that it was bound then by a consent that is not on record"},
			{Label: "the notice is not right, for no consent is on record", Drop: []int{i}}}}
		if r.InForce != 0 && r.InForce <= a.On {
			c.Readings[0].Also = &Act{State: a.State, Act: BoundFrom, On: a.On, Note: "supposed by the notice"}
		}
		return append(out, c)
	}
	return out
}

// lateRevocations finds notices taken back after they took effect. Either that comes too
// late (VCLT 68), or the days are not right and the State stayed bound.
func (r *Rules) lateRevocations(out []Choice, acts []Act) []Choice {
	notice := -1
	for i := range acts {
		switch a := &acts[i]; {
		case a.Act == Withdrew:
			notice = i
		case a.Act.Consents():
			notice = -1
		case a.Act == Revoked && notice >= 0:
			n := &acts[notice]
			if effect := r.effect(n); effect <= a.On {
				out = append(out, Choice{Kind: ClashLate, Acts: []int{notice, i}, Readings: []Reading{
					{Label: fmt.Sprintf("%s, which took effect on %s: %s came too late (VCLT 68)", r.evidenced(n), effect, a), Drop: []int{i}},
					{Label: r.evidenced(a) + ", before the notice took effect, so that it stayed bound", Drop: []int{notice, i}}}})
			}
			notice = -1
		}
	}
	return out
}

// evidenced tells an act with where it is evidenced.
func (r *Rules) evidenced(a *Act) string {
	source := a.Source
	if source == "" {
		source = r.Source
	}
	if source == "" {
		return a.String() + " (no source)"
	}
	return fmt.Sprintf("%s (%s)", a, source)
}

// Combine makes every way of reading the acts, or, when there would be too many, the way
// of the first readings and that of the last.
func Combine(acts []Act, cs []Choice) []Way {
	n := 1
	for i := range cs {
		n = min(n*len(cs[i].Readings), maxWays+1)
	}
	if n > maxWays {
		pick := func(last int) Way {
			rs := make([]Reading, len(cs))
			for i := range cs {
				rs[i] = cs[i].Readings[last*(len(cs[i].Readings)-1)]
			}
			return readAs(acts, rs)
		}
		return []Way{pick(0), pick(1)}
	}
	picked := [][]Reading{nil}
	for i := range cs {
		var next [][]Reading
		for _, p := range picked {
			for _, r := range cs[i].Readings {
				next = append(next, append(slices.Clone(p), r))
			}
		}
		picked = next
	}
	ways := make([]Way, len(picked))
	for i, rs := range picked {
		ways[i] = readAs(acts, rs)
	}
	return ways
}

func readAs(acts []Act, rs []Reading) Way {
	drop := map[int]bool{}
	var w Way
	var labels []string
	for _, r := range rs {
		labels = append(labels, r.Label)
		for _, i := range r.Drop {
			drop[i] = true
		}
		if r.Also != nil {
			w.Acts = append(w.Acts, *r.Also)
		}
	}
	for i, a := range acts {
		if !drop[i] {
			w.Acts = append(w.Acts, a)
		}
	}
	w.Label = strings.Join(labels, ", and ")
	return w
}

// Each calls f with the acts of one State after another.
func Each(acts []Act, f func(own []Act)) {
	for len(acts) > 0 {
		k := 1
		for k < len(acts) && acts[k].State == acts[0].State {
			k++
		}
		f(acts[:k])
		acts = acts[k:]
	}
}

// InOrder returns acts in the order of their days, without those that another tells in
// full: the same act of the same day, with the day on which it is declared to take effect.
func InOrder(acts []Act) []Act {
	var out []Act
	for i := range acts {
		if a := &acts[i]; a.Effective != 0 || !twice(acts, a) {
			out = append(out, *a)
		}
	}
	slices.SortStableFunc(out, ByDay)
	return out
}

// FirstDeposit returns the first day on which consent that counts for the entry into force
// of the instrument was expressed, zero when it never was.
func FirstDeposit(acts []Act) ent.Date {
	day := ent.Date(0)
	for i := range acts {
		if acts[i].Deposited() && (day == 0 || acts[i].On < day) {
			day = acts[i].On
		}
	}
	return day
}

// Deposited reports whether the act counts for the entry into force of the instrument.
func (a *Act) Deposited() bool {
	return a.Act.Consents() && a.Act != BoundFrom && a.Act != Succeeded
}

// Moves reports whether any of the acts bears on whether a State is bound.
func Moves(acts []Act) bool {
	return slices.ContainsFunc(acts, func(a Act) bool {
		return a.Act != Reservation && a.Act != ReservationWithdrawn && a.Act != Objection && a.Act != Declaration && a.Act != Extended
	})
}

func (r *Rules) effect(notice *Act) ent.Date {
	if notice.Effective != 0 {
		return notice.Effective
	}
	return r.NoticeEffect(notice.On)
}

// ByDay compares acts by their days.
func ByDay(x, y Act) int { return int(x.On) - int(y.On) }
