package search

import (
	"entente/internal/search/lexeme"
	"slices"
	"strings"

	ent "entente"
)

// Entry is a document as an index keeps it: a part of a long text is an entry of its own.
type Entry struct {
	*Sheet
	Key string // names it among all
}

// Analyst makes entries of documents. It is not safe for concurrent use.
type Analyst struct{ a analyst }

// Entries returns the entries of a group, in order. An error of kind Invalid says that a
// document lacks its name, or that two bear the same.
func (a *Analyst) Entries(g *Group) ([]Entry, error) {
	var out []Entry
	seen := map[string]bool{}
	for i := range g.Docs {
		d := tidy(&g.Docs[i])
		if d.Kind == "" || d.ID == "" || g.Key == "" {
			return nil, ent.Errorf(ent.Invalid, "a document to be found needs a kind, an id and a group: %q, %q, %q", d.Kind, d.ID, g.Key)
		}
		for _, s := range a.a.sheets(d) {
			k := s.Doc.key(g.Key)
			if seen[k] {
				return nil, ent.Errorf(ent.Invalid, "the %s %s stands twice in %s", d.Kind, d.ID, g.Key)
			}
			seen[k] = true
			out = append(out, Entry{s, k})
		}
	}
	return out, nil
}

// Again makes the sheet of a document that was an entry before.
func (a *Analyst) Again(d *Doc) *Sheet { return a.a.sheet(d, lexeme.Words(d.Text)) }

// tidy returns a copy without what no store keeps, and with its lists in order.
func tidy(d *Doc) *Doc {
	c := *d
	for _, s := range []*string{&c.Kind, &c.ID, &c.Title, &c.Text, &c.Language, &c.Article, &c.Version, &c.Classified, &c.Ref} {
		*s = text(*s)
	}
	c.Names = nil
	for _, n := range d.Names {
		if n = text(n); n != "" && n != c.Title && !slices.Contains(c.Names, n) {
			c.Names = append(c.Names, n)
		}
	}
	c.Parties = slices.Compact(slices.Sorted(slices.Values(d.Parties)))
	c.Clauses = slices.Compact(slices.Sorted(slices.Values(d.Clauses)))
	return &c
}

func text(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "�"), "\x00", " ")
}

// Show makes of entries found what the asker sees.
type Show struct{ s *seeker }

// NewShow returns how the results of a query are shown, in the languages of the index.
func NewShow(t *Terms, languages []string) *Show { return &Show{newSeeker(t, languages)} }

// Hit makes the result of a document.
func (s *Show) Hit(d Doc, score float64, st Standing) Hit {
	h := Hit{Doc: d, Score: score, Standing: st}
	h.Marks, h.Passages = s.s.show(&d)
	return h
}
