// Package collection reads published collections of treaties, one record a treaty, into
// instruments for an institution's register. What a record does not say is not made up: of
// a party that is named without acts of its own it is only known that it was bound from
// the day of entry into force. A name that no State bears leaves the record waiting for a
// person, and a record that contradicts itself is told with its line.
package collection

import (
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/spelling"
	"entente/internal/law/treaty"
)

// Names knows what the name of a party means.
type Names interface {
	// Meaning returns what the name means; false when nobody knows yet.
	Meaning(name string) (Meaning, bool)
	// Exists reports whether the State exists on the day.
	Exists(c ent.StateCode, on ent.Date) bool
}

// Meaning is what the name of a party means: a State or organisation, or a territory for
// which a State acts; or, with Ignored, that whoever bears it is no party.
type Meaning struct {
	Code      ent.StateCode
	Territory bool
	Ignored   bool
}

// Row is one record of a collection.
type Row struct {
	File       string // in which it stands, for a person
	Line       int
	Number     string // by which the depositary counts it, such as IV-9; may be empty
	Instrument treaty.Instrument
	Unknown    []string // names of parties that no State bears
	Fault      string   // why the record cannot be taken; empty when it can
	Told       []Told   // what of the record was left out, or must be looked at
}

// Told is something about a record that a person must look at.
type Told struct {
	File string
	Line int
	Text string
}

// note adds a sentence to what the instrument says about itself.
func (r *Row) note(sentence string) {
	r.Instrument.Note = strings.TrimSpace(r.Instrument.Note + " " + sentence)
}

// Format is one kind of collection. Directory says that it is a directory of files, of
// which some may be named.
type Format struct {
	Name, Meaning string
	Directory     bool
	read          func(src *sheet.Source, files []string, names Names) ([]Row, error)
}

// Formats lists the kinds of collection that can be read.
func Formats() []Format {
	return []Format{
		{"un-collection", "the United Nations Treaty Collection: a directory with index.csv, treaties/ and declarations/, or single files of treaties/", true, readUN},
		{"uk-treaties", "records of UK Treaties Online, as CSV", false, one([]string{"id", "title", "laterality", "parties", "signed", "eif", "terminated"}, ukTreaty)},
		{"many-treaties", "the parties sheet of the manytreaties data, as CSV", false, readManyTreaties},
		{"csv", "your own list: id, title, parties (separated by ;), signed, in_force, ended; days as 2024-06-01 or 1 June 2024", false, one([]string{"id", "title", "parties", "signed", "in_force"}, ownTreaty)},
	}
}

// Find returns the format with the name.
func Find(name string) (Format, error) {
	var known []string
	for _, f := range Formats() {
		if f.Name == name {
			return f, nil
		}
		known = append(known, f.Name)
	}
	return Format{}, ent.Errorf(ent.Invalid, "%q is not a format of collections; there are %s%s", name, strings.Join(known, ", "), spelling.Hint(name, known))
}

// Read reads a collection: the files named, or for a directory without names all of it.
// The error, of kind Invalid or NotFound, says what is wrong with a file as a whole; what
// is wrong with a record stands in its row. No two rows without fault bear one id.
func Read(format string, src *sheet.Source, files []string, names Names) ([]Row, error) {
	f, err := Find(format)
	if err != nil {
		return nil, err
	}
	if !f.Directory && len(files) != 1 {
		return nil, ent.Errorf(ent.Invalid, "%s is read from one file, not %d", f.Name, len(files))
	}
	rows, err := f.read(src, files, names)
	if err != nil {
		return nil, err
	}
	first := map[ent.InstrumentID]*Row{}
	for i := range rows {
		r := &rows[i]
		if old := first[r.Instrument.ID]; old != nil && r.Fault == "" {
			r.Fault = fmt.Sprintf("the id stands on line %d already; each record needs one of its own", old.Line)
		} else if old == nil {
			first[r.Instrument.ID] = r
		}
	}
	return rows, nil
}

// one makes the reading of a single file with a record in each row.
func one(columns []string, read func(get func(string) string, names Names) Row) func(*sheet.Source, []string, Names) ([]Row, error) {
	return func(src *sheet.Source, files []string, names Names) ([]Row, error) {
		text, err := src.Text(files[0])
		if err != nil {
			return nil, err
		}
		var out []Row
		err = sheet.Read(text, columns, func(r sheet.Row) error {
			row := read(r.Get, names)
			row.File, row.Line = files[0], r.Line
			if r.Fault != "" {
				row.Fault = r.Fault
			}
			out = append(out, row)
			return nil
		})
		if err != nil {
			return nil, ent.Errorf(ent.KindOf(err), "%s: %v", files[0], err)
		}
		return out, nil
	}
}

// clean takes line breaks and doubled blanks out of a title.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// parties gathers who the names of parties are.
type parties struct {
	states    []ent.StateCode
	territory map[ent.StateCode][]string // by the State that acts for them
	unknown   []string
	ignored   []string
}

func (p *parties) add(name string, names Names) {
	m, ok := names.Meaning(name)
	switch {
	case !ok:
		p.unknown = with(p.unknown, name)
	case m.Ignored:
		p.ignored = with(p.ignored, name)
	case m.Territory:
		if p.territory == nil {
			p.territory = map[ent.StateCode][]string{}
		}
		p.territory[m.Code] = with(p.territory[m.Code], name)
	default:
		p.states = with(p.states, m.Code)
	}
}

func with[T comparable](list []T, x T) []T {
	if slices.Contains(list, x) {
		return list
	}
	return append(list, x)
}

// notes tells in the instrument what people decided about names in it.
func (p *parties) notes(row *Row) {
	if len(p.ignored) > 0 {
		row.note("The record names also " + strings.Join(p.ignored, ", ") + ": decided to be no party.")
	}
	for _, c := range p.states {
		if t := p.territory[c]; t != nil {
			row.note("The record names also " + strings.Join(t, ", ") + ", for which " + string(c) + " acts.")
		}
	}
}
