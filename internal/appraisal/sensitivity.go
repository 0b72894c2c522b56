package appraisal

import (
	"math"
	"slices"
)

// Flip is how far one weight alone must change for another option to come first, the other
// weights staying; the middles of the ranges are compared.
type Flip struct {
	Criterion string  `json:"criterion"`
	From      float64 `json:"from"`
	To        float64 `json:"to"` // the nearest weight from 0 to 10 at which the order changes
	First     string  `json:"first"`
}

// order sorts the options, and works out how far the order hangs on the weights.
func (a *Appraisal) order() {
	slices.SortStableFunc(a.Options, func(x, y Option) int { return sign(y.Total.Middle() - x.Total.Middle()) })
	a.wins()
	for _, c := range a.Criteria {
		if f, ok := a.flip(c.ID); ok {
			a.Flips = append(a.Flips, f)
		}
	}
}

func sign(x float64) int {
	switch {
	case x > 1e-12:
		return 1
	case x < -1e-12:
		return -1
	}
	return 0
}

// steps is into how many parts the weights are divided to look at all weightings.
const steps = 10

// wins looks at every way to share ten parts of weight among the criteria, and tells under
// which share of them each option comes first; ties are shared.
func (a *Appraisal) wins() {
	parts := make([]int, len(a.Criteria))
	all := 0.0
	var walk func(i, left int)
	walk = func(i, left int) {
		if i == len(parts)-1 {
			parts[i] = left
			all++
			first := a.first(func(k int) float64 { return float64(parts[k]) })
			for _, o := range first {
				a.Options[o].Wins += 1 / float64(len(first))
			}
			return
		}
		for n := 0; n <= left; n++ {
			parts[i] = n
			walk(i+1, left-n)
		}
	}
	walk(0, steps)
	for i := range a.Options {
		a.Options[i].Wins /= all
	}
}

// first returns the options that come first under weights, more than one in a tie.
func (a *Appraisal) first(weight func(criterion int) float64) []int {
	best, out := math.Inf(-1), []int(nil)
	for i := range a.Options {
		sum := 0.0
		for k := range a.Criteria {
			sum += weight(k) * a.Options[i].Scores[k].Middle()
		}
		switch s := sign(sum - best); {
		case s > 0 || out == nil:
			best, out = sum, []int{i}
		case s == 0:
			out = append(out, i)
		}
	}
	return out
}

// flip finds the nearest weight of one criterion at which another option alone comes first.
func (a *Appraisal) flip(id string) (Flip, bool) {
	k := slices.IndexFunc(a.Criteria, func(c Criterion) bool { return c.ID == id })
	now := a.Weights[id]
	best := Flip{Criterion: id, From: now, To: math.Inf(1)}
	for t := 0; t <= 100; t++ {
		w := float64(t) / 10
		first := a.first(func(i int) float64 {
			if i == k {
				return w
			}
			return a.Weights[a.Criteria[i].ID]
		})
		if len(first) == 1 && first[0] != 0 && math.Abs(w-now) < math.Abs(best.To-now) {
			best.To, best.First = w, string(a.Options[first[0]].Instrument)
		}
	}
	return best, best.First != ""
}
