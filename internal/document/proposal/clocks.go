package proposal

import (
	"regexp"
	"strconv"
	"strings"

	"entente/internal/document/numeral"
	"entente/internal/law/clock"
)

// timing is how a language words a term: a pattern with the groups number, unit, and event,
// and whether it counts back from the event.
type timing struct {
	words  *regexp.Regexp
	before *regexp.Regexp // matched against what joins term and event
}

var units = map[string]string{"day": "days", "week": "weeks", "month": "months", "year": "years", "dag": "days", "jour": "days", "maand": "months", "mois": "months",
	"moi": "months", "jaar": "years", "jaren": "years", "an": "years", "année": "years", "semaine": "weeks", "dagen": "days", "weken": "weeks", "maanden": "months", "weke": "weeks"}

// clock finds the term in a sentence.
func (g *grammar) clock(text string) *Clock {
	for _, t := range g.clocks {
		m := t.words.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		group := func(name string) string {
			i := 2 * t.words.SubexpIndex(name)
			if m[i] < 0 {
				return ""
			}
			return text[m[i]:m[i+1]]
		}
		n, ok := number(g.language, group("n"))
		if !ok {
			continue
		}
		event, rest := eventOf(group("event"))
		c := &Clock{Text: strings.Trim(strings.TrimSuffix(text[m[0]:m[1]], rest), " ,"), Event: event}
		c.Before = t.before.MatchString(group("join"))
		if unit := unitOf(group("unit")); unit != "" && group("kind") == "" {
			c.Term = &clock.Term{N: n, Unit: unit}
		}
		return c
	}
	if w := g.soon.FindString(text); w != "" {
		return &Clock{Text: strings.TrimSpace(w)}
	}
	return nil
}

// eventOf ends the event where the sentence goes on; rest is what was cut off.
func eventOf(s string) (event, rest string) {
	if i := strings.IndexAny(s, ",;.:"); i >= 0 {
		s, rest = s[:i], s[i:]
	}
	w := strings.Fields(s)
	if len(w) > 14 {
		cut := strings.Join(w[14:], " ")
		s, rest = strings.TrimSuffix(strings.Join(w, " "), cut), cut+rest
	}
	return strings.TrimSpace(s), rest
}

func unitOf(w string) string {
	w = strings.ToLower(w)
	if u := units[w]; u != "" {
		return u
	}
	return units[strings.TrimSuffix(w, "s")]
}

// number reads digits or words; of "thirty (30)" the digits.
func number(language, s string) (int, bool) {
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r < '0' || r > '9' }) {
		n, err := strconv.Atoi(f)
		return n, err == nil && n <= 100_000
	}
	words := strings.Fields(strings.ToLower(strings.NewReplacer("-", " ", "’", " ", "'", " ").Replace(s)))
	if len(words) == 1 && (words[0] == "a" || words[0] == "an" || words[0] == "une" || words[0] == "één") {
		return 1, true
	}
	n, ordinal, used := numeral.Read(language, words)
	return n, used > 0 && used == len(words) && !ordinal
}
