package reading

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"entente/internal/document/numeral"
)

// What stands on every page and belongs to none: running heads, feet and page numbers.

var digits = regexp.MustCompile(`\d+`)

// pageMark is a line that is a page number and nothing else.
var pageMark = regexp.MustCompile(`(?i)^\W*((page|seite|página|pagina|side|str|стр|صفحة)\W*)?(\d{1,4}|[ivxl]{1,7})(\W*(/|of|de|von|van|sur|из)?\W*\d{1,4})?\W*$`)

// edge is a line at the top or bottom of a page.
type edge struct {
	page, line int
	base       float64
	text       string
}

// strip leaves out the lines that repeat at the same height at the top or bottom of pages,
// and page numbers; it returns what it left out, as a person would name it.
func strip(pages []page) []string {
	all := make([][]line, len(pages))
	groups := map[string][]edge{}
	for i := range pages {
		all[i] = linesOf(pages[i].number, pages[i].pieces)
		n := len(all[i])
		for j, l := range all[i] {
			if j < 3 || j >= n-3 {
				e := edge{page: i, line: j, base: l.base, text: strings.Join(strings.Fields(l.text), " ")}
				groups[e.text] = append(groups[e.text], e)
				if shape := digits.ReplaceAllString(e.text, "#"); shape != e.text && !numbered(e.text) || pageMark.MatchString(e.text) {
					if pageMark.MatchString(e.text) {
						shape = "#"
					}
					groups["\x00"+shape] = append(groups["\x00"+shape], e)
				}
			}
		}
	}
	drop := map[[2]int]bool{}
	var named []string
	for key, edges := range groups {
		edges = level3(edges)
		counting := strings.HasPrefix(key, "\x00")
		if counting {
			edges = inStep(edges)
		}
		seen := map[int]bool{}
		for _, e := range edges {
			seen[e.page] = true
		}
		few := len(pages) == 2 && len(seen) == 2 && key == "\x00#"
		if !few && (len(seen) < 3 || len(seen)*5 < len(pages)*2 && !(counting && len(seen)*4 >= len(pages))) {
			continue
		}
		for _, e := range edges {
			drop[[2]int{e.page, e.line}] = true
		}
		if key != "\x00#" && !slices.Contains(named, edges[0].text) {
			named = append(named, edges[0].text)
		}
	}
	for i := range pages {
		pages[i].pieces = slices.DeleteFunc(pages[i].pieces, func(x piece) bool {
			for j, l := range all[i] {
				if drop[[2]int{i, j}] && math.Abs(x.base-l.base) <= 0.6*max(x.size, l.size) {
					return true
				}
			}
			return false
		})
	}
	slices.Sort(named)
	return named
}

// level3 keeps the edges at the height at which most of them stand, within three points.
func level3(edges []edge) []edge {
	var best []edge
	for _, height := range edges[:min(len(edges), 8)] {
		var near []edge
		for _, e := range edges {
			if math.Abs(e.base-height.base) <= 3 {
				near = append(near, e)
			}
		}
		if len(near) > len(best) {
			best = near
		}
	}
	return best
}

// inStep keeps the edges with a number that counts on with the pages.
func inStep(edges []edge) []edge {
	by := map[int][]edge{}
	for _, e := range edges {
		offsets := map[int]bool{}
		for _, d := range digits.FindAllString(e.text, 4) {
			if n, err := strconv.Atoi(d); err == nil {
				offsets[n-e.page] = true
			}
		}
		if m := pageMark.FindStringSubmatch(e.text); m != nil {
			if n := romanValue(strings.ToUpper(m[3])); n > 0 {
				offsets[n-e.page] = true
			}
		}
		for o := range offsets {
			by[o] = append(by[o], e)
		}
	}
	var best []edge
	for _, group := range by {
		if len(group) > len(best) || len(group) == len(best) && len(best) > 0 && group[0].page < best[0].page {
			best = group
		}
	}
	return best
}

// romanValue is the number that the Roman numeral stands for, 0 for none.
func romanValue(s string) int {
	for n := range 60 {
		if numeral.Roman(n+1) == s {
			return n + 1
		}
	}
	return 0
}
