package documents

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/access"
	"entente/internal/document/proposal"
	"entente/internal/law/fact"
	"entente/internal/review"
	"entente/internal/web/page"
)

// sheet is the page on which one proposal is reviewed.
type sheet struct {
	*review.Opened
	It        *review.Item
	Form      url.Values // as typed, or as suggested
	Kinds     []fact.Kind
	Roles     []fact.Role
	States    []page.Named
	MayReview bool
	Next      int
	Before    int
	Modality  []proposal.Modality
}

// Has reports whether a value of a field is chosen.
func (s *sheet) Has(field, value string) bool { return slices.Contains(s.Form[field], value) }

func proposed(c *page.Context) error { return renderSheet(c, nil, nil) }

func renderSheet(c *page.Context, form url.Values, faults []page.Fault) error {
	o, err := opened(c)
	if err != nil {
		return err
	}
	it, err := o.Find(c.R.PathValue("which"))
	if err != nil {
		return err
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	d := &sheet{Opened: o, It: it, Form: form, Kinds: lib.Vocabulary.Kinds, Roles: lib.Vocabulary.Roles, States: c.States(lib), Next: nextOpen(o, it.Number), Before: it.Number - 1,
		Modality: []proposal.Modality{proposal.Obligation, proposal.Prohibition, proposal.Permission, proposal.Power}, MayReview: c.Guard.May(c.Who, access.Norm, access.Resource{})}
	if form == nil {
		d.Form = suggested(o, it)
	}
	v := page.View{Title: fmt.Sprintf("Proposal %d of %s", it.Number, o.Instrument), Data: d, Faults: faults}
	if len(faults) > 0 {
		return c.RenderFaults(reviewing, v)
	}
	return c.Render(reviewing, v)
}

// suggested fills the form from the kind of agreement and the sentence.
func suggested(o *review.Opened, it *review.Item) url.Values {
	e := o.Suggest(&it.Proposal)
	f := url.Values{"sentence": {it.Sentence}, "modality": {string(it.Modality)}, "kind": e.Kinds, "bearer": e.Bearer, "between": e.Between}
	for _, s := range e.States {
		f.Add("states", string(s))
	}
	if c := it.Clock; c != nil && c.Term != nil && !c.Before {
		f.Set("term", c.Term.String())
	}
	return f
}

// decide takes one decision and goes on to the next open proposal.
func decide(c *page.Context) error {
	f := c.R.PostForm
	if !c.Known.IsZero() {
		return ent.Errorf(ent.Conflict, "you look at the record as it was known then; set “known as of” to today to review")
	}
	o, err := opened(c)
	if err != nil {
		return err
	}
	which := c.R.PathValue("which")
	if f.Get("do") == "undo" {
		err = c.App.Reviews.Undo(c.Ctx(), c.Who.Name, o, which, f.Get("why"))
		return after(c, o, which, f, "why", err)
	}
	d, fault := decision(which, f)
	if fault != nil {
		return renderSheet(c, f, []page.Fault{*fault})
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	return after(c, o, which, f, fieldIn(d), c.App.Reviews.Decide(c.Ctx(), c.Who.Name, lib, o, *d))
}

// fieldIn is the field beside which an error of a decision is shown.
func fieldIn(d *review.Decision) string {
	switch {
	case d.Reject:
		return "why"
	case len(d.Kinds) > 0:
		return "kind"
	}
	return "day"
}

func after(c *page.Context, o *review.Opened, which string, f url.Values, field string, err error) error {
	switch k := ent.KindOf(err); {
	case err == nil:
		it, _ := o.Find(which)
		to := "/documents/" + string(o.Instrument)
		if n := nextOpen(o, it.Number); n != 0 && n != it.Number && f.Get("do") != "undo" {
			to = fmt.Sprintf("%s/proposals/%d", to, n)
		} else if f.Get("do") == "undo" {
			to = fmt.Sprintf("%s/proposals/%d", to, it.Number)
		}
		c.Redirect(withText(to, f.Get("text")))
		return nil
	case k == ent.Invalid || k == ent.Conflict:
		return renderSheet(c, f, []page.Fault{{Field: field, Text: err.Error()}})
	}
	return err
}

func withText(path, text string) string {
	if text == "" {
		return path
	}
	return path + "?text=" + url.QueryEscape(text)
}

// decision reads the form of one proposal.
func decision(which string, f url.Values) (*review.Decision, *page.Fault) {
	d := &review.Decision{Proposal: which, Why: strings.TrimSpace(f.Get("why"))}
	if f.Get("do") == "reject" {
		d.Reject = true
		return d, nil
	}
	d.Sentence, d.Modality = strings.Join(strings.Fields(f.Get("sentence")), " "), proposal.Modality(f.Get("modality"))
	if f.Get("norm") != "no" {
		if len(f["kind"]) == 0 {
			return nil, &page.Fault{Field: "kind", Text: "Choose for which kinds of matter it is raised, or make no norm of it"}
		}
		d.Effect = review.Effect{Kinds: f["kind"], Bearer: f["bearer"], Between: f["between"], When: strings.TrimSpace(f.Get("when")), To: strings.TrimSpace(f.Get("to")), Due: strings.TrimSpace(f.Get("due"))}
		for _, s := range f["states"] {
			d.States = append(d.States, ent.StateCode(ent.Fold(s)))
		}
	}
	if f.Get("track") != "yes" {
		return d, nil
	}
	d.Task = review.Task{Track: true, Owner: strings.TrimSpace(f.Get("owner")), State: ent.StateCode(ent.Fold(f.Get("state"))), Term: strings.TrimSpace(f.Get("term"))}
	for _, x := range []struct {
		field string
		to    *ent.Date
	}{{"day", &d.Day}, {"start", &d.Start}} {
		if f.Get(x.field) == "" {
			continue
		}
		day, err := ent.ParseDate(f.Get(x.field))
		if err != nil {
			return nil, &page.Fault{Field: x.field, Text: err.Error()}
		}
		*x.to = day
	}
	if d.Start == 0 {
		d.Term = ""
	}
	return d, nil
}

// decideMany accepts or rejects what was ticked, as it stands.
func decideMany(c *page.Context) error {
	f := c.R.PostForm
	o, err := opened(c)
	if err != nil {
		return err
	}
	var list []review.Decision
	for _, which := range f["tick"] {
		it, err := o.Find(which)
		if err != nil {
			return err
		}
		d := review.Decision{Proposal: which, Reject: f.Get("do") == "reject", Why: strings.TrimSpace(f.Get("why"))}
		if !d.Reject {
			if d.Effect = o.Suggest(&it.Proposal); len(d.Kinds) == 0 {
				return render(c, []page.Fault{{Field: "ticked", Text: "The kind of agreement does not tell for which matters its rules are raised: review the sentences one by one"}})
			}
		}
		list = append(list, d)
	}
	if len(list) == 0 {
		return render(c, []page.Fault{{Field: "ticked", Text: "Tick the sentences that are meant"}})
	}
	lib, err := c.Library()
	if err != nil {
		return err
	}
	switch err := c.App.Reviews.Decide(c.Ctx(), c.Who.Name, lib, o, list...); {
	case err == nil:
		c.Redirect(withText("/documents/"+string(o.Instrument), f.Get("text")))
		return nil
	case ent.KindOf(err) == ent.Invalid || ent.KindOf(err) == ent.Conflict:
		return render(c, []page.Fault{{Field: "ticked", Text: err.Error()}})
	default:
		return err
	}
}
