package reading

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"entente/internal/document"
	"entente/internal/document/numeral"
	"entente/internal/document/reading/flow"
)

// Words inside these are not part of the text.
var unread = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Template: true, atom.Noscript: true, atom.Svg: true, atom.Math: true, atom.Head: true, atom.Nav: true,
	atom.Iframe: true, atom.Object: true, atom.Select: true, atom.Textarea: true, atom.Button: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Noembed: true, atom.Noframes: true, atom.Del: true, atom.Rt: true, atom.Rp: true,
}

// These open and close a paragraph.
var blocks = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Section: true, atom.Article: true, atom.Main: true, atom.Header: true, atom.Footer: true, atom.Aside: true, atom.Blockquote: true,
	atom.Ul: true, atom.Ol: true, atom.Li: true, atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Table: true, atom.Tr: true, atom.Caption: true, atom.Thead: true, atom.Tbody: true, atom.Tfoot: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Hr: true, atom.Pre: true, atom.Address: true, atom.Figure: true, atom.Figcaption: true, atom.Body: true,
	atom.Center: true, atom.Form: true, atom.Fieldset: true, atom.Legend: true, atom.Details: true, atom.Summary: true, atom.Dir: true, atom.Menu: true, atom.Html: true, atom.Td: true, atom.Th: true,
}

// Elements without an end.
var void = map[atom.Atom]bool{
	atom.Br: true, atom.Hr: true, atom.Img: true, atom.Input: true, atom.Meta: true, atom.Link: true, atom.Area: true, atom.Base: true, atom.Col: true, atom.Embed: true, atom.Source: true, atom.Track: true, atom.Wbr: true, atom.Param: true,
}

// readHTML reads a web page as a sequence of tags; it builds no tree, so that nesting costs nothing.
func readHTML(ctx context.Context, f *file, data []byte, w *flow.Flow) error {
	if bytes.Contains(bytes.ToUpper(data[:min(len(data), 1<<20)]), []byte("<!ENTITY")) {
		return f.invalid("the page declares entities of its own, which are not read; save it without them")
	}
	h := &htmlReader{w: w, z: html.NewTokenizer(strings.NewReader(htmlText(data, w)))}
	h.z.SetMaxBuf(maxText)
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t := h.z.Next()
		if t == html.ErrorToken {
			if err := h.z.Err(); !errors.Is(err, io.EOF) {
				return f.invalid("the page cannot be read: %v", err)
			}
			break
		}
		h.token(t)
	}
	h.closeTables()
	h.flush()
	if h.skipped {
		w.Warn("text that the page hides was left out")
	}
	if h.deleted {
		w.Warn("text marked as deleted was left out")
	}
	return nil
}

// htmlText returns the page in UTF-8, from the encoding that it declares or shows.
func htmlText(data []byte, w *flow.Flow) string {
	if unicodeForm(data) != nil || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) {
		return decode(data, w)
	}
	enc, name, sure := charset.DetermineEncoding(data, "")
	if utf8.Valid(data) && (!sure || name == "utf-8" || name == "windows-1252") {
		return string(data)
	}
	if !sure {
		return decode(data, w)
	}
	s, err := enc.NewDecoder().Bytes(data)
	if err != nil || bytes.Count(s, []byte("\ufffd")) > bytes.Count(data, []byte("\xef\xbf\xbd")) {
		w.Warn("the page says that it is %s, and some letters are not: compare accents and letters of other scripts", name)
	}
	return string(s)
}

// htmlReader goes through the tags of a page.
type htmlReader struct {
	w       *flow.Flow
	z       *html.Tokenizer
	text    strings.Builder
	level   int
	strong  int  // open tags of bold type
	plain   bool // some of the paragraph is not bold
	breaks  int  // line breaks since the last word
	pre     int
	hidden  atom.Atom // outermost element that is not read, and how often its name is open
	depth   int
	lists   []htmlList
	tables  []*flow.Table
	skipped bool
	deleted bool
}

// htmlList is an open list.
type htmlList struct {
	ordered bool
	form    string // 1, a, A, i, I; none
	next    int
	step    int
}

func (h *htmlReader) token(t html.TokenType) {
	switch t {
	case html.TextToken:
		if h.hidden == 0 {
			h.words(string(h.z.Text()))
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		name, more := h.z.TagName()
		a := atom.Lookup(name)
		attr := map[string]string{}
		for n := 0; more && n < 64; n++ {
			var k, v []byte
			k, v, more = h.z.TagAttr()
			attr[string(k)] = string(v)
		}
		h.start(a, attr, t == html.SelfClosingTagToken)
	case html.EndTagToken:
		name, _ := h.z.TagName()
		h.end(atom.Lookup(name))
	}
}

func (h *htmlReader) start(a atom.Atom, attr map[string]string, closed bool) {
	if h.hidden != 0 {
		if a == h.hidden && !closed {
			h.depth++
		}
		return
	}
	_, hid := attr["hidden"]
	style := strings.ReplaceAll(strings.ToLower(attr["style"]), " ", "")
	hid = hid || strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
	if a == atom.Body || a == atom.Html {
		hid = false
	}
	if (unread[a] || hid) && !closed && !void[a] {
		h.hidden, h.depth = a, 1
		h.skipped = h.skipped || hid && a != 0
		h.deleted = h.deleted || a == atom.Del
		return
	}
	if blocks[a] {
		h.flush()
	}
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		h.level = int(a.String()[1] - '0')
	case atom.B, atom.Strong:
		h.strong++
	case atom.Br:
		h.breaks++
	case atom.Pre:
		h.pre++
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		h.openList(a == atom.Ol, attr, style)
	case atom.Li:
		h.text.WriteString(h.number(attr))
	case atom.Table, atom.Tr, atom.Td, atom.Th:
		h.openTable(a)
	}
}

func (h *htmlReader) openList(ordered bool, attr map[string]string, style string) {
	if len(h.lists) > 100 {
		return
	}
	l := htmlList{ordered: ordered, form: "1", next: 1, step: 1}
	if t := attr["type"]; t != "" {
		l.form = t
	}
	if strings.Contains(style, "list-style:none") || strings.Contains(style, "list-style-type:none") {
		l.form = "none"
	}
	if n, err := strconv.Atoi(strings.TrimSpace(attr["start"])); err == nil {
		l.next = n
	}
	h.lists = append(h.lists, l)
}

// number is what is printed before the item of a list.
func (h *htmlReader) number(attr map[string]string) string {
	if len(h.lists) == 0 {
		return ""
	}
	l := &h.lists[len(h.lists)-1]
	if !l.ordered || l.form == "none" {
		return ""
	}
	if n, err := strconv.Atoi(strings.TrimSpace(attr["value"])); err == nil {
		l.next = n
	}
	n := l.next
	l.next += l.step
	return numeral.Counted(map[string]string{"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}[l.form], n) + ". "
}

func (h *htmlReader) end(a atom.Atom) {
	if h.hidden != 0 {
		if a == h.hidden {
			if h.depth--; h.depth == 0 {
				h.hidden = 0
			}
		}
		return
	}
	if blocks[a] {
		h.flush()
	}
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		h.level = 0
	case atom.B, atom.Strong:
		h.strong = max(0, h.strong-1)
	case atom.Pre:
		h.pre = max(0, h.pre-1)
	case atom.Ul, atom.Ol, atom.Menu, atom.Dir:
		if len(h.lists) > 0 {
			h.lists = h.lists[:len(h.lists)-1]
		}
	case atom.Table:
		if n := len(h.tables); n > 0 {
			h.tables[n-1].Write(h.w)
			h.tables = h.tables[:n-1]
		}
	}
}

// words adds text to the paragraph. Two line breaks end it; so does one, unless the
// sentence goes on in small letters.
func (h *htmlReader) words(s string) {
	if h.pre > 0 && strings.Contains(s, "\n") {
		for _, l := range strings.Split(s, "\n") {
			h.text.WriteString(l)
			h.flush()
		}
		return
	}
	if strings.TrimSpace(s) == "" {
		h.text.WriteString(s)
		return
	}
	if h.breaks > 0 {
		if h.breaks > 1 || !continues(strings.TrimSpace(h.text.String()), strings.TrimSpace(s)) {
			h.flush()
		} else {
			h.text.WriteByte(' ')
		}
		h.breaks = 0
	}
	h.plain = h.plain || h.strong == 0
	h.text.WriteString(s)
}

func (h *htmlReader) flush() {
	s := h.text.String()
	h.text.Reset()
	h.breaks = 0
	bold := !h.plain
	h.plain = false
	if strings.TrimSpace(s) == "" {
		return
	}
	b := document.Block{Level: h.level, Text: s, Bold: bold && h.level == 0}
	if n := len(h.tables); n > 0 && h.tables[n-1].Add(b) {
		return
	}
	h.w.Add(b)
}

func (h *htmlReader) openTable(a atom.Atom) {
	switch n := len(h.tables); {
	case a == atom.Table && n < 20:
		h.tables = append(h.tables, &flow.Table{})
	case n == 0:
	case a == atom.Tr:
		h.tables[n-1].Row()
	case a != atom.Table:
		h.tables[n-1].Cell()
	}
}

func (h *htmlReader) closeTables() {
	h.flush()
	for i := range h.tables {
		h.tables[i].Write(h.w)
	}
	h.tables = nil
}
