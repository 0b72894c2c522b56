// Package proposal reads the articles of an agreement sentence by sentence and proposes what
// each lays down: an obligation, a prohibition, a permission or a power, of whom, on what
// condition and by when. It proposes and never decides: every proposal carries its sentence
// and the words that made it, and is nothing until a person accepts it.
//
// It goes by the words of drafting (shall, may not, s'engage à, is bevoegd), in English
// first, then French and Dutch. What only says how the agreement itself works is left out:
// definitions, "shall be deemed", "shall enter into force", "shall apply", "nothing in this
// Agreement shall". A duty in the present tense without such a word, which French and Dutch
// texts use much, is seen only where a passive shows it, and else missed.
package proposal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	ent "entente"
	"entente/internal/document"
	"entente/internal/law/clock"
)

// Modality says what kind of rule a sentence lays down.
type Modality string

// The kinds of rule. A permission is a right, freedom or exemption of the bearer; a power is
// one to change the legal position: to denounce, waive, appoint, exercise jurisdiction.
const (
	Obligation  Modality = "obligation"
	Prohibition Modality = "prohibition"
	Permission  Modality = "permission"
	Power       Modality = "power"
)

// Proposal is what a sentence seems to lay down.
type Proposal struct {
	ID        string   `json:"id"` // of language, place and words; the same as long as these are
	Language  string   `json:"language"`
	Article   string   `json:"article"` // as cited, VII(5)(b)
	Ordinal   int      `json:"ordinal"` // of the sentence in its article, from 1
	Sentence  string   `json:"sentence"`
	Bearer    Bearer   `json:"bearer"`
	Modality  Modality `json:"modality"`
	Condition string   `json:"condition,omitempty"` // in the words of the text
	Clock     *Clock   `json:"clock,omitempty"`
	Political bool     `json:"political,omitempty"` // the text speaks of will, not shall: its makers may not mean it as law
	Because   string   `json:"because"`             // the words that made the proposal, and what was made of them
}

// Bearer is whom a rule binds or entitles.
type Bearer struct {
	Code ent.StateCode `json:"code,omitempty"` // of a party that is named
	Role string        `json:"role,omitempty"` // receiving, sending, supplying, party, personnel, person, organ, depositary, other; empty: nobody is named
	Name string        `json:"name,omitempty"` // as printed
}

// Clock is the time within which, or from or before an event.
type Clock struct {
	Text   string      `json:"text"`             // as printed: within 28 days of receipt
	Term   *clock.Term `json:"term,omitempty"`   // nil where no number is given, or working days of nobody's calendar
	Event  string      `json:"event,omitempty"`  // that starts it, as printed; empty: not told
	Before bool        `json:"before,omitempty"` // counts back from the event
}

// Review is what a person made of a proposal. The words are that person's to answer for.
type Review struct {
	Proposal string    `json:"proposal"` // its ID
	Verdict  string    `json:"verdict"`  // accepted, changed, rejected
	Changed  *Proposal `json:"changed,omitempty"`
	By       ent.Actor `json:"by"`
	On       ent.Date  `json:"on"`
	Why      string    `json:"why,omitempty"`
}

// Settle applies reviews to proposals: what was accepted, as changed where it was, and what is
// still open, each in the order of the proposals. A later review of the same proposal goes
// before an earlier one. A review of no proposal, without a person or with an unknown
// verdict, is an error of kind Invalid.
func Settle(list []Proposal, reviews []Review) (accepted, open []Proposal, err error) {
	known := map[string]*Review{}
	for i := range list {
		known[list[i].ID] = nil
	}
	for i := range reviews {
		r := &reviews[i]
		if err := r.check(known); err != nil {
			return nil, nil, err
		}
		if last := known[r.Proposal]; last == nil || r.On >= last.On {
			known[r.Proposal] = r
		}
	}
	for _, p := range list {
		switch r := known[p.ID]; {
		case r == nil:
			open = append(open, p)
		case r.Verdict == "changed":
			accepted = append(accepted, *r.Changed)
		case r.Verdict == "accepted":
			accepted = append(accepted, p)
		}
	}
	return accepted, open, nil
}

func (r *Review) check(known map[string]*Review) error {
	_, ok := known[r.Proposal]
	switch {
	case !ok:
		return ent.Errorf(ent.Invalid, "there is no proposal %q; the text may have changed since it was reviewed: review it again", r.Proposal)
	case r.Verdict != "accepted" && r.Verdict != "changed" && r.Verdict != "rejected":
		return ent.Errorf(ent.Invalid, "%q is no verdict; write accepted, changed or rejected", r.Verdict)
	case (r.Verdict == "changed") != (r.Changed != nil):
		return ent.Errorf(ent.Invalid, "the review of %s: a changed proposal comes with its new content, and no other does", r.Proposal)
	case strings.TrimSpace(string(r.By)) == "":
		return ent.Errorf(ent.Invalid, "the review of %s names no person; say who reviewed it", r.Proposal)
	}
	return nil
}

// Propose reads every article of the Document in English, French and Dutch. Parties give the
// codes of those who are named in the text; a code is never guessed. The same Document gives
// the same proposals in the same order.
func Propose(d *document.Document, parties []document.Party) []Proposal {
	var out []Proposal
	seen := map[string]int{}
	political := speaksOfWill(d)
	for i := range d.Articles {
		a := &d.Articles[i]
		base, _, _ := strings.Cut(a.Language, "-")
		g := grammars[base]
		if g == nil {
			continue
		}
		for _, s := range Sentences(a) {
			p, ok := g.read(s, parties, political && base == "en")
			if !ok {
				continue
			}
			p.Language = a.Language
			p.ID = identify(p, seen)
			out = append(out, p)
		}
	}
	return out
}

// speaksOfWill tells whether an English text uses will where treaties use shall.
func speaksOfWill(d *document.Document) bool {
	will, shall := 0, 0
	for i := range d.Articles {
		if strings.HasPrefix(d.Articles[i].Language, "en") {
			text := strings.ToLower(d.Articles[i].Text())
			will += strings.Count(text, " will ")
			shall += strings.Count(text, " shall ")
		}
	}
	return will > 2*shall
}

// identify gives a proposal its name: a digest of what it was read from. The same words in
// the same place a second time get a number.
func identify(p Proposal, seen map[string]int) string {
	sum := sha256.Sum256([]byte(p.Language + "\x00" + p.Article + "\x00" + p.Sentence))
	id := hex.EncodeToString(sum[:6])
	seen[id]++
	if n := seen[id]; n > 1 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return id
}
