// Package appraisal weighs forms of cooperation against one another: a bilateral agreement
// against a multilateral one, on flexibility, specificity, direct communication, scope,
// collective security, and shared resources and burden. Every figure comes of a named clause
// or of data on record; what is not known makes the figure a range, never a zero. What the
// criteria are worth is the reader's to say, and how far the order hangs on it is shown.
package appraisal

import (
	"bytes"
	"fmt"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/document/analysis"
	"entente/internal/document/clause"
	"entente/internal/law"
)

// Criterion is one ground on which instruments are weighed; it is the mean of its measures.
type Criterion struct {
	ID       string    `yaml:"id" json:"id"`
	Name     string    `yaml:"name" json:"name"`
	Meaning  string    `yaml:"meaning" json:"meaning"`
	Measures []Measure `yaml:"measures" json:"-"`
}

// Measure is one thing that is looked at; see corpus/criteria.yaml for what each counts.
type Measure struct {
	Measure string    `yaml:"measure"`
	Clause  clause.ID `yaml:"clause,omitempty"`
	Text    string    `yaml:"text"`
}

// Read reads the criteria. Errors are of kind Invalid and name what is wrong.
func Read(text []byte) ([]Criterion, error) {
	var f struct {
		Criteria []Criterion `yaml:"criteria"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, ent.Errorf(ent.Invalid, "criteria: %v", err)
	}
	shipped, err := clause.Shipped()
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, c := range f.Criteria {
		if c.ID == "" || c.Name == "" || c.Meaning == "" || len(c.Measures) == 0 || seen[c.ID] {
			return nil, ent.Errorf(ent.Invalid, "criterion %q: an id of its own, a name, a meaning and measures are needed", c.ID)
		}
		seen[c.ID] = true
		for _, m := range c.Measures {
			if _, known := figures[m.Measure]; !known && m.Measure != "clause" || m.Text == "" {
				return nil, ent.Errorf(ent.Invalid, "criterion %s: %q is no measure, or says nothing", c.ID, m.Measure)
			}
			if (m.Measure == "clause") != (m.Clause != "") || m.Clause != "" && shipped.Clause(m.Clause) == nil {
				return nil, ent.Errorf(ent.Invalid, "criterion %s: %q is no clause", c.ID, m.Clause)
			}
		}
	}
	return f.Criteria, nil
}

// Range is a figure from 0 to 1 as far as it is known.
type Range struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// Middle is the middle of the range.
func (r Range) Middle() float64 { return (r.Low + r.High) / 2 }

// Known reports whether the range is a single figure.
func (r Range) Known() bool { return r.High-r.Low < 1e-9 }

func (r Range) String() string {
	if r.Known() {
		return fmt.Sprintf("%.2f", r.Low)
	}
	return fmt.Sprintf("%.2f–%.2f", r.Low, r.High)
}

// Ground is one measure as found, with where it comes from.
type Ground struct {
	Text string `json:"text"` // what was looked at
	Range
	From string `json:"from"` // the article, the act or the count; what is missing when unknown
}

// Score is how an instrument stands on one criterion.
type Score struct {
	Criterion string `json:"criterion"`
	Range
	Grounds []Ground `json:"grounds"`
}

// Option is one instrument weighed.
type Option struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Title      string           `json:"title"`
	Parties    int              `json:"parties"` // bound on the day
	Scores     []Score          `json:"scores"`
	Total      Range            `json:"total"`
	Wins       float64          `json:"wins"` // share of all weightings under which it comes first
}

// Subject is an instrument to be weighed, with the analysis of its text when one is on
// record, and otherwise of its provisions as the library words them.
type Subject struct {
	ID   ent.InstrumentID
	Text *analysis.Analysis // nil: no text is on record
	Ours *analysis.Analysis // of our provisions; may be nil
}

// Appraisal is instruments weighed on a day.
type Appraisal struct {
	On       ent.Date           `json:"on"`
	Criteria []Criterion        `json:"criteria"`
	Weights  map[string]float64 `json:"weights"` // of each criterion, 0 to 10
	Options  []Option           `json:"options"` // the best total first
	Flips    []Flip             `json:"flips"`
}

// Weigh weighs two to six instruments on the criteria. A criterion without a weight has
// weight 1. Errors are of kind Invalid (how many, which weights) or NotFound (an instrument).
func Weigh(lib *law.Library, criteria []Criterion, weights map[string]float64, subjects []Subject, on ent.Date) (*Appraisal, error) {
	if len(subjects) < 2 || len(subjects) > 6 {
		return nil, ent.Errorf(ent.Invalid, "%d instruments cannot be weighed against one another; give two to six", len(subjects))
	}
	a := &Appraisal{On: on, Criteria: criteria, Weights: map[string]float64{}}
	for _, c := range criteria {
		a.Weights[c.ID] = 1
	}
	sum := 0.0
	for id, w := range weights {
		if _, ok := a.Weights[id]; !ok || !(w >= 0 && w <= 10) {
			return nil, ent.Errorf(ent.Invalid, "%s: %g is no weight of a criterion; a weight is 0 to 10, the criteria are %s", id, w, names(criteria))
		}
		a.Weights[id] = w
	}
	for _, w := range a.Weights {
		sum += w
	}
	if sum == 0 {
		return nil, ent.Errorf(ent.Invalid, "every weight is 0; give one criterion a weight")
	}
	for i := range subjects {
		o, err := weighOne(lib, criteria, &subjects[i], on)
		if err != nil {
			return nil, err
		}
		o.Total = total(o.Scores, a.Weights)
		a.Options = append(a.Options, *o)
	}
	a.order()
	return a, nil
}

func names(list []Criterion) string {
	out := ""
	for i, c := range list {
		if i > 0 {
			out += ", "
		}
		out += c.ID
	}
	return out
}

func weighOne(lib *law.Library, criteria []Criterion, s *Subject, on ent.Date) (*Option, error) {
	id, err := lib.Treaties.Find(string(s.ID))
	if err != nil {
		return nil, err
	}
	s.ID = id
	in := lib.Treaties.Instrument(id)
	v := &view{lib: lib, in: in, subject: s, on: on}
	v.count()
	o := &Option{Instrument: id, Title: in.Title, Parties: v.parties}
	for _, c := range criteria {
		score := Score{Criterion: c.ID}
		for _, m := range c.Measures {
			g := v.ground(&m)
			score.Grounds = append(score.Grounds, g)
			score.Low += g.Low / float64(len(c.Measures))
			score.High += g.High / float64(len(c.Measures))
		}
		o.Scores = append(o.Scores, score)
	}
	return o, nil
}

// total is the weighted mean of the scores.
func total(scores []Score, weights map[string]float64) Range {
	var r Range
	sum := 0.0
	for _, s := range scores {
		w := weights[s.Criterion]
		r.Low += w * s.Low
		r.High += w * s.High
		sum += w
	}
	return Range{r.Low / sum, r.High / sum}
}
