package memorandum

import (
	"strings"

	ent "entente"
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
		w.p.Keep(45) // a norm stands with its first reason
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
	var t paper.Text
	switch {
	case n.Kind == proof.Logic:
		t = paper.T(junction(n))
	case n.Kind == proof.Relation || n.Value == "":
		t = paper.T(sentence(n.Text))
	case n.Kind == proof.Norm:
		t = w.other(n)
	default:
		return w.fact(n)
	}
	if n.Cites != "" && n.Kind != proof.Norm && !strings.Contains(n.Text, n.Cites) {
		t = t.Small(" [" + n.Cites + "]")
	}
	return t
}

// other tells that another norm takes effect or does not.
func (w *writer) other(n *proof.Node) paper.Text {
	id, _, _ := strings.Cut(n.Text, " ")
	verb := map[string]string{"yes": "takes effect", "no": "does not take effect", "unknown": "is not known to take effect"}[n.Value]
	if norm := w.Library.Book.Norm(ent.NormID(id)); norm != nil && verb != "" {
		return paper.T(capital(w.named(norm.ID)) + " " + verb + ".")
	}
	return paper.T(sentence(n.Text + ": " + valueWord(n.Value)))
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

// parts are the questions asked of every norm, as they come out.
var parts = map[string]map[string]string{
	"it concerns this matter": {"yes": "It concerns this matter:", "no": "It does not concern this matter:", "unknown": "Whether it concerns this matter is not known:"},
	"its condition holds":     {"yes": "Its condition is fulfilled:", "no": "Its condition is not fulfilled:", "unknown": "Whether its condition is fulfilled is not known:"},
	"an exception applies":    {"yes": "An exception applies:", "no": "No exception applies:", "unknown": "Whether an exception applies is not known:"},
}

// junction puts how conditions are joined into words; what carries it follows under it.
func junction(n *proof.Node) string {
	words := parts[n.Text]
	switch {
	case words != nil:
	case strings.HasPrefix(n.Text, "not (") && !outside(n.Text, " or ") && !outside(n.Text, " and "):
		words = map[string]string{"yes": "As is required, this is not so:", "no": "It is required that this be otherwise:", "unknown": "It is required that this be otherwise, and not known:"}
	case outside(n.Text, " or "):
		words = map[string]string{"yes": "One of several is enough, and is so:", "no": "One of several would be enough, and none is so:", "unknown": "One of several would be enough, and it is not known of:"}
	case outside(n.Text, " and "):
		words = map[string]string{"yes": "All that is required is so:", "no": "Several things are required together, and this is lacking:", "unknown": "Several things are required together, and it is not known of:"}
	}
	if s := words[n.Value]; s != "" {
		return s
	}
	return n.Text + ": " + valueWord(n.Value)
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

// fact tells what is asked of a fact of the matter, with the question of the vocabulary, and
// what was stated.
func (w *writer) fact(n *proof.Node) paper.Text {
	name, asked, _ := strings.Cut(n.Text, " ")
	d := w.Library.Vocabulary.Fact(name)
	if d == nil {
		return paper.T(n.Text + ": ").I(valueWord(n.Value))
	}
	asked, stated, ok := strings.Cut(asked, "(stated: ")
	said := "not stated"
	if ok {
		said = "stated: " + answer(strings.TrimSuffix(stated, ")"))
	}
	t := paper.T("“" + d.Ask + "” – ").I(said)
	if asked = strings.TrimSpace(asked); asked != "" {
		return t.T("; that it " + asked + ": ").I(valueWord(n.Value))
	}
	return t
}

func valueWord(v string) string {
	if v == "unknown" {
		return "not known"
	}
	return v
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
