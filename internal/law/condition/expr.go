// Package condition is the small closed language in which a norm says when it
// concerns a matter and when it takes effect. A condition can be read aloud by a
// lawyer; its answer is yes, no or unknown, and an unknown fact never counts as
// false (Kleene's strong logic). Conditions are parsed, printed, checked against
// the vocabulary and lowered to flat programs that keep the value of every node.
package condition

import (
	"strconv"
	"strings"
)

// Truth is an answer: yes, no or unknown.
type Truth uint8

// The three answers. Unknown is the zero value.
const (
	Unknown Truth = iota
	True
	False
)

// Of turns a bool into an answer.
func Of(b bool) Truth {
	if b {
		return True
	}
	return False
}

// Not is the opposite answer; unknown stays unknown.
func (t Truth) Not() Truth { return [...]Truth{Unknown, False, True}[t] }

// And is no when either is no, yes when both are yes, else unknown.
func And(a, b Truth) Truth {
	if a == False || b == False {
		return False
	}
	return a & b
}

// Or is yes when either is yes, no when both are no, else unknown.
func Or(a, b Truth) Truth {
	if a == True || b == True {
		return True
	}
	return a & b
}

// String returns yes, no or unknown.
func (t Truth) String() string { return [...]string{"unknown", "yes", "no"}[t] }

// Kind is the kind of an elementary question.
type Kind uint8

// The kinds of atoms, with the fields of Atom that each uses.
const (
	FactTrue          Kind = iota + 1 // Name
	FactIs                            // Name, Values
	FactIncludes                      // Name, Values
	FactEmpty                         // Name
	FactWithin                        // Name, Other
	FactCompare                       // Name, Op, Number, Currency
	FactStated                        // Name
	FactOnRecord                      // Name
	FactIsParty                       // Name, Values
	DateCompare                       // Name, Op, Other
	PartyIs                           // Name, Values
	ThereIs                           // Name
	Member                            // Name, Other
	Bound                             // Name, Other
	BoundTogether                     // Name, Other, Third
	PlaceIn                           // Name
	PlaceMetropolitan                 // Name
	NormMet                           // Name
	Position                          // Name, Other
)

// Atom is one elementary question.
type Atom struct {
	Kind                   Kind
	Name, Other, Third, Op string
	Currency               string
	Values                 []string
	Number                 float64
}

// String prints the atom as it is written in a condition.
func (a Atom) String() string {
	switch a.Kind {
	case FactTrue:
		return a.Name
	case FactIs, FactIsParty, PartyIs:
		if len(a.Values) == 1 {
			return a.Name + " is " + a.Values[0]
		}
		return a.Name + " is one of " + strings.Join(a.Values, ", ")
	case FactIncludes:
		if len(a.Values) == 1 {
			return a.Name + " includes " + a.Values[0]
		}
		return a.Name + " includes any of " + strings.Join(a.Values, ", ")
	case FactEmpty:
		return a.Name + " is empty"
	case FactWithin:
		return a.Name + " is within " + a.Other
	case FactCompare:
		return strings.TrimSpace(a.Name + " is " + a.Op + " " + strconv.FormatFloat(a.Number, 'f', -1, 64) + " " + a.Currency)
	case FactStated:
		return a.Name + " is stated"
	case FactOnRecord:
		return a.Name + " is on record"
	case DateCompare:
		return a.Name + " is " + a.Op + " " + a.Other
	case ThereIs:
		return "there is a " + a.Name
	case Member:
		return a.Name + " is a member of " + a.Other
	case Bound:
		return a.Name + " is bound by " + a.Other
	case BoundTogether:
		return a.Name + " and " + a.Other + " are bound together by " + a.Third
	case PlaceIn:
		return "place is in " + a.Name
	case PlaceMetropolitan:
		return "place is in metropolitan territory of " + a.Name
	case NormMet:
		return a.Name + " is met"
	}
	return "position " + a.Name + " is " + a.Other
}

// Op is what an inner node of an expression does.
type Op uint8

// The operations.
const (
	OpAtom Op = iota
	OpAlways
	OpNever
	OpAnd
	OpOr
	OpNot
)

// Expr is an immutable condition.
type Expr struct {
	op   Op
	args []*Expr
	atom Atom
}

// Op returns what the node does.
func (e *Expr) Op() Op { return e.op }

// Args returns the nodes under this one.
func (e *Expr) Args() []*Expr { return e.args }

// Atom returns the elementary question of a leaf.
func (e *Expr) Atom() (Atom, bool) { return e.atom, e.op == OpAtom }

// Leaf, Always, Never, AllOf, AnyOf and Not compose expressions.

// Leaf is the expression of one atom.
func Leaf(a Atom) *Expr { return &Expr{op: OpAtom, atom: a} }

// Always is the condition that holds.
func Always() *Expr { return &Expr{op: OpAlways} }

// Never is the condition that does not hold.
func Never() *Expr { return &Expr{op: OpNever} }

// AllOf holds when each of them holds.
func AllOf(es ...*Expr) *Expr { return join(OpAnd, es, Always) }

// AnyOf holds when one of them holds.
func AnyOf(es ...*Expr) *Expr { return join(OpOr, es, Never) }

func join(op Op, es []*Expr, none func() *Expr) *Expr {
	switch len(es) {
	case 0:
		return none()
	case 1:
		return es[0]
	}
	return &Expr{op: op, args: es}
}

// Not holds when the condition does not.
func Not(e *Expr) *Expr { return &Expr{op: OpNot, args: []*Expr{e}} }

// Walk calls f for the node and every node under it.
func (e *Expr) Walk(f func(*Expr)) {
	f(e)
	for _, a := range e.args {
		a.Walk(f)
	}
}

// String prints the condition so that Parse reads it back.
func (e *Expr) String() string {
	var b strings.Builder
	e.print(&b)
	return b.String()
}

func (e *Expr) print(b *strings.Builder) {
	switch e.op {
	case OpAlways:
		b.WriteString("always")
	case OpNever:
		b.WriteString("never")
	case OpAtom:
		b.WriteString(e.atom.String())
	case OpNot:
		b.WriteString("not ")
		e.args[0].inner(b, true)
	default:
		word := map[Op]string{OpAnd: " and ", OpOr: " or "}[e.op]
		for i, a := range e.args {
			if i > 0 {
				b.WriteString(word)
			}
			a.inner(b, a.op == OpAnd || a.op == OpOr || listed(a))
		}
	}
}

// listed reports whether the atom ends in a list or has "and" in it, so that it is
// put in brackets inside a larger condition.
func listed(e *Expr) bool {
	return e.op == OpAtom && (len(e.atom.Values) > 1 || e.atom.Kind == BoundTogether)
}

func (e *Expr) inner(b *strings.Builder, brackets bool) {
	if brackets && e.op != OpAlways && e.op != OpNever {
		b.WriteByte('(')
		e.print(b)
		b.WriteByte(')')
		return
	}
	e.print(b)
}
