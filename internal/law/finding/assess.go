// Package finding answers a matter: may this be done, on which legal basis, under
// which conditions; who has jurisdiction; what must be reported, to whom, by when;
// what would settle it. It reads what package law made of every norm, settles which
// prevails, and keeps the whole tree of reasons.
package finding

import (
	"fmt"
	"slices"
	"sort"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/condition"
	"entente/internal/law/norm"
	"entente/internal/law/precedence"
)

// Assess answers a matter with the whole proof. The error, of kind Invalid, says what
// is wrong with the matter; whatever the answer, there is no other error.
func Assess(l *law.Library, m *law.Matter) (*Finding, error) {
	f, err := Decide(l, m)
	if err != nil {
		return nil, err
	}
	return f.Prove(), nil
}

// Decide answers a matter and keeps the value of every node of every condition; Prove
// tells them. The errors are those of Assess.
func Decide(l *law.Library, m *law.Matter) (*Finding, error) {
	if err := l.Check(m); err != nil {
		return nil, err
	}
	e := l.Evaluation(m)
	e.Run(l.Active(m))
	a := &assembly{Evaluation: e, f: &Finding{Matter: m.Title, Kind: m.Kind, On: m.On, Corpus: l.Hash}}
	a.norms()
	a.outcomes()
	a.effects()
	a.jurisdiction()
	a.casus()
	a.shares()
	a.conflicts()
	a.notApplicable()
	a.questions()
	a.f.prove = a.prove
	return a.f, nil
}

// prove completes the finding by what is only told, not decided: the norms not
// examined, the days to which lists are complete, the tree of reasons.
func (a *assembly) prove() {
	a.Run(nil)
	a.presumed()
	a.unasked()
	a.asOf()
	a.proof()
	a.empty()
}

// assembly builds the finding from an evaluation.
type assembly struct {
	*law.Evaluation
	f      *Finding
	listed []listed
}

// listed is one norm for one bearer that stands in the finding.
type listed struct {
	n *norm.Compiled
	p int
	r *law.Result

	repeat bool // it stands in the finding for the same State already
}

// norms lists what the kind of matter brings up, and what else takes effect because
// a fact of its own was stated.
func (a *assembly) norms() {
	raised := a.Library.Index.Raised[a.Matter.Kind]
	a.listed = make([]listed, 0, 64)
	shown := 0
	for _, n := range a.Library.Index.Listing {
		for p, r := range a.Results[n.Index] {
			if r == nil || !raised[n.Index] && !a.besides(n, r) {
				continue
			}
			x := listed{n: n, p: p, r: r}
			x.repeat = a.repeated(n, p)
			a.listed = append(a.listed, x)
			if !x.repeat {
				shown++
			}
		}
	}
	a.f.Norms = make([]NormResult, 0, shown)
	for _, x := range a.listed {
		if !x.repeat {
			a.f.Norms = append(a.f.Norms, a.normResult(x))
		}
	}
}

// repeated reports whether the norm was listed for the same State in another role.
func (a *assembly) repeated(n *norm.Compiled, p int) bool {
	for q := range p {
		if a.Results[n.Index][q] != nil && a.Matter.Participants[q].State == a.Matter.Participants[p].State {
			return true
		}
	}
	return false
}

// besides reports whether a norm that the kind does not bring up is listed all the same:
// it takes effect on a fact of its own that was stated, or a fact that few norms ask
// was stated and shows that it does not.
func (a *assembly) besides(n *norm.Compiled, r *law.Result) bool {
	switch r.State {
	case law.Met, law.Displaced:
		return a.stated(n)
	case law.NotMet:
		return r.Bound != condition.False && slices.ContainsFunc(n.Gates, func(f string) bool {
			_, stated := a.Matter.Facts[f]
			return stated && len(a.Library.Index.Asking[f]) <= fewNorms && slices.Contains(a.Library.Vocabulary.Fact(f).Kinds, a.Matter.Kind)
		})
	}
	return false
}

// fewNorms is how many norms may ask a fact that still points to each of them.
const fewNorms = 3

func (a *assembly) stated(n *norm.Compiled) bool { return a.statedAny(n.Facts) }

func (a *assembly) statedAny(facts []string) bool {
	for _, f := range facts {
		if _, ok := a.Matter.Facts[f]; ok {
			return true
		}
	}
	return false
}

func (a *assembly) normResult(x listed) NormResult {
	n, r := x.n, x.r
	out := NormResult{Norm: n.ID, Title: n.Title, Instrument: n.Place.Instrument, Article: n.Place.Article, Bearer: a.Matter.Participants[x.p].State,
		Modality: string(n.Modality), State: r.State, Through: r.Tie.Through, Confidence: n.Source.Confidence, Cites: n.Source.Cites}
	if r.State == law.Displaced {
		out.DisplacedBy = r.By.Norm
	}
	if a.Library.Index.Disputed[n.Index] {
		out.Disputed, out.Position = true, a.Library.Position(a.Matter, n.ID)
	}
	if r.Tie.Contested {
		out.Disputed = true
		if out.Position == "" {
			out.Position = a.Library.Position(a.Matter, "T-SUSP")
		}
	}
	return out
}

// outcomes works out, per participant and legal order, the strictest of what the norms say.
func (a *assembly) outcomes() {
	asked := slices.ContainsFunc(a.Matter.Participants, func(p law.Participant) bool { return p.Asked })
	for p, part := range a.Matter.Participants {
		fp := ForParticipant{Participant: part.State, Role: part.Role, Asked: part.Asked, Orders: map[string]Outcome{}}
		for _, x := range a.listed {
			if x.p == p {
				o := a.Library.Order(x.n)
				fp.Orders[o] = combine(fp.Orders[o], a.contribution(x))
			}
		}
		fp.Outcome = Permitted
		for o, v := range fp.Orders {
			fp.Orders[o] = settle(v)
			fp.Outcome = strictest(fp.Outcome, fp.Orders[o])
		}
		for _, o := range law.Orders[:3] {
			if fp.Orders[o] == "" {
				fp.Orders[o] = Permitted
			}
		}
		a.f.For = append(a.f.For, fp)
		if part.Asked || !asked {
			a.f.Outcome = strictest(a.f.Outcome, fp.Outcome)
		}
	}
}

// openCondition stands, while outcomes are combined, for a norm that would add
// conditions and is unknown: it leaves the outcome open only if nothing stricter
// or certain is there.
const openCondition Outcome = "open-condition"

// contribution is what one norm adds to the outcome of its bearer.
func (a *assembly) contribution(x listed) Outcome {
	policy := x.n.Class == norm.Policy
	prohibits := condition.Of(x.n.Outcome == "prohibited")
	if prohibits == condition.True {
		prohibits = a.Eval(x.n.ProhibitedIf, x.p, condition.True)
	}
	switch {
	case x.r.State == law.Met && prohibits == condition.True && !policy:
		return Prohibited
	case x.r.State == law.Met && prohibits == condition.Unknown && !policy:
		return Undetermined
	case x.r.State == law.Met && (prohibits == condition.True || a.conditions(x)):
		return Conditional
	case x.r.State != law.Unknown || policy || a.unexamined(x):
		return Permitted
	case prohibits != condition.False:
		return Undetermined
	case a.conditions(x):
		return openCondition
	}
	return Permitted
}

// conditions reports whether the norm brings conditions with it here.
func (a *assembly) conditions(x listed) bool {
	for i := range x.n.Conditions {
		if a.Eval(x.n.Conditions[i].If, x.p, condition.True) != condition.False {
			return true
		}
	}
	return false
}

// unexamined reports whether a norm, though the kind of matter brings it up, hangs on
// facts that are none of the kind's main facts and of which none was stated: then it
// is listed as unknown and as not examined, and leaves the outcome alone. A State's
// own law is always examined where that State takes part.
func (a *assembly) unexamined(x listed) bool {
	ownLaw := x.n.Class == norm.Domestic && len(x.n.States) > 0
	gates := x.n.Gates
	if x.r.Applies == condition.Unknown {
		gates = x.n.Scope
	}
	if x.r.State != law.Unknown || len(gates) == 0 || ownLaw || len(x.n.Jurisdiction) > 0 || a.statedAny(gates) {
		return false
	}
	main := a.Library.Vocabulary.Kind(a.Matter.Kind).MainFacts
	return !slices.ContainsFunc(gates, func(f string) bool { return slices.Contains(main, f) })
}

func combine(a, b Outcome) Outcome {
	if a == openCondition || b == openCondition {
		other := a
		if a == openCondition {
			other = b
		}
		if rank[other] >= rank[Conditional] {
			return other
		}
		return openCondition
	}
	return strictest(a, b)
}

func settle(o Outcome) Outcome {
	if o == openCondition {
		return Undetermined
	}
	return o
}

// effects lists the conditions, duties and days of the norms that are met.
func (a *assembly) effects() {
	for _, x := range a.listed {
		if x.r.State != law.Met {
			continue
		}
		bearer := a.Matter.Participants[x.p].State
		for i := range x.n.Conditions {
			c := &x.n.Conditions[i]
			if a.Eval(c.If, x.p, condition.True) != condition.False {
				a.addCondition(ConditionResult{bearer, c.Text, x.n.ID})
			}
		}
		if x.n.Class == norm.Policy && x.n.Outcome == "prohibited" && len(x.n.Conditions) == 0 {
			a.addCondition(ConditionResult{bearer, x.n.Title, x.n.ID})
		}
		for i := range x.n.Duties {
			a.duty(x, &x.n.Duties[i])
		}
		for i := range x.n.Dates {
			a.date(x, &x.n.Dates[i])
		}
	}
}

func (a *assembly) addCondition(c ConditionResult) {
	if !slices.Contains(a.f.Conditions, c) {
		a.f.Conditions = append(a.f.Conditions, c)
	}
}

func (a *assembly) duty(x listed, d *norm.Duty) {
	t := a.Eval(d.If, x.p, condition.True)
	if t == condition.False {
		return
	}
	out := DutyResult{Bearer: a.Matter.Participants[x.p].State, Duty: d.Duty, To: d.To, DueText: d.DueText, Prompt: d.Prompt, Legal: d.Legal == nil || *d.Legal, Norm: x.n.ID}
	if d.Bearer != "" {
		cs, ok := a.Parties(d.Bearer, x.p)
		if !ok || len(cs) == 0 {
			return
		}
		out.Bearer = cs[0]
	}
	missing := ""
	if d.Due.Parsed != nil {
		out.Due, missing = d.Due.Parsed.At(a.Evaluation)
		if out.DueText == "" {
			out.DueText = d.Due.Source
		}
	}
	out.State = a.performed(d, out.Due)
	if missing != "" {
		out.DueText += fmt.Sprintf("; no day can be told without %s", missing)
		if out.State == "done" {
			out.DueText += ", nor whether it was done in time"
		}
	}
	if t == condition.Unknown || missing != "" {
		out.State = "unknown"
	}
	if !slices.Contains(a.f.Duties, out) {
		a.f.Duties = append(a.f.Duties, out)
	}
}

// performed tells whether a duty was done in time: open while its day has not
// passed, unknown when it has and nobody said whether it was done.
func (a *assembly) performed(d *norm.Duty, due ent.Date) string {
	done := ent.Date(0)
	if d.Done != "" {
		done = a.Day(d.Done)
		if v, ok := a.Matter.Facts[d.Done]; ok && v.Day == 0 && v.Yes {
			return "done"
		}
	}
	switch {
	case done != 0 && done <= a.Matter.On:
		if due != 0 && done > due {
			return "late"
		}
		return "done"
	case due != 0 && due < a.Matter.On:
		return "unknown"
	}
	return "open"
}

func (a *assembly) date(x listed, d *norm.Computed) {
	if d.Day.Parsed == nil || a.Eval(d.If, x.p, condition.True) == condition.False {
		return
	}
	if day, missing := d.Day.Parsed.At(a.Evaluation); day != 0 || missing != "" {
		out := DateResult{d.What, day, x.n.ID, missing}
		if !slices.Contains(a.f.Dates, out) {
			a.f.Dates = append(a.f.Dates, out)
		}
	}
}

// jurisdiction joins what the met norms say of who may try and who keeps the accused.
func (a *assembly) jurisdiction() {
	j := &JurisdictionResult{Concurrent: []ent.StateCode{}, None: []ent.StateCode{}}
	concerned := a.Matter.Kind == "offence"
	for _, x := range a.listed {
		concerned = concerned || len(x.n.Jurisdiction) > 0 && x.r.State == law.Met
		if x.r.State != law.Met {
			continue
		}
		for i := range x.n.Jurisdiction {
			if a.forum(j, x, &x.n.Jurisdiction[i]) {
				break // the first entry that holds settles it
			}
		}
		for i := range x.n.Custody {
			c := &x.n.Custody[i]
			if j.Custody == nil && a.Eval(c.If, x.p, condition.True) == condition.True {
				if s := a.role(c.Holder, x.p); s != "" {
					j.Custody = &CustodyResult{s, c.Until}
				}
			}
		}
	}
	if concerned {
		if j.Exclusive != "" {
			j.Primary, j.Concurrent = "", []ent.StateCode{}
		}
		a.f.Jurisdiction = j
	}
}

// forum adds what one entry says, and reports whether the entry holds.
func (a *assembly) forum(j *JurisdictionResult, x listed, f *norm.Forum) bool {
	if a.Eval(f.If, x.p, condition.True) != condition.True {
		return false
	}
	if s := a.role(f.Exclusive, x.p); s != "" && j.Exclusive == "" {
		j.Exclusive = s
	}
	if s := a.role(f.Primary, x.p); s != "" && j.Primary == "" {
		j.Primary = s
	}
	for _, r := range f.Concurrent {
		if s := a.role(r, x.p); s != "" && s != j.Primary && !slices.Contains(j.Concurrent, s) {
			j.Concurrent = append(j.Concurrent, s)
		}
	}
	for _, r := range f.None {
		if s := a.role(r, x.p); s != "" && !slices.Contains(j.None, s) {
			j.None = append(j.None, s)
		}
	}
	return true
}

// role returns the first State in a role, "" when there is none.
func (a *assembly) role(word string, p int) ent.StateCode {
	if word == "" {
		return ""
	}
	if cs, ok := a.Parties(word, p); ok && len(cs) > 0 {
		return cs[0]
	}
	return ""
}

// notApplicable lists the instruments that one might expect and that do not apply.
func (a *assembly) notApplicable() {
	for _, x := range a.listed {
		id := x.n.Place.Instrument
		byCustom := x.r.Tie.Through == "CUSTOM"
		if x.r.Bound != condition.False && !byCustom || x.r.Applies == condition.False || id == "" {
			continue
		}
		na := NotApplicable{id, a.Matter.Participants[x.p].State, x.r.Tie.Why}
		if !slices.ContainsFunc(a.f.NotApplicable, func(o NotApplicable) bool { return o.Instrument == na.Instrument && o.Bearer == na.Bearer }) {
			a.f.NotApplicable = append(a.f.NotApplicable, na)
		}
	}
}

// unasked lists the norms that were not looked at because nothing was said of their facts.
func (a *assembly) unasked() {
	for _, x := range a.listed {
		if a.unexamined(x) {
			a.notExamined(x.n)
		}
	}
	raised := a.Library.Index.Raised[a.Matter.Kind]
	for _, n := range a.Library.Book.Norms {
		if raised[n.Index] || n.Class == norm.Policy || n.Outcome != "prohibited" && len(n.Conditions) == 0 {
			continue
		}
		a.notExamined(n)
	}
}

func (a *assembly) notExamined(n *norm.Compiled) {
	seen := slices.ContainsFunc(a.f.NotExamined, func(x NotExamined) bool { return x.Norm == n.ID })
	if facts := a.openFacts(n); len(facts) > 0 && !seen {
		a.f.NotExamined = append(a.f.NotExamined, NotExamined{n.ID, facts})
	}
}

// openFacts returns the facts on which a norm that was not brought up hangs.
func (a *assembly) openFacts(n *norm.Compiled) []string {
	var out []string
	for _, r := range a.Results[n.Index] {
		if r == nil || r.State != law.Unknown {
			continue
		}
		for _, f := range a.influential(n, r, a.indexOf(n, r)) {
			if !slices.Contains(out, f) {
				out = append(out, f)
			}
		}
	}
	return out
}

func (a *assembly) indexOf(n *norm.Compiled, r *law.Result) int {
	return slices.Index(a.Results[n.Index], r)
}

// conflicts lists whole what pulls in opposite directions: every norm that another
// displaced, and every permission that stands against a prohibition for the same
// bearer, with what settled it.
func (a *assembly) conflicts() {
	a.displacements()
	for _, x := range a.listed {
		for _, y := range a.listed {
			if x.p == y.p && x.r.State == law.Met && y.r.State == law.Met && x.n.Modality == norm.Permission && y.n.Outcome == "prohibited" {
				v := precedence.Decide(a.side(x), a.side(y))
				a.addConflict(ConflictResult{[]ent.NormID{x.n.ID, y.n.ID}, v.Prevails, string(v.Rule), v.Reason})
			}
		}
	}
}

func (a *assembly) side(x listed) precedence.Side {
	return precedence.Side{Norm: x.n.ID, Class: x.n.Class, Order: a.Library.Order(x.n), Since: x.r.Tie.Since, DisplacedBy: x.n.DisplacedBy}
}

func (a *assembly) addConflict(c ConflictResult) {
	if !slices.ContainsFunc(a.f.Conflicts, func(o ConflictResult) bool { return slices.Equal(o.Norms, c.Norms) }) {
		a.f.Conflicts = append(a.f.Conflicts, c)
	}
}

func (a *assembly) displacements() {
	for _, x := range a.listed {
		if x.r.By != nil && x.r.State == law.Displaced {
			a.addConflict(ConflictResult{[]ent.NormID{x.n.ID, x.r.By.Norm}, x.r.By.Norm, x.r.By.Rule, x.r.By.Reason})
		}
	}
}

// asOf tells to which day the participation of every instrument used is complete.
func (a *assembly) asOf() {
	seen := map[ent.InstrumentID]bool{}
	for _, x := range a.listed {
		for _, id := range []ent.InstrumentID{x.n.Place.Instrument, x.r.Tie.Through} {
			in := a.Library.Treaties.Instrument(id)
			if in == nil || seen[id] || in.Participation.AsOf == 0 {
				continue
			}
			seen[id] = true
			a.f.AsOf = append(a.f.AsOf, AsOf{id, in.Participation.AsOf})
		}
	}
	for n := range a.Library.Vocabulary.Positions {
		if slices.ContainsFunc(a.listed, func(x listed) bool { return x.n.ID == n }) {
			_, chosen := a.Matter.Positions[n]
			a.f.Positions = append(a.f.Positions, PositionResult{n, a.Library.Position(a.Matter, n), chosen})
		}
	}
	sort.Slice(a.f.Positions, func(i, j int) bool { return a.f.Positions[i].Norm < a.f.Positions[j].Norm })
}

// empty replaces lists that hold nothing by empty ones, so that JSON shows [].
func (a *assembly) empty() {
	f := a.f
	f.Norms, f.Conditions, f.Duties = orEmpty(f.Norms), orEmpty(f.Conditions), orEmpty(f.Duties)
	f.Questions, f.Presumed, f.NotApplicable = orEmpty(f.Questions), orEmpty(f.Presumed), orEmpty(f.NotApplicable)
	f.NotExamined, f.AsOf = orEmpty(f.NotExamined), orEmpty(f.AsOf)
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func (a *assembly) bearerText(p int) string {
	return fmt.Sprintf("%s (%s)", a.Matter.Participants[p].State, a.Matter.Participants[p].Role)
}
