// Package exit is how a State leaves a treaty: whether it may, by which rule, on which day
// a notice takes effect and until when it can be taken back, what must be said to whom, and
// which duties stay. Law: Vienna Convention on the Law of Treaties, articles 42-43, 54-56,
// 65-68, 70; before all, the instrument's own clause.
package exit

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	ent "entente"
	"entente/internal/law/duration"
	"entente/internal/law/treaty"
)

// The answers to whether a State may leave.
const (
	Yes      = "yes"
	No       = "no"
	Disputed = "disputed" // the instrument is silent: VCLT 56(1)
)

// Exit is the way out of an instrument for a State whose notice is received on a day.
type Exit struct {
	State          ent.StateCode    `json:"state"`
	Instrument     ent.InstrumentID `json:"instrument"`
	Title          string           `json:"title"`
	Standing       string           `json:"standing"`     // on the day of the notice
	Possible       string           `json:"possible"`     // yes, no, disputed
	Rule           string           `json:"rule"`         // in words
	Cites          string           `json:"cites"`        // the article that it follows from
	Notice         ent.Date         `json:"notice"`       // the day on which it is received
	By             ent.Date         `json:"by"`           // the day by which it is to take effect, when that was asked
	Effect         ent.Date         `json:"effect"`       // the first day on which it no longer binds; none when it cannot be told
	Revocable      ent.Date         `json:"revocable_by"` // the last day on which it can be taken back (VCLT 68)
	Term           *duration.Term   `json:"term,omitempty"`
	Hold           string           `json:"hold,omitempty"` // what puts off the effect
	EndsForAll     bool             `json:"ends_for_all"`   // two parties only: it ends between both
	Addressees     []string         `json:"addressees"`
	Reasons        bool             `json:"reasons_required"`
	Survives       []string         `json:"survives"` // what binds it afterwards
	Why            []treaty.Reason  `json:"why"`
	withdrawalNote string
}

// Of works out the way out of an instrument for a State whose notice is received on a day.
// Errors are of kind NotFound.
func Of(l *treaty.Library, state ent.StateCode, id ent.InstrumentID, notice ent.Date) (*Exit, error) {
	in := l.Instrument(id)
	if in == nil {
		return nil, ent.Errorf(ent.NotFound, "no instrument %q", id)
	}
	st := l.Status(state, id, notice)
	x := &Exit{State: state, Instrument: id, Title: in.Title, Standing: st.Standing.String(), Notice: notice,
		Addressees: []string{}, Survives: []string{}, Why: []treaty.Reason{}}
	if t, _, ok := l.Term(id, notice); ok {
		x.Term = &t
	}
	if x.barred(in, st.Standing) {
		return x, nil
	}
	x.rule(in)
	if x.Possible == No {
		return x, nil
	}
	if st.Until != 0 && l.Standing(state, id, st.Until) == treaty.Withdrawn {
		x.because("a notice is on record already, by which it ceases to be bound on "+st.Until.String(), x.Cites)
	}
	x.Effect = l.ExitEffect(id, notice)
	if x.Effect > notice {
		x.Revocable = x.Effect.AddDays(-1)
	}
	x.late(in)
	x.formalities(l, in, notice)
	x.survivors(in)
	if st.Standing == treaty.Contested {
		x.because("whether it is bound on this day is contested; a notice says so without prejudice", "VCLT 42")
	}
	return x, nil
}

func (x *Exit) because(text, cites string) {
	x.Why = append(x.Why, treaty.Reason{Text: text, Cites: cites})
}

func (x *Exit) cite(article string) string {
	return strings.TrimSpace(string(x.Instrument) + " " + article)
}

func (x *Exit) no(rule, cites string) bool {
	x.Possible, x.Rule, x.Cites = No, rule, cites
	return true
}

// barred tells of what a State cannot withdraw from: what is no treaty, and what does not
// bind it.
func (x *Exit) barred(in *treaty.Instrument, s treaty.Standing) bool {
	switch {
	case in.Of != "":
		return x.no("the law of a State is changed by its own legislator; there is nothing to give notice of", x.cite(""))
	case in.Kind == "custom":
		return x.no("custom binds without consent and cannot be withdrawn from", "custom")
	case in.Participants == treaty.All || !in.Binding || in.Kind == "resolution":
		return x.no("it is no treaty by which the State consented to be bound; it cannot be withdrawn from", x.cite(""))
	case in.Participants != "":
		return x.no("it binds the members of "+in.Participants+"; a State leaves it by leaving the organisation", x.cite(""))
	}
	switch s {
	case treaty.Party, treaty.ProvisionalParty, treaty.Contested:
		return false
	case treaty.Signatory:
		return x.no("it is not bound yet; it can make clear that it will not become a party, which ends its duties as a signatory at once", "VCLT 18(a)")
	case treaty.Withdrawn:
		return x.no("it is no longer bound", x.cite(""))
	case treaty.Undetermined:
		return x.no("the record does not tell whether it is bound", x.cite(""))
	}
	return x.no("it is not bound on this day", x.cite(""))
}

// rule finds the rule by which a party may leave.
func (x *Exit) rule(in *treaty.Instrument) {
	w, r := in.Withdrawal, in.Duration
	renewed := r != nil && r.Renewal == duration.Automatic
	switch {
	case x.Standing == treaty.ProvisionalParty.String():
		x.because("provisional application may end sooner, by notice that it does not intend to become a party", "VCLT 25(2)")
	}
	x.Possible = Yes
	switch {
	case renewed && (w == nil || w.Excluded || w.Notice.IsZero()):
		x.Rule, x.Cites = "it runs "+r.String()+"; a notice that comes in time ends it at the end of the term", x.cite(r.Article)
	case w == nil:
		x.silent(in)
	case w.Excluded:
		x.no("no right to leave: "+first(w.Note, "withdrawal is excluded")+". It can end by consent of all parties", strings.TrimSuffix(x.cite(w.Article)+"; VCLT 54(b)", "; "))
	default:
		x.Rule, x.Cites = "by notice, with effect after "+w.Notice.String(), x.cite(w.Article)
		if w.Notice.IsZero() {
			x.Rule = "by notice, with effect at once"
		}
		if !w.NotBefore.IsZero() {
			x.Rule += ", not before " + w.NotBefore.String() + " after the entry into force"
		}
		if renewed {
			x.Rule += "; or at the end of a term, when that comes first (" + x.cite(r.Article) + ")"
		}
	}
	if w != nil {
		x.withdrawalNote = w.Note
	}
}

func first(s ...string) string {
	for _, x := range s {
		if x != "" {
			return strings.TrimSuffix(x, ".")
		}
	}
	return ""
}

// silent answers for a treaty without a clause on leaving it.
func (x *Exit) silent(in *treaty.Instrument) {
	x.Possible, x.Cites = Disputed, "VCLT 56"
	x.Rule = "the instrument is silent: it can be left only if the parties meant to admit that, or its nature implies it (VCLT 56(1)); then by twelve months' notice (VCLT 56(2)), and otherwise by consent of all parties (VCLT 54(b))"
	switch r := in.Duration; {
	case r == nil:
	case r.Renewal != "":
		x.because("it is made for a term ("+r.String()+"), which speaks against a right to leave before its end", x.cite(r.Article)+"; VCLT 56(1)")
	default:
		x.because("it runs without limit of time, which alone gives no right to leave", x.cite(r.Article)+"; VCLT 56(1)")
	}
}

// late tells when a notice misses the end of the running term.
func (x *Exit) late(in *treaty.Instrument) {
	t := x.Term
	if t == nil || t.End == 0 {
		return
	}
	switch {
	case t.Last != 0 && x.Effect > t.End:
		x.because(fmt.Sprintf("too late for the end of the present term on %s: a notice had to be received by %s; it takes effect at the end of the next", t.End, t.Last), x.cite(in.Duration.Article))
	case t.Last != 0:
		x.because(fmt.Sprintf("in time for the end of the present term on %s: a notice must be received by %s", t.End, t.Last), x.cite(in.Duration.Article))
	case x.Effect >= t.End:
		x.because(fmt.Sprintf("the instrument ends before that, with its term on %s, unless it is extended", t.End), x.cite(in.Duration.Article)+"; VCLT 54(a)")
	}
}

// formalities tells who must be told, whether why, and what puts off the effect.
func (x *Exit) formalities(l *treaty.Library, in *treaty.Instrument, notice ent.Date) {
	if w := in.Withdrawal; w != nil {
		x.Addressees, x.Reasons = append(x.Addressees, w.Addressees...), w.Reasons
		switch w.Hold {
		case "":
		case "armed-conflict":
			x.Hold = "while the State is engaged in an armed conflict on that day, it takes effect only when that has ended (" + x.cite(w.Article) + ")"
		default:
			x.Hold = w.Hold + " (" + x.cite(w.Article) + ")"
		}
	}
	others := 0
	for _, m := range l.Parties(x.Instrument, notice) {
		if m.State != x.State {
			others++
		}
	}
	x.EndsForAll = others == 1
	if len(x.Addressees) == 0 {
		x.Addressees = append(x.Addressees, addressees(in, others)...)
	}
	x.because("in writing, signed by the head of State or government, the foreign minister or a person with full powers", "VCLT 67(2)")
	if x.Revocable != 0 {
		x.because(fmt.Sprintf("it can be taken back at any time before it takes effect: by %s", x.Revocable), "VCLT 68")
	}
	if r := in.Duration; r != nil && r.Note != "" {
		x.because(strings.TrimSuffix(r.Note, "."), x.cite(r.Article))
	}
	if x.withdrawalNote != "" {
		x.because(strings.TrimSuffix(x.withdrawalNote, "."), x.Cites)
	}
}

func addressees(in *treaty.Instrument, others int) []string {
	switch {
	case others == 1:
		return []string{"other party"}
	case len(in.Depositary) > 0:
		return []string{"depositary"}
	}
	return []string{"all parties"}
}

// survivors tells what binds a State after it left.
func (x *Exit) survivors(in *treaty.Instrument) {
	x.Survives = append(x.Survives, "rights, duties and situations that came about by carrying it out before stay as they are (VCLT 70(1)(b), (2))",
		"what binds it by international law apart from the instrument binds it still (VCLT 43)")
	for _, article := range in.Survives {
		text := x.cite(article)
		if i := slices.IndexFunc(in.Provisions, func(p treaty.Provision) bool { return p.Article == article }); i >= 0 {
			text += ": " + strings.TrimSuffix(in.Provisions[i].Text, ".")
		}
		x.Survives = append(x.Survives, text)
	}
}

// By works out the way out for a State that is to be free by a day: its notice is received
// on the last day on which that can be. Notice is zero when no notice can bring it about.
func By(l *treaty.Library, state ent.StateCode, id ent.InstrumentID, by ent.Date) (*Exit, error) {
	before := by.AddDays(-1)
	x, err := Of(l, state, id, before)
	if err != nil || x.Possible == No {
		return x, err
	}
	last := LastNotice(l, state, id, by)
	if last != 0 {
		if x, err = Of(l, state, id, last); err != nil {
			return nil, err
		}
	} else {
		since := l.Status(state, id, before).Since
		x.Notice, x.Effect, x.Revocable, x.Term = 0, 0, 0, nil
		x.because(fmt.Sprintf("no notice takes effect by %s: one received on the first day on which it was bound, %s, takes effect on %s", by, since, l.ExitEffect(id, since)), x.Cites)
	}
	x.By = by
	return x, nil
}

// LastNotice returns the last day on which a notice must be received so that it takes
// effect by a day, zero when no notice can bring that about.
func LastNotice(l *treaty.Library, state ent.StateCode, id ent.InstrumentID, effect ent.Date) ent.Date {
	before := effect.AddDays(-1)
	st := l.Status(state, id, before)
	switch st.Standing {
	case treaty.Party, treaty.ProvisionalParty, treaty.Contested:
	default:
		return 0
	}
	if l.ExitEffect(id, before) == 0 {
		return 0
	}
	n := sort.Search(int(effect-st.Since)+1, func(i int) bool { return l.ExitEffect(id, st.Since.AddDays(i)) > effect })
	if n == 0 {
		return 0
	}
	return st.Since.AddDays(n - 1)
}

// Ask answers for names as a person writes them: for a notice received on a day, or, when
// by is given, for the last notice that takes effect by it. Errors are of kind Invalid.
func Ask(l *treaty.Library, state, instrument string, notice, by ent.Date) (*Exit, error) {
	c, err := l.World().Find(state)
	if err != nil {
		return nil, err
	}
	id, err := l.Find(instrument)
	if err != nil {
		return nil, err
	}
	if by != 0 {
		return By(l, c, id, by)
	}
	return Of(l, c, id, notice)
}
