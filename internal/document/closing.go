package document

import (
	"regexp"
	"strings"
	"unicode"

	ent "entente"
	"entente/internal/document/wording/formula"
	"entente/internal/document/wording/naming"
)

// Words that begin a line of the block of signatures.
var (
	signForm   = regexp.MustCompile(`(?:For|FOR|On behalf of|Voor|VOOR|Namens|NAMENS|Pour|POUR|Für|FÜR|Por|POR|Per|PER|За)\s+(?:(?:the|THE|de|DE|het|HET|le|LE|la|LA|die|DIE|das|den|el|EL|il|IL)\s+|[lL]['’])?(?:\p{L}+\s+(?:of|van|de|du|der|des|del|della|do)\s+(?:(?:the|het|de|la|der)\s+)?)?(\p{Lu})`)
	officeForm = regexp.MustCompile(`(?:(?:Prime |Deputy |State |Eerste |Federal |Vice-)?(?:Minister|Ministre|MINISTER|Bundesminister)(?: (?:of|for|van|voor|des|der|de la|de|für|d[eu]s) (?:the )?[\p{Lu}A-Z][\p{L}]+(?:(?: and| en| et| und| des| van| of)? [\p{Lu}étran][\p{L}]+){0,3})?|(?:Charg[ée] d['’][Aa]ffaires(?: a\.?i\.?)?)|Ambassad(?:or|eur|rice)(?: (?:of|van|de|du)(?: the| het| de)? [\p{Lu}][\p{L}]+(?: (?:of|der|van|des) (?:the )?[\p{Lu}][\p{L}]+)*)?|Botschafter|State Secretary(?: (?:of|for) \p{L}+)?|Secretary of State(?: (?:of|for) \p{Lu}\p{L}+(?: \p{Lu}\p{L}+)*)?|Staatssecretaris(?: van \p{Lu}\p{L}+)?|(?:Deputy )?Secretary[- ]General|Secretaris-Generaal|Director[- ]General|Directeur[- ]Generaal|Directeur général|Executive Director|Permanent Representative|Permanent Vertegenwoordiger|Under[- ]Secretary\p{L}*|(?:Lieutenant |Major |Brigadier[- ]?)?General|Chief of (?:the )?\p{L}+(?: \p{L}+)?|President|Registrar|Griffier|Commander)`)
	endOfName  = regexp.MustCompile(`[:,(*]|\(w\.g\.\)|\(signed\)`)
)

// closings reads the words above the signatures, and the lines of signature.
func (d *Document) closings(lines []signed, n *naming.Names) {
	texts := map[string]string{}
	var order []string
	for _, l := range lines {
		lang := languageOf(l.text)
		if lang == "" || lang != l.language && len(l.text) < 300 {
			lang = l.language
		}
		if l.annexed {
			continue
		}
		if _, ok := texts[lang]; !ok {
			order = append(order, lang)
		}
		texts[lang] = join(texts[lang], l.text)
		d.sign(lang, l.text, n)
	}
	for _, l := range d.Languages {
		if _, ok := texts[l]; !ok {
			order = append(order, l)
		}
	}
	for _, lang := range order {
		c := formula.ReadClosing(texts[lang])
		d.authentic(&c, lang)
		if texts[lang] == "" && len(c.Languages) == 0 {
			continue
		}
		d.Closings = append(d.Closings, Closing{lang, c.Place, c.On, c.Languages, c.Equally, c.Prevails})
	}
}

var authenticForm = regexp.MustCompile(`(?i)authent|authorit|faisant|verbindlich|gezaghebbend|rechtsgeldig`)

// authentic takes the languages from the final articles, or the notes, where the closing
// words do not name them or not what they are worth.
func (d *Document) authentic(c *formula.Closing, lang string) {
	see := func(text string) {
		if len(c.Languages) > 0 && c.Equally || !authenticForm.MatchString(text) {
			return
		}
		before := ""
		for _, s := range formula.Sentences(text) {
			more := formula.ReadClosing(s)
			if len(more.Languages) == 0 { // Both texts are equally authentic
				more.Languages = formula.Languages(before)
			}
			before = s
			if !authenticForm.MatchString(s) || len(more.Languages) == 0 {
				continue
			}
			if c.Equally = c.Equally || more.Equally; len(c.Languages) == 0 {
				c.Languages = more.Languages
			}
			if c.Prevails == "" {
				c.Prevails = more.Prevails
			}
		}
	}
	for i := len(d.Articles) - 1; i >= 0; i-- {
		if a := &d.Articles[i]; a.Language == lang && a.Annex == "" {
			see(a.Text())
		}
	}
	for _, p := range d.Preamble {
		if len(d.Articles) == 0 && p.Language == lang {
			see(p.Text)
		}
	}
	for i := range d.Annexes {
		if a := &d.Annexes[i]; a.Language == lang && a.Kind() == "note" {
			see(a.Text)
		}
	}
	if c.Languages == nil {
		c.Languages = []string{}
	}
}

// sign reads the lines of signature of a block, which may have run together: "For the
// Government of X: …". A block without any is kept whole.
func (d *Document) sign(lang, text string, n *naming.Names) {
	var cuts []int
	for _, m := range signForm.FindAllStringSubmatchIndex(text, 250) {
		if m[0] > 0 && !begins(text[:m[0]]) && signsFor(text[m[0]:], n) == "" {
			continue
		}
		cuts = append(cuts, m[0])
	}
	if len(cuts) == 0 || cuts[0] > 0 {
		end := len(text)
		if len(cuts) > 0 {
			end = cuts[0]
		}
		d.Signatures = append(d.Signatures, Signature{Language: lang, Text: strings.TrimSpace(text[:end])})
	}
	for k, from := range cuts {
		end := len(text)
		if k+1 < len(cuts) {
			end = cuts[k+1]
		}
		piece := strings.Trim(text[from:end], " *_")
		d.Signatures = append(d.Signatures, Signature{Language: lang, For: signsFor(piece, n), As: officeForm.FindString(after(piece)), Text: piece})
	}
}

// begins reports that a line may begin after these words: after a stop or bracket, a name in
// capitals, or where a blank was lost.
func begins(before string) bool {
	t := strings.TrimRight(before, " ")
	r := []rune(t[max(0, len(t)-40):])
	if len(r) == 0 {
		return true
	}
	last := r[len(r)-1]
	if strings.ContainsRune(".:;)*_]\"”,", last) || len(t) == len(before) {
		return true
	}
	return unicode.IsUpper(last) && len(r) > 1 && unicode.IsUpper(r[len(r)-2])
}

// after is what follows the name of the State in a line of signature.
func after(piece string) string {
	if at := endOfName.FindStringIndex(piece); at != nil {
		return piece[at[0]:]
	}
	return piece
}

// signsFor returns the State or organisation named at the beginning of a line of signature.
func signsFor(piece string, n *naming.Names) ent.StateCode {
	head := piece[:min(len(piece), 200)]
	if at := endOfName.FindStringIndex(head); at != nil {
		head = head[:at[0]]
	}
	return n.First(head)
}
