package review

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	ent "entente"
	"entente/internal/document"
	"entente/internal/document/compare"
	"entente/internal/law"
	"entente/internal/register"
)

// Like is a provision elsewhere that is worded like one of a text.
type Like struct {
	Instrument ent.InstrumentID `json:"instrument"`
	Hash       string           `json:"hash,omitempty"` // of the text in which it stands; empty: a provision as the library words it
	Article    string           `json:"article"`
	Heading    string           `json:"heading,omitempty"`
	Words      string           `json:"words"`
	Score      float64          `json:"score"` // from 0 to 1
	Shared     []string         `json:"shared"`
	Redline    []compare.Edit   `json:"redline"` // from the one elsewhere to that of the text
}

// shelf is every provision that can be compared with, with what it was made of.
type shelf struct {
	made       string
	provisions []Like
	languages  []string
	index      *compare.Library
}

// Nearest returns the k provisions worded most like an article of the text, from the other
// texts on record and from the library, the most alike first. A provision of the same
// instrument is left out. Errors are of kind NotFound when the text has no such article.
func (d *Desk) Nearest(ctx context.Context, lib *law.Library, o *Opened, language, number string, k int, known time.Time) ([]Like, error) {
	var own *document.Article
	for i := range o.Analysis.Document.Articles {
		if a := &o.Analysis.Document.Articles[i]; a.Number == number && (language == "" || a.Language == language) {
			own = a
			break
		}
	}
	if own == nil {
		return nil, ent.Errorf(ent.NotFound, "%s has no article %s", o.ID, number)
	}
	s, err := d.shelf(ctx, lib, known)
	if err != nil {
		return nil, err
	}
	text := compare.Lines(own)
	out := []Like{}
	for _, l := range s.index.Nearest(text, 8*k) {
		i, err := strconv.Atoi(l.Label)
		if err != nil {
			return nil, err
		}
		if x := s.provisions[i]; x.Instrument != o.Instrument && s.languages[i] == own.Language && len(out) < k {
			x.Score, x.Shared, x.Redline = l.Score, l.Shared, compare.Redline(x.Words, text)
			out = append(out, x)
		}
	}
	return out, nil
}

// shelf returns the provisions of the library and of every text on record; it is made again
// when law or texts have changed.
func (d *Desk) shelf(ctx context.Context, lib *law.Library, known time.Time) (*shelf, error) {
	texts, err := d.register.EveryText(ctx, known)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	io.WriteString(h, lib.Hash)
	for i := range texts {
		io.WriteString(h, texts[i].Hash)
	}
	made := string(h.Sum(nil))
	d.mu.Lock()
	now := d.like
	d.mu.Unlock()
	if now != nil && now.made == made {
		return now, nil
	}
	s := &shelf{made: made, index: compare.NewLibrary()}
	for _, id := range lib.Treaties.IDs() {
		for _, p := range lib.Treaties.Instrument(id).Provisions {
			s.add("en", Like{Instrument: id, Article: p.Article, Words: p.Text})
		}
	}
	for i := range texts {
		if err := d.addText(ctx, s, &texts[i]); err != nil {
			return nil, err
		}
	}
	s.index.Seal()
	d.mu.Lock()
	defer d.mu.Unlock()
	d.like = s
	return s, nil
}

func (s *shelf) add(language string, l Like) {
	s.index.Add(fmt.Sprint(len(s.provisions)), l.Words)
	s.provisions, s.languages = append(s.provisions, l), append(s.languages, language)
}

// addText adds the articles of a text; a file that cannot be read as an agreement, such as a
// map, has none.
func (d *Desk) addText(ctx context.Context, s *shelf, k *register.Kept) error {
	a, err := d.Analysis(ctx, k)
	if ent.KindOf(err) == ent.Invalid {
		return nil
	} else if err != nil {
		return err
	}
	for i := range a.Document.Articles {
		x := &a.Document.Articles[i]
		if words := compare.Lines(x); strings.TrimSpace(words) != "" {
			s.add(x.Language, Like{Instrument: k.Instrument, Hash: k.Hash, Article: x.Number, Heading: x.Heading, Words: words})
		}
	}
	return nil
}
