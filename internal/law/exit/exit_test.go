package exit_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
	"entente/corpus"
	"entente/internal/law/duration"
	"entente/internal/law/exit"
	"entente/internal/law/treaty"
	"entente/internal/law/world"
)

func day(s string) ent.Date {
	d, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func library(t *testing.T, in treaty.Instrument) *treaty.Library {
	t.Helper()
	w, errs := world.New([]world.State{{Code: "AAA", Name: "Aland"}, {Code: "BBB", Name: "Bland"}, {Code: "CCC", Name: "Cland"}}, nil)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	in.ID, in.Binding = "B", true
	if in.EntryIntoForce.Fixed == 0 {
		in.EntryIntoForce.Fixed = day("2000-01-01")
	}
	if in.Acts == "" {
		in.Acts = "AAA  bound 2000-01-01\nBBB  bound 2000-01-01\nCCC  bound 2000-01-01\n"
	}
	l, problems := treaty.NewLibrary(w, []treaty.Instrument{in}, nil)
	for _, p := range problems {
		t.Fatal(p)
	}
	return l
}

func TestWaysOut(t *testing.T) {
	yearly := &duration.Rule{Article: "9", For: treaty.Delay{Years: 1}, Renewal: duration.Automatic, Notice: treaty.Delay{Days: 90}}
	for name, c := range map[string]struct {
		in                       treaty.Instrument
		possible, effect, revoke string
		says                     string
	}{
		"notice":             {treaty.Instrument{Withdrawal: &treaty.Withdrawal{Article: "8", Notice: treaty.Delay{Months: 6}}}, "yes", "2010-09-15", "2010-09-14", "B 8"},
		"at once":            {treaty.Instrument{Withdrawal: &treaty.Withdrawal{Article: "8"}}, "yes", "2010-03-15", "", "at once"},
		"not before":         {treaty.Instrument{Withdrawal: &treaty.Withdrawal{Notice: treaty.Delay{Years: 1}, NotBefore: treaty.Delay{Years: 20}}}, "yes", "2021-01-01", "2020-12-31", "not before 20 years"},
		"silent":             {treaty.Instrument{}, "disputed", "2011-03-15", "2011-03-14", "VCLT 56"},
		"excluded":           {treaty.Instrument{Withdrawal: &treaty.Withdrawal{Excluded: true, Note: "None."}}, "no", "", "", "no right to leave: None"},
		"renewed":            {treaty.Instrument{Duration: yearly}, "yes", "2011-01-01", "2010-12-31", "in time for the end of the present term"},
		"renewed, or sooner": {treaty.Instrument{Duration: yearly, Withdrawal: &treaty.Withdrawal{Article: "8", Notice: treaty.Delay{Months: 6}}}, "yes", "2010-09-15", "2010-09-14", "when that comes first (B 9)"},
		"a fixed term":       {treaty.Instrument{Duration: &duration.Rule{Article: "9", For: treaty.Delay{Years: 50}, Renewal: duration.Never}}, "disputed", "2011-03-15", "2011-03-14", "speaks against a right to leave"},
		"a term that is over first": {treaty.Instrument{Duration: &duration.Rule{Article: "9", For: treaty.Delay{Years: 11}, Renewal: duration.Never}, Withdrawal: &treaty.Withdrawal{Notice: treaty.Delay{Years: 2}}},
			"yes", "2012-03-15", "2012-03-14", "the instrument ends before that"},
		"over":            {treaty.Instrument{Ended: day("2005-01-01")}, "no", "", "", "not bound on this day"},
		"held":            {treaty.Instrument{Withdrawal: &treaty.Withdrawal{Article: "20", Notice: treaty.Delay{Months: 6}, Hold: "armed-conflict"}}, "yes", "2010-09-15", "2010-09-14", "only when that has ended (B 20)"},
		"what survives":   {treaty.Instrument{Survives: []string{"12"}, Provisions: []treaty.Provision{{Article: "12", Text: "Secrets stay secret."}}}, "disputed", "2011-03-15", "2011-03-14", "B 12: Secrets stay secret"},
		"noticed already": {treaty.Instrument{Acts: "AAA  bound 2000-01-01; withdrew 2010-01-01\nBBB  bound 2000-01-01\n"}, "disputed", "2011-03-15", "2011-03-14", "on record already"},
		"contested":       {treaty.Instrument{Acts: "AAA  bound 2000-01-01; suspends 2009-01-01\nBBB  bound 2000-01-01\n"}, "disputed", "2011-03-15", "2011-03-14", "contested"},
		"provisional":     {treaty.Instrument{Acts: "AAA  provisional 2000-01-01\nBBB  bound 2000-01-01\n"}, "disputed", "2011-03-15", "2011-03-14", "VCLT 25(2)"},
		"uncertain":       {treaty.Instrument{Acts: "AAA  bound 2000-01-01; uncertain 2009-01-01\n"}, "no", "", "", "does not tell"},
		"a statute":       {treaty.Instrument{Of: "AAA"}, "no", "", "", "legislator"},
		"custom":          {treaty.Instrument{Kind: "custom"}, "no", "", "", "without consent"},
		"for everybody":   {treaty.Instrument{Participants: treaty.All}, "no", "", "", "no treaty"},
	} {
		x, err := exit.Of(library(t, c.in), "AAA", "B", day("2010-03-15"))
		if err != nil {
			t.Fatal(err)
		}
		all := strings.Join(append([]string{x.Rule, x.Cites, x.Hold}, x.Survives...), " ")
		for _, r := range x.Why {
			all += " " + r.Text + " " + r.Cites
		}
		if x.Possible != c.possible || x.Effect.String() != c.effect || x.Revocable.String() != c.revoke || !strings.Contains(all, c.says) {
			t.Errorf("%s: %s, effect %s, taken back until %s, %q; want %s %s %s %q", name, x.Possible, x.Effect, x.Revocable, all, c.possible, c.effect, c.revoke, c.says)
		}
	}
	if _, err := exit.Of(library(t, treaty.Instrument{}), "AAA", "C", 1); ent.KindOf(err) != ent.NotFound {
		t.Errorf("an unknown instrument: %v", err)
	}
}

func TestByADay(t *testing.T) {
	l := library(t, treaty.Instrument{Withdrawal: &treaty.Withdrawal{Notice: treaty.Delay{Years: 1}, NotBefore: treaty.Delay{Years: 20}}})
	x, err := exit.By(l, "AAA", "B", day("2020-06-01"))
	if err != nil || x.Notice != 0 || !strings.Contains(x.Why[len(x.Why)-1].Text, "takes effect on 2021-01-01") {
		t.Errorf("before it can be: %+v, %v", x, err)
	}
	x, err = exit.By(l, "AAA", "B", day("2022-06-01"))
	if err != nil || x.Notice != day("2021-06-01") || x.Effect != day("2022-06-01") || x.By != x.Effect {
		t.Errorf("%+v, %v", x, err)
	}
	if d := exit.LastNotice(l, "AAA", "B", day("1999-01-01")); d != 0 {
		t.Errorf("before it was bound: %s", d)
	}
}

// For every instrument that ships: a notice on the last day takes effect by the day asked
// for, and one on the day after does not.
func TestLastNoticeIsTheLast(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	l := lib.Treaties
	rapid.Check(t, func(t *rapid.T) {
		id := rapid.SampledFrom(l.IDs()).Draw(t, "instrument")
		by := ent.NewDate(rapid.IntRange(1950, 2060).Draw(t, "year"), 1, rapid.IntRange(1, 366).Draw(t, "day"))
		parties := l.Parties(id, by.AddDays(-1))
		if len(parties) == 0 {
			return
		}
		c := rapid.SampledFrom(parties).Draw(t, "party")
		last := exit.LastNotice(l, c.State, id, by)
		if last == 0 {
			if e := l.ExitEffect(id, c.Since); e != 0 && e <= by {
				t.Fatalf("%s, %s by %s: no day, and one received on %s takes effect on %s", c.State, id, by, c.Since, e)
			}
			return
		}
		if e := l.ExitEffect(id, last); e > by {
			t.Fatalf("%s, %s by %s: received on %s takes effect on %s", c.State, id, by, last, e)
		}
		if e := l.ExitEffect(id, last.AddDays(1)); e <= by {
			t.Fatalf("%s, %s by %s: received the day after %s still takes effect on %s", c.State, id, by, last, e)
		}
	})
}
