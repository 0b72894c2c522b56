package participation

import (
	"html"
	"regexp"
	"strings"

	ent "entente"
)

// ReadUNTCPage reads the table of participants from the status page of one
// treaty as the Treaty Section of the United Nations publishes it. Days in
// brackets belong to States that have left: the page tells in a note when they
// did, and the reader is told to add that by hand.
func ReadUNTCPage(text string, names Names) (Table, []Problem, error) {
	rows, err := participantRows(text)
	if err != nil {
		return Table{}, nil, err
	}
	rd := &untcReading{reading: reading{names: names}}
	if err := rd.header(rows[0].line, rows[0].cells); err != nil {
		return Table{}, nil, err
	}
	for _, row := range rows[1:] {
		rd.row(row.line, row.cells)
	}
	return rd.table, rd.problems, nil
}

type pageRow struct {
	line  int
	cells []string
}

var (
	pageTR  = regexp.MustCompile(`(?is)<tr[^>]*>(.*?)</tr>`)
	pageTD  = regexp.MustCompile(`(?is)<t[dh][^>]*>(.*?)</t[dh]>`)
	pageSup = regexp.MustCompile(`(?is)<sup[^>]*>.*?</sup[^>]*>`)
	pageTag = regexp.MustCompile(`(?s)<[^>]*>`)
)

// participantRows finds the grid of participants (its control is called
// tblgrid on every page) and returns the text of its cells.
func participantRows(page string) ([]pageRow, error) {
	start := strings.Index(page, "tblgrid")
	if start < 0 {
		return nil, ent.Errorf(ent.Invalid, "the page has no table of participants (tblgrid)")
	}
	end := strings.Index(page[start:], "</table>")
	if end < 0 {
		return nil, ent.Errorf(ent.Invalid, "the table of participants does not end: the page was cut")
	}
	grid := page[start : start+end]
	line := 1 + strings.Count(page[:start], "\n")
	var rows []pageRow
	for _, m := range pageTR.FindAllStringSubmatchIndex(grid, -1) {
		row := pageRow{line: line + strings.Count(grid[:m[0]], "\n")}
		for _, td := range pageTD.FindAllStringSubmatch(grid[m[2]:m[3]], -1) {
			row.cells = append(row.cells, cellText(td[1]))
		}
		if len(row.cells) > 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, ent.Errorf(ent.Invalid, "line %d: the table of participants is empty", line)
	}
	return rows, nil
}

func cellText(cell string) string {
	s := pageTag.ReplaceAllString(pageSup.ReplaceAllString(cell, ""), "")
	return strings.Join(strings.Fields(html.UnescapeString(s)), " ")
}
