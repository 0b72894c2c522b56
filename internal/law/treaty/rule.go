package treaty

import (
	"fmt"
	"sort"
	"strings"

	ent "entente"
)

// Delay is a span of time counted from a day, in the manner of a treaty's own clause.
type Delay struct {
	Days   int    `yaml:"days,omitempty"`
	Months int    `yaml:"months,omitempty"`
	Years  int    `yaml:"years,omitempty"`
	From   string `yaml:"from,omitempty"` // month-of-deposit: the first day of the Nth month after the month of deposit
	Then   string `yaml:"then,omitempty"` // first-of-next-month: move on to the first day of the following month
}

// The two words that Delay.From and Delay.Then may hold besides nothing.
const (
	MonthOfDeposit   = "month-of-deposit"
	FirstOfNextMonth = "first-of-next-month"
)

// IsZero reports whether there is no delay: the same day.
func (d Delay) IsZero() bool { return d == Delay{} }

// After returns the day that the clause yields for an event on the day.
func (d Delay) After(on ent.Date) ent.Date {
	if d.From == MonthOfDeposit {
		return on.MonthStart(d.Months + 12*d.Years).AddDays(d.Days)
	}
	t := on.AddMonths(d.Months + 12*d.Years).AddDays(d.Days)
	if d.Then == FirstOfNextMonth {
		t = t.MonthStart(1)
	}
	return t
}

// String tells the delay in words.
func (d Delay) String() string {
	if d.IsZero() {
		return "the same day"
	}
	var parts []string
	for _, p := range []struct {
		n    int
		unit string
	}{{d.Years, "year"}, {d.Months, "month"}, {d.Days, "day"}} {
		if p.n == 1 {
			parts = append(parts, "1 "+p.unit)
		} else if p.n != 0 {
			parts = append(parts, fmt.Sprintf("%d %ss", p.n, p.unit))
		}
	}
	s := strings.Join(parts, " and ")
	switch {
	case d.From == MonthOfDeposit:
		return fmt.Sprintf("the first day of month %d after the month of deposit", d.Months+12*d.Years)
	case d.Then == FirstOfNextMonth:
		return "the first day of the month after " + s
	}
	return s
}

// Threshold is the rule of initial entry into force.
type Threshold struct {
	Count     int             `yaml:"count,omitempty"`
	Including []ent.StateCode `yaml:"including,omitempty,flow"`
	AnyOf     *AnyOf          `yaml:"any_of,omitempty,flow"`
	Majority  bool            `yaml:"majority_of_signatories,omitempty"`
	Others    int             `yaml:"others,omitempty"`
	NotBefore ent.Date        `yaml:"not_before,omitempty"`
	StateOnly bool            `yaml:"states_only,omitempty"`
	Delay     Delay           `yaml:"delay,omitempty,flow"`
	Note      string          `yaml:"note,omitempty"`
}

// AnyOf asks that so many members of an organisation are among the parties.
type AnyOf struct {
	Count int    `yaml:"count"`
	Of    string `yaml:"of"`
}

// Later is the rule for a State that joins after the threshold was reached, or,
// with After "entry-into-force", after the instrument entered into force.
type Later struct {
	Delay Delay  `yaml:"delay,omitempty,flow"`
	After string `yaml:"after,omitempty"`
	Note  string `yaml:"note,omitempty"`
}

func (t Threshold) empty() bool {
	return t.Count == 0 && len(t.Including) == 0 && t.AnyOf == nil && !t.Majority && t.Others == 0
}

// deposit is one expression of consent that counts for the threshold.
type deposit struct {
	state ent.StateCode
	on    ent.Date
}

// reached returns the day on which the last deposit that the rule needs was made,
// zero when the acts on record do not fulfil it. signatories are those that signed.
func (t Threshold) reached(deps []deposit, signatories int, isState, member func(ent.StateCode, string, ent.Date) bool) ent.Date {
	sort.SliceStable(deps, func(i, j int) bool { return deps[i].on < deps[j].on })
	missing := map[ent.StateCode]bool{}
	for _, s := range t.Including {
		missing[s] = true
	}
	count, others, among := 0, 0, 0
	need := t.Count
	if t.Majority {
		need = signatories/2 + 1
	}
	for _, d := range deps {
		if t.StateOnly && !isState(d.state, "", d.on) {
			continue
		}
		count++
		if missing[d.state] {
			delete(missing, d.state)
		} else {
			others++
		}
		if t.AnyOf != nil && member(d.state, t.AnyOf.Of, d.on) {
			among++
		}
		if len(missing) == 0 && count >= need && others >= t.Others && (t.AnyOf == nil || among >= t.AnyOf.Count) {
			return d.on
		}
	}
	return 0
}
