package norm

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/clock"
	"entente/internal/law/condition"
	"entente/internal/law/fact"
)

// Compiled is a norm with its programs and its place in the vocabulary.
type Compiled struct {
	*Norm
	Place fact.Place
	Index int          // in the order of evaluation
	Facts []string     // the facts its conditions and clocks ask
	Scope []string     // those of applies
	Gates []string     // those of applies and when
	refs  []ent.NormID // the norms its conditions ask
}

// Book is all norms compiled over one table of atoms, in an order in which every
// norm comes after those it refers to.
type Book struct {
	Norms []*Compiled
	Table *condition.Table
	byID  map[ent.NormID]*Compiled
}

// Refs returns the norms that this one's conditions and displacements ask.
func (c *Compiled) Refs() []ent.NormID { return c.refs }

// Fault is something wrong in a norm, for a curator.
type Fault struct {
	Norm ent.NormID
	Text string
}

// Error names the norm and the fault.
func (f *Fault) Error() string { return fmt.Sprintf("norm %s: %s", f.Norm, f.Text) }

// Schema is what the type check of conditions needs to know.
type Schema = condition.Schema

// Compile builds the book. Every fault of every norm is reported; a norm with a
// fault is left out.
func Compile(norms []Norm, v *fact.Vocabulary, s Schema) (*Book, []*Fault) {
	c := &compiler{book: &Book{Table: condition.NewTable(), byID: map[ent.NormID]*Compiled{}}, voc: v, schema: s}
	var all []*Compiled
	for i := range norms {
		if n := c.norm(&norms[i]); n != nil {
			all = append(all, n)
			c.book.byID[n.ID] = n
		}
	}
	c.order(all)
	return c.book, c.faults
}

// With returns a book with more norms, which may refer to those of this one; this one
// stays as it is, and its norms keep their places.
func (b *Book) With(norms []Norm, v *fact.Vocabulary, s Schema) (*Book, []*Fault) {
	n := &Book{Norms: slices.Clone(b.Norms), Table: b.Table.Clone(), byID: maps.Clone(b.byID)}
	c := &compiler{book: n, voc: v, schema: s}
	var all []*Compiled
	for i := range norms {
		if x := c.norm(&norms[i]); x != nil {
			all = append(all, x)
			n.byID[x.ID] = x
		}
	}
	c.order(all)
	return n, c.faults
}

// Norm returns the norm with the id, nil when there is none.
func (b *Book) Norm(id ent.NormID) *Compiled { return b.byID[id] }

type compiler struct {
	book   *Book
	voc    *fact.Vocabulary
	schema Schema
	faults []*Fault
	cur    *Compiled
}

func (c *compiler) fault(format string, args ...any) {
	c.faults = append(c.faults, &Fault{c.cur.ID, fmt.Sprintf(format, args...)})
}

func (c *compiler) norm(n *Norm) *Compiled {
	c.cur = &Compiled{Norm: n}
	before := len(c.faults)
	if p := c.voc.Norm(n.ID); p != nil {
		c.cur.Place = *p
	} else {
		c.fault("the vocabulary does not say where it stands")
	}
	if c.book.byID[n.ID] != nil {
		c.fault("stands twice")
	}
	c.words(n)
	c.condition("applies", &n.Applies)
	c.cur.Scope = slices.Clone(c.cur.Facts)
	c.condition("when", &n.When)
	c.cur.Gates = slices.Clone(c.cur.Facts)
	c.condition("unless", &n.Unless)
	c.effects(n)
	for _, d := range n.DisplacedBy {
		c.cur.refs = append(c.cur.refs, d.Norm)
		if !c.schema.Known("norm", string(d.Norm)) {
			c.fault("displaced_by: no norm %q", d.Norm)
		}
	}
	if len(c.faults) > before {
		return nil
	}
	return c.cur
}

var (
	modalities    = []Modality{Obligation, Prohibition, Permission, Power, Jurisdiction, Definition, ConflictRule}
	classes       = []Class{JusCogens, Charter, Treaty, Custom, Regional, Domestic, Policy}
	outcomes      = []string{"", "prohibited", "conditional", "permitted", "none"}
	displaceRules = []string{"jus-cogens", "charter-103", "conflict-clause", "special", "later", "sequence"}
)

func (c *compiler) words(n *Norm) {
	if !slices.Contains(modalities, n.Modality) {
		c.fault("modality %q is none of %v", n.Modality, modalities)
	}
	if !slices.Contains(classes, n.Class) {
		c.fault("class %q is none of %v", n.Class, classes)
	}
	if !slices.Contains(outcomes, n.Outcome) {
		c.fault("outcome %q is none of %v", n.Outcome, outcomes[1:])
	}
	if n.Outcome == "conditional" && len(n.Conditions) == 0 {
		c.fault("outcome conditional without conditions")
	}
	if n.Title == "" || len(n.Source.Cites) == 0 || n.Source.Confidence == "" {
		c.fault("title, source.cites and source.confidence are needed")
	}
	if len(n.Bearer) == 0 {
		c.fault("no bearer")
	}
	if len(n.Between) != 0 && len(n.Between) != 2 {
		c.fault("between names two roles, not %d", len(n.Between))
	}
	for _, r := range slices.Concat(n.Bearer, n.Between) {
		if r != "any" && !c.voc.HasRole(r) {
			c.fault("no role %q (nearest: %q)", r, c.schema.Nearest("role", r))
		}
	}
	for _, d := range n.DisplacedBy {
		if !slices.Contains(displaceRules, d.Rule) {
			c.fault("displaced_by %s: rule %q is none of %v", d.Norm, d.Rule, displaceRules)
		}
	}
	for _, k := range n.Kinds {
		if c.voc.Kind(k) == nil {
			c.fault("no kind %q", k)
		}
	}
	if n.Outcome == "" && n.Modality == Prohibition {
		n.Outcome = "prohibited"
	}
}

func (c *compiler) effects(n *Norm) {
	c.condition("prohibited_if", &n.ProhibitedIf)
	for i := range n.Conditions {
		c.condition("conditions", &n.Conditions[i].If)
	}
	for i := range n.Duties {
		c.condition("duties", &n.Duties[i].If)
		c.clock("duties", &n.Duties[i].Due)
		if d := n.Duties[i].Done; d != "" && c.voc.Fact(d) == nil {
			c.fault("duties: no fact %q", d)
		}
	}
	for i := range n.Dates {
		c.condition("dates", &n.Dates[i].If)
		c.clock("dates", &n.Dates[i].Day)
	}
	for i := range n.Jurisdiction {
		f := &n.Jurisdiction[i]
		c.condition("jurisdiction", &f.If)
		for _, r := range slices.Concat([]string{f.Exclusive, f.Primary}, f.Concurrent, f.None) {
			c.party("jurisdiction", r)
		}
	}
	for i := range n.Custody {
		c.condition("custody", &n.Custody[i].If)
		c.party("custody", n.Custody[i].Holder)
		if !slices.Contains(c.voc.CustodyUntil, n.Custody[i].Until) {
			c.fault("custody: until %q is none of %v", n.Custody[i].Until, c.voc.CustodyUntil)
		}
	}
}

func (c *compiler) party(where, r string) {
	if r != "" && r != "bearer" && !c.voc.HasRole(r) {
		c.fault("%s: no role %q", where, r)
	}
}

func (c *compiler) clock(where string, k *Clock) {
	if k.Source == "" {
		return
	}
	var err error
	if k.Parsed, err = clock.Parse(k.Source); err != nil {
		c.fault("%s: %v", where, err)
		return
	}
	for _, f := range k.Parsed.Facts() {
		d := c.voc.Fact(f)
		if d == nil || d.Type != fact.Day && d.Type != fact.Number {
			c.fault("%s: clock %q: %q is no fact that is a day or a year", where, k.Source, f)
		}
		c.cur.Facts = appendNew(c.cur.Facts, f)
	}
}

func (c *compiler) condition(where string, k *Condition) {
	if k.Source == "" {
		return
	}
	e, err := condition.Parse(k.Source)
	if err != nil {
		c.fault("%s: %v", where, err)
		return
	}
	e = condition.Resolve(e, c.schema)
	for _, err := range condition.Check(e, c.schema) {
		c.fault("%s: %v", where, err)
	}
	k.Program = c.book.Table.Compile(e)
	e.Walk(func(x *condition.Expr) {
		if a, ok := x.Atom(); ok {
			c.note(a)
		}
	})
}

// note records which facts and norms an atom asks.
func (c *compiler) note(a condition.Atom) {
	switch a.Kind {
	case condition.NormMet:
		c.cur.refs = append(c.cur.refs, ent.NormID(a.Name))
	default:
		for _, w := range []string{a.Name, a.Other} {
			w, _, _ = strings.Cut(w, " ")
			if c.voc.Fact(w) != nil {
				c.cur.Facts = appendNew(c.cur.Facts, w)
			}
		}
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// order sorts the norms so that each comes after those it refers to.
func (c *compiler) order(all []*Compiled) {
	state := map[ent.NormID]int{}
	var visit func(n *Compiled) bool
	visit = func(n *Compiled) bool {
		if state[n.ID] == 1 {
			return false
		}
		if state[n.ID] == 2 {
			return true
		}
		state[n.ID] = 1
		for _, r := range n.refs {
			if m := c.book.byID[r]; m != nil && !visit(m) {
				c.cur = n
				c.fault("refers to %s, which refers back to it", r)
			}
		}
		state[n.ID] = 2
		n.Index = len(c.book.Norms)
		c.book.Norms = append(c.book.Norms, n)
		return true
	}
	for _, n := range c.book.Norms { // those of the book that was added to
		state[n.ID] = 2
	}
	for _, n := range all {
		visit(n)
	}
}
