package numeral_test

import (
	"strings"
	"testing"

	"entente/internal/document/numeral"
)

func TestRead(t *testing.T) {
	for _, c := range []struct {
		language, words string
		value           int
		ordinal         bool
		n               int
	}{
		{"en", "twenty one days", 21, false, 2},
		{"en-GB", "one hundred and eighty days", 180, false, 4},
		{"en", "ninth day", 9, true, 1},
		{"en", "twentieth", 20, true, 1},
		{"en", "two thousand five hundred", 2000, false, 2},
		{"fr", "quatre vingt dix neuf jours", 99, false, 4},
		{"fr", "soixante et onze", 71, false, 3},
		{"fr", "vingt et unième", 21, true, 3},
		{"fr", "deux cents", 200, false, 2},
		{"fr", "première", 1, true, 1},
		{"nl", "eenentwintig dagen", 21, false, 1},
		{"nl", "drieëndertig", 33, false, 1},
		{"nl", "honderdtachtig dagen", 180, false, 1},
		{"nl", "achtste lid", 8, true, 1},
		{"nl", "vierendertigste", 34, true, 1},
		{"de", "zwei", 0, false, 0},
		{"en", "the", 0, false, 0},
		{"en", "", 0, false, 0},
	} {
		if v, o, n := numeral.Read(c.language, strings.Fields(c.words)); v != c.value || o != c.ordinal || n != c.n {
			t.Errorf("%s %q: %d %v %d", c.language, c.words, v, o, n)
		}
	}
}
