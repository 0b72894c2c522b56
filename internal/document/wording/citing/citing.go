// Package citing finds where a text of law mentions articles and other instruments: which
// article, which paragraph of it, and of what. Names of instruments come from package
// naming; a name that looks like an instrument and is none of the library is told as such.
package citing

import (
	"strings"
	"unicode"
	"unicode/utf8"

	ent "entente"
	"entente/internal/document/wording/naming"
)

// Mention is one article or instrument that a text mentions.
type Mention struct {
	Text       string           // as printed
	Article    string           // as printed: VII, 7 bis; empty: the instrument as a whole
	Paragraph  string           // of it: 3(a); empty: the article as a whole
	Instrument ent.InstrumentID // empty: of the text itself, or of one that the library does not have
	Name       string           // of the instrument, as printed; empty where a short name or none is used
	Own        bool             // of the text itself
	Said       bool             // … and the text says so: of this Agreement
}

// Words for an article that is mentioned, and for a paragraph of it.
var (
	articleWords = set("article articles artikel artikelen artikels art arts artículo artículos articolo articoli artigo artigos статья статьи статье статьей статьями")
	paraWords    = set("paragraph paragraphs para paras subparagraph subparagraphs sub lid leden paragraphe paragraphes alinéa alinéas absatz abs absätze párrafo apartado paragrafo пункт пункта")
	ordinals     = map[string]string{"eerste": "1", "tweede": "2", "derde": "3", "vierde": "4", "vijfde": "5", "zesde": "6", "zevende": "7", "achtste": "8", "negende": "9", "tiende": "10"}
	ofWords      = set("of van de du des der del della do da к to bij from under uit")
	theWords     = set("the de het le la les l die das dem den el los il lo said genoemde voornoemde der above mentioned bovengenoemde")
	thisWords    = set("this these present dit deze onderhavige présent présente dieses dieser diesem este presente esta questo questa настоящего hereof herein")
	listWords    = set("and or to through en of tot et ou à und oder bis y o e и tot")
	aboveWords   = set("hereof above below hiervan hierboven hieronder")
	latin        = set("bis ter quater quinquies sexies septies octies")
	small        = set("of the and on for in to a concerning regarding against between by with from de het van en inzake betreffende der den tot tegen tussen bij over ter la le les des du et relative sur aux à d l und über zur zum des dem zwischen del y sobre los las di e per")
	kinds        = set("act acts akte acte treaties protocol agreement convention charter treaty statute declaration regulations covenant memorandum arrangement minutes understanding notes act constitution " +
		"law code rules regulation penal criminal decision directive loi décret wetboek wet verordening richtlijn strafgesetzbuch wehrstrafgesetz strafprozessordnung " +
		"protocole accord charte traité statut déclaration règlement pacte arrangement constitution " +
		"verdrag overeenkomst handvest statuut verklaring reglement akkoord regeling slotakte briefwisseling notawisseling grondwet besluit " +
		"abkommen übereinkommen vertrag satzung erklärung vereinbarung zusatzabkommen gesetz grundgesetz charta " +
		"convenio acuerdo tratado protocolo estatuto declaración carta reglamento convención accordo trattato convenzione statuto dichiarazione protocollo acordo convenção")
)

func set(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

type token struct{ start, end int }

// Finder finds mentions in the texts of one document.
type Finder struct {
	names *naming.Names
	short map[string]ent.InstrumentID // names that the document gives to instruments, in small letters
}

// New makes a finder. short holds the names that the document itself gives to instruments:
// "the Treaty".
func New(names *naming.Names, short map[string]ent.InstrumentID) *Finder {
	return &Finder{names, short}
}

// Find lists the mentions in a text, in order.
func (f *Finder) Find(text string) []Mention {
	s := &scan{f: f, s: text, tok: tokens(text), hits: map[int]naming.Hit{}, used: map[int]bool{}}
	hits := f.names.Instruments(text)
	for _, h := range hits {
		s.hits[h.Start] = h
	}
	for i := range s.tok {
		if i >= s.last && articleWords[s.low(i)] {
			s.mention(i)
		}
	}
	for _, h := range hits {
		if !s.used[h.Start] && h.For != "" {
			name := text[h.Start:h.End]
			s.out = append(s.out, Mention{Text: name, Name: name, Instrument: ent.InstrumentID(h.For)})
		}
	}
	return s.out
}

type scan struct {
	f    *Finder
	s    string
	tok  []token
	hits map[int]naming.Hit // by where they begin
	used map[int]bool
	last int // the token after the last mention
	out  []Mention
}

func tokens(s string) []token {
	var list []token
	start := -1
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			list = append(list, token{start, i})
			start = -1
		}
	}
	if start >= 0 {
		list = append(list, token{start, len(s)})
	}
	return list
}

func (s *scan) word(i int) string {
	if i < 0 || i >= len(s.tok) {
		return ""
	}
	return s.s[s.tok[i].start:s.tok[i].end]
}

func (s *scan) low(i int) string {
	w := s.word(i)
	if len(w) > 24 {
		return ""
	}
	return strings.ToLower(w)
}

// gap is what stands between a token and the one before it.
func (s *scan) gap(i int) string {
	if i <= 0 || i >= len(s.tok) {
		return ""
	}
	return s.s[s.tok[i-1].end:s.tok[i].start]
}

// mention reads a mention that begins with the word article at token i.
func (s *scan) mention(i int) {
	list, j := s.articles(i + 1)
	if len(list) == 0 {
		return
	}
	start := i
	if para, at := s.paragraphBefore(i); para != "" {
		start = at
		for k := range list {
			list[k].Paragraph = para
		}
	}
	id, name, end, own := s.of(j)
	text := strings.TrimSpace(s.s[s.tok[start].start:s.tok[end-1].end])
	if end == j && strings.HasPrefix(s.s[s.tok[end-1].end:], ")") {
		text += ")"
	}
	for _, m := range list {
		m.Text, m.Instrument, m.Name, m.Own, m.Said = text, id, name, own, own && s.said(j, end)
		s.out = append(s.out, m)
	}
	s.last = end
}

// said reports that the words between two tokens mean the text itself: of this Agreement.
func (s *scan) said(from, to int) bool {
	for k := from; k < to; k++ {
		if thisWords[s.low(k)] || aboveWords[s.low(k)] {
			return true
		}
	}
	return false
}

// articles reads the numbers after the word article: 5; 5 and 6; 2(1)(a); 17, paragraph 4. It
// returns the token after them.
func (s *scan) articles(i int) ([]Mention, int) {
	var list []Mention
	for i < len(s.tok) && len(list) < 40 {
		w := s.word(i)
		if !articleNumber(w) {
			break
		}
		if g := s.gap(i); strings.Contains(g, "(") || strings.ContainsAny(g, ".;:") && !(len(list) == 0 && strings.TrimSpace(g) == ".") {
			break
		}
		m := Mention{Article: w}
		i++
		if latin[s.low(i)] {
			m.Article += " " + s.word(i)
			i++
		} else if g := s.gap(i); g == "-" && articleNumber(s.word(i)) { // I-1
			m.Article += "-" + s.word(i)
			i++
		}
		m.Paragraph, i = s.brackets(i)
		if m.Paragraph == "" {
			m.Paragraph, i = s.paragraphAfter(i)
		}
		list = append(list, m)
		next := i
		if listWords[s.low(i)] && !strings.ContainsAny(s.gap(i), ".;:()") {
			next = i + 1
		} else if strings.TrimSpace(s.gap(i)) != "," {
			break
		}
		if next > i && ofWords[s.low(next)] || s.low(next) == "in" { // and in article 13
			next++
		}
		if articleWords[s.low(next)] {
			next++
		}
		if w := s.word(next); !articleNumber(w) || strings.HasSuffix(w, "e") || strings.ContainsAny(s.gap(next), ".;:(") {
			break
		}
		i = next
	}
	return list, i
}

// articleNumber reports 5, 5a, VII; not a year, and no pronoun.
func articleNumber(w string) bool {
	if w == "" || len(w) > 6 {
		return w == "premier" || w == "eerste"
	}
	d := 0
	for d < len(w) && w[d] >= '0' && w[d] <= '9' {
		d++
	}
	if d > 0 {
		rest := w[d:]
		return d <= 3 && (rest == "" || rest == "er" || len(rest) == 1 && unicode.IsLetter(rune(rest[0])))
	}
	return strings.Trim(w, "IVXLC") == ""
}

// brackets reads (1)(a) after the number of an article, as 1(a).
func (s *scan) brackets(i int) (string, int) {
	var b strings.Builder
	for i < len(s.tok) && b.Len() < 40 {
		g := strings.ReplaceAll(s.gap(i), " ", "")
		w := s.word(i)
		if g != "(" && g != ")(" || !strings.HasPrefix(s.s[s.tok[i].end:], ")") || len(w) > 5 {
			break
		}
		if b.Len() == 0 && unicode.IsDigit(rune(w[0])) {
			b.WriteString(w)
		} else {
			b.WriteString("(" + w + ")")
		}
		i++
	}
	return b.String(), i
}

// paragraphAfter reads ", paragraph 4 (a)", ", lid 2", ", tweede lid", "Absatz 3".
func (s *scan) paragraphAfter(i int) (string, int) {
	if strings.ContainsAny(s.gap(i), ".;:()") {
		return "", i
	}
	w := s.low(i)
	if o := ordinals[w]; o != "" && s.low(i+1) == "lid" {
		more, end := s.brackets(i + 2)
		if more == "" {
			more, end = s.pointAfter(end)
		}
		return o + more, end
	}
	if !paraWords[w] {
		return "", i
	}
	k := i + 1
	if num := s.word(k); paraNumber(num) && !strings.ContainsAny(s.gap(k), ";:") {
		more, end := s.brackets(k + 1)
		if more == "" {
			more, end = s.pointAfter(end)
		}
		return lettered(num) + more, end
	}
	return "", i
}

var pointWords = set("onder sub letter onderdeel littera subparagraph point lit buchstabe")

// pointAfter reads ", onder b" and ", letter b" as (b).
func (s *scan) pointAfter(i int) (string, int) {
	if i >= len(s.tok) {
		return "", i
	}
	if w := strings.ToLower(s.word(i)); len(w) == 1 && strings.TrimSpace(s.gap(i)) == "" && strings.HasPrefix(s.s[s.tok[i].end:], ")") { // 1 b)
		return "(" + w + ")", i + 1
	}
	if !pointWords[s.low(i)] || strings.ContainsAny(s.gap(i), ".;:") {
		return "", i
	}
	if w := strings.ToLower(s.word(i + 1)); len(w) == 1 && unicode.IsLetter(first(w)) {
		return "(" + w + ")", i + 2
	}
	return "", i
}

// lettered writes 7a as 7(a).
func lettered(num string) string {
	if n := len(num); n > 1 && num[0] >= '0' && num[0] <= '9' && unicode.IsLetter(rune(num[n-1])) {
		return num[:n-1] + "(" + num[n-1:] + ")"
	}
	return num
}

func paraNumber(w string) bool {
	if w == "" {
		return false
	}
	if w[0] >= '0' && w[0] <= '9' {
		return len(w) <= 3
	}
	return utf8.RuneCountInString(w) == 1 || len(w) <= 4 && strings.Trim(strings.ToUpper(w), "IVX") == ""
}

// paragraphBefore reads "paragraph 3 (a) of" before the word article, and returns where it
// begins. Of a list of paragraphs the first is taken.
func (s *scan) paragraphBefore(i int) (string, int) {
	k := i - 1
	if !ofWords[s.low(k)] {
		return "", i
	}
	for n := 0; n < 14 && k > s.last; n++ {
		k--
		w := s.low(k)
		if paraWords[w] {
			if num := s.word(k + 1); paraNumber(num) {
				more, _ := s.brackets(k + 2)
				return lettered(num) + more, k
			}
			if o := ordinals[s.low(k-1)]; o != "" {
				return o, k - 1
			}
			return "", i
		}
		if !paraNumber(s.word(k)) && !listWords[w] && ordinals[w] == "" {
			return "", i
		}
	}
	return "", i
}

// of reads what the articles are of: "of the Charter of the United Nations", "of this
// Agreement". It returns the token after it.
func (s *scan) of(i int) (id ent.InstrumentID, name string, end int, own bool) {
	k := i
	if aboveWords[s.low(k)] {
		return "", "", k + 1, true
	}
	if k >= len(s.tok) || strings.ContainsAny(s.gap(k), ".;:") || strings.Contains(s.gap(k), ",") && !ofWords[s.low(k)] || s.low(k) == "thereof" {
		return "", "", i, true
	}
	of := ofWords[s.low(k)]
	for k < i+4 && (ofWords[s.low(k)] || theWords[s.low(k)]) {
		k++
	}
	for n := k; n <= k+2 && n < len(s.tok); n++ { // the 1982 United Nations Convention …
		if h, ok := s.hits[s.tok[n].start]; ok && (of || k > i) {
			s.used[h.Start] = true
			return ent.InstrumentID(h.For), s.s[h.Start:h.End], s.after(h.End, n), false
		}
	}
	switch w := s.word(k); {
	case !of || w == "":
		return "", "", i, true
	case thisWords[s.low(k)]:
		return "", "", min(k+2, len(s.tok)), true
	case unicode.IsUpper(first(w)) || k > i+1 && s.kindNear(k):
		id, end, own := s.other(i, k)
		return id, "", end, own
	}
	return "", "", i, true
}

// kindNear reports that a word for a kind of text stands at token k or soon after: the
// fourth law amending …
func (s *scan) kindNear(k int) bool {
	for n := k; n < min(len(s.tok), k+4) && (n == k || strings.TrimSpace(s.gap(n)) == ""); n++ {
		if kinds[s.low(n)] {
			return true
		}
		if small[s.low(n)] {
			return false
		}
	}
	return false
}

// after is the token behind a place.
func (s *scan) after(end, from int) int {
	for from < len(s.tok) && s.tok[from].start < end {
		from++
	}
	return from
}

func first(w string) rune {
	r, _ := utf8.DecodeRuneInString(w)
	return r
}

// other reads a short name that the text has given to an instrument, or the name of one
// that the library does not have.
func (s *scan) other(i, k int) (ent.InstrumentID, int, bool) {
	if id, ok := s.f.short[s.low(k)]; ok && !s.goesOn(k+1) {
		return id, k + 1, id == ""
	}
	end, named := k+1, kinds[s.low(k)]
	for !named && !unicode.IsUpper(first(s.word(k))) && end < len(s.tok) && end < k+4 { // adjectives before the kind
		named = kinds[s.low(end)]
		end++
	}
	for end < len(s.tok) && end < k+24 && !strings.ContainsAny(s.gap(end), ",.;:()") {
		if w := s.word(end); !named && kinds[strings.ToLower(w)] {
			named = true
		} else if !unicode.IsUpper(first(w)) && !small[strings.ToLower(w)] && !unicode.IsDigit(first(w)) || articleWords[strings.ToLower(w)] {
			break
		}
		named = named || kinds[s.low(end)]
		end++
	}
	for end > k+1 && small[s.low(end-1)] {
		end--
	}
	if !named {
		return "", i, true
	}
	return "", end, false
}

// goesOn reports that a name goes on with token k: the Convention on …, the Treaty of 1949.
func (s *scan) goesOn(k int) bool {
	if k >= len(s.tok) || strings.TrimSpace(s.gap(k)) != "" {
		return false
	}
	w := s.word(k)
	return unicode.IsUpper(first(w)) || unicode.IsDigit(first(w)) || small[w] && w != "the" && w != "het" && w != "de" && w != "and" && w != "en" && w != "et" && w != "in" && w != "by" && w != "with" && w != "bij" && w != "to" && w != "d"
}
