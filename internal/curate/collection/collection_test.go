package collection

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
)

type known map[string]Meaning

func (k known) Meaning(name string) (Meaning, bool) {
	m, ok := k[strings.ToUpper(name)]
	return m, ok
}

func (k known) Exists(c ent.StateCode, on ent.Date) bool {
	return c != "CSK" || on < ent.NewDate(1993, 1, 1)
}

var names = known{"FRANCE": {Code: "FRA"}, "UNITED KINGDOM": {Code: "GBR"}, "GREAT BRITAIN": {Code: "GBR"}, "CZECHOSLOVAKIA": {Code: "CSK"},
	"GIBRALTAR": {Code: "GBR", Territory: true}, "HONG KONG": {Ignored: true}, "EUROPEAN UNION": {Code: "EU"}}

// read reads one file, or with several names a directory.
func read(format string, files ...string) ([]Row, error) {
	m := fstest.MapFS{}
	for i := 0; i+1 < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	if format == "un-collection" {
		return Read(format, sheet.NewSource(m, ""), nil, names)
	}
	return Read(format, sheet.NewSource(m, ""), []string{"list.csv"}, names)
}

const head = "id,title,laterality,parties,signed,eif,terminated\n"

func TestRecords(t *testing.T) {
	rows, err := read("uk-treaties", "list.csv", "\ufeff"+head+
		"1,Treaty,BI,UNITED KINGDOM ; FRANCE,1904-04-08,1904-12-08,\n"+
		"2,Treaty,BI,UNITED KINGDOM ; FRANKFORT,1832-05-13,,\n"+
		"3,Treaty,BI,UNITED KINGDOM,1904-02-30,,\n"+
		"4,,BI,FRANCE,1904-02-01,,\n"+
		"5,Treaty,BI,FRANCE,1904-02-01,1905-01-01,1904-12-31\n"+
		"6,Treaty,BI,,1904-02-01,,\n"+
		"7,\"Treaty\nin two lines\",BI,GREAT BRITAIN; United Kingdom,1904-02-01,1903-01-01,\r\n"+
		"8,short\n"+
		"9,Treaty,BI,FRANCE,1904-02-01,,,more\n"+
		"1,Another,BI,FRANCE,1904-02-01,,\n"+
		",Treaty,BI,FRANCE,1904-02-01,,\n"+
		"12,Treaty,BI,FRANCE,03/04/1904,,\n"+
		"13,Treaty,BI,FRANCE,1204-02-01,,\n"+
		"14,Treaty,BI,FRANCE,1904-02-01,2101-01-01,\n"+
		"15,Treaty,MULTI,FRANCE ; UNITED KINGDOM,1904-02-01,1905-01-01,\n"+
		"16,Treaty,BI,FRANCE ; GIBRALTAR ; HONG KONG,1904-02-01,,\n"+
		"17,Treaty,BI,UNITED KINGDOM ; GIBRALTAR,1904-02-01,,\n")
	if err != nil || len(rows) != 17 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if a := rows[0]; a.Fault != "" || a.Instrument.ID != "UKTO-1" || len(a.Instrument.Record) != 4 || a.Instrument.EntryIntoForce.Fixed.String() != "1904-12-08" {
		t.Errorf("%+v", a)
	}
	if a := rows[1]; a.Fault != "" || len(a.Unknown) != 1 || a.Unknown[0] != "FRANKFORT" {
		t.Errorf("%+v", a)
	}
	for i, want := range map[int]string{2: "signed: the day 1904-02-30 does not exist", 3: "no title", 4: "before it entered into force", 5: "names no party",
		7: "it has 2 columns, and the header has 7", 8: "it has 8 columns", 9: "the id stands on line 2 already", 10: "it has no id",
		11: "may be 1904-04-03 or 1904-03-04", 12: "1648 to 2100", 13: "eif: the day 2101-01-01"} {
		if !strings.Contains(rows[i].Fault, want) {
			t.Errorf("row %d: %q, want %q", i, rows[i].Fault, want)
		}
	}
	if a := rows[6]; a.Fault != "" || len(a.Instrument.Record) != 2 || a.Instrument.Note == "" || a.Line != 8 || rows[7].Line != 10 || a.Instrument.Title != "Treaty in two lines" {
		t.Errorf("line %d and %d, %+v", a.Line, rows[7].Line, a)
	}
	for i, want := range map[int]string{
		14: "FRA uncertain 1905-01-01 , GBR uncertain 1905-01-01 ",
		15: "FRA signed 1904-02-01 , GBR signed 1904-02-01 GIBRALTAR | The record names also HONG KONG: decided to be no party.",
		16: "GBR signed 1904-02-01  | The record names also GIBRALTAR, for which GBR acts.",
	} {
		if got := summary(&rows[i]); got != want || rows[i].Fault != "" {
			t.Errorf("row %d: %s %s", i, got, rows[i].Fault)
		}
	}
}

// summary prints the acts and the note of a record.
func summary(r *Row) string {
	var parts []string
	for _, a := range r.Instrument.Record {
		parts = append(parts, fmt.Sprintf("%s %s %s %s", a.State, a.Act, a.On, a.Territory))
	}
	s := strings.Join(parts, ", ")
	if r.Instrument.Note != "" {
		s += " | " + r.Instrument.Note
	}
	return s
}

func TestFilesThatAreNone(t *testing.T) {
	for _, c := range []struct{ format, text, want string }{
		{"uk-treaties", "", "list.csv: line 1: no header"},
		{"uk-treaties", "id,title\n", `list.csv: line 1: no column "laterality"`},
		{"nothing", head, `"nothing" is not a format of collections`},
		{"uk-treaty", head, `nearest: "uk-treaties"`},
		{"uk-treaties", "\x00\xff\xfe", "list.csv: line 1: the byte 0xFF is not UTF-8"},
		{"csv", "id,title,parties,signed,in_force\nA-1,\x00,,,\n", "list.csv: line 2: a zero byte"},
		{"csv", "id,title,parties,signed,in_force\nA-1,\"x,,,\n", "list.csv: line 2: a field in quotation marks"},
	} {
		if rows, err := read(c.format, "list.csv", c.text); !errors.Is(err, ent.ErrInvalid) || rows != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %d rows, %v", c, len(rows), err)
		}
	}
	if _, err := Read("csv", sheet.NewSource(fstest.MapFS{}, ""), []string{"a", "b"}, names); !errors.Is(err, ent.ErrInvalid) {
		t.Error(err)
	}
	if _, err := Read("csv", sheet.NewSource(fstest.MapFS{}, ""), []string{"a"}, names); !errors.Is(err, ent.ErrNotFound) {
		t.Error(err)
	}
}

func TestOwnListInOtherShapes(t *testing.T) {
	want, err := read("csv", "list.csv", "id,title,parties,signed,in_force,ended\na-1,Vertrag über Hilfe,France; United Kingdom,2019-01-01,2019-02-01,\n")
	if err != nil || want[0].Fault != "" || want[0].Instrument.ID != "A-1" {
		t.Fatal(want, err)
	}
	for _, text := range []string{
		"\ufeffid;title;parties;signed;in_force\r\na-1;Vertrag über Hilfe;\"France; United Kingdom\";1 January 2019;1 Feb 2019\r\n",
		"in_force\tid\ttitle\tparties\tsigned\r2019-02-01\ta-1\tVertrag über  Hilfe\tFrance;United Kingdom\t2019-01-01\r",
	} {
		got, err := read("csv", "list.csv", text)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q:\n%s", text, d)
		}
	}
}

const index = "chapter_no,treaty_no,treaty_name,url\n"

func TestTreatyCollection(t *testing.T) {
	rows, err := read("un-collection", "index.csv", index+
		"26,6,\"Convention on Examples. Dublin, 30 May 2008\",http://treaties.example/ViewDetails.aspx?src=TREATY&mtdsg_no=XXVI-6&chapter=26\n"+
		"26,2.a,\"Additional Protocol* on Examples, with annex. Geneva, 13 October 1995\",\n"+
		"1,1,\"Charter (deposited in the archives of a Government). 26 June 1945\",\n"+
		"19,40,\"Agreement on Examples, 1994*. London\",\n"+
		"3,1,\"Convention without list. Rome, 1 May 2000\",\n"+
		"3,2,\"Convention of no day. Rome, 30 February 2000\",\n"+
		"3,3,\"Convention with a list of nothing. Rome, 1 May 2000\",\n"+
		"3,4,\"Convention with a broken list. Rome, 1 May 2000\",\n"+
		"../3,5,\"Elsewhere. Rome, 1 May 2000\",\n"+
		"26,6,\"The same again. Dublin, 30 May 2008\",mtdsg_no=\n",
		"treaties/26-6.csv", "Participant,Signature,\"Ratification, Accession(a), Succession(d)\"\n"+
			"France 2,3 Dec 2008,8 Sep 2009\nUnited Kingdom,3 Dec 2008,\"4 May 2010; 5 Jun 2011 a\"\nGreat Britain,,30 Feb 2011\nCzechoslovakia,,1 Mar 1994 d\n"+
			"Gibraltar,,1 Jan 2012 a\nHong Kong,1 Jan 2009,\nEuropean Union,3 Dec 2008,\nFrance,,1 Jan 2001 X\n",
		"declarations/26-6.txt", "stray\n#France 1\nThe French text.\n\nIn two parts.\n#Hong Kong\nNothing.\n#United Kingdom\n\n#Ruritania\nText.\n",
		"treaties/26-2-a.csv", "Participant;\"Definitive signature, Acceptance of the Protocol\"\nFrance;1 Jan 1996\nAtlantis;1 Jan 1996\n",
		"treaties/1-1.csv", "Participant,Ratification\nFrance,31 Aug 1945\nGibraltar,1 Sep 1945\n",
		"treaties/19-40.csv", "Participant,Acceptance(A)\nFrance,31 Aug 1995 A\n",
		"treaties/3-2.csv", "Participant,Signature\n", "treaties/3-3.csv", "Participant,Application\nFrance,1 Jan 2001\n", "treaties/3-4.csv", "Participant,Signature\n\xff\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range rows {
		r := &rows[i]
		got = append(got, fmt.Sprintf("%d %s %s %q %s %s", r.Line, r.Number, r.Instrument.ID, r.Instrument.Title, r.Instrument.Adopted, r.Instrument.Place))
		if r.Fault != "" {
			got = append(got, "  fault: "+r.Fault)
			continue
		}
		got = append(got, "  "+summary(r))
		if len(r.Unknown) > 0 {
			got = append(got, "  unknown: "+strings.Join(r.Unknown, "; "))
		}
		for _, x := range r.Told {
			got = append(got, fmt.Sprintf("  told: %s:%d %s", x.File, x.Line, x.Text))
		}
	}
	want := `2 XXVI-6 UNTC-XXVI-6 "Convention on Examples" 2008-05-30 Dublin
  CSK succeeded 1994-03-01 , EU signed 2008-12-03 , FRA uncertain 2001-01-01 , FRA signed 2008-12-03 , FRA ratified 2009-09-08 , GBR signed 2008-12-03 , GBR ratified 2010-05-04 , GBR acceded 2011-06-05 , FRA declaration   | The record names also Hong Kong: decided to be no party. The record names also Gibraltar, for which GBR acts. The list tells no withdrawals, and leaves out States that no longer existed when it was made.
  unknown: Ruritania
  told: treaties/26-6.csv:4 Great Britain: the day 2011-02-30 does not exist
  told: treaties/26-6.csv:9 France: 1 Jan 2001 X: the letter is not known; from then on it is uncertain whether it is bound
  told: treaties/26-6.csv:0 CSK: succeeded 1994-03-01: on that day the State did not exist; taken as it stands
  told: declarations/26-6.txt:1 text before the first "#State" was left out
  told: declarations/26-6.txt:8 United Kingdom: a declaration without text was left out
3 XXVI-2-a UNTC-XXVI-2-A "Additional Protocol on Examples, with annex" 1995-10-13 Geneva
  FRA uncertain 1996-01-01  | The list tells no withdrawals, and leaves out States that no longer existed when it was made.
  unknown: Atlantis
  told: treaties/26-2-a.csv:2 France: 1 Jan 1996: the heading leaves open what a day without letter means; from then on it is uncertain whether it is bound
4 I-1 UNTC-I-1 "Charter" 1945-06-26 
  FRA ratified 1945-08-31 , GBR ratified 1945-09-01 Gibraltar | Deposited in the archives of a Government. The list tells no withdrawals, and leaves out States that no longer existed when it was made.
5 XIX-40 UNTC-XIX-40 "Agreement on Examples, 1994. London" 0000-00-00 
  FRA accepted 1995-08-31  | The list tells no withdrawals, and leaves out States that no longer existed when it was made.
  told: index.csv:5 its title does not end in a day: the day of adoption is not known
6 III-1 UNTC-III-1 "Convention without list" 2000-05-01 Rome
  fault: the collection has no list of its participants (treaties/3-1.csv)
7 III-2 UNTC-III-2 "Convention of no day. Rome, 30 February 2000"  
  fault: the day 2000-02-30 does not exist
8 III-3 UNTC-III-3 "Convention with a list of nothing" 2000-05-01 Rome
  fault: its list tells no signature and no consent that can be read
9 III-4 UNTC-III-4 "Convention with a broken list" 2000-05-01 Rome
  fault: 3-4.csv: line 2: the byte 0xFF is not UTF-8; save it as UTF-8, or say in which encoding it is (--encoding windows-1252)
10 ../3-5 UNTC-../3-5 ""  
  fault: "../3-5" is not the number of a treaty in a chapter
11 XXVI-6 UNTC-XXVI-6 "The same again" 2008-05-30 Dublin
  fault: the id stands on line 2 already; each record needs one of its own`
	want = strings.ReplaceAll(want, "0000-00-00", "")
	if d := cmp.Diff(strings.Split(want, "\n"), got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	for _, a := range rows[0].Instrument.Record {
		if a.Act == treaty.Declaration && (a.Text != "The French text.\n\nIn two parts." || a.Note == "") {
			t.Errorf("%+v", a)
		}
	}
	if rows[0].Instrument.Participation.AsOf.String() != "2011-06-05" {
		t.Error(rows[0].Instrument.Participation.AsOf)
	}
}

func TestTreatyCollectionByFiles(t *testing.T) {
	files := fstest.MapFS{"index.csv": {Data: []byte(index[:len(index)-1] + ",registration,entry_into_force\n26,6,\"Convention. Dublin, 30 May 2008\",,47713,1 Aug 2010\n26,7,\"Other. Dublin, 30 May 2008\",,,\n")},
		"treaties/26-6.csv": {Data: []byte("Participant,Ratification\nFrance,1 Jan 2001\n")}, "treaties/26-7.csv": {Data: []byte("\xff")}}
	rows, err := Read("un-collection", sheet.NewSource(files, ""), []string{"treaties/26-6.csv"}, names)
	if err != nil || len(rows) != 1 || rows[0].Instrument.Registration.Number != "47713" || rows[0].Instrument.EntryIntoForce.Declared.String() != "2010-08-01" {
		t.Errorf("%+v, %v", rows, err)
	}
	for file, want := range map[string]string{"treaties/26-7.csv": "26-7.csv: line 1: the byte 0xFF", "treaties/26-8.csv": "index.csv names no treaty whose list is treaties/26-8.csv"} {
		if _, err := Read("un-collection", sheet.NewSource(files, ""), []string{file}, names); !errors.Is(err, ent.ErrInvalid) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", file, err)
		}
	}
	if _, err := Read("un-collection", sheet.NewSource(fstest.MapFS{}, ""), nil, names); !errors.Is(err, ent.ErrNotFound) || !strings.Contains(err.Error(), "index.csv") {
		t.Error(err)
	}
}

// sound asks of whatever was read: each record has a line and either an id with acts of
// parties that are known, or a reason why not; and no id is taken twice.
func sound(t *testing.T, rows []Row, err error) {
	t.Helper()
	if err != nil && !errors.Is(err, ent.ErrInvalid) && !errors.Is(err, ent.ErrNotFound) {
		t.Fatalf("an error of no kind: %v", err)
	}
	ids := map[ent.InstrumentID]bool{}
	for _, r := range rows {
		if r.Line < 2 {
			t.Fatalf("a record on line %d", r.Line)
		}
		if r.Fault != "" {
			continue
		}
		if ids[r.Instrument.ID] || r.Instrument.ID == "" || len(r.Unknown) == 0 && r.Instrument.Title == "" {
			t.Fatalf("taken: %+v", r)
		}
		ids[r.Instrument.ID] = true
		for _, a := range r.Instrument.Record {
			if !slices.Contains([]ent.StateCode{"FRA", "GBR", "CSK", "EU"}, a.State) {
				t.Fatalf("an act of nobody: %+v", a)
			}
			if y := a.On.Year(); a.On == 0 && a.Act != treaty.Declaration || a.On != 0 && (y < sheet.FirstYear || y > sheet.LastYear) {
				t.Fatalf("an act of no day: %+v", a)
			}
		}
	}
}

func FuzzUKTreaties(f *testing.F) {
	f.Add(head + "1,Treaty,BI,UNITED KINGDOM ; FRANCE,1904-04-08,1904-12-08,\n")
	f.Add(head + "\"1,\"\"\",x\r\n,,,;;;,0000-00-00,9999-12-31,\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read("uk-treaties", "list.csv", text)
		sound(t, rows, err)
	})
}

func FuzzOwnList(f *testing.F) {
	f.Add("id;title;parties;signed;in_force\nA;B;France,Gibraltar;1 May 2000;2000-06-01\n")
	f.Add("id,title,parties,signed,in_force\n\"A\",\"B\nC\",France;Hong Kong,03/04/2000,\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read("csv", "list.csv", text)
		sound(t, rows, err)
	})
}

func FuzzTreatyCollection(f *testing.F) {
	f.Add(index+"4,9,\"Convention. New York, 10 December 1984\",mtdsg_no=IV-9\n", "Participant,Signature,Ratification\nFrance,1 Jan 2000,2 Feb 2001 [5]\nGibraltar,,3 Mar 2002 a\n", "#France\nText\n")
	f.Fuzz(func(t *testing.T, index, list, declarations string) {
		rows, err := read("un-collection", "index.csv", index, "treaties/4-9.csv", list, "declarations/4-9.txt", declarations)
		sound(t, rows, err)
	})
}

const manyHead = "stateID,treatyID,Title,Signature,StateSignature,StateRatification,Force,StateForce,Term\n"

func TestManyTreaties(t *testing.T) {
	rows, err := read("many-treaties", "list.csv", manyHead+
		"France,A_1972A,Convention (London version),1972-04-10,1972-04-10,1975-03-26,1975-03-26,1975-03-26,\n"+
		"France,A_1972A,Convention (Moscow version),1972-04-10,1972-04-10,1975-04-01,1975-03-26,,\n"+
		"United Kingdom,A_1972A,Convention (London version),1972-04-10,,1980-01-01,1975-03-26,1980-02-01,\n"+
		"Czechoslovakia,A_1972A,Convention (London version),1972-04-10,,1994-01-01,1975-03-26,1993-01-01,\n"+
		"European Union,A_1972A,Convention (London version),1972-04-10,1972,,1975-03-26,,9999-12-31\n"+
		"France,B_1990A:C,Agreement,1990-01-01,1990-01-01,,,1990-06-01,1980-01-01\n"+
		"Gibraltar,B_1990A:C,Agreement,1990-01-02,1990-01-01,,,,1980-01-01\n"+
		"Hong Kong,B_1990A:C,Agreement,1990-01-01,,,,,1980-01-01\n"+
		"Atlantis,C,Other,1990-01-01,1990-01-01,,,,\n"+
		"France,D,Old,1351-01-01,1351-01-01,,,,\n"+
		"France,E,Ended,1990-01-01,1990-01-01,,1990-06-01,,1990-03-01\n"+
		"France,F,Short,1990-01-01\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range rows {
		r := &rows[i]
		in := &r.Instrument
		got = append(got, fmt.Sprintf("%d %s %q %s %s %s|%s|%v", r.Line, in.ID, in.Title, in.Adopted, in.EntryIntoForce.Declared, in.Ended, r.Fault, r.Unknown))
		if r.Fault == "" {
			for _, a := range in.Record {
				got = append(got, fmt.Sprintf("  %s %s %s eff %s", a.State, a.Act, a.On, a.Effective))
			}
		}
		for _, x := range r.Told {
			got = append(got, fmt.Sprintf("  told %d: %s", x.Line, x.Text))
		}
	}
	want := strings.Split(`2 GGO-A-1972A "Convention (London version)" 1972-04-10 1975-03-26 ||[]
  CSK succeeded 1994-01-01 eff 1993-01-01
  FRA signed 1972-04-10 eff 
  FRA ratified 1975-03-26 eff 
  GBR acceded 1980-01-01 eff 1980-02-01
  told 3: Title: "Convention (Moscow version)", where a row before has "Convention (London version)"
  told 6: Term: "9999-12-31", where a row before has ""
  told 6: EU: StateSignature: "1972" is a year or a month and not a day; write it as 2024-06-01 or 1 June 2024; it was left out
  told 6: EU: neither signature nor deposit; the row was left out
  told 0: CSK: succeeded 1994-01-01 eff 1993-01-01: on that day the State did not exist; taken as it stands
7 GGO-B-1990A-C "Agreement"   1980-01-01||[]
  FRA signed 1990-01-01 eff 
  FRA bound 1990-06-01 eff 
  told 8: Signature: "1990-01-02", where a row before has "1990-01-01"
  told 7: [Gibraltar]: territories for which GBR acts; their rows were left out
10 GGO-C "Other" 1990-01-01  ||[Atlantis]
11 GGO-D "Old"   |it tells no act of a party that can be read|[]
  told 11: Signature: the day 1351-01-01 does not lie in the years 1648 to 2100; it was left out
  told 11: FRA: StateSignature: the day 1351-01-01 does not lie in the years 1648 to 2100; it was left out
  told 11: FRA: neither signature nor deposit; the row was left out
12 GGO-E "Ended" 1990-01-01 1990-06-01 1990-03-01|it ended on 1990-03-01, before it entered into force on 1990-06-01|[]
13 GGO-F ""   |it has no title or no treatyID|[]
  told 13: it has 4 columns, and the header has 9; the row was left out`, "\n")
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func FuzzManyTreaties(f *testing.F) {
	f.Add(manyHead + "France,A_1972A,Convention,1972-04-10,1972-04-10,1975-03-26,1975-03-26,1975-03-26,\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := read("many-treaties", "list.csv", text)
		sound(t, rows, err)
	})
}
