package memorandum_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"entente/corpus"

	ent "entente"
	"entente/internal/cases"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/law/proof"
	"entente/internal/matter"
	"entente/internal/memorandum"
	"entente/internal/paper/papertest"
)

var made = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func library(t testing.TB) *law.Library {
	t.Helper()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return lib
}

func write(t testing.TB, m *memorandum.Memo) []byte {
	t.Helper()
	b, err := memorandum.PDF(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// without leaves out what a line break may change, and the footnotes' numbers, which stand
// in the text.
func without(s string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '\u00A0' || r == '\n' || '0' <= r && r <= '9' {
			return -1
		}
		return r
	}, s)
}

// Worked cases, one of each kind of matter: the memorandum has the outcome for everybody,
// each norm that takes effect, each condition, duty and question.
func TestWholeFinding(t *testing.T) {
	lib := library(t)
	all, err := cases.Read(os.DirFS("../../corpus/cases"), ".")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range all {
		text, err := yaml.Marshal(&c.Matter)
		if c.Run != "assess" || c.Exit != 0 || err != nil {
			continue
		}
		m, err := matter.Read(lib, c.ID, text, ent.NewDate(2026, 11, 23))
		if err != nil || seen[m.Kind] {
			continue
		}
		seen[m.Kind] = true
		f, err := finding.Assess(lib, m)
		if err != nil {
			t.Fatal(err)
		}
		r := papertest.Open(t, write(t, &memorandum.Memo{Library: lib, Matter: m, Finding: f, Made: made, Digest: "sha256:abc", Marking: "RESTRICTED"}))
		whole(t, c.ID, without(strings.Join(body(r), " ")), f)
	}
	if len(seen) < 20 {
		t.Errorf("only %d kinds of matter were asked", len(seen))
	}
}

// body returns the pages without head and foot, so that what goes on over a page is whole.
func body(r *papertest.Read) []string {
	out := make([]string, len(r.Pages))
	for _, w := range r.Words {
		if w.YMin > 66 && w.YMax < 775 {
			out[w.Page-1] += w.Text + " "
		}
	}
	return out
}

func whole(t *testing.T, id, text string, f *finding.Finding) {
	t.Helper()
	has := func(what, s string) {
		if !strings.Contains(text, without(s)) {
			t.Errorf("%s: %s is not in the memorandum: %s", id, what, s)
		}
	}
	for _, n := range f.Norms {
		if n.State == law.Met {
			has("norm", n.Title[1:])
		}
	}
	for _, c := range f.Conditions {
		has("condition", c.Text)
	}
	for _, q := range f.Questions {
		has("question", q.Ask)
	}
	for _, q := range f.Presumed {
		has("silence", q.Ask)
	}
	if len(f.Conditions) > 0 && f.Outcome == finding.Conditional {
		has("outcome", "Permitted on conditions.")
	}
	if f.Outcome == finding.Prohibited {
		has("outcome", "Prohibited.")
	}
	if !strings.Contains(text, "Reasoning") || !strings.Contains(text, without(f.Corpus)) {
		t.Errorf("%s: no reasons, or no hash of the law", id)
	}
}

func example(t testing.TB, lib *law.Library) (*law.Matter, *finding.Finding) {
	t.Helper()
	text, err := os.ReadFile("../../docs/tour/1-offence.yaml")
	if err != nil {
		t.Fatal(err)
	}
	m, err := matter.Read(lib, "m", text, 1)
	if err != nil {
		t.Fatal(err)
	}
	f, err := finding.Assess(lib, m)
	if err != nil {
		t.Fatal(err)
	}
	return m, f
}

// The head and the record of a memorandum, unsigned and signed; the same bytes each time.
func TestHeadAndRecord(t *testing.T) {
	lib := library(t)
	m, f := example(t, lib)
	memo := memorandum.Memo{Library: lib, Matter: m, Finding: f, To: "Head of Legal Affairs", From: "Treaty Section", Marking: "SECRET//REL TO GBR, POL", Made: made, Digest: "sha256:abc"}
	r := papertest.Open(t, write(t, &memo))
	first, last := r.Pages[0], strings.Join(r.Pages[len(r.Pages)-2:], " ")
	for _, want := range []string{"To Head of Legal Affairs", "From Treaty Section", "Date 23 November 2026", "Marking SECRET//REL TO GBR, POL", "Law as of 1 June 2024", "Subject British soldier", "in Poland"} {
		if !strings.Contains(first, want) {
			t.Errorf("%q is not on the first page: %s", want, first)
		}
	}
	if !strings.Contains(strings.Join(r.Pages, " "), "Poland has the primary right to exercise jurisdiction. Jurisdiction is concurrent with that of United Kingdom.") {
		t.Error("the answer does not tell who has jurisdiction")
	}
	if !strings.Contains(last, "it was asked and not put on record") || !strings.Contains(last, "Signature") {
		t.Error(last)
	}
	memo.Record = &memorandum.Record{ID: "F-X", Drafter: "drafter.one", Signer: "signer.two", Signed: m.On, Entry: 7, Leaf: "00ff", Log: "example.org/log"}
	a := write(t, &memo)
	last = strings.Join(papertest.Open(t, a).Pages, " ")
	for _, want := range []string{"F-X", "7, example.org/log", "sha256:00ff", "Drafted by drafter.one", "Signed by signer.two, 1 June 2024"} {
		if !strings.Contains(last, want) {
			t.Errorf("%q is not told of the record", want)
		}
	}
	if strings.Contains(last, "Name and office") {
		t.Error("a signed finding has a place to sign")
	}
	if !bytes.Equal(a, write(t, &memo)) {
		t.Error("the bytes differ")
	}
}

// odd is text that nobody should write: without blanks, from the right, with control characters.
var odd = []string{strings.Repeat("Donaudampfschifffahrtsgesellschaft", 20), "اتفاق (1) بين 2024 abc", "הסכם (א) 5(2)", "a\x00b\u202Ec\x1b[31m", "日本国 \U0001F600", ")) (Tj) \\ ET >> endobj", "\n\n\n", "", "\xff\xfe"}

// A finding with hundreds of norms and odd words throughout is set, within its pages.
func TestLargeAndOdd(t *testing.T) {
	lib := library(t)
	m, _ := example(t, lib)
	f := &finding.Finding{Matter: "x", Outcome: "undetermined", Corpus: odd[0]}
	root := proof.New(proof.Finding, "x", "", "")
	node := proof.New(proof.Finding, "GBR (sending)", "permitted", "")
	for i := range 300 {
		s := odd[i%len(odd)]
		state := []law.State{law.Met, law.NotMet, law.Unknown, law.Displaced}[i%4]
		f.Norms = append(f.Norms, finding.NormResult{Norm: ent.NormID(fmt.Sprint("N-", i)), Title: s, Instrument: ent.InstrumentID(s), Article: s, Bearer: ent.StateCode(s), State: state, Through: "NATO-SOFA", Disputed: i%5 == 0, Cites: []string{s}})
		f.Conditions = append(f.Conditions, finding.ConditionResult{Bearer: "GBR", Text: s, Norm: "SOFA-7-5"})
		f.Duties = append(f.Duties, finding.DutyResult{Bearer: "POL", Duty: s, To: s, DueText: s, State: s, Norm: "X"})
		f.Questions = append(f.Questions, finding.Question{Fact: s, Ask: s})
		f.NotApplicable = append(f.NotApplicable, finding.NotApplicable{Instrument: "NPT", Why: s})
		n := proof.New(proof.Norm, "N – "+s, string(state), s)
		deep := n
		for range i {
			d := proof.New(proof.Logic, s+" and "+s, "no", s)
			deep.Under, deep = []*proof.Node{d}, d
		}
		node.Under = append(node.Under, n)
	}
	root.Under = append(root.Under, node)
	f.Proof = root
	m.Title = strings.Join(odd, " ")
	r := papertest.Open(t, write(t, &memorandum.Memo{Library: lib, Matter: m, Finding: f, To: odd[3], From: odd[1], Made: made, Digest: odd[0]}))
	for _, w := range r.Words {
		if w.XMin < 0 || w.XMax > 596 || w.YMin < 0 || w.YMax > 842 {
			t.Fatalf("%q lies outside page %d: %+v", w.Text, w.Page, w)
		}
	}
	if n := len(r.Pages); n < 50 {
		t.Errorf("%d pages", n)
	}
}
