package treatymaking_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"entente/corpus"

	ent "entente"
	"entente/internal/law"
	"entente/internal/law/treaty"
	"entente/internal/record"
	"entente/internal/register"
	"entente/internal/storage"
	"entente/internal/treatymaking"
)

const id = "FIN-JPN-ACSA"

type desk struct {
	*testing.T
	ctx      context.Context
	desk     *treatymaking.Desk
	register *register.Register
	store    record.Store
	lib      *law.Library
}

func opened(t *testing.T, change func(*treatymaking.Case)) *desk {
	t.Helper()
	ctx := context.Background()
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	text, err := corpus.Files.ReadFile("routes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	routes, err := treatymaking.ReadRoutes(text)
	if err != nil {
		t.Fatal(err)
	}
	s, err := storage.Open(ctx, "sqlite:"+filepath.Join(t.TempDir(), "s.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	r := register.New(s, lib.Treaties)
	d := &desk{t, ctx, treatymaking.New(s, r, lib.Treaties.World(), routes), r, s, lib}
	c := treatymaking.Case{Instrument: id, Title: "Logistic support (an example)", For: "FIN", Parties: []ent.StateCode{"FIN", "JPN"}, Kind: "ACSA",
		Binding: treatymaking.Treaty, Ratification: true, Route: "FIN-94", Languages: []string{"en", "ja"}}
	if change != nil {
		change(&c)
	}
	if err := d.desk.Open(ctx, "drafter", &c); err != nil {
		t.Fatal(err)
	}
	return d
}

func day(s string) ent.Date {
	d, err := ent.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (d *desk) take(by ent.Actor, what treatymaking.Kind, on string, fill func(*treatymaking.Step)) error {
	s := treatymaking.Step{What: what, On: day(on)}
	if fill != nil {
		fill(&s)
	}
	_, err := d.desk.Take(d.ctx, by, id, s)
	return err
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// refused asks that a step is refused as forbidden, with the words in what it lacks.
func (d *desk) refused(err error, words ...string) {
	d.Helper()
	if !errors.Is(err, ent.ErrForbidden) {
		d.Fatalf("%v, want a refusal", err)
	}
	for _, w := range words {
		if !strings.Contains(err.Error(), w) {
			d.Errorf("%q not in %v", w, err)
		}
	}
}

func (d *desk) text(by ent.Actor, version, language string) {
	d.Helper()
	_, err := d.register.AddText(d.ctx, by, register.Text{Instrument: id, Part: "text", Version: version, Language: language, Authentic: true, Name: "t.txt"}, []byte("Article 1 "+language), "mended")
	d.must(err)
}

func (d *desk) library() *law.Library {
	d.Helper()
	all, err := d.register.All(d.ctx, time.Time{})
	d.must(err)
	joined, problems := d.lib.Treaties.With(all...)
	if len(problems) > 0 {
		d.Fatal(problems)
	}
	return d.lib.With(joined, "test")
}

func (d *desk) file() *treatymaking.File {
	d.Helper()
	f, err := d.desk.File(d.ctx, id, time.Time{})
	d.must(err)
	return f
}

func (d *desk) phase(on string) treatymaking.Where {
	d.Helper()
	return d.file().Where(d.library().Treaties, day(on))
}

func (d *desk) scan(on string) *treatymaking.Scan {
	d.Helper()
	s, err := d.file().Run(d.library(), day(on))
	d.must(err)
	d.must(d.take("adviser", treatymaking.Scanned, on, func(x *treatymaking.Step) { x.Scan = s }))
	return s
}

// toInitials takes an agreement to its initialled text, with the adviser's answers.
func (d *desk) toInitials() {
	d.Helper()
	d.must(d.take("minister", treatymaking.Mandate, "2026-01-12", func(s *treatymaking.Step) { s.Text = "decision 3" }))
	d.text("drafter", "final", "en")
	d.text("drafter", "final", "ja")
	d.must(d.desk.Revise(d.ctx, "adviser", id, "advice 4", func(c *treatymaking.Case) {
		c.Facts = map[string]string{"agreement.conflicts_with_peremptory_norm": "false", "agreement.conflicts_with_charter": "false", "agreement.conflicts_with_earlier": "false", "agreement.conflicts_with_alliance": "false"}
	}))
	d.scan("2026-01-14")
	for _, k := range treatymaking.Desks {
		d.must(d.take(ent.Actor(k), treatymaking.SignOff, "2026-02-01", func(s *treatymaking.Step) { s.Desk, s.Version = k, "final" }))
	}
	d.must(d.take("drafter", treatymaking.Initialled, "2026-02-03", func(s *treatymaking.Step) { s.Version = "final" }))
}

func signs(c ent.StateCode, office string) func(*treatymaking.Step) {
	return func(s *treatymaking.Step) { s.State, s.Office, s.Place = c, office, "Helsinki" }
}

// A treaty goes from an idea to its end, each phase read on its own day, with the law
// engine following every act.
func TestLife(t *testing.T) {
	d := opened(t, nil)
	d.toInitials()
	d.must(d.take("records", treatymaking.FullPowers, "2026-03-05", func(s *treatymaking.Step) {
		s.State, s.Office, s.Issuer, s.Until = "FIN", "other-minister", "foreign-minister", day("2026-03-31")
	}))
	d.must(d.take("records", treatymaking.Signed, "2026-03-10", signs("FIN", "other-minister")))
	d.must(d.take("records", treatymaking.Signed, "2026-03-10", signs("JPN", "foreign-minister")))
	for _, st := range []string{"parliament", "president"} {
		d.must(d.take("records", treatymaking.Approval, "2026-05-05", func(s *treatymaking.Step) { s.Stage = st }))
	}
	d.must(d.take("records", treatymaking.Executed, "2026-05-09", signs("FIN", "head-of-state")))
	d.must(d.take("records", treatymaking.Deposited, "2026-05-20", func(s *treatymaking.Step) { s.State, s.As = "FIN", treaty.Ratified }))
	d.must(d.take("records", treatymaking.Deposited, "2026-06-20", func(s *treatymaking.Step) { s.State, s.As = "JPN", treaty.Ratified }))
	d.must(d.take("records", treatymaking.Declared, "2026-06-25", nil))
	d.must(d.take("records", treatymaking.Notice, "2027-01-01", func(s *treatymaking.Step) { s.State = "JPN" }))
	for on, want := range map[string]treatymaking.Phase{
		"2026-01-11": treatymaking.Idea, "2026-01-12": treatymaking.Mandated, "2026-02-01": treatymaking.Negotiating, "2026-02-03": treatymaking.AtInitials,
		"2026-03-10": treatymaking.AtSignature, "2026-05-05": treatymaking.AtApproval, "2026-05-20": treatymaking.Consented, "2026-06-24": treatymaking.Consented,
		"2026-06-25": treatymaking.InForce, "2026-12-31": treatymaking.InForce, "2027-01-01": treatymaking.NoticeGiven, "2027-12-31": treatymaking.NoticeGiven, "2028-01-01": treatymaking.Ended,
	} {
		if w := d.phase(on); w.Phase != want {
			t.Errorf("%s: %s (%s), want %s", on, w.Phase, w.Why, want)
		}
	}
	w := d.phase("2027-02-01")
	if w.Effect != day("2028-01-01") || !w.Differs || w.Computed != day("2026-06-20") || w.Declared != day("2026-06-25") {
		t.Errorf("notice without article: twelve months (VCLT 56(2)), and the depositary differs: %+v", w)
	}
	d.must(d.take("records", treatymaking.Revoked, "2027-05-01", func(s *treatymaking.Step) { s.State = "JPN" }))
	if w := d.phase("2028-06-01"); w.Phase != treatymaking.InForce {
		t.Errorf("a notice that was revoked before its effect (VCLT 68): %+v", w)
	}
}

// What the law asks before a step is told; practice may be passed over with a reason, which
// stays; what bars it may not.
func TestWhatStepsLack(t *testing.T) {
	d := opened(t, nil)
	d.refused(d.take("negotiator", treatymaking.Round, "2026-01-10", func(s *treatymaking.Step) { s.Text = "x" }), "mandate", "conflict scan")
	d.must(d.take("negotiator", treatymaking.Round, "2026-01-10", func(s *treatymaking.Step) { s.Text, s.Despite = "x", "talks began at short notice" }))
	if f := d.file(); len(f.Steps) != 1 || f.Steps[0].Despite == "" {
		t.Errorf("the reason is not on record: %+v", f.Steps)
	}
	d.text("drafter", "draft-1", "en")
	d.refused(d.take("drafter", treatymaking.SignOff, "2026-01-20", func(s *treatymaking.Step) { s.Desk, s.Version, s.Despite = "legal", "draft-1", "in a hurry" }), "second pair of eyes")
	d.refused(d.take("x", treatymaking.SignOff, "2026-01-20", func(s *treatymaking.Step) { s.Desk, s.Version = "legal", "draft-9" }), "draft-9")
	d.refused(d.take("x", treatymaking.Initialled, "2026-01-20", func(s *treatymaking.Step) { s.Version = "draft-1" }), "text in ja", "VCLT 10, 33", "privacy")
	d.refused(d.take("x", treatymaking.Approval, "2026-01-20", func(s *treatymaking.Step) { s.Stage = "president" }), "the Parliament accepted")
	d.refused(d.take("x", treatymaking.Approval, "2026-01-20", func(s *treatymaking.Step) { s.Stage, s.Despite = "senate", "x" }), "FIN-94", "senate")
	d.refused(d.take("x", treatymaking.Executed, "2026-01-20", signs("FIN", "head-of-state")), "domestic approval", "VCLT 46")
	d.refused(d.take("x", treatymaking.Registered, "2026-01-20", func(s *treatymaking.Step) { s.Number = "I-1" }), "entry into force")
	d.refused(d.take("x", treatymaking.Revoked, "2026-01-20", func(s *treatymaking.Step) { s.State = "JPN" }), "VCLT 68")
	for _, wrong := range []func(*treatymaking.Step){
		func(s *treatymaking.Step) { s.What = "handshake" }, func(s *treatymaking.Step) { s.What, s.On = treatymaking.Mandate, 0 },
		func(s *treatymaking.Step) { s.What, s.Text = treatymaking.Mandate, "" }, func(s *treatymaking.Step) { s.What, s.State, s.Office = treatymaking.Signed, "USA", "head-of-state" },
		func(s *treatymaking.Step) { s.What, s.State, s.Office = treatymaking.Signed, "FIN", "king" },
	} {
		if err := d.take("x", treatymaking.Mandate, "2026-01-20", wrong); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%v, want invalid", err)
		}
	}
	if n := len(d.file().Steps); n != 1 {
		t.Errorf("%d steps on record, want the one", n)
	}
}

// Article 7 of the Vienna Convention: who needs full powers, from whom, until when.
func TestFullPowers(t *testing.T) {
	d := opened(t, nil)
	d.toInitials()
	give := func(office, issuer, on, until, despite string) error {
		return d.take("records", treatymaking.FullPowers, on, func(s *treatymaking.Step) {
			s.State, s.Office, s.Issuer, s.Despite = "JPN", office, issuer, despite
			if until != "" {
				s.Until = day(until)
			}
		})
	}
	sign := func(office, on string) error { return d.take("records", treatymaking.Signed, on, signs("JPN", office)) }
	for _, office := range []string{"other-minister", "head-of-mission", "delegate", "other-official"} {
		d.refused(sign(office, "2026-03-10"), "full powers", "VCLT 7(1), 8")
	}
	d.refused(give("other-minister", "other-minister", "2026-03-01", "", ""), "VCLT 2(1)(c)")
	d.must(give("other-minister", "foreign-minister", "2026-03-01", "2026-03-05", ""))
	d.refused(sign("other-minister", "2026-03-10"), "lapsed on 2026-03-05")
	d.refused(sign("head-of-mission", "2026-03-04"), "head-of-mission")
	d.must(sign("other-minister", "2026-03-05"))
	d.refused(sign("foreign-minister", "2026-03-10"), "signed already")
}

// The law of a peremptory norm bars signature whatever the reason; another prohibition
// can be passed over with one, which stays on record.
func TestConflicts(t *testing.T) {
	d := opened(t, nil)
	d.toInitials()
	answer := func(fact string) {
		d.must(d.desk.Revise(d.ctx, "adviser", id, "advice 5", func(c *treatymaking.Case) { c.Facts = map[string]string{fact: "true"} }))
	}
	answer("agreement.conflicts_with_peremptory_norm")
	if s := d.scan("2026-02-10"); len(s.Matters[0].Against) == 0 {
		t.Fatalf("the scan found nothing: %+v", s)
	}
	err := d.take("x", treatymaking.Signed, "2026-03-10", func(s *treatymaking.Step) {
		signs("FIN", "foreign-minister")(s)
		s.Despite = "ordered"
	})
	d.refused(err, "peremptory", "JC-VOID")
	if f := d.file(); f.Facts["agreement.conflicts_with_peremptory_norm"] != "true" {
		t.Errorf("facts %v", f.Facts)
	}
}

// A step put on record in error is withdrawn together with the act that it recorded.
func TestWithdrawnStep(t *testing.T) {
	d := opened(t, func(c *treatymaking.Case) { c.Ratification, c.Route = false, "" })
	d.must(d.take("x", treatymaking.Signed, "2026-03-10", signs("JPN", "head-of-state")))
	d.must(d.take("x", treatymaking.Signed, "2026-03-10", func(s *treatymaking.Step) {
		signs("FIN", "foreign-minister")(s)
		s.Despite = "talks at a summit"
	}))
	if w := d.phase("2026-03-10"); w.Phase != treatymaking.InForce {
		t.Fatalf("definitive signatures of both: %+v", w)
	}
	f := d.file()
	if err := d.desk.Withdraw(d.ctx, "x", f.Steps[0].ID, " "); !errors.Is(err, ent.ErrInvalid) {
		t.Errorf("withdrawn without a reason: %v", err)
	}
	d.must(d.desk.Withdraw(d.ctx, "x", f.Steps[0].ID, "was only initialled"))
	if w := d.phase("2026-03-10"); w.Phase == treatymaking.InForce {
		t.Errorf("still in force: %+v", w)
	}
	d.must(d.take("x", treatymaking.Signed, "2026-03-12", signs("JPN", "head-of-state")))
	if ids := d.file().Steps; ids[len(ids)-1].ID == f.Steps[0].ID {
		t.Error("the id of a withdrawn step was given out again")
	}
}

// Two people who take the next step at once are put on record one after the other, or one
// of them is told to look again; no step is lost or written over.
func TestStepsAtOnce(t *testing.T) {
	d := opened(t, nil)
	var wg sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		wg.Go(func() {
			errs[i] = d.take("x", treatymaking.Mandate, "2026-01-12", func(s *treatymaking.Step) { s.Text = "decision" })
		})
	}
	wg.Wait()
	taken := 0
	for _, err := range errs {
		switch {
		case err == nil:
			taken++
		case !errors.Is(err, ent.ErrConflict):
			t.Error(err)
		}
	}
	if n := len(d.file().Steps); n != taken || taken == 0 {
		t.Errorf("%d steps on record, %d acknowledged", n, taken)
	}
}

func TestRegistrationPackage(t *testing.T) {
	d := opened(t, nil)
	d.toInitials()
	early := d.file().Registration(d.library().Treaties, day("2026-02-04"))
	for _, want := range []string{"entry into force", "day of signature", "how FIN consented", "place"} {
		if !slices.ContainsFunc(early.Missing, func(m string) bool { return strings.Contains(m, want) }) {
			t.Errorf("%q is not among what is missing: %q", want, early.Missing)
		}
	}
	d.must(d.take("x", treatymaking.Signed, "2026-03-10", signs("FIN", "foreign-minister")))
	d.must(d.take("x", treatymaking.Signed, "2026-03-10", signs("JPN", "foreign-minister")))
	for _, c := range []ent.StateCode{"FIN", "JPN"} {
		d.must(d.take("x", treatymaking.Deposited, "2026-05-20", func(s *treatymaking.Step) { s.State, s.As, s.Despite = c, treaty.Accepted, "example" }))
	}
	in, err := d.register.Instrument(d.ctx, id, time.Time{})
	d.must(err)
	in.EntryIntoForce.Article = "12"
	d.must(d.register.Revise(d.ctx, "x", in, "the article"))
	r := d.file().Registration(d.library().Treaties, day("2026-06-01"))
	if len(r.Missing) != 0 || r.Method != "by acceptance, in accordance with article 12" || r.InForce != day("2026-05-20") || len(r.Texts) != 2 {
		t.Fatalf("%+v", r)
	}
	var b bytes.Buffer
	d.must(r.Write(&b, func(t *register.Text) ([]byte, error) { return d.register.File(d.ctx, t) }, func(t *register.Kept) ([]byte, error) { return []byte("copy of " + t.Hash), nil }))
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	d.must(err)
	got := map[string]string{}
	for _, f := range z.File {
		rc, err := f.Open()
		d.must(err)
		text, err := io.ReadAll(rc)
		d.must(err)
		got[f.Name] = string(text)
	}
	if got["texts/text-ja-t.txt"] != "Article 1 ja" || got["certified/text-ja.pdf"] != "copy of "+r.Texts[1].Hash || len(got) != 7 || !strings.Contains(got["transmittal.txt"], "JPN, signed 2026-03-10 by the foreign minister, accepted 2026-05-20") || !strings.Contains(got["certification.txt"], "of which there are none") {
		t.Errorf("%q", got)
	}
}

// What the case records is what the law engine is asked: the duty to register follows.
func TestDutiesFollow(t *testing.T) {
	d := opened(t, func(c *treatymaking.Case) {
		c.For, c.Parties, c.Route, c.Ratification = "GBR", []ent.StateCode{"GBR", "JPN"}, "GBR-CRAG", true
	})
	d.must(d.take("x", treatymaking.Signed, "2026-03-10", func(s *treatymaking.Step) { signs("GBR", "foreign-minister")(s); s.Despite = "example" }))
	d.must(d.take("x", treatymaking.Approval, "2026-04-01", func(s *treatymaking.Step) { s.Stage = "laid" }))
	m, err := d.file().Matter(d.library(), day("2026-04-02"))
	d.must(err)
	for _, name := range []string{"agreement.signed_on", "agreement.laid_before_parliament_on", "agreement.binding", "agreement.signed_by"} {
		if _, ok := m.Facts[name]; !ok {
			t.Errorf("%s does not follow from the case: %v", name, m.Facts)
		}
	}
	if _, ok := m.Facts["agreement.registered_on"]; ok {
		t.Error("what is not on record was stated")
	}
	clocks := d.file().Clocks(day("2026-04-02"))
	if len(clocks) != 1 || clocks[0].Term.String() != "21 UK-SITTING days" || clocks[0].Start != day("2026-04-01") {
		t.Errorf("clocks %+v", clocks)
	}
}

func TestRoutesAreWhole(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	text, err := corpus.Files.ReadFile("routes.yaml")
	if err != nil {
		t.Fatal(err)
	}
	routes, err := treatymaking.ReadRoutes(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range routes {
		if lib.Treaties.World().State(r.State) == nil {
			t.Errorf("%s: no State %s", r.ID, r.State)
		}
	}
	for _, wrong := range []string{"- {id: X}", "- {id: X, state: FIN, title: t, source: s, confidence: known, mandate: {by: b}, stages: [{id: a, text: t, from: z}]}",
		"- {id: X, state: FIN, title: t, source: s, confidence: known, mandate: {by: b}, stages: [{id: a, text: t, term: soon, from: signature}]}", "- {id: X, colour: blue}"} {
		if _, err := treatymaking.ReadRoutes([]byte(wrong)); err == nil {
			t.Errorf("taken: %s", wrong)
		}
	}
}
