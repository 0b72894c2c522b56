package law

import (
	"fmt"
	"strings"

	ent "entente"
	"entente/internal/law/condition"
	"entente/internal/law/norm"
	"entente/internal/law/treaty"
)

// Tie tells how the bearer is bound by the norm's source.
type Tie struct {
	truth     truth
	Through   ent.InstrumentID
	Contested bool
	Since     ent.Date
	Why       string
	Cites     string
}

// tieKey asks how a State, or two, are bound by an instrument.
type tieKey struct {
	a, b ent.StateCode
	id   ent.InstrumentID
}

// bound answers whether the bearer, or the pair that the norm speaks of, is bound by its source.
func (e *Evaluation) bound(n *norm.Compiled, p int) *Tie {
	id := n.Place.Instrument
	if n.Unbound || id == "" {
		return free
	}
	var t *Tie
	if len(n.Between) == 2 {
		t = e.boundBetween(n, p, id)
	} else {
		t = e.boundAlone(e.Matter.Participants[p].State, id, n.Class)
	}
	if t.truth != condition.True && n.BindsAll {
		return &Tie{truth: condition.True, Through: "CUSTOM", Why: t.Why + "; the rule binds as custom", Cites: "custom"}
	}
	return t
}

// free is the tie of a rule that binds without participation.
var free = &Tie{truth: condition.True, Why: "the rule does not depend on participation"}

func (e *Evaluation) boundAlone(c ent.StateCode, id ent.InstrumentID, class norm.Class) *Tie {
	if (class == norm.Policy || class == norm.Custom || class == norm.Charter) && e.Library.Treaties.World().IsOrganisation(c) {
		return &Tie{truth: condition.True, Why: "the rule addresses organisations", Cites: string(id)}
	}
	key := tieKey{a: c, id: id}
	t := e.ties[key]
	if t == nil {
		t = e.standing(c, id)
		e.ties[key] = t
	}
	return t
}

// standing answers whether a State is bound by itself, and says it in words.
func (e *Evaluation) standing(c ent.StateCode, id ent.InstrumentID) *Tie {
	s, since := e.View.Standing(c, id)
	t := &Tie{truth: condition.False, Since: since, Cites: string(id)}
	state, instrument := string(c), string(id)
	switch s {
	case treaty.Party:
		t.truth, t.Why = condition.True, state+" is bound by "+instrument
	case treaty.ProvisionalParty:
		t.truth, t.Why = condition.True, state+" applies "+instrument+" provisionally"
	case treaty.Contested:
		e.contestedTie(t, c, id)
	case treaty.Undetermined:
		t.truth, t.Why = condition.Unknown, "whether "+state+" is bound by "+instrument+" is not known"
	case treaty.Withdrawn:
		t.Why = state + " is no longer bound by " + instrument
	case treaty.Signatory:
		t.Why = state + " signed or deposited but is not bound by " + instrument + " on this day"
	default:
		t.Why = state + " is not party to " + instrument
		if in := e.Library.Treaties.Instrument(id); in != nil && in.Participants == "" {
			if _, _, day := e.Library.Treaties.EntryIntoForce(id); day == 0 || day > e.Matter.On {
				t.Why = instrument + " is not in force on this day"
			}
		}
	}
	return t
}

// contestedTie settles a contested standing by the position taken on unilateral
// suspension; where the dispute is about something else it stays open.
func (e *Evaluation) contestedTie(t *Tie, c ent.StateCode, id ent.InstrumentID) {
	t.Contested = true
	if !e.Library.Treaties.SuspensionClaimed(c, id, e.Matter.On) {
		t.truth, t.Why = condition.Unknown, fmt.Sprintf("whether %s is bound by %s is contested", c, id)
		return
	}
	p := e.Library.Position(e.Matter, "T-SUSP")
	t.truth = condition.Of(p != "suspension-effective")
	if t.truth == condition.True {
		t.Why = fmt.Sprintf("%s claims to have suspended %s; on the position %s it stays bound", c, id, p)
	} else {
		t.Why = fmt.Sprintf("%s has suspended %s; the position %s gives that effect", c, id, p)
	}
}

// boundBetween asks the instrument between two roles, then every instrument that
// applies its articles between its own parties.
func (e *Evaluation) boundBetween(n *norm.Compiled, p int, id ent.InstrumentID) *Tie {
	pairs := e.pairs(n, p)
	t := e.relation(pairs, id)
	for _, try := range e.Library.Treaties.Applying(id) {
		if t.truth == condition.True {
			break
		}
		if u := e.relation(pairs, try); u.truth == condition.True || u.truth == condition.Unknown && t.truth == condition.False {
			through := *u
			through.Through, through.Why = try, u.Why+", which applies the articles of "+string(id)
			t = &through
		}
	}
	return t
}

func (e *Evaluation) pairs(n *norm.Compiled, p int) [][2]ent.StateCode {
	var out [][2]ent.StateCode
	for _, i := range e.Roles[n.Between[0]] {
		for _, j := range e.Roles[n.Between[1]] {
			involved := i == p || j == p || !contains(n.Between, e.Matter.Participants[p].Role)
			if involved && i != j {
				out = append(out, [2]ent.StateCode{e.Matter.Participants[i].State, e.Matter.Participants[j].State})
			}
		}
	}
	return out
}

// relation answers whether the instrument is in force in one of the pairs; while that
// is not known of one and of none it is so, it is not known.
func (e *Evaluation) relation(pairs [][2]ent.StateCode, id ent.InstrumentID) *Tie {
	var t *Tie
	for _, pair := range pairs {
		key := tieKey{pair[0], pair[1], id}
		u := e.ties[key]
		if u == nil {
			u = e.pairTie(pair, id)
			e.ties[key] = u
		}
		if u.truth == condition.True {
			return u
		}
		if t == nil || t.truth == condition.False {
			t = u
		}
	}
	if t == nil {
		return &Tie{truth: condition.False, Cites: string(id), Why: string(id) + ": there is no second State to be bound with"}
	}
	return t
}

func (e *Evaluation) pairTie(pair [2]ent.StateCode, id ent.InstrumentID) *Tie {
	r := e.View.Between(pair[:], id)
	t := &Tie{truth: condition.Of(r.InForce), Since: r.Since, Cites: string(id), Why: r.Why}
	x, y := string(pair[0]), string(pair[1])
	switch {
	case r.InForce && r.Clash:
		t.truth = condition.Unknown
		t.Why = "acts on record contradict one another on whether " + string(id) + " binds " + x + " and " + y + ": " + strings.Join(r.ModifiedBy, "; ")
	case r.InForce && r.Contested:
		p := e.Library.Position(e.Matter, "T-SUSP")
		t.truth, t.Contested = condition.Of(p != "suspension-effective"), true
		t.Why = "whether " + string(id) + " binds " + x + " and " + y + " toward one another is contested; position " + p
	case r.Unknown:
		t.truth = condition.Unknown
	case r.InForce:
		t.Why = string(id) + " is in force between " + x + " and " + y + " since " + r.Since.String()
	case t.Why == "":
		t.Why = string(id) + " is not in force between " + x + " and " + y
	}
	return t
}
