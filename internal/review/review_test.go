package review_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/app"
	"entente/internal/law"
	"entente/internal/law/finding"
	"entente/internal/law/treaty"
	"entente/internal/matter"
	"entente/internal/review"
)

// office is an institution with the example agreement on record.
type office struct {
	*testing.T
	*app.App
	ctx context.Context
}

const example ent.InstrumentID = "FIN-JPN-ACSA"

func opened(t *testing.T) *office {
	t.Helper()
	ctx := context.Background()
	a, err := app.Open(ctx, app.Config{Store: "sqlite:" + filepath.Join(t.TempDir(), "s.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	o := &office{t, a, ctx}
	text, err := os.ReadFile("testdata/agreement.md")
	if err != nil {
		t.Fatal(err)
	}
	k, _, err := a.Reviews.Take(ctx, "officer", review.Particulars{ID: example, InForce: ent.NewDate(2024, 3, 1)}, "agreement.md", text)
	if err != nil {
		t.Fatal(err)
	}
	if k.ID != "FIN-JPN-ACSA/text/final/en" || k.Day != ent.NewDate(2024, 1, 15) {
		t.Errorf("the text stands as %s of %s", k.ID, k.Day)
	}
	acts, err := a.Register.Acts(ctx, example, time.Time{})
	if err != nil || len(acts) != 4 {
		t.Fatalf("%d acts, %v", len(acts), err)
	}
	for _, x := range acts {
		if x.Source == "" || x.Confidence == "" {
			t.Errorf("an act without a source: %+v", x)
		}
	}
	return o
}

func (o *office) law() *law.Library {
	o.Helper()
	lib, err := o.Library(o.ctx, time.Time{})
	if err != nil {
		o.Fatal(err)
	}
	return lib
}

func (o *office) open() *review.Opened {
	o.Helper()
	x, err := o.Reviews.Open(o.ctx, example, "", time.Time{})
	if err != nil {
		o.Fatal(err)
	}
	return x
}

func (o *office) decide(d ...review.Decision) {
	o.Helper()
	if err := o.Reviews.Decide(o.ctx, "officer", o.law(), o.open(), d...); err != nil {
		o.Fatal(err)
	}
}

// find returns the number of the proposal of an article.
func (o *office) find(article string) string {
	o.Helper()
	for _, it := range o.open().Items {
		if it.Article == article {
			return it.ID
		}
	}
	o.Fatalf("no proposal of article %s", article)
	return ""
}

func (o *office) assess() *finding.Finding {
	o.Helper()
	lib := o.law()
	m, err := matter.Read(lib, "m.yaml", []byte("matter: fuel for a ship\nkind: logistics\non: 2024-06-01\nparticipants:\n- {state: FIN, role: supplier}\n- {state: JPN, role: recipient}\n"), ent.NewDate(2024, 6, 1))
	if err != nil {
		o.Fatal(err)
	}
	f, err := finding.Assess(lib, m)
	if err != nil {
		o.Fatal(err)
	}
	return f
}

func TestAcceptedBecomesLawAndDuty(t *testing.T) {
	o := opened(t)
	if s := o.law().Treaties.Standing("JPN", example, ent.NewDate(2024, 6, 1)); s != treaty.Party {
		t.Fatalf("Japan is %v", s)
	}
	o.decide(
		review.Decision{Proposal: o.find("4(1)"), Effect: review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"recipient"}, Between: []string{"supplier", "recipient"}, To: "the supplying Party", Due: "day + 60 days"},
			Task: review.Task{Track: true, Owner: "logistics-desk", State: "JPN", Start: ent.NewDate(2024, 6, 1)}},
		review.Decision{Proposal: o.find("3(1)"), Effect: review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"recipient"}, Between: []string{"supplier", "recipient"}}},
		review.Decision{Proposal: o.find("6"), Reject: true, Why: "only says how disputes are settled"},
	)
	f := o.assess()
	var due ent.Date
	for _, d := range f.Duties {
		if strings.Contains(d.Duty, "pay for the supplies") {
			due = d.Due
		}
	}
	if due != ent.NewDate(2024, 7, 31) {
		t.Errorf("the finding has the duty to pay by %s: %+v", due, f.Duties)
	}
	if f.Outcome == "prohibited" {
		t.Error("a prohibition without a condition in the condition language prohibited every delivery")
	}
	care := false
	for _, c := range f.Conditions {
		care = care || strings.Contains(c.Text, "third party")
	}
	if !care {
		t.Errorf("the prohibition of transfer asks for nothing: %+v", f.Conditions)
	}
	items, err := o.Duties.List(o.ctx, ent.NewDate(2024, 6, 2))
	if err != nil || len(items) != 1 || items[0].End != ent.NewDate(2024, 7, 31) || items[0].Bearer != "JPN" || items[0].Source != "4(1)" {
		t.Errorf("the list of duties: %+v, %v", items, err)
	}
	x := o.open()
	if x.Open != len(x.Items)-3 {
		t.Errorf("%d of %d are open", x.Open, len(x.Items))
	}
}

func TestReviewedAgainAndUndone(t *testing.T) {
	o := opened(t)
	pay := o.find("4(1)")
	effect := review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"recipient"}, Between: []string{"supplier", "recipient"}}
	o.decide(review.Decision{Proposal: pay, Effect: effect, Task: review.Task{Track: true, Start: ent.NewDate(2024, 6, 1)}})
	o.decide(review.Decision{Proposal: pay, Sentence: "The receiving Party pays within 90 days.", Effect: effect})
	it, err := o.open().Find(pay)
	if err != nil || it.Review == nil || it.Review.Verdict != review.Changed || it.Review.Norm != "FIN-JPN-ACSA-4-1" {
		t.Fatalf("reviewed again: %+v, %v", it, err)
	}
	if n := o.law().Book.Norm("FIN-JPN-ACSA-4-1"); n == nil || !strings.Contains(n.Title, "90 days") {
		t.Error("the norm is not that of the second review")
	}
	if items, err := o.Duties.List(o.ctx, ent.NewDate(2024, 6, 2)); err != nil || len(items) != 0 {
		t.Errorf("the duty of the first review still stands: %+v, %v", items, err)
	}
	if err := o.Reviews.Undo(o.ctx, "officer", o.open(), pay, ""); ent.KindOf(err) != ent.Invalid {
		t.Errorf("taken back without a reason: %v", err)
	}
	if err := o.Reviews.Undo(o.ctx, "officer", o.open(), pay, "read too quickly"); err != nil {
		t.Fatal(err)
	}
	if x := o.open(); x.Open != len(x.Items) || o.law().Book.Norm("FIN-JPN-ACSA-4-1") != nil {
		t.Error("what was taken back still counts")
	}
	o.decide(review.Decision{Proposal: pay, Effect: effect})
	if o.law().Book.Norm("FIN-JPN-ACSA-4-1") == nil {
		t.Error("what was taken back cannot be accepted again")
	}
}

func TestRefusedLeavesNothing(t *testing.T) {
	o := opened(t)
	pay := o.find("4(1)")
	before, err := o.Store.Size(o.ctx)
	if err != nil {
		t.Fatal(err)
	}
	for name, d := range map[string]review.Decision{
		"no such proposal":     {Proposal: "99"},
		"no reason":            {Proposal: pay, Reject: true},
		"unknown kind":         {Proposal: pay, Effect: review.Effect{Kinds: []string{"logistic"}, Bearer: []string{"recipient"}}},
		"unknown role":         {Proposal: pay, Effect: review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"receiver"}}},
		"no bearer":            {Proposal: pay, Effect: review.Effect{Kinds: []string{"logistics"}}},
		"condition":            {Proposal: pay, Effect: review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"recipient"}, When: "logistics.paid"}},
		"clock":                {Proposal: pay, Effect: review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"recipient"}, Due: "soon"}},
		"one role between":     {Proposal: pay, Effect: review.Effect{Kinds: []string{"logistics"}, Bearer: []string{"recipient"}, Between: []string{"supplier"}}},
		"no term":              {Proposal: o.find("6"), Task: review.Task{Track: true, Start: ent.NewDate(2024, 6, 1)}},
		"day and clock":        {Proposal: pay, Task: review.Task{Track: true, Day: ent.NewDate(2024, 6, 1), Start: ent.NewDate(2024, 6, 1)}},
		"a norm of the corpus": {Proposal: pay, Effect: review.Effect{ID: "UNC-2-4", Kinds: []string{"logistics"}, Bearer: []string{"recipient"}}},
	} {
		good := review.Decision{Proposal: o.find("5")}
		if err := o.Reviews.Decide(o.ctx, "officer", o.law(), o.open(), good, d); err == nil {
			t.Errorf("%s: taken", name)
		} else if k := ent.KindOf(err); k != ent.Invalid && k != ent.NotFound && k != ent.Conflict {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after, err := o.Store.Size(o.ctx); err != nil || after != before {
		t.Errorf("%d entries before, %d after, %v", before, after, err)
	}
}

// A later version of the text keeps the reviews of the sentences that it repeats.
func TestLaterVersionKeepsReviews(t *testing.T) {
	o := opened(t)
	o.decide(review.Decision{Proposal: o.find("4(1)")}, review.Decision{Proposal: o.find("5")})
	text, err := os.ReadFile("testdata/agreement.md")
	if err != nil {
		t.Fatal(err)
	}
	first := o.open()
	later := strings.Replace(string(text), "within 60 days", "within 45 days", 1)
	k := first.Text
	k.Version, k.Name = "final-2", "agreement-2.md"
	kept, err := o.Register.AddText(o.ctx, "officer", k, []byte(later), "")
	if err != nil {
		t.Fatal(err)
	}
	x, err := o.Reviews.Open(o.ctx, example, kept.ID, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if x.Open != len(x.Items)-1 || len(x.Stray) != 1 || x.Stray[0].Proposed.Article != "4(1)" {
		t.Errorf("%d of %d open, stray: %+v", x.Open, len(x.Items), x.Stray)
	}
}

func TestTakeNeedsWhatTheTextDoesNotTell(t *testing.T) {
	o := opened(t)
	for name, c := range map[string]struct {
		p    review.Particulars
		text string
		want string
	}{
		"no id":      {review.Particulars{}, "# Agreement between Finland and Japan\n\nArticle 1\n\nThe Parties shall consult.\n", "give the agreement an id"},
		"no parties": {review.Particulars{ID: "X-1", Title: "Rules"}, "# Rules\n\nArticle 1\n\nMembers shall consult.\n", "who its parties are"},
		"empty":      {review.Particulars{ID: "X-1"}, "", "empty"},
		"taken id":   {review.Particulars{ID: example}, "# Agreement between Finland and Japan\n\nArticle 1\n\nThe Parties shall consult.\n", ""},
	} {
		if _, _, err := o.Reviews.Take(o.ctx, "officer", c.p, "a.md", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The provision worded most alike is found in another text, and never in the same instrument.
func TestNearest(t *testing.T) {
	o := opened(t)
	text, err := os.ReadFile("testdata/agreement.md")
	if err != nil {
		t.Fatal(err)
	}
	other := strings.ReplaceAll(strings.ReplaceAll(string(text), "Japan", "Sweden"), "within 60 days", "within 45 days")
	if _, _, err := o.Reviews.Take(o.ctx, "officer", review.Particulars{ID: "FIN-SWE-ACSA"}, "other.md", []byte(other)); err != nil {
		t.Fatal(err)
	}
	list, err := o.Reviews.Nearest(o.ctx, o.law(), o.open(), "en", "4", 3, time.Time{})
	if err != nil || len(list) == 0 || list[0].Instrument != "FIN-SWE-ACSA" || list[0].Article != "4" || list[0].Score < 0.8 {
		t.Fatalf("%+v, %v", list, err)
	}
	changed := ""
	for _, e := range list[0].Redline {
		if e.Op != "same" {
			changed += strings.TrimSpace(e.Text) + " "
		}
	}
	if changed != "45 60 " {
		t.Errorf("the redline shows %q", changed)
	}
	for _, l := range list {
		if l.Instrument == example {
			t.Error("a provision is like itself")
		}
	}
	if _, err := o.Reviews.Nearest(o.ctx, o.law(), o.open(), "en", "99", 3, time.Time{}); ent.KindOf(err) != ent.NotFound {
		t.Errorf("article 99: %v", err)
	}
}
