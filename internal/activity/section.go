package activity

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	ent "entente"
)

// Section declares a table that the activities of a kind keep beside their plan: contingents and
// caveats of a task force, decisions of a meeting, courses of a training, contributions to a
// burden that is shared. Forms, command line, API and files follow from it.
type Section struct {
	ID     string  `yaml:"id" json:"id"`
	Name   string  `yaml:"name" json:"name"`
	Entry  string  `yaml:"entry" json:"entry"` // what one is called
	Help   string  `yaml:"help" json:"help,omitempty"`
	Fields []Field `yaml:"fields" json:"fields"`
}

// Field is a column of a section.
type Field struct {
	ID     string    `yaml:"id" json:"id"`
	Name   string    `yaml:"name" json:"name"`
	Type   FieldType `yaml:"type" json:"type"`
	Of     []string  `yaml:"of,flow" json:"of,omitempty"` // what can be chosen
	Needed bool      `yaml:"needed" json:"needed,omitempty"`
	Help   string    `yaml:"help" json:"help,omitempty"`
}

// FieldType is what a field holds.
type FieldType string

// The types of fields. A number is a decimal one and stays as exact as it was written.
const (
	TypeText        FieldType = "text"
	TypeLong        FieldType = "long" // of several lines
	TypeDay         FieldType = "day"
	TypeParticipant FieldType = "participant"
	TypeChoice      FieldType = "choice"
	TypeNumber      FieldType = "number"
	TypeYear        FieldType = "year"
	TypeCurrency    FieldType = "currency"   // ISO 4217
	TypeInstrument  FieldType = "instrument" // id in the library
)

var fieldTypes = []FieldType{TypeText, TypeLong, TypeDay, TypeParticipant, TypeChoice, TypeNumber, TypeYear, TypeCurrency, TypeInstrument}

// Entry is one line of a section.
type Entry struct {
	Section string            `yaml:"section" json:"section"`
	N       int               `yaml:"n" json:"n"` // its number among the entries of the activity
	Values  map[string]string `yaml:"values" json:"values"`
	On      ent.Date          `yaml:"on" json:"on"` // the day on which it was put there
	By      ent.Actor         `yaml:"by" json:"by"`
}

// Day returns a day of the entry; none is zero.
func (e *Entry) Day(field string) ent.Date {
	d, err := ent.ParseDate(e.Values[field])
	if err != nil {
		return 0
	}
	return d
}

// Participant returns a participant of the entry.
func (e *Entry) Participant(field string) ent.StateCode { return ent.StateCode(e.Values[field]) }

// Number returns a number of the entry, nil where there is none.
func (e *Entry) Number(field string) *big.Rat {
	r, ok := new(big.Rat).SetString(e.Values[field])
	if !ok {
		return nil
	}
	return r
}

// In reports whether the entry holds on a day, by its days from and until.
func (e *Entry) In(on ent.Date) bool {
	from, until := e.Day("from"), e.Day("until")
	return (from == 0 || from <= on) && (until == 0 || on <= until)
}

// Limits of the entries of one activity.
const (
	maxEntries = 5000
	maxValue   = 20_000
)

// Section returns a section of the kind; an error of kind Invalid names those there are.
func (k *Kind) Section(id string) (*Section, error) {
	var ids []string
	for i := range k.Sections {
		if k.Sections[i].ID == id {
			return &k.Sections[i], nil
		}
		ids = append(ids, k.Sections[i].ID)
	}
	return nil, ent.Errorf(ent.Invalid, "a %s keeps no %q; it keeps %v", k.ID, id, ids)
}

// Of returns the entries of a section in the order in which they came.
func (a *Activity) Of(section string) []Entry {
	var out []Entry
	for _, e := range a.Entries {
		if e.Section == section {
			out = append(out, e)
		}
	}
	return out
}

var (
	numberForm   = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,6})?$`)
	yearForm     = regexp.MustCompile(`^[12][0-9]{3}$`)
	currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)
)

// values reads what was written into the fields, and says what is wrong with it.
func (s *Section) values(a *Activity, written map[string]string) (map[string]string, error) {
	for id := range written {
		if !slices.ContainsFunc(s.Fields, func(f Field) bool { return f.ID == id }) {
			return nil, ent.Errorf(ent.Invalid, "%s: no field %q", s.Entry, id)
		}
	}
	out := map[string]string{}
	for _, f := range s.Fields {
		v := strings.TrimSpace(strings.ReplaceAll(written[f.ID], "\r\n", "\n"))
		if v == "" {
			if f.Needed {
				return nil, ent.Errorf(ent.Invalid, "%s: %s is needed", s.Entry, f.Name)
			}
			continue
		}
		v, err := f.value(a, v)
		if err != nil {
			return nil, ent.Errorf(ent.Invalid, "%s: %s: %v", s.Entry, f.Name, err)
		}
		out[f.ID] = v
	}
	if len(out) == 0 {
		return nil, ent.Errorf(ent.Invalid, "%s: nothing was written", s.Entry)
	}
	if from, until := out["from"], out["until"]; from != "" && until != "" && until < from {
		return nil, ent.Errorf(ent.Invalid, "%s: it ends on %s, before it begins on %s", s.Entry, until, from)
	}
	return out, nil
}

// value reads one field.
func (f *Field) value(a *Activity, v string) (string, error) {
	if len(v) > maxValue || !utf8.ValidString(v) {
		return "", fmt.Errorf("text of at most %d bytes is needed", maxValue)
	}
	switch f.Type {
	case TypeDay:
		d, err := ent.ParseDate(v)
		return d.String(), err
	case TypeParticipant:
		v = ent.Fold(v)
		if !slices.ContainsFunc(a.Participants, func(p Participant) bool { return string(p.State) == v }) {
			return "", fmt.Errorf("%s does not take part", v)
		}
	case TypeChoice:
		if !slices.Contains(f.Of, v) {
			return "", fmt.Errorf("%q is none of %s", v, strings.Join(f.Of, ", "))
		}
	case TypeNumber:
		if v = strings.ReplaceAll(v, " ", ""); !numberForm.MatchString(v) {
			return "", fmt.Errorf("%q is no number such as 1250 or 12.5", v)
		}
	case TypeYear:
		if !yearForm.MatchString(v) {
			return "", fmt.Errorf("%q is no year such as 2026", v)
		}
	case TypeCurrency:
		if v = strings.ToUpper(v); !currencyForm.MatchString(v) {
			return "", fmt.Errorf("%q is no currency of ISO 4217 such as EUR", v)
		}
	case TypeInstrument:
		v = ent.Fold(v)
	}
	return v, nil
}

// Enter adds an entry to a section, and sets its number.
func (a *Activity) Enter(by ent.Actor, on ent.Date, section string, written map[string]string) error {
	s, v, err := a.read(section, written)
	if err != nil {
		return err
	}
	if len(a.Entries) >= maxEntries {
		return ent.Errorf(ent.Invalid, "%s: an activity keeps at most %d entries", s.Entry, maxEntries)
	}
	n := 1
	for _, e := range a.Entries {
		n = max(n, e.N+1)
	}
	a.Entries = append(a.Entries, Entry{Section: section, N: n, Values: v, On: on, By: by})
	return nil
}

// Correct writes an entry anew; written nil strikes it. What stood there before stays in the
// record's history.
func (a *Activity) Correct(by ent.Actor, on ent.Date, n int, written map[string]string) error {
	i := slices.IndexFunc(a.Entries, func(e Entry) bool { return e.N == n })
	if i < 0 {
		return ent.Errorf(ent.NotFound, "%s has no entry %d", a.ID, n)
	}
	if written == nil {
		a.Entries = slices.Delete(a.Entries, i, i+1)
		return nil
	}
	_, v, err := a.read(a.Entries[i].Section, written)
	if err != nil {
		return err
	}
	a.Entries[i] = Entry{Section: a.Entries[i].Section, N: n, Values: v, On: on, By: by}
	return nil
}

func (a *Activity) read(section string, written map[string]string) (*Section, map[string]string, error) {
	k, err := KindOf(a.Kind)
	if err != nil {
		return nil, nil, err
	}
	s, err := k.Section(section)
	if err != nil {
		return nil, nil, err
	}
	v, err := s.values(a, written)
	return s, v, err
}

// section says what is wrong with the declaration of a section.
func (l *lint) section(s *Section) {
	if s.ID == "" || s.Name == "" || s.Entry == "" || len(s.Fields) == 0 {
		l.fault("section %q: id, name, entry and fields are needed", s.ID)
	}
	var ids []string
	for _, f := range s.Fields {
		if f.ID == "" || f.Name == "" || slices.Contains(ids, f.ID) || !slices.Contains(fieldTypes, f.Type) {
			l.fault("section %s: field %q: an id of its own, a name and a type of %v are needed", s.ID, f.ID, fieldTypes)
		}
		if (f.Type == TypeChoice) != (len(f.Of) > 0) {
			l.fault("section %s: field %s: a choice, and only a choice, says of what", s.ID, f.ID)
		}
		ids = append(ids, f.ID)
	}
}
