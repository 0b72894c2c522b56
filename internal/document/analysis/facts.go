package analysis

import (
	"fmt"

	ent "entente"
	"entente/internal/document"
	"entente/internal/law/treaty"
)

// Makers tells where the parties come from: the text, or the library's record of an
// instrument on a day, and who is named without being one State: the Parties to another
// treaty, an organisation that the library does not have.
type Makers struct {
	Source  string   `json:"source"`            // text; library: NATO-SOFA on 2026-11-23; empty: none is known
	Unnamed []string `json:"unnamed,omitempty"` // makers without a code, as printed
}

// Annex is what stands with the agreement; Paragraphs and Articles count what is in it.
type Annex struct {
	Language   string `json:"language"`
	Kind       string `json:"kind"`
	Label      string `json:"label"`
	Heading    string `json:"heading"`
	Paragraphs int    `json:"paragraphs"`
	Articles   int    `json:"articles"`
}

// Signature is for whom, and in which office, a line of signature stands.
type Signature struct {
	Language string        `json:"language"`
	For      ent.StateCode `json:"for"`
	As       string        `json:"as,omitempty"`
}

func (a *Analysis) facts(d *document.Document) {
	for _, p := range d.Parties {
		if p.Code != "" {
			a.Parties = append(a.Parties, p.Code)
			a.Makers.Source = "text"
		} else {
			a.Makers.Unnamed = append(a.Makers.Unnamed, p.Name)
		}
	}
	inside := map[string]int{}
	for i := range d.Articles {
		inside[d.Articles[i].Language+"|"+d.Articles[i].Annex]++
	}
	a.Annexes, a.Signatures = []Annex{}, []Signature{}
	for i := range d.Annexes {
		x := &d.Annexes[i]
		label := x.Label()
		a.Annexes = append(a.Annexes, Annex{x.Language, x.Kind(), label, x.Heading, len(x.Paragraphs()), inside[x.Language+"|"+label]})
	}
	for _, s := range d.Signatures {
		if s.For != "" {
			a.Signatures = append(a.Signatures, Signature{s.Language, s.For, s.As})
		}
	}
}

// NameParties takes the parties from the library where the text names none one by one: those
// that are bound on the day by the instrument that the text is; else, for a text made by all
// parties to another instrument, theirs on the day on which it was signed.
func (a *Analysis) NameParties(lib *treaty.Library, on ent.Date) {
	if a.Document == nil || len(a.Parties) > 0 {
		return
	}
	id := a.Instrument
	for _, p := range a.Document.Parties {
		if id == "" && p.All && p.Of != "" {
			id = p.Of
			if a.Dates.Signed != 0 {
				on = a.Dates.Signed
			}
		}
	}
	for _, m := range lib.Parties(id, on) {
		a.Parties = append(a.Parties, m.State)
	}
	if len(a.Parties) > 0 {
		a.Makers.Source = fmt.Sprintf("library: %s on %s", id, on)
	}
}
