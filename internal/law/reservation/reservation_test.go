package reservation

import (
	"testing"

	"go.yaml.in/yaml/v3"

	ent "entente"
	"entente/corpus"
	"entente/internal/law/treaty"
)

func library(t *testing.T, acts, record string) *treaty.Library {
	t.Helper()
	shipped, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	var in treaty.Instrument
	err = yaml.Unmarshal([]byte("id: EXAMPLE-1\ntitle: example\nkind: treaty\nlegal_order: international\nbinding: true\nentry_into_force: {initial: {count: 2}}\nacts: |\n"+acts+"record:\n"+record), &in)
	if err != nil {
		t.Fatal(err)
	}
	lib, problems := shipped.Treaties.With(in)
	if len(problems) > 0 {
		t.Fatal(problems[0])
	}
	return lib
}

const (
	acts   = "  FIN ratified 2000-01-01\n  SWE ratified 2000-01-01\n  NOR ratified 2000-01-01\n  DNK acceded 2010-06-01\n  ISL ratified 2000-01-01\n"
	record = `- {state: FIN, act: reservation, on: 2010-01-01, article: "9", text: "not bound by article 9", source: x, confidence: known}
- {state: SWE, act: objection, on: 2010-03-01, toward: [FIN], text: "against its object", source: x, confidence: known}
- {state: NOR, act: objection, on: 2010-04-01, toward: [FIN], precludes: true, text: "not in force between us", source: x, confidence: known}
- {state: FIN, act: reservation-withdrawn, on: 2020-01-01, article: "9", source: x, confidence: known}
`
)

// Silence accepts after twelve months, from the reservation or the own consent; objections
// have the effect they were given; what was withdrawn has none.
func TestEffects(t *testing.T) {
	lib := library(t, acts, record)
	for _, x := range []struct {
		on   ent.Date
		want map[ent.StateCode]Effect
	}{
		{ent.NewDate(2009, 12, 31), nil},
		{ent.NewDate(2010, 1, 1), map[ent.StateCode]Effect{"SWE": Pending, "NOR": Pending, "ISL": Pending}},
		{ent.NewDate(2010, 4, 1), map[ent.StateCode]Effect{"SWE": Objected, "NOR": Precluded, "ISL": Pending}},
		{ent.NewDate(2011, 1, 1), map[ent.StateCode]Effect{"SWE": Objected, "NOR": Precluded, "ISL": Pending, "DNK": Pending}},
		{ent.NewDate(2011, 1, 2), map[ent.StateCode]Effect{"SWE": Objected, "NOR": Precluded, "ISL": Silent, "DNK": Pending}},
		{ent.NewDate(2011, 6, 2), map[ent.StateCode]Effect{"SWE": Objected, "NOR": Precluded, "ISL": Silent, "DNK": Silent}},
		{ent.NewDate(2020, 1, 1), nil},
	} {
		made := On(lib, "EXAMPLE-1", x.on)
		got := map[ent.StateCode]Effect{}
		for _, m := range made {
			for _, p := range m.Toward {
				got[p.State] = p.Effect
			}
		}
		if len(got) != len(x.want) {
			t.Errorf("%s: %v, want %v", x.on, got, x.want)
		}
		for c, e := range x.want {
			if got[c] != e {
				t.Errorf("%s: %s is %q, want %q", x.on, c, got[c], e)
			}
		}
	}
}

// What the instrument allows needs no acceptance (VCLT 20(1)).
func TestAllowed(t *testing.T) {
	lib := library(t, acts, "- {state: FIN, act: reservation, on: 2010-01-01, article: \"9\", text: x, source: x, confidence: known}\nreservations: {regime: listed, allowed: [\"9\"]}\n")
	for _, p := range On(lib, "EXAMPLE-1", ent.NewDate(2010, 1, 2))[0].Toward {
		if p.Effect != Accepted {
			t.Errorf("%s: %s", p.State, p.Effect)
		}
	}
}

// What is told here and what `between` answers agree: a pair that an objection cuts is not in
// force, and no other pair is cut for a reservation.
func TestAgreesWithBetween(t *testing.T) {
	shipped, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	lib := shipped.Treaties
	on, checked := ent.NewDate(2026, 11, 23), 0
	for _, id := range lib.IDs() {
		for _, m := range On(lib, id, on) {
			for _, p := range m.Toward {
				checked++
				r := lib.Between([]ent.StateCode{m.State, p.State}, id, on)
				if r.InForce && p.Effect == Precluded || !r.InForce && r.Cites == "VCLT 20(4)(b)" && p.Effect != Precluded && !cutByOther(lib, id, on, m.State, p.State) {
					t.Errorf("%s between %s and %s: %s here, in force %v (%s) there", id, m.State, p.State, p.Effect, r.InForce, r.Why)
				}
			}
		}
	}
	if checked < 1000 {
		t.Errorf("%d pairs only", checked)
	}
}

// cutByOther reports whether a pair is cut for a reservation of either.
func cutByOther(lib *treaty.Library, id ent.InstrumentID, on ent.Date, a, b ent.StateCode) bool {
	for _, m := range On(lib, id, on) {
		for _, p := range m.Toward {
			if p.Effect == Precluded && (m.State == a && p.State == b || m.State == b && p.State == a) {
				return true
			}
		}
	}
	return false
}
