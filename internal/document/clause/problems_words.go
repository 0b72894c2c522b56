package clause

import (
	"fmt"
	"slices"
	"strings"
)

// languageNames are the names of languages in the languages that are read.
var languageNames = map[string]string{
	"english": "en", "engelse": "en", "engels": "en", "anglais": "en", "anglaise": "en", "englischer": "en", "inglés": "en", "inglesa": "en",
	"french": "fr", "franse": "fr", "frans": "fr", "français": "fr", "française": "fr", "französischer": "fr", "francés": "fr", "francesa": "fr",
	"dutch": "nl", "netherlands": "nl", "nederlandse": "nl", "nederlands": "nl", "néerlandais": "nl", "néerlandaise": "nl", "niederländischer": "nl",
	"german": "de", "duitse": "de", "allemand": "de", "allemande": "de", "deutscher": "de", "alemán": "de", "alemana": "de",
	"spanish": "es", "spaanse": "es", "espagnol": "es", "espagnole": "es", "spanischer": "es", "español": "es", "española": "es",
	"russian": "ru", "russische": "ru", "russe": "ru", "russischer": "ru", "rusa": "ru", "arabic": "ar", "arabische": "ar", "arabe": "ar", "árabe": "ar",
	"chinese": "zh", "chinois": "zh", "chinoise": "zh", "china": "zh", "ukrainian": "uk", "oekraïense": "uk", "portuguese": "pt", "portugese": "pt", "italian": "it", "italiaanse": "it",
	"polish": "pl", "turkish": "tr", "japanese": "ja", "korean": "ko", "hebrew": "he",
}

var languageWords = []string{"language*", "authentic", "authoritative", "taal", "talen", "authentiek", "langue*", "foi", "sprache", "verbindlich", "idioma*", "auténtic*"}

// namedLanguages lists the languages that a passage names as those of the text.
func namedLanguages(ws []string) (out []string) {
	for i, w := range ws {
		tag := languageNames[w]
		if tag != "" && !slices.Contains(out, tag) && hasWord(around(ws, i, 12), languageWords...) {
			out = append(out, tag)
		}
	}
	return out
}

// A language that is named as authentic, and no text in it.
func (in *inspection) languages() []Problem {
	var missing []string
	for _, ws := range append(in.passages("LANGUAGES"), in.signed()) {
		for _, tag := range namedLanguages(ws) {
			if !slices.Contains(in.doc.Languages, tag) && !slices.Contains(missing, tag) {
				missing = append(missing, tag)
			}
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	return problem(Medium, "Named as a language of the agreement, but there is no text in it: "+strings.Join(missing, ", ")+".", in.where("LANGUAGES")...)
}

func (in *inspection) signed() (out []string) {
	for _, s := range in.doc.Signatures {
		out = append(out, words(s.Text)...)
	}
	return out
}

// Words of a treaty in a text that says it does not bind, or is not meant to.
func (in *inspection) bindingWords() []Problem {
	says := in.has("NON-BINDING")
	if !says && in.binding.Verdict != NonBinding && !(in.kind == "MOU" && in.binding.Verdict == Undetermined) {
		return nil
	}
	var out []Problem
	for i := range in.doc.Articles {
		a := &in.doc.Articles[i]
		if len(in.doc.Languages) > 0 && a.Language != in.doc.Articles[0].Language {
			continue
		}
		s := &signs{}
		in.lib.see(s, a.Number, a.Heading+" . "+a.Text())
		var said []string
		for _, c := range []int{bEntry, bConsent, bRegistration, bTribunal, bDuty} {
			if s.count[c] > 0 {
				said = append(said, "“"+s.first[c].Text+"”")
			}
		}
		if len(said) > 0 {
			severity := Medium
			if s.count[bEntry]+s.count[bTribunal]+s.count[bRegistration] > 0 {
				severity = High
			}
			out = append(out, problem(severity, fmt.Sprintf("Words of a treaty in a text that is not meant to bind: %s. Article 102 of the Charter, and domestic rules on reporting agreements, may apply after all.", strings.Join(said, ", ")), a.Number)...)
		}
	}
	return out
}
