package finding

import (
	ent "entente"
	"entente/internal/law"
	"entente/internal/law/proof"
)

// Outcome is the answer to "may we": the strictest of what the norms say.
type Outcome string

// The outcomes, the mildest first.
const (
	Permitted    Outcome = "permitted"
	Conditional  Outcome = "conditional"
	Undetermined Outcome = "undetermined"
	Prohibited   Outcome = "prohibited"
)

var rank = map[Outcome]int{"": 0, Permitted: 1, Conditional: 2, Undetermined: 3, Prohibited: 4}

func strictest(a, b Outcome) Outcome {
	if rank[b] > rank[a] {
		return b
	}
	return a
}

// Finding is the answer to a matter; its field names are those of the contract.
type Finding struct {
	Matter        string              `json:"matter"`
	Kind          string              `json:"kind"`
	On            ent.Date            `json:"on"`
	Outcome       Outcome             `json:"outcome"`
	For           []ForParticipant    `json:"for"`
	Norms         []NormResult        `json:"norms"`
	Conditions    []ConditionResult   `json:"conditions"`
	Duties        []DutyResult        `json:"duties"`
	Dates         []DateResult        `json:"dates,omitempty"`
	Jurisdiction  *JurisdictionResult `json:"jurisdiction,omitempty"`
	Shares        []Share             `json:"shares,omitempty"`
	Casus         []Casus             `json:"casus_foederis,omitempty"`
	Conflicts     []ConflictResult    `json:"conflicts,omitempty"`
	Questions     []Question          `json:"questions"`
	Presumed      []Presumed          `json:"presumed"`
	NotApplicable []NotApplicable     `json:"not_applicable"`
	NotExamined   []NotExamined       `json:"not_examined"`
	Positions     []PositionResult    `json:"positions,omitempty"`
	AsOf          []AsOf              `json:"as_of"`
	Corpus        string              `json:"corpus"`
	Proof         *proof.Node         `json:"proof"`

	prove func()
}

// Prove completes a finding by the tree of reasons, the norms not examined and the
// days to which lists are complete; it does so once.
func (f *Finding) Prove() *Finding {
	if f.prove != nil {
		f.prove()
		f.prove = nil
	}
	return f
}

// ForParticipant is the outcome for one participant, whole and per legal order.
type ForParticipant struct {
	Participant ent.StateCode      `json:"participant"`
	Role        string             `json:"role"`
	Asked       bool               `json:"asked,omitempty"`
	Outcome     Outcome            `json:"outcome"`
	Orders      map[string]Outcome `json:"orders"`
}

// NormResult is what became of one norm for one bearer.
type NormResult struct {
	Norm        ent.NormID       `json:"norm"`
	Title       string           `json:"title"`
	Instrument  ent.InstrumentID `json:"instrument"`
	Article     string           `json:"article"`
	Bearer      ent.StateCode    `json:"bearer"`
	Modality    string           `json:"modality"`
	State       law.State        `json:"state"`
	DisplacedBy ent.NormID       `json:"displaced_by"`
	Through     ent.InstrumentID `json:"through"`
	Disputed    bool             `json:"disputed"`
	Position    string           `json:"position"`
	Confidence  ent.Confidence   `json:"confidence"`
	Cites       []string         `json:"cites"`
	Proof       string           `json:"proof"`
}

// ConditionResult is a condition under which the activity may go ahead.
type ConditionResult struct {
	Bearer ent.StateCode `json:"bearer"`
	Text   string        `json:"text"`
	Norm   ent.NormID    `json:"norm"`
}

// DutyResult is a duty that arose. Due is missing where the law names no day, or where it
// takes a calendar that is not on record to tell it; DueText says so and State is unknown.
type DutyResult struct {
	Bearer  ent.StateCode `json:"bearer"`
	Duty    string        `json:"duty"`
	To      string        `json:"to"`
	Due     ent.Date      `json:"due,omitempty"`
	DueText string        `json:"due_text"`
	Prompt  bool          `json:"prompt,omitempty"` // at once, without a day that can be told
	Legal   bool          `json:"legal"`
	State   string        `json:"state"`
	Norm    ent.NormID    `json:"norm"`
}

// DateResult is a day that follows from a norm but is no duty. There is no day when it
// takes what is missing, a calendar, to tell it.
type DateResult struct {
	What    string     `json:"what"`
	Day     ent.Date   `json:"day"`
	Norm    ent.NormID `json:"norm"`
	Missing string     `json:"missing,omitempty"`
}

// JurisdictionResult says who may try the accused and who keeps him meanwhile.
type JurisdictionResult struct {
	Exclusive  ent.StateCode   `json:"exclusive"`
	Primary    ent.StateCode   `json:"primary"`
	Concurrent []ent.StateCode `json:"concurrent"`
	None       []ent.StateCode `json:"none"`
	Custody    *CustodyResult  `json:"custody,omitempty"`
}

// CustodyResult says who keeps the accused, and until which point.
type CustodyResult struct {
	Holder ent.StateCode `json:"holder"`
	Until  string        `json:"until"`
}

// Share is what one State bears of a claim.
type Share struct {
	State    ent.StateCode `json:"state"`
	Amount   float64       `json:"amount"`
	Currency string        `json:"currency"`
}

// Casus says whether the duty to assist of an alliance arises: yes, no, contested or undetermined.
type Casus struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Triggered  string           `json:"triggered"`
	Why        string           `json:"why"`
}

// ConflictResult is a conflict of norms and what settled it.
type ConflictResult struct {
	Norms    []ent.NormID `json:"norms"`
	Prevails ent.NormID   `json:"prevails"`
	Rule     string       `json:"rule"`
	Reason   string       `json:"reason"`
}

// Question is a fact that would settle, or could change, the answer.
type Question struct {
	Fact    string       `json:"fact"`
	Ask     string       `json:"ask"`
	Type    string       `json:"type"`
	Values  []string     `json:"values,omitempty"`
	Decides []ent.NormID `json:"decides"`
}

// NotApplicable is an instrument that one might expect and that does not apply.
type NotApplicable struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Bearer     ent.StateCode    `json:"bearer,omitempty"`
	Why        string           `json:"why"`
}

// NotExamined is a norm that this kind of matter does not bring up by itself, that
// could prohibit or condition the activity, and of whose facts none was stated.
type NotExamined struct {
	Norm  ent.NormID `json:"norm"`
	Facts []string   `json:"facts"`
}

// PositionResult is the position taken on a disputed norm that the finding used.
type PositionResult struct {
	Norm     ent.NormID `json:"norm"`
	Position string     `json:"position"`
	Chosen   bool       `json:"chosen"`
}

// AsOf tells to which day the list of an instrument's participants is complete.
type AsOf struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Day        ent.Date         `json:"day"`
}
