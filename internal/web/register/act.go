package register

import (
	"net/url"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/treaty"
	kept "entente/internal/register"
	"entente/internal/web/page"
)

// acting is the page on which an act of a State is put on record.
type acting struct {
	In     *treaty.Instrument
	Form   url.Values
	States []page.Named
	Verbs  []act.Verb
	Look   *look
}

// look is what an act would do.
type look struct {
	State               string
	Was, Will           treaty.Status
	Later               []treaty.Phase
	ForceWas, ForceWill ent.Date
	Clashes             []string
}

// subject returns the instrument that the reader's page names, of the register or of the shipped law.
func subject(c *page.Context) (*treaty.Instrument, error) {
	return c.App.Register.Subject(c.Ctx(), ent.InstrumentID(ent.Fold(c.R.PathValue("id"))))
}

func actForm(c *page.Context) error {
	return renderAct(c, url.Values{"on": {c.On.String()}, "confidence": {"verified"}}, nil, nil)
}

func renderAct(c *page.Context, form url.Values, l *look, faults []page.Fault) error {
	in, err := subject(c)
	if err != nil {
		return err
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	v := page.View{Title: "Put an act on record", Data: &acting{in, form, c.States(lib), act.Verbs(), l}, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(actPage, v)
	}
	return c.Render(actPage, v)
}

// readAct reads an act from a form.
func readAct(c *page.Context, f url.Values) (*act.Act, []page.Fault) {
	var faults []page.Fault
	wrong := func(field string, err error) { faults = append(faults, page.Fault{Field: field, Text: err.Error()}) }
	field := func(name string) string { return strings.TrimSpace(f.Get(name)) }
	w := c.App.Shipped().Treaties.World()
	a := &act.Act{Act: act.Verb(field("act")), Precludes: field("precludes") != "", Article: field("article"), Territory: field("territory"), Text: field("text"), Source: field("source"), Confidence: ent.Confidence(field("confidence"))}
	var err error
	if a.State, err = w.Find(c.Lang.Code(field("state"))); err != nil {
		wrong("state", err)
	}
	if !slices.Contains(act.Verbs(), a.Act) {
		wrong("act", ent.Errorf(ent.Invalid, "choose what it did"))
	}
	for name, to := range map[string]*ent.Date{"on": &a.On, "effective": &a.Effective, "until": &a.Until} {
		if field(name) == "" {
			continue
		}
		if *to, err = ent.ParseDate(field(name)); err != nil {
			wrong(name, err)
		}
	}
	for _, x := range strings.FieldsFunc(field("toward"), func(r rune) bool { return r == ',' || r == ';' }) {
		s, err := w.Find(c.Lang.Code(strings.TrimSpace(x)))
		if err != nil {
			wrong("toward", err)
		}
		a.Toward = append(a.Toward, s)
	}
	if a.Source == "" {
		wrong("source", ent.Errorf(ent.Invalid, "say where it is evidenced: a note, a gazette, the depositary's notification"))
	}
	return a, faults
}

// putAct shows what an act would do, or puts it on record.
func putAct(c *page.Context) error {
	in, err := subject(c)
	if err != nil {
		return err
	}
	f := c.R.PostForm
	a, faults := readAct(c, f)
	if len(faults) > 0 {
		return renderAct(c, f, nil, faults)
	}
	refused := func(err error) error {
		switch ent.KindOf(err) {
		case ent.Invalid, ent.Conflict:
			return renderAct(c, f, nil, []page.Fault{{Field: actField(err), Text: err.Error()}})
		}
		return err
	}
	if _, err := c.App.Register.NewAct(c.Ctx(), in.ID, *a); err != nil {
		return refused(err)
	}
	if f.Get("do") == "look" {
		l, err := lookAt(c, in, a)
		if err != nil {
			return refused(err)
		}
		return renderAct(c, f, l, nil)
	}
	ctx, err := c.Marked()
	if err == nil {
		err = c.App.Register.Record(ctx, c.Who.Name, in.ID, *a)
	}
	if err != nil {
		if ent.KindOf(err) == ent.Forbidden {
			return renderAct(c, f, nil, []page.Fault{{Field: "mark", Text: err.Error()}})
		}
		return refused(err)
	}
	c.Redirect("/register/" + string(in.ID))
	return nil
}

// actField names the field beside which an error about an act is shown.
func actField(err error) string {
	for _, name := range []string{"effective", "until", "toward", "marking", "state"} {
		if strings.Contains(err.Error(), name) {
			return strings.Replace(name, "marking", "mark", 1)
		}
	}
	return "on"
}

// lookAt computes how the State, and the instrument, would stand.
func lookAt(c *page.Context, in *treaty.Instrument, a *act.Act) (*look, error) {
	lib, err := c.Library()
	if err != nil {
		return nil, err
	}
	now := lib.Treaties
	with := *in
	with.Record = append(slices.Clone(in.Record), *a)
	will, problems := now.Without(in.ID).With(with)
	if len(problems) > 0 {
		return nil, ent.Errorf(ent.Invalid, "%v", problems[0])
	}
	l := &look{State: string(a.State), Was: now.Status(a.State, in.ID, c.On), Will: will.Status(a.State, in.ID, c.On)}
	if s := now.World().State(a.State); s != nil {
		l.State = c.Lang.State(a.State, s.Name)
	}
	_, _, l.ForceWas = now.EntryIntoForce(in.ID)
	_, _, l.ForceWill = will.EntryIntoForce(in.ID)
	for _, p := range will.Phases(a.State, in.ID) {
		if p.From > c.On {
			l.Later = append(l.Later, p)
		}
	}
	for _, x := range will.Contradictions(in.ID) {
		l.Clashes = append(l.Clashes, x.String())
	}
	return l, nil
}

// mended is the page on which an act is corrected.
type mended struct {
	In   *treaty.Instrument
	Act  *kept.Act
	Form url.Values
}

func findAct(c *page.Context) (*mended, error) {
	in, err := subject(c)
	if err != nil {
		return nil, err
	}
	all, err := c.App.Register.Acts(c.Ctx(), in.ID, time.Time{})
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(a kept.Act) bool { return a.ID == c.R.URL.Query().Get("act") })
	if i < 0 {
		return nil, ent.Errorf(ent.NotFound, "no such act is on record")
	}
	return &mended{In: in, Act: &all[i]}, nil
}

func correctForm(c *page.Context) error {
	d, err := findAct(c)
	if err != nil {
		return err
	}
	d.Form = url.Values{"source": {d.Act.Source}}
	for name, day := range map[string]ent.Date{"on": d.Act.On, "effective": d.Act.Effective} {
		if day != 0 {
			d.Form.Set(name, day.String())
		}
	}
	return c.Render(mending, page.View{Title: "Correct an act", Data: d})
}

// correct supersedes an act on record, or withdraws it.
func correct(c *page.Context) error {
	d, err := findAct(c)
	if err != nil {
		return err
	}
	d.Form = c.R.PostForm
	wrong := func(field string, err error) error {
		return c.RenderFaults(mending, page.View{Title: "Correct an act", Data: d, Faults: []page.Fault{{Field: field, Text: err.Error()}}})
	}
	reason := strings.TrimSpace(d.Form.Get("reason"))
	if reason == "" {
		return wrong("reason", ent.Errorf(ent.Invalid, "say why"))
	}
	days := map[string]ent.Date{}
	for _, name := range []string{"on", "effective"} {
		if text := strings.TrimSpace(d.Form.Get(name)); text != "" {
			if days[name], err = ent.ParseDate(text); err != nil {
				return wrong(name, err)
			}
		}
	}
	err = c.App.Register.Correct(c.Ctx(), c.Who.Name, d.Act.ID, reason, d.Form.Get("do") == "withdraw", func(a *treaty.Act) {
		a.On, a.Effective = days["on"], days["effective"]
		if s := strings.TrimSpace(d.Form.Get("source")); s != "" {
			a.Source = s
		}
	})
	switch ent.KindOf(err) {
	case ent.Invalid, ent.Conflict:
		return wrong(actField(err), err)
	}
	if err != nil {
		return err
	}
	c.Redirect("/register/" + string(d.In.ID))
	return nil
}
