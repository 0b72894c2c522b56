package document

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A text is cut into pieces for setting without losing or changing a word.
func TestParts(t *testing.T) {
	src := &Source{Blocks: []Block{
		{Text: "AGREEMENT ON EXAMPLES", Level: 1}, {Text: "The Parties, wishing to agree,"}, {Text: "Part I General", Bold: true},
		{Text: "Article 1 Scope"}, {Text: "1. This applies to: (not to that)."}, {Text: "(a) goods;"}, {Text: "(i) of war;"}, {Text: "(b) services."},
		{Text: "Article 2"}, {Text: "Article 1 applies here too."}, {Text: "DONE at Oslo on 1 May 2024."}, {Text: "For Norway:"}, {Text: "ANNEX A", Bold: true}, {Text: "A list."},
	}}
	got := Parts(src)
	want := []Part{{Heading, "", "AGREEMENT ON EXAMPLES", 0}, {Plain, "", "The Parties, wishing to agree,", 0}, {Division, "", "Part I General", 0},
		{Opening, "Article 1", "Scope", 0}, {Numbered, "1.", "This applies to: (not to that).", 0}, {Item, "(a)", "goods;", 0}, {SubItem, "(i)", "of war;", 0}, {Item, "(b)", "services.", 0},
		{Opening, "Article 2", "", 0}, {Plain, "", "Article 1 applies here too.", 0}, {Testimony, "", "DONE at Oslo on 1 May 2024.", 0}, {Plain, "", "For Norway:", 0}, {Division, "", "ANNEX A", 0}, {Plain, "", "A list.", 0}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

// words are the letters of a text without blanks.
func words(s string) string { return strings.Join(strings.Fields(s), "") }

func FuzzParts(f *testing.F) {
	f.Add("Article 1\nScope\n1. One. 2. Two. 3. Three.\n(a) x\n(i) y", 0)
	f.Add("第一条\n第二条 適用\nالمادة 1\n§ 3 Heading", 2)
	f.Add("Article 5.- 1. A", 1)
	f.Fuzz(func(t *testing.T, text string, level int) {
		text = strings.ToValidUTF8(text, "?") // as reading makes it
		src := &Source{}
		for _, line := range strings.Split(text, "\n") {
			src.Blocks = append(src.Blocks, Block{Text: line, Level: level % 3})
		}
		var got strings.Builder
		for _, p := range Parts(src) {
			got.WriteString(p.Label + p.Text)
		}
		if words(got.String()) != words(text) {
			t.Errorf("%q became %q", text, got.String())
		}
	})
}
