package compare

import "fmt"

// Tokens are what a redline compares.
var Tokens = tokens

// Plain is the cosine of a query with each text, without an index.
func Plain(texts []string, query string) map[string]float64 {
	d := newDictionary()
	var counts []map[int32]int
	for _, x := range texts {
		counts = append(counts, d.count(x, true))
	}
	q := d.vector(d.count(query, false))
	out := map[string]float64{}
	for i, c := range counts {
		out[fmt.Sprint(i)] = cosine(q, d.vector(c))
	}
	return out
}
