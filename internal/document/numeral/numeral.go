// Package numeral reads numbers in words in English, French and Dutch, as texts of law write
// them: twenty-one, quatre-vingt-dix, honderdtachtig; and ordinals up to the ninety-ninth.
package numeral

import (
	"strings"
	"sync"
)

// Read takes the longest number in words, from 1 to 999,000, at the beginning of a list of
// words in small letters, with hyphens and apostrophes taken for blanks. It returns the
// number, whether it is an ordinal, and how many words it takes: none when the list does not
// begin with a number, or the language (BCP 47) is another.
func Read(language string, words []string) (value int, ordinal bool, n int) {
	base, _, _ := strings.Cut(language, "-")
	in := spelledIn[base]
	if in == nil || len(words) == 0 {
		return 0, false, 0
	}
	s := in()
	for n := min(s.begins[words[0]], len(words)); n > 0; n-- {
		phrase := strings.Join(words[:n], " ")
		if v, ok := s.cardinal[phrase]; ok {
			return v, false, n
		}
		if v, ok := s.ordinal[phrase]; ok {
			return v, true, n
		}
	}
	return 0, false, 0
}

// spelled holds the numbers of a language in words: a phrase with single blanks to its value.
type spelled struct {
	cardinal, ordinal map[string]int
	begins            map[string]int // the first word of a number, to the words of the longest that begins so
}

var spelledIn = map[string]func() *spelled{
	"en": sync.OnceValue(func() *spelled { return spell(english, englishOrdinal) }),
	"fr": sync.OnceValue(func() *spelled { return spell(french, frenchOrdinal) }),
	"nl": sync.OnceValue(func() *spelled { return spell(dutch, dutchOrdinal) }),
}

func spell(cardinal, ordinal func(int) []string) *spelled {
	s := &spelled{map[string]int{}, map[string]int{}, map[string]int{}}
	put := func(m map[string]int, list []string, n int) {
		for _, p := range list {
			p = strings.Join(strings.Fields(strings.ReplaceAll(p, "-", " ")), " ")
			m[p] = n
			first, _, _ := strings.Cut(p, " ")
			s.begins[first] = max(s.begins[first], strings.Count(p, " ")+1)
		}
	}
	for n := 1; n <= 1999; n++ {
		put(s.cardinal, cardinal(n), n)
		if n <= 99 {
			put(s.ordinal, ordinal(n), n)
		}
	}
	for n := 2; n <= 999; n++ {
		put(s.cardinal, cardinal(n*1000), n*1000)
	}
	return s
}

var englishSmall = strings.Fields("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
var englishTens = strings.Fields("_ _ twenty thirty forty fifty sixty seventy eighty ninety")

func english(n int) []string {
	switch {
	case n < 20:
		return []string{englishSmall[n]}
	case n < 100 && n%10 == 0:
		return []string{englishTens[n/10]}
	case n < 100:
		return []string{englishTens[n/10] + " " + englishSmall[n%10]}
	case n < 1000:
		head := englishSmall[n/100] + " hundred"
		return joined(head, n%100, english, "", "and")
	}
	return joined(english(n / 1000)[0]+" thousand", n%1000, english, "", "and")
}

// joined puts a rest behind a head, with each of the words that may stand between.
func joined(head string, rest int, say func(int) []string, between ...string) []string {
	if rest == 0 {
		return []string{head}
	}
	var out []string
	for _, b := range between {
		for _, r := range say(rest) {
			out = append(out, head+" "+b+" "+r)
		}
	}
	return out
}

func englishOrdinal(n int) []string {
	irregular := map[int]string{1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"}
	switch {
	case irregular[n] != "":
		return []string{irregular[n]}
	case n < 20:
		return []string{englishSmall[n] + "th"}
	case n%10 == 0:
		return []string{strings.TrimSuffix(englishTens[n/10], "y") + "ieth"}
	}
	return []string{englishTens[n/10] + " " + englishOrdinal(n % 10)[0]}
}

var frenchSmall = strings.Fields("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf")
var frenchTens = strings.Fields("_ _ vingt trente quarante cinquante soixante")

func french(n int) []string {
	switch {
	case n < 20:
		return []string{frenchSmall[n]}
	case n < 70 && n%10 == 0:
		return []string{frenchTens[n/10]}
	case n < 70:
		return joined(frenchTens[n/10], n%10, french, "", "et")
	case n < 80:
		return joined("soixante", n-60, french, "", "et")
	case n == 80:
		return []string{"quatre vingt", "quatre vingts"}
	case n < 100:
		return joined("quatre vingt", n-80, french, "")
	case n < 1000:
		head := "cent"
		if n >= 200 {
			head = frenchSmall[n/100] + " cent"
			if n%100 == 0 {
				return []string{head, head + "s"}
			}
		}
		return joined(head, n%100, french, "")
	case n < 2000:
		return joined("mille", n%1000, french, "")
	}
	return joined(french(n / 1000)[0]+" mille", n%1000, french, "")
}

func frenchOrdinal(n int) []string {
	if n == 1 {
		return []string{"premier", "première"}
	}
	var out []string
	for _, c := range french(n) {
		switch {
		case strings.HasSuffix(c, "cinq"):
			c += "u"
		case strings.HasSuffix(c, "neuf"):
			c = strings.TrimSuffix(c, "f") + "v"
		}
		out = append(out, strings.TrimSuffix(strings.TrimSuffix(c, "s"), "e")+"ième")
	}
	if n == 3 || n == 6 || n == 10 {
		out = append(out, french(n)[0]+"ième")
	}
	return out
}

var dutchSmall = strings.Fields("nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien")
var dutchTens = strings.Fields("_ _ twintig dertig veertig vijftig zestig zeventig tachtig negentig")

func dutch(n int) []string {
	switch {
	case n < 20:
		return []string{dutchSmall[n]}
	case n < 100 && n%10 == 0:
		return []string{dutchTens[n/10]}
	case n < 100:
		and := "en"
		if strings.HasSuffix(dutchSmall[n%10], "e") {
			and = "ën"
		}
		out := []string{dutchSmall[n%10] + and + dutchTens[n/10]}
		return append(out, dutchSmall[n%10]+" en "+dutchTens[n/10])
	case n < 1000:
		head := "honderd"
		if n >= 200 {
			head = dutchSmall[n/100] + head
		}
		return glued(head, n%100)
	case n < 2000:
		return glued("duizend", n%1000)
	}
	return glued(dutch(n / 1000)[0]+"duizend", n%1000)
}

func glued(head string, rest int) []string {
	if rest == 0 {
		return []string{head}
	}
	var out []string
	for _, r := range dutch(rest) {
		out = append(out, head+r, head+" "+r, head+" en "+r, head+"en"+r)
	}
	return out
}

func dutchOrdinal(n int) []string {
	switch n {
	case 1:
		return []string{"eerste"}
	case 3:
		return []string{"derde"}
	case 8:
		return []string{"achtste"}
	}
	if n < 20 {
		return []string{dutchSmall[n] + "de"}
	}
	var out []string
	for _, c := range dutch(n) {
		out = append(out, c+"ste")
	}
	return out
}
