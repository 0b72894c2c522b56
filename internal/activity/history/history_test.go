package history

import (
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/corpus"
	"entente/internal/activity"
	"entente/internal/curate/collection"
	"entente/internal/law/world"
)

// shipped is the shipped law's names of States, with those that people decided about.
type shipped struct {
	*world.World
	decided map[string]collection.Meaning
}

func (s shipped) Meaning(name string) (collection.Meaning, bool) {
	if m, ok := s.decided[name]; ok {
		return m, true
	}
	c, ok := s.Code(name)
	return collection.Meaning{Code: c}, ok
}

func with(t testing.TB) With {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	w := lib.Treaties.World()
	return With{Names: shipped{World: w}, World: w, By: "curator.one", On: ent.NewDate(2026, 11, 1)}
}

func read(t testing.TB, format, name string, w With) *History {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	h, err := Read(format, []File{{name, string(b)}}, w)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, h, w)
	return h
}

// sound asks of whatever was read: every row is accounted for, every activity passes its check,
// and no two have one id.
func sound(t testing.TB, h *History, w With) {
	t.Helper()
	refused, totals := 0, 0
	for i, n := range h.Notes {
		switch n.Became {
		case Refused:
			refused++
		case Totals:
			totals++
		}
		if n.Why == "" || n.Line < 1 || i > 0 && h.Notes[i-1].File == n.File && h.Notes[i-1].Line > n.Line {
			t.Errorf("note %d: %+v", i, n)
		}
	}
	if refused != h.Refused || totals != h.Totals || h.Rows != h.Taken+h.Refused+h.Totals {
		t.Errorf("%d rows: %d taken, %d refused (%d notes), %d totals (%d notes)", h.Rows, h.Taken, h.Refused, refused, h.Totals, totals)
	}
	ids := map[string]bool{}
	for i := range h.Activities {
		a := &h.Activities[i]
		if err := a.Check(w.World); err != nil || ids[a.ID] || a.State != activity.Closed || a.Source == "" {
			t.Errorf("%s: %v, %s, %q", a.ID, err, a.State, a.Source)
		}
		ids[a.ID] = true
	}
}

// brief is an activity in a line.
func brief(a *activity.Activity) string {
	var s strings.Builder
	s.WriteString(a.ID + " " + a.Start.String() + "/" + a.End.String())
	if f := a.Fuzzy; f != nil {
		s.WriteString(" (" + f.Begun.String() + "/" + f.Ended.String() + ")")
	}
	for _, p := range a.Participants {
		s.WriteString(" " + string(p.State))
		if p.Role == "host" {
			s.WriteString("*")
		}
	}
	if a.Territory != "" {
		s.WriteString(" in " + string(a.Territory))
	}
	return s.String() + ": " + a.Title
}

func briefs(h *History) (taken, notes []string) {
	for i := range h.Activities {
		taken = append(taken, brief(&h.Activities[i]))
	}
	for _, n := range h.Notes {
		notes = append(notes, n.Row+" "+string(n.Became)+": "+n.Why)
	}
	return taken, notes
}

func check(t *testing.T, h *History, taken, notes []string) {
	t.Helper()
	gotTaken, gotNotes := briefs(h)
	if d := cmp.Diff(taken, gotTaken); d != "" {
		t.Errorf("taken (-want +got):\n%s", d)
	}
	if d := cmp.Diff(notes, gotNotes); d != "" {
		t.Errorf("notes (-want +got):\n%s", d)
	}
}

func TestMultinationalExercises(t *testing.T) {
	h := read(t, "mme", "mme.csv", with(t))
	check(t, h, []string{
		"MME1 1982-05-03/1982-05-09 NOR DEU USA: Quiet Lantern 82",
		"MME2 1983-06-01/1983-07-04 (1983-06-30/1983-07-04) CSK RUS DDR: Exercise without a name (Brdy, 1983)",
		"MME3 1995-03-01/1995-03-31 (1995-03-31/1995-03-01) FRA ESP: Long Xylophone",
		"MME7 2001-02-03/2001-02-28 (2001-02-03/2001-02-03) FRA ESP: Off the map",
	}, []string{
		"MME3 told: no latitude and longitude",
		"MME3 told: a participant is not named (-9)",
		`MME3 told: no State or organisation is called "Atlantis"; it was left out`,
		"MME3 refused: the id MME3 stands on line 4 of mme.csv already; each row needs one of its own",
		"MME4 refused: it ends on 2001-09-10, before it begins on 2001-09-20",
		"MME5 refused: fewer than two participants are known (1); a participant is not named (-9)",
		`MME6 refused: its first day is not known: 2001-02 has no day "30"`,
		`MME7 told: its first day is written "2/4/01"; taken is year 2001, month 2, day 3`,
		`MME7 told: latitude "91" and longitude "1" are no point; they were left out`,
		`MME7 told: Cyber: "2" is neither 0 nor 1; it was left out`,
		`MME7 told: "Spain" (ESP) stands twice among the participants`,
		`MME7 told: "Czechoslovakia" is CSK, which did not exist then; it was left out`,
		`NOT AN ID! refused: activity: the id "NOT AN ID!" is not 2 to 60 of A-Z, 0-9, hyphen and dot, such as KEEN-SWORD-2026`,
		"MME8 refused: it has 2 columns, and the header has 29; no latitude and longitude",
	})
	want := activity.Activity{ID: "MME1", Kind: "exercise", Title: "Quiet Lantern 82", Series: "Quiet Lantern", Start: ent.NewDate(1982, 5, 3), End: ent.NewDate(1982, 5, 9),
		Participants: []activity.Participant{{State: "NOR", Role: "participant"}, {State: "DEU", Role: "participant"}, {State: "USA", Role: "participant"}},
		Drafter:      "curator.one", State: activity.Closed, Source: "MME v7, mme1",
		Remarks: "Place: Skagerrak\nLatitude, longitude: 57.9, 9.1\nSort: command post, air, sea\nFocus: rescue at night\nParticipants: 12 ships"}
	if d := cmp.Diff(want, h.Activities[0]); d != "" {
		t.Error(d)
	}
}

// Who bears a name is decided by people; a territory takes part as the State that acts for it.
func TestNamesThatPeopleDecided(t *testing.T) {
	w := with(t)
	w.Names = shipped{w.World, map[string]collection.Meaning{"Atlantis": {Code: "PRT", Territory: true}, "Soviet Union": {Ignored: true}}}
	h := read(t, "mme", "mme.csv", w)
	taken, notes := briefs(h)
	if !strings.Contains(taken[2], "FRA PRT ESP") || !strings.Contains(taken[1], "CSK DDR") {
		t.Error(taken)
	}
	for _, want := range []string{`MME3 told: "Atlantis" is a territory for which PRT acts`, `MME2 told: "Soviet Union" was decided to be nobody; it was left out`} {
		if !strings.Contains(strings.Join(notes, "\n"), want) {
			t.Errorf("not told: %s", want)
		}
	}
}

func TestJointExercises(t *testing.T) {
	h := read(t, "jme", "jme.csv", with(t))
	check(t, h, []string{
		"JME-1 1979-09-03/1979-09-30 (1979-09-03/1979-09-03) NOR GBR DNK: Amber Kite 79",
		"JME-2 2006-08-01/2006-08-04 (2006-08-04/2006-08-04) ITA* FRA in ITA: Exercise without a name (ITA, 2006)",
		"JME-3 2007-08-01/2007-08-03 AUS* USA*: Twin Hosts",
		"JME-4 2007-08-01/2007-08-03 AUS USA in JPN: Far Host",
		"JME-9 1991-01-01/1991-12-31 (1991-12-31/1991-01-01) USA CAN: Whole year",
	}, []string{
		"JME-3 told: several hosts: no territory was taken",
		`JME-4 told: its last day is written "8/2/2007"; taken is year 2007, month 8, day 3`,
		"JME-4 told: JPN hosted it and does not stand among the participants",
		"JME-5 refused: its last day is not known: no year",
		`JME-6 refused: its first day, "08/xx2007", cannot be read`,
		"JME-7 refused: nothing stands in it",
		`JME-8 refused: fewer than two participants are known (1); no State or organisation is called "8 members"; it was left out`,
	})
	if a := h.Activities[0]; a.Series != "Amber Kite" || a.Source != "JME v3, row 1" ||
		a.Remarks != "Place: North Sea\nSort: FTX\nInstitution: Board of Kites\nFocus: kites\nNote: first of its kind\nReported in: daily-1.txt\nPart of: Reforger" {
		t.Errorf("%+v", a)
	}
}

func TestTraining(t *testing.T) {
	h := read(t, "us-training", "training.xml", with(t))
	atlantis := `no State or organisation is called "Atlantis"`
	check(t, h, []string{
		"FMTR-2012-GMB-A-B-1 2011-10-05/2012-01-13 USA GMB: Gambia, The: A&B-1, fiscal year 2012",
		"FMTR-2012-GMB-SCHOOLS 2011-10-01/2012-09-30 (2012-02-01/2012-03-01) USA GMB: Gambia, The: Schools, fiscal year 2012",
		"FMTR-2012-KOR-A-B-1 2011-10-05/2011-11-20 USA KOR: Korea, Republic of South: A&B-1, fiscal year 2012",
	}, []string{
		"FMTR-2012-GMB-A-B-1 totals: the totals of the programme, 1012 persons and $12,990.50, are those of its lines",
		"FMTR-2012-GMB-SCHOOLS told: last day: none is stated; it was left out",
		"FMTR-2012-GMB-SCHOOLS told: the recipient unit is not stated",
		"FMTR-2012-GMB-SCHOOLS told: it ends on 2012-03-01, before it begins on 2012-03-09; both days were left out",
		`FMTR-2012-GMB-SCHOOLS told: cost: "free" is no amount; it was left out`,
		`FMTR-2012-GMB-SCHOOLS told: first day: 2012-02 has no day "30"; it was left out`,
		`FMTR-2012-GMB-SCHOOLS told: quantity: "many" is no number; it was left out`,
		"FMTR-2012-GMB-SCHOOLS totals: the totals of the programme, 9 persons and $5, are not those of its lines: 7 persons and $5",
		`Gambia, The, Schools refused: the programme "Schools" does not name its fiscal year`,
		"FMTR-2012-KOR-A-B-1 refused: course: Course or item is needed",
		"Atlantis, A&B-1 - Fiscal Year 2012 Department of State Training refused: " + atlantis,
		"Atlantis, A&B-1 - Fiscal Year 2012 Department of State Training totals: the totals of a programme that was not taken: " + atlantis,
		"FMTR-2012-KOR-A-B-1 refused: the id FMTR-2012-KOR-A-B-1 stands on line 105 of training.xml already; each row needs one of its own",
		" told: <weather> is nothing that a report has; it was left out",
	})
	a := h.Activities[0]
	want := activity.Entry{Section: "courses", N: 2, On: ent.NewDate(2026, 11, 1), By: "curator.one", Values: map[string]string{
		"title": "Map Reading", "state": "GMB", "unit": "1st Battalion", "provider": "School of Examples", "from": "2012-01-09", "until": "2012-01-13",
		"quota": "1010", "amount": "800.50", "currency": "USD", "place": "Fort Example, US", "funding": "A&B-1 - Fiscal Year 2012 Department of State Training"}}
	if d := cmp.Diff(want, a.Entries[1]); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]activity.Participant{{State: "USA", Role: "assisting"}, {State: "GMB", Role: "assisted"}}, a.Participants); d != "" || a.Series != "A&B-1" {
		t.Error(d, a.Series)
	}
}

// Several files are read as one: an id of one file is taken in the next.
func TestSeveralFiles(t *testing.T) {
	b, err := os.ReadFile("testdata/training.xml")
	if err != nil {
		t.Fatal(err)
	}
	w := with(t)
	h, err := Read("us-training", []File{{"a.xml", string(b)}, {"b.xml", string(b)}}, w)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, h, w)
	if len(h.Activities) != 3 || h.Rows != 2*13 {
		t.Errorf("%d activities of %d rows", len(h.Activities), h.Rows)
	}
	if n := h.Notes[len(h.Notes)-2]; n.File != "b.xml" || !strings.Contains(n.Why, "stands on line 105 of a.xml already") {
		t.Errorf("%+v", n)
	}
}

// A file that is another one is refused as a whole, in words that say what is wrong with it.
func TestFilesThatAreNone(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"mme", "a,b\n1,2\n", `no column "MMEID"`},
		{"jme", "", "no header"},
		{"us-training", "MMEID,Ex_Name", "it has no <countries>"},
		{"us-training", "<html><body/></html>", "not with <html>"},
		{"us-training", "<countries><country name=\"Chad\">", "line 1"},
		{"us-training", "<countries><country></program></countries>", "line 1"},
		{"mmee", "", `there are mme, jme, us-training (nearest: "mme")`},
	} {
		h, err := Read(c.format, []File{{"x", c.text}}, with(t))
		if !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), c.want) || h != nil {
			t.Errorf("%s %q: %v, want %q", c.format, c.text, err, c.want)
		}
	}
}

// A programme that cannot be an activity as a whole is refused with each of its lines, once.
func TestProgrammesThatAreNoActivity(t *testing.T) {
	line := "<training><course_title>Map Reading</course_title></training>"
	for name, c := range map[string]struct{ country, program, want string }{
		"an id too long": {"Chad", strings.Repeat("LONG ", 12) + "- Fiscal Year 2012 X", "is not 2 to 60"},
		"of itself":      {"United States", "A - Fiscal Year 2012 X", "USA takes part twice"},
		"no such year":   {"Chad", "A - Fiscal Year 1812 X", "1812 is no fiscal year"},
	} {
		w := with(t)
		h, err := Read("us-training", []File{{"x", "<countries><country name=\"" + c.country + "\"><program name=\"" + c.program + "\">" + line + "<training/>" + line + "</program></country></countries>"}}, w)
		if err != nil {
			t.Fatal(err)
		}
		sound(t, h, w)
		if h.Refused != 3 || len(h.Activities) != 0 || !strings.Contains(h.Notes[0].Why, c.want) {
			t.Errorf("%s: %+v", name, h)
		}
	}
}
