package document

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/document/wording/naming"
	"entente/internal/law/treaty"
)

// Structure finds the parts of an agreement in a source. It never fails: what it could not
// settle stands in Warnings. lib resolves names of parties and of other instruments; what
// it does not know stays without a code. lib may be nil.
func Structure(src *Source, lib *treaty.Library) *Document {
	d := &Document{Languages: []string{}, Parties: []Party{}, Preamble: []Preamble{}, Articles: []Article{}, Definitions: []Definition{}, References: []Reference{}, Signatures: []Signature{},
		Closings: []Closing{}, Annexes: []Annex{}, Warnings: append([]string{}, src.Warnings...)}
	b := &builder{d: d, blocks: src.Blocks, headed: map[string]bool{}}
	b.findNoise()
	b.plan()
	b.run()
	names := naming.Of(lib)
	d.closings(b.sign, names)
	d.makers(b, names)
	d.dates(b)
	d.definitions()
	d.references(b, names)
	d.check()
	return d
}

// builder goes through the blocks once and puts each where it belongs.
type builder struct {
	d         *Document
	blocks    []Block
	heads     []*heading      // of the blocks that begin an article
	articled  bool            // it has articles, or sections in their stead
	next      []int           // for each block, the next that begins an article; len(blocks): none
	begins    map[int]string  // the blocks with which the text begins, or begins again in another language
	nextBegin []int           // for each block, the next at which a text begins, itself included; len(blocks): none
	titles    []string        // of the text in its languages
	noise     map[string]bool // notes of an editor that come again and again

	lang    string // of the text that is open
	cur     *Article
	text    []string // of the current article
	pre     []string // before the first article of a text
	groups  []group  // parts and chapters that are open
	grouped bool     // the last block was the heading of a part
	annex   *Annex
	body    []string        // of the annex
	closed  bool            // after the closing words of a text
	headed  map[string]bool // lines of preambles that are headings
	sign    []signed
	last    int // number of the last article
	started bool
}

// group is a part, chapter or section that is open.
type group struct {
	rank int // 1 for a book or part, to 6 for a heading without a number
	name string
}

// signed is a line of the closing words or of the block of signatures.
type signed struct {
	language, text string
	annexed        bool
}

func (b *builder) run() {
	for i := range b.blocks {
		blk := &b.blocks[i]
		text := strings.TrimSpace(blk.Text)
		if text == "" || b.noise[text] {
			continue
		}
		if blk.Level > 0 && bareNumber.MatchString(text) { // a heading that is the number of a paragraph
			text += "."
		}
		if l, ok := b.begins[i]; ok {
			b.begin(l)
		}
		if h := b.heads[i]; h != nil {
			b.article(h, blk)
			continue
		}
		b.other(i, blk, text)
	}
	b.end()
	b.flushPreamble()
	b.flushAnnex()
	b.languages()
}

// begin opens the text, or the text in another language.
func (b *builder) begin(lang string) {
	b.end()
	b.flushPreamble()
	b.flushAnnex()
	b.lang, b.closed, b.groups, b.last, b.started = lang, false, nil, 0, false
}

// article begins an article.
func (b *builder) article(h *heading, blk *Block) {
	b.end()
	b.flushPreamble()
	b.cur = &Article{Language: b.lang, Number: h.number, Page: blk.Page, Within: b.within()}
	if b.annex != nil {
		b.annex.Text, b.body = join(b.annex.Text, strings.Join(b.body, "\n")), nil
		b.cur.Annex = b.annex.Label()
	}
	b.started, b.closed, b.grouped = true, false, false
	if h.value > 0 {
		b.last = h.value
	}
	switch {
	case h.rest == "":
	case short(h.rest) && (blk.Level > 0 || !strings.HasSuffix(h.rest, ".") || utf8.RuneCountInString(h.rest) < 60):
		b.cur.Heading = strings.Trim(h.rest, " .:–—-[]")
	default:
		b.text = append(b.text, h.rest)
	}
}

func (b *builder) within() string {
	var names []string
	for _, g := range b.groups {
		names = append(names, g.name)
	}
	return strings.Join(names, ", ")
}

// other puts a block that begins no article where it belongs.
func (b *builder) other(i int, blk *Block, text string) {
	grouped := b.grouped
	b.grouped = false
	switch {
	case b.cur != nil && len(b.text) == 0 && b.cur.Heading == "" && short(text) && blk.Level > 0 && !b.ahead(i) && partForm.FindString(text) == "":
		b.cur.Heading = text
	case b.opensGroup(i, blk, text):
		b.group(text)
	case grouped && b.leads(i) && (blk.Level > 0 || short(text) && !strings.HasSuffix(text, ".")):
		g := &b.groups[len(b.groups)-1]
		g.name, b.grouped = g.name+" "+strings.Trim(text, " –—-"), true
	case b.opensAnnex(i, blk, text):
		b.openAnnex(text)
	case b.annex != nil && b.cur == nil:
		b.inAnnex(blk, text)
	case b.cur != nil:
		b.inArticle(i, blk, text)
	case b.closed:
		b.sign = append(b.sign, signed{b.lang, text, b.annex != nil})
	default:
		if len(b.pre) > 3 && b.next[i] == len(b.blocks) && endForm.MatchString(text) { // of a text without articles
			b.sign = append(b.sign, signed{b.lang, text, false})
		}
		b.headed[text] = b.headed[text] || blk.Level > 0 || blk.Bold
		b.pre = append(b.pre, text)
	}
}

// leads is as ahead, also before the first article.
func (b *builder) leads(i int) bool {
	n := b.next[i]
	if b.last == 0 && n < len(b.blocks) && b.heads[n].value <= 1 {
		return b.onlyHeadings(i, n)
	}
	return b.ahead(i)
}

// ahead reports that nothing but headings stands between a block and an article that goes
// on with the numbers.
func (b *builder) ahead(i int) bool {
	return b.continues(i) && b.onlyHeadings(i, b.next[i])
}

func (b *builder) onlyHeadings(i, n int) bool {
	if n-i > 8 {
		return false
	}
	for k := i + 1; k < n; k++ {
		if t := strings.TrimSpace(b.blocks[k].Text); t != "" && b.blocks[k].Level == 0 && (!short(t) || strings.HasSuffix(t, ".")) {
			return false
		}
	}
	return true
}

// continues reports that the next article goes on with the numbers of the last.
func (b *builder) continues(i int) bool {
	n := b.next[i]
	if n == len(b.blocks) || b.last == 0 {
		return false
	}
	if b.nextBegin[i] <= n {
		return false
	}
	v := b.heads[n].value
	return v >= b.last && v <= b.last+3 && !(v == 1 && b.last == 1) || b.heads[n].compound && v > b.last
}

// opensGroup reports the heading of a part or chapter; a heading without number is one when
// only headings stand between it and the next article.
func (b *builder) opensGroup(i int, blk *Block, text string) bool {
	if partForm.MatchString(text) && short(text) && (blk.Level > 0 || utf8.RuneCountInString(text) < 80) {
		return b.annex == nil && !b.closed || b.next[i] < len(b.blocks) && b.next[i]-i < 12
	}
	return b.cur != nil && len(b.text) > 0 && blk.Level > 0 && blk.Level <= 4 && b.ahead(i)
}

var ranks = map[string]int{"book": 1, "part": 1, "deel": 1, "partie": 1, "teil": 1, "title": 2, "titel": 2, "titre": 2, "chapter": 3, "hoofdstuk": 3, "chapitre": 3, "kapitel": 3, "capítulo": 3, "capitolo": 3,
	"section": 4, "afdeling": 4, "paragraaf": 5}

func (b *builder) group(text string) {
	b.end()
	rank := 6
	if m := partForm.FindStringSubmatch(text); m != nil {
		rank = max(ranks[strings.ToLower(m[2])], 1)
		if m[2] == "" {
			rank = 5
		}
	}
	for k, g := range b.groups { // titles stand in chapters here and chapters in titles there: the first seen is the higher
		if g.rank == rank {
			b.groups = b.groups[:k]
			break
		}
	}
	if rank == 1 {
		b.groups = nil
	}
	b.groups, b.grouped = append(b.groups, group{rank, text}), true
}

// opensAnnex reports that a block begins an annex, or another text that stands with this
// one: a protocol, a note, a declaration.
func (b *builder) opensAnnex(i int, blk *Block, text string) bool {
	set := blk.Level > 0 || blk.Bold
	switch {
	case b.isNote(blk, text):
		return b.started || b.annex != nil || len(b.pre) > 0 && noteNumber(text) > 1
	case annexForm.MatchString(text) && short(text) && (set || utf8.RuneCountInString(text) < 60):
		return !b.continues(i) && (b.started || b.annex != nil || len(b.pre) > 0)
	case b.continues(i) || !b.started && b.annex == nil:
		return false
	case b.annex != nil && b.cur == nil && !b.closed:
		first, more, _ := strings.Cut(text, " ")
		return b.filled() && set && titleLine(blk) && (utf8.RuneCountInString(text) > 25 || more != "" && titleWords[strings.ToLower(first)])
	case b.closed && blk.Level > 0:
		return true
	}
	return titleLine(blk) && (set || b.closed)
}

func noteNumber(text string) int {
	m := noteForm.FindStringSubmatch(text)
	return number(m[1] + m[2])
}

// filled reports that the open annex has text already, so that a title begins another.
func (b *builder) filled() bool { return b.annex.Text != "" || len(b.body) > 0 }

func (b *builder) openAnnex(text string) {
	b.end()
	b.flushPreamble()
	b.flushAnnex()
	b.groups, b.closed, b.last = nil, false, 0
	b.annex = &Annex{Heading: text, Language: b.lang}
	if m := annexForm.FindStringSubmatch(text); m != nil && hasMarker(m[2]) { // ANNEX I — 1. General
		b.annex.Heading, b.body = strings.TrimSpace(m[1]), []string{strings.TrimSpace(m[2])}
	}
}

// inAnnex adds a block to the annex: its title, its closing words, or its text.
func (b *builder) inAnnex(blk *Block, text string) {
	switch {
	case !b.filled() && blk.Level > 0 && utf8.RuneCountInString(b.annex.Heading) < 300 && !hasMarker(text) && !bareNumber.MatchString(text) && !partForm.MatchString(text):
		b.annex.Heading += " " + text
	case endForm.MatchString(text):
		b.sign = append(b.sign, signed{b.lang, text, true})
		b.body = append(b.body, text)
	default:
		b.body = append(b.body, text)
	}
}

var endForm = regexp.MustCompile(`^(?i:in witness where|in faith where|in testimony where|en foi de quoi|ten blijke waarvan|ter oorkonde waarvan|in fede di |zu urkund dessen|en fe de lo cual|en testimonio de lo cual|em fé do que|em testemunho do que|` +
	`done (?:at|in|this|on)\b|signed (?:at|in)\b|fait (?:à|en|au)\b|gedaan (?:te|in|op)\b|ondertekend te\b|geschehen (?:zu|in|am)\b|hecho en|fatto a|feito em|совершено в|в удостоверение)`)

var endWithin = regexp.MustCompile(`[.;:»”"]\s*((?:IN WITNESS WHEREOF|In witness whereof|In Witness Whereof|IN FAITH WHEREOF|In faith whereof|DONE (?:at|AT|in|IN)|Done (?:at|in)|TEN BLIJKE WAARVAN|Ten blijke waarvan|GEDAAN (?:te|TE)|Gedaan te|EN FOI DE QUOI|En foi de quoi|FAIT (?:à|À)|Fait à|ZU URKUND DESSEN|Zu Urkund dessen|GESCHEHEN zu|Geschehen zu|EN FE DE LO CUAL|En fe de lo cual|HECHO en|Hecho en|IN FEDE DI CHE|In fede di che|FATTO a|Fatto a)\s)`)

// inArticle adds a block to the article, unless the closing words begin in it.
func (b *builder) inArticle(i int, blk *Block, text string) {
	at := -1
	if endForm.MatchString(text) {
		at = 0
	} else if m := endWithin.FindStringSubmatchIndex(text); m != nil {
		at = m[2]
	}
	if at < 0 || b.continues(i) && at > 0 {
		b.text = append(b.text, text)
		return
	}
	if before := strings.TrimSpace(text[:at]); before != "" {
		b.text = append(b.text, before)
	}
	b.end()
	b.closed = true
	b.sign = append(b.sign, signed{b.lang, text[at:], b.annex != nil})
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
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
		b.d.Preamble = append(b.d.Preamble, Preamble{Text: strings.Join(b.pre, "\n"), Language: b.lang})
		b.pre = nil
	}
}

func (b *builder) flushAnnex() {
	if b.annex != nil {
		b.annex.Text = join(b.annex.Text, strings.Join(b.body, "\n"))
		b.d.Annexes = append(b.d.Annexes, *b.annex)
		b.annex, b.body = nil, nil
	}
}

// capitals reports a line all in capitals.
func capitals(s string) bool {
	up := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			up++
		}
	}
	return up > 4
}

// languages names the language of every part, from its words; an article too short to tell
// takes that of its neighbours.
func (b *builder) languages() {
	d := b.d
	for i := range d.Articles {
		if l := languageOf(d.Articles[i].Heading + " " + d.Articles[i].Text()); l != "" {
			d.Articles[i].Language = l
		}
	}
	smooth(d.Articles)
	for i := range d.Preamble {
		if l := languageOf(d.Preamble[i].Text); l != "" {
			d.Preamble[i].Language = l
		}
	}
	for i := range d.Annexes {
		if l := languageOf(d.Annexes[i].Text); l != "" {
			d.Annexes[i].Language = l
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
		for to < len(articles) && articles[to].Annex == articles[from].Annex && number(articles[to].Number) >= number(articles[to-1].Number) {
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
		if a.Annex == "" {
			count[a.Language]++
		}
		k := a.Language + "|" + a.Annex + "|" + strings.ToUpper(a.Number)
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
