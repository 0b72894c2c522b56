// Package duration is how long a treaty runs: the lengths of time that its clauses name,
// the term for which it is made, and whether that term is renewed by itself, by agreement
// or not at all. A term ends with the beginning of the day that is called its end: on that
// day the treaty, unless renewed, is no longer in force.
// Law: Vienna Convention on the Law of Treaties, articles 54(a), 57, 67, 68.
package duration

import (
	"fmt"
	"slices"

	ent "entente"
)

// The ways in which a term is renewed.
const (
	Automatic = "automatic" // it goes on unless a party gives notice in time
	Agreement = "agreement" // it ends unless the parties extend it
	Never     = "none"      // it ends
)

// Rule is the clause of an instrument on its own duration. Without For and Until the
// instrument says that it runs without limit of time.
type Rule struct {
	Article    string         `yaml:"article,omitempty"`
	From       string         `yaml:"from,omitempty"` // entry-into-force (when empty), signature, or a day
	For        Delay          `yaml:"for,omitempty,flow"`
	Until      ent.Date       `yaml:"until,omitempty"` // instead of For: the end of the first term
	Renewal    string         `yaml:"renewal,omitempty"`
	Each       Delay          `yaml:"each,omitempty,flow"`   // the length of every later term; when empty, that of the first
	Notice     Delay          `yaml:"notice,omitempty,flow"` // how long before the end of a term a party must notify
	Extended   []Extension    `yaml:"extended,omitempty"`
	Source     string         `yaml:"source,omitempty"`
	Confidence ent.Confidence `yaml:"confidence,omitempty"`
	Note       string         `yaml:"note,omitempty"`
}

// Extension is a joint act of the parties by which an instrument goes on after its term.
type Extension struct {
	On     ent.Date `yaml:"on"`
	From   ent.Date `yaml:"from,omitempty"`  // the day from which it counts, when that is not the day of the act
	Until  ent.Date `yaml:"until,omitempty"` // the new end; none: without limit of time
	Source string   `yaml:"source,omitempty"`
	Note   string   `yaml:"note,omitempty"`
}

// Term is one term of an instrument. End is zero when it runs without limit of time, Last
// is the last day on which a notice that it is not to be renewed comes in time, zero when
// there is no such notice.
type Term struct {
	Start ent.Date `json:"start"`
	End   ent.Date `json:"end"`
	Last  ent.Date `json:"last_notice"`
}

// Check returns what is wrong with the rule, nil when nothing is.
func (r *Rule) Check() error {
	switch r.From {
	case "", "entry-into-force", "signature":
	default:
		if _, err := ent.ParseDate(r.From); err != nil {
			return fmt.Errorf("duration: from is entry-into-force, signature or a day, not %q", r.From)
		}
	}
	limited := !r.For.IsZero() || r.Until != 0
	switch {
	case !slices.Contains([]string{"", Automatic, Agreement, Never}, r.Renewal):
		return fmt.Errorf("duration: renewal is automatic, agreement or none, not %q", r.Renewal)
	case !r.For.IsZero() && r.Until != 0:
		return fmt.Errorf("duration: for and until are given; write one")
	case limited && r.Renewal == "":
		return fmt.Errorf("duration: say how the term is renewed: automatic, agreement or none")
	case !limited && r.Renewal != "":
		return fmt.Errorf("duration: renewal %s without a term; write for or until", r.Renewal)
	case r.Renewal == Automatic && r.each().After(1) < 20:
		return fmt.Errorf("duration: a term renewed by itself needs a length of a month or more; write each")
	case r.Renewal != Automatic && !r.Notice.IsZero():
		return fmt.Errorf("duration: notice is for a term that is renewed by itself; for another way out write withdrawal")
	}
	return nil
}

func (r *Rule) each() Delay {
	if r.Each.IsZero() {
		return r.For
	}
	return r.Each
}

// first returns the end of the first term, zero when there is none.
func (r *Rule) first(start ent.Date) ent.Date {
	switch {
	case r.Until != 0:
		return r.Until
	case r.For.IsZero():
		return 0
	}
	return r.For.After(start)
}

// TermOn returns the term that runs on a day, for an instrument whose first term starts
// on start and that was extended so; false when none runs then.
func (r *Rule) TermOn(start, on ent.Date, extended []Extension) (Term, bool) {
	if start == 0 || on < start {
		return Term{}, false
	}
	if r.Renewal != Automatic {
		for _, t := range r.Terms(start, extended) {
			if on >= t.Start && (t.End == 0 || on < t.End) {
				return t, true
			}
		}
		return Term{}, false
	}
	t := Term{Start: start, End: r.first(start)}
	for n := 1; on >= t.End && t.End < ent.MaxDate; n++ {
		t.Start, t.End = t.End, times(r.each(), n).After(r.first(start))
	}
	t.Last = r.Notice.Before(t.End.AddDays(-1))
	return t, true
}

func times(d Delay, n int) Delay {
	d.Days, d.Months, d.Years = d.Days*n, d.Months*n, d.Years*n
	return d
}

// Terms returns the terms of an instrument that is not renewed by itself: the first, and
// those that the parties agreed on. Between two of them it may not have been in force.
func (r *Rule) Terms(start ent.Date, extended []Extension) []Term {
	out := []Term{{Start: start, End: r.first(start)}}
	extended = slices.Clone(extended)
	slices.SortStableFunc(extended, func(a, b Extension) int { return int(a.On) - int(b.On) })
	for _, x := range extended {
		from, last := x.On, &out[len(out)-1]
		if x.From != 0 {
			from = x.From
		}
		switch {
		case last.End == 0 || x.Until != 0 && x.Until <= last.End:
		case from <= last.End:
			out = append(out, Term{Start: last.End, End: x.Until})
		default:
			out = append(out, Term{Start: from, End: x.Until})
		}
	}
	return out
}

// EndFor returns the day on which an instrument that is renewed by itself ends after a
// notice received on the day: the end of the running term when it comes in time, else
// that of the next. Zero when it is not renewed by itself, or has not begun.
func (r *Rule) EndFor(start, received ent.Date) ent.Date {
	if r == nil || r.Renewal != Automatic || start == 0 {
		return 0
	}
	t, _ := r.TermOn(start, max(received, start), nil)
	for t.Last < received && t.End < ent.MaxDate {
		t, _ = r.TermOn(start, t.End, nil)
	}
	return t.End
}

// String tells the rule in words.
func (r *Rule) String() string {
	if r.For.IsZero() && r.Until == 0 {
		return "without limit of time"
	}
	s := "until " + r.Until.String()
	if r.Until == 0 {
		s = "for " + r.For.String()
	}
	switch r.Renewal {
	case Automatic:
		s += ", then renewed by itself for " + r.each().String() + " at a time"
		if !r.Notice.IsZero() {
			s += " unless a party gives notice " + r.Notice.String() + " before the end of a term"
		}
	case Agreement:
		s += ", longer if the parties agree"
	}
	return s
}
