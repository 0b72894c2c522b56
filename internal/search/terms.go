package search

import (
	"entente/internal/search/lexeme"
	"slices"

	ent "entente"
)

// Terms is what a query asks, as read.
type Terms struct {
	Parties []ent.StateCode // named by the query for the whole of it
	InForce ent.Date        // the day of in-force:, 0 without one
	root    *term
}

type op uint8

const (
	opAll op = iota // every kid
	opAny           // one of the kids
	opNot           // not the kid
	opWord
	opPhrase
	opPrefix
	opLabel
	opInForce // only while a query is read
)

// term is a node of a query.
type term struct {
	op    op
	kids  []*term
	words []lexeme.Word // of a word or phrase
	token string        // prefix or label

	at        int           // where in the query, of a filter
	day       ent.Date      // of in-force
	party     ent.StateCode // of a filter by party
	bracketed bool
}

// Match is what an engine looks up: which documents have which tokens.
type Match struct {
	Op     MatchOp
	Kids   []*Match
	Tokens []string // one of Has and Begins, several of Follows
}

// MatchOp says what a Match asks.
type MatchOp uint8

// The operations. Without stands in All only, beside something that is wanted.
const (
	Has     MatchOp = iota // the token
	Begins                 // an exact word that begins with the token
	Follows                // the tokens, one after the other
	All                    // every kid
	Any                    // one of the kids
	Without                // not the kid
)

// Match makes of a query what an engine looks up, in the languages that the index has.
func (t *Terms) Match(languages []string) *Match { return t.root.match(languages) }

func (t *term) match(languages []string) *Match {
	switch t.op {
	case opWord:
		m := &Match{Op: Any}
		for _, k := range t.tokens(languages) {
			m.Kids = append(m.Kids, &Match{Op: Has, Tokens: []string{k}})
		}
		if len(m.Kids) == 1 {
			return m.Kids[0]
		}
		return m
	case opPhrase:
		return follow(t.tokens(nil))
	case opPrefix:
		return &Match{Op: Begins, Tokens: []string{t.token}}
	case opLabel:
		return &Match{Op: Has, Tokens: []string{t.token}}
	case opNot:
		return &Match{Op: All, Kids: []*Match{{Op: Has, Tokens: []string{Everything}}, {Op: Without, Kids: []*Match{t.kids[0].match(languages)}}}}
	case opAny:
		m := &Match{Op: Any}
		for _, k := range t.kids {
			m.Kids = append(m.Kids, k.match(languages))
		}
		return m
	}
	return t.matchAll(languages)
}

// follow matches a phrase by its pairs, which are rare where its words are frequent; one
// of more than two words must stand in its order besides.
func follow(words []string) *Match {
	m := &Match{Op: All}
	for i := 1; i < len(words); i++ {
		m.Kids = append(m.Kids, &Match{Op: Has, Tokens: []string{pair(words[i-1], words[i])}})
	}
	switch len(words) {
	case 1:
		return &Match{Op: Has, Tokens: words}
	case 2:
		return m.Kids[0]
	}
	m.Kids = append(m.Kids, &Match{Op: Follows, Tokens: words})
	return m
}

func (t *term) matchAll(languages []string) *Match {
	m := &Match{Op: All}
	wanted := 0
	var not []*Match
	for _, k := range t.kids {
		if k.op == opNot {
			not = append(not, &Match{Op: Without, Kids: []*Match{k.kids[0].match(languages)}})
			continue
		}
		m.Kids, wanted = append(m.Kids, k.match(languages)), wanted+1
	}
	if wanted == 0 {
		m.Kids = append(m.Kids, &Match{Op: Has, Tokens: []string{Everything}})
	}
	if m.Kids = append(m.Kids, not...); len(m.Kids) == 1 {
		return m.Kids[0]
	}
	return m
}

// tokens returns the tokens under which a word is found, or the words of a phrase.
func (t *term) tokens(languages []string) []string {
	out := make([]string, 0, len(t.words)+len(languages))
	for i := range t.words {
		out = append(out, t.words[i].Exact)
	}
	if t.op != opWord {
		return out
	}
	for _, l := range languages {
		if s := lexeme.Stem(l, &t.words[0]); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// weight is a token by which documents that match are ranked.
type weight struct {
	token  string
	prefix bool // every exact word that begins with the token
	factor float64
}

// What the exact form of a word adds to the word in any form.
const exactFactor = 0.5

// weights lists by which tokens a query ranks: all that it wants.
func (t *Terms) weights(languages []string) []weight {
	var out []weight
	add := func(w weight) {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	t.root.wanted(func(k *term) {
		switch {
		case k.op == opPrefix:
			add(weight{k.token, true, 1})
		case k.op == opPhrase:
			for _, w := range k.words {
				add(weight{w.Exact, false, 1})
			}
		default:
			for i, s := range k.tokens(languages) {
				if i == 0 {
					add(weight{s, false, exactFactor})
				} else {
					add(weight{s, false, 1})
				}
			}
		}
	})
	return out
}

// wanted calls f for each word, phrase and prefix that stands under no negation.
func (t *term) wanted(f func(*term)) {
	switch t.op {
	case opWord, opPhrase, opPrefix:
		f(t)
	case opAll, opAny:
		for _, k := range t.kids {
			k.wanted(f)
		}
	}
}
