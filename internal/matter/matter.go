// Package matter reads a matter as people write it, in YAML or JSON, and names
// every fault with its line, the word, and the nearest valid one. A matter that
// has a fault is not read at all.
package matter

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/fact"
	"entente/internal/law/spelling"
)

// Limits of a matter read from outside.
const (
	MaxBytes = 1 << 20
	maxNodes = 20000
	maxText  = 4000
)

// Faults is everything that is wrong with a matter; its kind is Invalid.
type Faults struct {
	File  string
	Lines []Fault
}

// Fault is one thing that is wrong, on a line (0: the file as a whole).
type Fault struct {
	Line int
	Text string
}

// Error lists the faults, one per line: file:line: text.
func (f *Faults) Error() string {
	var b strings.Builder
	for i, l := range f.Lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		if l.Line > 0 {
			fmt.Fprintf(&b, "%s:%d: %s", f.File, l.Line, l.Text)
		} else {
			fmt.Fprintf(&b, "%s: %s", f.File, l.Text)
		}
	}
	return b.String()
}

// Is makes errors.Is(err, ErrInvalid) true.
func (f *Faults) Is(target error) bool { return target == ent.ErrInvalid }

// Unwrap gives the kind.
func (f *Faults) Unwrap() error { return ent.ErrInvalid }

type reader struct {
	lib *law.Library
	m   *law.Matter
	f   *Faults
}

// Read reads a matter from text. file names it in errors; today is the day taken
// when the matter names none (zero: then the day is required).
func Read(lib *law.Library, file string, text []byte, today ent.Date) (*law.Matter, error) {
	r := &reader{lib: lib, f: &Faults{File: file}, m: &law.Matter{On: today, Facts: fact.Set{}, Positions: map[ent.NormID]string{}}}
	root := r.parse(text)
	if root != nil {
		r.matter(root)
	}
	if len(r.f.Lines) == 0 {
		if err := lib.Check(r.m); err != nil {
			r.fault(0, "%v", err)
		}
	}
	if len(r.f.Lines) > 0 {
		return nil, r.f
	}
	return r.m, nil
}

func (r *reader) fault(line int, format string, args ...any) {
	if len(r.f.Lines) < 50 {
		r.f.Lines = append(r.f.Lines, Fault{line, fmt.Sprintf(format, args...)})
	}
}

// parse turns the text into YAML nodes within limits; anchors and aliases are refused.
func (r *reader) parse(text []byte) *yaml.Node {
	switch {
	case len(text) > MaxBytes:
		r.fault(0, "%d bytes; a matter has at most %d", len(text), MaxBytes)
		return nil
	case !utf8.Valid(text) || bytes.IndexByte(text, 0) >= 0:
		r.fault(0, "this is not text in UTF-8")
		return nil
	}
	var doc yaml.Node
	dec := yaml.NewDecoder(bytes.NewReader(text))
	if err := dec.Decode(&doc); err != nil {
		line, msg := yamlFault(err)
		r.fault(line, "%s", msg)
		return nil
	}
	var more yaml.Node
	if dec.Decode(&more) == nil {
		r.fault(more.Line, "a second document; a file holds one matter")
		return nil
	}
	count := 0
	if line, why := plain(&doc, &count, 0); why != "" {
		r.fault(line, "%s", why)
		return nil
	}
	if len(doc.Content) != 1 || doc.Content[0].Kind != yaml.MappingNode {
		r.fault(1, "a matter is a list of keys with values, such as `kind: offence`")
		return nil
	}
	return doc.Content[0]
}

func yamlFault(err error) (int, string) {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	if msg == "EOF" {
		return 0, "the file is empty"
	}
	if rest, ok := strings.CutPrefix(msg, "line "); ok {
		if n, text, ok := strings.Cut(rest, ": "); ok {
			if line, err := strconv.Atoi(n); err == nil {
				return line, "not readable as YAML: " + text
			}
		}
	}
	return 0, "not readable as YAML: " + msg
}

// plain checks that the document is small, has no anchors and no special tags.
func plain(n *yaml.Node, count *int, depth int) (int, string) {
	*count++
	switch {
	case *count > maxNodes:
		return n.Line, fmt.Sprintf("more than %d values", maxNodes)
	case depth > 10:
		return n.Line, "nested more than ten deep"
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return n.Line, "anchors and aliases (& and *) are not allowed here"
	case n.Style&yaml.TaggedStyle != 0:
		return n.Line, fmt.Sprintf("the tag %s is not allowed here", n.Tag)
	case len(n.Value) > maxText:
		return n.Line, fmt.Sprintf("a text of more than %d letters", maxText)
	}
	for _, c := range n.Content {
		if line, why := plain(c, count, depth+1); why != "" {
			return line, why
		}
	}
	return 0, ""
}

var keys = []string{"matter", "kind", "on", "territory", "place", "participants", "facts", "positions"}

func (r *reader) matter(n *yaml.Node) {
	r.each(n, "", func(k, v *yaml.Node) {
		switch k.Value {
		case "matter":
			r.m.Title = r.text(v)
		case "kind":
			r.kind(v)
		case "on":
			r.m.On = r.date(v)
		case "territory":
			r.m.Territory = r.state(v)
		case "place":
			r.place(v)
		case "participants":
			r.participants(v)
		case "facts":
			r.each(v, "facts", r.fact)
		case "positions":
			r.each(v, "positions", r.position)
		default:
			r.fault(k.Line, "no key %q in a matter%s", k.Value, spelling.Hint(k.Value, keys))
		}
	})
	if r.m.Kind == "" && len(r.f.Lines) == 0 {
		r.fault(0, "kind is missing; one of %s", strings.Join(r.lib.Vocabulary.KindNames(), ", "))
	}
	if len(r.m.Participants) == 0 && len(r.f.Lines) == 0 {
		r.fault(0, "participants are missing: who takes part, in which role?")
	}
}

// each calls f for every key of a mapping; a key given twice is a fault.
func (r *reader) each(n *yaml.Node, what string, f func(k, v *yaml.Node)) {
	if n.Kind == yaml.ScalarNode && n.Value == "" {
		return
	}
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "%s must be keys with values", what)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if seen[k.Value] {
			r.fault(k.Line, "%q stands twice", k.Value)
			continue
		}
		seen[k.Value] = true
		f(k, n.Content[i+1])
	}
}

func (r *reader) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		r.fault(n.Line, "a text is wanted here")
		return ""
	}
	return n.Value
}

func (r *reader) kind(n *yaml.Node) {
	k := r.text(n)
	if k != "" && r.lib.Vocabulary.Kind(k) == nil {
		r.fault(n.Line, "no kind %q%s", k, spelling.Hint(k, r.lib.Vocabulary.KindNames()))
	}
	r.m.Kind = k
}

func (r *reader) date(n *yaml.Node) ent.Date {
	d, err := ent.ParseDate(r.text(n))
	if err != nil {
		r.fault(n.Line, "%v", err)
	}
	return d
}

func (r *reader) state(n *yaml.Node) ent.StateCode {
	s := r.text(n)
	c := ent.StateCode(s)
	w := r.lib.Treaties.World()
	if w.State(c) == nil && !c.Hypothetical() && !w.IsOrganisation(c) {
		_, err := w.Find(s)
		if err == nil {
			found, _ := w.Find(s)
			r.fault(n.Line, "%q is not a code of a State (nearest: %q)", s, found)
			return ""
		}
		r.fault(n.Line, "%v", err)
	}
	return c
}

func (r *reader) place(n *yaml.Node) {
	p := &law.Place{Lat: math.NaN(), Lon: math.NaN()}
	r.each(n, "place", func(k, v *yaml.Node) {
		f, err := strconv.ParseFloat(r.text(v), 64)
		if err != nil {
			r.fault(v.Line, "place: %s must be a number of degrees", k.Value)
			return
		}
		switch k.Value {
		case "lat":
			p.Lat = f
		case "lon":
			p.Lon = f
		default:
			r.fault(k.Line, "place has lat and lon, not %q", k.Value)
		}
	})
	if (math.IsNaN(p.Lat) || math.IsNaN(p.Lon) || math.Abs(p.Lat) > 90 || math.Abs(p.Lon) > 180) && len(r.f.Lines) == 0 {
		r.fault(n.Line, "place needs lat (-90 to 90) and lon (-180 to 180)")
	}
	r.m.Place = p
}

func (r *reader) participants(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		r.fault(n.Line, "participants must be a list such as `- {state: POL, role: host}`")
		return
	}
	for _, c := range n.Content {
		var p law.Participant
		r.each(c, "a participant", func(k, v *yaml.Node) { r.participant(&p, k, v) })
		if p.State == "" || p.Role == "" {
			if len(r.f.Lines) == 0 {
				r.fault(c.Line, "a participant needs state and role")
			}
			continue
		}
		if len(p.Bound) > 0 && !p.State.Hypothetical() {
			r.fault(c.Line, "bound is for States that do not exist (XAA to XZZ); what %s is bound by stands on record", p.State)
		}
		r.m.Participants = append(r.m.Participants, p)
	}
}

func (r *reader) participant(p *law.Participant, k, v *yaml.Node) {
	switch k.Value {
	case "state":
		p.State = r.state(v)
	case "role":
		p.Role = r.text(v)
		if !r.lib.Vocabulary.HasRole(p.Role) {
			r.fault(v.Line, "no role %q%s", p.Role, spelling.Hint(p.Role, r.lib.Vocabulary.RoleNames()))
		}
	case "asked":
		p.Asked = r.bool(v)
	case "bound":
		for _, w := range r.list(v) {
			ids, err := r.lib.Treaties.Expand(w.Value)
			if err != nil {
				r.fault(w.Line, "bound: %v", err)
				continue
			}
			p.Bound = append(p.Bound, ids...)
		}
	default:
		r.fault(k.Line, "a participant has state, role, asked and bound, not %q", k.Value)
	}
}

func (r *reader) list(n *yaml.Node) []*yaml.Node {
	if n.Kind != yaml.SequenceNode {
		r.fault(n.Line, "a list is wanted here, such as [A, B]")
		return nil
	}
	return n.Content
}

// bool reads true or false; YAML 1.1's yes and no are texts.
func (r *reader) bool(n *yaml.Node) bool {
	if n.Kind != yaml.ScalarNode || n.Style != 0 || n.Value != "true" && n.Value != "false" {
		r.fault(n.Line, "true or false is wanted here, not %q", n.Value)
	}
	return n.Value == "true"
}

func (r *reader) position(k, v *yaml.Node) {
	id := ent.NormID(ent.Fold(k.Value))
	p := r.text(v)
	list := r.lib.Vocabulary.Positions[id]
	if len(list) == 0 {
		var names []string
		for n := range r.lib.Vocabulary.Positions {
			names = append(names, string(n))
		}
		r.fault(k.Line, "positions: %q is not a disputed norm%s", k.Value, spelling.Hint(k.Value, names))
		return
	}
	if !r.lib.Vocabulary.HasPosition(id, p) {
		var names []string
		for _, q := range list {
			names = append(names, q.ID)
		}
		r.fault(v.Line, "positions: %s has no position %q; it has %s%s", id, p, strings.Join(names, ", "), spelling.Hint(p, names))
		return
	}
	r.m.Positions[id] = p
}

func (r *reader) fact(k, v *yaml.Node) {
	d := r.lib.Vocabulary.Fact(k.Value)
	if d == nil {
		r.fault(k.Line, "no fact %q%s", k.Value, spelling.Hint(k.Value, r.lib.Vocabulary.FactNames()))
		return
	}
	before := len(r.f.Lines)
	val := r.value(d, v)
	if len(r.f.Lines) == before {
		r.m.Facts[d.Name] = val
	}
}

func (r *reader) value(d *fact.Declaration, n *yaml.Node) fact.Value {
	val := fact.Value{Type: d.Type}
	switch d.Type {
	case fact.Bool:
		if n.Kind != yaml.ScalarNode || n.Style != 0 || n.Value != "true" && n.Value != "false" {
			r.fault(n.Line, "%s is true or false, not %q", d.Name, n.Value)
		}
		val.Yes = n.Value == "true"
	case fact.EnumList, fact.StateList:
		val.Words = []string{}
		for _, c := range r.list(n) {
			val.Words = append(val.Words, r.word(d, c))
		}
	case fact.Day:
		val.Day = r.date(n)
	case fact.Number:
		val.Number = r.number(d.Name, n)
	case fact.Money:
		r.money(d, &val, n)
	default:
		val.Words = []string{r.word(d, n)}
	}
	return val
}

func (r *reader) word(d *fact.Declaration, n *yaml.Node) string {
	s := r.text(n)
	switch d.Type {
	case fact.Enum, fact.EnumList:
		for _, v := range d.Values {
			if v == s {
				return s
			}
		}
		r.fault(n.Line, "%s is one of %s, not %q%s", d.Name, strings.Join(d.Values, ", "), s, spelling.Hint(s, d.Values))
	case fact.State, fact.StateList:
		return string(r.state(n))
	case fact.Instrument:
		id, err := r.lib.Treaties.Find(s)
		if err != nil {
			r.fault(n.Line, "%s: %v", d.Name, err)
		}
		return string(id)
	}
	return s
}

func (r *reader) number(name string, n *yaml.Node) float64 {
	f, err := strconv.ParseFloat(r.text(n), 64)
	if err != nil || n.Style != 0 || math.IsNaN(f) || math.IsInf(f, 0) || f < 0 || f > 1e15 {
		r.fault(n.Line, "%s is a number from 0, not %q", name, n.Value)
	}
	return f
}

func (r *reader) money(d *fact.Declaration, val *fact.Value, n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line, "%s is an amount with its currency: {amount: 120000, currency: EUR}", d.Name)
		return
	}
	amount := false
	r.each(n, d.Name, func(k, v *yaml.Node) {
		switch k.Value {
		case "amount":
			val.Number, amount = r.number(d.Name, v), true
		case "currency":
			val.Currency = r.text(v)
		default:
			r.fault(k.Line, "%s has amount and currency, not %q", d.Name, k.Value)
		}
	})
	if !amount || len(val.Currency) != 3 || val.Currency != strings.ToUpper(val.Currency) {
		r.fault(n.Line, "%s needs an amount and a currency of three letters, such as EUR", d.Name)
	}
}

// IsFault reports whether the error is a list of faults in a matter.
func IsFault(err error) bool {
	var f *Faults
	return errors.As(err, &f)
}
