package app

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/certified"
	"entente/internal/document/reading"
	"entente/internal/law/treaty"
	"entente/internal/register"
	"entente/internal/treatymaking"
)

// Wanted names the text of which a certified copy is wanted: the final version of a part of
// an instrument in a language, on a day, as known at a moment (zero: now).
type Wanted struct {
	Instrument     ent.InstrumentID
	Part, Language string
	On             ent.Date
	Known          time.Time
	Marking        string
}

// CertifiedCopy writes the certified copy of a text on record, to be signed. That there is no
// such text is an error of kind NotFound; a marking that cannot be read is of kind Invalid.
func (a *App) CertifiedCopy(ctx context.Context, w Wanted) ([]byte, error) {
	if _, err := access.ParseMarking(w.Marking); err != nil {
		return nil, err
	}
	lib, err := a.Library(ctx, w.Known)
	if err != nil {
		return nil, err
	}
	if lib.Treaties.Instrument(w.Instrument) == nil {
		return nil, ent.Errorf(ent.NotFound, "no instrument %q is on record", w.Instrument)
	}
	f, err := a.file(ctx, lib.Treaties, w)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(f.Texts, func(k register.Kept) bool {
		return k.Part == w.Part && k.Language == w.Language && k.Version == register.Final
	})
	if i < 0 {
		return nil, ent.Errorf(ent.NotFound, "no %s of %s in %q is on record as version %q, which alone is certified", w.Part, w.Instrument, w.Language, register.Final)
	}
	return a.certify(ctx, lib.Treaties, f.Registration(lib.Treaties, w.On), &f.Texts[i], w.Marking)
}

// file returns the file of an instrument's making, or one made of what the register has of
// an instrument that was not made here.
func (a *App) file(ctx context.Context, lib *treaty.Library, w Wanted) (*treatymaking.File, error) {
	f, err := a.Treaties.File(ctx, w.Instrument, w.Known)
	if err == nil || ent.KindOf(err) != ent.NotFound {
		return f, err
	}
	in := lib.Instrument(w.Instrument)
	f = &treatymaking.File{Case: treatymaking.Case{Instrument: in.ID, Title: in.Title}}
	acts, _ := treaty.ParseActs(in.Acts)
	for _, x := range append(acts, in.Record...) {
		if !slices.Contains(f.Parties, x.State) {
			f.Parties = append(f.Parties, x.State)
		}
	}
	slices.Sort(f.Parties)
	if f.Texts, err = a.Register.Texts(ctx, in.ID, w.Known); err != nil {
		return nil, err
	}
	for _, t := range f.Texts {
		if t.Authentic && t.Version == register.Final && !slices.Contains(f.Languages, t.Language) {
			f.Languages = append(f.Languages, t.Language)
		}
	}
	return f, nil
}

// Package writes the package for registration with the United Nations Secretariat, with a
// certified copy of each text, as a zip archive.
func (a *App) Package(ctx context.Context, lib *treaty.Library, r *treatymaking.Registration, w io.Writer) error {
	return r.Write(w, func(t *register.Text) ([]byte, error) { return a.Register.File(ctx, t) },
		func(t *register.Kept) ([]byte, error) { return a.certify(ctx, lib, r, t, "") })
}

func (a *App) certify(ctx context.Context, lib *treaty.Library, r *treatymaking.Registration, t *register.Kept, marking string) ([]byte, error) {
	made, err := time.Parse(time.DateOnly, r.Made.String())
	if err != nil {
		return nil, err
	}
	c := &certified.Copy{Instrument: r.Instrument, Title: r.Title, Place: r.Place, Concluded: r.Concluded, InForce: r.InForce, Method: r.Method, Languages: r.Languages,
		Reservations: r.Reservations, Text: *t, Made: made, Marking: marking}
	if adopted := lib.Instrument(r.Instrument).Adopted; c.Concluded == 0 || r.By == "" && adopted != 0 {
		c.Concluded = adopted // the last signature is the day only of what was signed here
	}
	c.By, c.Capacity = certifier(lib, r)
	for _, p := range r.Parties {
		x := certified.Party{Name: stateName(lib, p.State), Signed: p.Signed, Office: p.Office, Consent: treatymaking.Consent(p.Act), On: p.Consented}
		if s, since := lib.On(r.Made, nil).Standing(p.State, r.Instrument); s == treaty.Party {
			x.Bound = since
		}
		c.Parties = append(c.Parties, x)
	}
	if c.Original, err = a.Register.File(ctx, &t.Text); err != nil {
		return nil, err
	}
	c.Source, err = reading.Read(ctx, t.Name, bytes.NewReader(c.Original), int64(len(c.Original)), reading.Options{})
	switch {
	case err != nil && ent.KindOf(err) != ent.Invalid:
		return nil, err
	case err != nil:
		c.Source, c.Why = nil, err.Error()
	}
	return certified.PDF(c)
}

// certifier tells who certifies a copy, and as what: the State for which the institution
// made the agreement, the depositary, or the institution that keeps the record.
func certifier(lib *treaty.Library, r *treatymaking.Registration) (by, capacity string) {
	if r.By != "" {
		return stateName(lib, r.By), "party to the agreement"
	}
	if d := lib.Instrument(r.Instrument).Depositary; len(d) > 0 {
		return strings.Join(d, ", "), "depositary of the agreement"
	}
	return "the institution that keeps this record", "which is not known to be the depositary"
}

func stateName(lib *treaty.Library, c ent.StateCode) string {
	if s := lib.World().State(c); s != nil && s.Name != "" {
		return s.Name
	}
	return string(c)
}
