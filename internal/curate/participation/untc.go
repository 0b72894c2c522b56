package participation

import (
	"regexp"
	"strings"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
)

// ReadUNTC reads the participants of one treaty as the United Nations Treaty
// Collection lists them: a column for the name, then columns for signature,
// provisional application and consent to be bound. A letter after the day says
// how the State consented, and the heading of the column what the letter means.
// A day whose act the list leaves open stands as uncertain from then, and is told.
func ReadUNTC(text string, names Names) (Table, []Problem, error) {
	rd := &untcReading{reading: reading{names: names}}
	check := func(head []string) error { return rd.header(1, head) }
	err := sheet.ReadTable(text, check, func(r sheet.Row) error {
		if len(r.Cells) < len(rd.columns) {
			rd.problem(r.Line, "%s: %s; what it has was read", r.Cells[0], r.Fault)
		}
		rd.row(r.Line, r.Cells)
		return nil
	})
	return rd.table, rd.problems, err
}

// column says what the days in a column mean. In one of consent a day without letter
// means plain, where exactly one form in its heading has no letter.
type column struct {
	head    string
	kind    columnKind
	plain   treaty.Verb
	letters map[string]treaty.Verb
}

type columnKind uint8

const (
	otherColumn columnKind = iota
	nameColumn
	signatureColumn
	provisionalColumn
	consentColumn
)

// untcReading reads rows of the Treaty Collection, from CSV or from its pages.
type untcReading struct {
	reading
	columns []column
}

func (u *untcReading) header(line int, head []string) error {
	u.columns = u.columns[:0]
	for i, h := range head {
		u.columns = append(u.columns, columnOf(i, h))
	}
	if len(u.columns) < 2 || u.columns[0].kind != nameColumn {
		return ent.Errorf(ent.Invalid, "line %d: not a table of participants: the first column is not \"Participant\" with others after it", line)
	}
	for _, c := range u.columns {
		if c.kind == otherColumn && c.head != "" {
			u.problem(line, "the column %q tells neither signature nor consent and was not read", c.head)
		}
	}
	return nil
}

func columnOf(i int, head string) column {
	h := strings.ToLower(strings.TrimSpace(head))
	c := column{head: strings.TrimSpace(head)}
	switch {
	case strings.HasPrefix(h, "participant") && i == 0:
		c.kind = nameColumn
	case strings.HasPrefix(h, "signature"):
		c.kind, c.plain, c.letters = signatureColumn, treaty.Signed, map[string]treaty.Verb{"d": treaty.Signed, "s": treaty.Definitive}
	case strings.Contains(h, "non-provisional"):
	case strings.Contains(h, "provisional application"):
		c.kind, c.plain, c.letters = provisionalColumn, treaty.Provisional, letters
	default:
		c.consent()
	}
	return c
}

var lettered = regexp.MustCompile(`^(.*?)\s*\(([A-Za-z]{1,2})\)$`)

// consent reads the heading of a column of consent: forms, each with its letter or none.
func (c *column) consent() {
	c.letters = map[string]treaty.Verb{}
	bare := 0
	for form := range strings.SplitSeq(c.head, ", ") {
		m := lettered.FindStringSubmatch(form)
		if m == nil {
			c.plain = formOf(form)
			bare++
		} else if v := formOf(m[1]); v != "" {
			c.letters[m[2]] = v
		}
	}
	if bare > 1 {
		c.plain = ""
	}
	if bare > 1 || c.plain != "" || len(c.letters) > 0 {
		c.kind = consentColumn
	}
}

// forms of consent by the words of a heading. A notice of consent to be bound (protocols to
// the convention on certain weapons), a simplified procedure and participation under an
// article are acceptances in the sense of VCLT article 14(2).
var forms = []struct {
	word string
	verb treaty.Verb
}{{"participation in", ""}, {"formal confirmation", treaty.Confirmed}, {"definitive signature", treaty.Definitive}, {"provisional application", treaty.Provisional},
	{"succession", treaty.Succeeded}, {"accession", treaty.Acceded}, {"ratification", treaty.Ratified}, {"approval", treaty.Approved}, {"acceptance", treaty.Accepted},
	{"consent to be bound", treaty.Accepted}, {"simplified procedure", treaty.Accepted}, {"participation", treaty.Accepted}}

func formOf(s string) treaty.Verb {
	s = strings.ToLower(s)
	for _, f := range forms {
		if strings.Contains(s, f.word) {
			return f.verb
		}
	}
	return ""
}

// letters are the marks that the Treaty Collection puts after a day, for headings that do
// not explain theirs.
var letters = map[string]treaty.Verb{
	"a": treaty.Acceded, "A": treaty.Accepted, "AA": treaty.Approved, "d": treaty.Succeeded, "s": treaty.Definitive,
	"n": treaty.Provisional, "P": treaty.Accepted, "c": treaty.Confirmed, "p": treaty.Accepted,
}

var (
	untcDay   = regexp.MustCompile(`(\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4})(?:\s+([A-Za-z]{1,2})\b)?`)
	between   = regexp.MustCompile(`^(?:[\s\[\],;*]|\band\b|\b\d{1,2}\b)*$`) // and footnotes
	footnotes = regexp.MustCompile(`(\s+\d{1,2}(,\s*\d{1,2})*|\s*\[\d+\]|\s*\*+)+$`)
)

func (u *untcReading) row(line int, cells []string) {
	name := strings.TrimSpace(footnotes.ReplaceAllString(strings.TrimSpace(cells[0]), ""))
	if name == "" {
		u.problem(line, "a row without a name was left out")
		return
	}
	code, ok := u.code(line, name)
	if !ok {
		return
	}
	if len(cells) > len(u.columns) {
		u.problem(line, "%s: more cells than columns", name)
		cells = cells[:len(u.columns)]
	}
	for i, cell := range cells[1:] {
		u.cell(line, name, code, &u.columns[i+1], strings.TrimSpace(cell))
	}
}

// cell reads the acts in one cell: a day with its letter, or several.
func (u *untcReading) cell(line int, name string, code ent.StateCode, c *column, cell string) {
	if cell == "" || c.kind == otherColumn {
		return
	}
	found := untcDay.FindAllStringSubmatch(cell, -1)
	if len(found) == 0 || !between.MatchString(untcDay.ReplaceAllString(cell, "")) {
		u.problem(line, "%s: %q is not a day with its letter; it was left out", name, cell)
		return
	}
	if strings.HasPrefix(cell, "[") {
		u.problem(line, "%s: %s stands in brackets: the State has left the treaty; add its notice by hand", name, strings.Trim(cell, "[] "))
	}
	for _, m := range found {
		on, err := sheet.Day(m[1])
		if err != nil {
			u.problem(line, "%s: %v", name, err)
			continue
		}
		verb, why := c.verb(m[2])
		if verb == "" {
			u.problem(line, "%s: %s: %s; from then on it is uncertain whether it is bound", name, strings.TrimSpace(m[0]), why)
			verb = treaty.Uncertain
		}
		u.table.Add(code, Act{Verb: verb, On: on})
	}
}

// verb returns what a day with the letter means in the column, or why nobody can say.
func (c *column) verb(letter string) (treaty.Verb, string) {
	if letter == "" {
		return c.plain, "the heading leaves open what a day without letter means"
	}
	if v := c.letters[letter]; v != "" {
		return v, ""
	}
	if c.kind == signatureColumn {
		return treaty.Signed, ""
	}
	return letters[letter], "the letter is not known"
}
