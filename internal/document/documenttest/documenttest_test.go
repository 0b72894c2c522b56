package documenttest_test

import (
	"testing"

	"entente/internal/document/documenttest"
)

func TestRealTextsAreSplit(t *testing.T) {
	doc := documenttest.Load(t, "BWBV0004785")
	count := map[string]int{}
	for _, a := range doc.Articles {
		count[a.Language]++
	}
	if count["en"] != 20 || count["nl"] != 20 || len(doc.Articles) != 40 {
		t.Fatalf("NATO SOFA has 20 articles in en and nl; found %v", count)
	}
	seven := doc.Articles[6]
	if seven.Number != "VII" || len(seven.Paragraphs) != 11 || len(seven.Paragraphs[4].Items) != 3 {
		t.Errorf("article VII has 11 paragraphs, the fifth with 3 items: %d", len(seven.Paragraphs))
	}
	all := 0
	for _, name := range documenttest.Texts(t)[:60] {
		all += len(documenttest.Load(t, name).Articles)
	}
	if all < 1000 {
		t.Errorf("%d articles in sixty texts", all)
	}
}
