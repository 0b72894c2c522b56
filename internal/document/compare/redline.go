package compare

import (
	"strings"
	"unicode"
)

// Edit is a run of words that two texts share, or that one of them has alone.
type Edit struct {
	Op   string `json:"op"` // same, deleted, inserted
	Text string `json:"text"`
}

// Redline tells word by word how the second text comes of the first. What is same or
// deleted, put together, is the first text; what is same or inserted, the second; blanks
// count as one, ends of lines stay.
func Redline(from, to string) []Edit {
	a, b := tokens(from), tokens(to)
	r := &redline{a: a, b: b}
	r.between(0, len(a), 0, len(b))
	return r.edits
}

// tokens cuts a text into words and signs, each with the blank before it.
func tokens(text string) []string {
	var out []string
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out = append(out, "\n")
		}
		for j, field := range strings.Fields(line) {
			blank := ""
			if j > 0 {
				blank = " "
			}
			for _, part := range cut(field) {
				out = append(out, blank+part)
				blank = ""
			}
		}
	}
	return out
}

// cut parts signs from the word they stand at.
func cut(field string) []string {
	var out []string
	start := 0
	for i, r := range field {
		if unicode.IsPunct(r) && r != '-' && r != '\'' && r != '’' && !betweenDigits(field, i) {
			if i > start {
				out = append(out, field[start:i])
			}
			out = append(out, string(r))
			start = i + len(string(r))
		}
	}
	if start < len(field) {
		out = append(out, field[start:])
	}
	return out
}

// betweenDigits tells whether a sign belongs to a number, as in 1,400.
func betweenDigits(s string, i int) bool {
	digit := func(i int) bool { return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9' }
	return digit(i-1) && digit(i+1)
}

type redline struct {
	a, b  []string
	edits []Edit
}

func (r *redline) put(op string, words []string) {
	if len(words) == 0 {
		return
	}
	text := strings.Join(words, "")
	if n := len(r.edits); n > 0 && r.edits[n-1].Op == op {
		r.edits[n-1].Text += text
		return
	}
	r.edits = append(r.edits, Edit{op, text})
}

// between compares a[a0:a1] with b[b0:b1]: what is alike at both ends first, then from the
// middle of a shortest way (E. W. Myers, An O(ND) Difference Algorithm, 1986).
func (r *redline) between(a0, a1, b0, b1 int) {
	head := a0
	for a0 < a1 && b0 < b1 && r.a[a0] == r.b[b0] {
		a0, b0 = a0+1, b0+1
	}
	r.put("same", r.a[head:a0])
	end := a1
	for a0 < a1 && b0 < b1 && r.a[a1-1] == r.b[b1-1] {
		a1, b1 = a1-1, b1-1
	}
	x, y, ok := 0, 0, false
	if a0 < a1 && b0 < b1 {
		x, y, ok = r.middle(a0, a1, b0, b1)
	}
	if ok && (x > a0 || y > b0) && (x < a1 || y < b1) {
		r.between(a0, x, b0, y)
		r.between(x, a1, y, b1)
	} else {
		r.put("deleted", r.a[a0:a1])
		r.put("inserted", r.b[b0:b1])
	}
	r.put("same", r.a[a1:end])
}

// Above so many differences two texts are taken as having nothing in common here.
const maxEdits = 4000

// middle finds a point on a shortest way, searching from both ends.
func (r *redline) middle(a0, a1, b0, b1 int) (x, y int, ok bool) {
	n, m := a1-a0, b1-b0
	limit := min((n+m+1)/2, maxEdits)
	delta := n - m
	down, up := make([]int, 2*limit+3), make([]int, 2*limit+3)
	off := limit + 1
	for d := 0; d <= limit; d++ {
		for k := -d; k <= d; k += 2 {
			i := furthest(down, off, k, d)
			start := i
			for i < n && i-k < m && i-k >= 0 && r.a[a0+i] == r.b[b0+i-k] {
				i++
			}
			down[off+k] = i
			if !inside(start, start-k, n, m) {
				continue
			}
			if back := delta - k; delta%2 != 0 && back >= -(d-1) && back <= d-1 && i+up[off+back] >= n {
				return a0 + start, b0 + start - k, true
			}
		}
		for k := -d; k <= d; k += 2 {
			i := furthest(up, off, k, d)
			start := i
			for i < n && i-k < m && i-k >= 0 && r.a[a1-1-i] == r.b[b1-1-i+k] {
				i++
			}
			up[off+k] = i
			if !inside(start, start-k, n, m) {
				continue
			}
			if fore := delta - k; delta%2 == 0 && fore >= -d && fore <= d && i+down[off+fore] >= n {
				return a1 - start, b1 - start + k, true
			}
		}
	}
	return 0, 0, false
}

func inside(x, y, n, m int) bool { return x >= 0 && y >= 0 && x <= n && y <= m }

// furthest is how far a way of d steps comes on diagonal k.
func furthest(v []int, off, k, d int) int {
	switch {
	case d == 0:
		return 0
	case k == -d || k != d && v[off+k-1] < v[off+k+1]:
		return v[off+k+1]
	}
	return v[off+k-1] + 1
}
