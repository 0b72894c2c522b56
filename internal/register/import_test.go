package register_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/internal/curate/collection"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
	"entente/internal/record"
	"entente/internal/register"
)

var ctx = context.Background()

const columns = "id,title,parties,signed,in_force,ended\n"

// reading reads an own list, as the command line does.
func reading(t *testing.T, r *register.Register, text string) register.Reading {
	t.Helper()
	names, err := r.Spellings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	src := sheet.NewSource(fstest.MapFS{"list.csv": {Data: []byte(columns + text)}}, "")
	rows, err := collection.Read("csv", src, []string{"list.csv"}, names)
	if err != nil {
		t.Fatal(err)
	}
	return register.Reading{Format: "csv", File: "list.csv", SHA256: src.Sum(), Files: 1, Rows: rows}
}

func imported(t *testing.T, r *register.Register, text string) *register.Report {
	t.Helper()
	rep, err := r.Import(ctx, "officer", reading(t, r, text), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "M-%d,An agreement,Finland; Japan,2019-01-01,2019-02-01,\n", i)
	}
	return b.String()
}

func ids(t *testing.T, r *register.Register, known time.Time) []string {
	t.Helper()
	all, err := r.All(ctx, known)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, in := range all {
		out = append(out, fmt.Sprintf("%s:%d", in.ID, len(in.Record)))
	}
	return out
}

// A run is on record with what it read, and every version that it brought is found by it.
func TestRunIsOnRecord(t *testing.T) {
	register.SetMaxBatch(t, 40)
	r, _, s := opened(t)
	if err := r.Add(ctx, "other", &treaty.Instrument{ID: "OTHER-1", Title: "By hand", Kind: "treaty", LegalOrder: "international"}); err != nil {
		t.Fatal(err)
	}
	const n = 20 // five versions each: more than one step
	in := reading(t, r, many(n)+"X-1,Waits,Finland; Ruritania,2019-01-01,,\nX-2,,Finland,2019-01-01,,\nNAT,Taken,Finland,2019-01-01,,\n")
	rep, err := r.Import(ctx, "officer", in, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Run != "1" || rep.Taken != n || len(rep.Waiting) != 1 || len(rep.Refused) != 2 {
		t.Fatalf("run %q, %d taken, %v, %v", rep.Run, rep.Taken, rep.Waiting, rep.Refused)
	}
	runs, err := r.Runs(ctx)
	if err != nil || len(runs) != 1 {
		t.Fatal(runs, err)
	}
	run := runs[0]
	if run.By != "officer" || run.Format != "csv" || run.File != "list.csv" || run.SHA256 != in.SHA256 || len(run.SHA256) != 64 || run.Records != n+3 ||
		run.Taken != n || run.Waiting != 1 || run.Refused != 2 || run.State() != "finished" || run.Began.IsZero() {
		t.Errorf("%+v", run)
	}
	mine := map[int64]bool{}
	for _, p := range run.Things {
		for at := p.From; at <= p.To; at++ {
			mine[at] = true
		}
	}
	var brought int
	err = eachVersion(s, func(v *record.Version) error {
		ours := v.By == "officer" && v.Kind != register.KindRun
		if ours != mine[v.Seq] {
			return fmt.Errorf("version %d (%s %s): of the run %v, listed %v", v.Seq, v.Kind, v.ID, ours, mine[v.Seq])
		}
		if ours {
			brought++
		}
		return nil
	})
	if err != nil || brought != 5*n+1 || len(run.Things) < 2 {
		t.Errorf("%d versions in %v, %v", brought, run.Things, err)
	}
}

// changeSome changes M-1 to M-4, each in another way.
func changeSome(t *testing.T, r *register.Register) {
	t.Helper()
	if err := r.Correct(ctx, "judge", "M-1/FIN/signed/2019-01-01", "a slip", false, func(a *treaty.Act) { a.On = ent.NewDate(2019, 1, 2) }); err != nil {
		t.Fatal(err)
	}
	if err := r.Record(ctx, "judge", "M-2", treaty.Act{State: "FIN", Act: treaty.Withdrew, On: ent.NewDate(2024, 1, 1)}); err != nil {
		t.Fatal(err)
	}
	in, err := r.Instrument(ctx, "M-3", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	in.Title = "Another title"
	if err := r.Revise(ctx, "judge", in, "the title was cut"); err != nil {
		t.Fatal(err)
	}
	if err := r.Correct(ctx, "judge", "M-4/FIN/signed/2019-01-01", "not signed", true, func(*treaty.Act) {}); err != nil {
		t.Fatal(err)
	}
}

func lastMoment(t *testing.T, s record.Store) time.Time {
	t.Helper()
	var at time.Time
	if err := eachVersion(s, func(v *record.Version) error { at = v.At; return nil }); err != nil {
		t.Fatal(err)
	}
	return at
}

// An undo takes back what the run brought, keeps what somebody changed, and leaves what
// was known before; the same file can then be imported again.
func TestUndo(t *testing.T) {
	r, _, s := opened(t)
	rep := imported(t, r, many(6)+"X-1,Waits,Finland; Ruritania,2019-01-01,,\n")
	imported(t, r, "L-1,Later,Finland; Japan,2020-01-01,,\n")
	changeSome(t, r)
	if _, err := s.Append(ctx, "judge", record.Change{Kind: "duty", ID: "D-1", Subject: "M-5", Body: []byte("x"), Replaces: record.New}); err != nil {
		t.Fatal(err)
	}
	known := lastMoment(t, s)
	for _, c := range []struct {
		id, reason string
		want       error
	}{{"9", "x", ent.ErrNotFound}, {"", "x", ent.ErrNotFound}, {rep.Run, " ", ent.ErrInvalid}} {
		if _, err := r.Undo(ctx, "chief", c.id, c.reason, nil); !errors.Is(err, c.want) {
			t.Errorf("undo %q %q: %v", c.id, c.reason, err)
		}
	}
	u, err := r.Undo(ctx, "chief", rep.Run, "the file was a draft", nil)
	if err != nil {
		t.Fatal(err)
	}
	want := &register.Undone{Reason: "the file was a draft", Withdrawn: 1, Kept: []string{
		"M-1: M-1/FIN/signed/2019-01-01 was corrected by judge", "M-2: M-2/FIN/withdrew/2024-01-01 was added by judge", "M-3: revised by judge",
		"M-4: M-4/FIN/signed/2019-01-01 was withdrawn by judge", "M-5: duty D-1 about it was put on record by judge"}}
	if d := cmp.Diff(want, u); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	left := []string{"L-1:2", "M-1:4", "M-2:5", "M-3:4", "M-4:3", "M-5:4"}
	if d := cmp.Diff(left, ids(t, r, time.Time{})); d != "" {
		t.Errorf("what stands now:\n%s", d)
	}
	if d := cmp.Diff([]string{"L-1:2", "M-0:4", "M-1:4", "M-2:5", "M-3:4", "M-4:3", "M-5:4"}, ids(t, r, known)); d != "" {
		t.Errorf("what was known before:\n%s", d)
	}
	if waiting, err := r.Waiting(ctx); err != nil || len(waiting) != 0 {
		t.Errorf("%v %v", waiting, err)
	}
	if _, err := r.Undo(ctx, "chief", rep.Run, "again", nil); !errors.Is(err, ent.ErrConflict) {
		t.Errorf("undone twice: %v", err)
	}
	runs, err := r.Runs(ctx)
	if err != nil || runs[0].State() != "undone" || runs[0].By != "officer" || runs[1].State() != "finished" {
		t.Errorf("%+v %v", runs, err)
	}
	importAgain(t, r, left)
}

// importAgain imports what was undone once more, and undoes that.
func importAgain(t *testing.T, r *register.Register, left []string) {
	t.Helper()
	back := imported(t, r, many(6)+"X-1,Waits,Finland; Ruritania,2019-01-01,,\n")
	if back.Taken != 1 || back.Already != 5 || len(back.Waiting) != 1 {
		t.Errorf("imported again: %+v", back)
	}
	if d := cmp.Diff([]string{"L-1:2", "M-0:4", "M-1:4", "M-2:5", "M-3:4", "M-4:3", "M-5:4"}, ids(t, r, time.Time{})); d != "" {
		t.Errorf("imported again:\n%s", d)
	}
	if waiting, err := r.Waiting(ctx); err != nil || len(waiting) != 1 {
		t.Errorf("%v %v", waiting, err)
	}
	if u, err := r.Undo(ctx, "chief", back.Run, "again a draft", nil); err != nil || u.Withdrawn != 1 || len(u.Kept) != 0 {
		t.Errorf("%+v %v", u, err)
	}
	if d := cmp.Diff(left, ids(t, r, time.Time{})); d != "" {
		t.Errorf("undone again:\n%s", d)
	}
}

// breaking is a store that fails on its nth call, as one that is lost in the middle.
type breaking struct {
	record.Store
	left int
}

func (b *breaking) Append(ctx context.Context, by ent.Actor, changes ...record.Change) ([]record.Version, error) {
	if b.left--; b.left < 0 {
		return nil, ent.Errorf(ent.Unavailable, "the store is lost")
	}
	return b.Store.Append(ctx, by, changes...)
}

// What was put on record before an import broke off is found by its run, goes on with the
// next, and can be undone; so can an undo that broke off itself.
func TestBrokenOff(t *testing.T) {
	register.SetMaxBatch(t, 40)
	r, lib, s := opened(t)
	const n = 17
	lossy := register.New(&breaking{s, 1}, lib)
	if _, err := lossy.Import(ctx, "officer", reading(t, r, many(n)), false, nil); !errors.Is(err, ent.ErrUnavailable) {
		t.Fatal(err)
	}
	runs, err := r.Runs(ctx)
	if err != nil || len(runs) != 1 || runs[0].State() != "broken off" || runs[0].Taken == 0 || runs[0].Taken == n {
		t.Fatalf("%+v, %v", runs, err)
	}
	on := len(ids(t, r, time.Time{}))
	if on != runs[0].Taken {
		t.Errorf("%d instruments, the run says %d", on, runs[0].Taken)
	}
	rep := imported(t, r, many(n))
	if rep.Already != on || rep.Taken != n-on || rep.Run != "2" {
		t.Errorf("went on with %d and %d, run %s", rep.Already, rep.Taken, rep.Run)
	}
	lossy = register.New(&breaking{s, 1}, lib)
	if _, err := lossy.Undo(ctx, "chief", "2", "a draft", nil); !errors.Is(err, ent.ErrUnavailable) {
		t.Fatal(err)
	}
	if k := len(ids(t, r, time.Time{})); k == n || k == on {
		t.Errorf("%d instruments in the middle of the undo", k)
	}
	for run, want := range map[string]int{"2": n - on, "1": on} {
		if u, err := r.Undo(ctx, "chief", run, "a draft", nil); err != nil || u.Withdrawn != want || len(u.Kept) != 0 {
			t.Errorf("undo %s: %+v, %v", run, u, err)
		}
	}
	if k := ids(t, r, time.Time{}); len(k) != 0 {
		t.Errorf("%d instruments are left", len(k))
	}
}

// Two imports that begin at the same time have a run each.
func TestImportsAtOnce(t *testing.T) {
	r, _, _ := opened(t)
	done := make(chan error)
	const n = 8
	for i := range n {
		in := reading(t, r, fmt.Sprintf("P-%d,An agreement,Finland; Japan,2019-01-01,,\n", i))
		go func() {
			_, err := r.Import(ctx, "officer", in, false, nil)
			done <- err
		}()
	}
	for range n {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	runs, err := r.Runs(ctx)
	if err != nil || len(runs) != n {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	for _, run := range runs {
		if run.Taken != 1 || len(run.Things) != 1 || run.Things[0].To-run.Things[0].From != 2 {
			t.Errorf("%+v", run)
		}
	}
}

func TestDecisionsAboutNames(t *testing.T) {
	r, _, s := opened(t)
	list := "A-1,One,Finland; Rockall; Hong Kong,2019-01-01,2019-02-01,\nA-2,Two,United Kingdom; Rockall,2019-01-01,,\nA-3,Three,Norway; E.U.,2019-01-01,,\n"
	rep := imported(t, r, list)
	if rep.Taken != 0 || len(rep.Waiting) != 3 || len(rep.Names) != 3 || rep.Names[0] != (register.Name{Name: "Rockall", Times: 2}) {
		t.Fatalf("%+v", rep)
	}
	before, err := s.Size(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		n    register.Name
		want string
	}{
		{register.Name{Name: "Hong Kong", Ignored: true}, "--reason"},
		{register.Name{Name: "Rockall", Code: "GBR", Territory: true}, "--reason"},
		{register.Name{Name: "Rockall", Code: "ATL"}, "ATL"},
		{register.Name{Name: "Rockall", Code: "GBR", Ignored: true, Reason: "x"}, "not both"},
		{register.Name{Name: "Rockall", Code: "NATO", Territory: true, Reason: "x"}, "organisation"},
		{register.Name{Name: "France", Code: "DEU"}, "FRA in the shipped law"},
		{register.Name{Name: " ", Code: "DEU"}, "empty"},
	} {
		if err := r.Decide(ctx, "officer", c.n); !errors.Is(err, ent.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.n, err)
		}
	}
	if after, err := s.Size(ctx); after != before || err != nil {
		t.Errorf("a refused decision is on record: %d, %d, %v", before, after, err)
	}
	for _, n := range []register.Name{{Name: "hong  kong", Ignored: true, Reason: "no party of its own here"}, {Name: "Rockall", Code: "gbr", Territory: true, Reason: "the United Kingdom acts for it"}, {Name: "E.U.", Code: "EU"}} {
		if err := r.Decide(ctx, "officer", n); err != nil {
			t.Fatal(err)
		}
	}
	if rep = imported(t, r, list); rep.Taken != 3 || len(rep.Waiting) != 0 {
		t.Fatalf("%+v", rep)
	}
	for id, want := range map[ent.InstrumentID]string{
		"A-1": "FIN signed 2019-01-01 ; FIN bound 2019-02-01 ; GBR signed 2019-01-01 Rockall; GBR bound 2019-02-01 Rockall; The record names also Hong Kong: decided to be no party.",
		"A-2": "GBR signed 2019-01-01 ; The record names also Rockall, for which GBR acts.",
		"A-3": "NOR signed 2019-01-01 ; EU signed 2019-01-01 ; ",
	} {
		in, err := r.Instrument(ctx, id, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, a := range in.Record {
			got = append(got, fmt.Sprintf("%s %s %s %s", a.State, a.Act, a.On, a.Territory))
		}
		if s := strings.Join(append(got, in.Note), "; "); s != want {
			t.Errorf("%s: %s", id, s)
		}
	}
	decided, err := r.Decided(ctx)
	if err != nil || len(decided) != 3 || decided[0].Decision() != "a territory for which GBR acts" || decided[0].Times != 2 {
		t.Errorf("%+v %v", decided, err)
	}
	if err := r.Decide(ctx, "chief", register.Name{Name: "Rockall", Ignored: true, Reason: "a rock"}); err != nil {
		t.Error(err)
	}
	h, err := s.History(ctx, register.KindName, "ROCKALL")
	if err != nil || len(h) != 3 || h[2].Reason != "decided: no party; a rock" {
		t.Errorf("%+v %v", h, err)
	}
}

// A record that the shipped law has is compared with it; one that it may have waits for a
// person, who says so or that it has not.
func TestShippedLawIsNotImportedAgain(t *testing.T) {
	r, _, _ := opened(t)
	names, err := r.Spellings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	read := func() register.Reading {
		src := sheet.NewSource(fstest.MapFS{
			"index.csv": {Data: []byte("chapter_no,treaty_no,treaty_name,registration\n" +
				"4,9,\"Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment. New York, 10 December 1984\",\n" +
				"99,1,Called otherwise by somebody. 30 May 2008,47713\n" +
				"99,2,\"Convention on Cluster Munitions. Dublin, 31 May 2008\",\n" +
				"99,3,\"Convention on Clusters. Dublin, 30 May 2008\",\n" +
				"99,4,\"Arms Trade Treaty. New York, 2 April 2013\",\n")},
			"treaties/4-9.csv":  {Data: []byte("Participant,Signature,\"Ratification, Accession(a), Succession(d)\"\nFrance,4 Feb 1985,19 Feb 1986\nFinland,4 Feb 1985,30 Aug 1989 a\nSan Marino,,27 Nov 1986\n")},
			"treaties/99-1.csv": {Data: []byte("Participant,Ratification\nFrance,25 Sep 2009\n")},
			"treaties/99-2.csv": {Data: []byte("Participant,Ratification\nFrance,25 Sep 2009\n")},
			"treaties/99-3.csv": {Data: []byte("Participant,Ratification\nFrance,25 Sep 2009\n")},
			"treaties/99-4.csv": {Data: []byte("Participant,Signature\nFrance,3 Jun 2013\n")},
		}, "")
		rows, err := collection.Read("un-collection", src, nil, names)
		if err != nil {
			t.Fatal(err)
		}
		return register.Reading{Format: "un-collection", File: "untc", SHA256: src.Sum(), Files: src.Files(), Rows: rows}
	}
	rep, err := r.Import(ctx, "officer", read(), false, nil)
	if err != nil {
		t.Fatal(err)
	}
	shippedAs := map[string]ent.InstrumentID{}
	for _, s := range rep.Shipped {
		shippedAs[s.ID] = s.Shipped
	}
	if d := cmp.Diff(map[string]ent.InstrumentID{"UNTC-IV-9": "CAT", "UNTC-XCIX-1": "CCM", "UNTC-XCIX-4": "ATT"}, shippedAs); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var cat []string
	for _, d := range rep.Shipped[0].Differs {
		if d.State == "FRA" || d.State == "FIN" || d.State == "SMR" {
			cat = append(cat, fmt.Sprintf("%s: %s / %s", d.State, d.InFile, d.InLaw))
		}
	}
	if d := cmp.Diff([]string{"FIN: acceded 1989-08-30 / ratified 1989-08-30", "FRA: ratified 1986-02-19 / ratified 1986-02-18", "SMR: ratified 1986-11-27 / "}, cat); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if len(rep.Waiting) != 1 || rep.Waiting[0].ID != "UNTC-XCIX-2" || !strings.Contains(rep.Waiting[0].Why, "is it CCM of the shipped law?") || rep.Taken != 1 {
		t.Errorf("%+v", rep)
	}
	for _, c := range [][2]string{{"UNTC-XCIX-2", "CMM"}, {"x y", "CCM"}} {
		if err := r.SameAs(ctx, "officer", c[0], ent.InstrumentID(c[1]), ""); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%v: %v", c, err)
		}
	}
	for _, c := range []struct {
		law                    ent.InstrumentID
		taken, shipped, waited int
	}{{"ccm", 0, 4, 0}, {"", 1, 3, 0}} {
		if err := r.SameAs(ctx, "officer", "UNTC-XCIX-2", c.law, "read both"); err != nil {
			t.Fatal(err)
		}
		rep, err := r.Import(ctx, "officer", read(), false, nil)
		if err != nil || rep.Taken != c.taken || len(rep.Shipped) != c.shipped || len(rep.Waiting) != c.waited {
			t.Errorf("as %q: %+v, %v", c.law, rep, err)
		}
	}
}

// What is taken though the shipped law has an instrument of its day is told.
func TestSameDayIsTold(t *testing.T) {
	r, _, _ := opened(t)
	rep := imported(t, r, "A-1,Optional Protocol to the Vienna Convention on Diplomatic Relations concerning Acquisition of Nationality,Finland; Japan,1961-04-18,,\n"+
		"A-2,Treaty on Principles Governing the Activities of States in the Exploration and Use of Outer Space including the Moon and Other Celestial Bodies,Finland; Japan,1967-01-27,,\n"+
		"A-3,Amendment to article 8 of the Rome Statute of the International Criminal Court,Finland; Japan,2010-06-10,,\n"+
		"A-4,North Atlantic Treaty,Norway; Japan; Russian Federation,1949-04-04,1949-08-24,\n")
	want := &register.Report{Run: "1", Taken: 1, Refused: []register.Left{}, Names: []register.Name{},
		Shipped: []register.Same{{File: "list.csv", Line: 5, ID: "A-4", Shipped: "NAT", Differs: []register.Difference{{State: "JPN", InFile: "named as a party"}, {State: "RUS", InFile: "named as a party"}}}},
		Told:    []register.Left{{File: "list.csv", Line: 2, ID: "A-1", Why: "of the same day as VCDR of the shipped law, by another title; taken"}},
		Waiting: []register.Left{{File: "list.csv", Line: 3, ID: "A-2", Why: "is it OST of the shipped law? Say: entente import same A-2 OST, or --none"},
			{File: "list.csv", Line: 4, ID: "A-3", Why: "is it ROME-A8 of the shipped law? Say: entente import same A-3 ROME-A8, or --none"}}}
	if d := cmp.Diff(want, rep); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A dry run leaves nothing, and says what an import then does.
func TestDryRun(t *testing.T) {
	r, _, s := opened(t)
	list := many(3) + "X-1,Waits,Finland; Ruritania,2019-01-01,,\nX-2,,Finland,2019-01-01,,\n"
	dry, err := r.Import(ctx, "officer", reading(t, r, list), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := s.Size(ctx); n != 0 || err != nil {
		t.Fatalf("%d versions, %v", n, err)
	}
	rep := imported(t, r, list)
	rep.Run = ""
	if d := cmp.Diff(dry, rep); d != "" {
		t.Errorf("(-dry +real):\n%s", d)
	}
}

// A name that is longer than a name may be, and a record with more acts than one step may
// hold, are refused and stop nothing.
func TestRecordsThatAreTooMuch(t *testing.T) {
	r, _, _ := opened(t)
	in := reading(t, r, "A-1,One,Finland; "+strings.Repeat("Ruritania and ", 30)+"more,2019-01-01,,\nA-2,Two,Finland; Japan,2019-01-01,,\nA-3,Three,Finland; Japan,2019-01-01,,\n")
	for i := range 5000 {
		in.Rows[1].Instrument.Record = append(in.Rows[1].Instrument.Record, treaty.Act{State: "FIN", Act: treaty.Declaration, On: ent.NewDate(2000, 1, i)})
	}
	rep, err := r.Import(ctx, "officer", in, false, nil)
	if err != nil || rep.Taken != 1 || len(rep.Refused) != 2 || !strings.Contains(rep.Refused[0].Why, "longer than a name may be") || !strings.Contains(rep.Refused[1].Why, "more than 3999 acts") {
		t.Errorf("%+v %v", rep, err)
	}
}

func eachVersion(s record.Store, f func(*record.Version) error) error {
	for at := int64(-1); ; {
		vs, err := s.Since(ctx, at, 5000)
		if err != nil || len(vs) == 0 {
			return err
		}
		for i := range vs {
			if err := f(&vs[i]); err != nil {
				return err
			}
		}
		at = vs[len(vs)-1].Seq
	}
}
