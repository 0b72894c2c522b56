// Package formula reads the sentences that agreements share: the day on which one was done,
// the words above the signatures, and the sentence on entry into force, in the languages in
// which treaties are mostly printed. It knows no document, only the words it is given, and
// it never fails: what it does not understand it leaves empty.
package formula

import (
	"strings"
	"unicode"

	ent "entente"
	"entente/internal/document/numeral"
)

// Months by name in the languages that are read.
var months = numbered(
	"january february march april may june july august september october november december",
	"januari februari maart april mei juni juli augustus september oktober november december",
	"janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
	"januar februar märz april mai juni juli august september oktober november dezember",
	"enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
	"gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
	"janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
)

// Days of the month in words, in languages that package numeral does not read.
var dayWords = numbered(
	"uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve treinta",
	"primo due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove venti ventuno ventidue ventitré ventiquattro venticinque ventisei ventisette ventotto ventinove trenta",
	"primeiro dois três quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete dezoito dezanove vinte",
	"ersten zweiten dritten vierten fünften sechsten siebten achten neunten zehnten elften zwölften dreizehnten vierzehnten fünfzehnten sechzehnten siebzehnten achtzehnten neunzehnten zwanzigsten",
)

// numbered numbers the words of each list from 1.
func numbered(lists ...string) map[string]int {
	table := map[string]int{}
	for _, list := range lists {
		for i, w := range strings.Fields(list) {
			table[w] = i + 1
		}
	}
	return table
}

type word struct {
	text string // in small letters
	at   int    // where it begins
}

// wordsOf cuts a text into words and numbers, up to a number of words.
func wordsOf(s string, most int) []word {
	var list []word
	start := -1
	var before rune
	end := func(at int) {
		if start >= 0 {
			list = append(list, word{strings.ToLower(s[start:at]), start})
			start = -1
		}
	}
	for i, r := range s {
		if len(list) >= most {
			return list
		}
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if !letter {
			end(i)
			continue
		}
		if start >= 0 && (unicode.IsLetter(before) && unicode.IsDigit(r) || unicode.IsDigit(before) && unicode.IsUpper(r)) { // a blank was lost
			end(i)
		}
		if start < 0 {
			start = i
		}
		before = r
	}
	end(len(s))
	return list
}

// Day reads the first calendar day that a text names, in figures or in words: 4th April,
// 1949; April 4, 1949; the nineteenth day of June, one thousand nine hundred and fifty-one;
// 28 juli 1992; 26.03.2003. Zero when there is none that exists.
func Day(text string) ent.Date {
	d, _ := dayIn(text)
	return d
}

// dayIn also tells where in the text the day begins.
func dayIn(text string) (ent.Date, int) {
	words := wordsOf(text, 400)
	for i := range words {
		if d := dayAt(words[i:]); d != 0 {
			return d, words[i].at
		}
	}
	return 0, -1
}

// dayAt reads a day that begins with the first of the words.
func dayAt(w []word) ent.Date {
	if m := months[w[0].text]; m > 0 && len(w) > 2 { // April 4, 1949
		d, n := count(w[1:])
		if n == 0 {
			return 0
		}
		return on(year(skip(w[1+n:])), m, d)
	}
	if y := figures(w[0].text); y > 1000 && len(w) > 2 { // 2003-03-26
		return on(y, figures(w[1].text), figures(w[2].text))
	}
	d, n := count(w)
	if n == 0 || d > 31 {
		return 0
	}
	rest := skip(w[n:])
	if len(rest) == 0 {
		return 0
	}
	m := months[rest[0].text]
	if m == 0 {
		if m = figures(rest[0].text); m == 0 || len(rest) < 2 || len(rest) != len(w)-n || figures(rest[1].text) < 1000 { // 26.03.2003
			return 0
		}
	}
	return on(year(skip(rest[1:])), m, d)
}

var fillers = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields("day of days the in year dag van de des het jaar jour du mois tag del dia día da do dias días mes year's and an anno our lord l le giorno mese dell anno an d") {
		out[w] = true
	}
	return out
}()

func skip(w []word) []word {
	for len(w) > 0 && fillers[w[0].text] {
		w = w[1:]
	}
	return w
}

// count reads a number below 1,000 in figures or words and tells how many words it takes.
func count(w []word) (value, n int) {
	if len(w) == 0 {
		return 0, 0
	}
	if v := figures(w[0].text); v > 0 && v < 1000 {
		return v, 1
	}
	if v := dayWords[w[0].text]; v > 0 {
		return v, 1
	}
	list := make([]string, 0, 4)
	for i := 0; i < len(w) && i < 4; i++ {
		list = append(list, w[i].text)
	}
	for _, l := range []string{"en", "nl", "fr"} {
		if v, _, k := numeral.Read(l, list); k > n && v < 1000 {
			value, n = v, k
		}
	}
	return value, n
}

// figures reads figures, also with the ending of an ordinal: 4, 4th, 1er, 19de; else 0.
func figures(s string) int {
	n, i := 0, 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' && i < 5 {
		n = n*10 + int(s[i]-'0')
		i++
	}
	switch s[i:] {
	case "", "st", "nd", "rd", "th", "er", "e", "ste", "de", "º":
		return n
	}
	return 0
}

// year reads 1949, nineteen hundred and forty-nine, negentienhonderd negenenveertig, mil
// neuf cent quarante-neuf.
func year(w []word) int {
	if len(w) == 0 {
		return 0
	}
	if y := figures(w[0].text); y > 0 {
		return y
	}
	total, part := 0, 0
	for i := 0; i < len(w) && i < 10; {
		t := w[i].text
		hundred, ok := strings.CutSuffix(t, "honderd")
		after, two := strings.CutPrefix(t, "tweeduizend")
		switch {
		case two:
			v, _, _ := numeral.Read("nl", []string{strings.TrimPrefix(after, "en")})
			total += 2000 + v
		case t == "thousand" || t == "duizend" || t == "mil" || t == "mille":
			total, part = total+max(part, 1)*1000, 0
		case t == "hundred" || t == "honderd" || t == "cent" || t == "cents":
			total, part = total+max(part, 1)*100, 0
		case ok && hundred != "":
			v, _, _ := numeral.Read("nl", []string{hundred})
			total += v * 100
		case t == "and" || t == "en" || t == "et":
		default:
			v, n := words(w[i:], total)
			if n == 0 {
				return total + part
			}
			part, i = part+v, i+n-1
		}
		i++
	}
	return total + part
}

// words reads the longest number in words; one of thousands counts only at the beginning.
func words(w []word, before int) (value, n int) {
	list := make([]string, 0, 6)
	for i := 0; i < len(w) && i < 6; i++ {
		list = append(list, w[i].text)
	}
	for _, l := range []string{"en", "nl", "fr"} {
		for k := len(list); k > 0; k-- {
			v, _, got := numeral.Read(l, list[:k])
			if got > n && (v < 1000 || before == 0 && v < 3000) {
				value, n = v, got
			}
		}
	}
	return value, n
}

// on is a calendar day that exists, from 1800 on; else zero.
func on(y, m, d int) ent.Date {
	if y < 1800 || y > 2200 || m < 1 || m > 12 || d < 1 || d > 31 {
		return 0
	}
	day := ent.NewDate(y, m, d)
	if day != ent.NewDate(y, m, 1)+ent.Date(d-1) || ent.NewDate(y, m+1, 1) <= day {
		return 0
	}
	return day
}
