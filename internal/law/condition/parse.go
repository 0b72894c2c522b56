package condition

import (
	"fmt"
	"strconv"
	"strings"
)

// Limits of a condition's source.
const (
	maxSource = 64 << 10
	maxDepth  = 200
)

// SyntaxError says where and why a text is no condition.
type SyntaxError struct {
	Offset int
	Word   string
	Msg    string
}

// Error names the word, its place and the fault.
func (e *SyntaxError) Error() string {
	if e.Word == "" {
		return fmt.Sprintf("at the end: %s", e.Msg)
	}
	return fmt.Sprintf("at %q (letter %d): %s", e.Word, e.Offset+1, e.Msg)
}

type token struct {
	word string
	at   int
}

type parser struct {
	toks  []token
	i     int
	depth int
}

// Parse reads a condition. The error is a *SyntaxError.
func Parse(src string) (*Expr, error) {
	if len(src) > maxSource {
		return nil, &SyntaxError{0, src[:20], fmt.Sprintf("more than %d letters", maxSource)}
	}
	toks, err := scan(src)
	if err != nil {
		return nil, err
	}
	p := &parser{toks: toks}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.i < len(p.toks) {
		return nil, p.fail("nothing more is expected here; join conditions with and / or")
	}
	return e, nil
}

func wordRune(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("_.+/-", c) >= 0
}

func scan(src string) ([]token, error) {
	var out []token
	for i := 0; i < len(src); {
		c := src[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
		case c == '(' || c == ')' || c == ',':
			out = append(out, token{src[i : i+1], i})
			i++
		case wordRune(c):
			j := i
			for j < len(src) && wordRune(src[j]) {
				j++
			}
			out = append(out, token{src[i:j], i})
			i = j
		default:
			return nil, &SyntaxError{i, string(rune(c)), "this sign has no meaning in a condition"}
		}
	}
	return out, nil
}

func (p *parser) peek() string { return p.ahead(0) }

func (p *parser) ahead(n int) string {
	if p.i+n < len(p.toks) {
		return p.toks[p.i+n].word
	}
	return ""
}

func (p *parser) accept(words ...string) bool {
	for k, w := range words {
		if p.ahead(k) != w {
			return false
		}
	}
	p.i += len(words)
	return true
}

func (p *parser) fail(format string, args ...any) error {
	e := &SyntaxError{Msg: fmt.Sprintf(format, args...)}
	if p.i < len(p.toks) {
		e.Word, e.Offset = p.toks[p.i].word, p.toks[p.i].at
	}
	return e
}

func (p *parser) or() (*Expr, error) { return p.chain("or", OpOr, p.and) }

func (p *parser) and() (*Expr, error) { return p.chain("and", OpAnd, p.not) }

func (p *parser) chain(word string, op Op, next func() (*Expr, error)) (*Expr, error) {
	e, err := next()
	if err != nil || p.peek() != word {
		return e, err
	}
	args := []*Expr{e}
	for p.accept(word) {
		if e, err = next(); err != nil {
			return nil, err
		}
		args = append(args, e)
	}
	return &Expr{op: op, args: args}, nil
}

func (p *parser) not() (*Expr, error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, p.fail("nested more than %d deep", maxDepth)
	}
	if p.accept("not") {
		e, err := p.not()
		if err != nil {
			return nil, err
		}
		return Not(e), nil
	}
	if p.accept("(") {
		e, err := p.or()
		if err == nil && !p.accept(")") {
			err = p.fail("a closing bracket is missing")
		}
		return e, err
	}
	return p.atom()
}

var reserved = map[string]bool{"and": true, "or": true, "not": true, "is": true, "": true, "(": true, ")": true, ",": true}

func (p *parser) word(what string) (string, error) {
	w := p.peek()
	if reserved[w] {
		return "", p.fail("%s is expected here", what)
	}
	p.i++
	return w, nil
}

func (p *parser) atom() (*Expr, error) {
	switch {
	case p.accept("always"):
		return Always(), nil
	case p.accept("never"):
		return Never(), nil
	case p.accept("there", "is", "a"), p.accept("there", "is", "an"):
		w, err := p.word("a role")
		return Leaf(Atom{Kind: ThereIs, Name: w}), err
	case p.accept("position"):
		return p.position()
	case p.accept("place", "is"):
		return p.place()
	}
	w, err := p.word("a fact, a party or a norm")
	if err != nil {
		return nil, err
	}
	switch {
	case strings.Contains(w, "."):
		return p.fact(w)
	case w == "day":
		return p.dayAtom(w)
	case w[0] >= 'A' && w[0] <= 'Z':
		return p.norm(w)
	}
	return p.party(w)
}

// is reads "is" or "is not" and reports whether it was negated.
func (p *parser) is() (bool, error) {
	if !p.accept("is") {
		return false, p.fail("“is” is expected here")
	}
	return p.accept("not"), nil
}

func negate(e *Expr, no bool, err error) (*Expr, error) {
	if err != nil {
		return nil, err
	}
	if no {
		return Not(e), nil
	}
	return e, nil
}

func (p *parser) position() (*Expr, error) {
	n, err := p.word("a norm")
	if err != nil {
		return nil, err
	}
	no, err := p.is()
	if err != nil {
		return nil, err
	}
	w, err := p.word("a position")
	return negate(Leaf(Atom{Kind: Position, Name: n, Other: w}), no, err)
}

func (p *parser) place() (*Expr, error) {
	no := p.accept("not")
	if !p.accept("in") {
		return nil, p.fail("“in” is expected here")
	}
	if p.accept("metropolitan", "territory") {
		if !p.accept("of") {
			return negate(Leaf(Atom{Kind: PlaceMetropolitan, Name: "host"}), no, nil)
		}
		w, err := p.word("a party")
		return negate(Leaf(Atom{Kind: PlaceMetropolitan, Name: w}), no, err)
	}
	w, err := p.word("an area")
	return negate(Leaf(Atom{Kind: PlaceIn, Name: w}), no, err)
}

func (p *parser) norm(w string) (*Expr, error) {
	no, err := p.is()
	if err == nil && !p.accept("met") {
		err = p.fail("a norm is met or is not met")
	}
	return negate(Leaf(Atom{Kind: NormMet, Name: w}), no, err)
}

func (p *parser) party(w string) (*Expr, error) {
	if p.peek() == "and" && p.ahead(2) == "are" {
		p.i++
		other, err := p.word("a party")
		if err != nil {
			return nil, err
		}
		if !p.accept("are", "bound", "together", "by") {
			return nil, p.fail("“are bound together by” is expected here")
		}
		in, err := p.word("an instrument")
		return Leaf(Atom{Kind: BoundTogether, Name: w, Other: other, Third: in}), err
	}
	no, err := p.is()
	if err != nil {
		return nil, err
	}
	switch {
	case p.accept("bound", "by"):
		in, err := p.word("an instrument")
		return negate(Leaf(Atom{Kind: Bound, Name: w, Other: in}), no, err)
	case p.accept("a", "member", "of"):
		o, err := p.word("an organisation")
		return negate(Leaf(Atom{Kind: Member, Name: w, Other: o}), no, err)
	}
	vs, err := p.values()
	return negate(Leaf(Atom{Kind: PartyIs, Name: w, Values: vs}), no, err)
}

// values reads one word, or `one of` and a list.
func (p *parser) values() ([]string, error) {
	if p.accept("one", "of") {
		return p.list()
	}
	w, err := p.word("a value")
	return []string{w}, err
}

func (p *parser) list() ([]string, error) {
	var out []string
	for {
		w, err := p.word("a value")
		if err != nil {
			return nil, err
		}
		out = append(out, w)
		if !p.accept(",") {
			return out, nil
		}
	}
}

func (p *parser) fact(w string) (*Expr, error) {
	switch {
	case p.accept("includes"):
		return p.includes(w, false)
	case p.accept("does", "not", "include"):
		return p.includes(w, true)
	case !p.accept("is"):
		return Leaf(Atom{Kind: FactTrue, Name: w}), nil
	}
	no := p.accept("not")
	e, err := p.predicate(w)
	return negate(e, no, err)
}

func (p *parser) includes(w string, no bool) (*Expr, error) {
	if p.accept("any", "of") {
		vs, err := p.list()
		return negate(Leaf(Atom{Kind: FactIncludes, Name: w, Values: vs}), no, err)
	}
	v, err := p.word("a value")
	return negate(Leaf(Atom{Kind: FactIncludes, Name: w, Values: []string{v}}), no, err)
}

func (p *parser) predicate(w string) (*Expr, error) {
	switch {
	case p.accept("empty"):
		return Leaf(Atom{Kind: FactEmpty, Name: w}), nil
	case p.accept("stated"):
		return Leaf(Atom{Kind: FactStated, Name: w}), nil
	case p.accept("on", "record"):
		return Leaf(Atom{Kind: FactOnRecord, Name: w}), nil
	case p.accept("within"):
		o, err := p.word("a fact")
		return Leaf(Atom{Kind: FactWithin, Name: w, Other: o}), err
	}
	for _, op := range []string{"at least", "at most", "more than", "less than"} {
		if p.accept(strings.Fields(op)...) {
			return p.compare(w, op)
		}
	}
	if e, err := p.days(w); e != nil || err != nil {
		return e, err
	}
	vs, err := p.values()
	kind := FactIs
	for _, v := range vs {
		if v == "bearer" || v == "other" || v == "territory" {
			kind = FactIsParty
		}
	}
	return Leaf(Atom{Kind: kind, Name: w, Values: vs}), err
}

func (p *parser) compare(w, op string) (*Expr, error) {
	v, err := p.word("a number")
	if err != nil {
		return nil, err
	}
	n, nerr := strconv.ParseFloat(v, 64)
	if nerr != nil || n != n || n > 1e18 || n < -1e18 {
		p.i--
		return nil, p.fail("a number is expected here")
	}
	a := Atom{Kind: FactCompare, Name: w, Op: op, Number: n}
	if c := p.peek(); len(c) == 3 && c == strings.ToUpper(c) && c[0] >= 'A' {
		p.i++
		a.Currency = c
	}
	return Leaf(a), nil
}

func (p *parser) dayAtom(w string) (*Expr, error) {
	no, err := p.is()
	if err != nil {
		return nil, err
	}
	e, err := p.days(w)
	if e == nil && err == nil {
		err = p.fail("before, after, on, on or before, or on or after is expected here")
	}
	return negate(e, no, err)
}

// days reads a comparison of days; nil when there is none here.
func (p *parser) days(w string) (*Expr, error) {
	op := ""
	for _, o := range []string{"on or before", "on or after", "before", "after", "on"} {
		if p.accept(strings.Fields(o)...) {
			op = o
			break
		}
	}
	if op == "" {
		return nil, nil
	}
	o, err := p.word("a day")
	if err == nil && (p.peek() == "+" || p.peek() == "-") {
		o, err = p.shifted(o)
	}
	return Leaf(Atom{Kind: DateCompare, Name: w, Op: op, Other: o}), err
}

// shifted reads `+ N days`, months or years after a day.
func (p *parser) shifted(o string) (string, error) {
	sign := p.peek()
	p.i++
	n, err := strconv.Atoi(p.peek())
	if err != nil || n < 0 || n > 100000 {
		return "", p.fail("a number of days, months or years is expected here")
	}
	p.i++
	unit := p.peek()
	if unit != "days" && unit != "months" && unit != "years" {
		return "", p.fail("days, months or years is expected here")
	}
	p.i++
	return fmt.Sprintf("%s %s %d %s", o, sign, n, unit), nil
}
