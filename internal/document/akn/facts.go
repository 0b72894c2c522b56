package akn

import (
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/document"
)

// facts writes what was read out of the text and has no place in the standard: which
// instrument it is, on what it enters into force, what its closing words say.
func (w *writer) facts(p *node) {
	if w.doc.Instrument != "" {
		p.add(plain("ent:recognised", string(w.doc.Instrument)))
	}
	if f := w.doc.Dates.Force; f != nil {
		p.add(plain("ent:force", f.Text).set("upon", f.Upon).set("count", strconv.Itoa(f.Count)).set("delay", f.Delay).set("article", f.Article))
	}
	for _, c := range w.doc.Closings {
		p.add(plain("ent:closing", c.Place).setLang(c.Language).set("on", day(c.On)).set("authentic", strings.Join(c.Authentic, " ")).set("equally", truth(c.Equally)).set("prevails", c.Prevails))
	}
}

// fact reads one of them again.
func (r *reader) fact(x *node, text string) {
	switch x.name {
	case "ent:recognised":
		r.doc.Instrument = ent.InstrumentID(text)
	case "ent:force":
		count, _ := strconv.Atoi(x.attr("count"))
		r.doc.Dates.Force = &document.Force{Upon: x.attr("upon"), Count: count, Delay: x.attr("delay"), Article: x.attr("article"), Text: text}
	case "ent:closing":
		on, _ := ent.ParseDate(x.attr("on"))
		r.doc.Closings = append(r.doc.Closings, document.Closing{Language: x.attr("xml:lang"), Place: text, On: on, Authentic: strings.Fields(x.attr("authentic")),
			Equally: x.attr("equally") == "true", Prevails: x.attr("prevails")})
	}
}

func day(d ent.Date) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func truth(b bool) string {
	if b {
		return "true"
	}
	return ""
}
