package formula

import (
	"fmt"
	"regexp"
	"strings"

	ent "entente"
	"entente/internal/document/numeral"
	"entente/internal/document/wording"
)

// Force is on what a text enters into force. Upon is day, signature, notification, deposit,
// reply or other; Count how many deposits, signatures or notifications, 0 when not told or
// of all; Delay the time after that, as 30 days or first day of month 2.
type Force struct {
	Upon  string
	Count int
	Delay string
	On    ent.Date // the day, when the text names it
	Text  string   // the sentence
}

var (
	forceForm = regexp.MustCompile(`(?i)(?:enters?|comes?) into (?:force|effect|operation)|(?:take|takes|taken) effect|(?:become|becomes|be) effective|effective (?:as of|as from|on|upon)|in werking (?:treden|treedt|zal treden|tredt)|(?:treedt|treden|trede|wordt|worden|zijn)(?: [^.;]{0,60})? (?:in werking|van kracht)|van kracht (?:worden|wordt|zijn|is)|entre(?:ra|nt|ront)? en vigueur|prend(?:ra)? effet|tritt(?: [^.;]{0,80})? in kraft|in kraft (?:treten|tritt)|entra(?:rá|r)? en vigor|entr(?:a|erà|eranno) in vigore|entra(?:rá)? em vigor|(?:inwerkingtreding|entry into force)[^.;]{0,60} (?:geschiedt|geschieden|plaatsvinden|takes? place)`)
	selfForm  = regexp.MustCompile(`(?i)(?:this|the present|these|the) (?:present )?(?:additional |supplementary |administrative |optional |framework |further |second )?(?:agreement|treaty|convention|protocol|covenant|memorandum|arrangement|charter|statute|decision|accord|exchange|constitution)|(?:dit|deze|onderhavige|het|de) (?:onderhavige |aanvullende? |aanvullend |huidige )?(?:verdrag|overeenkomst|protocol|akkoord|regeling|handvest|statuut|schikking|besluit|brief|nota)|(?:présent|présente|cette?|le|la|l['’]) ?(?:accord|convention|protocole|traité|échange|arrangement)|(?:dieses?|diese|das|die) (?:abkommen|übereinkommen|vertrag|protokoll|vereinbarung)|(?:presente|este|il|questo) (?:acuerdo|convenio|tratado|protocolo|accordo|acordo|convenção|convención)|^(?:\d+[.)]?\s*)?(?:it|het|zij|they|which)\b|(?:an?|een) (?:agreement|overeenkomst|verdrag) (?:between|tussen|vormen|zullen)|shall constitute|constituting|vormen`)
	otherForm = regexp.MustCompile(`(?i)amendment|wijziging(?:en)?\b|amendement|denunciation|opzegging|withdrawal|dénonciation|after (?:the|its) (?:date of )?entry into force|na de inwerkingtreding|after this|nadat dit|in respect of|with respect to|ten aanzien van|met betrekking tot elke|à l['’]égard|(?:for|as regards|voor) (?:each|any|every|such|the new|those|elke|iedere|elk|ieder|een)|pour (?:chaque|chacun|tout)|acceding|toetredende|annex(?:es)? shall|declaration shall`)

	ownForm  = regexp.MustCompile(`(?i)\b(?:this|present|these|dit|deze|onderhavige|dieses|diese|este|questo)\b|présente? |cette? `)
	relative = regexp.MustCompile(`(?i)(?:after|once|when|until|nadat|zodra|wanneer|totdat|since|if|on which|waarop|before|voordat|for which) (?:(?:this|the|such|a|dit|het|de|een|it|its) ?)?(?:\p{L}+ )?$|(?:has|have|had|which) $`)

	depositCue  = regexp.MustCompile(`(?i)deposit|instruments? of (?:ratif|accept|access)|ratif|expressed their consent|nederleg|neergelegd|akten? van (?:bekr|aanv|goed|toetr)|bekrachtigingsoorkonde|bekrachtig|dépos|dépôt|hinterleg|ratifikation|become parties|partij (?:zijn )?geworden`)
	firmCue     = regexp.MustCompile(`(?i)deposit|nederleg|neergelegd|dépos|dépôt|hinterleg|exchange of|uitwisseling`)
	notifyCue   = regexp.MustCompile(`(?i)notif|inform|in kennis|kennisgeving|ervan kennis|medegedeeld|meegedeeld|mededeling|communicat|advised|constitution|grondwettelijk|procedures|vereisten|formaliteiten|unterrichtet|mitgeteilt|mitteilung|goedgekeurd|goedkeuring|approved by|approval`)
	replyCue    = regexp.MustCompile(`(?i)reply|your (?:excellency['’]?s )?(?:note|letter|answer)|date of (?:this|the present) (?:note|letter)|the date of (?:receipt of )?[^.;]{0,60}note|antwoord|dagtekening van|datum van (?:ontvangst van )?(?:uw|deze|uwer|de laatste|het laatste)[^.;]{0,30}(?:nota|brief)|réponse|antwort|bevestig`)
	signCue     = regexp.MustCompile(`(?i)signature|signed|signing|onderteken|undertek|unterzeichn|firma\b|signé`)
	togetherCue = regexp.MustCompile(`(?i)entry into force of|enters? into force|inwerkingtreding van|tegelijk|gelijktijdig|same (?:date|day|time)|simultan|entrée en vigueur d|dezelfde (?:datum|dag)|inkrafttreten des|ingevolge|with effect from`)
	immediately = regexp.MustCompile(`(?i)immediately|forthwith|onmiddellijk|terstond|immédiatement|sofort|on (?:this|today)|heden|à la date de ce jour`)
	untilForm   = regexp.MustCompile(`(?i)[,;]? (?:and|en|et|und) (?:it |shall |will |to |het |zal )*(?:be applied|remain|continue|be in force|stay|van kracht|voorlopig|wordt voorlopig|blijft|blijven|geldt|restera|demeurera|be valid|terminate|bleibt)|,? for (?:a|an initial) period|voor (?:een|de duur van een) (?:tijdvak|periode)|[,;] (?:unless|tenzij|à moins)`)

	delayForm = regexp.MustCompile(`(?i)([\p{L}\d-]+)(?:\s*\([^)]{1,20}\))?\s+(days?|weeks?|months?|years?|dagen|dag|maanden|maand|weken|jaren|jours?|mois|tagen?|monaten?|días|meses|giorni|mesi|dias)\b`)
	onDayForm = regexp.MustCompile(`(?i)(?:on|the|op|de|den|le|am) (?:the )?([\p{L}\d-]+) (?:day|dag|jour) (?:after|following|next|na|volgend|qui suit|nadat|from)`)
	monthForm = regexp.MustCompile(`(?i)(?:first day of|eerste dag van|premier jour d[ue]|ersten? tage? des) (?:the |de |het )?(?:([\p{L}\d]+) )?(?:month|calendar month|maand|mois|monats)`)
	countForm = regexp.MustCompile(`(?i)(?:deposit of|deposited|by|of|and|en|as soon as|zodra|when|after|until|have|has|on which|nederlegging|neergelegd|van|door|nadat|waarop|du|de|par|dépôt|après que) (?:at least |fewer than |no less than |not less than |no fewer than |ten minste |all |the |de |het |van |the date of )*([\p{L}\d-]+)(?:\s*\([^)]{1,12}\))? (?:such |other |andere )?(?:instruments?|states?|ratifications?|signator|signatur|governments?|members?|parties|akten?|staten|ondertekenende|regeringen|mogendheden|leden|lidstaten|bekrachtig|oorkonden|verdragsluitende|états|contracting|european|partijen)`)
	ordinalOf = regexp.MustCompile(`(?i)(?:of|van|du) (?:the |de |het |its |their )?([\p{L}\d-]+) (?:such )?(?:instrument|akte|oorkonde|ratification|signator)`)
)

// ReadForce finds the sentence on the entry into force of the text itself and reads it. It
// is looked for in the words of one article, or of a note. The score tells how sure it is:
// a text takes the best of its articles.
func ReadForce(text string) (f Force, score int) {
	if !anyOf(text, forceWords...) {
		return Force{}, 0
	}
	for _, s := range Sentences(text) {
		if !anyOf(s, forceWords...) {
			continue
		}
		at := forceForm.FindStringIndex(s)
		if at == nil {
			continue
		}
		n := 1
		before := s[:at[0]]
		if self := selfForm.FindAllStringIndex(before, -1); len(self) > 0 {
			n = 4
			if at[0]-self[len(self)-1][1] < 40 {
				n++
			}
		} else if selfForm.MatchString(wording.Clip(s[at[0]:], 60)) { // treedt het Verdrag in werking
			n = 3
		}
		if ownForm.MatchString(before) {
			n++
		}
		if otherForm.MatchString(before) || relative.MatchString(before) || otherForm.MatchString(wording.Clip(s[at[1]:], 40)) {
			n -= 3
		}
		if got := readForce(s, at); got.Upon != "" && n > score {
			f, score = got, n
		}
	}
	return f, score
}

var forceWords = []string{"force", "effect", "werking", "kracht", "vigueur", "Kraft", "kraft", "vigor", "operation", "FORCE", "WERKING"}

func anyOf(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// Sentences cuts a text after full stops and semicolons.
func Sentences(text string) []string {
	var out []string
	from := 0
	for i := 0; i+2 < len(text); i++ {
		blank := text[i+1] == ' ' || text[i+1] == '\n' || text[i+1] >= 'A' && text[i+1] <= 'Z' && text[i] == '.'
		if (text[i] == '.' || text[i] == ';') && blank && !abbreviated(text[from:i]) {
			out = append(out, text[from:i+1])
			from = i + 1
		}
	}
	return append(out, text[from:])
}

// abbreviated reports that the last word before a full stop is one letter or a known
// abbreviation.
func abbreviated(s string) bool {
	w := s[strings.LastIndexAny(s, " (\n.")+1:]
	switch strings.ToLower(w) {
	case "art", "no", "nr", "mr", "dr", "st", "para", "cf", "abs":
		return true
	}
	return len(w) == 1
}

func readForce(s string, at []int) Force {
	f := Force{Text: strings.TrimSpace(s)}
	rest := s[at[0]:]
	if cut := untilForm.FindStringIndex(rest[at[1]-at[0]:]); cut != nil && cut[0] > 0 {
		rest = rest[:at[1]-at[0]+cut[0]]
	}
	if d := dayAfter(rest[at[1]-at[0]:]); d != 0 {
		f.Upon, f.On = "day", d
		return f
	}
	f.Upon = upon(rest)
	cue := rest
	if f.Upon == "" { // the condition stands before: after three States have ratified, the Convention enters into force
		f.Upon, cue = upon(s), s
	}
	if f.Count = countOf(cue); f.Count == 0 {
		f.Count = countOf(s)
	}
	f.Delay = delay(rest)
	if f.Delay == "" && f.Upon != "" {
		f.Delay = delay(s[:at[0]])
	}
	return f
}

// dayAfter reads a day that follows directly after the verb.
func dayAfter(s string) ent.Date {
	d, i := dayIn(wording.Clip(s, 80))
	if d == 0 {
		return 0
	}
	for _, w := range wordsOf(s[:i], 10) {
		switch w.text {
		case "on", "as", "of", "from", "with", "effect", "op", "met", "ingang", "van", "de", "le", "am", "el", "il", "the", "retroactively", "à", "a", "partir", "du":
		default:
			return 0
		}
	}
	return d
}

func upon(s string) string {
	notified := notifyCue.MatchString(s)
	switch {
	case depositCue.MatchString(s) && (!notified || firmCue.MatchString(s)):
		return "deposit"
	case replyCue.MatchString(s) && !notified:
		return "reply"
	case notified:
		return "notification"
	case signCue.MatchString(s):
		return "signature"
	case togetherCue.MatchString(s[min(len(s), 20):]):
		return "other"
	case immediately.MatchString(s):
		return "signature"
	}
	return ""
}

func countOf(s string) int {
	for _, m := range append(ordinalOf.FindAllStringSubmatch(s, 4), countForm.FindAllStringSubmatch(s, 6)...) {
		if n := valueOf(m[1]); n > 1 {
			return n
		}
	}
	return 0
}

func valueOf(w string) int {
	if v := figures(strings.ToLower(w)); v > 0 {
		return v
	}
	list := strings.Fields(strings.ReplaceAll(strings.ToLower(w), "-", " "))
	for _, l := range []string{"en", "nl", "fr"} {
		if v, _, n := numeral.Read(l, list); n == len(list) && n > 0 {
			return v
		}
	}
	return dayWords[strings.ToLower(w)]
}

// units of time in the languages that are read, by their first letters.
var units = []struct{ stem, unit string }{{"day", "days"}, {"dag", "days"}, {"jour", "days"}, {"tag", "days"}, {"día", "days"}, {"dia", "days"}, {"giorn", "days"},
	{"week", "weeks"}, {"wek", "weeks"}, {"month", "months"}, {"maand", "months"}, {"mois", "months"}, {"monat", "months"}, {"mes", "months"}, {"year", "years"}, {"jaar", "years"}, {"jar", "years"}}

// delay reads thirty days after, on the thirtieth day following, the first day of the second
// month after, the first day of the month following a period of three months.
func delay(s string) string {
	first := monthForm.FindStringSubmatch(s)
	for _, m := range delayForm.FindAllStringSubmatch(s, 6) {
		n := valueOf(m[1])
		if n == 0 {
			continue
		}
		for _, u := range units {
			if !strings.HasPrefix(strings.ToLower(m[2]), u.stem) {
				continue
			}
			if first == nil {
				return fmt.Sprintf("%d %s", n, u.unit)
			}
			if first[1] == "" && u.unit == "months" {
				return fmt.Sprintf("first day of month %d", n+1)
			}
		}
	}
	if first != nil {
		return fmt.Sprintf("first day of month %d", max(valueOf(first[1]), 1))
	}
	if m := onDayForm.FindStringSubmatch(s); m != nil && valueOf(m[1]) > 1 {
		return fmt.Sprintf("%d days", valueOf(m[1]))
	}
	return ""
}
