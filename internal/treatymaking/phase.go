package treatymaking

import (
	"fmt"
	"slices"

	ent "entente"
	"entente/internal/law/treaty"
)

// Phase is where an agreement is in its life on a day.
type Phase string

// The phases. What follows conclusion is read from the acts of the parties by the law
// engine, never from what somebody called it.
const (
	Idea        Phase = "idea"
	Mandated    Phase = "mandated"
	Negotiating Phase = "negotiating"
	AtInitials  Phase = "initialled"
	AtSignature Phase = "signed"
	AtApproval  Phase = "approval"
	Consented   Phase = "ratified"
	InForce     Phase = "in-force"
	Provisional Phase = "provisional"
	Contested   Phase = "contested"
	NoticeGiven Phase = "notice-given"
	Ended       Phase = "ended"
	Superseded  Phase = "superseded"
)

// Where tells the phase on a day with its reason, and the day of what comes next when the
// record tells it.
type Where struct {
	Phase    Phase    `json:"phase"`
	Why      string   `json:"why"`
	Cites    string   `json:"cites,omitempty"`
	Effect   ent.Date `json:"effect,omitempty"`   // notice-given: the first day without it; ratified: the day it enters into force
	Computed ent.Date `json:"computed,omitempty"` // entry into force by the text's own rule
	Declared ent.Date `json:"declared,omitempty"` // entry into force as the depositary or the parties stated
	Differs  bool     `json:"differs,omitempty"`  // the two are not the same: to be settled with the depositary
}

// Where returns the phase of the case on a day.
func (f *File) Where(lib *treaty.Library, on ent.Date) Where {
	w := f.byLaw(lib, on)
	if w.Phase == "" {
		w = f.bySteps(on)
	}
	w.Computed, w.Declared, _ = lib.EntryIntoForce(f.Instrument)
	w.Differs = w.Computed != 0 && w.Declared != 0 && w.Computed != w.Declared
	return w
}

// byLaw reads the phase from what the law engine says of the parties; empty before any
// of them consented.
func (f *File) byLaw(lib *treaty.Library, on ent.Date) Where {
	s := lib.Status(f.For, f.Instrument, on)
	why := Where{}
	if n := len(s.Why); n > 0 {
		why.Why, why.Cites = s.Why[n-1].Text, s.Why[n-1].Cites
	}
	switch s.Standing {
	case treaty.Withdrawn:
		why.Phase = Ended
	case treaty.Contested:
		why.Phase = Contested
	case treaty.ProvisionalParty:
		why.Phase = Provisional
	case treaty.Party:
		return f.bound(lib, on, why)
	case treaty.Signatory:
		if f.last(Deposited, func(t *Taken) bool { return t.State == f.For && t.On <= on }) == nil {
			return Where{}
		}
		why.Phase, why.Effect = Consented, s.Until
	case treaty.None:
		if s.Since == 0 || on < s.Since || f.last(Signed, func(t *Taken) bool { return t.On <= on }) == nil {
			return Where{}
		}
		why.Phase = Ended
	}
	return why
}

// bound tells apart what is simply in force from what is about to end or was superseded.
func (f *File) bound(lib *treaty.Library, on ent.Date, w Where) Where {
	if by := f.supersededBy(lib, on); by != "" {
		return Where{Phase: Superseded, Why: fmt.Sprintf("%s is in force among the same parties and supersedes it", by), Cites: "VCLT 59"}
	}
	among := lib.Between(f.Parties, f.Instrument, on)
	switch {
	case among.Contested:
		return Where{Phase: Contested, Why: among.Why, Cites: among.Cites}
	case !among.InForce && f.left(lib, on):
		return Where{Phase: Ended, Why: among.Why, Cites: "VCLT 54, 70"}
	case !among.InForce:
		return Where{Phase: Consented, Why: among.Why, Cites: among.Cites}
	}
	w.Phase = InForce
	for _, p := range f.Parties {
		s := lib.Status(p, f.Instrument, on)
		if s.Until != 0 && lib.Standing(p, f.Instrument, s.Until) == treaty.Withdrawn && (w.Effect == 0 || s.Until < w.Effect) && noticed(lib, f, p, on) {
			w.Phase, w.Effect = NoticeGiven, s.Until
			w.Why = fmt.Sprintf("%s gave notice; it ceases to bind on %s", p, s.Until)
			w.Cites = "VCLT 54, 67, 68"
		}
	}
	return w
}

// left reports whether so many parties withdrew that fewer than two are left.
func (f *File) left(lib *treaty.Library, on ent.Date) bool {
	n := len(f.Parties)
	for _, p := range f.Parties {
		if lib.Standing(p, f.Instrument, on) == treaty.Withdrawn {
			n--
		}
	}
	return n < 2
}

// noticed reports whether the notice of a party was received by the day.
func noticed(lib *treaty.Library, f *File, p ent.StateCode, on ent.Date) bool {
	in := lib.Instrument(f.Instrument)
	acts, _ := treaty.ParseActs(in.Acts)
	return slices.ContainsFunc(append(acts, in.Record...), func(a treaty.Act) bool {
		return a.State == p && a.Act == treaty.Withdrew && a.On <= on
	})
}

func (f *File) supersededBy(lib *treaty.Library, on ent.Date) ent.InstrumentID {
	for _, id := range lib.IDs() {
		if slices.Contains(lib.Instrument(id).Family.Supersedes, f.Instrument) && lib.Between(f.Parties, id, on).InForce {
			return id
		}
	}
	return ""
}

// bySteps reads the phase before consent from the steps taken up to the day.
func (f *File) bySteps(on ent.Date) Where {
	w := Where{Phase: Idea, Why: "no mandate is on record"}
	rank := 0
	for i := range f.Steps {
		t := &f.Steps[i]
		if t.On > on {
			continue
		}
		for r, p := range []struct {
			phase Phase
			is    bool
		}{
			{Mandated, t.What == Mandate},
			{Negotiating, t.What == Round || t.What == SignOff},
			{AtInitials, t.What == Initialled},
			{AtSignature, t.What == Signed && t.State == f.For},
			{AtApproval, t.What == Approval},
			{Consented, t.What == Deposited && t.State == f.For},
			{Ended, t.What == Notice && f.Binding == NonBinding},
		} {
			if p.is && r+1 >= rank {
				rank = r + 1
				w = Where{Phase: p.phase, Why: fmt.Sprintf("%s on %s", definition(t.What).Title, t.On), Cites: t.ID}
			}
		}
	}
	return w
}
