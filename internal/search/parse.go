package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	ent "entente"
	"entente/internal/law/spelling"
	"entente/internal/search/lexeme"
)

// Help is the query language in one text.
const Help = `Words: every one must stand in the text, in any of its forms (custody, custodies).
"status of forces"   a phrase, these words as written, one after the other
extradit*            words that begin so (at least two letters)
-dependent           not this; also before a phrase, a filter or brackets
mine OR munition     one of the two; OR binds more closely than the blank between words
( … )                brackets
Case and accents do not matter. Words such as "the" and "of" count in phrases only.

party:FIN            of an instrument, act or duty of this State (code or name: party:"United Kingdom")
kind:provision       instrument, provision, act, norm, duty, activity, text
instrument:NATO-SOFA of this instrument, by id or alias, or of every one of a group
clause:CUSTODY       texts that hold a clause of this sort
language:en          texts in this language
version:final        of texts on record of this version (final, draft-2)
class:SECRET         texts of this marking, for those who may see them
in-force:2024-06-01  of instruments in force on the day, between all States named by party:;
                     where that is contested, or the record does not tell, the result says so`

// Names are the names that filters may give. What is nil is taken as it stands.
type Names struct {
	Kinds       []string
	Clauses     []string
	Party       func(string) (ent.StateCode, error)
	Instruments func(string) ([]ent.InstrumentID, error) // an id, an alias or a group
}

// The limits of a query.
const (
	maxQuery = 1000 // bytes
	maxTerms = 50
	maxDepth = 10
)

// fields are the filters.
var fields = []string{"party", "kind", "instrument", "clause", "language", "version", "class", "in-force"}

// Parse reads a query in the language that Help describes. Errors are of kind Invalid and
// name the place, counted in characters from 1, and the nearest word.
func Parse(text string, names *Names) (*Terms, error) {
	if len(text) > maxQuery {
		return nil, ent.Errorf(ent.Invalid, "a query has at most %d bytes", maxQuery)
	}
	if !utf8.ValidString(text) {
		return nil, ent.Errorf(ent.Invalid, "the query is not UTF-8")
	}
	if names == nil {
		names = &Names{}
	}
	p := &parser{text: text, names: names, terms: &Terms{}}
	root, err := p.all(0)
	if err != nil {
		return nil, err
	}
	if p.at < len(text) {
		return nil, p.errorf(p.at, "a bracket is closed that was not opened")
	}
	if root == nil {
		return nil, ent.Errorf(ent.Invalid, "the query is empty: write a word, a \"phrase\" or a filter such as kind:provision")
	}
	return p.terms, p.whole(root)
}

// whole takes what speaks for the whole query out of it: the day of in-force: and the
// parties, which stand side by side with the rest.
func (p *parser) whole(root *term) error {
	t := p.terms
	kids := []*term{root}
	if root.op == opAll && !root.bracketed {
		kids = root.kids
	}
	t.root = &term{op: opAll}
	for _, k := range kids {
		switch {
		case k.op != opInForce:
			t.root.kids = append(t.root.kids, k)
			if k.party != "" {
				t.Parties = append(t.Parties, k.party)
			}
		case t.InForce != 0:
			return p.errorf(k.at, "in-force: stands twice")
		default:
			t.InForce = k.day
		}
	}
	if k := t.root.find(opInForce); k != nil {
		return p.errorf(k.at, "in-force: speaks for the whole query; it stands in no brackets, beside no OR and under no minus")
	}
	return nil
}

// find returns the first term with the operation, nil when there is none.
func (t *term) find(o op) *term {
	if t.op == o {
		return t
	}
	for _, k := range t.kids {
		if f := k.find(o); f != nil {
			return f
		}
	}
	return nil
}

type parser struct {
	text  string
	at    int
	count int
	names *Names
	terms *Terms
}

func (p *parser) errorf(at int, format string, args ...any) error {
	return ent.Errorf(ent.Invalid, "at character %d of the query: %s", utf8.RuneCountInString(p.text[:at])+1, fmt.Sprintf(format, args...))
}

func (p *parser) blanks() {
	p.at += len(p.text[p.at:]) - len(strings.TrimLeftFunc(p.text[p.at:], unicode.IsSpace))
}

// keyword takes a word in capitals that is written out.
func (p *parser) keyword(k string) bool {
	rest, ok := strings.CutPrefix(p.text[p.at:], k)
	if r, _ := utf8.DecodeRuneInString(rest); !ok || rest != "" && !unicode.IsSpace(r) {
		return false
	}
	p.at += len(k)
	return true
}

// all reads what stands together up to a closing bracket or the end; nil for nothing.
func (p *parser) all(depth int) (*term, error) {
	var kids []*term
	or := -1 // where an OR stands that waits for its other side
	for {
		p.blanks()
		start := p.at
		switch {
		case p.at == len(p.text) || p.text[p.at] == ')':
			if or >= 0 {
				return nil, p.errorf(or, "OR stands between two words")
			}
			return together(kids), nil
		case p.keyword("AND"):
			continue
		case p.keyword("OR"):
			if or >= 0 || len(kids) == 0 {
				return nil, p.errorf(start, "OR stands between two words")
			}
			or = start
			continue
		}
		k, err := p.unit(depth)
		if err != nil {
			return nil, err
		}
		switch {
		case k == nil && or >= 0:
			return nil, p.errorf(start, "nothing to look for after OR")
		case k == nil:
		case or < 0:
			kids = append(kids, k)
		default:
			kids[len(kids)-1] = either(kids[len(kids)-1], k)
			or = -1
		}
	}
}

// together joins terms of which all must hold. Little words are left out beside others.
func together(kids []*term) *term {
	says := slices.ContainsFunc(kids, func(k *term) bool { return k.says() && !k.little() })
	if says {
		kids = slices.DeleteFunc(kids, (*term).little)
	}
	switch len(kids) {
	case 0:
		return nil
	case 1:
		return kids[0]
	}
	return &term{op: opAll, kids: kids}
}

// says reports whether the term asks for a word.
func (t *term) says() bool {
	return t.op == opWord || t.op == opPhrase || t.op == opPrefix || (t.op == opAll || t.op == opAny) && slices.ContainsFunc(t.kids, (*term).says)
}

func (t *term) little() bool { return t.op == opWord && lexeme.Little(t.words[0].Exact) }

func either(a, b *term) *term {
	if a.op == opAny {
		a.kids = append(a.kids, b)
		return a
	}
	return &term{op: opAny, kids: []*term{a, b}}
}

// unit reads one word, phrase, filter or bracket, with a minus before it or not; nil for
// signs that are no word.
func (p *parser) unit(depth int) (*term, error) {
	start := p.at
	switch p.text[p.at] {
	case '-':
		return p.negation(depth)
	case '(':
		return p.brackets(depth)
	}
	if p.count++; p.count > maxTerms {
		return nil, p.errorf(start, "more than %d words and filters", maxTerms)
	}
	if p.text[p.at] != '"' {
		return p.word()
	}
	s, err := p.quoted()
	if err != nil {
		return nil, err
	}
	return words(opPhrase, lexeme.Words(s)), nil
}

func (p *parser) negation(depth int) (*term, error) {
	start := p.at
	p.at++
	switch rest := p.text[p.at:]; {
	case rest == "" || strings.TrimLeftFunc(rest, unicode.IsSpace) != rest:
		return nil, nil // a dash
	case rest[0] == '-' || rest[0] == ')':
		return nil, p.errorf(start, "a minus stands before what is not wanted: -word")
	}
	k, err := p.unit(depth)
	if k == nil || err != nil {
		return nil, err
	}
	return &term{op: opNot, kids: []*term{k}}, nil
}

func (p *parser) brackets(depth int) (*term, error) {
	start := p.at
	if depth == maxDepth {
		return nil, p.errorf(start, "more than %d brackets in each other", maxDepth)
	}
	p.at++
	k, err := p.all(depth + 1)
	if err != nil {
		return nil, err
	}
	if p.at == len(p.text) {
		return nil, p.errorf(start, "the bracket is not closed")
	}
	p.at++
	if k != nil {
		k.bracketed = true
	}
	return k, nil
}

// quoted reads what stands between quotation marks.
func (p *parser) quoted() (string, error) {
	start := p.at
	end := strings.IndexByte(p.text[p.at+1:], '"')
	if end < 0 {
		return "", p.errorf(start, "the quotation mark is not closed")
	}
	s := p.text[p.at+1 : p.at+1+end]
	p.at += end + 2
	return s, nil
}

// words makes a word or phrase; nil of no words.
func words(o op, ws []lexeme.Word) *term {
	if len(ws) == 0 {
		return nil
	}
	if len(ws) > 1 {
		o = opPhrase
	}
	return &term{op: o, words: ws}
}

// word reads a word, a prefix or a filter. What is joined without blanks, such as VII(5)
// or cross-border, is a phrase.
func (p *parser) word() (*term, error) {
	start := p.at
	s := p.run()
	if field, value, ok := strings.Cut(s, ":"); ok && name(field) {
		return p.filter(start, field, value)
	}
	stem, star := strings.CutSuffix(s, "*")
	if i := strings.IndexByte(stem, '*'); i >= 0 {
		return nil, p.errorf(start+i, "an asterisk stands at the end of a word")
	}
	ws := lexeme.Words(stem)
	if !star {
		return words(opWord, ws), nil
	}
	if len(ws) != 1 {
		return nil, p.errorf(start+len(stem), "an asterisk stands at the end of one word")
	}
	if utf8.RuneCountInString(ws[0].Exact) < 2 && ws[0].Exact < "\u0e00" {
		return nil, p.errorf(start, "at least two letters stand before an asterisk")
	}
	return &term{op: opPrefix, token: ws[0].Exact}, nil
}

// run takes the signs up to a blank, a quotation mark or a bracket; brackets within a word
// are of it.
func (p *parser) run() string {
	start, open := p.at, 0
	for i, r := range p.text[start:] {
		switch {
		case r == '(' && i > 0:
			open++
		case r == ')' && open > 0:
			open--
		case unicode.IsSpace(r) || r == '"' || r == ')':
			p.at = start + i
			return p.text[start:p.at]
		}
	}
	p.at = len(p.text)
	return p.text[start:]
}

// name reports whether a text before a colon looks like that of a filter.
func name(s string) bool {
	return len(s) > 1 && !strings.ContainsFunc(s, func(r rune) bool { return r != '-' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') })
}

func (p *parser) filter(start int, field, value string) (*term, error) {
	field = strings.ToLower(field)
	if !slices.Contains(fields, field) {
		return nil, p.errorf(start, "no filter %q%s; words with a colon stand in quotation marks", field+":", spelling.Hint(field, fields))
	}
	at := start + len(field) + 1
	if value == "" && p.at < len(p.text) && p.text[p.at] == '"' {
		var err error
		if value, err = p.quoted(); err != nil {
			return nil, err
		}
	}
	if strings.TrimSpace(value) == "" {
		return nil, p.errorf(at, "say which: %s:…", field)
	}
	t, err := p.value(field, strings.TrimSpace(value))
	if err != nil {
		return nil, p.errorf(at, "%s: %v", field, err)
	}
	t.at = start
	return t, nil
}

// value reads what stands behind the colon of a filter.
func (p *parser) value(field, value string) (*term, error) {
	switch {
	case field == "in-force":
		day, err := ent.ParseDate(value)
		return &term{op: opInForce, day: day}, err
	case field == "party" && p.names.Party != nil:
		c, err := p.names.Party(value)
		return &term{op: opLabel, token: label(field, string(c)), party: c}, err
	case field == "party":
		return &term{op: opLabel, token: label(field, value), party: ent.StateCode(ent.Fold(value))}, nil
	case field == "instrument" && p.names.Instruments != nil:
		ids, err := p.names.Instruments(value)
		if err != nil {
			return nil, err
		}
		return oneOf(field, ids), nil
	}
	return &term{op: opLabel, token: label(field, value)}, known(value, map[string][]string{"kind": p.names.Kinds, "clause": p.names.Clauses}[field])
}

func oneOf(field string, ids []ent.InstrumentID) *term {
	t := &term{op: opAny}
	for _, id := range ids {
		t.kids = append(t.kids, &term{op: opLabel, token: label(field, string(id))})
	}
	if len(t.kids) == 1 {
		return t.kids[0]
	}
	return t
}

// known asks whether a value is one of a list; an empty list knows no other.
func known(value string, list []string) error {
	if len(list) == 0 || slices.ContainsFunc(list, func(s string) bool { return strings.EqualFold(s, value) }) {
		return nil
	}
	return fmt.Errorf("%q is none of %s%s", value, strings.Join(list, ", "), spelling.Hint(value, list))
}
