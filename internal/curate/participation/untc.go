package participation

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/law/treaty"
)

// ReadUNTC reads the participants of one treaty as the United Nations Treaty
// Collection lists them: a column for the name, then columns for signature,
// provisional application and consent to be bound. A letter after the day says
// how the State consented; without one it ratified.
func ReadUNTC(r io.Reader, names Names) (Table, []Problem, error) {
	c := csv.NewReader(bounded(r))
	c.FieldsPerRecord = -1
	head, err := c.Read()
	if err != nil {
		return Table{}, nil, fmt.Errorf("line 1: no header of columns: %w", err)
	}
	rd := &untcReading{reading: reading{names: names}}
	if err := rd.header(1, head); err != nil {
		return Table{}, nil, err
	}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rd.table, rd.problems, nil
		}
		if err != nil {
			return Table{}, nil, err
		}
		line, _ := c.FieldPos(0)
		if err := rd.row(line, row); err != nil {
			return Table{}, nil, err
		}
	}
}

// column says what the days in a column mean.
type column uint8

const (
	otherColumn column = iota
	nameColumn
	signatureColumn
	provisionalColumn
	consentColumn
)

// untcReading reads rows of the Treaty Collection, from CSV or from its pages.
type untcReading struct {
	reading
	columns []column
	plain   []treaty.Verb // per column: what a day without a letter means
}

func (u *untcReading) header(line int, head []string) error {
	for i, h := range head {
		c, plain := columnOf(i, h)
		u.columns, u.plain = append(u.columns, c), append(u.plain, plain)
	}
	if len(u.columns) < 2 || u.columns[0] != nameColumn {
		return ent.Errorf(ent.Invalid, "line %d: not a table of participants: the first column is not \"Participant\"", line)
	}
	return nil
}

func columnOf(i int, head string) (column, treaty.Verb) {
	h := strings.ToLower(strings.TrimSpace(head))
	switch {
	case strings.HasPrefix(h, "participant") && i == 0:
		return nameColumn, ""
	case strings.HasPrefix(h, "signature") || strings.HasPrefix(h, "definitive signature of"):
		return signatureColumn, treaty.Signed
	case strings.Contains(h, "provisional application"):
		return provisionalColumn, treaty.Provisional
	case strings.Contains(h, "application") || strings.Contains(h, "notification"):
		return otherColumn, ""
	}
	return consentColumn, plainConsent(h)
}

// plainConsent is what a day without a letter means in a column of consent:
// ratification where the column names it, else the one form that it names.
func plainConsent(head string) treaty.Verb {
	for _, f := range []struct {
		word string
		verb treaty.Verb
	}{{"ratification", treaty.Ratified}, {"consent to be bound", treaty.Ratified}, {"accession", treaty.Acceded},
		{"acceptance", treaty.Accepted}, {"succession", treaty.Succeeded}} {
		if strings.Contains(head, f.word) {
			return f.verb
		}
	}
	return treaty.Ratified
}

// letters are the marks after a day. P marks a notice of consent to be bound
// (protocols to the convention on certain weapons), which is an acceptance.
var letters = map[string]treaty.Verb{
	"a": treaty.Acceded, "A": treaty.Accepted, "AA": treaty.Approved, "d": treaty.Succeeded, "s": treaty.Definitive,
	"n": treaty.Provisional, "P": treaty.Accepted, "c": treaty.Confirmed, "p": treaty.Accepted,
}

var (
	untcCell  = regexp.MustCompile(`^\[?\s*(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})(?:\s+([A-Za-z]{1,2}))?\s*\]?$`)
	footnotes = regexp.MustCompile(`(\s+\d{1,2}(,\s*\d{1,2})*|\s*\[\d+\])+$`)
)

func (u *untcReading) row(line int, cells []string) error {
	if err := u.count(line); err != nil {
		return err
	}
	name := strings.TrimSpace(footnotes.ReplaceAllString(strings.TrimSpace(cells[0]), ""))
	if name == "" {
		u.problem(line, "a row without a name was left out")
		return nil
	}
	code, ok := u.code(line, name)
	if !ok {
		return nil
	}
	if len(cells) > len(u.columns) {
		u.problem(line, "%s: more cells than columns", name)
		cells = cells[:len(u.columns)]
	}
	for i, cell := range cells[1:] {
		u.cell(line, name, code, i+1, strings.TrimSpace(cell))
	}
	return nil
}

func (u *untcReading) cell(line int, name string, code ent.StateCode, col int, cell string) {
	if cell == "" || u.columns[col] == otherColumn {
		return
	}
	m := untcCell.FindStringSubmatch(cell)
	if m == nil {
		u.problem(line, "%s: %q is not a day with its letter; it was left out", name, cell)
		return
	}
	on, err := dayOf(m[1], m[2], m[3])
	if err != nil {
		u.problem(line, "%s: %v", name, err)
		return
	}
	if strings.HasPrefix(cell, "[") {
		u.problem(line, "%s: %s stands in brackets: the State has left the treaty; add its notice by hand", name, strings.Trim(cell, "[] "))
	}
	verb := u.plain[col]
	switch l := m[4]; {
	case l == "":
	case u.columns[col] == signatureColumn: // a succession to a signature counts as a signature
	case letters[l] == "":
		u.problem(line, "%s: the letter %q is not known; taken as %s", name, l, verb)
	default:
		verb = letters[l]
	}
	u.table.Add(code, Act{Verb: verb, On: on})
}

var months = []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

func dayOf(day, month, year string) (ent.Date, error) {
	for i, m := range months {
		if m == month {
			d, err := strconv.Atoi(day)
			if err != nil {
				return 0, err
			}
			return ent.ParseDate(fmt.Sprintf("%s-%02d-%02d", year, i+1, d))
		}
	}
	return 0, ent.Errorf(ent.Invalid, "%q is not a month", month)
}
