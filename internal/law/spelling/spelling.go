// Package spelling finds the nearest valid word for one that is not known, so
// that every error can name it.
package spelling

import "strings"

// Nearest returns the candidate with the smallest edit distance to word, letters
// compared without regard to case; "" when none is closer than half its length
// and none begins or ends with it. Ties go to the candidate that comes first.
func Nearest(word string, candidates []string) string {
	w := fold(word)
	best, limit := "", max(2, len(w)/2)+1
	for _, c := range candidates {
		f := fold(c)
		d := distance(w, f, limit)
		if len(w) >= 3 && (strings.HasPrefix(f, w) || strings.HasSuffix(f, "."+w)) {
			d = min(d, 1)
		}
		if d < limit {
			best, limit = c, d
		}
	}
	return best
}

// Hint returns ` (nearest: "x")`, or "" when nothing is near.
func Hint(word string, candidates []string) string {
	if n := Nearest(word, candidates); n != "" {
		return ` (nearest: "` + n + `")`
	}
	return ""
}

func fold(s string) string {
	if len(s) > 64 {
		s = s[:64]
	}
	return strings.ToLower(s)
}

// distance is the edit distance of a and b, or limit when it is not smaller.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev, low := row[0], i
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := prev
			if a[i-1] != b[j-1] {
				cost = 1 + min(prev, row[j], row[j-1])
			}
			prev, row[j] = row[j], cost
			low = min(low, cost)
		}
		if low >= limit {
			return limit
		}
	}
	return min(row[len(b)], limit)
}
