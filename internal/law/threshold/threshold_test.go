package threshold

import (
	"testing"

	ent "entente"
)

func day(s string) ent.Date {
	d, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// The acts come unordered; the rule counts them in the order of their days.
func TestThresholds(t *testing.T) {
	deps := []Deposit{{"USA", day("1970-03-01")}, {"GBR", day("1970-02-01")}, {"FRA", day("1970-04-01")}, {"EU", day("1970-01-01")}}
	isState := func(c ent.StateCode, _ string, _ ent.Date) bool { return c != "EU" }
	member := func(c ent.StateCode, o string, _ ent.Date) bool { return o == "COE" && c != "USA" }
	for _, c := range []struct {
		name string
		t    Rule
		want string
	}{
		{"two deposits", Rule{Count: 2}, "1970-02-01"},
		{"two deposits of States", Rule{Count: 2, StateOnly: true}, "1970-03-01"},
		{"including a named State", Rule{Count: 2, Including: []ent.StateCode{"FRA"}}, "1970-04-01"},
		{"a named State and two others", Rule{Including: []ent.StateCode{"GBR"}, Others: 2}, "1970-03-01"},
		{"members of an organisation among them", Rule{Count: 3, AnyOf: &AnyOf{Count: 3, Of: "COE"}}, "1970-04-01"},
		{"majority of six signatories", Rule{Majority: true}, "1970-04-01"},
	} {
		if got := c.t.Reached(deps, 6, isState, member); got != day(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := (Rule{Count: 5}).Reached(deps, 6, isState, member); got != 0 {
		t.Errorf("five of four deposits reached on %s", got)
	}
}
