package history

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	ent "entente"
	"entente/internal/activity"
	"entente/internal/curate/sheet"
)

// exercise is a row of a table of exercises.
type exercise struct {
	line        int
	id          string // of the activity
	source      string // the table, and what names the row there
	name        string
	series      string
	place       []string
	first, last parts
	states      []string // names of those who took part
	hosts       []string
	remarks     []string
	fault       string // why it cannot be read
	told        []string
}

func (x *exercise) tell(format string, args ...any) {
	x.told = append(x.told, fmt.Sprintf(format, args...))
}

// remark keeps what a column says under a heading.
func (x *exercise) remark(heading, text string) {
	if said(text) {
		x.remarks = append(x.remarks, heading+": "+text)
	}
}

// said reports whether a cell says anything.
func said(cell string) bool { return cell != "" && cell != "-9" }

// column is where the table says one of the days: its parts, and once more as written.
type column struct{ parts, written string }

// days reads the first and the last day. The columns of year, month and day go before the day
// as it is written, whose year may have two digits; where they are empty, that one is read.
func (x *exercise) days(r sheet.Row, first, last column) {
	for _, c := range []struct {
		column
		to   *parts
		what string
	}{{first, &x.first, "first"}, {last, &x.last, "last"}} {
		text := r.Get(c.written)
		*c.to = parts{r.Get(c.column.parts + ".year"), r.Get(c.column.parts + ".month"), r.Get(c.column.parts + ".day")}
		if c.to.nothing() {
			w, ok := written(text)
			if said(text) && (!ok || len(w.year) == 2) {
				x.fault = fmt.Sprintf("its %s day, %q, cannot be read", c.what, text)
			}
			*c.to = w
		} else if !c.to.agrees(text) {
			x.tell("its %s day is written %q; taken is year %s, month %s, day %s", c.what, text, c.to.year, c.to.month, c.to.day)
		}
	}
}

// take makes an activity of the row, or refuses it.
func (r *reading) take(x *exercise) {
	r.Rows++
	again := r.first(x.line, x.id)
	a, why := r.exercise(x)
	if again != "" || why != "" {
		r.refuse(x.line, x.id, append([]string{again, why}, x.told...)...)
		return
	}
	r.Taken++
	r.Activities = append(r.Activities, *a)
	for _, t := range x.told {
		r.note(x.line, x.id, Told, t)
	}
}

// exercise returns the activity that the row tells, or why there is none.
func (r *reading) exercise(x *exercise) (a *activity.Activity, why string) {
	if x.fault != "" {
		return nil, x.fault
	}
	first, err := x.first.span()
	if err != nil {
		return nil, "its first day is not known: " + err.Error()
	}
	last, err := x.last.span()
	if err != nil {
		return nil, "its last day is not known: " + err.Error()
	}
	a = &activity.Activity{ID: x.id, Kind: "exercise", State: activity.Closed, Source: x.source, Drafter: r.By}
	if a.Start, a.End, a.Fuzzy, err = bracket(first, last); err != nil {
		return nil, err.Error()
	}
	if said(x.series) {
		a.Series = x.series
	}
	a.Title = x.title(a)
	r.participants(x, a)
	if len(a.Participants) < 2 {
		return nil, fmt.Sprintf("fewer than two participants are known (%d)", len(a.Participants))
	}
	r.host(x, a)
	if len(x.place) > 0 {
		x.remarks = append([]string{"Place: " + strings.Join(x.place, ", ")}, x.remarks...)
	}
	a.Remarks = strings.Join(x.remarks, "\n")
	if err := a.Check(r.World); err != nil {
		return nil, err.Error()
	}
	return a, ""
}

// title is the name of the exercise; one without a name is called by its place and year.
func (x *exercise) title(a *activity.Activity) string {
	if said(x.name) {
		return x.name
	}
	where := append(slices.Clone(x.place[:min(1, len(x.place))]), strconv.Itoa(a.Start.Year()))
	return "Exercise without a name (" + strings.Join(where, ", ") + ")"
}

// participants finds who took part. Whom nobody knows is left out, and told.
func (r *reading) participants(x *exercise, a *activity.Activity) {
	for _, name := range x.states {
		if name == "-9" {
			x.tell("a participant is not named (-9)")
			continue
		}
		c, why := r.meant(name, a.Start, a.End)
		switch {
		case c == "":
			x.tell("%s; it was left out", why)
			continue
		case slices.ContainsFunc(a.Participants, func(p activity.Participant) bool { return p.State == c }):
			x.tell("%q (%s) stands twice among the participants", name, c)
			continue
		case why != "":
			x.tell("%s", why)
		}
		a.Participants = append(a.Participants, activity.Participant{State: c, Role: "participant"})
	}
}

// host gives those who hosted it their role; a single one tells the territory.
func (r *reading) host(x *exercise, a *activity.Activity) {
	var hosts []ent.StateCode
	for _, name := range x.hosts {
		c, why := r.meant(name, a.Start, a.End)
		if why != "" {
			x.tell("host: %s", why)
		}
		if c != "" {
			hosts = append(hosts, c)
		}
	}
	for _, c := range hosts {
		i := slices.IndexFunc(a.Participants, func(p activity.Participant) bool { return p.State == c })
		if i < 0 {
			x.tell("%s hosted it and does not stand among the participants", c)
			continue
		}
		a.Participants[i].Role = "host"
	}
	if len(x.hosts) > 1 {
		x.tell("several hosts: no territory was taken")
	} else if len(hosts) == 1 && r.World.State(hosts[0]) != nil {
		a.Territory = hosts[0]
	}
}

// letters are the ends of the names of columns: A to Z, then AA and on.
func letters(to string) []string {
	var out []string
	for n := 0; ; n++ {
		s := string(rune('A' + n%26))
		if n >= 26 {
			s = "A" + s
		}
		if out = append(out, s); s == to {
			return out
		}
	}
}

// cells returns what stands in columns of one name and different letters.
func cells(r sheet.Row, name string, ends []string) []string {
	var out []string
	for _, e := range ends {
		if c := r.Get(name + e); c != "" {
			out = append(out, c)
		}
	}
	return out
}
