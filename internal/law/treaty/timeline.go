package treaty

import (
	"fmt"
	"slices"
	"sort"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/threshold"
	"entente/internal/law/world"
)

// Standing is what a State is to an instrument on a day.
type Standing uint8

// The standings, in the words of the answer to `status`.
const (
	None Standing = iota
	Party
	ProvisionalParty
	Signatory
	Withdrawn
	Contested
	Undetermined
)

var standingWords = [...]string{"none", "party", "provisional", "signatory", "withdrawn", "contested", "undetermined"}

// String returns the word of the contract.
func (s Standing) String() string { return standingWords[s] }

// span is a time during which a State has one standing; it ends where the next begins.
type span struct {
	from ent.Date
	what Standing
}

// Reason is one line of why, with what it cites.
type Reason struct {
	Text  string `json:"text"`
	Cites string `json:"cites"`
}

// spanAt returns the span that holds on the day, and its index (-1: none).
func spanAt(spans []span, on ent.Date) (span, int) {
	lo, hi := 0, len(spans)
	for lo < hi {
		if m := (lo + hi) / 2; spans[m].from <= on {
			lo = m + 1
		} else {
			hi = m
		}
	}
	if lo == 0 {
		return span{}, -1
	}
	return spans[lo-1], lo - 1
}

// history is all that is known of one State and one instrument, with the reason for
// each span. It is made when somebody asks why; the library itself keeps spans only.
type history struct {
	spans   []span
	begun   []int32 // per span: where its reason stands
	acts    []Act
	reasons []Reason
	clash   []ent.Date // the first days of spans that acts on record contradict one another about
}

// force is what the library worked out of an instrument's own entry into force.
type force struct {
	computed, declared, day, reached ent.Date
}

// entry is an instrument with the spans of every State that it concerns.
type entry struct {
	in      *Instrument
	force   force
	who     []uint16 // numbers of States and organisations, ascending
	ends    []uint32 // per State: where its spans end
	spans   []span
	silent  []uint16 // who acted without coming to stand in any way
	special bool     // some pairs differ from the general rule

	dubious     bool                       // acts of some State have to be looked at for it
	course      *course                    // what its term depends on, where it has a clause on it
	contradicts bool                       // acts on record contradict one another
	late        map[ent.StateCode]ent.Date // the last days of deposit, where these put off the entry into force
	lateForce   force                      // the entry into force with these
}

// of returns the spans of a State, nil when it never acted and takes no part.
func (e *entry) of(n uint16) []span {
	i, ok := slices.BinarySearch(e.who, n)
	if !ok {
		return nil
	}
	return e.at(i)
}

// at returns the spans of the ith State.
func (e *entry) at(i int) []span {
	from := uint32(0)
	if i > 0 {
		from = e.ends[i-1]
	}
	return e.spans[from:e.ends[i]]
}

// forceOf applies the rule of initial entry into force to the deposits. Of the States
// named in other, the deposit counts from the day given there instead; zero: not at all.
func (e *entry) forceOf(w *world.World, acts []Act, other map[ent.StateCode]ent.Date) force {
	r := e.in.EntryIntoForce
	f := force{declared: r.Declared}
	if r.Fixed != 0 {
		f.day, f.computed, f.reached = r.Fixed, r.Fixed, r.Fixed
		return f
	}
	if !r.Initial.Empty() {
		deps, signed := depositsAndSignatures(acts, other)
		isState := func(c ent.StateCode, _ string, _ ent.Date) bool { return !w.IsOrganisation(c) }
		if t := r.Initial.Reached(deps, signed, isState, w.Member); t != 0 {
			f.reached = t
			f.computed = max(r.Initial.Delay.After(t), r.Initial.NotBefore)
		}
	}
	f.day = f.computed
	if r.Declared != 0 && r.Follow != "computed" {
		f.day = r.Declared
		if f.reached == 0 || f.reached > r.Declared {
			f.reached = r.Declared
		}
	}
	return f
}

func depositsAndSignatures(acts []Act, other map[ent.StateCode]ent.Date) ([]threshold.Deposit, int) {
	first := map[ent.StateCode]ent.Date{}
	signed := map[ent.StateCode]bool{}
	for i := range acts {
		a := &acts[i]
		switch {
		case a.Act == Signed || a.Act == Definitive:
			signed[a.State] = true
		}
		if a.Deposited() {
			if d, ok := first[a.State]; !ok || a.On < d {
				first[a.State] = a.On
			}
		}
	}
	for c, d := range other {
		if first[c] = d; d == 0 {
			delete(first, c)
		}
	}
	deps := make([]threshold.Deposit, 0, len(first))
	for s, d := range first {
		deps = append(deps, threshold.Deposit{State: s, On: d})
	}
	sort.Slice(deps, func(i, j int) bool { return deps[i].State < deps[j].State })
	return deps, len(signed)
}

// effectOf returns the day on which consent takes effect by the instrument's own
// rule, zero when the instrument is not (yet) to enter into force.
func (e *entry) effectOf(a *Act, s *world.State) ent.Date {
	f := e.force
	if a.Act == BoundFrom {
		return a.On
	}
	if f.day == 0 {
		return 0
	}
	if a.Act == Succeeded && s != nil && s.From != 0 && s.From <= a.On {
		return max(s.From, f.day)
	}
	late := a.On > f.reached
	if e.in.EntryIntoForce.Later.After == "entry-into-force" {
		late = a.On >= f.day
	}
	if !late || e.in.EntryIntoForce.Fixed != 0 && a.On <= f.day {
		return f.day
	}
	return max(f.day, e.in.EntryIntoForce.Later.Delay.After(a.On))
}

// builder turns the acts of one State into spans and, unless it is quiet, reasons.
type builder struct {
	e     *entry
	h     history
	state *world.State
	quiet bool
	alone bool // what another party did is left out
}

// because notes a reason; text and cites are made only when somebody will read them.
func (b *builder) because(why func() (text, cites string)) int32 {
	if b.quiet {
		return 0
	}
	text, cites := why()
	b.h.reasons = append(b.h.reasons, Reason{text, cites})
	return int32(len(b.h.reasons) - 1)
}

// begin starts a standing on the day; a day before spans already there replaces what follows it.
func (b *builder) begin(from ent.Date, what Standing, reason int32) {
	for n := len(b.h.spans); n > 0 && b.h.spans[n-1].from >= from; n-- {
		b.h.spans, b.h.begun = b.h.spans[:n-1], b.h.begun[:n-1]
	}
	b.h.spans, b.h.begun = append(b.h.spans, span{from, what}), append(b.h.begun, reason)
}

func (b *builder) last() Standing {
	if n := len(b.h.spans); n > 0 {
		return b.h.spans[n-1].what
	}
	return None
}

func (b *builder) standingOn(d ent.Date) Standing {
	s, i := spanAt(b.h.spans, d)
	if i < 0 {
		return None
	}
	return s.what
}

func (b *builder) cite(article string) string {
	c := string(b.e.in.ID)
	if article != "" {
		c += " " + article
	}
	return c
}

// build applies the acts in the order of their days.
func (b *builder) build(acts []Act) {
	b.h.acts = acts
	slices.SortStableFunc(acts, act.ByDay)
	for i := range acts {
		b.apply(&acts[i], acts[i+1:])
	}
	if b.state != nil && b.state.Until != 0 {
		b.endState(b.state)
	}
	b.endings()
}

func (b *builder) told(a *Act, cites string) int32 {
	return b.because(func() (string, string) { return a.String(), cites })
}

func (b *builder) apply(a *Act, later []Act) {
	switch a.Act {
	case Signed:
		if b.standingOn(a.On) == None {
			b.begin(a.On, Signatory, b.because(func() (string, string) { return a.String() + " (subject to ratification)", "VCLT 18(a)" }))
		}
	case Provisional:
		b.provisional(a)
	case Declines:
		if b.last() == Signatory {
			b.begin(first(a.Effective, a.On), None, b.told(a, "VCLT 18(a)"))
		}
	case Withdrew:
		b.withdraw(a, later)
	case Ceased:
		b.begin(first(a.Effective, a.On), Withdrawn, b.told(a, b.cite(a.Article)))
	case Uncertain:
		b.begin(a.On, Undetermined, b.told(a, b.cite(a.Article)))
	case Suspends, ContestedAct:
		b.contest(a)
	case Resumed:
		if b.last() == Contested {
			b.begin(first(a.Effective, a.On), Party, b.told(a, b.cite(a.Article)))
		}
	default:
		if a.Act.Consents() {
			b.consent(a)
		}
	}
}

func first(d ...ent.Date) ent.Date {
	for _, x := range d {
		if x != 0 {
			return x
		}
	}
	return 0
}

func (b *builder) consent(a *Act) {
	if b.last() == Party {
		return
	}
	computed := b.e.effectOf(a, b.state)
	effect := computed
	if a.Effective != 0 && b.e.in.EntryIntoForce.Follow != "computed" {
		effect = a.Effective
	}
	if effect == 0 && b.e.in.EntryIntoForce.unknown() {
		b.begin(a.On, Undetermined, b.because(func() (string, string) {
			return a.String() + "; the record tells neither the rule by which the instrument enters into force nor a day", "VCLT 24"
		}))
		return
	}
	if effect == 0 || effect > a.On {
		b.awaiting(a, effect)
	}
	if effect != 0 {
		b.begin(effect, Party, b.because(func() (string, string) {
			why := a.String()
			if a.Effective != 0 && computed != 0 && computed != a.Effective && a.Act != Succeeded {
				why += fmt.Sprintf("; by the instrument's own rule %s, declared %s", computed, a.Effective)
			}
			return fmt.Sprintf("%s; in force for it from %s", why, effect), b.cite(b.e.in.EntryIntoForce.Article)
		}))
	}
}

// awaiting records the time between the deposit and the day on which it takes effect.
func (b *builder) awaiting(a *Act, effect ent.Date) {
	r := b.because(func() (string, string) {
		text := a.String() + "; not yet in force for it"
		if effect != 0 {
			text += ", which comes on " + effect.String()
		}
		return text, b.cite(b.e.in.EntryIntoForce.Article) + "; VCLT 18(b)"
	})
	switch b.standingOn(a.On) {
	case Signatory, ProvisionalParty:
		b.h.begun[len(b.h.begun)-1] = r
	case Undetermined, Contested:
	default:
		b.begin(a.On, Signatory, r)
	}
}

func (b *builder) provisional(a *Act) {
	if s := b.last(); s == None || s == Signatory {
		b.begin(first(a.Effective, a.On), ProvisionalParty, b.told(a, "VCLT 25"))
	}
}

func (b *builder) contest(a *Act) {
	var r int32
	if len(a.Readings) > 0 {
		for i := range a.Readings {
			k := b.because(func() (string, string) { return fmt.Sprintf("reading %d: %s", i+1, a.Readings[i]), b.cite(a.Article) })
			if i == 0 {
				r = k
			}
		}
	} else {
		r = b.told(a, b.cite(a.Article))
		b.because(func() (string, string) {
			return "reading 1: the claim has no effect and the State stays bound", "VCLT 42(2), 57, 65"
		})
		b.because(func() (string, string) { return "reading 2: the claim is given effect", "VCLT 57, 62" })
	}
	b.begin(first(a.Effective, a.On), Contested, r)
	if a.Until != 0 {
		b.begin(a.Until, Party, b.because(func() (string, string) { return "the dispute was settled", b.cite(a.Article) }))
	}
}

// withdraw computes when a notice takes effect, and whether it was taken back before.
func (b *builder) withdraw(a *Act, later []Act) {
	w := b.e.in.Withdrawal
	computed := b.e.noticeEffect(a.On)
	effect := first(a.Effective, computed)
	for i := range later {
		if n := &later[i]; n.Act == Revoked && n.On < effect {
			b.because(func() (string, string) {
				return fmt.Sprintf("%s; taken back on %s before it took effect", a, n.On), "VCLT 68"
			})
			return
		}
	}
	b.begin(effect, Withdrawn, b.because(func() (string, string) {
		text := fmt.Sprintf("%s; takes effect on %s", a, effect)
		if w == nil {
			return text, "VCLT 56(2)"
		}
		if a.Effective != 0 && computed != a.Effective {
			text += fmt.Sprintf(" as declared, by the instrument's own rule %s", computed)
		}
		return text, b.cite(w.Article)
	}))
}

// noticeEffect returns the day on which a notice takes effect by the instrument's rule: at
// the end of a term that it stops from being renewed, or after the time its clause on
// withdrawal gives, or, where it has neither, twelve months later (VCLT 56(2)).
func (e *entry) noticeEffect(received ent.Date) ent.Date {
	w, end := e.in.Withdrawal, e.in.Duration.EndFor(e.termStart(), received)
	switch {
	case end != 0 && (w == nil || w.Excluded || w.Notice.IsZero()):
		return end
	case w == nil:
		return received.AddMonths(12)
	}
	if effect := w.effect(received, e.force.day); end == 0 || effect < end {
		return effect
	}
	return end
}

// effect returns the day on which a notice received on the day takes effect, given
// the day on which the instrument entered into force.
func (w *Withdrawal) effect(received, inForce ent.Date) ent.Date {
	e := w.Notice.After(received)
	if !w.NotBefore.IsZero() && inForce != 0 {
		if first := w.NotBefore.After(inForce); received < first {
			e = w.Notice.After(first)
		}
	}
	return e
}

func (b *builder) endState(s *world.State) {
	if len(b.h.spans) == 0 || b.h.spans[0].from >= s.Until {
		return
	}
	b.begin(s.Until, None, b.because(func() (string, string) {
		return s.Name + " ceased to exist on " + s.Until.String(), "custom (State succession)"
	}))
}
