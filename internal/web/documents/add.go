package documents

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	ent "entente"
	"entente/internal/document/analysis"
	"entente/internal/record"
	"entente/internal/review"
	"entente/internal/web/page"
)

// typed is what stands in the form of a new text.
type typed struct {
	ID, Title, Parties, Signed, InForce, Version, Language string
	Authentic                                              bool
	Mark, Rel                                              string
	Read                                                   *analysis.Analysis // of a file that was only read
	Name                                                   string
	States                                                 []page.Named
}

func form(c *page.Context) error { return renderForm(c, &typed{Version: "final"}, nil) }

func renderForm(c *page.Context, d *typed, faults []page.Fault) error {
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d.States = c.States(lib)
	v := page.View{Title: "Add a text", Data: d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(adding, v)
	}
	return c.Render(adding, v)
}

// add reads the file; with "read" it is shown and nothing kept, else it goes on record.
func add(c *page.Context) error {
	f := c.R.PostForm
	if c.R.MultipartForm != nil {
		f = c.R.MultipartForm.Value
	}
	v := url.Values(f)
	d := &typed{ID: v.Get("id"), Title: v.Get("title"), Parties: v.Get("parties"), Signed: v.Get("signed"), InForce: v.Get("in_force"), Version: v.Get("version"), Language: v.Get("language"), Authentic: v.Get("authentic") == "yes", Mark: v.Get("mark"), Rel: v.Get("rel")}
	name, text, fault := uploaded(c.R)
	if fault != nil {
		return renderForm(c, d, []page.Fault{*fault})
	}
	d.Name = name
	if v.Get("do") == "read" {
		a, err := c.App.Reviews.Analyse(c.Ctx(), name, text)
		if err != nil {
			return refused(c, d, "file", err)
		}
		d.Read = a
		return renderForm(c, d, nil)
	}
	p, faults := d.particulars(c)
	if len(faults) > 0 {
		return renderForm(c, d, faults)
	}
	ctx, err := c.Marked()
	if err != nil {
		return refused(c, d, "mark", err)
	}
	k, _, err := c.App.Reviews.Take(ctx, c.Who.Name, *p, name, text)
	if err != nil {
		return refused(c, d, fieldOf(err), err)
	}
	c.Redirect("/documents/" + string(k.Instrument))
	return nil
}

// uploaded returns the file of the form, within the limit of what a record holds.
func uploaded(r *http.Request) (name string, text []byte, fault *page.Fault) {
	f, h, err := r.FormFile("file")
	if err != nil {
		return "", nil, &page.Fault{Field: "file", Text: "Choose the file with the agreement's text"}
	}
	defer f.Close()
	if h.Size > record.MaxBody {
		return "", nil, &page.Fault{Field: "file", Text: "The file is larger than 16 MB, the most that one text may have"}
	}
	text, err = io.ReadAll(io.LimitReader(f, record.MaxBody+1))
	if err != nil {
		return "", nil, &page.Fault{Field: "file", Text: "The file did not arrive whole; send it again"}
	}
	return h.Filename, text, nil
}

// particulars reads the form.
func (d *typed) particulars(c *page.Context) (*review.Particulars, []page.Fault) {
	var faults []page.Fault
	p := &review.Particulars{ID: ent.InstrumentID(ent.Fold(strings.TrimSpace(d.ID))), Title: strings.TrimSpace(d.Title), Version: d.Version, Language: d.Language, Authentic: d.Authentic}
	for _, x := range []struct {
		field, text string
		to          *ent.Date
	}{{"signed", d.Signed, &p.Signed}, {"in_force", d.InForce, &p.InForce}} {
		if x.text == "" {
			continue
		}
		day, err := ent.ParseDate(x.text)
		if err != nil {
			faults = append(faults, page.Fault{Field: x.field, Text: err.Error()})
		}
		*x.to = day
	}
	world := c.App.Shipped().Treaties.World()
	for _, name := range strings.FieldsFunc(d.Parties, func(r rune) bool { return r == ',' || r == ';' }) {
		code, err := world.Find(c.Lang.Code(strings.TrimSpace(name)))
		if err != nil {
			faults = append(faults, page.Fault{Field: "parties", Text: err.Error()})
			continue
		}
		p.Parties = append(p.Parties, code)
	}
	return p, faults
}

// fieldOf guesses beside which field an error belongs.
func fieldOf(err error) string {
	text := err.Error()
	switch {
	case strings.Contains(text, "parties"):
		return "parties"
	case strings.Contains(text, " id") || strings.Contains(text, "instrument"):
		return "id"
	case strings.Contains(text, "title"):
		return "title"
	case strings.Contains(text, "language"):
		return "language"
	case strings.Contains(text, "version"):
		return "version"
	}
	return "file"
}

// refused shows the form again with what is wrong beside the field.
func refused(c *page.Context, d *typed, field string, err error) error {
	if k := ent.KindOf(err); k == ent.Forbidden { // of the marking
		field = "mark"
	} else if k != ent.Invalid && k != ent.Conflict {
		return err
	}
	return renderForm(c, d, []page.Fault{{Field: field, Text: err.Error()}})
}
