package treaty

import (
	"fmt"
	"strings"
	"testing"

	ent "entente"
	"entente/internal/law/duration"
)

// made returns an instrument in force from 2016-11-23 with a clause on its duration.
func made(r duration.Rule, acts string, record ...Act) Instrument {
	return Instrument{ID: "B", EntryIntoForce: EntryIntoForce{Fixed: day("2016-11-23")}, Duration: &r, Acts: acts, Record: record}
}

func TestTermOfAnInstrument(t *testing.T) {
	yearly := duration.Rule{Article: "21", For: Delay{Years: 1}, Renewal: duration.Automatic, Notice: Delay{Days: 90}}
	fixed := duration.Rule{Article: "9", For: Delay{Years: 5}, Renewal: duration.Never}
	agreed := duration.Rule{Article: "9", For: Delay{Years: 5}, Renewal: duration.Agreement}
	both := "AAA  bound 2016-11-23%s\nBBB  bound 2016-11-23\n"
	for name, c := range map[string]struct {
		in   Instrument
		a, b string
	}{
		"renewed": {made(yearly, fmt.Sprintf(both, "")), "2016-11-23 party", "2016-11-23 party"},
		"notice in time": {made(yearly, fmt.Sprintf(both, "; withdrew 2019-08-24")),
			"2016-11-23 party, 2019-11-23 withdrawn", "2016-11-23 party, 2019-11-23 none"},
		"notice too late": {made(yearly, fmt.Sprintf(both, "; withdrew 2019-08-25")),
			"2016-11-23 party, 2020-11-23 withdrawn", "2016-11-23 party, 2020-11-23 none"},
		"notice taken back": {made(yearly, fmt.Sprintf(both, "; withdrew 2019-08-24; revoked 2019-11-22")), "2016-11-23 party", "2016-11-23 party"},
		"notices that contradict one another": {made(yearly, fmt.Sprintf(both, "; withdrew 2019-08-24; withdrew 2019-09-24")),
			"2016-11-23 party, 2019-11-23 contested, 2020-11-23 withdrawn", "2016-11-23 party, 2020-11-23 none"},
		"one of three leaves": {made(yearly, fmt.Sprintf(both, "; withdrew 2019-08-24")+"CCC  bound 2016-11-23\n"),
			"2016-11-23 party, 2019-11-23 withdrawn", "2016-11-23 party"},
		"ended":             {made(fixed, fmt.Sprintf(both, "")), "2016-11-23 party, 2021-11-23 none", "2016-11-23 party, 2021-11-23 none"},
		"lapsed":            {made(agreed, fmt.Sprintf(both, "")), "2016-11-23 party, 2021-11-23 none", "2016-11-23 party, 2021-11-23 none"},
		"extended":          {made(agreed, fmt.Sprintf(both, "; extended 2021-11-22 eff 2024-01-01")), "2016-11-23 party, 2024-01-01 none", "2016-11-23 party, 2024-01-01 none"},
		"extended for good": {made(agreed, fmt.Sprintf(both, ""), Act{State: "BBB", Act: Extended, On: day("2021-01-01")}), "2016-11-23 party", "2016-11-23 party"},
		"extended late": {made(agreed, fmt.Sprintf(both, "; extended 2022-02-01 eff 2024-01-01")),
			"2016-11-23 party, 2021-11-23 none, 2022-02-01 party, 2024-01-01 none", "2016-11-23 party, 2021-11-23 none, 2022-02-01 party, 2024-01-01 none"},
		"left before its end": {made(agreed, fmt.Sprintf(both, "; withdrew 2018-01-01")), "2016-11-23 party, 2019-01-01 withdrawn", "2016-11-23 party, 2021-11-23 none"},
	} {
		l := library(t, c.in)
		if a, b := told(l, "AAA", "B"), told(l, "BBB", "B"); a != c.a || b != c.b {
			t.Errorf("%s: %s; %s; want %s; %s", name, a, b, c.a, c.b)
		}
	}
}

// A joint extension that comes after a later change of one party keeps that change.
func TestExtendedLateKeepsWhatFollows(t *testing.T) {
	in := made(duration.Rule{For: Delay{Years: 5}, Renewal: duration.Agreement}, "AAA  bound 2016-11-23; withdrew 2022-06-01; extended 2022-02-01 eff 2026-01-01\nBBB  bound 2016-11-23\n")
	in.Withdrawal = &Withdrawal{Notice: Delay{Months: 6}}
	if got := told(library(t, in), "AAA", "B"); got != "2016-11-23 party, 2021-11-23 none, 2022-02-01 party, 2022-12-01 withdrawn" {
		t.Error(got)
	}
}

func TestTermIsTold(t *testing.T) {
	l := library(t, made(duration.Rule{Article: "21", For: Delay{Years: 1}, Renewal: duration.Automatic, Notice: Delay{Days: 90}}, "AAA  bound 2016-11-23; withdrew 2020-01-01\nBBB  bound 2016-11-23\n"))
	term, r, ok := l.Term("B", day("2019-01-01"))
	if !ok || r.Article != "21" || term.Start != day("2018-11-23") || term.End != day("2019-11-23") || term.Last != day("2019-08-24") {
		t.Errorf("%+v, %v", term, ok)
	}
	if _, _, ok := l.Term("B", day("2020-11-23")); ok {
		t.Error("a term runs after a notice ended the instrument")
	}
	s := l.Status("BBB", "B", day("2019-01-01"))
	if why := fmt.Sprint(s.Why); !strings.Contains(why, "present term ends on 2019-11-23") || !strings.Contains(why, "by 2019-08-24") {
		t.Error(why)
	}
	s = l.Status("BBB", "B", day("2021-01-01"))
	if why := fmt.Sprint(s.Why); s.Standing != None || !strings.Contains(why, "notice of AAA") {
		t.Errorf("%s: %s", s.Standing, why)
	}
	if r := l.Between([]ent.StateCode{"AAA", "BBB"}, "B", day("2020-11-22")); !r.InForce {
		t.Errorf("before the end: %+v", r)
	}
}

// A term that hangs on when the instrument entered into force ends as that reads.
func TestTermOfAContestedEntryIntoForce(t *testing.T) {
	in := with(bilateral, "AAA  ratified 2010-01-01\nBBB  ratified 2010-02-01; ratified 2010-03-01\n")
	in.Duration = &duration.Rule{For: Delay{Years: 1}, Renewal: duration.Never}
	if got := told(library(t, in), "AAA", "B"); got != "2010-01-01 signatory, 2010-03-03 contested, 2010-03-31 party, 2011-03-03 contested, 2011-03-31 none" {
		t.Error(got)
	}
}

func TestFaultyDuration(t *testing.T) {
	_, problems := NewLibrary(table(t), []Instrument{made(duration.Rule{For: Delay{Years: 1}, Renewal: "yearly"}, "AAA  bound 2016-11-23")}, nil)
	if len(problems) != 1 || !strings.Contains(problems[0].Error(), `not "yearly"`) {
		t.Errorf("%v", problems)
	}
}
