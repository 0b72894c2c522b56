package document

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	ent "entente"
	"entente/internal/law/treaty"
)

// opening returns the title and the first words of the preamble, where parties stand.
func (d *Document) opening() string {
	text := d.Title
	for _, p := range d.Preamble {
		text += "\n" + p.Text
		break
	}
	r := []rune(text)
	if len(r) > 3000 {
		r = r[:3000]
	}
	return string(r)
}

// parties finds the States and organisations that make the agreement, in the order in which
// they are named, where there are few; of a treaty open to many none is told.
func (d *Document) parties(lib *treaty.Library) {
	if lib == nil {
		return
	}
	type found struct {
		at   int
		code ent.StateCode
		name string
	}
	w := lib.World()
	text := d.opening()
	var all []found
	for _, c := range w.Codes() {
		best := -1
		name := ""
		for _, n := range names(w, c) {
			if i := wordIndex(text, n); i >= 0 && (best < 0 || i < best) {
				best, name = i, n
			}
		}
		if best >= 0 {
			all = append(all, found{best, c, name})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].at != all[j].at {
			return all[i].at < all[j].at
		}
		return len(all[i].name) > len(all[j].name)
	})
	for _, f := range all {
		if s := w.State(f.code); s != nil && s.Until != 0 && len(all) > 2 {
			continue
		}
		d.Parties = append(d.Parties, Party{f.code, f.name})
	}
	if len(d.Parties) > 12 {
		d.Parties = d.Parties[:0]
		d.Warnings = append(d.Warnings, "more than twelve States are named at the beginning; the parties are those of the acts on record")
	}
}

// names are the ways in which a State is written in titles.
func names(w *treaty.World, c ent.StateCode) []string {
	s := w.State(c)
	out := []string{s.Name}
	out = append(out, s.Aliases...)
	out = append(out, common[c]...)
	return slices.DeleteFunc(out, func(n string) bool { return utf8.RuneCountInString(n) < 4 })
}

// common are long and foreign forms of names that titles of treaties use.
var common = map[ent.StateCode][]string{
	"USA": {"United States of America", "Verenigde Staten van Amerika", "États-Unis d'Amérique"}, "GBR": {"United Kingdom of Great Britain", "Verenigd Koninkrijk", "Royaume-Uni"},
	"NLD": {"Kingdom of the Netherlands", "Koninkrijk der Nederlanden", "Royaume des Pays-Bas"}, "DEU": {"Federal Republic of Germany", "Bondsrepubliek Duitsland", "République fédérale d'Allemagne", "Bundesrepublik Deutschland"},
	"FRA": {"French Republic", "Franse Republiek", "République française"}, "BEL": {"Kingdom of Belgium", "Koninkrijk België", "Royaume de Belgique"}, "RUS": {"Russian Federation", "Russische Federatie"},
	"POL": {"Republic of Poland", "Republiek Polen"}, "ESP": {"Kingdom of Spain", "Koninkrijk Spanje"}, "ITA": {"Italian Republic", "Italiaanse Republiek"}, "SUR": {"Republiek Suriname", "Republic of Suriname"},
	"LUX": {"Grand Duchy of Luxembourg", "Groothertogdom Luxemburg"}, "TUR": {"Republic of Turkey", "Republiek Turkije"}, "NOR": {"Kingdom of Norway", "Koninkrijk Noorwegen"}, "SWE": {"Kingdom of Sweden", "Koninkrijk Zweden"},
	"DNK": {"Kingdom of Denmark", "Koninkrijk Denemarken"}, "CAN": {"Canada"}, "JPN": {"Japan"}, "ROU": {"Romania", "Roemenië"}, "BGR": {"Republic of Bulgaria", "Republiek Bulgarije"}, "UKR": {"Ukraine", "Oekraïne"},
}

// wordIndex returns where a name stands in a text as whole words, -1 when nowhere.
func wordIndex(text, name string) int {
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(name)
		before, _ := utf8.DecodeLastRuneInString(text[:i])
		after, _ := utf8.DecodeRuneInString(text[end:])
		if !letter(before) && !letter(after) {
			return i
		}
		from = end
	}
}

func letter(r rune) bool {
	return r != utf8.RuneError && (r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 0x7f && r != '’' && r != '–' && r != '—' && r != '“' && r != '”' && r != '\u00a0')
}

var months = map[string]int{}

func init() {
	for _, l := range []string{"january february march april may june july august september october november december",
		"janvier février mars avril mai juin juillet août septembre octobre novembre décembre", "januari februari maart april mei juni juli augustus september oktober november december",
		"januar februar märz april mai juni juli august september oktober november dezember", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
		"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"} {
		for i, m := range strings.Fields(l) {
			months[m] = i + 1
		}
	}
}

var (
	dayMonth   = regexp.MustCompile(`(?i)\b(\d{1,2})(?:st|nd|rd|th|er|e|de|ste|\.)?\s*(?:day\s+of\s+|of\s+|de\s+)?(\p{L}{3,10})(?:\s+de|,)?\s+(?:in the year\s+)?(\d{4})\b`)
	monthDay   = regexp.MustCompile(`(?i)\b(\p{L}{3,10})\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b`)
	monthFirst = regexp.MustCompile(`(?i)\bdone\b|\bsigned\b|gedaan|fait\b|geschehen|hecho|fatto`)
)

// DayIn reads the first day that a text names, in words or figures of the languages that
// are read; zero when there is none that exists.
func DayIn(text string) ent.Date {
	best, at := ent.Date(0), len(text)+1
	try := func(i int, day, month, year string) {
		d, _ := strconv.Atoi(day)
		y, _ := strconv.Atoi(year)
		m := months[strings.ToLower(month)]
		if m == 0 || d == 0 || i >= at {
			return
		}
		if got, err := ent.ParseDate(strconv.Itoa(y) + "-" + two(m) + "-" + two(d)); err == nil {
			best, at = got, i
		}
	}
	for _, m := range dayMonth.FindAllStringSubmatchIndex(text, 20) {
		try(m[0], text[m[2]:m[3]], text[m[4]:m[5]], text[m[6]:m[7]])
	}
	for _, m := range monthDay.FindAllStringSubmatchIndex(text, 20) {
		try(m[0], text[m[4]:m[5]], text[m[2]:m[3]], text[m[6]:m[7]])
	}
	return best
}

func two(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// dates reads the day of signature from the closing words.
func (d *Document) dates() {
	for _, s := range d.Signatures {
		if loc := monthFirst.FindStringIndex(s.Text); loc != nil {
			if day := DayIn(s.Text[loc[0]:]); day != 0 {
				d.Dates.Signed = day
				return
			}
		}
	}
	for _, s := range d.Signatures {
		if day := DayIn(s.Text); day != 0 {
			d.Dates.Signed = day
			return
		}
	}
}

var definitionForm = regexp.MustCompile(`["“„'‘«]\s*([^"”“'’»]{2,80}?)\s*["”'’»]\s*(?:(?:\([^)]*\)\s*)?(?:shall mean|means|mean|shall include|includes|désigne|signifie|s'entend|betekent|wordt verstaan|bedeutet)|:)\s*([^;]{3,600})`)

// definitions finds the terms that the text defines.
func (d *Document) definitions() {
	for i := range d.Articles {
		a := &d.Articles[i]
		for _, m := range definitionForm.FindAllStringSubmatch(a.Text(), 60) {
			d.Definitions = append(d.Definitions, Definition{a.Language, strings.TrimSpace(m[1]), strings.TrimSpace(m[2]), a.Number})
		}
	}
}

var internalForm = regexp.MustCompile(`(?i)\b(?:paragraphs?\s+\d+(?:\s*\([a-z]+\))*\s+of\s+)?articles?\s+([IVXLC]+|\d{1,3})(?:\s*\(\d+\))?(?:,?\s+paragraph\s+\d+)?(?:\s+of\s+(?:this|the present)\s+\p{L}+)?`)

// references finds mentions of other instruments of the library, and of articles.
func (d *Document) references(lib *treaty.Library) {
	var known []named
	if lib != nil {
		known = titles(lib)
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		text := a.Text()
		lower := strings.ToLower(text)
		if len(lower) != len(text) { // a letter whose small form is longer: places would not agree
			text = lower
		}
		for _, k := range known {
			if at := strings.Index(lower, k.text); at >= 0 {
				d.References = append(d.References, Reference{a.Language, text[at : at+len(k.text)], k.id, articleBefore(text[:at]), a.Number})
			}
		}
		seen := map[string]bool{}
		for _, m := range internalForm.FindAllStringSubmatch(text, 40) {
			if !seen[m[0]] {
				seen[m[0]] = true
				d.References = append(d.References, Reference{a.Language, m[0], "", m[1], a.Number})
			}
		}
	}
}

type named struct {
	text string
	id   ent.InstrumentID
}

// titles are the names by which instruments of the library are mentioned, in lower case;
// short ones and ids are too many things.
func titles(lib *treaty.Library) []named {
	var out []named
	for _, id := range lib.IDs() {
		in := lib.Instrument(id)
		for _, t := range append([]string{in.Title}, in.Aliases...) {
			if t = strings.ToLower(t); len(t) >= 14 {
				out = append(out, named{t, id})
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return len(out[i].text) > len(out[j].text) })
	return out
}

var articleOf = regexp.MustCompile(`(?i)article\s+([IVXLC]+|\d{1,3})(?:\s*\(\d+\))?\s+of\s+(?:the\s+)?$`)

// articleBefore returns the article that stands right before a mention: "Article 51 of the".
func articleBefore(text string) string {
	if len(text) > 60 {
		text = text[len(text)-60:]
	}
	if m := articleOf.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
