package history

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/activity"
)

// lesson is one line of the report.
type lesson struct {
	line     int
	Title    string `xml:"course_title"`
	From     string `xml:"start_date"`
	Until    string `xml:"end_date"`
	Place    string `xml:"location"`
	Quantity string `xml:"quantity"`
	Unit     string `xml:"student_unit"`
	Cost     string `xml:"total_cost"`
	Provider string `xml:"us_unit"`
}

// totals reports whether the line sums up its programme.
func (l *lesson) totals() bool {
	return strings.HasSuffix(strings.ToLower(strings.TrimSpace(l.Title)), "program totals")
}

// training reads a report on foreign military training: an activity for each country and
// programme, with the courses as its entries.
func (r *reading) training(text string) error {
	dec := xml.NewDecoder(strings.NewReader(text))
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // the text is decoded already
	s := &report{reading: r, dec: dec}
	for {
		line, _ := dec.InputPos()
		t, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return ent.Errorf(ent.Invalid, "it is no report of training: %v", err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := s.begin(t, line); err != nil {
				return ent.Errorf(ent.Invalid, "line %d: %v", line, err)
			}
		case xml.EndElement:
			s.end(t.Name.Local)
		}
	}
	if !s.root {
		return ent.Errorf(ent.Invalid, "it is no report of training: it has no <countries>")
	}
	return nil
}

// report is a report being read.
type report struct {
	*reading
	dec     *xml.Decoder
	root    bool
	country string
	name    string // of the programme
	inside  bool   // a programme
	line    int    // on which it begins
	lessons []lesson
}

func attribute(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return strings.TrimSpace(a.Value)
		}
	}
	return ""
}

func (s *report) begin(t xml.StartElement, line int) error {
	switch name := t.Name.Local; {
	case !s.root && name != "countries":
		return fmt.Errorf("a report of training begins with <countries>, not with <%s>", name)
	case name == "countries":
		s.root = true
	case name == "country":
		s.country = attribute(t, "name")
	case name == "program" && s.inside:
		return errors.New("a programme inside a programme")
	case name == "program":
		s.name, s.line, s.inside, s.lessons = attribute(t, "name"), line, true, nil
	case name == "training":
		l := lesson{line: line}
		if err := s.dec.DecodeElement(&l, &t); err != nil {
			return err
		}
		s.Rows++
		if !s.inside {
			s.refuse(line, "", "it stands in no programme of a country")
			return nil
		}
		s.lessons = append(s.lessons, l)
	case name == "c_name" || name == "p_name": // the names once more
		return s.dec.Skip()
	default:
		s.note(line, s.name, Told, fmt.Sprintf("<%s> is nothing that a report has; it was left out", name))
		return s.dec.Skip()
	}
	return nil
}

func (s *report) end(name string) {
	switch name {
	case "country":
		s.country = ""
	case "program":
		if p := s.program(); len(s.lessons) > 0 {
			p.take(s.lessons)
		}
		s.inside, s.name = false, ""
	}
}

var (
	programName = regexp.MustCompile(`^(.+?) - Fiscal Year (\d{4})\b`)
	notInID     = regexp.MustCompile(`[^A-Z0-9.]+`)
)

// spellings are names of States as the report writes them and nobody else does.
var spellings = map[string]string{
	"Congo, Democratic Republic of (Kinshasa)": "Congo (Kinshasa)", "Congo, Republic of (Brazzaville)": "Congo (Brazzaville)", "Korea, Republic of South": "South Korea",
	"Papua-New Guinea": "Papua New Guinea", "St Kitts & Nevis": "St. Kitts & Nevis", "St Vincent and Grenadines": "St. Vincent & Grenadines",
}

// recipient finds the State that a report means, by its name, by the name turned round
// (Gambia, The), or as the report alone spells it.
func (r *reading) recipient(name string, from, last ent.Date) (c ent.StateCode, why string) {
	tries := []string{name}
	if head, tail, ok := strings.Cut(name, ", "); ok {
		tries = append(tries, tail+" "+head)
	}
	if s := spellings[name]; s != "" {
		tries = append(tries, s)
	}
	for _, t := range tries {
		if _, ok := r.Names.Meaning(t); ok {
			return r.meant(t, from, last)
		}
	}
	return r.meant(name, from, last)
}

// programme is a programme for one country, of which an activity is made.
type programme struct {
	*reading
	activity.Activity
	country, name string
	fault         string // why nothing of it can be taken
	days          program
	persons       int
	cost          *big.Rat
}

// program begins the programme that was read.
func (s *report) program() *programme {
	p := &programme{reading: s.reading, country: s.country, name: s.name, cost: new(big.Rat)}
	m := programName.FindStringSubmatch(s.name)
	if m == nil {
		p.fault = fmt.Sprintf("the programme %q does not name its fiscal year", s.name)
		return p
	}
	p.days.year, _ = strconv.Atoi(m[2])
	if p.days.year < 1949 || p.days.year > 2100 {
		p.fault = fmt.Sprintf("%d is no fiscal year of such a programme", p.days.year)
		return p
	}
	c, why := s.recipient(s.country, ent.NewDate(p.days.year-1, 10, 1), ent.NewDate(p.days.year, 9, 30))
	if c == "" {
		p.fault = why
		return p
	}
	p.Activity = activity.Activity{
		ID:   strings.TrimRight(fmt.Sprintf("FMTR-%d-%s-%s", p.days.year, c, strings.Trim(notInID.ReplaceAllString(ent.Fold(m[1]), "-"), "-")), "-"),
		Kind: "training", Title: fmt.Sprintf("%s: %s, fiscal year %d", s.country, m[1], p.days.year), Series: m[1], State: activity.Closed, Drafter: s.By,
		Participants: []activity.Participant{{State: "USA", Role: "assisting"}, {State: c, Role: "assisted"}},
		Source:       fmt.Sprintf("FMTR %d, %s, %s", p.days.year, s.country, s.name),
	}
	if why != "" {
		s.note(s.line, p.ID, Told, why)
	}
	p.fault = s.first(s.line, p.ID)
	return p
}

// take makes the activity of the lines, and tells what becomes of each.
func (p *programme) take(lessons []lesson) {
	told := make([][]string, len(lessons))
	wrong := make([]string, len(lessons)) // why a line is refused
	taken := 0
	for i, l := range lessons {
		if p.fault == "" && !l.totals() {
			if told[i], wrong[i] = p.course(l); wrong[i] == "" {
				taken++
			}
		}
	}
	if p.fault == "" && taken > 0 {
		var err error
		if p.Start, p.End, p.Fuzzy, err = bracket(p.days.first, p.days.last); err == nil {
			err = p.Check(p.World)
		}
		if err != nil {
			p.fault = err.Error()
		}
	}
	for i, l := range lessons {
		switch {
		case l.totals():
			p.Totals++
			p.note(l.line, p.row(), Totals, p.compare(l))
		case p.fault != "" || wrong[i] != "":
			p.refuse(l.line, p.row(), append([]string{p.fault, wrong[i]}, told[i]...)...)
		default:
			p.Taken++
			for _, t := range told[i] {
				p.note(l.line, p.row(), Told, t)
			}
		}
	}
	if p.fault == "" && taken > 0 {
		p.Activities = append(p.Activities, p.Activity)
	}
}

// row names the programme: by the id of its activity, where it has one.
func (p *programme) row() string {
	if p.ID != "" {
		return p.ID
	}
	return p.country + ", " + p.name
}

// course enters a line among the courses, with what of it can be read; wrong says why it
// cannot be entered at all.
func (p *programme) course(l lesson) (told []string, wrong string) {
	values := map[string]string{"title": l.Title, "state": string(p.Participants[1].State), "unit": strings.TrimSpace(l.Unit), "provider": l.Provider, "place": l.Place, "funding": p.name}
	if values["unit"] == "" {
		values["unit"] = "not stated"
		told = append(told, "the recipient unit is not stated")
	}
	from, until, odd := l.days()
	values["from"], values["until"], told = from.String(), until.String(), append(told, odd...)
	if n, ok := plainNumber(l.Quantity, 9); ok {
		values["quota"] = n
	} else {
		told = append(told, fmt.Sprintf("quantity: %q is no number; it was left out", strings.TrimSpace(l.Quantity)))
	}
	if n, ok := dollars(l.Cost); ok {
		values["amount"], values["currency"] = n, "USD"
	} else {
		told = append(told, fmt.Sprintf("cost: %q is no amount; it was left out", strings.TrimSpace(l.Cost)))
	}
	if err := p.Enter(p.By, p.On, "courses", values); err != nil {
		return told, err.Error()
	}
	p.days.add(from, until)
	p.sum(values)
	return told, ""
}

// days reads the first and the last day of a line; one that cannot be read is left out, and
// both where they cannot both be true.
func (l *lesson) days() (from, until ent.Date, told []string) {
	for _, d := range []struct {
		what, text string
		to         *ent.Date
	}{{"first", l.From, &from}, {"last", l.Until, &until}} {
		on, err := usDay(strings.TrimSpace(d.text))
		if err != nil {
			told = append(told, fmt.Sprintf("%s day: %v; it was left out", d.what, err))
		}
		*d.to = on
	}
	if from != 0 && until != 0 && until < from {
		return 0, 0, append(told, fmt.Sprintf("it ends on %s, before it begins on %s; both days were left out", until, from))
	}
	return from, until, told
}

func (p *programme) sum(values map[string]string) {
	n, _ := strconv.Atoi(values["quota"])
	p.persons += n
	if c, ok := new(big.Rat).SetString(values["amount"]); ok {
		p.cost.Add(p.cost, c)
	}
}

// compare says whether the totals of a programme are the sums of the lines that were taken.
func (p *programme) compare(l lesson) string {
	if p.fault != "" {
		return "the totals of a programme that was not taken: " + p.fault
	}
	said := fmt.Sprintf("the totals of the programme, %s persons and %s", strings.TrimSpace(l.Quantity), strings.TrimSpace(l.Cost))
	n, ok := plainNumber(l.Quantity, 9)
	c, fine := dollars(l.Cost)
	if !ok || !fine {
		return said + ", cannot be read"
	}
	want, _ := new(big.Rat).SetString(c)
	if n == strconv.Itoa(p.persons) && want.Cmp(p.cost) == 0 {
		return said + ", are those of its lines"
	}
	return fmt.Sprintf("%s, are not those of its lines: %d persons and $%s", said, p.persons, strings.TrimSuffix(p.cost.FloatString(2), ".00"))
}

var (
	usForm  = regexp.MustCompile(`^(\d{1,2})/(\d{1,2})/(\d{4})$`)
	grouped = regexp.MustCompile(`^([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]{1,2})?$`)
)

// usDay reads a day as the report writes it, month/day/year.
func usDay(text string) (ent.Date, error) {
	m := usForm.FindStringSubmatch(text)
	switch {
	case text == "":
		return 0, errors.New("none is stated")
	case m == nil:
		return 0, fmt.Errorf("%q is not a day written month/day/year", text)
	}
	s, err := parts{m[3], m[1], m[2]}.span()
	return s.from, err
}

// dollars reads an amount such as $12,190.
func dollars(text string) (string, bool) {
	return plainNumber(strings.TrimPrefix(strings.TrimSpace(text), "$"), 15)
}

// plainNumber takes the commas out of a number of at most so many digits before the point.
func plainNumber(text string, digits int) (string, bool) {
	text = strings.TrimSpace(text)
	if !grouped.MatchString(text) {
		return "", false
	}
	text = strings.ReplaceAll(text, ",", "")
	whole, rest, dot := strings.Cut(text, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if len(whole) > digits {
		return "", false
	}
	if dot {
		whole += "." + rest
	}
	return whole, true
}
