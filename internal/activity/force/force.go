// Package force says who in a joint force may do what, under which law, which rules of engagement
// and which national caveats: a matrix of tasks and contingents, the most restrictive first.
package force

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/matter"
)

// Says is what a source of restriction says of a task.
type Says uint8

// What they say, the least restrictive first. Where it cannot be said, nothing is allowed by it.
const (
	Silent     Says = iota // nothing that was looked at restricts it
	Allowed                // the rules of engagement allow it
	Conditions             // under conditions
	Unknown                // it cannot be said
	Ask                    // on approval
	Never
)

var words = [...]string{"nothing asked forbids it", "allowed", "under conditions", "cannot be said", "on approval", "never"}

// String returns the words.
func (s Says) String() string { return words[s] }

// MarshalText is String.
func (s Says) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the words.
func (s *Says) UnmarshalText(b []byte) error {
	i := slices.Index(words[:], string(b))
	if i < 0 {
		return ent.Errorf(ent.Invalid, "a task is never %q", b)
	}
	*s = Says(i)
	return nil
}

// Task is something of which the law says different things to different States.
type Task struct {
	ID      string         `yaml:"id"`
	Name    string         `yaml:"name"`
	Kind    string         `yaml:"kind"` // of matter
	Role    string         `yaml:"role"`
	Partner string         `yaml:"partner"` // role of a partner that none of the treaties binds
	Facts   map[string]any `yaml:"facts"`
	Norms   []ent.NormID   `yaml:"norms"`
}

// Tasks returns the shipped tasks. They are not to be changed.
var Tasks = sync.OnceValues(func() ([]Task, error) {
	lib, err := corpus.Library()
	if err != nil {
		return nil, err
	}
	tasks, faults := Read(corpus.Files, lib)
	if len(faults) > 0 {
		return nil, faults[0]
	}
	return tasks, nil
})

// Read reads tasks.yaml of a corpus, and returns every fault it finds.
func Read(fsys fs.FS, lib *law.Library) ([]Task, []*corpus.Fault) {
	const name = "tasks.yaml"
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	var f struct {
		Version int    `yaml:"version"`
		Tasks   []Task `yaml:"tasks"`
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, []*corpus.Fault{{File: name, Text: err.Error()}}
	}
	var faults []*corpus.Fault
	seen := map[string]bool{}
	for _, t := range f.Tasks {
		fault := func(format string, args ...any) {
			faults = append(faults, &corpus.Fault{File: name, Text: "task " + t.ID + ": " + fmt.Sprintf(format, args...)})
		}
		if t.ID == "" || t.Name == "" || seen[t.ID] || len(t.Norms) == 0 {
			fault("an id of its own, a name and norms are needed")
		}
		seen[t.ID] = true
		for _, n := range t.Norms {
			if lib.Book.Norm(n) == nil {
				fault("no norm %q", n)
			}
		}
		if _, err := t.matter(lib, "FIN", ent.NewDate(2026, 1, 1)); err != nil {
			fault("%v", err)
		}
	}
	return f.Tasks, faults
}

// nobody is a State that is bound by nothing.
const nobody = "XAA"

// matter is the task as the law is asked about it for one State.
func (t *Task) matter(lib *law.Library, s ent.StateCode, on ent.Date) (*law.Matter, error) {
	who := []map[string]any{{"state": s, "role": t.Role}}
	if t.Partner != "" {
		who = append(who, map[string]any{"state": nobody, "role": t.Partner})
	}
	text, err := yaml.Marshal(map[string]any{"matter": t.Name, "kind": t.Kind, "on": on.String(), "participants": who, "facts": t.Facts})
	if err != nil {
		return nil, err
	}
	return matter.Read(lib, t.ID, text, on)
}

// Source is one thing that says something of a task: a norm, a rule of engagement, a caveat.
type Source struct {
	Of    string   `json:"of"` // law, rules of engagement, caveat
	Says  Says     `json:"says"`
	Text  string   `json:"text"`
	Cites []string `json:"cites"`
	Who   string   `json:"who,omitempty"` // whose approval, who holds the red card
}

// Cell is what one contingent may do of one task: the most restrictive of what its sources say.
type Cell struct {
	State   ent.StateCode `json:"state"`
	Says    Says          `json:"says"`
	Sources []Source      `json:"sources"` // the most restrictive first
}

// Row is a task.
type Row struct {
	Task  string       `json:"task"`
	Name  string       `json:"name"`
	Says  Says         `json:"says"`  // the most restrictive of all
	Asked []ent.NormID `json:"asked"` // the norms of the law that were asked; no others were
	Cells []Cell       `json:"cells"`
}

// Held is who holds which authority over a contingent on the day.
type Held struct {
	State        ent.StateCode `json:"state"`
	Relationship string        `json:"relationship"`
	Holder       string        `json:"holder"`
	From         string        `json:"from"`
	Until        string        `json:"until,omitempty"`
	Limits       string        `json:"limits,omitempty"`
}

// Matrix is who may do what on a day.
type Matrix struct {
	On      ent.Date        `json:"on"`
	States  []ent.StateCode `json:"states"` // with a contingent on the day; without any recorded, all participants that are States
	Rows    []Row           `json:"rows"`   // the most restrictive first
	Command []Held          `json:"command"`
	Missing []string        `json:"missing"` // what the record does not tell
}

// Of makes the matrix of a joint force on a day.
func Of(lib *law.Library, a *activity.Activity, on ent.Date) (*Matrix, error) {
	tasks, err := Tasks()
	if err != nil {
		return nil, err
	}
	m := &Matrix{On: on, States: contingents(lib, a, on), Rows: []Row{}, Command: []Held{}, Missing: []string{}}
	for i := range tasks {
		r := Row{Task: tasks[i].ID, Name: tasks[i].Name, Asked: tasks[i].Norms}
		for _, s := range m.States {
			c, err := tasks[i].law(lib, s, on)
			if err != nil {
				return nil, err
			}
			r.Cells = append(r.Cells, *c)
		}
		m.Rows = append(m.Rows, r)
	}
	m.agreed(a, on)
	m.command(a, on)
	for i := range m.Rows {
		r := &m.Rows[i]
		for j := range r.Cells {
			c := &r.Cells[j]
			slices.SortStableFunc(c.Sources, func(x, y Source) int { return cmp.Compare(y.Says, x.Says) })
			for _, s := range c.Sources {
				c.Says = max(c.Says, s.Says)
			}
			r.Says = max(r.Says, c.Says)
		}
	}
	slices.SortStableFunc(m.Rows, func(x, y Row) int { return cmp.Compare(y.Says, x.Says) })
	return m, nil
}

// contingents returns the States that have forces there on a day.
func contingents(lib *law.Library, a *activity.Activity, on ent.Date) []ent.StateCode {
	var out []ent.StateCode
	for _, e := range a.Of("contingents") {
		if s := e.Participant("state"); e.In(on) && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	if len(a.Of("contingents")) == 0 {
		for _, p := range a.Participants {
			if !lib.Treaties.World().IsOrganisation(p.State) {
				out = append(out, p.State)
			}
		}
	}
	slices.Sort(out)
	return out
}

// law asks what the norms of the task say to a State.
func (t *Task) law(lib *law.Library, s ent.StateCode, on ent.Date) (*Cell, error) {
	c := &Cell{State: s, Sources: []Source{}}
	m, err := t.matter(lib, s, on)
	if err != nil {
		return nil, err
	}
	f, err := finding.Decide(lib, m)
	if err != nil {
		return nil, err
	}
	for i := range f.Norms {
		n := &f.Norms[i]
		if n.Bearer != s || !slices.Contains(t.Norms, n.Norm) || n.DisplacedBy != "" {
			continue
		}
		x := Source{Of: "law", Text: n.Title, Cites: n.Cites}
		switch {
		case n.State == law.Unknown:
			x.Says, x.Text = Unknown, "cannot be said: "+n.Title
		case n.State != law.Met:
			continue
		case n.Modality == "prohibition":
			x.Says = Never
		case n.Modality == "obligation":
			x.Says, x.Text = Conditions, "must: "+n.Title
		}
		for _, k := range f.Conditions {
			if k.Norm == n.Norm && k.Bearer == s {
				x.Says, x.Text = Conditions, k.Text
			}
		}
		c.Sources = append(c.Sources, x)
	}
	return c, nil
}

// agreed adds what rules of engagement and caveats say.
func (m *Matrix) agreed(a *activity.Activity, on ent.Date) {
	says := map[string]Says{"yes": Allowed, "on approval": Ask, "on national approval": Ask, "no": Never}
	for _, e := range a.Of("rules") {
		x := Source{Of: "rules of engagement", Says: says[e.Values["says"]], Text: said(&e), Cites: []string{}, Who: e.Values["holder"]}
		r := m.row(e.Values["task"])
		for j := range r.Cells {
			r.Cells[j].Sources = append(r.Cells[j].Sources, x)
		}
	}
	for _, e := range a.Of("caveats") {
		j := slices.Index(m.States, e.Participant("state"))
		if j < 0 || !e.In(on) {
			continue
		}
		x := Source{Of: "caveat", Says: says[e.Values["says"]], Text: said(&e), Cites: []string{}, Who: e.Values["holder"]}
		if b := e.Values["basis"]; b != "" {
			x.Cites = append(x.Cites, b)
		}
		r := m.row(e.Values["task"])
		r.Cells[j].Sources = append(r.Cells[j].Sources, x)
	}
}

// said is the text of an entry, else what it says in a word.
func said(e *activity.Entry) string {
	if t := e.Values["text"]; t != "" {
		return t
	}
	return e.Values["says"]
}

// row finds the row of a task by its id or name; one that the program does not know gets a row of
// its own, of which the law was not asked.
func (m *Matrix) row(task string) *Row {
	i := slices.IndexFunc(m.Rows, func(r Row) bool { return strings.EqualFold(r.Task, task) || strings.EqualFold(r.Name, task) })
	if i < 0 {
		r := Row{Task: task, Name: task, Asked: []ent.NormID{}}
		for _, s := range m.States {
			r.Cells = append(r.Cells, Cell{State: s, Sources: []Source{{Of: "law", Says: Unknown, Text: "the law was not asked about this task; put it as a question of its own", Cites: []string{}}}})
		}
		m.Rows = append(m.Rows, r)
		i = len(m.Rows) - 1
	}
	return &m.Rows[i]
}

// command adds who holds what, and what is missing.
func (m *Matrix) command(a *activity.Activity, on ent.Date) {
	for _, e := range a.Of("command") {
		if e.In(on) {
			m.Command = append(m.Command, Held{e.Participant("state"), e.Values["relationship"], e.Values["holder"], e.Values["from"], e.Values["until"], e.Values["limits"]})
		}
	}
	for _, s := range m.States {
		if !slices.ContainsFunc(m.Command, func(h Held) bool { return h.State == s }) {
			m.Missing = append(m.Missing, fmt.Sprintf("%s: no command relationship is recorded for %s", s, on))
		}
	}
	if len(a.Of("contingents")) == 0 {
		m.Missing = append(m.Missing, "no contingent is recorded; every State that takes part is shown")
	}
	if len(a.Of("rules")) == 0 {
		m.Missing = append(m.Missing, "no rules of engagement are recorded; the matrix shows the law and the caveats alone")
	}
}
