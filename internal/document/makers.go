package document

import (
	"strings"

	"entente/internal/document/wording/naming"
)

// makers finds who makes the agreement: the States and organisations of the preamble, else
// of the title, else of the signatures, from the language in which most of them are known;
// and the instrument of the library that it is, by its title.
func (d *Document) makers(b *builder, n *naming.Names) {
	for _, t := range b.titles {
		if d.Instrument == "" {
			d.Instrument = n.Titled(t)
		}
	}
	var best []naming.Maker
	for _, list := range d.madeBy(b, n) {
		switch {
		case len(list) == 1 && list[0].Collective && len(best) == 1 && !best[0].Collective: // one organisation is named in what they say of themselves
			best = list
		case known(list) > known(best) && !(len(best) == 1 && best[0].Collective && len(list) == 1 && !list[0].Collective), len(best) == 0:
			best = list
		}
	}
	for _, m := range best {
		d.Parties = append(d.Parties, Party{Code: m.Code, Name: m.Name, All: m.Collective, Of: m.Of})
	}
}

// madeBy lists what each place tells. Of the preamble and the title in one language, the one
// that names more counts; the signatures only where both name nobody.
func (d *Document) madeBy(b *builder, n *naming.Names) [][]naming.Maker {
	var out [][]naming.Maker
	seen := map[string]bool{}
	for _, p := range d.Preamble {
		if seen[p.Language] {
			continue
		}
		seen[p.Language] = true
		list := n.FromPreamble(b.opening(p.Text))
		if len(d.Articles) > 0 && d.Articles[0].Annex == "" || len(list) == 1 && list[0].Collective { // a note has no makers of its own
			out = append(out, list)
		}
	}
	for _, t := range b.titles {
		out = append(out, n.FromTitle(t))
	}
	named := 0
	for _, list := range out {
		named = max(named, len(list))
	}
	if named == 0 {
		out = append(out, d.signatories())
	}
	return out
}

// opening is a preamble without the titles above it.
func (b *builder) opening(text string) string {
	lines := strings.Split(text, "\n")
	for n := 0; n < 8 && len(lines) > 1 && (b.headed[lines[0]] || titled(lines[0]) || len(lines[0]) < 12 || noteForm.MatchString(lines[0])); n++ {
		lines = lines[1:]
	}
	return strings.Join(lines, "\n")
}

// known counts the makers that are two or more, or that the library knows.
func known(list []naming.Maker) int {
	n := 0
	for _, m := range list {
		switch {
		case m.Code != "":
			n += 3
		case m.Of != "":
			n += 4
		default:
			n++
		}
	}
	return n
}

func (d *Document) signatories() []naming.Maker {
	var out []naming.Maker
	seen := map[string]bool{}
	for _, s := range d.Signatures {
		if s.For != "" && !seen[string(s.For)] {
			seen[string(s.For)] = true
			out = append(out, naming.Maker{Code: s.For, Name: string(s.For)})
		}
	}
	return out
}
