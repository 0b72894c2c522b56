package history

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"entente/internal/curate/sheet"
	"entente/internal/sharedtest"
)

// shared reads files of the data beside the checkout (../shared/data next to the root of the
// repository, or under ENTENTE_SHARED). Without it the test is skipped, save where CI asks
// for all of them.
func shared(t *testing.T, pattern string) []File {
	t.Helper()
	data := os.DirFS(sharedtest.Path(t, "data"))
	names, err := fs.Glob(data, pattern)
	if err != nil || len(names) == 0 {
		t.Fatalf("no file %s: %v", pattern, err)
	}
	var out []File
	for _, name := range names {
		text, err := sheet.NewSource(data, "").Text(name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, File{filepath.Base(name), text})
	}
	return out
}

// Every row of the published tables is taken or told; the counts were looked through by hand.
func TestPublishedTables(t *testing.T) {
	w := with(t)
	for _, c := range []struct {
		format, files                            string
		rows, taken, refused, totals, activities int
		fuzzy                                    int
		told                                     []string // parts of notes that must be there
	}{
		{"mme", "exercises/mme_v7.csv", 3707, 3564, 143, 0, 3564, 1176, []string{
			"the id MME3457 stands on", "the id MME3458 stands on", "the id MME3460 stands on", `no State or organisation is called "Baltic States"`, "it ends on 1982-11-10, before it begins on 1982-11-11"}},
		{"jme", "exercises/jme_v3.csv", 1790, 1711, 79, 0, 1711, 505, []string{
			`its first day, "11/xx2002", cannot be read`, `1993-02 has no day "126"`, `"14" is no month`, "its first day is not known: no year"}},
		{"us-training", "us-military-training/2020_2021_*.xml", 10455, 9677, 94, 684, 675, 7, []string{
			`no State or organisation is called "Kosovo"`, `"2106" is no year`, "the recipient unit is not stated"}},
	} {
		h, err := Read(c.format, shared(t, c.files), w)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, h, w)
		fuzzy := 0
		for _, a := range h.Activities {
			if a.Fuzzy != nil {
				fuzzy++
			}
		}
		if h.Rows != c.rows || h.Taken != c.taken || h.Refused != c.refused || h.Totals != c.totals || len(h.Activities) != c.activities || fuzzy != c.fuzzy {
			t.Errorf("%s: %d rows, %d taken, %d refused, %d totals; %d activities, %d fuzzy", c.format, h.Rows, h.Taken, h.Refused, h.Totals, len(h.Activities), fuzzy)
		}
		for _, want := range c.told {
			if !slices.ContainsFunc(h.Notes, func(n Note) bool { return strings.Contains(n.Why, want) }) {
				t.Errorf("%s: not told: %s", c.format, want)
			}
		}
	}
}

// The report's own totals are the sums of its lines: nothing of a programme that was taken is
// lost on the way.
func TestTotalsOfThePublishedReport(t *testing.T) {
	h, err := Read("us-training", shared(t, "us-military-training/2020_2021_*.xml"), with(t))
	if err != nil {
		t.Fatal(err)
	}
	agree := 0
	for _, n := range h.Notes {
		if n.Became == Totals && strings.HasSuffix(n.Why, "are those of its lines") {
			agree++
		}
	}
	if agree != len(h.Activities) {
		t.Errorf("the totals of %d of %d programmes are those of their lines", agree, len(h.Activities))
	}
}
