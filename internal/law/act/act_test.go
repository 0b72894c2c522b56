package act

import (
	"strings"
	"testing"
)

func TestActsTableNamesEveryFault(t *testing.T) {
	_, errs := Parse("AAA ratifed 2001-01-01\n# note\nBBB ratified 2001-02-30; signed\n")
	want := []string{`line 1: AAA: "ratifed" is not an act (nearest: "ratified")`, "line 3: BBB: the day 2001-02-30 does not exist", `line 3: BBB: "signed" is not an act`}
	if len(errs) != len(want) {
		t.Fatalf("%d faults: %v", len(errs), errs)
	}
	for i, w := range want {
		if !strings.HasPrefix(errs[i].Error(), w) {
			t.Errorf("fault %d: %v, want %s", i, errs[i], w)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("AAA  signed 2008-12-03; ratified 2011-09-08 eff 2012-01-01 # note\n")
	f.Add("AAA withdrew 0001-01-01;;\n\x00")
	f.Fuzz(func(t *testing.T, s string) {
		acts, _ := Parse(s)
		for _, a := range acts {
			if a.On == 0 {
				t.Errorf("an act without a day from %q", s)
			}
		}
	})
}
