// Package treaty answers who is bound to whom, by which instrument, on which
// day, and why. It holds instruments, the dated acts States made about them,
// States with their existence and succession, and organisations with their
// dated membership; from an instrument's own rules it computes the day on which
// each act takes effect and compares it with the day the depositary declared.
// Law: Vienna Convention on the Law of Treaties, articles 11-25, 54-58, 65-72.
package treaty

import (
	ent "entente"
	"entente/internal/law/act"
	"entente/internal/law/duration"
	"entente/internal/law/threshold"
)

// The rules of time and number that an instrument is written with.
type (
	Delay     = duration.Delay
	Threshold = threshold.Rule
	AnyOf     = threshold.AnyOf
	Later     = threshold.Later
)

// The two words that Delay.From and Delay.Then may hold besides nothing.
const (
	MonthOfDeposit   = duration.MonthOfDeposit
	FirstOfNextMonth = duration.FirstOfNextMonth
)

// The words of acts, for those that read instruments.
type (
	Act  = act.Act
	Verb = act.Verb
)

// The acts that can stand on record.
const (
	Signed, Definitive, Ratified, Accepted, Approved, Acceded = act.Signed, act.Definitive, act.Ratified, act.Accepted, act.Approved, act.Acceded
	Succeeded, Confirmed, Provisional, BoundFrom              = act.Succeeded, act.Confirmed, act.Provisional, act.BoundFrom
	Withdrew, Revoked, Suspends, Resumed, Declines, Ceased    = act.Withdrew, act.Revoked, act.Suspends, act.Resumed, act.Declines, act.Ceased
	ContestedAct, Uncertain, Extended                         = act.ContestedAct, act.Uncertain, act.Extended

	Reservation, Objection, Declaration, ReservationWithdrawn = act.Reservation, act.Objection, act.Declaration, act.ReservationWithdrawn
)

// ParseActs reads an acts table, see act.Parse.
func ParseActs(table string) ([]Act, []error) { return act.Parse(table) }

// Instrument is one legal instrument of the library with all acts on record.
type Instrument struct {
	ID             ent.InstrumentID `yaml:"id"`
	Title          string           `yaml:"title"`
	Aliases        []string         `yaml:"aliases,omitempty"`
	Kind           string           `yaml:"kind"`
	LegalOrder     string           `yaml:"legal_order"`
	Binding        bool             `yaml:"binding"`
	Adopted        ent.Date         `yaml:"adopted,omitempty"`
	Opened         ent.Date         `yaml:"opened,omitempty"`
	Place          string           `yaml:"place,omitempty"`
	Depositary     []string         `yaml:"depositary,omitempty,flow"`
	Registration   Registration     `yaml:"registration,omitempty,flow"`
	Of             ent.StateCode    `yaml:"of,omitempty"`
	Participants   string           `yaml:"participants,omitempty"`
	Family         Family           `yaml:"family,omitempty"`
	Territory      Territory        `yaml:"territory,omitempty"`
	EntryIntoForce EntryIntoForce   `yaml:"entry_into_force,omitempty"`
	Ended          ent.Date         `yaml:"ended,omitempty"`
	Duration       *duration.Rule   `yaml:"duration,omitempty"`
	Withdrawal     *Withdrawal      `yaml:"withdrawal,omitempty"`
	Survives       []string         `yaml:"survives,omitempty,flow"` // articles that outlive the instrument
	Reservations   Regime           `yaml:"reservations,omitempty,flow"`
	Provisions     []Provision      `yaml:"provisions,omitempty"`
	Sources        []string         `yaml:"sources,omitempty"`
	Participation  Participation    `yaml:"participation,omitempty"`
	Acts           string           `yaml:"acts,omitempty"`
	Record         []Act            `yaml:"record,omitempty"`
	Pairs          []PairRule       `yaml:"pairs,omitempty"`
	Note           string           `yaml:"note,omitempty"`
	Confidence     ent.Confidence   `yaml:"confidence,omitempty"`
}

// Registration is the number and place in the United Nations Treaty Series.
type Registration struct {
	Number string `yaml:"number,omitempty"`
	Volume string `yaml:"volume,omitempty"`
}

// Family says how an instrument stands to others.
type Family struct {
	Parent      ent.InstrumentID   `yaml:"parent,omitempty"`
	Supplements []ent.InstrumentID `yaml:"supplements,omitempty,flow"`
	Supersedes  []ent.InstrumentID `yaml:"supersedes,omitempty,flow"`
	Amends      ent.InstrumentID   `yaml:"amends,omitempty"`
	Applies     ent.InstrumentID   `yaml:"applies,omitempty"`
	Needs       *Needs             `yaml:"needs,omitempty"`
}

// Needs asks that a party accepts at least Count of the instruments named.
type Needs struct {
	Of    []ent.InstrumentID `yaml:"of,flow"`
	Count int                `yaml:"count"`
}

// Territory is the territorial scope in our words, with exceptions by State.
type Territory struct {
	Scope  string             `yaml:"scope,omitempty"`
	Except []TerritorialLimit `yaml:"except,omitempty"`
}

// TerritorialLimit excludes or includes part of a State's territory.
type TerritorialLimit struct {
	State   ent.StateCode `yaml:"state"`
	Without string        `yaml:"without,omitempty"`
	Only    string        `yaml:"only,omitempty"`
	With    string        `yaml:"with,omitempty"`
	From    ent.Date      `yaml:"from,omitempty"`
	Until   ent.Date      `yaml:"until,omitempty"`
	Source  string        `yaml:"source,omitempty"`
	Note    string        `yaml:"note,omitempty"`

	Confidence ent.Confidence `yaml:"confidence,omitempty"`
}

// EntryIntoForce is the instrument's own rule and the day its depositary stated.
type EntryIntoForce struct {
	Initial  Threshold  `yaml:"initial,omitempty"`
	Later    Later      `yaml:"later,omitempty"`
	Fixed    ent.Date   `yaml:"fixed,omitempty"`
	Declared ent.Date   `yaml:"declared,omitempty"`
	Follow   string     `yaml:"follow,omitempty"`
	Article  string     `yaml:"article,omitempty"`
	Note     string     `yaml:"note,omitempty"`
	Versions []ent.Date `yaml:"versions,omitempty,flow"`
}

// unknown reports that the record tells nothing of the instrument's entry into force, so
// that consent to it binds on a day that nobody can name.
func (e EntryIntoForce) unknown() bool { return e.Initial.Empty() && e.Fixed == 0 && e.Declared == 0 }

// Withdrawal is the rule by which a party may leave.
type Withdrawal struct {
	Article    string   `yaml:"article,omitempty"`
	Notice     Delay    `yaml:"notice,omitempty,flow"`
	NotBefore  Delay    `yaml:"not_before,omitempty,flow"`
	Hold       string   `yaml:"hold,omitempty"`
	Addressees []string `yaml:"addressees,omitempty,flow"`
	Reasons    bool     `yaml:"reasons,omitempty"`
	Excluded   bool     `yaml:"excluded,omitempty"`
	Note       string   `yaml:"note,omitempty"`
}

// Regime says which reservations the instrument allows: prohibited, listed, general or silent.
type Regime struct {
	Regime  string   `yaml:"regime,omitempty"`
	Article string   `yaml:"article,omitempty"`
	Allowed []string `yaml:"allowed,omitempty"`
	Note    string   `yaml:"note,omitempty"`
}

// Provision is one article, in our own words.
type Provision struct {
	Article string   `yaml:"article"`
	Text    string   `yaml:"text"`
	From    ent.Date `yaml:"from,omitempty"`
	Until   ent.Date `yaml:"until,omitempty"`
	Note    string   `yaml:"note,omitempty"`
}

// Participation says where the acts table comes from and to which day it can be trusted.
type Participation struct {
	Source     string         `yaml:"source,omitempty"`
	AsOf       ent.Date       `yaml:"as_of,omitempty"`
	Confidence ent.Confidence `yaml:"confidence,omitempty"`
	Complete   bool           `yaml:"complete,omitempty"`
	Note       string         `yaml:"note,omitempty"`
}

// PairRule is a relation between particular parties that differs from the general rule.
type PairRule struct {
	State               ent.StateCode    `yaml:"state,omitempty"`
	OnlyTowardPartiesTo ent.InstrumentID `yaml:"only_toward_parties_to,omitempty"`
	Between             []ent.StateCode  `yaml:"between,omitempty,flow"`
	ContestedFrom       ent.Date         `yaml:"contested_from,omitempty"`
	CutFrom             ent.Date         `yaml:"cut_from,omitempty"`
	From                ent.Date         `yaml:"from,omitempty"`
	Until               ent.Date         `yaml:"until,omitempty"`
	Readings            []string         `yaml:"readings,omitempty"`
	Text                string           `yaml:"text,omitempty"`
	Source              string           `yaml:"source,omitempty"`
	Confidence          ent.Confidence   `yaml:"confidence,omitempty"`
	Note                string           `yaml:"note,omitempty"`
}
