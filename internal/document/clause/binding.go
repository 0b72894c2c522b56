package clause

import (
	"fmt"
	"strings"

	"entente/internal/document"
)

// Verdict tells whether a text is meant to bind in law.
type Verdict string

// The verdicts. Undetermined is said with both readings, and left to a lawyer.
const (
	Treaty       Verdict = "treaty"
	NonBinding   Verdict = "non-binding"
	Undetermined Verdict = "undetermined"
)

// Bindingness is the verdict with what speaks for it. What makes a treaty is the intention of
// the parties to create rights and duties under international law, in whatever form and under
// whatever name: Vienna Convention on the Law of Treaties, articles 1(a) and 2(1)(a); Aegean
// Sea Continental Shelf, ICJ 1978, paragraph 96 (no rule as to form; the terms and the
// circumstances count); Qatar v. Bahrain, ICJ 1994, paragraphs 23 to 30 (minutes that list
// commitments bind; that they were not registered decides nothing); Somalia v. Kenya, ICJ
// 2017, paragraph 42 (a memorandum with a clause of entry into force bound).
type Bindingness struct {
	Verdict  Verdict  `json:"verdict"`
	Because  []Sign   `json:"because"`
	Readings []string `json:"readings,omitempty"` // both, when undetermined
}

// Sign is a word or formula that speaks for one of the verdicts.
type Sign struct {
	For     Verdict `json:"for"` // Undetermined: named and set aside, as a title is
	Article string  `json:"article,omitempty"`
	Text    string  `json:"text"`
}

// BindingCues are the words that Binding looks for.
type BindingCues struct {
	Treaty struct {
		Entry, Consent, Registration, Tribunal, Undertaking, Duty []string
	} `yaml:"treaty"`
	Intent struct {
		Statement, Unregistered, Effect, Participants, Plan, Will []string
	} `yaml:"intent"`
}

// The cues of Binding in order, as a matcher numbers them.
const (
	bEntry = iota
	bConsent
	bRegistration
	bTribunal
	bUndertaking
	bDuty
	bStatement
	bUnregistered
	bEffect
	bParticipants
	bPlan
	bWill
	bindingCues
)

func (b *BindingCues) matcher() (*matcher, error) {
	t, i := &b.Treaty, &b.Intent
	var list []Clause
	for n, cues := range [bindingCues][]string{t.Entry, t.Consent, t.Registration, t.Tribunal, t.Undertaking, t.Duty,
		i.Statement, i.Unregistered, i.Effect, i.Participants, i.Plan, i.Will} {
		if len(cues) == 0 {
			return nil, fmt.Errorf("playbooks: binding: list %d of the cues is empty", n+1)
		}
		list = append(list, Clause{ID: "binding", Cues: map[string]CueLists{"": {Strong: cues}}})
	}
	return newMatcher(list, "")
}

// Binding tells whether an agreement is meant to bind in law.
func Binding(doc *document.Document) Bindingness { return must().Binding(doc) }

// signs is what was counted of each cue, with the first of each that was seen.
type signs struct {
	count [bindingCues]int
	first [bindingCues]Sign
}

// Binding is as the function of that name, with the words of this library.
func (l *Library) Binding(doc *document.Document) Bindingness {
	s := l.signs(doc)
	out := Bindingness{Because: s.reasons(doc.Title)}
	formal := s.count[bEntry] + s.count[bConsent] + s.count[bRegistration] + s.count[bTribunal]
	stated := s.count[bStatement] + s.count[bUnregistered]
	shall, will := s.count[bDuty], s.count[bWill]
	treaty := formal > 0 && shall > 0 || shall > 2*will && s.count[bUndertaking] > 0 || formal > 1
	planned := s.count[bParticipants] > 2 || s.count[bEffect] > 0 && shall == 0 || will > 2*shall && s.count[bPlan] > 0
	switch {
	case stated > 0 && formal == 0 && shall <= will:
		out.Verdict = NonBinding
	case stated == 0 && treaty && !planned:
		out.Verdict = Treaty
	case stated == 0 && planned && !treaty && formal == 0 && shall == 0:
		out.Verdict = NonBinding
	default:
		out.Verdict = Undetermined
		out.Readings = s.readings()
	}
	return out
}

// signs reads the preamble, the articles and the signatures. Of a text in several languages
// only the first is read, so that nothing counts twice.
func (l *Library) signs(doc *document.Document) *signs {
	lang := ""
	if len(doc.Articles) > 0 {
		lang = doc.Articles[0].Language
	}
	s := &signs{}
	for _, p := range doc.Preamble {
		if p.Language == lang || lang == "" {
			l.see(s, "preamble", p.Text)
		}
	}
	for i := range doc.Articles {
		if a := &doc.Articles[i]; a.Language == lang {
			l.see(s, a.Number, a.Heading+" . "+a.Text())
		}
	}
	for _, g := range doc.Signatures {
		if g.Language == lang {
			l.see(s, signature, g.Text)
		}
	}
	return s
}

func (l *Library) see(s *signs, article, text string) {
	ws := words(text)
	row := make([][]int32, len(ws))
	for i, w := range ws {
		row[i] = l.binding.symbols(w)
	}
	last := [bindingCues]int32{}
	for _, h := range l.binding.find(row, func(strength) bool { return true }) {
		c := l.binding.cues[h.cue].clause
		if last[c] > h.at { // a longer cue that begins within the last
			continue
		}
		last[c] = h.end
		if s.count[c]++; s.count[c] == 1 {
			s.first[c] = Sign{Treaty, article, strings.Join(ws[h.at:h.end], " ")}
			if c >= bStatement {
				s.first[c].For = NonBinding
			}
		}
	}
}

// reasons lists the signs, those of intent first, and the title, which decides nothing.
func (s *signs) reasons(title string) []Sign {
	out := []Sign{}
	for _, c := range []int{bStatement, bUnregistered, bEntry, bConsent, bRegistration, bTribunal, bUndertaking, bDuty, bEffect, bParticipants, bPlan, bWill} {
		if s.count[c] > 0 {
			sign := s.first[c]
			if s.count[c] > 1 {
				sign.Text += fmt.Sprintf(" (%d times)", s.count[c])
			}
			out = append(out, sign)
		}
	}
	if title != "" {
		out = append(out, Sign{Undetermined, "", "the title, " + title + ", does not decide: the intention of the parties does (ICJ, Aegean Sea, 1978; Qatar v. Bahrain, 1994)"})
	}
	return out
}

// readings are the two ways to read a text of mixed wording.
func (s *signs) readings() []string {
	say := func(cues ...int) string {
		var parts []string
		for _, c := range cues {
			if s.count[c] > 0 {
				parts = append(parts, "“"+s.first[c].Text+"” ("+s.first[c].Article+")")
			}
		}
		if len(parts) == 0 {
			return "nothing in its words"
		}
		return strings.Join(parts, ", ")
	}
	return []string{
		"treaty: the words state commitments, whatever the text is called (VCLT article 2(1)(a); Qatar v. Bahrain, 1994; Somalia v. Kenya, 2017). For it: " + say(bEntry, bConsent, bRegistration, bTribunal, bUndertaking, bDuty),
		"non-binding: the parties meant an understanding and no legal duties. For it: " + say(bStatement, bUnregistered, bEffect, bParticipants, bPlan, bWill),
	}
}
