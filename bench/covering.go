package main

import (
	"fmt"
	"runtime"
	"time"

	ent "entente"
	"entente/internal/coverage"
	"entente/internal/law"
)

// covering asks which rule settles each issue between every two States, both ways, on every day
// of a year, on one processor.
func covering(lib *law.Library) error {
	fmt.Println("## Coverage: every two States, every day of a year, every issue")
	issues, err := coverage.Issues()
	if err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	fmt.Printf("\n| what | measured | limit |\n| --- | --- | --- |\n")
	for _, x := range []struct {
		from  ent.Date
		days  int
		limit string
	}{{ent.NewDate(2024, 1, 1), 365, "1 s"}, {ent.NewDate(1990, 1, 1), 12784, ""}} {
		states := coverage.Members(lib, x.from)
		cells, spans := 0, 0
		d := median(11, 1, func() {
			m, e := coverage.Of(lib, issues, states, x.from, x.from.AddDays(x.days-1))
			if e != nil {
				err = e
				return
			}
			cells, spans = 0, 0
			m.Each(func(_, _ int, out, back [][]coverage.Span) {
				for k := range out {
					cells, spans = cells+2, spans+len(out[k])+len(back[k])
				}
			})
		})
		fmt.Printf("| %d × %d States, %d days, %d issues: %d answers in %d spans of days | %v | %s |\n", len(states), len(states)-1, x.days, len(issues), cells, spans, d.Round(100*time.Microsecond), x.limit)
	}
	return err
}
