package clause

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// numbers are those written in words, as notices are.
var numbers = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18, "thirty": 30, "sixty": 60, "ninety": 90,
	"een": 1, "één": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "negen": 9, "tien": 10, "twaalf": 12, "dertig": 30, "zestig": 60, "negentig": 90,
	"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "neuf": 9, "dix": 10, "douze": 12, "trente": 30, "soixante": 60,
	"ein": 1, "einem": 1, "einer": 1, "zwei": 2, "drei": 3, "fünf": 5, "sechs": 6, "neun": 9, "zehn": 10, "zwölf": 12, "dreißig": 30,
	"uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "nueve": 9, "diez": 10, "doce": 12, "treinta": 30, "sesenta": 60, "noventa": 90,
}

// units are the beginnings of words for periods, with their days.
var units = []struct {
	stem string
	days int
}{{"day", 1}, {"dag", 1}, {"jour", 1}, {"tag", 1}, {"día", 1}, {"week", 7}, {"semaine", 7}, {"woche", 7}, {"month", 30}, {"maand", 30}, {"mois", 30}, {"monat", 30}, {"mes", 30},
	{"year", 365}, {"jaar", 365}, {"an", 365}, {"jahr", 365}, {"año", 365}}

// period is a length of time in a text, with its place in words.
type period struct{ days, at int }

// periods lists the lengths of time that a text names: six (6) months, 30 days, un an.
func periods(ws []string) (out []period) {
	for i, w := range ws {
		n, ok := numbers[w]
		if v, err := strconv.Atoi(w); err == nil && v > 0 && v < 1000 {
			n, ok = v, true
		}
		if !ok || i+1 >= len(ws) {
			continue
		}
		for _, u := range units {
			rest, begins := strings.CutPrefix(ws[i+1], u.stem)
			if begins && (u.stem != "an" || rest == "" || rest == "s" || rest == "née" || rest == "nées") && len(rest) <= 4 {
				out = append(out, period{n * u.days, i})
				break
			}
		}
	}
	return out
}

// shortest is the shortest period of passages in days, 0 when they name none.
func shortest(passages [][]string) int {
	least := 0
	for _, ws := range passages {
		for _, p := range periods(ws) {
			if least == 0 || p.days < least {
				least = p.days
			}
		}
	}
	return least
}

var (
	noticeWords = []string{"notice", "notif*", "prior", "opzeg*", "kennisgeving", "préavis", "avance", "frist", "kündig*", "preaviso", "antelación", "receipt", "after"}
	renewWords  = []string{"renew*", "extend*", "verleng*", "reconduc*", "renouvel*", "prorog*", "verlänger*", "prórrog*", "prorrog*"}
	beforeWords = []string{"before", "prior", "voor", "avant", "vor", "antes", "voorafgaand*"}
)

// around is the words near a place.
func around(ws []string, at, near int) []string {
	return ws[max(0, at-near):min(len(ws), at+near)]
}

// noticeOf is the period of notice in the passages, in days: the first that stands near a
// word for notice; 0 when there is none.
func noticeOf(passages [][]string, near ...string) int {
	for _, ws := range passages {
		for _, p := range periods(ws) {
			if hasWord(around(ws, p.at, 12), near...) {
				return p.days
			}
		}
	}
	return 0
}

// A notice to end that is shorter than the notice against renewal makes the latter pointless.
func (in *inspection) renewal() []Problem {
	var against int
	for _, ws := range in.passages("DURATION") {
		if hasWord(ws, renewWords...) {
			for _, p := range periods(ws) {
				if after := ws[p.at:min(len(ws), p.at+8)]; hasWord(after, beforeWords...) {
					against = p.days
				}
			}
		}
	}
	end := noticeOf(in.passages("TERMINATION"), noticeWords...)
	if against == 0 || end == 0 || end >= against {
		return nil
	}
	return problem(Medium, fmt.Sprintf("It can be ended at %d days' notice at any time, but renewal must be stopped %d days before the term ends: the longer notice says nothing then.", end, against),
		append(in.where("TERMINATION"), in.where("DURATION")...)...)
}

// Entry into force by signature alone, and ratification asked for; or by signature, and no
// place for one.
func (in *inspection) signatureTrigger() []Problem {
	if !in.has("EIF") {
		return nil
	}
	bySignature := slices.ContainsFunc(in.passages("EIF"), func(ws []string) bool {
		text := " " + strings.Join(ws, " ") + " "
		return hasAny(text, []string{"force on the date of signature", "force upon signature", "force on signature", "force on the date of its signature", "force upon its signature", "force on the day of its signature",
			"force on the date of the last signature", "force upon the date of signature", "werking op de datum van ondertekening", "werking op de dag van ondertekening", "vigueur à la date de sa signature", "vigueur dès sa signature"})
	})
	if !bySignature {
		return nil
	}
	if all := " " + strings.Join(in.everything(), " ") + " "; strings.Contains(all, " subject to ratification ") || strings.Contains(all, " instruments of ratification ") {
		return problem(High, "It enters into force by signature, yet it is subject to ratification.", in.where("EIF")...)
	}
	if !in.has("SIGN-BLOCK") {
		return problem(Medium, "It enters into force by signature, but no lines for signature with place and date were found.", in.where("EIF")...)
	}
	return nil
}
