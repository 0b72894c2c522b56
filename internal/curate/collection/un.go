package collection

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/curate/participation"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
)

// The files of the collection, below its directory.
const (
	unIndex        = "index.csv"
	unLists        = "treaties"
	unDeclarations = "declarations"
)

// unWarning is what every list of the collection leaves open.
const unWarning = "The list tells no withdrawals, and leaves out States that no longer existed when it was made."

// readUN reads the Treaty Collection: an index of treaties, for each a list of participants
// and, for some, the text of declarations. Files names lists below treaties/; without them
// every treaty of the index is read. A list that cannot be read leaves its treaty out.
func readUN(src *sheet.Source, files []string, names Names) ([]Row, error) {
	text, err := src.Text(unIndex)
	if errors.Is(err, ent.ErrNotFound) {
		return nil, ent.Errorf(ent.NotFound, "there is no %s, which names the treaties; name the directory that holds it and %s/", unIndex, unLists)
	} else if err != nil {
		return nil, err
	}
	left := slices.Clone(files)
	var out []Row
	err = sheet.Read(text, []string{"chapter_no", "treaty_no", "treaty_name"}, func(r sheet.Row) error {
		u := &unRow{Row: Row{File: unIndex, Line: r.Line}, src: src, asker: asker{names: names}}
		u.index(r)
		if len(files) > 0 && !slices.Contains(files, u.list) {
			return nil
		}
		left = slices.DeleteFunc(left, func(f string) bool { return f == u.list })
		err := u.read(r)
		if err != nil && len(files) > 0 {
			return err
		}
		if err != nil && u.Fault == "" {
			u.Fault = err.Error()
		}
		out = append(out, u.Row)
		return nil
	})
	if err == nil && len(left) > 0 {
		err = ent.Errorf(ent.Invalid, "%s names no treaty whose list is %s", unIndex, strings.Join(left, ", "))
	}
	return out, err
}

// unRow is a treaty of the collection being read.
type unRow struct {
	Row
	asker
	src    *sheet.Source
	key    string // of its files: 26-6
	list   string // its list of participants: treaties/26-6.csv
	source string
}

var (
	unNumber = regexp.MustCompile(`[?&]mtdsg_no=([A-Za-z0-9-]+)`)
	unKey    = regexp.MustCompile(`^\d{1,3}-[0-9A-Za-z-]{1,20}$`)
	unTitle  = regexp.MustCompile(`^(.+?)\s*\*?\s*\.\s+([^.]*?)(?:,\s*|\b)(\d{1,2}\s+\p{L}+\s+\d{4})\s*\*?$`)
	unAside  = regexp.MustCompile(`\s*\((deposited [^()]*)\)`)
	unStar   = regexp.MustCompile(`\s*\*+`)
)

// index reads how the index names the treaty: its number, and from it the files.
func (u *unRow) index(r sheet.Row) {
	u.key = r.Get("chapter_no") + "-" + strings.ReplaceAll(r.Get("treaty_no"), ".", "-")
	u.list = path.Join(unLists, u.key+".csv")
	u.Number = roman(r.Get("chapter_no")) + "-" + strings.ReplaceAll(r.Get("treaty_no"), ".", "-")
	if m := unNumber.FindStringSubmatch(r.Get("url")); m != nil {
		u.Number = m[1]
	}
	u.source = "UN Treaty Collection, " + u.Number
	u.Instrument = instrument("UNTC-"+ent.Fold(u.Number), "", u.source)
	u.Instrument.Depositary = []string{"UNSG"}
}

// read reads the treaty. The error tells what is wrong with one of its files as a whole.
func (u *unRow) read(r sheet.Row) error {
	switch {
	case r.Fault != "":
		u.Fault = r.Fault
	case !unKey.MatchString(u.key):
		u.Fault = fmt.Sprintf("%q is not the number of a treaty in a chapter", u.key)
	case r.Get("treaty_name") == "":
		u.Fault = "it has no title"
	default:
		u.Fault = u.title(r)
	}
	if u.Fault != "" {
		return nil
	}
	text, err := u.src.Text(u.list)
	if errors.Is(err, ent.ErrNotFound) {
		u.Fault = "the collection has no list of its participants (" + u.list + ")"
		return nil
	} else if err != nil {
		return err
	}
	if err := u.participants(text); err != nil {
		return ent.Errorf(ent.Invalid, "%s: %v", path.Base(u.list), err)
	}
	if err := u.declarations(); err != nil {
		return err
	}
	u.Unknown = u.parties.unknown
	u.parties.notes(&u.Row)
	u.note(unWarning)
	if len(u.Instrument.Record) == 0 && len(u.Unknown) == 0 {
		u.Fault = "its list tells no signature and no consent that can be read"
	}
	return nil
}

// title reads the name of the treaty, which ends in place and day, and what else an index
// may say of it: registration (its number in the Treaty Series) and entry_into_force.
func (u *unRow) title(r sheet.Row) (fault string) {
	in := &u.Instrument
	name := clean(r.Get("treaty_name"))
	if m := unAside.FindStringSubmatch(name); m != nil { // who keeps it is no part of its title
		name = unAside.ReplaceAllString(name, "")
		u.note("D" + m[1][1:] + ".")
		in.Depositary = nil
	}
	in.Title = strings.TrimSpace(unStar.ReplaceAllString(name, ""))
	if m := unTitle.FindStringSubmatch(name); m != nil {
		day, err := sheet.Day(m[3])
		if err != nil {
			return err.Error()
		}
		in.Title, in.Adopted, in.Place = strings.TrimSpace(unStar.ReplaceAllString(m[1], "")), day, strings.TrimSpace(m[2])
	} else {
		u.Told = append(u.Told, Told{u.File, u.Line, "its title does not end in a day: the day of adoption is not known"})
	}
	in.Registration.Number = r.Get("registration")
	if s := r.Get("entry_into_force"); s != "" {
		day, err := sheet.Day(s)
		if err != nil {
			return "entry_into_force: " + err.Error()
		}
		in.EntryIntoForce.Declared = day
	}
	return ""
}

// participants reads the list of participants.
func (u *unRow) participants(text string) error {
	table, problems, err := participation.ReadUNTC(text, u)
	if err != nil {
		return err
	}
	for _, p := range problems {
		if p.Name == "" {
			u.told(u.list, p.Line, p.Text)
		}
	}
	in := &u.Instrument
	in.Participation.AsOf = table.AsOf
	for _, r := range table.Rows {
		u.parties.states = with(u.parties.states, r.State)
		u.acts(r, "")
	}
	for _, c := range slices.Sorted(maps.Keys(u.parties.territory)) {
		if slices.Contains(u.parties.states, c) {
			continue
		}
		for _, name := range u.parties.territory[c] {
			t, _, err := participation.ReadUNTC(text, only{name, c})
			if err != nil {
				return err
			}
			for _, r := range t.Rows {
				u.acts(r, name)
			}
		}
	}
	return nil
}

// only knows one name.
type only struct {
	name string
	code ent.StateCode
}

// Code knows one name.
func (o only) Code(name string) (ent.StateCode, bool) { return o.code, name == o.name }

func (u *unRow) told(file string, line int, text string) {
	u.Told = append(u.Told, Told{file, line, text})
}

// acts puts the acts of one participant on record.
func (u *unRow) acts(r participation.Row, territory string) {
	for _, a := range r.Acts {
		act := treaty.Act{State: r.State, Act: a.Verb, On: a.On, Territory: territory, Source: u.source, Confidence: ent.Unsure}
		u.Instrument.Record = append(u.Instrument.Record, act)
		if !u.names.Exists(r.State, a.On) {
			u.told(u.list, 0, fmt.Sprintf("%s: %s: on that day the State did not exist; taken as it stands", r.State, a))
		}
	}
}

// declarations reads the texts of reservations and declarations: a line "#State", and the
// text below it. The collection tells neither their days nor which is a reservation.
func (u *unRow) declarations() error {
	file := path.Join(unDeclarations, u.key+".txt")
	if !u.src.Has(file) {
		return nil
	}
	text, err := u.src.Text(file)
	if err != nil {
		return err
	}
	name, line, body := "", 0, []string{}
	flush := func() {
		if name != "" {
			u.declaration(file, line, name, strings.TrimSpace(strings.Join(body, "\n")))
		}
	}
	n := 0
	for s := range strings.SplitSeq(text, "\n") {
		n++
		head, ok := strings.CutPrefix(s, "#")
		if ok {
			flush()
			name, line, body = clean(unFootnote.ReplaceAllString(clean(head), "")), n, nil
			if name == "" {
				u.told(file, n, "a declaration of nobody was left out")
			}
		} else if name == "" && line == 0 && strings.TrimSpace(s) != "" {
			u.told(file, n, "text before the first \"#State\" was left out")
			line = n
		} else {
			body = append(body, s)
		}
	}
	flush()
	return nil
}

var unFootnote = regexp.MustCompile(`(\s+\d{1,2}(,\s*\d{1,2})*|\s*\*+)+$`)

func (u *unRow) declaration(file string, line int, name, text string) {
	m, ok := u.names.Meaning(name)
	switch {
	case text == "":
		u.told(file, line, name+": a declaration without text was left out")
		return
	case !ok || m.Ignored:
		u.parties.add(name, u.names)
		return
	}
	a := treaty.Act{State: m.Code, Act: treaty.Declaration, Text: text, Source: u.source, Confidence: ent.Unsure,
		Note: "Reservation or declaration: the collection does not tell which, nor the day."}
	if m.Territory {
		a.Territory = name
	}
	u.Instrument.Record = append(u.Instrument.Record, a)
}

// roman writes the number of a chapter as the Treaty Section does; what is no number stays.
func roman(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 99 {
		return s
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		text  string
	}{{90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.text)
		}
	}
	return b.String()
}
