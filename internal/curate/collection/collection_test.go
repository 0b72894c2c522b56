package collection

import (
	"errors"
	"strings"
	"testing"

	ent "entente"
)

type known map[string]ent.StateCode

func (k known) Code(name string) (ent.StateCode, bool) {
	c, ok := k[strings.ToUpper(name)]
	return c, ok
}

var names = known{"FRANCE": "FRA", "UNITED KINGDOM": "GBR", "GREAT BRITAIN": "GBR"}

const head = "id,title,laterality,parties,signed,eif,terminated\n"

func TestRecords(t *testing.T) {
	rows, err := Read("uk-treaties", strings.NewReader("\ufeff"+head+
		"1,Treaty,BI,UNITED KINGDOM ; FRANCE,1904-04-08,1904-12-08,\n"+
		"2,Treaty,BI,UNITED KINGDOM ; FRANKFORT,1832-05-13,,\n"+
		"3,Treaty,BI,UNITED KINGDOM,1904-02-30,,\n"+
		"4,,BI,FRANCE,1904-02-01,,\n"+
		"5,Treaty,BI,FRANCE,1904-02-01,1905-01-01,1904-12-31\n"+
		"6,Treaty,BI,,1904-02-01,,\n"+
		"7,\"Treaty\nin two lines\",BI,GREAT BRITAIN; United Kingdom,1904-02-01,1903-01-01,\r\n"+
		"8,short\n"), names)
	if err != nil || len(rows) != 8 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if a := rows[0]; a.Fault != "" || a.Instrument.ID != "UKTO-1" || len(a.Instrument.Record) != 4 || a.Instrument.EntryIntoForce.Fixed.String() != "1904-12-08" {
		t.Errorf("%+v", a)
	}
	if a := rows[1]; a.Fault != "" || len(a.Unknown) != 1 || a.Unknown[0] != "FRANKFORT" {
		t.Errorf("%+v", a)
	}
	for i, want := range map[int]string{2: "1904-02-30", 3: "no title", 4: "before it entered into force", 5: "names no party", 7: "names no party"} {
		if !strings.Contains(rows[i].Fault, want) {
			t.Errorf("row %d: %q, want %q", i, rows[i].Fault, want)
		}
	}
	if a := rows[6]; a.Fault != "" || len(a.Instrument.Record) != 2 || a.Instrument.Note == "" || a.Line != 8 || rows[7].Line != 10 {
		t.Errorf("line %d and %d, %+v", a.Line, rows[7].Line, a)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	for _, c := range [][2]string{{"uk-treaties", ""}, {"uk-treaties", "id,title\n"}, {"nothing", head}, {"uk-treaties", "\x00\xff\xfe"}} {
		if _, err := Read(c[0], strings.NewReader(c[1]), names); !errors.Is(err, ent.ErrInvalid) {
			t.Errorf("%q: %v", c, err)
		}
	}
}

// Whatever stands in a file, each record has a line and either an id with acts of States
// that are known, or a reason why not.
func FuzzRead(f *testing.F) {
	f.Add(head + "1,Treaty,BI,UNITED KINGDOM ; FRANCE,1904-04-08,1904-12-08,\n")
	f.Add(head + "\"1,\"\"\",x\r\n,,,;;;,0000-00-00,9999-12-31,\n")
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := Read("uk-treaties", strings.NewReader(text), names)
		if err != nil && !errors.Is(err, ent.ErrInvalid) {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Line < 2 {
				t.Fatalf("a record on line %d", r.Line)
			}
			for _, a := range r.Instrument.Record {
				if a.State != "FRA" && a.State != "GBR" || a.On == 0 {
					t.Fatalf("%+v", a)
				}
			}
			if r.Fault == "" && len(r.Unknown) == 0 && r.Instrument.Title == "" {
				t.Fatal("a record without title was taken")
			}
		}
	})
}
