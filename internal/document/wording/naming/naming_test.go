package naming_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	ent "entente"
	"entente/corpus"
	"entente/internal/document/wording/naming"
)

func names(t testing.TB) *naming.Names {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return naming.Of(lib.Treaties)
}

func told(list []naming.Maker) string {
	var out []string
	for _, m := range list {
		switch {
		case m.Collective:
			out = append(out, "all:"+string(m.Of))
		case m.Code == "":
			out = append(out, "*"+m.Name)
		default:
			out = append(out, string(m.Code))
		}
	}
	return strings.Join(out, " ")
}

func TestMakersOfTitles(t *testing.T) {
	n := names(t)
	for title, want := range map[string]string{
		"Agreement between the Kingdom of Norway and the Republic of Korea concerning exercises":                                 "NOR KOR",
		"Verdrag tussen het Koninkrijk der Nederlanden, het Koninkrijk België en het Groothertogdom Luxemburg inzake oefeningen": "NLD BEL LUX",
		"Notawisseling tussen de Nederlandse en de Amerikaanse Regering betreffende opslag":                                      "NLD USA",
		"Accord entre le Royaume de Norvège et la République du Sénégal":                                                         "NOR SEN",
		"Agreement between the Parties to the North Atlantic Treaty regarding the status of their forces":                        "all:NAT",
		"Agreement between the Kingdom of Sweden and the Organisation for the Prohibition of Chemical Weapons regarding a seat":  "SWE *Organisation for the Prohibition of Chemical Weapons",
		"Abkommen zwischen der Bundesrepublik Deutschland und der Republik Österreich über Übungen":                              "DEU AUT",
		"Abkommen zwischen dem Vereinigten Königreich Großbritannien und Nordirland und dem Königreich Dänemark":                 "GBR DNK",
		"Convention on the law of treaties between States and international organizations":                                       "all:",
		"AGREEMENT BETWEEN THE GOVERNMENT OF JAPAN AND THE GOVERNMENT OF AUSTRALIA CONCERNING RECIPROCAL ACCESS":                 "JPN AUS",
		"Treaty on Open Skies": "",
	} {
		if got := told(n.FromTitle(title)); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

func TestMakersOfPreambles(t *testing.T) {
	n := names(t)
	for text, want := range map[string]string{
		"The Government of Finland and the Government of Japan, recalling the Charter of the United Nations, have agreed":                               "FIN JPN",
		"Le gouvernement du Royaume des Pays-Bas et le gouvernement de la République française, ci-après dénommés «les Parties», considérant":           "NLD FRA",
		"Die Regierung der Bundesrepublik Deutschland und die Regierung des Königreichs der Niederlande, im folgenden Vertragsparteien genannt, in der": "DEU NLD",
		"El Gobierno del Reino de España y el Gobierno de la República Argentina, deseando cooperar":                                                    "ESP ARG",
		"Il Governo della Repubblica italiana e il Governo del Regno di Danimarca, desiderando":                                                         "ITA DNK",
		"O Governo da República Portuguesa e o Governo do Brasil, desejando":                                                                            "PRT BRA",
		"The Parties to the North Atlantic Treaty, signed at Washington on 4 April 1949, Being satisfied":                                               "all:NAT",
		"The member States of the Council of Europe, signatory hereto, Having regard to the Convention":                                                 "all:",
		"Whereas Article 104 of the Charter of the United Nations provides that the Organization shall enjoy":                                           "",
		"The Ministry refers to talks held in March and proposes the following":                                                                         "",
	} {
		if got := told(n.FromPreamble(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestTitled(t *testing.T) {
	n := names(t)
	for title, want := range map[string]ent.InstrumentID{
		"Agreement between the Parties to the North Atlantic Treaty regarding the Status of their Forces":                                                  "NATO-SOFA",
		"Verdrag van Wenen inzake het verdragenrecht":                                                                                                      "VCLT",
		"CONVENTION ON THE PRIVILEGES AND IMMUNITIES OF THE UNITED NATIONS.":                                                                               "CPIUN",
		"Protocol to the North Atlantic Treaty on the accession of Spain":                                                                                  "",
		"Agreement supplementing the Convention on Cybercrime":                                                                                             "",
		"Protocol additional to the Geneva Conventions of 12 August 1949, and relating to the Adoption of an Additional Distinctive Emblem (Protocol III)": "AP3",
	} {
		if got := n.Titled(title); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

// A number in a name is a part of it, a blank that was lost parts two names, and a name that
// only looks like another is none.
func TestInstruments(t *testing.T) {
	n := names(t)
	for text, want := range map[string]string{
		"under Additional Protocol I and Additional Protocol II": "AP1 AP2", "a member of the North Atlantic Treaty Organization": "", "the present Additional Protocol": "",
		"het Handvest van de Verenigde Naties en het Noord-Atlantisch Verdrag": "UNC NAT", "to its Charter": "",
	} {
		var got []string
		for _, h := range n.Instruments(text) {
			if h.For != "" {
				got = append(got, h.For)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", text, got, want)
		}
	}
	if hits := n.States("het Koninkrijk der NederlandenJANSSEN"); len(hits) != 1 || hits[0].For != "NLD" {
		t.Errorf("%+v", hits)
	}
	if got := naming.Of(nil).States("Norway"); len(got) != 0 {
		t.Errorf("without a library: %v", got)
	}
}

// Every code and id of the tables is one that the library has, so that no line is dead.
func TestTables(t *testing.T) {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	for code := range naming.TableCodes() {
		if c := ent.StateCode(code); lib.Treaties.World().State(c) == nil && !lib.Treaties.World().IsOrganisation(c) {
			t.Errorf("states.txt: %s is no State or organisation of the library", code)
		}
	}
	for id := range naming.TableIDs() {
		if lib.Treaties.Instrument(ent.InstrumentID(id)) == nil {
			t.Errorf("instruments.txt: %s is no instrument of the library", id)
		}
	}
}

// Whatever the text, places lie within it and in order.
func FuzzNames(f *testing.F) {
	f.Add("Verdrag tussen het Koninkrijk der NederlandenJAN en de VS, İĲß")
	f.Add("The Government of X and (the Government of Y, between")
	n := names(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 5000 || !utf8.ValidString(text) {
			return
		}
		last := 0
		for _, h := range append(n.States(text), n.Instruments("")...) {
			if h.Start < last || h.End > len(text) || h.Start >= h.End {
				t.Fatalf("%+v in %q", h, text)
			}
			last = h.End
		}
		for _, m := range append(n.FromTitle(text), n.FromPreamble(text)...) {
			if m.Name == "" || m.Of != "" && !m.Collective {
				t.Fatalf("%+v of %q", m, text)
			}
		}
		n.Titled(text)
		n.First(text)
	})
}
