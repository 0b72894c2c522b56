package treaty

import (
	"math/bits"
	"slices"

	ent "entente"
)

// Matrix is what is in force between every two of many States on a day, one bit
// for each instrument.
type Matrix struct {
	States      []ent.StateCode
	Instruments []ent.InstrumentID
	rows        [][]uint64       // per state: the instruments it is bound by
	cut         map[[2]int][]int // instruments not in force between two all the same
	words       int
}

// Matrix computes the relations among the States on the day for every instrument to
// which more than two States can be party. Contested standings count as in force.
func (l *Library) Matrix(states []ent.StateCode, on ent.Date) *Matrix {
	m := &Matrix{States: states, cut: map[[2]int][]int{}}
	index := make([]int32, l.world.Size()) // number of a State: its place among states, plus one
	for i, c := range states {
		if n, ok := l.world.Number(c); ok {
			index[n] = int32(i) + 1
		}
	}
	var multilateral []*entry
	for _, id := range l.ids {
		if e := l.entries[id]; len(e.who) > 2 {
			multilateral = append(multilateral, e)
			m.Instruments = append(m.Instruments, id)
		}
	}
	m.words = (len(multilateral) + 63) / 64
	flat := make([]uint64, m.words*len(states))
	for i := range states {
		m.rows = append(m.rows, flat[i*m.words:(i+1)*m.words])
	}
	for k, e := range multilateral {
		for p, n := range e.who {
			if i := index[n]; i > 0 {
				if s, _ := spanAt(e.at(p), on); bound(s.what) {
					m.rows[i-1][k/64] |= 1 << (k % 64)
				}
			}
		}
		l.cutPairs(m, e, k, on)
	}
	return m
}

func bound(s Standing) bool { return s == Party || s == ProvisionalParty || s == Contested }

// cutPairs notes the pairs between which an instrument is not in force although both are bound.
func (l *Library) cutPairs(m *Matrix, e *entry, k int, on ent.Date) {
	if !e.special {
		return
	}
	for i, a := range m.States {
		for j := i + 1; j < len(m.States); j++ {
			if m.has(i, k) && m.has(j, k) && !l.Between([]ent.StateCode{a, m.States[j]}, e.in.ID, on).InForce {
				m.cut[[2]int{i, j}] = append(m.cut[[2]int{i, j}], k)
			}
		}
	}
}

func (m *Matrix) has(i, k int) bool { return m.rows[i][k/64]&(1<<(k%64)) != 0 }

// Count returns how many instruments are in force between the ith and the jth State.
func (m *Matrix) Count(i, j int) int {
	if i > j {
		i, j = j, i
	}
	n := -len(m.cut[[2]int{i, j}])
	for w := range m.words {
		n += bits.OnesCount64(m.rows[i][w] & m.rows[j][w])
	}
	return n
}

// InForce returns the instruments in force between the ith and the jth State.
func (m *Matrix) InForce(i, j int) []ent.InstrumentID {
	if i > j {
		i, j = j, i
	}
	var out []ent.InstrumentID
	for k, id := range m.Instruments {
		if m.has(i, k) && m.has(j, k) && !slices.Contains(m.cut[[2]int{i, j}], k) {
			out = append(out, id)
		}
	}
	return out
}
