package condition

import (
	"fmt"
	"slices"
	"strings"
)

// Schema is what the type check asks of the vocabulary.
type Schema interface {
	// FactType returns the declared type of a fact (bool, string, enum, [enum], date,
	// number, money, state, [state], instrument) and the values of an enum.
	FactType(name string) (typ string, values []string, ok bool)
	// Known reports whether a name is declared: class role, state, organisation, instrument, area or norm.
	Known(class, name string) bool
	// PositionOf reports whether a norm may be read in that way.
	PositionOf(norm, position string) bool
	// Nearest returns the nearest declared name of the class (also fact), "" when none is near.
	Nearest(class, name string) string
}

// Check returns every fault of the condition, each naming the word and the nearest valid one.
func Check(e *Expr, s Schema) []error {
	c := &checker{s: s}
	e.Walk(func(x *Expr) {
		if x.op == OpAtom {
			c.atom(x.atom)
		}
	})
	return c.faults
}

type checker struct {
	s      Schema
	faults []error
}

func (c *checker) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

func (c *checker) known(class, name string) {
	if !c.s.Known(class, name) {
		c.fault("no %s %q%s", class, name, c.hint(class, name))
	}
}

func (c *checker) hint(class, name string) string {
	if n := c.s.Nearest(class, name); n != "" {
		return fmt.Sprintf(" (nearest: %q)", n)
	}
	return ""
}

var special = []string{"bearer", "other", "territory"}

func (c *checker) party(name string) {
	if !slices.Contains(special, name) {
		c.known("role", name)
	}
}

// fact asks that a fact is declared and of one of the types.
func (c *checker) fact(name string, types ...string) []string {
	t, values, ok := c.s.FactType(name)
	if !ok {
		c.fault("no fact %q%s", name, c.hint("fact", name))
		return nil
	}
	if !slices.Contains(types, t) {
		c.fault("%s is of type %s; this question needs %s", name, t, strings.Join(types, " or "))
	}
	return values
}

func (c *checker) atom(a Atom) {
	switch a.Kind {
	case FactTrue:
		c.fact(a.Name, "bool")
	case FactIs, FactIncludes:
		c.valued(a)
	case FactIsParty:
		c.fact(a.Name, "state", "[state]")
		c.parties(a.Values)
	case FactEmpty:
		c.fact(a.Name, "[enum]", "[state]")
	case FactWithin:
		c.fact(a.Name, "[enum]", "[state]")
		c.fact(a.Other, "[enum]", "[state]")
	case FactCompare:
		if a.Currency == "" {
			c.fact(a.Name, "number")
		} else {
			c.fact(a.Name, "money")
		}
	case FactStated, FactOnRecord:
		if _, _, ok := c.s.FactType(a.Name); !ok {
			c.fault("no fact %q%s", a.Name, c.hint("fact", a.Name))
		}
	case DateCompare:
		c.day(a.Name)
		c.day(a.Other)
	default:
		c.relation(a)
	}
}

func (c *checker) relation(a Atom) {
	switch a.Kind {
	case PartyIs:
		c.party(a.Name)
		c.parties(a.Values)
	case ThereIs:
		c.known("role", a.Name)
	case Member:
		c.party(a.Name)
		c.known("organisation", a.Other)
	case Bound:
		c.party(a.Name)
		c.known("instrument", a.Other)
	case BoundTogether:
		c.party(a.Name)
		c.party(a.Other)
		c.known("instrument", a.Third)
	case PlaceIn:
		c.known("area", a.Name)
	case PlaceMetropolitan:
		c.party(a.Name)
	case NormMet:
		c.known("norm", a.Name)
	case Position:
		if !c.s.PositionOf(a.Name, a.Other) {
			c.fault("%s has no position %q", a.Name, a.Other)
		}
	}
}

// parties asks that each word is a State's code or a party.
func (c *checker) parties(words []string) {
	for _, w := range words {
		if w == strings.ToUpper(w) {
			c.known("state", w)
		} else {
			c.party(w)
		}
	}
}

func (c *checker) valued(a Atom) {
	values := c.fact(a.Name, "enum", "[enum]", "state", "[state]", "instrument", "string")
	t, _, _ := c.s.FactType(a.Name)
	for _, v := range a.Values {
		switch t {
		case "enum", "[enum]":
			if !slices.Contains(values, v) {
				c.fault("%s has no value %q; it has %s", a.Name, v, strings.Join(values, ", "))
			}
		case "state", "[state]":
			c.parties([]string{v})
		case "instrument":
			c.known("instrument", v)
		}
	}
}

func (c *checker) day(w string) {
	w, _, _ = strings.Cut(w, " ")
	if w == "day" || len(w) == 10 && w[4] == '-' && w[7] == '-' {
		return
	}
	c.fact(w, "date")
}

// Resolve settles what only the vocabulary can: whether a word such as “territory” is
// a party, for a fact that names a State, or a value of the fact.
func Resolve(e *Expr, s Schema) *Expr {
	if e.op == OpAtom {
		t, _, ok := s.FactType(e.atom.Name)
		if !ok || e.atom.Kind != FactIs && e.atom.Kind != FactIsParty {
			return e
		}
		a := e.atom
		a.Kind = FactIs
		if t == "state" || t == "[state]" {
			a.Kind = FactIsParty
		}
		return Leaf(a)
	}
	if len(e.args) == 0 {
		return e
	}
	args := make([]*Expr, len(e.args))
	for i, x := range e.args {
		args[i] = Resolve(x, s)
	}
	return &Expr{op: e.op, args: args}
}
