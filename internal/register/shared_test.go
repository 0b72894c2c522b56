package register_test

import (
	"os"
	"strings"
	"testing"
	"time"

	ent "entente"
	"entente/internal/curate/collection"
	"entente/internal/curate/sheet"
	"entente/internal/register"
	"entente/internal/sharedtest"
)

// shared reads a collection of the data beside the checkout. Without it the test is
// skipped on a person's machine and fails in CI.
func shared(t *testing.T, r *register.Register, format, dir string, files ...string) register.Reading {
	t.Helper()
	data := os.DirFS(sharedtest.Path(t, "data", dir))
	names, err := r.Spellings(ctx)
	if err != nil {
		t.Fatal(err)
	}
	src := sheet.NewSource(data, "")
	rows, err := collection.Read(format, src, files, names)
	if err != nil {
		t.Fatal(err)
	}
	return register.Reading{Format: format, File: dir, SHA256: src.Sum(), Files: src.Files(), Rows: rows}
}

// The whole Treaty Collection: every treaty of its index is taken, compared, waits or is
// refused; what it tells of instruments of the shipped law is what the law has, but for
// what is listed here.
func TestTheTreatyCollection(t *testing.T) {
	r, lib, _ := opened(t)
	in := shared(t, r, "un-collection", "un-treaty-collection")
	rep, err := r.Import(ctx, "officer", in, false, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := rep.Taken + len(rep.Shipped) + len(rep.Waiting) + len(rep.Refused); n != len(in.Rows) || n != 401 {
		t.Errorf("%d of %d records have an outcome, want 401", n, len(in.Rows))
	}
	if rep.Taken < 220 || len(rep.Shipped) < 60 || len(rep.Names) != 13 {
		t.Errorf("%d taken, %d in the shipped law, %d names", rep.Taken, len(rep.Shipped), len(rep.Names))
	}
	gone := map[ent.StateCode]bool{"YUG": true, "CSK": true, "DDR": true, "SCG": true, "YMD": true} // left out of its lists
	differs := map[string]int{}
	for _, s := range rep.Shipped {
		for _, d := range s.Differs {
			if !gone[d.State] {
				differs[string(s.Shipped)]++
				if k := differs[string(s.Shipped)]; k > 3 || s.Shipped != "ICERD" && s.Shipped != "ICCPR-OP1" && s.Shipped != "VCLT-IO" {
					t.Errorf("%s, %s: %q in the collection, %q in the law", s.Shipped, d.State, d.InFile, d.InLaw)
				}
			}
		}
	}
	all, err := r.All(ctx, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	acts := 0
	for i := range all {
		acts += len(all[i].Record)
	}
	if acts < 12_000 {
		t.Errorf("%d acts", acts)
	}
	if _, problems := lib.With(all...); len(problems) > 0 {
		t.Errorf("the register does not fit the law: %v", problems[0])
	}
}

// The names that wait after the real collection of the United Kingdom can each be decided:
// a territory by the State that acts for it, an organisation by its code, the rest as no
// party; then nothing waits for a name. Nothing is put on record but the decisions.
func TestNamesOfTheUnitedKingdom(t *testing.T) {
	r, _, _ := opened(t)
	const file = "uk_treaties_fcdo_2022.csv"
	rep, err := r.Import(ctx, "officer", shared(t, r, "uk-treaties", "uk-treaties", file), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Taken < 6000 || len(rep.Names) < 350 || len(rep.Names) > 390 {
		t.Fatalf("%d taken, %d names wait", rep.Taken, len(rep.Names))
	}
	territories := map[string]bool{"Gibraltar": true, "Isle Of Man": true, "Bermuda": true, "Falkland Islands": true, "Montserrat": true, "British Virgin Islands": true}
	found := 0
	for _, n := range rep.Names {
		d := register.Name{Name: n.Name, Ignored: true, Reason: "a test decides that it is no party"}
		if territories[n.Name] {
			found++
			d = register.Name{Name: n.Name, Code: "GBR", Territory: true, Reason: "the United Kingdom acts for it"}
		}
		if err := r.Decide(ctx, "officer", d); err != nil {
			t.Fatalf("%q: %v", n.Name, err)
		}
	}
	if found != len(territories) {
		t.Errorf("%d of the territories stand in the file", found)
	}
	if d, err := r.Decided(ctx); err != nil || len(d) != len(rep.Names) {
		t.Errorf("%d names are decided, %v", len(d), err)
	}
	second, err := r.Import(ctx, "officer", shared(t, r, "uk-treaties", "uk-treaties", file), true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(second.Names) != 0 || second.Taken < rep.Taken+1500 {
		t.Errorf("%d names, %d taken, %d before", len(second.Names), second.Taken, rep.Taken)
	}
	for _, w := range second.Waiting {
		if !strings.Contains(w.Why, "of the shipped law?") {
			t.Errorf("%+v", w)
		}
	}
	if n := second.Taken + second.Already + len(second.Shipped) + len(second.Waiting) + len(second.Refused); n != 8134 {
		t.Errorf("%d records have an outcome, want 8134", n)
	}
}

// The parties sheet of manytreaties: each of its treaties has an outcome, the depositaries'
// several rows count once, and what the shipped law has is not taken again.
func TestTheManyTreatiesSheet(t *testing.T) {
	r, _, _ := opened(t)
	in := shared(t, r, "many-treaties", "many-treaties", "many_parties__GGO.csv.gz")
	rep, err := r.Import(ctx, "officer", in, true, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := rep.Taken + len(rep.Shipped) + len(rep.Waiting) + len(rep.Refused); n != 3510 || len(in.Rows) != 3510 {
		t.Errorf("%d of %d records have an outcome, want 3510", n, len(in.Rows))
	}
	asked := map[ent.InstrumentID]bool{}
	for _, s := range rep.Shipped {
		asked[s.Shipped] = true
	}
	for _, id := range []ent.InstrumentID{"BWC", "CWC", "CTBT", "ENMOD", "ANTARCTIC", "GENOCIDE"} {
		if !asked[id] {
			t.Errorf("%s is not found in the shipped law", id)
		}
	}
	for i := range in.Rows {
		seen := map[string]bool{}
		for _, a := range in.Rows[i].Instrument.Record {
			if k := string(a.State) + " " + string(a.Act); seen[k] {
				t.Fatalf("%s: %s stands twice", in.Rows[i].Instrument.ID, k)
			} else {
				seen[k] = true
			}
		}
	}
}
