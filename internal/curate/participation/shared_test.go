package participation

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	ent "entente"
	"entente/internal/curate/sheet"
	"entente/internal/law/treaty"
	"entente/internal/sharedtest"
)

// shared finds a file of the data beside the checkout (../shared/data next to
// the root of the repository, or under ENTENTE_SHARED). Without it the test is
// skipped, save where CI asks for all of them.
func shared(t *testing.T, name string) string {
	t.Helper()
	text, err := sheet.NewSource(os.DirFS(sharedtest.Path(t, "data")), "").Text(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// spellings adds to a list of countries what the sources write differently.
var spellings = known{"Bolivia (Plurinational State of)": "BOL", "Cabo Verde": "CPV", "Congo": "COG", "Cook Islands": "COK", "Czech Republic": "CZE", "Côte d'Ivoire": "CIV",
	"Democratic People's Republic of Korea": "PRK", "Democratic Republic of the Congo": "COD", "European Union": "EU", "Gambia": "GMB", "Holy See": "VAT",
	"Iran (Islamic Republic of)": "IRN", "Lao People's Democratic Republic": "LAO", "Micronesia (Federated States of)": "FSM", "Netherlands": "NLD", "Niue": "NIU",
	"Republic of Korea": "KOR", "Republic of Moldova": "MDA", "Russian Federation": "RUS", "Sao Tome and Principe": "STP", "St. Kitts and Nevis": "KNA", "St. Lucia": "LCA",
	"St. Vincent and the Grenadines": "VCT", "State of Palestine": "PSE", "Swaziland": "SWZ", "Syrian Arab Republic": "SYR", "The former Yugoslav Republic of Macedonia": "MKD",
	"Turkey": "TUR", "United Kingdom of Great Britain and Northern Ireland": "GBR", "United Republic of Tanzania": "TZA", "United States of America": "USA",
	"Venezuela (Bolivarian Republic of)": "VEN", "Viet Nam": "VNM", "YUG": "YUG", "CSK": "CSK", "DDR": "DDR", "SCG": "SCG", "YAR": "YAR", "YMD": "YMD", "ALG": "DZA", "BZL": "BRA", "LES": "LSO"}

func sharedNames(t *testing.T) Names {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(shared(t, "states/countrycode_codelist.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	code, names := slices.Index(rows[0], "iso3c"), known{}
	for _, r := range rows[1:] {
		for _, column := range []string{"iso3c", "country.name.en", "un.name.en"} {
			if i := slices.Index(rows[0], column); r[code] != "NA" && r[i] != "NA" {
				names[r[i]] = ent.StateCode(r[code])
			}
		}
	}
	for name, c := range spellings {
		names[name] = c
	}
	return names
}

// deposits returns the days of first consent, successions aside, in order.
func deposits(table Table) []ent.Date {
	var days []ent.Date
	for _, r := range table.Rows {
		for _, a := range r.Acts {
			if a.Verb != treaty.Signed && a.Verb != treaty.Provisional && a.Verb != treaty.Succeeded {
				days = append(days, a.On)
				break
			}
		}
	}
	slices.Sort(days)
	return days
}

// The Nth deposit in each list, where the depositary's own count is known. The
// list of the Vienna Convention lacks Yugoslavia's instrument and so comes out
// late: the law is 1979-12-28.
func TestNthDepositInTheTreatyCollection(t *testing.T) {
	names := sharedNames(t)
	for _, c := range []struct {
		file, treaty string
		nth          int
		want, asOf   string
	}{
		{"18-10", "Rome Statute", 60, "2002-04-11", "2013-02-15"},
		{"26-5", "Ottawa", 40, "1998-09-16", "2012-12-27"},
		{"26-6", "cluster munitions", 30, "2010-02-16", "2013-09-13"},
		{"26-3", "chemical weapons", 65, "1996-10-31", "2013-09-14"},
		{"4-9", "torture", 20, "1987-05-27", "2015-02-05"},
		{"23-1", "law of treaties", 35, "1980-01-03", "2014-04-02"},
		{"26-8", "arms trade", 41, "2014-06-16", "2014-06-16"},
	} {
		table, problems, err := ReadUNTC(shared(t, "un-treaty-collection/treaties/"+c.file+".csv"), names)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s", c.treaty, p)
		}
		if d := deposits(table); len(d) < c.nth || d[c.nth-1].String() != c.want {
			t.Errorf("%s: %d deposits, the %dth is not of %s", c.treaty, len(d), c.nth, c.want)
		}
		if table.AsOf.String() != c.asOf {
			t.Errorf("%s: as of %s, want %s", c.treaty, table.AsOf, c.asOf)
		}
	}
}

func TestSeveralDepositariesCountOnce(t *testing.T) {
	names := sharedNames(t)
	table, _, err := ReadManyTreaties(shared(t, "many-treaties/many_parties__GGO.csv.gz"), "PD05WD_1972A", names)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(table.Rows); n < 180 || n > 200 {
		t.Errorf("biological weapons: %d States; the sheet has 307 rows, one for each depositary", n)
	}
	for _, r := range table.Rows {
		if n := len(r.Acts); n > 2 {
			t.Errorf("%s: %d acts", r.State, n)
		}
	}
}

func TestPartnershipForPeaceAgreement(t *testing.T) {
	table, problems, err := ReadSwissParties(shared(t, "swiss-parties/parties_parsed.csv"), "0.510.1", sharedNames(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Error(p)
	}
	inForce := ent.NewDate(1996, 1, 13)
	rule := func(on ent.Date) ent.Date { return max(on.AddDays(30), inForce) }
	plain := table.Plain(rule)
	if len(plain.Rows) != 44 {
		t.Errorf("%d parties, want 44", len(plain.Rows))
	}
	for _, r := range plain.Rows {
		if r.Acts[0].Effective != 0 {
			t.Errorf("%s: the day in force does not follow from the deposit: %s", r.State, r.Acts[0])
		}
	}
}
