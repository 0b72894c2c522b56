package citing_test

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	ent "entente"
	"entente/corpus"
	"entente/internal/document/wording/citing"
	"entente/internal/document/wording/naming"
)

func finder(t testing.TB) *citing.Finder {
	lib, err := corpus.Library()
	if err != nil {
		t.Fatal(err)
	}
	return citing.New(naming.Of(lib.Treaties), map[string]ent.InstrumentID{"agreement": "", "statute": "ROME"})
}

// told writes mentions as instrument article(paragraph), own with a star, unnamed with a
// question mark.
func told(list []citing.Mention) string {
	var out []string
	for _, m := range list {
		s := fmt.Sprintf("%s %s", m.Instrument, m.Article)
		switch {
		case m.Own:
			s = "*" + m.Article
		case m.Instrument == "":
			s = "?" + m.Article
		}
		if m.Paragraph != "" {
			s += "/" + m.Paragraph
		}
		out = append(out, strings.TrimSpace(s))
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	f := finder(t)
	for text, want := range map[string]string{
		"under Article VII of the NATO Status of Forces Agreement": "NATO-SOFA VII", "in accordance with Article 51 of the Charter of the United Nations": "UNC 51",
		"paragraph 3 (a) of Article 5 of this Agreement": "*5/3(a)", "Articles 5, 6 bis and 7": "*5; *6 bis; *7", "article 12(2)(b)": "*12/2(b)", "Article I-7": "*I-7", "Article 12A": "*12A",
		"in artikel 4, tweede lid, onder b, van het Verdrag van Wenen inzake het verdragenrecht": "VCLT 4/2(b)", "artikel 71, vierde lid": "*71/4", "Artikel 8 Absatz (2)": "*8/2", "l'article 3, paragraphe 2": "*3/2",
		"Article 9 of the Agreement": "*9", "article 36, paragraph 10, of the Statute": "ROME 36/10", "Article 4 of the Finance Convention": "?4", "artikelen 99, 100c en 363 van het Wetboek van Strafrecht": "?99; ?100c; ?363",
		"Article 6, paragraph 1 b), of the Convention on Widgets": "?6/1(b)", "The North Atlantic Treaty remains unaffected.": "NAT", "The article is short. In 1951 it was long.": "", "Article": "", "subparagraph 7a) of article 17": "*17/7(a)",
		"artikel 7 van de vierde wet tot wijziging": "?7", "artikel III en in artikel XIII van het Handvest van de Verenigde Naties": "UNC III; UNC XIII",
	} {
		if got := told(f.Find(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// Whatever the text, a mention stands in it.
func FuzzFind(f *testing.F) {
	f.Add("paragraph 3 (a) of Articles 5, 6 bis and 7, lid 2, of this Agreement; Artikel 8 Absatz (2) des")
	f.Add("article 1e, 2e of the of the İ Charter of the United Nations (")
	fi := finder(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 5000 || !utf8.ValidString(text) {
			return
		}
		for _, m := range fi.Find(text) {
			if m.Article == "" && m.Instrument == "" || !strings.Contains(text, strings.TrimSuffix(m.Text, ")")) || m.Own && m.Instrument != "" {
				t.Fatalf("%+v of %q", m, text)
			}
		}
	})
}
