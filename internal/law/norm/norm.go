// Package norm holds the rules of law as data: the source of each, whom it
// binds, when it concerns a matter, when it takes effect, what then follows, and
// which other norm takes its place. A norm is met when the bearer is bound by its
// source, the norm applies, its condition holds and its exception does not.
package norm

import (
	ent "entente"
	"entente/internal/law/clock"
	"entente/internal/law/condition"
)

// Modality is what sort of rule a norm is.
type Modality string

// The modalities.
const (
	Obligation   Modality = "obligation"
	Prohibition  Modality = "prohibition"
	Permission   Modality = "permission"
	Power        Modality = "power"
	Jurisdiction Modality = "jurisdiction"
	Definition   Modality = "definition"
	ConflictRule Modality = "conflict-rule"
)

// Class is the rank of a norm's source, which decides conflicts.
type Class string

// The classes, the highest first.
const (
	JusCogens Class = "jus-cogens"
	Charter   Class = "charter"
	Treaty    Class = "treaty"
	Custom    Class = "custom"
	Regional  Class = "regional"
	Domestic  Class = "domestic"
	Policy    Class = "policy"
)

// Norm is one rule as written in the corpus.
type Norm struct {
	ID           ent.NormID        `yaml:"id"`
	Title        string            `yaml:"title"`
	Modality     Modality          `yaml:"modality"`
	Class        Class             `yaml:"class"`
	BindsAll     bool              `yaml:"custom,omitempty"`
	Bearer       []string          `yaml:"bearer,flow"`
	States       []ent.StateCode   `yaml:"states,omitempty,flow"`
	Between      []string          `yaml:"between,omitempty,flow"`
	Unbound      bool              `yaml:"unbound,omitempty"`
	Kinds        []string          `yaml:"kinds,omitempty,flow"`
	From         ent.Date          `yaml:"from,omitempty"`
	Until        ent.Date          `yaml:"until,omitempty"`
	Applies      Condition         `yaml:"applies,omitempty"`
	When         Condition         `yaml:"when,omitempty"`
	Unless       Condition         `yaml:"unless,omitempty"`
	DisplacedBy  []Displacement    `yaml:"displaced_by,omitempty"`
	Outcome      string            `yaml:"outcome,omitempty"`
	ProhibitedIf Condition         `yaml:"prohibited_if,omitempty"`
	Conditions   []Requirement     `yaml:"conditions,omitempty"`
	Duties       []Duty            `yaml:"duties,omitempty"`
	Dates        []Computed        `yaml:"dates,omitempty"`
	Jurisdiction OneOrMany[Forum]  `yaml:"jurisdiction,omitempty"`
	Custody      OneOrMany[Holder] `yaml:"custody,omitempty"`
	Casus        bool              `yaml:"casus_foederis,omitempty"`
	Source       Source            `yaml:"source"`
	Note         string            `yaml:"note,omitempty"`
}

// Displacement names a norm that takes this one's place when it is met.
type Displacement struct {
	Norm   ent.NormID `yaml:"norm"`
	Rule   string     `yaml:"rule"`
	Reason string     `yaml:"reason,omitempty"`
}

// Requirement is a condition under which the activity may go ahead.
type Requirement struct {
	Text string    `yaml:"text"`
	If   Condition `yaml:"if,omitempty"`
}

// Duty is something that must be done, to whom, by when. Legal is nil when the
// law sets the clock (the default); false marks a clock of policy.
type Duty struct {
	Duty    string    `yaml:"duty"`
	To      string    `yaml:"to,omitempty"`
	Due     Clock     `yaml:"due,omitempty"`
	DueText string    `yaml:"due_text,omitempty"`
	Prompt  bool      `yaml:"prompt,omitempty"` // at once, without a day that can be told
	Done    string    `yaml:"done,omitempty"`
	Legal   *bool     `yaml:"legal,omitempty"`
	Bearer  string    `yaml:"bearer"`
	If      Condition `yaml:"if,omitempty"`
}

// Computed is a day that follows from the norm but is no duty.
type Computed struct {
	What string    `yaml:"what"`
	Day  Clock     `yaml:"day"`
	If   Condition `yaml:"if,omitempty"`
}

// Forum says who has jurisdiction; each word is a role.
type Forum struct {
	Exclusive  string    `yaml:"exclusive,omitempty"`
	Primary    string    `yaml:"primary,omitempty"`
	Concurrent []string  `yaml:"concurrent,omitempty,flow"`
	None       []string  `yaml:"none,omitempty,flow"`
	If         Condition `yaml:"if,omitempty"`
}

// Holder says who keeps the accused, and until which point.
type Holder struct {
	Holder string    `yaml:"holder"`
	Until  string    `yaml:"until,omitempty"`
	If     Condition `yaml:"if,omitempty"`
}

// Source is where the norm stands and how well that was checked.
type Source struct {
	Cites      []string       `yaml:"cites,flow"`
	Confidence ent.Confidence `yaml:"confidence"`
	Note       string         `yaml:"note,omitempty"`
}

// Condition is a condition as written and, after compilation, its program; nil when none was written.
type Condition struct {
	Source  string
	Program *condition.Program
}

// UnmarshalText keeps the text for later compilation.
func (c *Condition) UnmarshalText(b []byte) error { c.Source = string(b); return nil }

// MarshalText gives the text as written.
func (c Condition) MarshalText() ([]byte, error) { return []byte(c.Source), nil }

// Clock is a clock as written and, after compilation, parsed.
type Clock struct {
	Source string
	Parsed *clock.Clock
}

// UnmarshalText keeps the text for later compilation.
func (c *Clock) UnmarshalText(b []byte) error { c.Source = string(b); return nil }

// MarshalText gives the text as written.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.Source), nil }

// OneOrMany is a list that may be written as a single element.
type OneOrMany[T any] []T

// UnmarshalYAML reads one element or a list of them.
func (m *OneOrMany[T]) UnmarshalYAML(unmarshal func(any) error) error {
	var many []T
	if err := unmarshal(&many); err == nil {
		*m = many
		return nil
	}
	var one T
	if err := unmarshal(&one); err != nil {
		return err
	}
	*m = []T{one}
	return nil
}
