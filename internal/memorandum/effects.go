package memorandum

import (
	"fmt"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/paper"
)

func (w *writer) conditions() {
	w.section("Conditions")
	if len(w.Finding.Conditions) == 0 {
		w.p.Para(paper.T("None."))
	}
	for i, c := range w.Finding.Conditions {
		t := paper.Text{}
		if c.Bearer != "" {
			t = t.B(w.state(c.Bearer) + ": ")
		}
		w.p.Item(0, fmt.Sprintf("%d.", i+1), t.T(c.Text+".").Note(w.cite(c.Norm)))
	}
}

func (w *writer) duties() {
	w.section("Duties and days")
	if len(w.Finding.Duties)+len(w.Finding.Dates) == 0 {
		w.p.Para(paper.T("None arises."))
		return
	}
	if len(w.Finding.Duties) > 0 {
		var rows [][]paper.Text
		for _, d := range w.Finding.Duties {
			rows = append(rows, []paper.Text{paper.T(w.state(d.Bearer)), paper.T(d.Duty).Note(w.cite(d.Norm)), paper.T(d.To), paper.T(due(d)), paper.T(d.State)})
		}
		w.p.Table([]paper.Column{{Head: "Who", Part: 2}, {Head: "Duty", Part: 5}, {Head: "To", Part: 2.4}, {Head: "By", Part: 2.6}, {Head: "State", Part: 1.5}}, rows)
	}
	for _, d := range w.Finding.Dates {
		if d.Missing != "" {
			w.p.Item(0, "–", paper.T(capital(d.What)+": no day can be told without "+d.Missing+".").Note(w.cite(d.Norm)))
			continue
		}
		w.p.Item(0, "–", paper.T(capital(d.What)+": ").B(long(d.Day)).T(".").Note(w.cite(d.Norm)))
	}
}

func due(d finding.DutyResult) string {
	s := d.DueText
	if d.Due != 0 {
		s = long(d.Due)
		if d.DueText != "" {
			s += " (" + d.DueText + ")"
		}
	}
	if s == "" {
		s = "no day is set"
	}
	if !d.Legal {
		s += "; set by policy, not by law"
	}
	return s
}

func (w *writer) jurisdiction() {
	j := w.Finding.Jurisdiction
	if j == nil && len(w.Finding.Shares) == 0 {
		return
	}
	w.section("Jurisdiction, custody and shares")
	if j != nil {
		w.p.Para(paper.T(w.forum(j)))
	}
	for _, s := range w.Finding.Shares {
		w.p.Item(0, "–", paper.T(fmt.Sprintf("%s bears %.2f %s.", w.state(s.State), s.Amount, s.Currency)))
	}
}

// forum tells who may try the accused and who keeps him.
func (w *writer) forum(j *finding.JurisdictionResult) string {
	out := "Which State has the primary right to exercise jurisdiction is not settled."
	switch {
	case j.Exclusive != "":
		out = w.state(j.Exclusive) + " has exclusive jurisdiction."
	case j.Primary != "":
		out = w.state(j.Primary) + " has the primary right to exercise jurisdiction."
	}
	if len(j.Concurrent) > 0 {
		out += " Jurisdiction is concurrent with that of " + w.states(j.Concurrent) + "."
	}
	if len(j.None) > 0 {
		out += " No jurisdiction: " + w.states(j.None) + "."
	}
	if j.Custody != nil {
		out += " The accused is kept by " + w.state(j.Custody.Holder) + " until " + plain(j.Custody.Until) + "."
	}
	return out
}

func (w *writer) notApplicable() {
	w.section("What does not apply, and why")
	if len(w.Finding.NotApplicable) == 0 {
		w.p.Para(paper.T("No instrument that one might expect fails to apply."))
	}
	for _, n := range w.Finding.NotApplicable {
		t := paper.Text{}.I(w.title(n.Instrument))
		if n.Bearer != "" {
			t = t.T(" for " + w.state(n.Bearer))
		}
		w.p.Item(0, "–", t.T(": "+n.Why+"."))
	}
	if displaced := w.places(law.Displaced); len(displaced) > 0 {
		w.p.Heading(2, "Norms that give way to others")
		w.list(displaced)
	}
	if len(w.Finding.NotExamined) > 0 {
		w.p.Heading(2, "Not examined")
		t := paper.T("Nothing was said of the facts on which these hang, and this kind of matter does not bring them up by itself: ")
		for i, n := range w.Finding.NotExamined {
			if i > 0 {
				t = t.T("; ")
			}
			t = t.T(w.named(n.Norm))
		}
		w.p.Fine(0, t.T("."))
	}
}

func (w *writer) list(places []place) {
	for _, p := range places {
		for _, g := range p.norms {
			w.p.Item(0, "–", w.norm(g))
		}
	}
}

func (w *writer) contested() {
	w.section("Contested points and positions taken")
	n := 0
	for _, x := range w.Finding.Positions {
		n++
		t := paper.T(sentence(w.named(x.Norm)) + " Position taken: ").B(plain(x.Position)).T(w.meaning(x))
		if !x.Chosen {
			t = t.T(" It is the default; nobody chose it for this matter.")
		}
		w.p.Item(0, "–", t.Note(w.cite(x.Norm)))
	}
	for _, c := range w.Finding.Conflicts {
		n++
		t := paper.T("Conflict of " + join(c.Norms, " and ") + ": ")
		if c.Prevails != "" {
			t = t.B(string(c.Prevails)).T(" prevails (" + plain(c.Rule) + "): " + c.Reason + ".")
		} else {
			t = t.T("not settled: " + c.Reason + ".")
		}
		w.p.Item(0, "–", t)
	}
	for _, x := range w.Finding.Norms {
		if x.Disputed && x.State != law.NotMet && !w.positioned(x.Norm) {
			n++
			w.p.Item(0, "–", paper.T(sentence(w.named(x.Norm))+" Whether it binds "+w.state(x.Bearer)+" is contested; position taken: "+plain(x.Position)+".").Note(w.cite(x.Norm)))
		}
	}
	if n == 0 {
		w.p.Para(paper.T("None bears on this matter."))
	}
}

func (w *writer) positioned(id ent.NormID) bool {
	for _, p := range w.Finding.Positions {
		if p.Norm == id {
			return true
		}
	}
	return false
}

// meaning is what the position says, and which others are tenable.
func (w *writer) meaning(x finding.PositionResult) string {
	s, others := ".", ""
	for _, p := range w.Library.Vocabulary.Positions[x.Norm] {
		switch {
		case p.ID == x.Position && p.Meaning != "":
			s = " (" + p.Meaning + ")."
		case p.ID != x.Position:
			others += "; " + plain(p.ID)
		}
	}
	if others != "" {
		s += " Tenable besides: " + others[2:] + "."
	}
	return s
}

func (w *writer) open() {
	w.section("Open questions")
	if len(w.Finding.Questions) == 0 {
		w.p.Para(paper.T("No fact that was left open can change the outcome of the norms examined."))
	}
	for i, q := range w.Finding.Questions {
		w.p.Item(0, fmt.Sprintf("%d.", i+1), paper.T(q.Ask).Small(" "+q.Fact).Note("It decides "+join(q.Decides, ", ")+"."))
	}
	if unknown := w.places(law.Unknown); len(unknown) > 0 {
		w.p.Heading(2, "Norms of which it is not known whether they take effect")
		w.list(unknown)
	}
}
