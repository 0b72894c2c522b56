package history

import (
	"fmt"
	"strings"

	"entente/internal/curate/sheet"
)

var (
	jmeColumns = []string{"Exercise Name", "Location1", "Location2", "Start Date", "s.year", "s.month", "s.day", "enddate", "e.year", "e.month", "e.day", "Which state hosted the exercise?", "State A", "State B"}
	jmeStates  = letters("AZ")
	jmeRemarks = []struct{ heading, column string }{
		{"Sort", "JME Type"}, {"Institution", "Institution(s) involved"}, {"Focus", "What is the purpose of the JME?"},
		{"Note", "Anything interesting to note about this exercise?"}, {"Reported in", "Source(s)"},
	}
)

// jme reads the table of joint military exercises. Its rows have no ids of their own: they
// are counted, from 1 below the header.
func (r *reading) jme(text string) error {
	n := 0
	return sheet.Read(text, jmeColumns, func(row sheet.Row) error {
		n++
		x := &exercise{line: row.Line, id: fmt.Sprintf("JME-%d", n), source: fmt.Sprintf("JME v3, row %d", n), name: row.Get("Exercise Name"), series: row.Get("Trimmed Name"),
			fault: row.Fault, states: cells(row, "State ", jmeStates)}
		if strings.Join(row.Cells, "") == "" {
			x.fault = "nothing stands in it"
		}
		for _, c := range []string{"Location1", "Location2"} {
			if place := row.Get(c); said(place) && place != "0" {
				x.place = append(x.place, place)
			}
		}
		x.days(row, column{"s", "Start Date"}, column{"e", "enddate"})
		if host := row.Get("Which state hosted the exercise?"); said(host) {
			for _, h := range strings.Split(host, ";") {
				x.hosts = append(x.hosts, strings.TrimSpace(h))
			}
		}
		for _, m := range jmeRemarks {
			x.remark(m.heading, row.Get(m.column))
		}
		if strings.EqualFold(row.Get("Part of the Reforger Exercise?"), "yes") {
			x.remark("Part of", "Reforger")
		}
		r.take(x)
		return nil
	})
}
