// Package papers writes what is carried into a room or sent: the pre-brief of a meeting, the
// report of an activity from plan to after-action, and the draft of a letter under article 51 of
// the Charter. They say what is on record; what is missing there stands as missing.
package papers

import (
	"fmt"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/law/world"
	"entente/internal/paper"
)

// Head is what every paper bears.
type Head struct {
	World   *world.World
	Marking string // with the words that stand at head and foot of each page; empty: none
	On      ent.Date
}

// begin starts a paper about an activity.
func (h *Head) begin(title string, a *activity.Activity) (*paper.Paper, error) {
	made, err := time.Parse(time.DateOnly, h.On.String())
	if err != nil {
		return nil, err
	}
	p := paper.New(paper.Document{Title: title + ": " + a.Title, Subject: a.ID, Author: a.Owner, Language: "en", Marking: h.Marking, Running: title + " " + a.ID, Foot: fmt.Sprintf("%s, version %d of the record", a.ID, a.Seq), Made: made})
	p.Title(title)
	fields := []paper.Field{{Name: "Activity", Value: paper.Text{}.B(a.Title).T(" (" + a.ID + ")")}, {Name: "When", Value: paper.T(span(a.Start, a.End))}}
	if a.Territory != "" {
		fields = append(fields, paper.Field{Name: "Where", Value: paper.T(h.name(a.Territory))})
	}
	var who []string
	for _, x := range a.Participants {
		who = append(who, h.name(x.State)+" ("+strings.ReplaceAll(x.Role, "-", " ")+")")
	}
	fields = append(fields, paper.Field{Name: "Who", Value: paper.T(strings.Join(who, ", "))}, paper.Field{Name: "As of", Value: paper.T(h.On.String())})
	p.Fields(fields)
	return p, nil
}

// name is the name of a State or organisation.
func (h *Head) name(c ent.StateCode) string {
	if s := h.World.State(c); s != nil {
		return s.Name
	}
	return string(c)
}

// span writes the days of something.
func span(from, until ent.Date) string {
	if from == until {
		return from.String()
	}
	return fmt.Sprintf("%s to %s", from, until)
}

// Brief is the pre-brief of a meeting: its agenda, and what the record gives it to speak of.
func Brief(h Head, m *activity.Activity, g *activity.Agenda) ([]byte, error) {
	p, err := h.begin("Pre-brief", m)
	if err != nil {
		return nil, err
	}
	p.Heading(1, "Agenda")
	items := m.Of("agenda")
	for i, e := range items {
		t := paper.T(e.Values["item"])
		if s := e.Values["source"]; s != "" {
			t = t.Small(" (" + s + ")")
		}
		p.Item(0, fmt.Sprintf("%d.", i+1), t)
	}
	if len(items) == 0 {
		p.Para(paper.T("No item is on the agenda yet."))
	}
	since := "since " + g.Since.String()
	if g.After != "" {
		since += ", the end of " + g.After
	}
	p.Heading(1, "From the record, "+since)
	for _, s := range activity.PointSorts {
		rows := [][]paper.Text{}
		for _, x := range g.Items {
			if x.Sort != s.Sort {
				continue
			}
			day := ""
			if x.Day != 0 {
				day = x.Day.String()
			}
			if x.Late {
				day += ", late"
			}
			rows = append(rows, []paper.Text{paper.T(day), paper.T(x.Text), paper.T(x.Source)})
		}
		if len(rows) > 0 {
			p.Heading(2, s.Title)
			p.Table([]paper.Column{{Head: "Day", Part: 1.3}, {Head: "What", Part: 5}, {Head: "Where on record", Part: 2}}, rows)
		}
	}
	if len(g.Items) == 0 {
		p.Para(paper.T("Nothing is due, late or changed between those who meet."))
	}
	return p.Bytes()
}

// Report is an activity from plan to after-action: its steps as planned and as done, its gate,
// what was overridden, all that it kept, and what was learned.
func Report(h Head, a *activity.Activity, g *activity.Gate) ([]byte, error) {
	p, err := h.begin("Report", a)
	if err != nil {
		return nil, err
	}
	k, err := activity.KindOf(a.Kind)
	if err != nil {
		return nil, err
	}
	life, err := a.Life(h.On)
	if err != nil {
		return nil, err
	}
	p.Para(paper.Text{}.T("It is ").B(string(a.State)).T("."))
	if a.Lessons != "" {
		p.Heading(1, "What was learned")
		p.Para(paper.T(a.Lessons))
	}
	p.Heading(1, "Steps")
	rows := [][]paper.Text{}
	for _, s := range life {
		done := "not done"
		if s.Done != 0 {
			done = s.Done.String()
		}
		rows = append(rows, []paper.Text{paper.T(s.Name), paper.T(s.Planned.String()), paper.T(s.On.String()), paper.T(done), paper.T(s.Note)})
	}
	p.Table([]paper.Column{{Head: "Step", Part: 3}, {Head: "By rule", Part: 1.4}, {Head: "Planned", Part: 1.4}, {Head: "Done", Part: 1.4}, {Head: "Note", Part: 2}}, rows)
	if a.Gated() {
		gate(p, &h, g)
	}
	if len(a.Overrides) > 0 {
		p.Heading(1, "Overridden")
		for _, o := range a.Overrides {
			p.Item(0, "–", paper.Text{}.B(h.name(o.State)).T(fmt.Sprintf(", %s: %s (%s, %s)", strings.TrimPrefix(o.Key, "check "), o.Reason, o.By, o.On)))
		}
	}
	for i := range k.Sections {
		section(p, &h, a, &k.Sections[i])
	}
	return p.Bytes()
}

// gate writes what is not green.
func gate(p *paper.Paper, h *Head, g *activity.Gate) {
	p.Heading(1, fmt.Sprintf("The gate on %s: %s", g.On, g.Light))
	for _, l := range g.Lines {
		p.Heading(2, fmt.Sprintf("%s: %s", h.name(l.State), l.Light))
		open := 0
		for _, r := range l.Reasons {
			if r.Light == activity.Green {
				continue
			}
			open++
			text := r.Name
			if r.With != "" {
				text += " with " + h.name(r.With)
			}
			t := paper.Text{}.B(r.Light.String() + ": ").T(text + ", " + r.Text)
			if len(r.Cites) > 0 {
				t = t.Small(" (" + strings.Join(r.Cites, "; ") + ")")
			}
			p.Item(0, "–", t)
		}
		if open == 0 {
			p.Para(paper.T("Nothing stands open."))
		}
	}
}

// section writes the entries of a section, one after the other: their fields are of any length.
func section(p *paper.Paper, h *Head, a *activity.Activity, s *activity.Section) {
	entries := a.Of(s.ID)
	if len(entries) == 0 {
		return
	}
	p.Heading(1, s.Name)
	for _, e := range entries {
		t := paper.Text{}
		for _, f := range s.Fields {
			v := e.Values[f.ID]
			if v == "" {
				continue
			}
			if f.Type == activity.TypeParticipant {
				v = h.name(ent.StateCode(v))
			}
			if len(t) > 0 {
				t = t.T("; ")
			}
			t = t.Small(f.Name + ": ").T(v)
		}
		p.Item(0, fmt.Sprintf("%d", e.N), t)
	}
}

// missing stands where the record does not tell what a letter must say.
func missing(what string) string { return "[not on record: " + what + "]" }

// Letter is the draft of the letter by which one who acts in self-defence reports to the Security
// Council (Charter, article 51: immediately). It says what is on record and nothing else.
func Letter(h Head, a *activity.Activity, from ent.StateCode) ([]byte, error) {
	i := slices.IndexFunc(a.Participants, func(x activity.Participant) bool { return x.State == from })
	if i < 0 {
		return nil, ent.Errorf(ent.Invalid, "%s does not take part in %s", from, a.ID)
	}
	p, err := h.begin("Draft letter under article 51", a)
	if err != nil {
		return nil, err
	}
	role := a.Participants[i].Role
	p.Para(paper.Text{}.B("Identical letters from the Permanent Representative of " + h.name(from) + " to the United Nations addressed to the Secretary-General and the President of the Security Council"))
	p.Para(paper.T(fmt.Sprintf("In accordance with Article 51 of the Charter of the United Nations, I report on behalf of my Government that %s has taken the measures set out below in the exercise of the right of %s self-defence.", h.name(from), map[bool]string{true: "individual", false: "collective"}[role == "victim"])))
	attack(p, &h, a)
	if role != "victim" {
		statements(p, &h, a)
	}
	measures(p, &h, a, from)
	p.Para(paper.T("These measures are necessary to halt and repel the armed attack and proportionate to that end. They will end when the Security Council has taken the measures necessary to maintain international peace and security."))
	p.Para(paper.T("I should be grateful if you would have this letter circulated as a document of the Security Council."))
	p.Signature("Permanent Representative of " + h.name(from))
	p.Fine(0, paper.T("A draft from the record for those who decide. The Charter asks for the report immediately; necessity and proportionality are asserted here as the letter must assert them, and are for the finding on the matter to show."))
	return p.Bytes()
}

// attack says who was attacked, when and by whom.
func attack(p *paper.Paper, h *Head, a *activity.Activity) {
	var victims, attackers []string
	for _, x := range a.Participants {
		switch x.Role {
		case "victim":
			victims = append(victims, h.name(x.State))
		case "attacker":
			attackers = append(attackers, h.name(x.State))
		}
	}
	day, by := fmt.Sprint(a.Facts["attack.date"]), strings.Join(attackers, ", ")
	if a.Facts["attack.date"] == nil {
		day = missing("the day of the armed attack")
	}
	if by == "" {
		by = missing("who carried it out")
	}
	whom := strings.Join(victims, ", ")
	if whom == "" {
		whom = missing("who was attacked")
	}
	p.Heading(1, "The armed attack")
	p.Para(paper.T(fmt.Sprintf("On %s an armed attack was carried out against %s by %s.", day, whom, by)))
	if a.Facts["attack.armed_attack"] != true {
		p.Para(paper.T(missing("a finding that what happened was an armed attack")))
	}
}

// statements says what the victim declared and asked for.
func statements(p *paper.Paper, h *Head, a *activity.Activity) {
	p.Heading(1, "Declaration and request")
	for _, sort := range []string{"declares itself attacked", "requests help"} {
		found := false
		for _, e := range a.Of("statements") {
			if e.Values["sort"] == sort {
				found = true
				t := paper.T(fmt.Sprintf("%s %s on %s.", h.name(e.Participant("state")), sort, e.Values["day"]))
				if w := e.Values["text"]; w != "" {
					t = t.I(" “" + w + "”")
				}
				p.Item(0, "–", t)
			}
		}
		if !found {
			p.Item(0, "–", paper.T(missing("that the victim "+sort)))
		}
	}
}

// measures says what the one who reports did.
func measures(p *paper.Paper, h *Head, a *activity.Activity, from ent.StateCode) {
	p.Heading(1, "Measures taken")
	found := false
	for _, e := range a.Of("measures") {
		if e.Participant("state") != from {
			continue
		}
		found = true
		when := "Since " + e.Values["from"]
		if u := e.Values["until"]; u != "" {
			when = fmt.Sprintf("From %s to %s", e.Values["from"], u)
		}
		p.Item(0, "–", paper.T(when+": "+e.Values["what"]))
	}
	if !found {
		p.Item(0, "–", paper.T(missing("what "+h.name(from)+" did, and since when")))
	}
}
