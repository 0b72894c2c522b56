package review

import (
	"context"
	"fmt"
	"strings"

	ent "entente"
	"entente/internal/document/analysis"
	"entente/internal/law/treaty"
	"entente/internal/register"
)

// Particulars are what a person states of an agreement whose text is put on record for the
// first time. What is left empty is taken from the text, and what the text does not tell
// stays unknown.
type Particulars struct {
	ID        ent.InstrumentID
	Title     string
	Parties   []ent.StateCode
	Signed    ent.Date
	InForce   ent.Date
	Version   string // empty: final
	Language  string // empty: the first of the text
	Authentic bool
}

// Take puts an agreement on record by its text: the instrument, the signature or entry into
// force of its parties, and the bytes under their hash, in one step. Errors are of kind
// Invalid (the text cannot be read, or tells no parties and none were given) or Conflict.
func (d *Desk) Take(ctx context.Context, by ent.Actor, p Particulars, name string, text []byte) (*register.Kept, *analysis.Analysis, error) {
	a, err := d.Analyse(ctx, name, text)
	if err != nil {
		return nil, nil, err
	}
	p.from(a)
	in, err := p.instrument(a, name)
	if err != nil {
		return nil, a, err
	}
	k, err := d.register.AddWithText(ctx, by, in, register.Text{Part: "text", Version: p.Version, Language: p.Language, Authentic: p.Authentic, Day: p.Signed, Name: name}, text)
	return k, a, err
}

// from fills in what the text tells.
func (p *Particulars) from(a *analysis.Analysis) {
	if p.Title == "" {
		p.Title = brief(a.Title, 300)
	}
	if len(p.Parties) == 0 {
		p.Parties = a.Parties
	}
	if p.Signed == 0 {
		p.Signed = a.Dates.Signed
	}
	if p.InForce == 0 && (p.Signed == 0 || a.Dates.InForce >= p.Signed) {
		p.InForce = a.Dates.InForce
	}
	if p.Version == "" {
		p.Version = "final"
	}
	if p.Language == "" && len(a.Languages) > 0 {
		p.Language = a.Languages[0]
	}
}

func (p *Particulars) instrument(a *analysis.Analysis, name string) (*treaty.Instrument, error) {
	switch {
	case p.ID == "":
		return nil, ent.Errorf(ent.Invalid, "give the agreement an id, such as %s", p.suggestID(a))
	case p.Title == "":
		return nil, ent.Errorf(ent.Invalid, "the text tells no title; give one")
	case len(p.Parties) < 2:
		return nil, ent.Errorf(ent.Invalid, "the text does not tell who its parties are; name at least two")
	}
	source := "its text, " + name
	in := &treaty.Instrument{ID: p.ID, Title: p.Title, Kind: "treaty", LegalOrder: "international", Binding: true, Adopted: p.Signed, Confidence: ent.Unsure, Sources: []string{source},
		Note: "put on record by its text"}
	if a.Binding == "non-binding" {
		in.Kind, in.LegalOrder, in.Binding = "arrangement", "policy", false
	}
	if p.InForce != 0 {
		in.EntryIntoForce = treaty.EntryIntoForce{Fixed: p.InForce}
	}
	for _, c := range p.Parties {
		if p.Signed != 0 {
			in.Record = append(in.Record, treaty.Act{State: c, Act: treaty.Signed, On: p.Signed, Source: source, Confidence: ent.Known})
		}
		if p.InForce != 0 {
			in.Record = append(in.Record, treaty.Act{State: c, Act: treaty.BoundFrom, On: p.InForce, Source: p.forceSource(a, source), Confidence: ent.Known})
		}
	}
	return in, nil
}

// forceSource says where the day of entry into force comes from.
func (p *Particulars) forceSource(a *analysis.Analysis, text string) string {
	if p.InForce == a.Dates.InForce {
		return text
	}
	return "stated when the text was put on record"
}

// suggestID makes an id of the parties and the kind of agreement.
func (p *Particulars) suggestID(a *analysis.Analysis) string {
	var w []string
	for i, c := range p.Parties {
		if i < 2 {
			w = append(w, string(c))
		}
	}
	kind := strings.ToUpper(a.Kind)
	if a.Kind == "other" {
		kind = "AGREEMENT"
	}
	id := strings.Join(append(w, kind), "-")
	if p.Signed != 0 {
		id += fmt.Sprintf("-%s", p.Signed.String()[:4])
	}
	return id
}
