package corpus_test

import (
	"testing"

	ent "entente"
	"entente/internal/law/treaty"
)

func day(t testing.TB, s string) ent.Date {
	t.Helper()
	d, err := ent.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The days of entry into force, each computed from the instrument's own rule and the acts on record.
func TestEntryIntoForceComputed(t *testing.T) {
	lib := library(t)
	for id, want := range map[ent.InstrumentID]string{"ROME": "2002-07-01", "APMBC": "1999-03-01", "CCM": "2010-08-01", "CWC": "1997-04-29", "CAT": "1987-06-26",
		"VCLT": "1980-01-27", "ATT": "2014-12-24", "NAT": "1949-08-24", "ICCPR": "1976-03-23", "GENOCIDE": "1951-01-12", "CRC-OPAC": "2002-02-12", "CED": "2010-12-23",
		"UNSAFE": "1999-01-15", "TPNW": "2021-01-22", "CCW": "1983-12-02", "GC1-4": "1950-10-21", "AP1": "1978-12-07"} {
		computed, declared, _ := lib.Treaties.EntryIntoForce(id)
		if computed.String() != want {
			t.Errorf("%s: computed %s, declared %s, want %s", id, computed, declared, want)
		}
	}
}

// How many were party on a day.
func TestNumbersOfParties(t *testing.T) {
	lib := library(t)
	for _, c := range []struct {
		id   ent.InstrumentID
		on   string
		want int
	}{
		{"ROME", "2002-06-30", 0}, {"ROME", "2002-07-01", 66}, {"ROME", "2005-01-01", 97}, {"ROME", "2013-01-01", 121},
		{"APMBC", "1999-02-28", 0}, {"APMBC", "1999-03-01", 45},
		{"CCM", "2010-08-01", 30},
		{"CWC", "1997-04-29", 87},
		{"CAT", "1987-06-26", 20},
		{"VCLT", "1980-01-27", 35},
		{"NAT", "1949-08-24", 12}, {"NAT", "1952-02-18", 14}, {"NAT", "1982-01-15", 15}, {"NAT", "1982-05-30", 16}, {"NAT", "1990-10-03", 16}, {"NAT", "2003-12-31", 26 - 7},
		{"NAT", "2004-03-29", 26}, {"NAT", "2009-04-01", 28}, {"NAT", "2017-06-05", 29}, {"NAT", "2020-03-27", 30}, {"NAT", "2023-04-04", 31}, {"NAT", "2024-03-07", 32},
	} {
		n := 0
		for _, m := range lib.Treaties.Parties(c.id, day(t, c.on)) {
			if m.Standing == treaty.Party {
				n++
			}
		}
		if n != c.want {
			t.Errorf("%s on %s: %d parties, want %d", c.id, c.on, n, c.want)
		}
	}
}
