package treaty

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	ent "entente"
)

// bilateral is in force thirty days after both ratified.
var bilateral = Instrument{ID: "B", EntryIntoForce: EntryIntoForce{Initial: Threshold{Count: 2, Delay: Delay{Days: 30}}, Later: Later{Delay: Delay{Days: 30}}, Article: "14"},
	Withdrawal: &Withdrawal{Article: "15", Notice: Delay{Months: 6}}}

// inForce is in force by itself, each State thirty days after its own consent.
var inForce = Instrument{ID: "B", EntryIntoForce: EntryIntoForce{Fixed: day("2000-01-01"), Later: Later{Delay: Delay{Days: 30}}},
	Withdrawal: &Withdrawal{Article: "15", Notice: Delay{Months: 6}}}

// told lists the standings of a State from the day before each change of it.
func told(l *Library, c ent.StateCode, id ent.InstrumentID) string {
	var out []string
	for on := ent.Date(1); ; {
		s := l.Status(c, id, on)
		if on > 1 || s.Standing != None {
			out = append(out, fmt.Sprintf("%s %s", on, s.Standing))
		}
		if s.Until == 0 {
			if s.Standing == None && on == 1 {
				if d := l.Changes(id); len(d) > 0 && d[0] > on {
					on = d[0]
					continue
				}
			}
			return strings.Join(out, ", ")
		}
		on = s.Until
	}
}

func TestActsThatContradict(t *testing.T) {
	for name, c := range map[string]struct {
		in          Instrument
		acts        string
		want, kinds string
	}{
		"ratified on two days": {inForce, "AAA  ratified 2024-09-02; ratified 2024-10-01",
			"2024-09-02 signatory, 2024-10-02 contested, 2024-10-31 party", "consent"},
		"accepted or approved": {inForce, "AAA  signed 2024-01-01; accepted 2024-09-02; approved 2024-10-01",
			"2024-01-01 signatory, 2024-10-02 contested, 2024-10-31 party", "consent"},
		"three days": {inForce, "AAA  ratified 2024-09-02; ratified 2024-10-01; acceded 2024-12-01",
			"2024-09-02 signatory, 2024-10-02 contested, 2024-12-31 party", "consent"},
		"confirmed afterwards":          {inForce, "AAA  ratified 2024-09-02; confirmed 2024-10-01", "2024-09-02 signatory, 2024-10-02 party", ""},
		"provisional, then ratified":    {inForce, "AAA  provisional 2024-08-01; ratified 2024-09-02", "2024-08-01 provisional, 2024-10-02 party", ""},
		"succeeded, then acceded":       {inForce, "NEW  succeeded 1993-01-01; acceded 2001-01-01", "", ""},
		"the same act told twice":       {inForce, "AAA  ratified 2024-09-02; ratified 2024-09-02", "2024-09-02 signatory, 2024-10-02 party", ""},
		"a withdrawal between":          {inForce, "AAA  ratified 2010-01-01; withdrew 2012-01-01; acceded 2014-01-01", "2010-01-01 signatory, 2010-01-31 party, 2012-07-01 withdrawn, 2014-01-01 signatory, 2014-01-31 party", ""},
		"declared for one day":          {inForce, "AAA  ratified 2024-09-02; ratified 2024-09-02 eff 2024-09-20", "2024-09-02 signatory, 2024-09-20 party", ""},
		"one act declared for two days": {inForce, "AAA  ratified 2024-09-02 eff 2024-09-20; ratified 2024-09-02 eff 2024-12-01", "2024-09-02 signatory, 2024-09-20 contested, 2024-12-01 party", "effect"},
		"a notice without consent":      {inForce, "AAA  signed 2004-01-01; withdrew 2024-01-10", "2004-01-01 signatory, 2024-01-10 contested, 2024-07-10 withdrawn", "unfounded-notice"},
		"a notice before its force":     {bilateral, "AAA  signed 2004-01-01; withdrew 2024-01-10", "2004-01-01 signatory, 2024-07-10 withdrawn", "unfounded-notice"},
		"a provisional party leaves":    {inForce, "AAA  provisional 2004-01-01; withdrew 2024-01-10", "2004-01-01 provisional, 2024-07-10 withdrawn", ""},
		"two notices":                   {inForce, "AAA  bound 2004-01-01; withdrew 2024-01-10; withdrew 2024-03-10", "2004-01-01 party, 2024-07-10 contested, 2024-09-10 withdrawn", "notice"},
		"a notice declared for two days": {inForce, "AAA  bound 2004-01-01; withdrew 2024-01-10 eff 2025-01-01; withdrew 2024-01-10 eff 2026-01-01",
			"2004-01-01 party, 2025-01-01 contested, 2026-01-01 withdrawn", "effect"},
		"taken back in time":  {inForce, "AAA  bound 2004-01-01; withdrew 2024-01-10; revoked 2024-07-09", "2004-01-01 party", ""},
		"taken back too late": {inForce, "AAA  bound 2004-01-01; withdrew 2024-01-10; revoked 2024-07-10", "2004-01-01 party, 2024-07-10 contested", "late-revocation"},
		"too late, then acceded": {inForce, "AAA  bound 2004-01-01; withdrew 2024-01-10; revoked 2024-08-01; acceded 2024-09-01",
			"2004-01-01 party, 2024-07-10 contested, 2024-10-01 party", "late-revocation"},
		"two at once": {inForce, "AAA  ratified 2010-01-01; ratified 2010-02-01; withdrew 2024-01-10; withdrew 2024-03-10",
			"2010-01-01 signatory, 2010-01-31 contested, 2010-03-03 party, 2024-07-10 contested, 2024-09-10 withdrawn", "consent notice"},
	} {
		l := library(t, with(c.in, c.acts))
		code := ent.StateCode(c.acts[:3])
		if got := told(l, code, "B"); c.want != "" && got != c.want {
			t.Errorf("%s: %s; want %s", name, got, c.want)
		}
		var kinds []string
		for _, x := range l.Contradictions("B") {
			kinds = append(kinds, string(x.Kind))
		}
		if got := strings.Join(kinds, " "); got != c.kinds || (len(l.Contradicted()) == 1) != (c.kinds != "") {
			t.Errorf("%s: contradictions %q, %v; want %q", name, got, l.Contradicted(), c.kinds)
		}
	}
}

// What the readings are is told with act, day and source, and between two States too.
func TestReadingsAreTold(t *testing.T) {
	in := with(inForce, "BBB  bound 2001-01-01",
		Act{State: "AAA", Act: Ratified, On: day("2024-09-02"), Source: "note 3/2024"}, Act{State: "AAA", Act: Ratified, On: day("2024-10-01"), Source: "note 12/2024"})
	l := library(t, in)
	s := l.Status("AAA", "B", day("2024-10-02"))
	var why []string
	for _, r := range s.Why {
		why = append(why, r.Text)
	}
	for _, want := range []string{"reading 1: ratified on 2024-09-02 (note 3/2024): party from 2024-10-02", "reading 2: ratified on 2024-10-01 (note 12/2024): signatory, and party from 2024-10-31"} {
		if !slices.Contains(why, want) {
			t.Errorf("%q is not told: %q", want, why)
		}
	}
	if len(s.Questions) != 1 || !strings.Contains(s.Questions[0], "correct") {
		t.Errorf("questions: %q", s.Questions)
	}
	r := l.Between([]ent.StateCode{"AAA", "BBB"}, "B", day("2024-10-30"))
	if !r.InForce || !r.Contested || len(r.ModifiedBy) != 2 || !strings.Contains(r.ModifiedBy[1], "note 12/2024") {
		t.Errorf("between: %+v", r)
	}
	if r := l.Between([]ent.StateCode{"AAA", "BBB"}, "B", day("2024-10-31")); !r.InForce || r.Contested || len(r.ModifiedBy) != 0 {
		t.Errorf("between, when the readings agree: %+v", r)
	}
	if c := l.Contradictions("B"); len(c) != 1 || c[0].From != day("2024-10-02") || c[0].Until != day("2024-10-31") || !strings.Contains(c[0].String(), "contested from 2024-10-02 until 2024-10-31") {
		t.Errorf("contradictions: %v", c)
	}
}

// Where the entry into force of the instrument itself hangs on it, all are concerned.
func TestEntryIntoForceHangsOnAReading(t *testing.T) {
	acts := "AAA  signed 2024-05-10; ratified 2024-08-01\nBBB  signed 2024-05-10; ratified 2024-09-02; ratified 2024-10-01\nCCC  acceded 2024-09-10\n"
	l := library(t, with(bilateral, acts))
	for c, want := range map[ent.StateCode]string{
		"AAA": "2024-05-10 signatory, 2024-10-02 contested, 2024-10-10 party",
		"BBB": "2024-05-10 signatory, 2024-10-02 contested, 2024-10-31 party",
		"CCC": "2024-09-10 signatory, 2024-10-10 party",
	} {
		if got := told(l, c, "B"); got != want {
			t.Errorf("%s: %s; want %s", c, got, want)
		}
	}
	// The third State is a latecomer by one reading and one of the first two by the other.
	if s := l.Status("AAA", "B", day("2024-10-05")); !strings.Contains(fmt.Sprint(s.Why), "the instrument entered into force on 2024-10-10") {
		t.Errorf("%v", s.Why)
	}
	declared := with(bilateral, acts)
	declared.EntryIntoForce.Declared = day("2024-10-02")
	if got := told(library(t, declared), "AAA", "B"); got != "2024-05-10 signatory, 2024-10-02 party" {
		t.Errorf("with a declared day: %s", got)
	}
}

// For any acts: where all of an act's readings are read alone and agree, so does the
// library; it says contested only on days on which two of them differ.
func TestContestedExactlyWhereReadingsDiffer(t *testing.T) {
	w := table(t)
	rapid.Check(t, func(t *rapid.T) {
		days := rapid.SliceOfNDistinct(rapid.IntRange(0, 400), 2, 4, rapid.ID).Draw(t, "days")
		base := day("2010-01-01")
		var all []Act
		for _, n := range days {
			all = append(all, Act{State: "AAA", Act: rapid.SampledFrom([]Verb{Ratified, Accepted, Acceded}).Draw(t, "verb"), On: base.AddDays(n)})
		}
		read := func(acts ...Act) *Library {
			l, _ := NewLibrary(w, []Instrument{with(inForce, "", acts...)}, nil)
			return l
		}
		joint := read(all...)
		var alone []*Library
		for _, a := range all {
			alone = append(alone, read(a))
		}
		on := base.AddDays(rapid.IntRange(-10, 500).Draw(t, "on"))
		party := 0
		for _, l := range alone {
			if l.Standing("AAA", "B", on) == Party {
				party++
			}
		}
		got := joint.Standing("AAA", "B", on)
		switch {
		case party == len(alone) && got != Party, party == 0 && bound(got), party > 0 && party < len(alone) && got != Contested:
			t.Fatalf("%v on %s: %d of %d readings say party, the library says %s", all, on, party, len(alone), got)
		}
	})
}

// More contradictions than can be followed in every way are still followed in two.
func TestManyContradictions(t *testing.T) {
	var acts []string
	for y := 2001; y < 2013; y += 2 {
		acts = append(acts, fmt.Sprintf("ratified %d-01-01; ratified %d-02-01; withdrew %d-01-01; withdrew %d-02-01", y, y, y+1, y+1))
	}
	l := library(t, with(inForce, "AAA  "+strings.Join(acts, "; ")))
	if n := len(l.Contradictions("B")); n != 12 {
		t.Errorf("%d contradictions", n)
	}
	for on, want := range map[string]Standing{"2001-02-15": Contested, "2001-04-01": Party, "2002-07-15": Contested, "2002-08-15": Withdrawn, "2012-07-15": Contested} {
		if got := l.Standing("AAA", "B", day(on)); got != want {
			t.Errorf("on %s: %s, want %s", on, got, want)
		}
	}
}
