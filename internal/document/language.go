package document

import (
	"strings"
	"unicode"
)

// functionWords are frequent words by which a language is told from others.
var functionWords = map[string][]string{
	"en": {"the", "of", "and", "shall", "to", "in", "by", "with", "any", "such", "this", "which", "be", "or", "for", "other", "under", "from"},
	"fr": {"le", "la", "les", "des", "du", "et", "une", "sont", "dans", "par", "pour", "aux", "ou", "au", "qui", "cette", "sera", "présente", "partie"},
	"nl": {"de", "het", "een", "van", "en", "zijn", "voor", "met", "aan", "door", "op", "wordt", "worden", "indien", "deze", "die", "bij", "te", "ten", "niet"},
	"de": {"der", "die", "das", "und", "des", "den", "dem", "mit", "nicht", "werden", "wird", "eine", "durch", "auf", "dieses", "oder", "zur", "vertragsparteien"},
	"es": {"el", "los", "las", "del", "una", "por", "para", "con", "que", "en", "se", "su", "será", "presente", "partes", "y", "este"},
	"it": {"il", "gli", "della", "delle", "dei", "che", "per", "con", "una", "nel", "sono", "alla", "presente", "parti", "sarà", "di"},
	"pt": {"os", "as", "dos", "das", "uma", "por", "com", "ou", "não", "será", "presente", "partes", "ao", "e", "do", "da"},
}

// weight counts for how many languages a word speaks.
var wordLanguages = func() map[string][]string {
	out := map[string][]string{}
	for l, ws := range functionWords {
		for _, w := range ws {
			out[w] = append(out[w], l)
		}
	}
	return out
}()

// languageOf returns the language of a text by its script or its frequent words, "" when
// there are too few of them to tell.
func languageOf(text string) string {
	if l := byScript(text); l != "" {
		return l
	}
	score, words := map[string]float64{}, 0
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		for _, l := range wordLanguages[w] {
			score[l] += 1 / float64(len(wordLanguages[w]))
		}
		if words > 3000 {
			break
		}
	}
	best, second := "", 0.0
	for l, s := range score {
		switch {
		case best == "" || s > score[best] || s == score[best] && l < best:
			if best != "" {
				second = max(second, score[best])
			}
			best = l
		default:
			second = max(second, s)
		}
	}
	if best == "" || score[best] < 2 || score[best] < 1.3*second {
		return ""
	}
	return best
}

func byScript(text string) string {
	n := map[string]int{}
	letters := 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		switch {
		case unicode.Is(unicode.Cyrillic, r):
			n["ru"]++
		case unicode.Is(unicode.Arabic, r):
			n["ar"]++
		case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
			n["ja"] += 5
		case unicode.Is(unicode.Han, r):
			n["zh"]++
		case unicode.Is(unicode.Hangul, r):
			n["ko"]++
		case unicode.Is(unicode.Hebrew, r):
			n["he"]++
		case unicode.Is(unicode.Greek, r):
			n["el"]++
		}
		if letters > 5000 {
			break
		}
	}
	for _, l := range []string{"ja", "zh", "ko", "ru", "ar", "he", "el"} {
		if n[l]*2 > letters && letters > 0 {
			return l
		}
	}
	return ""
}
