package naming

import (
	"unicode"
	"unicode/utf8"
)

// Hit is a name found in a text: its place in bytes, and what it stands for.
type Hit struct {
	Start, End int
	For        string // a code or id; empty for a name that only looks like one
}

// word is a word of a text: where it stands, and its number in the table of words.
type word struct {
	start, end int
	number     int32 // 0 for a word that no name has
	small      bool  // an article or preposition, which names are compared without
}

// finder knows names of several words and finds them in a text, the longest first. Names
// are compared without accents and capitals, and without words such as the, of, der.
type finder struct {
	words map[string]int32
	next  map[uint64]int32 // node and word, to a node
	names map[int32]string // what the name that ends at the node stands for
	nodes int32
}

func newFinder() *finder {
	return &finder{words: map[string]int32{}, next: map[uint64]int32{}, names: map[int32]string{}}
}

var smallWords = set("the of a and to in for on der die das den dem des von und zu van het de een en tot bij la le les l du d et au aux el los las del y e da do dos das di dei della delle degli il lo i gli")

// add enters a name. A name that means two things means none, unless the first is to stay.
func (f *finder) add(name, means string, stay bool) {
	node := int32(0)
	for _, w := range f.split(name, true) {
		if w.small {
			continue
		}
		k := uint64(node)<<32 | uint64(w.number)
		if f.next[k] == 0 {
			f.nodes++
			f.next[k] = f.nodes
		}
		node = f.next[k]
	}
	had, ok := f.names[node]
	switch {
	case node == 0:
	case !ok:
		f.names[node] = means
	case had != means && !stay:
		f.names[node] = ""
	}
}

// split cuts a text into words; learn enters those that are new.
func (f *finder) split(s string, learn bool) []word {
	var list []word
	var buf [48]byte
	n, start := 0, -1
	end := func(at int) {
		if start < 0 {
			return
		}
		b := buf[:n]
		w := word{start: start, end: at, small: smallWords[string(b)] && !(at-start == 1 && s[start] < 'a')} // I is a number
		if w.number = f.words[string(b)]; w.number == 0 && learn {
			w.number = int32(len(f.words)) + 1
			f.words[string(b)] = w.number
		}
		list = append(list, w)
		n, start = 0, -1
	}
	small := false // the last letter; a capital after it begins a word, where a blank was lost
	for i, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if !unicode.IsMark(r) {
				end(i)
			}
			continue
		}
		if small && unicode.IsUpper(r) {
			end(i)
		}
		if small = unicode.IsLower(r); start < 0 {
			start = i
		}
		if n+utf8.UTFMax <= len(buf) {
			n += utf8.EncodeRune(buf[n:], foldRune(r))
		}
	}
	end(len(s))
	return list
}

// find lists the names in a text in order; of names that overlap, the one that begins
// first and is longest. A name begins with a capital or a figure.
func (f *finder) find(s string) []Hit {
	var hits []Hit
	list := f.split(s, false)
	for i := 0; i < len(list); i++ {
		if list[i].small || list[i].number == 0 || !capitalAt(s, list[i].start) {
			continue
		}
		if means, last, ok := f.match(list, i); ok {
			hits = append(hits, Hit{list[i].start, list[last].end, means})
			i = last
		}
	}
	return hits
}

// match finds the longest name that begins with a word, and the last word of it.
func (f *finder) match(list []word, i int) (means string, last int, ok bool) {
	node := int32(0)
	for j := i; j < len(list); j++ {
		if list[j].small && j > i {
			continue
		}
		if node = f.next[uint64(node)<<32|uint64(list[j].number)]; node == 0 || list[j].number == 0 {
			break
		}
		if m, end := f.names[node]; end {
			means, last, ok = m, j, true
		}
	}
	return means, last, ok
}

func capitalAt(s string, at int) bool {
	r, _ := utf8.DecodeRuneInString(s[at:])
	return unicode.IsUpper(r) || r >= 0x5d0 || unicode.IsDigit(r)
}

var accents = map[rune]rune{'á': 'a', 'à': 'a', 'â': 'a', 'ä': 'a', 'ã': 'a', 'å': 'a', 'ç': 'c', 'é': 'e', 'è': 'e', 'ê': 'e', 'ë': 'e', 'í': 'i', 'ì': 'i', 'î': 'i', 'ï': 'i',
	'ñ': 'n', 'ó': 'o', 'ò': 'o', 'ô': 'o', 'ö': 'o', 'õ': 'o', 'ú': 'u', 'ù': 'u', 'û': 'u', 'ü': 'u', 'ý': 'y', 'ё': 'е'}

func foldRune(r rune) rune {
	if r < 0x80 {
		if r >= 'A' && r <= 'Z' {
			r |= 0x20
		}
		return r
	}
	r = unicode.ToLower(r)
	if a, ok := accents[r]; ok {
		return a
	}
	return r
}
