// Package access says who may do what with what: roles, classification and releasability,
// asked in one place below every surface. The policies stand in policies.cedar, for an
// auditor to read; a request that no policy permits is refused, and so is one whose
// marking cannot be read.
package access

import (
	_ "embed"
	"fmt"

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
	See        Action = "see"        // see a record of a marking, whatever is done with it
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
	Audit      Action = "audit"      // see who was shown what is classified
)

// Principal is who asks.
type Principal struct {
	Name      ent.Actor
	Role      Role
	Clearance int           // index in Levels
	Nation    ent.StateCode // for what is releasable to some States only
	operator  bool          // works on the machine itself, where the store can be read anyway
}

// Operator is somebody who works on the machine itself, by the command line: cleared for
// everything, since whoever holds the store holds all that is in it.
func Operator(name ent.Actor) Principal {
	return Principal{Name: name, Role: Nobody, Clearance: len(Levels) - 1, operator: true}
}

// Operates reports whether the principal works on the machine itself.
func (p *Principal) Operates() bool { return p.operator }

// Anyone is who has not signed in.
var Anyone = Principal{Name: "anyone", Role: Nobody}

// Resource is what is asked for. Drafter is who made it, for the rule of two people.
type Resource struct {
	Marking Marking
	Drafter ent.Actor
}

//go:embed policies.cedar
var policies []byte

// Guard decides requests by the policies.
type Guard struct {
	Realm
	set *cedar.PolicySet
}

// NewGuard returns the guard with the policies of the program, which knows to whom lists of
// States and organisations release.
func NewGuard(r Realm) (*Guard, error) {
	set, err := cedar.NewPolicySetFromBytes("policies.cedar", policies)
	if err != nil {
		return nil, fmt.Errorf("access policies: %w", err)
	}
	return &Guard{r, set}, nil
}

// May reports whether somebody may do something with a resource.
func (g *Guard) May(p Principal, a Action, r Resource) bool {
	rel, groups := values(r.Marking.Rel), []cedar.Value(nil)
	if len(rel) > 0 {
		groups = values(g.Groups(p.Nation))
	}
	user, thing := cedar.NewEntityUID("User", cedar.String(p.Name)), cedar.NewEntityUID("Record", "asked")
	entities := cedar.EntityMap{
		user:  {UID: user, Attributes: cedar.NewRecord(cedar.RecordMap{"name": cedar.String(p.Name), "role": cedar.String(p.Role), "clearance": cedar.Long(p.Clearance), "nation": cedar.String(p.Nation), "groups": cedar.NewSet(groups...)})},
		thing: {UID: thing, Attributes: cedar.NewRecord(cedar.RecordMap{"level": cedar.Long(r.Marking.Level), "rel": cedar.NewSet(rel...), "drafter": cedar.String(r.Drafter)})},
	}
	ok, diag := cedar.Authorize(g.set, entities, cedar.Request{Principal: user, Action: cedar.NewEntityUID("Action", cedar.String(a)), Resource: thing, Context: cedar.NewRecord(nil)})
	return ok == cedar.Allow && len(diag.Errors) == 0
}

func values(codes []ent.StateCode) []cedar.Value {
	out := make([]cedar.Value, len(codes))
	for i, c := range codes {
		out[i] = cedar.String(c)
	}
	return out
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
