package main

import (
	"testing"

	"entente/corpus"

	"entente/internal/law"
	"entente/internal/law/finding"
)

func BenchmarkFinding(b *testing.B) {
	lib, err := corpus.Library()
	if err != nil {
		b.Fatal(err)
	}
	m, err := matterOf(lib, "O-24")
	if err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]func(*law.Library, *law.Matter) (*finding.Finding, error){"decided": finding.Decide, "told": finding.Assess} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := f(lib, m); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
