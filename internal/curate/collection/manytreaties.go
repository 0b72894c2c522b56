package collection

import (
	"fmt"
	"regexp"

	ent "entente"
	"entente/internal/curate/participation"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
)

// readManyTreaties reads the parties sheet of the manytreaties data: a row for each party
// to each treaty, in which what concerns the treaty as a whole is repeated.
func readManyTreaties(src *sheet.Source, files []string, names Names) ([]Row, error) {
	text, err := src.Text(files[0])
	if err != nil {
		return nil, err
	}
	asked := map[string]*asker{}
	all, err := participation.ReadEveryManyTreaty(text, func(id string) participation.Names {
		asked[id] = &asker{names: names}
		return asked[id]
	})
	if err != nil {
		return nil, ent.Errorf(ent.KindOf(err), "%s: %v", files[0], err)
	}
	var out []Row
	for _, m := range all {
		row := Row{File: files[0], Line: m.Line}
		row.many(m, &asked[m.ID].parties, names)
		out = append(out, row)
	}
	return out, nil
}

// asker answers a reader of lists; a name that is no State is kept for later.
type asker struct {
	names   Names
	parties parties
}

// Code returns the State that bears the name.
func (a *asker) Code(name string) (ent.StateCode, bool) {
	m, ok := a.names.Meaning(name)
	if ok && !m.Ignored && !m.Territory {
		return m.Code, true
	}
	a.parties.add(name, a.names)
	return "", false
}

var manyID = regexp.MustCompile(`[^A-Z0-9.]+`)

// many makes a record of a treaty of the sheet.
func (row *Row) many(m *participation.ManyTreaty, p *parties, names Names) {
	source := "manytreaties data, treatyID " + m.ID
	row.Instrument = instrument("GGO-"+manyID.ReplaceAllString(ent.Fold(m.ID), "-"), m.Title, source)
	in := &row.Instrument
	for _, d := range []struct {
		column, text string
		day          *ent.Date
	}{{"Signature", m.Signature, &in.Adopted}, {"Force", m.Force, &in.EntryIntoForce.Declared}, {"Term", m.Term, &in.Ended}} {
		if participation.NoDay(d.text) {
			continue
		}
		day, err := sheet.Day(d.text)
		if err != nil {
			row.Told = append(row.Told, Told{row.File, row.Line, d.column + ": " + err.Error() + "; it was left out"})
			continue
		}
		*d.day = day
	}
	for _, x := range m.Problems() {
		if x.Name == "" {
			row.Told = append(row.Told, Told{row.File, x.Line, x.Text})
		}
	}
	row.manyActs(m.Table(), source, p, names)
	switch {
	case m.ID == "" || in.Title == "":
		row.Fault = "it has no title or no treatyID"
	case in.Ended != 0 && in.EntryIntoForce.Declared > in.Ended:
		row.Fault = fmt.Sprintf("it ended on %s, before it entered into force on %s", in.Ended, in.EntryIntoForce.Declared)
	case in.Ended != 0 && in.Adopted > in.Ended:
		row.Fault = fmt.Sprintf("it ended on %s, before it was signed on %s", in.Ended, in.Adopted)
	case len(in.Record) == 0 && len(row.Unknown) == 0:
		row.Fault = "it tells no act of a party that can be read"
	}
}

func (row *Row) manyActs(t participation.Table, source string, p *parties, names Names) {
	in := &row.Instrument
	in.Participation.AsOf = t.AsOf
	for _, r := range t.Rows {
		p.states = with(p.states, r.State)
		for _, a := range r.Acts {
			in.Record = append(in.Record, treaty.Act{State: r.State, Act: a.Verb, On: a.On, Effective: a.Effective, Source: source, Confidence: ent.Unsure})
			if !names.Exists(r.State, a.On) {
				row.Told = append(row.Told, Told{row.File, 0, fmt.Sprintf("%s: %s: on that day the State did not exist; taken as it stands", r.State, a)})
			}
		}
	}
	row.Unknown = p.unknown
	p.notes(row)
	for c, list := range p.territory {
		row.Told = append(row.Told, Told{row.File, row.Line, fmt.Sprintf("%v: territories for which %s acts; their rows were left out", list, c)})
	}
	row.note("The list does not say how a party consented, and tells no withdrawals.")
}
