package law

import (
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/law/clock"
	"entente/internal/law/condition"
	"entente/internal/law/fact"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
)

type truth = condition.Truth

// State is what became of a norm in a matter.
type State string

// The states of a norm.
const (
	Met       State = "met"
	NotMet    State = "not-met"
	Unknown   State = "unknown"
	Displaced State = "displaced"
)

// Result is what became of one norm for one participant.
type Result struct {
	State                        State
	Bound, Applies, When, Unless truth
	holds                        truth // all four together, before displacement
	By                           *norm.Displacement
	Tie                          *Tie
}

// Evaluation is one run of all norms over one matter.
type Evaluation struct {
	Library   *Library
	Matter    *Matter
	View      *treaty.View
	territory ent.StateCode
	Roles     map[string][]int
	Leaves    [][]truth       // per participant, by atom
	filled    [][]bool        // per participant, by atom: answered
	shared    []uint8         // by atom that does not speak of the bearer: who was asked first, plus one
	Results   [][]*Result     // per norm, per participant; nil where not a bearer
	scratch   []truth         // values of one program
	ties      map[tieKey]*Tie // answered already
	arena     []Result
	done      []bool
	Atoms     []condition.Atom

	PresumeNothing bool // silence is no answer, not even to a condition that asks for it
}

// Evaluation prepares the facts and relations of a matter, which must have passed Check; Run answers it.
func (l *Library) Evaluation(m *Matter) *Evaluation {
	e := &Evaluation{Library: l, Matter: m, territory: m.Territory, Roles: map[string][]int{}, Atoms: l.Book.Table.Atoms(), ties: make(map[tieKey]*Tie, 32)}
	bound := map[ent.StateCode][]ent.InstrumentID{}
	for i, p := range m.Participants {
		e.Roles[p.Role] = append(e.Roles[p.Role], i)
		bound[p.State] = append(bound[p.State], p.Bound...)
	}
	if h := e.Roles["host"]; e.territory == "" && len(h) == 1 {
		e.territory = m.Participants[h[0]].State
	}
	e.View = l.Treaties.On(m.On, bound)
	n := len(e.Atoms)
	values, flags := make([]truth, n*len(m.Participants)), make([]bool, n*len(m.Participants))
	for p := range m.Participants {
		e.Leaves, e.filled = append(e.Leaves, values[p*n:(p+1)*n]), append(e.filled, flags[p*n:(p+1)*n])
	}
	e.shared = make([]uint8, n)
	return e
}

// need answers the atoms that the conditions of a norm ask for a participant. What
// does not speak of the bearer is asked once.
func (e *Evaluation) need(atoms []int, p int) {
	for _, i := range atoms {
		if e.filled[p][i] {
			continue
		}
		e.filled[p][i] = true
		switch a := &e.Atoms[i]; {
		case a.Kind == condition.NormMet:
		case e.Library.Index.byBearer[i]:
			e.Leaves[p][i] = e.atom(a, p)
		case e.shared[i] > 0:
			e.Leaves[p][i] = e.Leaves[e.shared[i]-1][i]
		default:
			e.Leaves[p][i] = e.atom(a, -1)
			e.shared[i] = uint8(p + 1) // a matter has at most MaxParticipants
		}
	}
}

// needAll answers every atom for every participant.
func (e *Evaluation) needAll() {
	all := make([]int, len(e.Atoms))
	for i := range all {
		all[i] = i
	}
	for p := range e.Leaves {
		e.need(all, p)
	}
}

// Run evaluates the norms chosen (nil: all) for every participant that can be their
// bearer; those evaluated already are left as they are.
func (e *Evaluation) Run(chosen []bool) {
	np := len(e.Matter.Participants)
	if e.Results == nil {
		e.Results = make([][]*Result, len(e.Library.Book.Norms))
		e.done = make([]bool, len(e.Results))
		flat := make([]*Result, len(e.Results)*np)
		for i := range e.Results {
			e.Results[i] = flat[i*np : (i+1)*np]
		}
	}
	for i, n := range e.Library.Book.Norms {
		if e.done[i] || chosen != nil && !chosen[i] {
			continue
		}
		e.done[i] = true
		for p := range np {
			if e.isBearer(n, p) {
				e.Results[i][p] = e.norm(n, p)
			}
		}
		if a := e.Library.Index.atomOf[i]; a >= 0 {
			for p := range e.Leaves {
				e.Leaves[p][a] = e.Met(n, p)
			}
		}
	}
}

func (e *Evaluation) isBearer(n *norm.Compiled, p int) bool {
	return e.Library.Bears(n.Index, e.Matter.Participants[p])
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// Met answers whether a norm is met for the participant where it is one of its
// bearers, else for anybody; a norm that nobody here can bear is not met.
func (e *Evaluation) Met(n *norm.Compiled, p int) truth {
	rs := e.Results[n.Index]
	if p >= 0 && rs[p] != nil {
		return rs[p].truth()
	}
	t := condition.False
	for _, r := range rs {
		if r != nil {
			t = condition.Or(t, r.truth())
		}
	}
	return t
}

func (r *Result) truth() truth {
	switch r.State {
	case Met:
		return condition.True
	case Unknown:
		return condition.Unknown
	}
	return condition.False
}

// Eval answers one condition for a participant; none is the answer where there is no condition.
func (e *Evaluation) Eval(c norm.Condition, p int, none truth) truth {
	if c.Program == nil {
		return none
	}
	if n := c.Program.Len(); len(e.scratch) < n {
		e.scratch = make([]truth, 2*n)
	}
	return c.Program.Eval(e.Leaves[p], e.scratch)
}

// Hanging returns the atoms on which a condition hangs for a participant, those not
// known that are reached from its root through unknown nodes alone; none when the
// condition is settled.
func (e *Evaluation) Hanging(c norm.Condition, p int) []int {
	if c.Program == nil || e.Eval(c, p, condition.True) != condition.Unknown {
		return nil
	}
	return c.Program.Hanging(e.scratch)
}

func (e *Evaluation) norm(n *norm.Compiled, p int) *Result {
	e.need(e.Library.Index.uses[n.Index], p)
	if len(e.arena) == 0 {
		e.arena = make([]Result, 128)
	}
	r := &e.arena[0]
	e.arena = e.arena[1:]
	r.Tie = e.bound(n, p)
	r.Bound = r.Tie.truth
	r.Applies = e.Eval(n.Applies, p, condition.True)
	r.When = e.Eval(n.When, p, condition.True)
	r.Unless = e.Eval(n.Unless, p, condition.False)
	r.holds = condition.And(condition.And(r.Bound, r.Applies), condition.And(r.When, r.Unless.Not()))
	if !(ent.Period{From: n.From, Until: n.Until}).Contains(e.Matter.On) {
		r.holds = condition.False
	}
	switch r.holds {
	case condition.True:
		r.State = Met
	case condition.False:
		r.State = NotMet
	default:
		r.State = Unknown
	}
	if r.State != NotMet {
		e.displace(n, p, r)
	}
	return r
}

// displace asks whether another norm takes this one's place. While that is not
// known, neither is the state of this norm.
func (e *Evaluation) displace(n *norm.Compiled, p int, r *Result) {
	for i := range n.DisplacedBy {
		d := &n.DisplacedBy[i]
		by := e.Library.Book.Norm(d.Norm)
		if by == nil {
			continue
		}
		switch e.Met(by, p) {
		case condition.True:
			r.State, r.By = Displaced, d
			return
		case condition.Unknown:
			r.State, r.By = Unknown, d
		}
	}
}

// atom answers one elementary question for the participant p as bearer.
func (e *Evaluation) atom(a *condition.Atom, p int) truth {
	switch a.Kind {
	case condition.ThereIs:
		return condition.Of(len(e.Roles[a.Name]) > 0)
	case condition.PartyIs:
		return e.partyIs(a, p)
	case condition.Member:
		return e.anyOf(a.Name, p, func(c ent.StateCode) truth {
			return condition.Of(e.Library.Treaties.World().Member(c, a.Other, e.Matter.On))
		})
	case condition.Bound:
		return e.anyOf(a.Name, p, func(c ent.StateCode) truth {
			return e.boundAlone(c, ent.InstrumentID(a.Other), norm.Treaty).truth
		})
	case condition.BoundTogether:
		return e.together(a, p)
	case condition.PlaceIn:
		return e.placeIn(a.Name)
	case condition.PlaceMetropolitan:
		return e.metropolitan(a.Name, p)
	case condition.Position:
		return e.positionIs(a)
	case condition.DateCompare:
		return compareDays(a.Op, e.Day(a.Name), e.Day(a.Other))
	}
	return e.factAtom(a, p)
}

func (e *Evaluation) positionIs(a *condition.Atom) truth {
	held := e.Library.Position(e.Matter, ent.NormID(a.Name))
	if held == "unsettled" && a.Other != "unsettled" {
		return condition.Unknown
	}
	return condition.Of(held == a.Other)
}

// Parties returns the States a word of the condition language stands for; ok is
// false when that is not known (a territory that was not named).
func (e *Evaluation) Parties(word string, p int) ([]ent.StateCode, bool) {
	switch word {
	case "bearer":
		if p < 0 {
			return nil, false
		}
		return []ent.StateCode{e.Matter.Participants[p].State}, true
	case "territory":
		return []ent.StateCode{e.territory}, e.territory != ""
	case "other":
		var out []ent.StateCode
		for i, q := range e.Matter.Participants {
			if i != p {
				out = append(out, q.State)
			}
		}
		return out, true
	}
	var out []ent.StateCode
	for _, i := range e.Roles[word] {
		out = append(out, e.Matter.Participants[i].State)
	}
	return out, true
}

func (e *Evaluation) anyOf(word string, p int, f func(ent.StateCode) truth) truth {
	cs, ok := e.Parties(word, p)
	if !ok {
		return condition.Unknown
	}
	t := condition.False
	for _, c := range cs {
		t = condition.Or(t, f(c))
	}
	return t
}

func (e *Evaluation) partyIs(a *condition.Atom, p int) truth {
	return e.anyOf(a.Name, p, func(c ent.StateCode) truth { return e.among(c, a.Values, p) })
}

// among answers whether the State is one of the codes or parties named.
func (e *Evaluation) among(c ent.StateCode, words []string, p int) truth {
	t := condition.False
	for _, w := range words {
		if ent.StateCode(w) == c {
			return condition.True
		}
		if w == "bearer" || w == "other" || w == "territory" || e.Library.Vocabulary.HasRole(w) {
			t = condition.Or(t, e.anyOf(w, p, func(d ent.StateCode) truth { return condition.Of(c == d) }))
		}
	}
	return t
}

func (e *Evaluation) together(a *condition.Atom, p int) truth {
	return e.anyOf(a.Name, p, func(x ent.StateCode) truth {
		return e.anyOf(a.Other, p, func(y ent.StateCode) truth {
			if x == y {
				return condition.False
			}
			return e.relation([][2]ent.StateCode{{x, y}}, ent.InstrumentID(a.Third)).truth
		})
	})
}

func (e *Evaluation) factAtom(a *condition.Atom, p int) truth {
	v, ok := e.Matter.Facts[a.Name]
	if a.Kind == condition.FactOnRecord && (ok || !e.PresumeNothing) {
		return condition.Of(ok)
	}
	if !ok {
		return condition.Unknown
	}
	switch a.Kind {
	case condition.FactTrue:
		return condition.Of(v.Yes)
	case condition.FactStated:
		return condition.True
	case condition.FactEmpty:
		return condition.Of(len(v.Words) == 0)
	case condition.FactCompare:
		if a.Currency != "" && a.Currency != v.Currency {
			return condition.Unknown
		}
		return compare(a.Op, v.Number, a.Number)
	case condition.FactWithin:
		return e.within(v, a.Other)
	case condition.FactIs, condition.FactIncludes, condition.FactIsParty:
		return e.words(v, a.Values, p)
	}
	return condition.Unknown
}

// words answers whether one of the words stated is among those named.
func (e *Evaluation) words(v fact.Value, named []string, p int) truth {
	t := condition.False
	for _, w := range v.Words {
		if v.Type == fact.State || v.Type == fact.StateList {
			t = condition.Or(t, e.among(ent.StateCode(w), named, p))
		} else if contains(named, w) {
			return condition.True
		}
	}
	return t
}

func (e *Evaluation) within(v fact.Value, other string) truth {
	w, ok := e.Matter.Facts[other]
	if !ok {
		if len(v.Words) == 0 {
			return condition.True
		}
		return condition.Unknown
	}
	for _, x := range v.Words {
		if !w.Has(x) {
			return condition.False
		}
	}
	return condition.True
}

// Day returns the day of the matter, an ISO day, or that of a fact, moved by `+ N
// days`, months or years; zero when it is not known.
func (e *Evaluation) Day(word string) ent.Date {
	if base, shift, ok := strings.Cut(word, " "); ok {
		return parseShift(shift).from(e.Day(base))
	}
	if word == "day" {
		return e.Matter.On
	}
	if d, err := ent.ParseDate(word); err == nil {
		return d
	}
	return e.Matter.Facts[word].Day
}

// shift moves a day by months and days.
type shift struct{ months, days int }

// parseShift reads a shift such as "+ 21 days".
func parseShift(text string) shift {
	w := strings.Fields(text)
	n, _ := strconv.Atoi(w[1]) // the parser of conditions lets digits alone through
	if w[0] == "-" {
		n = -n
	}
	switch w[2] {
	case "months":
		return shift{months: n}
	case "years":
		return shift{months: 12 * n}
	}
	return shift{days: n}
}

// from moves a day; no day stays no day.
func (s shift) from(d ent.Date) ent.Date {
	if d == 0 {
		return 0
	}
	return d.AddMonths(s.months).AddDays(s.days)
}

func compareDays(op string, a, b ent.Date) truth {
	if a == 0 || b == 0 {
		return condition.Unknown
	}
	return compare(op, float64(a), float64(b))
}

func compare(op string, a, b float64) truth {
	switch op {
	case "before", "less than":
		return condition.Of(a < b)
	case "on or before", "at most":
		return condition.Of(a <= b)
	case "after", "more than":
		return condition.Of(a > b)
	case "on or after", "at least":
		return condition.Of(a >= b)
	}
	return condition.Of(a == b)
}

// placeIn answers by coordinates; without them by the area stated, or by the
// territory where all of it lies in one area.
func (e *Evaluation) placeIn(id string) truth {
	if pl := e.Matter.Place; pl != nil {
		in, err := e.Library.Areas.Contains(id, pl.Lat, pl.Lon)
		if err != nil {
			return condition.Unknown
		}
		return condition.Of(in)
	}
	if v, ok := e.Matter.Facts["attack.area"]; ok {
		return e.statedArea(id, v.Word())
	}
	if s := e.Library.Treaties.World().State(e.territory); s != nil && s.Within != "" {
		return condition.Of(s.Within == id || e.Library.Areas.Inside(s.Within, id))
	}
	return condition.Unknown
}

// statedArea compares an area with the one stated in words: another area of the
// same list is excluded, a smaller area is not settled by it.
func (e *Evaluation) statedArea(id, stated string) truth {
	if id == stated {
		return condition.True
	}
	d := e.Library.Vocabulary.Fact("attack.area")
	if contains(d.Values, id) || stated == "europe" || stated == "north-america" || stated == "turkiye" {
		return condition.False
	}
	return condition.Unknown
}

func (e *Evaluation) metropolitan(word string, p int) truth {
	pl := e.Matter.Place
	if pl == nil {
		return condition.True
	}
	return e.anyOf(word, p, func(c ent.StateCode) truth {
		for _, a := range e.Library.Areas.Overseas(string(c)) {
			if in, err := e.Library.Areas.Contains(a.ID, pl.Lat, pl.Lon); err == nil && in {
				return condition.False
			}
		}
		return condition.True
	})
}

// Year, ExitEffect, Calendar and Day make an evaluation the events of a clock.

// Calendar returns a calendar of the library, nil when it has none of that id.
func (e *Evaluation) Calendar(id string) *clock.Calendar { return e.Library.calendars[id] }

// Year returns the number of a year fact.
func (e *Evaluation) Year(name string) int {
	v, ok := e.Matter.Facts[name]
	if !ok || v.Type != fact.Number || v.Number < 1 || v.Number > 9998 {
		return 0
	}
	return int(v.Number)
}

// ExitEffect returns the day on which the withdrawal asked about takes effect by
// the instrument's own rule, zero when the instrument or the notice is not known.
func (e *Evaluation) ExitEffect() ent.Date {
	v, ok := e.Matter.Facts["exit.instrument"]
	notice := e.Matter.Facts["exit.notice_received_on"].Day
	if !ok || notice == 0 {
		return 0
	}
	return e.Library.Treaties.ExitEffect(ent.InstrumentID(v.Word()), notice)
}
