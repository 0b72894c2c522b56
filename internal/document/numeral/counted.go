package numeral

import (
	"strconv"
	"strings"
)

// Counted prints the number n of an automatic list in the form that WordprocessingML names
// (ISO/IEC 29500-1, 17.18.59); decimal for a form not known.
func Counted(form string, n int) string {
	switch form {
	case "none":
		return ""
	case "decimalZero":
		if n >= 0 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
	case "lowerLetter":
		return strings.ToLower(lettered(n))
	case "upperLetter":
		return lettered(n)
	case "lowerRoman":
		return strings.ToLower(Roman(n))
	case "upperRoman":
		return Roman(n)
	case "bullet":
		return "•"
	}
	return strconv.Itoa(n)
}

// lettered counts A to Z, then AA, BB as Word does.
func lettered(n int) string {
	if n < 1 || n > 26*20 {
		return strconv.Itoa(n)
	}
	return strings.Repeat(string(rune('A'+(n-1)%26)), (n-1)/26+1)
}

// Roman prints a number from 1 to 3,999 in Roman numerals, others in figures.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		n int
		s string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.n; n -= d.n {
			b.WriteString(d.s)
		}
	}
	return b.String()
}
