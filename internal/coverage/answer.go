package coverage

import (
	"fmt"
	"io"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/stretch"
	"entente/internal/law/treaty"
	"entente/internal/spreadsheet"
)

// Question is what people ask: States by code or name, organisations for their members, ALL for
// every State; the first and the last day; issues by id or name, none for all of them.
type Question struct {
	States   []string
	From, To ent.Date
	Issues   []string
	Holes    bool // only the issues that are a hole on some day
}

// MaxCells is how many pairs and issues are written out at once.
const MaxCells = 60000

// Answer is the coverage written out for people and other programs.
type Answer struct {
	From   ent.Date        `json:"from"`
	To     ent.Date        `json:"to"` // the last day
	States []ent.StateCode `json:"states"`
	Issues []Asked         `json:"issues"`
	Count  Count           `json:"count"`
	Pairs  []Pair          `json:"pairs"`
}

// Asked is an issue as asked about, with what holds where no rule does.
type Asked struct {
	ID       IssueID  `json:"id"`
	Name     string   `json:"name"`
	Question string   `json:"question"`
	First    string   `json:"first"`
	Second   string   `json:"second"`
	Without  string   `json:"without"`
	Cites    []string `json:"cites"`
}

// Count counts the issues of all pairs, each by the worst state it has on a day.
type Count struct {
	Covered   int `json:"covered"`
	Partial   int `json:"partial"`
	Contested int `json:"contested"`
	Unknown   int `json:"unknown"`
	Holes     int `json:"holes"`
	Absent    int `json:"absent"`
}

// Pair is the one State toward the other: First has the first role of each issue.
type Pair struct {
	First  ent.StateCode `json:"first"`
	Second ent.StateCode `json:"second"`
	Issues []Cell        `json:"issues"`
}

// Cell is one issue of a pair; State is the worst that it has on a day on which both exist.
type Cell struct {
	Issue IssueID `json:"issue"`
	State string  `json:"state"`
	Spans []Part  `json:"spans"`
}

// Part is a time in which nothing changes; To is its last day. The first rule controls.
type Part struct {
	From  ent.Date      `json:"from"`
	To    ent.Date      `json:"to"`
	State string        `json:"state"`
	Rules []Controlling `json:"rules"`
}

// Controlling is a rule that holds. Through names the instrument whose articles are applied.
type Controlling struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Title      string           `json:"title"`
	Article    string           `json:"article"`
	Through    ent.InstrumentID `json:"applies,omitempty"`
	Norms      []ent.NormID     `json:"norms"`
	Since      ent.Date         `json:"since"`
	Status     string           `json:"status"`
	Partial    string           `json:"partial,omitempty"`
	Note       string           `json:"note,omitempty"`
	Cites      []string         `json:"cites"`
}

// Place names where the rule stands: JP-SOFA XVII(1)-(3), or PFP-SOFA (NATO-SOFA VIII).
func (c *Controlling) Place() string {
	if c.Through != "" {
		return fmt.Sprintf("%s (%s %s)", c.Instrument, c.Through, c.Article)
	}
	return strings.TrimSpace(string(c.Instrument) + " " + c.Article)
}

// Prepare finds the States and issues that a question names.
func Prepare(lib *law.Library, q *Question) (*Map, error) {
	all, err := Issues()
	if err != nil {
		return nil, err
	}
	issues, err := chosen(all, q.Issues)
	if err != nil {
		return nil, err
	}
	states, err := States(lib, q.States, q.From)
	if err != nil {
		return nil, err
	}
	return Of(lib, issues, states, q.From, q.To)
}

// Ask answers a question. Too many pairs are refused, with how to ask for fewer.
func Ask(lib *law.Library, q *Question) (*Answer, error) {
	m, err := Prepare(lib, q)
	if err != nil {
		return nil, err
	}
	if n := len(m.States) * (len(m.States) - 1) * len(m.Issues); n > MaxCells {
		return nil, ent.Errorf(ent.Invalid, "%d States and %d issues are %d answers, more than %d; name fewer States or one issue", len(m.States), len(m.Issues), n, MaxCells)
	}
	return m.answer(q.Holes), nil
}

// States returns the codes for what a person names: States, organisations for who is a member
// on the day, ALL for every State that exists on it. Each State stands once.
func States(lib *law.Library, names []string, on ent.Date) ([]ent.StateCode, error) {
	w := lib.Treaties.World()
	var out []ent.StateCode
	for _, name := range names {
		var add []ent.StateCode
		switch c, err := w.Find(name); {
		case ent.Fold(name) == treaty.All:
			add = Members(lib, on)
		case err != nil:
			return nil, err
		case w.IsOrganisation(c):
			add = slices.DeleteFunc(Members(lib, on), func(s ent.StateCode) bool { return !w.Member(s, string(c), on) })
		default:
			add = []ent.StateCode{c}
		}
		for _, c := range add {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	return out, nil
}

func chosen(all []Issue, names []string) ([]Issue, error) {
	if len(names) == 0 {
		return all, nil
	}
	var out []Issue
	for _, n := range names {
		i := slices.IndexFunc(all, func(x Issue) bool { return ent.Fold(string(x.ID)) == ent.Fold(n) || ent.Fold(x.Name) == ent.Fold(n) })
		if i < 0 {
			var ids []string
			for _, x := range all {
				ids = append(ids, string(x.ID))
			}
			return nil, ent.Errorf(ent.Invalid, "no issue %q; it is one of %s", n, strings.Join(ids, ", "))
		}
		out = append(out, all[i])
	}
	return out, nil
}

func (m *Map) answer(holes bool) *Answer {
	a := &Answer{From: m.From, To: m.Until - 1, States: m.States, Pairs: []Pair{}}
	for i := range m.Issues {
		a.Issues = append(a.Issues, m.Asked(i))
	}
	n := len(m.States)
	pairs := make([]Pair, n*n)
	m.Each(func(i, j int, out, back [][]Span) {
		pairs[i*n+j], pairs[j*n+i] = m.pair(&a.Count, i, j, out, holes), m.pair(&a.Count, j, i, back, holes)
	})
	for _, p := range pairs {
		if len(p.Issues) > 0 {
			a.Pairs = append(a.Pairs, p)
		}
	}
	return a
}

// Asked writes out the kth issue.
func (m *Map) Asked(k int) Asked {
	x := &m.Issues[k]
	a := Asked{ID: x.ID, Name: x.Name, Question: x.Question, First: x.First, Second: x.Second, Without: x.Without.Text, Cites: x.Without.Source.Cites}
	for _, id := range x.Without.Norms {
		if n := m.lib.Book.Norm(id); n != nil {
			a.Cites = append(a.Cites, n.Source.Cites...)
		}
	}
	if x.Without.Instrument != "" {
		a.Cites = append(a.Cites, string(x.Without.Instrument)+" "+x.Without.Article)
	}
	return a
}

func (m *Map) pair(n *Count, i, j int, issues [][]Span, holes bool) Pair {
	p := Pair{First: m.States[i], Second: m.States[j]}
	for k, spans := range issues {
		worst := Worst(spans)
		n.add(worst)
		if holes && worst != Hole {
			continue
		}
		c := Cell{Issue: m.Issues[k].ID, State: worst.String()}
		for _, s := range spans {
			c.Spans = append(c.Spans, m.part(k, s))
		}
		p.Issues = append(p.Issues, c)
	}
	return p
}

func (m *Map) part(k int, s Span) Part {
	out := Part{From: s.From, To: s.Until - 1, State: s.State.String(), Rules: []Controlling{}}
	for _, c := range s.Controls {
		out.Rules = append(out.Rules, m.Controlling(k, c))
	}
	return out
}

// Controlling writes out a control of the kth issue.
func (m *Map) Controlling(k int, c Control) Controlling {
	r := &m.Issues[k].Rules[c.Rule]
	status := map[stretch.Holding]string{stretch.Holds: "in-force", stretch.HoldsContested: "contested", stretch.HoldsUnknown: "unknown"}[c.Holds]
	return Controlling{Instrument: r.Instrument, Title: m.lib.Treaties.Instrument(r.Instrument).Title, Article: r.Article, Through: r.Applying,
		Norms: append([]ent.NormID{}, r.Norms...), Since: c.From, Status: status, Partial: r.Partial, Note: r.Note, Cites: r.Source.Cites}
}

// Worst returns the worst state of a day on which both States exist; Absent when there is none.
func Worst(spans []Span) State {
	worst := Absent
	for _, s := range spans {
		if s.State != Absent && (worst == Absent || s.State < worst) {
			worst = s.State
		}
	}
	return worst
}

func (n *Count) add(s State) {
	*[]*int{&n.Absent, &n.Holes, &n.Unknown, &n.Contested, &n.Partial, &n.Covered}[s]++
}

// WriteCSV writes one line for each pair, issue and time, and each rule in it.
func (a *Answer) WriteCSV(w io.Writer) error {
	c := spreadsheet.New(w, "first", "second", "issue", "from", "to", "state", "instrument", "article", "applies", "since", "status", "settles_in_part", "cites")
	for _, p := range a.Pairs {
		for _, x := range p.Issues {
			for _, s := range x.Spans {
				line := []string{string(p.First), string(p.Second), string(x.Issue), s.From.String(), s.To.String(), s.State}
				if len(s.Rules) == 0 {
					c.Row(append(line, "", "", "", "", "", "", "")...)
				}
				for _, r := range s.Rules {
					c.Row(append(slices.Clip(line), string(r.Instrument), r.Article, string(r.Through), r.Since.String(), r.Status, r.Partial, strings.Join(r.Cites, "; "))...)
				}
			}
		}
	}
	return c.Close()
}
