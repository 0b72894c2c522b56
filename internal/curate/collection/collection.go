// Package collection reads published collections of treaties, one record a treaty, into
// instruments for an institution's register. What a record does not say is not made up: of
// a party that is named without acts of its own it is only known that it was bound from
// the day of entry into force. A name that no State bears leaves the record waiting for a
// person, and a record that contradicts itself is told with its line.
package collection

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/treaty"
)

// The most that one collection may hold.
const (
	MaxBytes = 256 << 20
	MaxRows  = 500_000
)

// Names knows which State or organisation a spelling means.
type Names interface {
	// Code returns the code of the State that bears the name.
	Code(name string) (ent.StateCode, bool)
}

// Row is one record of a collection.
type Row struct {
	Line       int
	Instrument treaty.Instrument
	Unknown    []string // names of parties that no State bears
	Fault      string   // why the record cannot be taken; empty when it can
}

// Format is one kind of collection.
type Format struct {
	Name, Meaning string
	columns       []string
	row           func(get func(string) string, names Names) Row
}

// Formats lists the kinds of collection that can be read.
func Formats() []Format {
	return []Format{
		{"uk-treaties", "records of UK Treaties Online, as CSV", []string{"id", "title", "laterality", "parties", "signed", "eif", "terminated"}, ukTreaty},
		{"csv", "your own list: id, title, parties (separated by ;), signed, in_force, ended", []string{"id", "title", "parties", "signed", "in_force"}, ownTreaty},
	}
}

// Read reads a collection. The error, of kind Invalid, says what is wrong with the file
// as a whole; what is wrong with a record stands in its row.
func Read(format string, r io.Reader, names Names) ([]Row, error) {
	i := slices.IndexFunc(Formats(), func(f Format) bool { return f.Name == format })
	if i < 0 {
		return nil, ent.Errorf(ent.Invalid, "%q is not a format of collections; there are uk-treaties and csv", format)
	}
	f := Formats()[i]
	limited := &io.LimitedReader{R: r, N: MaxBytes + 1}
	in := csv.NewReader(limited)
	in.FieldsPerRecord, in.LazyQuotes = -1, true
	head, err := in.Read()
	if err != nil {
		return nil, ent.Errorf(ent.Invalid, "line 1: no header of columns: %v", err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	for _, c := range f.columns {
		if !slices.Contains(head, c) {
			return nil, ent.Errorf(ent.Invalid, "line 1: no column %q", c)
		}
	}
	var out []Row
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		line, _ := in.FieldPos(0)
		switch {
		case limited.N <= 0:
			return nil, ent.Errorf(ent.Invalid, "line %d: more than %d bytes", line, MaxBytes)
		case len(out) == MaxRows:
			return nil, ent.Errorf(ent.Invalid, "line %d: more than %d records", line, MaxRows)
		case err != nil:
			return nil, ent.Errorf(ent.Invalid, "line %d: %v", line, err)
		}
		row := f.row(func(column string) string {
			if k := slices.Index(head, column); k >= 0 && k < len(cells) {
				return strings.TrimSpace(cells[k])
			}
			return ""
		}, names)
		row.Line = line
		out = append(out, row)
	}
}

// ukTreaty reads a record of UK Treaties Online.
func ukTreaty(get func(string) string, names Names) Row {
	return assemble("UKTO-"+get("id"), get("title"), "UK Treaties Online, record "+get("id"), get("parties"), get("signed"), get("eif"), get("terminated"), names)
}

// ownTreaty reads a row of an institution's own list.
func ownTreaty(get func(string) string, names Names) Row {
	return assemble(ent.Fold(get("id")), get("title"), "list of the institution", get("parties"), get("signed"), get("in_force"), get("ended"), names)
}

func assemble(id, title, source, parties, signed, force, ended string, names Names) Row {
	row := Row{Instrument: treaty.Instrument{ID: ent.InstrumentID(id), Title: title, Kind: "treaty", LegalOrder: "international", Binding: true,
		Sources: []string{source}, Confidence: ent.Known, Participation: treaty.Participation{Source: source, Confidence: ent.Unsure}}}
	in := &row.Instrument
	var days [3]ent.Date
	for i, text := range []string{signed, force, ended} {
		if text == "" {
			continue
		}
		d, err := ent.ParseDate(text)
		if err != nil {
			row.Fault = err.Error()
			return row
		}
		days[i] = d
	}
	in.Adopted, in.EntryIntoForce.Fixed, in.Ended = days[0], days[1], days[2]
	switch {
	case title == "":
		row.Fault = "it has no title"
	case in.Ended != 0 && in.EntryIntoForce.Fixed > in.Ended:
		row.Fault = fmt.Sprintf("it ended on %s, before it entered into force on %s", in.Ended, in.EntryIntoForce.Fixed)
	}
	if in.Adopted != 0 && in.EntryIntoForce.Fixed != 0 && in.EntryIntoForce.Fixed < in.Adopted {
		in.Note = "The record has it in force before it was signed: it was given effect backward."
	}
	row.parties(parties, names, source)
	return row
}

// parties puts what is known of each party on record.
func (row *Row) parties(list string, names Names, source string) {
	in := &row.Instrument
	seen := map[ent.StateCode]bool{}
	for name := range strings.SplitSeq(list, ";") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		c, ok := names.Code(name)
		if !ok {
			row.Unknown = append(row.Unknown, name)
			continue
		}
		if seen[c] {
			continue
		}
		seen[c] = true
		if in.Adopted != 0 {
			in.Record = append(in.Record, treaty.Act{State: c, Act: treaty.Signed, On: in.Adopted, Source: source, Confidence: ent.Unsure})
		}
		if in.EntryIntoForce.Fixed != 0 {
			in.Record = append(in.Record, treaty.Act{State: c, Act: treaty.BoundFrom, On: in.EntryIntoForce.Fixed, Source: source, Confidence: ent.Unsure})
		}
	}
	if len(seen) == 0 && len(row.Unknown) == 0 && row.Fault == "" {
		row.Fault = "it names no party"
	}
}
