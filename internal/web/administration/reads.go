package administration

import (
	"strconv"

	"entente/internal/access"
	"entente/internal/record"
	"entente/internal/web/page"
)

// shown is how many entries stand on a page.
const shown = 50

// readings is the page of who was shown what is classified.
type readings struct {
	From  string // the lowest classification that is audited
	Reads []reading
	Next  int64
}

type reading struct {
	access.Reading
	Versions []record.Version // as the reader may see them: else their places alone
}

var auditing = page.Templates(files, "reads.html")

// reads shows who was shown what, as far as the reader may know of it themselves: the rest
// is named by its entry in the log.
func reads(c *page.Context) error {
	before, _ := strconv.ParseInt(c.R.URL.Query().Get("before"), 10, 64) // not a number: the newest
	list, next, err := c.App.Reads.Before(c.Ctx(), before, shown)
	if err != nil {
		return err
	}
	d := readings{From: access.AuditedFrom, Next: next}
	for _, r := range list {
		x := reading{Reading: r}
		for _, e := range r.Entries {
			vs, err := c.App.Records.Entries(c.Ctx(), e.Seq-1, 1)
			if err != nil {
				return err
			}
			x.Versions = append(x.Versions, vs...)
		}
		d.Reads = append(d.Reads, x)
	}
	return c.Render(auditing, page.View{Title: "Who was shown what", Data: &d})
}
