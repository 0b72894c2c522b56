package law

import (
	"fmt"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/law/condition"
	"entente/internal/law/fact"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
)

type truth = condition.Truth

// result is what became of one norm for one participant.
type result struct {
	state                        State
	bound, applies, when, unless truth
	holds                        truth // all four together, before displacement
	by                           *norm.Displacement
	tie                          tie
}

// tie tells how the bearer is bound by the norm's source.
type tie struct {
	truth     truth
	through   ent.InstrumentID
	contested bool
	since     ent.Date
	why       string
	cites     string
}

// tieKey asks how a State, or two, are bound by an instrument.
type tieKey struct {
	a, b ent.StateCode
	id   ent.InstrumentID
}

// evaluation is one run of all norms over one matter.
type evaluation struct {
	lib       *Library
	m         *Matter
	view      *treaty.View
	territory ent.StateCode
	roles     map[string][]int
	leaves    [][]truth      // per participant, by atom
	filled    [][]bool       // per participant, by atom: answered
	shared    []int          // by atom that does not speak of the bearer: who was asked first, plus one
	results   [][]*result    // per norm, per participant; nil where not a bearer
	scratch   []truth        // values of one program
	ties      map[tieKey]tie // answered already
	arena     []result
	done      []bool
	atoms     []condition.Atom

	presumeNothing bool // silence is no answer, not even to a condition that asks for it
}

// newEvaluation prepares the facts and relations of a matter.
func (l *Library) newEvaluation(m *Matter) *evaluation {
	e := &evaluation{lib: l, m: m, territory: m.Territory, roles: map[string][]int{}, atoms: l.Book.Table.Atoms(), ties: make(map[tieKey]tie, 28)}
	bound := map[ent.StateCode][]ent.InstrumentID{}
	for i, p := range m.Participants {
		e.roles[p.Role] = append(e.roles[p.Role], i)
		bound[p.State] = append(bound[p.State], p.Bound...)
	}
	if h := e.roles["host"]; e.territory == "" && len(h) == 1 {
		e.territory = m.Participants[h[0]].State
	}
	e.view = l.Treaties.On(m.On, bound)
	n := len(e.atoms)
	values, flags := make([]truth, n*len(m.Participants)), make([]bool, n*len(m.Participants))
	for p := range m.Participants {
		e.leaves, e.filled = append(e.leaves, values[p*n:(p+1)*n]), append(e.filled, flags[p*n:(p+1)*n])
	}
	e.shared = make([]int, n)
	return e
}

// need answers the atoms that the conditions of a norm ask for a participant. What
// does not speak of the bearer is asked once.
func (e *evaluation) need(atoms []int, p int) {
	for _, i := range atoms {
		if e.filled[p][i] {
			continue
		}
		e.filled[p][i] = true
		switch a := &e.atoms[i]; {
		case a.Kind == condition.NormMet:
		case e.lib.index.byBearer[i]:
			e.leaves[p][i] = e.atom(a, p)
		case e.shared[i] > 0:
			e.leaves[p][i] = e.leaves[e.shared[i]-1][i]
		default:
			e.leaves[p][i] = e.atom(a, -1)
			e.shared[i] = p + 1
		}
	}
}

// needAll answers every atom for every participant.
func (e *evaluation) needAll() {
	all := make([]int, len(e.atoms))
	for i := range all {
		all[i] = i
	}
	for p := range e.leaves {
		e.need(all, p)
	}
}

// run evaluates the norms chosen (nil: all) for every participant that can be their
// bearer; those evaluated already are left as they are.
func (e *evaluation) run(chosen []bool) {
	np := len(e.m.Participants)
	if e.results == nil {
		e.results = make([][]*result, len(e.lib.Book.Norms))
		e.done = make([]bool, len(e.results))
		flat := make([]*result, len(e.results)*np)
		for i := range e.results {
			e.results[i] = flat[i*np : (i+1)*np]
		}
	}
	for i, n := range e.lib.Book.Norms {
		if e.done[i] || chosen != nil && !chosen[i] {
			continue
		}
		e.done[i] = true
		for p := range np {
			if e.isBearer(n, p) {
				e.results[i][p] = e.norm(n, p)
			}
		}
		if a := e.lib.index.atomOf[i]; a >= 0 {
			for p := range e.leaves {
				e.leaves[p][a] = e.met(n, p)
			}
		}
	}
}

func (e *evaluation) isBearer(n *norm.Compiled, p int) bool {
	return e.lib.Bears(n.Index, e.m.Participants[p])
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// met answers whether a norm is met for the participant where it is one of its
// bearers, else for anybody; a norm that nobody here can bear is not met.
func (e *evaluation) met(n *norm.Compiled, p int) truth {
	rs := e.results[n.Index]
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

func (r *result) truth() truth {
	switch r.state {
	case Met:
		return condition.True
	case Unknown:
		return condition.Unknown
	}
	return condition.False
}

func (e *evaluation) program(c norm.Condition, p int, none truth) truth {
	if c.Program == nil {
		return none
	}
	if n := c.Program.Len(); len(e.scratch) < n {
		e.scratch = make([]truth, 2*n)
	}
	return c.Program.Eval(e.leaves[p], e.scratch)
}

func (e *evaluation) norm(n *norm.Compiled, p int) *result {
	e.need(e.lib.index.uses[n.Index], p)
	if len(e.arena) == 0 {
		e.arena = make([]result, 128)
	}
	r := &e.arena[0]
	e.arena = e.arena[1:]
	r.tie = e.bound(n, p)
	r.bound = r.tie.truth
	r.applies = e.program(n.Applies, p, condition.True)
	r.when = e.program(n.When, p, condition.True)
	r.unless = e.program(n.Unless, p, condition.False)
	r.holds = condition.And(condition.And(r.bound, r.applies), condition.And(r.when, r.unless.Not()))
	if !(ent.Period{From: n.From, Until: n.Until}).Contains(e.m.On) {
		r.holds = condition.False
	}
	switch r.holds {
	case condition.True:
		r.state = Met
	case condition.False:
		r.state = NotMet
	default:
		r.state = Unknown
	}
	if r.state != NotMet {
		e.displace(n, p, r)
	}
	return r
}

// displace asks whether another norm takes this one's place. While that is not
// known, neither is the state of this norm.
func (e *evaluation) displace(n *norm.Compiled, p int, r *result) {
	for i := range n.DisplacedBy {
		d := &n.DisplacedBy[i]
		by := e.lib.Book.Norm(d.Norm)
		if by == nil {
			continue
		}
		switch e.met(by, p) {
		case condition.True:
			r.state, r.by = Displaced, d
			return
		case condition.Unknown:
			r.state, r.by = Unknown, d
		}
	}
}

// bound answers whether the bearer, or the pair that the norm speaks of, is bound by its source.
func (e *evaluation) bound(n *norm.Compiled, p int) tie {
	id := n.Place.Instrument
	if n.Unbound || id == "" {
		return tie{truth: condition.True, why: "the rule does not depend on participation"}
	}
	var t tie
	if len(n.Between) == 2 {
		t = e.boundBetween(n, p, id)
	} else {
		t = e.boundAlone(e.m.Participants[p].State, id, n.Class)
	}
	if t.truth != condition.True && n.BindsAll {
		return tie{truth: condition.True, through: "CUSTOM", why: t.why + "; the rule binds as custom", cites: "custom"}
	}
	return t
}

func (e *evaluation) boundAlone(c ent.StateCode, id ent.InstrumentID, class norm.Class) tie {
	if e.lib.Treaties.World().IsOrganisation(c) && (class == norm.Policy || class == norm.Custom || class == norm.Charter) {
		return tie{truth: condition.True, why: "the rule addresses organisations", cites: string(id)}
	}
	key := tieKey{a: c, id: id}
	t, ok := e.ties[key]
	if !ok {
		s, since := e.view.Standing(c, id)
		t = e.standingTruth(s, c, id)
		t.since, t.cites = since, string(id)
		e.ties[key] = t
	}
	return t
}

func (e *evaluation) standingTruth(s treaty.Standing, c ent.StateCode, id ent.InstrumentID) tie {
	switch s {
	case treaty.Party:
		return tie{truth: condition.True, why: fmt.Sprintf("%s is bound by %s", c, id)}
	case treaty.ProvisionalParty:
		return tie{truth: condition.True, why: fmt.Sprintf("%s applies %s provisionally", c, id)}
	case treaty.Contested:
		return e.contestedTie(c, id)
	case treaty.Undetermined:
		return tie{why: fmt.Sprintf("whether %s is bound by %s is not known", c, id)}
	case treaty.Withdrawn:
		return tie{truth: condition.False, why: fmt.Sprintf("%s is no longer bound by %s", c, id)}
	case treaty.Signatory:
		return tie{truth: condition.False, why: fmt.Sprintf("%s signed or deposited but is not bound by %s on this day", c, id)}
	}
	if in := e.lib.Treaties.Instrument(id); in != nil {
		if _, _, day := e.lib.Treaties.EntryIntoForce(id); in.Participants == "" && (day == 0 || day > e.m.On) {
			return tie{truth: condition.False, why: fmt.Sprintf("%s is not in force on this day", id)}
		}
	}
	return tie{truth: condition.False, why: fmt.Sprintf("%s is not party to %s", c, id)}
}

// contestedTie settles a contested standing by the position taken on unilateral
// suspension; where the dispute is about something else it stays open.
func (e *evaluation) contestedTie(c ent.StateCode, id ent.InstrumentID) tie {
	t := tie{contested: true}
	if !e.lib.Treaties.SuspensionClaimed(c, id, e.m.On) {
		t.why = fmt.Sprintf("whether %s is bound by %s is contested", c, id)
		return t
	}
	p := e.lib.position(e.m, "T-SUSP")
	t.truth = condition.Of(p != "suspension-effective")
	if t.truth == condition.True {
		t.why = fmt.Sprintf("%s claims to have suspended %s; on the position %s it stays bound", c, id, p)
	} else {
		t.why = fmt.Sprintf("%s has suspended %s; the position %s gives that effect", c, id, p)
	}
	return t
}

// boundBetween asks the instrument between two roles, then every instrument that
// applies its articles between its own parties.
func (e *evaluation) boundBetween(n *norm.Compiled, p int, id ent.InstrumentID) tie {
	pairs := e.pairs(n, p)
	t := e.relation(pairs, id)
	for _, try := range e.lib.appliers[id] {
		if t.truth == condition.True {
			break
		}
		if u := e.relation(pairs, try); u.truth == condition.True || u.truth == condition.Unknown && t.truth == condition.False {
			t = u
			t.through = try
			t.why = fmt.Sprintf("%s, which applies the articles of %s", u.why, id)
		}
	}
	return t
}

func (e *evaluation) pairs(n *norm.Compiled, p int) [][2]ent.StateCode {
	var out [][2]ent.StateCode
	for _, i := range e.roles[n.Between[0]] {
		for _, j := range e.roles[n.Between[1]] {
			involved := i == p || j == p || !contains(n.Between, e.m.Participants[p].Role)
			if involved && i != j {
				out = append(out, [2]ent.StateCode{e.m.Participants[i].State, e.m.Participants[j].State})
			}
		}
	}
	return out
}

func (e *evaluation) relation(pairs [][2]ent.StateCode, id ent.InstrumentID) tie {
	t := tie{truth: condition.False, cites: string(id)}
	if len(pairs) == 0 {
		t.why = string(id) + ": there is no second State to be bound with"
	}
	for _, pair := range pairs {
		key := tieKey{pair[0], pair[1], id}
		u, ok := e.ties[key]
		if !ok {
			u = e.pairTie(pair, id)
			e.ties[key] = u
		}
		if u.truth == condition.True {
			return u
		}
		t = u
	}
	return t
}

func (e *evaluation) pairTie(pair [2]ent.StateCode, id ent.InstrumentID) tie {
	r := e.view.Between(pair[:], id)
	u := tie{truth: condition.Of(r.InForce), since: r.Since, cites: string(id), why: r.Why}
	switch {
	case r.InForce && r.Contested:
		u = e.contestedPair(id, pair, r)
	case r.Unknown:
		u.truth = condition.Unknown
	case r.InForce:
		u.why = fmt.Sprintf("%s is in force between %s and %s since %s", id, pair[0], pair[1], r.Since)
	case u.why == "":
		u.why = fmt.Sprintf("%s is not in force between %s and %s", id, pair[0], pair[1])
	}
	return u
}

func (e *evaluation) contestedPair(id ent.InstrumentID, pair [2]ent.StateCode, r treaty.Relation) tie {
	p := e.lib.position(e.m, "T-SUSP")
	return tie{truth: condition.Of(p != "suspension-effective"), contested: true, since: r.Since, cites: string(id),
		why: fmt.Sprintf("whether %s binds %s and %s toward one another is contested; position %s", id, pair[0], pair[1], p)}
}

// atom answers one elementary question for the participant p as bearer.
func (e *evaluation) atom(a *condition.Atom, p int) truth {
	switch a.Kind {
	case condition.ThereIs:
		return condition.Of(len(e.roles[a.Name]) > 0)
	case condition.PartyIs:
		return e.partyIs(a, p)
	case condition.Member:
		return e.anyOf(a.Name, p, func(c ent.StateCode) truth {
			return condition.Of(e.lib.Treaties.World().Member(c, a.Other, e.m.On))
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
		return compareDays(a.Op, e.day(a.Name), e.day(a.Other))
	}
	return e.factAtom(a, p)
}

func (e *evaluation) positionIs(a *condition.Atom) truth {
	held := e.lib.position(e.m, ent.NormID(a.Name))
	if held == "unsettled" && a.Other != "unsettled" {
		return condition.Unknown
	}
	return condition.Of(held == a.Other)
}

// parties returns the States a word of the condition language stands for; ok is
// false when that is not known (a territory that was not named).
func (e *evaluation) parties(word string, p int) ([]ent.StateCode, bool) {
	switch word {
	case "bearer":
		if p < 0 {
			return nil, false
		}
		return []ent.StateCode{e.m.Participants[p].State}, true
	case "territory":
		return []ent.StateCode{e.territory}, e.territory != ""
	case "other":
		var out []ent.StateCode
		for i, q := range e.m.Participants {
			if i != p {
				out = append(out, q.State)
			}
		}
		return out, true
	}
	var out []ent.StateCode
	for _, i := range e.roles[word] {
		out = append(out, e.m.Participants[i].State)
	}
	return out, true
}

func (e *evaluation) anyOf(word string, p int, f func(ent.StateCode) truth) truth {
	cs, ok := e.parties(word, p)
	if !ok {
		return condition.Unknown
	}
	t := condition.False
	for _, c := range cs {
		t = condition.Or(t, f(c))
	}
	return t
}

func (e *evaluation) partyIs(a *condition.Atom, p int) truth {
	return e.anyOf(a.Name, p, func(c ent.StateCode) truth { return e.among(c, a.Values, p) })
}

// among answers whether the State is one of the codes or parties named.
func (e *evaluation) among(c ent.StateCode, words []string, p int) truth {
	t := condition.False
	for _, w := range words {
		if ent.StateCode(w) == c {
			return condition.True
		}
		if w == "bearer" || w == "other" || w == "territory" || e.lib.Vocabulary.HasRole(w) {
			t = condition.Or(t, e.anyOf(w, p, func(d ent.StateCode) truth { return condition.Of(c == d) }))
		}
	}
	return t
}

func (e *evaluation) together(a *condition.Atom, p int) truth {
	return e.anyOf(a.Name, p, func(x ent.StateCode) truth {
		return e.anyOf(a.Other, p, func(y ent.StateCode) truth {
			if x == y {
				return condition.False
			}
			return e.relation([][2]ent.StateCode{{x, y}}, ent.InstrumentID(a.Third)).truth
		})
	})
}

func (e *evaluation) factAtom(a *condition.Atom, p int) truth {
	v, ok := e.m.Facts[a.Name]
	if a.Kind == condition.FactOnRecord && (ok || !e.presumeNothing) {
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
func (e *evaluation) words(v fact.Value, named []string, p int) truth {
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

func (e *evaluation) within(v fact.Value, other string) truth {
	w, ok := e.m.Facts[other]
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

// day returns the day of the matter, an ISO day, or that of a fact, moved by `+ N
// days`, months or years; zero when it is not known.
func (e *evaluation) day(word string) ent.Date {
	if base, shift, ok := strings.Cut(word, " "); ok {
		return parseShift(shift).from(e.day(base))
	}
	if word == "day" {
		return e.m.On
	}
	if d, err := ent.ParseDate(word); err == nil {
		return d
	}
	return e.m.Facts[word].Day
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
func (e *evaluation) placeIn(id string) truth {
	if pl := e.m.Place; pl != nil {
		in, err := e.lib.Areas.Contains(id, pl.Lat, pl.Lon)
		if err != nil {
			return condition.Unknown
		}
		return condition.Of(in)
	}
	if v, ok := e.m.Facts["attack.area"]; ok {
		return e.statedArea(id, v.Word())
	}
	if s := e.lib.Treaties.World().State(e.territory); s != nil && s.Within != "" {
		return condition.Of(s.Within == id || e.lib.Areas.Inside(s.Within, id))
	}
	return condition.Unknown
}

// statedArea compares an area with the one stated in words: another area of the
// same list is excluded, a smaller area is not settled by it.
func (e *evaluation) statedArea(id, stated string) truth {
	if id == stated {
		return condition.True
	}
	d := e.lib.Vocabulary.Fact("attack.area")
	if contains(d.Values, id) || stated == "europe" || stated == "north-america" || stated == "turkiye" {
		return condition.False
	}
	return condition.Unknown
}

func (e *evaluation) metropolitan(word string, p int) truth {
	pl := e.m.Place
	if pl == nil {
		return condition.True
	}
	return e.anyOf(word, p, func(c ent.StateCode) truth {
		for _, a := range e.lib.Areas.Overseas(string(c)) {
			if in, err := e.lib.Areas.Contains(a.ID, pl.Lat, pl.Lon); err == nil && in {
				return condition.False
			}
		}
		return condition.True
	})
}

// Day, Year and ExitEffect make an evaluation the events of a clock.

// Day returns the day of a date fact or of the matter.
func (e *evaluation) Day(name string) ent.Date { return e.day(name) }

// Year returns the number of a year fact.
func (e *evaluation) Year(name string) int {
	v, ok := e.m.Facts[name]
	if !ok || v.Type != fact.Number || v.Number < 1 || v.Number > 9998 {
		return 0
	}
	return int(v.Number)
}

// ExitEffect returns the day on which the withdrawal asked about takes effect by
// the instrument's own rule, zero when the instrument or the notice is not known.
func (e *evaluation) ExitEffect() ent.Date {
	v, ok := e.m.Facts["exit.instrument"]
	notice := e.m.Facts["exit.notice_received_on"].Day
	if !ok || notice == 0 {
		return 0
	}
	return e.lib.Treaties.ExitEffect(ent.InstrumentID(v.Word()), notice)
}
