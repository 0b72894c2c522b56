// Package act is what States did about an instrument: the dated acts that a register or a
// depositary's list holds, read from a table, and the places where acts of one State
// cannot all be true. Nothing is left out for that: each way of reading them is told.
// Law: Vienna Convention on the Law of Treaties, articles 11-18, 25, 67-68.
package act

import (
	"fmt"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/law/spelling"
)

// Verb is what a State did about an instrument.
type Verb string

// The acts that can stand on record.
const (
	Signed               Verb = "signed"
	Definitive           Verb = "definitive"
	Ratified             Verb = "ratified"
	Accepted             Verb = "accepted"
	Approved             Verb = "approved"
	Acceded              Verb = "acceded"
	Succeeded            Verb = "succeeded"
	Confirmed            Verb = "confirmed"
	Provisional          Verb = "provisional"
	BoundFrom            Verb = "bound"
	Withdrew             Verb = "withdrew"
	Revoked              Verb = "revoked"
	Suspends             Verb = "suspends"
	Resumed              Verb = "resumed"
	Declines             Verb = "declines"
	Ceased               Verb = "ceased"
	ContestedAct         Verb = "contested"
	Uncertain            Verb = "uncertain"
	Reservation          Verb = "reservation"
	Objection            Verb = "objection"
	Declaration          Verb = "declaration"
	ReservationWithdrawn Verb = "reservation-withdrawn"
	Extended             Verb = "extended"
)

var verbs = []Verb{Signed, Definitive, Ratified, Accepted, Approved, Acceded, Succeeded, Confirmed, Provisional, BoundFrom,
	Withdrew, Revoked, Suspends, Resumed, Declines, Ceased, ContestedAct, Uncertain, Reservation, Objection, Declaration, ReservationWithdrawn, Extended}

var verbWords = map[Verb]string{
	Signed: "signed", Definitive: "signed definitively", Ratified: "ratified", Accepted: "accepted", Approved: "approved",
	Acceded: "acceded", Succeeded: "succeeded", Confirmed: "confirmed formally", Provisional: "applies provisionally",
	BoundFrom: "bound", Withdrew: "gave notice of withdrawal", Revoked: "took the notice back", Suspends: "claims suspension",
	Resumed: "ended the suspension it claimed", Declines: "made clear that it will not become a party", Ceased: "ceased to be bound",
	ContestedAct: "contested", Uncertain: "not known from the record whether bound", Reservation: "made a reservation", Objection: "objected", Declaration: "declared",
	ReservationWithdrawn: "withdrew a reservation", Extended: "agreed with the others to extend the term",
}

// Verbs are the acts that can stand on record.
func Verbs() []Verb { return slices.Clone(verbs) }

// Words tells the act as it reads after the name of a State: ratified, made a reservation.
func (v Verb) Words() string { return verbWords[v] }

// Consents reports whether the act expresses consent to be bound.
func (v Verb) Consents() bool {
	switch v {
	case Definitive, Ratified, Accepted, Approved, Acceded, Succeeded, Confirmed, BoundFrom:
		return true
	}
	return false
}

// Act is one dated act of a State about an instrument. Effective is the day on
// which it is declared to take effect, when that was stated.
type Act struct {
	State      ent.StateCode   `yaml:"state"`
	Act        Verb            `yaml:"act"`
	On         ent.Date        `yaml:"on,omitempty"`
	Effective  ent.Date        `yaml:"effective,omitempty"`
	Toward     []ent.StateCode `yaml:"toward,omitempty,flow"`
	Precludes  bool            `yaml:"precludes,omitempty"`
	Until      ent.Date        `yaml:"until,omitempty"`
	Text       string          `yaml:"text,omitempty"`
	Readings   []string        `yaml:"readings,omitempty"`
	Territory  string          `yaml:"territory,omitempty"`
	Article    string          `yaml:"article,omitempty"`
	Source     string          `yaml:"source,omitempty"`
	Confidence ent.Confidence  `yaml:"confidence,omitempty"`
	Note       string          `yaml:"note,omitempty"`
}

// String tells the act in words: "ratified on 2003-01-31".
func (a Act) String() string {
	s := verbWords[a.Act]
	if a.On != 0 {
		s += " on " + a.On.String()
	}
	if a.Act == Extended && a.NewEnd() != 0 {
		s += " until " + a.NewEnd().String()
	} else if a.Effective != 0 && a.Effective != a.On {
		s += ", declared to take effect on " + a.Effective.String()
	}
	if a.Text != "" {
		s += ": " + a.Text
	}
	return s
}

// NewEnd returns the end that an act of extension gives to the term, zero for no limit of time.
func (a *Act) NewEnd() ent.Date {
	if a.Until != 0 {
		return a.Until
	}
	return a.Effective
}

// LineError is a fault in a line of an acts table; lines count from 1 within the table.
type LineError struct {
	Line int
	Text string
}

// Error names the line and the fault.
func (e *LineError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Text) }

// Parse reads an acts table: a line per State with its acts, separated by
// semicolons, in the form `FIN  acceded 2012-01-09 eff 2012-07-01; withdrew 2025-07-10`.
// Text after # is a comment. It returns every fault it finds.
func Parse(table string) ([]Act, []error) { return Append(nil, table) }

// Append appends the acts of a table to a slice that may be used again.
func Append(acts []Act, table string) ([]Act, []error) {
	var faults []error
	for n := 1; table != ""; n++ {
		var line string
		line, table, _ = strings.Cut(table, "\n")
		line, comment, _ := strings.Cut(line, "#")
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		code, rest, _ := strings.Cut(line, " ")
		for more := true; more; {
			var part string
			part, rest, more = strings.Cut(rest, ";")
			a, err := parseAct(part)
			if err != nil {
				faults = append(faults, &LineError{n, code + ": " + err.Error()})
				continue
			}
			a.State, a.Note = ent.StateCode(code), strings.TrimSpace(comment)
			acts = append(acts, a)
		}
	}
	return acts, faults
}

// Merge joins the table with the acts that have words of their own; where both tell
// the same act of the same State on the same day, the record stands.
func Merge(table, record []Act) []Act {
	if len(record) == 0 {
		return table
	}
	out := table[:0]
	for _, a := range table {
		if !slices.ContainsFunc(record, func(r Act) bool { return r.State == a.State && r.Act == a.Act && r.On == a.On }) {
			out = append(out, a)
		}
	}
	return append(out, record...)
}

func parseAct(s string) (Act, error) {
	var w [4]string
	n := 0
	for rest := strings.TrimSpace(s); rest != ""; n++ {
		if n == len(w) {
			n = 0
			break
		}
		w[n], rest, _ = strings.Cut(rest, " ")
		rest = strings.TrimLeft(rest, " \t")
	}
	if n != 2 && (n != 4 || w[2] != "eff") {
		return Act{}, fmt.Errorf("%q is not an act; write `ratified 2003-01-31` or `ratified 2003-01-31 eff 2003-05-01`", strings.TrimSpace(s))
	}
	a := Act{Act: Verb(w[0])}
	if err := a.Act.Check(); err != nil {
		return a, err
	}
	var err error
	if a.On, err = ent.ParseDate(w[1]); err == nil && n == 4 {
		a.Effective, err = ent.ParseDate(w[3])
	}
	return a, err
}

// Check returns an error that names the nearest verb when there is none such.
func (v Verb) Check() error {
	if _, ok := verbWords[v]; ok {
		return nil
	}
	names := make([]string, len(verbs))
	for i, k := range verbs {
		names[i] = string(k)
	}
	return fmt.Errorf("%q is not an act%s", string(v), spelling.Hint(string(v), names))
}
