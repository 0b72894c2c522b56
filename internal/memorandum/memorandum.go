// Package memorandum writes a finding as a legal memorandum on paper: the question with the
// facts stated and those presumed from silence, the short answer, the legal basis with what
// each instrument is to each State on the day, conditions, duties, jurisdiction, what does
// not apply, what is contested and which position was taken, what is open, and the reasons;
// with the hash of the law asked, the days, and who drafted and signed it. It adds no law to
// the finding and leaves out no norm that takes effect.
package memorandum

import (
	"fmt"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
	"entente/internal/paper"
)

// Memo is what a memorandum is made of.
type Memo struct {
	Library *law.Library // the law that the finding was given under
	Matter  *law.Matter
	Finding *finding.Finding
	To      string    // for the file when empty
	From    string    // who drafted it when empty
	Marking string    // classification, at head and foot of every page
	Made    time.Time // the day of the memorandum
	Known   time.Time // as the record was known then
	Digest  string    // sha256 of the finding's JSON
	Record  *Record   // nil when the finding is not on record
}

// Record is where and by whom a finding was put on record.
type Record struct {
	ID      string
	Drafter ent.Actor
	Signer  ent.Actor // empty when nobody signed yet
	Signed  ent.Date
	Entry   int64  // index of the log entry of the version shown
	Leaf    string // hash of that entry in the log, sha256 in hexadecimal
	Log     string // name of the log, "" while it has none
}

// writer is a memorandum being written.
type writer struct {
	*Memo
	p    *paper.Paper
	view *treaty.View
	n    int // sections so far
}

// PDF writes the memorandum. The same memo gives the same bytes.
func PDF(m *Memo) ([]byte, error) {
	running := "Memorandum"
	if m.Record != nil {
		running += " on finding " + m.Record.ID
	}
	w := &writer{Memo: m, p: paper.New(paper.Document{Title: m.Matter.Title, Subject: "Legal memorandum, law of " + m.Matter.On.String(), Author: m.from(), Language: "en",
		Keywords: string(m.Finding.Outcome) + ", " + m.Matter.Kind, Marking: m.Marking, Running: running, Foot: "finding " + m.Digest, Made: m.Made})}
	bound := map[ent.StateCode][]ent.InstrumentID{}
	for _, p := range m.Matter.Participants {
		bound[p.State] = append(bound[p.State], p.Bound...)
	}
	w.view = m.Library.Treaties.On(m.Matter.On, bound)
	w.head()
	for _, section := range []func(){w.question, w.answer, w.basis, w.conditions, w.duties, w.jurisdiction, w.notApplicable, w.contested, w.open, w.reasoning, w.provenance} {
		section()
	}
	if n := w.p.Missing(); n > 0 {
		w.p.Para(paper.T(fmt.Sprintf("%d characters of this memorandum could not be set in type and stand as □; the finding itself, whose hash is at the foot of each page, has them.", n)))
	}
	return w.p.Bytes()
}

func (m *Memo) from() string {
	switch {
	case m.From != "":
		return m.From
	case m.Record != nil:
		return string(m.Record.Drafter)
	}
	return "not stated"
}

func (w *writer) head() {
	to, marking := w.To, w.Marking
	if to == "" {
		to = "File"
	}
	if marking == "" {
		marking = "none given"
	}
	w.p.Title("Memorandum")
	w.p.Fields([]paper.Field{{Name: "To", Value: paper.T(to)}, {Name: "From", Value: paper.T(w.from())}, {Name: "Date", Value: paper.T(long(day(w.Made)))},
		{Name: "Marking", Value: paper.T(marking)}, {Name: "Law as of", Value: paper.T(long(w.Matter.On))}, {Name: "Subject", Value: paper.Text{}.B(w.Matter.Title)}})
}

// section begins a numbered section.
func (w *writer) section(title string) {
	w.n++
	w.p.Heading(1, fmt.Sprintf("%d. %s", w.n, title))
}

func (w *writer) question() {
	w.section("Question")
	where := ""
	if w.Matter.Territory != "" {
		where = ", in " + w.state(w.Matter.Territory)
	}
	if at := w.Matter.Place; at != nil {
		where += fmt.Sprintf(" (%.4g, %.4g)", at.Lat, at.Lon)
	}
	w.p.Para(paper.T("“" + w.Matter.Title + "”: what does the law of " + long(w.Matter.On) + " say of it" + where +
		"? May it be done, on which legal basis and under which conditions; who has jurisdiction; what must be done, to whom, by when?"))
	if k := w.Library.Vocabulary.Kind(w.Matter.Kind); k != nil {
		w.p.Para(paper.T("The matter is asked as: ").I(plain(k.ID)).T(" (" + k.Meaning + ")."))
	}
	var rows [][]paper.Text
	for _, p := range w.Matter.Participants {
		role := w.role(p.Role)
		if p.Asked {
			role += "; the question is about its conduct"
		}
		rows = append(rows, []paper.Text{paper.T(w.state(p.State)), paper.T(role)})
	}
	w.p.Table([]paper.Column{{Head: "Participant", Part: 1}, {Head: "Role", Part: 3}}, rows)
	w.facts()
}

func (w *writer) facts() {
	w.p.Heading(2, "Facts stated")
	n := 0
	for i := range w.Library.Vocabulary.Facts {
		d := &w.Library.Vocabulary.Facts[i]
		if v, ok := w.Matter.Facts[d.Name]; ok {
			n++
			w.p.Item(0, fmt.Sprintf("%d.", n), paper.T(d.Ask+" ").B(sentence(answer(v.String()))).Small(" "+d.Name))
		}
	}
	if n == 0 {
		w.p.Para(paper.T("None."))
	}
	w.p.Heading(2, "Facts presumed because nothing was said of them")
	if len(w.Finding.Presumed) == 0 {
		w.p.Para(paper.T("None: the finding rests on no silence."))
	} else {
		w.p.Para(paper.T("Nothing was said of these, and the finding takes that for an answer. It holds as long as nobody says otherwise."))
	}
	for i, f := range w.Finding.Presumed {
		w.p.Item(0, fmt.Sprintf("%d.", i+1), paper.T(f.Ask+" ").Small(f.Fact).Note("Asked by "+join(f.Norms, ", ")+"."))
	}
}

func (w *writer) answer() {
	w.section("Short answer")
	w.p.Para(paper.Text{}.B(outcomes[w.Finding.Outcome] + ".").T(" " + outcomeText[w.Finding.Outcome]))
	var rows [][]paper.Text
	for _, f := range w.Finding.For {
		row := []paper.Text{paper.T(w.state(f.Participant) + " (" + plain(f.Role) + ")"), paper.Text{}.B(outcomes[f.Outcome])}
		for _, o := range law.Orders {
			row = append(row, paper.T(outcomes[f.Orders[o]]))
		}
		rows = append(rows, row)
	}
	cols := []paper.Column{{Head: "For", Part: 3}, {Head: "Outcome", Part: 2}}
	for _, o := range law.Orders {
		cols = append(cols, paper.Column{Head: strings.ToUpper(o[:1]) + o[1:], Part: 2})
	}
	w.p.Table(cols, rows)
	if j := w.Finding.Jurisdiction; j != nil {
		w.p.Para(paper.T(w.forum(j)))
	}
	for _, c := range w.Finding.Casus {
		w.p.Para(paper.T("Duty to assist under ").I(w.title(c.Instrument)).T(": ").B(c.Triggered).T(" – " + c.Why + "."))
	}
}

var outcomes = map[finding.Outcome]string{"": "–", finding.Permitted: "Permitted", finding.Conditional: "Permitted on conditions", finding.Undetermined: "Not determined", finding.Prohibited: "Prohibited"}

var outcomeText = map[finding.Outcome]string{
	finding.Permitted:    "No norm examined prohibits it or makes it depend on a condition.",
	finding.Conditional:  "No norm examined prohibits it; it depends on the conditions listed below.",
	finding.Undetermined: "What was stated does not settle it; the open questions are listed below.",
	finding.Prohibited:   "At least one norm examined prohibits it.",
}

// place is an instrument, or custom, with the norms that stand in it.
type place struct {
	id    ent.InstrumentID
	norms [][]finding.NormResult // results of one norm together
}

// places groups the norms in the states given by their instrument, in the finding's order.
func (w *writer) places(states ...law.State) []place {
	var out []place
	for _, n := range w.Finding.Norms {
		if !slices.Contains(states, n.State) {
			continue
		}
		i := slices.IndexFunc(out, func(p place) bool { return p.id == n.Instrument })
		if i < 0 {
			out, i = append(out, place{id: n.Instrument}), len(out)
		}
		g := slices.IndexFunc(out[i].norms, func(g []finding.NormResult) bool { return g[0].Norm == n.Norm && g[0].State == n.State })
		if g < 0 {
			out[i].norms = append(out[i].norms, []finding.NormResult{n})
		} else {
			out[i].norms[g] = append(out[i].norms[g], n)
		}
	}
	return out
}

func (w *writer) basis() {
	w.section("Legal basis")
	w.p.Para(paper.T("The norms that take effect, by instrument, with what the instrument is to each bearer on " + long(w.Matter.On) + "."))
	places := w.places(law.Met)
	if len(places) == 0 {
		w.p.Para(paper.T("None takes effect."))
	}
	for _, p := range places {
		w.p.Heading(2, w.title(p.id))
		for _, s := range w.standings(p) {
			w.p.Item(0, "–", s)
		}
		for _, g := range p.norms {
			w.p.Item(0, "•", w.norm(g))
		}
	}
}

// norm tells one norm: its rule, where it stands, whom it binds; the citation as footnote.
func (w *writer) norm(g []finding.NormResult) paper.Text {
	n := g[0]
	t := paper.Text{}.B(sentence(n.Title))
	if n.Article != "" {
		t = t.T(" " + string(n.Instrument) + " " + n.Article + ";")
	}
	t = t.T(" " + plain(n.Modality) + ", for " + w.bearers(g))
	if n.Through != "" {
		t = t.T(", applied through ").I(w.title(n.Through))
	}
	if n.DisplacedBy != "" {
		t = t.T(", which gives way to " + w.named(n.DisplacedBy))
	}
	if n.Disputed {
		t = t.T(" (disputed; position taken: " + plain(n.Position) + ")")
	}
	cites := strings.Join(n.Cites, "; ")
	if n.Confidence != "" {
		cites += " (" + confidence[n.Confidence] + ")"
	}
	return t.T(".").Note(strings.TrimSpace(cites + "; " + string(n.Norm) + "."))
}

var confidence = map[ent.Confidence]string{ent.Verified: "read at the source", ent.Known: "settled, not read again", ent.Unsure: "to be checked at the source"}

func (w *writer) bearers(g []finding.NormResult) string {
	var names []string
	for _, n := range g {
		names = append(names, w.state(n.Bearer))
	}
	return and(names)
}

// standings tells what an instrument, and those through which it is applied, are to the
// bearers of its norms on the day.
func (w *writer) standings(p place) []paper.Text {
	var out []paper.Text
	seen := map[string]bool{}
	tell := func(id ent.InstrumentID, c ent.StateCode) {
		key := string(id) + "/" + string(c)
		in := w.Library.Treaties.Instrument(id)
		if in == nil || seen[key] {
			return
		}
		seen[key] = true
		s, since := w.view.Standing(c, id)
		t := paper.T(w.state(c) + ": " + plain(s.String()))
		if id != p.id {
			t = paper.T(w.state(c) + " to ").I(w.title(id)).T(": " + plain(s.String()))
		}
		if since != 0 {
			t = t.T(" since " + long(since))
		}
		out = append(out, t)
	}
	for _, g := range p.norms {
		for _, n := range g {
			if n.Through != "" && n.Through != p.id {
				tell(n.Through, n.Bearer)
			} else {
				tell(p.id, n.Bearer)
			}
		}
	}
	return append(out, w.force(p.id)...)
}

// force tells whether the instrument is in force on the day, and to which day its list of
// participants is complete.
func (w *writer) force(id ent.InstrumentID) []paper.Text {
	in := w.Library.Treaties.Instrument(id)
	if in == nil {
		return nil
	}
	_, _, from := w.Library.Treaties.EntryIntoForce(id)
	t := paper.T("entry into force: the record does not tell")
	switch {
	case from != 0 && from > w.Matter.On:
		t = paper.T("not in force on the day; it enters into force on " + long(from))
	case from != 0:
		t = paper.T("in force since " + long(from))
	}
	if in.Ended != 0 && in.Ended <= w.Matter.On {
		t = t.T(", ended on " + long(in.Ended))
	}
	if d := in.Participation.AsOf; d != 0 {
		t = t.T("; participation known to " + long(d))
	}
	return []paper.Text{t}
}
