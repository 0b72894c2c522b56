package compare

import (
	"fmt"
	"io"
	"strings"
)

// Text writes the comparison for a terminal: which article stands beside which, then what
// changed, deleted words as [-…-], inserted as {+…+}; long stretches that are the same are
// shortened. Then, if clauses were given, where each stands.
func (c *Comparison) Text(w io.Writer) error {
	var b strings.Builder
	for i, col := range c.Columns {
		fmt.Fprintf(&b, "%c  %s (%s)\n", 'A'+i, col.Label, col.Language)
	}
	for i := range c.Rows {
		c.row(&b, &c.Rows[i])
	}
	for i, r := range c.Clauses {
		if i == 0 {
			b.WriteString("\nclauses\n")
		}
		fmt.Fprintf(&b, "%s:", r.Clause)
		for j, cell := range r.Cells {
			if len(cell) == 0 {
				cell = []string{"–"}
			}
			fmt.Fprintf(&b, "  %c %s", 'A'+j, strings.Join(cell, ", "))
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (c *Comparison) row(b *strings.Builder, r *Row) {
	b.WriteByte('\n')
	for i := range r.Cells {
		cell := &r.Cells[i]
		fmt.Fprintf(b, "%c  %s", 'A'+i, cited(cell.Articles))
		switch {
		case cell.State == "changed":
			fmt.Fprintf(b, " changed, alike to %.0f %%", 100*cell.Likeness)
		case cell.State == "same":
			b.WriteString(" the same")
		}
		for _, h := range cell.How {
			b.WriteString(", " + h)
		}
		b.WriteByte('\n')
		if cell.State == "changed" {
			b.WriteString(indent(Marked(cell.Redline)))
		}
	}
}

func cited(places []Place) string {
	if len(places) == 0 {
		return "–"
	}
	var out []string
	for _, p := range places {
		s := "article " + p.Number
		if p.Number == "" {
			s = "no number"
		}
		if p.Within != "" {
			s += " of " + p.Within
		}
		if p.Heading != "" {
			s += " “" + p.Heading + "”"
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n"
}

// Words of what is the same that are shown beside a change.
const around = 12

// Marked writes a redline as text.
func Marked(edits []Edit) string {
	var b strings.Builder
	for i, e := range edits {
		blank := ""
		text := e.Text
		if e.Op != "same" && strings.HasPrefix(text, " ") {
			blank, text = " ", text[1:]
		}
		switch e.Op {
		case "deleted":
			b.WriteString(blank + "[-" + text + "-]")
		case "inserted":
			b.WriteString(blank + "{+" + text + "+}")
		default:
			b.WriteString(shortened(text, i > 0, i < len(edits)-1))
		}
	}
	return b.String()
}

// shortened keeps the words next to a change before and after it.
func shortened(text string, before, after bool) string {
	t := tokens(text)
	lead := ""
	if strings.HasPrefix(text, " ") {
		lead = " "
	}
	keepHead, keepTail := 0, 0
	if before {
		keepHead = around
	}
	if after {
		keepTail = around
	}
	if len(t) <= keepHead+keepTail+around {
		return text
	}
	out := ""
	if keepHead > 0 {
		out = lead + strings.Join(t[:keepHead], "")
	}
	out += " …"
	if keepTail > 0 {
		out += " " + strings.TrimPrefix(strings.Join(t[len(t)-keepTail:], ""), " ")
	}
	return out
}

// Report writes the differences between languages for a terminal, one per line.
func Report(w io.Writer, list []Difference) error {
	var b strings.Builder
	for i := range list {
		d := &list[i]
		fmt.Fprintf(&b, "%s: %s differs: %s; %s\n", d.Place(), d.Kind, side(d.Left), side(d.Right))
	}
	if len(list) == 0 {
		b.WriteString("no difference in articles, paragraphs, numbers, days, amounts or references was found\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func side(s Side) string {
	if len(s.Has) == 0 {
		return s.Language + " has none"
	}
	return s.Language + " has " + strings.Join(s.Has, ", ")
}
