package clause

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"entente/internal/document"
)

// Found is a clause in an article, with what carried the finding.
type Found struct {
	Clause   ID       `json:"clause"`
	Language string   `json:"language"` // of the article
	Article  string   `json:"article"`  // as cited: VII, or VII(5) where one paragraph has it
	Score    float64  `json:"score"`    // 0 to 1: how often findings of that score were right
	Because  []string `json:"because"`
}

// signature is how the lines under an agreement are cited, which are no article.
const signature = "signature"

// Detect finds the clauses of an agreement, article by article, in the order of the text;
// those of an article by score. It works offline and gives the same answer each time. It
// panics when the program was built of faulty data, which a test rules out.
func Detect(doc *document.Document) []Found { return must().Detect(doc) }

func must() *Library {
	l, err := Shipped()
	if err != nil {
		panic(err)
	}
	return l
}

// Detect is as the function of that name, with the clauses of this library.
func (l *Library) Detect(doc *document.Document) []Found {
	articles := slices.Clone(doc.Articles)
	articles = append(articles, signatures(doc)...)
	byLanguage := map[string][]*document.Article{}
	for i := range articles {
		a := &articles[i]
		byLanguage[a.Language] = append(byLanguage[a.Language], a)
	}
	found := map[*document.Article][]Found{}
	for _, list := range byLanguage {
		for i, r := range l.readAll(list) {
			found[list[i]] = l.judge(list[i], r)
		}
	}
	out := []Found{}
	for i := range articles {
		out = append(out, found[&articles[i]]...)
	}
	return out
}

// signatures makes an article of the signature lines of each language.
func signatures(doc *document.Document) []document.Article {
	var out []document.Article
	for _, s := range doc.Signatures {
		i := slices.IndexFunc(out, func(a document.Article) bool { return a.Language == s.Language })
		if i < 0 {
			out = append(out, document.Article{Language: s.Language, Number: signature, Heading: signature})
			i = len(out) - 1
		}
		out[i].Paragraphs = append(out[i].Paragraphs, document.Paragraph{Text: s.Text})
	}
	return out
}

// judge lists the clauses of an article whose score is high enough, the highest first.
func (l *Library) judge(a *document.Article, r *reading) []Found {
	var out []Found
	for c, p := range l.model.score(r) {
		id := l.Clauses[c].ID
		if a.Number == signature && !underSignature(id) {
			continue
		}
		if a.Number == signature && id == "SIGN-BLOCK" {
			p = 1
		}
		if p < threshold {
			continue
		}
		out = append(out, Found{Clause: id, Language: a.Language, Article: r.cite(a, c), Score: math.Round(p*100) / 100, Because: l.because(r, c)})
	}
	slices.SortStableFunc(out, func(x, y Found) int { return cmp.Compare(y.Score, x.Score) })
	return out
}

// underSignature tells the clauses that may stand with the signatures.
func underSignature(id ID) bool {
	return id == "SIGN-BLOCK" || id == "LANGUAGES" || id == "EIF" || id == "PROVISIONAL"
}

// cite names the article, and the paragraph when most of what speaks for the clause is in one.
func (r *reading) cite(a *document.Article, c int) string {
	name := a.Number
	if name == "" {
		name = a.Heading
	}
	var weight, total = map[int]float64{}, 0.0
	for _, h := range r.hits[c] {
		if h.paragraph >= 0 && h.cue.strength != against {
			w := 1.0
			if h.cue.strength == strong {
				w = 4
			}
			weight[h.paragraph] += w
			total += w
		}
	}
	numbered := 0
	for _, p := range r.paragraphs {
		if p.number != "" {
			numbered++
		}
	}
	for i, p := range r.paragraphs {
		if numbered > 1 && p.number != "" && weight[i] > 0.6*total {
			return name + "(" + strings.Trim(p.number, "().") + ")"
		}
	}
	return name
}

// How much of an explanation is given.
const (
	mostCues  = 4
	mostTerms = 3
	leastPull = 0.25 // of a word, in the sum that the score is of
)

// because lists what carried a finding: words in the heading, strong cues, else weak ones,
// cues against it, and words that weights were learned for.
func (l *Library) because(r *reading, c int) []string {
	out := []string{}
	say := func(what string, want strength, most int) int {
		n := 0
		for _, h := range r.hits[c] {
			line := what + ": " + strings.Join(h.words, " ")
			if h.cue.strength == want && n < most && !slices.Contains(out, line) {
				out = append(out, line)
				n++
			}
		}
		return n
	}
	n := say("heading", heading, mostCues) + say("says", strong, mostCues)
	if n == 0 {
		say("mentions", weak, mostCues)
	}
	say("against", against, 1)
	return append(out, l.pulls(r, c)...)
}

// pulls lists the learned words that weigh most for a clause in an article.
func (l *Library) pulls(r *reading, c int) []string {
	type pull struct {
		word   string
		weight float64
	}
	var list []pull
	for _, t := range r.terms {
		for _, w := range l.model.terms[t.key] {
			if w.clause == c && w.weight*t.value >= leastPull {
				_, word, _ := strings.Cut(t.key, ":")
				list = append(list, pull{word, w.weight * t.value})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y pull) int { return cmp.Compare(y.weight, x.weight) })
	var out []string
	for _, p := range list[:min(len(list), mostTerms)] {
		if word, isHeading := strings.CutPrefix(p.word, "#"); isHeading {
			out = append(out, "heading word: "+word)
		} else {
			out = append(out, "word: "+word)
		}
	}
	return out
}
