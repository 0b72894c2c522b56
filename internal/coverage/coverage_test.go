package coverage

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"entente/corpus"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/treaty"
)

func shipped(t testing.TB) (*law.Library, []Issue) {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	issues, err := Issues()
	if err != nil {
		t.Fatal(err)
	}
	return lib, issues
}

func date(t testing.TB, s string) ent.Date {
	t.Helper()
	d, err := ent.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// control names what controls on a day: the state, then instrument and article.
func control(t testing.TB, first, second ent.StateCode, issue IssueID, day string) string {
	t.Helper()
	lib, issues := shipped(t)
	d := date(t, day)
	k := slices.IndexFunc(issues, func(x Issue) bool { return x.ID == issue })
	m, err := Of(lib, issues[k:k+1], []ent.StateCode{first, second}, d, d)
	if err != nil {
		t.Fatal(err)
	}
	s := m.Pair(0, 1)[0][0]
	if len(s.Controls) == 0 {
		return s.State.String()
	}
	r := m.Issues[0].Rules[s.Controls[0].Rule]
	out := s.State.String() + " " + string(r.Instrument) + " " + r.Article
	if r.Applying != "" {
		out += " of " + string(r.Applying)
	}
	return out
}

// What a lawyer knows of these pairs.
func TestKnown(t *testing.T) {
	for _, c := range []struct {
		first, second ent.StateCode
		issue         IssueID
		day, want     string
	}{
		{"USA", "JPN", "status", "2024-06-01", "covered JP-SOFA I"},
		{"USA", "JPN", "status", "1960-06-22", "hole"},
		{"USA", "JPN", "jurisdiction", "1960-06-23", "covered JP-SOFA XVII(1)-(3)"},
		{"JPN", "USA", "status", "2024-06-01", "hole"}, // the agreement is on American forces in Japan alone
		{"USA", "JPN", "mutual-assistance", "2024-06-01", "covered MCS-JP V"},
		{"JPN", "USA", "mutual-assistance", "2024-06-01", "partial MCS-JP V"},
		{"GBR", "DEU", "jurisdiction", "2024-06-01", "covered SA-DE 19(1)"},
		{"DEU", "GBR", "jurisdiction", "2024-06-01", "covered NATO-SOFA VII(3)"},
		{"FRA", "NLD", "jurisdiction", "2024-06-01", "covered NATO-SOFA VII(3)"}, // both are parties to SA-DE, which is on Germany
		{"USA", "NOR", "custody", "2022-06-16", "covered NATO-SOFA VII(5)"},
		{"USA", "NOR", "custody", "2022-06-17", "covered DCA-USNOR custody"},
		{"FRA", "AUT", "arms", "2020-01-01", "covered PFP-SOFA VI of NATO-SOFA"},
		{"USA", "NZL", "mutual-assistance", "1986-08-10", "covered ANZUS IV"},
		{"USA", "NZL", "mutual-assistance", "2020-01-01", "contested ANZUS IV"},
		{"AUS", "NZL", "mutual-assistance", "2020-01-01", "covered ANZUS IV"},
		{"JPN", "KOR", "classified", "2024-06-01", "covered GSOMIA-JPKR 6"},
		{"JPN", "KOR", "status", "2024-06-01", "hole"},
		{"GBR", "NPL", "transfers", "2024-06-01", "covered ATT 7(1)-(3)"}, // the exporter is bound, whoever receives
		{"NPL", "GBR", "transfers", "2024-06-01", "hole"},
		{"USA", "NPL", "due-diligence", "2024-06-01", "covered US-LEAHY-S (a)"},
		{"NPL", "USA", "due-diligence", "2024-06-01", "hole"},
		{"SUN", "POL", "status", "2024-06-01", "absent"},
	} {
		if got := control(t, c.first, c.second, c.issue, c.day); got != c.want {
			t.Errorf("%s in %s, %s on %s: %s, want %s", c.first, c.second, c.issue, c.day, got, c.want)
		}
	}
}

// Poland and the United Kingdom: the partnership's agreement first, NATO's own from the day on
// which it enters into force for Poland; nothing before either.
func TestPolandEntersTheNATOAgreement(t *testing.T) {
	lib, issues := shipped(t)
	m, err := Of(lib, issues[:1], []ent.StateCode{"GBR", "POL"}, date(t, "1990-01-01"), date(t, "2024-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range m.Pair(0, 1)[0] {
		name := s.State.String()
		if len(s.Controls) > 0 {
			name += " " + string(m.Issues[0].Rules[s.Controls[0].Rule].Instrument)
		}
		if n := len(got); n == 0 || !strings.HasSuffix(got[n-1], name) { // others come beside it later
			got = append(got, s.From.String()+" "+name)
		}
	}
	st := lib.Treaties.Status("POL", "NATO-SOFA", date(t, "2024-01-01"))
	if len(got) != 3 || !strings.HasSuffix(got[0], "hole") || !strings.HasSuffix(got[1], "covered PFP-SOFA") || got[2] != st.Since.String()+" covered NATO-SOFA" {
		t.Errorf("%q; Poland is bound by the NATO agreement since %s", got, st.Since)
	}
}

// asked answers one day by asking the library, by another way than spans.
func asked(lib *law.Library, x *Issue, first, second ent.StateCode, on ent.Date) (State, []ent.InstrumentID) {
	w := lib.Treaties.World()
	if !w.Exists(first, on) || !w.Exists(second, on) {
		return Absent, nil
	}
	pair := []ent.StateCode{first, second}
	best, by := Hole, map[State][]ent.InstrumentID{}
	for i := range x.Rules {
		r := &x.Rules[i]
		if on < r.From || r.Until != 0 && on >= r.Until || len(r.OnlyFirst) > 0 && !slices.Contains(r.OnlyFirst, first) || len(r.OnlySecond) > 0 && !slices.Contains(r.OnlySecond, second) {
			continue
		}
		if r.Applying != "" && lib.Treaties.Between(pair, r.Applying, on).InForce {
			continue
		}
		s := Hole
		switch r.Binds {
		case "both":
			b := lib.Treaties.Between(pair, r.Instrument, on)
			s = stands(b.InForce, b.InForce && b.Contested, b.Unknown, r.Partial != "")
		default:
			c := first
			if r.Binds == "second" {
				c = second
			}
			st := lib.Treaties.Standing(c, r.Instrument, on)
			s = stands(st == treaty.Party || st == treaty.ProvisionalParty || st == treaty.Contested, st == treaty.Contested, st == treaty.Undetermined, r.Partial != "")
		}
		if s > Hole {
			best, by[s] = max(best, s), append(by[s], r.Instrument)
		}
	}
	var names []ent.InstrumentID
	for _, s := range []State{Covered, Partial, Contested, Unknown} {
		names = append(names, by[s]...)
	}
	return best, names
}

func stands(bound, contested, unknown, partial bool) State {
	switch {
	case unknown && !bound:
		return Unknown
	case !bound:
		return Hole
	case contested:
		return Contested
	case partial:
		return Partial
	}
	return Covered
}

// On every day the map says what the library says when it is asked for that day alone.
func TestAgreesWithTheLibraryDayByDay(t *testing.T) {
	lib, issues := shipped(t)
	codes := lib.Treaties.World().Codes()
	busy := []ent.StateCode{"USA", "GBR", "DEU", "FRA", "JPN", "NLD", "NZL", "FIN", "SWE", "POL", "SUN", "RUS", "DDR", "CSK", "CZE", "AUT", "PHL", "KOR", "AUS", "ARM", "BFA", "VEN"}
	rapid.Check(t, func(t *rapid.T) {
		states := rapid.SliceOfNDistinct(rapid.OneOf(rapid.SampledFrom(busy), rapid.SampledFrom(codes)), 2, 5, rapid.ID[ent.StateCode]).Draw(t, "states")
		from := ent.Date(rapid.IntRange(int(ent.NewDate(1945, 1, 1)), int(ent.NewDate(2027, 1, 1))).Draw(t, "from"))
		m, err := Of(lib, issues, states, from, from+ent.Date(rapid.IntRange(0, 9000).Draw(t, "days")))
		if err != nil {
			t.Fatal(err)
		}
		m.Each(func(i, j int, out, back [][]Span) {
			for k := range m.Issues {
				compare(t, m, i, j, k, out[k])
				compare(t, m, j, i, k, back[k])
			}
		})
	})
}

func compare(t *rapid.T, m *Map, i, j, k int, spans []Span) {
	next := m.From
	for _, s := range spans {
		if s.From != next || s.Until <= s.From {
			t.Fatalf("spans do not follow one another: %v", spans)
		}
		next = s.Until
		for _, d := range []ent.Date{s.From, s.From + (s.Until-s.From)/2, s.Until - 1} {
			state, by := asked(m.lib, &m.Issues[k], m.States[i], m.States[j], d)
			var got []ent.InstrumentID
			for _, c := range s.Controls {
				got = append(got, m.Issues[k].Rules[c.Rule].Instrument)
			}
			if state != s.State || !slices.Equal(by, got) {
				t.Fatalf("%s toward %s, %s on %s: %s by %v, asked %s by %v", m.States[i], m.States[j], m.Issues[k].ID, d, s.State, got, state, by)
			}
		}
	}
	if next != m.Until {
		t.Fatalf("spans end on %s and not on %s", next, m.Until)
	}
}

// Every fault of the data is named.
func TestFaultsOfTheData(t *testing.T) {
	lib, _ := shipped(t)
	text, err := fs.ReadFile(corpus.Files, "issues.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"article: VIII, norms: [SOFA-8-1", "article: VIIII, norms: [SOFA-8-1", `NATO-SOFA has no provision "VIIII"`},
		{"norms: [SOFA-7-5]", "norms: [SOFA-7-55]", `no norm "SOFA-7-55"`},
		{"norms: [SOFA-7-5]", "norms: [JP-17]", "norm JP-17 is of JP-SOFA"},
		{"instrument: GSOMIA-JPKR, article: \"6\"", "instrument: GSOMIA, article: \"6\"", `no instrument "GSOMIA"`},
		{"first: originator", "first: originators", `no role "originators"`},
		{"own: {kinds: [claim]}", "own: {kinds: [claims]}", `no kind "claims"`},
		{"only_second: [TUR]", "only_second: [TRK]", `no State "TRK"`},
		{"binds: first, source: {cites: [WASS III], confidence: known}", "binds: first, source: {cites: []}", "source.cites and source.confidence are needed"},
		{"- id: claims", "- id: custody", "an issue needs an id of its own"},
		{"{instrument: SA-DE, article: \"22\"", "{instrument: NATO-SOFA, article: \"VII(5)\", source: {cites: [x], confidence: known}}\n  - {instrument: SA-DE, article: \"22\"", "it supplements NATO-SOFA and must stand before it"},
	} {
		if !strings.Contains(string(text), c.old) {
			t.Fatalf("%q is not in the data", c.old)
		}
		fsys := fstest.MapFS{"issues.yaml": {Data: []byte(strings.Replace(string(text), c.old, c.new, 1))}}
		_, faults := Read(fsys, lib)
		if !slices.ContainsFunc(faults, func(f *corpus.Fault) bool { return strings.Contains(f.Text, c.want) }) {
			t.Errorf("%s: faults %v", c.want, faults)
		}
	}
}

// What is asked wrongly is refused, with what to do.
func TestRefused(t *testing.T) {
	lib, issues := shipped(t)
	for _, states := range [][]ent.StateCode{{"USA"}, {"USA", "USA"}, {"USA", "XAA"}, {"USA", "QQQ"}} {
		if _, err := Of(lib, issues, states, 1, 2); ent.KindOf(err) != ent.Invalid {
			t.Errorf("%v: %v", states, err)
		}
	}
	if _, err := Of(lib, issues, []ent.StateCode{"USA", "JPN"}, 5, 4); ent.KindOf(err) != ent.Invalid {
		t.Errorf("%v", err)
	}
}

func BenchmarkEverything(b *testing.B) {
	lib, issues := shipped(b)
	states := Members(lib, date(b, "2026-01-01"))
	for b.Loop() {
		m, err := Of(lib, issues, states, date(b, "2026-01-01"), date(b, "2026-12-31"))
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		m.Each(func(_, _ int, out, back [][]Span) { n += len(out) + len(back) })
		if n != len(states)*(len(states)-1)*len(issues) {
			b.Fatal(n)
		}
	}
}
