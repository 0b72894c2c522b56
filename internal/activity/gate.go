package activity

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/coverage"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
)

// Light is how ready something is.
type Light uint8

// The lights, the worst last.
const (
	Green Light = iota
	Amber
	Red
)

var lights = [...]string{"green", "amber", "red"}

// String returns the word of the light.
func (l Light) String() string { return lights[l] }

// MarshalText is String.
func (l Light) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads the word of a light.
func (l *Light) UnmarshalText(b []byte) error {
	i := slices.Index(lights[:], string(b))
	if i < 0 {
		return ent.Errorf(ent.Invalid, "no light %q", b)
	}
	*l = Light(i)
	return nil
}

// Reason is one thing that the gate looked at for one participant.
type Reason struct {
	Key   string        `json:"key"` // by which it is cleared or overridden
	Name  string        `json:"name"`
	Light Light         `json:"light"`
	With  ent.StateCode `json:"with,omitempty"` // the other of a pair
	Text  string        `json:"text"`
	Cites []string      `json:"cites"`
	Due   ent.Date      `json:"due,omitempty"`
	Final bool          `json:"final"` // the law prohibits it: nobody can override that
	Open  bool          `json:"open"`  // evidence clears it
}

// Line is how ready the activity is for one participant.
type Line struct {
	State   ent.StateCode `json:"state"`
	Role    string        `json:"role"`
	Light   Light         `json:"light"`
	Reasons []Reason      `json:"reasons"` // the worst first
}

// Gate says whether an activity is ready, for whom it is not, and why.
type Gate struct {
	Activity string   `json:"activity"`
	On       ent.Date `json:"on"`  // the day of the question
	For      ent.Date `json:"for"` // the day that was looked at: of the start, and of the question from then on
	Light    Light    `json:"light"`
	Lines    []Line   `json:"lines"`
	Law      string   `json:"law"` // hash of the library
}

// why tells the red reasons in a line each.
func (g *Gate) why() string {
	if g == nil {
		return "it was not asked"
	}
	var out []string
	for _, l := range g.Lines {
		for _, r := range l.Reasons {
			if r.Light == Red {
				out = append(out, fmt.Sprintf("%s: %s, %s", l.State, r.Name, r.Text))
			}
		}
	}
	return strings.Join(out, "; ")
}

// soon is how many days ahead a duty makes the gate amber.
const soon = 14

// Gate asks the law and the record how ready the activity is on a day. The law is that of the
// day on which it starts, and, from then to its end, of the day itself: a mandate that lapses
// on the way turns the gate on that day. find finds the activities that it waits for.
func (a *Activity) Gate(lib *law.Library, on ent.Date, find Finder) (*Gate, error) {
	k, err := KindOf(a.Kind)
	if err != nil {
		return nil, err
	}
	g := &gating{a: a, k: k, lib: lib, Gate: &Gate{Activity: a.ID, On: on, For: min(max(on, a.Start), a.End), Law: lib.Hash}}
	for _, p := range a.Participants {
		g.Lines = append(g.Lines, Line{State: p.State, Role: p.Role, Reasons: []Reason{}})
	}
	if a.State == Closed || a.State == Cancelled {
		return g.Gate, nil // nothing is asked of it any more
	}
	if err := g.law(); err != nil {
		return nil, err
	}
	if err := g.checks(); err != nil {
		return nil, err
	}
	g.ways(find)
	for i := range g.Lines {
		l := &g.Lines[i]
		slices.SortStableFunc(l.Reasons, func(x, y Reason) int { return cmp.Compare(y.Light, x.Light) })
		for _, r := range l.Reasons {
			l.Light = max(l.Light, r.Light)
		}
		g.Light = max(g.Light, l.Light)
	}
	return g.Gate, nil
}

// Gated reports whether the activity has a gate: while it is planned or going on.
func (a *Activity) Gated() bool { return a.State == Planned || a.State == Started }

// States returns the States and organisations on which its gate can depend.
func (a *Activity) States() []ent.StateCode {
	out := make([]ent.StateCode, 0, len(a.Participants)+1)
	for _, p := range a.Participants {
		out = append(out, p.State)
	}
	if a.Territory != "" {
		out = append(out, a.Territory)
	}
	return out
}

// gating is a gate at work.
type gating struct {
	*Gate
	a   *Activity
	k   *Kind
	lib *law.Library
}

func (g *gating) line(s ent.StateCode) *Line {
	i := slices.IndexFunc(g.Lines, func(l Line) bool { return l.State == s })
	if i < 0 {
		return nil
	}
	return &g.Lines[i]
}

// add adds a reason, softened by what was recorded about it.
func (g *gating) add(s ent.StateCode, r Reason) {
	l := g.line(s)
	if l == nil {
		return
	}
	if r.Cites == nil {
		r.Cites = []string{}
	}
	for _, c := range g.a.Clearances {
		if c.Key != r.Key || c.State != s || r.Final {
			continue
		}
		if c.Until != 0 && c.Until < g.For {
			r.Text += fmt.Sprintf("; what was recorded holds until %s only", c.Until)
			continue
		}
		r.Light, r.Open, r.Text = Green, false, fmt.Sprintf("%s (%s, %s)", c.Evidence, c.By, c.On)
	}
	for _, o := range g.a.Overrides {
		if o.Key == r.Key && o.State == s && r.Light == Red && !r.Final {
			r.Light, r.Text = Amber, fmt.Sprintf("%s; overridden by %s on %s: %s", r.Text, o.By, o.On, o.Reason)
		}
	}
	l.Reasons = append(l.Reasons, r)
}

// law asks the law engine about the whole.
func (g *gating) law() error {
	m, err := g.a.Matter(g.lib, g.For)
	if err != nil || m == nil {
		return err
	}
	f, err := finding.Decide(g.lib, m)
	if err != nil {
		return err
	}
	for i := range f.For {
		g.outcome(f, &f.For[i])
	}
	for _, c := range f.Conditions {
		g.add(c.Bearer, Reason{Key: "condition " + string(c.Norm), Name: "condition", Light: Amber, Text: c.Text, Cites: g.cites(c.Norm), Open: true})
	}
	for i := range f.Duties {
		g.duty(&f.Duties[i])
	}
	g.casus(f)
	return nil
}

// casus tells which alliances owe help: those to which at least two of the guests belong.
func (g *gating) casus(f *finding.Finding) {
	for _, c := range f.Casus {
		var allied []ent.StateCode
		for _, l := range g.Lines {
			if slices.Contains(g.k.Guests, l.Role) && g.lib.Treaties.Standing(l.State, c.Instrument, g.For) == treaty.Party {
				allied = append(allied, l.State)
			}
		}
		if len(allied) < 2 {
			continue
		}
		r := Reason{Key: "alliance " + string(c.Instrument), Name: "duty to assist", Text: fmt.Sprintf("%s: %s, %s", c.Instrument, c.Triggered, c.Why), Cites: []string{string(c.Instrument)}}
		if c.Triggered == "contested" || c.Triggered == "undetermined" {
			r.Light = Amber
		}
		for _, s := range allied {
			g.add(s, r)
		}
	}
}

func (g *gating) cites(id ent.NormID) []string {
	if n := g.lib.Book.Norm(id); n != nil {
		return n.Source.Cites
	}
	return nil
}

// outcome tells what the law says for a participant.
func (g *gating) outcome(f *finding.Finding, p *finding.ForParticipant) {
	r := Reason{Key: "law", Name: "law", Text: "permitted"}
	switch p.Outcome {
	case finding.Prohibited:
		r.Light, r.Final, r.Text = Red, true, "prohibited"
		for _, n := range f.Norms {
			if n.Bearer == p.Participant && n.State == law.Met && n.Modality == "prohibition" {
				r.Text, r.Cites = r.Text+": "+n.Title, append(r.Cites, n.Cites...)
			}
		}
	case finding.Undetermined:
		r.Light, r.Text = Amber, "cannot be said yet"
		for i, q := range f.Questions {
			if i == 3 {
				r.Text += fmt.Sprintf("; and %d questions more", len(f.Questions)-i)
				break
			}
			r.Text += "; " + q.Ask
		}
	case finding.Conditional:
		r.Text = "permitted under conditions"
	}
	g.add(p.Participant, r)
}

// duty tells whether what must be done before, or on the way, is late.
func (g *gating) duty(d *finding.DutyResult) {
	r := Reason{Key: "duty " + string(d.Norm), Name: d.Duty, Cites: g.cites(d.Norm), Due: d.Due, Open: true, Text: d.DueText}
	switch {
	case d.State == "done":
		return
	case d.Prompt && d.Due == 0 && g.On >= g.a.Start:
		r.Light, r.Text = Amber, d.DueText+"; nothing on record shows that it was done"
	case d.Due == 0:
		if r.Text == "" {
			r.Text = "no day is named"
		}
	case d.Due < g.On && d.Legal:
		r.Light, r.Text = Red, fmt.Sprintf("was due on %s", d.Due)
	case d.Due < g.On:
		r.Light, r.Text = Amber, fmt.Sprintf("was due on %s, by policy", d.Due)
	case d.Due <= g.On.AddDays(soon):
		r.Light, r.Text = Amber, fmt.Sprintf("due on %s", d.Due)
	default:
		r.Text = fmt.Sprintf("due on %s", d.Due)
	}
	g.add(d.Bearer, r)
}

// checks looks at what the kind declares besides.
func (g *gating) checks() error {
	issues, err := coverage.Issues()
	if err != nil {
		return err
	}
	var asked []coverage.Issue
	for _, c := range g.k.Checks {
		for _, p := range g.of(c.Of) {
			switch {
			case c.Evidence != "":
				g.evidence(&c, p.State)
			case c.Until != "":
				g.until(&c, p.State)
			}
		}
		if i := slices.IndexFunc(issues, func(x coverage.Issue) bool { return x.ID == c.Issue }); i >= 0 {
			asked = append(asked, issues[i])
		}
	}
	return g.settled(asked)
}

// of returns the participants that a check is about.
func (g *gating) of(which string) []Participant {
	return slices.DeleteFunc(slices.Clone(g.a.Participants), func(p Participant) bool {
		switch which {
		case "all":
			return false
		case "guests":
			return !slices.Contains(g.k.Guests, p.Role)
		case "host":
			return p.Role != g.k.Host
		}
		return p.Role != which
	})
}

// evidence looks whether something is recorded that a person must see to.
func (g *gating) evidence(c *Check, s ent.StateCode) {
	r := Reason{Key: "check " + c.ID, Name: c.Name, Light: Amber, Due: g.a.Start.AddDays(-c.Before), Text: "not recorded yet: " + c.Evidence, Open: true}
	if c.Must && g.On >= r.Due {
		r.Light = Red
	}
	if c.Units != "" {
		g.units(c, &r)
	}
	if c.National {
		g.national(s, &r)
	}
	g.add(s, r)
}

// until looks whether what the activity rests on still holds.
func (g *gating) until(c *Check, s ent.StateCode) {
	r := Reason{Key: "check " + c.ID, Name: c.Name, Light: Amber, Text: "its last day is not known: " + c.Until, Cites: []string{}}
	if f := g.lib.Vocabulary.Fact(c.Until); f != nil && f.Ask != "" {
		r.Text = "not known: " + f.Ask
	}
	if end, err := ent.ParseDate(fmt.Sprint(g.a.Facts[c.Until])); err == nil {
		r.Due, r.Light, r.Text = end, Green, fmt.Sprintf("holds until %s", end)
		switch {
		case end < g.For:
			r.Light, r.Text = Red, fmt.Sprintf("ended on %s", end)
		case end < g.a.End:
			r.Light, r.Text = Amber, fmt.Sprintf("holds until %s only; the activity goes on until %s", end, g.a.End)
		}
	}
	g.add(s, r)
}

// settled asks which rule settles the issues between guests and host.
func (g *gating) settled(issues []coverage.Issue) error {
	host := g.a.host(g.k)
	w := g.lib.Treaties.World()
	state := func(c ent.StateCode) bool {
		return c != "" && w.State(c) != nil && !w.IsOrganisation(c) && w.Exists(c, g.For)
	}
	var states []ent.StateCode
	for _, p := range append(slices.Clone(g.a.Participants), Participant{State: host}) {
		if state(p.State) && !slices.Contains(states, p.State) {
			states = append(states, p.State)
		}
	}
	if len(issues) == 0 || len(states) < 2 {
		return nil
	}
	m, err := coverage.Of(g.lib, issues, states, g.For, g.For)
	if err != nil {
		return err
	}
	for _, c := range g.k.Checks {
		at := slices.IndexFunc(m.Issues, func(x coverage.Issue) bool { return x.ID == c.Issue })
		if at < 0 {
			continue
		}
		for _, p := range g.of(c.Of) {
			i := slices.Index(states, p.State)
			for j, other := range states {
				if i >= 0 && i != j && (other == host || host == "" || !state(host)) {
					g.issue(&c, p.State, other, m, at, m.Pair(i, j)[at])
				}
			}
		}
	}
	return nil
}

// issue tells how an issue stands for one toward another.
func (g *gating) issue(c *Check, s, other ent.StateCode, m *coverage.Map, at int, spans []coverage.Span) {
	r := Reason{Key: "check " + c.ID, Name: c.Name, With: other, Open: true}
	worst := coverage.Worst(spans)
	if worst != coverage.Covered {
		if r.Light = Amber; c.Must && worst == coverage.Hole {
			r.Light = Red
		}
	}
	r.Text = map[coverage.State]string{coverage.Hole: "no rule on record settles it", coverage.Unknown: "the record does not tell whether a rule holds", coverage.Contested: "contested", coverage.Partial: "settled in part"}[worst]
	if len(spans) > 0 && len(spans[0].Controls) > 0 {
		x := m.Controlling(at, spans[0].Controls[0])
		if r.Text != "" {
			r.Text += ": "
		}
		r.Text += x.Place()
		if x.Partial != "" && worst == coverage.Partial {
			r.Text += ", " + x.Partial
		}
		r.Cites = x.Cites
	}
	g.add(s, r)
}
