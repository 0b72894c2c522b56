// Package fact holds the facts of a matter: which may be stated, of what type,
// and what was stated. A fact that was not stated is unknown, never false; a
// list that was stated is complete.
package fact

import (
	"fmt"
	"slices"

	ent "entente"
)

// Type is the type of a fact as the vocabulary declares it.
type Type string

// The types of facts.
const (
	Bool       Type = "bool"
	String     Type = "string"
	Enum       Type = "enum"
	EnumList   Type = "[enum]"
	Day        Type = "date"
	Number     Type = "number"
	Money      Type = "money"
	State      Type = "state"
	StateList  Type = "[state]"
	Instrument Type = "instrument"
)

// Declaration is one fact that a matter may state.
type Declaration struct {
	Name   string       `yaml:"name"`
	Type   Type         `yaml:"type"`
	Values []string     `yaml:"values,flow"`
	Ask    string       `yaml:"ask"`
	Kinds  []string     `yaml:"kinds,flow"`
	Norms  []ent.NormID `yaml:"norms,flow"`
	Note   string       `yaml:"note"`
}

// Value is what was stated of one fact. Which field counts depends on the type:
// Yes (bool), Words (string, enum, state and instrument: one; lists: all), Day,
// Number (number and money) and Currency (money).
type Value struct {
	Type     Type
	Yes      bool
	Words    []string
	Day      ent.Date
	Number   float64
	Currency string
}

// Word returns the only word of a value that has one.
func (v Value) Word() string {
	if len(v.Words) == 0 {
		return ""
	}
	return v.Words[0]
}

// Has reports whether the word is among those stated.
func (v Value) Has(word string) bool { return slices.Contains(v.Words, word) }

// String prints the value as a matter states it.
func (v Value) String() string {
	switch v.Type {
	case Bool:
		return fmt.Sprint(v.Yes)
	case Day:
		return v.Day.String()
	case Number:
		return fmt.Sprint(v.Number)
	case Money:
		return fmt.Sprintf("%.2f %s", v.Number, v.Currency)
	case EnumList, StateList:
		return fmt.Sprint(v.Words)
	}
	return v.Word()
}

// Set is the facts stated in a matter, by name.
type Set map[string]Value

// Kind is a kind of matter.
type Kind struct {
	ID        string       `yaml:"id"`
	Family    string       `yaml:"family"`
	Meaning   string       `yaml:"meaning"`
	Roles     []string     `yaml:"roles,flow"`
	MainFacts []string     `yaml:"main_facts,flow"`
	Norms     []ent.NormID `yaml:"norms,flow"`
}

// Role is what a participant is in a matter.
type Role struct {
	ID      string `yaml:"id"`
	Meaning string `yaml:"meaning"`
}

// Position is one tenable view of a disputed norm.
type Position struct {
	ID      string `yaml:"id"`
	Meaning string `yaml:"meaning"`
}

// Place is where a norm stands.
type Place struct {
	ID         ent.NormID       `yaml:"id"`
	Instrument ent.InstrumentID `yaml:"instrument"`
	Article    string           `yaml:"article"`
}

// InstrumentName declares an instrument that a matter may name.
type InstrumentName struct {
	ID         ent.InstrumentID `yaml:"id"`
	Title      string           `yaml:"title"`
	LegalOrder string           `yaml:"legal_order"`
	Binding    bool             `yaml:"binding"`
	Aliases    []string         `yaml:"aliases,flow"`
	PartOf     string           `yaml:"part_of"`
}

// Vocabulary declares everything that a matter may use.
type Vocabulary struct {
	Version           int                           `yaml:"version"`
	Types             map[string]string             `yaml:"types"`
	Hypothetical      map[string]string             `yaml:"hypothetical_states"`
	CustodyUntil      []string                      `yaml:"custody_until,flow"`
	Kinds             []Kind                        `yaml:"kinds"`
	Roles             []Role                        `yaml:"roles"`
	Facts             []Declaration                 `yaml:"facts"`
	Positions         map[ent.NormID][]Position     `yaml:"positions"`
	Instruments       []InstrumentName              `yaml:"instruments"`
	Groups            map[string][]ent.InstrumentID `yaml:"groups"`
	Norms             []Place                       `yaml:"norms"`
	NormsWithoutFacts map[ent.NormID]string         `yaml:"norms_without_facts"`

	facts map[string]*Declaration
	kinds map[string]*Kind
	roles map[string]bool
	norms map[ent.NormID]*Place
}

// Index prepares the look-ups; it must be called once after decoding.
func (v *Vocabulary) Index() {
	v.facts, v.kinds, v.roles, v.norms = map[string]*Declaration{}, map[string]*Kind{}, map[string]bool{}, map[ent.NormID]*Place{}
	for i := range v.Facts {
		v.facts[v.Facts[i].Name] = &v.Facts[i]
	}
	for i := range v.Kinds {
		v.kinds[v.Kinds[i].ID] = &v.Kinds[i]
	}
	for _, r := range v.Roles {
		v.roles[r.ID] = true
	}
	for i := range v.Norms {
		v.norms[v.Norms[i].ID] = &v.Norms[i]
	}
}

// Fact returns the declaration of the fact, nil when there is none.
func (v *Vocabulary) Fact(name string) *Declaration { return v.facts[name] }

// Kind returns the kind of matter, nil when there is none.
func (v *Vocabulary) Kind(id string) *Kind { return v.kinds[id] }

// HasRole reports whether the role is declared.
func (v *Vocabulary) HasRole(id string) bool { return v.roles[id] }

// Norm returns where the norm stands, nil when it is not declared.
func (v *Vocabulary) Norm(id ent.NormID) *Place { return v.norms[id] }

// DefaultPosition returns the first position of a disputed norm, "" when it is not disputed.
func (v *Vocabulary) DefaultPosition(id ent.NormID) string {
	if p := v.Positions[id]; len(p) > 0 {
		return p[0].ID
	}
	return ""
}

// HasPosition reports whether the norm may be read in that way.
func (v *Vocabulary) HasPosition(id ent.NormID, position string) bool {
	return slices.ContainsFunc(v.Positions[id], func(p Position) bool { return p.ID == position })
}

// FactNames returns the names of all facts.
func (v *Vocabulary) FactNames() []string {
	out := make([]string, len(v.Facts))
	for i := range v.Facts {
		out[i] = v.Facts[i].Name
	}
	return out
}

// KindNames returns the ids of all kinds.
func (v *Vocabulary) KindNames() []string {
	out := make([]string, len(v.Kinds))
	for i := range v.Kinds {
		out[i] = v.Kinds[i].ID
	}
	return out
}

// RoleNames returns the ids of all roles.
func (v *Vocabulary) RoleNames() []string {
	out := make([]string, len(v.Roles))
	for i := range v.Roles {
		out[i] = v.Roles[i].ID
	}
	return out
}
