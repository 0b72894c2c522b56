// Package document is the text of an agreement as a lawyer sees it: titles, a preamble,
// articles with their paragraphs, in each language in which it stands; who makes it, its
// days, its definitions, what it refers to, who signed. Package reading makes blocks of
// text of files of many kinds; Structure finds the articles in them. It knows no clauses:
// those are for package clause.
package document

import (
	ent "entente"
)

// Source is a file as read, before any structure was looked for.
type Source struct {
	Media    string   // application/pdf, text/html, text/markdown, text/plain, …
	Blocks   []Block  // in reading order
	Warnings []string // what a person should know: no text layer, odd characters, a language that is not read
}

// Block is a paragraph or heading of a source.
type Block struct {
	Level int    // of a heading, from 1; 0: a paragraph, or not known
	Text  string // one paragraph; blanks are single, line ends are blanks
	Page  int    // from 1; 0 where the kind of file has no pages
	Bold  bool   // set apart by the type, which may be a heading
}

// Document is the structure of an agreement's text.
type Document struct {
	Title       string           `json:"title"`
	Instrument  ent.InstrumentID `json:"instrument,omitempty"` // the instrument of the library whose title this is
	Languages   []string         `json:"languages"`            // BCP 47, in order of appearance
	Parties     []Party          `json:"parties"`
	Dates       Dates            `json:"dates"`
	Preamble    []Preamble       `json:"preamble"`
	Articles    []Article        `json:"articles"`
	Definitions []Definition     `json:"definitions"`
	References  []Reference      `json:"references"`
	Closings    []Closing        `json:"closings"`
	Signatures  []Signature      `json:"signatures"`
	Annexes     []Annex          `json:"annexes"`
	Warnings    []string         `json:"warnings"`
}

// Party is a State or organisation that makes the agreement, as named in its text. Code is
// empty when the library knows no such name; it is never guessed.
type Party struct {
	Code ent.StateCode    `json:"code"`
	Name string           `json:"name"`
	All  bool             `json:"all,omitempty"` // not one but many, not named one by one: the Parties to …
	Of   ent.InstrumentID `json:"of,omitempty"`  // the instrument to which all of these are parties, where the library has it
}

// Dates are those that the text itself tells.
type Dates struct {
	Signed  ent.Date `json:"signed"`
	InForce ent.Date `json:"in_force"`
	Force   *Force   `json:"force,omitempty"` // nil when the text does not say on what it enters into force
}

// Force is on what the text enters into force. Upon is one of: day, signature, notification
// (that domestic procedures are complete), deposit (of ratification, acceptance, approval or
// accession), reply (to the first note), other (with another instrument).
type Force struct {
	Upon    string `json:"upon"`
	Count   int    `json:"count,omitempty"` // how many deposits or signatures; 0: not told, or of all
	Delay   string `json:"delay,omitempty"` // after that, as 30 days, 2 months
	Article string `json:"article,omitempty"`
	Text    string `json:"text"` // the sentence
}

// Preamble is what stands before the first article in one language.
type Preamble struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// Article is one article in one language.
type Article struct {
	Language   string      `json:"language"`
	Number     string      `json:"number"` // as printed: VII, 7, 12 bis
	Heading    string      `json:"heading"`
	Annex      string      `json:"annex,omitempty"`  // in which it stands, by its label; empty: the agreement itself
	Within     string      `json:"within,omitempty"` // part, chapter or section in which it stands, the higher first
	Paragraphs []Paragraph `json:"paragraphs"`
	Page       int         `json:"page,omitempty"`
}

// Paragraph is one numbered or plain paragraph of an article, with the items listed in it.
// Cited as Article(Number)(Item), VII(5)(b).
type Paragraph struct {
	Number string      `json:"number"` // 5, b, ii; empty when it has none
	Text   string      `json:"text"`
	Items  []Paragraph `json:"items,omitempty"`
}

// Definition is a term that the text defines.
type Definition struct {
	Language string `json:"language"`
	Term     string `json:"term"`
	Text     string `json:"text"`
	Article  string `json:"article"`
}

// Reference is a mention of another instrument, or of an article of this one. Instrument
// is empty when the library has none of that name.
type Reference struct {
	Language   string           `json:"language"`
	Text       string           `json:"text"` // as printed
	Instrument ent.InstrumentID `json:"instrument"`
	Article    string           `json:"article"`              // referred to; empty: the instrument as a whole
	Paragraph  string           `json:"paragraph,omitempty"`  // of that article: 3(a)
	From       string           `json:"from"`                 // the article in which the mention stands; empty: the preamble
	Internal   bool             `json:"internal,omitempty"`   // an article of this text itself
	Unresolved bool             `json:"unresolved,omitempty"` // of an instrument that the library does not have or the sentence does not name, or an article that this text lacks
}

// Closing is what the words above the signatures say, in one language of the text.
type Closing struct {
	Language  string   `json:"language"`
	Place     string   `json:"place"`     // as printed
	On        ent.Date `json:"on"`        // zero: not told
	Authentic []string `json:"authentic"` // the languages in which it was done
	Equally   bool     `json:"equally"`   // all of them are equally authentic
	Prevails  string   `json:"prevails"`  // the language that prevails where they differ
}

// Signature is one line of the block under which an agreement is signed. For is the State
// or organisation, As the office in which somebody signs.
type Signature struct {
	Language string        `json:"language"`
	For      ent.StateCode `json:"for"`
	As       string        `json:"as,omitempty"`
	Text     string        `json:"text"`
}

// Annex is what stands with an agreement beside its articles, under a heading of its own: an
// annex or appendix, a protocol, a declaration, agreed minutes, a note of an exchange. Its
// articles stand among those of the Document, with its label.
type Annex struct {
	Language string `json:"language"`
	Heading  string `json:"heading"`
	Text     string `json:"text"` // without its articles
}

// Text returns the article's words in order, without numbers.
func (a *Article) Text() string {
	var b []byte
	var walk func([]Paragraph)
	walk = func(ps []Paragraph) {
		for i := range ps {
			if len(b) > 0 && ps[i].Text != "" {
				b = append(b, ' ')
			}
			b = append(b, ps[i].Text...)
			walk(ps[i].Items)
		}
	}
	walk(a.Paragraphs)
	return string(b)
}
