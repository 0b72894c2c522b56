package memorandum

import (
	"strings"

	"entente/internal/law"
	"entente/internal/law/proof"
	"entente/internal/paper"
)

// reasoning tells the tree of reasons as sentences, each set in under what it carries: of
// what holds, why it does; of what does not, what is lacking. The finding has all of it.
func (w *writer) reasoning() {
	w.section("Reasoning")
	if w.Finding.Proof == nil {
		w.p.Para(paper.T("The finding was given without its reasons."))
		return
	}
	w.p.Para(paper.T("For each participant the norms examined, and under each the reasons that carry the result. The finding on record holds the whole tree, each reason with its number."))
	for _, who := range w.Finding.Proof.Under {
		w.p.Heading(2, w.participant(who.Text)+": "+plain(who.Value))
		for _, state := range []law.State{law.Met, law.Displaced, law.Unknown, law.NotMet} {
			for _, n := range who.Under {
				if n.Value == string(state) {
					w.reason(0, n)
				}
			}
		}
	}
}

// participant replaces the code before the role by the name of the State.
func (w *writer) participant(text string) string {
	code, rest, ok := strings.Cut(text, " ")
	for _, p := range w.Matter.Participants {
		if ok && string(p.State) == code {
			return w.state(p.State) + " " + plain(rest)
		}
	}
	return text
}

var stateText = map[string]string{"met": "takes effect", "not-met": "does not take effect", "displaced": "gives way", "unknown": "is not known to take effect"}

// maxDepth bounds how deep reasons are told; no norm of the corpus comes near it.
const maxDepth = 40

func (w *writer) reason(depth int, n *proof.Node) {
	if depth > maxDepth {
		return
	}
	id, title, ok := strings.Cut(n.Text, " – ")
	if state := stateText[n.Value]; depth == 0 && ok && state != "" {
		t := paper.Text{}.B(sentence(title)).T(" It " + state + ". ").Small("[" + strings.Join(nonempty(id, n.Cites), ", ") + "]")
		w.p.Space(2)
		w.p.Fine(depth, t)
	} else {
		w.p.Fine(depth, w.sentenceOf(n))
	}
	for _, u := range carrying(n) {
		w.reason(depth+1, u)
	}
}

// sentenceOf tells one reason.
func (w *writer) sentenceOf(n *proof.Node) paper.Text {
	text := n.Text
	switch {
	case n.Kind == proof.Logic && len(n.Under) > 0:
		text = junction(n.Text)
	case n.Kind == proof.Fact || n.Kind == proof.Unknown:
		text = w.fact(n.Text)
	}
	t := paper.T(text)
	if n.Value != "" {
		t = t.T(": ").I(map[string]string{"unknown": "not known"}[n.Value] + map[bool]string{true: n.Value}[n.Value != "unknown"])
	}
	if n.Cites != "" && n.Cites != "facts of the matter" && !strings.Contains(text, n.Cites) {
		t = t.Small(" [" + n.Cites + "]")
	}
	return t
}

// carrying returns the reasons under a node that carry its value: those of the same value,
// or all of them where none is, as below a negation.
func carrying(n *proof.Node) []*proof.Node {
	value := n.Value
	switch value {
	case string(law.Met), string(law.Displaced):
		return n.Under
	case string(law.NotMet):
		return lacking(n.Under)
	}
	var out []*proof.Node
	for _, u := range n.Under {
		if u.Value == value {
			out = append(out, u)
		}
	}
	if len(out) == 0 {
		return n.Under
	}
	return out
}

// lacking returns what keeps a norm from taking effect: the tie, the scope or the condition
// that fails, the exception that holds, the period it lies outside.
func lacking(parts []*proof.Node) []*proof.Node {
	var out []*proof.Node
	for _, u := range parts {
		exception := u.Text == "an exception applies"
		if u.Value == "no" && !exception || u.Value == "yes" && exception || u.Kind == proof.Absence {
			out = append(out, u)
		}
	}
	if len(out) > 0 {
		return out[:1]
	}
	return parts
}

// junction puts how conditions are joined into words; the conditions follow under it.
func junction(text string) string {
	switch {
	case strings.HasPrefix(text, "not ("):
		return "this is not so"
	case outside(text, " or "):
		return "one of these holds"
	case outside(text, " and "):
		return "all of these hold"
	}
	return text
}

// outside reports whether the word stands outside all brackets.
func outside(text, word string) bool {
	depth := 0
	for i := range len(text) {
		switch text[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth == 0 && strings.HasPrefix(text[i:], word) {
			return true
		}
	}
	return false
}

// fact writes the question of the vocabulary before what is asked of the fact.
func (w *writer) fact(text string) string {
	name, rest, _ := strings.Cut(text, " ")
	d := w.Library.Vocabulary.Fact(name)
	if d == nil {
		return text
	}
	return strings.TrimSpace("“" + d.Ask + "” " + plainValues(rest))
}

func plainValues(s string) string {
	s = strings.ReplaceAll(s, "(stated: true)", "(stated: yes)")
	return strings.ReplaceAll(s, "(stated: false)", "(stated: no)")
}

func nonempty(words ...string) []string {
	var out []string
	for _, x := range words {
		if x != "" {
			out = append(out, x)
		}
	}
	return out
}
