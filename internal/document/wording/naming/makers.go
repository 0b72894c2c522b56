package naming

import (
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	ent "entente"
	"entente/internal/document/wording"
)

// Maker is who makes an agreement, as named in it. Code is empty for whom the library does
// not know, and for States that are not named one by one ("the Parties to the …"); of
// those, Of is the instrument to which they are parties, where the library has it.
type Maker struct {
	Code       ent.StateCode
	Name       string
	Collective bool
	Of         ent.InstrumentID
}

// Words after which a title names the makers of the agreement.
var betweenWords = set("between among amongst tussen entre zwischen tra fra")

// Words with which a title goes on to say what the agreement is about, and those with which
// a preamble comes to its reasons.
var (
	aboutWords   = set("on for in about to with tot over ter voor met bij ten sur pour au über zur zum für sobre para per sulla")
	subjectWords = set("concerning regarding relating containing constituting relative respecting establishing amending supplementing governing extending supplementary " +
		"inzake betreffende houdende nopens aangaande omtrent strekkende waarbij teneinde inhoudende relatif concernant portant tendant betreffend hinsichtlich relativo")
	reasonWords = set("considering desiring recalling whereas having noting recognizing recognising mindful wishing being convinced taking acknowledging affirming conscious determined have agree agreed resolved bearing believing reaffirming pursuant referring signatory anxious guided desirous in with on represented acting intending aware seeking moved inspired hereinafter parties party " +
		"overwegende overwegend wensende wensend geleid zijn gelet verlangende verlangend gezien indachtig bevestigende erkennende herinnerend met vastbesloten strevende overtuigd bezield zijnde hebbende rekening onder teneinde verwijzende ernaar zich vertegenwoordigd handelend hebben partij ondertekenaars besloten in op hierna partijen ondergetekenden " +
		"considérant désireux désirant rappelant ayant reconnaissant conscients soucieux convaincus sont vu animés notant affirmant représenté agissant " +
		"von im haben sind eingedenk gestützt geleitet considerando deseando teniendo han desiderando considerato hanno desejando tendo")
	collectives = []string{"the parties", "the present parties", "the states parties", "the high contracting", "the contracting", "the member states", "the member-states", "the members of", "the states signatory", "the signatory", "the signatories", "the undersigned", "the state parties", "the states", "states and", "international organizations", "we the peoples", "we, the peoples", "the peoples", "wij, de volken", "wij de volken", "the governments signatory", "the governments of the states", "parties to", "states parties",
		"de partijen", "de staten", "de hoge verdragsluitende", "de verdragsluitende", "de lidstaten", "de lid-staten", "de leden", "de ondertekenende", "de ondergetekenden", "de volken", "lidstaten", "staten die",
		"les états", "les parties", "les hautes", "les etats", "les gouvernements signataires", "les soussignés", "die vertragsparteien", "die hohen", "die mitgliedstaaten", "die parteien", "los estados", "las partes", "gli stati", "le parti", "os estados", "the governments signatory", "the government signatory", "the governments of the members", "de regeringen die", "de regeringen, die", "the representatives of the governments", "de vertegenwoordigers van de regeringen"}
	skipped = []string{"preamble", "preambule", "préambule", "präambel", "preámbulo"}
)

// FromTitle reads the makers that a title names after between.
func (n *Names) FromTitle(title string) []Maker {
	words := strings.Fields(title)
	shout := strings.ToUpper(title) == title
	for i, w := range words {
		if !betweenWords[strings.ToLower(w)] || i == 0 || i+1 == len(words) {
			continue
		}
		rest := strings.Join(words[i+1:], " ")
		if m, ok := n.collective(rest); ok {
			return []Maker{m}
		}
		end := about(words, i+2, shout)
		return n.list(strings.Join(words[i+1:end], " "), true)
	}
	return nil
}

// about is where a title goes on to its subject. Words such as for and voor may also stand in
// the name of an organisation, which then goes on to a word that can only be the subject.
func about(words []string, from int, shout bool) int {
	weak := len(words)
	for k := from; k < len(words); k++ {
		w := words[k]
		if shout {
			w = strings.ToLower(w)
		}
		switch {
		case subjectWords[w]:
			return min(k, weak)
		case aboutWords[w] && weak == len(words) && !inBody(words[from:k]):
			weak = k
		}
	}
	return weak
}

// inBody reports that the last name in a list is that of an organisation.
func inBody(words []string) bool {
	for k := len(words) - 1; k >= 0 && words[k] != "and" && words[k] != "en" && words[k] != "et"; k-- {
		if bodyWords[fold(strings.Trim(words[k], ",()"))] {
			return true
		}
	}
	return false
}

// FromPreamble reads the makers with whom a preamble opens, up to its reasons.
func (n *Names) FromPreamble(text string) []Maker {
	text = strings.TrimSpace(wording.Clip(text, 3000))
	for _, p := range skipped {
		if len(text) >= len(p) && strings.EqualFold(text[:len(p)], p) {
			text = strings.TrimLeft(text[len(p):], " ,.:")
		}
	}
	if m, ok := n.collective(text); ok {
		return []Maker{m}
	}
	end, after := 0, true
	for _, w := range strings.SplitAfter(text, " ") {
		bare := strings.Trim(w, " ,.;:(\"“„")
		r, _ := utf8.DecodeRuneInString(bare)
		if reasonWords[strings.ToLower(bare)] && (after || unicode.IsUpper(r)) {
			break
		}
		t := strings.TrimSpace(w)
		after = strings.HasSuffix(t, ",") || strings.HasSuffix(t, ")") || strings.HasSuffix(t, ";") || strings.HasSuffix(t, "”")
		end += len(w)
	}
	hits := n.States(text[:end])
	if len(hits) == 0 || hits[0].Start > 90 || n.First(text[:end]) == "" && !hasBody(text[:hits[0].Start]) {
		return nil
	}
	return n.list(text[:end], false)
}

// hasBody reports that a text names an organisation.
func hasBody(s string) bool {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if bodyWords[fold(w)] {
			return true
		}
	}
	return false
}

// collective reads makers who are not named one by one.
func (n *Names) collective(s string) (Maker, bool) {
	s = strings.TrimLeft(s, " *(\"“")
	low := strings.ToLower(wording.Clip(s, 60))
	for _, c := range collectives {
		if !strings.HasPrefix(low, c) {
			continue
		}
		name := s
		if at := endOfName.FindStringIndex(name); at != nil {
			name = name[:at[0]]
		}
		m := Maker{Name: strings.TrimSpace(wording.Clip(name, 160)), Collective: true}
		for _, h := range n.Instruments(m.Name) {
			if before := strings.ToLower(m.Name[:h.Start]); strings.Contains(wording.ClipLeft(before, 60), "part") && !strings.Contains(before, "members") {
				m.Of = ent.InstrumentID(h.For)
			}
			break
		}
		return m, true
	}
	return Maker{}, false
}

// endOfName is where the name of makers ends: at a stop, or where a day or place follows.
var endOfName = regexp.MustCompile(`[,;:]|\.\s|\p{Ll}\p{Lu}|\s(?:signed|done|ondertekend|signé|hereinafter)\s`)

// list adds the States and organisations that a list of makers names. Of a title, a name
// that nobody bears is a maker all the same.
func (n *Names) list(region string, title bool) []Maker {
	hits := n.States(region)
	if governments(region) {
		hits = merge(hits, n.Adjectives(region))
	}
	var out []Maker
	seen := map[string]bool{}
	for _, s := range segments(region, hits) {
		code, name := segment(region, s, hits)
		clean := code != ""
		if !clean {
			name = trim(region[s.from:s.to])
		}
		if !clean && !unknown(name, title) {
			continue
		}
		key := string(code)
		if code == "" {
			key = "?" + name
		}
		if !seen[key] {
			seen[key] = true
			out = append(out, Maker{Code: code, Name: name})
		}
	}
	return out
}

func governments(s string) bool {
	low := strings.ToLower(s)
	for _, w := range []string{"regering", "government", "gouvernement", "regierung"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// merge puts further hits into a list where they stand free.
func merge(hits, more []Hit) []Hit {
	out := append([]Hit{}, hits...)
	for _, m := range more {
		free := true
		for _, h := range hits {
			free = free && (m.End <= h.Start || m.Start >= h.End)
		}
		if free {
			out = append(out, m)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Start < out[j].Start })
	return out
}

// unknown reports a maker whom the library does not know: of a title any name, of a
// preamble an organisation or government.
func unknown(name string, title bool) bool {
	if len(name) < 4 || len(name) > 160 {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(name); !title && unicode.IsLower(r) {
		return false
	}
	capital, body := false, false
	for w := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) }) {
		r, _ := utf8.DecodeRuneInString(w)
		low := fold(w)
		capital = capital || unicode.IsUpper(r) && !makerWords[low]
		body = body || bodyWords[low]
	}
	return capital && (title || body)
}

var (
	makerWords = set("el il o os los las die das dem the government governments republic kingdom state states federal principality grand duchy sultanate her his majesty queen king president of and h m royal federation union people s council council's three four five hashemite democratic socialist islamic imperial " +
		"regering regeringen republiek koninkrijk staat staten federale bondsrepubliek bondsregering bondsstaat groothertogdom vorstendom sultanaat drie vier vijf zijne hare majesteit koningin koning president hunne excellenties namens heer enerzijds anderzijds lid " +
		"gouvernement gouvernements republique royaume etat etats grand-duche sa majeste le la les reine roi president part une autre d'une " +
		"regierung bundesregierung bundesrepublik republik konigreich konigreichs staat grossherzogtum bundesrat seine ihre majestat " +
		"gobierno republica reino estado governo repubblica regno presidente su majestad rey armed forces air force strijdkrachten chief minister ministry ministerie defence defense ministers minister defensie department secretary van der het de")
	bodyWords = set("organisation organization organisatie verdragsorganisatie commission commissie court hof institute instituut agency agentschap programme programma university tribunal tribunaal centre center fund fonds union unie council raad secretariat secretariaat headquarters hoofdkwartier shape community gemeenschap bank conference conferentie committee comite association authority mechanism unesco eurojust europol eurocontrol mission force commissioner")
)

type span struct{ from, to int }

// segments cuts a list of makers at commas and at "and", but not within a name.
func segments(s string, hits []Hit) []span {
	var list []span
	from, k, depth := 0, 0, 0
	for i := 0; i < len(s); i++ {
		for k < len(hits) && hits[k].End <= i {
			k++
		}
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		}
		if k < len(hits) && i > hits[k].Start || depth > 0 {
			continue
		}
		if size := separator(s[i:]); size > 0 {
			list = append(list, span{from, i})
			from = i + size
			i += size - 1
		}
	}
	return append(list, span{from, len(s)})
}

func separator(s string) int {
	if s[0] == ',' || s[0] == ';' || s[0] == '\n' {
		return 1
	}
	if s[0] != ' ' {
		return 0
	}
	for _, w := range []string{" and ", " en ", " et ", " und ", " y ", " e ", " AND ", " EN ", " ET ", " UND ", " enerzijds", " anderzijds", " ende "} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	return 0
}

// segment returns the State that a segment names and nothing else, with the name.
func segment(region string, s span, hits []Hit) (ent.StateCode, string) {
	code, name := "", ""
	rest := []byte(region[s.from:s.to])
	for _, h := range hits {
		if h.Start < s.from || h.End > s.to || h.For == "" {
			continue
		}
		if code != "" && code != h.For {
			return "", ""
		}
		if code == "" {
			name = region[h.Start:h.End]
		}
		code = h.For
		for i := h.Start; i < h.End; i++ {
			rest[i-s.from] = ' '
		}
	}
	text := string(rest)
	if at := strings.IndexByte(text, '('); at >= 0 {
		text = text[:at]
	}
	for w := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		r, _ := utf8.DecodeRuneInString(w)
		if unicode.IsUpper(r) && !makerWords[fold(w)] || bodyWords[fold(w)] && fold(w) != "council" && fold(w) != "union" {
			return "", ""
		}
	}
	return ent.StateCode(code), name
}

// trim takes the article and the word government from before a name.
func trim(s string) string {
	if at := strings.IndexByte(s, '('); at > 0 {
		s = s[:at]
	}
	s = strings.Trim(s, " ,;:.*\n")
	for range 5 {
		w, rest, ok := strings.Cut(s, " ")
		if !ok || !leadWords[fold(w)] {
			break
		}
		s = rest
	}
	for _, p := range []string{"d'", "l'", "d’", "l’"} {
		s = strings.TrimPrefix(s, p)
	}
	return s
}

var leadWords = set("the government governments of de het regering regeringen drie vier van der le la les gouvernement gouvernements du des die das regierung el gobierno del il governo della d'une part")

func fold(s string) string { return strings.Map(foldRune, s) }

// First returns the State or organisation with which a short text begins, after words such
// as "For the Government of the Kingdom of"; empty when another name comes first.
func (n *Names) First(s string) ent.StateCode {
	hits := n.States(s)
	if governments(s) {
		hits = merge(hits, n.Adjectives(s))
	}
	if len(hits) == 0 {
		return ""
	}
	for i, w := range strings.FieldsFunc(s[:hits[0].Start], func(r rune) bool { return !unicode.IsLetter(r) }) {
		r, _ := utf8.DecodeRuneInString(w)
		if i > 0 && (unicode.IsUpper(r) || bodyWords[fold(w)]) && !makerWords[fold(w)] || i > 9 {
			return ""
		}
	}
	return ent.StateCode(hits[0].For)
}
