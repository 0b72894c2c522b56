package register

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/curate/collection"
	"entente/internal/law/treaty"
	"entente/internal/record"
)

// KindSame is a person's decision whether a record of a collection is an instrument of the
// shipped law.
const KindSame record.Kind = "same"

// Same is a record of a collection that the shipped law has, and where the two differ.
type Same struct {
	File    string           `json:"file"`
	Line    int              `json:"line"`
	ID      string           `json:"id"`
	Shipped ent.InstrumentID `json:"shipped"`
	Differs []Difference     `json:"differs"`
}

// Difference is an act that one of the two has otherwise than the other. What one of them
// lacks is empty. State is empty where it concerns the instrument as a whole.
type Difference struct {
	State  ent.StateCode `json:"state"`
	InFile string        `json:"in_file"`
	InLaw  string        `json:"in_law"`
}

// shipped finds the instruments of the shipped law that records of collections are.
type shipped struct {
	law      *treaty.Library
	byNumber map[string][]ent.InstrumentID // in the Treaty Series
	byList   map[string][]ent.InstrumentID // of the depositary, as the source of the acts names it
	byTitle  map[string][]ent.InstrumentID
	byDay    map[ent.Date][]ent.InstrumentID
	decided  map[string]ent.InstrumentID // by people, for a record's id; empty: none of them
}

var listNumber = regexp.MustCompile(`(?i)UN treaty collection,? ([IVXLC]+(?:-[A-Z])?-\d[0-9A-Za-z-]*)`)

func (r *Register) shipped() *shipped {
	x := &shipped{law: r.law, byNumber: map[string][]ent.InstrumentID{}, byList: map[string][]ent.InstrumentID{}, byTitle: map[string][]ent.InstrumentID{}, byDay: map[ent.Date][]ent.InstrumentID{}}
	for _, id := range r.law.IDs() {
		in := r.law.Instrument(id)
		if in.LegalOrder != "international" {
			continue
		}
		if n := in.Registration.Number; n != "" {
			x.byNumber[n] = append(x.byNumber[n], id)
		}
		if m := listNumber.FindStringSubmatch(in.Participation.Source); m != nil {
			x.byList[ent.Fold(m[1])] = append(x.byList[ent.Fold(m[1])], id)
		}
		for _, t := range append([]string{in.Title}, in.Aliases...) {
			if k := strings.Join(words(t), " "); !slices.Contains(x.byTitle[k], id) {
				x.byTitle[k] = append(x.byTitle[k], id)
			}
		}
		x.byDay[in.Adopted] = append(x.byDay[in.Adopted], id)
		if in.Opened != in.Adopted {
			x.byDay[in.Opened] = append(x.byDay[in.Opened], id)
		}
	}
	delete(x.byDay, 0)
	return x
}

// small words do not tell one title from another.
var small = map[string]bool{"the": true, "a": true, "an": true, "of": true, "on": true, "and": true, "or": true, "to": true, "for": true, "in": true, "by": true, "with": true, "concerning": true, "international": true}

// words returns the words of a title that tell it from others, in lower case.
func words(title string) []string {
	list := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slices.DeleteFunc(list, func(w string) bool { return small[w] })
}

// find returns the shipped instrument that the record is: by what people decided, by its
// number in the Treaty Series or with the depositary, or by its title and day. Perhaps is
// one that it may be: of the same day and with most words of the title, or of the same
// title and another day; a person must say.
func (x *shipped) find(row *collection.Row) (same, perhaps ent.InstrumentID) {
	in := &row.Instrument
	if id, ok := x.decided[string(in.ID)]; ok {
		return id, ""
	}
	if id := x.head(x.byNumber[in.Registration.Number]); id != "" {
		return id, ""
	}
	if id := x.head(x.byList[ent.Fold(row.Number)]); id != "" {
		return id, ""
	}
	mine := words(in.Title)
	for _, id := range x.byTitle[strings.Join(mine, " ")] {
		if len(mine) < 2 {
			continue
		}
		if s := x.law.Instrument(id); in.Adopted != 0 && (in.Adopted == s.Adopted || in.Adopted == s.Opened) {
			return id, ""
		}
		perhaps = id
	}
	for _, id := range x.byDay[in.Adopted] {
		if perhaps == "" && alike(in.Title, x.law.Instrument(id).Title) {
			perhaps = id
		}
	}
	return "", perhaps
}

// sameDay names the shipped instruments that were adopted, or opened, on the record's day.
func (x *shipped) sameDay(row *collection.Row) string {
	if _, decided := x.decided[string(row.Instrument.ID)]; decided {
		return ""
	}
	var out []string
	for _, id := range x.byDay[row.Instrument.Adopted] {
		out = append(out, string(id))
	}
	return strings.Join(out, ", ")
}

// head returns, of instruments that share a number, the one of which the others are parts.
func (x *shipped) head(ids []ent.InstrumentID) ent.InstrumentID {
	for _, id := range ids {
		if !slices.Contains(ids, x.law.Instrument(id).Family.Parent) {
			return id
		}
	}
	return ""
}

var aside = regexp.MustCompile(`\([^()]*\)`)

// alike reports whether two titles, what stands in parentheses aside, share at least three
// fifths of all words in them.
func alike(one, other string) bool {
	a, b := words(aside.ReplaceAllString(one, " ")), words(aside.ReplaceAllString(other, " "))
	slices.Sort(a)
	slices.Sort(b)
	a, b = slices.Compact(a), slices.Compact(b)
	both := 0
	for _, w := range a {
		if slices.Contains(b, w) {
			both++
		}
	}
	return both >= 2 && 5*both >= 3*(len(a)+len(b)-both)
}

// classes of acts that a list of participants tells, in which one act answers to another.
func class(v treaty.Verb) int {
	switch v {
	case treaty.Signed:
		return 1
	case treaty.Provisional:
		return 2
	case treaty.Definitive, treaty.Ratified, treaty.Accepted, treaty.Approved, treaty.Acceded, treaty.Succeeded, treaty.Confirmed:
		return 3
	}
	return 0
}

// compare tells where the acts of a record and of the shipped law differ, up to the last
// day of which the record speaks.
func (x *shipped) compare(row *collection.Row, id ent.InstrumentID) Same {
	out := Same{File: row.File, Line: row.Line, ID: string(row.Instrument.ID), Shipped: id, Differs: []Difference{}}
	law := x.law.Instrument(id)
	if a, b := row.Instrument.EntryIntoForce.Declared, law.EntryIntoForce.Declared; a != 0 && b != 0 && a != b {
		out.Differs = append(out.Differs, Difference{"", "in force " + a.String(), "in force " + b.String()})
	}
	table, _ := treaty.ParseActs(law.Acts)
	theirs := append(table, law.Record...)
	if row.Instrument.Participation.AsOf == 0 {
		out.Differs = append(out.Differs, x.notNamed(row.Instrument.Record, theirs)...)
		return out
	}
	out.Differs = append(out.Differs, x.compareActs(row.Instrument.Record, theirs, row.Instrument.Participation.AsOf)...)
	return out
}

// notNamed returns the parties that a record names, and which did nothing by the other
// list. A record that has no acts of each party's own says no more.
func (x *shipped) notNamed(named, acts []treaty.Act) []Difference {
	var out []Difference
	seen := map[ent.StateCode]bool{}
	for _, a := range acts {
		seen[x.law.World().Person(a.State)] = true
	}
	for _, a := range named {
		c := x.law.World().Person(a.State)
		if !seen[c] && a.Territory == "" {
			out = append(out, Difference{a.State, "named as a party", ""})
		}
		seen[c] = true
	}
	return out
}

func (x *shipped) compareActs(file, law []treaty.Act, until ent.Date) []Difference {
	var out []Difference
	mine, theirs := x.byState(file, ent.MaxDate), x.byState(law, until)
	for _, c := range states(mine, theirs) {
		for k := 1; k <= 3; k++ {
			out = append(out, differences(c, ofClass(mine[c], k), ofClass(theirs[c], k))...)
		}
	}
	return out
}

// byState gathers the acts that answer to one another by the State under which they count.
func (x *shipped) byState(acts []treaty.Act, until ent.Date) map[ent.StateCode][]treaty.Act {
	out := map[ent.StateCode][]treaty.Act{}
	for _, a := range acts {
		c := x.law.World().Person(a.State)
		same := func(b treaty.Act) bool { return a.Act == b.Act && a.On == b.On }
		if class(a.Act) != 0 && a.On <= until && a.Territory == "" && !slices.ContainsFunc(out[c], same) {
			out[c] = append(out[c], a)
		}
	}
	return out
}

func states(a, b map[ent.StateCode][]treaty.Act) []ent.StateCode {
	var out []ent.StateCode
	for c := range a {
		out = append(out, c)
	}
	for c := range b {
		if a[c] == nil {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}

func ofClass(acts []treaty.Act, k int) []treaty.Act {
	var out []treaty.Act
	for _, a := range acts {
		if class(a.Act) == k {
			out = append(out, a)
		}
	}
	slices.SortStableFunc(out, func(a, b treaty.Act) int { return int(a.On - b.On) })
	return out
}

// differences pairs the acts of one State and class that are not the same on both sides:
// those of one day first, then in the order of their days.
func differences(c ent.StateCode, file, law []treaty.Act) []Difference {
	var out []Difference
	pair := func(match func(a, b treaty.Act) bool, tell bool) {
		for i := 0; i < len(file); i++ {
			j := slices.IndexFunc(law, func(b treaty.Act) bool { return match(file[i], b) })
			if j < 0 {
				continue
			}
			if tell {
				out = append(out, Difference{c, told(file[i]), told(law[j])})
			}
			file, law = slices.Delete(file, i, i+1), slices.Delete(law, j, j+1)
			i--
		}
	}
	pair(func(a, b treaty.Act) bool { return a.Act == b.Act && a.On == b.On }, false)
	pair(func(a, b treaty.Act) bool { return a.On == b.On }, true)
	pair(func(treaty.Act, treaty.Act) bool { return true }, true)
	for _, a := range file {
		out = append(out, Difference{c, told(a), ""})
	}
	for _, b := range law {
		out = append(out, Difference{c, "", told(b)})
	}
	return out
}

func told(a treaty.Act) string { return string(a.Act) + " " + a.On.String() }

type sameBody struct {
	Shipped ent.InstrumentID `yaml:"shipped,omitempty"`
	Reason  string           `yaml:"reason,omitempty"`
}

// SameAs puts a person's decision on record: the record of a collection with the id is
// this instrument of the shipped law, or with none, none of them.
func (r *Register) SameAs(ctx context.Context, by ent.Actor, id string, law ent.InstrumentID, reason string) error {
	if !idForm.MatchString(id) {
		return ent.Errorf(ent.Invalid, "%q is not the id of a record; the report of the import names it", id)
	}
	if law != "" {
		found, err := r.law.Find(string(law))
		if err != nil {
			return err
		}
		law = found
	}
	body, err := yaml.Marshal(sameBody{law, reason})
	if err != nil {
		return err
	}
	c := record.Change{Kind: KindSame, ID: id, Body: body, Replaces: record.New}
	old, err := r.store.Find(ctx, record.Query{Kind: KindSame, ID: id})
	if err != nil {
		return err
	}
	if len(old) > 0 {
		c.Replaces, c.Reason = old[0].Seq, strings.TrimSuffix("decided again; "+reason, "; ")
	}
	_, err = r.store.Append(ctx, by, c)
	return err
}

func (r *Register) decidedSame(ctx context.Context) (map[string]ent.InstrumentID, error) {
	out := map[string]ent.InstrumentID{}
	err := r.each(ctx, record.Query{Kind: KindSame}, func(v *record.Version) error {
		var b sameBody
		if err := yaml.Unmarshal(v.Body, &b); err != nil {
			return fmt.Errorf("%s is the same as: version %d: %w", v.ID, v.Seq, err)
		}
		out[v.ID] = b.Shipped
		return nil
	})
	return out, err
}
