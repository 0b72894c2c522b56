package clause

import (
	"math"
	"slices"

	"entente/internal/document"
)

// What is counted of a clause in an article, besides the words that weights were learned for.
// Shares are of all cues found in the article, whatever clause they are for: they tell what
// an article is about from what it only mentions.
const (
	fBias = iota
	fHeading
	fHeadingShare
	fStrong
	fStrongCount
	fStrongShare
	fStrongDense
	fWeakCount
	fWeakShare
	fWeakDense
	fAgainst
	fAgainstCount
	fNearCount
	fNearShare
	fMention
	fNoHeading
	fOtherHeading
	fEarly
	fShort
	fLength
	fCommon
	features
)

// featureNames are those of the counts above, as the file of weights has them.
var featureNames = [features]string{"bias", "heading", "heading-share", "strong", "strong-count", "strong-share", "strong-dense",
	"weak-count", "weak-share", "weak-dense", "against", "against-count", "near-count", "near-share", "mention", "no-heading", "other-heading", "early", "short", "length", "common"}

// reading is what was found in one article.
type reading struct {
	counts     [][features]float64 // by clause
	hits       [][]placed          // by clause, in order of place
	terms      []term
	paragraphs []flat
}

// placed is a cue found in a paragraph, -1 for the heading.
type placed struct {
	cue       *cue
	paragraph int
	at        int      // words from the start of the article
	words     []string // as found
}

// term is a word or a pair of words with its weight in the article.
type term struct {
	key   string
	value float64
}

// flat is a paragraph with the items under it.
type flat struct {
	number string // empty: cannot be cited
	words  []string
}

// flatten lists the paragraphs of an article; items belong to their paragraph.
func flatten(a *document.Article) []flat {
	var out []flat
	for i := range a.Paragraphs {
		p := &a.Paragraphs[i]
		one := document.Article{Paragraphs: a.Paragraphs[i : i+1]}
		number := p.Number
		if restarts(p.Items) {
			number = ""
		}
		out = append(out, flat{number, words(one.Text())})
	}
	return out
}

// restarts tells whether items are numbered twice from the start: those of another paragraph,
// whose number was lost, then stand among them, and no number can be cited.
func restarts(items []document.Paragraph) bool {
	for i, p := range items {
		if i > 0 && p.Number != "" && p.Number == items[0].Number {
			return true
		}
	}
	return false
}

// readAll reads the articles of one agreement in one language. What most of them mention
// tells little in any of them: an agreement on classified information says so throughout.
func (l *Library) readAll(articles []*document.Article) []*reading {
	out := make([]*reading, len(articles))
	common := make([]float64, len(l.Clauses))
	for i, a := range articles {
		out[i] = l.read(a)
		for c := range common {
			common[c] += out[i].counts[c][fStrong] / float64(max(fewest, len(articles)))
		}
	}
	for _, r := range out {
		for c := range r.counts {
			x := &r.counts[c]
			x[fCommon] = x[fStrong] * common[c]
		}
	}
	return out
}

const fewest = 8 // articles, from which on it is told what most of them mention

// read finds the cues of an article and counts them.
func (l *Library) read(a *document.Article) *reading {
	lang := a.Language
	if l.cues[lang] == nil {
		lang = "en"
	}
	m := l.cues[lang]
	r := &reading{counts: make([][features]float64, len(l.Clauses)), hits: make([][]placed, len(l.Clauses))}
	head, body := words(a.Heading), flatten(a)
	r.paragraphs = body
	cache := map[string][]int32{}
	row := func(ws []string) [][]int32 {
		out := make([][]int32, len(ws))
		for i, w := range ws {
			s, ok := cache[w]
			if !ok {
				s = m.symbols(w)
				cache[w] = s
			}
			out[i] = s
		}
		return out
	}
	for _, h := range m.find(row(head), func(s strength) bool { return s == heading }) {
		r.add(&m.cues[h.cue], placed{paragraph: -1, words: head[h.at:h.end]})
	}
	n := 0
	for p, para := range body {
		for _, h := range m.standing(m.find(row(para.words), func(s strength) bool { return s != heading })) {
			r.add(&m.cues[h.cue], placed{paragraph: p, at: n + int(h.at), words: para.words[h.at:h.end]})
		}
		n += len(para.words)
	}
	r.passages()
	r.count(len(head) > 0, n)
	for c := range r.counts {
		r.counts[c][fMention] = one(l.Clauses[c].Mention) * r.counts[c][fStrong]
	}
	r.learnedTerms(l.model, lang, head, body)
	return r
}

const early = 40 // words at the start of an article

func (r *reading) add(c *cue, h placed) {
	h.cue = c
	r.hits[c.clause] = append(r.hits[c.clause], h)
	if c.strength == strong && h.at < early {
		r.counts[c.clause][fEarly] = 1
	}
}

// count makes the counts of the hits; n is the length of the article in words.
func (r *reading) count(hasHeading bool, n int) {
	distinct := make([][strengths]float64, len(r.hits))
	var sum [strengths]float64
	for c, hits := range r.hits {
		distinct[c] = distinctCues(hits)
		for s := range sum {
			sum[s] += distinct[c][s]
		}
	}
	length := 1 + float64(n)/100
	for c := range r.counts {
		x, d := &r.counts[c], &distinct[c]
		x[fBias] = 1
		x[fLength] = math.Log(length)
		x[fHeading] = one(d[heading] > 0)
		x[fHeadingShare] = share(d[heading], sum[heading])
		x[fStrong] = one(d[strong] > 0)
		x[fStrongCount] = math.Log1p(d[strong])
		x[fStrongShare] = share(d[strong], sum[strong])
		x[fStrongDense] = min(3, d[strong]/length)
		x[fWeakCount] = math.Log1p(d[weak])
		x[fWeakShare] = share(d[weak], sum[weak])
		x[fWeakDense] = min(3, d[weak]/length)
		x[fAgainst] = one(d[against] > 0)
		x[fAgainstCount] = math.Log1p(d[against])
		x[fNoHeading] = one(!hasHeading && d[strong] > 0)
		x[fOtherHeading] = one(sum[heading] > 0 && d[heading] == 0)
		x[fShort] = one(n < 80 && d[strong] > 0)
	}
}

func one(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}

// distinctCues counts the cues of each strength, each once.
func distinctCues(hits []placed) (n [strengths]float64) {
	seen := map[*cue]bool{}
	for _, h := range hits {
		if !seen[h.cue] {
			seen[h.cue] = true
			n[h.cue.strength]++
		}
	}
	return n
}

// near is how many words around a cue are looked at to tell what the passage is about.
const near = 40

// passages finds, for each clause, the passage in which it has most of the strong cues: how
// many, each once, and their share of all in that passage.
func (r *reading) passages() {
	var all []placed
	for _, hits := range r.hits {
		for _, h := range hits {
			if h.cue.strength == strong {
				all = append(all, h)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at - b.at })
	from := 0
	for i := range all {
		for all[from].at < all[i].at-near {
			from++
		}
		to := i
		for to+1 < len(all) && all[to+1].at <= all[i].at+near {
			to++
		}
		c := all[i].cue.clause
		own, others := distinctOf(all[from:to+1], c)
		x := &r.counts[c]
		if s := own / (own + others); s > x[fNearShare] {
			x[fNearShare], x[fNearCount] = s, math.Log1p(own)
		}
	}
}

// distinctOf counts the cues, each once, that are of a clause and that are not.
func distinctOf(hits []placed, clause int) (own, others float64) {
	for i, h := range hits {
		if slices.ContainsFunc(hits[:i], func(p placed) bool { return p.cue == h.cue }) {
			continue
		}
		if h.cue.clause == clause {
			own++
		} else {
			others++
		}
	}
	return own, others
}

// learnedTerms lists the words and pairs of the article that the model has weights for; a
// model that takes all terms is one that is being trained. Their values make a vector of
// length termLength, so that long articles weigh no more than short ones.
func (r *reading) learnedTerms(m *model, lang string, head []string, body []flat) {
	tf := map[string]float64{}
	var order []string
	all := 0
	see := func(key string) {
		if tf[key] == 0 {
			all++
		}
		tf[key]++
		if tf[key] == 1 && m.knows(key) {
			order = append(order, key)
		}
	}
	for _, w := range head {
		see(lang + ":#" + w)
	}
	for _, p := range body {
		for i, w := range p.words {
			see(lang + ":" + w)
			if i > 0 {
				see(lang + ":" + p.words[i-1] + " " + w)
			}
		}
	}
	norm := termLength / math.Sqrt(float64(all)+1)
	for _, key := range order {
		r.terms = append(r.terms, term{key, norm * (1 + math.Log(tf[key]))})
	}
}

const termLength = 4
