// Package threshold is the rule by which a treaty first enters into force: how many
// consents it needs, whose, and how long after the last of them.
// Law: Vienna Convention on the Law of Treaties, article 24.
package threshold

import (
	"sort"

	ent "entente"
	"entente/internal/law/duration"
)

// Rule is the rule of initial entry into force.
type Rule struct {
	Count     int             `yaml:"count,omitempty"`
	Including []ent.StateCode `yaml:"including,omitempty,flow"`
	AnyOf     *AnyOf          `yaml:"any_of,omitempty,flow"`
	Majority  bool            `yaml:"majority_of_signatories,omitempty"`
	Others    int             `yaml:"others,omitempty"`
	NotBefore ent.Date        `yaml:"not_before,omitempty"`
	StateOnly bool            `yaml:"states_only,omitempty"`
	Delay     duration.Delay  `yaml:"delay,omitempty,flow"`
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
	Delay duration.Delay `yaml:"delay,omitempty,flow"`
	After string         `yaml:"after,omitempty"`
	Note  string         `yaml:"note,omitempty"`
}

// Empty reports whether nothing is asked.
func (t Rule) Empty() bool {
	return t.Count == 0 && len(t.Including) == 0 && t.AnyOf == nil && !t.Majority && t.Others == 0
}

// Deposit is one expression of consent that counts for the threshold.
type Deposit struct {
	State ent.StateCode
	On    ent.Date
}

// Reached returns the day on which the last deposit that the rule needs was made,
// zero when the acts on record do not fulfil it. signatories are those that signed.
func (t Rule) Reached(deps []Deposit, signatories int, isState, member func(ent.StateCode, string, ent.Date) bool) ent.Date {
	sort.SliceStable(deps, func(i, j int) bool { return deps[i].On < deps[j].On })
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
		if t.StateOnly && !isState(d.State, "", d.On) {
			continue
		}
		count++
		if missing[d.State] {
			delete(missing, d.State)
		} else {
			others++
		}
		if t.AnyOf != nil && member(d.State, t.AnyOf.Of, d.On) {
			among++
		}
		if len(missing) == 0 && count >= need && others >= t.Others && (t.AnyOf == nil || among >= t.AnyOf.Count) {
			return d.On
		}
	}
	return 0
}
