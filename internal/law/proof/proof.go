// Package proof is the tree of reasons behind an answer: facts, acts of States,
// norms met and not met, relations, what is absent, what prevailed, and what is
// not known. Every node cites its source. Each node has an id computed from its
// content, so that equal reasons have equal ids in every finding.
package proof

import "strings"

// Kind is what sort of reason a node is.
type Kind string

// The kinds of reason.
const (
	Finding    Kind = "finding"
	Fact       Kind = "fact"
	Act        Kind = "act"
	Norm       Kind = "norm"
	Relation   Kind = "relation"
	Absence    Kind = "absence"
	Precedence Kind = "precedence"
	Unknown    Kind = "unknown"
	Logic      Kind = "logic"
)

// Node is one reason with the reasons under it.
type Node struct {
	ID    string  `json:"id"`
	Kind  Kind    `json:"kind"`
	Text  string  `json:"text"`
	Value string  `json:"value,omitempty"`
	Cites string  `json:"cites,omitempty"`
	Under []*Node `json:"because,omitempty"`
}

// New makes a node; its id follows from its content when Seal is called.
func New(k Kind, text, value, cites string, under ...*Node) *Node {
	return &Node{Kind: k, Text: text, Value: value, Cites: cites, Under: under}
}

// Seal computes the ids of the node and of everything under it: 64 bits that follow
// from its content and the ids under it. They tell reasons apart; they are no
// signature.
func (n *Node) Seal() *Node {
	n.seal()
	return n
}

func (n *Node) seal() uint64 {
	h := uint64(offset)
	for _, s := range [...]string{string(n.Kind), n.Text, n.Value, n.Cites} {
		h = digest(h, s)
	}
	for _, u := range n.Under {
		h = mix(h, u.seal())
	}
	var id [16]byte
	for i := range id {
		id[i] = "0123456789abcdef"[h>>(60-4*i)&15]
	}
	n.ID = string(id[:])
	return h
}

const offset, prime = 14695981039346656037, 1099511628211

// digest adds a string, eight bytes at a time, and its length.
func digest(h uint64, s string) uint64 {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		h = mix(h, uint64(s[0])|uint64(s[1])<<8|uint64(s[2])<<16|uint64(s[3])<<24|uint64(s[4])<<32|uint64(s[5])<<40|uint64(s[6])<<48|uint64(s[7])<<56)
	}
	for i := range len(s) {
		h = mix(h, uint64(s[i]))
	}
	return mix(h, uint64(n))
}

func mix(h, x uint64) uint64 {
	h = (h ^ x) * prime
	return h ^ h>>29
}

// Find returns the node whose id begins with the given letters, or the first on the
// norm of that name; nil when there is none.
func (n *Node) Find(id string) *Node {
	if strings.HasPrefix(n.ID, strings.ToLower(id)) || n.named(id) {
		return n
	}
	for _, u := range n.Under {
		if f := u.Find(id); f != nil {
			return f
		}
	}
	return nil
}

func (n *Node) named(id string) bool {
	name, _, ok := strings.Cut(n.Text, " – ")
	return ok && n.Kind == Norm && strings.EqualFold(name, id)
}

// Print writes the tree as indented text down to the depth (0: all of it).
func (n *Node) Print(depth int) string {
	var b strings.Builder
	n.print(&b, "", "", depth)
	return b.String()
}

func (n *Node) print(b *strings.Builder, lead, indent string, depth int) {
	b.WriteString(lead)
	b.WriteString(n.Text)
	if n.Value != "" {
		b.WriteString(": " + n.Value)
	}
	if n.Cites != "" {
		b.WriteString("  [" + n.Cites + "]")
	}
	b.WriteString("  #" + n.ID + "\n")
	if depth == 1 {
		if len(n.Under) > 0 {
			b.WriteString(indent + "   …\n")
		}
		return
	}
	for i, u := range n.Under {
		branch, next := "├─ ", "│  "
		if i == len(n.Under)-1 {
			branch, next = "└─ ", "   "
		}
		u.print(b, indent+branch, indent+next, depth-1)
	}
}
