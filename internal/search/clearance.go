package search

import (
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/spelling"
)

// Clearance tells whether somebody may see what bears a marking. What bears none is open
// to everybody and not asked about. A nil Clearance sees no marking.
type Clearance func(marking string) bool

// Sees reports whether a document of the marking may be seen.
func (c Clearance) Sees(marking string) bool { return marking == "" || c != nil && c(marking) }

// Levels are the grades of classification, the lowest first, as most States and
// organisations name them. A marking may name its owner before the grade (NATO SECRET).
var Levels = []string{"RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"}

// UpTo is the clearance for a grade of Levels and those below it, whoever's they are. A
// marking that is of no grade, or has a caveat after it, is not seen. The empty grade sees
// no marking; an unknown one is an error of kind Invalid.
func UpTo(level string) (Clearance, error) {
	if level == "" {
		return nil, nil
	}
	top := slices.Index(Levels, ent.Fold(level))
	if top < 0 {
		return nil, ent.Errorf(ent.Invalid, "%q is no grade of classification; write one of %s%s", level, strings.Join(Levels, ", "), spelling.Hint(level, Levels))
	}
	return func(marking string) bool {
		g := grade(marking)
		return g >= 0 && g <= top
	}, nil
}

// grade returns the place of a marking in Levels, -1 when it is of none.
func grade(marking string) int {
	m := ent.Fold(marking)
	for i := len(Levels) - 1; i >= 0; i-- { // TOP SECRET ends with SECRET
		if m == Levels[i] || strings.HasSuffix(m, " "+Levels[i]) {
			return i
		}
	}
	return -1
}
