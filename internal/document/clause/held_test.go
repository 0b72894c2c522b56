package clause

import (
	"fmt"
	"slices"
	"testing"
)

// figures counts right and wrong findings.
type figures struct{ tp, fp, fn int }

func (f figures) precision() float64 { return ratio(f.tp, f.tp+f.fp) }
func (f figures) recall() float64    { return ratio(f.tp, f.tp+f.fn) }
func (f figures) f1() float64        { return ratio(2*f.tp, 2*f.tp+f.fp+f.fn) }
func (f figures) n() int             { return f.tp + f.fn }

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (f *figures) count(said, is bool) {
	switch {
	case said && is:
		f.tp++
	case said:
		f.fp++
	case is:
		f.fn++
	}
}

// scored is a held article with what the shipped detector gives it.
type scored struct {
	example
	score []float64
}

// heldArticles scores the held articles, each with the others of its file and language.
func heldArticles(t testing.TB, lib *Library) []scored {
	t.Helper()
	texts := readTexts(t)
	labels, _ := labelled(t, lib, texts)
	held := map[string]bool{}
	for _, x := range labels {
		held[x.file] = held[x.file] || x.held
	}
	read := readDocuments(lib, slices.DeleteFunc(texts, func(x text) bool { return !held[x.file] }))
	var out []scored
	for _, x := range labels {
		if x.held {
			out = append(out, scored{x, lib.model.score(read[place{x.file, x.language, x.key}])})
		}
	}
	return out
}

// measure counts by clause; only nil: all articles. Doubtful labels count unless left out.
func measure(lib *Library, list []scored, only func(*scored) bool, leaveOutDoubtful bool) []figures {
	out := make([]figures, len(lib.Clauses))
	for i := range list {
		x := &list[i]
		if only != nil && !only(x) {
			continue
		}
		for c, p := range x.score {
			if !leaveOutDoubtful || !slices.Contains(x.doubtful, lib.Clauses[c].ID) {
				out[c].count(p >= threshold, x.truth[c])
			}
		}
	}
	return out
}

// macro is the mean F1 of clauses that are there at least so often.
func macro(fs []figures, least int) (f1 float64, clauses int) {
	for _, f := range fs {
		if f.n() >= least {
			f1 += f.f1()
			clauses++
		}
	}
	return f1 / float64(max(1, clauses)), clauses
}

// reached are the figures of the held part, below which a change is a loss. Those of a
// clause are F1.
var reached = struct {
	macro   float64
	bare    float64 // without the cues that are found in held articles alone
	clauses map[ID]float64
}{0.78, 0.73, map[ID]float64{"CRIM-EXCL": 0.76, "CRIM-CONC": 0.71, "CUSTODY": 0.78, "CIVIL-CLAIMS": 0.90, "EIF": 0.91, "DISPUTE": 0.97, "TRANSPORT-TPT": 0.69,
	"INFO-SEC": 0.72, "TERMINATION": 0.93, "AMEND": 0.90, "TAX-CUSTOM": 0.92, "ARMS-CARRY": 0.95, "LANGUAGES": 0.97, "SIGN-BLOCK": 0.92, "DEFINITIONS": 0.89, "FAIR-TRIAL": 0.93}}

// TestHeld measures on articles that were not learned from, and prints what it measures.
func TestHeld(t *testing.T) {
	lib := library(t)
	list := heldArticles(t, lib)
	all := measure(lib, list, nil, false)
	for c, f := range all {
		if f.n() > 0 || f.fp > 0 {
			t.Logf("| %-15s | %3d | %.2f | %.2f | %.2f |", lib.Clauses[c].ID, f.n(), f.precision(), f.recall(), f.f1())
		}
	}
	mean, n := macro(all, 3)
	sure, _ := macro(measure(lib, list, nil, true), 3)
	t.Logf("macro F1 %.3f over %d clauses with three or more; %.3f without doubtful labels", mean, n, sure)
	for _, lang := range []string{"en", "nl", "fr"} {
		f := measure(lib, list, func(x *scored) bool { return x.language == lang }, false)
		m, n := macro(f, 3)
		t.Logf("%s: macro F1 %.3f over %d clauses; all findings together F1 %.3f", lang, m, n, sum(f).f1())
	}
	crim := either(lib, list, "CRIM-EXCL", "CRIM-CONC")
	t.Logf("criminal jurisdiction, either clause: %d, P %.2f R %.2f F1 %.2f", crim.n(), crim.precision(), crim.recall(), crim.f1())
	t.Log(calibration(list))
	blind, n := withoutHeldCues(t, lib)
	bare, _ := macro(measure(lib, heldArticles(t, blind), nil, false), 3)
	t.Logf("without the %d cues that are found in held articles alone: macro F1 %.3f", n, bare)
	if mean < reached.macro || bare < reached.bare {
		t.Errorf("macro F1 %.3f, it was %.3f; without cues of held articles %.3f, it was %.3f", mean, reached.macro, bare, reached.bare)
	}
	for id, least := range reached.clauses {
		if f := all[lib.index[id]].f1(); f < least {
			t.Errorf("%s: F1 %.3f, it was %.3f", id, f, least)
		}
	}
}

func sum(fs []figures) (all figures) {
	for _, f := range fs {
		all.tp, all.fp, all.fn = all.tp+f.tp, all.fp+f.fp, all.fn+f.fn
	}
	return all
}

// either counts two clauses as one.
func either(lib *Library, list []scored, a, b ID) (f figures) {
	i, j := lib.index[a], lib.index[b]
	for _, x := range list {
		f.count(x.score[i] >= threshold || x.score[j] >= threshold, x.truth[i] || x.truth[j])
	}
	return f
}

// calibration tells how often findings of a range of scores were right.
func calibration(list []scored) string {
	var right, all [10]int
	for _, x := range list {
		for c, p := range x.score {
			b := min(9, int(p*10))
			all[b]++
			if x.truth[c] {
				right[b]++
			}
		}
	}
	out := "share of right findings by score:"
	for b := range all {
		out += fmt.Sprintf(" %.1f-%.1f %.2f (%d);", float64(b)/10, float64(b+1)/10, ratio(right[b], all[b]), all[b])
	}
	return out
}

// withoutHeldCues is the library without the cues that are found in held articles and in no
// other text: whoever labels the held articles has read them, and may have taken words from
// them. What is measured without those cues is free of it.
func withoutHeldCues(t testing.TB, lib *Library) (*Library, int) {
	t.Helper()
	texts := readTexts(t)
	labels, _ := labelled(t, lib, texts)
	held := map[string]bool{}
	for _, x := range labels {
		held[x.file] = held[x.file] || x.held
	}
	inHeld, elsewhere := map[*cue]bool{}, map[*cue]bool{}
	for i := range texts {
		x := &texts[i]
		if lib.cues[x.language] == nil {
			continue
		}
		for _, hits := range lib.read(&x.article).hits {
			for _, h := range hits {
				if held[x.file] {
					inHeld[h.cue] = true
				} else {
					elsewhere[h.cue] = true
				}
			}
		}
	}
	blind, n := *lib, 0
	blind.cues = map[string]*matcher{}
	for lang, m := range lib.cues {
		clean := *m
		clean.cues = slices.Clone(m.cues)
		for i := range m.cues {
			if c := &m.cues[i]; inHeld[c] && !elsewhere[c] {
				clean.cues[i].elements = [][]int32{{-1}, {-1}} // never matches
				n++
			}
		}
		blind.cues[lang] = &clean
	}
	return &blind, n
}
