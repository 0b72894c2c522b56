package treatymaking

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	ent "entente"
	"entente/internal/law/treaty"
	"entente/internal/record"
)

// Kind names a step in the life of an agreement.
type Kind string

// The steps, in the order in which they usually come.
const (
	Mandate    Kind = "mandate"
	Scanned    Kind = "scan"
	Round      Kind = "round"
	SignOff    Kind = "sign-off"
	Initialled Kind = "initialled"
	FullPowers Kind = "full-powers"
	Signed     Kind = "signed"
	Confirmed  Kind = "confirmed-later"
	Provisions Kind = "provisional"
	Approval   Kind = "approval"
	Executed   Kind = "instrument"
	Deposited  Kind = "deposited"
	Declared   Kind = "declared-in-force"
	Registered Kind = "registered"
	Published  Kind = "published"
	Extended   Kind = "extended"
	Notice     Kind = "notice"
	Revoked    Kind = "notice-revoked"
)

// Step is one thing that was done. Which fields a step needs stands in its definition.
type Step struct {
	What    Kind          `yaml:"what" json:"what"`
	On      ent.Date      `yaml:"on" json:"on"`
	State   ent.StateCode `yaml:"state,omitempty" json:"state,omitempty"`     // whose act it is; of sign-offs and stages: the case's own
	Office  string        `yaml:"office,omitempty" json:"office,omitempty"`   // of who acts: head-of-state, foreign-minister, other-minister …
	Issuer  string        `yaml:"issuer,omitempty" json:"issuer,omitempty"`   // of full powers: the office that gave them
	Until   ent.Date      `yaml:"until,omitempty" json:"until,omitempty"`     // full powers: the day they lapse; extended: the new end
	Version string        `yaml:"version,omitempty" json:"version,omitempty"` // of the text
	Desk    string        `yaml:"desk,omitempty" json:"desk,omitempty"`       // of a sign-off: legal, finance, security, export-control, privacy
	Stage   string        `yaml:"stage,omitempty" json:"stage,omitempty"`     // of the domestic route
	As      treaty.Verb   `yaml:"as,omitempty" json:"as,omitempty"`           // ratified, accepted, approved, acceded, confirmed; signed: definitive
	Number  string        `yaml:"number,omitempty" json:"number,omitempty"`   // of registration or publication
	Place   string        `yaml:"place,omitempty" json:"place,omitempty"`
	Text    string        `yaml:"text,omitempty" json:"text,omitempty"` // what was done, in the officer's words
	Source  string        `yaml:"source,omitempty" json:"source,omitempty"`
	Despite string        `yaml:"despite,omitempty" json:"despite,omitempty"` // why it was taken although something was missing
	Acts    []string      `yaml:"acts,omitempty" json:"acts,omitempty"`       // acts of the register recorded with it
	Scan    *Scan         `yaml:"scan,omitempty" json:"scan,omitempty"`
}

// Definition says what a step is, which fields it needs and what must come before it.
type Definition struct {
	Kind  Kind     `json:"kind"`
	Title string   `json:"title"`
	Who   string   `json:"who"`  // the role that takes it
	Asks  []string `json:"asks"` // fields it needs besides the day
	Cites string   `json:"cites"`
	verb  treaty.Verb
	needs []need
}

// Desks are those that sign a text off before it is initialled.
var Desks = []string{"legal", "finance", "security", "export-control", "privacy"}

// Offices of those who act for a State, as VCLT 7 tells them apart.
var Offices = []string{"head-of-state", "head-of-government", "foreign-minister", "other-minister", "head-of-mission", "delegate", "other-official"}

// Definitions are the steps, in the order in which they usually come.
var Definitions = []Definition{
	{Mandate, "the mandate", "approver", []string{"text"}, "domestic route of the State", "", nil},
	{Scanned, "the conflict scan", "legal adviser", nil, "VCLT 30; Charter 103", "", nil},
	{Round, "a round of negotiation", "negotiator", []string{"text"}, "VCLT 9", "", []need{mandated, scanned}},
	{SignOff, "a desk's sign-off", "legal, finance, security, export control, privacy", []string{"desk", "version"}, "practice", "", []need{versionThere, notOwnText}},
	{Initialled, "initialling", "negotiator", []string{"version"}, "VCLT 10", "", []need{mandated, versionThere, allLanguages, allDesks}},
	{FullPowers, "full powers", "records officer", []string{"state", "office", "issuer"}, "VCLT 2(1)(c), 7", "", []need{mayIssue}},
	{Signed, "signature", "signatory", []string{"state", "office"}, "VCLT 11, 12, 14", treaty.Signed, []need{notTwice, textFinal, scanClear, powers}},
	{Confirmed, "confirmation of an act done without authority", "approver", []string{"state", "office"}, "VCLT 8", "", []need{competent}},
	{Provisions, "provisional application", "approver", []string{"state"}, "VCLT 25", treaty.Provisional, nil},
	{Approval, "a stage of domestic approval", "approver", []string{"stage"}, "domestic route of the State", "", []need{stageOrder}},
	{Executed, "the instrument of consent", "approver", []string{"state", "office"}, "VCLT 14, 16; 7", "", []need{approvals, powers}},
	{Deposited, "deposit, exchange or notification of consent", "records officer", []string{"state", "as"}, "VCLT 14-16, 78", treaty.Ratified, []need{executed}},
	{Declared, "the day of entry into force that the depositary, or the parties, stated", "records officer", nil, "VCLT 24, 77(1)(f)", "", nil},
	{Registered, "registration with the Secretariat", "records officer", []string{"number"}, "Charter 102; VCLT 80", "", []need{bindingText, inForceBefore}},
	{Published, "publication", "records officer", []string{"number"}, "domestic law", "", nil},
	{Extended, "extension or renewal", "approver", []string{"until"}, "VCLT 54", "extended", []need{wasConcluded}},
	{Notice, "notice of withdrawal or denunciation, received", "approver", []string{"state"}, "VCLT 54, 56, 67", treaty.Withdrew, []need{wasConcluded}},
	{Revoked, "revocation of the notice, received", "approver", []string{"state"}, "VCLT 68", treaty.Revoked, []need{noticeThere}},
}

func definition(k Kind) *Definition {
	for i := range Definitions {
		if Definitions[i].Kind == k {
			return &Definitions[i]
		}
	}
	return nil
}

// StepNames returns the names of the steps.
func StepNames() []string {
	var out []string
	for _, d := range Definitions {
		out = append(out, string(d.Kind))
	}
	return out
}

// fields checks the fields of a step, and fills in what follows from the case.
func (d *Desk) fields(f *File, def *Definition, s *Step) error {
	if s.On == 0 {
		return ent.Errorf(ent.Invalid, "%s: say on which day", def.Kind)
	}
	if s.State == "" && !slices.Contains(def.Asks, "state") {
		s.State = f.For
	}
	have := map[string]bool{"text": s.Text != "", "desk": s.Desk != "", "version": s.Version != "", "state": s.State != "", "office": s.Office != "",
		"issuer": s.Issuer != "", "stage": s.Stage != "", "as": s.As != "", "number": s.Number != "", "until": s.Until != 0}
	for _, a := range def.Asks {
		if !have[a] {
			return ent.Errorf(ent.Invalid, "%s: the %s is missing (--%s)", def.Kind, a, a)
		}
	}
	if !slices.Contains(f.Parties, s.State) {
		return ent.Errorf(ent.Invalid, "%s: %s is no party to the case (%s)", def.Kind, s.State, f.Parties)
	}
	return words(s)
}

// words checks the fields that hold one of a few words.
func words(s *Step) error {
	for _, w := range []struct {
		name, word string
		of         []string
	}{{"desk", s.Desk, Desks}, {"office", s.Office, Offices}, {"issuer", s.Issuer, Offices},
		{"as", string(s.As), []string{string(treaty.Definitive), string(treaty.Ratified), string(treaty.Accepted), string(treaty.Approved), string(treaty.Acceded), string(treaty.Confirmed)}}} {
		if w.word != "" && !slices.Contains(w.of, w.word) {
			return ent.Errorf(ent.Invalid, "%s: %q is none of %s", w.name, w.word, strings.Join(w.of, ", "))
		}
	}
	if s.What == Signed && s.As != "" && s.As != treaty.Definitive {
		return ent.Errorf(ent.Invalid, "a signature is subject to ratification, or definitive (--as definitive)")
	}
	if s.What == Deposited && s.As == treaty.Definitive {
		return ent.Errorf(ent.Invalid, "a definitive signature is no deposit; record it as signed")
	}
	return nil
}

// also makes the changes that go on record with a step: the act of the State, or the
// instrument's number of registration or declared day.
func (d *Desk) also(ctx context.Context, f *File, def *Definition, s *Step) ([]record.Change, error) {
	switch def.Kind {
	case Declared, Registered:
		in, err := d.register.Instrument(ctx, f.Instrument, time.Time{})
		if err != nil {
			return nil, err
		}
		reason := "registered with the Secretariat of the United Nations"
		if def.Kind == Declared {
			in.EntryIntoForce.Declared, reason = s.On, "day of entry into force as stated"
		} else {
			in.Registration.Number = s.Number
		}
		c, err := d.register.Revision(ctx, in, reason)
		return []record.Change{c}, err
	}
	if def.verb == "" || f.Binding == NonBinding && def.Kind != Signed {
		return nil, nil
	}
	a := treaty.Act{State: s.State, Act: def.verb, On: s.On, Source: s.Source, Confidence: ent.Known, Text: actText(s)}
	if s.As != "" {
		a.Act = s.As
	} else if def.Kind == Signed && !f.Ratification {
		a.Act = treaty.Definitive
	}
	if def.Kind == Extended {
		a.Until = s.Until
	}
	c, err := d.register.NewAct(ctx, f.Instrument, a)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", def.Kind, err)
	}
	return []record.Change{c}, nil
}

func actText(s *Step) string {
	if s.What == Signed || s.What == Deposited {
		return ""
	}
	return s.Text
}
