package documenttest

import (
	ent "entente"
	"entente/internal/document"

	"pgregory.net/rapid"
)

var languages = []string{"en", "fr", "nl", "sr-Latn", "x-own", ""}

// Generate makes any Document that is well formed: every letter is one that XML can carry,
// every language a tag or none.
func Generate() *rapid.Generator[*document.Document] {
	return rapid.Custom(func(t *rapid.T) *document.Document {
		d := &document.Document{Title: text().Draw(t, "title"), Warnings: rapid.SliceOfN(text(), 0, 2).Draw(t, "warnings")}
		d.Languages = rapid.SliceOfNDistinct(rapid.SampledFrom(languages), 0, 3, rapid.ID).Draw(t, "languages")
		for range rapid.IntRange(0, 3).Draw(t, "parties") {
			d.Parties = append(d.Parties, document.Party{Code: ent.StateCode(rapid.SampledFrom([]string{"", "NLD", "XAA", "NATO"}).Draw(t, "code")), Name: text().Draw(t, "name"), All: rapid.Bool().Draw(t, "all"), Of: ent.InstrumentID(rapid.SampledFrom([]string{"", "NAT"}).Draw(t, "of"))})
		}
		d.Dates = document.Dates{Signed: day(t), InForce: day(t)}
		d.Instrument = ent.InstrumentID(rapid.SampledFrom([]string{"", "VCLT"}).Draw(t, "recognised"))
		if rapid.Bool().Draw(t, "force") {
			d.Dates.Force = &document.Force{Upon: rapid.SampledFrom([]string{"deposit", "day"}).Draw(t, "upon"), Count: rapid.IntRange(0, 40).Draw(t, "count"), Delay: rapid.SampledFrom([]string{"", "30 days"}).Draw(t, "delay"),
				Article: number(t), Text: text().Draw(t, "sentence")}
		}
		for range rapid.IntRange(0, 4).Draw(t, "articles") {
			d.Articles = append(d.Articles, generateArticle(t))
		}
		rest(t, d)
		return d
	})
}

func day(t *rapid.T) ent.Date {
	return ent.Date(rapid.SampledFrom([]int{0, 1, 712000, int(ent.MaxDate)}).Draw(t, "day"))
}

func generateArticle(t *rapid.T) document.Article {
	a := document.Article{Language: language(t), Number: number(t), Heading: text().Draw(t, "heading"), Page: rapid.IntRange(0, 3).Draw(t, "page")}
	a.Within = rapid.SampledFrom([]string{"", "", "Part I", "Chapter 2 General rules", "Annex A", "\n x "}).Draw(t, "within")
	a.Annex = rapid.SampledFrom([]string{"", "", "Annex A", "Nr. II", "Protocol é"}).Draw(t, "annex")
	a.Paragraphs = paragraphs(t, 2)
	return a
}

// rest fills the lists that refer to articles.
func rest(t *rapid.T, d *document.Document) {
	for range rapid.IntRange(0, 3).Draw(t, "rest") {
		d.Preamble = append(d.Preamble, document.Preamble{Language: language(t), Text: text().Draw(t, "preamble")})
		d.Definitions = append(d.Definitions, document.Definition{Language: language(t), Term: text().Draw(t, "term"), Text: text().Draw(t, "definition"), Article: number(t)})
		d.References = append(d.References, document.Reference{Language: language(t), Text: text().Draw(t, "reference"),
			Instrument: ent.InstrumentID(rapid.SampledFrom([]string{"", "VCLT", "É É"}).Draw(t, "instrument")), Article: number(t), Paragraph: rapid.SampledFrom([]string{"", "3(a)"}).Draw(t, "paragraph"), From: number(t), Internal: rapid.Bool().Draw(t, "internal"), Unresolved: rapid.Bool().Draw(t, "unresolved")})
		d.Signatures = append(d.Signatures, document.Signature{Language: language(t), For: ent.StateCode(rapid.SampledFrom([]string{"", "NLD", "XAA"}).Draw(t, "for")), As: rapid.SampledFrom([]string{"", "Minister of Defence"}).Draw(t, "as"), Text: text().Draw(t, "signature")})
		d.Closings = append(d.Closings, document.Closing{Language: language(t), Place: text().Draw(t, "place"), On: day(t), Authentic: rapid.SliceOfN(rapid.SampledFrom([]string{"en", "fr"}), 0, 2).Draw(t, "authentic"),
			Equally: rapid.Bool().Draw(t, "equally"), Prevails: rapid.SampledFrom([]string{"", "en"}).Draw(t, "prevails")})
		d.Annexes = append(d.Annexes, document.Annex{Language: language(t), Heading: text().Draw(t, "annex"), Text: text().Draw(t, "text")})
	}
}

func language(t *rapid.T) string { return rapid.SampledFrom(languages).Draw(t, "language") }

func number(t *rapid.T) string {
	return rapid.SampledFrom([]string{"", "1", "1", "2", "VII", "12 bis", "é", "Article 3", "1.2", "nn-1"}).Draw(t, "number")
}

func paragraphs(t *rapid.T, depth int) []document.Paragraph {
	var out []document.Paragraph
	for range rapid.IntRange(0, 3).Draw(t, "paragraphs") {
		p := document.Paragraph{Number: number(t), Text: text().Draw(t, "text")}
		if depth > 0 {
			p.Items = paragraphs(t, depth-1)
		}
		out = append(out, p)
	}
	return out
}

// text is short: words that repeat, so that terms and references are found in it, or any
// letters that XML can carry.
func text() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", " ", "\n", "a\n\nb", "force", "Article 1", "Considering that", "the force of Article 1 and Article 2 of this Agreement", " <p>&amp;\"' ]]> ", "\t\r\n", "é\u2028Ω 😀", "have agreed as follows:"}),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab 1.\n\t\r<&>\"'é😀\u00a0\ufffd")), 0, 12, -1),
	)
}
