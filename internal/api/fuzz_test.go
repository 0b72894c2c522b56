package api

import (
	"testing"

	ent "entente"
)

// Whatever is sent as an act is read or refused as invalid.
func FuzzAct(f *testing.F) {
	f.Add("state: FIN\nact: ratified\n")
	f.Add(`{"state": "FIN", "act": "ratified", "on": "2024-01-01"}`)
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := readAct([]byte(s)); err != nil && ent.KindOf(err) != ent.Invalid {
			t.Errorf("act %q: %v", s, err)
		}
	})
}
