// Package sniff tells what a file is from its first bytes.
package sniff

import (
	"bytes"
	"regexp"
)

// beginnings of files that are known and not read, or read elsewhere.
var beginnings = []struct{ magic, what string }{
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Office format (DOC, XLS, PPT); save it as DOCX or PDF"},
	{"{\\rtf", "Rich Text (RTF); save it as DOCX or PDF"},
	{"\x1f\x8b", "a gzip archive; unpack it first"},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"},
	{"Rar!", "a RAR archive; unpack it first"},
	{"BZh", "a bzip2 archive; unpack it first"},
	{"\xfd7zXZ\x00", "an xz archive; unpack it first"},
	{"%!PS", "PostScript; print it to PDF"},
	{"MZ", "a program"},
	{"\x7fELF", "a program"},
}

var pictures = []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff", "GIF8", "II*\x00", "MM\x00*", "\x00\x00\x00\x0cjP  "}

// Picture reports whether the bytes begin a picture.
func Picture(head []byte) bool {
	for _, p := range pictures {
		if bytes.HasPrefix(head, []byte(p)) {
			return true
		}
	}
	return false
}

// Elsewhere names a kind of file that is known and not read, and what to do with it; ""
// when the bytes begin none of these.
func Elsewhere(head []byte) string {
	for _, b := range beginnings {
		if bytes.HasPrefix(head, []byte(b.magic)) && (b.magic != "MZ" && b.magic != "BZh" || bytes.IndexByte(head, 0) >= 0) {
			return b.what
		}
	}
	return ""
}

var (
	htmlStart = regexp.MustCompile(`(?is)^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)[\s>]`)
	htmlTag   = regexp.MustCompile(`(?i)</?(p|div|h[1-6]|table|tr|td|li|span|br|body|b|i)(\s[^<>]*)?/?>`)
	xmlStart  = regexp.MustCompile(`(?s)^\s*(<\?xml[\s>]|(<!--.*?-->\s*)*<(!DOCTYPE|[A-Za-z_][\w.-]*(:[\w.-]+)?[^<>]*\bxmlns\b))`)
	atx       = regexp.MustCompile(`(?m)^#{1,6}[ \t]*[^\s#]`)
	mdSign    = regexp.MustCompile(`(?m)\[[^\]\n]+\]\([^)\s]+\)|\*\*[^*\s][^*\n]*\*\*|^\|?[ \t]*:?-{3,}:?[ \t]*\||^<meta [^>]*>\s*$`)
)

// HTML reports whether a text begins as a page of HTML.
func HTML(s []byte) bool { return htmlStart.Match(s) }

// XML reports whether a text begins as XML.
func XML(s []byte) bool { return xmlStart.Match(s) }

// Tags reports whether a text has tags of HTML: one where the name promises them, else many
// and no heading of Markdown.
func Tags(s []byte, promised bool) bool {
	return promised && htmlTag.Match(s) || len(htmlTag.FindAll(s, 12)) == 12 && !atx.Match(s)
}

// Markdown reports whether a text has two or more signs of Markdown.
func Markdown(s []byte) bool {
	return len(atx.FindAll(s, 2))+len(mdSign.FindAll(s, 2)) > 1
}

// Binary reports whether bytes that are no UTF-16 can be no text of one byte a letter either.
func Binary(b []byte) bool {
	odd := 0
	for _, c := range b {
		if c == 0 {
			return true
		}
		if c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b {
			odd++
		}
	}
	return odd > 16 && odd*50 > len(b)
}
