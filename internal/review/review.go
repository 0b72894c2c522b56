// Package review keeps what people made of an agreement's text. A text on record is read;
// each sentence that lays something down is a proposal; and a person accepts it, changes it
// or rejects it. What is accepted becomes, in the same step, a norm of the agreement that the
// law engine uses, and on wish a duty on the institution's list with its clock.
//
// Nothing becomes law by itself. A sentence is never given an effect that nobody stated: a
// prohibition whose condition was not written in the language of conditions asks for care and
// prohibits nothing, and a clock whose start nobody named yields no day.
package review

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/internal/document/analysis"
	"entente/internal/document/proposal"
	"entente/internal/document/reading"
	"entente/internal/duty"
	"entente/internal/law/treaty"
	"entente/internal/record"
	"entente/internal/register"
)

// Kind is what a person made of one proposal.
const Kind record.Kind = "review"

// Review is what a person made of a proposal, with what it became. Its id on record is
// INSTRUMENT/part/proposal: a sentence that a later version of the text repeats word for word
// in the same place need not be reviewed again.
type Review struct {
	Text     string            `yaml:"text" json:"text"` // id of the text that was read
	Hash     string            `yaml:"hash" json:"hash"` // of its bytes
	Proposed proposal.Proposal `yaml:"proposed" json:"proposed"`
	Verdict  string            `yaml:"verdict" json:"verdict"` // accepted, changed, rejected
	Sentence string            `yaml:"sentence,omitempty" json:"sentence,omitempty"`
	Modality proposal.Modality `yaml:"modality,omitempty" json:"modality,omitempty"`
	Why      string            `yaml:"why,omitempty" json:"why,omitempty"`
	Norm     ent.NormID        `yaml:"norm,omitempty" json:"norm,omitempty"`
	Duties   []string          `yaml:"duties,omitempty,flow" json:"duties,omitempty"`
}

// Kept is a review on record.
type Kept struct {
	Review
	ID  string    `json:"id"`
	Seq int64     `json:"seq"`
	By  ent.Actor `json:"by"`
	At  time.Time `json:"at"`

	Classified string `json:"classified,omitempty"`
}

// Words are the sentence as accepted.
func (r *Review) Words() string {
	if r.Sentence != "" {
		return r.Sentence
	}
	return r.Proposed.Sentence
}

// Desk reads texts of the register and keeps what people made of them.
type Desk struct {
	store    record.Store
	register *register.Register
	duties   *duty.Book
	names    *treaty.Library // resolves parties and instruments that texts name
	options  reading.Options

	read *lru.Cache[string, *analysis.Analysis] // of the texts read last, by their hash
	mu   sync.Mutex
	like *shelf // the provisions to compare with
}

// remembered is how many analyses are kept in memory.
const remembered = 24

// New returns the desk over the register and the book of duties in the store.
func New(store record.Store, r *register.Register, d *duty.Book, names *treaty.Library, o reading.Options) *Desk {
	read, err := lru.New[string, *analysis.Analysis](remembered)
	if err != nil {
		panic(err) // the size is a constant
	}
	return &Desk{store: store, register: r, duties: d, names: names, options: o, read: read}
}

// Item is a proposal with what was made of it; Review is nil while it is open. Number
// counts the proposals of the text from 1.
type Item struct {
	Number int `json:"number"`
	proposal.Proposal
	Review *Kept `json:"review,omitempty"`
}

// Opened is a text with its analysis and the state of its review.
type Opened struct {
	register.Kept
	Analysis *analysis.Analysis `json:"-"`
	Items    []Item             `json:"proposals"`
	Open     int                `json:"open"`
	Stray    []Kept             `json:"stray"` // reviews of sentences that this text no longer has
}

// Analyse analyses bytes that are not on record, as those of a file of the name.
func (d *Desk) Analyse(ctx context.Context, name string, text []byte) (*analysis.Analysis, error) {
	return analysis.Read(ctx, name, text, d.options, d.names)
}

// Open reads a text on record with what was made of it, as known at a moment (zero: now). With an empty text
// id it takes the instrument's last text, final before drafts. Errors are of kind NotFound.
func (d *Desk) Open(ctx context.Context, id ent.InstrumentID, text string, known time.Time) (*Opened, error) {
	texts, err := d.register.Texts(ctx, id, known)
	if err != nil {
		return nil, err
	}
	k := choose(texts, text)
	if k == nil && text == "" {
		return nil, ent.Errorf(ent.NotFound, "no text of %s is on record; put one there: entente register text add %s FILE --version final --language en", id, id)
	} else if k == nil {
		return nil, ent.Errorf(ent.NotFound, "%s is no text of %s on record", text, id)
	}
	a, err := d.Analysis(ctx, k)
	if err != nil {
		return nil, err
	}
	all, err := d.reviews(ctx, k, known)
	if err != nil {
		return nil, err
	}
	o := &Opened{Kept: *k, Analysis: a, Items: make([]Item, len(a.Proposals)), Stray: []Kept{}}
	for i := range a.Proposals {
		o.Items[i] = Item{Number: i + 1, Proposal: a.Proposals[i], Review: all[a.Proposals[i].ID]}
		if o.Items[i].Review == nil {
			o.Open++
		}
		delete(all, a.Proposals[i].ID)
	}
	for _, r := range all {
		o.Stray = append(o.Stray, *r)
	}
	return o, nil
}

func choose(texts []register.Kept, id string) *register.Kept {
	var best *register.Kept
	for i := range texts {
		k := &texts[i]
		switch {
		case id == "" && (best == nil || k.Version == "final" || best.Version != "final"):
			best = k
		case id != "" && (k.ID == id || k.Hash == id):
			return k
		}
	}
	return best
}

// Anchor names the place of an article on the page of its text.
func Anchor(language, number string) string {
	return "a-" + language + "-" + strings.Map(func(r rune) rune {
		if r == ' ' || r == '.' || r == '(' || r == ')' {
			return '-'
		}
		return r
	}, number)
}

// Analysis analyses a text on record; the last ones are remembered by their hash. Errors of
// kind Invalid say that it cannot be read as an agreement.
func (d *Desk) Analysis(ctx context.Context, k *register.Kept) (*analysis.Analysis, error) {
	if a, ok := d.read.Get(k.Hash); ok {
		return a, nil
	}
	text, err := d.register.File(ctx, &k.Text)
	if err != nil {
		return nil, err
	}
	a, err := d.Analyse(ctx, k.Name, text)
	if err != nil {
		return nil, err
	}
	d.read.Add(k.Hash, a)
	return a, nil
}

// reviews returns what was made of the proposals of a part of an instrument's text, by
// proposal.
func (d *Desk) reviews(ctx context.Context, k *register.Kept, known time.Time) (map[string]*Kept, error) {
	out := map[string]*Kept{}
	prefix := place(k, "")
	err := record.Each(ctx, d.store, record.Query{Kind: Kind, Subject: string(k.Instrument), Known: known}, func(v *record.Version) error {
		if !strings.HasPrefix(v.ID, prefix) {
			return nil
		}
		r, err := decode(v)
		out[r.Proposed.ID] = r
		return err
	})
	return out, err
}

func place(k *register.Kept, proposal string) string {
	return fmt.Sprintf("%s/%s/%s", k.Instrument, k.Part, proposal)
}

func decode(v *record.Version) (*Kept, error) {
	k := &Kept{ID: v.ID, Seq: v.Seq, By: v.By, At: v.At, Classified: v.Classified}
	if err := yaml.Unmarshal(v.Body, &k.Review); err != nil {
		return k, fmt.Errorf("review %s (version %d): %w", v.ID, v.Seq, err)
	}
	return k, nil
}

// Find returns the proposal that is meant by its number or its id.
func (o *Opened) Find(which string) (*Item, error) {
	for i := range o.Items {
		if it := &o.Items[i]; it.ID == which || fmt.Sprint(it.Number) == strings.TrimPrefix(which, "#") {
			return it, nil
		}
	}
	return nil, ent.Errorf(ent.NotFound, "%q is no proposal of %s; there are %d, from 1", which, o.ID, len(o.Items))
}
