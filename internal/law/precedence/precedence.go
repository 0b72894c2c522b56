// Package precedence says which of two conflicting norms prevails and why: a
// peremptory norm over everything; the Charter and binding decisions of the
// Council over other agreements (Charter 103); what a conflict clause says; the
// special over the general; the later over the earlier between the same parties.
// Domestic and European law are orders of their own: they neither excuse a breach
// of international law (VCLT 27) nor are displaced by it for their own purposes.
package precedence

import (
	"fmt"

	ent "entente"
	"entente/internal/law/norm"
)

// Rule is the principle that settled a conflict.
type Rule string

// The principles, in the order in which they are asked.
const (
	JusCogens      Rule = "jus-cogens"
	SeparateOrders Rule = "separate-orders"
	Charter103     Rule = "charter-103"
	ConflictClause Rule = "conflict-clause"
	Special        Rule = "special"
	Sequence       Rule = "sequence"
	Later          Rule = "later"
	Open           Rule = "open"
)

// Side is one of the two norms: its rank, its legal order, the day from which its
// source has bound the bearer, and the norms that take its place by their own words.
type Side struct {
	Norm        ent.NormID
	Class       norm.Class
	Order       string
	Since       ent.Date
	DisplacedBy []norm.Displacement
}

// Verdict is what settled a conflict. Prevails is empty when nothing did.
type Verdict struct {
	Prevails ent.NormID
	Rule     Rule
	Reason   string
}

// Decide settles a conflict between two norms that both take effect.
func Decide(a, b Side) Verdict {
	if v, ok := byRank(a, b, norm.JusCogens, JusCogens, "a peremptory norm admits no derogation (VCLT 53)"); ok {
		return v
	}
	if a.Order != b.Order {
		return Verdict{Rule: SeparateOrders, Reason: fmt.Sprintf("%s speaks in the %s legal order, %s in the %s one; each is answered for itself (VCLT 27)", a.Norm, a.Order, b.Norm, b.Order)}
	}
	if v, ok := byRank(a, b, norm.Charter, Charter103, "obligations under the Charter prevail over those of other agreements (Charter 103)"); ok {
		return v
	}
	for _, p := range [2][2]Side{{a, b}, {b, a}} {
		for _, d := range p[0].DisplacedBy {
			if d.Norm == p[1].Norm {
				return Verdict{p[1].Norm, Rule(d.Rule), d.Reason}
			}
		}
	}
	return byTime(a, b)
}

func byRank(a, b Side, c norm.Class, r Rule, reason string) (Verdict, bool) {
	switch {
	case a.Class == c && b.Class != c:
		return Verdict{a.Norm, r, reason}, true
	case b.Class == c && a.Class != c:
		return Verdict{b.Norm, r, reason}, true
	}
	return Verdict{}, false
}

// byTime lets the later treaty prevail where both are treaties and the days differ (VCLT 30(3)).
func byTime(a, b Side) Verdict {
	if a.Class != norm.Treaty || b.Class != norm.Treaty || a.Since == b.Since || a.Since == 0 || b.Since == 0 {
		return Verdict{Rule: Open, Reason: "no rule of precedence settles it; the stricter norm decides the outcome"}
	}
	later := a
	if b.Since > a.Since {
		later = b
	}
	return Verdict{later.Norm, Later, fmt.Sprintf("binding since %s, the later of the two, as far as both concern the same subject and parties (VCLT 30(3))", later.Since)}
}
