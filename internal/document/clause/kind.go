package clause

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"entente/internal/document"
)

// KindReading is of which kind an agreement is: what it is taken for, why, and what else it might be.
type KindReading struct {
	Kind    string   `json:"kind"`
	Because []string `json:"because"`
	Instead []string `json:"instead,omitempty"` // kinds that come close, the nearest first
}

// Kind tells of which kind an agreement is: by its title and opening words, and by the
// clauses found in it. It is Other when nothing tells.
func Kind(doc *document.Document, found []Found) KindReading { return must().Kind(doc, found) }

// What speaks for a kind.
const (
	ofTitle    = 4.0 // words of the title
	ofOpening  = 1.5 // words of the preamble or the first articles, where the title has none
	ofAgainst  = 4.0
	enough     = 3.0 // to be of a kind
	comesClose = 0.7 // of the first, to be named besides
	opening    = 120 // words of the preamble that are looked at
)

type candidate struct {
	kind    string
	points  float64
	because []string
}

// Kind is as the function of that name, with the playbooks of this library.
func (l *Library) Kind(doc *document.Document, found []Found) KindReading {
	var list []candidate
	for i := range l.Playbooks {
		if p := &l.Playbooks[i]; p.Kind != Other {
			list = append(list, l.candidate(i, doc, found))
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.points, a.points) })
	if len(list) == 0 || list[0].points < enough {
		return KindReading{Kind: Other, Because: []string{"neither the title nor the clauses tell a kind that has a playbook"}}
	}
	out := KindReading{Kind: list[0].kind, Because: list[0].because}
	for _, c := range list[1:] {
		if c.points >= enough && c.points >= comesClose*list[0].points {
			out.Instead = append(out.Instead, c.kind)
		}
	}
	return out
}

// candidate weighs one kind.
func (l *Library) candidate(i int, doc *document.Document, found []Found) candidate {
	p := &l.Playbooks[i]
	c := candidate{kind: p.Kind}
	title, begin := words(doc.Title), openingWords(doc)
	switch said := l.titles[2*i].say(title); {
	case said != "":
		c.points += ofTitle
		c.because = append(c.because, "the title says: "+said)
	default:
		if said := l.titles[2*i].say(begin); said != "" {
			c.points += ofOpening
			c.because = append(c.because, "the opening says: "+said)
		}
	}
	if said := l.titles[2*i+1].say(title); said != "" {
		c.points -= ofAgainst
		c.because = append(c.because, "against it the title says: "+said)
	}
	var has []string
	for _, id := range sortedMarks(p.Marks) {
		if at := slices.IndexFunc(found, func(f Found) bool { return f.Clause == id }); at >= 0 {
			c.points += p.Marks[id]
			has = append(has, fmt.Sprintf("%s (article %s)", id, found[at].Article))
		}
	}
	if len(has) > 0 {
		c.because = append(c.because, "it has "+strings.Join(has, ", "))
	}
	return c
}

// sortedMarks lists the marks of a kind, those that say most first.
func sortedMarks(marks map[ID]float64) []ID {
	var ids []ID
	for id := range marks {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b ID) int {
		return cmp.Or(cmp.Compare(marks[b], marks[a]), cmp.Compare(a, b))
	})
	return ids
}

// openingWords are the first words of the first preamble, else of the first article.
func openingWords(doc *document.Document) []string {
	text := ""
	switch {
	case len(doc.Preamble) > 0:
		text = doc.Preamble[0].Text
	case len(doc.Articles) > 0:
		text = doc.Articles[0].Text()
	}
	ws := words(text)
	return ws[:min(len(ws), opening)]
}

// say returns the first words that match, empty when none do.
func (m *matcher) say(ws []string) string {
	row := make([][]int32, len(ws))
	for i, w := range ws {
		row[i] = m.symbols(w)
	}
	for _, h := range m.find(row, func(strength) bool { return true }) {
		return strings.Join(ws[h.at:h.end], " ")
	}
	return ""
}
