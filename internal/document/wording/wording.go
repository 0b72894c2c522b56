// Package wording is what reading the words of agreements needs; its rooms know names, citations
// and formulas.
package wording

import "unicode/utf8"

// Clip returns at most the first n bytes of a text, cut between letters.
func Clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// ClipLeft returns at most the last n bytes of a text, cut between letters.
func ClipLeft(s string, n int) string {
	if len(s) <= n {
		return s
	}
	n = len(s) - n
	for n < len(s) && !utf8.RuneStart(s[n]) {
		n++
	}
	return s[n:]
}
