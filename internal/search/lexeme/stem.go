package lexeme

import (
	"strings"
	"unicode"

	stemmer "github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemmers by the primary subtag of a language. Words of other languages are compared as
// they are written.
var stemmers = map[string]func(*stemmer.Env) bool{
	"ar": arabic.Stem, "da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem, "fr": french.Stem,
	"hu": hungarian.Stem, "it": italian.Stem, "nb": norwegian.Stem, "nl": dutch.Stem, "nn": norwegian.Stem, "no": norwegian.Stem,
	"pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem, "tr": turkish.Stem,
}

// kept are English words of law that stemming would join with another of another meaning.
var kept = map[string]string{
	"international": "international", "internationally": "international", "internal": "internal", "internally": "internal",
	"organisation": "organization", "organization": "organization", "organisations": "organization", "organizations": "organization",
	"organisational": "organization", "organizational": "organization",
	"arms": "arms", "customs": "customs", "united": "united", "unity": "unity",
	"defence": "defens", "defences": "defens", "offence": "offens", "offences": "offens", "licence": "licens", "licences": "licens",
	"programme": "program", "programmes": "program", "centre": "center", "centres": "center", "judgement": "judgment", "judgements": "judgment",
	"armour": "armor", "armoured": "armor", "harbour": "harbor", "harbours": "harbor", "labour": "labor", "theatre": "theater", "theatres": "theater",
}

// Primary returns the primary subtag of a language, "" of none.
func Primary(language string) string {
	p, _, _ := strings.Cut(strings.ToLower(language), "-")
	return p
}

// Stem returns the token under which a word is found in all its forms in a language (its
// primary subtag); "" when the language has no stemmer here.
func Stem(language string, w *Word) string {
	f := stemmers[language]
	if f == nil {
		return ""
	}
	s := w.Raw
	if k, ok := kept[s]; ok && language == "en" {
		return "~en:" + k
	}
	if strings.ContainsFunc(s, unicode.IsLetter) && !strings.ContainsFunc(s, unicode.IsNumber) {
		env := stemmer.NewEnv(s)
		f(env)
		s = env.Current()
	}
	if ascii(s) {
		if language == "en" && len(s) > 4 && strings.HasSuffix(s, "is") { // standardise, standardize
			s = s[:len(s)-2] + "iz"
		}
	} else {
		s = cut(fold(s))
	}
	if s == "" {
		s = w.Exact
	}
	return "~" + language + ":" + s
}

// Stems reports whether words of a language, by its primary subtag, have stems here.
func Stems(language string) bool { return stemmers[language] != nil }

// Little reports whether a word says nothing alone.
func Little(exact string) bool { return little[exact] }

// little are words that say nothing alone; outside of phrases they are passed over.
var little = map[string]bool{"a": true, "an": true, "and": true, "at": true, "by": true, "for": true, "from": true, "in": true, "into": true,
	"is": true, "of": true, "on": true, "or": true, "the": true, "to": true, "with": true, "de": true, "du": true, "des": true, "el": true, "la": true,
	"le": true, "les": true, "los": true, "las": true, "et": true, "der": true, "und": true}
