package storagetest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"entente/internal/record"
)

// markings asks what bears a marking: by kind, by id, by the newest version, a withdrawal
// too, and what was put on record from a place on.
func markings(t *testing.T, open Open) {
	s := open(t, nil)
	many := []string{}
	for i := range 1200 {
		many = append(many, fmt.Sprint(i))
	}
	marked := func(id, marking string) record.Version {
		t.Helper()
		c := change(id, "x")
		c.Classified = marking
		return append1(t, s, c)
	}
	again := func(v record.Version, marking string, withdrawn bool) {
		t.Helper()
		append1(t, s, record.Change{Kind: v.Kind, ID: v.ID, Body: v.Body, Replaces: v.Seq, Reason: "x", Classified: marking, Withdrawn: withdrawn})
	}
	marked("1", "")
	b, c, d := marked("2", "SECRET"), marked("3", ""), marked("4", "SECRET")
	marked("5", "RESTRICTED")
	again(b, "", false)
	again(c, "TOP SECRET", false)
	again(d, "SECRET", true)
	other := change("1", "x")
	other.Kind, other.Classified = "other", "SECRET"
	append1(t, s, other)
	want := map[string]string{"3": "TOP SECRET", "4": "SECRET", "5": "RESTRICTED"}
	for name, ids := range map[string][]string{"all": nil, "by name": many} {
		if got := must(s.Marks(ctx, "note", ids...))(t); !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := must(s.Marks(ctx, "note", "2", "5", "none"))(t); !maps.Equal(got, map[string]string{"5": "RESTRICTED"}) {
		t.Errorf("some: %v", got)
	}
	for from, want := range map[int64]string{0: "RESTRICTED,SECRET,TOP SECRET", 4: "RESTRICTED,SECRET,TOP SECRET", 5: "SECRET,TOP SECRET", 8: "", 9: "", 100: ""} {
		got, size, err := s.Markings(ctx, from)
		if err != nil || size != 9 {
			t.Errorf("from %d: size %d, %v", from, size, err)
		}
		if list := slices.Sorted(slices.Values(got["note"])); fmt.Sprint(list) != fmt.Sprint(slices.DeleteFunc(strings.Split(want, ","), func(x string) bool { return x == "" })) {
			t.Errorf("from %d: %q, want %s", from, list, want)
		}
		if from <= 8 != (len(got["other"]) == 1) {
			t.Errorf("from %d: of the other kind %v", from, got["other"])
		}
	}
}
