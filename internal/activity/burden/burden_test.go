package burden_test

import (
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity/activitytest"
	"entente/internal/activity/burden"
)

// Contributions are set against the key, per currency and year of prices; what has no comparable
// value is listed and not added up.
func TestContributions(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	a := activitytest.Keep(t, "burden-sharing", "", "participant", []ent.StateCode{"FIN", "SWE", "NOR"},
		[]string{"key", "state", "FIN", "share", "2"}, []string{"key", "state", "SWE", "share", "3"}, []string{"key", "state", "NOR", "share", "1"},
		[]string{"contributions", "state", "FIN", "sort", "money", "what", "fuel", "amount", "600.60", "currency", "EUR", "prices", "2026"},
		[]string{"contributions", "state", "SWE", "sort", "money", "what", "port", "amount", "0.10", "currency", "eur", "prices", "2026"},
		[]string{"contributions", "state", "NOR", "sort", "money", "what", "port", "amount", "50", "currency", "NOK", "prices", "2026"},
		[]string{"contributions", "state", "NOR", "sort", "in-kind", "what", "two ships", "quantity", "2"},
		[]string{"contributions", "state", "SWE", "sort", "money", "what", "camp", "amount", "5", "currency", "EUR"})
	x, err := burden.Of(lib, a)
	if err != nil || len(x.Sums) != 2 || len(x.Unvalued) != 2 || len(x.Claims) != 0 {
		t.Fatalf("%+v, %v", x, err)
	}
	eur := x.Sums[0]
	want := map[ent.StateCode]string{"FIN": "600.60 200.23 400.37", "SWE": "0.10 300.35 -300.25", "NOR": "0.00 100.12 -100.12"}
	for _, l := range eur.Lines {
		if got := fmt.Sprintf("%s %s %s", l.Given, l.Due, l.Balance); got != want[l.State] {
			t.Errorf("%s: %s, want %s", l.State, got, want[l.State])
		}
	}
	if len(x.Owes) < 2 || x.Owes[0].From != "SWE" || x.Owes[0].To != "FIN" || x.Owes[0].Amount.String() != "300.25" || x.Key[0].Part.Percent() != "33.3 %" {
		t.Errorf("%+v", x.Owes)
	}
}

// Claims are shared by the rule of the agreement between those concerned, or it is said why not.
func TestClaims(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	award := func(amount, responsible, duty string) []string {
		return []string{"awards", "day", "2026-10-05", "what", "a fence", "amount", amount, "currency", "EUR", "responsible", responsible, "duty", duty, "combat", "no"}
	}
	for _, c := range []struct {
		host   ent.StateCode
		states []ent.StateCode
		award  []string
		want   string
	}{
		{"DEU", []ent.StateCode{"DEU", "USA", "GBR"}, award("1000", "USA", "yes"), "[DEU 250.00 USA 750.00] 750.00"},
		{"DEU", []ent.StateCode{"DEU", "USA", "GBR"}, award("1000", "USA GBR", "yes"), "[DEU 200.00 GBR 400.00 USA 400.00] 400.00"},
		{"DEU", []ent.StateCode{"DEU", "USA", "GBR"}, award("1000", "usa, deu", "yes"), "[DEU 500.00 USA 500.00] 500.00"},
		{"JPN", []ent.StateCode{"JPN", "USA"}, award("1000", "USA", "yes"), "[JPN 250.00 USA 750.00] 750.00"},
		{"DEU", []ent.StateCode{"DEU", "USA"}, award("1000", "USA", "no"), "claims for acts off duty, reported by the host and met ex gratia if at all"},
		{"DEU", []ent.StateCode{"DEU", "USA"}, award("1000", "DEU", "yes"), "no sending State is responsible: the receiving State bears what its own forces did"},
		{"DEU", []ent.StateCode{"DEU", "USA"}, award("1000", "FRA", "yes"), "FRA is said to be responsible and does not take part"},
		{"JPN", []ent.StateCode{"JPN", "IND"}, award("1000", "IND", "yes"), "no rule that the program knows shares claims between these States; their agreement decides"},
		{"", []ent.StateCode{"JPN", "USA"}, award("1000", "USA", "yes"), "the territory of the activity is not stated"},
	} {
		x, err := burden.Of(lib, activitytest.Keep(t, "exercise", c.host, "participant", c.states, c.award))
		if err != nil || len(x.Claims) != 1 {
			t.Fatalf("%v: %+v, %v", c, x, err)
		}
		got := x.Claims[0].Open
		if got == "" {
			got = ""
			for _, l := range x.Claims[0].Lines {
				got += fmt.Sprintf(" %s %s", l.State, l.Part)
			}
			got = "[" + got[1:] + "]"
			if len(x.Settle) == 0 || x.Claims[0].Rule == "" || len(x.Claims[0].Cites) == 0 {
				t.Errorf("%v: %+v", c, x)
			} else {
				got += " " + x.Settle[0].Amount.String()
			}
		}
		if got != c.want {
			t.Errorf("%s %v: %q, want %q", c.host, c.award, got, c.want)
		}
	}
}

// Whatever is given by whomever under whatever key, balances add up to nothing and the payments
// settle them, exactly.
func TestSettled(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	states := []ent.StateCode{"FIN", "SWE", "NOR", "DNK", "EST"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, len(states)).Draw(t, "states")
		var entries [][]string
		for _, s := range states[:n] {
			entries = append(entries, []string{"key", "state", string(s), "share", fmt.Sprint(rapid.IntRange(1, 40).Draw(t, "share"))})
		}
		for range rapid.IntRange(1, 8).Draw(t, "gifts") {
			s := rapid.SampledFrom(states[:n]).Draw(t, "giver")
			cents := rapid.IntRange(0, 10_000_000).Draw(t, "cents")
			entries = append(entries, []string{"contributions", "state", string(s), "sort", "money", "what", "x", "amount", fmt.Sprintf("%d.%02d", cents/100, cents%100), "currency", "EUR", "prices", "2026"})
		}
		x, err := burden.Of(lib, activitytest.Keep(t, "burden-sharing", "", "participant", states[:n], entries...))
		if err != nil || len(x.Sums) != 1 {
			t.Fatalf("%+v, %v", x, err)
		}
		left, all := map[ent.StateCode]*big.Rat{}, new(big.Rat)
		for _, l := range x.Sums[0].Lines {
			left[l.State] = new(big.Rat).Set(l.Balance.Rat)
			all.Add(all, l.Balance.Rat)
		}
		for _, p := range x.Owes {
			left[p.From].Add(left[p.From], p.Amount.Rat)
			left[p.To].Sub(left[p.To], p.Amount.Rat)
			if p.Amount.Sign() <= 0 {
				t.Errorf("%+v", p)
			}
		}
		for s, b := range left {
			if b.Sign() != 0 {
				t.Errorf("%s keeps %s", s, b)
			}
		}
		if all.Sign() != 0 || len(x.Owes) >= n {
			t.Errorf("the balances add up to %s, %d payments among %d", all, len(x.Owes), n)
		}
	})
}

func TestGrouped(t *testing.T) {
	for text, want := range map[string]string{"0": "0.00", "999.5": "999.50", "1000": "1\u00a0000.00", "-1234567.891": "−1\u00a0234\u00a0567.89", "-12": "−12.00"} {
		r, _ := new(big.Rat).SetString(text)
		if got := (burden.Amount{Rat: r}).Grouped(); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
