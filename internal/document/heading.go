package document

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// heading is what a line says when read as the beginning of an article.
type heading struct {
	number, rest string
	value        int  // its place in the order of numbers; 0 when it is none
	compound     bool // 1.1: chapter and article
}

// The words for an article, and the numbers that articles bear: VII, 7, 7 bis, 12A, I-1, 1.1.
const (
	articleWords = `(?i:articles?|artikel|art[íi]culo|articolo|artigo|artyku[łl]|статья|art\.)`
	articleName  = `(?:[IVXLC]+-\d{1,3}|[IVXLC]+|\d{1,3}(?:\.\d{1,2}){0,2}(?:er|re|[°º˚ª])?|[A-Z])(?:[\s-]?(?i:bis|ter|quater|quinquies|sexies|septies|octies))?(?:[-–]?[A-Za-z])?`
)

var (
	articleForm = regexp.MustCompile(`^` + articleWords + `\s*\.?\s*(` + articleName + `|(?i:premier|first|unique|enig|unico|único))(?:$|[\s.:–—)\]-])\s*(.*)$`)
	otherForm   = regexp.MustCompile(`^(?:(?i:section|clause|rule|regel|paragraph|abschnitt)\s+(\d{1,3}|[IVXLC]+)\s*[.:–-]?|§\s*(\d{1,3}[a-z]?))\s*(.*)$`)
	arabicForm  = regexp.MustCompile(`^المادة\s+(\S+)\s*(.*)$`)
	hanForm     = regexp.MustCompile(`^第([〇零一二三四五六七八九十百0-9]+)[条條]\s*(.*)$`)
	partForm    = regexp.MustCompile(`^(?i)(?:§()\s*\d[\d.]*|(book|part|chapter|title|deel|hoofdstuk|titel|partie|chapitre|titre|teil|kapitel|capítulo|capitolo|section|afdeling|paragraaf)\s+([IVXLC]+|\d{1,3}|[A-Z]|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|een|twee|drie|vier|vijf|zes|première|deuxième|troisième)\b)`)
	annexForm   = regexp.MustCompile(`^(?i)((?:annex|annexe|appendix|bijlage|anlage|anhang|anexo|allegato|schedule|attachment|enclosure|aanhangsel|appendice)\b(?:\s*(?:no\.|nr\.|n°)?\s*(?:[IVXLC]+|\d{1,2}|[A-Z])\b)?(?:\s+(?:to|bij|à|zu|of)\s+(?:the\s+|l['’])?(?:annex|annexe|bijlage|appendix|anlage)\s+(?:[IVXLC]+|\d{1,2}|[A-Z])\b)?)(?:$|[\s.:|–—(„"“-])\s*(.*)$`)
	noteForm    = regexp.MustCompile(`^(?:(?i:nr|no|n°|num)\s*\.?\s*([IVXLC]+|\d{1,2})|([IVX]{1,4}))\s*\.?$`)
)

// headingOf reads a line as the heading of an article, or of a section or clause in its
// stead; nil when it is none. A mention that begins a paragraph ("Article 5 of this
// Convention applies") is none.
func headingOf(b *Block, sections bool) *heading {
	text := strings.TrimSpace(b.Text)
	if text == "" || utf8.RuneCountInString(text) > 4000 {
		return nil
	}
	for _, f := range []*regexp.Regexp{articleForm, arabicForm, hanForm} {
		m := f.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		h := &heading{number: strings.Join(strings.Fields(m[1]), " "), rest: strings.TrimSpace(m[2])}
		if b.Level == 0 && mention(h.rest) {
			return nil
		}
		h.compound = strings.Contains(h.number, ".")
		h.value = number(h.number)
		return h
	}
	if sections {
		return unitOf(b)
	}
	return nil
}

// unitOf reads a heading as a section, clause or rule, which stands for an article where a
// text has none.
func unitOf(b *Block) *heading {
	if b.Level == 0 {
		return nil
	}
	m := otherForm.FindStringSubmatch(strings.TrimSpace(b.Text))
	if m == nil {
		return nil
	}
	return &heading{number: m[1] + m[2], rest: strings.TrimSpace(m[3]), value: number(m[1] + m[2])}
}

// split takes the number 3.1 for article 3, paragraph 1.
func (h *heading) split() {
	n, rest, _ := strings.Cut(h.number, ".")
	h.number, h.rest = n, strings.TrimSpace(rest+". "+h.rest)
	h.value, h.compound = number(n), false
}

// mention reports whether the words after a number go on with a sentence about the article.
func mention(rest string) bool {
	if rest == "" {
		return false
	}
	first, _, _ := strings.Cut(rest, " ")
	switch strings.ToLower(strings.Trim(first, ",;.")) {
	case "of", "and", "or", "shall", "to", "in", "is", "may", "does", "applies", "has", "above", "below", "paragraph", "du", "de", "et", "ou", "ci", "van", "en", "lid", "onder", "der", "des", "und", "oder", "del", "y", "e", "della":
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return r == ',' || r == ';' || r == '('
}

// short tells a heading from a paragraph.
func short(s string) bool {
	return utf8.RuneCountInString(s) <= 120 && !strings.Contains(strings.TrimSuffix(s, "."), ". ") && !paragraphForm.MatchString(s)
}

// Words that name a kind of text, with which the title of one begins.
var titleWords = set("protocol agreement convention charter treaty statute declaration covenant memorandum arrangement minutes minute understanding exchange notes letters resolution act statement " +
	"protocole accord charte traité statut déclaration règlement pacte procès-verbal échange lettres " +
	"verdrag overeenkomst handvest statuut verklaring reglement protokoll akkoord regeling notulen proces-verbaal slotakte briefwisseling notawisseling besluit protocolnotitie memorandum brief nota " +
	"abkommen übereinkommen vertrag satzung erklärung vereinbarung zusatzprotokoll zusatzabkommen notenwechsel briefwechsel " +
	"convenio acuerdo tratado protocolo estatuto declaración carta reglamento convención canje accordo trattato convenzione statuto dichiarazione protocollo scambio acordo convenção declaração")

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// Words that no title has before the word for its kind.
var within = set("of to for in on under by with not from this these the and or is are shall if where when no its pursuant concerning van de het tot voor in op onder bij met niet dit deze ingevolge inzake bedoeld als du des le la les au aux ce cette pour der die das zu nach dieses dieser del el per")

// titled reports that a line reads like the title of a text: one of its first six words
// names a kind of text, and adjectives alone stand before it.
func titled(s string) bool {
	s = strings.TrimLeft(s, "\"“„«‘' ")
	r, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) || utf8.RuneCountInString(s) > 600 {
		return false
	}
	n := 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		r, _ := utf8.DecodeRuneInString(w)
		low := strings.ToLower(w)
		if titleWords[low] && (unicode.IsUpper(r) || n == 1) {
			return true
		}
		if n++; n == 6 || within[low] || n > 2 && unicode.IsLower(r) {
			return false
		}
	}
	return false
}

// titleLine reports a line that is a title and no sentence.
func titleLine(b *Block) bool {
	s := strings.TrimSpace(b.Text)
	if !titled(s) || hasMarker(s) {
		return false
	}
	return b.Level > 0 || b.Bold || !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ";") && !strings.HasSuffix(s, ":") && !strings.Contains(s, ". ") && utf8.RuneCountInString(s) <= 300
}

var bareNumber = regexp.MustCompile(`^(?:\d{1,3}|[a-z])$`)

func hasMarker(s string) bool { return numberStart.MatchString(s) || itemForm.MatchString(s) }

// number reads the number of an article: 7, VII, 7 bis, A, I-7; 0 when it is none of these.
// Numbers of chapter and article go on through the chapters: 1.2 is 2, 2.1 is 101.
func number(s string) int {
	s = strings.ToUpper(strings.TrimSpace(s))
	switch s {
	case "PREMIER", "FIRST", "UNIQUE", "ENIG", "UNICO", "ÚNICO":
		return 1
	}
	if part, n, ok := strings.Cut(s, "-"); ok && roman(part) > 0 && digits(n) > 0 {
		return digits(n)
	}
	if chapter, n, ok := strings.Cut(s, "."); ok && digits(chapter) > 0 && digits(n) > 0 {
		return (digits(chapter)-1)*100 + digits(n)
	}
	if i := strings.IndexFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '–' }); i > 0 {
		s = s[:i]
	}
	if n := digits(s); n > 0 { // also 6a, 1er, 4°
		return n
	}
	if n := roman(s); n > 0 {
		return n
	}
	if n := han(s); n > 0 {
		return n
	}
	if len(s) == 1 && s[0] >= 'A' && s[0] <= 'Z' {
		return int(s[0]-'A') + 1
	}
	return 0
}

// digits reads the figures with which s begins.
func digits(s string) int {
	if end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
		s = s[:end]
	}
	n, _ := strconv.Atoi(s)
	return n
}

func roman(s string) int {
	val := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50, 'C': 100}
	n := 0
	for i := 0; i < len(s); i++ {
		v := val[s[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(s) && v < val[s[i+1]] {
			n -= v
		} else {
			n += v
		}
	}
	return n
}

func han(s string) int {
	digits := map[rune]int{'一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}
	total, cur, any := 0, 0, false
	for _, r := range s {
		switch {
		case digits[r] > 0:
			cur, any = digits[r], true
		case r == '十':
			total, cur, any = total+max(cur, 1)*10, 0, true
		case r == '百':
			total, cur, any = total+max(cur, 1)*100, 0, true
		case r == '零' || r == '〇':
		default:
			return 0
		}
	}
	if !any {
		return 0
	}
	return total + cur
}
