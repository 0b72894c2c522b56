package document

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"entente/internal/law/treaty"
)

// Structure finds the parts of an agreement in a source. It never fails: what it could not
// settle stands in Warnings. lib resolves names of parties and of other instruments; what
// it does not know stays without a code.
func Structure(src *Source, lib *treaty.Library) *Document {
	d := &Document{Languages: []string{}, Parties: []Party{}, Preamble: []Preamble{}, Articles: []Article{}, Definitions: []Definition{}, References: []Reference{}, Signatures: []Signature{}, Annexes: []Annex{}, Warnings: append([]string{}, src.Warnings...)}
	b := &builder{d: d, blocks: src.Blocks, sections: true}
	for i := range src.Blocks {
		if headingOf(&src.Blocks[i], false) != nil {
			b.sections = false
			break
		}
	}
	b.run()
	d.definitions()
	d.parties(lib)
	d.dates()
	d.references(lib)
	d.check()
	return d
}

// heading is a block that begins an article.
type heading struct {
	word, number, rest string
}

// articleWords are the words for an article in the languages that are read.
const articleWords = `(?i:articles?|artikel|art[íi]culo|articolo|artigo|artyku[łl]|статья|art\.)`

var (
	articleForm = regexp.MustCompile(`^` + articleWords + `\s*\.?\s*((?:[IVXLC]+|\d{1,3}(?:er|[°º˚])?|[A-Z])(?:[\s-]?(?i:bis|ter|quater|quinquies|sexies))?(?:[-–]?[A-Za-z])?|(?i:premier|first|unique|enig|unico|único))(?:$|[\s.:–—)\]-])\s*(.*)$`)
	otherForm   = regexp.MustCompile(`^(?:(?i:section|clause|rule|regel|paragraph|abschnitt)\s+(\d{1,3}|[IVXLC]+)\s*[.:–-]?|§\s*(\d{1,3}[a-z]?))\s*(.*)$`)
	arabicForm  = regexp.MustCompile(`^المادة\s+(\S+)\s*(.*)$`)
	hanForm     = regexp.MustCompile(`^第([〇零一二三四五六七八九十百0-9]+)[条條]\s*(.*)$`)
	annexForm   = regexp.MustCompile(`^(?i:annex|annexe|appendix|bijlage|anlage|anexo|allegato|schedule|attachment|aanhangsel|appendice)\b`)
	partForm    = regexp.MustCompile(`^(?i:part|chapter|title|deel|hoofdstuk|titel|partie|chapitre|titre|teil|kapitel|capítulo|capitolo|section|afdeling|paragraaf)\s+([IVXLC]+|\d{1,3}|[A-Z])\b`)
	endForm     = regexp.MustCompile(`^(?i:in witness whereof|in faith whereof|en foi de quoi|ten blijke waarvan|in fede di che|zu urkund dessen|en fe de lo cual|done (?:at|in)\b|fait à|gedaan te|geschehen zu|hecho en)`)
)

// headingOf returns the heading of an article that a block is, nil when it is none. A
// mention that begins a paragraph ("Article 5 of this Convention applies") is none.
func headingOf(b *Block, sections bool) *heading {
	text := strings.TrimSpace(b.Text)
	if utf8.RuneCountInString(text) > 4000 || text == "" {
		return nil
	}
	for _, f := range []*regexp.Regexp{articleForm, arabicForm, hanForm} {
		if m := f.FindStringSubmatch(text); m != nil {
			h := &heading{"article", m[1], strings.TrimSpace(m[2])}
			if b.Level == 0 && mention(h.rest) {
				return nil
			}
			return h
		}
	}
	if b.Level > 0 && sections {
		if m := otherForm.FindStringSubmatch(text); m != nil {
			return &heading{"section", m[1] + m[2], strings.TrimSpace(m[3])}
		}
	}
	return nil
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

// builder goes through the blocks once.
type builder struct {
	d       *Document
	blocks  []Block
	cur     *Article
	text    []string // of the current article
	pre     []string // before the first article of a text
	within  string
	annex   *Annex
	closed  bool // after the closing words of a text
	sign    []string
	last    int // number of the last article
	started bool

	sections bool // the text is divided into sections or clauses instead of articles
}

func (b *builder) run() {
	b.title()
	for i := range b.blocks {
		blk := &b.blocks[i]
		text := strings.TrimSpace(blk.Text)
		if text == "" {
			continue
		}
		if h := headingOf(blk, b.sections); h != nil {
			b.article(h, blk)
			continue
		}
		b.other(blk, text)
	}
	b.end()
	b.languages()
}

// title takes the first heading, or the first lines that look like one.
func (b *builder) title() {
	for i := range b.blocks {
		blk := &b.blocks[i]
		if headingOf(blk, b.sections) != nil {
			return
		}
		if n := utf8.RuneCountInString(blk.Text); n > 8 && n < 600 && (blk.Level > 0 || blk.Bold || i == 0 || strings.ToUpper(blk.Text) == blk.Text) {
			b.d.Title = strings.TrimSpace(blk.Text)
			return
		}
	}
}

// article begins an article. Numbers that begin again at one begin the text in another
// language, or an annex with articles of its own.
func (b *builder) article(h *heading, blk *Block) {
	n := number(h.number)
	b.end()
	if n == 1 && (b.last >= 1 || b.closed) {
		b.within, b.closed = b.annexName(), false
	}
	b.flushPreamble()
	b.cur = &Article{Number: h.number, Page: blk.Page, Within: b.within}
	b.started = true
	if n > 0 {
		b.last = n
	}
	switch {
	case h.rest == "":
	case short(h.rest) && (blk.Level > 0 || !strings.HasSuffix(h.rest, ".") || utf8.RuneCountInString(h.rest) < 60):
		b.cur.Heading = strings.Trim(h.rest, " .:–—-[]")
	default:
		b.text = append(b.text, h.rest)
	}
}

func (b *builder) annexName() string {
	if b.annex != nil {
		return b.annex.Heading
	}
	return ""
}

// short tells a heading from a paragraph.
func short(s string) bool {
	return utf8.RuneCountInString(s) <= 120 && !strings.Contains(strings.TrimSuffix(s, "."), ". ") && !paragraphForm.MatchString(s)
}

func (b *builder) other(blk *Block, text string) {
	switch {
	case annexForm.MatchString(text) && short(text) && (blk.Level > 0 || blk.Bold || utf8.RuneCountInString(text) < 60):
		b.end()
		b.flushAnnex()
		b.annex = &Annex{Heading: text}
	case partForm.MatchString(text) && short(text) && (blk.Level > 0 || utf8.RuneCountInString(text) < 80):
		b.end()
		b.within = text
	case endForm.MatchString(text) && b.started:
		b.end()
		b.closed = true
		b.sign = append(b.sign, text)
	case b.annex != nil && b.cur == nil:
		b.annex.Text = join(b.annex.Text, text)
	case b.cur != nil:
		if len(b.text) == 0 && b.cur.Heading == "" && short(text) && blk.Level > 0 {
			b.cur.Heading = text
			return
		}
		if blk.Level > 0 && len(b.text) > 0 && utf8.RuneCountInString(text) > 20 && !b.nextContinues(blk) {
			b.end()
			b.pre = append(b.pre, text)
			return
		}
		b.text = append(b.text, text)
	case b.closed:
		if blk.Level > 0 || utf8.RuneCountInString(text) > 300 {
			b.pre = append(b.pre, text)
		} else {
			b.sign = append(b.sign, text)
		}
	default:
		b.pre = append(b.pre, text)
	}
}

// nextContinues reports whether a heading inside an article is a heading of a part of it.
func (b *builder) nextContinues(blk *Block) bool { return blk.Level > 4 }

func join(a, b string) string {
	if a == "" {
		return b
	}
	return a + "\n" + b
}

// end closes the article that is open.
func (b *builder) end() {
	if b.cur == nil {
		return
	}
	b.cur.Paragraphs = paragraphs(b.text)
	b.d.Articles = append(b.d.Articles, *b.cur)
	b.cur, b.text = nil, nil
}

func (b *builder) flushPreamble() {
	if len(b.pre) > 0 {
		b.d.Preamble = append(b.d.Preamble, Preamble{Text: strings.Join(b.pre, "\n")})
		b.pre = nil
	}
}

func (b *builder) flushAnnex() {
	if b.annex != nil {
		b.d.Annexes = append(b.d.Annexes, *b.annex)
		b.annex = nil
	}
}

// languages names the language of every part, from its words; an article too short to tell
// takes that of its neighbours.
func (b *builder) languages() {
	b.flushPreamble()
	b.flushAnnex()
	d := b.d
	for i := range d.Articles {
		d.Articles[i].Language = languageOf(d.Articles[i].Heading + " " + d.Articles[i].Text())
	}
	smooth(d.Articles)
	for i := range d.Preamble {
		d.Preamble[i].Language = languageOf(d.Preamble[i].Text)
	}
	for i := range d.Annexes {
		d.Annexes[i].Language = languageOf(d.Annexes[i].Text)
	}
	for _, s := range b.sign {
		for _, line := range strings.Split(s, "\n") {
			d.Signatures = append(d.Signatures, Signature{Language: languageOf(line), Text: line})
		}
	}
	seen := map[string]bool{}
	add := func(l string) {
		if l != "" && !seen[l] {
			seen[l] = true
			d.Languages = append(d.Languages, l)
		}
	}
	for i := range d.Articles {
		add(d.Articles[i].Language)
	}
	if len(d.Articles) == 0 {
		for _, p := range d.Preamble {
			add(p.Language)
		}
	}
}

// smooth gives articles of no or of a stray language that of the articles around them: a
// text changes its language where its numbers begin again, not in its middle.
func smooth(articles []Article) {
	for from := 0; from < len(articles); {
		to := from + 1
		for to < len(articles) && number(articles[to].Number) >= number(articles[to-1].Number) {
			to++
		}
		votes := map[string]int{}
		for i := from; i < to; i++ {
			if l := articles[i].Language; l != "" {
				votes[l] += 1 + len(articles[i].Text())/200
			}
		}
		best := ""
		for l, n := range votes {
			if best == "" || n > votes[best] || n == votes[best] && l < best {
				best = l
			}
		}
		for i := from; i < to; i++ {
			articles[i].Language = best
		}
		from = to
	}
}

// check warns of what may be wrong with what was found.
func (d *Document) check() {
	if len(d.Articles) == 0 {
		d.Warnings = append(d.Warnings, "no articles were found: an exchange of notes, or headings of an unusual make")
		return
	}
	count := map[string]int{}
	twice := map[string]bool{}
	for i := range d.Articles {
		a := &d.Articles[i]
		if a.Within == "" || !annexForm.MatchString(a.Within) {
			count[a.Language]++
		}
		k := a.Language + "|" + a.Within + "|" + strings.ToUpper(a.Number)
		if twice[k] {
			d.Warnings = append(d.Warnings, "article "+a.Number+" stands twice in "+a.Language)
		}
		twice[k] = true
	}
	n := -1
	for _, l := range d.Languages {
		if n >= 0 && count[l] != n {
			d.Warnings = append(d.Warnings, "the languages have different numbers of articles")
			break
		}
		n = count[l]
	}
}

// number reads the number of an article: 7, VII, 7 bis, A; 0 when it is none of these.
func number(s string) int {
	s = strings.ToUpper(strings.TrimSpace(s))
	switch s {
	case "PREMIER", "FIRST", "UNIQUE", "ENIG", "UNICO", "ÚNICO":
		return 1
	}
	i := strings.IndexFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '–' })
	if i > 0 {
		s = s[:i]
	}
	if end := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' }); end > 0 { // 6a, 1er, 4°
		s = s[:end]
	}
	if n, err := strconv.Atoi(s); err == nil {
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
