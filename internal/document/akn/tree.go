package akn

import (
	"bufio"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	ent "entente"
)

// node is an element, or a text when it has no name. A name of the standard stands bare, one
// of our own namespace begins with "ent:", any other with "?:".
type node struct {
	name  string
	attrs []attr
	kids  []*node
	text  string
	mixed bool // holds text: blanks count
}

type attr struct{ name, value string }

func el(name string, kids ...*node) *node { return &node{name: name, kids: kids} }

// mixed makes an element that holds text, a br for each end of a line.
func mixed(name, text string) *node {
	n := &node{name: name, mixed: true}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			n.kids = append(n.kids, el("br"))
		}
		if line != "" {
			n.kids = append(n.kids, &node{text: line})
		}
	}
	return n
}

func (n *node) add(kids ...*node) *node {
	n.kids = append(n.kids, kids...)
	return n
}

// set adds an attribute; one with an empty value is left out.
func (n *node) set(name, value string) *node {
	if value != "" {
		n.attrs = append(n.attrs, attr{name, value})
	}
	return n
}

func (n *node) attr(name string) string {
	for _, a := range n.attrs {
		if a.name == name {
			return a.value
		}
	}
	return ""
}

// first returns the first child of the name, nil when there is none.
func (n *node) first(name string) *node {
	if n == nil {
		return nil
	}
	for _, k := range n.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// each calls f for every element below n of the names, in order; below what f is called
// for it looks no further.
func (n *node) each(f func(*node), names ...string) {
	for _, k := range n.kids {
		if k.is(names...) {
			f(k)
			continue
		}
		k.each(f, names...)
	}
}

func (n *node) is(names ...string) bool {
	for _, w := range names {
		if n.name == w {
			return true
		}
	}
	return false
}

func (n *node) has(names ...string) bool {
	found := false
	n.each(func(*node) { found = true }, names...)
	return found
}

// print writes the tree; elements that hold no text stand on lines of their own.
func (n *node) print(w *bufio.Writer, indent int) {
	if n.name == "" {
		escape(w, n.text)
		return
	}
	w.WriteByte('<')
	w.WriteString(n.name)
	for _, a := range n.attrs {
		w.WriteByte(' ')
		w.WriteString(a.name)
		w.WriteString(`="`)
		escape(w, a.value)
		w.WriteByte('"')
	}
	if len(n.kids) == 0 {
		w.WriteString("/>")
		return
	}
	w.WriteByte('>')
	for _, k := range n.kids {
		if !n.mixed {
			newline(w, indent+1)
		}
		k.print(w, indent+1)
	}
	if !n.mixed {
		newline(w, indent)
	}
	w.WriteString("</" + n.name + ">")
}

func newline(w *bufio.Writer, indent int) {
	w.WriteByte('\n')
	for range indent {
		w.WriteString("  ")
	}
}

func escape(w *bufio.Writer, s string) { _ = xml.EscapeText(w, []byte(s)) }

// What a file may have at most. A text of a thousand pages stays well below.
const (
	maxBytes = 64 << 20
	maxNodes = 2_000_000
	maxDepth = 200
)

// parse reads the tree of a file. Document types and entities are refused, as is a file
// larger or deeper than any text of law is.
func parse(r io.Reader) (*node, error) {
	limited := &io.LimitedReader{R: r, N: maxBytes + 1}
	p := &parser{dec: xml.NewDecoder(limited)}
	root, err := p.read()
	if limited.N <= 0 {
		return nil, ent.Errorf(ent.Invalid, "the file is larger than %d MiB; split it", maxBytes>>20)
	}
	return root, err
}

type parser struct {
	dec   *xml.Decoder
	open  []*node
	root  *node
	nodes int
}

func (p *parser) read() (*node, error) {
	for {
		tok, err := p.dec.Token()
		switch {
		case errors.Is(err, io.EOF) && p.root != nil && len(p.open) == 0:
			return p.root, nil
		case errors.Is(err, io.EOF):
			return nil, ent.Errorf(ent.Invalid, "the file has no XML element; give an Akoma Ntoso file")
		case err != nil:
			return nil, ent.Errorf(ent.Invalid, "this is no well-formed XML: %v", err)
		}
		if err := p.token(tok); err != nil {
			return nil, err
		}
	}
}

func (p *parser) token(tok xml.Token) error {
	switch t := tok.(type) {
	case xml.Directive:
		return ent.Errorf(ent.Invalid, "the file declares a document type or entities, which are refused; take the declaration out")
	case xml.StartElement:
		return p.start(t)
	case xml.EndElement:
		p.open = p.open[:len(p.open)-1]
	case xml.CharData:
		if len(p.open) > 0 {
			return p.put(&node{text: string(t)})
		}
	}
	return nil
}

func (p *parser) start(t xml.StartElement) error {
	n := &node{name: named(t.Name, Namespace)}
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			continue
		}
		n.attrs = append(n.attrs, attr{named(a.Name, ""), a.Value})
	}
	if p.root == nil {
		if t.Name.Local != "akomaNtoso" {
			return ent.Errorf(ent.Invalid, "the file begins with <%s>; an Akoma Ntoso file begins with <akomaNtoso>", t.Name.Local)
		}
		n.name, n.text, p.root = "akomaNtoso", t.Name.Space, n
		p.open = append(p.open, n)
		return nil
	}
	if len(p.open) == 0 {
		return ent.Errorf(ent.Invalid, "the file has a second root element <%s>", t.Name.Local)
	}
	if len(p.open) >= maxDepth {
		return ent.Errorf(ent.Invalid, "the elements are nested more than %d deep", maxDepth)
	}
	if err := p.put(n); err != nil {
		return err
	}
	p.open = append(p.open, n)
	return nil
}

func (p *parser) put(n *node) error {
	if p.nodes++; p.nodes > maxNodes {
		return ent.Errorf(ent.Invalid, "the file has more than %d elements and texts", maxNodes)
	}
	top := p.open[len(p.open)-1]
	top.kids = append(top.kids, n)
	return nil
}

// named gives a name as the tree holds it; home is the namespace whose names stand bare.
// Drafts of the standard have namespaces of their own, which begin alike.
func named(n xml.Name, home string) string {
	switch {
	case n.Space == Own:
		return "ent:" + n.Local
	case n.Space == home, home == Namespace && draft(n.Space):
		return n.Local
	case n.Space == "http://www.w3.org/XML/1998/namespace":
		return "xml:" + n.Local
	}
	return "?:" + n.Local
}

func draft(space string) bool {
	return strings.HasPrefix(space, Namespace+"/") || strings.HasPrefix(space, "http://www.akomantoso.org/")
}
