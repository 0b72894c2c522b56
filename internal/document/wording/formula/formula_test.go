package formula_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"entente/internal/document/wording/formula"
)

func TestDay(t *testing.T) {
	for text, want := range map[string]string{
		"this nineteenth day of June, one thousand nine hundred and fifty-one": "1951-06-19", "the fourth day of April, 1949": "1949-04-04", "twenty-third day of November two thousand and one": "2001-11-23",
		"de twaalfde Augustus negentienhonderd negen en veertig": "1949-08-12", "de tiende november tweeduizendvier": "2004-11-10", "op vierentwintig september 1997": "1997-09-24",
		"le 17 du mois d’août de l'an 2009": "2009-08-17", "le premier décembre mil neuf cent quarante-huit": "1948-12-01", "am 3. August 1959": "1959-08-03", "a 5 de maio de 2011": "2011-05-05", "el 3 de junio de 1998": "1998-06-03",
		"No. 99The Hague, December 7, 1981Excellency": "1981-12-07", "26.03.2003": "2003-03-26", "2003-03-26": "2003-03-26", "31 February 2024": "", "no day": "", "in 1951": "",
	} {
		got := ""
		if d := formula.Day(text); d != 0 {
			got = d.String()
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestReadClosing(t *testing.T) {
	for text, want := range map[string]string{
		"DONE at Oslo, this 5th day of March 2021, in two copies, in the English and Norwegian languages, both texts being equally authentic.":       "Oslo 2021-03-05 [en no] true ",
		"GEDAAN in tweevoud, te Parijs op 28 juli 1992, elk in de Nederlandse en de Franse taal, zijnde beide teksten gelijkelijk authentiek.":       "Parijs 1992-07-28 [nl fr] true ",
		"FAIT à La Haye, le 2 mai 2012, en deux exemplaires, en langues française et néerlandaise, les deux textes faisant également foi.":           "La Haye 2012-05-02 [fr nl] true ",
		"Geschehen zu Bonn am 3. August 1959 in deutscher und englischer Sprache, wobei jeder Wortlaut gleichermaßen verbindlich ist.":               "Bonn 1959-08-03 [de en] true ",
		"Hecho en Madrid el 3 de junio de 1998, en lengua española, ambos textos igualmente auténticos.":                                             "Madrid 1998-06-03 [es] true ",
		"Gedaan te Moskou, op 14 maart 2000 in de Nederlandse, Russische en Engelse taal. In geval van verschil is de Engelse tekst doorslaggevend.": "Moskou 2000-03-14 [nl ru en] false en",
		"For the Swiss Confederation, the Federal Council has agreed":                                                                                " 0 [] false ",
	} {
		c := formula.ReadClosing(text)
		on := "0"
		if c.On != 0 {
			on = c.On.String()
		}
		if got := fmt.Sprint(c.Place, " ", on, " ", c.Languages, " ", c.Equally, " ", c.Prevails); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestReadForce(t *testing.T) {
	for text, want := range map[string]string{
		"1. This Convention shall enter into force thirty days after twenty-two instruments of ratification have been deposited. 2. For each State ratifying later it shall enter into force on the day of its deposit.": "deposit 22 30 days",
		"This Agreement shall enter into force on the first day of the second month after the Parties have notified each other that their procedures are complete.":                                                      "notification 0 first day of month 2",
		"This Protocol shall enter into force on the first day of the month following the expiration of a period of three months after the date on which five States have expressed their consent to be bound.":          "deposit 5 first day of month 4",
		"Dit Verdrag wordt voorlopig toegepast vanaf de dag van ondertekening en treedt in werking op de dag waarop de Partijen elkaar ervan in kennis hebben gesteld dat aan de vereisten is voldaan.":                  "notification 0 ",
		"Le présent accord entrera en vigueur dès l'échange des instruments de ratification.":                                                                                                                            "deposit 0 ", "Dieses Abkommen tritt am Tage der Unterzeichnung in Kraft.": "signature 0 ",
		"this note and your reply shall constitute an agreement, which enters into force on the date of your reply.": "reply 0 ", "This Agreement shall enter into force on 1 January 2006.": "day 0 ",
		"This Agreement enters into force on signature and shall remain in force until six months after notice.": "signature 0 ", "An amendment shall enter into force upon acceptance by all.": "", "The rules of force are these.": "",
	} {
		f, score := formula.ReadForce(text)
		got := ""
		if score >= 2 {
			got = fmt.Sprint(f.Upon, " ", f.Count, " ", f.Delay)
		}
		if got != want {
			t.Errorf("%s: %q (%d), want %q", text, got, score, want)
		}
	}
}

// Whatever the text, what is read comes from it.
func FuzzFormula(f *testing.F) {
	f.Add("DONE at Oslo, this 5th day of March 2021, in the English language. This Agreement enters into force on 2021-03-05.")
	f.Add("Gedaan te 's-Gravenhage, de 3de mei tweeduizendelf; treedt in werking İ")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 5000 || !utf8.ValidString(text) {
			return
		}
		formula.Day(text)
		c := formula.ReadClosing(text)
		if !strings.Contains(text, c.Place) {
			t.Fatalf("place %q is not in %q", c.Place, text)
		}
		if got, score := formula.ReadForce(text); score > 0 && (got.Upon == "" || !strings.Contains(text, got.Text)) {
			t.Fatalf("%+v of %q", got, text)
		}
	})
}
