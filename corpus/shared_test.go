package corpus_test

import (
	"os"
	"testing"

	ent "entente"
	"entente/internal/curate/participation"
	"entente/internal/curate/sheet"
	"entente/internal/law"
	"entente/internal/law/treaty"
	"entente/internal/sharedtest"
)

// shared reads a file of the data beside the checkout. Without it the test is
// skipped on a person's machine and fails in CI.
func shared(t *testing.T, name string) string {
	t.Helper()
	text, err := sheet.NewSource(os.DirFS(sharedtest.Path(t, "data")), "").Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Every act in the depositary's lists stands in the shipped files, on the same day.
func TestShippedActsAgreeWithTheDepositary(t *testing.T) {
	lib := library(t)
	for id, file := range map[ent.InstrumentID]string{"ROME": "18-10", "APMBC": "26-5", "CCM": "26-6", "CWC": "26-3", "CAT": "4-9", "VCLT": "23-1", "ATT": "26-8", "ICCPR": "4-4",
		"GENOCIDE": "4-1", "CED": "4-16", "UNSAFE": "18-8", "VCDR": "3-3", "VCCR": "3-6", "CCW": "26-2", "UNTOC": "18-12", "FIREARMS-P": "18-12-c"} {
		t.Run(string(id), func(t *testing.T) {
			list, problems, err := participation.ReadUNTC(shared(t, "un-treaty-collection/treaties/"+file+".csv"), lib.Treaties.World())
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range problems {
				t.Error(p)
			}
			if len(list.Rows) < 40 {
				t.Fatalf("%d States in the list", len(list.Rows))
			}
			for _, row := range list.Rows {
				compareActs(t, lib, id, row)
			}
		})
	}
}

func compareActs(t *testing.T, lib *law.Library, id ent.InstrumentID, row participation.Row) {
	have := map[string]bool{}
	in := lib.Treaties.Instrument(id)
	table, _ := treaty.ParseActs(in.Acts)
	for _, a := range append(table, in.Record...) {
		if a.State == row.State {
			have[key(a.Act)+a.On.String()] = true
		}
	}
	for _, a := range row.Acts {
		if !have[key(a.Verb)+a.On.String()] {
			t.Errorf("%s %s %s: not in the shipped file", row.State, a.Verb, a.On)
		}
	}
}

// key tells signature, consent, succession and exit apart; lists name the form of consent loosely.
func key(v treaty.Verb) string {
	switch v {
	case treaty.Ratified, treaty.Accepted, treaty.Approved, treaty.Acceded, treaty.Confirmed, treaty.Definitive:
		return "consent "
	}
	return string(v) + " "
}

// Every pair of the States that the list of the Partnership for Peace Agreement names is
// bound toward one another from the later of their two days on, and not before, but for
// those that limited it to the parties of the additional protocol.
func TestPartnershipForPeacePairs(t *testing.T) {
	lib := library(t)
	list, problems, err := participation.ReadSwissParties(shared(t, "swiss-parties/parties_parsed.csv"), "0.510.1", lib.Treaties.World())
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	from := map[ent.StateCode]ent.Date{}
	for _, row := range list.Rows {
		for _, a := range row.Acts {
			if a.Effective != 0 {
				from[row.State] = a.Effective
			}
		}
	}
	if len(from) < 35 {
		t.Fatalf("%d States in the list", len(from))
	}
	pairs, limited := 0, 0
	for x, fx := range from {
		for y, fy := range from {
			if x >= y {
				continue
			}
			day := max(fx, fy)
			before := lib.Treaties.Between([]ent.StateCode{x, y}, "PFP-SOFA", day.AddDays(-1))
			on := lib.Treaties.Between([]ent.StateCode{x, y}, "PFP-SOFA", day)
			switch {
			case before.InForce:
				t.Errorf("%s and %s: in force before %s", x, y, day)
			case on.InForce:
				pairs++
			case len(on.Why) > 0 && (limits[x] || limits[y]):
				limited++
			default:
				t.Errorf("%s and %s: not in force on %s: %s", x, y, day, on.Why)
			}
		}
	}
	if n := len(from); pairs+limited != n*(n-1)/2 || pairs < 500 {
		t.Errorf("%d pairs in force and %d limited among %d States", pairs, limited, n)
	}
}

// limits are the States that bound themselves only toward parties to the protocol
// against the death penalty.
var limits = map[ent.StateCode]bool{"NLD": true, "ESP": true}
