package treaty

import "testing"

// Where neither a rule nor a day of entry into force is on record, nobody can say whether
// consent binds; a day declared to a party, or bound from, still counts.
func TestEntryIntoForceOfWhichNothingIsKnown(t *testing.T) {
	in := Instrument{ID: "A", Title: "A", Kind: "treaty", LegalOrder: "international"}
	lib := library(t, with(in, "AAA  signed 2000-01-01; ratified 2001-01-01\nBBB  signed 2000-01-01\nCCC  ratified 2001-01-01 eff 2001-06-01\nNEW  bound 2001-02-01"))
	for _, c := range []struct {
		state, on string
		want      Standing
	}{{"AAA", "2000-06-01", Signatory}, {"AAA", "2001-01-01", Undetermined}, {"AAA", "2020-01-01", Undetermined}, {"BBB", "2020-01-01", Signatory},
		{"CCC", "2001-05-31", Signatory}, {"CCC", "2001-06-01", Party}, {"NEW", "2001-02-01", Party}} {
		c2, err := lib.World().Find(c.state)
		if err != nil {
			t.Fatal(err)
		}
		if got := lib.Status(c2, "A", day(c.on)); got.Standing != c.want {
			t.Errorf("%s on %s: %s, want %s: %v", c.state, c.on, got.Standing, c.want, got.Why)
		}
	}
}
