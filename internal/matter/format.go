package matter

import (
	"bytes"
	"fmt"
	"strconv"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/fact"
	"entente/internal/law/spelling"
)

// Set states one fact from the text of its value, as a matter would.
func Set(lib *law.Library, m *law.Matter, name, value string) error {
	var doc yaml.Node
	d := lib.Vocabulary.Fact(name)
	if d == nil {
		return ent.Errorf(ent.Invalid, "no fact %q%s", name, spelling.Hint(name, lib.Vocabulary.FactNames()))
	}
	if len(value) > maxText {
		return ent.Errorf(ent.Invalid, "more than %d letters", maxText)
	}
	if d.Type == fact.String {
		m.Facts[name] = fact.Value{Type: d.Type, Words: []string{value}}
		return nil
	}
	if err := yaml.Unmarshal([]byte(value), &doc); err != nil || len(doc.Content) != 1 {
		return ent.Errorf(ent.Invalid, "%q is no value", value)
	}
	count := 0
	if _, why := plain(&doc, &count, 0); why != "" {
		return ent.Errorf(ent.Invalid, "%s", why)
	}
	r := &reader{lib: lib, m: m, f: &Faults{File: name}}
	v := r.value(d, doc.Content[0])
	if len(r.f.Lines) > 0 {
		return ent.Errorf(ent.Invalid, "%s", r.f.Lines[0].Text)
	}
	m.Facts[name] = v
	return nil
}

// Format writes a matter as YAML that Read reads back to the same matter; facts
// stand in the order of the vocabulary.
func Format(lib *law.Library, m *law.Matter) []byte {
	w := &writer{}
	root := mapping()
	add(root, "matter", text(m.Title))
	add(root, "kind", text(m.Kind))
	add(root, "on", plainScalar(m.On.String()))
	if m.Territory != "" {
		add(root, "territory", text(string(m.Territory)))
	}
	if m.Place != nil {
		p := flow(mapping())
		add(p, "lat", plainScalar(strconv.FormatFloat(m.Place.Lat, 'f', -1, 64)))
		add(p, "lon", plainScalar(strconv.FormatFloat(m.Place.Lon, 'f', -1, 64)))
		add(root, "place", p)
	}
	add(root, "participants", w.participants(m))
	facts := mapping()
	for i := range lib.Vocabulary.Facts {
		if v, ok := m.Facts[lib.Vocabulary.Facts[i].Name]; ok {
			add(facts, lib.Vocabulary.Facts[i].Name, w.value(v))
		}
	}
	add(root, "facts", facts)
	w.positions(lib, m, root)
	var b bytes.Buffer
	enc := yaml.NewEncoder(&b)
	enc.SetIndent(2)
	if err := enc.Encode(root); err != nil {
		fmt.Fprintf(&b, "# %v\n", err)
	}
	return b.Bytes()
}

type writer struct{}

func mapping() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode} }

func flow(n *yaml.Node) *yaml.Node { n.Style = yaml.FlowStyle; return n }

func add(m *yaml.Node, key string, v *yaml.Node) { m.Content = append(m.Content, text(key), v) }

// text is a string scalar, quoted by the encoder where it must be.
func text(s string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(s)
	return n
}

func plainScalar(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Value: s} }

func sequence(words []string) *yaml.Node {
	n := flow(&yaml.Node{Kind: yaml.SequenceNode})
	for _, w := range words {
		n.Content = append(n.Content, text(w))
	}
	return n
}

func (w *writer) participants(m *law.Matter) *yaml.Node {
	list := &yaml.Node{Kind: yaml.SequenceNode}
	for _, p := range m.Participants {
		n := flow(mapping())
		add(n, "state", text(string(p.State)))
		add(n, "role", text(p.Role))
		if p.Asked {
			add(n, "asked", plainScalar("true"))
		}
		if len(p.Bound) > 0 {
			ids := make([]string, len(p.Bound))
			for i, id := range p.Bound {
				ids[i] = string(id)
			}
			add(n, "bound", sequence(ids))
		}
		list.Content = append(list.Content, n)
	}
	return list
}

func (w *writer) value(v fact.Value) *yaml.Node {
	switch v.Type {
	case fact.Bool:
		return plainScalar(strconv.FormatBool(v.Yes))
	case fact.Day:
		return plainScalar(v.Day.String())
	case fact.Number:
		return plainScalar(strconv.FormatFloat(v.Number, 'f', -1, 64))
	case fact.Money:
		n := flow(mapping())
		add(n, "amount", plainScalar(strconv.FormatFloat(v.Number, 'f', -1, 64)))
		add(n, "currency", text(v.Currency))
		return n
	case fact.EnumList, fact.StateList:
		return sequence(v.Words)
	}
	return text(v.Word())
}

func (w *writer) positions(lib *law.Library, m *law.Matter, root *yaml.Node) {
	if len(m.Positions) == 0 {
		return
	}
	n := mapping()
	for _, k := range lib.Vocabulary.Norms {
		if p, ok := m.Positions[k.ID]; ok {
			add(n, string(k.ID), text(p))
		}
	}
	add(root, "positions", n)
}
