package certified_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"

	ent "entente"
	"entente/internal/certified"
	"entente/internal/document"
	"entente/internal/document/documenttest"
	"entente/internal/document/reading"
	"entente/internal/paper/papertest"
	"entente/internal/register"
)

// of makes the copy of an agreement between two States of the text given.
func of(t testing.TB, name, language, text string) *certified.Copy {
	t.Helper()
	sum := sha256.Sum256([]byte(text))
	c := &certified.Copy{Instrument: "FIN-JPN-1", Title: "Agreement on examples", By: "Finland", Capacity: "party to the agreement", Place: "Helsinki", Concluded: ent.NewDate(2024, 5, 10),
		InForce: ent.NewDate(2024, 10, 2), Method: "by ratification, in accordance with article 14", Languages: []string{"en", "ja"},
		Parties:  []certified.Party{{Name: "Finland", Signed: ent.NewDate(2024, 5, 10), Office: "foreign-minister", Consent: "ratification", On: ent.NewDate(2024, 9, 2), Bound: ent.NewDate(2024, 10, 2)}, {Name: "Japan"}},
		Text:     register.Kept{ID: "FIN-JPN-1/text/final/" + language, Seq: 4, Text: register.Text{Part: "text", Version: "final", Language: language, Authentic: true, Name: name, Size: len(text), Hash: "sha256:" + hex.EncodeToString(sum[:])}},
		Original: []byte(text), Made: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)}
	src, err := reading.Read(context.Background(), name, strings.NewReader(text), int64(len(text)), reading.Options{})
	if err != nil {
		c.Why = err.Error()
	}
	c.Source = src
	return c
}

func write(t testing.TB, c *certified.Copy) []byte {
	t.Helper()
	b, err := certified.PDF(c)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const agreement = "AGREEMENT ON EXAMPLES\n\nArticle 1 Scope\n\n1. This applies to:\n\n(a) goods;\n\n(b) services.\n\nArticle 2\n\nIt is in force thirty days after the later note.\n\nDone at Helsinki on 10 May 2024.\n"

// The cover tells what article 5 of the Regulations asks; the text follows; the original is
// enclosed as it is; the same input gives the same bytes.
func TestCover(t *testing.T) {
	c := of(t, "agreement.txt", "en", agreement)
	b := write(t, c)
	r := papertest.Open(t, b)
	for _, want := range []string{"Certified copy", "Helsinki, 10 May 2024", "English and Japanese", "authentic text in English", "2 October 2024, by ratification, in accordance with article 14", "for Finland, party to the agreement, certifies",
		"true and complete copy", "of which none is on record", "each text being authentic", "entry 4 of the log", c.Text.Hash, "10 May 2024, by the foreign minister", "ratification 2 September 2024", "Signature and seal"} {
		if !strings.Contains(r.Pages[0], want) {
			t.Errorf("%q is not on the cover: %s", want, r.Pages[0])
		}
	}
	if len(r.Pages) != 2 || !strings.Contains(r.Pages[1], "Article 1 Scope 1. This applies to: (a) goods; (b) services. Article 2 It is in force") {
		t.Errorf("%q", r.Pages)
	}
	if got := papertest.Enclosed(t, b); string(got) != agreement {
		t.Errorf("enclosed: %q", got)
	}
	if !bytes.Equal(b, write(t, c)) {
		t.Error("the bytes differ")
	}
	c.Reservations, c.Text.Authentic, c.InForce = []string{"JPN reservation on 2024-05-10: not article 2"}, false, 0
	text := strings.Join(papertest.Open(t, write(t, c)).Pages, " ")
	for _, want := range []string{"Certified copy of a translation", "which is not authentic", "which are listed below", "1. JPN reservation", "not in force on the acts on record"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in %s", want, text)
		}
	}
	if strings.Contains(text, "entry into force is right") {
		t.Error("an entry into force is certified that there was not")
	}
}

// A draft is not certified.
func TestDraft(t *testing.T) {
	c := of(t, "agreement.txt", "en", agreement)
	c.Text.Version = "draft-2"
	if _, err := certified.PDF(c); !errors.Is(err, ent.ErrInvalid) {
		t.Error(err)
	}
}

// What these pages have no type for, or what cannot be read, is not set: the cover says so
// and the original is enclosed all the same.
func TestNotSet(t *testing.T) {
	for _, x := range []struct{ name, language, text, says string }{
		{"ja.txt", "ja", "第一条\n\n両締約国は、協力する。\n", "no type for"},
		{"scan.png", "en", "\x89PNG\r\n\x1a\nnot a picture", "could not be read to be set"},
	} {
		b := write(t, of(t, x.name, x.language, x.text))
		r := papertest.Open(t, b)
		if len(r.Pages) != 1 || !strings.Contains(r.Pages[0], x.says) || strings.Contains(r.Pages[0], "pages that follow") {
			t.Errorf("%s: %q", x.name, r.Pages)
		}
		if got := papertest.Enclosed(t, b); string(got) != x.text {
			t.Errorf("%s: enclosed %q", x.name, got)
		}
	}
	c := of(t, "few.txt", "en", agreement+strings.Repeat("Article 3\n\nMore words.\n\n", 20)+"日本")
	if text := papertest.Open(t, write(t, c)).Pages[0]; !strings.Contains(text, "2 characters of the original have no type here") {
		t.Error(text)
	}
}

// solid is a text without blanks, as a line break leaves it.
func solid(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) {
			return -1
		}
		return r
	}, norm.NFC.String(s))
}

// Real treaties: every letter of the original stands on the pages, in its order.
func TestNothingIsLost(t *testing.T) {
	for i, n := range documenttest.Texts(t) {
		if i%16 != 0 {
			continue
		}
		text, err := os.ReadFile(documenttest.Path(t, "treaty-texts/texts/"+n+".md"))
		if err != nil {
			t.Fatal(err)
		}
		c := of(t, n+".md", "en", string(text))
		r := papertest.Open(t, write(t, c))
		var set strings.Builder
		for _, page := range r.Drawn[1:] {
			lines := strings.SplitN(page, "\n", 4) // the head and foot are drawn first
			set.WriteString(lines[len(lines)-1])
		}
		same(t, n, solid(blocks(c.Source)), solid(set.String()))
	}
}

func blocks(src *document.Source) string {
	var b strings.Builder
	for i := range src.Blocks {
		b.WriteString(src.Blocks[i].Text)
	}
	return b.String()
}

func same(t *testing.T, name, want, got string) {
	t.Helper()
	w, g := []rune(want), []rune(got)
	for i := range max(len(w), len(g)) {
		if i >= len(w) || i >= len(g) || w[i] != g[i] {
			t.Errorf("%s: at letter %d of %d (%d set): …%s… became …%s…", name, i, len(w), len(g), around(w, i), around(g, i))
			return
		}
	}
}

func around(s []rune, i int) string {
	return string(s[min(len(s), max(0, i-20)):min(len(s), i+20)])
}
