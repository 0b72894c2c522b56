package compare

import (
	"fmt"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"entente/internal/document"
	"entente/internal/document/numeral"
)

// figures are what must be the same in every language: numbers, days, amounts of money, and
// the articles and paragraphs referred to. Each is a text that is the same in all languages.
type figures struct {
	numbers, dates, amounts, references []string
	maybe                               []string // numbers that may as well be other words: one, acht, neuf
}

var monthNames = func() map[string]int {
	out := map[string]int{}
	for i, list := range []string{"january januari janvier", "february februari février", "march maart mars", "april avril", "maymonth mei mai", "june juni juin",
		"july juli juillet", "august augustus août", "september septembre", "october oktober octobre", "november novembre", "december décembre"} {
		for _, w := range strings.Fields(list) {
			out[w] = i + 1
		}
	}
	return out
}()

var currencies = map[string]string{"ff": "franc", "$": "dollar", "us$": "dollar", "usd": "dollar", "dollar": "dollar", "dollars": "dollar", "€": "euro", "eur": "euro", "euro": "euro", "euros": "euro",
	"£": "pound", "gbp": "pound", "pound": "pound", "pounds": "pound", "pond": "pound", "livres": "pound", "guilders": "guilder", "gulden": "guilder", "florins": "guilder", "nlg": "guilder",
	"franc": "franc", "francs": "franc", "frank": "franc", "franken": "franc", "franks": "franc", "ffr": "franc", "mark": "mark", "marks": "mark", "dm": "mark", "kroner": "krone", "kronen": "krone", "couronnes": "krone"}

// piece is a word or number of a text in small letters; value is its number, -1 for none.
type piece struct {
	word    string
	value   int
	ordinal bool
	digits  bool
}

var pieceOf = regexp.MustCompile(`[0-9]{1,3}(?:[.,\x{a0}\x{202f} ][0-9]{3})+|[0-9]+(?:st|nd|rd|th|er|e|de|ste)?\b|[\pL]+[$]|[\pL]+|[$€£%§()]|[.;]`)

var (
	may       = regexp.MustCompile(`\b(May|MAY)\b`)
	percents  = regexp.MustCompile(`\b(pour cent|per cent|percent|procent|ten honderd)\b`)
	thirds    = regexp.MustCompile(`\b(two[ -]thirds?|twee[ -]?derden?|tweederde|deux[ -]tiers)`)
	quarters  = regexp.MustCompile(`\b(three[ -](?:quarters|fourths)|drie[ -]?(?:vierden?|kwart)|trois[ -]quarts)`)
	joints    = strings.NewReplacer("'", " ", "’", " ", "-", " ", "–", " - ", "één", "een")
	fractions = map[string]string{"twothirds": "2/3", "threequarters": "3/4"}
)

// plainly writes in one way what may be written in several.
func plainly(text string) string {
	text = may.ReplaceAllString(text, "maymonth") // in small letters it permits
	text = percents.ReplaceAllString(strings.ToLower(text), "%")
	text = quarters.ReplaceAllString(thirds.ReplaceAllString(text, " twothirds "), " threequarters ")
	return joints.Replace(text)
}

// pieces reads a text from left to right; numbers in words become one piece.
func pieces(lang, text string) []piece {
	found := pieceOf.FindAllString(plainly(text), -1)
	var out []piece
	for i := 0; i < len(found); {
		if p, ok := digits(found[i]); ok {
			out = append(out, p)
			i++
			continue
		}
		p, n := inWords(lang, found[i:])
		out = append(out, p)
		i += n
	}
	return out
}

func digits(w string) (piece, bool) {
	if w[0] < '0' || w[0] > '9' {
		return piece{}, false
	}
	end := strings.IndexFunc(w, func(r rune) bool { return r >= 'a' && r <= 'z' })
	if end < 0 {
		end = len(w)
	}
	clean := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, w[:end])
	n, err := strconv.Atoi(clean)
	if err != nil {
		return piece{word: w, value: -1, digits: true}, true
	}
	return piece{w, n, end < len(w), true}, true
}

// inWords takes the longest number in words at the beginning of the list; n is how many
// words it has.
func inWords(lang string, list []string) (piece, int) {
	if v, ordinal, n := numeral.Read(lang, list); n > 0 {
		return piece{strings.Join(list[:n], " "), v, ordinal, false}, n
	}
	return piece{word: list[0], value: -1}, 1
}

// Words that are numbers and something else (one of them, in acht nemen, un navire neuf), and
// those after which two is what another language calls both.
var (
	ambiguous = map[string]bool{"one": true, "een": true, "un": true, "acht": true, "neuf": true}
	both      = map[string]bool{"the": true, "les": true, "des": true, "aux": true, "de": true, "der": true}
)

// pointWords come before the label of an item, which other languages print in another style.
var pointWords = map[string]bool{"onder": true, "sub": true, "letter": true, "letters": true, "punt": true, "sous": true, "point": true, "points": true, "lettre": true}

// read takes the figures out of a text.
func read(lang, text string) figures {
	var f figures
	ps := pieces(lang, text)
	used := make([]bool, len(ps))
	f.references = referencesIn(ps, used)
	f.dates = datesIn(ps, used)
	labels(ps, used)
	for i, p := range ps {
		if fraction := fractions[p.word]; fraction != "" {
			f.numbers = append(f.numbers, fraction)
		}
		if used[i] || p.value < 0 || p.ordinal {
			continue
		}
		n := strconv.Itoa(p.value)
		switch unit := unitOf(ps, i); {
		case ambiguous[p.word] && unit != "%", unit == "" && p.value == 2 && i > 0 && both[ps[i-1].word]:
			f.maybe = append(f.maybe, n)
		case unit == "":
			f.numbers = append(f.numbers, n)
		default:
			f.amounts = append(f.amounts, n+" "+unit)
		}
	}
	for _, list := range [][]string{f.numbers, f.dates, f.amounts, f.references} {
		sort.Strings(list)
	}
	return f
}

// labels marks the labels of items that are named after a word for them: onder e, 1 en 2.
func labels(ps []piece, used []bool) {
	for i, p := range ps {
		if !pointWords[p.word] {
			continue
		}
		for j := i + 1; j < len(ps) && (ps[j].digits || len(ps[j].word) == 1 && ps[j].word >= "a" || listWords[ps[j].word]); j++ {
			used[j] = true
		}
	}
}

// unitOf is the currency, or per cent, that stands beside a number; between them may stand
// an adjective or two.
func unitOf(ps []piece, i int) string {
	if i > 0 {
		if c := currencies[ps[i-1].word]; c != "" && !(i > 1 && ps[i-2].value >= 0) {
			return c
		}
	}
	for j := i + 1; j < len(ps) && j <= i+3 && ps[j].value < 0 && !strings.Contains(".;()", ps[j].word); j++ {
		if c := currencies[ps[j].word]; c != "" {
			return c
		}
		if j == i+1 && ps[j].word == "%" {
			return "%"
		}
	}
	return ""
}

// datesIn finds days: number, month and year near one another.
func datesIn(ps []piece, used []bool) []string {
	var out []string
	for i, p := range ps {
		month := monthNames[p.word]
		if month == 0 || p.value >= 0 {
			continue
		}
		year := near(ps, used, i, 1, 4, func(p piece) bool { return p.value > 1500 && p.value < 2200 })
		day := near(ps, used, i, -1, 4, isDay)
		if day < 0 {
			day = near(ps, used, i, 1, 2, isDay)
		}
		if day < 0 && year < 0 {
			continue
		}
		text := fmt.Sprintf("%02d", month)
		if year >= 0 {
			used[year] = true
			text = fmt.Sprintf("%d-%s", ps[year].value, text)
		}
		if day >= 0 {
			used[day] = true
			text += fmt.Sprintf("-%02d", ps[day].value)
		}
		out = append(out, text)
	}
	return out
}

func isDay(p piece) bool { return p.value >= 1 && p.value <= 31 }

func near(ps []piece, used []bool, i, step, far int, ok func(piece) bool) int {
	for d := 1; d <= far; d++ {
		j := i + d*step
		if j < 0 || j >= len(ps) {
			return -1
		}
		if monthNames[ps[j].word] != 0 {
			return -1
		}
		if !used[j] && ok(ps[j]) {
			return j
		}
	}
	return -1
}

var (
	articleWords   = map[string]bool{"article": true, "articles": true, "artikel": true, "artikelen": true, "art": true}
	paragraphWords = map[string]bool{"paragraph": true, "paragraphs": true, "lid": true, "leden": true, "paragraphe": true, "paragraphes": true, "paragraaf": true, "§": true, "§§": true, "alinéa": true}
	listWords      = map[string]bool{"and": true, "en": true, "et": true, "or": true, "of": true, "ou": true, "to": true, "tot": true, "met": true, "à": true, "(": true, ")": true, "the": true, "het": true, "les": true}
)

// referencesIn finds numbers of articles and paragraphs: behind the word, or, as Dutch and
// French have it, ordinals before it.
func referencesIn(ps []piece, used []bool) []string {
	var out []string
	for i, p := range ps {
		what := ""
		switch {
		case articleWords[p.word] && i > 0 && ps[i-1].word == "sub":
			what = "paragraph"
		case articleWords[p.word]:
			what = "article"
		case paragraphWords[p.word]:
			what = "paragraph"
		default:
			continue
		}
		var list []int
		if what == "paragraph" {
			list = before(ps, used, i)
		}
		if len(list) == 0 {
			list = behind(ps, used, i)
		}
		for _, v := range list {
			out = append(out, fmt.Sprintf("%s %d", what, v))
		}
	}
	return out
}

// behind reads the numbers after the word: 2, 3 and 4; VII(5).
func behind(ps []piece, used []bool, i int) []int {
	var out []int
	gap, depth := 0, 0
	for j := i + 1; j < len(ps) && gap < 4 && depth >= 0; j++ {
		p := ps[j]
		v := p.value
		if r := roman(p.word); v < 0 && r > 0 && (len(p.word) > 1 || strings.Contains("vx", p.word) || p.word == "i" && len(out) == 0) {
			v = r
		}
		switch p.word {
		case "(":
			depth++
		case ")":
			depth--
		}
		switch {
		case v >= 0 && !used[j] && !p.ordinal && (p.digits || p.value < 0):
			out = append(out, v)
			used[j] = true
			gap = 0
		case listWords[p.word] || len(p.word) == 1 && p.word != "." && p.word != ";":
			gap++
		default:
			return out
		}
		if j+1 < len(ps) && (paragraphWords[ps[j+1].word] || articleWords[ps[j+1].word]) {
			return out
		}
	}
	return out
}

// before reads ordinals before the word: het tweede en derde lid.
func before(ps []piece, used []bool, i int) []int {
	var out []int
	for j := i - 1; j >= 0 && j >= i-12; j-- {
		switch {
		case (ps[j].ordinal || j > 0 && ps[j-1].ordinal) && ps[j].value >= 0 && !used[j]: // de eerste tien leden
			out = append(out, ps[j].value)
			used[j] = true
		case listWords[ps[j].word]:
		default:
			return out
		}
	}
	return out
}

// roman reads a roman number, 0 when it is none.
func roman(w string) int {
	values := map[byte]int{'i': 1, 'v': 5, 'x': 10, 'l': 50, 'c': 100}
	sum := 0
	for i := range len(w) {
		v := values[w[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(w) && values[w[i+1]] > v {
			v = -v
		}
		sum += v
	}
	if sum <= 0 || toRoman(sum) != w {
		return 0
	}
	return sum
}

func toRoman(n int) string {
	out := ""
	for _, r := range []struct {
		n int
		s string
	}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
		for n >= r.n {
			out += r.s
			n -= r.n
		}
	}
	return out
}

// values are the numbers that a printed label may mean: c is the third letter, or roman 100.
func values(label string) []int {
	l := strings.Trim(strings.ToLower(label), " .()")
	var out []int
	if n, err := strconv.Atoi(l); err == nil {
		out = append(out, n)
	}
	if r := roman(l); r > 0 {
		out = append(out, r)
	}
	if len(l) == 1 && l[0] >= 'a' && l[0] <= 'z' {
		out = append(out, int(l[0]-'a')+1)
	}
	return out
}

// sameLabel reports whether two labels may mean the same: VII and 7, (i) and 1, (c) and 3.
func sameLabel(a, b string) bool {
	if strings.EqualFold(strings.Trim(a, " .()"), strings.Trim(b, " .()")) {
		return true
	}
	for _, x := range values(a) {
		for _, y := range values(b) {
			if x == y {
				return true
			}
		}
	}
	return false
}

func allText(p *document.Paragraph) string {
	a := document.Article{Paragraphs: []document.Paragraph{*p}}
	return a.Text()
}
