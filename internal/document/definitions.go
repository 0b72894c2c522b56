package document

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"entente/internal/document/wording"
)

var (
	meansForm    = regexp.MustCompile(`^[\s,]*(?:\([^)]*\)\s*)?(?:,[^:;.]{0,80},\s*)?(?i:(?:as (?:used|employed) in [^,;.]{0,40} )?(?:shall |also |each |only |wherever [^,;.]{0,40} )*(?:mean|means|comprise|comprises|include|includes|refers? to|denote|denotes|be understood|have the meaning|be construed)|is defined as|betekent|betekenen|omvat|wordt verstaan|wordt mede verstaan|verstaat men|heeft betrekking op|heeft de betekenis|désigne|désignent|signifie|s['’]entend|comprend|on entend|bezeichnet|bezeichnen|bedeutet|bedeuten|umfasst|significa|significará|designa|se entenderá|indica|:)`)
	definingForm = regexp.MustCompile(`(?i)definition|use of terms|expression|the terms?\b|meaning|begripsom|definitie|begrippen|wordt verstaan|verstaan onder|uitdrukking|onder:?$|betekenis|définition|on entend par|entend par|faut entendre|les termes|signifient|begriffs|bedeut|definicion|se entenderá|se entiende|definizion|si intende|definiç|entende-se`)
	understood   = regexp.MustCompile(`(?:verstaan onder|(?:wordt|worden) onder|verstaat men onder|[Oo]nder|on entend par|se entenderá por|se entiende por|si intende(?: per)?,? per|entende-se por|bedeutet|bezeichnet)\s+$`)
	hereinafter  = regexp.MustCompile(`(?i)(?:hereinafter|hereafter|hierna|ci-après|nachstehend|im folgenden|en adelante|di seguito|doravante)[^"“„«‘'”.;]{0,60}(["“„«‘'”])`)
	bareTerm     = regexp.MustCompile(`^([^:;.,]{2,80}?)\s*(?::|[;,]? (?:means|shall mean|betekent|désigne|bezeichnet|bedeutet) )\s*(\S.*)$`)
	plainShort   = regexp.MustCompile(`(?:[Hh]ereinafter|[Hh]ereafter)(?: collectively)? (?:referred to|called|designated)(?: in the present \p{L}+)?(?: collectively)?(?: as)? (?:the )?(\p{Lu}[\p{L}-]*(?: (?:of |of the )?\p{Lu}[\p{L}-]*){0,4})|[Hh]ierna (?:te noemen|genoemd|aan te duiden als)(?:, gezamenlijk,)? (?:de |het )?(\p{Lu}[\p{L}-]*(?: \p{Lu}[\p{L}-]*){0,3})|[Cc]i-après (?:dénommée?s?|appelée?s?) (?:les? |la |l['’])?(\p{Lu}[\p{L}-]*)`)
	bracketed    = regexp.MustCompile(`\(\s*(?:the\s+|het\s+|de\s+|hierna:\s+|hereinafter:?\s+)?(["“„«‘])`)
)

// definitions finds the terms that the text defines: “X” means …; a list under words such
// as "the expression"; hereinafter called “X”.
func (d *Document) definitions() {
	f := &definer{d: d, seen: map[string]bool{}}
	for _, p := range d.Preamble {
		f.lang, f.article = p.Language, ""
		if len(d.Articles) == 0 { // a note
			f.list(paragraphs(strings.Split(p.Text, "\n")), false)
			continue
		}
		f.short(p.Text)
	}
	for i := range d.Articles {
		a := &d.Articles[i]
		f.lang, f.article = a.Language, a.Number
		f.list(a.Paragraphs, definingForm.MatchString(a.Heading))
	}
}

type definer struct {
	d             *Document
	seen          map[string]bool
	lang, article string
	last          string // the term just found in the paragraph
}

func (f *definer) add(term, text string) {
	term = strings.Trim(term, " ,.:;\"“”„«»‘’'*`´")
	text = strings.Trim(text, " ")
	key := f.lang + "|" + f.article + "|" + term
	if term == "" || text == "" || utf8.RuneCountInString(term) > 120 || f.seen[key] {
		return
	}
	f.seen[key] = true
	f.d.Definitions = append(f.d.Definitions, Definition{f.lang, term, text, f.article})
}

// list looks in the paragraphs of an article or the items of one; within tells that they
// list definitions.
func (f *definer) list(ps []Paragraph, within bool) {
	for i := range ps {
		p := &ps[i]
		if !f.quoted(p) && within {
			f.begun(p)
		}
		if within && !strings.ContainsAny(wording.Clip(p.Text, 100), "\"“„«‘”") {
			if m := bareTerm.FindStringSubmatch(wording.Clip(p.Text, 900)); m != nil && len(strings.Fields(m[1])) <= 7 && !definingForm.MatchString(m[1]) {
				f.add(m[1], m[2]+itemsText(p))
			}
		}
		f.short(p.Text)
		here := false
		if ends := strings.HasSuffix(strings.TrimSpace(p.Text), ":"); ends || len(p.Items) > 0 || p.Number == "" {
			here = definingForm.MatchString(wording.ClipLeft(p.Text, 160))
		}
		within = within || here && p.Number == ""
		f.list(p.Items, within || here)
	}
}

var termLead = regexp.MustCompile(`^(?i:(?:wordt |worden )?(?:the (?:term|expression)s?|onder|de (?:term|uitdrukking)|l['’]expression|les? termes?|der ausdruck|el término|la expresión|por|per)\s+)?$`)

// begun takes the quoted term with which an item of a list of definitions begins.
func (f *definer) begun(p *Paragraph) {
	if q := quotes(wording.Clip(p.Text, 200)); len(q) > 0 && termLead.MatchString(p.Text[:q[0].start]) {
		f.add(q[0].term, strings.TrimLeft(p.Text[q[0].end:], ",: ")+itemsText(p))
	}
}

// quoted finds each quoted term of a paragraph that is followed, or led to, by words of
// definition, and reports whether there was one.
func (f *definer) quoted(p *Paragraph) (found bool) {
	text := p.Text
	starts := quotes(text)
	for k, q := range starts {
		end := len(text)
		rest := text[q.end:]
		lead := text[:q.start]
		joined := k > 0 && len(f.last) > 0 && f.last == starts[k-1].term && listed.MatchString(text[starts[k-1].end:q.start])
		if !joined && !meansForm.MatchString(rest) && !understood.MatchString(strings.TrimRight(wording.ClipLeft(lead, 60), " ")+" ") {
			continue
		}
		for _, next := range starts[k+1:] { // up to the next term that is defined
			if meansForm.MatchString(text[next.end:]) && sentenceEnd(text[:next.start]) {
				end = next.start
				break
			}
		}
		said := strings.TrimSpace(text[q.end:end])
		if end == len(text) {
			said += itemsText(p)
		}
		f.last, found = q.term, true
		f.add(q.term, strings.TrimLeft(said, ",: "))
	}
	f.last = ""
	return found
}

var listed = regexp.MustCompile(`^\s*(?:,|or|and|of|en|et|ou|und|oder)\s*$`)

// short finds "hereinafter called “X”", "hereinafter called the Committee" and "(“X”)", with
// the words before it.
func (f *definer) short(text string) {
	var forms []*regexp.Regexp
	here := hereWords(text)
	if here {
		forms = append(forms, hereinafter)
	}
	if strings.Contains(text, "(") && strings.ContainsAny(text, openQuotes) {
		forms = append(forms, bracketed)
	}
	for _, form := range forms {
		for _, m := range form.FindAllStringSubmatchIndex(text, 50) {
			q, ok := quoteAt(text, m[2])
			if !ok {
				continue
			}
			f.add(q.term, namedBefore(text[:m[0]]))
			if also := singular.FindStringIndex(text[q.end:]); also != nil {
				if one, ok := quoteAt(text, q.end+also[1]); ok {
					f.add(one.term, namedBefore(text[:m[0]]))
				}
			}
		}
	}
	if !here {
		return
	}
	for _, m := range plainShort.FindAllStringSubmatchIndex(text, 50) {
		for k := 2; k < len(m); k += 2 {
			if m[k] >= 0 {
				f.add(text[m[k]:m[k+1]], namedBefore(text[:m[0]]))
			}
		}
	}
}

// singular leads from the Parties to a Party.
var singular = regexp.MustCompile(`^[\s,]*(?:and|or|en|of|et|ou|und|oder)[^"“„«‘;.()]{0,50}`)

// hereWords reports that the text has a word such as hereinafter.
func hereWords(s string) bool {
	for _, w := range []string{"ereinafter", "ereafter", "ierna ", "ierna:", "i-après", "achstehend", "m folgenden", "m Folgenden", "en adelante", "i seguito", "oravante"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

func itemsText(p *Paragraph) string {
	a := Article{Paragraphs: p.Items}
	if t := a.Text(); t != "" {
		return " " + t
	}
	return ""
}

// quote is a term in quotation marks: where it stands with its marks, and the term.
type quote struct {
	start, end int
	term       string
}

const openQuotes = "\"“„«‘'‟”`"

// quotes finds the terms in quotation marks.
func quotes(s string) []quote {
	var out []quote
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if strings.ContainsRune(openQuotes, r) {
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			if !unicode.IsLetter(before) && !unicode.IsDigit(before) {
				if q, ok := quoteAt(s, i); ok {
					out = append(out, q)
					i = q.end
					continue
				}
			}
		}
		i += size
	}
	return out
}

// quoteAt reads the term whose opening mark stands at i.
func quoteAt(s string, i int) (quote, bool) {
	open, size := utf8.DecodeRuneInString(s[i:])
	double := open == '‘' || open == '`' || open == '\''
	if second, n := utf8.DecodeRuneInString(s[i+size:]); double && second == open { // ‘‘so’’ or ``so"
		size += n
	} else {
		double = false
	}
	body := s[i+size:]
	for k, r := range body {
		if k > 160 || r == ';' || r == '\n' {
			return quote{}, false
		}
		apostrophe := r == '’' || r == '\'' || r == '‘'
		if next, _ := utf8.DecodeRuneInString(body[k+utf8.RuneLen(r):]); double && apostrophe && next != r {
			continue
		}
		if apostrophe {
			if next, _ := utf8.DecodeRuneInString(body[k+utf8.RuneLen(r):]); unicode.IsLetter(next) || open != '‘' && open != '\'' && open != '’' {
				continue
			}
		}
		if apostrophe || strings.ContainsRune("\"”»“", r) {
			if k == 0 {
				return quote{}, false
			}
			end := i + size + k + utf8.RuneLen(r)
			for strings.HasPrefix(s[end:], "'") || strings.HasPrefix(s[end:], "\"") || strings.HasPrefix(s[end:], "’") {
				_, n := utf8.DecodeRuneInString(s[end:])
				end += n
			}
			return quote{i, end, strings.Trim(body[:k], " '’‘")}, true
		}
	}
	return quote{}, false
}

func sentenceEnd(s string) bool {
	s = strings.TrimRight(s, " (\n")
	return s == "" || strings.ContainsAny(s[len(s)-1:], ".;:)") || strings.HasSuffix(s, " and") || strings.HasSuffix(s, " en") || strings.HasSuffix(s, " et")
}

// namedBefore is the end of the clause before a short name: what it stands for.
func namedBefore(s string) string {
	s = wording.ClipLeft(strings.TrimRight(s, " (,"), 240)
	if at := strings.LastIndexAny(s, ".;:\n"); at >= 0 && at+1 < len(s) {
		s = s[at+1:]
	}
	if at := strings.LastIndex(s, "), "); at >= 0 {
		s = s[at+3:]
	}
	return strings.TrimSpace(s)
}
