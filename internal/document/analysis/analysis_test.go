package analysis_test

import (
	"context"
	"testing"

	ent "entente"
	"entente/corpus"
	"entente/internal/document/analysis"
	"entente/internal/document/reading"
)

const bilateral = `# Agreement between Finland and Japan on exercises

The Government of Finland and the Government of Japan have agreed as follows:

## Article 1

The Parties shall exercise together.
`

// The library names the parties only where the text does not.
func TestNameParties(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	a, err := analysis.Read(context.Background(), "a.md", []byte(bilateral), reading.Options{}, lib.Treaties)
	if err != nil {
		t.Fatal(err)
	}
	a.NameParties(lib.Treaties, ent.NewDate(2026, 1, 1))
	if len(a.Parties) != 2 || a.Makers.Source != "text" {
		t.Errorf("%v from %q", a.Parties, a.Makers.Source)
	}
	b, err := analysis.Read(context.Background(), "b.md", []byte("# Vienna Convention on the Law of Treaties\n\nThe States Parties to the present Convention have agreed as follows:\n\n## Article 1\n\nIt applies to treaties.\n"), reading.Options{}, lib.Treaties)
	if err != nil {
		t.Fatal(err)
	}
	if b.NameParties(lib.Treaties, ent.NewDate(1970, 1, 1)); len(b.Parties) != 0 || b.Makers.Source != "" {
		t.Errorf("before it was in force: %v from %q", b.Parties, b.Makers.Source)
	}
	if b.NameParties(lib.Treaties, ent.NewDate(2026, 1, 1)); b.Instrument != "VCLT" || len(b.Parties) < 100 || b.Makers.Source != "library: VCLT on 2026-01-01" {
		t.Errorf("%s: %d parties from %q", b.Instrument, len(b.Parties), b.Makers.Source)
	}
}
