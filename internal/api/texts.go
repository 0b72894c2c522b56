package api

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/wire"
	kept "entente/internal/register"
	"entente/internal/review"
)

type textInput struct {
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
	ID    string `path:"id" doc:"id of an instrument" example:"FIN-JPN-DEFCO"`
	Hash  string `path:"hash" doc:"hash of the text's bytes" example:"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"`
}

type newText struct {
	ID        string `path:"id" doc:"id of an instrument of the register" example:"FIN-JPN-DEFCO"`
	Name      string `query:"name" required:"true" doc:"name of the file" example:"agreement.pdf"`
	Part      string `query:"part" default:"text" doc:"text, or the name of an annex" example:"text"`
	Version   string `query:"version" default:"final" doc:"which state of the text it is" example:"draft-2"`
	Language  string `query:"language" required:"true" doc:"BCP 47" example:"en"`
	Authentic bool   `query:"authentic" doc:"the text is equally authentic in this language"`
	Day       string `query:"day" format:"date" doc:"the day of the text" example:"2024-05-10"`
	Note      string `query:"note" doc:"in your own words"`
	Reason    string `query:"reason" doc:"why a text of the same part, version and language is superseded"`
	RawBody   []byte `contentType:"application/octet-stream"`
}

type newAgreement struct {
	ID        string `path:"id" doc:"the id to give it" example:"FIN-JPN-ACSA-2026"`
	Name      string `query:"name" required:"true" doc:"name of the file" example:"agreement.pdf"`
	Title     string `query:"title" doc:"default: that of the text"`
	Parties   string `query:"parties" doc:"codes or names, separated by commas; default: those of the text" example:"FIN,JPN"`
	Signed    string `query:"signed" format:"date" doc:"default: the day that the text tells" example:"2024-05-10"`
	InForce   string `query:"in_force" format:"date" doc:"default: the day that the text tells"`
	Version   string `query:"version" default:"final" doc:"which state of the text it is"`
	Language  string `query:"language" doc:"default: the first of the text" example:"en"`
	Authentic bool   `query:"authentic" doc:"the text is equally authentic in this language"`
	RawBody   []byte `contentType:"application/octet-stream"`
}

type knownInput struct {
	wire.Paging
	Known string `query:"known" doc:"as the record was known at this moment; default now"`
	ID    string `path:"id" doc:"id of an instrument" example:"FIN-JPN-DEFCO"`
}

// texts adds the texts of instruments, with their bytes.
func (x *API) texts() {
	wire.Read(x.API, wire.Operation("list-texts", "GET", "/instruments/{id}/texts", "instruments", "The texts of an instrument on record"), access.Read,
		func(ctx context.Context, in *knownInput) (*wire.Page[kept.Kept], error) {
			known, err := (&wire.When{Known: in.Known}).Moment()
			if err != nil {
				return nil, err
			}
			all, err := x.App.Register.Texts(ctx, ent.InstrumentID(ent.Fold(in.ID)), known)
			if err != nil {
				return nil, err
			}
			return wire.Cut(ctx, in.Paging, all, func(k *kept.Kept) string { return wire.OldestFirst(k.Seq) })
		})
	wire.ReadFile(x.API, wire.Operation("get-text", "GET", "/instruments/{id}/texts/{hash}", "instruments", "The bytes of a text"), access.Read,
		&huma.Schema{Format: "binary"}, "application/octet-stream", x.textBytes)
	wire.Change(x.API, wire.TakingFile(wire.Operation("add-text", "POST", "/instruments/{id}/texts", "instruments", "Put a text of an instrument on record, with its bytes")), access.Register,
		wire.About[newText]{Kind: kept.KindText}, x.addText)
	wire.Change(x.API, wire.TakingFile(wire.Operation("add-agreement", "POST", "/instruments/{id}/agreement", "instruments", "Put an agreement on record by its text; what is not given is taken from the text")), access.Register,
		wire.About[newAgreement]{Kind: kept.KindInstrument, At: "/instruments/%s"}, x.addAgreement)
}

// textBytes returns the bytes of a text, as a download that no browser runs.
func (x *API) textBytes(ctx context.Context, in *textInput) (*wire.File, error) {
	known, err := (&wire.When{Known: in.Known}).Moment()
	if err != nil {
		return nil, err
	}
	texts, err := x.App.Register.Texts(ctx, ent.InstrumentID(ent.Fold(in.ID)), known)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(texts, func(k kept.Kept) bool { return k.Hash == in.Hash })
	if i < 0 {
		return nil, ent.Errorf(ent.NotFound, "no such text of %s is on record", in.ID)
	}
	b, err := x.App.Register.File(ctx, &texts[i].Text)
	return &wire.File{Media: "application/octet-stream", Cache: "private, max-age=31536000, immutable", Name: texts[i].Name, Body: b}, err
}

func (x *API) addText(ctx context.Context, in *newText) error {
	t := kept.Text{Instrument: ent.InstrumentID(ent.Fold(in.ID)), Part: in.Part, Version: in.Version, Language: in.Language, Authentic: in.Authentic, Name: in.Name, Note: in.Note}
	if in.Day != "" {
		var err error
		if t.Day, err = ent.ParseDate(in.Day); err != nil {
			return err
		}
	}
	_, err := x.App.Register.AddText(ctx, wire.Who(ctx).Name, t, slices.Clone(in.RawBody), in.Reason)
	return err
}

func (x *API) addAgreement(ctx context.Context, in *newAgreement) error {
	p := review.Particulars{ID: ent.InstrumentID(ent.Fold(in.ID)), Title: in.Title, Version: in.Version, Language: in.Language, Authentic: in.Authentic}
	for _, d := range []struct {
		text string
		to   *ent.Date
	}{{in.Signed, &p.Signed}, {in.InForce, &p.InForce}} {
		if d.text == "" {
			continue
		}
		var err error
		if *d.to, err = ent.ParseDate(d.text); err != nil {
			return err
		}
	}
	world := x.App.Shipped().Treaties.World()
	for _, name := range strings.FieldsFunc(in.Parties, func(r rune) bool { return r == ',' || r == ';' }) {
		code, err := world.Find(strings.TrimSpace(name))
		if err != nil {
			return err
		}
		p.Parties = append(p.Parties, code)
	}
	_, _, err := x.App.Reviews.Take(ctx, wire.Who(ctx).Name, p, path.Base(in.Name), slices.Clone(in.RawBody))
	return err
}
