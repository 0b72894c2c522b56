// Package stretch is the times during which something holds, in one way or another, and those in
// which two hold together.
package stretch

import ent "entente"

// Holding is how an instrument holds a State, or two toward one another.
type Holding uint8

// The ways to hold. Contested counts as in force, as it does in Between.
const (
	HoldsNot Holding = iota
	Holds
	HoldsContested
	HoldsUnknown // the record does not tell
)

// Stretch is a time during which an instrument holds in one way; a zero Until is no end.
type Stretch struct {
	From, Until ent.Date
	Holds       Holding
}

// Ends returns the day on which the stretch ends, after every day where it does not.
func (s Stretch) Ends() ent.Date {
	if s.Until == 0 {
		return ent.MaxDate + 1
	}
	return s.Until
}

// Meet appends the times in which both hold: surely where both do, else as the weaker.
func Meet(dst, x, y []Stretch) []Stretch {
	for i, j := 0, 0; i < len(x) && j < len(y); {
		a, b := x[i], y[j]
		if from, until := max(a.From, b.From), min(a.Ends(), b.Ends()); from < until {
			m := Stretch{From: from, Until: until, Holds: max(a.Holds, b.Holds)}
			if until > ent.MaxDate {
				m.Until = 0
			}
			dst = append(dst, m)
		}
		if a.Ends() <= b.Ends() {
			i++
		} else {
			j++
		}
	}
	return dst
}

// Join appends a stretch, to the one before where nothing changes between them.
func Join(out []Stretch, s Stretch) []Stretch {
	if n := len(out); n > 0 && out[n-1].Until == s.From && out[n-1].Holds == s.Holds {
		out[n-1].Until = s.Until
		return out
	}
	if s.Holds == HoldsNot {
		return out
	}
	return append(out, s)
}
