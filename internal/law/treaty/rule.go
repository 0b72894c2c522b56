package treaty

import (
	"sort"

	ent "entente"
	"entente/internal/law/duration"
)

// Delay is a span of time counted from a day, in the manner of a treaty's own clause.
type Delay = duration.Delay

// The two words that Delay.From and Delay.Then may hold besides nothing.
const (
	MonthOfDeposit   = duration.MonthOfDeposit
	FirstOfNextMonth = duration.FirstOfNextMonth
)

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
