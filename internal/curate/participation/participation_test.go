package participation

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
)

// known is a small world of States for the tests.
type known map[string]ent.StateCode

func (k known) Code(name string) (ent.StateCode, bool) {
	c, ok := k[name]
	return c, ok
}

var world = known{"Arcadia": "XAA", "Borduria": "XAB", "Costaguana": "XAC", "Freedonia": "XAF", "Genovia": "XAG", "Ruritania": "XAR",
	"Syldavia": "XAS", "Zubrowka": "XAZ", "AAA": "XAA", "BBB": "XAB", "CCC": "XAC", "DDD": "XAD", "EEE": "XAE", "FFF": "XAF"}

func open(t *testing.T, name string) string {
	t.Helper()
	text, err := sheet.NewSource(os.DirFS("testdata"), "").Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestReadsEachFormat(t *testing.T) {
	for _, c := range []struct {
		format, file, selected string
		want                   string
		problems               []string
	}{
		{"untc", "untc.csv", "", `
XAA  signed 2013-06-03; provisional 2014-06-03; ratified 2014-06-03
XAB  acceded 2020-07-29
XAC  signed 2013-09-25
XAF  succeeded 2001-03-12
XAG  signed 2010-01-01; approved 2011-05-05
XAR  signed 2008-12-03; ratified 2011-03-24
XAZ  uncertain 2004-04-04
`, []string{
			`line 7: Ruritania: 3 Dec 2008 stands in brackets: the State has left the treaty; add its notice by hand`,
			`line 7: Ruritania: 24 Mar 2011 stands in brackets: the State has left the treaty; add its notice by hand`,
			`line 8: no State or organisation is called "Nowhereland"; its row was left out`,
			`line 9: Syldavia: the day 2000-02-30 does not exist`,
			`line 10: Zubrowka: 4 Apr 2004 X: the letter is not known; from then on it is uncertain whether it is bound`,
		}},
		{"untc-page", "untcpage.html", "", `
XAA  signed 2013-06-03; ratified 2014-03-19
XAB  acceded 2004-05-12
`, []string{`line 9: Borduria: 12 May 2004 a stands in brackets: the State has left the treaty; add its notice by hand`}},
		{"many-treaties", "many.csv", "T1", `
XAA  signed 1972-04-10; ratified 1975-02-01
XAB  acceded 1980-05-06
XAC  succeeded 1994-08-15 eff 1992-03-06
XAD  acceded 1979-02-19
XAE  signed 1972-04-10
`, []string{
			`line 7: XAE: StateRatification: "1980-05-06?" is not a day; write it as 2024-06-01 or 1 June 2024; it was left out`,
			`line 9: no State or organisation is called "XXX"; its row was left out`,
			`line 6: XAD: signed on 1985-01-14, after its deposit of 1979-02-19; taken as an accession`,
			`line 8: XAF: neither signature nor deposit; the row was left out`,
		}},
		{"swiss-parties", "swiss.csv", "0.1", `
ARG  acceded 1995-02-10
AUT  ratified 1997-01-01 eff 1997-02-01
CAN  acceded 1996-05-02 eff 1996-06-01
FJI  succeeded 1972-07-18 eff 1970-10-10
SVK  succeeded 1993-04-15 eff 1993-01-01
`, []string{
			`line 8: no State or organisation is called "Atlantis"; its row was left out`,
			`line 9: AUT: a second row (ratified 1997-01-01 eff 1997-02-01 beside ratified 1998-08-03 eff 1998-09-02); the earlier day was kept`,
		}},
	} {
		t.Run(c.format, func(t *testing.T) {
			table, problems, err := Read(c.format, c.file, c.selected, open(t, c.file), world)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(strings.TrimPrefix(c.want, "\n"), table.String()); d != "" {
				t.Errorf("table (-want +got):\n%s", d)
			}
			var got []string
			for _, p := range problems {
				got = append(got, p.String())
			}
			if d := cmp.Diff(c.problems, got); d != "" {
				t.Errorf("problems (-want +got):\n%s", d)
			}
			acts, faults := treaty.ParseActs(table.String())
			if len(faults) > 0 || len(acts) == 0 {
				t.Errorf("the printed table does not read back: %d acts, %v", len(acts), faults)
			}
		})
	}
}

func TestErrorsNameTheFileAndTheNearestName(t *testing.T) {
	for _, c := range []struct{ format, text, selected, want string }{
		{"untc", "", "", "list.csv: line 1: no header of columns"},
		{"untc", "Country,Signature\n", "", `list.csv: line 1: not a table of participants: the first column is not "Participant"`},
		{"untc-page", "<html></html>", "", "list.csv: the page has no table of participants (tblgrid)"},
		{"untc-page", `<table id="tblgrid"><tr><td>Participant`, "", "list.csv: the table of participants does not end: the page was cut"},
		{"many-treaties", "stateID,treatyID\n", "T1", `list.csv: line 1: no column "StateSignature"`},
		{"many-treaties", "x\n", "", "list.csv: the file holds several treaties; name one by its treatyID"},
		{"many-treaties", "stateID,treatyID,StateSignature,StateRatification,StateForce\nAAA,T11,,,\n", "T1", `list.csv: no row of a treaty "T1" (nearest: "T11")`},
		{"swiss-parties", "sr_number,state_de,instrument,deposited,in_force\n", "0.9", `list.csv: no row of a treaty "0.9"`},
		{"unct", "", "", `"unct" is not a format of lists (nearest: "untc")`},
	} {
		_, _, err := Read(c.format, "list.csv", c.selected, c.text, world)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %q: error %v, want %s", c.format, c.text, err, c.want)
		}
	}
}

func TestPlainKeepsOnlyDaysThatSaySomething(t *testing.T) {
	day := func(s string) ent.Date {
		d, err := ent.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	var table Table
	table.Add("XAB", Act{treaty.Ratified, day("1998-08-03"), day("1998-09-02")})
	table.Add("XAA", Act{treaty.Ratified, day("1998-08-03"), day("1998-10-01")}, Act{treaty.Signed, day("1996-01-01"), 0})
	table.Add("XAC", Act{treaty.Succeeded, day("1998-08-03"), day("1998-09-02")})
	table.Add("XAC", Act{treaty.Succeeded, day("1998-08-03"), day("1998-09-02")})
	want := "XAA  signed 1996-01-01; ratified 1998-08-03 eff 1998-10-01\nXAB  ratified 1998-08-03\nXAC  succeeded 1998-08-03 eff 1998-09-02\n"
	if d := cmp.Diff(want, table.Plain(func(on ent.Date) ent.Date { return on.AddDays(30) }).String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if table.Of("XAB").Acts[0].Effective == 0 {
		t.Error("Plain changed the table it was asked of")
	}
	if table.AsOf != day("1998-08-03") || table.Of("XAZ") != nil {
		t.Errorf("as of %s, row of a State without acts %v", table.AsOf, table.Of("XAZ"))
	}
}
