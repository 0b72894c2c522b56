package duty

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-ical"

	ent "entente"
)

// Entry is a day in a calendar.
type Entry struct {
	UID     string   `json:"uid"` // stays the same when the day moves
	Seq     int64    `json:"seq"` // rises when it is changed
	Day     ent.Date `json:"day"`
	Summary string   `json:"summary"`
	Text    string   `json:"text"`
	Done    bool     `json:"done"`
	Alarms  []int    `json:"alarms"` // days before
	Of      Sort     `json:"of"`     // what it is a day of
}

// Sort is what an entry is a day of.
type Sort string

// What entries are days of.
const (
	OfDuty       Sort = "duty"
	OfInstrument Sort = "instrument"
	OfActivity   Sort = "activity"
)

// Remind reports whether a reminder of the entry has fallen due by the day.
func (e *Entry) Remind(on ent.Date) bool {
	return slices.ContainsFunc(e.Alarms, func(n int) bool { return e.Day.AddDays(-n) <= on })
}

// Entries turns duties with a day into entries; those that are done are marked so.
func Entries(items []Item) []Entry {
	var out []Entry
	for _, it := range items {
		if it.End == 0 {
			continue
		}
		law := "by law"
		if !it.Legal {
			law = "by policy"
		}
		text := fmt.Sprintf("%s (%s). Duty %s.", it.State, law, it.ID)
		if it.Source != "" || it.Instrument != "" {
			text += fmt.Sprintf(" Source: %s %s.", it.Instrument, it.Source)
		}
		if it.Owner != "" {
			text += " Owner: " + it.Owner + "."
		}
		summary := it.Text
		if it.Bearer != "" {
			summary = string(it.Bearer) + ": " + summary
		}
		if it.Classified != "" { // it goes into calendars elsewhere
			summary = "(" + it.Classified + ") " + summary
		}
		out = append(out, Entry{UID: it.ID, Seq: it.Seq, Day: it.End, Summary: summary, Text: text, Done: it.State == "done" || it.State == "late", Alarms: []int{14, 3}, Of: OfDuty})
	}
	return out
}

// WriteICal writes entries as a calendar (RFC 5545) of whole days. made is the moment at
// which it is made; origin makes the ids of its entries unique.
func WriteICal(w io.Writer, origin string, made time.Time, entries []Entry) error {
	cal := ical.NewCalendar()
	cal.Props.SetText(ical.PropVersion, "2.0")
	cal.Props.SetText(ical.PropProductID, "-//Entente//Duties and days//EN")
	cal.Props.SetText("X-WR-CALNAME", "Entente: duties and days")
	for _, e := range entries {
		ev := ical.NewEvent()
		ev.Props.SetText(ical.PropUID, e.UID+"@"+origin)
		ev.Props.SetDateTime(ical.PropDateTimeStamp, made.UTC())
		day, err := time.Parse(time.DateOnly, e.Day.String())
		if err != nil {
			return err
		}
		ev.Props.SetDate(ical.PropDateTimeStart, day)
		ev.Props.SetDate(ical.PropDateTimeEnd, day.AddDate(0, 0, 1))
		seq := ical.NewProp(ical.PropSequence)
		seq.Value = strconv.FormatInt(e.Seq, 10)
		ev.Props.Set(seq)
		mark := ""
		if e.Done {
			mark = "✓ "
		}
		ev.Props.SetText(ical.PropSummary, mark+e.Summary)
		ev.Props.SetText(ical.PropDescription, e.Text)
		if !e.Done {
			for _, n := range e.Alarms {
				ev.Children = append(ev.Children, alarm(n, e.Summary))
			}
		}
		cal.Children = append(cal.Children, ev.Component)
	}
	if len(cal.Children) == 0 {
		return writeEmpty(w)
	}
	var b bytes.Buffer
	if err := ical.NewEncoder(&b).Encode(cal); err != nil {
		return err
	}
	_, err := w.Write(fold(b.Bytes()))
	return err
}

// maxLine is the most that a line may hold without its end (RFC 5545, section 3.1).
const maxLine = 75

// fold breaks long lines, between characters, as readers of calendars join them again.
func fold(text []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.SplitSeq(bytes.TrimSuffix(text, []byte("\r\n")), []byte("\r\n")) {
		for first := true; ; first = false {
			room := maxLine
			if !first {
				out.WriteByte(' ')
				room--
			}
			n := min(room, len(line))
			for n < len(line) && !utf8.RuneStart(line[n]) {
				n--
			}
			out.Write(line[:n])
			out.WriteString("\r\n")
			if line = line[n:]; len(line) == 0 {
				break
			}
		}
	}
	return out.Bytes()
}

// writeEmpty writes a calendar without entries, which the encoder refuses to.
func writeEmpty(w io.Writer) error {
	_, err := io.WriteString(w, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Entente//Duties and days//EN\r\nEND:VCALENDAR\r\n")
	return err
}

func alarm(days int, text string) *ical.Component {
	a := ical.NewComponent(ical.CompAlarm)
	a.Props.SetText(ical.PropAction, "DISPLAY")
	a.Props.SetText(ical.PropDescription, text)
	t := ical.NewProp(ical.PropTrigger)
	t.Value = fmt.Sprintf("-P%dD", days)
	a.Props.Set(t)
	return a
}
