package api

import (
	"context"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/access"
	"entente/internal/api/form"
	"entente/internal/api/wire"
	"entente/internal/law"
	"entente/internal/law/duration"
	"entente/internal/law/treaty"
	"entente/internal/record"
	kept "entente/internal/register"
)

// Instrument is an instrument in a list.
type Instrument struct {
	ID      ent.InstrumentID `json:"id"`
	Title   string           `json:"title"`
	Kind    string           `json:"kind"`
	Binding bool             `json:"binding"`
	Adopted ent.Date         `json:"adopted"`
	InForce ent.Date         `json:"in_force" doc:"the day on which it entered, or will enter, into force; empty when that is not known"`
	Own     bool             `json:"own" doc:"of the institution's register, not of the shipped law"`
}

// InstrumentDetail is one instrument.
type InstrumentDetail struct {
	Instrument
	Seq            int64           `json:"seq" doc:"of the current version in the register, for If-Match; -1 for one of the shipped law"`
	Text           json.RawMessage `json:"text" doc:"all that is known of it, in the form of the corpus"`
	Computed       ent.Date        `json:"computed" doc:"its entry into force by its own rule"`
	Declared       ent.Date        `json:"declared" doc:"its entry into force as its depositary stated it"`
	Term           *duration.Term  `json:"term,omitempty"`
	Norms          []ent.NormID    `json:"norms"`
	Relatives      []kept.Relative `json:"relatives"`
	Contradictions []Contradiction `json:"contradictions" doc:"where acts on record cannot all be true; all are kept"`
}

// Contradiction is where acts of a State cannot all be true.
type Contradiction struct {
	State    ent.StateCode `json:"state"`
	Text     string        `json:"text"`
	Readings []string      `json:"readings"`
	From     ent.Date      `json:"from"`
	Until    ent.Date      `json:"until"`
}

func (d *InstrumentDetail) Recorded() int64 { return d.Seq }

type instrumentsInput struct {
	wire.When
	wire.Paging
	Party  string `query:"party" doc:"only those that bind this State on the day" example:"FIN"`
	Kind   string `query:"kind" doc:"only of this kind" example:"treaty"`
	Words  string `query:"words" doc:"only those whose id, title or alias has all these words" example:"cluster"`
	Source string `query:"source" enum:"own,shipped" doc:"of the register, or of the shipped law, only"`
}

type instrumentInput struct {
	wire.When
	ID string `path:"id" doc:"id or alias of an instrument" example:"CCM"`
}

type newInstrument struct {
	RawBody []byte `contentType:"application/json"`
}

type revisedInstrument struct {
	ID      string `path:"id" doc:"id of an instrument of the register" example:"FIN-JPN-DEFCO"`
	Reason  string `query:"reason" required:"true" minLength:"1" doc:"why the description is superseded; it stays on record" example:"the title was misspelt"`
	RawBody []byte `contentType:"application/json"`
}

// instruments adds the instruments of the shipped law and of the register.
func (x *API) instruments() {
	schema := x.Formed("InstrumentText", "An instrument in the form of the corpus (docs/CURATORS.md).", reflect.TypeFor[treaty.Instrument](), "id", "title", "kind", "legal_order")
	wire.Read(x.API, wire.Operation("list-instruments", "GET", "/instruments", "instruments", "The instruments of the shipped law and of the register, by id"), access.Read, x.listInstruments)
	wire.Read(x.API, wire.Operation("get-instrument", "GET", "/instruments/{id}", "instruments", "One instrument, with its acts and provisions"), access.Read, x.instrument)
	wire.Read(x.API, wire.Operation("instrument-history", "GET", "/instruments/{id}/history", "instruments", "Everything that was put on record about an instrument of the register"), access.Read, x.history)
	wire.Change(x.API, wire.Taking(wire.Operation("add-instrument", "POST", "/instruments", "instruments", "Put an instrument and its acts on record"), schema), access.Register,
		wire.About[newInstrument]{Kind: kept.KindInstrument, At: "/instruments/%s"}, func(ctx context.Context, in *newInstrument) error {
			i, err := kept.Read(in.RawBody)
			if err != nil {
				return err
			}
			return x.App.Register.Add(ctx, wire.Who(ctx).Name, i)
		})
	wire.Change(x.API, wire.Taking(wire.Operation("revise-instrument", "PUT", "/instruments/{id}", "instruments", "Supersede the description of an instrument of the register; its acts stay"), schema), access.Register,
		wire.About[revisedInstrument]{Kind: kept.KindInstrument, ID: func(in *revisedInstrument) string { return ent.Fold(in.ID) }}, func(ctx context.Context, in *revisedInstrument) error {
			i, err := kept.Read(in.RawBody)
			if err != nil {
				return err
			}
			if string(i.ID) != ent.Fold(in.ID) {
				return ent.Errorf(ent.Invalid, "id: the text is of %s, the address of %s", i.ID, ent.Fold(in.ID))
			}
			return x.App.Register.Revise(ctx, wire.Who(ctx).Name, i, in.Reason)
		})
}

func (x *API) listInstruments(ctx context.Context, in *instrumentsInput) (*wire.Page[Instrument], error) {
	lib, on, err := x.Asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	var party ent.StateCode
	if in.Party != "" {
		if party, err = lib.Treaties.World().Find(in.Party); err != nil {
			return nil, err
		}
	}
	after, err := in.After()
	if err != nil {
		return nil, err
	}
	out := &wire.Page[Instrument]{Items: []Instrument{}}
	ids := lib.Treaties.IDs()
	from, found := slices.BinarySearch(ids, ent.InstrumentID(after))
	if found {
		from++
	}
	words := strings.Fields(strings.ToLower(in.Words))
	for _, id := range ids[from:] {
		i := lib.Treaties.Instrument(id)
		own := x.App.Own(id)
		if in.Kind != "" && i.Kind != in.Kind || in.Source == "own" && !own || in.Source == "shipped" && own || !has(i, words) || party != "" && lib.Treaties.Standing(party, id, on) != treaty.Party {
			continue
		}
		if len(out.Items) == in.Limit {
			out.More(ctx, string(out.Items[len(out.Items)-1].ID))
			break
		}
		out.Items = append(out.Items, x.brief(lib, i))
	}
	return out, nil
}

func (x *API) brief(lib *law.Library, i *treaty.Instrument) Instrument {
	_, _, day := lib.Treaties.EntryIntoForce(i.ID)
	return Instrument{i.ID, i.Title, i.Kind, i.Binding, i.Adopted, day, x.App.Own(i.ID)}
}

// has reports whether an instrument's names have all the words.
func has(i *treaty.Instrument, words []string) bool {
	if len(words) == 0 {
		return true
	}
	all := strings.ToLower(string(i.ID) + " " + i.Title + " " + strings.Join(i.Aliases, " "))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(all, w) })
}

func (x *API) instrument(ctx context.Context, in *instrumentInput) (*InstrumentDetail, error) {
	lib, on, err := x.Asked(ctx, &in.When)
	if err != nil {
		return nil, err
	}
	id, err := lib.Treaties.Find(in.ID)
	if err != nil {
		return nil, err
	}
	i := lib.Treaties.Instrument(id)
	d := &InstrumentDetail{Instrument: x.brief(lib, i), Seq: -1, Norms: []ent.NormID{}, Relatives: x.App.Relatives(lib, id), Contradictions: []Contradiction{}}
	for _, c := range lib.Treaties.Contradictions(id) {
		d.Contradictions = append(d.Contradictions, Contradiction{c.State, c.String(), append([]string{}, c.Readings...), c.From, c.Until})
	}
	d.Computed, d.Declared, _ = lib.Treaties.EntryIntoForce(id)
	if t, _, ok := lib.Treaties.Term(id, on); ok {
		d.Term = &t
	}
	for _, p := range lib.Vocabulary.Norms {
		if lib.Book.Norm(p.ID) != nil && p.Instrument == id {
			d.Norms = append(d.Norms, p.ID)
		}
	}
	if d.Text, err = form.JSON(i); err != nil {
		return nil, err
	}
	known, err := in.Moment()
	if err != nil {
		return nil, err
	}
	return d, x.onRecord(ctx, d, known)
}

// onRecord adds what the register knows of an instrument.
func (x *API) onRecord(ctx context.Context, d *InstrumentDetail, known time.Time) error {
	if !d.Own {
		return nil
	}
	vs, err := x.App.Records.Find(ctx, record.Query{Kind: kept.KindInstrument, ID: string(d.ID), Known: known})
	if len(vs) > 0 {
		d.Seq = vs[0].Seq
	}
	return err
}

type historyInput struct {
	wire.Paging
	ID string `path:"id" doc:"id of an instrument of the register" example:"FIN-JPN-DEFCO"`
}

// Version is one state of one thing on record.
type Version struct {
	Seq        int64       `json:"seq" doc:"its place in the log"`
	Kind       record.Kind `json:"kind"`
	ID         string      `json:"id"`
	Subject    string      `json:"subject,omitempty"`
	Valid      ent.Period  `json:"valid"`
	At         time.Time   `json:"at" doc:"when it was recorded"`
	By         ent.Actor   `json:"by"`
	Reason     string      `json:"reason,omitempty"`
	Replaces   int64       `json:"replaces" doc:"the version superseded, -1: none"`
	ReplacedBy int64       `json:"replaced_by" doc:"the version that superseded it, -1: it is current"`
	Withdrawn  bool        `json:"withdrawn,omitempty"`
	Classified string      `json:"classified,omitempty"`
	Text       string      `json:"text,omitempty" doc:"its content, in YAML"`
}

// versionOf gives a version with its content, where that is text.
func versionOf(v *record.Version) Version {
	out := Version{Seq: v.Seq, Kind: v.Kind, At: v.At, Classified: v.Classified, Replaces: v.Replaces, ReplacedBy: v.ReplacedBy}
	out.ID, out.Subject, out.Valid, out.By, out.Reason, out.Withdrawn = v.ID, v.Subject, v.Valid, v.By, v.Reason, v.Withdrawn
	if v.Kind != kept.KindFile {
		out.Text = string(v.Body)
	}
	return out
}

func (x *API) history(ctx context.Context, in *historyInput) (*wire.Page[Version], error) {
	vs, err := x.App.Register.History(ctx, ent.InstrumentID(ent.Fold(in.ID)))
	if err != nil {
		return nil, err
	}
	all := make([]Version, len(vs))
	for i := range vs {
		all[i] = versionOf(&vs[i])
	}
	return wire.Cut(ctx, in.Paging, all, func(v *Version) string { return wire.OldestFirst(v.Seq) })
}
