package law

import (
	"strings"

	ent "entente"
	"entente/internal/law/condition"
	"entente/internal/law/fact"
)

// BlockWords is the number of words, of 64 matters each, that a batch evaluates at once.
const BlockWords = 64

// Columns are the facts of many matters that differ in nothing but their facts:
// one column per fact, one bit or value per matter.
type Columns struct {
	N     int
	Facts map[string]*Column
}

// Column is one fact over all matters. Known has a bit for each matter that states
// it. A yes-no fact has the word "true" in Words; facts with words have one plane
// per word; numbers, money (in Currency) and days have a value per matter.
type Column struct {
	Known    []uint64
	Words    map[string][]uint64
	Numbers  []float64
	Days     []ent.Date
	Currency string
}

// NewColumns returns columns for n matters in which nothing is stated.
func NewColumns(n int) *Columns { return &Columns{N: n, Facts: map[string]*Column{}} }

// Words returns the number of words that hold a bit for each matter, rounded up to whole blocks.
func (c *Columns) words() int {
	w := (c.N + 63) / 64
	return (w + BlockWords - 1) / BlockWords * BlockWords
}

// State states a fact in the ith matter.
func (c *Columns) State(i int, name string, v fact.Value) {
	col := c.Facts[name]
	if col == nil {
		col = &Column{Known: make([]uint64, c.words()), Words: map[string][]uint64{}}
		c.Facts[name] = col
	}
	bit, w := uint64(1)<<(i%64), i/64
	col.Known[w] |= bit
	switch v.Type {
	case fact.Bool:
		if v.Yes {
			c.plane(col, "true")[w] |= bit
		}
	case fact.Number, fact.Money:
		if col.Numbers == nil {
			col.Numbers = make([]float64, 64*c.words())
		}
		col.Numbers[i], col.Currency = v.Number, v.Currency
	case fact.Day:
		if col.Days == nil {
			col.Days = make([]ent.Date, 64*c.words())
		}
		col.Days[i] = v.Day
	default:
		for _, x := range v.Words {
			c.plane(col, x)[w] |= bit
		}
	}
}

func (c *Columns) plane(col *Column, word string) []uint64 {
	p := col.Words[word]
	if p == nil {
		p = make([]uint64, c.words())
		col.Words[word] = p
	}
	return p
}

// Batch evaluates all norms over many matters at once, 64 in a word. The matters
// share kind, day, place, participants and positions with a template.
type Batch struct {
	lib     *Library
	e       *Evaluation
	ties    [][]*Tie // per norm, per participant
	atoms   [][]condition.Planes
	results [][]condition.Planes // truth per norm, per participant
	shifted [][][]uint64         // displaced per norm, per participant
	parts   [3]condition.Planes
	scratch condition.Scratch
	sides   [2]daysOfBlock
	someone condition.Planes
}

// NewBatch prepares a batch for matters like the template; facts of the template are ignored.
func (l *Library) NewBatch(template *Matter) (*Batch, error) {
	m := *template
	m.Facts = fact.Set{}
	if err := l.Check(&m); err != nil {
		return nil, err
	}
	b := &Batch{lib: l, e: l.Evaluation(&m)}
	b.e.needAll()
	np := len(m.Participants)
	for range np {
		b.atoms = append(b.atoms, newPlanes(len(b.e.Atoms)))
	}
	for _, n := range l.Book.Norms {
		ties, rs := make([]*Tie, np), make([]condition.Planes, np)
		sh := make([][]uint64, np)
		for p := range np {
			if b.e.isBearer(n, p) {
				ties[p], rs[p], sh[p] = b.e.bound(n, p), newPlanes(1)[0], make([]uint64, BlockWords)
			}
		}
		b.ties, b.results, b.shifted = append(b.ties, ties), append(b.results, rs), append(b.shifted, sh)
	}
	copy(b.parts[:], newPlanes(3))
	b.someone = newPlanes(1)[0]
	return b, nil
}

func newPlanes(n int) []condition.Planes {
	out := make([]condition.Planes, n)
	for i := range out {
		out[i] = condition.Planes{T: make([]uint64, BlockWords), F: make([]uint64, BlockWords)}
	}
	return out
}

// Block is the result for up to 64 × BlockWords matters, the first of which is First.
type Block struct {
	First, N int
	b        *Batch
}

// State returns the state of a norm, by its place in the book, for a participant of
// the ith matter of the block; "" when the participant cannot be its bearer.
func (k *Block) State(norm, participant, i int) State {
	r := k.b.results[norm][participant]
	if r.T == nil {
		return ""
	}
	w, bit := i/64, uint64(1)<<(i%64)
	switch {
	case k.b.shifted[norm][participant][w]&bit != 0:
		return Displaced
	case r.T[w]&bit != 0:
		return Met
	case r.F[w]&bit != 0:
		return NotMet
	}
	return Unknown
}

// Met returns the planes of a norm for a participant: T where it is met, F where it
// is not met or displaced; ok is false when the participant cannot be its bearer.
func (k *Block) Met(norm, participant int) (planes condition.Planes, ok bool) {
	r := k.b.results[norm][participant]
	return r, r.T != nil
}

// Run evaluates all matters block by block. The block passed to visit is overwritten
// by the next one.
func (b *Batch) Run(c *Columns, visit func(*Block)) {
	for lo := 0; lo*64 < c.N; lo += BlockWords {
		for p := range b.atoms {
			b.fill(c, lo, p)
		}
		for i := range b.lib.Book.Norms {
			b.norm(i)
		}
		visit(&Block{First: lo * 64, N: min(c.N-lo*64, 64*BlockWords), b: b})
	}
}

// fill answers the atoms of a block for a participant. What does not speak of the
// bearer is answered once, for the first participant, and shared.
func (b *Batch) fill(c *Columns, lo, p int) {
	for i := range b.e.Atoms {
		a := &b.e.Atoms[i]
		switch {
		case a.Kind == condition.NormMet:
		case p > 0 && !b.lib.Index.byBearer[i]:
			b.atoms[p][i] = b.atoms[0][i]
		default:
			b.atom(c, a, lo, p, b.atoms[p][i])
		}
	}
}

func constant(t truth, out condition.Planes) {
	var yes, no uint64
	if t == condition.True {
		yes = ^yes
	}
	if t == condition.False {
		no = ^no
	}
	for i := range out.T {
		out.T[i], out.F[i] = yes, no
	}
}

func (b *Batch) atom(c *Columns, a *condition.Atom, lo, p int, out condition.Planes) {
	name := a.Name
	if a.Kind == condition.PlaceIn && b.e.Matter.Place == nil {
		name = "attack.area"
	}
	col := c.Facts[name]
	switch a.Kind {
	case condition.DateCompare:
		b.days(c, a, lo, out)
		return
	case condition.FactTrue, condition.FactIs, condition.FactIncludes, condition.FactIsParty, condition.FactEmpty, condition.FactStated, condition.FactWithin, condition.FactCompare:
		if col == nil {
			constant(condition.Unknown, out)
			return
		}
	case condition.FactOnRecord:
		if col == nil {
			constant(condition.False, out)
			return
		}
	case condition.PlaceIn:
		if b.e.Matter.Place == nil && col != nil {
			b.area(col, a.Name, lo, out)
			return
		}
		fallthrough
	default:
		constant(b.e.Leaves[p][b.index(a)], out)
		return
	}
	b.fact(c, col, a, lo, p, out)
}

func (b *Batch) index(a *condition.Atom) int { return b.lib.Book.Table.Intern(*a) }

func (b *Batch) fact(c *Columns, col *Column, a *condition.Atom, lo, p int, out condition.Planes) {
	known := col.Known[lo : lo+BlockWords]
	switch a.Kind {
	case condition.FactStated:
		copy(out.T, known)
		clear(out.F)
	case condition.FactOnRecord:
		for i, k := range known {
			out.T[i], out.F[i] = k, ^k
		}
	case condition.FactCompare:
		b.compare(col, a, lo, out)
	case condition.FactWithin:
		b.within(col, c.Facts[a.Other], lo, out)
	case condition.FactTrue:
		b.anyWord(col, lo, out, func(w string) bool { return w == "true" })
	case condition.FactEmpty:
		b.anyWord(col, lo, out, func(string) bool { return true })
		for i, k := range known {
			out.T[i], out.F[i] = k&^out.T[i], k&out.T[i]
		}
	default:
		d := b.lib.Vocabulary.Fact(a.Name)
		states := d.Type == fact.State || d.Type == fact.StateList
		b.anyWord(col, lo, out, func(w string) bool {
			if states {
				return b.e.among(ent.StateCode(w), a.Values, p) == condition.True
			}
			return contains(a.Values, w)
		})
	}
}

// anyWord is yes where a word that counts was stated, no where the fact was stated without one.
func (b *Batch) anyWord(col *Column, lo int, out condition.Planes, counts func(string) bool) {
	clear(out.T)
	for w, plane := range col.Words {
		if counts(w) {
			for i, v := range plane[lo : lo+BlockWords] {
				out.T[i] |= v
			}
		}
	}
	for i, k := range col.Known[lo : lo+BlockWords] {
		out.T[i] &= k
		out.F[i] = k &^ out.T[i]
	}
}

func (b *Batch) area(col *Column, id string, lo int, out condition.Planes) {
	constant(b.e.placeIn(id), out)
	for i, k := range col.Known[lo : lo+BlockWords] {
		out.T[i] &^= k
		out.F[i] &^= k
	}
	for w, plane := range col.Words {
		t := b.e.statedArea(id, w)
		for i, v := range plane[lo : lo+BlockWords] {
			switch t {
			case condition.True:
				out.T[i] |= v
			case condition.False:
				out.F[i] |= v
			}
		}
	}
}

func (b *Batch) compare(col *Column, a *condition.Atom, lo int, out condition.Planes) {
	clear(out.T)
	clear(out.F)
	if col.Numbers == nil || a.Currency != "" && a.Currency != col.Currency {
		return
	}
	less, equal, more := ordering(a.Op)
	for i, k := range col.Known[lo : lo+BlockWords] {
		var yes uint64
		for j, x := range col.Numbers[64*(lo+i) : 64*(lo+i)+64] {
			if x < a.Number && less || x == a.Number && equal || x > a.Number && more {
				yes |= 1 << j
			}
		}
		out.T[i], out.F[i] = k&yes, k&^yes
	}
}

// ordering says for which order of two values a comparison holds.
func ordering(op string) (less, equal, more bool) {
	return compare(op, 0, 1) == condition.True, compare(op, 1, 1) == condition.True, compare(op, 1, 0) == condition.True
}

func (b *Batch) days(c *Columns, a *condition.Atom, lo int, out condition.Planes) {
	less, equal, more := ordering(a.Op)
	x, y := &b.sides[0], &b.sides[1]
	b.side(c, a.Name, lo, x)
	b.side(c, a.Other, lo, y)
	for i := range out.T {
		var yes, known uint64
		for j := range 64 {
			p, q := x[64*i+j], y[64*i+j]
			if p == 0 || q == 0 {
				continue
			}
			known |= 1 << j
			if p < q && less || p == q && equal || p > q && more {
				yes |= 1 << j
			}
		}
		out.T[i], out.F[i] = yes, known&^yes
	}
}

// daysOfBlock has a day for each matter of a block, zero where it is not known.
type daysOfBlock [64 * BlockWords]ent.Date

// side gives one side of a comparison of days for each matter of the block.
func (b *Batch) side(c *Columns, word string, lo int, out *daysOfBlock) {
	base, shift, shifted := strings.Cut(word, " ")
	if b.lib.Vocabulary.Fact(base) == nil {
		d := b.e.Day(word)
		for i := range out {
			out[i] = d
		}
		return
	}
	col := c.Facts[base]
	if col == nil || col.Days == nil {
		clear(out[:])
		return
	}
	copy(out[:], col.Days[64*lo:])
	if shifted {
		move := parseShift(shift)
		for i, d := range out {
			out[i] = move.from(d)
		}
	}
}

func (b *Batch) within(col, other *Column, lo int, out condition.Planes) {
	for i := range out.T {
		k := col.Known[lo+i]
		var outside, any, ok uint64
		if other != nil {
			ok = other.Known[lo+i]
		}
		for w, plane := range col.Words {
			any |= plane[lo+i]
			in := uint64(0)
			if other != nil && other.Words[w] != nil {
				in = other.Words[w][lo+i]
			}
			outside |= plane[lo+i] &^ in
		}
		out.T[i] = k & (ok&^outside | ^ok&^any)
		out.F[i] = k & ok & outside
	}
}

// norm evaluates one norm for every participant of the block.
func (b *Batch) norm(i int) {
	n := b.lib.Book.Norms[i]
	for p := range b.ties[i] {
		if b.results[i][p].T == nil {
			continue
		}
		b.holds(i, p)
		b.displace(i, p)
	}
	a := b.lib.Index.atomOf[n.Index]
	if a < 0 {
		return
	}
	for p := range b.atoms {
		if r := b.results[i][p]; r.T != nil {
			b.atoms[p][a] = r
		} else {
			b.anybody(i, b.atoms[p][a])
		}
	}
}

// anybody is yes where the norm is met for some bearer, no where it is met for none.
func (b *Batch) anybody(i int, out condition.Planes) {
	constant(condition.False, out)
	for _, r := range b.results[i] {
		if r.T == nil {
			continue
		}
		for k := range out.T {
			out.T[k] |= r.T[k]
			out.F[k] &= r.F[k]
		}
	}
}

func (b *Batch) holds(i, p int) {
	n, r := b.lib.Book.Norms[i], b.results[i][p]
	t := b.ties[i][p].truth
	if !(ent.Period{From: n.From, Until: n.Until}).Contains(b.e.Matter.On) {
		t = condition.False
	}
	constant(t, r)
	progs := [3]*condition.Program{n.Applies.Program, n.When.Program, n.Unless.Program}
	for k, prog := range progs {
		if prog == nil {
			continue
		}
		prog.EvalPlanes(b.atoms[p], 0, BlockWords, &b.scratch, b.parts[k])
		yes, no := b.parts[k].T, b.parts[k].F
		if k == 2 {
			yes, no = no, yes
		}
		for w := range r.T {
			r.T[w] &= yes[w]
			r.F[w] |= no[w]
		}
	}
}

// displace applies the norms that take this one's place, as the single evaluation does.
func (b *Batch) displace(i, p int) {
	n, r, sh := b.lib.Book.Norms[i], b.results[i][p], b.shifted[i][p]
	clear(sh)
	for k := range n.DisplacedBy {
		by := b.lib.Book.Norm(n.DisplacedBy[k].Norm)
		if by == nil {
			continue
		}
		d := b.results[by.Index][p]
		if d.T == nil {
			d = b.someone
			b.anybody(by.Index, d)
		}
		for w := range sh {
			sh[w] |= d.T[w] &^ r.F[w]
			r.T[w] &= d.F[w] | d.T[w] // while it is not known whether the other is met, neither is this
		}
	}
	for w := range sh {
		r.T[w] &^= sh[w]
		r.F[w] |= sh[w]
	}
}

// NormState is the state of one norm, by its place in the book, for one participant.
type NormState struct {
	Norm, Participant int
	State             State
}

// States evaluates every norm for every participant that can be its bearer, without
// building a finding; the matter must have passed Check.
func (l *Library) States(m *Matter) []NormState {
	e := l.Evaluation(m)
	e.Run(nil)
	var out []NormState
	for i, rs := range e.Results {
		for p, r := range rs {
			if r != nil {
				out = append(out, NormState{i, p, r.State})
			}
		}
	}
	return out
}

// Leaves returns, per participant, the answers to all atoms of the book in a matter,
// those about norms included; the matter must have passed Check.
func (l *Library) Leaves(m *Matter) [][]condition.Truth {
	e := l.Evaluation(m)
	e.needAll()
	e.Run(nil)
	return e.Leaves
}

// Bears reports whether the norm, by its place in the book, can have the participant as its bearer.
func (l *Library) Bears(norm int, p Participant) bool {
	n := l.Book.Norms[norm]
	return (contains(n.Bearer, p.Role) || contains(n.Bearer, "any")) && (len(n.States) == 0 || contains(n.States, p.State))
}

// ConditionOf answers whether a norm applies, its condition holds and no exception
// does, from the answers to all atoms.
func (l *Library) ConditionOf(norm int, leaves []condition.Truth) condition.Truth {
	n := l.Book.Norms[norm]
	e := &Evaluation{Leaves: [][]truth{leaves}}
	t := condition.And(e.Eval(n.Applies, 0, condition.True), e.Eval(n.When, 0, condition.True))
	return condition.And(t, e.Eval(n.Unless, 0, condition.False).Not())
}
