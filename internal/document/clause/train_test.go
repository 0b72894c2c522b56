package clause

import (
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"entente/internal/document"
)

var (
	update = flag.Bool("update", false, "learn the weights again and write weights.txt")
	again  = flag.Bool("learn", false, "learn the weights again and compare them with weights.txt")
)

// How the weights are learned. Weights that all clauses share are nearly free, those of a
// clause are drawn to what is shared, and those of words most of all.
const (
	rate         = 0.15
	sharedRate   = 0.2 * rate
	ownPenalty   = 2e-3
	termPenalty  = 2e-4
	rounds       = 15  // over the labelled articles, after
	weakRounds   = 3   // over those whose heading tells
	ofPositive   = 1.5 // weight of a clause that is there against one that is not
	ofWeak       = 0.3 // of an article whose heading tells, against one that was read
	ofCopy       = 0.7 // of the same article in another language
	folds        = 5
	leastWeight  = 0.2 // of a word, to be kept
	seldomEnough = 1e-4
)

// prior is where the shared weights start: what cues mean before anything was learned.
var prior = map[int]float64{fBias: -4, fHeading: 2, fHeadingShare: 1, fStrong: 2.5, fStrongCount: 1, fStrongShare: 1, fWeakCount: 0.3,
	fNearShare: 1, fMention: 2, fCommon: -1.5, fAgainst: -1, fAgainstCount: -0.5}

// trainer learns a model by gradient descent with steps that shrink for what was seen often
// (AdaGrad). It takes the instances in their order, so that the same give the same weights.
type trainer struct {
	shared slope
	own    []slope
	terms  map[string]*termSlope
}

type slope struct{ w, seen [features]float64 }

type termSlope struct{ w, seen []float64 }

// instance is an article to learn from. Only nil: of all clauses.
type instance struct {
	reading *reading
	truth   []bool
	only    []bool
	weight  float64
}

func (t *trainer) learn(list []instance) {
	for i := range list {
		t.step(&list[i])
	}
}

func (t *trainer) step(x *instance) {
	wrong := t.errors(x)
	for c, d := range wrong {
		if math.Abs(d) < seldomEnough {
			continue
		}
		for f, v := range x.reading.counts[c] {
			if v != 0 {
				t.shared.move(f, d*v, 0, sharedRate)
				t.own[c].move(f, d*v, ownPenalty, rate)
			}
		}
	}
	for _, term := range x.reading.terms {
		s := t.terms[term.key]
		if s == nil {
			s = &termSlope{make([]float64, len(wrong)), make([]float64, len(wrong))}
			t.terms[term.key] = s
		}
		for c, d := range wrong {
			if math.Abs(d) > 0.01 || s.w[c] != 0 {
				g := d*term.value + termPenalty*s.w[c]
				s.seen[c] += g * g
				s.w[c] -= rate * g / (math.Sqrt(s.seen[c]) + 1)
			}
		}
	}
}

// errors returns, by clause, how far the model is off and to which side.
func (t *trainer) errors(x *instance) []float64 {
	z := make([]float64, len(t.own))
	for c := range z {
		for f, v := range x.reading.counts[c] {
			z[c] += (t.shared.w[f] + t.own[c].w[f]) * v
		}
	}
	for _, term := range x.reading.terms {
		if s := t.terms[term.key]; s != nil {
			for c := range z {
				z[c] += s.w[c] * term.value
			}
		}
	}
	for c := range z {
		switch {
		case x.only != nil && !x.only[c]:
			z[c] = 0
		case x.truth[c]:
			z[c] = (logistic(z[c]) - 1) * x.weight * ofPositive
		default:
			z[c] = logistic(z[c]) * x.weight
		}
	}
	return z
}

func (s *slope) move(f int, g, penalty, rate float64) {
	g += penalty * s.w[f]
	s.seen[f] += g * g
	s.w[f] -= rate * g / (math.Sqrt(s.seen[f]) + 1)
}

// learnModel learns from labelled and from weakly labelled articles.
func learnModel(clauses int, labelled, weakly []instance) *model {
	t := &trainer{own: make([]slope, clauses), terms: map[string]*termSlope{}}
	for f, w := range prior {
		t.shared.w[f] = w
	}
	for range weakRounds {
		t.learn(weakly)
		t.learn(labelled)
	}
	for range rounds {
		t.learn(labelled)
	}
	m := &model{shared: t.shared.w, terms: map[string][]termWeight{}, scale: [2]float64{1, 0}}
	for c := range t.own {
		m.own = append(m.own, t.own[c].w)
	}
	for key, s := range t.terms {
		for c, w := range s.w {
			if math.Abs(w) >= leastWeight {
				m.terms[key] = append(m.terms[key], termWeight{c, w})
			}
		}
	}
	return m
}

// material is all there is to learn from.
type material struct {
	lib            *Library
	tune, held     []example
	copies, weakly []instance
	copyOf         []string // the file of each copy
}

type place struct{ file, language, key string }

// gather reads the texts with every word, and joins them with the labels.
func gather(t testing.TB) *material {
	t.Helper()
	lib := *library(t)
	lib.model = &model{own: make([][features]float64, len(lib.Clauses)), all: true}
	m := &material{lib: &lib}
	texts := readTexts(t)
	read := readDocuments(&lib, texts)
	labels, used := labelled(t, &lib, texts)
	byKey, has := map[[2]string]*example{}, map[[2]string]bool{}
	for _, x := range labels {
		x.reading = read[place{x.file, x.language, x.key}]
		if x.held {
			m.held = append(m.held, x)
			continue
		}
		m.tune = append(m.tune, x)
		byKey[[2]string{x.file, x.key}] = &m.tune[len(m.tune)-1]
		has[[2]string{x.file, x.language}] = true
	}
	for _, x := range texts {
		r := read[place{x.file, x.language, x.key}]
		e := byKey[[2]string{x.file, x.key}]
		switch {
		case r == nil:
		case e != nil && !has[[2]string{x.file, x.language}]:
			m.copies = append(m.copies, instance{r, e.truth, nil, ofCopy})
			m.copyOf = append(m.copyOf, x.file)
		case !used[x.file]:
			if w := byHeading(r, &x); w != nil {
				m.weakly = append(m.weakly, *w)
			}
		}
	}
	return m
}

// readDocuments reads every article with the others of its file and language.
func readDocuments(lib *Library, texts []text) map[place]*reading {
	group := map[[2]string][]*text{}
	for i := range texts {
		k := [2]string{texts[i].file, texts[i].language}
		group[k] = append(group[k], &texts[i])
	}
	out := map[place]*reading{}
	for k, list := range group {
		if lib.cues[k[1]] == nil {
			continue
		}
		var articles []*document.Article
		for _, x := range list {
			articles = append(articles, &x.article)
		}
		for i, r := range lib.readAll(articles) {
			out[place{k[0], k[1], list[i].key}] = r
		}
	}
	return out
}

// byHeading makes an instance of an article whose heading tells its clause, nil when it does not.
// What the heading says is then left out, so that the words below it are learned.
func byHeading(r *reading, x *text) *instance {
	if x.article.Heading == "" || len(x.article.Text()) < 60 {
		return nil
	}
	w := &instance{reading: r, truth: make([]bool, len(r.counts)), only: make([]bool, len(r.counts)), weight: ofWeak}
	for c := range r.counts {
		f := &r.counts[c]
		w.truth[c] = f[fHeading] > 0 && f[fHeadingShare] >= 0.5 && (f[fStrong] > 0 || f[fWeakCount] > 0)
		w.only[c] = w.truth[c] || f[fHeading] == 0 && f[fStrong] == 0
		f[fHeading], f[fHeadingShare], f[fOtherHeading] = 0, 0, 0
	}
	r.terms = slices.DeleteFunc(r.terms, func(t term) bool { return strings.Contains(t.key, ":#") })
	if !slices.Contains(w.truth, true) {
		return nil
	}
	return w
}

// instances are the labelled articles and copies of files of which keep says so.
func (m *material) instances(keep func(file string) bool) []instance {
	var out []instance
	for _, x := range m.tune {
		if keep(x.file) {
			out = append(out, instance{x.reading, x.truth, nil, 1})
		}
	}
	for i, c := range m.copies {
		if keep(m.copyOf[i]) {
			out = append(out, c)
		}
	}
	return out
}

// learn learns the model, and how to make shares of right findings of its sums, from files
// that were left out in turn.
func (m *material) learn() *model {
	fold := map[string]int{}
	for _, x := range m.tune {
		if _, ok := fold[x.file]; !ok {
			fold[x.file] = len(fold) % folds
		}
	}
	var sums []float64
	var right []bool
	for k := range folds {
		part := learnModel(len(m.lib.Clauses), m.instances(func(f string) bool { return fold[f] != k }), m.weakly)
		for _, x := range m.tune {
			if fold[x.file] == k {
				for c, p := range part.score(x.reading) {
					sums, right = append(sums, math.Log(p/(1-p))), append(right, x.truth[c])
				}
			}
		}
	}
	out := learnModel(len(m.lib.Clauses), m.instances(func(string) bool { return true }), m.weakly)
	out.scale = fit(sums, right)
	return out
}

// fit finds the logistic curve through findings right and wrong (Platt).
func fit(sums []float64, right []bool) [2]float64 {
	a, b := 1.0, 0.0
	for range 300 {
		var da, db float64
		for i, z := range sums {
			d := logistic(a*z+b) - one(right[i])
			da += d * z
			db += d
		}
		n := float64(len(sums))
		a -= 2 * da / n
		b -= 5 * db / n
	}
	return [2]float64{a, b}
}

// print writes a model as readModel reads it, rounded, in order.
func (m *model) print(lib *Library, of string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# Weights learned from the labelled articles; see docs/clauses.md. Of %s\n", of)
	fmt.Fprintf(&b, "scale\ttimes=%s\tplus=%s\n", short(m.scale[0]), short(m.scale[1]))
	row := func(name string, w [features]float64) {
		b.WriteString(name)
		for f, v := range w {
			if short(v) != "0" {
				b.WriteString("\t" + featureNames[f] + "=" + short(v))
			}
		}
		b.WriteByte('\n')
	}
	row("shared", m.shared)
	for c := range m.own {
		row("clause "+string(lib.Clauses[c].ID), m.own[c])
	}
	var keys []string
	for key := range m.terms {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	for _, key := range keys {
		b.WriteString("term " + key)
		for _, w := range m.terms[key] {
			b.WriteString("\t" + string(lib.Clauses[w.clause].ID) + "=" + short(w.weight))
		}
		b.WriteByte('\n')
	}
	return []byte(b.String())
}

func short(w float64) string {
	s := strconv.FormatFloat(math.Round(w*100)/100, 'f', -1, 64)
	if s == "-0" {
		return "0"
	}
	return s
}

// fingerprint is of all that the weights follow from: labels, what is read of the labelled
// articles, and how it is learned.
func (m *material) fingerprint() string {
	h := sha256.New()
	fmt.Fprintln(h, rate, sharedRate, ownPenalty, termPenalty, rounds, weakRounds, ofPositive, ofWeak, ofCopy, folds, leastWeight, featureNames, len(m.weakly), len(m.copies))
	for f := range features {
		fmt.Fprintln(h, prior[f])
	}
	for _, x := range m.tune {
		fmt.Fprintln(h, x.file, x.language, x.key, x.clauses)
		for c := range x.reading.counts {
			fmt.Fprintf(h, "%.5g", x.reading.counts[c])
		}
		for _, t := range x.reading.terms {
			fmt.Fprintf(h, "%s %.5g\n", t.key, t.value)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))[:16]
}

// The weights are those that the labels, cues and texts give. Where they have changed, learn
// again: go test ./internal/document/clause -run TestWeights -update
func TestWeights(t *testing.T) {
	m := gather(t)
	of := m.fingerprint()
	if *update || *again {
		learned := m.learn().print(m.lib, of)
		if *update {
			if err := os.WriteFile("weights.txt", learned, 0o644); err != nil {
				t.Fatal(err)
			}
			shippedWeights = learned
		}
		if runtime.GOARCH == "amd64" && string(learned) != string(shippedWeights) {
			t.Error("weights.txt is not what is learned")
		}
	}
	head, _, _ := strings.Cut(string(shippedWeights), "\n")
	if !strings.HasSuffix(head, of) {
		t.Errorf("weights.txt was learned of something else than %s (%q); learn again with -update", of, head)
	}
}
