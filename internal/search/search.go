// Package search finds what is written: instruments, their provisions, acts, norms and
// duties, by words, phrases and filters. It holds the query language, what is kept of
// each text, how what is found is ranked and which passages are shown; a store looks up
// which documents match. The index is derived: it can be dropped and built again from
// the record and the shipped law at any time.
//
// Every engine is given the same words, cut and stemmed here, so that each finds the same
// documents; ranking is computed here over the same figures, so that each gives them in
// the same order.
package search

import (
	"context"

	ent "entente"
)

// Version names the way in which words are cut, stemmed and weighed. An index of another
// version is built again.
const Version = 3

// The kinds of document that are always there; others may be added by their sources.
const (
	Instrument = "instrument" // an instrument as a whole: names, scope, notes
	Provision  = "provision"  // an article, in our words or in those of a text on record
	Act        = "act"        // what a State declared or reserved
	Norm       = "norm"       // a norm of the law engine, with what it demands
	Duty       = "duty"       // a duty on record
	Activity   = "activity"   // what partners plan and do together, with what it keeps
	Text       = "text"       // a text on record: its name, and what stands in it outside the articles
)

// Final is the version of a text that can be law; any other is a draft.
const Final = "final"

// Doc is one thing that can be found. Kind, ID and Part together name it.
type Doc struct {
	Kind       string           `json:"kind"`
	ID         string           `json:"id"`
	Part       int              `json:"part,omitempty"` // of a long text that was cut, from 1; 0: it was not
	Title      string           `json:"title"`
	Text       string           `json:"text"`
	Names      []string         `json:"names,omitempty"`    // other names by which it is found
	Language   string           `json:"language,omitempty"` // BCP 47
	Instrument ent.InstrumentID `json:"instrument,omitempty"`
	Article    string           `json:"article,omitempty"`
	Parties    []ent.StateCode  `json:"parties,omitempty"`
	Clauses    []string         `json:"clauses,omitempty"`
	Version    string           `json:"version,omitempty"`    // of the text from which it is: final, draft-2
	Classified string           `json:"classified,omitempty"` // marking; empty: not classified
	Valid      ent.Period       `json:"valid"`
	Ref        string           `json:"ref"` // path of a URL
}

// Stands returns the days on which the document can be law: none of a draft.
func (d *Doc) Stands() ent.Period {
	if d.draft() {
		return ent.Period{From: ent.MaxDate, Until: ent.MaxDate}
	}
	return d.Valid
}

func (d *Doc) draft() bool { return d.Version != "" && d.Version != Final }

// Group is the documents that stand or fall together, such as those of one instrument. A
// group without documents is none.
type Group struct {
	Key  string
	Docs []Doc
}

// Place says what an index holds: every version of the record up to Seq (-1: none), and
// the shipped law of the hash Law; Seen lists the hashes of every shipped law it ever held.
type Place struct {
	Seq     int64
	Law     string
	Seen    []string
	Version int // 0: empty
}

// ErrMoved says that an index is no longer at the place from which it was to be moved.
var ErrMoved = ent.Errorf(ent.Conflict, "the search index was moved meanwhile")

// Same reports whether two places are one.
func (p Place) Same(o Place) bool { return p.Seq == o.Seq && p.Law == o.Law && p.Version == o.Version }

// Index keeps documents and finds them. It is safe for concurrent use; every method may
// fail with an error of kind Unavailable when the store cannot be reached.
type Index interface {
	// Place returns what the index holds.
	Place(ctx context.Context) (Place, error)
	// Put takes the place of the groups named with what is given, and moves the index from
	// one place to another, in one step that is kept whole or not at all. An error of kind
	// Conflict says that the index is no longer at the place from; nothing was changed.
	Put(ctx context.Context, from, to Place, groups ...Group) error
	// Groups returns the keys that begin with the text, in order.
	Groups(ctx context.Context, prefix string) ([]string, error)
	// Clear makes the index empty.
	Clear(ctx context.Context) error
	// Find returns the page of documents that a query selects, the best first. What the
	// asker may not see neither appears, nor counts, nor weighs.
	Find(ctx context.Context, q Query) (Page, error)
}

// MaxResults bounds how deep into its results a query may look.
const MaxResults = 1000

// Query is what an index is asked.
type Query struct {
	Terms  *Terms // of Parse
	From   int    // leave out so many results
	Limit  int    // 1 to MaxResults; 0: 10
	Sees   Clearance
	Facets bool // count what is found by kind, clause, language and marking
	// Standing tells whether an instrument is in force as Terms ask; needed when they do.
	Standing func(ent.InstrumentID) Standing
}

// Standing is how an instrument stands on the day, between the parties asked about.
type Standing string

// The standings. What is not in force is not found by a query that asks for it.
const (
	NotInForce Standing = ""
	InForce    Standing = "in force"
	Contested  Standing = "contested"
	NotKnown   Standing = "not known" // the record does not tell
)

// Page is a part of what was found. Total counts all of it, Facets by the values of some
// filters. Where nothing was found, Instead has words of the index for those of the query
// that stand nowhere.
type Page struct {
	Total   int          `json:"total"`
	Hits    []Hit        `json:"hits"`
	Facets  []Facet      `json:"facets,omitempty"`
	Instead []Suggestion `json:"instead,omitempty"`
}

// Hit is one document found.
type Hit struct {
	Doc
	Score    float64   `json:"score"`
	Standing Standing  `json:"standing,omitempty"` // when the query asks what is in force
	Marks    []Mark    `json:"marks"`              // in the title
	Passages []Passage `json:"passages"`           // of the text
}

// Passage is a piece of a document's text, from byte At on; Marks count from its beginning.
type Passage struct {
	At    int    `json:"at"`
	Text  string `json:"text"`
	Marks []Mark `json:"marks"`
}

// Mark is a run of bytes in which a word of the query stands.
type Mark struct {
	From  int `json:"from"`
	Until int `json:"until"`
}

// Window returns the first result wanted and the one after the last.
func (q *Query) Window() (from, until int, err error) {
	limit := q.Limit
	if limit == 0 {
		limit = 10
	}
	if q.From < 0 || limit < 0 || q.From+limit > MaxResults {
		return 0, 0, ent.Errorf(ent.Invalid, "results can be looked through up to the %dth; narrow the query with another word or a filter", MaxResults)
	}
	if q.Terms.InForce != 0 && q.Standing == nil {
		return 0, 0, ent.Errorf(ent.Invalid, "in-force: is answered by the law, and none was given")
	}
	return q.From, q.From + limit, nil
}
