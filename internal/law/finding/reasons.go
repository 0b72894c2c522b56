package finding

import (
	"fmt"
	"strings"

	"entente/internal/law"

	"entente/internal/law/condition"
	"entente/internal/law/norm"
	"entente/internal/law/proof"
)

// proof builds the tree of reasons: the finding, each participant, each legal
// order, each norm with how the bearer is bound and every node of its conditions.
func (a *assembly) proof() {
	root := proof.New(proof.Finding, "finding on "+quote(a.Matter.Title)+" on "+a.Matter.On.String(), string(a.f.Outcome), "")
	for p := range a.Matter.Participants {
		fp := a.f.For[p]
		node := proof.New(proof.Finding, a.bearerText(p), string(fp.Outcome), "")
		for _, x := range a.listed {
			if x.p == p {
				node.Under = append(node.Under, a.normProof(x))
			}
		}
		root.Under = append(root.Under, node)
	}
	a.f.Proof = root.Seal()
	k := 0
	for _, x := range a.listed {
		if !x.repeat {
			a.f.Norms[k].Proof = a.proofID(x)
			k++
		}
	}
}

func (a *assembly) proofID(x listed) string {
	for _, n := range a.f.Proof.Under[x.p].Under {
		if strings.HasPrefix(n.Text, string(x.n.ID)+" ") {
			return n.ID
		}
	}
	return ""
}

func quote(s string) string { return "“" + s + "”" }

func (a *assembly) normProof(x listed) *proof.Node {
	n, r := x.n, x.r
	node := proof.New(proof.Norm, string(n.ID)+" – "+n.Title, string(r.State), strings.Join(n.Source.Cites, "; "))
	node.Under = append(node.Under, proof.New(proof.Relation, r.Tie.Why, word(r.Bound), r.Tie.Cites))
	for _, part := range []struct {
		name string
		c    norm.Condition
		t    condition.Truth
	}{{"it concerns this matter", n.Applies, r.Applies}, {"its condition holds", n.When, r.When}, {"an exception applies", n.Unless, r.Unless}} {
		if part.c.Program != nil {
			node.Under = append(node.Under, proof.New(proof.Logic, part.name, word(part.t), "", a.reasonsOf(part.c.Program, x.p)))
		}
	}
	if p := a.period(n); p != nil {
		node.Under = append(node.Under, p)
	}
	if r.By != nil {
		text := fmt.Sprintf("%s takes its place (%s): %s", r.By.Norm, r.By.Rule, r.By.Reason)
		if r.State == law.Unknown {
			text = fmt.Sprintf("%s would take its place (%s), and whether it is met is not known", r.By.Norm, r.By.Rule)
		}
		node.Under = append(node.Under, proof.New(proof.Precedence, text, "", ""))
	}
	if a.Library.Index.Disputed[n.Index] {
		node.Under = append(node.Under, proof.New(proof.Precedence, "the norm is disputed; position taken: "+a.Library.Position(a.Matter, n.ID), "", ""))
	}
	return node
}

func (a *assembly) period(n *norm.Compiled) *proof.Node {
	if n.From != 0 && a.Matter.On < n.From {
		return proof.New(proof.Absence, "the rule begins on "+n.From.String(), "", "")
	}
	if n.Until != 0 && a.Matter.On >= n.Until {
		return proof.New(proof.Absence, "the rule ended on "+n.Until.String(), "", "")
	}
	return nil
}

func word(t condition.Truth) string { return t.String() }

// reasonsOf turns the values of a program's nodes, kept by its evaluation, into reasons.
func (a *assembly) reasonsOf(p *condition.Program, bearer int) *proof.Node {
	values := make([]condition.Truth, p.Len())
	p.Eval(a.Leaves[bearer], values)
	return a.conditionNode(p, p.Root(), values, bearer)
}

func (a *assembly) conditionNode(p *condition.Program, i int, values []condition.Truth, bearer int) *proof.Node {
	n := p.Node(i)
	if n.Leaf >= 0 {
		return a.leafNode(n.Leaf, values[i])
	}
	node := proof.New(proof.Logic, p.Text(i), word(values[i]), "")
	node.Under = make([]*proof.Node, 0, len(n.Args))
	for _, k := range n.Args {
		node.Under = append(node.Under, a.conditionNode(p, k, values, bearer))
	}
	return node
}

func (a *assembly) leafNode(i int, t condition.Truth) *proof.Node {
	at := &a.Atoms[i]
	kind, cites := proof.Fact, "facts of the matter"
	switch at.Kind {
	case condition.NormMet:
		kind, cites = proof.Norm, at.Name
	case condition.Bound, condition.BoundTogether:
		kind, cites = proof.Relation, strings.TrimSpace(at.Other+" "+at.Third)
	case condition.Member:
		kind, cites = proof.Relation, at.Other+" membership"
	case condition.PlaceIn, condition.PlaceMetropolitan:
		cites = "areas"
	case condition.Position:
		kind, cites = proof.Precedence, "position taken"
	}
	text := a.Library.Index.Texts()[i]
	if v, ok := a.Matter.Facts[at.Name]; ok && kind == proof.Fact {
		text += " (stated: " + v.String() + ")"
	}
	if t == condition.Unknown {
		kind = proof.Unknown
		if _, ok := a.Matter.Facts[at.Name]; !ok && at.Kind <= condition.FactStated {
			cites = "not stated"
		}
	}
	return proof.New(kind, text, word(t), cites)
}
