package formula

import (
	"regexp"
	"slices"
	"strings"

	ent "entente"
	"entente/internal/document/wording"
)

// Closing is what the words above the signatures say.
type Closing struct {
	Place     string   // as printed
	On        ent.Date // zero: not told
	Languages []string // in which it was done, BCP 47, in order
	Equally   bool     // all of them are equally authentic
	Prevails  string   // the language that prevails where they differ
}

var (
	doneWords = regexp.MustCompile(`(?i)(?:^|[^\pL])(done|signed|gedaan|ondertekend|fait|faite|geschehen|hecho|fatto|feito|совершено|undertekend)[\s,]`)
	placeForm = regexp.MustCompile(`(?:^|[\s,])(?:at|AT|in|IN|te|TE|à|À|zu|ZU|en|a|em|в)[\s,]+(?:the cit(?:y|ies) of )?((?:(?:the|The|THE|den|Den|La|la|El)\s)?['’´]?\s?(?:s[- ])?\p{Lu}[\p{L}'’-]*(?:[ -](?:\p{Lu}[\p{L}'’.-]*|de|of|am|upon))*)`)
	equalForm = regexp.MustCompile(`(?i)equally (?:authentic|authoritative|valid|binding)|equal (?:authenticity|validity|force)|gelijkelijk (?:authentiek|rechtsgeldig|geldig|gezaghebbend|bindend)|gelijkelijk authent|teksten zijnde authentiek|gelijke (?:rechts)?kracht|même(?:ment)? (?:foi|valeur)|(?:foi|authentiques?|valables?) également|également (?:foi|authentiques?)|faisant (?:également )?foi|gleichermaßen|gleicherweise|igualmente|ugualmente|egualmente|(?:^|[^\pL])fede(?:[^\pL]|$)|two texts being authentic|both (?:texts )?being authentic|both texts (?:being|are) authentic|equally authoratitive`)
	prevails  = regexp.MustCompile(`(?i)(?:the |de |der )?(\p{L}+)(?: language)? (?:text|texts|version|tekst|versie|fassung|wortlaut)[^.;]{0,30}(?:prevail|doorslaggevend|beslissend|maßgebend|overrid)|texte (\p{L}+) (?:prévaut|prévaudra|fera foi)`)
)

// languageWords are the names of languages, as closing words write them.
var languageWords = func() map[string]string {
	table := map[string]string{}
	for code, list := range map[string]string{
		"en": "english engels engelse engelsche anglais anglaise englischer englisch inglesa inglese inglés inglês",
		"fr": "french frans franse fransche français française françaises französischer französisch francesa francese francés francês",
		"nl": "dutch netherlands netherlandish nederlands nederlandse nederlandsche néerlandais néerlandaise niederländischer niederländisch neerlandesa olandese neerlandés",
		"de": "german duits duitse allemand allemande deutscher deutsch alemana tedesca",
		"es": "spanish spaans spaanse espagnol espagnole spanischer spanisch española spagnola castellana",
		"it": "italian italiaans italiaanse italien italienne italienischer italienisch italiana italiano",
		"pt": "portuguese portugees portugese portugais portugaise portugiesischer portugiesisch portuguesa portoghese",
		"ru": "russian russisch russische russe russischer rusa", "ar": "arabic arabisch arabische arabe arabischer árabe", "zh": "chinese chinees chinois chinoise chinesischer china",
		"no": "norwegian noors noorse norvégien norvégienne", "sv": "swedish zweeds zweedse suédois", "da": "danish deens deense danois", "fi": "finnish fins finse finnois", "is": "icelandic ijslandse",
		"pl": "polish pools poolse polonais", "tr": "turkish turks turkse turc turque", "el": "greek grieks griekse grec grecque", "uk": "ukrainian oekraïense ukrainien", "hr": "croatian kroatische croate",
		"hu": "hungarian hongaars hongaarse hongrois", "cs": "czech tsjechische tchèque", "sk": "slovak slowaakse", "ro": "romanian roemeense roumain", "bg": "bulgarian bulgaarse", "id": "indonesian indonesische bahasa",
		"he": "hebrew hebreeuwse hébreu", "ja": "japanese japans japanse japonais", "ko": "korean koreaans koreaanse coréen", "kk": "kazakh kazachse", "ky": "kyrgyz kirgizische", "tg": "tajik tadzjiekse", "km": "khmer", "vi": "vietnamese vietnamees vietnamese", "th": "thai", "ms": "malay maleise", "fa": "persian farsi perzische", "mn": "mongolian", "sw": "swahili", "mt": "maltese", "lb": "luxembourgish", "ga": "irish ierse", "sr": "serbian servische", "mk": "macedonian", "sl": "slovenian sloveense", "lt": "lithuanian litouwse", "lv": "latvian letse", "et": "estonian estse", "sq": "albanian albanese",
	} {
		for _, w := range strings.Fields(list) {
			table[w] = code
		}
	}
	return table
}()

var (
	between = wordSet("the de het der die das and en et und y e i in la le les el los las both zowel als also as well each each van of langue langues language languages taal talen sprache zal")
	anchors = wordSet("language languages taal talen langue langues sprache sprachen idioma idiomas lingua lingue línguas língua lenguas text texts tekst teksten texte texto textos testi version versions versie versies wortlaut languages; both each beide two twee deux")
)

func wordSet(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// ReadClosing reads the words above the signatures. They may be preceded or followed by
// others, such as the names of who signs.
func ReadClosing(text string) Closing {
	c := Closing{Languages: Languages(text), Equally: equalForm.MatchString(text)}
	if m := prevails.FindStringSubmatch(text); m != nil {
		c.Prevails = languageWords[strings.ToLower(m[1]+m[2])]
	}
	for _, at := range doneWords.FindAllStringSubmatchIndex(text, 6) {
		tail := wording.Clip(text[at[3]:], 500)
		if c.On == 0 {
			c.On = Day(wording.Clip(tail, 400))
		}
		if c.Place == "" {
			c.Place = place(wording.Clip(tail, 160))
		}
	}
	return c
}

// place reads the first place that is no language.
func place(s string) string {
	for _, m := range placeForm.FindAllStringSubmatch(" "+s, 4) {
		name := strings.TrimSpace(m[1])
		words := strings.Fields(strings.ToLower(name))
		if len(words) == 0 || languageWords[words[len(words)-1]] != "" && words[0] != "the" || months[words[0]] > 0 || strings.HasPrefix(strings.ToLower(name), "the english") {
			continue
		}
		for _, w := range []string{" am", " de", " of", " upon"} {
			name = strings.TrimSuffix(name, w)
		}
		return strings.TrimRight(name, " .-")
	}
	return ""
}

// Languages lists the languages that a text names as its own: lists of names beside a word
// such as language or text, or after in.
func Languages(text string) []string {
	words := wordsOf(text, 3000)
	var out []string
	for i := 0; i < len(words); i++ {
		if languageWords[words[i].text] == "" {
			continue
		}
		last := i
		for k := i + 1; k < len(words) && k-last < 5 && (languageWords[words[k].text] != "" || between[words[k].text]); k++ {
			if languageWords[words[k].text] != "" {
				last = k
			}
		}
		if named(words, i, last) {
			for _, w := range words[i : last+1] {
				if l := languageWords[w.text]; l != "" && !slices.Contains(out, l) {
					out = append(out, l)
				}
			}
		}
		i = last
	}
	return out
}

// named reports that the list from first to last stands beside a word that makes it a list
// of languages.
func named(words []word, first, last int) bool {
	for k := max(0, first-3); k < min(len(words), last+4); k++ {
		if anchors[words[k].text] {
			return true
		}
	}
	if first == 0 || languageWords[words[first].text] == "nl" && words[first].text == "netherlands" {
		return false
	}
	before := words[first-1].text
	return (before == "in" || before == "en") && words[first].text != "china"
}
