package clause

import (
	"bytes"
	_ "embed"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// shippedWeights were learned from the labelled articles; docs/clauses.md tells how to make
// them again.
//
//go:embed weights.txt
var shippedWeights []byte

// model is a logistic regression for each clause. The weight of a count is what all clauses
// share plus what is the clause's own; terms have weights of their own for a clause.
type model struct {
	shared [features]float64
	own    [][features]float64
	terms  map[string][]termWeight
	scale  [2]float64 // what makes the logit of a share of right findings of the sum of weights
	all    bool       // being trained: takes every term
}

type termWeight struct {
	clause int
	weight float64
}

func (m *model) knows(key string) bool {
	if m.all {
		return true
	}
	_, ok := m.terms[key]
	return ok
}

// score returns how likely each clause is in the article that was read, from 0 to 1.
func (m *model) score(r *reading) []float64 {
	z := make([]float64, len(m.own))
	for c := range z {
		for f, x := range r.counts[c] {
			z[c] += (m.shared[f] + m.own[c][f]) * x
		}
	}
	for _, t := range r.terms {
		for _, w := range m.terms[t.key] {
			z[w.clause] += w.weight * t.value
		}
	}
	for c := range z {
		z[c] = logistic(m.scale[0]*z[c] + m.scale[1])
	}
	return z
}

func logistic(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// readModel reads weights: lines of "shared", "clause ID" and "term KEY", tab, and pairs.
func readModel(text []byte, index map[ID]int) (*model, error) {
	m := &model{own: make([][features]float64, len(index)), terms: map[string][]termWeight{}, scale: [2]float64{1, 0}}
	feature := map[string]int{}
	for i, n := range featureNames {
		feature[n] = i
	}
	for n, line := range strings.Split(string(bytes.TrimSpace(text)), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cols := strings.Split(line, "\t")
		kind, name, _ := strings.Cut(cols[0], " ")
		for _, pair := range cols[1:] {
			key, value, _ := strings.Cut(pair, "=")
			w, err := strconv.ParseFloat(value, 64)
			c, known := index[ID(name)]
			f, isFeature := feature[key]
			switch {
			case err != nil:
				return nil, fmt.Errorf("weights: line %d: %w", n+1, err)
			case kind == "scale" && (key == "times" || key == "plus"):
				m.scale[int(one(key == "plus"))] = w
			case kind == "shared" && isFeature:
				m.shared[f] = w
			case kind == "clause" && known && isFeature:
				m.own[c][f] = w
			case kind == "term":
				c, known := index[ID(key)]
				if !known {
					return nil, fmt.Errorf("weights: line %d: no clause %q", n+1, key)
				}
				m.terms[name] = append(m.terms[name], termWeight{c, w})
			default:
				return nil, fmt.Errorf("weights: line %d: %q is not known", n+1, cols[0]+" "+pair)
			}
		}
	}
	return m, nil
}

// threshold is the score from which on a clause is taken to be there.
const threshold = 0.4
