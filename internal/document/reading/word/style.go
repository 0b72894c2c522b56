package word

import (
	"encoding/xml"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/document"
	"entente/internal/document/numeral"
	"entente/internal/document/reading/flow"
)

// Styles, automatic numbers and notes of a Word document.

type val struct {
	Val string `xml:"val,attr"`
}

func (v *val) int(absent int) int {
	if v == nil {
		return absent
	}
	n, err := strconv.Atoi(v.Val)
	if err != nil {
		return absent
	}
	return n
}

type stylesPart struct {
	Style []style `xml:"style"`
}

type style struct {
	Type    string `xml:"type,attr"`
	ID      string `xml:"styleId,attr"`
	Default string `xml:"default,attr"`
	Name    val    `xml:"name"`
	Based   val    `xml:"basedOn"`
	Bold    *val   `xml:"rPr>b"`
	Outline *val   `xml:"pPr>outlineLvl"`
	Level   *val   `xml:"pPr>numPr>ilvl"`
	List    *val   `xml:"pPr>numPr>numId"`
}

// styles are those of the document, by id.
type styles struct {
	by    map[string]*style
	basic string // of a paragraph that names none
	lists *lists
}

// chain calls f for the style and those on which it is based, until f says that it is done.
func (s *styles) chain(id string, f func(*style) bool) {
	if id == "" {
		id = s.basic
	}
	for range 12 {
		st := s.by[id]
		if st == nil || f(st) {
			return
		}
		id = st.Based.Val
	}
}

func (s *styles) bold(id string) bool {
	b := false
	s.chain(id, func(st *style) bool {
		if st.Bold != nil {
			b = !slices.Contains([]string{"0", "false", "off"}, st.Bold.Val)
		}
		return st.Bold != nil
	})
	return b
}

var headingName = regexp.MustCompile(`(?i)^(?:heading|titre|überschrift|título|kop) ?([1-9])$`)

// outline is the level of a heading in that style, from 0; -1 for running text.
func (s *styles) outline(id string) int {
	level := -1
	s.chain(id, func(st *style) bool {
		if m := headingName.FindStringSubmatch(st.Name.Val); m != nil {
			level = int(m[1][0] - '1')
		} else if strings.EqualFold(st.Name.Val, "title") {
			level = 0
		}
		if level < 0 && st.Outline != nil {
			level = st.Outline.int(9)
		}
		return level >= 0
	})
	return level
}

// number is the list and level of a paragraph in that style; its own come first.
func (s *styles) number(id string, own listRef) listRef {
	if own.set {
		own.level = max(own.level, 0)
		return own
	}
	ref := own
	s.chain(id, func(st *style) bool {
		if st.List == nil {
			return false
		}
		ref.list, ref.set = st.List.int(0), true
		if ref.level < 0 {
			ref.level = st.Level.int(s.lists.levelOf(ref.list, st.ID))
		}
		return true
	})
	ref.level = max(ref.level, 0)
	return ref
}

type numberingPart struct {
	Abstract []struct {
		ID     int         `xml:"abstractNumId,attr"`
		Levels []listLevel `xml:"lvl"`
		Link   val         `xml:"numStyleLink"`
	} `xml:"abstractNum"`
	Num []struct {
		ID       int `xml:"numId,attr"`
		Abstract val `xml:"abstractNumId"`
		Override []struct {
			Level int        `xml:"ilvl,attr"`
			Start *val       `xml:"startOverride"`
			Whole *listLevel `xml:"lvl"`
		} `xml:"lvlOverride"`
	} `xml:"num"`
}

type listLevel struct {
	Index   int  `xml:"ilvl,attr"`
	Start   *val `xml:"start"`
	Form    val  `xml:"numFmt"`
	Text    val  `xml:"lvlText"`
	Restart *val `xml:"lvlRestart"`
	Legal   *val `xml:"isLgl"`
	Style   val  `xml:"pStyle"`
	Suffix  val  `xml:"suff"`
}

// listRef is a paragraph's place in a list.
type listRef struct {
	list, level int
	set         bool
}

// list is a numbering that paragraphs refer to.
type list struct {
	levels   [9]listLevel
	counter  *counter
	restarts map[int]int // level to the number at which this list begins again
	used     bool
}

// counter counts for all lists of one definition.
type counter [9]struct {
	n       int
	running bool
}

// lists are the automatic numbers of a document, counted while it is read.
type lists struct {
	by      map[int]*list
	unknown []string // forms of number that are not printed as they are
}

func newLists(p *numberingPart) *lists {
	l := &lists{by: map[int]*list{}}
	counters := map[int]*counter{}
	for _, n := range p.Num {
		it := &list{restarts: map[int]int{}}
		id := n.Abstract.int(-1)
		for _, a := range p.Abstract {
			if a.ID == id {
				for _, lv := range a.Levels {
					it.set(lv)
				}
			}
		}
		if counters[id] == nil {
			counters[id] = &counter{}
		}
		it.counter = counters[id]
		for _, o := range n.Override {
			if o.Whole != nil {
				o.Whole.Index = o.Level
				it.set(*o.Whole)
			}
			if o.Start != nil {
				it.restarts[o.Level] = o.Start.int(1)
			}
		}
		l.by[n.ID] = it
	}
	return l
}

func (it *list) set(lv listLevel) {
	if lv.Index >= 0 && lv.Index < len(it.levels) {
		it.levels[lv.Index] = lv
	}
}

// levelOf is the level of the list that is tied to the style.
func (l *lists) levelOf(id int, style string) int {
	if it := l.by[id]; it != nil {
		for i := range it.levels {
			if it.levels[i].Style.Val == style {
				return i
			}
		}
	}
	return 0
}

// print counts one paragraph of the list and returns its number as printed, with a blank.
func (l *lists) print(ref listRef) string {
	it := l.by[ref.list]
	if !ref.set || it == nil || ref.level >= len(it.levels) {
		return ""
	}
	it.count(ref.level)
	lv := &it.levels[ref.level]
	if lv.Form.Val == "bullet" {
		if strings.ContainsAny(lv.Text.Val, "-–—") {
			return lv.Text.Val + " "
		}
		return "• "
	}
	s := lv.Text.Val
	for i := range it.levels {
		hole := "%" + strconv.Itoa(i+1)
		if !strings.Contains(s, hole) {
			continue
		}
		form := it.levels[i].Form.Val
		if lv.Legal != nil && lv.Legal.Val != "0" {
			form = "decimal"
		}
		if !slices.Contains([]string{"", "decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "none"}, form) && !slices.Contains(l.unknown, form) {
			l.unknown = append(l.unknown, form)
		}
		c := it.counter[i]
		if !c.running {
			c.n = it.levels[i].Start.int(1)
		}
		s = strings.ReplaceAll(s, hole, numeral.Counted(form, c.n))
	}
	if strings.TrimSpace(s) == "" {
		return ""
	}
	if lv.Suffix.Val == "nothing" {
		return s
	}
	return s + " "
}

// count steps the level on and lets those below begin again.
func (it *list) count(level int) {
	if !it.used {
		it.used = true
		for lv, n := range it.restarts {
			if lv >= 0 && lv < len(it.counter) {
				it.counter[lv].running = false
				it.levels[lv].Start = &val{strconv.Itoa(n)}
			}
		}
	}
	c := &it.counter[level]
	if c.running {
		c.n++
	} else {
		c.n, c.running = it.levels[level].Start.int(1), true
	}
	for i := level + 1; i < len(it.counter); i++ {
		if r := it.levels[i].Restart; r == nil || r.int(-1) > level {
			it.counter[i].running = false
		}
	}
}

// prepare reads the styles and numberings.
func (d *reader) prepare() error {
	var st stylesPart
	if err := d.parts.decode(d.folder+"/styles.xml", &st); err != nil {
		return err
	}
	var num numberingPart
	if err := d.parts.decode(d.folder+"/numbering.xml", &num); err != nil {
		return err
	}
	d.styles = styles{by: map[string]*style{}}
	for i := range st.Style {
		s := &st.Style[i]
		d.styles.by[s.ID] = s
		if s.Type == "paragraph" && (s.Default == "1" || s.Default == "true") {
			d.styles.basic = s.ID
		}
	}
	// a definition may stand for that of a style of lists
	for i := range num.Abstract {
		if s := d.styles.by[num.Abstract[i].Link.Val]; s != nil && s.List != nil {
			for _, n := range num.Num {
				if n.ID != s.List.int(0) {
					continue
				}
				for _, a := range num.Abstract {
					if a.ID == n.Abstract.int(-1) && len(num.Abstract[i].Levels) == 0 {
						num.Abstract[i].Levels = a.Levels
					}
				}
			}
		}
	}
	d.lists = newLists(&num)
	d.styles.lists = d.lists
	return nil
}

// printNotes adds the footnotes and endnotes after the text, each behind its mark.
func (d *reader) printNotes() error {
	marks := d.notes
	d.notes = nil
	for _, part := range []string{"footnotes.xml", "endnotes.xml"} {
		by, err := d.notesOf(d.folder + "/" + part)
		if err != nil {
			return err
		}
		for _, m := range marks {
			if m.part != part {
				continue
			}
			for i, b := range by[m.id] {
				if i == 0 {
					b.Text = "[" + m.mark + "] " + b.Text
				}
				d.w.Add(b)
			}
		}
	}
	return nil
}

// notesOf reads a part with notes; it returns their paragraphs by id.
func (d *reader) notesOf(name string) (map[string][]document.Block, error) {
	by := map[string][]document.Block{}
	r := d.aside()
	id := ""
	err := d.parts.each(name, func(t xml.Token) bool {
		e, opens := t.(xml.StartElement)
		if opens && (e.Name.Local == "footnote" || e.Name.Local == "endnote") {
			id = attr(e, "id")
		}
		r.token(t)
		if len(r.w.Src.Blocks) > 0 {
			by[id] = append(by[id], r.w.Src.Blocks...)
			r.w.Src.Blocks = nil
		}
		return !r.w.Full
	})
	return by, err
}

// aside is a reader for a part beside the text, with the same styles.
func (d *reader) aside() *reader {
	return &reader{w: &flow.Flow{Src: &document.Source{}}, parts: d.parts, folder: d.folder, styles: d.styles, lists: newLists(&numberingPart{})}
}
