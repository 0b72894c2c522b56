package papers_test

import (
	"strings"
	"testing"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity"
	"entente/internal/activity/papers"
	"entente/internal/paper/papertest"
)

func head(t *testing.T) papers.Head {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return papers.Head{World: lib.Treaties.World(), On: ent.NewDate(2026, 11, 24), Marking: "RESTRICTED"}
}

// says asks that a paper can be read and has the words, and not the others.
func says(t *testing.T, pdf []byte, err error, want []string, not ...string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(strings.Join(papertest.Open(t, pdf).Pages, " ")), " ")
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("%q does not stand in %.900s", w, text)
		}
	}
	for _, w := range not {
		if strings.Contains(text, w) {
			t.Errorf("%q stands in %.900s", w, text)
		}
	}
}

func defence(t *testing.T) *activity.Activity {
	t.Helper()
	a := &activity.Activity{ID: "DEFENCE-1", Kind: "collective-defence", Title: "An example", Start: ent.NewDate(2026, 11, 20), End: ent.NewDate(2026, 12, 20), State: activity.Planned,
		Participants: []activity.Participant{{State: "FIN", Role: "victim"}, {State: "SWE", Role: "ally"}}}
	return a
}

// The draft of a letter under article 51 says what is on record, and where the record is silent
// that it is.
func TestLetter(t *testing.T) {
	a := defence(t)
	b, err := papers.Letter(head(t), a, "SWE")
	says(t, b, err, []string{"RESTRICTED", "collective self-defence", "[not on record: the day of the armed attack]", "[not on record: that the victim declares itself attacked]", "[not on record: what Sweden did, and since when]", "[not on record: a finding that what happened was an armed attack]"})
	a.Facts = map[string]any{"attack.date": "2026-11-19", "attack.armed_attack": true}
	for _, e := range []map[string]string{{"day": "2026-11-20", "state": "FIN", "sort": "declares itself attacked"}, {"day": "2026-11-20", "state": "FIN", "sort": "requests help"}} {
		if err := a.Enter("planner.one", a.Start, "statements", e); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Enter("planner.one", a.Start, "measures", map[string]string{"state": "SWE", "from": "2026-11-21", "what": "Air defence from Swedish bases."}); err != nil {
		t.Fatal(err)
	}
	b, err = papers.Letter(head(t), a, "SWE")
	says(t, b, err, []string{"On 2026-11-19 an armed attack was carried out against Finland", "Finland declares itself attacked on 2026-11-20", "Since 2026-11-21: Air defence from Swedish bases.", "[not on record: who carried it out]"}, "the day of the armed attack]", "what Sweden did")
	b, err = papers.Letter(head(t), a, "FIN")
	says(t, b, err, []string{"individual self-defence", "[not on record: what Finland did, and since when]"}, "Declaration and request")
	if _, err := papers.Letter(head(t), a, "JPN"); ent.KindOf(err) != ent.Invalid {
		t.Errorf("of one who takes no part: %v", err)
	}
}

// A pre-brief has the agenda and what the record gives, in its order; a report all that was kept.
func TestBriefAndReport(t *testing.T) {
	m := &activity.Activity{ID: "COMMITTEE-1", Kind: "meeting", Title: "Committee", Start: ent.NewDate(2026, 12, 1), End: ent.NewDate(2026, 12, 1), State: activity.Ended, Lessons: "begin earlier",
		Participants: []activity.Participant{{State: "FIN", Role: "participant"}, {State: "NOR", Role: "participant"}}}
	g := &activity.Agenda{Since: ent.NewDate(2026, 9, 1), After: "COMMITTEE-0", Items: []activity.Point{{Sort: activity.OfLaw, Text: "a new treaty", Source: "NAT, FIN"}, {Sort: activity.OfDecision, Text: "exchange lists", Source: "duty D-1", Day: ent.NewDate(2026, 10, 1), Late: true}}}
	b, err := papers.Brief(head(t), m, g)
	says(t, b, err, []string{"No item is on the agenda yet.", "since 2026-09-01, the end of COMMITTEE-0", "Decisions not carried out yet", "late exchange lists duty D-1", "What changed in the law", "a new treaty"}, "Duties that fall due")
	if err := m.Enter("planner.one", m.Start, "decisions", map[string]string{"day": "2026-12-01", "text": "one list for both", "authority": "committee", "basis": "agreement 9", "bearer": "NOR"}); err != nil {
		t.Fatal(err)
	}
	b, err = papers.Report(head(t), m, nil)
	says(t, b, err, []string{"It is ended.", "What was learned begin earlier", "Decided on: 2026-12-01; What was decided: one list for both", "Who is bound by it: Norway"}, "The gate")
}
