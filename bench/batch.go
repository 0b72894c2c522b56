package main

import (
	"fmt"
	"math/rand/v2"
	"time"

	"entente/internal/law"
	"entente/internal/law/fact"
)

const (
	batchMatters = 1_000_000
	agreeMatters = 100_000
)

// batch evaluates a million matters with random facts over all norms in columns of
// bits, and compares the first hundred thousand with the single path.
func batch(lib *law.Library) error {
	fmt.Println("## A million matters, all norms, in columns of bits (one processor; limit 1,000,000 matters/s)")
	fmt.Println("| kind | participants | facts | matters/s | agrees with the single path on |")
	fmt.Println("| --- | --- | --- | --- | --- |")
	for _, id := range []string{"O-14", "O-24"} {
		m, err := matterOf(lib, id)
		if err != nil {
			return err
		}
		if err := batchOf(lib, m); err != nil {
			return err
		}
	}
	return nil
}

func batchOf(lib *law.Library, m *law.Matter) error {
	r := rand.New(rand.NewPCG(1, 2))
	cols := law.NewColumns(batchMatters)
	sets := make([]fact.Set, agreeMatters)
	for i := range sets {
		sets[i] = fact.Set{}
	}
	for k := range lib.Vocabulary.Facts {
		d := &lib.Vocabulary.Facts[k]
		for i := range batchMatters {
			if r.IntN(3) == 0 {
				continue
			}
			v := randomValue(r, d, m)
			cols.State(i, d.Name, v)
			if i < agreeMatters {
				sets[i][d.Name] = v
			}
		}
	}
	b, err := lib.NewBatch(m)
	if err != nil {
		return err
	}
	met := 0
	start := time.Now()
	b.Run(cols, func(k *law.Block) {
		if p, ok := k.Met(0, 0); ok && p.T[0] != 0 {
			met++
		}
	})
	took := time.Since(start)
	if err := agree(lib, m, b, cols, sets); err != nil {
		return err
	}
	fmt.Printf("| %s | %d | %d | %.0f | all %d |\n", m.Kind, len(m.Participants), len(cols.Facts), float64(batchMatters)/took.Seconds(), agreeMatters)
	return nil
}

func agree(lib *law.Library, m *law.Matter, b *law.Batch, cols *law.Columns, sets []fact.Set) error {
	var fault error
	b.Run(cols, func(k *law.Block) {
		for i := 0; i < k.N && k.First+i < len(sets) && fault == nil; i++ {
			one := *m
			one.Facts = sets[k.First+i]
			for _, s := range lib.States(&one) {
				if got := k.State(s.Norm, s.Participant, i); got != s.State {
					fault = fmt.Errorf("matter %d, %s: batch %s, single %s", k.First+i, lib.Book.Norms[s.Norm].ID, got, s.State)
				}
			}
		}
	})
	return fault
}

func randomValue(r *rand.Rand, d *fact.Declaration, m *law.Matter) fact.Value {
	v := fact.Value{Type: d.Type}
	switch d.Type {
	case fact.Bool:
		v.Yes = r.IntN(2) == 0
	case fact.Enum:
		v.Words = []string{d.Values[r.IntN(len(d.Values))]}
	case fact.EnumList:
		v.Words = []string{}
		if n := r.IntN(3); n > 0 {
			v.Words = append(v.Words, d.Values[r.IntN(len(d.Values))])
		}
	case fact.Day:
		v.Day = m.On.AddDays(r.IntN(800) - 400)
	case fact.Number:
		v.Number = float64(r.IntN(20000))
	case fact.Money:
		v.Number, v.Currency = float64(r.IntN(500_000_000)), "USD"
	case fact.State, fact.StateList:
		v.Words = []string{string(m.Participants[r.IntN(len(m.Participants))].State)}
	case fact.Instrument:
		v.Words = []string{[]string{"APMBC", "NAT", "CCM", "NPT"}[r.IntN(4)]}
	default:
		v.Words = []string{"x"}
	}
	return v
}
