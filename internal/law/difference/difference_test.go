package difference_test

import (
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	ent "entente"
	"entente/corpus"
	"entente/internal/law"
	"entente/internal/law/difference"
	"entente/internal/law/treaty"
)

func library(t interface{ Fatal(...any) }) *law.Library {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

// with returns the library with an instrument in the place of the one of its id.
func with(t interface{ Fatal(...any) }, lib *law.Library, in treaty.Instrument) *law.Library {
	l, problems := lib.Treaties.With(in)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return lib.With(l, "another")
}

// changed returns an instrument of the library as f makes it.
func changed(lib *law.Library, id ent.InstrumentID, f func(*treaty.Instrument)) treaty.Instrument {
	in := *lib.Treaties.Instrument(id)
	in.Record = slices.Clone(in.Record)
	f(&in)
	return in
}

func states(d *difference.Difference) []ent.StateCode {
	var out []ent.StateCode
	for s := range d.States {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func TestBetween(t *testing.T) {
	lib := library(t)
	if d := difference.Between(lib, lib); d.All || len(d.Instruments)+len(d.States) != 0 {
		t.Errorf("of the same: %+v", d)
	}
	left := with(t, lib, changed(lib, "NATO-SOFA", func(in *treaty.Instrument) {
		in.Record = append(in.Record, treaty.Act{State: "FIN", Act: treaty.Withdrew, On: ent.NewDate(2026, 1, 15), Effective: ent.NewDate(2027, 1, 15)})
	}))
	d := difference.Between(lib, left)
	if d.All || !slices.Equal(d.Instruments, []ent.InstrumentID{"NATO-SOFA"}) || !slices.Equal(states(d), []ent.StateCode{"FIN"}) || d.Concerns("SWE", "NOR") || !d.Concerns("SWE", "FIN") {
		t.Errorf("a withdrawal: %+v", d)
	}
	if d := difference.Between(left, lib); !slices.Equal(states(d), []ent.StateCode{"FIN"}) {
		t.Errorf("the withdrawal taken back: %+v", d)
	}
	terms := with(t, lib, changed(lib, "JP-SOFA", func(in *treaty.Instrument) { in.Note = "read anew" }))
	if d := difference.Between(lib, terms); d.All || !d.Concerns("JPN") || !d.Concerns("USA") || d.Concerns("FIN") {
		t.Errorf("other terms: %+v", d)
	}
	own := treaty.Instrument{ID: "FIN-NOR-1", Title: "an example", Kind: "treaty", LegalOrder: "international", Binding: true, EntryIntoForce: treaty.EntryIntoForce{Initial: treaty.Threshold{Count: 2}}, Acts: "FIN ratified 2024-02-01\nNOR ratified 2024-02-01"}
	if d := difference.Between(lib, with(t, lib, own)); d.All || !slices.Equal(states(d), []ent.StateCode{"FIN", "NOR"}) {
		t.Errorf("a new one: %+v", d)
	}
	everybody := changed(lib, "UNC", func(in *treaty.Instrument) {})
	everybody.ID, everybody.Aliases, everybody.Participants, everybody.Acts, everybody.Record = "RES-1", nil, treaty.All, "", nil
	if d := difference.Between(lib, with(t, lib, everybody)); !d.All {
		t.Errorf("what binds all: %+v", d)
	}
	var own1 []law.Own
	if err := yaml.Unmarshal([]byte("- {id: OWN-1, instrument: JP-SOFA, article: \"1\", title: an example, modality: obligation, class: treaty, bearer: [sending], kinds: [exercise], source: {cites: [JP-SOFA 1], confidence: known}}"), &own1); err != nil {
		t.Fatal(err)
	}
	ruled, faults := lib.WithNorms(own1, "another")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if d := difference.Between(lib, ruled); !d.All {
		t.Errorf("a norm more: %+v", d)
	}
	again, _ := lib.WithNorms(own1, "a third")
	if d := difference.Between(ruled, again); d.All {
		t.Errorf("the same norms compiled again: %+v", d)
	}
}

// Whoever it does not name stands after any act as before, toward every instrument, on every day.
func TestNobodyElse(t *testing.T) {
	lib := library(t)
	codes := lib.Treaties.World().Codes()
	ids := []ent.InstrumentID{"NATO-SOFA", "PFP-SOFA", "APMBC", "CCM", "ROME", "ATT", "NAT", "AP1", "CAT", "BWC"}
	rapid.Check(t, func(t *rapid.T) {
		id, state := rapid.SampledFrom(ids).Draw(t, "instrument"), rapid.SampledFrom(codes).Draw(t, "state")
		verb := rapid.SampledFrom([]string{"acceded", "withdrew"}).Draw(t, "act")
		in := changed(lib, id, func(in *treaty.Instrument) {
			on := ent.NewDate(2026, rapid.IntRange(1, 12).Draw(t, "month"), 1)
			if verb == "withdrew" {
				in.Record = append(in.Record, treaty.Act{State: state, Act: treaty.Withdrew, On: on})
			} else {
				in.Record = append(in.Record, treaty.Act{State: state, Act: treaty.Acceded, On: on})
			}
		})
		l, problems := lib.Treaties.With(in)
		if len(problems) > 0 {
			t.Skip("the act does not fit")
		}
		now := lib.With(l, "another")
		d := difference.Between(lib, now)
		if d.All {
			return
		}
		for _, c := range codes {
			if !d.States[c] && !slices.Equal(lib.Treaties.Phases(c, id), now.Treaties.Phases(c, id)) {
				t.Errorf("%s %s %s: %s stands otherwise and is not named", state, verb, id, c)
			}
		}
		if !d.States[state] && len(now.Treaties.ActsOf(state, id)) != len(lib.Treaties.ActsOf(state, id)) {
			t.Errorf("%s %s %s and is not named", state, verb, id)
		}
	})
}
