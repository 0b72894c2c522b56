package treaty

import (
	"strings"
	"testing"

	ent "entente"
	"entente/internal/law/world"
)

func table(t *testing.T) *world.World {
	t.Helper()
	w, errs := world.New([]world.State{{Code: "AAA", Name: "Aland"}, {Code: "BBB", Name: "Bland"}, {Code: "CCC", Name: "Cland"},
		{Code: "OLD", Name: "Oldland", From: day("1900-01-01"), Until: day("1991-12-26"), ContinuedBy: "AAA"},
		{Code: "NEW", Name: "Newland", From: day("1993-01-01"), Succeeds: []world.Succession{{State: "DDD", Kind: "separation"}}},
		{Code: "DDD", Name: "Dland", Until: day("1993-01-01")}},
		[]world.Organisation{{ID: "CLUB", Name: "Club", Members: "AAA 1990-01-01\nBBB 1990-01-01 2000-01-01; 2010-01-01\n"}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return w
}

func library(t *testing.T, in ...Instrument) *Library {
	t.Helper()
	l, problems := NewLibrary(table(t), in, nil)
	for _, p := range problems {
		t.Fatal(p)
	}
	return l
}

var mines = Instrument{ID: "M", EntryIntoForce: EntryIntoForce{Initial: Threshold{Count: 2, Delay: Delay{Months: 6, From: MonthOfDeposit}}, Later: Later{Delay: Delay{Months: 6, From: MonthOfDeposit}}},
	Withdrawal: &Withdrawal{Article: "20", Notice: Delay{Months: 6}, Hold: "armed-conflict"}}

func with(in Instrument, acts string, record ...Act) Instrument {
	in.Acts, in.Record = acts, record
	return in
}

func TestStatusThroughALife(t *testing.T) {
	l := library(t, with(mines, `
AAA  signed 1997-12-03; ratified 1998-05-05; withdrew 2025-06-27
BBB  ratified 1998-09-16
CCC  signed 1997-12-04; acceded 2025-09-05
`))
	for _, c := range []struct {
		state             ent.StateCode
		on, want          string
		since, until, why string
	}{
		{"AAA", "1997-12-02", "none", "", "1997-12-03", ""},
		{"AAA", "1998-01-01", "signatory", "1997-12-03", "1999-03-01", "18(a)"},
		{"AAA", "1998-10-01", "signatory", "1997-12-03", "1999-03-01", "18(b)"},
		{"AAA", "1999-03-01", "party", "1999-03-01", "2025-12-27", ""},
		{"AAA", "2025-12-26", "party", "1999-03-01", "2025-12-27", ""},
		{"AAA", "2025-12-27", "withdrawn", "2025-12-27", "", "M 20"},
		{"CCC", "2025-12-01", "signatory", "1997-12-04", "2026-03-01", ""},
		{"CCC", "2026-03-01", "party", "2026-03-01", "", ""},
		{"OLD", "1980-01-01", "none", "", "", ""},
		{"XAB", "2020-01-01", "none", "", "", ""},
		{"NEW", "1980-01-01", "none", "", "", "succession"},
	} {
		s := l.Status(c.state, "M", day(c.on))
		if s.Standing.String() != c.want || c.since != "" && s.Since.String() != c.since || c.until != "" && s.Until.String() != c.until {
			t.Errorf("%s on %s: %s since %s until %s, want %s since %s until %s", c.state, c.on, s.Standing, s.Since, s.Until, c.want, c.since, c.until)
		}
		var cites []string
		for _, r := range s.Why {
			cites = append(cites, r.Cites)
		}
		if !strings.Contains(strings.Join(cites, " "), c.why) {
			t.Errorf("%s on %s: why cites %v, want %q", c.state, c.on, cites, c.why)
		}
	}
}

func TestNoticeTakenBack(t *testing.T) {
	l := library(t, with(mines, "AAA  ratified 1998-05-05; withdrew 2016-10-27; revoked 2017-02-10\nBBB  ratified 1998-09-16\n"))
	if s := l.Status("AAA", "M", day("2018-01-01")); s.Standing != Party {
		t.Errorf("after a notice revoked before its effect: %s", s.Standing)
	}
}

func TestSuspensionIsContested(t *testing.T) {
	l := library(t, with(mines, "AAA  ratified 1998-05-05; suspends 2025-07-18\nBBB  ratified 1998-09-16\n"))
	s := l.Status("AAA", "M", day("2025-08-01"))
	if s.Standing != Contested || len(s.Why) < 3 || !l.SuspensionClaimed("AAA", "M", day("2025-08-01")) {
		t.Errorf("suspension: %s, %v", s.Standing, s.Why)
	}
	if r := l.Between([]ent.StateCode{"AAA", "BBB"}, "M", day("2025-08-01")); !r.InForce || !r.Contested {
		t.Errorf("between: %+v", r)
	}
}

func TestDeclinesEndsSignature(t *testing.T) {
	l := library(t, with(mines, "AAA  ratified 1998-05-05\nBBB  ratified 1998-09-16\nCCC  signed 2013-09-25; declines 2019-07-18\n"))
	if s := l.Status("CCC", "M", day("2020-01-01")); s.Standing != None || len(s.Why) == 0 {
		t.Errorf("after the letter: %s, %v", s.Standing, s.Why)
	}
}

func TestContinuedState(t *testing.T) {
	l := library(t, with(mines, "AAA  ratified 1970-05-05\nBBB  ratified 1971-09-16\n"))
	if s := l.Status("OLD", "M", day("1980-01-01")); s.Standing != Party {
		t.Errorf("the former State while it existed: %s", s.Standing)
	}
	if s := l.Status("OLD", "M", day("2000-01-01")); s.Standing != None {
		t.Errorf("the former State afterwards: %s", s.Standing)
	}
}

func TestMembersAreBound(t *testing.T) {
	l := library(t, Instrument{ID: "R", Participants: "CLUB", EntryIntoForce: EntryIntoForce{Fixed: day("1995-01-01")}})
	for on, want := range map[string]int{"1994-12-31": 0, "1995-01-01": 2, "2005-01-01": 1, "2011-01-01": 2} {
		if got := len(l.Parties("R", day(on))); got != want {
			t.Errorf("on %s: %d, want %d", on, got, want)
		}
	}
}

func TestReservationCutsAPair(t *testing.T) {
	in := with(Instrument{ID: "S", EntryIntoForce: EntryIntoForce{Fixed: day("1996-01-13")}}, "AAA  ratified 1996-01-01\nBBB  ratified 1996-01-01\nCCC  ratified 1996-01-01\n")
	in.Pairs = []PairRule{{State: "AAA", OnlyTowardPartiesTo: "P", Text: "reservation"}}
	l := library(t, in, with(Instrument{ID: "P", EntryIntoForce: EntryIntoForce{Fixed: day("1997-01-01")}}, "BBB  ratified 1996-05-01\n"))
	on := day("1998-01-01")
	if r := l.Between([]ent.StateCode{"AAA", "BBB"}, "S", on); !r.InForce || r.Since != day("1997-01-01") {
		t.Errorf("with a party to the protocol: %+v", r)
	}
	if r := l.Between([]ent.StateCode{"CCC", "AAA"}, "S", on); r.InForce || !r.Concerned || r.Why == "" {
		t.Errorf("with a State outside the protocol: %+v", r)
	}
	if r := l.Between([]ent.StateCode{"AAA", "BBB", "CCC"}, "S", on); r.InForce {
		t.Errorf("among all three: %+v", r)
	}
}

func TestObjectionThatPrecludes(t *testing.T) {
	in := with(Instrument{ID: "G", EntryIntoForce: EntryIntoForce{Fixed: day("1951-01-12")}}, "AAA  ratified 1950-01-01\nBBB  ratified 1950-01-01\n",
		Act{State: "AAA", Act: Objection, On: day("1952-01-01"), Toward: []ent.StateCode{"BBB"}, Precludes: true, Text: "incompatible"})
	l := library(t, in)
	if r := l.Between([]ent.StateCode{"AAA", "BBB"}, "G", day("1953-01-01")); r.InForce || r.Cites != "VCLT 20(4)(b)" {
		t.Errorf("%+v", r)
	}
}

func TestMatrixAgreesWithBetween(t *testing.T) {
	in := with(Instrument{ID: "S", EntryIntoForce: EntryIntoForce{Fixed: day("1996-01-13")}}, "AAA  ratified 1996-01-01\nBBB  ratified 1996-01-01\nCCC  ratified 1996-01-01\n")
	in.Pairs = []PairRule{{State: "AAA", OnlyTowardPartiesTo: "P", Text: "reservation"}}
	l := library(t, in, with(Instrument{ID: "P", EntryIntoForce: EntryIntoForce{Fixed: day("1997-01-01")}}, "BBB  ratified 1996-05-01\nCCC  signed 1996-05-01\nNEW  ratified 1996-05-01\n"))
	states := []ent.StateCode{"AAA", "BBB", "CCC", "NEW"}
	for _, on := range []string{"1995-01-01", "1996-06-01", "1998-01-01"} {
		m := l.Matrix(states, day(on))
		for i := range states {
			for j := range states {
				if i == j {
					continue
				}
				n := 0
				for _, id := range l.IDs() {
					if l.Between([]ent.StateCode{states[i], states[j]}, id, day(on)).InForce {
						n++
					}
				}
				if m.Count(i, j) != n || len(m.InForce(i, j)) != n {
					t.Errorf("%s and %s on %s: matrix %d %v, between %d", states[i], states[j], on, m.Count(i, j), m.InForce(i, j), n)
				}
			}
		}
	}
}

// A member that declares something about an instrument stays bound by its membership.
func TestDeclarationOfAMember(t *testing.T) {
	w, errs := world.New([]world.State{{Code: "AAA", Name: "A"}, {Code: "BBB", Name: "B"}}, []world.Organisation{{ID: "UN", Name: "UN", Members: "AAA 1950-01-01\nBBB 1950-01-01\n"}})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	in := Instrument{ID: "STATUTE", Participants: "UN", EntryIntoForce: EntryIntoForce{Fixed: ent.NewDate(1945, 10, 24)},
		Record: []Act{{State: "AAA", Act: Reservation, On: ent.NewDate(1960, 1, 1), Text: "not for disputes about fish"}}}
	l, problems := NewLibrary(w, []Instrument{in}, nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	on := ent.NewDate(2000, 1, 1)
	a, b := l.Status("AAA", "STATUTE", on), l.Status("BBB", "STATUTE", on)
	if a.Standing != Party || b.Standing != Party || a.Since != b.Since || len(a.Reservations) != 1 || len(b.Reservations) != 0 {
		t.Errorf("%+v\n%+v", a, b)
	}
}
