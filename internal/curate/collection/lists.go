package collection

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
)

// ukTreaty reads a record of UK Treaties Online.
func ukTreaty(get func(string) string, names Names) Row {
	id := get("id")
	if id == "" {
		return Row{Fault: "it has no id"}
	}
	return assemble("UKTO-"+ent.Fold(id), get("title"), "UK Treaties Online, record "+id, get("parties"),
		[3]cell{{"signed", get("signed")}, {"eif", get("eif")}, {"terminated", get("terminated")}}, get("laterality") == "BI", names)
}

// ownTreaty reads a row of an institution's own list.
func ownTreaty(get func(string) string, names Names) Row {
	id := get("id")
	if id == "" {
		return Row{Fault: "it has no id"}
	}
	return assemble(ent.Fold(id), get("title"), "list of the institution", get("parties"),
		[3]cell{{"signed", get("signed")}, {"in_force", get("in_force")}, {"ended", get("ended")}}, true, names)
}

// cell is the text in a column.
type cell struct{ column, text string }

func instrument(id, title, source string) treaty.Instrument {
	return treaty.Instrument{ID: ent.InstrumentID(id), Title: clean(title), Kind: "treaty", LegalOrder: "international", Binding: true,
		Sources: []string{source}, Confidence: ent.Known, Participation: treaty.Participation{Source: source, Confidence: ent.Unsure}}
}

// assemble makes a record of which only the days of the whole are known: of its signature,
// its entry into force and its end. In one that is closed those are the days of each party
// too. To another, States come one after the other: it names them, and not since when.
func assemble(id, title, source, list string, cells [3]cell, closed bool, names Names) Row {
	row := Row{Instrument: instrument(id, title, source)}
	in := &row.Instrument
	for i, day := range []*ent.Date{&in.Adopted, &in.EntryIntoForce.Fixed, &in.Ended} {
		if cells[i].text == "" {
			continue
		}
		d, err := sheet.Day(cells[i].text)
		if err != nil {
			row.Fault = cells[i].column + ": " + err.Error()
			return row
		}
		*day = d
	}
	switch {
	case in.Title == "":
		row.Fault = "it has no title"
	case in.Ended != 0 && in.EntryIntoForce.Fixed > in.Ended:
		row.Fault = fmt.Sprintf("it ended on %s, before it entered into force on %s", in.Ended, in.EntryIntoForce.Fixed)
	case in.Ended != 0 && in.Adopted > in.Ended:
		row.Fault = fmt.Sprintf("it ended on %s, before it was signed on %s", in.Ended, in.Adopted)
	}
	if in.Adopted != 0 && in.EntryIntoForce.Fixed != 0 && in.EntryIntoForce.Fixed < in.Adopted {
		row.note("The record has it in force before it was signed: it was given effect backward.")
	}
	row.named(list, closed, names, source)
	return row
}

// named puts what is known of each party on record.
func (row *Row) named(list string, closed bool, names Names, source string) {
	var p parties
	for name := range strings.SplitSeq(list, ";") {
		if name = clean(name); name != "" {
			p.add(name, names)
		}
	}
	row.Unknown = p.unknown
	for _, c := range p.states {
		row.whole(c, "", closed, source)
	}
	for _, c := range slices.Sorted(maps.Keys(p.territory)) {
		if !slices.Contains(p.states, c) {
			row.whole(c, strings.Join(p.territory[c], ", "), closed, source)
		}
	}
	p.notes(row)
	if len(p.states)+len(p.territory)+len(p.unknown) == 0 && row.Fault == "" {
		row.Fault = "it names no party"
	}
}

// whole puts on record what the days of the whole say of one party.
func (row *Row) whole(c ent.StateCode, territory string, closed bool, source string) {
	in := &row.Instrument
	put := func(v treaty.Verb, on ent.Date, note string) {
		if on != 0 {
			in.Record = append(in.Record, treaty.Act{State: c, Act: v, On: on, Territory: territory, Source: source, Confidence: ent.Unsure, Note: note})
		}
	}
	if closed {
		put(treaty.Signed, in.Adopted, "")
		put(treaty.BoundFrom, in.EntryIntoForce.Fixed, "")
		return
	}
	put(treaty.Uncertain, cmp.Or(in.EntryIntoForce.Fixed, in.Adopted), "Named as a party; the record tells neither its act nor since when.")
}
