package word

import (
	"encoding/xml"
	"strconv"
	"strings"
	"unicode"

	"entente/internal/document"
	"entente/internal/document/numeral"
	"entente/internal/document/reading/flow"
)

// reader goes through the elements of a part of a Word document.
type reader struct {
	w       *flow.Flow
	parts   *parts
	folder  string // of the main part
	styles  styles
	lists   *lists
	open    []*paragraph // the innermost last: a text box has paragraphs within one
	tables  []*flow.Table
	dropRow bool
	carry   string // of a paragraph whose end was deleted

	inText  bool   // characters are words
	skip    string // element that is left out with all it has, and how often its name is open
	depth   int
	context []string // elements that hold properties: pPr, rPr, trPr

	notes    []note // in order of their marks
	counts   map[string]int
	footnote int
	endnote  int
}

// paragraph is a paragraph until its end.
type paragraph struct {
	text    strings.Builder
	style   string
	number  listRef
	outline int // -1: none of its own
	joined  bool
	run     run
	bold    int // letters in bold type
	letters int
}

// run is the type of the letters that follow.
type run struct{ bold, hidden bool }

// note is a footnote or endnote that was referred to.
type note struct {
	part, id, mark string
}

// skipped are elements whose words are not printed.
var skipped = map[string]string{
	"del": "deletions", "moveFrom": "deletions", "Fallback": "", "instrText": "", "delText": "", "delInstrText": "", "rt": "",
	"sectPr": "", "pPrChange": "", "rPrChange": "", "tblPrChange": "", "trPrChange": "", "tcPrChange": "", "sectPrChange": "", "numberingChange": "", "docPartPr": "", "sdtPr": "",
}

func (d *reader) note(what string) {
	if d.counts == nil {
		d.counts = map[string]int{}
	}
	d.counts[what]++
}

func (d *reader) token(t xml.Token) {
	switch t := t.(type) {
	case xml.StartElement:
		d.start(t)
	case xml.EndElement:
		d.end(t.Name.Local)
	case xml.CharData:
		d.chars(t)
	}
}

func (d *reader) start(e xml.StartElement) {
	name := e.Name.Local
	if d.skip != "" {
		if name == d.skip {
			d.depth++
		}
		return
	}
	if n := len(d.context); n > 0 && d.context[n-1] != "numPr" && d.property(name, e, d.context[n-1]) {
		return
	}
	if what, ok := skipped[name]; ok {
		d.skip, d.depth = name, 1
		if what != "" {
			d.note(what)
		}
		return
	}
	switch name {
	case "p":
		d.open = append(d.open, &paragraph{outline: -1, number: listRef{level: -1}})
	case "pPr", "rPr", "trPr", "numPr":
		d.context = append(d.context, name)
	case "ilvl", "numId":
		d.numberOf(name, attr(e, "val"))
	case "tbl":
		d.tables = append(d.tables, &flow.Table{})
	case "tr":
		if n := len(d.tables); n > 0 {
			d.dropRow = false
			d.tables[n-1].Row()
		}
	case "tc":
		if n := len(d.tables); n > 0 {
			d.tables[n-1].Cell()
		}
	default:
		d.inline(name, e)
	}
}

// inline handles what stands in a run.
func (d *reader) inline(name string, e xml.StartElement) {
	switch name {
	case "r":
		if p := d.paragraph(); p != nil {
			p.run = run{bold: d.styles.bold(p.style)}
		}
	case "t":
		d.inText = true
	case "tab", "br", "cr", "ptab":
		d.words(" ")
	case "noBreakHyphen":
		d.words("-")
	case "sym":
		if n, err := strconv.ParseUint(attr(e, "char"), 16, 32); err == nil && !unicode.Is(unicode.Co, rune(n)) {
			d.words(string(rune(n)))
		} else {
			d.note("symbols")
		}
	case "footnoteReference":
		d.footnote++
		d.refer("footnotes.xml", attr(e, "id"), strconv.Itoa(d.footnote))
	case "endnoteReference":
		d.endnote++
		d.refer("endnotes.xml", attr(e, "id"), strings.ToLower(numeral.Roman(d.endnote)))
	case "ins", "moveTo":
		d.note("insertions")
	case "blip", "imagedata":
		d.note("pictures")
	case "commentReference":
		d.note("comments")
	case "altChunk":
		d.note("embedded documents")
	}
}

// property handles what stands among the properties of a paragraph, run or row. It returns
// true when the element is done with.
func (d *reader) property(name string, e xml.StartElement, in string) bool {
	p := d.paragraph()
	switch {
	case in == "trPr":
		d.dropRow = d.dropRow || name == "del"
	case p == nil:
	case name == "pStyle":
		p.style = attr(e, "val")
	case name == "outlineLvl":
		p.outline, _ = strconv.Atoi(attr(e, "val"))
	case name == "numPr" && in == "pPr", name == "rPr":
		return false
	case name == "del" && in == "rPr", name == "moveFrom" && in == "rPr":
		p.joined = true
	case name == "b" && len(d.context) == 1:
		p.run.bold = on(e)
	case (name == "vanish" || name == "webHidden") && len(d.context) == 1:
		p.run.hidden = on(e)
	case name == "rStyle" && len(d.context) == 1:
		p.run.bold = p.run.bold || d.styles.bold(attr(e, "val"))
	}
	_, skip := skipped[name]
	return !skip || name == "del" || name == "moveFrom"
}

func (d *reader) numberOf(name, val string) {
	p := d.paragraph()
	n, err := strconv.Atoi(val)
	if p == nil || err != nil {
		return
	}
	if name == "ilvl" {
		p.number.level = n
	} else {
		p.number.list, p.number.set = n, true
	}
}

func (d *reader) end(name string) {
	if d.skip != "" {
		if name == d.skip {
			if d.depth--; d.depth == 0 {
				d.skip = ""
			}
		}
		return
	}
	if n := len(d.context); n > 0 && d.context[n-1] == name {
		d.context = d.context[:n-1]
		return
	}
	switch name {
	case "t":
		d.inText = false
	case "p":
		d.close()
	case "tr":
		if n := len(d.tables); n > 0 && d.dropRow {
			d.tables[n-1].Drop()
			d.dropRow = false
			d.note("deletions")
		}
	case "tbl":
		if n := len(d.tables); n > 0 {
			d.tables[n-1].Write(d.w)
			d.tables = d.tables[:n-1]
		}
	}
}

func (d *reader) chars(c []byte) {
	if d.inText && d.skip == "" {
		d.words(string(c))
	}
}

func (d *reader) paragraph() *paragraph {
	if len(d.open) == 0 {
		return nil
	}
	return d.open[len(d.open)-1]
}

func (d *reader) words(s string) {
	p := d.paragraph()
	if p == nil {
		return
	}
	if p.run.hidden {
		if strings.TrimSpace(s) != "" {
			d.note("hidden")
		}
		return
	}
	p.text.WriteString(s)
	if n := len(strings.TrimSpace(s)); n > 0 {
		p.letters += n
		if p.run.bold {
			p.bold += n
		}
	}
}

// close ends the innermost paragraph and adds it, with its printed number.
func (d *reader) close() {
	p := d.paragraph()
	if p == nil {
		return
	}
	d.open = d.open[:len(d.open)-1]
	text := d.carry + p.text.String()
	d.carry = ""
	if p.joined {
		d.carry = text
		return
	}
	level := p.outline
	if level < 0 {
		level = d.styles.outline(p.style)
	}
	b := document.Block{Text: d.lists.print(d.styles.number(p.style, p.number)) + text, Bold: p.letters > 0 && p.bold == p.letters}
	if strings.TrimSpace(text) == "" {
		return
	}
	if level >= 0 && level < 9 {
		b.Level, b.Bold = level+1, false
	}
	if n := len(d.tables); n > 0 && d.tables[n-1].Add(b) {
		return
	}
	d.w.Add(b)
}

func (d *reader) closeTables() {
	for i := range d.tables {
		d.tables[i].Write(d.w)
	}
	d.tables = nil
}

// refer writes the mark of a note.
func (d *reader) refer(part, id, mark string) {
	d.words("[" + mark + "]")
	d.notes = append(d.notes, note{part, id, mark})
}

// report says what was left out.
func (d *reader) report() {
	for _, r := range []struct{ what, text string }{
		{"deletions", "tracked changes: %d deletions were left out, as if accepted"},
		{"insertions", "tracked changes: %d insertions were read, as if accepted"},
		{"comments", "%d comments in the margin are not read"},
		{"pictures", "%d pictures are not read"},
		{"hidden", "%d pieces of hidden text were left out"},
		{"symbols", "%d symbols of a font of their own were left out"},
		{"embedded documents", "%d embedded documents are not read: paste their text in"},
	} {
		if n := d.counts[r.what]; n > 0 {
			d.w.Warn(r.text, n)
		}
	}
	for _, form := range d.lists.unknown {
		d.w.Warn("numbers of the form %q are given as 1, 2, 3", form)
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// on is the value of a property that is on or off.
func on(e xml.StartElement) bool {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
