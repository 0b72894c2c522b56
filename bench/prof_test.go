package main

import (
	"testing"

	"entente/corpus"
)

func BenchmarkTold(b *testing.B) {
	lib, err := corpus.Library()
	if err != nil {
		b.Fatal(err)
	}
	m, err := matterOf(lib, "O-14")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lib.Assess(m); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecide(b *testing.B) {
	lib, err := corpus.Library()
	if err != nil {
		b.Fatal(err)
	}
	m, err := matterOf(lib, "O-14")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := lib.Decide(m); err != nil {
			b.Fatal(err)
		}
	}
}
