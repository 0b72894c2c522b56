package document

import (
	"regexp"

	ent "entente"
	"entente/internal/document/wording/formula"
)

// DayIn reads the first day that a text names, in words or figures of the languages that
// are read; zero when there is none that exists.
func DayIn(text string) ent.Date { return formula.Day(text) }

// dates takes the day of signature from the closing words, and on what the text enters into
// force from its articles. An exchange of notes is made on the day of the last note.
func (d *Document) dates(b *builder) {
	for _, c := range d.Closings {
		if c.On != 0 && d.Dates.Signed == 0 {
			d.Dates.Signed = c.On
		} else if c.On != 0 && c.On != d.Dates.Signed {
			d.Warnings = append(d.Warnings, "the languages give different days of signature: "+d.Dates.Signed.String()+" and "+c.On.String())
		}
	}
	if d.Dates.Signed == 0 {
		d.Dates.Signed = d.noted(b)
	}
	d.force()
}

// noted is the day of the last note of an exchange, in its first language.
func (d *Document) noted(b *builder) ent.Date {
	day := ent.Date(0)
	for _, p := range d.Preamble {
		if p.Language == d.Preamble[0].Language && len(d.Articles) == 0 {
			day = max(day, noteDay(b.opening(p.Text)))
		}
	}
	for i := range d.Annexes {
		if a := &d.Annexes[i]; a.Kind() == "note" && (len(d.Preamble) == 0 || a.Language == d.Preamble[0].Language) {
			day = max(day, noteDay(a.Text))
		}
	}
	return day
}

// noteDay reads the day of a note, which stands above its words or under them.
func noteDay(text string) ent.Date {
	r := []rune(text)
	head := string(r[:min(len(r), 300)])
	if at := noteWords.FindStringIndex(head); at != nil {
		head = head[:at[0]]
	}
	if day := formula.Day(head); day != 0 {
		return day
	}
	return formula.Day(string(r[max(0, len(r)-300):]))
}

// noteWords are those with which the text of a note begins, where days are of other things.
var noteWords = regexp.MustCompile(`(?i)refer|bezug|verwij|honou?r|\beer\b|ehrt|complimen|acknowledge|ontvangst|empfang|accuse`)

var forceHeading = regexp.MustCompile(`(?i)into (?:force|effect)|inwerkingtreding|en vigueur|inkrafttreten|en vigor|in vigore|em vigor|final|slotbep`)

// force takes the best sentence on entry into force from the articles of the first language
// that has one; in an exchange of notes, from the notes.
func (d *Document) force() {
	for _, lang := range d.Languages {
		best := 0
		for i := range d.Articles {
			if a := &d.Articles[i]; a.Language == lang && a.Annex == "" {
				more := 0
				if forceHeading.MatchString(a.Heading) {
					more = 2
				}
				d.forceIn(a.Number, a.Text(), more, &best)
			}
		}
		if best > 0 {
			return
		}
	}
	if len(d.Articles) > 0 && d.Articles[0].Annex == "" {
		return
	}
	best := 0
	for _, p := range d.Preamble {
		d.forceIn("", p.Text, 0, &best)
	}
	for i := range d.Annexes {
		if best == 0 && d.Annexes[i].Kind() == "note" {
			d.forceIn("", d.Annexes[i].Text, 0, &best)
		}
	}
}

func (d *Document) forceIn(article, text string, more int, best *int) {
	f, score := formula.ReadForce(text)
	if score < 2 || score+more <= *best {
		return
	}
	*best = score + more
	d.Dates.InForce = f.On
	d.Dates.Force = &Force{Upon: f.Upon, Count: f.Count, Delay: f.Delay, Article: article, Text: f.Text}
}
