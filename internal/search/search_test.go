package search

import (
	"context"
	"entente/internal/search/lexeme"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
)

var names = &Names{
	Kinds: []string{Instrument, Provision, Act, Norm, Duty},
	Party: func(s string) (ent.StateCode, error) {
		switch ent.Fold(s) {
		case "FIN", "FINLAND":
			return "FIN", nil
		case "GBR", "UNITED KINGDOM":
			return "GBR", nil
		}
		return "", ent.Errorf(ent.Invalid, "no State %q", s)
	},
}

func docs() []Doc {
	return []Doc{
		{Kind: Instrument, ID: "NATO-SOFA", Title: "Agreement on the status of their forces", Names: []string{"NATO-SOFA", "SOFA"}, Language: "en", Instrument: "NATO-SOFA", Parties: []ent.StateCode{"FIN", "GBR"}, Text: "Metropolitan territory of each party."},
		{Kind: Provision, ID: "NATO-SOFA/VII(5)", Title: "NATO-SOFA VII(5)", Article: "VII(5)", Language: "en", Instrument: "NATO-SOFA", Parties: []ent.StateCode{"FIN", "GBR"}, Text: "An accused over whom the host has jurisdiction stays in the custody of the sending State until charged."},
		{Kind: Provision, ID: "NATO-SOFA/VIII", Title: "NATO-SOFA VIII", Article: "VIII", Language: "en", Instrument: "NATO-SOFA", Parties: []ent.StateCode{"FIN", "GBR"}, Text: "Claims between the parties are waived. Internal claims are settled by the host."},
		{Kind: Provision, ID: "X/2", Title: "X 2", Article: "2", Language: "fr", Instrument: "X", Parties: []ent.StateCode{"FIN"}, Text: "Les autorités de l’État d’accueil exercent leur juridiction sur les forces étrangères; décisions internationales."},
		{Kind: Provision, ID: "X/3", Title: "X 3", Article: "3", Language: "ja", Instrument: "X", Text: "合衆国軍隊の地位に関する協定。"},
		{Kind: Act, ID: "X/FIN", Title: "FIN: reservation to X", Language: "en", Instrument: "X", Parties: []ent.StateCode{"FIN"}, Classified: "SECRET", Text: "Finland reserves custody for itself, and its defence authorities."},
		{Kind: Duty, ID: "D-1", Title: "Notify", Language: "en", Text: "Notify the International Organisation of the offences committed in custody."},
	}
}

func indexOf(t *testing.T) Index {
	t.Helper()
	m := NewMemory()
	if err := m.Put(context.Background(), Place{Seq: -1}, Place{Seq: 0, Version: Version}, Group{"all", docs()}); err != nil {
		t.Fatal(err)
	}
	return m
}

func ids(p Page) string {
	var out []string
	for _, h := range p.Hits {
		out = append(out, h.ID)
	}
	return strings.Join(out, " ")
}

// What each query finds, the best first.
func TestFind(t *testing.T) {
	x := indexOf(t)
	secret, err := UpTo("secret")
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range map[string]string{
		"custody":                             "D-1 NATO-SOFA/VII(5)",
		"CUSTODIES":                           "D-1 NATO-SOFA/VII(5)",
		"in custody":                          "D-1 NATO-SOFA/VII(5)",
		`"in custody"`:                        "D-1",
		`"the custody of the sending"`:        "NATO-SOFA/VII(5)",
		`"custody the"`:                       "",
		"nato-sofa kind:instrument":           "NATO-SOFA",
		"SOFA":                                "NATO-SOFA NATO-SOFA/VII(5) NATO-SOFA/VIII",
		"VII(5)":                              "NATO-SOFA/VII(5)",
		"claim -internal":                     "",
		"claim":                               "NATO-SOFA/VIII",
		"internal":                            "NATO-SOFA/VIII",
		"international":                       "D-1 X/2",
		"internationale":                      "D-1 X/2",
		"internat*":                           "D-1 X/2",
		"claims OR organization":              "NATO-SOFA/VIII D-1",
		"(claims OR custody) host":            "NATO-SOFA/VIII NATO-SOFA/VII(5)",
		"-custody kind:duty":                  "",
		"party:FIN -kind:instrument -custody": "NATO-SOFA/VIII X/2",
		"party:finland party:GBR claims":      "NATO-SOFA/VIII",
		"juridictions":                        "X/2",
		"autorite*":                           "X/2",
		"AUTORITÉS":                           "X/2",
		"l'état":                              "X/2",
		"地位協定":                                "",
		"地位":                                  "X/3",
		"language:ja":                         "X/3",
		"class:SECRET":                        "",
		"offense":                             "D-1",
		"the":                                 "NATO-SOFA NATO-SOFA/VII(5) D-1 NATO-SOFA/VIII",
		"state's":                             "NATO-SOFA/VII(5)",
		"zebra":                               "",
	} {
		terms, err := Parse(q, names)
		if err != nil {
			t.Errorf("%s: %v", q, err)
			continue
		}
		p, err := x.Find(context.Background(), Query{Terms: terms})
		if err != nil {
			t.Fatal(err)
		}
		if ids(p) != want || p.Total != len(p.Hits) {
			t.Errorf("%s: %d, %q, want %q", q, p.Total, ids(p), want)
		}
	}
	for q, want := range map[string]string{"custody": "NATO-SOFA/VII(5) D-1 X/FIN", "class:secret": "X/FIN", "defense": "X/FIN"} {
		terms, err := Parse(q, names)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := x.Find(context.Background(), Query{Terms: terms, Sees: secret}); err != nil || strings.Count(ids(p), " ") != strings.Count(want, " ") || !strings.Contains(ids(p), "X/FIN") {
			t.Errorf("%s, cleared: %q, %v", q, ids(p), err)
		}
	}
}

// Each fault is told with its place and the nearest word.
func TestFaults(t *testing.T) {
	for q, want := range map[string]string{
		"":                      "is empty",
		"§ - …":                 "is empty",
		"custody partyy:FIN":    `at character 9 of the query: no filter "partyy:" (nearest: "party")`,
		"é kind:provison":       `at character 8 of the query: kind: "provison" is none of instrument, provision, act, norm, duty (nearest: "provision")`,
		"party:Atlantis":        `at character 7 of the query: party: no State "Atlantis"`,
		`party:"United Kingdo"`: `no State "United Kingdo"`,
		"party:":                "at character 7 of the query: say which",
		`"status of`:            "at character 1 of the query: the quotation mark is not closed",
		"a (custody":            "at character 3 of the query: the bracket is not closed",
		"custody)":              "at character 8 of the query: a bracket is closed",
		"OR custody":            "at character 1 of the query: OR stands between",
		"custody OR":            "at character 9 of the query: OR stands between",
		"custody OR OR x":       "at character 12 of the query: OR stands between",
		"custody OR §":          "nothing to look for after OR",
		"--x":                   "at character 1 of the query: a minus",
		"cust*ody":              "at character 5 of the query: an asterisk stands at the end",
		"c*":                    "at least two letters",
		"in-force:2024-02-30":   "at character 10 of the query: in-force: the day 2024-02-30 does not exist",
		"in-force:2024-02-01 -in-force:2024-02-01": "at character 22 of the query: in-force: speaks for the whole",
		"in-force:2024-02-01 in-force:2024-02-01":  "stands twice",
		"custody (in-force:2024-01-01 x)":          "speaks for the whole",
		"x OR in-force:2024-01-01":                 "speaks for the whole",
		strings.Repeat("(", 20) + "x":              "brackets in each other",
		strings.Repeat("x ", 60):                   "more than 50 words",
		strings.Repeat("x", 2000):                  "at most 1000 bytes",
		"\xff":                                     "not UTF-8",
	} {
		_, err := Parse(q, names)
		if !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", q, err, want)
		}
	}
}

// Marks and passages are of the original text.
func TestPassages(t *testing.T) {
	x := indexOf(t)
	for q, want := range map[string][]string{
		"juridictions autorites": {"autorités", "juridiction"},
		`"the host" claim`:       {"Claims", "claims", "the host"},
		"地位":                     {"地位"},
		"état":                   {"État"},
	} {
		terms, err := Parse(q, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := x.Find(context.Background(), Query{Terms: terms})
		if err != nil || len(p.Hits) != 1 {
			t.Fatalf("%s: %+v, %v", q, p, err)
		}
		var got []string
		for _, s := range p.Hits[0].Passages {
			if p.Hits[0].Text[s.At:s.At+len(s.Text)] != s.Text {
				t.Errorf("%s: the passage is not of the text", q)
			}
			for _, m := range s.Marks {
				got = append(got, s.Text[m.From:m.Until])
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %q, want %q", q, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"The State’s forces; l’État, VII(5)(b) — 155mm":  "the state forces l etat vii 5 b 155mm",
		"Ærø straße ŁÓDŹ İstanbul naïve co\u00adoperate": "aero strasse lodz istanbul naive cooperate",
		"地位協定 SOFA協定":                                    "地 位 協 定 sofa 協 定",
		"ﬁre ＮＡＴＯ Ⅶ":                                     "fire nato vii",
		"\xff\xfe a\x00b":                                "a b",
		"":                                               "",
	} {
		var got []string
		for _, w := range lexeme.Words(text) {
			got = append(got, w.Exact)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}

// A long text is cut into parts, none of which holds more than the engines keep, and of
// which nothing is lost.
func TestLongTextsAreCut(t *testing.T) {
	text := strings.Repeat("data data of the State are kept for the other State ", 1000) + "end"
	var a Analyst
	es, err := a.Entries(&Group{"g", []Doc{{Kind: Provision, ID: "1", Title: "data", Language: "en", Text: text}}})
	if err != nil {
		t.Fatal(err)
	}
	whole := ""
	for i, e := range es {
		whole += e.Doc.Text
		times := map[string]int{}
		for _, w := range e.Sequence {
			times[w]++
		}
		delete(times, Gap)
		for w, n := range times {
			if n > 255 {
				t.Errorf("part %d holds %q %d times", i+1, w, n)
			}
		}
		if e.Doc.Part != i+1 || len(e.Sequence) > partWords+headWords+10 {
			t.Errorf("part %d has %d words", e.Doc.Part, len(e.Sequence))
		}
	}
	if diff := cmp.Diff(text, whole); diff != "" || len(es) < 5 {
		t.Errorf("%d parts: %s", len(es), diff)
	}
}

func TestPostings(t *testing.T) {
	ps := []Posting{{4096, 1}, {4097, 255}, {4300, 7}, {8191, 9}}
	data, err := Change(1, Encode(1, ps), []Posting{{4097, 0}, {4098, 3}, {4300, 8}})
	if err != nil {
		t.Fatal(err)
	}
	var got []Posting
	if err := Decode(1, data, func(d uint32, i uint8) { got = append(got, Posting{d, i}) }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Posting{{4096, 1}, {4098, 3}, {4300, 8}, {8191, 9}}, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"\x05", "\x80", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", "\xff\xff\x7f\x01"} {
		if err := Decode(0, []byte(bad), func(uint32, uint8) {}); err == nil {
			t.Errorf("%q was read", bad)
		}
	}
}

// The best are those of the highest scores, whatever the order they come in.
func TestBest(t *testing.T) {
	r := &Ranking{Found: &Set{}}
	scores := []float64{1, 5, 3, 3, 9, 3, 0, 3}
	for i := range scores {
		r.Found.Add(uint32(i))
	}
	for n, want := range map[int]int{1: 1, 2: 2, 3: 6, 4: 6, 6: 6, 7: 7, 8: 8, 20: 8} {
		if got := r.best(scores, n, 100); len(got) != want {
			t.Errorf("the best %d: %v", n, got)
		}
	}
	if got := r.best(scores, 3, 1); len(got) != 4 {
		t.Errorf("ties: %v", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`custody OR "status of forces" -x*`, `party:"United Kingdom" (a OR b) in-force:2024-06-01`, "地位 l'état VII(5)(b) -(", "é:x a* ٠١", "ǅ İ ß"} {
		f.Add(s)
	}
	x := NewMemory()
	if err := x.Put(context.Background(), Place{Seq: -1}, Place{Version: Version}, Group{"all", docs()}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		terms, err := Parse(s, names)
		if err != nil {
			if !errors.Is(err, ent.ErrInvalid) {
				t.Fatalf("%q: %v", s, err)
			}
			return
		}
		p, err := x.Find(context.Background(), Query{Terms: terms, Standing: func(ent.InstrumentID) Standing { return InForce }})
		if err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		for _, h := range p.Hits {
			for _, m := range h.Marks {
				_ = h.Title[m.From:m.Until]
			}
		}
	})
}

// A text that holds exactly a word of a text is found by it, in every language; words
// are cut where they stand.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"The State’s forces", "Ærø straße İ", "地位協定", "विधि ไทย", "\u0345a", "ΟΔΟΣ ǅ"} {
		f.Add(s, "en")
	}
	f.Add("décisions", "fr")
	f.Add("Übereinkünfte", "de")
	f.Fuzz(func(t *testing.T, s, language string) {
		var a Analyst
		es, err := a.Entries(&Group{"g", []Doc{{Kind: Provision, ID: "1", Text: s, Language: language}}})
		if err != nil {
			t.Fatal(err)
		}
		last := 0
		for _, w := range lexeme.Words(s) {
			if w.From < last || w.Until <= w.From || w.Until > len(s) {
				t.Fatalf("%q: %+v", s, w)
			}
			last = w.Until
			for _, token := range (&term{op: opWord, words: []lexeme.Word{w}}).tokens([]string{lexeme.Primary(language)}) {
				if strings.ContainsAny(token, " '\\\"|") || token == "" {
					t.Fatalf("%q: the token %q", s, token)
				}
			}
		}
		for _, e := range es {
			for _, token := range append(e.Sequence, e.Bag...) {
				if token != Gap && strings.ContainsAny(token, " '\\\"|\x00") || token == "" {
					t.Fatalf("%q: the token %q", s, token)
				}
			}
		}
	})
}
