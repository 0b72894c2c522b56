package reading

import (
	"context"
	nethtml "html"
	"regexp"
	"strings"

	"entente/internal/document"
	"entente/internal/document/reading/flow"
)

var (
	fence       = regexp.MustCompile("^ {0,3}(```|~~~)")
	heading     = regexp.MustCompile(`^ {0,3}(#{1,6})[ \t]*([^#].*?)?[ \t]*#*[ \t]*$`)
	underline   = regexp.MustCompile(`^ {0,3}(=+|-{2,})[ \t]*$`)
	rule        = regexp.MustCompile(`^ {0,3}([-*_])([ \t]*[-*_]){2,}[ \t]*$`)
	numberAlone = regexp.MustCompile(`^[ \t]*\(?\d{1,2}[.)][ \t]*$`)
	item        = regexp.MustCompile(`^[ \t]*([*+-]|\(?\d{1,3}[.)]|\(?[a-zA-Z]{1,4}\))[ \t]*\S`)
	bullet      = regexp.MustCompile(`^[ \t]*[*+-][ \t]+`)
	tableRule   = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(\|[ \t]*:?-{3,}:?[ \t]*)*\|?[ \t]*$`)
	metaLine    = regexp.MustCompile(`(?i)^\s*<(meta|link|!doctype)\b[^>]*>\s*$`)
	image       = regexp.MustCompile(`!\[[^\]]*\](\([^()]*(\([^()]*\)[^()]*)*\)|\[[^\]]*\])`)
	link        = regexp.MustCompile(`\[([^\[\]]*)\](\([^()\s]*(\([^()]*\)[^()\s]*)*(\s+("[^"]*"|'[^']*'))?\)|\[[^\]]*\])`)
	definition  = regexp.MustCompile(`^ {0,3}\[[^\]]+\]:\s+\S+`)
	autolink    = regexp.MustCompile(`<((https?|mailto):[^<>\s]+)>`)
	tag         = regexp.MustCompile(`(?s)<!--.*?-->|</?[a-zA-Z][a-zA-Z0-9-]*(\s+[^<>]*)?/?>`)
	strong      = regexp.MustCompile(`\*\*([^*\s]|[^*\s][^*\n]*?[^*\s])[ \t]*\*\*`)
	emphasis    = regexp.MustCompile(`(^|[^"„“«'])\*([ \t]*[\pL\pN(\[“„"][^*\n]*?)\*`)
	under       = regexp.MustCompile(`(^|[^\pL\pN_])__?([^_\s]|[^_\s][^_\n]*?[^_\s])__?($|[^\pL\pN_])`)
	escape      = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// readMarkdown reads Markdown as it is found, also where it keeps no standard: headings
// without a blank after #, HTML between the lines. Numbers of lists stay as printed.
func readMarkdown(ctx context.Context, s string, w *flow.Flow) error {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n").Replace(s)
	m := &markdownReader{w: w}
	lines := frontMatter(strings.Split(s, "\n"))
	m.known = wordsOf(lines)
	for i, l := range lines {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		m.line(l)
	}
	m.flush()
	if m.pictures > 0 {
		w.Warn("%d pictures are not read", m.pictures)
	}
	return nil
}

// frontMatter leaves out the block of settings between lines of --- with which a file may open.
func frontMatter(lines []string) []string {
	if len(lines) == 0 || strings.TrimRight(lines[0], " ") != "---" {
		return lines
	}
	for i, l := range lines[1:min(len(lines), 60)] {
		if t := strings.TrimRight(l, " "); t == "---" || t == "..." {
			return lines[i+2:]
		} else if t != "" && !strings.Contains(t, ":") && !strings.HasPrefix(t, " ") && !strings.HasPrefix(t, "-") {
			break
		}
	}
	return lines
}

type markdownReader struct {
	w         *flow.Flow
	known     known
	paragraph string
	fenced    bool
	pictures  int
}

func (m *markdownReader) line(l string) {
	switch h := heading.FindStringSubmatch(l); {
	case fence.MatchString(l):
		m.flush()
		m.fenced = !m.fenced
	case m.fenced:
		m.flush()
		m.w.Add(document.Block{Text: l})
	case strings.TrimSpace(l) == "", metaLine.MatchString(l), definition.MatchString(l):
		m.flush()
	case h != nil:
		m.flush()
		m.paragraph = h[2]
		m.block(len(h[1]))
	case m.paragraph != "" && underline.MatchString(l):
		m.block(map[byte]int{'=': 1, '-': 2}[strings.TrimSpace(l)[0]])
	case rule.MatchString(l), tableRule.MatchString(l):
		m.flush()
	case strings.HasPrefix(strings.TrimSpace(l), "|"):
		m.flush()
		m.row(l)
	default:
		m.prose(l)
	}
}

// prose adds a line to the paragraph, or opens one at the item of a list or after a break.
func (m *markdownReader) prose(l string) {
	if numberAlone.MatchString(l) { // its paragraph stands below
		m.flush()
		m.paragraph = strings.TrimSpace(l)
		m.flush()
		return
	}
	if item.MatchString(l) && (ended(m.paragraph) || bullet.MatchString(l) || item.MatchString(m.paragraph)) {
		m.flush()
	}
	l = strings.TrimLeft(l, "> \t")
	if bullet.MatchString(l) {
		l = "• " + bullet.ReplaceAllString(l, "")
	}
	hard := strings.HasSuffix(l, "  ") || strings.HasSuffix(l, `\`)
	m.paragraph = m.known.join(m.paragraph, strings.TrimSpace(strings.TrimSuffix(l, `\`)))
	if hard && ended(m.paragraph) {
		m.flush()
	}
}

// row adds a row of a table as one block, its cells parted by a line.
func (m *markdownReader) row(l string) {
	cells := strings.Split(strings.Trim(strings.TrimSpace(l), "|"), "|")
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	m.paragraph = strings.Join(cells, " | ")
	if strings.Trim(m.paragraph, " |") == "" {
		m.paragraph = ""
	}
	m.flush()
}

func (m *markdownReader) flush() { m.block(0) }

func (m *markdownReader) block(level int) {
	raw := strings.TrimSpace(m.paragraph)
	m.paragraph = ""
	if raw == "" {
		return
	}
	m.pictures += len(image.FindAllStringIndex(raw, -1))
	bold := strings.Trim(strong.ReplaceAllString(raw, ""), " .:") == "" && strong.MatchString(raw)
	m.w.Add(document.Block{Level: level, Text: inline(raw), Bold: bold})
}

// inline returns the words of a paragraph of Markdown without its signs.
func inline(s string) string {
	s = image.ReplaceAllString(s, "")
	for range 3 {
		s = link.ReplaceAllString(s, "$1")
	}
	s = autolink.ReplaceAllString(s, "$1")
	s = tag.ReplaceAllStringFunc(s, func(t string) string {
		if strings.HasPrefix(strings.ToLower(t), "<br") {
			return " "
		}
		return ""
	})
	s = strong.ReplaceAllString(s, "$1")
	s = emphasis.ReplaceAllString(s, "$1$2")
	s = under.ReplaceAllString(s, "$1$2$3")
	s = escape.ReplaceAllString(s, "$1")
	return nethtml.UnescapeString(s)
}
