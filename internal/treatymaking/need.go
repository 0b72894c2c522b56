package treatymaking

import (
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/register"
)

// Lack is something that a step should have and has not.
type Lack struct {
	Text  string `json:"text"`
	Cites string `json:"cites"`
	Legal bool   `json:"legal"`          // asked by law; else by policy or practice
	Bars  bool   `json:"bars,omitempty"` // no reason cures it
}

// String tells the lack with its source.
func (l Lack) String() string {
	rank := "policy"
	if l.Legal {
		rank = "law"
	}
	return fmt.Sprintf("%s (%s: %s)", l.Text, rank, l.Cites)
}

// need asks of the file whether a step by somebody may be taken; nil when it lacks nothing.
type need func(f *File, s *Step, by ent.Actor) *Lack

func (f *File) lacks(def *Definition, s *Step, by ent.Actor) []Lack {
	var out []Lack
	for _, n := range def.needs {
		if l := n(f, s, by); l != nil {
			out = append(out, *l)
		}
	}
	return out
}

// last returns the latest step of the kind that the test selects, nil when there is none.
func (f *File) last(k Kind, is func(*Taken) bool) *Taken {
	for i := len(f.Steps) - 1; i >= 0; i-- {
		if t := &f.Steps[i]; t.What == k && (is == nil || is(t)) {
			return t
		}
	}
	return nil
}

func mandated(f *File, _ *Step, _ ent.Actor) *Lack {
	if f.last(Mandate, nil) != nil {
		return nil
	}
	l := &Lack{Text: "a mandate to negotiate", Cites: "practice"}
	if f.route != nil {
		l.Text += ", given by " + f.route.Mandate.By
		l.Cites, l.Legal = f.route.Source, f.route.Mandate.Legal
	}
	return l
}

func scanned(f *File, _ *Step, _ ent.Actor) *Lack {
	if f.last(Scanned, nil) != nil {
		return nil
	}
	return &Lack{Text: "a conflict scan against the law in force", Cites: "VCLT 30; Charter 103"}
}

// versionThere asks that the text of the version is on record in one language at least.
func versionThere(f *File, s *Step, _ ent.Actor) *Lack {
	if len(register.Languages(f.Texts, "text", s.Version)) > 0 {
		return nil
	}
	return &Lack{Text: fmt.Sprintf("the text of version %q on record", s.Version), Cites: "VCLT 10", Bars: true}
}

func notOwnText(f *File, s *Step, by ent.Actor) *Lack {
	for _, t := range f.Texts {
		if t.Part == "text" && t.Version == s.Version && t.By == by {
			return &Lack{Text: fmt.Sprintf("a second pair of eyes: %s put version %q on record", by, s.Version), Cites: "separation of drafting and sign-off", Bars: true}
		}
	}
	return nil
}

// allLanguages asks that every part of the version is there in every authentic language.
func allLanguages(f *File, s *Step, _ ent.Actor) *Lack {
	parts := []string{}
	for _, t := range f.Texts {
		if t.Version == s.Version && !slices.Contains(parts, t.Part) {
			parts = append(parts, t.Part)
		}
	}
	var missing []string
	for _, p := range parts {
		have := register.Languages(f.Texts, p, s.Version)
		for _, l := range f.Languages {
			if !slices.Contains(have, l) {
				missing = append(missing, p+" in "+l)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &Lack{Text: "every authentic language of the version: " + strings.Join(missing, ", "), Cites: "VCLT 10, 33", Legal: true}
}

func allDesks(f *File, s *Step, _ ent.Actor) *Lack {
	var missing []string
	for _, d := range Desks {
		if f.last(SignOff, func(t *Taken) bool { return t.Desk == d && t.Version == s.Version }) == nil {
			missing = append(missing, d)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return &Lack{Text: fmt.Sprintf("sign-off of version %q by %s", s.Version, strings.Join(missing, ", ")), Cites: "practice"}
}

// own keeps to steps of the State for which the institution acts; what others did is
// recorded as it came.
func (f *File) own(s *Step) bool { return s.State == f.For }

func notTwice(f *File, s *Step, _ ent.Actor) *Lack {
	if t := f.last(Signed, func(t *Taken) bool { return t.State == s.State }); t != nil {
		return &Lack{Text: fmt.Sprintf("%s signed already, on %s (withdraw that step if it is wrong)", s.State, t.On), Cites: t.ID, Bars: true}
	}
	return nil
}

func textFinal(f *File, s *Step, _ ent.Actor) *Lack {
	if !f.own(s) || f.last(Initialled, nil) != nil {
		return nil
	}
	return &Lack{Text: "an initialled, complete text", Cites: "VCLT 10"}
}

// scanClear asks for a scan after the text that is signed, without a conflict with a
// peremptory norm (which bars) or with any other prohibition.
func scanClear(f *File, s *Step, _ ent.Actor) *Lack {
	if !f.own(s) {
		return nil
	}
	t := f.last(Scanned, func(t *Taken) bool { return t.Scan != nil })
	if t == nil {
		return &Lack{Text: "a conflict scan", Cites: "VCLT 30; Charter 103"}
	}
	if c := t.Scan.barred(); c != "" {
		return &Lack{Text: "what the agreement is to allow is barred by a peremptory norm: " + c, Cites: "VCLT 53; scan of " + t.On.String(), Legal: true, Bars: true}
	}
	if c := t.Scan.prohibited(); c != "" {
		return &Lack{Text: "an agreement without the conflict that the scan of " + t.On.String() + " found: " + c, Cites: "VCLT 26, 30", Legal: true}
	}
	if q := t.Scan.open(); q != "" {
		return &Lack{Text: "answers to the scan of " + t.On.String() + ": " + q, Cites: "VCLT 30, 53; Charter 103"}
	}
	for _, x := range f.Texts {
		if x.Part == "text" && x.Seq > t.Seq {
			return &Lack{Text: fmt.Sprintf("a conflict scan after version %q, which was put on record later", x.Version), Cites: "practice"}
		}
	}
	return nil
}

// fullByOffice are those who represent their State without full powers for all acts
// relating to the conclusion of a treaty (VCLT 7(2)(a)).
var fullByOffice = []string{"head-of-state", "head-of-government", "foreign-minister"}

func powers(f *File, s *Step, _ ent.Actor) *Lack {
	if f.Binding == NonBinding || slices.Contains(fullByOffice, s.Office) {
		return nil
	}
	p := f.last(FullPowers, func(t *Taken) bool { return t.State == s.State && t.Office == s.Office && t.On <= s.On })
	switch {
	case p == nil:
		return &Lack{Text: fmt.Sprintf("full powers of the %s of %s; without them the act has no effect until confirmed", s.Office, s.State), Cites: "VCLT 7(1), 8", Legal: true}
	case p.Until != 0 && p.Until < s.On:
		return &Lack{Text: fmt.Sprintf("full powers in force: those of %s lapsed on %s", p.On, p.Until), Cites: "VCLT 7(1), 8", Legal: true}
	}
	return nil
}

func mayIssue(_ *File, s *Step, _ ent.Actor) *Lack {
	if slices.Contains(fullByOffice, s.Issuer) {
		return nil
	}
	return &Lack{Text: fmt.Sprintf("full powers given by the head of State, of government or the foreign minister, not the %s", s.Issuer), Cites: "VCLT 2(1)(c), 7(2)(a)", Legal: true}
}

func competent(_ *File, s *Step, _ ent.Actor) *Lack {
	if slices.Contains(fullByOffice, s.Office) {
		return nil
	}
	return &Lack{Text: "confirmation by an office that binds the State by itself", Cites: "VCLT 7(2)(a), 8", Legal: true}
}

// stageOrder asks that the stage is one of the route, and that those before it are done.
func stageOrder(f *File, s *Step, _ ent.Actor) *Lack {
	if f.route == nil {
		return &Lack{Text: "a domestic route in the case (entente treaty routes)", Cites: "domestic law", Bars: true}
	}
	var before []string
	for _, st := range f.route.Stages {
		if st.ID == s.Stage {
			if len(before) == 0 {
				return nil
			}
			return &Lack{Text: "the stages before it: " + strings.Join(before, "; "), Cites: f.route.Source, Legal: true}
		}
		if f.stage(st.ID) == nil && !st.Optional {
			before = append(before, st.Text)
		}
	}
	return &Lack{Text: fmt.Sprintf("a stage %q in the route %s", s.Stage, f.route.ID), Cites: f.route.Source, Bars: true}
}

func (f *File) stage(id string) *Taken {
	return f.last(Approval, func(t *Taken) bool { return t.Stage == id })
}

func approvals(f *File, s *Step, _ ent.Actor) *Lack {
	if !f.own(s) || f.route == nil {
		return nil
	}
	l := &Lack{Cites: f.route.Source + "; VCLT 46"}
	var missing []string
	for _, st := range f.route.Stages {
		if !st.Optional && f.stage(st.ID) == nil {
			missing = append(missing, st.Text)
			l.Legal = l.Legal || st.Legal
		}
	}
	if len(missing) == 0 {
		return nil
	}
	l.Text = "domestic approval: " + strings.Join(missing, "; ")
	return l
}

func executed(f *File, s *Step, _ ent.Actor) *Lack {
	if !f.own(s) || f.last(Executed, func(t *Taken) bool { return t.State == s.State && t.On <= s.On }) != nil {
		return nil
	}
	return &Lack{Text: "a signed instrument of consent", Cites: "VCLT 14, 16", Legal: true}
}

func bindingText(f *File, _ *Step, _ ent.Actor) *Lack {
	if f.Binding != NonBinding {
		return nil
	}
	return &Lack{Text: "an agreement that binds: only treaties and international agreements are registered", Cites: "Charter 102(1)", Legal: true, Bars: true}
}

func inForceBefore(f *File, s *Step, _ ent.Actor) *Lack {
	if f.last(Declared, func(t *Taken) bool { return t.On <= s.On }) != nil || f.concluded() {
		return nil
	}
	return &Lack{Text: "entry into force, before which nothing is registered", Cites: "Regulations under Charter 102, art 1(2)", Legal: true}
}

// concluded reports whether consent of every party is among the steps.
func (f *File) concluded() bool {
	for _, p := range f.Parties {
		if f.last(Deposited, func(t *Taken) bool { return t.State == p }) == nil &&
			(f.Ratification || f.last(Signed, func(t *Taken) bool { return t.State == p }) == nil) {
			return false
		}
	}
	return true
}

func wasConcluded(f *File, _ *Step, _ ent.Actor) *Lack {
	if len(f.Steps) == 0 || f.concluded() || f.last(Declared, nil) != nil {
		return nil
	}
	return &Lack{Text: "consent of every party, without which there is nothing to extend or leave", Cites: "VCLT 54", Legal: true}
}

func noticeThere(f *File, s *Step, _ ent.Actor) *Lack {
	if f.last(Notice, func(t *Taken) bool { return t.State == s.State && t.On <= s.On }) != nil {
		return nil
	}
	return &Lack{Text: "a notice to revoke", Cites: "VCLT 68", Legal: true}
}

// Next is a step that could come now, and what it would lack.
type Next struct {
	Definition
	Lacks []Lack `json:"lacks"`
}

// Next returns the steps not taken yet that usually come next, with what they lack when
// somebody were to take them on the day.
func (f *File) Next(on ent.Date, by ent.Actor) []Next {
	version := f.latestVersion()
	var out []Next
	for i := range Definitions {
		d := &Definitions[i]
		if s, ok := f.candidate(d, on, version); ok {
			out = append(out, Next{*d, f.lacks(d, &s, by)})
		}
	}
	return out
}

func (f *File) latestVersion() string {
	v := ""
	for _, t := range f.Texts {
		if t.Part == "text" {
			v = t.Version
		}
	}
	return v
}

// candidate makes the step of the definition that the own State would take; ok is false
// when it was taken, or its turn has not come.
func (f *File) candidate(d *Definition, on ent.Date, version string) (s Step, ok bool) {
	s = Step{What: d.Kind, On: on, State: f.For, Version: version, Office: "other-minister", Issuer: "foreign-minister", Stage: f.nextStage()}
	own := func(t *Taken) bool { return t.State == f.For }
	signed, initialled := f.last(Signed, own) != nil, f.last(Initialled, nil) != nil
	switch d.Kind {
	case Mandate:
		ok = f.last(d.Kind, nil) == nil
	case Initialled:
		ok = !initialled && version != ""
	case Scanned, Round:
		ok = !initialled
	case SignOff:
		ok = !initialled && version != "" && allDesks(f, &s, "") != nil
	case FullPowers:
		ok = initialled && !signed && f.last(FullPowers, own) == nil && f.Binding != NonBinding
	case Signed:
		ok = initialled && !signed
	case Approval:
		ok = signed && s.Stage != ""
	case Executed, Deposited:
		ok = signed && f.Ratification && f.last(d.Kind, own) == nil
	case Declared, Published, Notice:
		ok = f.concluded() && f.last(d.Kind, nil) == nil
	case Registered:
		ok = f.concluded() && f.Binding != NonBinding && f.last(d.Kind, nil) == nil
	}
	return s, ok
}

// nextStage returns the first stage of the route that is not done and not optional.
func (f *File) nextStage() string {
	if f.route == nil {
		return ""
	}
	for _, st := range f.route.Stages {
		if !st.Optional && f.stage(st.ID) == nil {
			return st.ID
		}
	}
	return ""
}
