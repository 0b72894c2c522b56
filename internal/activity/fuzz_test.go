package activity_test

import (
	"maps"
	"testing"

	ent "entente"
)

// Whatever is written into a field is refused as invalid, or kept so that it can be written again
// and says the same.
func FuzzEntry(f *testing.F) {
	f.Add("contributions", "amount", "12.50")
	f.Add("contributions", "currency", "eur")
	f.Add("contributions", "prices", "2026")
	f.Add("contributions", "state", "usa")
	f.Add("decisions", "day", "2026-11-01")
	f.Add("decisions", "text", "a\r\nb")
	f.Add("awards", "responsible", "USA, JPN")
	given := map[string]map[string]string{"contributions": {"state": "USA", "sort": "money", "what": "x"}, "decisions": {"day": "2026-11-01", "text": "x", "authority": "x", "basis": "x"},
		"awards": {"day": "2026-11-01", "what": "x", "amount": "1", "currency": "EUR", "responsible": "USA", "duty": "yes", "combat": "no"}}
	f.Fuzz(func(t *testing.T, section, field, text string) {
		a := keenSword()
		values := maps.Clone(given[section])
		if values == nil {
			values = map[string]string{}
		}
		values[field] = text
		if err := a.Enter("fuzz", day("2026-11-01"), section, values); err != nil {
			if ent.KindOf(err) != ent.Invalid || len(a.Entries) != 0 {
				t.Errorf("%s, %s, %q: %v, %d entries", section, field, text, err, len(a.Entries))
			}
			return
		}
		kept := a.Entries[0].Values
		if err := a.Correct("fuzz", day("2026-11-02"), 1, kept); err != nil || !maps.Equal(kept, a.Entries[0].Values) {
			t.Errorf("%s, %s, %q: kept as %v, read again as %v, %v", section, field, text, kept, a.Entries[0].Values, err)
		}
		if err := a.Correct("fuzz", day("2026-11-02"), 1, nil); err != nil || len(a.Entries) != 0 {
			t.Errorf("not struck: %v", err)
		}
	})
}
