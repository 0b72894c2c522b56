package participation

import (
	"errors"
	"os"
	"testing"

	ent "entente"
	"entente/internal/law/treaty"
)

// sound asks of whatever was read: an error is of kind Invalid or NotFound; each State has
// one line, each act a day, a known word and a reading back from the printed table.
func sound(t *testing.T, table Table, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, ent.ErrInvalid) && !errors.Is(err, ent.ErrNotFound) {
		t.Fatalf("an error of no kind: %v", err)
	}
	n := 0
	for i, r := range table.Rows {
		if i > 0 && table.Rows[i-1].State >= r.State {
			t.Fatalf("%s stands after %s", r.State, table.Rows[i-1].State)
		}
		n += len(r.Acts)
	}
	acts, faults := treaty.ParseActs(table.String())
	if len(faults) > 0 || len(acts) != n {
		t.Fatalf("%d acts were printed and %d read back, %v", n, len(acts), faults)
	}
}

func seed(f *testing.F, name string, more ...string) {
	f.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(b))
	for _, m := range more {
		f.Add(m)
	}
}

func FuzzUNTC(f *testing.F) {
	seed(f, "untc.csv", "Participant\tSignature\nArcadia\t1 Jan 2000 s; 2 Feb 2001 5\n", "Participant,\"Acceptance of the Protocol, Definitive signature\"\nArcadia,1 Jan 1948\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, _, err := ReadUNTC(text, world)
		sound(t, table, err)
	})
}

func FuzzUNTCPage(f *testing.F) {
	seed(f, "untcpage.html")
	f.Fuzz(func(t *testing.T, text string) {
		table, _, err := ReadUNTCPage(text, world)
		sound(t, table, err)
	})
}

func FuzzManyTreaties(f *testing.F) {
	seed(f, "many.csv")
	f.Fuzz(func(t *testing.T, text string) {
		table, _, err := ReadManyTreaties(text, "T1", world)
		sound(t, table, err)
	})
}

func FuzzSwissParties(f *testing.F) {
	seed(f, "swiss.csv")
	f.Fuzz(func(t *testing.T, text string) {
		table, _, err := ReadSwissParties(text, "0.1", world)
		sound(t, table, err)
	})
}
