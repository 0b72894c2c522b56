package proposal

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/document"
)

// grammar is how a language words rules.
type grammar struct {
	language string
	modals   []modal        // the one that stands first in the main clause counts
	opened   *regexp.Regexp // those words, with what belongs to them
	opens    *regexp.Regexp // words with which a clause of condition opens a sentence
	parts    *regexp.Regexp // words with which a further part opens that is no subject
	relative *regexp.Regexp // at the end of what stands before a modal, it belongs to a clause within
	works    *regexp.Regexp // after a modal: the text tells how it works itself
	rests    []rest         // after a modal of duty or leave: what it comes to instead
	negative *regexp.Regexp // after a modal
	passive  *regexp.Regexp // after a modal: the subject suffers it
	agent    *regexp.Regexp // who does it, in the passive
	nobody   *regexp.Regexp // at the start of the subject: what follows is forbidden
	gains    *regexp.Regexp // after a modal with nobody: they have no such right, and no duty
	tail     *regexp.Regexp // a subject at the end of what stands before a modal, where no comma parts it off
	pronoun  *regexp.Regexp // at the end of what stands before a modal
	nothing  *regexp.Regexp // at the start of the subject: what follows is no rule
	trailing *regexp.Regexp // a condition behind the rule
	inverts  bool           // the subject may stand after the modal
	roles    []role
	clocks   []timing
	soon     *regexp.Regexp // time in words: forthwith, every year
}

// modal is a word of duty or leave.
type modal struct {
	words *regexp.Regexp
	says  Modality
	plain bool // what follows may turn it: shall, may
	of    bool // the bearer follows: it is the duty of
	done  bool // the subject suffers it: est assuré, worden
}

// rest turns a plain modal into something else.
type rest struct {
	words *regexp.Regexp
	after Modality // which modal it turns; empty: any
	says  Modality // empty: no rule
}

// role is a word for a bearer.
type role struct {
	words *regexp.Regexp
	name  string
	head  bool // it must stand at the head of the subject, not behind authorities of
}

var grammars = map[string]*grammar{"en": english(), "fr": french(), "nl": dutch()}

// found is a modal in its place.
type found struct {
	modal
	start, end int
}

// read makes a proposal of a sentence, if it lays down a rule.
func (g *grammar) read(s Sentence, parties []document.Party, political bool) (Proposal, bool) {
	text := s.Text
	m, ok := g.find(text)
	if !ok && s.Opening != "" {
		text = s.Whole()
		m, ok = g.find(text)
	}
	if !ok {
		return Proposal{}, false
	}
	lead, subject := g.subject(text[:m.start])
	switch _, within, _ := strings.Cut(text[m.start:m.end], " "); {
	case m.of:
		subject, _, _ = strings.Cut(strings.TrimSpace(text[m.end:]), " to ")
	case g.inverts && subject == "":
		subject = within
	}
	after := text[m.end:]
	says, why, ok := g.modality(m, subject, after)
	if !ok {
		return Proposal{}, false
	}
	suffers := m.done || m.plain && g.passive.MatchString(skipAside(after))
	if says == Permission { // who may be given something is still the bearer, when known
		suffers = suffers && g.role(subject, parties) == (Bearer{})
	}
	bearer := g.bearer(suffers, lead, subject, after, parties)
	word := text[m.start:m.end]
	p := Proposal{Article: s.Cite, Ordinal: s.Ordinal, Sentence: s.Whole(), Bearer: bearer, Modality: says,
		Condition: g.condition(lead, after), Clock: g.clock(text), Because: fmt.Sprintf("“%s”%s", word, why)}
	if political && strings.EqualFold(word, "will") {
		p.Political = true
		p.Because += "; the text speaks of will, not shall"
	}
	return p, true
}

// find returns the first modal that does not belong to a clause within another.
func (g *grammar) find(text string) (found, bool) {
	if g.opens.MatchString(text) {
		if end := endOfPart.FindStringIndex(text); end != nil {
			if m, ok := g.findFrom(text, end[0]); ok {
				return m, true
			}
		}
	}
	return g.findFrom(text, 0)
}

var endOfPart = regexp.MustCompile(`[,:] `)

func (g *grammar) findFrom(text string, from int) (found, bool) {
	best, ok := found{start: len(text)}, false
	for _, m := range g.modals {
		for _, loc := range m.words.FindAllStringIndex(text[from:], -1) {
			start := from + loc[0]
			if ok && g.inverts && strings.HasSuffix(text[:best.start], ", ") {
				break
			}
			first := start < best.start || g.inverts && g.opens.MatchString(text) && strings.HasSuffix(text[:start], ", ")
			if first && !g.relative.MatchString(text[max(0, start-250):start]) {
				best, ok = found{m, start, from + loc[1]}, true
			}
		}
	}
	return best, ok
}

// subject parts what stands before a modal into a condition that opens the sentence and the
// subject.
func (g *grammar) subject(before string) (lead, subject string) {
	if g.inverts && strings.HasSuffix(before, ", ") {
		return strings.TrimRight(before, " ,"), ""
	}
	before = strings.TrimRight(before, " ,–")
	if !g.opens.MatchString(before) {
		return "", before
	}
	if loc := g.pronoun.FindStringIndex(before); loc != nil {
		return strings.TrimRight(before[:loc[0]], " ,"), before[loc[0]:]
	}
	for end := len(before); end > 0; {
		comma := max(strings.LastIndex(before[:end], ", "), strings.LastIndex(before[:end], ": "))
		if comma < 0 {
			break
		}
		part := strings.TrimSpace(before[comma+2:])
		if part != "" && !g.parts.MatchString(part) {
			return strings.TrimSpace(before[:comma]), part
		}
		end = comma
	}
	if loc := g.tail.FindStringIndex(before); loc != nil {
		return before[:loc[0]], before[loc[0]:]
	}
	if g.inverts {
		return before, ""
	}
	return "", before
}

// modality says what the modal, with what follows, comes to; ok is false when it is no rule.
func (g *grammar) modality(m found, subject, after string) (Modality, string, bool) {
	whole := after
	after = skipAside(after)
	says, why := m.says, ""
	if g.nothing.MatchString(subject) {
		return "", "", false
	}
	if m.plain {
		if g.works.MatchString(after) {
			return "", "", false
		}
		for _, r := range g.rests {
			w := r.words.FindString(after)
			if w == "" {
				w = r.words.FindString(whole)
			}
			if w != "" && (r.after == "" || r.after == m.says) {
				return r.says, fmt.Sprintf(" with “%s”", strings.TrimSpace(w)), r.says != ""
			}
		}
	}
	if w := g.negative.FindString(after); w != "" && says != Prohibition {
		says, why = Prohibition, fmt.Sprintf(" with “%s”", strings.TrimSpace(w))
	}
	if w := g.nobody.FindString(subject); w != "" {
		if g.gains.MatchString(after) {
			return "", "", false
		}
		says, why = Prohibition, fmt.Sprintf(" after “%s”", strings.TrimSpace(w))
	}
	return says, why, true
}

// skipAside leaves out what stands between commas right after a modal.
func skipAside(after string) string {
	if !strings.HasPrefix(after, ",") {
		return strings.TrimLeft(after, " ")
	}
	if end := strings.Index(after[1:], ", "); end >= 0 {
		return strings.TrimLeft(after[end+2:], " ")
	}
	return strings.TrimLeft(after, ", ")
}

// bearer finds whom the rule is for: the subject; in the passive whoever does it, if anybody
// is named.
func (g *grammar) bearer(suffers bool, lead, subject, after string, parties []document.Party) Bearer {
	rest := skipAside(after)
	if suffers {
		if loc := g.agent.FindStringIndex(after); loc != nil && loc[0] < 90 {
			if b := g.role(cutShort(after[loc[1]:]), parties); b.Role != "" || b.Code != "" {
				return b
			}
		}
		return Bearer{}
	}
	b := g.role(subject, parties)
	if b.Name == "" {
		b.Name = strings.Trim(subject, " ,:;–*")
	}
	switch {
	case b.Role == "" && b.Code == "" && g.inverts:
		if after := g.role(firstWords(rest, 12), parties); after != (Bearer{}) {
			b = after
		}
	case b.Role == "pronoun":
		name := b.Name
		if b = g.role(g.opened.ReplaceAllString(lead, ""), parties); b.Role == "pronoun" || b == (Bearer{}) {
			b.Role = ""
		}
		b.Name = name
	}
	return b
}

// role names the bearer in a phrase, empty when none is known.
func (g *grammar) role(phrase string, parties []document.Party) Bearer {
	name := strings.Trim(phrase, " ,:;–*")
	head := name
	if loc := heads.FindStringIndex(name); loc != nil {
		head = name[:loc[0]]
	}
	b := Bearer{Name: name}
	for _, r := range g.roles {
		loc := r.words.FindStringIndex(name)
		if loc == nil || loc[0] > len(head) && (r.head || !organs.MatchString(head)) {
			continue
		}
		if r.name != "personnel" && r.name != "pronoun" {
			b.Code = code(name, parties, len(name))
		}
		if b.Code == "" {
			b.Role = r.name
		}
		return b
	}
	if b.Code = code(name, parties, len(head)); b.Code != "" {
		return b
	}
	return Bearer{}
}

var heads = regexp.MustCompile(`(?i)( of | for | pour | voor | from | who | which | that | in | participating | van | van de | die | welke | de | du | des | d['’]|, )`)

// organs act for a State: what they must do is the State's to do.
var organs = regexp.MustCompile(`(?i)\b(authorit|embass|government|representatives?|ministr?y?|minister|courts?\b|services?\b|officers?\b|autorités|gouvernement|détachement|représentants|tribun|autoriteit|regering|vertegenwoordiger|ministerie|rechter|gerecht)`)

// code is that of a party whose name begins in a phrase before the limit; the longest name
// goes first.
func code(phrase string, parties []document.Party, limit int) ent.StateCode {
	names := slices.Clone(parties)
	slices.SortStableFunc(names, func(a, b document.Party) int { return len(b.Name) - len(a.Name) })
	for _, p := range names {
		at := strings.Index(strings.ToLower(phrase), strings.ToLower(p.Name))
		if p.Name != "" && p.Code != "" && at >= 0 && at <= limit {
			return p.Code
		}
	}
	return ""
}

// cutShort ends a phrase at the next comma or full stop.
func cutShort(s string) string {
	if i := strings.IndexAny(s, ",.;:("); i >= 0 {
		s = s[:i]
	}
	return firstWords(s, 10)
}

func firstWords(s string, n int) string {
	w := strings.Fields(s)
	return strings.Join(w[:min(n, len(w))], " ")
}

// condition is what opens the sentence, or else what follows the rule.
func (g *grammar) condition(lead, after string) string {
	if lead != "" {
		return lead
	}
	if loc := g.trailing.FindStringIndex(after); loc != nil {
		return strings.Trim(after[loc[0]:], " ,.;:")
	}
	return ""
}
