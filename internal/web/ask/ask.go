// Package ask is the guided interview: choose what is planned, answer only what still
// matters, see the finding build up, and put it on record. The matter travels in the
// address, so that every step can be linked, going back loses no answer, and nothing is on
// record before somebody says so.
package ask

import (
	"bytes"
	"compress/flate"
	"embed"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/app"
	"entente/internal/law"
	"entente/internal/law/fact"
	"entente/internal/law/finding"
	"entente/internal/matter"
	"entente/internal/web/page"
)

//go:embed *.html
var files embed.FS

var (
	choosing  = page.Templates(files, "choose.html")
	asking    = page.Templates(files, "question.html", "finding.html")
	answering = page.Templates(files, "result.html", "finding.html")
)

// Mount adds the pages.
func Mount(mux *http.ServeMux, s *page.Site) {
	s.Handle(mux, "GET /ask", access.Ask, choose)
	s.Handle(mux, "GET /ask/start", access.Ask, start)
	s.Handle(mux, "GET /ask/question", access.Ask, question)
	s.Handle(mux, "GET /ask/finding", access.Ask, result)
	s.Handle(mux, "GET /ask/text", access.Ask, asText)
	s.Handle(mux, "GET /ask/memorandum.pdf", access.Ask, asPDF)
	s.Handle(mux, "POST /ask/give", access.Find, give)
}

// Pack writes a matter into an address; Unpack reads it back.
func Pack(text []byte) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression) // the level is valid
	w.Write(text)
	w.Close()
	return base64.RawURLEncoding.EncodeToString(b.Bytes())
}

// Unpack reads what Pack wrote, at most as much as a matter may hold.
func Unpack(s string) ([]byte, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "this address does not hold a matter; begin again from Ask")
	}
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(raw)), matter.MaxBytes+1))
	if err != nil || len(text) > matter.MaxBytes {
		return nil, ent.Errorf(ent.Invalid, "this address does not hold a matter; begin again from Ask")
	}
	return text, nil
}

// read returns the matter that the address holds.
func read(c *page.Context) (*law.Library, *law.Matter, error) {
	lib, err := c.Library()
	if err != nil {
		return nil, nil, err
	}
	text, err := Unpack(c.R.FormValue("m"))
	if err != nil {
		return nil, nil, err
	}
	m, err := matter.Read(lib, "the matter", text, c.On)
	return lib, m, err
}

type family struct {
	Name  string
	Kinds []fact.Kind
}

type choice struct {
	Families []family
	Kind     *fact.Kind
	Roles    []fact.Role
	States   []page.Named
	Rows     []row
	Title    string
	On       string
	Where    string
}

type row struct{ State, Role string }

func choose(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	return c.Render(choosing, page.View{Title: "Ask", Data: choices(c, lib)})
}

// choices fills the forms by which a matter begins, with what was typed.
func choices(c *page.Context, lib *law.Library) *choice {
	q := c.R.URL.Query()
	d := &choice{Title: q.Get("title"), On: q.Get("day"), Where: q.Get("territory"), Kind: lib.Vocabulary.Kind(q.Get("kind")), States: c.States(lib)}
	if d.On == "" {
		d.On = c.On.String()
	}
	for _, k := range lib.Vocabulary.Kinds {
		name := strings.ReplaceAll(k.Family, "-", " ")
		i := slices.IndexFunc(d.Families, func(f family) bool { return f.Name == name })
		if i < 0 {
			d.Families = append(d.Families, family{Name: name})
			i = len(d.Families) - 1
		}
		d.Families[i].Kinds = append(d.Families[i].Kinds, k)
	}
	if d.Kind == nil {
		return d
	}
	for _, r := range lib.Vocabulary.Roles {
		if slices.Contains(d.Kind.Roles, r.ID) {
			d.Roles = append(d.Roles, r)
		}
	}
	states, roles := q["state"], q["role"]
	for i := range max(4, len(states)) {
		var x row
		if i < len(states) && i < len(roles) {
			x = row{states[i], roles[i]}
		} else if i < 2 && i < len(d.Kind.Roles) {
			x.Role = d.Kind.Roles[i]
		}
		d.Rows = append(d.Rows, x)
	}
	return d
}

// start makes the matter of the form and goes to the first question.
func start(c *page.Context) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := choices(c, lib)
	m, faults := begin(c, lib, d)
	if len(faults) > 0 {
		return c.RenderFaults(choosing, page.View{Title: "Ask", Data: d, Faults: faults})
	}
	c.Redirect("/ask/question?m=" + Pack(matter.Format(lib, m)))
	return nil
}

func begin(c *page.Context, lib *law.Library, d *choice) (*law.Matter, []page.Fault) {
	var faults []page.Fault
	fault := func(field string, err error) { faults = append(faults, page.Fault{Field: field, Text: err.Error()}) }
	if d.Kind == nil {
		return nil, []page.Fault{{Field: "kind", Text: "choose what is planned"}}
	}
	m := &law.Matter{Title: strings.TrimSpace(d.Title), Kind: d.Kind.ID, Facts: fact.Set{}}
	if m.Title == "" {
		m.Title = strings.ReplaceAll(d.Kind.ID, "-", " ")
	}
	var err error
	if m.On, err = ent.ParseDate(d.On); err != nil {
		fault("day", err)
	}
	w := lib.Treaties.World()
	if d.Where != "" {
		if m.Territory, err = w.Find(c.Lang.Code(d.Where)); err != nil {
			fault("territory", err)
		}
	}
	for _, r := range d.Rows {
		if strings.TrimSpace(r.State) == "" {
			continue
		}
		s, err := w.Find(c.Lang.Code(r.State))
		if err != nil {
			fault("state", err)
			continue
		}
		m.Participants = append(m.Participants, law.Participant{State: s, Role: r.Role})
	}
	if len(m.Participants) == 0 && len(faults) == 0 {
		fault("state", errors.New("name at least one State that takes part"))
	}
	if len(faults) == 0 {
		if err := lib.Check(m); err != nil {
			fault("state", err)
		}
	}
	return m, faults
}

// step is one question with the finding so far beside it.
type step struct {
	M, Skip  string
	Matter   *law.Matter
	Q        *finding.Question
	Why      []why
	Finding  *finding.Finding
	Further  []finding.Question // main facts that nobody stated and that could change it
	Answered []answered
	Left     int
	Typed    string
	States   []page.Named
}

type why struct {
	Norm  ent.NormID
	Title string
	Cites string
}

type answered struct{ Fact, Ask, Value string }

// question shows the next fact that matters, or takes the answer to it.
func question(c *page.Context) error {
	lib, m, err := read(c)
	if err != nil {
		return err
	}
	q := c.R.URL.Query()
	skip := strings.FieldsFunc(q.Get("skip"), func(r rune) bool { return r == ',' })
	var faults []page.Fault
	if f := q.Get("fact"); f != "" {
		switch value := strings.Join(q["value"], ", "); {
		case q.Get("unknown") != "" || value == "unknown":
			skip = append(skip, f)
		case value == "":
			faults = append(faults, page.Fault{Field: "value", Text: "choose an answer; “I do not know yet” is one"})
		default:
			if err := set(lib, m, f, value); err != nil {
				faults = append(faults, page.Fault{Field: "value", Text: err.Error()})
			}
		}
		if len(faults) == 0 {
			c.Redirect(address("/ask/question", lib, m, skip))
			return nil
		}
	}
	if f := q.Get("forget"); f != "" {
		delete(m.Facts, f)
		c.Redirect(address("/ask/question", lib, m, slices.DeleteFunc(skip, func(s string) bool { return s == f })))
		return nil
	}
	s, err := next(lib, m, skip)
	if err != nil {
		return err
	}
	if s.Q == nil {
		c.Redirect(address("/ask/finding", lib, m, skip))
		return nil
	}
	s.M, s.Skip, s.Typed = q.Get("m"), strings.Join(skip, ","), q.Get("value")
	s.States = c.States(lib)
	v := page.View{Title: s.Q.Ask, Data: s, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(asking, v)
	}
	return c.Render(asking, v)
}

// set states a fact as the form gives it: lists with commas.
func set(lib *law.Library, m *law.Matter, name, value string) error {
	if d := lib.Vocabulary.Fact(name); d != nil && strings.HasPrefix(string(d.Type), "[") {
		value = "[" + value + "]"
	}
	return matter.Set(lib, m, name, value)
}

func address(path string, lib *law.Library, m *law.Matter, skip []string) string {
	v := url.Values{"m": {Pack(matter.Format(lib, m))}}
	if len(skip) > 0 {
		v.Set("skip", strings.Join(skip, ","))
	}
	return path + "?" + v.Encode()
}

func next(lib *law.Library, m *law.Matter, skip []string) (*step, error) {
	f, err := finding.Assess(lib, m)
	if err != nil {
		return nil, err
	}
	s := &step{Matter: m, Finding: f}
	further, err := finding.Further(lib, m)
	if err != nil {
		return nil, err
	}
	s.Further = further
	for _, q := range append(slices.Clone(f.Questions), further...) {
		if !slices.Contains(skip, q.Fact) {
			s.Left++
			if s.Q == nil {
				s.Q = &q
			}
		}
	}
	if s.Q != nil {
		for _, id := range s.Q.Decides {
			if n := lib.Book.Norm(id); n != nil {
				s.Why = append(s.Why, why{id, n.Title, strings.Join(n.Source.Cites, "; ")})
			}
		}
	}
	for i := range lib.Vocabulary.Facts {
		d := &lib.Vocabulary.Facts[i]
		if v, ok := m.Facts[d.Name]; ok {
			s.Answered = append(s.Answered, answered{d.Name, d.Ask, v.String()})
		}
	}
	return s, nil
}

// whole is the page of a finding.
type whole struct {
	M, Skip  string
	Matter   *law.Matter
	Finding  *finding.Finding
	Answered []answered
	Flips    []flip
	Open     []finding.Question

	Mark, Rel string // the lowest under which it can be put on record
}

// flip is what would change the outcome: one fact, answered the other way.
type flip struct {
	Ask     string
	Was, To string
	Outcome finding.Outcome
}

func result(c *page.Context) error {
	lib, m, err := read(c)
	if err != nil {
		return err
	}
	s, err := next(lib, m, nil)
	if err != nil {
		return err
	}
	d := whole{M: c.R.URL.Query().Get("m"), Matter: m, Finding: s.Finding, Answered: s.Answered, Open: append(slices.Clone(s.Finding.Questions), s.Further...)}
	if d.Flips, err = Flips(lib, m, s.Finding.Outcome); err != nil {
		return err
	}
	mark, err := c.App.MarkingOf(c.Ctx(), lib, m)
	if err != nil {
		return err
	}
	d.Mark = access.Levels[mark.Level]
	for i, code := range mark.Rel {
		if i > 0 {
			d.Rel += ", "
		}
		d.Rel += string(code)
	}
	return c.Render(answering, page.View{Title: m.Title, Data: &d, Marking: mark.String()})
}

// Flips tries every yes-no fact of a matter the other way and returns those that change
// the outcome.
func Flips(lib *law.Library, m *law.Matter, outcome finding.Outcome) ([]flip, error) {
	var out []flip
	for i := range lib.Vocabulary.Facts {
		d := &lib.Vocabulary.Facts[i]
		v, ok := m.Facts[d.Name]
		if !ok || d.Type != fact.Bool {
			continue
		}
		other := *m
		other.Facts = fact.Set{}
		for k, x := range m.Facts {
			other.Facts[k] = x
		}
		other.Facts[d.Name] = fact.Value{Type: fact.Bool, Yes: !v.Yes}
		f, err := finding.Decide(lib, &other)
		if err != nil {
			return nil, err
		}
		if f.Outcome != outcome {
			out = append(out, flip{d.Ask, yesNo(v.Yes), yesNo(!v.Yes), f.Outcome})
		}
	}
	return out, nil
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// asText gives the matter as a file, for the command line and for partners.
func asText(c *page.Context) error {
	lib, m, err := read(c)
	if err != nil {
		return err
	}
	return c.Download("matter.yaml", "application/yaml; charset=utf-8", matter.Format(lib, m))
}

// asPDF hands the finding out as a legal memorandum that says it is not on record.
func asPDF(c *page.Context) error {
	lib, m, err := read(c)
	if err != nil {
		return err
	}
	f, err := finding.Assess(lib, m)
	if err != nil {
		return err
	}
	q := c.R.URL.Query()
	b, err := app.MemorandumOf(lib, m, f, app.Heading{To: q.Get("to"), From: string(c.Who.Name), Marking: q.Get("marking")}, c.Today(), c.Known)
	if err != nil {
		return err
	}
	return c.File("memorandum.pdf", "application/pdf", b)
}

// give puts the finding on record.
func give(c *page.Context) error {
	lib, m, err := read(c)
	if err != nil {
		return err
	}
	ctx, err := c.Marked()
	if err != nil {
		return err
	}
	o, err := c.App.Give(ctx, c.Who.Name, lib, m)
	if err != nil {
		return err
	}
	c.Redirect("/findings/" + o.ID)
	return nil
}
