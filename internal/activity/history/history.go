// Package history reads what partners did together in the past, exercises and training, from
// the tables in which scholars and governments publish it, so that it can be taken over into
// the record as closed activities. Every row of a file is accounted for: it was taken, whole
// or with something left out, or it was not, and why is told with its line. Nothing is
// guessed: a day that is not known becomes the days on which it can have been, a name that no
// State bears is left out until a person says who it is, and a row that contradicts itself is
// refused.
package history

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/curate/collection"
	"entente/internal/law/spelling"
	"entente/internal/law/world"
)

// Format is a kind of file that can be read.
type Format struct {
	Name, Meaning string
	read          func(r *reading, text string) error
}

// Formats lists the kinds of file that can be read.
func Formats() []Format {
	return []Format{
		{"mme", "multinational military exercises, version 7, a row each (CSV)", (*reading).mme},
		{"jme", "joint military exercises, version 3, a row each (CSV)", (*reading).jme},
		{"us-training", "foreign military training report of the United States: country, programme, training (XML)", (*reading).training},
	}
}

// File is the text of one file, as sheet.Source reads it, and the name by which it is called.
type File struct{ Name, Text string }

// With is what reading needs besides the files.
type With struct {
	Names collection.Names // who a name means; see register.Spellings
	World *world.World
	By    ent.Actor // who takes it over
	On    ent.Date  // the day on which it is taken over
}

// Became is what became of a row.
type Became string

// What can become of a row. Told rows were taken; of the others nothing was.
const (
	Refused Became = "refused" // it was not taken
	Totals  Became = "totals"  // it sums up the rows before it, and is none itself
	Told    Became = "told"    // it was taken; something was left out, or must be looked at
)

// Note is what a person must know about a row. A row that was refused has one, one that was
// taken as many as there is to tell.
type Note struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Row    string `json:"row,omitempty"` // what names it: id, or programme
	Became Became `json:"became"`
	Why    string `json:"why"`
}

// History is what was read: Rows = Taken + Refused + Totals.
type History struct {
	Format     string              `json:"format"`
	Rows       int                 `json:"rows"`
	Taken      int                 `json:"taken"`
	Refused    int                 `json:"refused"`
	Totals     int                 `json:"totals"`
	Notes      []Note              `json:"notes"` // in the order of files and lines
	Activities []activity.Activity `json:"-"`
}

// Read reads files of one format. An error of kind Invalid says what is wrong with a file as
// a whole, and names it; what is wrong with a row stands in the notes. No two activities have
// one id, and each passes activity.Check.
func Read(format string, files []File, with With) (*History, error) {
	var known []string
	for _, f := range Formats() {
		if f.Name != format {
			known = append(known, f.Name)
			continue
		}
		r := &reading{With: with, History: &History{Format: format, Notes: []Note{}}, seen: map[string]Note{}}
		for _, x := range files {
			r.file = x.Name
			from := len(r.Notes)
			if err := f.read(r, x.Text); err != nil {
				return nil, ent.Errorf(cmp.Or(ent.KindOf(err), ent.Invalid), "%s: %v", x.Name, err)
			}
			slices.SortStableFunc(r.Notes[from:], func(a, b Note) int { return cmp.Compare(a.Line, b.Line) })
		}
		return r.History, nil
	}
	return nil, ent.Errorf(ent.Invalid, "%q is not a format of history; there are %s%s", format, strings.Join(known, ", "), spelling.Hint(format, known))
}

// reading is files being read.
type reading struct {
	With
	*History
	file string
	seen map[string]Note // where each id stands first
}

func (r *reading) note(line int, row string, became Became, why string) {
	r.Notes = append(r.Notes, Note{r.file, line, row, became, why})
}

func (r *reading) refuse(line int, row string, why ...string) {
	r.Refused++
	r.note(line, row, Refused, strings.Join(slices.DeleteFunc(why, func(s string) bool { return s == "" }), "; "))
}

// first reports whether an id is new, and otherwise where it stands already.
func (r *reading) first(line int, id string) (why string) {
	if old, ok := r.seen[id]; ok {
		return fmt.Sprintf("the id %s stands on line %d of %s already; each row needs one of its own", id, old.Line, old.File)
	}
	r.seen[id] = Note{File: r.file, Line: line}
	return ""
}

// meant returns the State or organisation that a name means in the time from a day to a last
// day, and otherwise why none. A State that another continues stands under the code of that
// one, as its acts do: the Soviet Union under RUS.
func (r *reading) meant(name string, from, last ent.Date) (c ent.StateCode, why string) {
	m, ok := r.Names.Meaning(name)
	switch {
	case !ok:
		return "", fmt.Sprintf("no State or organisation is called %q", name)
	case m.Ignored:
		return "", fmt.Sprintf("%q was decided to be nobody", name)
	case !r.Names.Exists(m.Code, from) && !r.Names.Exists(m.Code, last):
		return "", fmt.Sprintf("%q is %s, which did not exist then", name, m.Code)
	case m.Territory:
		return r.World.Person(m.Code), fmt.Sprintf("%q is a territory for which %s acts", name, m.Code)
	}
	return r.World.Person(m.Code), ""
}
