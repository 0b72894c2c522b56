package condition

import (
	"maps"
	"slices"
)

// Table interns the atoms of many programs, so that each is answered once.
type Table struct {
	atoms []Atom
	index map[string]int
}

// NewTable returns an empty table.
func NewTable() *Table { return &Table{index: map[string]int{}} }

// Clone returns a table with the same atoms under the same numbers, to which more can be
// added without touching this one.
func (t *Table) Clone() *Table { return &Table{slices.Clone(t.atoms), maps.Clone(t.index)} }

// Atoms returns all atoms in the order of their numbers.
func (t *Table) Atoms() []Atom { return t.atoms }

// Intern returns the number of the atom.
func (t *Table) Intern(a Atom) int {
	k := a.String()
	if i, ok := t.index[k]; ok {
		return i
	}
	t.index[k] = len(t.atoms)
	t.atoms = append(t.atoms, a)
	return len(t.atoms) - 1
}

// instruction is one node: its operands are nodes before it.
type instruction struct {
	op   Op
	leaf int32
	args []int32
}

// Program is a condition lowered to a list of nodes, each after those it needs.
// Evaluation keeps the value of every node: that is the proof.
type Program struct {
	code  []instruction
	texts []string
}

// Compile lowers a condition.
func (t *Table) Compile(e *Expr) *Program {
	p := &Program{}
	p.lower(t, e)
	return p
}

func (p *Program) lower(t *Table, e *Expr) int32 {
	in := instruction{op: e.op, leaf: -1}
	if e.op == OpAtom {
		in.leaf = int32(t.Intern(e.atom))
	}
	for _, a := range e.args {
		in.args = append(in.args, p.lower(t, a))
	}
	p.code = append(p.code, in)
	p.texts = append(p.texts, e.String())
	return int32(len(p.code) - 1)
}

// Len returns the number of nodes.
func (p *Program) Len() int { return len(p.code) }

// Root returns the number of the last node, whose value is that of the condition.
func (p *Program) Root() int { return len(p.code) - 1 }

// Node is one node of a program. Leaf is the number of its atom, -1 when it has none.
type Node struct {
	Op   Op
	Leaf int
	Args []int
}

// Node returns a node.
func (p *Program) Node(i int) Node {
	in := p.code[i]
	n := Node{Op: in.op, Leaf: int(in.leaf)}
	for _, a := range in.args {
		n.Args = append(n.Args, int(a))
	}
	return n
}

// Text returns the source of a node.
func (p *Program) Text(i int) string { return p.texts[i] }

// Eval answers the condition from the answers to the atoms. nodes receives the
// value of every node and must hold at least Len values.
func (p *Program) Eval(leaf []Truth, nodes []Truth) Truth {
	nodes = nodes[:len(p.code)]
	for i := range p.code {
		in := &p.code[i]
		switch in.op {
		case OpAtom:
			nodes[i] = leaf[in.leaf]
		case OpAlways:
			nodes[i] = True
		case OpNever:
			nodes[i] = False
		case OpNot:
			nodes[i] = nodes[in.args[0]].Not()
		case OpAnd:
			v := True
			for _, a := range in.args {
				v = And(v, nodes[a])
			}
			nodes[i] = v
		case OpOr:
			v := False
			for _, a := range in.args {
				v = Or(v, nodes[a])
			}
			nodes[i] = v
		}
	}
	return nodes[len(p.code)-1]
}

// Hanging returns the atoms on which the answer still hangs, from the values that Eval
// left in nodes: those unknown that are reached from the root through unknown nodes
// alone. An atom asked twice stands twice.
func (p *Program) Hanging(nodes []Truth) []int {
	return p.hanging(nil, nodes, len(p.code)-1)
}

func (p *Program) hanging(out []int, nodes []Truth, i int) []int {
	in := &p.code[i]
	switch {
	case nodes[i] != Unknown:
		return out
	case in.op == OpAtom:
		return append(out, int(in.leaf))
	}
	for _, a := range in.args {
		out = p.hanging(out, nodes, int(a))
	}
	return out
}

// Planes are the answers to one question for many matters, 64 in a word: a bit set
// in T is yes, in F no, in neither unknown.
type Planes struct{ T, F []uint64 }

// block is the number of words evaluated at once, so that a program's values stay in cache.
const block = 64

// Scratch holds the values of a program's nodes while planes are evaluated.
type Scratch struct{ t, f [][block]uint64 }

func (s *Scratch) grow(n int) {
	if len(s.t) < n {
		s.t, s.f = make([][block]uint64, n), make([][block]uint64, n)
	}
}

// EvalPlanes answers the condition for the words from..to of the columns of its
// atoms and writes the answers to the same words of out.
func (p *Program) EvalPlanes(cols []Planes, from, to int, s *Scratch, out Planes) {
	s.grow(len(p.code))
	for lo := from; lo < to; lo += block {
		n := min(block, to-lo)
		for i := range p.code {
			p.step(i, cols, lo, n, s)
		}
		last := len(p.code) - 1
		copy(out.T[lo:lo+n], s.t[last][:n])
		copy(out.F[lo:lo+n], s.f[last][:n])
	}
}

func (p *Program) step(i int, cols []Planes, lo, n int, s *Scratch) {
	in := &p.code[i]
	t, f := s.t[i][:n], s.f[i][:n]
	switch in.op {
	case OpAtom:
		copy(t, cols[in.leaf].T[lo:lo+n])
		copy(f, cols[in.leaf].F[lo:lo+n])
	case OpNot:
		copy(t, s.f[in.args[0]][:n])
		copy(f, s.t[in.args[0]][:n])
	case OpAnd:
		fold(t, f, s.t, s.f, in.args, n)
	case OpOr:
		fold(f, t, s.f, s.t, in.args, n)
	default:
		fill(t, in.op == OpAlways)
		fill(f, in.op == OpNever)
	}
}

func fill(w []uint64, ones bool) {
	v := uint64(0)
	if ones {
		v = ^v
	}
	for i := range w {
		w[i] = v
	}
}

// fold joins all operands: all must have the bit in a, one must have it in b.
func fold(a, b []uint64, as, bs [][block]uint64, args []int32, n int) {
	copy(a, as[args[0]][:n])
	copy(b, bs[args[0]][:n])
	for _, k := range args[1:] {
		x, y := as[k][:n], bs[k][:n]
		for j := range a {
			a[j] &= x[j]
			b[j] |= y[j]
		}
	}
}
