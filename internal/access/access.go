// Package access says who may do what with what: roles, classification and releasability,
// asked in one place below every surface. The policies stand in policies.cedar, for an
// auditor to read; a request that no policy permits is refused, and so is one whose
// marking cannot be read.
package access

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"

	"github.com/cedar-policy/cedar-go"

	ent "entente"
)

// Role is what somebody is in the institution.
type Role string

// The roles of the contract.
const (
	Administrator   Role = "administrator"
	LegalAdviser    Role = "legal-adviser"
	Planner         Role = "planner"
	VettingOfficer  Role = "vetting-officer"
	TransferOfficer Role = "transfer-officer"
	SharingOfficer  Role = "sharing-officer"
	Approver        Role = "approver"
	RecordsOfficer  Role = "records-officer"
	Oversight       Role = "oversight"
	Partner         Role = "partner"
	Nobody          Role = "nobody"
)

// Roles are those that a person or machine can be given.
var Roles = []Role{Administrator, LegalAdviser, Planner, VettingOfficer, TransferOfficer, SharingOfficer, Approver, RecordsOfficer, Oversight, Partner}

// Action is what somebody wants to do.
type Action string

// The actions that the policies know.
const (
	Public     Action = "public"     // see the public pages
	Ask        Action = "ask"        // ask the law
	Read       Action = "read"       // read the record
	Register   Action = "register"   // put instruments, acts, texts on record
	Treaty     Action = "treaty"     // take steps of a treaty's making
	Duty       Action = "duty"       // put duties on record and fulfil them
	Norm       Action = "norm"       // put norms on record
	Import     Action = "import"     // import collections
	Find       Action = "find"       // put findings on record
	Plan       Action = "plan"       // plan activities
	Safeguard  Action = "safeguard"  // vet, screen, license
	Exchange   Action = "exchange"   // share with partners
	Approve    Action = "approve"    // sign what another drafted
	Log        Action = "log"        // sign checkpoints, export the log
	Administer Action = "administer" // people, tokens, configuration
	Oversee    Action = "oversee"    // inquire, sample, take bundles
)

// Levels are the classifications, the lowest first.
var Levels = []string{"PUBLIC", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"}

// Level returns the rank of a classification, from 0.
func Level(name string) (int, bool) {
	i := slices.Index(Levels, strings.ToUpper(strings.TrimSpace(name)))
	return i, i >= 0
}

// Principal is who asks.
type Principal struct {
	Name      ent.Actor
	Role      Role
	Clearance int           // index in Levels
	Nation    ent.StateCode // for what is releasable to some States only
}

// Anyone is who has not signed in.
var Anyone = Principal{Name: "anyone", Role: Nobody}

// Resource is what is asked for. Drafter is who made it, for the rule of two people.
type Resource struct {
	Marking Marking
	Drafter ent.Actor
}

// Marking is a classification and, when it is not for all who are cleared, to whom it may go.
type Marking struct {
	Level int
	Rel   []ent.StateCode
}

// ParseMarking reads "SECRET" or "SECRET//REL TO USA, JPN"; empty is public. A marking that
// cannot be read is an error, and whatever bears it is for nobody.
func ParseMarking(s string) (Marking, error) {
	if strings.TrimSpace(s) == "" {
		return Marking{}, nil
	}
	name, caveats, _ := strings.Cut(s, "//")
	l, ok := Level(name)
	if !ok {
		return Marking{}, ent.Errorf(ent.Invalid, "%q is no classification; the classifications are %s", strings.TrimSpace(name), strings.Join(Levels, ", "))
	}
	m := Marking{Level: l}
	if strings.TrimSpace(caveats) == "" {
		return m, nil
	}
	list, ok := strings.CutPrefix(strings.ToUpper(strings.TrimSpace(caveats)), "REL TO ")
	for _, c := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		m.Rel = append(m.Rel, ent.StateCode(c))
	}
	if !ok || len(m.Rel) == 0 {
		return Marking{}, ent.Errorf(ent.Invalid, "%q is no caveat; write REL TO USA, JPN", strings.TrimSpace(caveats))
	}
	return m, nil
}

// String prints the marking as ParseMarking reads it.
func (m Marking) String() string {
	s := Levels[m.Level]
	if len(m.Rel) > 0 {
		w := make([]string, len(m.Rel))
		for i, c := range m.Rel {
			w[i] = string(c)
		}
		s += "//REL TO " + strings.Join(w, ", ")
	}
	return s
}

//go:embed policies.cedar
var policies []byte

// Guard decides requests by the policies.
type Guard struct{ set *cedar.PolicySet }

// NewGuard returns the guard with the policies of the program.
func NewGuard() (*Guard, error) {
	set, err := cedar.NewPolicySetFromBytes("policies.cedar", policies)
	if err != nil {
		return nil, fmt.Errorf("access policies: %w", err)
	}
	return &Guard{set}, nil
}

// May reports whether somebody may do something with a resource.
func (g *Guard) May(p Principal, a Action, r Resource) bool {
	rel := make([]cedar.Value, len(r.Marking.Rel))
	for i, c := range r.Marking.Rel {
		rel[i] = cedar.String(c)
	}
	user, thing := cedar.NewEntityUID("User", cedar.String(p.Name)), cedar.NewEntityUID("Record", "asked")
	entities := cedar.EntityMap{
		user:  {UID: user, Attributes: cedar.NewRecord(cedar.RecordMap{"name": cedar.String(p.Name), "role": cedar.String(p.Role), "clearance": cedar.Long(p.Clearance), "nation": cedar.String(p.Nation)})},
		thing: {UID: thing, Attributes: cedar.NewRecord(cedar.RecordMap{"level": cedar.Long(r.Marking.Level), "rel": cedar.NewSet(rel...), "drafter": cedar.String(r.Drafter)})},
	}
	ok, diag := cedar.Authorize(g.set, entities, cedar.Request{Principal: user, Action: cedar.NewEntityUID("Action", cedar.String(a)), Resource: thing, Context: cedar.NewRecord(nil)})
	return ok == cedar.Allow && len(diag.Errors) == 0
}

// Check returns an error of kind Forbidden when somebody may not. It says what was asked,
// never what the thing is.
func (g *Guard) Check(p Principal, a Action, r Resource) error {
	if g.May(p, a, r) {
		return nil
	}
	if p.Role == Nobody {
		return ent.Errorf(ent.Forbidden, "sign in first")
	}
	if a == Approve && r.Drafter == p.Name && p.Name != "" {
		return ent.Errorf(ent.Forbidden, "refused: two people must sign, and you drafted it")
	}
	return ent.Errorf(ent.Forbidden, "refused: a %s may not do this (%s), or is not cleared for it", p.Role, a)
}
