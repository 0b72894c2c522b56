// Package naming knows how treaties call States, organisations and other instruments: by
// short and formal names, in English, Dutch, French, German, Spanish, Italian and
// Portuguese, and by the titles under which instruments are cited. A name that the library
// does not have stays without a code; nothing is guessed.
package naming

import (
	_ "embed"
	"strings"
	"sync/atomic"
	"unicode"

	ent "entente"
	"entente/internal/law/treaty"
)

//go:embed states.txt
var stateNames string

//go:embed instruments.txt
var instrumentNames string

// Names finds in texts what a library knows. It may be used by several at once.
type Names struct {
	lib                            *treaty.Library
	states, adjectives, instrument *finder
}

var last atomic.Pointer[Names]

// Of gathers the names of a library, which may be nil: then nothing is found. Those of the
// library asked for last are kept.
func Of(lib *treaty.Library) *Names {
	if n := last.Load(); n != nil && n.lib == lib {
		return n
	}
	n := &Names{lib: lib, states: newFinder(), adjectives: newFinder(), instrument: newFinder()}
	if lib != nil {
		n.addStates()
		n.addInstruments()
	}
	last.Store(n)
	return n
}

func (n *Names) addStates() {
	w := n.lib.World()
	for _, c := range w.Codes() {
		s := w.State(c)
		for _, name := range append([]string{s.Name}, s.Aliases...) {
			if len(name) > 3 {
				n.states.add(name, string(c), true)
			}
		}
	}
	each(stateNames, func(code, name string) {
		bare := strings.Trim(code, "~-")
		c := ent.StateCode(bare)
		switch {
		case bare != "" && w.State(c) == nil && !w.IsOrganisation(c):
		case strings.HasPrefix(code, "~"):
			n.adjectives.add(name, bare, true)
		default:
			n.states.add(name, bare, true)
		}
	})
}

func (n *Names) addInstruments() {
	for _, id := range n.lib.IDs() {
		in := n.lib.Instrument(id)
		for _, name := range append([]string{in.Title}, in.Aliases...) {
			if citable(name) {
				n.instrument.add(name, string(id), false)
			}
		}
		if short, _, ok := strings.Cut(in.Title, " ("); ok && strings.HasSuffix(in.Title, ")") && len(short) > 40 {
			n.instrument.add(short, string(id), false)
		}
	}
	each(instrumentNames, func(id, name string) {
		if id == "-" || n.lib.Instrument(ent.InstrumentID(id)) != nil {
			n.instrument.add(name, strings.Trim(id, "-"), false)
		}
	})
}

// States finds the States and organisations that a text names.
func (n *Names) States(text string) []Hit { return n.states.find(text) }

// Adjectives finds words such as Belgische and Norwegian, which name a State together with
// the word government.
func (n *Names) Adjectives(text string) []Hit { return n.adjectives.find(text) }

// Instruments finds the instruments that a text names.
func (n *Names) Instruments(text string) []Hit { return n.instrument.find(text) }

// Titled returns the instrument whose title this is, from the first word to the last; a day,
// place or acronym may follow it. It is empty for a title that names an instrument only to
// say what it adds to it.
func (n *Names) Titled(title string) ent.InstrumentID {
	for _, h := range n.instrument.find(title) {
		if h.For == "" || strings.IndexFunc(title[:h.Start], unicode.IsLetter) >= 0 && !lead(title[:h.Start]) {
			return ""
		}
		rest := strings.Trim(title[h.End:], " .,;*()")
		if rest == "" || strings.ContainsAny(title[h.End:min(len(title), h.End+2)], "([,") && len(rest) < 90 || len(rest) < 40 && strings.IndexFunc(rest, unicode.IsDigit) >= 0 {
			return ent.InstrumentID(h.For)
		}
		return ""
	}
	return ""
}

// Parent is the instrument to which another is a protocol, as the library has it; else empty.
func (n *Names) Parent(id ent.InstrumentID) ent.InstrumentID {
	if n.lib == nil || id == "" {
		return ""
	}
	if in := n.lib.Instrument(id); in != nil {
		return in.Family.Parent
	}
	return ""
}

// lead reports words that may stand before a title.
func lead(s string) bool {
	for _, w := range strings.Fields(strings.ToLower(s)) {
		if !smallWords[strings.Trim(w, "\"“„'")] {
			return false
		}
	}
	return true
}

// each calls f for each name of a table.
func each(table string, f func(id, name string)) {
	for line := range strings.Lines(table) {
		id, list, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(id, "#") {
			continue
		}
		for name := range strings.SplitSeq(list, "; ") {
			f(id, strings.TrimSpace(name))
		}
	}
}

// citable reports a name by which a text would cite an instrument: more than one word, or
// an acronym too long to be anything else.
func citable(name string) bool {
	words := strings.Fields(name)
	if len(words) == 1 {
		return len(name) > 4 && strings.ToUpper(name) == name && !plainKinds[strings.ToLower(name)] && !strings.ContainsFunc(name, unicode.IsDigit) && !strings.Contains(name, "-")
	}
	return len(words) > 1
}

var plainKinds = set("charter statute convention treaty protocol agreement covenant constitution")

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}
