package search

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Posting says how much a token says of a document, by the document's number.
type Posting struct {
	Doc    uint32
	Impact uint8
}

// ChunkDocs is how many documents one chunk of a token's postings speaks of: chunk n has
// those numbered from n times ChunkDocs on.
const ChunkDocs = 4096

// Encode writes the postings of a chunk, which are in order of documents: for each the
// distance from the one before (from the chunk's beginning for the first) and the impact.
func Encode(chunk uint32, ps []Posting) []byte {
	out := make([]byte, 0, 2*len(ps))
	last := chunk * ChunkDocs
	for _, p := range ps {
		out = append(binary.AppendUvarint(out, uint64(p.Doc-last)), p.Impact)
		last = p.Doc
	}
	return out
}

var errPostings = errors.New("postings of the search index cannot be read; build it again: entente search rebuild")

// Decode calls f for each posting of a chunk.
func Decode(chunk uint32, data []byte, f func(doc uint32, impact uint8)) error {
	doc := chunk * ChunkDocs
	for len(data) > 0 {
		d, n := uint64(data[0]), 1
		if d >= 0x80 {
			d, n = binary.Uvarint(data)
		}
		if n <= 0 || n >= len(data) || d >= ChunkDocs {
			return errPostings
		}
		doc += uint32(d)
		f(doc, data[n])
		data = data[n+1:]
	}
	return nil
}

// Change returns a chunk in which the postings given (impact 0: none) take the place of
// those of the same documents.
func Change(chunk uint32, data []byte, changed []Posting) ([]byte, error) {
	by := make(map[uint32]uint8, len(changed))
	for _, p := range changed {
		by[p.Doc] = p.Impact
	}
	var out []Posting
	err := Decode(chunk, data, func(doc uint32, impact uint8) {
		if _, ok := by[doc]; !ok {
			out = append(out, Posting{doc, impact})
		}
	})
	for d, i := range by {
		if i > 0 {
			out = append(out, Posting{d, i})
		}
	}
	slices.SortFunc(out, func(a, b Posting) int { return int(int64(a.Doc) - int64(b.Doc)) })
	return Encode(chunk, out), err
}

// Set is a set of documents by number.
type Set struct {
	bits []uint64
	n    int
}

// Add puts a document into the set.
func (s *Set) Add(doc uint32) {
	i := int(doc >> 6)
	if i >= len(s.bits) {
		s.bits = append(s.bits, make([]uint64, i+1-len(s.bits))...)
	}
	if s.bits[i]&(1<<(doc&63)) == 0 {
		s.bits[i] |= 1 << (doc & 63)
		s.n++
	}
}

// Remove takes a document out of the set.
func (s *Set) Remove(doc uint32) {
	if s.Has(doc) {
		s.bits[doc>>6] &^= 1 << (doc & 63)
		s.n--
	}
}

// Has reports whether the document is in the set.
func (s *Set) Has(doc uint32) bool {
	i := int(doc >> 6)
	return i < len(s.bits) && s.bits[i]&(1<<(doc&63)) != 0
}

// Len returns how many documents are in the set.
func (s *Set) Len() int { return s.n }

// Each calls f for each document of the set, in order.
func (s *Set) Each(f func(doc uint32)) {
	for i, w := range s.bits {
		for ; w != 0; w &= w - 1 {
			f(uint32(i<<6 + trailing(w)))
		}
	}
}
